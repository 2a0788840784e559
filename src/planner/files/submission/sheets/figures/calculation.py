"""The sheet 積算内訳: a row a vintage, multiplied out by formulas that every spreadsheet settles alike.

Programs add up the rows marked 積算 below them. Beside what people read stand the columns an examiner fills in (査定),
then those the workbook itself needs: what a row is, its id, last year's 積算.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.core.calculation.cohort import Vintage
from planner.core.model.lines import Lack
from planner.core.model.origins import BASES
from planner.core.money import Rounding, Unit
from planner.core.years import era_label
from planner.files.plain.sheet import Band, Column, Content, Formula, Row, Sheet, Style, letter
from planner.files.submission.handover import EXAMINED, FORM, GRANT, LINE_MARK, PROGRAM_MARK, Ground
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.factors import factors, product_text, rounded

BASIS_NAMES = dict(
    zip(BASES, (("公表", "printed"), ("導出", "derived"), ("仮定", "assumed"), ("残差", "residual")), strict=True)
)
ORDINARY = "一般"
"""In the column 計上: a line that is counted by itself, not in an agency's grant."""

AS_VALUE = ("桁数が大きいため値で記載", "too many digits for a formula: a value")
"""Said of an amount that no formula gives exactly."""

EXAMINER_HEADINGS = {
    "examined_rate": ("査定単価", "Examined rate"),
    "examined_people": ("査定員数", "Examined quantity"),
    "examined_amount": ("査定額", "Examined amount"),
    "comment": ("コメント", "Comment"),
}
"""The headings of the columns an examiner fills in, by which they are read back."""


def calculation_sheet(ground: Ground) -> Sheet:
    """積算内訳 of the scenario, in yen whatever the unit of the export: an examiner types yen beside it."""
    portfolio = ground.portfolio
    columns = _columns(ground)
    return Sheet(
        name=ground.sheet_name(SheetKind.CALCULATION),
        title=f"{ground.sheet_name(SheetKind.CALCULATION)}　{ground.say(portfolio.title, portfolio.title_en)}",
        columns=tuple(columns[key] for key in ground.calculation),
        rows=lambda: _Rows(ground).all(),
        unit=ground.unit_line(Unit.YEN),
        sign=ground.options.sign.value,
        frozen=3,
        printed=len(FORM),
        size=ground.places.end,
        guarded=ground.options.examiner,
        names=ground.calculation_names,
    )


def _columns(ground: Ground) -> Mapping[str, Column]:
    say, year = ground.say, ground.year
    request, previous = year(ground.portfolio.request_year), year(ground.portfolio.previous_year)
    money = ground.money_width(Unit.YEN)
    drivers = {
        "rate": (say("単価", "Rate"), ground.rate_width),
        "people": (say("員数", "Quantity"), 7),
        "times": (say("回数", "Times"), 5),
        "months": (say("月数", "Months"), 5),
        "share": (say("率", "Share"), 5),
        "divisor": (say("除数", "Divisor"), 5),
    }
    columns = {
        "name": Column(say("事業・積算内容", "Program, line"), 30, Style.WRAPPED),
        "cohort": Column(say("採用", "Intake"), 10),
        "intake_year": Column(say("採用年度", "Intake year"), 6),
        "product": Column(say("積算", "Calculation"), 26, Style.WRAPPED),
        **{key: Column(name, width, Style.GIVEN) for key, (name, width) in drivers.items()},
        "request": Column(f"{request}\n{say('要求・要望額', 'request')}", money, Style.MONEY),
        "previous": Column(f"{previous}\n{say('予算額', 'budget')}", money, Style.MONEY),
        "change": Column(say("増△減", "Change"), money, Style.MONEY),
        "basis": Column(say("根拠", "Basis"), 38, Style.WRAPPED),
        "kind": Column(say("区分", "Kind"), 6),
        "id": Column("ID", 28),
        "unit": Column(say("単位", "Unit"), 6),
        "account": Column(say("計上", "Counted in"), 22),
    }
    for key, (name, width) in drivers.items():
        columns[f"previous_{key}"] = Column(say(f"前年度{name}", f"Previous {name.lower()}"), width + 4, Style.GIVEN)
    widths = (11, 8, 14, 16)
    for (key, heading), width in zip(EXAMINER_HEADINGS.items(), widths, strict=True):
        columns[key] = Column(say(*heading), width, Style.REMARK if key == "comment" else Style.EXAMINED)
    return columns


class _Rows:
    """Makes the rows: each program's own total above its lines and parts."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._portfolio, self._evaluation = ground, ground.portfolio, ground.evaluation
        self._columns = ground.calculation
        self._letters = {key: letter(place) for key, place in self._columns.items()}
        self._examined: list[Content] = [None] * len(EXAMINED) if ground.options.examiner else []

    def all(self) -> Iterator[Row]:
        for index in self._ground.programs:
            yield self._program(index)
            for row in self._ground.rows(index):
                yield from self._line(row)

    def _program(self, index: int) -> Row:
        ground, totals = self._ground, self._evaluation.program(index)[:2]
        start, end = ground.places.programs[index]
        cells: dict[str, Content] = {
            "name": "　" * ground.depth(index) + ground.program_name(index),
            "kind": PROGRAM_MARK,
            "id": self._portfolio.programs[index].id,
            "basis": ground.missing(totals),
        }
        for key, total in zip(("previous", "request"), totals, strict=True):
            if total.amount is None:
                cells[key] = ground.no_amount(total)
            elif end == start + 1:
                cells[key] = Formula("0", total.amount)
            else:
                kind, amount = self._letters["kind"], self._letters[key]
                below = f"{start + 2}:{{0}}{end}"
                marks, amounts = f"{kind}{below.format(kind)}", f"{amount}{below.format(amount)}"
                cells[key] = Formula(f'SUMIF({marks},"{LINE_MARK}",{amounts})', total.amount)
        previous, request = (total.amount for total in totals)
        cells["change"] = self._change(start, request, previous)
        return Row([cells.get(key) for key in self._columns], Band.TOTAL)

    def _change(self, row: int, request: int | None, previous: int | None) -> Content:
        if request is None or previous is None:
            return None
        return Formula(f"{self._letters['request']}{row + 1}-{self._letters['previous']}{row + 1}", request - previous)

    def _line(self, row: int) -> Iterator[Row]:
        ground, portfolio = self._ground, self._portfolio
        lines = portfolio.lines
        index = int(lines.program[row])
        rounding = tuple(Rounding)[lines.rounding[row]]
        cohort = ground.is_cohort(row)
        known_previous, known_request = (isinstance(amount, int) for amount in self._evaluation.line(row)[:2])
        name, unit, id_ = "　" * (ground.depth(index) + 1) + ground.line_name(row), lines.units[row], lines.ids[row]
        at, _end = ground.places.lines[row]
        account, remark = account_of(ground, index), self._remark(row)
        yen = ground.say("円", " yen")
        for age, now, before in ground.vintages[row]:
            drivers, request, said = self._vintage(at, now, rounding, known_request, "")
            previous_drivers, previous, told = self._vintage(at, before, rounding, known_previous, "previous_")
            if told:
                said = f"{said}　{ground.say('前年度：', 'previous year: ')}{told}"
            request_yen = now.amount if known_request and isinstance(now.amount, int) else None
            previous_yen = before.amount if known_previous and isinstance(before.amount, int) else None
            yield Row(
                (
                    name,
                    self._cohort(age) if cohort else None,
                    era_label(now.intake_year) if cohort else None,
                    product_text(now, unit, yen),
                    *drivers,
                    request,
                    previous,
                    self._change(at, request_yen, previous_yen),
                    f"{remark}　{said}".strip("　") if said else remark,
                    *self._examined,
                    LINE_MARK,
                    id_,
                    unit,
                    account,
                    *previous_drivers,
                )
            )
            at, remark = at + 1, ""

    def _cohort(self, age: int) -> str:
        if not age:
            return self._ground.say("新規", "new")
        return self._ground.say(f"継続{age + 1}年目", f"year {age + 1}")

    def _vintage(
        self, at: int, vintage: Vintage, rounding: Rounding, known: bool, prefix: str
    ) -> tuple[tuple[int | None, ...], Content, str]:
        """One vintage's drivers, its amount, and what a reader has to be told of it.

        Where a figure of any vintage is not known the line has no amount, so that none of them shows one.
        """
        ground = self._ground
        found = factors(vintage)
        drivers = (vintage.rate, vintage.intake, *(found or (None, None, None, None)))
        if vintage.amount is Lack.UNPRICED:
            return drivers, ground.unpriced, ""
        if not known or not isinstance(vintage.amount, int):
            return drivers, None, ground.say("公表なし", "not printed")
        if found is None:
            return drivers, vintage.amount, ground.say(*AS_VALUE)
        numerator = abs(vintage.intake * (vintage.rate or 0) * found.numerator)
        letters = self._letters
        product = f"PRODUCT({letters[prefix + 'rate']}{at + 1}:{letters[prefix + 'share']}{at + 1})"
        formula = rounded(product, f"{letters[prefix + 'divisor']}{at + 1}", rounding, numerator)
        return drivers, Formula(formula, vintage.amount), ""

    def _remark(self, row: int) -> str:
        """The basis of a line, why the scenario changed it, what its rate rests on, and the sentences it comes from."""
        ground = self._ground
        reason = ground.reasons.get(self._portfolio.lines.ids[row])
        changed = f"{ground.say('変更：', 'changed: ')}{reason}" if reason else ""
        basis = ground.say(*BASIS_NAMES[self._portfolio.line_basis[row]])
        said = [basis, ground.standing(row), changed, *ground.evidence(row), *ground.quotes(row)]
        return "　".join(filter(None, said))


def account_of(ground: Ground, index: int) -> str:
    """Where a program's own lines are counted: by themselves, or in the grant of its agency (運営費交付金)."""
    program = ground.portfolio.programs[index]
    return f"{GRANT} {program.agency}".strip() if program.channel == GRANT else ORDINARY
