"""Which rows the table of lines shows: the lines of the programs chosen, in which order, their vintages beneath.

Over the lines of each program stands a band with its name where lines of several programs are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from planner.app.lines.line_columns import EDITED, Column
from planner.app.session.moved import Moved
from planner.app.session.state import State
from planner.core.calculation.cohort import vintage_count
from planner.core.calculation.evaluate import Base
from planner.core.calculation.in_force import effective
from planner.core.model.lines import Cell
from planner.words.texts import Texts, folded

NO_LINE = -1


class Order(NamedTuple):
    """What the lines are sorted by."""

    column: Column
    descending: bool


class LineRow(NamedTuple):
    """A row shown: a line, or one of its vintages, k years after intake (`None` for the line itself).

    The band over the lines of a program has its place, and `NO_LINE`.
    """

    line: int
    vintage: int | None = None
    band: int | None = None

    @property
    def is_line(self) -> bool:
        """Whether it is a line itself."""
        return self.vintage is None and self.band is None


class Sieve(NamedTuple):
    """Which lines are shown of those of the programs chosen: what is in their names, what was done to them."""

    text: str = ""
    changed: bool = False
    unreasoned: bool = False

    def keeps(self, lines: Iterable[int], state: State, texts: Texts) -> list[int]:
        """The lines that are shown."""
        wanted, left = folded(self.text), lines
        if self.unreasoned:
            unreasoned = unreasoned_lines(state)
            left = (line for line in left if line in unreasoned)
        elif self.changed:
            changed = changed_lines(state)
            left = (line for line in left if line in changed)
        if wanted:
            named = state.portfolio.lines
            left = (
                line
                for line in left
                if wanted in folded(f"{named.labels[line]}\n{named.labels_en[line]}\n{named.ids[line]}")
            )
        return list(left)


def changed_lines(state: State) -> frozenset[int]:
    """The lines on which the scenario shown sets values itself."""
    index = state.portfolio.line_index
    return frozenset(index[line] for line in state.own_overrides if line in index)


def unreasoned_lines(state: State) -> frozenset[int]:
    """Those of them with a change that gives no reason."""
    return frozenset(line for line in changed_lines(state) if not is_reasoned(state, line))


def is_reasoned(state: State, line: int) -> bool:
    """Whether every value that the scenario shown sets on a line has a reason."""
    own = state.own_overrides.get(state.portfolio.lines.ids[line], ())
    return all(_has_reason(state, line, cell) for cell in own)


def _has_reason(state: State, line: int, cell: Cell) -> bool:
    change = state.values.setting(line, cell)
    return change is not None and bool(change.why)


def lines_shown(state: State) -> list[int]:
    """The lines of the program chosen with its parts, or of all of the view, in the order of the request sheet."""
    hidden = state.evaluation.hidden
    lines = (line for program in _programs(state) for line in state.portfolio.line_ranges[program])
    return [line for line in lines if line not in hidden]


def _programs(state: State) -> list[int]:
    portfolio = state.portfolio
    tops = portfolio.counted(state.shown_view) if state.program is None else (state.program,)
    return [each for top in tops for each in portfolio.subtrees[top]]


def sorted_lines(lines: Iterable[int], key: Callable[[int], Any], *, descending: bool) -> list[int]:
    """The lines by what `key` says of them; those of which it says `None` last either way, ties as they stood."""
    keys = {line: key(line) for line in lines}
    known = [line for line, value in keys.items() if value is not None]
    known.sort(key=keys.__getitem__, reverse=descending)
    return known + [line for line, value in keys.items() if value is None]


def rows_of(
    lines: Iterable[int], state: State, *, vintages: bool, bands: bool = False, folded_up: Collection[int] = ()
) -> tuple[LineRow, ...]:
    """A row a line, and beneath a cohort line one a vintage of the year shown where they are wanted.

    With `bands` the lines of each program stand beneath its band, or are left out where that is folded up.
    """
    portfolio, lengthened = state.portfolio, state.evaluation.lengthened
    durations, programs = portfolio.lines.duration.tolist(), portfolio.lines.program.tolist()
    rows: list[LineRow] = []
    over = None
    for line in lines:
        if bands and programs[line] != over:
            over = programs[line]
            rows.append(LineRow(NO_LINE, band=over))
        if over is not None and over in folded_up:
            continue
        rows.append(LineRow(line))
        if vintages and (durations[line] > 1 or line in lengthened):
            count = vintage_count(state.drivers(line), state.shown_year) if line in lengthened else durations[line]
            rows.extend(LineRow(line, k) for k in range(count) if count > 1)
    return tuple(rows)


def widest_change(lines: Sequence[int], base: Base, year: int) -> int:
    """The largest change from the previous year among lines and the programs they are of, in yen: the scale of bars.

    It is that of the base, so that no bar grows because another line was edited. 0 where the year has no amounts.
    """
    years = base.portfolio.years
    if year not in years[1:] or not lines:
        return 0
    rows, at = np.asarray(lines), years.index(year)
    known = (base.lack[rows, 0] == 0) & (base.lack[rows, at] == 0)
    changes = np.where(known, base.amounts[rows, at] - base.amounts[rows, 0], 0)
    programs = [base.programs[program] for program in set(base.portfolio.lines.program[rows].tolist())]
    sums = [abs(each[at].yen - each[0].yen) for each in programs]
    widest: int = max(int(np.abs(changes).max()), *sums)
    return widest


def told_anew(moved: Moved, lines: Iterable[int]) -> set[tuple[int, Column]]:
    """The cells of these lines in which another value stands after an edit, each by its line."""
    before, after = moved.before, moved.after
    ids, year, found = after.portfolio.lines.ids, after.shown_year, set[tuple[int, Column]]()
    for line in lines:
        if before.evaluation.overrides.get(ids[line]) is after.evaluation.overrides.get(ids[line]):
            continue
        old, new = before.drivers(line), after.drivers(line)
        for column, field in EDITED.items():
            if effective(old, field.key, year) != effective(new, field.key, year):
                found.add((line, column))
        if before.in_shown_year(before.evaluation.line(line)) != after.in_shown_year(after.evaluation.line(line)):
            found |= {(line, column) for column in (Column.AMOUNT, Column.CHANGE, Column.FROM_BASE)}
    return found


def vintages_moved(moved: Moved) -> bool:
    """Whether a line has another number of vintages to show: its duration was set, or the year is another."""
    before, after = moved.before, moved.after
    lines = sorted(before.evaluation.lengthened | after.evaluation.lengthened)
    if not lines or not (moved.figures or moved.year):
        return False
    return rows_of(lines, before, vintages=True) != rows_of(lines, after, vintages=True)
