"""The sheet 図表（後年度）: the later years in columns by what binds them, drawn from the rows of 後年度負担."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.calculation.burden import burdens
from planner.files.plain.sheet import FIRST_ROW, Chart, ChartKind, ChartSeries, Column, Fill, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.charts import UNIT
from planner.files.submission.sheets.years.line_years import WHOLE, Layout

FILLS = (Fill.SOLID, Fill.HATCHED, Fill.WHITE)
"""What earlier decisions bind, what the request year binds, what is decided later."""

WIDTH = 900
"""Of the chart, in pixels."""


def years_chart_sheets(handover: Handover) -> Iterator[Sheet]:
    """図表（後年度）, where 後年度負担 goes out and every later year has an amount; else none."""
    years = handover.portfolio.years[2:]
    total = burdens(handover.evaluation, handover.document.all_obligations).total()[2:]
    known = all(burden.policy is not None for burden in total)
    if not years or not known or not handover.options.has(SheetKind.LATER_YEARS):
        return
    say, source = handover.say, handover.sheet_name(SheetKind.LATER_YEARS)

    def rows() -> Iterator[Row]:
        layout = Layout(handover.portfolio.years, range(0))
        for y, (year, burden) in enumerate(zip(years, total, strict=True), start=2):
            earlier, request, whole = (
                f"'{source}'!{letter(layout.year(y, part))}{FIRST_ROW + 1}" for part in range(WHOLE + 1)
            )
            figures = (burden.earlier, burden.request, burden.policy or 0, burden.amount or 0)
            texts = (earlier, request, f"{whole}-{earlier}-{request}", whole)
            cells = (handover.amount(text, yen, UNIT) for text, yen in zip(texts, figures, strict=True))
            yield Row((handover.year(year), *cells))

    end = FIRST_ROW + len(years) - 1
    series = tuple(ChartSeries(place, fill) for place, fill in enumerate(FILLS, start=1))
    title = say("後年度の額と、そのうち既に決まる額", "Later years, and what is bound of them")
    above = all(min(burden.earlier, burden.request, burden.policy or 0) >= 0 for burden in total)
    axis = handover.unit_line(UNIT)
    chart = Chart(ChartKind.STACKED, title, axis, 0, FIRST_ROW, end, series, end + 2, 0, WIDTH, from_zero=above)
    yield Sheet(
        name=say("図表（後年度）", "Charts (later years)"),
        title=title,
        columns=(
            Column(say("年度", "Fiscal year"), 20),
            Column(say("過年度の決定\nによる負担", "Bound by\nearlier years"), 22, Style.MONEY),
            Column(say("要求年度の決定\nによる負担", "Bound by\nthe request year"), 22, Style.MONEY),
            Column(say("政策分", "Policy"), 22, Style.MONEY),
            Column(say("計", "Total"), 22, Style.MONEY),
        ),
        rows=rows,
        unit=handover.unit_line(UNIT),
        money=UNIT,
        sign=handover.options.sign.value,
        on_paper=False,
        charts=(chart,),
    )
