"""Which figures vary, and within what; what of the amount is held, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from planner.core.calculation.cohort import longest
from planner.core.calculation.in_force import effective
from planner.core.edits.values import admissible, row_of
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Value
from planner.core.model.lines import Cell
from planner.core.model.ranges import JudgedRange, Named, Own, Shape, check_share, no_driver
from planner.core.money import round_ratio
from planner.core.risk.measured import Measured
from planner.core.risk.spreads import Spread
from planner.core.seek.levers import PARTS, Driver


class Given(StrEnum):
    """Where a range comes from."""

    PUBLISHED = "published"
    REGISTER = "register"
    ASKED = "asked"


@dataclass(frozen=True)
class Wish:
    """What shall vary: figures within the ranges printed for them, or every rate and quantity by `share` of itself.

    `own` comes before all, then the `register` of the document; where `own_alone`, nothing else varies. Without a
    `shape` it is as the register says, else all values are alike, or a triangle where a mode is said. `groups` names
    the group of lines or of single drivers (`LINE.FIELD`), before the register does: what is of one group turns out
    high or low together.
    """

    share: Fraction | None = None
    own: Mapping[Named, Own] = field(default_factory=dict)
    shape: Shape | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    own_alone: bool = False
    register: tuple[JudgedRange, ...] = ()


class Varied(NamedTuple):
    """A driver that varies; its spread counts in `1 / parts`. What has the same `source` turns out alike.

    `given` says where its range comes from, `mode` what was judged most likely.
    """

    driver: Driver
    now: Value
    spread: Spread
    parts: int
    source: str
    given: Given
    mode: Value | None

    def value(self, number: int) -> Value:
        """The driver's value for a number of its spread."""
        return number if self.driver.field.is_whole else Fraction(number, self.parts)

    @property
    def group(self) -> str:
        """The group it turns out with; empty by itself."""
        return self.source[1:] if self.source.startswith("=") else ""

    @property
    def ends(self) -> tuple[Value, Value]:
        """The lowest and the highest value."""
        return self.value(self.spread.low), self.value(self.spread.high)


class Held(NamedTuple):
    """A line, or what of it stays whatever happens: its yen, and why."""

    row: int
    amount: int
    why: Message


RESIDUAL = Message.of(N_("residual: not itemised"))
NO_RANGE = Message.of(N_("no range is printed"))
NO_MOVE = Message.of(N_("does not move it"))
TOO_SMALL = Message.of(N_("too small to vary"))


def choose(
    measured: Measured, wish: Wish, go_on: Callable[[], object] = lambda: None
) -> tuple[tuple[Varied, ...], tuple[Held, ...]]:
    """The drivers that vary, in program order, and what of the amount measured is held.

    `go_on` is called before each line: what it raises ends the work. What the register says of lines that are no more,
    or no part of the amount, says nothing here.
    Raises `UserError` for a range upside down, a driver of one's own that moves nothing, a line that is not there.
    """
    if wish.share is not None:
        check_share(wish.share)
    portfolio = measured.document.portfolio
    for name in wish.groups:
        row_of(portfolio, name.partition(".")[0])
    own: dict[int, list[Varied]] = {}
    for named, range_ in wish.own.items():
        varied = _own(measured, named, range_, wish)
        own.setdefault(varied.driver.row, []).append(varied)
    judged: dict[str, list[JudgedRange]] = {}
    for entry in wish.register:
        judged.setdefault(entry.figure.line, []).append(entry)
    found: list[Varied] = []
    held: list[Held] = []
    for row in measured.rows:
        go_on()
        mine, entries = own.get(row, []), judged.get(portfolio.lines.ids[row], [])
        others = list(_of_line(measured, row, {each.driver for each in mine}, entries, wish))
        mine = [*mine, *(each for each in others if isinstance(each, Varied))]
        if mine:
            amount = measured.amount(row, {each.driver: 0 for each in mine})
            why = Message.of(N_("vintages already taken in"))
        else:
            amount = measured.amount_now(row)
            reasons = [each for each in others if isinstance(each, Message)]
            why = reasons[-1] if reasons else RESIDUAL if portfolio.is_residual[row] else NO_RANGE
        if isinstance(amount, int) and amount:
            held.append(Held(row, amount, why))
        found += sorted(mine, key=lambda each: (each.driver.year, list(FIELDS).index(each.driver.field.key)))
    return tuple(found), tuple(held)


def _of_line(
    measured: Measured, row: int, taken: Collection[Driver], entries: Sequence[JudgedRange], wish: Wish
) -> Iterator[Varied | Message]:
    """The drivers of a line that vary by what is printed, by a share or by the register, or why one does not.

    But for those that are `taken`; `entries` is what the register says of the line.
    """
    judged = {Driver(row, FIELDS[each.figure.field], each.figure.year): each for each in entries}
    if not isinstance(measured.amount_now(row), int):
        yield Message.of(N_("has no amount"))
        return
    ranged = {driver for driver, entry in judged.items() if entry.span is not None}
    why = _why_held(measured, row, wish)
    for each in (RATE, QUANTITY):
        driver = Driver(row, each, measured.document.portfolio.request_year)
        if driver not in taken and driver not in ranged:
            offered = why or _offered(measured, driver, wish, judged.get(driver))
            if offered is not None:
                yield offered
    for driver, entry in judged.items():
        if driver in ranged and driver not in taken:
            yield _judged(measured, driver, wish, entry)


def _why_held(measured: Measured, row: int, wish: Wish) -> Message | None:
    """Why no driver of a line varies unless somebody gives it a range, where that is so."""
    if wish.own_alone:
        return Message.of(N_("no range is given"))
    if wish.share is not None and measured.document.portfolio.is_residual[row]:
        return RESIDUAL
    if wish.share is not None and row in measured.paying:
        return Message.of(N_("pays an obligation"))
    return None


def _offered(measured: Measured, driver: Driver, wish: Wish, entry: JudgedRange | None) -> Varied | Message | None:
    """A driver that varies by what is printed or by a share, or why it does not; `None` where nothing is printed."""
    now = effective(measured.evaluation.drivers(driver.row), driver.field.key, driver.year)
    if now is None:
        return None
    if wish.share is not None:
        own = _around(driver, now, wish.share)
        if own.low == own.high and wish.share:
            return TOO_SMALL
    else:
        origin = measured.document.portfolio.origin(driver.row, driver.field.key, driver.year)
        if origin is None or not origin.has_range:
            return None
        if origin.low is None or origin.high is None:
            return Message.of(N_("only one end of its range is printed"))
        own = Own(origin.low, origin.high)
    given = Given.PUBLISHED if wish.share is None else Given.ASKED
    varied = _varied(measured, driver, now, own, wish, given, entry)
    return NO_MOVE if own.low < own.high and not _moves(measured, varied) else varied


def _judged(measured: Measured, driver: Driver, wish: Wish, entry: JudgedRange) -> Varied | Message:
    """A driver that varies by the register, or why it does not: the scenario or the plan may have moved on since."""
    line = measured.evaluation.drivers(driver.row)
    now = effective(line, driver.field.key, driver.year)
    if now is None:
        return Message.of(N_("the value is not known"))
    assert entry.span is not None  # only such are asked for
    own = entry.span if isinstance(entry.span, Own) else _around(driver, now, entry.span)
    if own.low == own.high and isinstance(entry.span, Fraction) and entry.span:
        return TOO_SMALL
    try:
        _admit(measured, driver, own)
    except UserError as error:
        return error.what
    varied = _varied(measured, driver, now, own, wish, Given.REGISTER, entry)
    return varied if _moves(measured, varied) else NO_MOVE


def _around(driver: Driver, now: Value, share: Fraction) -> Own:
    """A value and so much of itself either way, within the bounds of its field."""
    field = driver.field
    ends: list[Value] = [now * (1 - share), now * (1 + share)]
    if field.is_whole:
        ends = [round_ratio(*end.as_integer_ratio()) for end in ends]
    low, high = (min(max(end, field.low), field.high) for end in sorted(ends))
    return Own(low, high)


def _admit(measured: Measured, driver: Driver, own: Own) -> None:
    """Raise `UserError` where a driver cannot have the ends of a range in the scenario."""
    portfolio, line = measured.document.portfolio, measured.evaluation.drivers(driver.row)
    for value in (own.low, own.high):
        admissible(portfolio, driver.row, Cell(driver.field.key, driver.year), value, stays=longest(line))


def _own(measured: Measured, named: Named, range_: Own, wish: Wish) -> Varied:
    """A driver with a range of one's own."""
    row = row_of(measured.document.portfolio, named.line)
    if named.field not in FIELDS:
        raise no_driver(named.field)
    driver = Driver(row, FIELDS[named.field], named.year)
    _admit(measured, driver, range_)
    try:
        range_.check(driver.field)
    except UserError as error:
        raise error.at(str(named)) from None
    now = effective(measured.evaluation.drivers(row), named.field, named.year)
    if now is None:
        raise UserError(
            N_("The value is not known, so that it cannot vary."), N_("Give it a value first."), where=str(named)
        )
    varied = _varied(measured, driver, now, range_, wish, Given.ASKED)
    if row not in measured.rows or not _moves(measured, varied):
        raise UserError(
            N_("It does not move {what}."),
            N_("Leave it out, or ask of something larger."),
            where=str(named),
            what=measured.aim.what,
        )
    return varied


def _varied(
    measured: Measured,
    driver: Driver,
    now: Value,
    range_: Own,
    wish: Wish,
    given: Given,
    entry: JudgedRange | None = None,
) -> Varied:
    """A driver that varies within a range; shape and group as was asked, else as the register says."""
    line_id = measured.document.portfolio.lines.ids[driver.row]
    name = f"{line_id}.{driver.field.key}"
    group = wish.groups.get(name, wish.groups.get(line_id)) or (entry.group if entry is not None else "")
    source = f"={group}" if group else f"{name}@{driver.year}"
    mode = min(max(now, range_.low), range_.high) if range_.mode is None else range_.mode
    parts = (
        1
        if driver.field.is_whole
        else lcm(PARTS, *(Fraction(each).denominator for each in (range_.low, mode, range_.high)))
    )
    low, top, high = (int(each * parts) for each in (range_.low, mode, range_.high))
    usual = Shape.UNIFORM if range_.mode is None else Shape.TRIANGULAR
    shape = wish.shape or (entry.shape if entry is not None else None) or usual
    return Varied(driver, now, Spread(low, top, high, shape), parts, source, given, range_.mode)


def _moves(measured: Measured, varied: Varied) -> bool:
    """Whether a line's amount can be worked out at both ends of a driver, and differs from one to another.

    A range of one value is tried against the value beside it.
    """
    low, high = varied.spread.low, max(varied.spread.high, varied.spread.low + 1)
    ends = [measured.amount(varied.driver.row, {varied.driver: varied.value(end)}) for end in (low, high)]
    return all(isinstance(end, int) for end in ends) and ends[0] != ends[1]
