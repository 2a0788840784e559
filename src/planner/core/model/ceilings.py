"""Ceilings (概算要求基準・シーリング) as data: what each limits, how much it allows, and where it is written.

A ceiling belongs to one fiscal year and is never applied to another; `planner.core.ceilings.judge` judges a request.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.fields import PART_LIMIT
from planner.core.model.portfolio import Portfolio
from planner.core.money import YEN_LIMIT

ANY = 0
"""In `Kinds`: whatever the kind."""

REQUEST, WISH = 1, 2
"""Kinds of request that have an amount, as `planner.core.model.fields.DEMAND` counts them."""

DISCRETIONARY, MANDATORY = 1, 2
"""Kinds of expense, as `planner.core.model.fields.EXPENSE` counts them."""

RATIO_LIMIT, SHORTFALLS = 1000, 4
"""A ratio is at most this, and a ceiling has at most so many terms for what the request falls short by."""


class ScopeKind(StrEnum):
    """What a ceiling stands over."""

    ALL = "all"
    VIEW = "view"
    HEADING = "heading"
    AGENCY = "agency"
    PROGRAM = "program"


class Scope(NamedTuple):
    """The programs a ceiling stands over: all, those of a view or of one heading in it, of an agency, or one."""

    kind: ScopeKind = ScopeKind.ALL
    id: str = ""
    """The id of the view or program, the name of the agency."""
    heading: str = ""

    def programs(self, portfolio: Portfolio) -> frozenset[int] | None:
        """The places of those programs with their parts, each once; `None` where the portfolio knows no such thing.

        What a view only lists again (再掲) is not in it.
        """
        places = portfolio.program_index
        if self.kind is ScopeKind.ALL:
            return frozenset(range(len(portfolio.programs)))
        if self.kind is ScopeKind.AGENCY:
            return frozenset(i for i, each in enumerate(portfolio.programs) if each.agency == self.id) or None
        if self.kind is ScopeKind.PROGRAM:
            tops = {places[self.id]} if self.id in places else set()
        else:
            tops = {
                top
                for view in portfolio.views
                if view.id == self.id
                for top in portfolio.counted(view, self.heading if self.kind is ScopeKind.HEADING else None)
            }
        return frozenset(each for top in tops for each in portfolio.subtrees[top]) or None


EVERYTHING = Scope()


class Kinds(NamedTuple):
    """Which amounts are meant: a kind of request (要求・要望) and a kind of expense (裁量的・義務的), or any."""

    demand: int = ANY
    expense: int = ANY

    def include(self, demand: int, expense: int) -> bool:
        """Whether an amount of these kinds is meant."""
        return self.demand in (ANY, demand) and self.expense in (ANY, expense)


ALL_KINDS = Kinds()


class Measure(StrEnum):
    """What a ratio is taken of: last year's amounts, or what the request falls short of them by (節減), at least 0."""

    PREVIOUS = "previous"
    SHORTFALL = "shortfall"


class Term(NamedTuple):
    """A part of an allowance: `ratio` × last year's amounts of a kind of expense, or × what is saved on them.

    Last year's amounts have no kind of request: `kinds.demand` chooses among this year's alone.
    """

    ratio: Fraction
    measure: Measure = Measure.PREVIOUS
    kinds: Kinds = ALL_KINDS


class Ceiling(NamedTuple):
    """A limit on the request of one fiscal year: `kinds` of it in `scope` ≤ `amount` (yen) + all `terms`."""

    id: str
    year: int
    name: str
    name_en: str = ""
    scope: Scope = EVERYTHING
    kinds: Kinds = ALL_KINDS
    amount: int | None = None
    terms: tuple[Term, ...] = ()
    source: str = ""

    def check(self) -> Ceiling:
        """The ceiling itself when it can stand, else `UserError`."""
        if not self.name.strip():
            raise UserError(N_("The ceiling has no name."), N_("Write what it limits."))
        if self.amount is None and not self.terms:
            raise UserError(
                N_("The ceiling {name} allows no amount."),
                N_("Give an amount in yen, or a ratio to last year's."),
                name=self.name,
            )
        if self.amount is not None and not 0 <= self.amount < YEN_LIMIT:
            raise UserError(
                N_("The amount of the ceiling {name} must lie between 0 and 10^15 yen."),
                N_("Check the sign, the number of digits and the unit."),
                name=self.name,
            )
        if any(not 0 <= term.ratio <= RATIO_LIMIT or term.ratio.denominator >= PART_LIMIT for term in self.terms):
            raise UserError(
                N_("A ratio of the ceiling {name} must lie between 0 and {high}%."),
                N_("Write for example 90% or 120%."),
                name=self.name,
                high=f"{RATIO_LIMIT * 100:,}",
            )
        if sum(term.measure is Measure.SHORTFALL for term in self.terms) > SHORTFALLS:
            raise UserError(
                N_("The ceiling {name} has too many terms."), N_("Split it into several ceilings."), name=self.name
            )
        return self


class Rules(NamedTuple):
    """The ceilings of one fiscal year as published, and what is to be known of them."""

    year: int
    source: str
    ceilings: tuple[Ceiling, ...]
    note: str = ""
    note_en: str = ""
