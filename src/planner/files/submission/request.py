"""What is requested, as its sheets share it: the programs and lines shown, words and amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import NamedTuple

from planner.core.calculation.burden import Burdens, burdens
from planner.core.calculation.cohort import Vintage, written_vintages
from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.calculation.in_force import ValuesInForce
from planner.core.ceilings.judge import Judged, judge
from planner.core.check.rounding import rounding_gaps
from planner.core.errors import N_, UserError
from planner.core.explain.difference import Difference, explain
from planner.core.explain.sides import Side
from planner.core.memo import memoised
from planner.core.model.document import BASE, GIVEN_NAMES, Document
from planner.core.model.lines import Lack
from planner.core.model.portfolio import Portfolio, Status
from planner.core.money import Unit, format_amount, round_ratio
from planner.core.years import fiscal_year_name
from planner.files.plain.sheet import EXACT, Formula
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.tables import STATUS_WORDS
from planner.files.submission.grounds import Grounds
from planner.files.submission.options import SHEET_NAMES, ExportOptions, SheetKind
from planner.files.submission.places import Links
from planner.words.figures import counted, line_unit, so_many, unit_name
from planner.words.in_force import ValueWords
from planner.words.places import program_path
from planner.words.texts import Texts, texts_for

MANY_LINES = 500
"""From so many lines on a request is long."""

OKU_TENTH = Unit.OKU.yen // 10


def in_oku(yen: int) -> float:
    """An amount in 億円 with one decimal, which no number format makes of yen."""
    return round_ratio(yen, OKU_TENTH) / 10


def refuse_too_long(yen: int) -> None:
    """Raise `UserError` for an amount that has more digits than a spreadsheet keeps."""
    if abs(yen) >= EXACT:
        raise UserError(
            N_("An amount of {yen:,} yen has more digits than a spreadsheet keeps (15)."),
            N_("Check the number of digits of rates and quantities."),
            yen=yen,
        )


class AgedVintages(NamedTuple):
    """The vintages of a line that share a row: how old they are, this year's and last year's of that age."""

    age: int
    now: Vintage
    before: Vintage


@dataclass(frozen=True, eq=False)
class Request:
    """A scenario to be handed over (`BASE` for the base) with its evaluation and the choices of the export."""

    document: Document
    evaluation: Evaluation
    scenario: int
    options: ExportOptions = field(default_factory=ExportOptions)

    @cached_property
    def portfolio(self) -> Portfolio:
        """The portfolio exported."""
        return self.document.portfolio

    @cached_property
    def texts(self) -> Texts:
        """The texts of the workbook's language."""
        return texts_for(self.options.language)

    def say(self, ja: str, en: str) -> str:
        """The one of two texts that belongs to the workbook's language."""
        return (ja or en) if self.options.language == "ja" else (en or ja)

    def year(self, year: int) -> str:
        """A fiscal year as headings name it."""
        return self.say(fiscal_year_name(year), f"FY{year}")

    @property
    def title(self) -> str:
        """What the request is called."""
        return self.say(self.portfolio.title, self.portfolio.title_en)

    @property
    def ministry(self) -> str:
        """Whose request it is (所管)."""
        return self.say(self.portfolio.ministry, self.portfolio.ministry_en)

    @property
    def scenario_name(self) -> str:
        """What the scenario is called."""
        return self.name_of(self.scenario)

    def name_of(self, scenario: int) -> str:
        """What a scenario is called, in the language of the workbook where the program named it."""
        if scenario == BASE:
            return self.say("基準", "base")
        name = self.document.scenario(scenario).name
        return next((self.say(*given) for given in GIVEN_NAMES if name in given), name)

    @property
    def scenario_said(self) -> str:
        """The name of the scenario as that: 基準 alone would be read as 概算要求基準."""
        return self.say(f"案：{self.scenario_name}", f"Scenario: {self.scenario_name}")

    def program_name(self, index: int) -> str:
        """A program's name."""
        program = self.portfolio.programs[index]
        return self.say(program.name, program.name_en)

    def program_path(self, index: int) -> str:
        """The same, of a part below what it is a part of."""
        return program_path(self.portfolio, index, self.texts)

    def line_name(self, row: int) -> str:
        """A line's label."""
        lines = self.portfolio.lines
        return self.say(lines.labels[row], lines.labels_en[row])

    def line_unit(self, row: int) -> str:
        """What a line is counted in."""
        return line_unit(self.portfolio.lines.units[row], self.texts)

    def counted(self, row: int, count: int) -> str:
        """A number of a line with its unit: 642人."""
        return counted(f"{count:,}", self.portfolio.lines.units[row], self.texts, count)

    def quoted(self, text: str) -> str:
        """What is written so in a request sheet."""
        return self.say(text, f"“{text}”")

    @property
    def nothing(self) -> str:
        """What stands where there is nothing."""
        return self.say("－", "−")

    def depth(self, index: int) -> int:
        """How many programs stand above a program."""
        return len(self.portfolio.ancestors[index]) - 1

    @cached_property
    def programs(self) -> tuple[int, ...]:
        """The programs shown, in tree order."""
        return tuple(i for i in range(len(self.portfolio.programs)) if self.evaluation.shows_program(i))

    def rows(self, index: int) -> list[int]:
        """The rows of a program's own lines that are shown."""
        return [row for row in self.portfolio.line_ranges[index] if self.evaluation.shows(row)]

    # ---------------------------------------------------------------- vintages

    @cached_property
    def vintages(self) -> Mapping[int, tuple[AgedVintages, ...]]:
        """For each line shown its vintages that count this year or last, the newest first and always there.

        Last year's are the base's: they are enacted, and a scenario does not move them.
        """
        portfolio, evaluation = self.portfolio, self.evaluation
        found: dict[int, tuple[AgedVintages, ...]] = {}
        for index in self.programs:
            for row in self.rows(index):
                request = written_vintages(evaluation.drivers(row), portfolio.request_year)
                previous = written_vintages(evaluation.base.drivers(row), portfolio.previous_year)
                found[row] = tuple(_beside(request, previous))
        return found

    @property
    def is_long(self) -> bool:
        """Whether there are so many lines that sheets fold what is seldom asked for."""
        return len(self.vintages) >= MANY_LINES

    def is_cohort(self, row: int) -> bool:
        """Whether a line's intakes stay for several years, in the base or as the scenario has it."""
        return self.portfolio.lines.duration[row] > 1 or row in self.evaluation.lengthened

    def intake_year(self, row: int, vintage: AgedVintages) -> int | None:
        """The intake year by which a vintage's row is known; a line whose people stay for a year has only one row."""
        return vintage.now.intake_year if self.is_cohort(row) else None

    def sheet_name(self, kind: SheetKind) -> str:
        """What a sheet is called in the workbook."""
        return self.say(*SHEET_NAMES[kind])

    # ---------------------------------------------------------------- amounts and remarks

    def money_width(self, unit: Unit) -> int:
        """How wide a column of amounts is, in characters, so that the longest fits, set in bold and with its sign."""
        digits = format_amount(self._largest, unit)
        commas = digits.count(",")
        return max(14, ceil(1.4 * (len(digits) - commas) + 0.8 * commas + 0.6))  # of the widest font in its place

    @cached_property
    def _largest(self) -> int:
        """The largest amount of this year and last, in yen, whatever its sign."""
        evaluation = self.evaluation
        totals = [evaluation.total, *(evaluation.program(index) for index in self.programs)]
        largest = max(abs(total.yen) for each in totals for total in each[:2])
        lines = (amount for row in self.vintages for amount in evaluation.line(row)[:2])
        return max(largest, max((abs(amount) for amount in lines if isinstance(amount, int)), default=0))

    @cached_property
    def rate_width(self) -> int:
        """How wide a column of rates is, in characters."""
        pairs = ((each.now.rate, each.before.rate) for shown in self.vintages.values() for each in shown)
        largest = max((abs(rate) for pair in pairs for rate in pair if rate is not None), default=0)
        return max(11, len(f"{largest:,}") + 3)

    def amount(self, formula: str, yen: int, unit: Unit) -> Formula:
        """An amount of a sheet in `unit`: in yen under a format that divides, but for 億円 a figure of its own."""
        if unit is not Unit.OKU:
            return Formula(formula, yen)
        return Formula(f"ROUND(({formula})/{OKU_TENTH},0)/10", in_oku(yen))

    def amounts(self, links: Links, totals: Sequence[Total], unit: Unit) -> list[Formula | str | None]:
        """前年度, 要求 and 増△減: what has no amount says so, or stays empty."""
        previous, request = totals[0].amount, totals[1].amount
        cells: list[Formula | str | None] = []
        for formula, yen, total in ((links.previous, previous, totals[0]), (links.request, request, totals[1])):
            cells.append(self.no_amount(total) if yen is None else self.amount(formula, yen, unit))
        known = previous is not None and request is not None
        cells.append(self.amount(links.change, request - previous, unit) if known else None)  # type: ignore[operator]
        return cells

    def no_amount(self, total: Total) -> str | None:
        """What a total without an amount shows: 事項要求 where nothing but that is requested, else nothing."""
        return self.unpriced if total.unpriced and not total.missing and not total.cannot else None

    @property
    def unpriced(self) -> str:
        """事項要求 in words."""
        return self.say("事項要求", "no amount")

    def missing(self, totals: Sequence[Total]) -> str:
        """What a total leaves out, in words."""
        said = []
        for name, total in zip(
            (self.say("前年度", "previous year"), self.say("要求", "request")), totals, strict=False
        ):
            if total.missing and not total.yen:
                said.append(self.say(f"{name}：公表なし", f"{name}: not printed"))
            elif total.missing:
                said.append(
                    self.say(
                        f"{name}：{total.missing}件は公表なし",
                        f"{name}: {so_many(total.missing, 'figure')} not printed",
                    )
                )
        if totals[1].unpriced:
            count = totals[1].unpriced
            said.append(self.say(f"＋事項要求（{count}件）", f"+ {so_many(count, 'item')} without an amount"))
        return "　".join(said)

    def unit_line(self, unit: Unit) -> str:
        """The line that says what amounts are in."""
        name = unit_name(unit, self.texts)
        return self.say(f"単位：{name}", f"Unit: {name}")

    def rounding_note(self, unit: Unit) -> str:
        """The note on rounding, where a printed total is missed by its printed parts; else nothing."""
        return self.said_of_rounding if self._misses(unit) else ""

    @memoised
    def _misses(self, unit: Unit) -> bool:
        return bool(rounding_gaps(self.evaluation, unit))

    @property
    def said_of_rounding(self) -> str:
        """The note on rounding."""
        return self.say(
            "四捨五入の関係で、合計と一致しない場合がある。", "Parts may not add up to totals because of rounding."
        )

    @cached_property
    def values(self) -> ValuesInForce:
        """The values in force, each with what it rests on."""
        return ValuesInForce(self.document, self.scenario)

    @cached_property
    def grounds(self) -> Grounds:
        """Why its lines are as they are."""
        words = ValueWords(self.values, self.evaluation, self.texts, self.options.sign.value)
        return Grounds(words, self.portfolio.request_year)

    @cached_property
    def burdens(self) -> Burdens:
        """What is bound of later years."""
        return burdens(self.evaluation, self.document.all_obligations)

    @cached_property
    def judged(self) -> Judged:
        """The ceilings of the request year against the scenario."""
        return judge(self.evaluation, self.document.all_ceilings(published_rules(self.portfolio.request_year)))

    @cached_property
    def difference(self) -> Difference:
        """What the request differs by from last year's budget."""
        years = self.portfolio.previous_year, self.portfolio.request_year
        return explain(*(Side(self.evaluation, year) for year in years))

    def change_of(self, index: int) -> int | None:
        """増△減 of a program, `None` where one of its amounts is not known."""
        previous, request = (total.amount for total in self.evaluation.program(index)[:2])
        return None if previous is None or request is None else request - previous

    def standing(self, row: int) -> str:
        """新規 or 廃止 of a line the scenario proposes or takes out, else nothing; 要求取りやめ of what never ran."""
        if row in self.portfolio.proposals:
            return self.say("新規", "new")
        return self._out(self.evaluation.line(row)[0] == 0) if row in self.evaluation.absent else ""

    def program_standing(self, index: int) -> str:
        """新規, 拡充, 継続, 廃止 or 要求取りやめ of a program, as its sheet says; blank where it does not.

        One that is printed as 拡充 is none where the scenario requests no more than last year.
        """
        previous, request = self.evaluation.program(index)[:2]
        if self.evaluation.has_ended(index):
            return self._out(previous.amount == 0)
        status, change = self.portfolio.programs[index].status, self.change_of(index)
        as_printed = request == self.evaluation.base.programs[index][1]
        if status is Status.EXPANDED and not as_printed and change is not None and change <= 0:
            return ""
        english = {word: name for name, word in STATUS_WORDS.items()}
        return self.say(status.value, english.get(status.value, ""))

    def _out(self, never_ran: bool) -> str:
        """What the scenario takes out of the request."""
        return self.say("要求取りやめ", "withdrawn") if never_ran else self.say("廃止", "ended")


def _beside(request: tuple[Vintage, ...], previous: tuple[Vintage, ...]) -> Iterator[AgedVintages]:
    """This year's and last year's vintages of the same age; a term that a scenario changed may have only one of both.

    The newest is always there, of the others those in which somebody is, or was.
    """
    if len(request) == len(previous) == 1:
        yield AgedVintages(0, request[0], previous[0])
        return
    now = {request[0].intake_year - each.intake_year: each for each in request}
    before = {previous[0].intake_year - each.intake_year: each for each in previous}
    for age in sorted(now.keys() | before.keys()):
        pair = AgedVintages(age, now.get(age) or _nobody(request[0], age), before.get(age) or _nobody(previous[0], age))
        if not age or pair.now.intake or pair.before.intake:
            yield pair


def _nobody(newest: Vintage, age: int) -> Vintage:
    """The vintage of an age at which nobody is there any more."""
    amount = newest.amount if newest.amount is Lack.UNPRICED else 0
    start, factors = newest.intake_year - age, (newest.times, newest.share)
    return Vintage(start, 0, Fraction(0), None, *factors, 0, 1, amount)
