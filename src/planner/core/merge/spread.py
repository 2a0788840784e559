"""A ceiling pushed down: a total spread over the headings of a view, as ceilings of theirs.

spread = spread_over(amounts, 10**12, by=Weight.PREVIOUS, held={"人事課": 3 * 10**9})
document = with_ceilings(document, view, spread, name="令和8年度の枠")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.core.calculation.evaluate import Evaluation
from planner.core.edits.ceilings import free_ceiling_id, set_ceiling
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.portfolio import View

UNIT = 1_000
"""Shares are whole 千円, as budgets are written."""


class Weight(StrEnum):
    """What a total is spread by."""

    PREVIOUS = "previous"  # the previous year's amounts
    REQUEST = "request"


@dataclass(frozen=True)
class Spread:
    """What each heading gets in yen, and what of the total is left: below zero where more is held than there is."""

    shares: Mapping[str, int]
    rest: int


def amounts_of(evaluation: Evaluation, view: View, by: Weight) -> dict[str, int]:
    """What the programs under each heading of a view come to in the year that is the measure, in yen."""
    year, portfolio = (0 if by is Weight.PREVIOUS else 1), evaluation.portfolio
    headings = dict.fromkeys(each.heading for each in view.members if not each.relisted)
    return {each: evaluation.sum_of(portfolio.counted(view, each))[year].yen for each in headings}


def spread_over(amounts: Mapping[str, int], total: int, held: Mapping[str, int] | None = None) -> Spread:
    """A total (yen) spread in proportion to amounts, in whole 千円; what is `held` by hand stays as it is.

    What cutting off to 千円 leaves is told as the rest and given to nobody. Raises `UserError` for a heading that is
    not there, and where something is to be spread and nothing measures how.
    """
    held = held or {}
    strange = next((each for each in held if each not in amounts), None)
    if strange is not None:
        raise UserError(
            N_('There is no heading "{heading}".'),
            N_("The view has: {names}."),
            heading=strange,
            names=", ".join(amounts),
        )
    left = max(total - sum(held.values()), 0)
    free = {each: max(amount, 0) for each, amount in amounts.items() if each not in held}
    whole = sum(free.values())
    if free and left and not whole:
        raise UserError(
            N_("Nothing measures what {headings} shall get: their amounts are 0."),
            N_("Give their shares by hand."),
            headings=", ".join(free),
        )
    given = {
        each: held[each] if each in held else left * free[each] // (whole * UNIT) * UNIT if whole else 0
        for each in amounts
    }
    return Spread(given, total - sum(given.values()))


def with_ceilings(document: Document, view: View, spread: Spread, name: str, name_en: str = "") -> Document:
    """The document with a ceiling of the request year for each heading, in the place of the one it had."""
    year = document.portfolio.request_year
    for heading, amount in spread.shares.items():
        scope = Scope(ScopeKind.HEADING, view.id, heading)
        known = next((each.id for each in document.ceilings if each.scope == scope and each.year == year), None)
        id_ = known or free_ceiling_id(document)
        document = set_ceiling(document, Ceiling(id_, year, name, name_en, scope, amount=amount))
    return document
