"""The value of a driver that holds for a line in a year: who gave it, what it rests on, what stood before it.

A printed sentence is the source of the value it prints. Where a scenario gives another value, that value is the
officer's (変更), with his reason and evidence, and the sentence is the source of the value before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.core.calculation.cohort import duration_at, intake_at, is_present, longest, value_at
from planner.core.memo import memoised
from planner.core.model.document import BASE, Change, Document, Evidence
from planner.core.model.fields import (
    DURATION,
    FIELDS,
    PRESENT,
    QUANTITY,
    RATE,
    RATE_RULE,
    RETENTION,
    SHARE,
    TIMES,
    Value,
    field_named,
)
from planner.core.model.lines import Cell, Lack, Line, Series
from planner.core.model.origins import BASES, Basis, Origin
from planner.core.model.portfolio import Portfolio

CHANGED = "changed"
"""The basis of a value that a scenario gives (変更)."""


def effective(line: Line, field: str, year: int) -> Value | None:
    """The value that holds for a line, made with whatever steps a scenario sets on it: carried from its last step.

    Before the first step it is nobody, or the default of the field. `None` where there is none, or it is not known.
    """
    return in_series(getattr(line, field), field, year)


def in_series(series: Series, field: str, year: int) -> Value | None:
    """The same of the steps of one driver."""
    value = value_at(series, year)
    if value is not Lack.CANNOT_COMPUTE:
        return value
    return 0 if field == QUANTITY.key else field_named(field).default


def in_force(portfolio: Portfolio, row: int, own: Mapping[Cell, Value], field: str, year: int) -> Value | None:
    """The value that holds for row `row` where a scenario sets `own`: for one value, as the line is seldom made for it.

    The same as `effective` of `portfolio.line(row, own)`.
    """
    if (value := own.get(Cell(field, year))) is not None:
        return value
    bears_on_it = any(cell.field == field for cell in own)
    return effective(portfolio.line(row, own if bears_on_it else None), field, year)


class Before(NamedTuple):
    """What the base has in a value's place: the figure, and where it comes from."""

    value: Value | None
    origin: Origin | None


class InForce(NamedTuple):
    """A value in force in `year`: since when, and who gave it (`BASE`, or the number of a scenario).

    `before` is the base's figure of that year; `change` the edit that set the value, where a scenario gave it;
    `evidence` what it is said to rest on. A line that is proposed has every value `anew`.
    """

    field: str
    year: int
    value: Value | None
    since: int | None
    giver: int
    before: Before
    change: Change | None
    evidence: Evidence | None
    anew: bool

    @property
    def is_changed(self) -> bool:
        """Whether a scenario made the value another than the base's."""
        return self.giver != BASE and self.value != self.before.value

    @property
    def origin(self) -> Origin | None:
        """The source of the value: none where it was changed, or is a default."""
        return None if self.is_changed else self.before.origin

    @property
    def basis(self) -> str | None:
        """What the value rests on: `CHANGED`, a `Basis`, or nothing where it is a default."""
        if self.is_changed:
            return CHANGED
        return None if self.before.origin is None else self.before.origin.basis


class Given(NamedTuple):
    """A value of a scenario, and the scenario's number."""

    value: Value
    giver: int


class Use(NamedTuple):
    """A value with the years it counts of, latest first: the year asked for, those of intakes that are still there."""

    found: InForce
    years: tuple[int, ...]


class LineBasis(NamedTuple):
    """What a line rests on: whether a scenario changed a figure of it, and the weakest basis of the others."""

    changed: bool
    rest: Basis | None


class ValuesInForce:
    """The values in force in a scenario (`BASE` for the base), each with what it rests on."""

    def __init__(self, document: Document, scenario: int) -> None:
        self.document, self.scenario = document, scenario
        self._portfolio, self._lineage = document.portfolio, document.lineage(scenario)
        self._is_evident = any(scenario.evidence for scenario in self._lineage)
        self._last: tuple[tuple[int, int] | None, tuple[Use, ...]] = None, ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The lines on which scenarios give values."""
        index = self._portfolio.line_index
        lines = {line_id for scenario in self._lineage for line_id in scenario.overrides}
        return tuple(sorted(index[line_id] for line_id in lines if line_id in index))

    @memoised
    def given(self, row: int) -> Mapping[Cell, Given]:
        """The values that scenarios give on a line."""
        line_id = self._portfolio.lines.ids[row]
        return {
            cell: Given(value, scenario.number)
            for scenario in reversed(self._lineage)
            for cell, value in scenario.overrides.get(line_id, {}).items()
        }

    def line(self, row: int) -> Line:
        """A line with those values."""
        return self._portfolio.line(row, {cell: given.value for cell, given in self.given(row).items()})

    def value(self, row: int, field: str, year: int) -> InForce:
        """The value of a driver in a year."""
        portfolio, line = self._portfolio, self._portfolio.line(row)
        before = Before(effective(line, field, year), portfolio.origin(row, field, year))
        since: int | None = None
        for start, _ in getattr(line, field):
            if start > year:
                break
            since = start
        value, giver, change = before.value, BASE, None
        for cell, given in self.given(row).items():
            if cell.field == field and cell.year <= year and (since is None or since <= cell.year):
                since, (value, giver) = cell.year, given
        if giver != BASE:
            change = self.setting(row, Cell(field, since or 0))
        evidence = self._evidence(row, field, since or 0, year, giver) if self._is_evident else None
        return InForce(field, year, value, since, giver, before, change, evidence, row in portfolio.proposals)

    def used(self, row: int, year: int) -> tuple[Use, ...]:
        """What a line's amount of a year is made of: its drivers, then what else of it a scenario changed.

        Of earlier years' intakes those count that are still there, or would be but for the scenario; a line that is not
        requested has no drivers.
        """
        asked, used = self._last  # who asks once of a line asks again
        if asked != (row, year):
            if self._is_plain(row):
                used = tuple(Use(self.value(row, field, year), (year,)) for field in FIELDS)
            else:
                used = tuple(self._uses(row, self._asked(row, year)))
            self._last = (row, year), used
        return used

    def _is_plain(self, row: int) -> bool:
        """Whether a line of the base, as it is, uses the values of one year alone."""
        return not self.given(row) and self._portfolio.lines.duration[row] == 1

    def _asked(self, row: int, year: int) -> Mapping[str, Sequence[int]]:
        """The fields that a line's amount of a year is made of, each with the years of its values that count."""
        given = {cell.field for cell in self.given(row)}
        line, base = self.line(row), self._portfolio.line(row)
        if not is_present(line, year):
            return {PRESENT.key: (year,)}
        terms = [k for k in range(longest(line)) if k < duration_at(line, year - k)]
        there = [k for k in terms if not k or intake_at(line, year - k) != 0]
        intakes = [k for k in terms if k in there or intake_at(base, year - k) != 0]
        asked: dict[str, Sequence[int]] = {
            RATE.key: [year - k for k in there] if value_at(line.rate_rule, year) == 1 else (year,),
            QUANTITY.key: [year - k for k in intakes],
            TIMES.key: (year,),
            SHARE.key: (year,),
        }
        course: dict[str, Sequence[int]] = {
            DURATION.key: range(year, year - longest(line), -1),
            RETENTION.key: [k + 1 for k in there],
            RATE_RULE.key: (year,),
            PRESENT.key: (year,),
        }
        return asked | {field: years for field, years in course.items() if field in given}

    def _uses(self, row: int, asked: Mapping[str, Sequence[int]]) -> Iterator[Use]:
        """The values of these years, those of one step as one; of what is no driver only what was changed."""
        for field, years in asked.items():
            steps: dict[int | None, list[InForce]] = {}
            for year in years:
                found = self.value(row, field, year)
                if field in FIELDS or found.is_changed:
                    steps.setdefault(found.since, []).append(found)
            for same in steps.values():
                yield Use(same[0], tuple(found.year for found in same))

    def is_changed(self, row: int, year: int) -> bool:
        """Whether a scenario changed anything that a line's amount of a year is made of; what is past is enacted."""
        given = {cell.field for cell in self.given(row)}
        if not given or year <= self._portfolio.previous_year:
            return False
        asked = self._asked(row, year)
        return any(self.value(row, field, each).is_changed for field in given & asked.keys() for each in asked[field])

    def basis(self, row: int, year: int) -> LineBasis:
        """What a line rests on in a year: the base's basis, unless a scenario changed what its amount is made of."""
        if not self.is_changed(row, year):
            return LineBasis(False, self._portfolio.basis(row, year))
        used = [use.found for use in self.used(row, year)]
        priced = any(found.is_changed and found.field == RATE.key for found in used)
        rests = [
            found.before.origin.basis
            for found in used
            if not found.is_changed and found.before.origin is not None and not (priced and _is_one_residual(found))
        ]
        return LineBasis(True, max(rests, key=BASES.index, default=None))

    def basis_key(self, row: int, year: int) -> str:
        """The same in a word for tables: `CHANGED`, or the basis."""
        return CHANGED if self.is_changed(row, year) else self._portfolio.basis(row, year).value

    def setting(self, row: int, cell: Cell) -> Change | None:
        """The latest change that set a value given: in the scenario that gives it, else in those above; if any did."""
        line_id, (value, giver) = self._portfolio.lines.ids[row], self.given(row)[cell]
        for scenario in self.document.lineage(giver):
            for change in reversed(self.document.changes.of_line(line_id)):
                made = change.cells_of[line_id].get(cell) if change.scenario == scenario.number else None
                if made is not None and not made.cleared and made.after == value:
                    return change
        return None

    def _evidence(self, row: int, field: str, since: int, year: int, giver: int) -> Evidence | None:
        """What a value is said to rest on, by the scenario that gives it or one below it."""
        line_id = self._portfolio.lines.ids[row]
        for scenario in self._lineage:
            held = scenario.evidence.get(line_id, {})
            said = [cell for cell in held if cell.field == field and since <= cell.year <= year]
            if said:
                return held[max(said)]
            if scenario.number == giver:
                break
        return None


def _is_one_residual(found: InForce) -> bool:
    """Whether a quantity is the 1 of an amount that is not itemised (一式): it says nothing of its own."""
    origin = found.before.origin
    return found.field == QUANTITY.key and origin is not None and origin.basis is Basis.RESIDUAL


def is_inherited(base: Line, line: Line, own: Collection[Cell], given: Collection[Cell], field: str, year: int) -> bool:
    """Whether a value that is not the base's comes from a scenario above the one that sets `own` itself.

    `base` is the line as it stands in the base, `line` with the steps `given` by the scenario and those above it.
    """
    since = max((cell.year for cell in given if cell.field == field and cell.year <= year), default=None)
    if since is None or Cell(field, since) in own:
        return False
    if any(since < start <= year for start, _value in getattr(base, field)):
        return False  # the base gives a value again
    return effective(line, field, year) != effective(base, field, year)
