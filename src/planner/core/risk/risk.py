"""How sure an amount is (リスク): what it comes to where figures turn out otherwise, over many trials.

Trials go in blocks, each a Latin hypercube of its own, so that memory does not grow with drivers × trials; what tenths
of them differ in says how far a percentile may still move. The same seed gives the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.columns import SAFE
from planner.core.calculation.evaluate import Base
from planner.core.ceilings.classes import classes_of
from planner.core.ceilings.judge import Verdict, judge
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.money import round_ratio
from planner.core.risk.drivers import Held, Varied, Wish
from planner.core.risk.measured import Measured
from planner.core.risk.tornado import Ends, tornado, vary
from planner.core.risk.trials import Trials, Yen
from planner.core.seek.targets import Aim, Measure

PERCENTILES = (5, 25, 50, 75, 95)
MOST = 1_000_000
"""So many trials at most."""
HELD_AT_ONCE = 32_000_000
"""So many amounts are kept at most: trials × (what is asked and the programs that move)."""
BLOCK, CELLS = 4_096, 1_000_000
"""So many trials in a block at most, and so many figures drawn: what a block holds is bounded."""
BATCHES, FEWEST_TRIALS = 10, 200
"""By so many parts of the trials percentiles are proven, and with so many trials they first are."""
MORE = 1.5
"""So many times the trials of before are told of anew: all sorting together stays within a few times the last."""
SURE = 2.3
"""So many standard errors either way hold some 95 times of 100 with ten parts."""

Progress = Callable[[int, int], object]
"""Told several times a second how many trials of how many are done; what it raises ends the work."""


class Spreading(NamedTuple):
    """What an amount comes to over the trials, in yen; `may_move` how far each percentile may still be off.

    `None` with few trials: then it cannot be said.
    """

    mean: int
    percentiles: Mapping[int, int]
    may_move: Mapping[int, int] | None


class Within(NamedTuple):
    """The part of all trials that stay within a limit; `None` where it cannot be judged."""

    ceiling: str
    name: str
    name_en: str
    chance: Fraction | None


@dataclass(frozen=True, eq=False)
class Risk:
    """What came of it: `now` is what is asked in the scenario, `outcomes` what it came to in each trial, sorted.

    `programs` (places) are those that move, without the one asked for; `tornado` each driver alone, the widest first.
    """

    measured: Measured
    seed: int
    varied: tuple[Varied, ...]
    held: tuple[Held, ...]
    outcomes: Yen
    whole: Spreading
    programs: Mapping[int, Spreading]
    within: tuple[Within, ...]
    tornado: tuple[Ends, ...]

    @property
    def trials(self) -> int:
        """How many trials there were."""
        return len(self.outcomes)


def risk(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    wish: Wish,
    *,
    trials: int = 10_000,
    seed: int = 1,
    ceilings: Sequence[Ceiling] = (),
    limit: int | None = None,
    progress: Progress | None = None,
    grown: Callable[[Risk], object] | None = None,
) -> Risk:
    """How sure what an aim comes to is in a scenario; `limit` (yen) is asked beside the ceilings that apply.

    `grown` is told what the trials so far say, without a tornado, each time there are half as many more.

    Raises `UserError` where the aim cannot be computed, nothing varies, or there are too few or too many trials.
    """
    _countable(trials, MOST)
    measured = Measured(document, base, scenario, aim)
    done = 0

    def go_on() -> None:
        if progress is not None:
            progress(done, trials)

    varied, held = vary(measured, wish, go_on)
    work = Trials(measured, varied)
    tellers = _Programs(measured, work)
    _countable(trials, HELD_AT_ONCE // (1 + len(tellers.moving)))
    limits = _Limits(measured, work, ceilings)
    outcomes: list[Yen] = []
    by_program: list[list[Yen]] = [[] for _ in tellers.moving]
    chance = np.random.default_rng(seed)
    largest = max(map(abs, (measured.now, *work.now, *tellers.now)))
    kind: Any = object if largest * (2 + len(work.rows)) >= SAFE else np.int64

    def found(ends: tuple[Ends, ...]) -> Risk:
        """What the trials so far say."""
        everything = np.concatenate(outcomes)
        within = limits.within(len(everything))
        if limit is not None:
            inside = int((everything <= limit).sum())
            within = (Within(f"{aim.what}={limit}", "", "", Fraction(inside, len(everything))), *within)
        programs = {
            program: spreading(np.concatenate(kept)) for program, kept in zip(tellers.moving, by_program, strict=True)
        }
        whole = spreading(everything)
        return Risk(measured, seed, varied, held, np.sort(everything), whole, programs, within, ends)

    shown = 0
    for size in _blocks(trials, len(varied)):
        amounts = work.amounts(work.draw(chance, size))
        moves = amounts - np.array(work.now, dtype=kind)[:, None]
        outcomes.append(limits.told(amounts) if aim.measure is Measure.ROOM else measured.now + moves.sum(axis=0))
        for kept, yen in zip(by_program, tellers.told(moves), strict=True):
            kept.append(yen)
        limits.count(amounts)
        done += size
        go_on()
        if grown is not None and shown * MORE <= done < trials:
            grown(found(()))
            shown = done
    return found(tornado(measured, varied, go_on))


def _countable(trials: int, most: int) -> None:
    if trials < 1:
        raise UserError(N_("There must be at least one trial."), N_("Write for example 10,000."))
    if trials > (most := min(most, MOST)):
        raise UserError(
            N_("{trials} trials are more than can be held: at most {most} of this."),
            N_("10,000 trials tell percentiles well enough; how far they may still move is shown."),
            trials=f"{trials:,}",
            most=f"{most:,}",
        )


def _blocks(trials: int, drivers: int) -> list[int]:
    """How many trials each block has: as many blocks in each tenth, where there are enough to say something by them."""
    count = -(-trials // max(1, min(BLOCK, CELLS // drivers)))
    if trials >= FEWEST_TRIALS:
        count = -(-count // BATCHES) * BATCHES
    return [trials // count + (at < trials % count) for at in range(count)]


def spreading(outcomes: Yen) -> Spreading:
    """Mean and percentiles of trials, and by what those of each tenth of them say, how far off they may be.

    A percentile is the amount of a trial: the least that so many percent of them do not exceed.
    """
    ordered = np.sort(outcomes)
    found = {each: int(ordered[_rank(each, len(ordered))]) for each in PERCENTILES}
    mean = round_ratio(_sum(ordered), len(ordered))
    if len(ordered) < FEWEST_TRIALS:
        return Spreading(mean, found, None)
    parts = [np.sort(part) for part in np.array_split(outcomes, BATCHES)]
    moves = {}
    for percent in PERCENTILES:
        apart = np.array([float(int(part[_rank(percent, len(part))]) - found[percent]) for part in parts])
        error = SURE * float(apart.std(ddof=1)) / BATCHES**0.5
        moves[percent] = max(int(np.ceil(error)), _gap(ordered, _rank(percent, len(ordered))))
    return Spreading(mean, found, moves)


def _sum(yen: Yen) -> int:
    """The sum of ordered amounts; in Python's integers where 64 bits could overflow."""
    reach = max(abs(int(yen[0])), abs(int(yen[-1])))
    return int(yen.sum()) if reach * len(yen) < SAFE else sum(yen.tolist())


def _rank(percent: int, count: int) -> int:
    return max(-(-percent * count // 100), 1) - 1


def _gap(ordered: Yen, rank: int) -> int:
    """How far the nearest other amounts are from the one at a rank: what lies between was never tried."""
    here = ordered[rank]
    below, above = np.searchsorted(ordered, here, "left") - 1, np.searchsorted(ordered, here, "right")
    gaps = [here - ordered[below]] if below >= 0 else []
    gaps += [ordered[above] - here] if above < len(ordered) else []
    return int(max(gaps, default=0))


class _Programs:
    """The programs that move, and what they come to in trials."""

    def __init__(self, measured: Measured, work: Trials) -> None:
        portfolio, aim = measured.document.portfolio, measured.aim
        owners = [int(portfolio.lines.program[row]) for row in work.rows]
        chains = [portfolio.ancestors[owner] for owner in owners]
        y = portfolio.years.index(aim.year)
        moving = sorted({each for chain in chains for each in chain} & measured.programs)
        now: dict[int, int] = {}
        for program in moving if aim.measure is not Measure.ROOM else ():
            total = measured.evaluation.program(program)[y].amount
            if total is not None and (program,) != aim.programs:
                bound = aim.measure is Measure.COMMITTED
                now[program] = measured.burdens.program(program)[y].committed if bound else total
        self.moving, self.now = tuple(now), tuple(now.values())
        self._rows = [
            np.array([at for at, chain in enumerate(chains) if program in chain], dtype=np.int64)
            for program in self.moving
        ]

    def told(self, moves: Yen) -> list[Yen]:
        """What each of them comes to, a column a trial, where lines move by so many yen."""
        return [now + moves[rows].sum(axis=0) for now, rows in zip(self.now, self._rows, strict=True)]


class _Limits:
    """The ceilings that apply to what is asked: those of the aim's year that stand over nothing else."""

    def __init__(self, measured: Measured, work: Trials, ceilings: Sequence[Ceiling]) -> None:
        portfolio, aim = measured.document.portfolio, measured.aim
        if aim.ceiling is not None:
            ceilings = (aim.ceiling,)
        elif aim.measure is not Measure.AMOUNT or aim.year != portfolio.request_year:
            ceilings = ()
        judged = judge(measured.evaluation, ceilings)
        inside = measured.programs
        self._judged = [
            (each, sums, tally)
            for each, (sums, tally) in zip(judged, judged.parts(), strict=True)
            if not each.lost and sums.programs <= inside
        ]
        self._within = [0 for _ in self._judged]
        self._unknown = [each.verdict is Verdict.UNKNOWN and bool(each.cannot) for each, _sums, _tally in self._judged]
        owners = portfolio.lines.program
        self._moved: list[list[tuple[int, tuple[int, int], int, int]]] = []
        for _each, sums, _tally in self._judged:
            told = []
            for at, row in enumerate(work.rows):
                if int(owners[row]) in sums.programs:
                    previous = measured.evaluation.line(row)[0]
                    before = previous if isinstance(previous, int) else 0
                    told.append((at, classes_of(measured.evaluation, row), before, work.now[at]))
            self._moved.append(told)

    def _rooms(self, place: int, amounts: Yen) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        _each, sums, tally = self._judged[place]
        moved = [(kinds, before, now, amounts[at]) for at, kinds, before, now in self._moved[place]]
        low, high = sums.rooms(tally, moved)
        return np.broadcast_to(low, amounts.shape[1:]), np.broadcast_to(high, amounts.shape[1:])

    def told(self, amounts: Yen) -> Yen:
        """The room under the one ceiling asked for, a trial each."""
        low, _high = self._rooms(0, amounts)
        return low

    def count(self, amounts: Yen) -> None:
        """Take in a block of trials."""
        for place in range(len(self._judged)):
            low, high = self._rooms(place, amounts)
            self._within[place] += int((low >= 0).sum())
            self._unknown[place] |= bool(((low < 0) & (high >= 0)).any())

    def within(self, trials: int) -> tuple[Within, ...]:
        """The chance to stay within each of them."""
        return tuple(
            Within(
                each.ceiling.id, each.ceiling.name, each.ceiling.name_en, None if unknown else Fraction(count, trials)
            )
            for (each, _sums, _tally), count, unknown in zip(self._judged, self._within, self._unknown, strict=True)
        )
