"""Cut to a target (削減): packages of lower rates and quantities that take at least an amount off, side by side.

What cannot be cut is said first. A package takes off at least the amount wanted, rounded up to 千円; then comes what
its method asks for, then the least remainder beyond it. The sums that steps of several lines can reach are searched
whole, as the bits of one integer; core's own evaluation checks every package.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from planner.core.calculation.cohort import line_amount, vintages
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.calculation.in_force import effective
from planner.core.edits.values import Entry
from planner.core.errors import N_, Message, UserError
from planner.core.memo import memoised
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import QUANTITY, RATE, Field, Value
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import PersistentMap
from planner.core.seek.levers import Driver, entries, moved
from planner.core.seek.targets import Aim, Gauge, Measure

THOUSAND = 1_000
"""Rates move in whole 千円, and sums are searched in them."""
BITS = 2_000_000
"""Sums are searched in at most so many parts, so that a search has room."""
PLAY = 30
"""So many steps around its share a line may play where nothing else is asked than the least remainder."""


class Method(StrEnum):
    """How a cut is spread over lines."""

    PRO_RATA = "pro-rata"  # 按分: by what can be cut of each
    RATE = "rate"  # 単価のみ, by what can be cut of each
    QUANTITY = "quantity"  # 員数のみ, likewise
    PRIORITY = "priority"  # 優先順: one line after another, in the order given
    FEWEST = "fewest"  # 件数最少: as few lines as can be


class Uncuttable(NamedTuple):
    """What of a line's amount (yen) cannot be cut, and why."""

    row: int
    amount: int
    why: Message


@dataclass(frozen=True, eq=False)
class Rung:
    """One driver of a line that can be lowered, in steps: what the line comes to after so many.

    `now` is its value, `floor` the lowest it may take; `amount` what the line comes to now, in yen.
    """

    base: Base
    row: int
    field: Field
    year: int
    own: Mapping[Cell, Value]
    now: int
    floor: int
    step: int
    amount: int

    @property
    def count(self) -> int:
        """How many steps there are."""
        return max(0, (self.now - 1) // self.step - -(-self.floor // self.step) + 1)

    def value(self, steps: int) -> int:
        """The driver's value after so many steps: whole 千円 or people from the first on."""
        return self.now if not steps else ((self.now - 1) // self.step - (steps - 1)) * self.step

    @memoised
    def effect(self, steps: int) -> int:
        """What so many steps take off the line's amount, in yen."""
        if not steps:
            return 0
        cells = {**self.own, Cell(self.field.key, self.year): self.value(steps)}
        amount = line_amount(self.base.drivers(self.row, cells), self.year)
        return self.amount - amount if isinstance(amount, int) else 0

    @property
    def most(self) -> int:
        """What all steps take off."""
        return self.effect(self.count)

    def within(self, yen: int) -> int:
        """The most steps that take off no more than an amount."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.effect(middle) <= yen else (low, middle - 1)
        return low

    def reaching(self, yen: int) -> int:
        """The fewest steps that take off at least an amount that all of them do."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.effect(middle) >= yen else (middle + 1, high)
        return low


class Moved(NamedTuple):
    """One driver as a package sets it, and what that takes off its line, in yen."""

    driver: Driver
    before: int
    after: int
    effect: int


@dataclass(frozen=True)
class Package:
    """One way to take the amount off: `amount` is what the aim comes to then, `remainder` what is cut beyond the wish.

    `later` is what it moves of later plan years, by year; amounts are yen. It is not `reached` where all that can be
    cut is less than the wish: `short` is by how much.
    """

    method: Method
    reached: bool
    amount: int
    remainder: int
    short: int
    changes: tuple[Moved, ...]
    later: Mapping[int, int]

    def entries(self, document: Document) -> list[Entry]:
        """The edits that set its values."""
        return entries(document.portfolio.lines.ids, {each.driver: each.after for each in self.changes})


@dataclass(frozen=True)
class Cuts:
    """The packages beside one another: from `before` to at most `target`, and what cannot be cut."""

    aim: Aim
    before: int
    target: int
    uncuttable: tuple[Uncuttable, ...]
    packages: tuple[Package, ...]


@dataclass(frozen=True)
class Limits:
    """What may be cut: lines held (ids), floors by (line, field), whether rates stay in their published ranges, and
    whether residual lines may be cut too.
    """

    hold: Collection[str] = ()
    floors: Mapping[tuple[str, str], int] = field(default_factory=dict)
    ranges: bool = False
    residual: bool = False


def cut(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    wanted: int,
    lines: Sequence[str] = (),
    methods: Sequence[Method] = tuple(Method),
    limits: Limits | None = None,
) -> Cuts:
    """Packages that take at least `wanted` yen off an aim in a scenario, one a method.

    `lines` (ids) are those to cut, in their order of priority; all that the aim is made of where there are none. Raises
    `UserError` where the aim cannot be cut at all.
    """
    work = _Work(document, regrown(base, document.growth(scenario)), scenario, aim, limits or Limits())
    if wanted <= 0:
        now = f"{work.now:,}"
        raise UserError(N_("The amount to cut must be above 0."), N_("Give a target below {now} yen."), now=now)
    rows = work.rows(lines)
    uncuttable, rungs = work.ladder(rows)
    packages = [work.package(method, rungs, -(-wanted // THOUSAND) * THOUSAND, work.now - wanted) for method in methods]
    return Cuts(aim, work.now, work.now - wanted, tuple(uncuttable), tuple(packages))


Ladder = Mapping[int, tuple[Rung, ...]]
"""What of each line (by row, in order of priority) can be lowered."""


class _Work:
    """One question: what a scenario comes to, and what of it can be lowered."""

    def __init__(self, document: Document, base: Base, scenario: int, aim: Aim, limits: Limits) -> None:
        self._document, self._base, self._aim, self._limits = document, base, aim, limits
        self._portfolio: Portfolio = document.portfolio
        self._overrides: Overrides = PersistentMap.of(document.overrides(scenario))
        self._evaluation: Evaluation = evaluate(base, self._overrides)
        found = Gauge(aim).read(self._evaluation) if aim.measure is Measure.AMOUNT else None
        if found is None:
            raise UserError(
                N_("Only an amount that is known can be cut."),
                N_("Name a total, a program, lines or a view; look at `planner check` for what is missing."),
                where=aim.what,
            )
        self.now = found
        self._paying = {line for each in document.all_obligations for line in each.lines}

    def rows(self, lines: Sequence[str]) -> list[int]:
        """The rows to be cut, in order of priority."""
        inside = [row for each in self._aim.ranges(self._portfolio) for row in each]
        index = self._portfolio.line_index
        for id_ in (*lines, *self._limits.hold, *(line for line, _field in self._limits.floors)):
            if id_ not in index:
                raise UserError(
                    N_('There is no line "{id}".'), N_("Look the id up with `planner totals FILE --json`."), id=id_
                )
        chosen = [index[id_] for id_ in dict.fromkeys(lines)]
        outside = next((row for row in chosen if row not in set(inside)), None)
        if outside is not None:
            raise UserError(
                N_("The line is no part of what is to be cut."),
                N_("Leave it out, or cut something larger."),
                where=self._portfolio.lines.ids[outside],
            )
        return chosen or inside

    def ladder(self, rows: Sequence[int]) -> tuple[list[Uncuttable], Ladder]:
        """What of these lines cannot be cut, and what can."""
        fixed: list[Uncuttable] = []
        free: dict[int, tuple[Rung, ...]] = {}
        for row in rows:
            amount = self._evaluation.line(row)[self._portfolio.years.index(self._aim.year)]
            if not isinstance(amount, int) or not amount:
                continue
            why = self._held(row, amount)
            if why is not None:
                fixed.append(Uncuttable(row, amount, why))
                continue
            found = (self._rung(row, driver, amount) for driver in (RATE, QUANTITY))
            rungs = tuple(rung for rung in found if rung is not None and rung.most > 0)
            if rungs:
                free[row] = rungs
            left = amount - max((rung.most for rung in rungs), default=0)
            taken_in = vintages(self._evaluation.drivers(row), self._aim.year)[1:]
            earlier = sum(each.amount for each in taken_in if isinstance(each.amount, int))
            if left and earlier:
                fixed.append(Uncuttable(row, min(left, earlier), Message.of(N_("vintages already taken in"))))
            if left > earlier:
                fixed.append(Uncuttable(row, left - earlier, Message.of(N_("its floor, or no step below it"))))
        return fixed, free

    def _held(self, row: int, amount: int) -> Message | None:
        """Why nothing of a line may be cut."""
        line_id = self._portfolio.lines.ids[row]
        if line_id in self._limits.hold:
            return Message.of(N_("held"))
        if self._portfolio.is_residual[row] and not self._limits.residual:
            return Message.of(N_("residual: not itemised"))
        if line_id in self._paying:
            return Message.of(N_("pays an obligation"))
        return Message.of(N_("below zero")) if amount < 0 else None

    def _rung(self, row: int, driver: Field, amount: int) -> Rung | None:
        line_id, portfolio = self._portfolio.lines.ids[row], self._portfolio
        now = effective(self._evaluation.drivers(row), driver.key, self._aim.year)
        if not isinstance(now, int) or now <= 0 or (driver is QUANTITY and portfolio.is_lump[row]):
            return None  # of a lump sum (一式) there is no half
        floor = self._limits.floors.get((line_id, driver.key), 0)
        origin = portfolio.origin(row, driver.key, self._aim.year)
        if self._limits.ranges and driver is RATE and origin is not None and origin.low is not None:
            floor = max(floor, origin.low)
        step = THOUSAND if driver is RATE else 1
        own = self._overrides.get(line_id, NO_CELLS)
        return Rung(self._base, row, driver, self._aim.year, own, now, floor, step, amount)

    # ---------------------------------------------------------------- packages

    def package(self, method: Method, ladder: Ladder, wanted: int, target: int) -> Package:
        """The package of a method; all that can be cut where that is not enough."""
        free = _allowed(method, ladder)
        if sum(rung.most for rung in free.values()) < wanted:
            steps = {rung: rung.count for rung in free.values()}
        elif method is Method.PRIORITY:
            steps = _in_order(free, wanted)
        elif method is Method.FEWEST:
            steps = _spread(_fewest(free, wanted), wanted, PLAY)
        else:
            steps = _spread(free, wanted, 1)
        needed = {
            rung: rung.reaching(rung.effect(count)) for rung, count in steps.items()
        }  # none that take off nothing
        return self._made(method, {rung: count for rung, count in needed.items() if count}, target)

    def _made(self, method: Method, steps: Mapping[Rung, int], target: int) -> Package:
        ids = self._portfolio.lines.ids
        cells = {Driver(rung.row, rung.field, rung.year): rung.value(count) for rung, count in steps.items()}
        evaluation = evaluate(self._base, moved(self._overrides, ids, cells), self._evaluation)
        amount = Gauge(self._aim).read(evaluation)
        assert amount is not None  # every line that was moved has an amount
        changes = [
            Moved(Driver(rung.row, rung.field, rung.year), rung.now, rung.value(count), rung.effect(count))
            for rung, count in steps.items()
        ]
        later = {}
        for year in self._portfolio.years:
            if year > self._aim.year:
                was, now = (Gauge(replace(self._aim, year=year)).read(each) for each in (self._evaluation, evaluation))
                if was is not None and now is not None:
                    later[year] = now - was
        beyond = target - amount
        changes.sort(key=lambda each: (each.driver.row, each.driver.field.key))
        return Package(method, beyond >= 0, amount, max(beyond, 0), max(-beyond, 0), tuple(changes), later)


def _allowed(method: Method, ladder: Ladder) -> dict[int, Rung]:
    """The driver each line is cut by: that of the method, else the one that can take more off, in the finer steps."""
    wanted = {Method.RATE: RATE, Method.QUANTITY: QUANTITY}.get(method)
    found: dict[int, Rung] = {}
    for row, rungs in ladder.items():
        allowed = [rung for rung in rungs if wanted in (None, rung.field)]
        if allowed:
            found[row] = max(allowed, key=lambda rung: (rung.most, rung.count))
    return found


def _in_order(free: Mapping[int, Rung], wanted: int) -> dict[Rung, int]:
    """One line after another down to its floor, the last as far as is needed."""
    steps: dict[Rung, int] = {}
    for rung in free.values():
        if wanted <= 0:
            break
        steps[rung] = rung.count if rung.most < wanted else rung.reaching(wanted)
        wanted -= rung.effect(steps[rung])
    return steps


def _fewest(free: Mapping[int, Rung], wanted: int) -> dict[int, Rung]:
    """As few lines as can take so much off: those of which most can be cut."""
    chosen: dict[int, Rung] = {}
    for row, rung in sorted(free.items(), key=lambda each: -each[1].most):
        if wanted <= 0:
            break
        chosen[row] = rung
        wanted -= rung.most
    return chosen


def _spread(free: Mapping[int, Rung], wanted: int, play: int) -> dict[Rung, int]:
    """Every line by its share of what can be cut, within so many steps of it: the least sum that is enough."""
    rungs, whole = list(free.values()), sum(rung.most for rung in free.values())
    shares = [rung.within(wanted * rung.most // whole) for rung in rungs]
    ranges = [
        range(max(share - play + 1, 0), min(share + play, rung.count) + 1)
        for rung, share in zip(rungs, shares, strict=True)
    ]
    effects = [[rung.effect(x) for x in each] for rung, each in zip(rungs, ranges, strict=True)]
    places = _least_sum(effects, wanted) or [len(each) - 1 for each in ranges]
    _take_back(effects, places, wanted)
    return {rung: each[place] for rung, each, place in zip(rungs, ranges, places, strict=True)}


def _least_sum(effects: Sequence[Sequence[int]], wanted: int) -> list[int] | None:
    """The place to take of each row, so that the sum is at least `wanted` and as little beyond it as can be.

    Effects count in whole 千円, or in larger parts where that would take too much room; they are cut off, so that what
    is found is never less than it seems. `None` where no sum reaches.
    """
    play = wanted - sum(each[0] for each in effects)
    part = THOUSAND * max(1, -(-(play + max(each[-1] - each[0] for each in effects)) // (THOUSAND * BITS)))
    left = -(-play // part)
    moves = [[(effect - each[0]) // part for effect in each] for each in effects]
    if left <= 0:
        return [0] * len(effects)
    top = left + max(each[-1] for each in moves)
    mask = (1 << top + 1) - 1
    reached, layers = 1, []
    for each in moves:
        layers.append(reached)
        after = 0
        for move in sorted(set(each)):
            after |= reached << move
        reached = after & mask
    above = reached >> left
    if not above:
        return None
    at, taken = left + (above & -above).bit_length() - 1, []
    for each, before in zip(reversed(moves), reversed(layers), strict=True):
        place = next(place for place, move in enumerate(each) if move <= at and before >> (at - move) & 1)
        taken.append(place)
        at -= each[place]
    return taken[::-1]


def _take_back(effects: Sequence[Sequence[int]], places: list[int], wanted: int) -> None:
    """Take back what is beyond the wish, step by step where a step is no more than that."""
    beyond = sum(each[place] for each, place in zip(effects, places, strict=True)) - wanted
    for row in sorted(range(len(effects)), key=lambda row: effects[row][-1] - effects[row][0]):
        each = effects[row]
        while places[row] and each[places[row]] - each[places[row] - 1] <= beyond:
            beyond -= each[places[row]] - each[places[row] - 1]
            places[row] -= 1
