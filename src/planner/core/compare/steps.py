"""From one scenario's request to another's in steps: what each line that differs adds."""

from __future__ import annotations

from planner.core.calculation.evaluate import as_total
from planner.core.compare.tree import CompareTree
from planner.core.explain.waterfall import Step, Waterfall, led, waterfall


def steps_to(tree: CompareTree, place: int, largest: int) -> Waterfall | None:
    """The steps from what a comparison refers to up to the scenario at a place: the `largest` ones, others in one.

    From last year's budget they are those of programs. `None` where a total cannot be computed.
    """
    comparison = tree.comparison
    evaluation = comparison.evaluations[place]
    if tree.against_previous:
        return waterfall(evaluation, tree.view, largest)
    reference = comparison.evaluations[comparison.reference]
    before, after = reference.view(tree.view)[1], evaluation.view(tree.view)[1]
    if before.cannot or after.cannot:
        return None
    portfolio = comparison.portfolio
    counted = frozenset(portfolio.counted(tree.view))
    found = []
    for row in sorted(comparison.cells):
        times = sum(
            owner in counted for owner in comparison.portfolio.ancestors[comparison.portfolio.lines.program[row]]
        )
        was, now = (as_total(each.line(row)[1]) for each in (reference, evaluation))
        step = Step(None, (now.yen - was.yen) * times, bool(was.missing or now.missing), row=row)
        if step.change:
            found.append(step)
    return led(before.yen, found, [], after.yen, largest)
