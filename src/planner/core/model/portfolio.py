"""The portfolio as one frozen value: programs, lines in read-only columns, published figures, sources, views.

Nothing here can be altered after it is built; it is the base (基準), which never changes through a scenario.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.model.fields import PRICE, WAGE, Value
from planner.core.model.growth import NO_GROWTH, ONE, Growth
from planner.core.model.obligations import Obligation
from planner.core.model.published import Published
from planner.core.money import Rounding


class Basis(StrEnum):
    """Where a figure comes from, strongest first."""

    PUBLISHED = "published"  # 公表: printed in the sheet
    DERIVED = "derived"  # 導出: solved from printed figures by a written rule
    ASSUMED = "assumed"  # 仮定: the planner's choice
    RESIDUAL = "residual"  # 残差: printed total less the other lines


BASES = tuple(Basis)


class RateRule(StrEnum):
    """Which year's rate a vintage is paid: that of its intake (採用年度の単価) or that of the year (当年度の単価)."""

    INTAKE = "intake"
    YEAR = "year"


@dataclass(frozen=True)
class Origin:
    """Where one figure comes from: its basis, the sheet and sentence, the rule, and a published range in yen."""

    basis: Basis
    sheet: str = ""
    quote: str = ""
    rule: str = ""
    rule_en: str = ""
    low: int | None = None
    high: int | None = None

    @property
    def has_range(self) -> bool:
        """Whether the sheet prints a range, or one end of it (上限)."""
        return self.low is not None or self.high is not None

    def allows(self, value: Value) -> bool:
        """Whether a value lies within the published range; an end that is not printed is open."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def range_text(self) -> str:
        """The range as printed: `6,000,000–12,000,000`, `–100,000,000` for an upper limit."""
        low, high = ("" if end is None else f"{end:,}" for end in (self.low, self.high))
        return f"{low}–{high}"


class Steps(NamedTuple):
    """One driver of every line as step series, end to end: line i owns rows `start[i]:start[i+1]`, by year.

    `start` has length L+1; `year`, `numerator`, `denominator`, `origin` (index into `Portfolio.origins`) and
    `known` one entry a step. A step that is not `known` was not printed: its line has no amount there.
    """

    start: npt.NDArray[np.int64]
    year: npt.NDArray[np.int64]
    numerator: npt.NDArray[np.int64]
    denominator: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    origin: npt.NDArray[np.int64]


def frozen_column(values: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A read-only column of whole numbers; built over bytes, so that no earlier view can write to it."""
    return np.frombuffer(np.asarray(values, dtype=np.int64).tobytes(), dtype=np.int64)


def frozen_flags(values: Sequence[bool] | npt.NDArray[np.int8] | npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """A read-only column of flags."""
    return np.frombuffer(np.asarray(values, dtype=np.bool_).tobytes(), dtype=np.bool_)


Series = tuple[tuple[int, Value | None], ...]
"""The steps of one driver of one line, by year; `None` where the figure is not known."""


class Cell(NamedTuple):
    """The address of a value within a line: which driver, which fiscal year."""

    field: str
    year: int


class Line(NamedTuple):
    """One line with everything its amount needs; `quantity` counts within `first_year`…`last_year` only.

    `duration` goes by the year of intake, `retention` by the year since it (1 is the year of intake); `rate_rule` says
    in each year whose rate is paid. After `grown_from` the rate grows by `factor` a year.
    """

    rate: Series
    quantity: Series
    times: Series
    share: Series
    duration: Series
    retention: Series
    rate_rule: Series
    rounding: Rounding
    first_year: int
    last_year: int
    present: Series = ()
    demand: Series = ()
    expense: Series = ()
    growth: Series = ()
    factor: Fraction = ONE
    grown_from: int = 0


EVER = 0
"""The year of a step that holds from the beginning."""

HEADCOUNT_UNIT = "人"
"""The unit of lines that pay people: where the tables do not state a kind of growth, theirs is that of wages."""

LINE_COLUMNS = ("program", "duration", "at_intake", "rounding", "demand", "expense", "growth", "proposed")
"""The numeric columns of `Lines` with one entry a line."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a portfolio in columns, in program order: L rows, texts as tuples, numbers as read-only arrays.

    `demand`, `expense` and `growth` are the choices of those fields in the base, 0 where the source states none.
    `proposed` lines are no part of the base: they have no figures of their own, scenarios that have them set all.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    labels_en: tuple[str, ...]
    units: tuple[str, ...]
    program: npt.NDArray[np.int64]
    duration: npt.NDArray[np.int64]
    at_intake: npt.NDArray[np.bool_]
    rounding: npt.NDArray[np.int64]
    demand: npt.NDArray[np.int64]
    expense: npt.NDArray[np.int64]
    growth: npt.NDArray[np.int64]
    proposed: npt.NDArray[np.bool_]
    retention: Mapping[int, tuple[Fraction, ...]]
    steps: Mapping[str, Steps]

    def __len__(self) -> int:
        return len(self.ids)

    def series(self, row: int, key: str) -> Series:
        """The steps of one driver of line `row`."""
        steps = self.steps[key]
        low, high = steps.start[row : row + 2].tolist()
        whole = key in ("rate", "quantity")
        return tuple(
            (year, (n if whole else Fraction(n, d)) if known else None)
            for year, n, d, known in zip(
                steps.year[low:high].tolist(),
                steps.numerator[low:high].tolist(),
                steps.denominator[low:high].tolist(),
                steps.known[low:high].tolist(),
                strict=True,
            )
        )

    def columns(self) -> dict[str, npt.NDArray[np.int64] | npt.NDArray[np.bool_]]:
        """Every numeric column by name, for comparing and storing."""
        plain = {name: getattr(self, name) for name in LINE_COLUMNS}
        steps = {f"{key}.{name}": column for key, s in self.steps.items() for name, column in s._asdict().items()}
        return plain | steps

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Lines):
            return NotImplemented
        texts = ("ids", "labels", "labels_en", "units", "retention")
        if any(getattr(self, name) != getattr(other, name) for name in texts):
            return False
        theirs = other.columns()
        return all(np.array_equal(column, theirs[name]) for name, column in self.columns().items())

    def __hash__(self) -> int:
        return hash(self.ids)


class Status(StrEnum):
    """A program's standing in the request year; blank where the sheet does not say."""

    NEW = "新規"
    EXPANDED = "拡充"
    CONTINUED = "継続"
    ENDED = "廃止"
    UNSTATED = ""


@dataclass(frozen=True)
class Note:
    """A remark of the sheet reader on a program or view, for one year or all: contradictions, silences."""

    year: int | None
    text: str
    text_en: str


@dataclass(frozen=True)
class Program:
    """A request sheet (事業) or a part of one; years bound the intake and may be open.

    A `proposed` one is no part of the base: scenarios that have one of its lines have it (新規).
    """

    id: str
    parent: str
    sheet: str
    name: str
    name_en: str
    agency: str = ""
    division: str = ""
    channel: str = ""
    first_year: int | None = None
    last_year: int | None = None
    status: Status = Status.UNSTATED
    estimate: bool = False
    relists: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    notes: tuple[Note, ...] = ()
    proposed: bool = False


@dataclass(frozen=True)
class Member:
    """A program's place in a view: under which heading, and whether it is only listed there (再掲)."""

    program: str
    heading: str = ""
    heading_en: str = ""
    relisted: bool = False


@dataclass(frozen=True)
class View:
    """A way to add programs up, each counted once."""

    id: str
    name: str
    name_en: str
    members: tuple[Member, ...]
    published: tuple[Published, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Portfolio:
    """All programs, lines, published figures and sources of one request: the base (基準), and what is proposed to it.

    `programs` stand in tree order (a parent before its parts), `lines` in program order. `years` are the plan
    years, the first of them the previous year (前年度), the second the request year (要求年度).
    """

    title: str
    title_en: str
    ministry: str
    ministry_en: str
    years: tuple[int, ...]
    programs: tuple[Program, ...]
    lines: Lines
    origins: tuple[Origin, ...]
    views: tuple[View, ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    obligations: tuple[Obligation, ...] = ()

    @property
    def previous_year(self) -> int:
        """The enacted year the request is compared with (前年度)."""
        return self.years[0]

    @property
    def request_year(self) -> int:
        """The year the money is requested for."""
        return self.years[1]

    @cached_property
    def program_index(self) -> Mapping[str, int]:
        """Program id → place in `programs`."""
        return MappingProxyType({program.id: i for i, program in enumerate(self.programs)})

    @cached_property
    def line_index(self) -> Mapping[str, int]:
        """Line id → row in `lines`."""
        return MappingProxyType({line: i for i, line in enumerate(self.lines.ids)})

    @cached_property
    def ancestors(self) -> tuple[tuple[int, ...], ...]:
        """For each program, itself and the programs it is part of, nearest first."""
        chains: list[tuple[int, ...]] = []
        for i, program in enumerate(self.programs):
            above = chains[self.program_index[program.parent]] if program.parent else ()
            chains.append((i, *above))
        return tuple(chains)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each program, its direct parts in order."""
        below: list[list[int]] = [[] for _ in self.programs]
        for i, program in enumerate(self.programs):
            if program.parent:
                below[self.program_index[program.parent]].append(i)
        return tuple(tuple(parts) for parts in below)

    @cached_property
    def relisting(self) -> tuple[int, ...]:
        """The programs whose sheets show others as 再掲."""
        return tuple(i for i, program in enumerate(self.programs) if program.relists)

    @cached_property
    def line_ranges(self) -> tuple[range, ...]:
        """For each program, the rows of its own lines."""
        bounds = np.searchsorted(self.lines.program, np.arange(len(self.programs) + 1)).tolist()
        return tuple(range(low, high) for low, high in itertools.pairwise(bounds))

    def rows_below(self, index: int) -> list[int]:
        """The rows of the lines of a program and of its parts."""
        rows = list(self.line_ranges[index])
        for child in self.children[index]:
            rows += self.rows_below(child)
        return rows

    @cached_property
    def proposals(self) -> frozenset[int]:
        """The rows of the proposed lines."""
        return frozenset(np.flatnonzero(self.lines.proposed).tolist())

    @cached_property
    def bounds(self) -> tuple[tuple[int, int], ...]:
        """For each program, the fiscal years its intake is confined to, those above it included."""
        result = []
        for chain in self.ancestors:
            programs = [self.programs[i] for i in chain]
            first = max((p.first_year for p in programs if p.first_year is not None), default=0)
            last = min((p.last_year for p in programs if p.last_year is not None), default=9999)
            result.append((first, last))
        return tuple(result)

    @cached_property
    def _base_lines(self) -> dict[int, Line]:
        """The lines that were asked for so far, as the frozen columns say them."""
        return {}

    def line(self, row: int, overrides: Mapping[Cell, Value] | None = None, growth: Growth = NO_GROWTH) -> Line:
        """Line `row` with a scenario's own steps merged in; a step holds until the next one, whoever gave it.

        `growth` is what the scenario assumes for later years' rates.
        """
        line = self._base_lines.get(row)
        if line is None:
            line = self._base_lines[row] = self._base_line(row)
        if overrides:
            merged: dict[str, Any] = {}
            for key in {cell.field for cell in overrides}:
                steps = dict(getattr(line, key))
                steps.update((cell.year, value) for cell, value in overrides.items() if cell.field == key)
                merged[key] = tuple(sorted(steps.items()))
            line = line._replace(**merged)
        if growth != NO_GROWTH:
            kind = next((int(value) for _, value in reversed(line.growth) if value), self.growth_kind(row))
            line = line._replace(factor=growth.factor(kind), grown_from=self.request_year)
        return line

    def growth_kind(self, row: int) -> int:
        """With what a line's rate grows as far as the base says: as stated, else wages for people, prices for the rest.

        Lines whose rate is what other lines leave of a printed total grow with prices too.
        """
        return int(self.lines.growth[row]) or (WAGE if self.lines.units[row] == HEADCOUNT_UNIT else PRICE)

    @cached_property
    def growth_kinds(self) -> npt.NDArray[np.int64]:
        """`growth_kind` of every line."""
        return frozen_column([self.growth_kind(row) for row in range(len(self.lines))])

    def _base_line(self, row: int) -> Line:
        lines = self.lines
        first, last = self.bounds[lines.program[row]]
        return Line(
            rate=lines.series(row, "rate"),
            quantity=lines.series(row, "quantity"),
            times=lines.series(row, "times"),
            share=lines.series(row, "share"),
            duration=((EVER, int(lines.duration[row])),),
            retention=tuple(enumerate(lines.retention.get(row, ()), start=1)),
            rate_rule=((EVER, int(lines.at_intake[row])),),
            rounding=_ROUNDINGS[lines.rounding[row]],
            first_year=first,
            last_year=last,
            present=((0, 0),) if lines.proposed[row] else (),
            demand=((self.request_year, int(lines.demand[row])),) if lines.demand[row] else (),
            expense=((self.previous_year, int(lines.expense[row])),) if lines.expense[row] else (),
            growth=((self.request_year, int(lines.growth[row])),) if lines.growth[row] else (),
        )

    def origin(self, row: int, key: str, year: int) -> Origin | None:
        """Where the base's figure for that driver and year comes from; `None` where a default stands."""
        steps = self.lines.steps.get(key)
        if steps is None:
            return None  # what a line is in the request has no steps of its own
        low, high = steps.start[row : row + 2].tolist()
        at = low + int(np.searchsorted(steps.year[low:high], year, side="right")) - 1
        return self.origins[steps.origin[at]] if at >= low else None

    @cached_property
    def line_basis(self) -> tuple[Basis, ...]:
        """For each line the weakest basis among its figures up to the request year; later years are a plan."""
        strength = np.array([BASES.index(origin.basis) for origin in self.origins], dtype=np.int64)
        weakest = np.zeros(len(self.lines), dtype=np.int64)
        for steps in self.lines.steps.values():
            asked = steps.year <= self.request_year
            rows = np.repeat(np.arange(len(self.lines)), np.diff(steps.start))[asked]
            np.maximum.at(weakest, rows, strength[steps.origin[asked]])
        weakest[self.lines.proposed] = BASES.index(Basis.ASSUMED)
        return tuple(BASES[i] for i in weakest.tolist())


_ROUNDINGS = tuple(Rounding)


class Lack(Enum):
    """Why a line has no amount in a year."""

    NOT_PRINTED = "not printed"  # the source gives no figure: 公表なし
    CANNOT_COMPUTE = "cannot compute"  # a driver that is needed is missing: 算定不能
    UNPRICED = "unpriced"  # requested without an amount: 事項要求


Amount = int | Lack
