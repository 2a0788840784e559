"""A ladder of concessions (譲歩の段階): for one share after another the package that gives it, each within the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.core.calculation.evaluate import Base
from planner.core.model.document import Document
from planner.core.seek.cut import cut
from planner.core.seek.packages import Cuts, Limits, Method, Package
from planner.core.seek.targets import Aim, Progress


@dataclass(frozen=True)
class Concession:
    """One step: `share` of what is cut from, and its package.

    `is_nested`: it takes up all that the step before gave, and goes on from there.
    """

    share: Fraction
    cuts: Cuts
    is_nested: bool

    @property
    def package(self) -> Package:
        """The package of this step."""
        return self.cuts.packages[0]


def concessions(
    document: Document,
    base: Base,
    scenario: int,
    aim: Aim,
    whole: int,
    shares: Sequence[Fraction],
    lines: Sequence[str] = (),
    method: Method = Method.FEWEST,
    limits: Limits | None = None,
    *,
    progress: Progress | None = None,
) -> list[Concession]:
    """A package for each share of `whole` yen, the smallest share first; arguments are as for `cut`.

    What was given stays given in the next step where that reaches its target with no more drivers moved than a package
    made for it alone. `progress` hears again and again which step is worked out. Raises `UserError` as `cut` does.
    """
    bounds, found = limits or Limits(), list[Concession]()

    def tell(*_methods: int) -> None:
        if progress is not None:
            progress(len(found), len(shares))

    for share in sorted(set(shares)):
        exact = share * whole
        wanted = -(-exact.numerator // exact.denominator)
        alone = cut(document, base, scenario, aim, wanted, lines, [method], bounds, progress=tell)
        step = Concession(share, alone, is_nested=not found)
        if found:
            ids, caps = document.portfolio.lines.ids, dict(bounds.caps)
            for driver, _before, after, _effect in found[-1].package.changes:
                caps[ids[driver.row], driver.field.key] = after
            inner = replace(bounds, caps=caps)
            within = cut(document, base, scenario, aim, wanted, lines, [method], inner, progress=tell)
            one, other = within.packages[0], alone.packages[0]
            if one.reached == other.reached and len(one.changes) <= len(other.changes):
                step = Concession(share, within, is_nested=True)
        found.append(step)
    return found
