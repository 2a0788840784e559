"""The plan years of a row as stacked bars: by what binds them, or by program."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from planner.app.session.place import Place
from planner.app.tables.program_rows import ProgramRow
from planner.app.widgets.charts.stack import PLAIN, Amounts, Fill, Stack
from planner.app.years.years_model import YearsModel
from planner.core.calculation.burden import Burden
from planner.core.errors import N_
from planner.words.figures import share_text, yen_text
from planner.words.texts import Texts

LARGEST = 7
"""So many programs have a part of the bars of their own; the others share one."""
BINDING = (Fill("total_fill"), Fill("second"), Fill("increase_fill"), Fill("undecided", hatched=True))


class StackedBy(Enum):
    """What the bars are made of; the value is the name as a catalogue key."""

    BINDING = N_("by what binds it")
    PROGRAM = N_("by program")


def stack_of(model: YearsModel, node: ProgramRow, stacked: StackedBy, texts: Texts) -> Stack:
    """What the chart shows of a row of the table."""
    if stacked is StackedBy.PROGRAM:
        series, name, fills = _by_program(model, node, texts), texts._(model.measure.value), PLAIN
        said = f"{model.name(node)}: {name}"
        return _with_words(Stack(said, (), series, fills), model, node, texts)
    series = bound_series(model.burdens(node, model.trio.shown), texts)
    return _with_words(Stack(model.name(node), (), series, BINDING), model, node, texts)


def bound_series(burdens: Sequence[Burden], texts: Texts) -> tuple[tuple[str, Amounts], ...]:
    """The budget of the previous year; of the years after what past decisions bind, this request, and what is open.

    What is paid in the request year and not bound before is decided by the request.
    """
    enacted, request, *later = burdens
    decided = None if request.amount is None else request.amount - request.earlier
    nothing: Amounts = (0,)
    parts = (
        (N_("budget"), (enacted.amount, *nothing * (len(burdens) - 1))),
        (N_("decided in the past"), (0, request.earlier, *(each.earlier for each in later))),
        (N_("decided by this request"), (0, decided, *(each.request for each in later))),
        (N_("decided later: renewals, new ones"), (0, 0, *(each.policy for each in later))),
    )
    return tuple((texts._(name), values) for name, values in parts)


def _by_program(model: YearsModel, node: ProgramRow, texts: Texts) -> tuple[tuple[str, Amounts], ...]:
    found = [(model.name(part), model.figures(part)) for part in model.parts(node)]
    sized = sorted(found, key=lambda each: -max((abs(figure or 0) for figure in each[1]), default=0))
    named, rest = sized[:LARGEST], sized[LARGEST:]
    series: list[tuple[str, Amounts]] = [each for each in named if any(each[1])]
    sums = tuple(sum(figure or 0 for figure in year) for year in zip(*(each[1] for each in rest), strict=True))
    if any(sums):
        series.append((texts._("Others"), sums))
    return tuple(series)


def _with_words(stack: Stack, model: YearsModel, node: ProgramRow, texts: Texts) -> Stack:
    """The stack with its years, what is said of each, and where it leads."""
    years, burdens, _ = model.years, model.burdens(node, model.trio.shown), texts._
    labels = [texts.era(year) for year in years]
    labels[1] = _("Request {year}").format(year=labels[1])
    told, within = [], list[tuple[int, str] | None]()
    is_bound = stack.fills is BINDING
    for place, burden in enumerate(burdens):
        parts = [f"{name} {yen_text(int(value), texts)}" for name, values in stack.series if (value := values[place])]
        share = share_text(burden.bound_share)
        is_later = place > 1 and burden.amount is not None
        told.append(" · ".join([*parts, *([_("{share} bound").format(share=share)] if is_later else [])]))
        within.append((burden.committed, _("bound {share}").format(share=share)) if is_later and is_bound else None)
    return stack._replace(
        labels=tuple(labels),
        told=tuple(told),
        within=tuple(within),
        names=tuple(map(texts.fiscal_year, years)),
        goals=tuple(Place(program=node.program, year=year) for year in years),
    )
