"""What is aimed at (目標): a total, what later years are bound to, or the room under a ceiling, in one plan year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from planner.core.calculation.burden import Burdens, burdens
from planner.core.calculation.evaluate import Evaluation, Total, as_total
from planner.core.ceilings.judge import Judged, judge
from planner.core.edits.values import row_of
from planner.core.errors import N_, Both, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.obligations import Obligation
from planner.core.model.portfolio import Portfolio, View
from planner.core.years import parse_year

Progress = Callable[[int, int], object]
"""Told of long work how much of how much is done; it may raise, and so call the work off."""


class Measure(StrEnum):
    """What of the lines aimed at is meant."""

    AMOUNT = "amount"
    COMMITTED = "committed"  # what intakes and obligations up to the request year bind of it
    ROOM = "room"  # what is left under a ceiling


@dataclass(frozen=True)
class Aim:
    """An amount that depends on the scenario, in whole yen: of programs and lines (places), each counted once.

    `what` is how it is written. Of a ceiling's room neither programs nor lines are asked.
    """

    what: str
    year: int
    measure: Measure = Measure.AMOUNT
    programs: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    ceiling: Ceiling | None = None

    def ranges(self, portfolio: Portfolio) -> list[range]:
        """The rows of the lines it is made of."""
        rows = [portfolio.rows_below(index) for index in self.programs]
        return rows + [range(row, row + 1) for row in self.lines]

    def total(self, evaluation: Evaluation) -> Total:
        """What its programs and lines come to in its year."""
        place = evaluation.portfolio.years.index(self.year)
        programs = (evaluation.program(index)[place] for index in self.programs)
        lines = (as_total(evaluation.line(row)[place]) for row in self.lines)
        return reduce(Total.plus, (*programs, *lines), Total())

    def rows(self, evaluation: Evaluation) -> list[int]:
        """The rows of the lines it counts, in program order; of a ceiling those it limits."""
        if self.ceiling is not None:
            return judge(evaluation, (self.ceiling,)).counted(0)
        return [row for each in self.ranges(evaluation.portfolio) for row in each]


class Gauge:
    """Reads an aim off evaluations; one after another over the same base costs what lies between them."""

    def __init__(self, aim: Aim, obligations: Sequence[Obligation] = ()) -> None:
        self.aim, self._obligations = aim, obligations
        self._burdens: Burdens | None = None
        self._judged: Judged | None = None

    def read(self, evaluation: Evaluation) -> int | None:
        """The amount; `None` where it cannot be computed, or a ceiling cannot be judged to the yen."""
        aim, place = self.aim, evaluation.portfolio.years.index(self.aim.year)
        if aim.ceiling is not None:
            self._judged = judge(evaluation, (aim.ceiling,), self._judged)
            return self._judged[0].exact_room
        total = aim.total(evaluation)
        if aim.measure is Measure.AMOUNT or total.amount is None:
            return total.amount
        found_ = self._burdens = burdens(evaluation, self._obligations, self._burdens)
        bound = sum(found_.program(index)[place].committed for index in aim.programs)
        return bound + sum(found_.line(row)[place].committed for row in aim.lines)


def read_aim(text: str, portfolio: Portfolio, ceilings: Iterable[Ceiling], where: str = "") -> Aim:
    """The aim that `WHAT[@YEAR]` names; raises `UserError` for what is not there.

    WHAT is `total`, `program:ID`, `line:ID`, `lines:ID,…`, `view:VIEW/HEADING`, `ceiling:ID` or `committed:WHAT`.
    """
    what, at, year_text = text.strip().rpartition("@")
    if not at:
        what, year_text = text.strip(), ""
    year = parse_year(year_text) if at else portfolio.request_year
    if year not in portfolio.years[1:]:
        raise UserError(
            N_("Fiscal year {year} cannot be aimed at: the plan runs from {first} to {last}."),
            N_("Name a year from the request year on."),
            year=year,
            first=portfolio.request_year,
            last=portfolio.years[-1],
        )
    kind, _mark, name = what.partition(":")
    if kind == "committed":
        inner = read_aim(f"{name or 'total'}@{year}", portfolio, ceilings)
        if inner.measure is not Measure.AMOUNT:
            raise _unknown(what)
        return Aim(what, year, Measure.COMMITTED, inner.programs, inner.lines)
    if kind == "ceiling":
        return Aim(what, year, Measure.ROOM, ceiling=_ceiling(name, year, ceilings))
    programs, lines = _places(kind, name, what, portfolio)
    return Aim(what, year, Measure.AMOUNT, programs, lines)


def _places(kind: str, name: str, what: str, portfolio: Portfolio) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The programs and lines that a target names, each once."""
    if kind == "total" and not name:
        return portfolio.tops, ()
    if kind == "program":
        if name not in portfolio.program_index:
            raise UserError(
                N_('There is no program "{id}".'), N_("Look the id up with `planner totals FILE --json`."), id=name
            )
        return (portfolio.program_index[name],), ()
    if kind in ("line", "lines"):
        ids = [each.strip() for each in name.split(",")] if kind == "lines" else [name]
        return (), tuple(sorted({row_of(portfolio, each) for each in ids}))
    if kind == "view":
        return _of_view(name, portfolio), ()
    raise _unknown(what)


def _of_view(name: str, portfolio: Portfolio) -> tuple[int, ...]:
    """The programs of a view, or of one heading of it (in either language)."""
    id_, mark, heading = name.partition("/")
    view: View | None = next((each for each in portfolio.views if each.id == id_), None)
    if view is None:
        raise UserError(
            N_('There is no view "{id}".'),
            N_("The document has: {names}."),
            id=id_,
            names=", ".join(each.id for each in portfolio.views) or "−",
        )
    if not mark:
        return portfolio.counted(view)
    members = [each for each in view.members if heading in (each.heading, each.heading_en)]
    if not members:
        raise UserError(
            N_('The view has no heading "{heading}".'),
            N_("It has: {names}."),
            where=view.id,
            heading=heading,
            names=Both(
                ", ".join(dict.fromkeys(each.heading for each in view.members)),
                ", ".join(dict.fromkeys(each.heading_en or each.heading for each in view.members)),
            ),
        )
    return tuple(portfolio.program_index[each.program] for each in members if not each.relisted)


def _ceiling(id_: str, year: int, ceilings: Iterable[Ceiling]) -> Ceiling:
    known = {each.id: each for each in ceilings if each.year == year}
    if id_ not in known:
        raise UserError(
            N_('There is no ceiling "{id}" for fiscal {year}.'),
            N_("There are: {names}."),
            id=id_,
            year=year,
            names=", ".join(known) or "−",
        )
    return known[id_]


def _unknown(what: str) -> UserError:
    return UserError(
        N_('"{what}" is nothing that can be aimed at.'),
        N_("Write total, program:ID, line:ID, lines:ID,…, view:VIEW/HEADING, ceiling:ID or committed:WHAT."),
        what=what,
    )
