"""A request against its ceilings: how much is limited, how much is allowed, what room is left, and what uses it up.

A line may not say which kind of request or expense it is. Then every figure is an interval over all it could be, and
a ceiling is judged only where it holds or breaks whatever the unknown kinds are. 事項要求 counts no amount; a figure
that no sheet prints is left out, as totals leave it out, and told. A line has one kind of expense in both years.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple, overload

from planner.core.calculation.evaluate import Evaluation, evaluate
from planner.core.ceilings.classes import classes_of
from planner.core.ceilings.sums import COUNTS, CeilingSums, Interval, Tally
from planner.core.model.ceilings import Ceiling
from planner.core.model.layers import touched_lines
from planner.core.model.lines import Amount

LineFacts = tuple[int, int, Amount, Amount]
"""The kinds of a line, last year's amount and this year's."""


class Verdict(Enum):
    """What is found of a ceiling."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "cannot judge"


class Judgement(NamedTuple):
    """One ceiling against one request, in whole yen; an allowance is cut off to the yen.

    `room` below zero is what the ceiling is broken by. `unsettled` lines lack a kind that could matter; `unpriced`
    ones are requested without an amount (事項要求), `missing` ones have a figure that is not printed, `cannot` ones
    cannot be computed. `lost`: the portfolio knows nothing of what the ceiling stands over.
    """

    ceiling: Ceiling
    limited: Interval
    allowance: Interval
    room: Interval
    unsettled: int = 0
    unpriced: int = 0
    missing: int = 0
    cannot: int = 0
    lost: bool = False

    @property
    def verdict(self) -> Verdict:
        """Whether it holds or is broken whatever the unknown kinds are, else that it cannot be judged."""
        if self.lost or self.cannot:
            return Verdict.UNKNOWN
        if self.room.low >= 0:
            return Verdict.HOLDS
        return Verdict.BROKEN if self.room.high < 0 else Verdict.UNKNOWN

    @property
    def exact_room(self) -> int | None:
        """The room to the yen; `None` where it cannot be judged, or unknown kinds could make it another."""
        return None if self.lost or self.cannot else self.room.known

    @property
    def sure_room(self) -> int:
        """The room there is at least, or below zero what it is broken by at least; of use where it can be judged."""
        return self.room.high if self.room.high < 0 else self.room.low


class Judged(Sequence[Judgement]):
    """Every ceiling of the request year against one evaluation."""

    def __init__(self, evaluation: Evaluation, sums: Sequence[CeilingSums], tallies: Sequence[Tally]) -> None:
        self.evaluation = evaluation
        self._sums, self._tallies = tuple(sums), tuple(tallies)
        self._judgements = tuple(map(_judgement, sums, tallies))

    def __len__(self) -> int:
        return len(self._judgements)

    @overload
    def __getitem__(self, place: int) -> Judgement: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Judgement, ...]: ...
    def __getitem__(self, place: int | slice) -> Judgement | tuple[Judgement, ...]:
        return self._judgements[place]

    def parts(self) -> tuple[tuple[CeilingSums, Tally], ...]:
        """Each ceiling over the base, and what the lines in its scope add up to here."""
        return tuple(zip(self._sums, self._tallies, strict=True))

    def with_requests(self, place: int, requests: Mapping[int, Amount]) -> Judgement:
        """A ceiling judged where some lines (by row) come to other amounts in the request year."""
        sums, moved = self._sums[place], []
        for row, request in requests.items():
            if int(self.evaluation.portfolio.lines.program[row]) in sums.programs:
                now = _facts(self.evaluation, row)
                moved.append((now, (*now[:3], request)))
        return _judgement(sums, _shifted(self._tallies[place], sums, moved))

    def unsettled(self, place: int, most: int | None = None) -> list[int]:
        """The lines that lack a kind which could matter to a ceiling, in program order: all, or the first of them."""
        sums, moved = self._sums[place], self._moved(place)
        still = (row for row in sums.unsettled if row not in moved)
        now = (row for row in sorted(moved) if sums.line(*_facts(self.evaluation, row))[-COUNTS])
        return list(itertools.islice(heapq.merge(still, now), most))

    def counted(self, place: int) -> list[int]:
        """The lines in scope that could be among what is limited."""
        sums = self._sums[place]
        return [row for row in sums.rows.tolist() if sums.could_count(*classes_of(self.evaluation, row))]

    def increases(self, place: int, most: int) -> list[tuple[int, int]]:
        """The lines in scope that could be limited and grew most, with their increases in yen."""
        sums, moved = self._sums[place], self._moved(place)
        still = (each for each in sums.growth if each[0] not in moved)
        found = [each for each in itertools.islice(still, most) if each[1] > 0]
        for row in moved:
            previous, request = self.evaluation.line(row)[:2]
            before = previous if isinstance(previous, int) else 0
            if isinstance(request, int) and request > before and sums.could_count(*classes_of(self.evaluation, row)):
                found.append((row, request - before))
        return heapq.nsmallest(most, found, key=lambda each: (-each[1], each[0]))

    def grown_programs(self) -> frozenset[int]:
        """The programs (by place) in the scope of a broken ceiling that grew on the previous year."""
        broken = [
            sums for sums, each in zip(self._sums, self._judgements, strict=True) if each.verdict is Verdict.BROKEN
        ]
        within = frozenset().union(*(sums.programs for sums in broken))
        totals = ((i, self.evaluation.program(i)) for i in within)
        return frozenset(i for i, (previous, request, *_later) in totals if request.yen > previous.yen)

    def _moved(self, place: int) -> set[int]:
        """The lines in scope whose amount or kind may differ from the base."""
        index, owner = self.evaluation.portfolio.line_index, self.evaluation.portfolio.lines.program
        rows = (index[line_id] for line_id in self.evaluation.overrides if line_id in index)
        return {row for row in rows if int(owner[row]) in self._sums[place].programs}


def judge(evaluation: Evaluation, ceilings: Iterable[Ceiling], known: Judged | None = None) -> Judged:
    """Judge the ceilings of the request year; those of other years are left out.

    `known` is any earlier judgement: over the same base, it costs the lines that were touched since.
    """
    base, year = evaluation.base, evaluation.portfolio.request_year
    wanted = tuple(each for each in ceilings if each.year == year)
    if known is not None and known.evaluation.base is not base:
        known = None
    made = {} if known is None else {sums.ceiling: sums for sums in known._sums}
    if known is None or tuple(made) != wanted:
        chosen = tuple(made.get(each) or CeilingSums(each, base) for each in wanted)
        known = Judged(evaluate(base), chosen, tuple(sums.tally for sums in chosen))
    before, moved = known.evaluation, []
    for line_id in touched_lines(before.overrides, evaluation.overrides):
        row = evaluation.portfolio.line_index.get(line_id)
        if row is not None and (old := _facts(before, row)) != (new := _facts(evaluation, row)):
            moved.append((int(evaluation.portfolio.lines.program[row]), old, new))
    tallies = [
        _shifted(tally, sums, [(old, new) for program, old, new in moved if program in sums.programs])
        for tally, sums in zip(known._tallies, known._sums, strict=True)
    ]
    return Judged(evaluation, known._sums, tallies)


def _shifted(tally: Tally, sums: CeilingSums, moved: Sequence[tuple[LineFacts, LineFacts]]) -> Tally:
    """What a ceiling adds up to after lines went from their facts before to those after."""
    if not moved:
        return tally
    was, now = (zip(*(sums.line(*pair[side]) for pair in moved), strict=True) for side in (0, 1))
    return tuple(total - sum(old) + sum(new) for total, old, new in zip(tally, was, now, strict=True))


def _judgement(sums: CeilingSums, tally: Tally) -> Judgement:
    unsettled, unpriced, missing, cannot = tally[-COUNTS:]
    limited, allowance, room = sums.intervals(tally)
    return Judgement(sums.ceiling, limited, allowance, room, unsettled, unpriced, missing, cannot, sums.lost)


def _facts(evaluation: Evaluation, row: int) -> LineFacts:
    """The kinds of a line, last year's amount and this year's."""
    previous, request = evaluation.line(row)[:2]
    return (*classes_of(evaluation, row), previous, request)
