"""How a figure may turn out: from a lowest to a highest value, in one of three shapes, in whole steps.

What is drawn is a figure, never money: floats only choose among whole numbers, and what the amounts come to with them
is worked out exactly elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.model.ranges import Shape
from planner.core.money import Int64s

Floats = npt.NDArray[np.float64]

CURVE = 4_096
"""In so many parts the curve of a PERT shape is added up; between them it is taken as straight."""

FINE = 9
"""So many decimals of it are told apart, so that a seed gives the same figures on every machine."""


class Spread(NamedTuple):
    """The values a figure may take, whole numbers: from `low` to `high`, most likely `mode`, both ends included."""

    low: int
    mode: int
    high: int
    shape: Shape

    def at(self, places: Floats) -> Int64s:
        """The values below which these parts (0 to 1) of all chances lie."""
        low, width = self.low, self.high - self.low
        if self.shape is Shape.UNIFORM:
            found = np.floor(places * (width + 1)).astype(np.int64)
        elif self.shape is Shape.TRIANGULAR:
            found = np.rint(_triangular(places, (self.mode - low) / max(width, 1)) * width).astype(np.int64)
        else:
            found = np.rint(_pert(places, (self.mode - low) / max(width, 1)) * width).astype(np.int64)
        values: Int64s = low + np.clip(found, 0, width)
        return values


def drawn(spreads: Sequence[Spread], places: Floats) -> Int64s:
    """The values of several figures, a row each, at the places in their row."""
    found = np.empty(places.shape, dtype=np.int64)
    for row, (spread, own) in enumerate(zip(spreads, places, strict=True)):
        found[row] = spread.at(own)
    return found


def _triangular(places: Floats, top: float) -> Floats:
    """A triangle from 0 to 1 with its top at `top`."""
    rising = places < top
    found = np.sqrt(places * top)
    found[~rising] = 1 - np.sqrt((1 - places[~rising]) * (1 - top))
    return found


def _pert(places: Floats, top: float) -> Floats:
    """A PERT curve from 0 to 1 with its top at `top`."""
    at = np.linspace(0, 1, CURVE + 1)
    heights = at ** (4 * top) * (1 - at) ** (4 * (1 - top))
    below = np.concatenate([[0.0], np.cumsum((heights[1:] + heights[:-1]) / 2)])
    chances = np.round(below / below[-1], FINE)  # powers differ in their last digit from processor to processor
    found: Floats = np.interp(places, chances, at)
    return found


def latin_hypercube(chance: np.random.Generator, count: int, trials: int) -> Floats:
    """Places between 0 and 1 in random order, `count` rows: of each row one in every part of 1 / `trials`."""
    parts = np.tile(np.arange(trials, dtype=np.float64), (count, 1))
    chance.permuted(parts, axis=1, out=parts)
    parts += chance.random(parts.shape)
    parts /= trials
    return parts
