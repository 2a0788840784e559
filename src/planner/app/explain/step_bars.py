"""The steps of a waterfall as bars: levels and what programs or lines add, each with where it leads."""

from __future__ import annotations

from planner.app.session.place import Place
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.charts.waterfall import Bar
from planner.core.explain.waterfall import Step
from planner.core.model.portfolio import Portfolio


def level_bar(name: str, yen: int, goal: Place, figures: Figures, *, lacks: bool, scenario: int | None = None) -> Bar:
    """A level that is reached; one that `lacks` figures is marked so."""
    mark = Mark(name, (figures.exact(yen),), "", goal)
    return Bar(
        name, yen, 0, yen, mark, f"{figures.amount(yen)}{'*' if lacks else ''}", is_level=True, scenario=scenario
    )


def step_bar(step: Step, at: int, portfolio: Portfolio, whole: Place, figures: Figures) -> Bar:
    """What a step adds to a level `at` so many yen; what is summed up leads to the `whole`."""
    apart = bool(step.unprinted)
    told = figures.texts._("no figure on one side: nobody’s increase") if apart else ""
    exact = figures.exact(step.change) if apart else figures.exact_change(step.change)
    shown = figures.amount(step.change) if apart else figures.change(step.change)
    name, goal = _named(step, portfolio, whole, figures)
    if step.row is not None and not told:
        program = portfolio.programs[portfolio.lines.program[step.row]]
        told = figures.texts.name(program.name, program.name_en)
    mark = Mark(name, (exact,), told, goal)
    return Bar(name, step.change, at, at + step.change, mark, shown, apart=apart)


def _named(step: Step, portfolio: Portfolio, whole: Place, figures: Figures) -> tuple[str, Place]:
    """What a step is called, and where it leads."""
    texts, goal = figures.texts, whole
    if step.row is not None:
        name = texts.name(portfolio.lines.labels[step.row], portfolio.lines.labels_en[step.row])
        goal = Place(whole.scenario, line_id=portfolio.lines.ids[step.row])
    elif step.program is not None:
        program = portfolio.programs[step.program]
        name, goal = texts.name(program.name, program.name_en), Place(whole.scenario, program_id=program.id)
    else:
        name = texts._("No amount last year") if step.unprinted else texts._("Others")
    return (f"{name} *" if step.partial else name), goal
