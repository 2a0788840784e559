"""Goal seek (目標額に合わせる): the value of a driver, a factor on several, or a year, that brings an aim to an amount.

The answer is exact: the whole number of steps that meets the amount to the yen, or the nearest ones on both sides where
none does. Amounts that only rise or only fall with the lever are bisected. Where lines of both signs move, the amount
may turn back: then every position is tried, or a part of them, and that is said. A rate of a later year that stays as
it is grows on, while one that is given anew grows from then on: positions where one stays are tried by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from planner.core.calculation.evaluate import Base, regrown
from planner.core.errors import N_, Message, UserError
from planner.core.model.document import Document
from planner.core.model.fields import RATE, Value
from planner.core.model.growth import CLASSES
from planner.core.money import round_ratio
from planner.core.seek.cautions import warnings_at
from planner.core.seek.levers import FINENESS, Lever
from planner.core.seek.positions import grown, reading, standing
from planner.core.seek.targets import Aim, Progress

ALL = 20_000
"""So many positions are tried one by one where amounts turn back; of more, so many spread evenly."""
NEGATIVE = N_("The amount does not move one way only: lines with negative rates are among those moved. {tried}")
GROWS_ON = N_("The amount does not move one way only: a rate of a later year that stays as it is grows on. {tried}")


class Near(NamedTuple):
    """A position's value and what the aim comes to with it, in yen."""

    position: int
    value: Value
    amount: int


@dataclass(frozen=True)
class Found:
    """What a search found: `met` where the amount is reached to the yen.

    `below` is the largest amount up to the target, `above` the smallest beyond it, among the positions of the lever.
    `why` says why it is not met, `turning` where amounts do not move one way only how many values were tried;
    `warnings` what is to be known of the answer.
    """

    aim: Aim
    target: int
    lever: Lever
    met: Near | None
    below: Near | None
    above: Near | None
    why: Message | None
    warnings: tuple[Message, ...] = ()
    turning: Message | None = None

    @property
    def nearest(self) -> Near | None:
        """The answer to take: what meets the target, else what stays below it, else what is nearest above."""
        return self.met or self.below or self.above


def seek(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    target: int,
    lever: Lever,
    progress: Progress | None = None,
) -> Found:
    """Find the position of a lever with which an aim comes to a target (yen) in a scenario.

    `base` is of the document's portfolio, under any growth. `progress` hears of each position that is worked out.
    Raises `UserError` where the aim cannot be computed.
    """
    base = regrown(base, document.growth(scenario))
    amount_at = _amounts(reading(document, base, scenario, aim, lever), aim, lever, progress)
    every, still = range(lever.low, lever.high + 1), standing(base, lever)
    turns = None if lever.begun else _turns(document, base, scenario, lever)
    if lever.begun or turns is not None:
        below, above = _tried(amount_at, lever, every, target)
    else:
        if len({amount_at(place) for place in (lever.low, lever.high, *_spread(still))}) == 1:
            return _unmoved(aim, target, lever, Near(lever.low, lever.value(lever.low), amount_at(lever.low)))
        below, above = _one_way(amount_at, lever, still, target)
    met = below if below is not None and below.amount == target else None
    if met is not None and turns is None and not lever.begun:
        met = _closest_to_now(amount_at, lever, met)
    why, turning = None if met else _why(below, above, lever), None
    if turns is None and len(still) > ALL:
        turns, every = GROWS_ON, still
    if turns is not None:
        tried = N_("Every value was tried: {n}.") if len(every) <= ALL else N_("{n} of {all} values were tried.")
        count = Message.of(tried, n=f"{min(len(every), ALL):,}", all=f"{len(every):,}")
        turning = Message.of(turns, tried=count)
        why = turning if why is None else Message.of("{a} {b}", a=why, b=turning)
    answer = met or below or above
    warnings = () if answer is None else warnings_at(document, base, lever, answer.position)
    return Found(aim, target, lever, met, below, above, why, warnings, turning)


def _unmoved(aim: Aim, target: int, lever: Lever, one: Near) -> Found:
    """Nothing of the aim moves with the lever."""
    why = Message.of(
        N_("The target does not move with it: it is {amount} yen whatever the value."), amount=f"{one.amount:,}"
    )
    met, less = (one if one.amount == target else None), one.amount <= target
    return Found(aim, target, lever, met, one if less else None, None if less else one, why)


def _why(below: Near | None, above: Near | None, lever: Lever) -> Message:
    if below is None or above is None:
        end = above if below is None else below
        assert end is not None
        return Message.of(
            N_("Out of reach: between the bounds the amount nearest to it is {amount} yen, with {value}."),
            amount=f"{end.amount:,}",
            value=value_text(lever, end.value),
        )
    return Message.of(
        N_("No value meets it to the yen: {below} gives {less} yen, {above} gives {more} yen."),
        below=value_text(lever, below.value),
        less=f"{below.amount:,}",
        above=value_text(lever, above.value),
        more=f"{above.amount:,}",
    )


def value_text(lever: Lever, value: Value) -> str:
    """A value of a lever as it is read: with separators, a factor as × 1.05, a growth in percent, a year as FY2028."""
    if lever.begun:
        return f"FY{value}"
    if not lever.drivers:
        return f"{float(value * 100):g} %"
    if lever.is_factor:
        return f"× {float(value):g}"
    return lever.drivers[0].field.text(value)


# --------------------------------------------------------------------- the search


def _one_way(
    amount_at: Callable[[int], int], lever: Lever, still: range, target: int
) -> tuple[Near | None, Near | None]:
    """The nearest amounts on both sides where they rise or fall with the lever, but for positions that are `still`."""
    if not still:
        return _bisected(amount_at, lever, range(lever.low, lever.high + 1), target)
    found = [_tried(amount_at, lever, still, target)]
    for places in (range(lever.low, still.start), range(still.stop, lever.high + 1)):
        if places:
            found.append(_bisected(amount_at, lever, places, target))
    below = max((one for one, _other in found if one), key=lambda near: near.amount, default=None)
    return below, min((other for _one, other in found if other), key=lambda near: near.amount, default=None)


def _bisected(
    amount_at: Callable[[int], int], lever: Lever, places: range, target: int
) -> tuple[Near | None, Near | None]:
    """The last amount up to the target and the first beyond it; amounts rise with the lever, or fall."""
    rises = amount_at(places[-1]) > amount_at(places[0])
    low, high = (places[0], places[-1]) if rises else (-places[-1], -places[0])

    def amount(place: int) -> int:
        return amount_at(place if rises else -place)

    def near(place: int) -> Near:
        position = place if rises else -place
        return Near(position, lever.value(position), amount(place))

    if amount(low) > target:
        return None, near(low)
    if amount(high) <= target:
        return near(high), None
    turn = 0
    while high - low > 1:  # amount(low) <= target < amount(high)
        middle = (low + high) // 2
        if turn % 3 < 2:  # where a straight line would meet it; every third step halves
            a, b = amount(low), amount(high)
            middle = min(max(low + (target - a) * (high - low) // (b - a) + turn % 3, low + 1), high - 1)
        turn += 1
        low, high = (middle, high) if amount(middle) <= target else (low, middle)
    return near(low), near(high)


def _tried(
    amount_at: Callable[[int], int], lever: Lever, places: range, target: int
) -> tuple[Near | None, Near | None]:
    """The nearest amounts on both sides among all positions, or among many of them and what lies where they cross."""
    found = [(amount_at(place), place) for place in _spread(places)]
    if len(places) > ALL:
        for (a, low), (b, high) in pairwise(list(found)):
            if (a <= target) != (b <= target):
                found += _crossing(amount_at, target, low, high)
    below = max((each for each in found if each[0] <= target), key=lambda each: each[0], default=None)
    above = min((each for each in found if each[0] > target), key=lambda each: each[0], default=None)
    return tuple(  # type: ignore[return-value]
        None if each is None else Near(each[1], lever.value(each[1]), each[0]) for each in (below, above)
    )


def _spread(places: range) -> Sequence[int]:
    """The positions, of very many so many as are tried."""
    last = len(places) - 1
    return places if last < ALL else [places[last * each // (ALL - 1)] for each in range(ALL)]


def _crossing(amount_at: Callable[[int], int], target: int, low: int, high: int) -> list[tuple[int, int]]:
    """The two positions side by side, between two, where amounts cross the target."""
    is_below = amount_at(low) <= target
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if (amount_at(middle) <= target) == is_below else (low, middle)
    return [(amount_at(place), place) for place in (low, high)]


def _closest_to_now(amount_at: Callable[[int], int], lever: Lever, met: Near) -> Near:
    """Of the values side by side that come to the same amount the one closest to that in force."""
    now = _position_now(lever)
    if amount_at(now) == met.amount:
        return Near(now, lever.value(now), met.amount)
    inside, outside = met.position, now
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        inside, outside = (middle, outside) if amount_at(middle) == met.amount else (inside, middle)
    return Near(inside, lever.value(inside), met.amount)


def _position_now(lever: Lever) -> int:
    """The position nearest to what is in force, within the bounds."""
    if lever.is_factor:
        place = FINENESS
    else:
        exact = Fraction(lever.now[0]) / lever.step if lever.now else Fraction(0)
        place = round_ratio(exact.numerator, exact.denominator)
    return min(max(place, lever.low), lever.high)


def _turns(document: Document, base: Base, scenario: int, lever: Lever) -> str | None:
    """Why amounts may turn back with the lever; `None` where what it is multiplied with has one sign."""
    portfolio, overrides = document.portfolio, document.overrides(scenario)
    later = [driver.row for driver, _now in grown(base, lever)]
    if len(set(later)) < len(later):  # what a rate grows from is another one of them where they come to the same
        return GROWS_ON
    if len(lever.drivers) == 1 and lever.drivers[0].field is RATE:
        return None
    lines, index = portfolio.lines, portfolio.line_index
    own = {index[id_] for id_ in overrides if id_ in index}
    moved = np.zeros(len(lines), dtype=np.bool_)
    if lever.drivers:
        moved[[driver.row for driver in lever.drivers]] = True
        own = {row for row in own if moved[row]}
    else:
        moved[portfolio.growth_kinds == CLASSES[lever.kind]] = True
    moved[[*own]] = False
    known = lines.steps[RATE.key].numerator[np.repeat(moved, np.diff(lines.steps[RATE.key].start))]
    low, high = int(known.min(initial=0)), int(known.max(initial=0))  # 0 stands where none is known
    for row in own:
        given = [int(value) for _year, value in base.drivers(row, overrides[lines.ids[row]]).rate if value is not None]
        low, high = min([low, *given]), max([high, *given])
    return NEGATIVE if low < 0 < high else None


def _amounts(
    read: Callable[[int], int | None], aim: Aim, lever: Lever, progress: Progress | None
) -> Callable[[int], int]:
    """What the aim comes to at each position, each worked out once."""
    known: dict[int, int] = {}

    def amount_at(position: int) -> int:
        if position not in known:
            if progress is not None:
                progress(len(known), min(lever.high - lever.low + 1, ALL))
            found = read(position)
            if found is None:
                raise UserError(
                    N_("The target cannot be computed with {value}."),
                    N_("Look at `planner check` for what is missing; a ceiling needs the kinds of its lines."),
                    where=aim.what,
                    value=value_text(lever, lever.value(position)),
                )
            known[position] = found
        return known[position]

    return amount_at
