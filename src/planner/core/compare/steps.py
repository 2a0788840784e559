"""From one scenario's request to another's in steps: what each line that differs adds."""

from __future__ import annotations

from planner.core.calculation.evaluate import as_total
from planner.core.compare.tree import REQUEST, CompareTree
from planner.core.explain.waterfall import Step, Waterfall, led, waterfall


def steps_to(tree: CompareTree, place: int, largest: int) -> Waterfall | None:
    """The steps from what a comparison refers to up to the scenario at a place: the `largest` ones, others in one.

    They are of the year compared; what no line that differs makes (growth) stands with the others. From last year's
    budget to the request they are those of programs. `None` where a total cannot be computed, or is not asked for.
    """
    comparison = tree.comparison
    evaluation = comparison.evaluations[place]
    if tree.against_previous:
        return waterfall(evaluation, tree.view, largest) if tree.year == REQUEST else None
    reference = comparison.evaluations[comparison.reference]
    before, after = reference.view(tree.view)[tree.year], evaluation.view(tree.view)[tree.year]
    if before.cannot or after.cannot:
        return None
    portfolio = comparison.portfolio
    counted = frozenset(portfolio.counted(tree.view))
    found = []
    for row in sorted(comparison.cells):
        times = sum(
            owner in counted for owner in comparison.portfolio.ancestors[comparison.portfolio.lines.program[row]]
        )
        was, now = (as_total(each.line(row)[tree.year]) for each in (reference, evaluation))
        step = Step(None, (now.yen - was.yen) * times, bool(was.missing or now.missing), row=row)
        if step.change:
            found.append(step)
    rest = after.yen - before.yen - sum(step.change for step in found)
    made = led(before.yen, found, [], after.yen, largest)
    return made if not rest else made._replace(steps=_with_others(made.steps, rest))


def _with_others(steps: tuple[Step, ...], rest: int) -> tuple[Step, ...]:
    """The steps with so many yen more among the others."""
    if steps and steps[-1].row is None:
        return (*steps[:-1], steps[-1]._replace(change=steps[-1].change + rest))
    return (*steps, Step(None, rest))
