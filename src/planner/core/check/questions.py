"""What the examiner asks about the lines and programs a scenario touches: reasons, evidence, jumps, 端数, later years.

The base is the request as printed and its sheets are its reasons; these rules look at what a scenario makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import duration_at, intake_at, retention_at
from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import effective, in_force
from planner.core.check.base_facts import NO_FIGURE, BaseFacts
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.document import Evidence
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Value
from planner.core.model.lines import Amount, Cell, Lack, Line
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio, Status
from planner.core.model.rules import (
    ENDED_PROGRAM,
    INCREASE,
    JUMP,
    LATER_YEARS,
    MISSING_FIGURE,
    NEGATIVE_RESIDUAL,
    NEW_PROGRAM,
    ODD_AMOUNT,
    ODD_RATE,
    QUANTITY_BASIS,
    RANGE,
    RATE_BASIS,
    SAME_RATE,
    UNCOMPUTABLE,
    Rule,
)
from planner.core.model.units import with_unit
from planner.core.money import format_amount, format_percent
from planner.core.years import era_span

JUMP_SHARE = Fraction(30, 100)
"""A rate or quantity that is so much above or below last year's is a jump."""

THOUSAND = 1_000
"""Rates and amounts that are no multiple of so many yen have 端数: request books are written in 千円."""


class Touched(NamedTuple):
    """A line as a scenario has it: its own steps, what they rest on, and the cells changed with a reason."""

    row: int
    cells: Mapping[Cell, Value]
    evidence: Mapping[Cell, Evidence]
    reasoned: Collection[Cell]


def amount_findings(evaluation: Evaluation, row: int) -> list[Problem]:
    """The years in which a line has no amount, or is a residual below zero."""
    portfolio, amounts, found = evaluation.portfolio, evaluation.line(row), []
    residual = portfolio.line_basis[row] is Basis.RESIDUAL
    if not residual and all(isinstance(amount, int) for amount in amounts):
        return []
    before: Rule | None = None
    for year, amount in zip(portfolio.years, amounts, strict=True):
        where = f"{portfolio.lines.ids[row]}@{year}"
        rule: Rule | None = None
        if amount is Lack.CANNOT_COMPUTE:
            rule = UNCOMPUTABLE
            said = Message.of(N_("Cannot compute: no unit rate is given for an intake that counts here."))
            remedy = Message.of(N_("Give the rate of that year."))
        elif amount is Lack.NOT_PRINTED:
            rule = MISSING_FIGURE
            years = era_span(year, _unprinted_until(portfolio, amounts, year))
            said = Message.of(N_("The sheet prints no figure for {years}."), years=years)
            remedy = Message.of(N_("Totals leave it out; enter it if it is known."))
        elif residual and isinstance(amount, int) and amount < 0:
            rule = NEGATIVE_RESIDUAL
            said = Message.of(N_("The residual is negative: the other lines exceed the printed total."))
            remedy = Message.of(N_("Correct the lines until they fit into the printed total."))
        carried = year > portfolio.request_year and rule is before  # a later year has it from the year before
        if rule is UNCOMPUTABLE or (rule is not None and not carried):
            found.append(rule.finding(where, said, remedy))
        before = rule
    return found


def _unprinted_until(portfolio: Portfolio, amounts: Sequence[Amount], year: int) -> int:
    """The last year of those from one on of which nothing is printed; a later one has it from the year before."""
    last = year
    for each, amount in zip(portfolio.years, amounts, strict=True):
        if each == last + 1 > portfolio.request_year and amount is Lack.NOT_PRINTED:
            last = each
    return last


def line_findings(facts: BaseFacts, evaluation: Evaluation, touched: Touched) -> tuple[Problem, ...]:
    """What is to be asked about a line that a scenario sets values on."""
    row, portfolio = touched.row, evaluation.portfolio
    found = amount_findings(evaluation, row)
    if row in facts.ranged:
        found += _out_of_range(evaluation, touched)
    if not evaluation.is_present(row):
        return tuple(found)
    base = portfolio.line(row)
    increase = _increase(evaluation, touched)
    found += increase
    for cell in sorted(touched.cells):
        value = touched.cells[cell]
        if cell.year > portfolio.request_year or value == effective(base, cell.field, cell.year):
            continue
        where = f"{portfolio.lines.ids[row]}.{cell.field}@{cell.year}"
        if cell.field == RATE.key and portfolio.line_basis[row] is not Basis.RESIDUAL:
            found += _rate_basis(touched, cell, where)
        elif cell.field == QUANTITY.key and not increase and cell not in touched.reasoned:
            said = Message.of(N_("The quantity was changed, and no reason is given."))
            found.append(QUANTITY_BASIS.finding(where, said, Message.of(N_("Write the reason beside the change."))))
    if portfolio.line_basis[row] is not Basis.RESIDUAL:  # its rate is what the other lines leave of a total
        fields = {cell.field for cell in touched.cells}
        for key in (RATE.key, QUANTITY.key):
            if key in fields:
                found += _jump(evaluation, touched, key, base)
        found += _odd(facts, evaluation, touched, base)
    return tuple(found)


def _out_of_range(evaluation: Evaluation, touched: Touched) -> list[Problem]:
    portfolio, found = evaluation.portfolio, []
    for cell, value in touched.cells.items():
        origin = portfolio.origin(touched.row, cell.field, cell.year) if cell.field in FIELDS else None
        if origin is None or origin.allows(value):
            continue
        said = Message.of(
            N_("{value} lies outside the published range {range}."),
            value=FIELDS[cell.field].text(value),
            range=origin.range_text(),
        )
        where = f"{portfolio.lines.ids[touched.row]}.{cell.field}@{cell.year}"
        found.append(RANGE.finding(where, said, Message.of(N_("Check the value, or give the reason for it."))))
    return found


def _increase(evaluation: Evaluation, touched: Touched) -> list[Problem]:
    """A line above its base's amount that no change with a reason touches; a new program is asked about as a whole."""
    portfolio, row = evaluation.portfolio, touched.row
    before, after = evaluation.base.line(row)[1], evaluation.line(row)[1]
    if not isinstance(before, int) or not isinstance(after, int) or after <= before or touched.reasoned:
        return []
    if portfolio.programs[portfolio.lines.program[row]].proposed:
        return []
    said = Message.of(
        N_("The request rises by {increase} yen to {amount} yen, and no reason is given."),
        increase=format_amount(after - before),
        amount=format_amount(after),
    )
    where = f"{portfolio.lines.ids[row]}@{portfolio.request_year}"
    return [INCREASE.finding(where, said, Message.of(N_("Write the reason beside the change.")))]


def _rate_basis(touched: Touched, cell: Cell, where: str) -> list[Problem]:
    if cell in touched.evidence:
        return []
    said = Message.of(N_("The unit rate is the officer's, and nothing says what it rests on."))
    remedy = Message.of(N_("Name the document: a rule, a quotation or a record."))
    return [RATE_BASIS.finding(where, said, remedy)]


def _jump(evaluation: Evaluation, touched: Touched, key: str, base: Line) -> list[Problem]:
    """A rate or quantity that the scenario sets far from last year's enacted one."""
    portfolio, row = evaluation.portfolio, touched.row
    value = in_force(portfolio, row, touched.cells, key, portfolio.request_year)
    if value is None or value == effective(base, key, portfolio.request_year):
        return []
    previous = effective(base, key, portfolio.previous_year)
    if not previous:
        return []
    gap, before = max(value, previous) - min(value, previous), max(previous, -previous)
    if gap * JUMP_SHARE.denominator < before * JUMP_SHARE.numerator:  # a fraction made anew costs more than it says
        return []
    said = Message.of(
        N_("{field}: {value}, after {previous} last year ({percent})."),
        field=Message.of(FIELDS[key].label),
        value=with_unit(key, value, portfolio.lines.units[row]),
        previous=with_unit(key, previous, portfolio.lines.units[row]),
        percent=format_percent(value.numerator, previous.numerator) if value else Message.of(N_("all gone")),
    )
    remedy = Message.of(N_("Check the number of digits; if it is meant, accept it with the reason."))
    return [JUMP.finding(f"{portfolio.lines.ids[row]}.{key}@{portfolio.request_year}", said, remedy)]


def _odd(facts: BaseFacts, evaluation: Evaluation, touched: Touched, base: Line) -> list[Problem]:
    """端数 that the scenario brings in, where the base has none."""
    portfolio, row = evaluation.portfolio, touched.row
    id_, year = portfolio.lines.ids[row], portfolio.request_year
    rate = in_force(portfolio, row, touched.cells, RATE.key, year)
    if rate is None:
        return []
    if rate % THOUSAND:
        usual = effective(base, RATE.key, year)
        if rate == usual or not (_whole_beside(facts, row) if usual is None else usual % THOUSAND == 0):
            return []
        odd = N_("The unit rate {rate} yen is not in whole thousands of yen.")
        said = Message.of(odd, rate=format_amount(rate.numerator))
        remedy = Message.of(N_("Round it, or keep it if a rule or quote says so."))
        return [ODD_RATE.finding(f"{id_}.{RATE.key}@{year}", said, remedy)]
    before, after = evaluation.base.line(row)[1], evaluation.line(row)[1]
    if not isinstance(after, int) or after % THOUSAND == 0 or (isinstance(before, int) and before % THOUSAND):
        return []
    said = Message.of(N_("The amount {amount} yen is not in whole thousands of yen."), amount=format_amount(after))
    remedy = Message.of(N_("Check times and share; the form rounds what it prints."))
    return [ODD_AMOUNT.finding(f"{id_}@{year}", said, remedy)]


def _whole_beside(facts: BaseFacts, row: int) -> bool:
    """Whether the base's rates in the program of a proposed line are all in whole 千円, and there are some."""
    rows = facts.portfolio.line_ranges[facts.portfolio.lines.program[row]]
    rates = facts.rates[rows.start : rows.stop]
    rates = rates[rates != NO_FIGURE]
    return bool(len(rates)) and not (rates % THOUSAND).any()


def kind_findings(facts: BaseFacts, evaluation: Evaluation, rows: tuple[int, ...]) -> dict[str, Problem]:
    """Lines of one kind whose rate a scenario sets apart from that of another program, by where they stand."""
    portfolio, lines = evaluation.portfolio, evaluation.portfolio.lines
    year = portfolio.request_year
    rates: dict[int, int] = {}
    for row in rows:
        rate = int(facts.rates[row])
        cells = evaluation.overrides.get(lines.ids[row])
        if cells:
            if not evaluation.is_present(row):
                continue
            held = in_force(portfolio, row, cells, RATE.key, year)
            rate = rate if held is None else held.numerator
        rates[row] = rate
    first: dict[int, dict[int, int]] = {}  # rate → program → a line of it
    for row, rate in rates.items():
        first.setdefault(rate, {}).setdefault(int(lines.program[row]), row)
    found = {}
    for row, rate in rates.items():
        if len(first) < 2 or rate == facts.rates[row]:
            continue
        program = int(lines.program[row])
        other = next(
            (at for value, by in first.items() if value != rate for owner, at in by.items() if owner != program),
            None,
        )
        if other is None:
            continue
        there = portfolio.programs[lines.program[other]]
        said = Message.of(
            N_("The same kind of unit rate is {rate} yen here and {other} yen in {program} ({line})."),
            rate=format_amount(rate),
            other=format_amount(rates[other]),
            program=Both(there.name, there.name_en),
            line=Both(lines.labels[other], lines.labels_en[other]),
        )
        where = f"{lines.ids[row]}.{RATE.key}@{year}"
        found[where] = SAME_RATE.finding(where, said, Message.of(N_("Set both alike, or say why they differ.")))
    return found


def program_findings(
    facts: BaseFacts, evaluation: Evaluation, index: int, reasoned: Mapping[str, Collection[Cell]]
) -> tuple[Problem, ...]:
    """What is to be asked about a program: new without a reason, ended, and what it binds later years to."""
    found = _later_years(facts, evaluation, index)
    portfolio = evaluation.portfolio
    program = portfolio.programs[index]
    where = f"{program.id}@{portfolio.request_year}"
    chain = portfolio.ancestors[index]
    above = chain[1] if len(chain) > 1 else None
    if (
        program.proposed
        and evaluation.shows_program(index)
        and (above is None or not portfolio.programs[above].proposed)
    ):
        rows = portfolio.rows_below(index)
        if not any(reasoned.get(portfolio.lines.ids[row]) for row in rows):
            said = Message.of(N_("The program is new, and no reason is given."))
            remedy = Message.of(N_("Write the reason beside the change that proposed it."))
            found.append(NEW_PROGRAM.finding(where, said, remedy))
    ended = program.status is Status.ENDED or evaluation.has_ended(index)
    if ended and (above is None or not evaluation.has_ended(above)):
        amount = evaluation.base.programs[index][0].amount
        said = Message.of(
            N_("The program ends; last year it had {amount} yen."),
            amount="−" if amount is None else format_amount(amount),
        )
        found.append(
            ENDED_PROGRAM.finding(where, said, Message.of(N_("Say what takes its place, or that it is done.")))
        )
    return tuple(found)


def _later_years(facts: BaseFacts, evaluation: Evaluation, index: int) -> list[Problem]:
    """The years in which a program's intake of the request year is still paid; what it costs then is not said here."""
    portfolio = evaluation.portfolio
    lines, year, last = portfolio.lines, portfolio.request_year, 0
    rows = portfolio.line_ranges[index]
    for row in {*facts.cohorts.get(index, ()), *(row for row in evaluation.lengthened if row in rows)}:
        cells = evaluation.overrides.get(lines.ids[row])
        if not cells:
            if facts.intakes_of_cohorts[row]:
                last = max(last, facts.last_paid[row])
            continue
        line = portfolio.line(row, cells)
        if evaluation.is_present(row) and intake_at(line, year):
            paid = [k for k in range(duration_at(line, year)) if retention_at(line, k)]
            last = max(last, year + max(paid, default=0))
    if last <= year:
        return []
    said = Message.of(
        N_("This year's intake is paid in later years as well: {years}."),
        years=era_span(year + 1, last),
    )
    remedy = Message.of(N_("State it as a burden of later years."))
    return [LATER_YEARS.finding(f"{portfolio.programs[index].id}@{year}", said, remedy)]
