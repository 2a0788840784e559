"""The sheet 表紙: what the workbook is, each fact under a name by which whoever reads the workbook back finds it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from planner.core.money import Unit
from planner.core.years import fiscal_year_name
from planner.files.plain.sheet import FIRST_ROW, Column, Content, Name, Row, Sheet, Style, Styled
from planner.files.submission.fingerprints import document_fingerprint
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.words.figures import unit_name

FORM_VERSION = 1
"""The version of the workbook's form, for those that read it back."""

RECOGNISED_BY = ("form", "scenario", "document", "content")
"""The facts by which a returned workbook is recognised; each cell has such a name after `submission_`."""


def cover_sheet(handover: Handover) -> Sheet:
    """表紙 of the scenario."""
    portfolio, say = handover.portfolio, handover.say
    unit = handover.options.unit
    facts = list(_facts(handover))
    return Sheet(
        name=handover.sheet_name(SheetKind.COVER),
        title=f"{handover.year(portfolio.request_year)} {say('概算要求', 'budget request')}",
        columns=(Column(say("項目", "Item"), 36), Column(say("内容", "Content"), 76, Style.WRAPPED)),
        rows=lambda: (Row((label, content)) for _, label, content in facts),
        unit=handover.unit_line(unit),
        money=unit,
        sign=handover.options.sign.value,
        names=tuple(Name(name, f"$B${row}") for row, (name, _, _) in enumerate(facts, start=FIRST_ROW + 1) if name),
    )


def _facts(handover: Handover) -> Iterator[tuple[str, str, Content]]:
    """The name, label and content of each row."""
    portfolio, say, options = handover.portfolio, handover.say, handover.options
    previous, request, change = handover.amounts(handover.places.total_links, handover.evaluation.total, options.unit)
    years = {
        year: say(f"{fiscal_year_name(year)}（{year}年度）", f"FY{year} ({handover.texts.era(year)})")
        for year in portfolio.years[:2]
    }
    yield "", say("件名", "Title"), handover.title
    yield "", say("所管", "Ministry"), handover.ministry
    yield "", say("作成日", "Date"), date_text(options.date, options.language)
    if options.author:
        yield "", say("作成者", "Author"), options.author
    yield "", say("要求年度", "Year of the request"), years[portfolio.request_year]
    yield "submission_scenario", say("シナリオ", "Scenario"), handover.scenario_name
    budget, asked = say("前年度予算額", "previous budget"), say("要求・要望額", "request")
    yield "", f"{years[portfolio.previous_year]} {budget}", Styled(previous, Style.MONEY)
    yield "", f"{years[portfolio.request_year]} {asked}", Styled(request, Style.MONEY)
    yield "", say("増△減", "Change"), Styled(change, Style.MONEY)
    yield "", say("単位", "Unit"), _units(handover)
    yield (
        "",
        say("計算", "Calculation"),
        say(
            "金額は全て数式で、積算内訳の各行（単価×員数×…）まで遡る。端数処理は行ごとに1回。合計は円単位の額の合計で、表示の単位に丸めた額の合計ではない。",
            "Every amount is a formula down to the rows of the calculation (rate × quantity × …), each rounded once. "
            "Totals add up whole yen, never figures rounded for print.",
        ),
    )
    yield "submission_form", say("様式の版", "Version of the form"), Styled(FORM_VERSION, Style.COUNT)
    document, content = document_fingerprint(handover.document), handover.fingerprint
    yield "submission_document", say("文書の指紋", "Fingerprint of the document"), document
    yield "submission_content", say("内容の指紋", "Fingerprint of the content"), content


IN_YEN = (SheetKind.CALCULATION, SheetKind.RECONCILIATION, SheetKind.CHANGES, SheetKind.DATA)
IN_THOUSAND = (SheetKind.DETAIL, SheetKind.LATER_YEARS, SheetKind.OBLIGATIONS)
"""The sheets with a unit of their own, whatever the unit of the export."""


def _units(handover: Handover) -> str:
    """The unit of the export, and the sheets that go out in another."""
    say, options, said = handover.say, handover.options, []
    for unit, kinds in ((Unit.YEN, IN_YEN), (Unit.THOUSAND, IN_THOUSAND)):
        sheets = say("・", ", ").join(handover.sheet_name(kind) for kind in kinds if options.has(kind))
        if sheets and unit is not options.unit:
            name = unit_name(unit, handover.texts)
            said.append(say(f"{sheets}は{name}", f"{sheets} in {name}"))
    others = say("、", "; ").join(said)
    name = unit_name(options.unit, handover.texts)
    return say(f"{name}（{others}）", f"{name} ({others})") if others else name


def date_text(date: datetime.date, language: str) -> str:
    """A date with both its years: 令和8年11月24日（2026年）."""
    if language != "ja":
        return f"{date:%Y-%m-%d}"
    return f"{era_date(date)}（{date.year}年）"


def era_date(date: datetime.date) -> str:
    """A date in the era's years: 令和8年11月24日."""
    year = fiscal_year_name(date.year).removesuffix("度")  # the name of a calendar year is the same
    return f"{year}{date.month}月{date.day}日"
