"""What the check asks of past years (執行): of what they are not known, and of what little was spent or much unused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from planner.core.calculation.evaluate import Base, Evaluation
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.accounts.execution import Executed, Execution, past_years
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import EXECUTION_RATE, LARGE_UNUSED, LOW_EXECUTION
from planner.core.money import format_amount, format_share
from planner.core.years import era

LITTLE = Fraction(80, 100)
"""Of a budget of which less was spent, little was."""

MUCH = Fraction(20, 100)
"""Where so much of a budget, or more, was neither spent nor carried over, much was not used."""

NAMED = 3
"""So many of the programs whose past years are not known are named."""


@dataclass(frozen=True, eq=False)
class PastCheck:
    """What past years ask of every scenario alike: worked out once, so that an edit costs the programs in doubt."""

    base: Base
    execution: Execution

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio whose programs they are of."""
        return self.base.portfolio

    @cached_property
    def _known(self) -> Mapping[int, Mapping[int, Executed]]:
        """For each program of which something is known, by place: its past years."""
        years, index = past_years(self.portfolio.request_year), self.portfolio.program_index
        found: dict[int, dict[int, Executed]] = {}
        for past, executed in self.execution.items():
            if executed.is_known and past.year in years and past.program in index:
                found.setdefault(index[past.program], {})[past.year] = executed
        return {place: found[place] for place in sorted(found)}

    @cached_property
    def _low(self) -> Mapping[int, tuple[tuple[int, Fraction], ...]]:
        """The programs of whose budgets little was spent in each of the past years, with the rates."""
        found = {}
        for place, known in self._known.items():
            rates = [(year, known[year].rate) for year in past_years(self.portfolio.request_year) if year in known]
            low = tuple((year, rate) for year, rate in rates if rate is not None and rate < LITTLE)
            if len(low) == len(past_years(self.portfolio.request_year)):
                found[place] = low
        return found

    @cached_property
    def _unused(self) -> Mapping[int, tuple[int, Executed]]:
        """The programs of whose budget much was not used in the last year that is known, with that year."""
        found = {}
        for place, known in self._known.items():
            year = max(known)
            unused, budget = known[year].unused, known[year].budget
            if unused is not None and budget and Fraction(unused, budget) >= MUCH:
                found[place] = (year, known[year])
        return found

    def problems(self, evaluation: Evaluation) -> Iterator[Problem]:
        """The findings about the base or a scenario."""
        yield from self._unknown
        for place, low in self._low.items():
            yield from self._rising(evaluation, place, low)
        for place, (year, executed) in self._unused.items():
            if place not in self._low:
                yield from self._above_spent(evaluation, place, year, executed)

    @cached_property
    def _unknown(self) -> tuple[Problem, ...]:
        """Of which programs nothing is known."""
        remedy = Message.of(N_("Take them in from a table (File menu): the examiner asks how much was spent."))
        if not self._known:
            said = Message.of(N_("Execution rates of past years are not known: no data were given."))
            return (EXECUTION_RATE.finding("", said, remedy),)
        portfolio = self.portfolio
        missing = [
            place
            for place in portfolio.tops
            if self.base.programs[place][0].amount and self._known.keys().isdisjoint(portfolio.subtrees[place])
        ]
        if not missing:
            return ()
        names = [portfolio.programs[place] for place in missing[:NAMED]]
        more = Both("ほか", " and others") if len(missing) > NAMED else Both("", "")
        said = Message.of(
            N_("Programs whose execution rates of past years are not known ({count}): {names}."),
            count=len(missing),
            names=Both(
                "、".join(each.name for each in names) + more.ja,
                ", ".join(each.name_en or each.name for each in names) + more.en,
            ),
        )
        return (EXECUTION_RATE.finding("", said, remedy),)

    def _rising(self, evaluation: Evaluation, place: int, low: tuple[tuple[int, Fraction], ...]) -> Iterator[Problem]:
        previous, request = (total.amount for total in evaluation.program(place)[:2])
        if previous is None or request is None or request <= previous or not evaluation.shows_program(place):
            return
        rates = [(era(year), format_share(rate)) for year, rate in low]
        said = Message.of(
            N_("Little was spent in each of the past years ({rates}), and the request rises by {increase} yen."),
            rates=Both(
                "、".join(f"{year.ja} {rate}" for year, rate in rates),
                ", ".join(f"{year.en} {rate}" for year, rate in rates),
            ),
            increase=format_amount(request - previous),
        )
        remedy = Message.of(N_("Say why more is needed than was spent, or request less."))
        yield LOW_EXECUTION.finding(self._where(place), said, remedy)

    def _above_spent(self, evaluation: Evaluation, place: int, year: int, executed: Executed) -> Iterator[Problem]:
        request, unused, budget = evaluation.program(place)[1].amount, executed.unused, executed.budget
        if request is None or request <= (executed.spent or 0) or not evaluation.shows_program(place):
            return
        assert unused is not None
        assert budget
        said = Message.of(
            N_("{unused} yen of the budget of {year} were not used ({share}), and more is requested than was spent."),
            unused=format_amount(unused),
            year=era(year),
            share=format_share(Fraction(unused, budget)),
        )
        remedy = Message.of(N_("Say why it will be used now, or request less."))
        yield LARGE_UNUSED.finding(self._where(place), said, remedy)

    def _where(self, place: int) -> str:
        return f"{self.portfolio.programs[place].id}@{self.portfolio.request_year}"
