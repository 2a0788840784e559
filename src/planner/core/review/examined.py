"""An examiner's figures of one line (査定) as values a scenario can hold: rates and quantities, never bare amounts.

Where only an amount is given it becomes a rate, of the same people, that gives exactly this amount; where no whole
rate does, the nearest below it, and the difference is told. An amount of nothing is nobody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import (
    Vintage,
    factor_at,
    intake_at,
    is_present,
    line_amount,
    longest,
    retention_at,
    value_at,
    written_vintages,
)
from planner.core.calculation.in_force import effective
from planner.core.edits.values import Entry, admissible
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import QUANTITY, RATE, Value
from planner.core.model.lines import Amount, Cell, Lack, Line
from planner.core.model.portfolio import Portfolio
from planner.core.money import Rounding, round_ratio


class Given(NamedTuple):
    """What an examiner gives for one vintage; `None` for what is left as requested."""

    rate: int | None = None
    people: int | None = None
    amount: int | None = None


NOTHING = Given()


@dataclass(frozen=True)
class Examined:
    """What the examiner's figures come to on a line.

    `entries` are the values to set in a scenario, `amount` what the line is then, `asked` what was given as the
    amount, `None` where it is no number. `notes` say why the two differ, or why there are no entries.
    """

    entries: tuple[Entry, ...]
    amount: Amount
    asked: int | None
    notes: tuple[Message, ...] = ()


class _Figures(NamedTuple):
    """Rate and people of a vintage as they are to be, and the amount that is wanted of them."""

    rate: int | None
    people: int
    asked: int | None


class _Rule(NamedTuple):
    """How a vintage is multiplied out and rounded."""

    factor: Fraction
    rounding: Rounding

    def amount(self, rate: int | None, people: int) -> int | None:
        """The amount in yen; `None` where the rate is needed and not known."""
        if rate is None:
            return None if people else 0
        whole = people * rate * self.factor.numerator
        return round_ratio(whole, self.factor.denominator, self.rounding.mode, self.rounding.unit)

    def solved(self, other: int, target: int) -> int | None:
        """The whole number that gives exactly `target` when multiplied by `other`, `None` where there is none."""
        each = other * self.factor
        if each == 0:
            return None
        wanted = Fraction(target) / each
        found = (n for n in (math.floor(wanted), math.ceil(wanted)) if self.amount(n, other) == target)
        return next(found, None)

    def below(self, other: int, target: int) -> int | None:
        """The whole number that gives the nearest amount not above `target`; `None` where `other` is nothing."""
        each = other * self.factor
        if each == 0:
            return None
        wanted = Fraction(target - target % self.rounding.unit) / each
        return math.floor(wanted) if each > 0 else math.ceil(wanted)


def by_age(line: Line, year: int) -> dict[int, Vintage]:
    """The vintages of a line in `year` by how many years ago they were taken in."""
    return {year - each.intake_year: each for each in written_vintages(line, year)}


def pays_one_rate(line: Line, year: int) -> bool:
    """Whether several vintages are all paid the rate of the year."""
    return longest(line) > 1 and value_at(line.rate_rule, year) != 1


def examine_line(portfolio: Portfolio, row: int, own: Mapping[Cell, Value], given: Mapping[int, Given]) -> Examined:
    """Line `row`, with a scenario's values `own`, as the examiner wants it; `given` is by age of the vintage."""
    year, line = portfolio.request_year, portfolio.line(row, own)
    requested, now = line_amount(line, year), by_age(line, year)
    lacking = _lacking(line, year, requested, now, given)
    if lacking is not None:
        return Examined((), requested, None, (Message.of(lacking),))
    factor = (factor_at(line.times, year) or 0) * (factor_at(line.share, year) or 0)
    rules = {age: _Rule(retention_at(line, age) * factor, line.rounding) for age in now}
    if all(_is_so(line, now[age], each) for age, each in given.items()):
        given = {}
    notes: list[Message] = []
    if given and pays_one_rate(line, year):
        wanted = _together(now, rules, given, notes)
    else:
        wanted = {age: _alone(now[age], rules[age], each, notes) for age, each in given.items()}
    steps = _steps(portfolio, line, now, wanted)
    refused = _refusal(portfolio, row, own, steps, {age: each for age, each in now.items() if age not in wanted})
    if refused is not None:
        notes.append(refused)
        steps = {}
    amount = line_amount(portfolio.line(row, {**own, **steps}), year)
    asked = _sum(wanted[age].asked if age in wanted else _known(each) for age, each in now.items())
    if asked != amount and not notes and (steps or asked is not None):
        notes.append(_apart(asked, amount))
    entries = (Entry(portfolio.lines.ids[row], *cell, value) for cell, value in steps.items())
    return Examined(tuple(entries), amount, asked, tuple(notes))


def _lacking(
    line: Line, year: int, requested: Amount, now: Mapping[int, Vintage], given: Mapping[int, Given]
) -> str | None:
    """Why nothing can be made of any figures, `None` where something can."""
    if requested is Lack.UNPRICED:
        return N_("It is requested without an amount: make it a request or a wish first, then type the figures.")
    if not is_present(line, year):
        return N_("It is not requested: put it back into the request first, then type the figures.")
    if factor_at(line.times, year) is None or factor_at(line.share, year) is None:
        return N_("Its times or share are not known.")
    together = bool(given) and pays_one_rate(line, year)
    needed = now if together else (age for age, each in given.items() if each != NOTHING)
    if any(given.get(age, NOTHING).people is None and intake_at(line, now[age].intake_year) is None for age in needed):
        return N_("Its quantity is not known: it has to be given too.")
    return None


def _refusal(
    portfolio: Portfolio, row: int, own: Mapping[Cell, Value], steps: Mapping[Cell, Value], kept: Mapping[int, Vintage]
) -> Message | None:
    """Why values may not be set on a line, `None` where they may; the vintages in `kept` must not move."""
    stays = longest(portfolio.line(row, own))
    try:
        for cell, value in steps.items():
            admissible(portfolio, row, cell, value, stays)
    except UserError as error:
        return error.what
    after = by_age(portfolio.line(row, {**own, **steps}), portfolio.request_year)
    if any(after[age] != vintage for age, vintage in kept.items()):
        return Message.of(
            N_("A figure of a later intake that is not known would become known by it: type them by hand.")
        )
    return None


def _is_so(line: Line, vintage: Vintage, given: Given) -> bool:
    """Whether a vintage is as it is wanted."""
    people = intake_at(line, vintage.intake_year)
    figures = given.rate in (None, vintage.rate) and given.people in (None, people)
    return figures and given.amount in (None, vintage.amount)


def _alone(vintage: Vintage, rule: _Rule, given: Given, notes: list[Message]) -> _Figures:
    """A vintage that has a rate of its own."""
    rate = vintage.rate if given.rate is None else given.rate
    people = vintage.intake if given.people is None else given.people
    amount = rule.amount(rate, people)
    asked = amount if given.amount is None else given.amount
    if asked is None or asked == amount:
        return _Figures(rate, people, asked)
    if given.rate is not None and given.people is not None:
        said = N_("The examined rate and quantity come to {amount} yen, not to the examined amount of {asked} yen.")
        notes.append(Message.of(said, amount=f"{amount:,}", asked=f"{asked:,}"))
        return _Figures(rate, people, asked)
    if asked == 0 and given.people is None:
        return _Figures(rate, 0, 0)
    if given.rate is not None:
        number = rule.solved(given.rate, asked)
        number = rule.below(given.rate, asked) if number is None else number
        if number is not None and number >= 0:
            return _Figures(rate, number, asked)
    else:
        number = rule.solved(people, asked)
        number = rule.below(people, asked) if number is None else number
        if number is not None:
            return _Figures(number, people, asked)
    notes.append(
        Message.of(N_("No figures give {asked} yen: the line has nobody, or nothing a head."), asked=f"{asked:,}")
    )
    return _Figures(vintage.rate, vintage.intake, asked)


def _together(
    now: Mapping[int, Vintage], rules: Mapping[int, _Rule], given: Mapping[int, Given], notes: list[Message]
) -> Mapping[int, _Figures]:
    """Vintages that are all paid the rate of the year."""
    asked: dict[int, int | None] = {}
    rates: list[int | None] = [each.rate for each in given.values()]
    for age, vintage in now.items():
        each, rule = given.get(age, NOTHING), rules[age]
        people = vintage.intake if each.people is None else each.people
        rate = vintage.rate if each.rate is None else each.rate
        asked[age] = rule.amount(rate, people) if each.amount is None else each.amount
        if each.amount is not None:
            rates.append(rule.solved(people, each.amount))
    for rate in dict.fromkeys([*rates, next(iter(now.values())).rate]):
        figures: dict[int, _Figures] = {}
        for age, vintage in now.items():
            each, rule, amount = given.get(age, NOTHING), rules[age], asked[age]
            number: int | None = vintage.intake if each.people is None else each.people
            if (
                rate is not None
                and each.people is None
                and each.amount not in (None, rule.amount(rate, vintage.intake))
            ):
                number = rule.solved(rate, each.amount or 0)
            if rate is None or each.rate not in (None, rate) or number is None or number < 0:
                break
            if rule.amount(rate, number) != amount:
                break
            figures[age] = _Figures(rate, number, amount)
        else:
            return figures
    notes.append(
        Message.of(
            N_("All vintages of this line are paid the rate of the year; these figures need several: edit it by hand.")
        )
    )
    return {age: _Figures(each.rate, each.intake, asked[age]) for age, each in now.items()}


def _steps(
    portfolio: Portfolio, line: Line, now: Mapping[int, Vintage], wanted: Mapping[int, _Figures]
) -> dict[Cell, Value]:
    """The values to set; a vintage's figures hold for its intake year alone: the next year's are kept as they are."""
    year, changed = portfolio.request_year, dict[Cell, Value]()
    for age, figures in wanted.items():
        vintage = now[age]
        if figures.people != intake_at(line, vintage.intake_year):
            changed[Cell(QUANTITY.key, vintage.intake_year)] = figures.people
        if figures.rate is not None and figures.rate != vintage.rate:
            changed[Cell(RATE.key, year if pays_one_rate(line, year) else vintage.intake_year)] = figures.rate
    kept = dict[Cell, Value]()
    for field, start in changed:
        after = Cell(field, start + 1)
        if start < year and after not in changed:
            held = effective(line, *after)
            if held is not None and (field != QUANTITY.key or line.first_year <= after.year <= line.last_year):
                kept[after] = held
    return dict(sorted((changed | kept).items()))


def _known(vintage: Vintage) -> int | None:
    return vintage.amount if isinstance(vintage.amount, int) else None


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _apart(asked: int | None, amount: Amount) -> Message:
    """How far the line is from what was asked for."""
    if asked is None or not isinstance(amount, int):
        return Message.of(N_("The amount cannot be computed from these figures."))
    return Message.of(
        N_("{asked} yen are asked for; the nearest that whole figures give is {amount} yen, {apart} yen apart."),
        asked=f"{asked:,}",
        amount=f"{amount:,}",
        apart=f"{abs(asked - amount):,}",
    )
