"""What the check asks of people and projects: whether they are those printed (支援人数), each counted once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from planner.core.calculation.cohort import intake_at
from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.tenure import headcount
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.lines import Line
from planner.core.model.published import PrintedCount
from planner.core.model.rules import PRINTED_COUNT, SAME_PEOPLE
from planner.core.years import era


def count_finding(evaluation: Evaluation, count: PrintedCount) -> Problem | None:
    """Where the people of some lines, each counted once, leave the number printed for them; `None` where they do not.

    A number of the request year is compared with later years too, as the intake that is given last goes on.
    """
    portfolio = evaluation.portfolio
    rows = [portfolio.line_index[line] for line in count.lines if line in portfolio.line_index]
    rows = [row for row in rows if not portfolio.lines.of[row]]
    if not rows:
        return None
    drivers = [evaluation.drivers(row) for row in rows]
    where = f"{portfolio.programs[portfolio.lines.program[rows[0]]].id}@{count.year}"
    number = f"{count.count:,}"
    printed = {"year": era(count.year), "printed": Both(f"{number}{portfolio.lines.units[rows[0]]}", number)}
    enacted = count.year < portfolio.request_year
    people = _people([evaluation.base.drivers(row) for row in rows] if enacted else drivers, count.year)
    if people != count.count:
        said = Message.of(
            N_("{printed} are printed for {year}, the lines come to {people}."), people=_shown(people), **printed
        )
        return PRINTED_COUNT.finding(where, said, Message.of(N_("Settle the intakes, or say why they differ.")))
    later = {} if enacted else {y: _people(drivers, y) for y in portfolio.years if y > count.year}
    if all(each == count.count for each in later.values()):
        return None
    intake = sum(intake_at(line, portfolio.years[-1]) or 0 for line in drivers)
    said = Message.of(
        N_("{printed} are printed for {year}; with an intake of {intake} a year the lines come to {later}."),
        later=_in_words(later),
        intake=f"{intake:,}",
        **printed,
    )
    remedy = Message.of(N_("Nothing to do if that is the plan; else set the intakes."))
    return PRINTED_COUNT.finding(where, said, remedy)


def _people(lines: list[Line], year: int) -> str | int:
    people = sum(headcount(line, year) for line in lines)
    return int(people) if people == int(people) else str(people)


def _shown(number: str | int) -> str:
    return f"{number:,}" if isinstance(number, int) else number


def _in_words(people: dict[int, str | int]) -> Both:
    """`R9 1,034, R10–R13 1,059`: years of the same number together."""
    said = []
    for number, group in itertools.groupby(people.items(), key=lambda each: each[1]):
        years = [year for year, _ in group]
        said.append((years[0], years[-1], _shown(number)))
    return Both(
        "、".join(f"{_span(era(first).ja, era(last).ja)} {shown}" for first, last, shown in said),
        ", ".join(f"{_span(era(first).en, era(last).en)} {shown}" for first, last, shown in said),
    )


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


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
                N_("{paid} people are paid in {year}, but {owner} has {there}."),
                paid=str(paid),
                there=str(there),
                year=era(year),
                owner=Both(portfolio.lines.labels[owner], portfolio.lines.labels_en[owner]),
            )
            remedy = Message.of(N_("They are the same people: settle both quantities."))
            yield SAME_PEOPLE.finding(f"{portfolio.lines.ids[row]}@{year}", said, remedy)
            return
