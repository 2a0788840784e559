"""Findings about a document: printed figures against the lines, contradictions of the sheets, what cannot be computed.

A printed figure gets two verdicts: *agrees* (all lines, residual included) and *explained* (without the residual).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import overload

from planner.core.ceiling_check import Judged
from planner.core.ceiling_findings import ceiling_problems
from planner.core.document import Document
from planner.core.errors import N_, Both, Message, Problem, Severity
from planner.core.evaluate import Evaluation
from planner.core.fields import FIELDS
from planner.core.portfolio import Basis, Lack, Note, Portfolio, Program, View
from planner.core.published import Published
from planner.core.years import era_label


@dataclass(frozen=True)
class FigureCheck:
    """One printed figure beside what the lines add up to; amounts in yen, `None` where there is none.

    `computed` includes what the sheet relists; `share_explained` is the part of it that rests on lines other
    than residuals.
    """

    program: int
    program_id: str
    published: Published
    computed: int | None
    unexplained: int | None
    low: int | None
    high: int | None
    notes: tuple[Note, ...]

    @cached_property
    def agrees(self) -> bool | None:
        """Whether all lines lie within the printed figure; `None` where nothing is printed or computable."""
        return self._within(self.computed)

    @property
    def explained(self) -> bool | None:
        """Whether the lines without the residual do."""
        if self.computed is None or self.unexplained is None:
            return None
        return self._within(self.computed - self.unexplained)

    def _within(self, amount: int | None) -> bool | None:
        if amount is None or self.low is None or self.high is None:
            return None
        return self.low <= amount <= self.high

    @property
    def share_explained(self) -> Fraction | None:
        """The share of the computed amount that is no residual; `None` where nothing is computed."""
        if not self.computed or self.unexplained is None:
            return None
        return Fraction(self.computed - self.unexplained, self.computed)

    @cached_property
    def wanted(self) -> Problem:
        """The finding that a scenario moved the figure: nothing wrong with that."""
        return self._finding(Severity.NOTE, N_("Nothing to do if the scenario means to change it."))

    @cached_property
    def unsettled(self) -> Problem:
        """The finding that the lines do not meet the figure."""
        return self._finding(Severity.WARNING, N_("Settle the lines, or note why the sheet contradicts itself."))

    def _finding(self, severity: Severity, remedy: str) -> Problem:
        said = Message.of(
            N_("The lines add up to {computed} yen, but {printed} is printed."),
            computed=f"{self.computed or 0:,}",
            printed=self.published.printed,
        )
        return Problem(severity, f"{self.program_id}@{self.published.year}", said, Message.of(remedy))


class Figures(Sequence[FigureCheck]):
    """Every printed figure of every program in the plan years, in tree order, beside one evaluation.

    It holds what differs from the base: an edit costs the figures it moves, not all there are.
    """

    def __init__(self, base: tuple[FigureCheck, ...], moved: Mapping[int, FigureCheck], shared: Figures | None) -> None:
        self._base, self._moved, self._shared = base, moved, shared

    def __len__(self) -> int:
        return len(self._base)

    @overload
    def __getitem__(self, place: int) -> FigureCheck: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[FigureCheck, ...]: ...
    def __getitem__(self, place: int | slice) -> FigureCheck | tuple[FigureCheck, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        return self._moved.get(place, self._base[place]) if place >= 0 else tuple(self)[place]

    def __iter__(self) -> Iterator[FigureCheck]:
        return (self._moved.get(place, check) for place, check in enumerate(self._base))

    @cached_property
    def places(self) -> Mapping[int, tuple[int, ...]]:
        """Program → the places of its figures."""
        if self._shared is not None:
            return self._shared.places
        found: dict[int, tuple[int, ...]] = {}
        for place, check in enumerate(self._base):
            found[check.program] = (*found.get(check.program, ()), place)
        return found

    def of(self, program: int, year: int) -> FigureCheck | None:
        """The figure of a program for a year; `None` where the tables have none."""
        for place in self.places.get(program, ()):
            check = self._moved.get(place, self._base[place])
            if check.published.year == year:
                return check
        return None

    @cached_property
    def _missed(self) -> frozenset[int]:
        missed = frozenset(place for place, check in self._moved.items() if check.agrees is False)
        if self._shared is not None:
            return missed | (self._shared._missed - self._moved.keys())
        return missed | {place for place, check in enumerate(self._base) if check.agrees is False}

    @cached_property
    def judged(self) -> int:
        """How many figures can be judged: printed, and computable."""
        if self._shared is None:
            return sum(check.agrees is not None for check in self._base)
        shift = sum(
            (check.agrees is not None) - (self._base[place].agrees is not None) for place, check in self._moved.items()
        )
        return self._shared.judged + shift

    @property
    def met(self) -> int:
        """How many of those agree with the lines."""
        return self.judged - len(self._missed)

    @property
    def missed(self) -> Iterator[FigureCheck]:
        """Those that do not, in tree order."""
        return (self._moved.get(place, self._base[place]) for place in sorted(self._missed))


def figures(evaluation: Evaluation, known: Figures | None = None) -> Figures:
    """Every printed figure beside a scenario; `known` are those beside the base alone, to share what it leaves."""
    portfolio = evaluation.portfolio
    residual = _residuals(evaluation)
    if known is None:
        checks = tuple(
            _figure(evaluation, residual, i, published)
            for i, program in enumerate(portfolio.programs)
            for published in program.published
            if published.year in portfolio.years
        )
        return Figures(checks, {}, None)
    programs = set(evaluation.programs)
    programs |= {
        i
        for i in portfolio.relisting
        if any(portfolio.program_index[id_] in programs for id_ in portfolio.programs[i].relists)
    }
    moved = {
        place: _figure(evaluation, residual, program, known[place].published)
        for program in programs
        for place in known.places.get(program, ())
    }
    return Figures(known._base, moved, known)


def _figure(
    evaluation: Evaluation, residual: Callable[[int, int], int], index: int, published: Published
) -> FigureCheck:
    portfolio = evaluation.portfolio
    program, y = portfolio.programs[index], portfolio.years.index(published.year)
    computed = evaluation.program(index)[y].plus(evaluation.relisted(index)[y]).amount
    unexplained = residual(index, y)
    unexplained += sum(residual(portfolio.program_index[id_], y) for id_ in program.relists)
    interval = published.interval
    return FigureCheck(
        index,
        program.id,
        published,
        computed,
        None if computed is None else unexplained,
        interval[0] if interval else None,
        interval[2] if interval else None,
        tuple(note for note in program.notes if note.year in (None, published.year)),
    )


def _residuals(evaluation: Evaluation) -> Callable[[int, int], int]:
    """The yen of residual lines of a program in a plan year (by place), its parts included."""
    portfolio, base = evaluation.portfolio, evaluation.base
    shifts: dict[tuple[int, int], int] = {}
    for row, amounts in evaluation.lines.items():
        if portfolio.line_basis[row] is Basis.RESIDUAL:
            for y, (new, old) in enumerate(zip(amounts, base.row(row), strict=True)):
                shift = (new if isinstance(new, int) else 0) - (old if isinstance(old, int) else 0)
                for program in portfolio.ancestors[portfolio.lines.program[row]]:
                    shifts[program, y] = shifts.get((program, y), 0) + shift
    return lambda program, y: base.residuals[program][y] + shifts.get((program, y), 0)


def view_remainder(evaluation: Evaluation, view: View, published: Published) -> int | None:
    """Printed total of a view less what its listed members add up to, in yen: what 「等」 leaves out."""
    if published.interval is None or published.year not in evaluation.portfolio.years:
        return None
    total = evaluation.view(view)[evaluation.portfolio.years.index(published.year)].amount
    return None if total is None else published.interval[1] - total


def problems(
    document: Document,
    evaluation: Evaluation,
    scenario: int,
    checked: Figures | None = None,
    judged: Judged | None = None,
) -> tuple[Problem, ...]:
    """All findings for the base or a scenario, errors first; `checked` are its figures where they are at hand.

    `judged` are its ceilings; they are looked at only where they are given.
    """
    found = [
        *_uncomputable(evaluation),
        *_lost_overrides(document, scenario),
        *_disagreeing(evaluation, figures(evaluation) if checked is None else checked, bool(scenario)),
        *_out_of_range(evaluation),
        *(ceiling_problems(judged) if judged is not None else ()),
        *_remarks(evaluation.portfolio),
    ]
    return tuple(problem for severity in Severity for problem in found if problem.severity is severity)


def _uncomputable(evaluation: Evaluation) -> list[Problem]:
    portfolio = evaluation.portfolio
    suspects = evaluation.base.suspects | set(evaluation.lines)
    found = []
    for row in sorted(suspects):
        for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
            where = f"{portfolio.lines.ids[row]}@{year}"
            if amount is Lack.CANNOT_COMPUTE:
                found.append(
                    Problem(
                        Severity.ERROR,
                        where,
                        Message.of(N_("Cannot compute: no unit rate is given for an intake that counts here.")),
                        Message.of(N_("Give the rate of that year.")),
                    )
                )
            elif amount is Lack.NOT_PRINTED:
                found.append(
                    Problem(
                        Severity.NOTE,
                        where,
                        Message.of(N_("1 figure missing: the sheet prints none for {year}."), year=era_label(year)),
                        Message.of(N_("Totals of that year leave it out; enter it if it is known.")),
                    )
                )
            elif portfolio.line_basis[row] is Basis.RESIDUAL and isinstance(amount, int) and amount < 0:
                found.append(
                    Problem(
                        Severity.ERROR,
                        where,
                        Message.of(N_("The residual is negative: the other lines exceed the printed total.")),
                        Message.of(N_("Correct the lines until they fit into the printed total.")),
                    )
                )
    return found


def _lost_overrides(document: Document, scenario: int) -> list[Problem]:
    return [
        Problem(
            Severity.ERROR,
            line,
            Message.of(N_("The scenario sets values on a line that is not in the portfolio.")),
            Message.of(N_("Remove the values or restore the line.")),
        )
        for line in document.overrides(scenario)
        if line not in document.portfolio.line_index
    ]


def _disagreeing(evaluation: Evaluation, checks: Figures, edited: bool) -> list[Problem]:
    request = evaluation.portfolio.request_year
    return [check.wanted if edited and check.published.year >= request else check.unsettled for check in checks.missed]


def _out_of_range(evaluation: Evaluation) -> list[Problem]:
    portfolio = evaluation.portfolio
    found = []
    for line, cells in evaluation.overrides.items():
        row = portfolio.line_index.get(line)
        if row is None:
            continue
        for cell, value in cells.items():
            origin = portfolio.origin(row, cell.field, cell.year)
            if origin is None or origin.allows(value):
                continue
            found.append(
                Problem(
                    Severity.WARNING,
                    f"{line}.{cell.field}@{cell.year}",
                    Message.of(
                        N_("{value} lies outside the published range {range}."),
                        value=FIELDS[cell.field].text(value),
                        range=origin.range_text(),
                    ),
                    Message.of(N_("Check the value, or give the reason for it.")),
                )
            )
    return found


def _remarks(portfolio: Portfolio) -> list[Problem]:
    owners: list[Program | View] = [*portfolio.programs, *portfolio.views]
    return [
        Problem(
            Severity.NOTE,
            f"{owner.id}@{note.year}" if note.year else owner.id,
            Message.of("{note}", note=Both(note.text, note.text_en)),
            Message.of(N_("Nothing to do: it explains the figures.")),
        )
        for owner in owners
        for note in owner.notes
    ]
