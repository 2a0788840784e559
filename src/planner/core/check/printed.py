"""Printed figures beside what the lines add up to, and the findings where both differ.

A printed figure gets two verdicts: *agrees* (all lines, residual included) and *explained* (published and derived ones
alone).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.errors import N_, Both, Message, Problem
from planner.core.explain.footing import Footing, Shares, footing
from planner.core.model.portfolio import Note, View
from planner.core.model.published import Published
from planner.core.model.rules import MOVED_FIGURE, PREVIOUS_YEAR, PRINTED_FIGURE, Rule
from planner.core.persistent import PersistentArray, differing, updated


@dataclass(frozen=True)
class FigureCheck:
    """One printed figure beside what the lines add up to; amounts in yen, `None` where there is none.

    `computed` includes what the sheet `relists`, where it does. An `enacted` one is of the previous year, which no
    scenario moves.
    """

    program: int
    program_id: str
    published: Published
    computed: int | None
    low: int | None
    high: int | None
    notes: tuple[Note, ...]
    enacted: bool
    relists: bool

    @cached_property
    def agrees(self) -> bool | None:
        """Whether all lines lie within the printed figure; `None` where nothing is printed or computable."""
        return self.holds(self.computed)

    def holds(self, amount: int | None) -> bool | None:
        """Whether an amount lies within the printed figure; `None` where there is none of both."""
        if amount is None or self.low is None or self.high is None:
            return None
        return self.low <= amount <= self.high

    @cached_property
    def wanted(self) -> Problem:
        """The finding that a scenario moved the figure: nothing wrong with that."""
        return self._finding(MOVED_FIGURE, N_("Nothing to do if the scenario means to change it."))

    @cached_property
    def unsettled(self) -> Problem:
        """The finding that the lines do not meet the figure."""
        rule = PREVIOUS_YEAR if self.enacted else PRINTED_FIGURE
        return self._finding(rule, N_("Settle the lines, or note why the sheet contradicts itself."))

    def _finding(self, rule: Rule, remedy: str) -> Problem:
        alone = N_("The lines add up to {computed} yen, but {printed} is printed.")
        more = N_("The lines and what is listed again add up to {computed} yen, but {printed} is printed.")
        said = Message.of(
            more if self.relists else alone,
            computed=f"{self.computed or 0:,}",
            printed=Both(self.published.printed, f"“{self.published.printed}”"),
        )
        return rule.finding(f"{self.program_id}@{self.published.year}", said, Message.of(remedy))


class Figures(Sequence[FigureCheck]):
    """Every printed figure of every program in the plan years, in tree order, beside one evaluation.

    It holds what differs from the base: an edit costs the figures it moves, not all there are.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        base: tuple[FigureCheck, ...],
        moved: Mapping[int, FigureCheck],
        shared: Figures | None,
        missed: PersistentArray[FigureCheck],
        judged: int,
    ) -> None:
        self._evaluation, self._base, self._moved, self._shared = evaluation, base, moved, shared
        self._missed, self.judged = missed, judged
        """Those that do not agree with the lines, by place; how many can be judged: printed, and computable."""

    def __len__(self) -> int:
        return len(self._base)

    @overload
    def __getitem__(self, place: int) -> FigureCheck: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[FigureCheck, ...]: ...
    def __getitem__(self, place: int | slice) -> FigureCheck | tuple[FigureCheck, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        return self._moved.get(place, self._base[place]) if place >= 0 else tuple(self)[place]

    def __iter__(self) -> Iterator[FigureCheck]:
        return (self._moved.get(place, check) for place, check in enumerate(self._base))

    @cached_property
    def places(self) -> Mapping[int, tuple[int, ...]]:
        """Program → the places of its figures."""
        if self._shared is not None:
            return self._shared.places
        found: dict[int, tuple[int, ...]] = {}
        for place, check in enumerate(self._base):
            found[check.program] = (*found.get(check.program, ()), place)
        return found

    def of(self, program: int, year: int) -> FigureCheck | None:
        """The figure of a program for a year; `None` where the tables have none."""
        for place in self.places.get(program, ()):
            check = self._moved.get(place, self._base[place])
            if check.published.year == year:
                return check
        return None

    @cached_property
    def _footing(self) -> Footing:
        return footing(self._evaluation)

    def shares(self, check: FigureCheck) -> Shares | None:
        """What the amount beside one of these figures rests on, what its sheet relists included."""
        if check.computed is None:
            return None
        y = self._evaluation.portfolio.years.index(check.published.year)
        return self._footing.sheet(check.program, y)

    def explained(self, check: FigureCheck) -> bool | None:
        """Whether published and derived lines alone lie within one of these figures."""
        shares = self.shares(check)
        return None if shares is None else check.holds(shares.explained)

    @property
    def met(self) -> int:
        """How many of those that can be judged agree with the lines."""
        return self.judged - len(self._missed)

    @property
    def missed(self) -> Iterable[FigureCheck]:
        """Those that do not, in tree order."""
        return self._missed.values()

    def _with(self, evaluation: Evaluation, moved: Mapping[int, FigureCheck]) -> Figures:
        """The same figures over the same base beside another evaluation, which moves these."""
        missed, judged = self._missed, self.judged
        for place, check in moved.items():
            missed = missed.set(place, check if check.agrees is False else None)
            judged += (check.agrees is not None) - (self[place].agrees is not None)
        held = updated({} if self._shared is None else self._moved, moved)
        return Figures(evaluation, self._base, held, self._shared or self, missed, judged)


def figures(evaluation: Evaluation, known: Figures | None = None, previous: Figures | None = None) -> Figures:
    """Every printed figure beside a scenario; `known` are those beside the base alone, to share what it leaves.

    `previous` are those beside any other evaluation over the same base: figures of programs that stayed are taken over.
    """
    portfolio = evaluation.portfolio
    if known is None:
        checks = tuple(
            _figure(evaluation, i, published)
            for i, program in enumerate(portfolio.programs)
            for published in program.published
            if published.year in portfolio.years
        )
        missed = PersistentArray({place: check for place, check in enumerate(checks) if check.agrees is False})
        return Figures(evaluation, checks, {}, None, missed, sum(check.agrees is not None for check in checks))
    if previous is None or previous._shared is not known or previous._evaluation.base is not evaluation.base:
        previous, programs = None, set(evaluation.programs)
        if known._evaluation.base is not evaluation.base:  # another growth: it moves what is printed of later years
            programs.update(check.program for check in known if check.published.year > portfolio.request_year)
    else:
        programs = set(differing(previous._evaluation.programs, evaluation.programs))
    programs |= {
        i
        for i in portfolio.relisting
        if any(portfolio.program_index[id_] in programs for id_ in portfolio.programs[i].relists)
    }
    moved: dict[int, FigureCheck] = {}
    for place in (place for program in programs for place in known.places.get(program, ())):
        check = known._base[place]
        if not check.enacted:  # of them the request year on: what is enacted no scenario moves
            moved[place] = _figure(evaluation, check.program, check.published)
    return (known if previous is None else previous)._with(evaluation, moved)


def _figure(evaluation: Evaluation, index: int, published: Published) -> FigureCheck:
    portfolio = evaluation.portfolio
    program, y = portfolio.programs[index], portfolio.years.index(published.year)
    computed = evaluation.program(index)[y].plus(evaluation.relisted(index)[y]).amount
    interval = published.interval
    return FigureCheck(
        index,
        program.id,
        published,
        computed,
        interval[0] if interval else None,
        interval[2] if interval else None,
        tuple(note for note in program.notes if note.year in (None, published.year)),
        published.year < portfolio.request_year,
        bool(program.relists),
    )


def overview_problems(evaluation: Evaluation) -> list[Problem]:
    """Where the document behind a view prints another figure for its members than their lines add up to."""
    portfolio, found = evaluation.portfolio, []
    for view in portfolio.views:
        for each in view.listed:
            if each.figure.interval is None or each.figure.year not in portfolio.years:
                continue
            y, total = portfolio.years.index(each.figure.year), Total()
            members = [portfolio.program_index[id_] for id_ in each.programs]
            for index in members:
                total = total.plus(evaluation.program(index)[y])
            low, _, high = each.figure.interval
            if total.amount is None or low <= total.amount <= high:
                continue
            names = [(portfolio.programs[index].name, portfolio.programs[index].name_en) for index in members]
            said = Message.of(
                N_("The lines of {programs} add up to {computed} yen, but {view} prints {printed}."),
                programs=Both("・".join(name for name, _ in names), ", ".join(name for _, name in names)),
                computed=f"{total.amount:,}",
                view=Both(view.name, view.name_en),
                printed=each.figure.printed,
            )
            rule = PREVIOUS_YEAR if each.figure.year < portfolio.request_year else PRINTED_FIGURE
            remedy = Message.of(N_("Settle the lines, or note why the sheet contradicts itself."))
            found.append(rule.finding(f"{each.programs[0]}@{each.figure.year}", said, remedy))
    return found


def view_remainder(evaluation: Evaluation, view: View, published: Published) -> int | None:
    """Printed total of a view less what its listed members add up to, in yen: what 「等」 leaves out."""
    if published.interval is None or published.year not in evaluation.portfolio.years:
        return None
    total = evaluation.view(view)[evaluation.portfolio.years.index(published.year)].amount
    return None if total is None else published.interval[1] - total
