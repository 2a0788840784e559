"""The sheet データ: every vintage of every line and plan year as one row for machines.

One header row, one datum a cell, numbers as numbers, nothing merged, units in the headings, the Western year beside the
Japanese, codes beside words, no characters that depend on the machine (①, ㈱). 単価 × 員数 × 乗数 is the amount.
In the workbook figures follow 積算内訳; the CSV table has their values, as the statistics office asks of tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import count
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage, duration_at, is_present, longest, value_at, vintages
from planner.core.model.accounts.codes import CodeKind
from planner.core.model.lines import Lack, Series
from planner.files.plain.sheet import EXACT, Column, Content, Formula, Name, Row, Sheet, Style, letter
from planner.files.plain.text_width import text_width
from planner.files.plain.tidy_csv import LACK_WORDS
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.files.submission.accounts import column_of
from planner.files.submission.drivers import Drivers, Given
from planner.files.submission.factors import factors, rounded
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import UNSTATED
from planner.files.submission.request import AgedVintages
from planner.words.figures import BASIS_NAMES

_MACHINE_DEPENDENT = "[\u2160-\u217f\u2460-\u24ff\u3200-\u33ff]"
_SPACE = re.compile(r"\s+")

TOO_LONG = ("15桁を超える", "more than 15 digits")
"""Why an amount of one vintage may lack, in Japanese and English; `LACK_WORDS` are the other reasons."""


def data_sheet(handover: Handover) -> Sheet:
    """データ of the scenario: the vintages of lines shown × plan years, then what is shown again (再掲)."""
    columns, rows = data_columns(handover), _Rows(handover)
    return Sheet(
        name=handover.sheet_name(SheetKind.DATA),
        title=handover.sheet_name(SheetKind.DATA),
        columns=tuple(columns.values()),
        rows=rows.all,
        size=rows.size,
        tidy=True,
        large=True,
        names=rows.names,
    )


BUTTON = 4
"""So much room takes the button of a filter beside a heading, in half-width characters."""


def data_columns(handover: Handover) -> dict[str, Column]:
    """The columns of データ by their keys."""
    say, text, number = handover.say, Style.PLAIN, Style.NUMBER
    columns = {
        "program": Column(say("事業ID", "program_id"), 24, text),
        "program_name": Column(say("事業", "program"), 36, text),
        "top": Column(say("上位の事業ID", "top_program_id"), 24, text),
        "agency": Column(say("実施機関", "agency"), 20, text),
        "channel": Column(say("資金の種類", "channel"), 14, text),
        "line": Column(say("積算ID", "line_id"), 28, text),
        "line_name": Column(say("積算内容", "line"), 36, text),
        "unit": Column(say("員数の単位", "unit_of_quantity"), 10, text),
        **{column_of(kind): Column(_code_heading(handover, kind), 16, text) for kind in handover.codes.kinds},
        "demand": Column(say("要求区分", "kind_of_request"), 10, text),
        "demand_word": Column(say("要求区分の名称", "kind_of_request_name"), 12, text),
        "expense": Column(say("経費区分", "kind_of_expense"), 12, text),
        "expense_word": Column(say("経費区分の名称", "kind_of_expense_name"), 14, text),
        "basis": Column(say("根拠区分", "basis"), 10, text),
        "year": Column(say("西暦年度", "fiscal_year"), 9, number),
        "year_name": Column(say("和暦年度", "fiscal_year_name"), 12, text),
        "intake_year": Column(say("採用年度", "intake_year"), 9, number),
        "age": Column(say("採用から何年目", "year_since_intake"), 9, number),
        "rate": Column(say("単価（円）", "rate_yen"), 14, number),
        "people": Column(say("員数", "quantity"), 10, number),
        "times": Column(say("乗数の分子", "factor_numerator"), 9, number),
        "divisor": Column(say("乗数の分母", "factor_denominator"), 9, number),
        "amount": Column(say("金額（円）", "amount_yen"), 18, number),
        "counted": Column(say("計上", "counted"), 6, number),
        "lack": Column(say("金額のない理由", "reason_for_no_amount"), 14, text),
    }
    headings = {key: text_width(column.heading) + BUTTON for key, column in columns.items()}
    return {key: column._replace(width=max(column.width, headings[key])) for key, column in columns.items()}


def _code_heading(handover: Handover, kind: CodeKind) -> str:
    heading = handover.codes.name(kind)
    return handover.say(heading, heading.lower().replace(" ", "_"))


class Figures(NamedTuple):
    """What a row is multiplied out of, and its amount."""

    rate: Content
    people: Content
    times: Content
    divisor: Content
    amount: Content


class _Rows:
    """Makes the rows."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._portfolio, self._evaluation = handover, handover.portfolio, handover.evaluation
        self._drivers = Drivers(handover)
        self._letters = {key: letter(place) for place, key in enumerate(data_columns(handover))}

    @cached_property
    def size(self) -> int:
        """How many rows there are."""
        years = self._portfolio.years
        own = sum(len(self._vintages(row, y)) for row in self._handover.vintages for y in range(len(years)))
        return own + 2 * sum(len(self._portfolio.programs[index].relists) for index in self._handover.programs)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the columns that other sheets add up."""
        named = ("top", "line", "year", "amount", "counted")
        last = max(self.size, 1) + 1
        return tuple(Name(f"data_{key}", f"${self._letters[key]}$2:${self._letters[key]}${last}") for key in named)

    def all(self) -> Iterator[Row]:
        """All rows, made anew."""
        at = count(2)
        for index in self._handover.programs:
            for row in self._handover.rows(index):
                yield from self._line(row, index, at)
            for program_id in self._portfolio.programs[index].relists:
                yield from self._relisted(index, self._portfolio.program_index[program_id])
                next(at), next(at)

    def _owner(self, index: int) -> tuple[str, ...]:
        program = self._portfolio.programs[index]
        top = self._portfolio.programs[self._portfolio.ancestors[index][-1]].id
        name = tidy(self._handover.program_name(index))
        return program.id, name, top, tidy(program.agency), tidy(program.channel)

    def _relisted(self, index: int, other: int) -> Iterator[Row]:
        """A program that another counts: its amounts of both years, which are not counted here."""
        handover, say = self._handover, self._handover.say
        name = say(f"再掲 {handover.program_name(other)}", f"relisted: {handover.program_name(other)}")
        links, totals = handover.places.program_links(other), self._evaluation.program(other)
        for y, link in enumerate(links):
            year, amount = self._portfolio.years[y], totals[y].amount
            cells: list[Content] = [*self._owner(index), self._portfolio.programs[other].id, tidy(name)]
            codes = [tidy(handover.codes.of_program(index, kind)) or None for kind in handover.codes.kinds]
            cells += [None, *codes, *[None] * 5, year, handover.year(year)] + [None] * 6
            lack = None if amount is not None else say(*LACK_WORDS[Lack.NOT_PRINTED])
            yield Row((*cells, None if amount is None else Formula(link, amount), 0, lack))

    # ---------------------------------------------------------------- lines

    def _vintages(self, row: int, y: int) -> Sequence[tuple[AgedVintages | None, Vintage, int]]:
        """The vintages of a line in a year with their ages: the newest, and those in which somebody is, or may come.

        Somebody may be put into a vintage that has a row in 積算内訳: what follows that row is here all along.
        """
        if y < 2:
            aged = self._handover.vintages[row]
            pairs = [(each, each.now if y else each.before, each.age) for each in aged]
            return [pair for pair in pairs if y or not pair[2] or pair[1].intake]
        drivers, year = self._drivers.of(row), self._portfolio.years[y]
        line = drivers.line
        if not is_present(line, year):
            return [(None, each, 0) for each in vintages(line, year)[:1]]
        by_year = {each.intake_year: each for each in vintages(line, year)}
        ages = (age for age in range(longest(line)) if age < duration_at(line, year - age))
        shown = (age for age in ages if not age or by_year[year - age].intake or drivers.follows(year, age))
        return [(None, by_year[year - age], age) for age in shown]

    def _line(self, row: int, index: int, at: Iterator[int]) -> Iterator[Row]:
        handover, portfolio = self._handover, self._portfolio
        line, amounts = self._evaluation.drivers(row), self._evaluation.line(row)
        said = (*self._owner(index), portfolio.lines.ids[row], tidy(handover.line_name(row)))
        unit, cohort = tidy(handover.line_unit(row)), handover.is_cohort(row)
        codes = [tidy(handover.codes.of_line(row, kind)) or None for kind in handover.codes.kinds]
        for y, year in enumerate(portfolio.years):
            kinds = self._kinds(line.demand, line.expense, year)
            basis, name = handover.texts._(BASIS_NAMES[handover.values.basis_key(row, year)]), handover.year(year)
            counted = 1 if is_present(line, year) else 0
            for shown, vintage, age in self._vintages(row, y):
                why, amount = self._lack(amounts[y], vintage), amounts[y]
                figures = self._figures(row, year, (shown, vintage, age), next(at), known=isinstance(amount, int))
                intake = (vintage.intake_year, age + 1) if cohort else (None, None)
                yield Row((*said, unit, *codes, *kinds, basis, year, name, *intake, *figures, counted, why))

    def _kinds(self, demand: Series, expense: Series, year: int) -> tuple[Content, ...]:
        """The kinds of request and of expense of a year, as codes and in words."""
        places, (asked, spent) = self._handover.places, (_choice(demand, year), _choice(expense, year))
        if year <= self._portfolio.previous_year:
            asked = 0
        words = [None if word == UNSTATED else word for word in (places.demand(asked), places.expense(spent))]
        return DEMANDS[asked], words[0], EXPENSES[spent], words[1]

    def _lack(self, amount: object, vintage: Vintage) -> str | None:
        if isinstance(amount, Lack):
            return self._handover.say(*LACK_WORDS[amount])
        if isinstance(vintage.amount, int) and abs(vintage.amount) >= EXACT:
            return self._handover.say(*TOO_LONG)
        return None

    def _figures(
        self, row: int, year: int, which: tuple[AgedVintages | None, Vintage, int], at: int, *, known: bool
    ) -> Figures:
        """What a vintage's row holds: figures of 積算内訳 by its key; later years' as they follow from there."""
        shown, vintage, age = which
        if shown is not None:
            return self._shown(row, shown, vintage, at, known=known, last=vintage is shown.before)
        drivers = self._drivers.of(row)
        term, taken_in = drivers.term(year, age), drivers.people(year - age)
        people = _cell(taken_in) if taken_in.value == vintage.intake else vintage.intake
        if not isinstance(vintage.amount, int) or not known:
            return Figures(vintage.rate, people, None, None, None)
        if term is None:  # nobody is there to be paid at a rate that is not known
            return Figures(vintage.rate, people, None, None, vintage.amount)
        times, divisor = _times(term.times, term.kept.numerator), _times(term.divisor, term.kept.denominator)
        rate, people = _cell(term.rate), _cell(term.people)
        if not term.is_exact or max(abs(times.value), divisor.value) >= EXACT:
            return Figures(rate, people, None, None, self._amount(row, at, vintage.amount, None))
        amount = self._amount(row, at, vintage.amount, term.numerator)
        return Figures(rate, people, _cell(times), _cell(divisor), amount)

    def _shown(self, row: int, shown: AgedVintages, vintage: Vintage, at: int, *, known: bool, last: bool) -> Figures:
        """The figures of a row of 積算内訳."""
        found, year = factors(vintage), self._handover.intake_year(row, shown)
        prefix = "previous_" if last else ""

        def cell(key: str) -> str:
            return self._handover.places.cell(f"{prefix}{key}", row, year)

        rate = None if vintage.rate is None else Formula(cell("rate"), vintage.rate)
        people = Formula(cell("people"), vintage.intake)
        if found is None or not known or not isinstance(vintage.amount, int):
            amount = vintage.amount if known and isinstance(vintage.amount, int) else None
            return Figures(rate, people, None, None, amount)
        times = Formula(cell("factor"), found.numerator)
        numerator = abs(vintage.intake * (vintage.rate or 0) * found.numerator)
        divisor = Formula(cell("divisor"), found.divisor)
        return Figures(rate, people, times, divisor, self._amount(row, at, vintage.amount, numerator))

    def _amount(self, row: int, at: int, yen: int, numerator: int | None) -> Content:
        if numerator is None:
            return yen if abs(yen) < EXACT else None
        rate, times, divisor = (f"{self._letters[key]}{at}" for key in ("rate", "times", "divisor"))
        rounding = self._portfolio.lines.rounding_of(row)
        return Formula(rounded(f"PRODUCT({rate}:{times})", divisor, rounding, abs(numerator)), yen)


def _cell(given: Given) -> Content:
    return Formula(given.text, given.value) if given.live else given.value


def _times(given: Given, factor: int) -> Given:
    """A figure multiplied by a whole number."""
    if factor == 1 or not given.live:
        return Given(str(given.value * factor), given.value * factor) if factor != 1 else given
    return Given(f"{given.text}*{factor}", given.value * factor)


def _choice(series: Series, year: int) -> int:
    value = value_at(series, year)
    return value.numerator if isinstance(value, int) else 0


def tidy(text: str) -> str:
    """A text for machines: one line, circled and squared characters written out (① as (1), ㈱ as (株))."""
    if text.isascii() and not _SPACE.search(text):
        return text

    def plain(found: re.Match[str]) -> str:
        folded = unicodedata.normalize("NFKC", found[0])
        return f"({folded})" if "\u2460" <= found[0] <= "\u24ff" and not folded.startswith("(") else folded

    return _SPACE.sub(" ", re.sub(_MACHINE_DEPENDENT, plain, text)).strip()
