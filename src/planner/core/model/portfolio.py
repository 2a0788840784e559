"""The portfolio as one frozen value: programs, lines in read-only columns, published figures, sources, views.

Nothing here can be altered after it is built; it is the base (基準), which never changes through a scenario.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.memo import memoised
from planner.core.model.accounts.codes import NO_CODES, Codes
from planner.core.model.fields import PRESENT, PRICE, QUANTITY, RATE, WAGE, Value
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.lines import EVER, ROUNDINGS, Cell, Line, Lines, Series, frozen_column, frozen_flags
from planner.core.model.obligations import Obligation
from planner.core.model.origins import BASES, STRENGTH, Basis, Origin
from planner.core.model.published import PrintedCount, Published

NEVER = 10**6
"""The year of a step that never comes."""

PROPOSED: Series = ((0, 0),)
"""Whether a proposed line is requested, as far as the base says: never."""

HEADCOUNT_UNIT = "人"
"""The unit of lines that pay people: where the tables do not state a kind of growth, theirs is that of wages."""

LUMP_UNIT = "式"
"""The unit of lines that are one sum: what stands there as a rate is no price of anything."""


class Status(StrEnum):
    """A program's standing in the request year; blank where the sheet does not say."""

    NEW = "新規"
    EXPANDED = "拡充"
    CONTINUED = "継続"
    ENDED = "廃止"
    UNSTATED = ""


class Note(NamedTuple):
    """A remark of the sheet reader on a program or view, for one year or all: contradictions, silences, limits.

    `quotes` are the words of the sheet it rests on.
    """

    year: int | None
    text: str
    text_en: str
    sheet: str = ""
    quotes: tuple[str, ...] = ()


class Program(NamedTuple):
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


class Member(NamedTuple):
    """A program's place in a view: under which heading, and whether it is only listed there (再掲)."""

    program: str
    heading: str = ""
    heading_en: str = ""
    relisted: bool = False


class Listed(NamedTuple):
    """What the document behind a view prints for one or several of its programs together."""

    programs: tuple[str, ...]
    figure: Published


class View(NamedTuple):
    """A way to add programs up, each counted once; `listed` is what its document prints for members."""

    id: str
    name: str
    name_en: str
    members: tuple[Member, ...]
    published: tuple[Published, ...] = ()
    notes: tuple[Note, ...] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True)
class Portfolio:
    """All programs, lines, published figures and sources of one request: the base (基準), and what is proposed to it.

    `programs` stand in tree order (a parent right before its parts and theirs), `lines` in program order. `years` are
    the plan years, the first of them the previous year (前年度), the second the request year (要求年度).
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
    counts: tuple[PrintedCount, ...] = ()
    codes: Codes = field(default_factory=lambda: NO_CODES)

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
        return MappingProxyType(dict(zip(self.lines.ids, itertools.count())))

    @cached_property
    def ancestors(self) -> tuple[tuple[int, ...], ...]:
        """For each program, itself and the programs it is part of, nearest first."""
        chains: list[tuple[int, ...]] = []
        for i, program in enumerate(self.programs):
            above = chains[self.program_index[program.parent]] if program.parent else ()
            chains.append((i, *above))
        return tuple(chains)

    @cached_property
    def chains(self) -> tuple[npt.NDArray[np.int64], ...]:
        """`ancestors` as columns: of each program itself, then the next above, …; −1 where there is none."""
        count = max(map(len, self.ancestors), default=0)
        return tuple(
            frozen_column([each[level] if level < len(each) else -1 for each in self.ancestors])
            for level in range(count)
        )

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each program, its direct parts in order."""
        below: list[list[int]] = [[] for _ in self.programs]
        for i, program in enumerate(self.programs):
            if program.parent:
                below[self.program_index[program.parent]].append(i)
        return tuple(tuple(parts) for parts in below)

    @cached_property
    def tops(self) -> tuple[int, ...]:
        """The programs that are part of no other."""
        return tuple(i for i, chain in enumerate(self.ancestors) if len(chain) == 1)

    def depth(self, index: int) -> int:
        """How many programs stand above a program."""
        return len(self.ancestors[index]) - 1

    @cached_property
    def subtrees(self) -> tuple[range, ...]:
        """For each program, itself and its parts: they follow it in tree order."""
        ends = list(range(1, len(self.programs) + 1))
        for i in reversed(range(len(ends))):
            for child in self.children[i]:
                ends[i] = max(ends[i], ends[child])
        return tuple(map(range, range(len(ends)), ends))

    def counted(self, view: View | None = None, heading: str | None = None) -> tuple[int, ...]:
        """The programs that add up to the total of a view or of a heading in it, or of everything: each counts once.

        What is only listed again (再掲) counts where it is not.
        """
        if view is None:
            return self.tops
        members = (each for each in view.members if heading is None or each.heading == heading)
        return tuple(self.program_index[each.program] for each in members if not each.relisted)

    @cached_property
    def relisting(self) -> tuple[int, ...]:
        """The programs whose sheets show others as 再掲."""
        return tuple(i for i, program in enumerate(self.programs) if program.relists)

    @cached_property
    def line_ranges(self) -> tuple[range, ...]:
        """For each program, the rows of its own lines."""
        bounds = np.searchsorted(self.lines.program, np.arange(len(self.programs) + 1)).tolist()
        return tuple(range(low, high) for low, high in itertools.pairwise(bounds))

    def rows_below(self, index: int) -> range:
        """The rows of the lines of a program and of its parts."""
        within = self.subtrees[index]
        return range(self.line_ranges[within[0]].start, self.line_ranges[within[-1]].stop)

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

    def line(self, row: int, overrides: Mapping[Cell, Value] | None = None, growth: Growth = NO_GROWTH) -> Line:
        """Line `row` with a scenario's own steps merged in; a step holds until the next one, whoever gave it.

        `growth` is what the scenario assumes for later years' rates.
        """
        line = self._base_line(row)
        if overrides:
            for cell, value in overrides.items():
                line = line.with_step(cell, value)
        if growth != NO_GROWTH:
            kind = next((int(value) for _, value in reversed(line.growth) if value), self.growth_kind(row))
            line = line._replace(factor=growth.factor(kind), grown_from=self.request_year)
        return line

    def series(self, row: int, key: str, overrides: Mapping[Cell, Value]) -> Series:
        """One driver of `line(row, overrides)`, without the others being made."""
        if key in self.lines.steps:
            base = self.lines.series(row, key)
        elif key == PRESENT.key:
            base = PROPOSED if row in self.proposals else ()
        else:
            base = getattr(self._base_line(row), key)
        own = {cell.year: value for cell, value in overrides.items() if cell.field == key}
        return tuple(sorted({**dict(base), **own}.items())) if own else base

    def growth_kind(self, row: int) -> int:
        """With what a line's rate grows as far as the base says: as stated, else wages for people, prices for the rest.

        Lines whose rate is what other lines leave of a printed total grow with prices too.
        """
        return int(self.lines.growth[row]) or (WAGE if self.lines.units[row] == HEADCOUNT_UNIT else PRICE)

    @cached_property
    def growth_kinds(self) -> npt.NDArray[np.int64]:
        """`growth_kind` of every line."""
        return frozen_column([self.growth_kind(row) for row in range(len(self.lines))])

    @memoised
    def _base_line(self, row: int) -> Line:
        """Line `row` as the frozen columns say it."""
        lines = self.lines
        program, duration, at_intake, rounding, demand, expense, growth, proposed = lines.numbers(row)
        first, last = self.bounds[program]
        return Line(
            rate=lines.series(row, "rate"),
            quantity=lines.series(row, "quantity"),
            times=lines.series(row, "times"),
            share=lines.series(row, "share"),
            duration=((EVER, duration),),
            retention=tuple(enumerate(lines.retention.get(row, ()), start=1)),
            rate_rule=((EVER, int(at_intake)),),
            rounding=ROUNDINGS[rounding],
            first_year=first,
            last_year=last,
            present=PROPOSED if proposed else (),
            demand=((self.request_year, demand),) if demand else (),
            expense=((self.previous_year, expense),) if expense else (),
            growth=((self.request_year, growth),) if growth else (),
        )

    def origin(self, row: int, key: str, year: int) -> Origin | None:
        """Where the base's figure for that driver and year comes from; `None` where a default stands."""
        steps = self.lines.steps.get(key)
        if steps is None:
            return None  # what a line is in the request has no steps of its own
        low, high = steps.start[row : row + 2].tolist()
        at = low + bisect_right(steps.year[low:high].tolist(), year) - 1
        return self.origins[steps.origin[at]] if at >= low else None

    @cached_property
    def prints_range(self) -> npt.NDArray[np.bool_]:
        """Which of the origins print a range."""
        return frozen_flags([origin.has_range for origin in self.origins])

    @cached_property
    def bases(self) -> npt.NDArray[np.int64]:
        """The weakest basis of the figures behind each line and plan year, L × Y, by its place in `BASES`.

        Behind a year stand the figures in force in it, and of intakes (and rates kept since) those of every vintage.
        """
        strength = np.array([STRENGTH[origin.basis] for origin in self.origins], dtype=np.int64)
        weakest = np.zeros((len(self.lines), len(self.years)), dtype=np.int64)
        for key, steps in self.lines.steps.items():
            rows = np.repeat(np.arange(len(self.lines)), np.diff(steps.start))
            kept = self.lines.duration[rows] - 1
            if key == RATE.key:
                kept = np.where(self.lines.at_intake[rows], kept, 0)
            elif key != QUANTITY.key:
                kept = np.zeros_like(kept)
            last = np.append(rows[:-1] != rows[1:], True)[: len(rows)]
            until = np.where(last, NEVER, np.append(steps.year[1:], NEVER)[: len(rows)])
            for y, year in enumerate(self.years):
                behind = (steps.year <= year) & (until > year - kept)
                np.maximum.at(weakest[:, y], rows[behind], strength[steps.origin[behind]])
        weakest[self.lines.proposed] = STRENGTH[Basis.ASSUMED]
        weakest.setflags(write=False)
        return weakest

    def basis(self, row: int, year: int) -> Basis:
        """The weakest basis of the figures behind a line in a plan year; of other years that of the request."""
        place = year - self.years[0] if year in self.years else 1
        return BASES[int(self.bases[row, place])]

    @cached_property
    def line_basis(self) -> tuple[Basis, ...]:
        """For each line the weakest basis among the figures behind the request."""
        return tuple(BASES[i] for i in self.bases[:, 1].tolist())

    @cached_property
    def is_residual(self) -> npt.NDArray[np.bool_]:
        """Which lines are what the others leave of a printed total, in some plan year."""
        return frozen_flags((self.bases == STRENGTH[Basis.RESIDUAL]).any(axis=1))

    @cached_property
    def is_lump(self) -> npt.NDArray[np.bool_]:
        """Which lines are one sum (一式)."""
        return frozen_flags([unit == LUMP_UNIT for unit in self.lines.units])
