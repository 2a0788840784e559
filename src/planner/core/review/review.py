"""A submission that came back (査定) held against the scenario it was made from, row by row and by what rows are.

Three columns to the line (三段表): last year, the request, and what the examiner's figures come to. What stands
elsewhere, twice or not at all, and what was changed that is not the examiner's to change, is told apart from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.calculation.evaluate import Evaluation, evaluate
from planner.core.errors import N_, Both, Message, UserError
from planner.core.model.document import Overrides
from planner.core.model.fields import QUANTITY, RATE, Field, Value
from planner.core.model.lines import Amount, Cell
from planner.core.model.portfolio import Portfolio
from planner.core.persistent import PersistentMap
from planner.core.review.columns import EXAMINER
from planner.core.review.examined import NOTHING, Examined, Given, by_age, examine_line
from planner.core.review.meaning import AMOUNT, read_cell
from planner.core.review.questions import Address, Question, Readings
from planner.core.review.rows import Returned, ReturnedRow, altered_figures, column_label
from planner.core.years import era, parse_year


class Remark(NamedTuple):
    """Something to be told: where it stands in the workbook, the line it is about if any, and what it is.

    `key` is the column of a single cell.
    """

    place: str
    row: int | None
    message: Message
    key: str = ""


@dataclass(frozen=True)
class ReviewedLine:
    """A line the examiner has said something about: last year, the request, and what it comes to now.

    `meanings` say how cells were understood, where that does not go without saying.
    """

    row: int
    previous: Amount
    requested: Amount
    given: Mapping[int, Given]
    examined: Examined
    comment: str
    places: tuple[str, ...]
    meanings: tuple[Message, ...] = ()

    @property
    def difference(self) -> int | None:
        """The yen that the examiner takes off or adds; `None` where an amount is not known."""
        then, now = self.requested, self.examined.amount
        return now - then if isinstance(then, int) and isinstance(now, int) else None


@dataclass(frozen=True, eq=False)
class Review:
    """A returned workbook beside the scenario it was made from; `examined` is that scenario with all it asks for."""

    scenario: int
    requested: Evaluation
    examined: Evaluation
    lines: tuple[ReviewedLine, ...]
    comments: Mapping[int, str]
    """What is said about programs, by their place."""
    unmatched: tuple[Remark, ...]
    broken: tuple[Remark, ...]
    questions: tuple[Question, ...]
    returned: Returned

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that are not answered: their cells do not count."""
        return tuple(each for each in self.questions if each.chosen is None)

    def read_as(self, readings: Readings) -> Review:
        """The review with these cells read so, and all others as before."""
        rows = {row for row, _age, _column in readings}
        before = {each.address: each.read_as for each in self.questions if each.read_as is not None}
        reader = _Reader(self.requested, self.returned, {**before, **readings})
        again = list(reader.lines(sorted(rows)))
        lines = sorted([*(each for each in self.lines if each.row not in rows), *again], key=lambda each: each.row)
        asked = [*(each for each in self.questions if each.row not in rows), *reader.questions]
        return replace(
            self,
            lines=tuple(lines),
            examined=_examined(self.requested, lines),
            questions=tuple(sorted(asked, key=lambda each: each.address[:2])),
        )

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio reviewed."""
        return self.requested.portfolio

    def rows(self, *, everything: bool = False) -> Iterator[int | ReviewedLine]:
        """The lines in tree order, above them the programs (by place) that they are part of.

        With `everything` those that nothing is said about as well.
        """
        portfolio, below = self.portfolio, dict[int, list[ReviewedLine]]()
        for reviewed in self.lines:
            below.setdefault(int(portfolio.lines.program[reviewed.row]), []).append(reviewed)
        shown = {above for index in (*below, *self.comments) for above in portfolio.ancestors[index]}
        if everything:
            shown = {i for i in range(len(portfolio.programs)) if self.requested.shows_program(i)}
        known = {reviewed.row: reviewed for reviewed in self.lines}
        for index in sorted(shown):
            yield index
            if everything:
                rows = (row for row in portfolio.line_ranges[index] if self.requested.shows(row))
                yield from (known.get(row) or self._untouched(row) for row in rows)
            else:
                yield from below.get(index, ())

    def _untouched(self, row: int) -> ReviewedLine:
        previous, requested = self.requested.line(row)[:2]
        asked = requested if isinstance(requested, int) else None
        return ReviewedLine(row, previous, requested, {}, Examined((), requested, asked), "", ())

    def restored(self, counters: Mapping[int, int | None], program: int | None = None) -> int | None:
        """The request year's total in yen once these lines are asked for again, of a program (by place) or of all.

        `counters`: row of a line → the amount asked for, `None` for the one requested. The result is `None` where an
        amount is not known.
        """
        total = (self.examined.total if program is None else self.examined.program(program))[1].amount
        above, programs = self.portfolio.ancestors, self.portfolio.lines.program
        for reviewed in self.lines:
            if reviewed.row not in counters or (program is not None and program not in above[programs[reviewed.row]]):
                continue
            asked = counters[reviewed.row]
            again = reviewed.requested if asked is None else asked
            examined = reviewed.examined.amount
            if total is None or not isinstance(again, int) or not isinstance(examined, int):
                return None
            total += again - examined
        return total


def review(requested: Evaluation, scenario: int, returned: Returned) -> Review:
    """Hold what came back against what a scenario requests (`BASE` for the base); pure, and changes nothing."""
    reader = _Reader(requested, returned, {})
    reader.columns()
    lines = tuple(reader.lines(range(len(requested.portfolio.lines))))
    comments = reader.programs()
    return Review(
        scenario,
        requested,
        _examined(requested, lines),
        lines,
        MappingProxyType(comments),
        tuple(reader.unmatched),
        tuple(reader.broken),
        tuple(reader.questions),
        returned,
    )


def _examined(requested: Evaluation, lines: Sequence[ReviewedLine]) -> Evaluation:
    """The scenario with all that the examiner wants."""
    return evaluate(requested.base, merged(requested.portfolio, requested.overrides, lines), requested)


def merged(portfolio: Portfolio, overrides: Overrides, lines: Sequence[ReviewedLine]) -> Overrides:
    """A scenario's values with what the examiner wants of these lines."""
    changed: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(overrides)
    for reviewed in lines:
        if reviewed.examined.entries:
            line_id = portfolio.lines.ids[reviewed.row]
            own: dict[Cell, Value] = dict(changed.get(line_id, {}))
            own.update(
                (Cell(each.field, each.year), each.value)
                for each in reviewed.examined.entries
                if each.value is not None
            )
            changed = changed.set(line_id, MappingProxyType(own))
    return changed


class _Reader:
    """Finds the row of each vintage, and what the examiner and others did to it."""

    def __init__(self, requested: Evaluation, returned: Returned, readings: Readings) -> None:
        self._evaluation, self._portfolio, self._returned = requested, requested.portfolio, returned
        self._readings = readings
        self._known: dict[int, tuple[dict[int, Vintage], dict[int, Vintage]]] = {}
        self.unmatched: list[Remark] = []
        self.broken: list[Remark] = []
        self.questions: list[Question] = []

    def columns(self) -> None:
        """Note the columns that are missing."""
        for key in self._returned.missing:
            said = N_("The column is missing: {column}.")
            self.broken.append(Remark("", None, Message.of(said, column=column_label(key))))

    def lines(self, rows: Iterable[int]) -> Iterator[ReviewedLine]:
        """Those of these lines that something is said about; everything else is noted on the way."""
        found = self._matched()
        for row in rows:
            if not self._evaluation.shows(row):
                continue
            now, before = self._vintages(row)
            given: dict[int, Given] = {}
            comments, places, meanings = list[str](), list[str](), list[Message]()
            newest: set[str] = set()
            for age in sorted(now.keys() | before.keys()):
                this, last = now.get(age), before.get(age)
                returned = found.get((row, age))
                if returned is None:
                    if not age or (this and this.intake) or (last and last.intake):
                        self._gone(row, age)
                    continue
                rounding = self._portfolio.line(row).rounding
                altered = list(altered_figures(returned, self._returned.missing, this, last, rounding, newest))
                for key, what in altered:
                    self._tell(row, returned, key, what)
                if not age:
                    newest.update(key for key, _what in altered)
                wanted, meant = self._given(row, age, returned, this)
                remarks = returned.comments
                if wanted != NOTHING:
                    given[age] = wanted
                comments += (each for each in remarks if each not in comments)
                meanings += meant
                if wanted != NOTHING or remarks or meant:
                    places.append(returned.place)
            if given or comments or meanings:
                yield from self._reviewed(row, given, " / ".join(comments), places, meanings)

    def _reviewed(
        self,
        row: int,
        given: Mapping[int, Given],
        comment: str,
        places: Sequence[str],
        meanings: Sequence[Message],
    ) -> Iterator[ReviewedLine]:
        own = self._evaluation.overrides.get(self._portfolio.lines.ids[row], {})
        examined = examine_line(self._portfolio, row, own, given)
        if examined.entries or examined.notes or comment or meanings:
            previous, requested = self._evaluation.line(row)[:2]
            yield ReviewedLine(row, previous, requested, given, examined, comment, tuple(places), tuple(meanings))

    def _matched(self) -> Mapping[tuple[int, int], ReturnedRow]:
        """The row of the workbook for each line and age of a vintage; what fits none is noted."""
        found: dict[tuple[int, int], ReturnedRow] = {}
        for each in self._returned.lines:
            row = self._portfolio.line_index.get(each.id)
            if row is None or not self._evaluation.shows(row):
                said = N_("No line of the scenario: {name}.") if each.id else N_("A row that was put in: {name}.")
                self.unmatched.append(Remark(each.place, None, Message.of(said, name=_short(each))))
                continue
            age = self._age(each, row)
            if age is None:
                said = N_("The row says of no vintage of the line that it is its row ({intake}).")
                self.unmatched.append(Remark(each.place, row, Message.of(said, intake=each.intake or "−")))
            elif (row, age) in found:
                said = N_("The row stands there twice; the one in {place} was read.")
                self.unmatched.append(Remark(each.place, row, Message.of(said, place=found[row, age].place)))
            else:
                found[row, age] = each
        return found

    def _vintages(self, row: int) -> tuple[dict[int, Vintage], dict[int, Vintage]]:
        """The vintages of a line by age, this year and last year; last year's are the base's."""
        portfolio = self._portfolio
        if row not in self._known:
            line = portfolio.line(row, self._evaluation.overrides.get(portfolio.lines.ids[row]))
            base = portfolio.line(row)
            self._known[row] = by_age(line, portfolio.request_year), by_age(base, portfolio.previous_year)
        return self._known[row]

    def _age(self, returned: ReturnedRow, row: int) -> int | None:
        now, before = self._vintages(row)
        ages = now.keys() | before.keys()
        if not returned.intake:
            return 0 if ages == {0} else None
        try:
            age = self._portfolio.request_year - parse_year(returned.intake)
        except UserError:
            return None
        return age if age in ages else None

    def _gone(self, row: int, age: int) -> None:
        lines = self._portfolio.lines
        name: object = Both(lines.labels[row], lines.labels_en[row])
        if len(self._vintages(row)[0]) > 1:
            name = Message.of("{name} {year}", name=name, year=era(self._portfolio.request_year - age))
        self._missing(row, name)

    # ---------------------------------------------------------------- what stands in a row

    def _given(self, row: int, age: int, returned: ReturnedRow, vintage: Vintage | None) -> tuple[Given, list[Message]]:
        """What the examiner gives for a vintage, and how its cells were understood."""
        if vintage is None:
            for key in EXAMINER[:3]:
                if returned.cells.get(key):
                    said = N_("{text} is given, but nobody of this intake is left.")
                    self._tell(row, returned, key, Message.of(said, text=returned.cells[key]))
            return NOTHING, []
        amount = vintage.amount if isinstance(vintage.amount, int) else None
        fields = ((RATE, vintage.rate), (QUANTITY, vintage.intake), (AMOUNT, amount))
        meanings: list[Message] = []
        figures = [
            self._figure((row, age, key), returned, field, requested, meanings)
            for key, (field, requested) in zip(EXAMINER, fields, strict=False)
        ]
        return Given(*figures), meanings

    def _figure(
        self, address: Address, returned: ReturnedRow, field: Field, requested: int | None, meanings: list[Message]
    ) -> int | None:
        """What the examiner wrote into a cell, `None` for nothing; what cannot be read or was rounded is noted."""
        row, _age, key = address
        text = returned.cells.get(key, "")
        if not text:
            return None
        try:
            meaning = read_cell(text, field, requested, struck=key in returned.struck)
        except UserError as error:
            self._tell(row, returned, key, error.what)
            return None
        if meaning.choices:
            question = Question(address, returned.place, text, meaning.choices, self._readings.get(address))
            self.questions.append(question)
            chosen = question.chosen
            said = Message.of(N_("what is meant has to be asked")) if chosen is None else chosen.said
            meanings.append(Message.of("{column}: {text}: {said}", column=question.column, text=text, said=said))
            return None if chosen is None else chosen.figure
        if meaning.rounded and meaning.figure is not None:
            value = field.text(meaning.figure)
            self._tell(row, returned, key, Message.of(N_("{text} was read as {value}."), text=text, value=value))
        elif meaning.said is not None:
            meanings.append(Message.of("{column}: {what}", column=column_label(key), what=meaning.said))
        if key in returned.formulas and meaning.figure is not None:
            told = "{column}: {formula} = {figure}"
            figure, formula = field.text(meaning.figure), returned.formulas[key].removeprefix("=")
            meanings.append(Message.of(told, column=column_label(key), formula=formula, figure=figure))
        return meaning.figure

    def _tell(self, row: int | None, returned: ReturnedRow, key: str, what: Message) -> None:
        self.broken.append(
            Remark(returned.place, row, Message.of("{column}: {what}", column=column_label(key), what=what), key)
        )

    # ---------------------------------------------------------------- programs

    def programs(self) -> dict[int, str]:
        """What is said about whole programs; figures given for one are noted, for they belong to lines."""
        comments: dict[int, str] = {}
        found: dict[int, ReturnedRow] = {}
        for each in self._returned.programs:
            index = self._portfolio.program_index.get(each.id)
            if index is None or not self._evaluation.shows_program(index):
                said = N_("No program of the scenario: {name}.")
                self.unmatched.append(Remark(each.place, None, Message.of(said, name=_short(each))))
                continue
            if index in found:
                said = N_("The row stands there twice; the one in {place} was read.")
                self.unmatched.append(Remark(each.place, None, Message.of(said, place=found[index].place)))
                continue
            found[index] = each
            if each.comments:
                comments[index] = " / ".join(each.comments)
            for key in EXAMINER[:3]:
                if each.cells.get(key):
                    said = N_("{text} is given for a whole program; give it line by line.")
                    self._tell(None, each, key, Message.of(said, text=each.cells[key]))
        for index, program in enumerate(self._portfolio.programs):
            if index not in found and self._evaluation.shows_program(index):
                self._missing(None, Both(program.name, program.name_en))
        return comments

    def _missing(self, row: int | None, name: object) -> None:
        self.unmatched.append(Remark("", row, Message.of(N_("The row is not in the workbook: {name}."), name=name)))


def _short(returned: ReturnedRow) -> str:
    """What a row is called by those who put it in."""
    words = (returned.id, returned.name, *returned.cells.values())
    return " ".join(word.strip() for word in words if word.strip())[:80]
