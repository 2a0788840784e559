"""The sheet 後年度負担: every plan year of every line, its vintages multiplied out as a triangle of formulas.

A row holds the years in which a line's vintage has the same 単価, 員数 and 率: a plain line has one row until a driver
changes, a cohort one an intake. So every figure is given once, and each year's amount is made from it. Above stand
the totals with what is bound of them, added up over the column 負担.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from planner.core.calculation.burden import Burden, Burdens, burdens
from planner.core.calculation.cohort import Vintage, vintages
from planner.core.calculation.evaluate import Totals
from planner.core.model.lines import Lack
from planner.core.money import Rounding, Unit, format_amount
from planner.files.plain.sheet import (
    FIRST_ROW,
    Band,
    Column,
    Content,
    Formula,
    Row,
    Sheet,
    Style,
    letter,
)
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import program_blocks
from planner.files.submission.sheets.figures.factors import FACTOR_HEADINGS, Factors, factors, rounded
from planner.files.submission.wording import AS_VALUE

EARLIER, REQUEST, POLICY = ("過年度", "earlier"), ("要求年度", "request"), ("今後", "later")
"""In the column 負担: by the decisions of which years a row's later years are bound, in Japanese and English."""

KEYS = ("name", "intake_year", "tier", "rate", "people", "times", "months", "share", "divisor", "kind")
"""The columns before the fiscal years, by their keys."""

PLACES = {key: place for place, key in enumerate(KEYS)}
LETTERS = {key: letter(place) for key, place in PLACES.items()}
HEAD_ROWS = 5
"""So many rows of totals stand above the programs: all, by what binds them, above a flat line."""


class Shared(NamedTuple):
    """What the years of a row have in common; `single` is a vintage that no formula gives, with a row of its own."""

    intake_year: int | None
    tier: tuple[str, str]
    rate: int | None
    people: int
    factors: Factors | None
    single: Vintage | None


def later_years_sheet(handover: Handover) -> Sheet:
    """後年度負担 of the scenario, in yen, with all plan years."""
    say, portfolio, made = handover.say, handover.portfolio, _Rows(handover)
    widths = (made.rate_width, 7, 4, 4, 4, 5)
    columns = {
        "name": Column(say("事業・積算内容", "Program, line"), 34, Style.WRAPPED),
        "intake_year": Column(say("採用年度", "Intake year"), 6),
        "tier": Column(say("負担", "Bound by"), 9),
        **{
            key: Column(say(*heading), width, Style.GIVEN)
            for (key, heading), width in zip(FACTOR_HEADINGS.items(), widths, strict=True)
        },
        "kind": Column(say("区分", "Kind"), 6),
    }
    return Sheet(
        name=handover.sheet_name(SheetKind.LATER_YEARS),
        title=f"{handover.sheet_name(SheetKind.LATER_YEARS)}　{handover.title}",
        columns=(
            *(columns[key] for key in KEYS),
            *(Column(handover.year(year), made.money_width, Style.MONEY) for year in portfolio.years),
            Column(say("備考", "Remarks"), 26, Style.WRAPPED),
        ),
        rows=made.all,
        unit=handover.unit_line(Unit.YEN),
        note=say(
            "負担：過年度又は要求年度の採用・債務により既に決まる額と、今後の決定による額（政策分）。",
            "Bound by: decisions of earlier years, of the request year, or later ones (policy).",
        ),
        sign=handover.options.sign.value,
        size=made.end - FIRST_ROW,
        frozen=2,
    )


class _Rows:
    """Makes the rows: the totals, then each program's own total above its lines and parts."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._portfolio, self._evaluation = handover, handover.portfolio, handover.evaluation
        self._years = handover.portfolio.years
        self._columns = [letter(len(KEYS) + y) for y in range(len(self._years))]

    # ---------------------------------------------------------------- what stands where

    @cached_property
    def _burdens(self) -> Burdens:
        return burdens(self._evaluation, self._handover.document.all_obligations)

    @cached_property
    def _lines(self) -> Mapping[int, Mapping[Shared, dict[int, Vintage]]]:
        """For each line shown its rows: what they share, and the vintage of each year (by place) they stand for."""
        return {row: self._grouped(row) for index in self._handover.programs for row in self._handover.rows(index)}

    def _grouped(self, row: int) -> Mapping[Shared, dict[int, Vintage]]:
        found: dict[Shared, dict[int, Vintage]] = {}
        line, cohort = self._evaluation.drivers(row), self._handover.is_cohort(row)
        shown = self._handover.vintages[row]  # last year's are enacted: the base's
        known = ([each.before for each in shown], [each.now for each in shown])
        for y, year in enumerate(self._years):
            if isinstance(self._evaluation.line(row)[y], Lack):
                continue
            for vintage in known[y] if y < len(known) else vintages(line, year):
                if vintage.intake:
                    made = factors(vintage)
                    shared = Shared(
                        vintage.intake_year if cohort else None,
                        self._tier(row, year, vintage.intake_year),
                        vintage.rate,
                        vintage.intake,
                        made,
                        None if made else vintage,
                    )
                    found.setdefault(shared, {})[y] = vintage
        return dict(sorted(found.items(), key=lambda each: (each[0].intake_year or 0, min(each[1]))))

    def _tier(self, row: int, year: int, intake_year: int) -> tuple[str, str]:
        """What binds a vintage in later years; years up to the request year stand with the later ones of their line."""
        request, obligation = self._portfolio.request_year, self._burdens.known.paying.get(row)
        if obligation is not None:
            if year > obligation.last_year:
                return POLICY
            return EARLIER if obligation.first_year < request else REQUEST
        if not self._handover.is_cohort(row) or intake_year > request:
            return POLICY
        return REQUEST if intake_year == request else EARLIER

    @cached_property
    def _places(self) -> Mapping[int, tuple[int, int]]:
        """Where each program stands and where what is below it ends, rows from 0."""
        own_rows = {
            index: sum(max(len(self._lines[row]), 1) for row in self._handover.rows(index))
            for index in self._handover.programs
        }
        return program_blocks(self._portfolio, own_rows, FIRST_ROW + HEAD_ROWS)

    @property
    def end(self) -> int:
        """The row below the last one, from 0."""
        return max((end for _, end in self._places.values()), default=FIRST_ROW + HEAD_ROWS)

    @cached_property
    def money_width(self) -> int:
        """How wide the columns of the years are, in characters."""
        totals = [self._evaluation.total, *map(self._evaluation.program, self._handover.programs)]
        return max(14, len(format_amount(max(abs(total.yen) for each in totals for total in each))) + 4)

    @cached_property
    def rate_width(self) -> int:
        """How wide the column of rates is, in characters."""
        rates = (abs(shared.rate) for rows in self._lines.values() for shared in rows if shared.rate is not None)
        return max(11, len(f"{max(rates, default=0):,}") + 3)

    # ---------------------------------------------------------------- rows

    def all(self) -> Iterator[Row]:
        """All rows, made anew."""
        yield from self._head()
        for index, (start, end) in self._places.items():
            name = "　" * self._handover.depth(index) + self._handover.program_name(index)
            mark = self._handover.places.marks.program
            yield self._totals(name, mark, self._evaluation.program(index), start + 1, end)
            at = start + 1
            for row in self._handover.rows(index):
                yield from self._line(row, index, at)
                at += max(len(self._lines[row]), 1)

    def _head(self) -> Iterator[Row]:
        """Everything, what is bound of its later years, and what it is above the request year."""
        say, first = self._handover.say, FIRST_ROW + HEAD_ROWS
        end = self.end
        yield self._totals(say("合計", "Total"), "", self._evaluation.total, first, end)
        total = self._burdens.total()
        for name, tier, figures in (
            (say("　うち過年度の決定による負担", "  bound by earlier decisions"), EARLIER, [b.earlier for b in total]),
            (say("　うち要求年度の決定による負担", "  bound by the request year"), REQUEST, [b.request for b in total]),
            (say("　うち政策分（今後の決定による）", "  policy: decided later"), POLICY, _policies(total)),
        ):
            cells: list[Content] = []
            for y, (year, figure) in enumerate(zip(self._years, figures, strict=True)):
                bound = year > self._portfolio.request_year and figure is not None
                cells.append(
                    Formula(self._sum(y, first, end, say(*tier)), figure) if bound and figure is not None else None
                )
            yield Row([name, None, say(*tier), *[None] * (len(KEYS) - 3), *cells], Band.TOTAL)
        flat = total[1].amount
        at, request = FIRST_ROW + 1, self._columns[1]
        above: list[Content] = [None, None]
        for y, burden in enumerate(total[2:], start=2):
            known = burden.amount is not None and flat is not None
            formula = f"{self._columns[y]}{at}-{request}{at}"
            above.append(Formula(formula, burden.amount - flat) if known else None)  # type: ignore[operator]
        name = say("要求年度と同額の場合との差", "Above a flat line at the request year")
        yield Row([name, *[None] * (len(KEYS) - 1), *above], Band.TOTAL)

    def _sum(self, y: int, first: int, end: int, tier: str = "") -> str:
        """The formula that adds up a year of the lines between two rows, all or those bound by one thing."""

        def cells(column: str) -> str:
            return f"{column}{first + 1}:{column}{max(end, first + 1)}"

        if not tier:
            return f'SUMIF({cells(LETTERS["kind"])},"{self._handover.places.marks.line}",{cells(self._columns[y])})'
        return f'SUMIF({cells(LETTERS["tier"])},"{tier}",{cells(self._columns[y])})'

    def _totals(self, name: str, mark: str, totals: Totals, first: int, end: int) -> Row:
        cells: list[Content] = [name, *[None] * (len(KEYS) - 2), mark or None]
        said = []
        for y, total in enumerate(totals):
            if total.amount is None:
                cells.append(self._handover.no_amount(total))
            else:
                cells.append(Formula(self._sum(y, first, end) if first < end else "0", total.amount))
            if total.missing:
                words = f"：{total.missing}件は公表なし", f": {total.missing} figure(s) not printed"
                said.append(f"{self._handover.texts.era(self._years[y])}{self._handover.say(*words)}")
        return Row([*cells, "　".join(said)], Band.TOTAL)

    def _line(self, row: int, index: int, at: int) -> Iterator[Row]:
        handover, lines = self._handover, self._portfolio.lines
        name = "　" * (handover.depth(index) + 1) + handover.line_name(row)
        rounding = lines.rounding_of(row)
        amounts, said = self._evaluation.line(row), self._lacks(row)
        unpriced = [handover.unpriced if amount is Lack.UNPRICED else None for amount in amounts]
        if not self._lines[row]:
            yield Row([name, *[None] * (len(KEYS) - 2), handover.places.marks.line, *unpriced, said])
        for place, (shared, found) in enumerate(self._lines[row].items()):
            cells: list[Content] = list(unpriced) if not place else [None] * len(self._years)
            for y, vintage in found.items():
                cells[y] = self._amount(at + place, vintage, shared, rounding)
            told = [said if not place else "", handover.say(*AS_VALUE) if shared.single else ""]
            yield Row(
                [
                    name,
                    None if shared.intake_year is None else handover.texts.era(shared.intake_year),
                    handover.say(*shared.tier),
                    shared.rate,
                    shared.people,
                    *(shared.factors or (None, None, None, None)),
                    handover.places.marks.line,
                    *cells,
                    "　".join(filter(None, told)),
                ]
            )

    def _amount(self, at: int, vintage: Vintage, shared: Shared, rounding: Rounding) -> Content:
        if not isinstance(vintage.amount, int) or shared.factors is None:
            return vintage.amount if isinstance(vintage.amount, int) else None
        product = f"PRODUCT(${LETTERS['rate']}{at + 1}:${LETTERS['share']}{at + 1})"
        numerator = abs(vintage.intake * (vintage.rate or 0) * shared.factors.numerator)
        return Formula(rounded(product, f"${LETTERS['divisor']}{at + 1}", rounding, numerator), vintage.amount)

    def _lacks(self, row: int) -> str:
        """The years for which the sheets print no figure."""
        handover = self._handover
        years = [
            handover.texts.era(year)
            for year, amount in zip(self._years, self._evaluation.line(row), strict=True)
            if amount is Lack.NOT_PRINTED
        ]
        said = handover.say("・", ", ").join(years) + handover.say("：公表なし", ": not printed")
        return said if years else ""


def _policies(total: tuple[Burden, ...]) -> list[int | None]:
    return [burden.policy for burden in total]
