"""The sheet 後年度負担: one row a line, its years across, with what of each later year is bound already.

Last year and the request year are taken from 積算内訳. Each later year is made from the drivers to the right of what is
printed: the rates and intakes of the years, taken from 積算内訳 as far as nothing else is given for them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from planner.core.calculation.burden import Burden
from planner.core.calculation.cohort import duration_at, longest, rate_at
from planner.core.calculation.evaluate import Total, Totals
from planner.core.memo import memoised
from planner.core.model.lines import Lack, Line
from planner.core.money import Unit, format_amount
from planner.core.years import era_span
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Content, Formula, Name, Row, Sheet, Style, Styled, letter
from planner.files.submission.drivers import Drivers
from planner.files.submission.factors import AS_VALUE
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import program_blocks
from planner.files.submission.sheets.years.line_years import BEFORE, EARLIER, REQUEST, WHOLE, Layout, LineYears
from planner.words.figures import so_many
from planner.words.growth import SHORT_NAMES, percent_text

UNIT = Unit.THOUSAND

NO_LATER_YEARS = ("要求年度より後の年度の記載なし", "no year after the request year is given")
"""What is said where the plan ends with the request year: what is bound of later years is not known then."""

ABOVE_REQUEST = ("要求・要望額との差", "above request and wishes")
"""What is said of how a later year differs from the request year."""

NOT_PRINTED = ("：公表なし", ": not printed")
"""What is said of the years for which the sheets print no figure of a line."""

HEAD_ROWS = 3
"""So many rows stand above the programs: all, how much of it is bound, how it differs from the request year.

Where there are no later years, the first alone.
"""


def later_name(year: int, part: int = WHOLE) -> str:
    """The name of the cells with what is paid in a later year, or with what is bound of it."""
    return f"later_{year}{('_earlier', '_bound', '')[part]}"


def later_amount(handover: Handover, row: int, year: int) -> str:
    """The formula of what is paid for a line in a later year, by the key of the line."""
    return f'INDEX({later_name(year)},MATCH("{handover.places.line_key(row)}",later_key,0))'


def runs(years: Sequence[int]) -> Iterator[list[int]]:
    """Years in their order, those in a row together."""
    for _distance, run in itertools.groupby(enumerate(years), key=lambda each: each[1] - each[0]):
        yield [year for _at, year in run]


def years_in_words(handover: Handover, years: Sequence[int]) -> str:
    """Fiscal years in their order, three and more in a row by the first and the last of them: R7・R9～R13."""
    said = list[str]()
    for run in runs(years):
        said += [handover.say(*era_span(run[0], run[-1]))] if run[2:] else map(handover.texts.era, run)
    return handover.say("・", ", ").join(said)


def later_years_sheet(handover: Handover) -> Sheet:
    """後年度負担 of the scenario, in 千円, with all plan years."""
    say, portfolio, made = handover.say, handover.portfolio, _Rows(handover)
    request = handover.texts.era(portfolio.request_year)
    bound = (
        say("過年度\n決定", "bound\nearlier"),
        say(f"{request}要求\n決定", f"bound by\n{request}"),
        say("計", "total"),
    )
    years = [
        Column(f"{handover.texts.era(year)}\n{name}", made.width(part), Style.MONEY)
        for year in portfolio.years[2:]
        for part, name in enumerate(bound)
    ]
    era, spans = handover.texts.era, made.layout.spans
    return Sheet(
        name=handover.sheet_name(SheetKind.LATER_YEARS),
        title=f"{handover.sheet_name(SheetKind.LATER_YEARS)}　{handover.title}",
        columns=(
            Column(say("事業・積算内容", "Program, line"), 34, Style.WRAPPED),
            Column(say("年限", "Term"), 5, Style.COUNT),
            Column(f"{era(portfolio.previous_year)}\n{say('予算額', 'budget')}", made.width(WHOLE), Style.MONEY),
            Column(f"{request}\n{say('要求・要望額', 'request')}", made.width(WHOLE), Style.MONEY),
            *years,
            Column(say("備考", "Remarks"), 22, Style.WRAPPED),
            Column(say("区分", "Kind"), 6),
            Column(say("積算の鍵", "Key of the line"), 28),
            Column(say("回数×月数×率", "Times × months × share"), 12, Style.NUMBER),
            Column(say("除数", "Divisor"), 8, Style.NUMBER),
            *(
                Column(f"{say('単価', 'Rate')}\n{era(year)}", made.rate_width, Style.GIVEN)
                for year in made.layout.spans
            ),
            *(Column(f"{say('採用・員数', 'Intake')}\n{era(year)}", 9, Style.GIVEN) for year in spans),
        ),
        rows=made.all,
        unit=handover.unit_line(UNIT),
        note="　".join(filter(None, [_said(handover), _growth(handover), handover.rounding_note(UNIT)])),
        money=UNIT,
        sparse=True,
        sign=handover.options.sign.value,
        size=made.end - FIRST_ROW,
        frozen=1,
        large=True,
        printed=made.layout.printed,
        names=made.names,
    )


def _said(handover: Handover) -> str:
    """What the columns of later years mean, or that there are none."""
    if handover.portfolio.years[2:]:
        return handover.say(
            "過年度決定＝前年度までの採用・債務で決まる額、要求決定＝この要求で決まる額、計との差＝今後の決定による額。"
            "年限＝採用が続く年数（1年は空欄）。右の単価・採用（印刷しない）は積算内訳から引き、数式でないものは計画の値。",
            "Bound by decisions of earlier years and by this request; the rest of a total is decided later. "
            "Term: for how many years an intake stays. Drivers (not printed) come from the calculation, or the plan.",
        )
    return handover.say(*NO_LATER_YEARS)


def _growth(handover: Handover) -> str:
    """By how much the plan lets rates grow, as it was when the workbook was written; nothing where it does not."""
    say, growth = handover.say, handover.document.growth(handover.scenario)
    rates = {handover.texts._(name): getattr(growth, key) for key, name in SHORT_NAMES.items()}
    percents = {name: percent_text(rate, handover.options.sign.value) for name, rate in rates.items() if rate}
    said = say("、", ", ").join(say(f"{name} 年{percent}", f"{name} {percent}") for name, percent in percents.items())
    known = bool(said) and bool(handover.portfolio.years[2:])
    return say(f"単価の伸び（作成時）：{said}。", f"Growth of rates a year, as written: {said}.") if known else ""


class _Rows:
    """Makes the rows: the totals, then each program's own total above its lines and parts."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._portfolio, self._evaluation = handover, handover.portfolio, handover.evaluation
        self._years, self._drivers = handover.portfolio.years, Drivers(handover)
        self.layout = Layout(self._years, self._spans())

    def _spans(self) -> range:
        """The years of which rates and intakes matter to later years."""
        if len(self._years) < 3:
            return range(0)
        most = max((longest(self._evaluation.drivers(row)) for row in self._handover.vintages), default=1)
        return range(self._years[2] - most + 1, self._years[-1] + 1)

    # ---------------------------------------------------------------- what stands where

    @property
    def _first(self) -> int:
        """The first row of a program, from 0."""
        return FIRST_ROW + (HEAD_ROWS if self._years[2:] else 1)

    @cached_property
    def _places(self) -> Mapping[int, tuple[int, int]]:
        """Where each program stands and where what is below it ends, rows from 0."""
        own_rows = {index: len(self._handover.rows(index)) for index in self._handover.programs}
        return program_blocks(self._portfolio, own_rows, self._first)

    @property
    def end(self) -> int:
        """The row below the last one, from 0."""
        return max((end for _, end in self._places.values()), default=self._first)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the keys of the lines and of what is paid for them in each later year."""
        last = max(self.end, FIRST_ROW + 1)

        def cells(column: str) -> str:
            return f"${column}${FIRST_ROW + 1}:${column}${last}"

        years = enumerate(self._years[2:], start=2)
        return (
            Name("later_key", cells(self.layout.key)),
            Name("later_kind", cells(self.layout.kind)),
            Name("later_previous", cells(letter(BEFORE - 2))),
            Name("later_request", cells(letter(BEFORE - 1))),
            *(
                Name(later_name(year, part), cells(letter(self.layout.year(y, part))))
                for y, year in years
                for part in (WHOLE, EARLIER, REQUEST)
            ),
        )

    @memoised
    def width(self, part: int) -> int:
        """How wide the columns of all of a year are, or those of what is bound of it, in characters."""
        each = [self._handover.burdens.total(), *map(self._handover.burdens.program, self._handover.programs)]
        years = [year for years in each for year in years]
        amounts = [year.amount or 0 if part == WHOLE else (year.earlier, year.request)[part] for year in years]
        return max(10, len(format_amount(max(map(abs, amounts), default=0), UNIT)) + 3)

    @cached_property
    def rate_width(self) -> int:
        """How wide the columns of rates are, in characters."""
        lines = map(self._evaluation.drivers, self._handover.vintages)
        rates = (rate_at(line, year) for line in lines for year in self._years[1:])
        return max(11, len(f"{max((abs(rate) for rate in rates if isinstance(rate, int)), default=0):,}") + 3)

    # ---------------------------------------------------------------- totals

    def all(self) -> Iterator[Row]:
        """All rows, made anew."""
        yield from self._head()
        handover = self._handover
        for index, (start, end) in self._places.items():
            name = "　" * handover.depth(index) + handover.program_name(index)
            links, burden = handover.places.program_links(index), self._handover.burdens.program(index)
            cells = self._totals(name, (links.previous, links.request), self._evaluation.program(index), burden)
            marks = handover.places.marks.program, handover.places.program_key(index)
            yield self._summed(cells, marks, start + 1, end, Band.of_depth(handover.depth(index)))
            for at, row in enumerate(handover.rows(index), start=start + 1):
                yield self._line(row, index, at)

    def _head(self) -> Iterator[Row]:
        """Everything, what part of its later years is bound, and what it is above the request year."""
        handover, say, first = self._handover, self._handover.say, self._first
        links, total, at = handover.places.total_links, self._handover.burdens.total(), FIRST_ROW + 1
        cells = self._totals(say("合計", "Total"), (links.previous, links.request), self._evaluation.total, total)
        yield self._summed(cells, (None, None), first, self.end)
        if not self._years[2:]:
            return
        shares: list[Content] = [say("　うち既に決まる額の割合", "　share of it that is bound"), None, None, None]
        above: list[Content] = [f"　{say(*ABOVE_REQUEST)}", None, None, None]
        flat = total[1].amount
        for y, burden in enumerate(total[2:], start=2):
            earlier, request, whole = (f"{letter(self.layout.year(y, part))}{at}" for part in range(3))
            known = burden.amount is not None and flat is not None
            share: Formula | None = None
            if burden.amount is not None:
                ratio = burden.committed / burden.amount if burden.amount else 0
                share = Formula(f"IF({whole}=0,0,({earlier}+{request})/{whole})", ratio)
            shares += [None, None, Styled(share, Style.PERCENT)]
            difference = burden.amount - flat if known else 0  # type: ignore[operator]
            above += [None, None, Formula(f"{whole}-{letter(BEFORE - 1)}{at}", difference) if known else None]
        yield Row(shares, Band.PART)
        yield Row(above, Band.PART)

    def _totals(
        self, name: str, links: tuple[str, str], totals: Totals, burden: tuple[Burden, ...]
    ) -> tuple[list[Content], list[tuple[int, int | None]], str]:
        """The cells up to the request year, what the sums of later years come to by column, and what is left out."""
        cells: list[Content] = [name, None]
        missing: dict[str, list[int]] = {}
        for y, total in enumerate(totals):
            if y < 2:
                cells.append(self._handover.no_amount(total) if total.amount is None else Formula(links[y], total.yen))
            if total.missing:
                missing.setdefault(self._missing(total), []).append(self._years[y])
        sums: list[tuple[int, int | None]] = []
        for y, each in enumerate(burden[2:], start=2):
            parts = (each.earlier, each.request, each.amount)
            sums += [(self.layout.year(y, part), yen) for part, yen in enumerate(parts)]
        said = (years_in_words(self._handover, run) + what for what, years in missing.items() for run in runs(years))
        return cells, sums, "　".join(said)

    def _missing(self, total: Total) -> str:
        """That so many figures are not printed; of a single line it is said as beside the line."""
        if sum(total[1:]) == 1:
            return self._handover.say(*NOT_PRINTED)
        count = total.missing
        return self._handover.say(f"：{count}件は公表なし", f": {so_many(count, 'figure')} not printed")

    def _summed(
        self,
        made: tuple[list[Content], list[tuple[int, int | None]], str],
        marks: tuple[str | None, str | None],
        first: int,
        end: int,
        band: Band = Band.TOTAL,
    ) -> Row:
        cells, sums, said = made
        kinds = f"{self.layout.kind}{first + 1}:{self.layout.kind}{end}"
        for place, yen in sums:
            amounts = f"{letter(place)}{first + 1}:{letter(place)}{end}"
            text = f'SUMIF({kinds},"{self._handover.places.marks.line}",{amounts})' if first < end else "0"
            cells.append(None if yen is None else Formula(text, yen))
        return Row([*cells, said, *marks], band)

    # ---------------------------------------------------------------- lines

    def _line(self, row: int, index: int, at: int) -> Row:
        handover, amounts, drivers = self._handover, self._evaluation.line(row), self._drivers.of(row)
        name = "　" * (handover.depth(index) + 1) + handover.line_name(row)
        term = duration_at(drivers.line, self._portfolio.request_year)
        cells: list[Content] = [name, None if term == 1 else term]
        links = handover.places.line_links(row)
        for link, amount in zip(links, amounts, strict=False):
            cells.append(Formula(link, amount) if isinstance(amount, int) else self._lack(amount))
        made = LineYears(drivers, self.layout, at, partial(self._tier, row))
        said = [self._lacks(row), self._terms(drivers.line)]
        for y, amount in enumerate(amounts[2:], start=2):
            cells += made.year(y) if isinstance(amount, int) else [None, None, self._lack(amount)]
        if made.as_value:
            said.append(handover.say(*AS_VALUE))
        key = handover.places.line_key(row)
        return Row([*cells, "　".join(filter(None, said)), handover.places.marks.line, key, *made.drivers()])

    def _lack(self, lack: Lack) -> str | None:
        return self._handover.unpriced if lack is Lack.UNPRICED else None

    def _lacks(self, row: int) -> str:
        """The years for which the sheets print no figure."""
        amounts = zip(self._years, self._evaluation.line(row), strict=True)
        years = [year for year, amount in amounts if amount is Lack.NOT_PRINTED]
        return years_in_words(self._handover, years) + self._handover.say(*NOT_PRINTED) if years else ""

    def _terms(self, line: Line) -> str:
        """From which later intakes on a line has another term than in the column."""
        handover, terms = self._handover, list[str]()
        for before, year in itertools.pairwise(self._years[1:]):
            count = duration_at(line, year)
            if count != duration_at(line, before):
                era, long = handover.texts.era(year), so_many(count, "year")
                terms.append(handover.say(f"{era}採用から{count}年", f"{long} from the {era} intake on"))
        return handover.say("年限：", "Term: ") + handover.say("、", ", ").join(terms) if terms else ""

    def _tier(self, row: int, year: int, intake_year: int) -> int:
        """Which column a vintage of a later year belongs to: what is decided later stands in the total alone."""
        request, obligation = self._portfolio.request_year, self._handover.burdens.known.paying.get(row)
        if obligation is not None:
            if year > obligation.last_year:
                return WHOLE
            return EARLIER if obligation.first_year < request else REQUEST
        if intake_year > request:
            return WHOLE
        return REQUEST if intake_year == request else EARLIER
