"""How often trials came to how much, between edges that stand at round figures; floats only here, for the eye."""

from __future__ import annotations

import math

import numpy as np

from planner.core.money import Unit
from planner.core.risk.trials import Yen

LEAST_BINS, MOST_BINS = 8, 36
TRIALS_A_BIN = 40
"""So many trials a bar at least, on the average, where there are enough of them."""


def bins(outcomes: Yen) -> tuple[np.ndarray, list[float]]:
    """How many trials (amounts in order, yen) lie between edges, of which there is one more."""
    amounts = outcomes.astype(np.float64)
    low, high = float(amounts[0]), float(amounts[-1])
    wanted = min(max(len(amounts) // TRIALS_A_BIN, LEAST_BINS), MOST_BINS)
    step = max(round_step(high - low, wanted), 1.0) if high > low else 1.0
    first, last = int(low // step), int(high // step) + 1
    edges = [step * place for place in range(first, last + 1)]
    return np.histogram(amounts, edges)[0], edges


def round_step(span: float, most: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides a span into at most so many parts."""
    step = 10.0 ** math.floor(math.log10(span / most))
    return step * next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= most)


def unit_of_step(step: float) -> Unit:
    """The largest unit in which figures a step (yen) apart differ in print."""
    units = (Unit.OKU, Unit.MILLION, Unit.THOUSAND)
    return next((unit for unit in units if step * 10**unit.decimals >= unit.yen), Unit.YEN)
