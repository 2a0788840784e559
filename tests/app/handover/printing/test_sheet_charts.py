"""The charts of a sheet on paper: every name whole, every amount, in black and white."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from planner.app.handover.printing import sheet_charts
from planner.app.handover.printing.sheet_charts import PARTED, paint_charts
from planner.app.handover.printing.sheet_print import write_pdf
from planner.app.widgets.charts.canvas import CENTRE, SMALL, Canvas
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Document
from planner.files.plain.sheet import Chart, ChartKind, ChartSeries, Column, Fill, Row, Sheet, Style, value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import described
from tests.exports import export_of


def document() -> Document:
    """The built-in request with less for one program."""
    return set_values(
        new_document(built_in_portfolio()), 1, [Entry("fellows/dc/dc1", "quantity", 2026, 10)], "人数の減"
    )


class Heard(Canvas):
    """A canvas that keeps what is written on it, and an ellipsis for what has no room."""

    words: ClassVar[list[str]] = []

    def text(self, room: QRectF, text: str, *args: Any, **kinds: Any) -> float:
        wide = super().text(room, text, *args, **kinds)
        points = args[1] if len(args) > 1 else SMALL
        fits = kinds.get("whole") or self.wide(text, points, bold=kinds.get("bold", False)) <= room.width()
        self.words.append("".join(text.split()) if fits else "…")
        return wide


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_charts_has_every_name_and_amount_whole(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    (sheet,) = (each for each in described(export_of(document(), 1, ExportOptions(language=language))) if each.charts)
    monkeypatch.setattr(sheet_charts, "Canvas", Heard)
    monkeypatch.setattr(Heard, "words", [])
    assert write_pdf(tmp_path / "charts.pdf", [sheet], "試験") == 1
    said, rows = "".join(Heard.words), list(sheet.rows())
    assert "…" not in said
    for chart in sheet.charts:
        assert "".join(chart.title.split()) in said
        for row in rows[chart.first - sheet.first_row : chart.last + 1 - sheet.first_row]:
            name, _, amount = str(value_of(row.cells[chart.names])).rpartition(PARTED)
            assert "".join(name.split()) in said and amount in Heard.words, name


def sheet_of(kind: ChartKind, values: list[list[int]], *, legend: bool = False) -> Sheet:
    """A sheet with one chart of two series over these rows."""
    rows = [Row([f"名{at}{PARTED}{sum(row)}", *row]) for at, row in enumerate(values)]
    series = ChartSeries(1, Fill.SOLID), ChartSeries(2, Fill.WHITE)
    chart = Chart(kind, "題", "軸", 0, 4, 3 + len(rows), series, 4, 0, 400, height=300, legend=legend)
    columns = Column("名", 20), Column("一", 10, Style.MONEY), Column("二", 10, Style.MONEY)
    return Sheet("図", "図", columns, lambda: rows, charts=(chart,))


class Placed(Canvas):
    """A canvas that keeps where texts stand that are centred in their room: those of the axis."""

    spans: ClassVar[list[tuple[float, float]]] = []

    def text(self, room: QRectF, text: str, *args: Any, **kinds: Any) -> float:
        wide = super().text(room, text, *args, **kinds)
        if kinds.get("side") is CENTRE:
            middle, half = room.center().x(), self.wide(text, args[1]) / 2
            self.spans.append((middle - half, middle + half))
        return wide


@pytest.mark.parametrize("sign", [1, -1])
def test_figures_of_an_axis_stand_apart_whether_all_bars_rise_or_fall(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, sign: int
) -> None:
    monkeypatch.setattr(sheet_charts, "Canvas", Placed)
    monkeypatch.setattr(Placed, "spans", [])
    painted(sheet_of(ChartKind.BARS, [[sign * 80_000_000_000, 0], [sign * 20_000_000_000, 0]]))
    spans = sorted(Placed.spans)
    assert len(spans) > 2
    assert all(end < start for (_start, end), (start, _end) in itertools.pairwise(spans))


def painted(sheet: Sheet) -> QImage:
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    paint_charts(painter, sheet, QRectF(0, 0, 800, 600), 96.0, ["IPAGothic"])
    painter.end()
    return image


def colours(image: QImage) -> list[tuple[int, int, int]]:
    pixels = (image.pixelColor(x, y) for x in range(0, 800, 3) for y in range(0, 600, 3))
    return [(pixel.red(), pixel.green(), pixel.blue()) for pixel in pixels]


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("values", [[[40, 20], [10, 0]], [[-40, -20], [10, 5]], [[0, 0]], [[7, -7]]])
def test_a_chart_of_any_kind_and_sign_is_grey_and_longer_bars_are_longer(
    qtbot: QtBot, kind: ChartKind, values: list[list[int]]
) -> None:
    found = colours(painted(sheet_of(kind, values)))
    assert all(max(each) - min(each) <= 1 for each in found)
    more = colours(painted(sheet_of(kind, [*values, [0, 2 * max(abs(each) for row in values for each in row)]])))
    dark = [sum(each == (64, 64, 64) for each in shown) for shown in (found, more)]
    assert dark[1] < dark[0] or not dark[0], "beside a longer bar the others are shorter"


def test_a_chart_with_a_legend_says_what_its_bars_are_and_what_they_are_in(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_charts, "Canvas", Heard)
    monkeypatch.setattr(Heard, "words", [])
    painted(sheet_of(ChartKind.ENDS, [[40, -20]], legend=True))
    assert {"一", "二", "軸"} <= set(Heard.words)
    assert (64, 64, 64) in colours(painted(sheet_of(ChartKind.ENDS, [[0, 0]], legend=True))), "beside its words"
