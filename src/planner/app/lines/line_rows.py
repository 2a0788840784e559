"""Which rows the table of lines shows: the lines of the programs chosen, in which order, their vintages beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from planner.app.session.state import State
from planner.core.calculation.cohort import vintage_count


class LineRow(NamedTuple):
    """A row shown: a line, or one of its vintages, k years after intake (`None` for the line itself)."""

    line: int
    vintage: int | None = None


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


def rows_of(lines: Iterable[int], state: State, *, vintages: bool) -> tuple[LineRow, ...]:
    """A row a line, and beneath a cohort line one a vintage of the year shown where they are wanted."""
    portfolio, lengthened = state.portfolio, state.evaluation.lengthened
    durations = portfolio.lines.duration.tolist()
    rows: list[LineRow] = []
    for line in lines:
        rows.append(LineRow(line))
        if vintages and (durations[line] > 1 or line in lengthened):
            count = vintage_count(state.drivers(line), state.shown_year) if line in lengthened else durations[line]
            rows.extend(LineRow(line, k) for k in range(count) if count > 1)
    return tuple(rows)
