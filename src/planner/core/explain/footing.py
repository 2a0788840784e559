"""What amounts rest on (根拠): how much of each is explained, fitted, assumed, a residual or changed.

A line counts wholly for the weakest basis of the figures behind it in a year. Once a scenario sets one of its drivers
it is the officer's choice: changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation
from planner.core.model.fields import COURSE, FIELDS, Axis
from planner.core.model.lines import EVER, Cell
from planner.core.model.origins import BASES
from planner.core.model.portfolio import NEVER, View
from planner.core.persistent import PersistentMap, differing


class Shares(NamedTuple):
    """The parts of an amount in yen: explained (公表 and 導出), fitted (調整), assumed (仮定), residual (残差), and of
    lines that a scenario changed (変更).
    """

    explained: int
    fitted: int
    assumed: int
    residual: int
    changed: int = 0

    def plus(self, other: Shares) -> Shares:
        """The parts of both together."""
        return Shares(*(a + b for a, b in zip(self, other, strict=True)))

    def in_parts(self, whole: int) -> tuple[int, ...] | None:
        """The shares in whole parts of `whole` (1,000: per mille), by largest remainder, so that they add up to it.

        One that is not all of the amount never shows as all; `None` where there is no amount to share.
        """
        total = sum(self)
        if not total:
            return None
        exact = [Fraction(part * whole, total) for part in self]
        cut = [each.numerator // each.denominator for each in exact]
        raised = sorted(range(len(cut)), key=lambda at: cut[at] - exact[at])[: whole - sum(cut)]
        shares = [each + (at in raised) for at, each in enumerate(cut)]
        if whole in shares and exact[shares.index(whole)] != whole:
            full = shares.index(whole)
            shares[full] -= 1
            shares[max((at for at in range(len(cut)) if at != full), key=lambda at: exact[at])] += 1
        return tuple(shares)


EVERYTHING = -1
"""The place of all programs together."""


class Footing(NamedTuple):
    """What the programs and views of an evaluation rest on: as in the base, and what the scenario shifts."""

    evaluation: Evaluation
    shifts: PersistentMap[tuple[int, int], tuple[int, ...]]
    """Program, or `EVERYTHING`, and plan year (by place) → the yen that came or went, by basis, changed lines last."""

    def program(self, index: int, y: int) -> Shares:
        """A program with its parts in a plan year (by place), without what it relists."""
        parts = self.evaluation.base.by_basis[index, y].tolist()
        shift = self.shifts.get((index, y), _NO_SHIFT)
        published, derived, *others = (a + b for a, b in zip((*parts, 0), shift, strict=True))
        return Shares(published + derived, *others)

    def sheet(self, index: int, y: int) -> Shares:
        """A program as its sheet shows it, with what it lists again (再掲)."""
        portfolio = self.evaluation.portfolio
        found = self.program(index, y)
        for id_ in portfolio.programs[index].relists:
            found = found.plus(self.program(portfolio.program_index[id_], y))
        return found

    def view(self, view: View | None, y: int) -> Shares:
        """A view with each member once, or everything."""
        places = self.evaluation.portfolio.counted(view)
        parts = self.evaluation.base.by_basis[list(places), y].sum(axis=0).tolist()
        moved = (EVERYTHING,) if view is None else places
        shifts = (self.shifts.get((place, y), _NO_SHIFT) for place in moved)
        published, derived, *others = map(sum, zip((*parts, 0), *shifts, strict=True))
        return Shares(published + derived, *others)


def footing(evaluation: Evaluation, previous: Footing | None = None) -> Footing:
    """The footing of an evaluation; of `previous`, any over the same base, is kept what holds."""
    kept = previous if previous is not None and previous.evaluation.base is evaluation.base else None
    if kept is not None and kept.evaluation is evaluation:
        return kept
    before = None if kept is None else kept.evaluation
    shifts: PersistentMap[tuple[int, int], tuple[int, ...]] = PersistentMap() if kept is None else kept.shifts
    old = {} if before is None else before.lines
    portfolio = evaluation.portfolio
    for row in differing(old, evaluation.lines):
        after = _shift(evaluation, row)
        if before is not None and row in old:
            after = [
                [b - a for a, b in zip(*pair, strict=True)] for pair in zip(_shift(before, row), after, strict=True)
            ]
        for program in (*portfolio.ancestors[portfolio.lines.program[row]], EVERYTHING):
            for y, parts in enumerate(after):
                held = shifts.get((program, y), _NO_SHIFT)
                shifts = shifts.set((program, y), tuple(a + b for a, b in zip(held, parts, strict=True)))
    return Footing(evaluation, shifts)


CHANGED = len(BASES)
"""The place of lines that a scenario changed, after those of the bases."""
_NO_SHIFT = (0,) * (CHANGED + 1)


def _shift(evaluation: Evaluation, row: int) -> list[list[int]]:
    """The yen a scenario moves of a line from basis to basis, a plan year each."""
    portfolio, found = evaluation.portfolio, []
    chosen = _chosen_from(evaluation.overrides.get(portfolio.lines.ids[row], {}))
    amounts = zip(portfolio.years, evaluation.line(row), evaluation.base.line(row), strict=True)
    for y, (year, new, old) in enumerate(amounts):
        was = int(portfolio.bases[row, y])
        own = y > 0 and chosen <= year
        parts = [0] * (CHANGED + 1)
        parts[was] -= old if isinstance(old, int) else 0
        parts[CHANGED if own else was] += new if isinstance(new, int) else 0
        found.append(parts)
    return found


def unprinted_before(evaluation: Evaluation, programs: Iterable[int]) -> Mapping[int, int]:
    """The lines of programs for which no figure of the previous year is printed, with their yen of the request.

    They stand in the increase on the previous year, and are nobody's increase.
    """
    portfolio, asked, found = evaluation.portfolio, frozenset(programs), dict[int, int]()
    for row in evaluation.base.unprinted:
        amount = evaluation.line(row)[1]
        if isinstance(amount, int) and amount and asked & set(portfolio.ancestors[portfolio.lines.program[row]]):
            found[row] = amount
    return found


def _chosen_from(cells: Mapping[Cell, object]) -> int:
    """From which fiscal year on a scenario's own values are behind a line's amounts."""
    years = [
        EVER if field.axis is Axis.TENURE else cell.year
        for cell in cells
        if (field := FIELDS.get(cell.field) or COURSE.get(cell.field)) is not None
    ]
    return min(years, default=NEVER)
