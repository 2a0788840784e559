"""Lines that take the place of a residual (残差との組替え): what was one sum is now itemised, and no new work.

A residual is the printed total of its program less all other lines, those of its parts included. As far as it falls
while lines appear of which the other side says nothing, these lines stand for it: that much of both is `unitemised`
and adds up to 0. What the residual's fall does not cover stays new (ended the other way round), and what no line covers
stays residual. Lines that the other side says were nothing (a printed 0, a program not yet begun) are new work.
"""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.explain.factors import Factors, spread
from planner.core.explain.line_split import LineSplit
from planner.core.model.portfolio import Portfolio


def itemised(portfolio: Portfolio, splits: Mapping[int, LineSplit]) -> dict[int, Factors]:
    """The factors of those lines of which a part is `unitemised`, by row.

    `splits` holds in order of rows at least all `itemised` lines and all whose residual differs, of whole programs.
    """
    appearing = {row: one.factors.new + one.factors.ended for row, one in splits.items() if one.itemised}
    residuals = {row: one.factors.residual for row, one in splits.items() if one.factors.residual}
    return {row: _moved(splits[row].factors, yen) for row, yen in _covered(portfolio, appearing, residuals).items()}


def _covered(portfolio: Portfolio, appearing: Mapping[int, int], residuals: Mapping[int, int]) -> dict[int, int]:
    """The yen of lines and residuals that stand for each other, by row; where several could, in proportion.

    Parts come before the program they belong to.
    """
    below: dict[int, list[int]] = {}
    for row in appearing:
        for program in portfolio.ancestors[portfolio.lines.program[row]]:
            below.setdefault(program, []).append(row)
    own: dict[int, list[int]] = {}
    for row in residuals:
        own.setdefault(int(portfolio.lines.program[row]), []).append(row)
    left, covered = dict(appearing), dict[int, int]()
    for program in sorted(own.keys() & below.keys(), reverse=True):
        moved = sum(residuals[row] for row in own[program])
        lines = [row for row in below[program] if left[row] * moved < 0]
        rests = [row for row in own[program] if residuals[row] * moved > 0]
        size = min(sum(abs(left[row]) for row in lines), abs(moved))
        if not size:
            continue
        sign = 1 if moved < 0 else -1
        for row, part in zip(lines, spread(size, [abs(left[row]) for row in lines]), strict=True):
            left[row] -= sign * part
            covered[row] = covered.get(row, 0) + sign * part
        for row, part in zip(rests, spread(size, [abs(residuals[row]) for row in rests]), strict=True):
            covered[row] = -sign * part
    return covered


def _moved(factors: Factors, yen: int) -> Factors:
    """The same with so much of the line's one factor as `unitemised`."""
    from_ = next(key for key in ("new", "ended", "residual") if getattr(factors, key))
    return factors._replace(**{from_: getattr(factors, from_) - yen}, unitemised=yen)
