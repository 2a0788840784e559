"""The sheet 積算内訳: a row a vintage, multiplied out by formulas that every spreadsheet settles alike.

Programs add up the rows marked 積算 below them. Beside what people read stand the columns an examiner fills in (査定),
then those the workbook itself needs: what a row is, its id, last year's 積算.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.core.calculation.cohort import Vintage
from planner.core.model.lines import Lack
from planner.core.money import Rounding, Unit
from planner.core.review.rows import EXAMINER
from planner.files.plain.sheet import Band, Column, Content, Formula, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import FORM
from planner.files.submission.sheets.figures.factors import FACTOR_HEADINGS, factors, product_text, rounded
from planner.files.submission.wording import AS_VALUE

EXAMINER_HEADINGS = {
    "examined_rate": ("査定単価", "Examined rate"),
    "examined_people": ("査定員数", "Examined quantity"),
    "examined_amount": ("査定額", "Examined amount"),
    "comment": ("コメント", "Comment"),
}
"""The headings of the columns an examiner fills in, by which they are read back."""


def calculation_sheet(handover: Handover) -> Sheet:
    """積算内訳 of the scenario, in yen whatever the unit of the export: an examiner types yen beside it."""
    columns = _columns(handover)
    return Sheet(
        name=handover.sheet_name(SheetKind.CALCULATION),
        title=f"{handover.sheet_name(SheetKind.CALCULATION)}　{handover.title}",
        columns=tuple(columns[key] for key in handover.places.columns),
        rows=lambda: _Rows(handover).all(),
        unit=handover.unit_line(Unit.YEN),
        sign=handover.options.sign.value,
        frozen=3,
        printed=len(FORM),
        size=handover.places.end,
        guarded=handover.options.examiner,
        names=handover.places.names,
    )


def _columns(handover: Handover) -> Mapping[str, Column]:
    say, year = handover.say, handover.year
    request, previous = year(handover.portfolio.request_year), year(handover.portfolio.previous_year)
    money = handover.money_width(Unit.YEN)
    columns = {
        "name": Column(say("事業・積算内容", "Program, line"), 30, Style.WRAPPED),
        "cohort": Column(say("採用", "Intake"), 10),
        "intake_year": Column(say("採用年度", "Intake year"), 6),
        "product": Column(say("積算", "Calculation"), 26, Style.WRAPPED),
        "request": Column(f"{request}\n{say('要求・要望額', 'request')}", money, Style.MONEY),
        "previous": Column(f"{previous}\n{say('予算額', 'budget')}", money, Style.MONEY),
        "change": Column(say("増△減", "Change"), money, Style.MONEY),
        "basis": Column(say("根拠", "Basis"), 38, Style.WRAPPED),
        "kind": Column(say("区分", "Kind"), 6),
        "id": Column("ID", 28),
        "unit": Column(say("単位", "Unit"), 6),
        "account": Column(say("計上", "Counted in"), 22),
    }
    for (key, heading), width in zip(FACTOR_HEADINGS.items(), (handover.rate_width, 7, 5, 5, 5, 5), strict=True):
        ja, en = heading
        columns[key] = Column(say(ja, en), width, Style.GIVEN)
        columns[f"previous_{key}"] = Column(say(f"前年度{ja}", f"Previous {en.lower()}"), width + 4, Style.GIVEN)
    for (key, heading), width in zip(EXAMINER_HEADINGS.items(), (11, 8, 14, 16), strict=True):
        columns[key] = Column(say(*heading), width, Style.REMARK if key == "comment" else Style.EXAMINED)
    return columns


class _Rows:
    """Makes the rows: each program's own total above its lines and parts."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._portfolio, self._evaluation = handover, handover.portfolio, handover.evaluation
        self._columns = handover.places.columns
        self._letters = {key: letter(place) for key, place in self._columns.items()}
        self._examined: list[Content] = [None] * len(EXAMINER) if handover.options.examiner else []

    def all(self) -> Iterator[Row]:
        for index in self._handover.programs:
            yield self._program(index)
            for row in self._handover.rows(index):
                yield from self._line(row)

    def _program(self, index: int) -> Row:
        handover, totals = self._handover, self._evaluation.program(index)[:2]
        start, end = handover.places.programs[index]
        cells: dict[str, Content] = {
            "name": "　" * handover.depth(index) + handover.program_name(index),
            "kind": handover.places.marks.program,
            "id": self._portfolio.programs[index].id,
            "basis": handover.missing(totals),
        }
        for key, total in zip(("previous", "request"), totals, strict=True):
            if total.amount is None:
                cells[key] = handover.no_amount(total)
            elif end == start + 1:
                cells[key] = Formula("0", total.amount)
            else:
                kind, amount = self._letters["kind"], self._letters[key]
                below = f"{start + 2}:{{0}}{end}"
                marks, amounts = f"{kind}{below.format(kind)}", f"{amount}{below.format(amount)}"
                cells[key] = Formula(f'SUMIF({marks},"{handover.places.marks.line}",{amounts})', total.amount)
        previous, request = (total.amount for total in totals)
        cells["change"] = self._change(start, request, previous)
        return Row([cells.get(key) for key in self._columns], Band.TOTAL)

    def _change(self, row: int, request: int | None, previous: int | None) -> Content:
        if request is None or previous is None:
            return None
        return Formula(f"{self._letters['request']}{row + 1}-{self._letters['previous']}{row + 1}", request - previous)

    def _line(self, row: int) -> Iterator[Row]:
        handover, portfolio = self._handover, self._portfolio
        lines = portfolio.lines
        index = int(lines.program[row])
        rounding = lines.rounding_of(row)
        cohort = handover.is_cohort(row)
        known_previous, known_request = (isinstance(amount, int) for amount in self._evaluation.line(row)[:2])
        name, unit, line_id = (
            "　" * (handover.depth(index) + 1) + handover.line_name(row),
            handover.line_unit(row),
            lines.ids[row],
        )
        at, _end = handover.places.lines[row]
        account = handover.places.account_of(portfolio.programs[index])
        for (age, now, before), remark in zip(handover.vintages[row], self._remarks(row), strict=True):
            drivers, request, said = self._vintage(at, now, rounding, known_request, "")
            previous_drivers, previous, told = self._vintage(at, before, rounding, known_previous, "previous_")
            if told:
                said = f"{said}　{handover.say('前年度：', 'previous year: ')}{told}"
            request_yen = now.amount if known_request and isinstance(now.amount, int) else None
            previous_yen = before.amount if known_previous and isinstance(before.amount, int) else None
            yield Row(
                (
                    name,
                    self._cohort(age) if cohort else None,
                    handover.texts.era(now.intake_year) if cohort else None,
                    product_text(handover, row, now),
                    *drivers,
                    request,
                    previous,
                    self._change(at, request_yen, previous_yen),
                    f"{remark}　{said}".strip("　") if said else remark,
                    *self._examined,
                    handover.places.marks.line,
                    line_id,
                    unit,
                    account,
                    *previous_drivers,
                )
            )
            at += 1

    def _cohort(self, age: int) -> str:
        if not age:
            return self._handover.say("新規", "new")
        return self._handover.say(f"継続{age + 1}年目", f"year {age + 1}")

    def _vintage(
        self, at: int, vintage: Vintage, rounding: Rounding, known: bool, prefix: str
    ) -> tuple[tuple[int | None, ...], Content, str]:
        """One vintage's drivers, its amount, and what a reader has to be told of it.

        Where a figure of any vintage is not known the line has no amount, so that none of them shows one.
        """
        handover = self._handover
        found = factors(vintage)
        drivers = (vintage.rate, vintage.intake, *(found or (None, None, None, None)))
        if vintage.amount is Lack.UNPRICED:
            return drivers, handover.unpriced, ""
        if not known or not isinstance(vintage.amount, int):
            return drivers, None, handover.say("公表なし", "not printed")
        if found is None:
            return drivers, vintage.amount, handover.say(*AS_VALUE)
        numerator = abs(vintage.intake * (vintage.rate or 0) * found.numerator)
        letters = self._letters
        product = f"PRODUCT({letters[prefix + 'rate']}{at + 1}:{letters[prefix + 'share']}{at + 1})"
        formula = rounded(product, f"{letters[prefix + 'divisor']}{at + 1}", rounding, numerator)
        return drivers, Formula(formula, vintage.amount), ""

    def _remarks(self, row: int) -> list[str]:
        """Beside each vintage the sources of its figures; beside the newest the basis and reasons of the line, too."""
        handover, grounds = self._handover, self._handover.grounds
        newest, *others = grounds.by_intake(row, [each.now.intake_year for each in handover.vintages[row]])
        said = [grounds.basis(row), handover.standing(row), *grounds.reasons(row), newest]
        return ["　".join(filter(None, said)), *others]
