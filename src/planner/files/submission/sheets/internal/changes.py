"""The sheet 変更一覧: every edit that made the scenario, with before and after, effect and reason, in yen."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.model.fields import ALL_FIELDS, DEMAND, EXPENSE, GROWTH, PRESENT, RATE_RULE, Axis, Value
from planner.core.money import Unit
from planner.core.years import era_label
from planner.files.plain.sheet import Column, Content, Row, Sheet, Style
from planner.files.submission.handover import Ground
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.factors import EXACT

FIELD_NAMES = dict(
    zip(
        ALL_FIELDS,
        (
            *(("単価", "Rate"), ("員数", "Quantity"), ("回数・月数", "Times"), ("率", "Share")),
            *(("計上", "In the request"), ("要求区分", "Kind of request"), ("経費区分", "Kind of expense")),
            *(("採用期間", "Duration"), ("残存率", "Retention")),
            *(("単価の年度", "Year of the rate"), ("伸びの種類", "Kind of growth")),
        ),
        strict=True,
    )
)
"""The name of each field, in Japanese and English."""

CHOICES = {
    PRESENT.key: (("計上しない", "not requested"), ("計上", "requested")),
    DEMAND.key: (("－", "－"), ("要求", "request"), ("要望", "wish"), ("事項要求", "item without amount")),
    EXPENSE.key: (("－", "－"), ("裁量的経費", "discretionary"), ("義務的経費", "mandatory")),
    RATE_RULE.key: (("当年度の単価", "rate of the year"), ("採用年度の単価", "rate at intake")),
    GROWTH.key: (("－", "－"), ("固定", "fixed"), ("物価", "prices"), ("賃金", "wages")),
}


def changes_sheet(ground: Ground) -> Sheet:
    """変更一覧 of the scenario."""
    say, portfolio = ground.say, ground.portfolio
    return Sheet(
        name=ground.sheet_name(SheetKind.CHANGES),
        title=f"{ground.sheet_name(SheetKind.CHANGES)}　{say(portfolio.title, portfolio.title_en)}",
        columns=(
            Column(say("番号", "No."), 6, Style.COUNT),
            Column("ID", 24, Style.WRAPPED),
            Column(say("事業", "Program"), 30, Style.WRAPPED),
            Column(say("積算内容", "Line"), 30, Style.WRAPPED),
            Column(say("項目", "Field"), 12),
            Column(say("年度", "Year"), 7),
            Column(say("変更前", "Before"), 16, Style.GIVEN),
            Column(say("変更後", "After"), 16, Style.GIVEN),
            Column(say("要求額への影響", "Effect on the request"), 18, Style.MONEY),
            Column(say("理由", "Reason"), 50, Style.WRAPPED),
        ),
        rows=lambda: _rows(ground),
        unit=ground.unit_line(Unit.YEN),
        sign=ground.options.sign.value,
        frozen=1,
    )


def _rows(ground: Ground) -> Iterator[Row]:
    portfolio, say = ground.portfolio, ground.say
    number = 0
    for number, change in enumerate(ground.document.changes_of(ground.scenario), start=1):
        for i, cell in enumerate(change.cells):
            row = portfolio.line_index.get(cell.line)
            program = "" if row is None else ground.program_name(int(portfolio.lines.program[row]))
            effect: Content = say("同上", "same") if i else "－" if change.effect is None else change.effect
            yield Row(
                (
                    number,
                    cell.line,
                    program,
                    "" if row is None else ground.line_name(row),
                    say(*FIELD_NAMES[cell.field]),
                    year_text(ground, cell.field, cell.year),
                    value_cell(ground, cell.field, cell.before),
                    value_cell(ground, cell.field, cell.after),
                    effect,
                    change.why if i == 0 else say("同上", "same"),
                )
            )
    if not number:
        yield Row(("－", say("変更なし", "no changes")))


def year_text(ground: Ground, field: str, year: int) -> str:
    """The fiscal year a value is of, or the year since the intake."""
    if ALL_FIELDS[field].axis is Axis.TENURE:
        return ground.say(f"{year}年目", f"year {year}")
    return era_label(year)


def value_cell(ground: Ground, field: str, value: Value | None) -> Content:
    """A driver's value as a number where it is a whole one, a choice as its word, else the fraction as text."""
    if value is None:
        return "－"
    if field in CHOICES:
        return ground.say(*CHOICES[field][value.numerator])
    if value.denominator == 1 and abs(value.numerator) < EXACT:
        return value.numerator
    return f"{value.numerator}/{value.denominator}"
