"""Which figures vary, and within what; what of the amount is held, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from planner.core.calculation.cohort import longest
from planner.core.calculation.in_force import effective
from planner.core.edits.values import admissible, row_of
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Value
from planner.core.model.lines import Cell
from planner.core.money import round_ratio
from planner.core.risk.measured import Measured
from planner.core.risk.spreads import Shape, Spread
from planner.core.seek.levers import PARTS, Driver


class Own(NamedTuple):
    """What somebody judges a figure may be: between two ends, and what is most likely, where that is said."""

    low: Value
    high: Value
    mode: Value | None = None


class Named(NamedTuple):
    """A driver as it is written: a line, a field, the fiscal year from which on its values hold."""

    line: str
    field: str
    year: int


@dataclass(frozen=True)
class Wish:
    """What shall vary: figures within the ranges printed for them, or every rate and quantity by `share` of itself.

    `own` comes before both; where `own_alone`, nothing else varies. Without a `shape` all values are alike, or a
    triangle where a mode is said. `groups` names the group of lines or of single drivers (`LINE.FIELD`): what is of
    one group turns out high or low together.
    """

    share: Fraction | None = None
    own: Mapping[Named, Own] = field(default_factory=dict)
    shape: Shape | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    own_alone: bool = False


class Varied(NamedTuple):
    """A driver that varies; its spread counts in `1 / parts`. What has the same `source` turns out alike."""

    driver: Driver
    now: Value
    spread: Spread
    parts: int
    source: str

    def value(self, number: int) -> Value:
        """The driver's value for a number of its spread."""
        return number if self.driver.field.is_whole else Fraction(number, self.parts)

    @property
    def ends(self) -> tuple[Value, Value]:
        """The lowest and the highest value."""
        return self.value(self.spread.low), self.value(self.spread.high)


class Held(NamedTuple):
    """A line, or what of it stays whatever happens: its yen, and why."""

    row: int
    amount: int
    why: Message


NO_RANGE = N_("no range is printed")


def choose(
    measured: Measured, wish: Wish, go_on: Callable[[], object] = lambda: None
) -> tuple[tuple[Varied, ...], tuple[Held, ...]]:
    """The drivers that vary, in program order, and what of the amount measured is held.

    `go_on` is called before each line: what it raises ends the work.
    Raises `UserError` for a range upside down, a driver of one's own that moves nothing, a line that is not there.
    """
    if wish.share is not None and not 0 <= wish.share <= 1:
        raise UserError(N_("Figures can vary by 0 % to 100 %."), N_("Write for example ±10%."))
    portfolio, year = measured.document.portfolio, measured.document.portfolio.request_year
    for name in wish.groups:
        row_of(portfolio, name.partition(".")[0])
    own: dict[int, list[Varied]] = {}
    for named, range_ in wish.own.items():
        varied = _own(measured, named, range_, wish)
        own.setdefault(varied.driver.row, []).append(varied)
    found: list[Varied] = []
    held: list[Held] = []
    for row in measured.rows:
        go_on()
        mine = own.get(row, [])
        taken = {(each.driver.field, each.driver.year) for each in mine}
        more: list[Varied] | Message = []
        if not {(RATE, year), (QUANTITY, year)} <= taken:
            more = _offered(measured, row, wish)
        if not isinstance(more, Message):
            mine = [*mine, *(each for each in more if (each.driver.field, each.driver.year) not in taken)]
        if mine:
            amount = measured.amount(row, {each.driver: 0 for each in mine})
            why = Message.of(N_("vintages already taken in"))
        else:
            assert isinstance(more, Message)  # of a line without a range of one's own both drivers were asked
            amount, why = measured.amount_now(row), more
        if isinstance(amount, int) and amount:
            held.append(Held(row, amount, why))
        found += sorted(mine, key=lambda each: (each.driver.year, list(FIELDS).index(each.driver.field.key)))
    return tuple(found), tuple(held)


def _offered(measured: Measured, row: int, wish: Wish) -> list[Varied] | Message:
    """The drivers of a line that vary by what is printed or by a share; why, where none does."""
    portfolio = measured.document.portfolio
    year = portfolio.request_year
    if not isinstance(measured.amount_now(row), int):
        return Message.of(N_("has no amount"))
    if wish.own_alone:
        return Message.of(N_("no range is given"))
    if wish.share is not None and portfolio.is_residual[row]:
        return Message.of(N_("residual: not itemised"))
    if wish.share is not None and row in measured.paying:
        return Message.of(N_("pays an obligation"))
    found: list[Varied] = []
    why = Message.of(N_("residual: not itemised") if portfolio.is_residual[row] else NO_RANGE)
    for each in (RATE, QUANTITY):
        driver = Driver(row, each, year)
        now = effective(measured.evaluation.drivers(row), each.key, year)
        if now is None:
            continue
        if wish.share is not None:
            ends = [round_ratio(*(now * (1 + part * wish.share)).as_integer_ratio()) for part in (-1, 1)]
            low, high = (min(max(end, each.low), each.high) for end in sorted(ends))
            why = Message.of(N_("too small to vary"))
            if low == high and wish.share:
                continue
        else:
            origin = portfolio.origin(row, each.key, year)
            if origin is None or not origin.has_range:
                continue
            if origin.low is None or origin.high is None:
                why = Message.of(N_("only one end of its range is printed"))
                continue
            low, high = origin.low, origin.high
        varied = _varied(driver, now, Own(low, high), wish, portfolio.lines.ids[row])
        if low < high and not _moves(measured, varied):
            why = Message.of(N_("does not move it"))
            continue
        found.append(varied)
    return found or why


def _own(measured: Measured, named: Named, range_: Own, wish: Wish) -> Varied:
    """A driver with a range of one's own."""
    portfolio, where = measured.document.portfolio, f"{named.line}.{named.field}@{named.year}"
    row = row_of(portfolio, named.line)
    if named.field not in FIELDS:
        raise UserError(
            N_('"{key}" is no driver that can be moved.'),
            N_("Use one of: {keys}."),
            key=named.field,
            keys=", ".join(FIELDS),
        )
    driver = Driver(row, FIELDS[named.field], named.year)
    line = measured.evaluation.drivers(row)
    for value in (range_.low, range_.high):
        admissible(portfolio, row, Cell(named.field, named.year), value, stays=longest(line))
    if not range_.low <= (range_.low if range_.mode is None else range_.mode) <= range_.high:
        raise UserError(
            N_("The range is upside down: from {low} to {high}{mode}."),
            N_("Write the lowest value first, then the most likely one, then the highest."),
            where=where,
            low=driver.field.text(range_.low),
            high=driver.field.text(range_.high),
            mode="" if range_.mode is None else f" ({driver.field.text(range_.mode)})",
        )
    now = effective(line, named.field, named.year)
    if now is None:
        raise UserError(
            N_("The value is not known, so that it cannot vary."), N_("Give it a value first."), where=where
        )
    varied = _varied(driver, now, range_, wish, named.line)
    if row not in measured.rows or not _moves(measured, varied):
        raise UserError(
            N_("It does not move {what}."),
            N_("Leave it out, or ask of something larger."),
            where=where,
            what=measured.aim.what,
        )
    return varied


def _varied(driver: Driver, now: Value, range_: Own, wish: Wish, line_id: str) -> Varied:
    name = f"{line_id}.{driver.field.key}"
    group = wish.groups.get(name, wish.groups.get(line_id))
    source = f"{name}@{driver.year}" if group is None else f"={group}"
    mode = min(max(now, range_.low), range_.high) if range_.mode is None else range_.mode
    parts = (
        1
        if driver.field.is_whole
        else lcm(PARTS, *(Fraction(each).denominator for each in (range_.low, mode, range_.high)))
    )
    low, top, high = (int(each * parts) for each in (range_.low, mode, range_.high))
    shape = wish.shape or (Shape.UNIFORM if range_.mode is None else Shape.TRIANGULAR)
    return Varied(driver, now, Spread(low, top, high, shape), parts, source)


def _moves(measured: Measured, varied: Varied) -> bool:
    """Whether a line's amount can be worked out at both ends of a driver, and differs from one to another.

    A range of one value is tried against the value beside it.
    """
    low, high = varied.spread.low, max(varied.spread.high, varied.spread.low + 1)
    ends = [measured.amount(varied.driver.row, {varied.driver: varied.value(end)}) for end in (low, high)]
    return all(isinstance(end, int) for end in ends) and ends[0] != ends[1]
