"""What the check asks of people and projects: whether they are those printed (支援人数), each counted once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.tenure import headcount
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.lines import Line
from planner.core.model.published import PrintedCount
from planner.core.model.rules import PRINTED_COUNT, SAME_PEOPLE
from planner.core.model.units import counted
from planner.core.years import era, era_span


def count_finding(evaluation: Evaluation, count: PrintedCount) -> Problem | None:
    """Where the people of some lines, each counted once, leave the number printed for them; `None` where they do not.

    A number of the request year is compared with later years too, as the intakes go on.
    """
    portfolio = evaluation.portfolio
    rows = [portfolio.line_index[line] for line in count.lines if line in portfolio.line_index]
    rows = [row for row in rows if not portfolio.lines.of[row]]
    if not rows:
        return None
    drivers = [evaluation.drivers(row) for row in rows]
    where = f"{portfolio.programs[portfolio.lines.program[rows[0]]].id}@{count.year}"
    unit = portfolio.lines.units[rows[0]]
    printed = {"year": era(count.year), "printed": counted(count.count, unit)}
    enacted = count.year < portfolio.request_year
    people = _people([evaluation.base.drivers(row) for row in rows] if enacted else drivers, count.year)
    if people != count.count:
        said = Message.of(
            N_("The number printed for {year} is {printed}; the lines come to {people}."),
            people=counted(people, unit),
            **printed,
        )
        return PRINTED_COUNT.finding(where, said, Message.of(N_("Settle the intakes, or say why they differ.")))
    later = {} if enacted else {y: _people(drivers, y) for y in portfolio.years if y > count.year}
    if all(each == count.count for each in later.values()):
        return None
    said = Message.of(
        N_("The number printed for {year} is {printed}; with the intakes as they stand the lines come to {later}."),
        later=_in_words(later, unit),
        **printed,
    )
    remedy = Message.of(N_("Nothing to do if that is the plan; else set the intakes."))
    return PRINTED_COUNT.finding(where, said, remedy)


def _people(lines: list[Line], year: int) -> Fraction:
    return sum((headcount(line, year) for line in lines), Fraction(0))


def _in_words(people: dict[int, Fraction], unit: str) -> Both:
    """`R9 1,034 people, R10–R13 1,059 people`: years of the same number together."""
    said = []
    for number, group in itertools.groupby(people.items(), key=lambda each: each[1]):
        years = [year for year, _ in group]
        said.append((era_span(years[0], years[-1]), counted(number, unit)))
    return Both(
        "、".join(f"{years.ja} {shown.ja}" for years, shown in said),
        ", ".join(f"{years.en} {shown.en}" for years, shown in said),
    )


def sharing_findings(evaluation: Evaluation, row: int) -> Iterator[Problem]:
    """The first year from the request on in which a line pays more people than the line they belong to has."""
    portfolio = evaluation.portfolio
    owner = portfolio.line_index.get(portfolio.lines.of[row])
    if owner is None:
        return
    own, theirs = evaluation.drivers(row), evaluation.drivers(owner)
    for year in portfolio.years[1:]:
        paid, there = headcount(own, year), headcount(theirs, year)
        if paid > there:
            said = Message.of(
                N_("In {year} this line pays {paid}, but {owner} has {there}."),
                paid=counted(paid, portfolio.lines.units[row]),
                there=counted(there, portfolio.lines.units[owner]),
                year=era(year),
                owner=Both(portfolio.lines.labels[owner], portfolio.lines.labels_en[owner]),
            )
            remedy = Message.of(N_("They are the same people: settle both quantities."))
            yield SAME_PEOPLE.finding(f"{portfolio.lines.ids[row]}@{year}", said, remedy)
            return
