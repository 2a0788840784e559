"""A line (積算) with its steps, and why an amount of it may lack; the lines of a portfolio in read-only columns."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.model.fields import FIELDS, Value
from planner.core.model.growth import ONE
from planner.core.money import Rounding


class Cell(NamedTuple):
    """The address of a value within a line: which driver, which fiscal year."""

    field: str
    year: int


Series = tuple[tuple[int, Value | None], ...]
"""The steps of one driver of one line, by year; `None` where the figure is not known."""

EVER = 0
"""The year of a step that holds from the beginning."""


class RateRule(StrEnum):
    """Which year's rate a vintage is paid: that of its intake (採用年度の単価) or that of the year (当年度の単価)."""

    INTAKE = "intake"
    YEAR = "year"


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

    def with_step(self, cell: Cell, value: Value) -> Line:
        """The line with a step of a driver in a year, set anew or in the place of the one there."""
        key, year = cell
        place = PLACES[key]
        values: list[Any] = list(self)
        steps: Series = values[place]
        last = steps[-1][0] if steps else EVER
        if last > year:
            values[place] = tuple(sorted({**dict(steps), year: value}.items()))
        else:  # as nearly always: a scenario sets what comes last
            values[place] = (*(steps[:-1] if last == year else steps), (year, value))
        return _line(values)


_line = functools.partial(tuple.__new__, Line)
"""A `Line` from a tuple of its values; as `Line._make` does it, only faster."""

PLACES = {key: place for place, key in enumerate(Line._fields)}
"""Where each driver stands among the values of a line."""


class Lack(Enum):
    """Why a line has no amount in a year."""

    NOT_PRINTED = "not printed"  # the source gives no figure: 公表なし
    CANNOT_COMPUTE = "cannot compute"  # a driver that is needed is missing: 算定不能
    UNPRICED = "unpriced"  # requested without an amount: 事項要求


Amount = int | Lack


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


LINE_TEXTS = ("ids", "labels", "labels_en", "units", "of")
"""The columns of texts of `Lines`."""

LINE_COLUMNS = ("program", "duration", "at_intake", "rounding", "demand", "expense", "growth", "proposed")
"""The numeric columns of `Lines` with one entry a line."""

ROUNDINGS = tuple(Rounding)
"""What the column `rounding` says: its numbers are places here."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a portfolio in columns, in program order: L rows, texts as tuples, numbers as read-only arrays.

    `demand`, `expense` and `growth` are the choices of those fields in the base, 0 where the source states none.
    `proposed` lines are no part of the base: they have no figures of their own, scenarios that have them set all.
    `of` is the id of the line whose people a line pays something more (特別手当, a wish split off), else empty: they
    are not counted again.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    labels_en: tuple[str, ...]
    units: tuple[str, ...]
    of: tuple[str, ...]
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

    def rounding_of(self, row: int) -> Rounding:
        """How the amounts of line `row` are rounded."""
        return ROUNDINGS[int(self.rounding[row])]

    def series(self, row: int, key: str) -> Series:
        """The steps of one driver of line `row`."""
        is_whole, start, years, numerators, denominators, known = self._step_views[key]
        low, high = start[row], start[row + 1]
        if low == high:
            return ()
        places = range(low, high)
        if is_whole:
            return tuple([(years[i], numerators[i] if known[i] else None) for i in places])
        return tuple([(years[i], Fraction(numerators[i], denominators[i]) if known[i] else None) for i in places])

    def numbers(self, row: int) -> list[int]:
        """What the columns `LINE_COLUMNS` say of line `row`."""
        return [view[row] for view in self._views]

    # Plain memory gives its numbers one by one faster than an array does.

    @cached_property
    def _views(self) -> tuple[memoryview, ...]:
        return tuple(getattr(self, name).data for name in LINE_COLUMNS)

    @cached_property
    def _step_views(self) -> dict[str, tuple[Any, ...]]:
        """For each driver, whether its values are whole, and its steps."""
        views: dict[str, tuple[Any, ...]] = {}
        for key, each in self.steps.items():
            numbers = [column.data for column in (each.start, each.year, each.numerator, each.denominator)]
            views[key] = (FIELDS[key].is_whole, *numbers, each.known.data)
        return views

    def columns(self) -> dict[str, npt.NDArray[np.int64] | npt.NDArray[np.bool_]]:
        """Every numeric column by name, for comparing and storing."""
        plain = {name: getattr(self, name) for name in LINE_COLUMNS}
        steps = {f"{key}.{name}": column for key, s in self.steps.items() for name, column in s._asdict().items()}
        return plain | steps

    def __getstate__(self) -> dict[str, Any]:
        """What is packed for another process: plain memory cannot be."""
        return {name: held for name, held in vars(self).items() if name not in ("_views", "_step_views")}

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Lines):
            return NotImplemented
        texts = (*LINE_TEXTS, "retention")
        if any(getattr(self, name) != getattr(other, name) for name in texts):
            return False
        theirs = other.columns()
        return all(np.array_equal(column, theirs[name]) for name, column in self.columns().items())

    def __hash__(self) -> int:
        return hash(self.ids)
