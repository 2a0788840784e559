"""How an amount is spread over lines: the reachable sums of their steps, searched whole as the bits of one integer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from planner.core.seek.rungs import THOUSAND, Rung

BITS = 2_000_000
"""Sums are searched in at most so many parts, so that a search has room."""
PLAY = 30
"""So many steps around its share a line may play where nothing else is asked than the least remainder."""
WINDOW, MORE = 64, 8
"""So many lines are searched first, and so many times as many where these leave a remainder."""

Look = Callable[[], object]
"""Asked again and again by what takes long; it may raise, and so call the work off."""


class Choice(NamedTuple):
    """What one line may do: so many steps of one of its drivers come to `effect` yen."""

    effect: int
    rung: Rung
    steps: int


Free = Mapping[int, tuple[Rung, ...]]
"""The drivers of each line (by row, in order of priority), one of which may be moved: first what can move most."""


def most(free: Free) -> int:
    """What all lines together can come to, in yen."""
    return sum(rungs[0].most for rungs in free.values())


def in_order(free: Free, wanted: int, *, up: bool) -> list[Choice]:
    """One line after another as far as it goes, the last as far as is needed (`up`: as there is room for)."""
    chosen = []
    for rungs in free.values():
        if wanted <= 0:
            break
        if rungs[0].most < wanted:
            best = Choice(rungs[0].most, rungs[0], rungs[0].count)
        elif up:
            best = max((_at(rung, rung.within(wanted)) for rung in rungs), key=lambda each: each.effect)
        else:
            enough = [rung for rung in rungs if rung.most >= wanted]
            best = min((_at(rung, rung.reaching(wanted)) for rung in enough), key=lambda each: each.effect)
        chosen.append(best)
        wanted -= best.effect
    return chosen


def fewest(free: Free, wanted: int, begun: Collection[int] = ()) -> Free:
    """As few lines as can come to so much: those that are moved already, then those that can be moved most."""
    chosen: dict[int, tuple[Rung, ...]] = {}
    for row, rungs in sorted(free.items(), key=lambda each: (each[0] not in begun, -each[1][0].most)):
        if wanted <= 0:
            break
        chosen[row] = rungs
        wanted -= rungs[0].most
    return chosen


def spread(free: Free, wanted: int, play: int, look: Look, *, up: bool) -> list[Choice]:
    """Every line by its share, within so many steps of it: the least sum that is enough, `up` the largest within it.

    A share is by what can be cut of the line; of a rise by what the line comes to now. `look` is asked line by line.
    """
    weights = {row: (rungs[0].amount if up else rungs[0].most, rungs[0].most) for row, rungs in free.items()}
    shares = _shares(weights, wanted)
    choices = [_around(rungs, shares[row], play) for row, rungs in free.items()]
    effects = [[each.effect for each in row] for row in choices]
    if up:  # what is left out of the most there is must be at least what is too much
        tops = [each[-1] for each in effects]
        effects = [[top - effect for effect in reversed(each)] for top, each in zip(tops, effects, strict=True)]
        choices, wanted = [row[::-1] for row in choices], sum(tops) - wanted
    places = _least_sum(effects, wanted, look) or [len(row) - 1 for row in choices]
    _take_back(effects, places, wanted)
    return [row[place] for row, place in zip(choices, places, strict=True)]


def _at(rung: Rung, steps: int) -> Choice:
    return Choice(rung.effect(steps), rung, steps)


def _around(rungs: Sequence[Rung], share: int, play: int) -> list[Choice]:
    """What a line may do around its share, the least first; nothing but once."""
    found: dict[int, Choice] = {}
    for rung in rungs:
        near = rung.within(share)
        for steps in range(max(near - play + 1, 0), min(near + play, rung.count) + 1):
            each = _at(rung, steps)
            found.setdefault(each.effect, each)
    return [found[effect] for effect in sorted(found)]


def _shares(weights: Mapping[int, tuple[int, int]], wanted: int) -> dict[int, int]:
    """An amount by weight over lines, none above the most it can take: what one cannot the others do."""
    shares: dict[int, int] = {}
    whole = sum(weight for weight, _most in weights.values())
    for row, (weight, can) in sorted(weights.items(), key=lambda each: each[1][1] / max(each[1][0], 1)):
        shares[row] = min(wanted * weight // max(whole, 1), can)
        wanted -= shares[row]
        whole -= weight
    return shares


def _least_sum(effects: Sequence[Sequence[int]], wanted: int, look: Look) -> list[int] | None:
    """The place to take of each row, so that the sum is at least `wanted` and as little beyond it as can be.

    Of many rows a few are searched first, the others stand still: where those few leave nothing beyond the wish, all
    of them together could not do better. `None` where no sum reaches.
    """
    order = sorted(range(len(effects)), key=lambda row: (not _is_whole(effects[row]), _range(effects[row])))
    count = WINDOW
    while count < len(effects):
        still, playing = _still(effects, wanted, order, count)
        left = wanted - sum(effects[row][place] for row, place in still.items())
        found = _searched([effects[row] for row in playing], left, look)
        if found is not None and not found.beyond:
            places = still | dict(zip(playing, found.places, strict=True))
            return [places[row] for row in range(len(effects))]
        count *= MORE
    found = _searched(effects, wanted, look)
    return None if found is None else found.places


def _still(
    effects: Sequence[Sequence[int]], wanted: int, order: list[int], count: int
) -> tuple[dict[int, int], list[int]]:
    """Of `count` rows, those that move in the smallest whole 千円, half is left; what the others do so that it is.

    The rows that move, and the place of each other one: the coarsest first, each as far as there is room for.
    """
    playing = order[:count]
    left = wanted - sum(each[0] for each in effects) - sum(_range(effects[row]) for row in playing) // 2
    still = {}
    for row in sorted(order[count:], key=lambda row: -_range(effects[row])):
        each = effects[row]
        still[row] = max(bisect_right(each, each[0] + left) - 1, 0)
        left -= each[still[row]] - each[0]
    return still, playing


def _range(effects: Sequence[int]) -> int:
    return effects[-1] - effects[0]


def _is_whole(effects: Sequence[int]) -> bool:
    return all((each - effects[0]) % THOUSAND == 0 for each in effects)


class _Found(NamedTuple):
    """The place to take of each row, and by how many parts of a sum that is beyond the wish."""

    places: list[int]
    beyond: int


def _searched(effects: Sequence[Sequence[int]], wanted: int, look: Look) -> _Found | None:
    """The least sum that is enough, of all there are.

    Effects count in whole 千円, or in larger parts where that would take too much room; they are cut off, so that what
    is found is never less than it seems. `None` where no sum reaches.
    """
    play = wanted - sum(each[0] for each in effects)
    part = THOUSAND * max(1, -(-(play + max(_range(each) for each in effects)) // (THOUSAND * BITS)))
    left = -(-play // part)
    moves = [[(effect - each[0]) // part for effect in each] for each in effects]
    if left <= 0:
        return _Found([0] * len(effects), 0)
    top = left + max(each[-1] for each in moves)
    mask = (1 << top + 1) - 1
    reached, layers = 1, []
    for each in moves:
        look()
        layers.append(reached)
        after = 0
        for move in sorted(set(each)):
            after |= reached << move
        reached = after & mask
    above = reached >> left
    if not above:
        return None
    beyond = (above & -above).bit_length() - 1
    at, taken = left + beyond, []
    for each, before in zip(reversed(moves), reversed(layers), strict=True):
        place = next(place for place, move in enumerate(each) if move <= at and before >> (at - move) & 1)
        taken.append(place)
        at -= each[place]
    return _Found(taken[::-1], beyond)


def _take_back(effects: Sequence[Sequence[int]], places: list[int], wanted: int) -> None:
    """Take back what is beyond the wish, step by step where a step is no more than that."""
    beyond = sum(each[place] for each, place in zip(effects, places, strict=True)) - wanted
    for row in sorted(range(len(effects)), key=lambda row: effects[row][-1] - effects[row][0]):
        each = effects[row]
        while places[row] and each[places[row]] - each[places[row] - 1] <= beyond:
            beyond -= each[places[row]] - each[places[row] - 1]
            places[row] -= 1
