"""What moves an amount most (感度): each figure that varies alone at its two ends, by the evaluation itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.core.calculation.evaluate import Base
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.risk.drivers import Held, Varied, Wish, choose
from planner.core.risk.measured import Measured
from planner.core.seek.levers import Driver
from planner.core.seek.targets import Aim, Progress


class Ends(NamedTuple):
    """A driver alone at its lowest and its highest value, and what is asked comes to with them, in yen."""

    driver: Driver
    low: Value
    high: Value
    low_amount: int
    high_amount: int

    @property
    def spread(self) -> int:
        """How far both are apart."""
        return abs(self.high_amount - self.low_amount)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What varies and what is held of an amount, and each driver alone at its ends, the widest first."""

    measured: Measured
    varied: tuple[Varied, ...]
    held: tuple[Held, ...]
    tornado: tuple[Ends, ...]


def sensitivity(
    document: Document, base: Base, scenario: int, aim: Aim, wish: Wish, progress: Progress = lambda _done, _all: None
) -> Sensitivity:
    """What moves an aim most in a scenario.

    Raises `UserError` where the aim cannot be computed, or nothing of it varies.
    """
    measured = Measured(document, base, scenario, aim)
    varied, held = vary(measured, wish, lambda: progress(0, 1))
    done = 0

    def go_on() -> None:
        nonlocal done
        progress(done, len(varied))
        done += 1

    return Sensitivity(measured, varied, held, tornado(measured, varied, go_on))


class NothingVaries(UserError):  # noqa: N818 - refused, not faulty
    """No figure has a range within which it would move what is asked about."""


def vary(measured: Measured, wish: Wish, go_on: Callable[[], object]) -> tuple[tuple[Varied, ...], tuple[Held, ...]]:
    """The drivers that vary and what is held; `NothingVaries` where there are none."""
    varied, held = choose(measured, wish, go_on)
    if not varied:
        raise NothingVaries(
            N_("Nothing of it varies: no figure has a range with two ends."),
            N_("Let all figures vary by a percentage, for example ±10%, or give ranges of your own."),
            where=measured.aim.what,
        )
    return varied, held


def tornado(measured: Measured, varied: Sequence[Varied], go_on: Callable[[], object]) -> tuple[Ends, ...]:
    """Each driver alone at its two ends, by the evaluation itself; what moves most first."""
    found = []
    for each in varied:
        go_on()
        amounts = [measured.read({each.driver: value}) for value in each.ends]
        if None not in amounts:
            found.append(Ends(each.driver, *each.ends, *amounts))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda ends: -ends.spread))
