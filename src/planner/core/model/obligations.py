"""What is decided for several years at once: 国庫債務負担行為 and programs adopted for a term (総額と年割額).

The total of an obligation is never part of a year's total; what is paid of it in a year is, where lines pay it
(歳出化). Which years are paid how much is given, or spread over the years left by a rule that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.money import YEN_LIMIT

SPREAD_UNIT = 1_000
"""Instalments that are spread are whole 千円, as budgets are written; the last year takes what is left."""

TERM_LIMIT = 50


class ObligationKind(StrEnum):
    """What binds the years."""

    TREASURY = "treasury"  # 国庫債務負担行為: the diet authorises the total
    TERM = "term"  # 事業期間: adopted for a term, paid year by year


class Obligation(NamedTuple):
    """A sum bound over several fiscal years, in yen.

    `lines` pay it: their amounts are its instalments from the previous year on, and stand in the years' totals.
    Without lines the instalments stand outside of every total (外数). `instalments` are the years whose amount the
    source gives; the years that neither say are spread evenly. A `total` the source does not print is `None`: then
    nothing is spread, and no instalment is known but those given or paid.
    """

    id: str
    program: str
    name: str
    name_en: str
    kind: ObligationKind
    total: int | None
    first_year: int
    last_year: int
    lines: tuple[str, ...] = ()
    instalments: tuple[tuple[int, int], ...] = ()
    sheet: str = ""
    quote: str = ""

    @property
    def years(self) -> range:
        """The fiscal years it is paid in."""
        return range(self.first_year, self.last_year + 1)

    @property
    def outside(self) -> bool:
        """Whether its instalments stand outside of every total (外数)."""
        return not self.lines and (self.total is not None or bool(self.instalments))

    def check(self) -> Obligation:
        """The obligation itself when it can stand, else `UserError`."""
        if not self.id or not self.name.strip():
            raise UserError(N_("An obligation needs a name."), N_("Write what is bound."))
        limit = YEN_LIMIT - 1 if self.total is None else self.total
        if not 0 < limit < YEN_LIMIT:
            raise UserError(N_("The total of an obligation must be above 0."), N_("Check the amount and its unit."))
        if not self.first_year <= self.last_year < self.first_year + TERM_LIMIT:
            raise UserError(
                N_("An obligation runs from {first} to {last}: that is no term of 1 to {limit} years."),
                N_("Give its first and its last fiscal year."),
                first=self.first_year,
                last=self.last_year,
                limit=TERM_LIMIT,
            )
        for year, amount in self.instalments:
            if year not in self.years or not 0 <= amount <= limit:
                raise UserError(
                    N_("The instalment of {year} lies outside the term, or above the total."),
                    N_("Give amounts of years of the term that add up to the total at most."),
                    year=year,
                )
        if sum(amount for _, amount in self.instalments) > limit:
            raise UserError(
                N_("The instalments add up to more than the total."), N_("Correct the instalments or the total.")
            )
        return self


class Instalment(NamedTuple):
    """What is paid of an obligation in a fiscal year; `spread` where neither source nor lines say it."""

    year: int
    amount: int
    spread: bool


class Schedule(NamedTuple):
    """An obligation year by year, those years of which something is known.

    `gap` is its total less all instalments: 0 unless lines and total disagree, and where no total is printed.
    """

    obligation: Obligation
    instalments: tuple[Instalment, ...]
    gap: int

    def between(self, first: int, last: int) -> int | None:
        """What falls into those fiscal years, both included, in yen; `None` where it is known of none of them."""
        known = [each.amount for each in self.instalments if first <= each.year <= last]
        return sum(known) if known or self.obligation.total is not None else None

    @property
    def assumed(self) -> tuple[int, ...]:
        """The years whose amount is spread."""
        return tuple(each.year for each in self.instalments if each.spread)


def schedule(obligation: Obligation, paid: Mapping[int, int | None]) -> Schedule:
    """What is paid when: `paid` by the lines (year → yen, `None` where their amount is not known), else as given.

    What is left goes evenly to the years that nobody gives.
    """
    given = {year: amount for year, amount in obligation.instalments if year in obligation.years}
    given |= {year: amount for year, amount in paid.items() if amount is not None and year in obligation.years}
    if obligation.total is None:
        return Schedule(obligation, tuple(Instalment(year, given[year], False) for year in sorted(given)), 0)
    silent = [year for year in obligation.years if year not in given]
    left = obligation.total - sum(given.values())
    parts = dict(zip(silent, spread(max(left, 0), len(silent)), strict=True))
    listed = tuple(
        Instalment(year, given[year] if year in given else parts[year], year in parts) for year in obligation.years
    )
    return Schedule(obligation, listed, obligation.total - sum(each.amount for each in listed))


def spread(total: int, years: int, unit: int = SPREAD_UNIT) -> list[int]:
    """A total in `years` even parts of whole `unit`s (yen); the last takes what is left, so that they add up to it."""
    return weighted(total, [Fraction(1)] * years, unit)


def weighted(total: int, weights: Iterable[Fraction], unit: int = SPREAD_UNIT) -> list[int]:
    """A total in parts by weight, each cut off to whole `unit`s (yen); the last takes what is left."""
    shares = list(weights)
    whole = sum(shares)
    if not shares or whole <= 0:
        return [0] * len(shares)
    parts = []
    for share in shares[:-1]:
        exact = total * share / whole
        parts.append(exact.numerator // (exact.denominator * unit) * unit)
    return [*parts, total - sum(parts)]
