"""Cut to a target (削減), or distribute a rise (増額の配分): packages of rates and quantities, side by side.

What cannot be moved is said first. A cut takes off at least the amount wanted, rounded up to 千円; then comes what its
method asks for, then the least remainder beyond it. A rise adds at most the amount, as near to it as can be. The sums
that steps of several lines can reach are searched whole; core's own evaluation checks every package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from planner.core.calculation.cohort import bound_amount, line_amount, vintages
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.calculation.in_force import effective
from planner.core.errors import N_, Message, UserError
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import QUANTITY, RATE, Field
from planner.core.model.lines import Amount, Cell, Lack, Line
from planner.core.persistent import PersistentMap
from planner.core.seek.levers import Driver, moved
from planner.core.seek.packages import Cuts, Limits, Method, Moved, Package, Uncuttable
from planner.core.seek.rungs import THOUSAND, Rung, step_of
from planner.core.seek.spread import PLAY, Choice, Free, Look, fewest, in_order, most, spread
from planner.core.seek.targets import Aim, Gauge, Measure, Progress

AGAIN = 8
"""So often more is cut where a ceiling's room grew by less than what was cut."""


def cut(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    wanted: int,
    lines: Sequence[str] = (),
    methods: Sequence[Method] = tuple(Method),
    limits: Limits | None = None,
    *,
    up: bool = False,
    progress: Progress | None = None,
) -> Cuts:
    """Packages that take at least `wanted` yen off an aim in a scenario, one a method; with `up` add at most so much.

    Of a ceiling the room grows by at least so much. `lines` (ids) are those to move, in their order of priority; all
    that the aim is made of where there are none. `progress` hears again and again which method is worked out. Raises
    `UserError` where the aim cannot be moved at all.
    """
    done = 0

    def look() -> None:
        if progress is not None:
            progress(done, len(methods))

    grown = regrown(base, document.growth(scenario))
    work = _Work(document, grown, scenario, aim, lines, limits or Limits(), look, up=up)
    now = f"{work.now:,}"
    if wanted <= 0 and up:
        raise UserError(N_("The amount to add must be above 0."), N_("Give a target above {now} yen."), now=now)
    if wanted <= 0 and aim.ceiling is not None:
        raise UserError(N_("The ceiling has that room already: {now} yen."), N_("Ask for more room."), now=now)
    if wanted <= 0:
        raise UserError(N_("The amount to cut must be above 0."), N_("Give a target below {now} yen."), now=now)
    uncuttable, free = work.ladder()
    target = work.now + wanted * (1 if up or aim.ceiling is not None else -1)
    packages = []
    for done, method in enumerate(methods):  # noqa: B007 - `look` tells it
        packages.append(work.package(method, free, wanted, target))
    return Cuts(aim, work.now, target, tuple(uncuttable), tuple(packages), up)


class _Work:
    """One question: what a scenario comes to, and what of it can be moved."""

    def __init__(
        self,
        document: Document,
        base: Base,
        scenario: int,
        aim: Aim,
        lines: Sequence[str],
        limits: Limits,
        look: Look,
        *,
        up: bool,
    ) -> None:
        self._base, self._aim, self._limits, self._look, self._up = base, aim, limits, look, up
        self._portfolio, self._year = document.portfolio, aim.year
        self._gauge = Gauge(aim, document.all_obligations)
        self._overrides: Overrides = PersistentMap.of(document.overrides(scenario))
        self._before: Evaluation = evaluate(base, self._overrides)
        if aim.measure is Measure.COMMITTED:
            self._year = document.portfolio.request_year
        found = None if up and aim.ceiling is not None else self._gauge.read(self._before)
        if found is None:
            raise UserError(
                N_("Only an amount that is known can be cut or raised."),
                N_("Name a total, a program, lines or a view; look at `planner check` for what is missing."),
                where=aim.what,
            )
        self.now = found
        self._paying = {line for each in document.all_obligations for line in each.lines}
        self._rows = self._chosen_rows(lines)
        self._forced = self._bounded()
        look()
        cells = {driver: after for driver, (_before, after) in self._forced.items()}
        self._start = moved(self._overrides, self._portfolio.lines.ids, cells)
        self._evaluation = evaluate(base, self._start, self._before)

    def _worth(self, line: Line) -> Amount:
        """What a line counts for in what is aimed at: its amount, or what intakes up to the request year bind of it."""
        self._look()
        amount = line_amount(line, self._aim.year)
        if self._aim.measure is not Measure.COMMITTED or not isinstance(amount, int):
            return amount
        return bound_amount(line, self._aim.year, self._year).committed

    def _bounded(self) -> dict[Driver, tuple[int, int]]:
        """The drivers that lie beyond a bound, and the values they are moved to first."""
        found = {}
        for (line_id, key), bound in (self._limits.floors if self._up else self._limits.caps).items():
            row, driver = self._row(line_id), RATE if key == RATE.key else QUANTITY
            now = effective(self._before.drivers(row), key, self._year)
            step = step_of(driver)
            to = -(-bound // step) * step if self._up else bound // step * step
            first, last = self._portfolio.bounds[self._portfolio.lines.program[row]]
            if driver is QUANTITY and not first <= self._year <= last:
                continue  # nobody is taken in then, whatever is carried on
            if row in self._rows and isinstance(now, int) and (now < bound if self._up else now > bound):
                if line_id in self._limits.hold:
                    raise UserError(
                        N_("The line is held, and lies beyond a bound that is asked for."),
                        N_("Let it go, or leave out the bound."),
                        where=f"{line_id}.{key}",
                    )
                found[Driver(row, driver, self._year)] = (now, to)
        return found

    def _row(self, line_id: str) -> int:
        index = self._portfolio.line_index
        if line_id not in index:
            raise UserError(
                N_('There is no line "{id}".'), N_("Look the id up with `planner totals FILE --json`."), id=line_id
            )
        return index[line_id]

    def _chosen_rows(self, lines: Sequence[str]) -> list[int]:
        """The rows to be moved, in order of priority."""
        for line_id in self._limits.lines():
            self._row(line_id)
        chosen = [self._row(line_id) for line_id in dict.fromkeys(lines)]
        inside = self._aim.rows(self._before)
        outside = next((row for row in chosen if row not in set(inside)), None)
        if outside is not None:
            raise UserError(
                N_("The line is no part of what is to be cut."),
                N_("Leave it out, or cut something larger."),
                where=self._portfolio.lines.ids[outside],
            )
        return chosen or inside

    def ladder(self) -> tuple[list[Uncuttable], Free]:
        """What of these lines cannot be moved, and what can."""
        fixed: list[Uncuttable] = []
        free: dict[int, tuple[Rung, ...]] = {}
        for row in self._rows:
            line = self._evaluation.drivers(row)
            amount = self._worth(line)
            if not isinstance(amount, int) or not amount:
                continue
            why = self._held(row, amount)
            if why is not None:
                fixed.append(Uncuttable(row, amount, why))
                continue
            found = (self._rung(row, driver, amount) for driver in self._drivers(row))
            rungs = [rung for rung in found if rung is not None and rung.most > 0]
            if rungs:
                free[row] = tuple(sorted(rungs, key=lambda rung: (-rung.most, -rung.count)))
            if not self._up:
                fixed += self._rest(row, line, amount - max((rung.most for rung in rungs), default=0))
            elif not rungs:
                fixed.append(Uncuttable(row, amount, Message.of(N_("its cap, or no step above it"))))
        return fixed, free

    def _rest(self, row: int, line: Line, left: int) -> list[Uncuttable]:
        """What is left of a line when all that can be cut of it is."""
        found = []
        if self._aim.measure is Measure.COMMITTED:
            earlier = bound_amount(line, self._aim.year, self._year).earlier
        else:
            taken_in = vintages(line, self._aim.year)[1:]
            earlier = sum(each.amount for each in taken_in if isinstance(each.amount, int))
        if left and earlier:
            found.append(Uncuttable(row, min(left, earlier), Message.of(N_("vintages already taken in"))))
        if left > earlier:
            found.append(Uncuttable(row, left - earlier, Message.of(N_("its floor, or no step below it"))))
        return found

    def _held(self, row: int, amount: int) -> Message | None:
        """Why nothing of a line may be moved."""
        line_id = self._portfolio.lines.ids[row]
        if line_id in self._limits.hold:
            return Message.of(N_("held"))
        if self._portfolio.is_residual[row] and not self._limits.residual:
            return Message.of(N_("residual: not itemised"))
        if line_id in self._paying:
            return Message.of(N_("pays an obligation"))
        return Message.of(N_("below zero")) if amount < 0 else None

    def _drivers(self, row: int) -> list[Field]:
        """What of a line may be moved: what it was moved by already, else what is chosen, else either."""
        forced = [driver.field for driver in self._forced if driver.row == row]
        chosen = self._limits.drivers.get(self._portfolio.lines.ids[row])
        return forced[:1] or [each for each in (RATE, QUANTITY) if chosen in (None, each.key)]

    def _rung(self, row: int, driver: Field, amount: int) -> Rung | None:
        line_id = self._portfolio.lines.ids[row]
        now = effective(self._evaluation.drivers(row), driver.key, self._year)
        if not isinstance(now, int) or now <= 0 or (driver is QUANTITY and self._portfolio.is_lump[row]):
            return None  # of a lump sum (一式) there is no half
        origin = self._portfolio.origin(row, driver.key, self._year)
        printed = origin if self._limits.ranges and driver is RATE else None
        key = (line_id, driver.key)
        if self._up:
            end = min(self._limits.caps.get(key, driver.high), driver.high)
            end = end if printed is None or printed.high is None else min(end, printed.high)
        else:
            end = max(self._limits.floors.get(key, 0), 0)
            end = end if printed is None or printed.low is None else max(end, printed.low)
        own = self._start.get(line_id, NO_CELLS)
        return Rung(self._base, row, driver, self._year, own, now, end, amount, self._worth, self._up)

    # ---------------------------------------------------------------- packages

    def package(self, method: Method, free: Free, wanted: int, target: int) -> Package:
        """The package of a method; all that can be moved where that is not enough."""
        wanted = wanted // THOUSAND * THOUSAND if self._up else -(-wanted // THOUSAND) * THOUSAND
        free, forced = _allowed(method, free), self._by_bounds()
        if self._up and forced > wanted:
            raise UserError(
                N_("The floors alone add {yen} yen, more than is to be added."), N_("Lower them."), yen=f"{forced:,}"
            )
        left = wanted - forced
        for _ in range(AGAIN):
            is_enough = left <= most(free)
            found = self._made(method, self._chosen(method, free, left), target, is_enough=is_enough)
            if found.reached or self._aim.ceiling is None or not is_enough:
                break
            left += -(-found.short // THOUSAND) * THOUSAND
        return found

    def _by_bounds(self) -> int:
        """By how many yen the bounds alone move the aim, the way that is asked."""
        if not self._forced:
            return 0
        return abs((self._gauge.read(self._evaluation) or 0) - self.now)

    def _chosen(self, method: Method, free: Free, wanted: int) -> list[Choice]:
        """What each line does so that the wish is met; none that comes to nothing, and no step in vain."""
        if wanted <= 0:
            return []
        if most(free) < wanted:
            chosen = [Choice(rungs[0].most, rungs[0], rungs[0].count) for rungs in free.values()]
        elif method is Method.PRIORITY:
            chosen = in_order(free, wanted, up=self._up)
        elif method is Method.FEWEST:
            begun = {driver.row for driver in self._forced}
            chosen = spread(fewest(free, wanted, begun), wanted, PLAY, self._look, up=self._up)
        else:
            chosen = spread(free, wanted, 1, self._look, up=self._up)
        return [Choice(effect, rung, rung.reaching(effect)) for effect, rung, _steps in chosen if effect]

    def _made(self, method: Method, chosen: Sequence[Choice], target: int, *, is_enough: bool) -> Package:
        ids, portfolio = self._portfolio.lines.ids, self._portfolio
        values = {Driver(rung.row, rung.field, rung.year): rung.value(steps) for _effect, rung, steps in chosen}
        before = {driver: was for driver, (was, _after) in self._forced.items()}
        before |= {
            driver: rung.now
            for _effect, rung, _steps in chosen
            if (driver := Driver(rung.row, rung.field, rung.year)) not in before
        }
        values = {driver: after for driver, (_was, after) in self._forced.items()} | values
        evaluation = evaluate(self._base, moved(self._overrides, ids, values), self._before)
        self._look()
        amount = self._gauge.read(evaluation)
        if amount is None:
            raise UserError(
                N_("The target cannot be computed any more with these values."),
                N_("Look at `planner check` for what is missing; a ceiling needs the kinds of its lines."),
                where=self._aim.what,
            )
        changes = self._effects(before, values)
        later = {year: 0 for year in portfolio.years if year > self._aim.year}
        for row in {driver.row for driver in values}:
            for year, now, was in zip(portfolio.years, evaluation.line(row), self._before.line(row), strict=True):
                if year in later:
                    later[year] += _yen(now) - _yen(was)
        beyond = amount - target if self._aim.ceiling is not None else target - amount
        if self._up and not is_enough:  # everything that may rise has, and yen are left
            beyond = -beyond
        outside = sum(
            origin is not None and not origin.allows(after)
            for driver, after in values.items()
            for origin in (portfolio.origin(driver.row, driver.field.key, driver.year),)
        )
        short = max(-beyond, 0)
        return Package(method, not short, amount, max(beyond, 0), short, changes, later, outside)

    def _effects(self, before: Mapping[Driver, int], values: Mapping[Driver, int]) -> tuple[Moved, ...]:
        """What each driver moves of its line, one after the other where a line has two."""
        ids, found = self._portfolio.lines.ids, list[Moved]()
        turned = sorted(values.items(), key=lambda each: (each[0].row, each[0].field.key))
        for row, group in groupby(turned, lambda each: each[0].row):
            own = dict(self._overrides.get(ids[row], NO_CELLS))
            was = _yen(self._worth(self._base.drivers(row, own)))
            for driver, after in group:
                own[Cell(driver.field.key, driver.year)] = after
                now = _yen(self._worth(self._base.drivers(row, own)))
                found.append(Moved(driver, before[driver], after, now - was if self._up else was - now))
                was = now
        return tuple(found)


def _allowed(method: Method, free: Free) -> Free:
    """The drivers each line may be moved by under a method."""
    wanted = {Method.RATE: RATE, Method.QUANTITY: QUANTITY}.get(method)
    found = {row: tuple(rung for rung in rungs if wanted in (None, rung.field)) for row, rungs in free.items()}
    return {row: rungs for row, rungs in found.items() if rungs}


def _yen(amount: Amount) -> int:
    return 0 if isinstance(amount, Lack) else amount
