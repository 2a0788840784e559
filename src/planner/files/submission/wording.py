"""How the sheets name fields, bases and what stands in place of an amount, and write dates and a field's values."""

from __future__ import annotations

import datetime

from planner.core.model.fields import (
    ALL_FIELDS,
    DEMAND,
    DURATION,
    EXPENSE,
    GROWTH,
    PRESENT,
    QUANTITY,
    RATE,
    RATE_RULE,
    Axis,
    Value,
)
from planner.core.years import fiscal_year_name
from planner.files.plain.sheet import EXACT, Content, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.places import UNSTATED

FIELD_WORDS = dict(
    zip(
        ALL_FIELDS,
        (
            *(("単価", "Rate"), ("員数", "Quantity"), ("回数・月数", "Times, months"), ("率", "Share")),
            *(("計上", "In the request"), ("要求区分", "Kind of request"), ("経費区分", "Kind of expense")),
            *(("採用期間", "Duration"), ("残存率", "Retention")),
            *(("単価の年度", "Year of the rate"), ("伸びの種類", "Kind of growth")),
        ),
        strict=True,
    )
)
"""The name of each field, in Japanese and English."""

CHOICE_WORDS = {
    PRESENT.key: (("計上しない", "not requested"), ("計上", "requested")),
    DEMAND.key: (("－", "−"), ("要求", "request"), ("要望", "wish"), ("事項要求", "item without amount")),
    EXPENSE.key: (("－", "−"), ("裁量的経費", "discretionary"), ("義務的経費", "mandatory")),
    RATE_RULE.key: (("当年度の単価", "rate of the year"), ("採用年度の単価", "rate at intake")),
    GROWTH.key: (("－", "−"), ("固定", "fixed"), ("物価", "prices"), ("賃金", "wages")),
}
"""The choices of fields that have some."""


def year_text(handover: Handover, field: str, year: int) -> str:
    """The fiscal year a value is of, or the year since the intake."""
    if ALL_FIELDS[field].axis is Axis.TENURE:
        return handover.say(f"{year}年目から", f"from year {year}")
    return handover.texts.era(year)


def value_cell(handover: Handover, field: str, value: Value | None) -> Content:
    """A driver's value as a number where it is a whole one, a choice as its word, else as text, beside numbers."""
    if value is None:
        return handover.nothing
    if field in CHOICE_WORDS:
        return handover.say(*CHOICE_WORDS[field][value.numerator])
    if value.denominator == 1 and abs(value.numerator) < EXACT:
        return value.numerator
    return Styled(ALL_FIELDS[field].display(value), Style.MONEY)


def unit_text(handover: Handover, field: str, row: int) -> str:
    """What a field's values of a line are counted in: yen, the unit of the line, years; blank where it is nothing."""
    if field == RATE.key:
        return handover.say("円", "yen")
    if field == QUANTITY.key:
        return handover.line_unit(row)
    return handover.say("年", "years") if field == DURATION.key else ""


def figure_cell(handover: Handover, field: str, row: int | None, value: Value | None) -> Content:
    """The same of a line: what is not known of it says so, but for a line proposed, of which nothing stood before."""
    if value is None and row is not None and row not in handover.portfolio.proposals:
        return UNSTATED
    return value_cell(handover, field, value)


def field_text(handover: Handover, field: str, row: int | None) -> str:
    """The name of a field with what its values of a line are counted in."""
    name, unit = handover.say(*FIELD_WORDS[field]), "" if row is None else unit_text(handover, field, row)
    return handover.say(f"{name}（{unit}）", f"{name} ({unit})") if unit else name


def date_text(date: datetime.date, language: str) -> str:
    """A date with both its years: 令和8年11月24日（2026年）."""
    if language != "ja":
        return f"{date:%Y-%m-%d}"
    return f"{era_date(date)}（{date.year}年）"


def era_date(date: datetime.date) -> str:
    """A date in the era's years: 令和8年11月24日."""
    year = fiscal_year_name(date.year).removesuffix("度")  # the name of a calendar year is the same
    return f"{year}{date.month}月{date.day}日"
