"""Calibration (幅の調整): all ranges of a program at one position between low and high, to meet its printed total.

Sheets print many rates as ranges (6百万円～12百万円). Which value a program really uses is not printed; one position
for all of them is the plainest choice that meets the printed figure. Rates are cut to whole 千円; what that leaves of
the total stands in the program's residual, which holds nothing else then.
"""

from __future__ import annotations

from fractions import Fraction

from planner.core.calculation.evaluate import Base, Evaluation, evaluate
from planner.core.edits.values import NOBODY, Author, Entry, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import QUANTITY, RATE
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio, Program

STEP = 1_000
"""Rates are answered in whole 千円."""

Range = tuple[str, int, int]
"""A line (id) with the low and high end of its rate, in yen."""


def calibrate(
    document: Document, base: Base, scenario: int, program: str, why: str = "", author: Author = NOBODY
) -> Document:
    """Set the rates with a published range in a program and its parts so that its printed request total is met.

    All go to the same position between low and high, in whole 千円, and the residual takes what is left, as one change
    of the scenario. Raises `UserError` when nothing is printed, no rate has a range, or even one end of all ranges does
    not reach the printed total without a residual.
    """
    portfolio = document.portfolio
    index = portfolio.program_index.get(program)
    if index is None:
        raise UserError(
            N_('There is no program "{id}".'), N_("Look the id up with `planner totals FILE --json`."), id=program
        )
    low, nominal, high = _printed(portfolio, portfolio.programs[index])
    ranges = ranges_of(portfolio, index)
    if not ranges:
        raise UserError(
            N_("No rate of the program has a published range."),
            N_("Edit the rates themselves."),
            where=program,
        )
    at_low, at_high = (
        _itemised(document, base, scenario, index, _entries(portfolio, ranges, Fraction(end))) for end in (0, 1)
    )
    if not min(at_low, at_high) <= high or not max(at_low, at_high) >= low or at_low == at_high:
        raise UserError(
            N_("The ranges give {least} to {most} yen, which does not reach the printed {low} to {high} yen."),
            N_("Correct the numbers of the program, or leave the gap to its residual."),
            where=program,
            least=f"{min(at_low, at_high):,}",
            most=f"{max(at_low, at_high):,}",
            low=f"{low:,}",
            high=f"{high:,}",
        )
    position = min(max(Fraction(nominal - at_low, at_high - at_low), Fraction(0)), Fraction(1))
    entries = _entries(portfolio, ranges, position, STEP)
    reached = _itemised(document, base, scenario, index, entries)
    rest = _residual_rows(portfolio, index)
    if not low <= reached <= high and not (rest and reached < nominal):
        raise UserError(
            N_("In whole 千円 the ranges come to {reached} yen, outside the printed {low} to {high} yen."),
            N_("Edit the rates themselves."),
            where=program,
            reached=f"{reached:,}",
            low=f"{low:,}",
            high=f"{high:,}",
        )
    entries += _remainder(portfolio, rest, max(nominal - reached, 0))
    return set_values(document, scenario, entries, why, author)


def ranges_of(portfolio: Portfolio, index: int) -> list[Range]:
    """The lines of a program and its parts whose request-year rate has a published range with two different ends."""
    found = []
    for row in portfolio.rows_below(index):
        origin = portfolio.origin(row, RATE.key, portfolio.request_year)
        if origin is not None:
            low, high = origin.low, origin.high
            if low is not None and high is not None and low < high:
                found.append((portfolio.lines.ids[row], low, high))
    return found


def _printed(portfolio: Portfolio, program: Program) -> tuple[int, int, int]:
    for figure in program.published:
        if figure.year == portfolio.request_year and figure.interval is not None:
            return figure.interval
    raise UserError(
        N_("No figure is printed for the request year."),
        N_("Edit the rates themselves."),
        where=program.id,
    )


def _entries(portfolio: Portfolio, ranges: list[Range], position: Fraction, step: int = 1) -> list[Entry]:
    """The rates at a position, cut to whole steps (yen) where that stays within the range."""
    entries = []
    for line_id, low, high in ranges:
        rate = low + (high - low) * position
        whole = rate.numerator // (rate.denominator * step) * step
        entries.append(Entry(line_id, RATE.key, portfolio.request_year, max(whole, low)))
    return entries


def _residual_rows(portfolio: Portfolio, index: int) -> list[int]:
    """The residual lines of a program and its parts, its own first."""
    return [row for row in portfolio.rows_below(index) if portfolio.line_basis[row] is Basis.RESIDUAL]


def _remainder(portfolio: Portfolio, rest: list[int], left: int) -> list[Entry]:
    """What is left of the total (yen) in the first residual line, and nothing in the others."""
    year, found = portfolio.request_year, []
    for row in rest:
        line = portfolio.lines.ids[row]
        found.append(Entry(line, QUANTITY.key, year, 1 if left else 0))
        if left:
            found.append(Entry(line, RATE.key, year, left))
        left = 0
    return found


def _itemised(document: Document, base: Base, scenario: int, index: int, entries: list[Entry]) -> int:
    """The program's request total with these values and without its residuals, what it relists included."""
    tried = set_values(document, scenario, entries)
    evaluation: Evaluation = evaluate(base, tried.overrides(scenario))
    total = evaluation.program(index)[1].plus(evaluation.relisted(index)[1])
    if total.amount is None or total.missing:
        raise UserError(
            N_("An amount of the program is not known, so that its total cannot be compared."),
            N_("Give the missing figure first."),
            where=document.portfolio.programs[index].id,
        )
    residuals = (evaluation.line(row)[1] for row in _residual_rows(document.portfolio, index))
    return total.yen - sum(amount for amount in residuals if isinstance(amount, int))
