"""Charts of the workbook: native ones over the cells of a sheet, black on white."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.files.plain.sheet import Chart, ChartKind, Fill, Formula, Scalar, Sheet, letter
from planner.files.submission.workbook.looks import DIGITS, FONTS, SIZE

NAME_SIZE = 7
"""Of the names at bars, in points: larger ones LibreOffice breaks, and leaves every other out."""
DARK = "#404040"
_GROUNDS = {Fill.SOLID: DARK, Fill.PALE: "#BFBFBF", Fill.WHITE: "#FFFFFF"}
"""How bars of charts look that are not hatched; patterns of dots LibreOffice draws as strokes."""
_GAPS = {ChartKind.STACKED: 40, ChartKind.STEPS: 30, ChartKind.BARS: 60, ChartKind.ENDS: 60, ChartKind.COUNTS: 5}
"""Between the columns or bars of a chart, in percent of their width."""


def insert_chart(
    book: Any, worksheet: Any, sheet: Sheet, chart: Chart, rows: Sequence[Sequence[Scalar | Formula]]
) -> None:
    """Draw a chart over `rows` of its sheet, those from its first row of data on; it holds their figures once more."""
    upright = chart.kind in (ChartKind.STACKED, ChartKind.COUNTS)
    stacked = {"subtype": "stacked"} if upright or chart.kind is ChartKind.STEPS else {}
    made = book.add_chart({"type": "column" if upright else "bar", **stacked})

    def cells(column: int) -> str:
        place = f"${letter(column)}$"
        return f"={sheet.reference}!{place}{chart.first + 1}:{place}{chart.last + 1}"

    def said(column: int) -> list[Scalar]:
        shown = rows[chart.first - sheet.first_row : chart.last + 1 - sheet.first_row]
        found = [row[column] if column < len(row) else None for row in shown]
        return [each.value if isinstance(each, Formula) else each for each in found]

    for series in chart.series:
        heading = f"={sheet.reference}!${letter(series.column)}${sheet.first_row}"
        settings: dict[str, object] = {"name": heading, "name_data": [sheet.columns[series.column].heading]}
        settings |= {"categories": cells(chart.names), "categories_data": said(chart.names)}
        settings |= {"values": cells(series.column), "values_data": said(series.column)}
        overlap = {"overlap": 100} if chart.kind is ChartKind.ENDS else {}
        made.add_series({**settings, **_look(series.fill), "gap": _GAPS[chart.kind], **overlap})
    name = FONTS[sheet.face]["font_name"]
    font = {"name": name, "size": SIZE}
    made.set_title({"name": chart.title, "name_font": {"name": name, "size": 10}, "overlay": False})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    amounts: dict[str, object] = {"name": chart.axis, "name_font": font, "num_font": font, "major_gridlines": grid}
    digits = DIGITS[sheet.money]
    amounts["num_format"] = f'{digits};"{sheet.sign}"{digits}'
    if chart.kind is ChartKind.COUNTS:
        amounts["num_format"] = "#,##0"
    if chart.from_zero or chart.kind is ChartKind.COUNTS:
        amounts["min"] = 0
    small = {**font, "size": NAME_SIZE}
    names = {"num_font": small, "label_position": "low", "interval_unit": 1}  # none is left out
    if upright:
        made.set_y_axis(amounts)
        made.set_x_axis(names)
    else:
        made.set_x_axis(amounts)
        made.set_y_axis({**names, "reverse": True})
    fills = [series.fill for series in chart.series]
    hidden = [place for place, fill in enumerate(fills) if fill is Fill.NONE or fill in fills[:place]]
    shown = chart.legend and chart.kind is not ChartKind.COUNTS
    made.set_legend({"position": "bottom", "delete_series": hidden, "font": font} if shown else {"none": True})
    made.set_size({"width": chart.width, "height": chart.height})
    place = {"x_offset": chart.right, "y_offset": chart.down, "description": chart.title}
    worksheet.insert_chart(chart.row, chart.column, made, place)


def _look(fill: Fill) -> dict[str, object]:
    """How bars are drawn: black on white."""
    if fill is Fill.NONE:
        return {"fill": {"none": True}, "border": {"none": True}}
    border = {"border": {"color": DARK, "width": 0.75}}
    if fill is Fill.HATCHED:
        return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": DARK, "bg_color": "#FFFFFF"}, **border}
    return {"fill": {"color": _GROUNDS[fill]}, **border}
