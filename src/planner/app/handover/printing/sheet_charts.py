"""The charts of a sheet painted on paper: black on white, from the rows that the workbook draws them from.

Axes hold 0. Each bar has its name whole and its amount as words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from planner.app.widgets.charts.canvas import CENTRE, LEFT, PIXELS_A_POINT, RIGHT, Canvas, ticks
from planner.app.widgets.tokens import LIGHT
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import Chart, ChartKind, ChartSeries, Face, Fill, Row, Sheet, value_of

FINE = 10
"""Painted in units so many times finer than a 96th of an inch."""

TITLE, PLAIN = 9.0, 7.0
"""Letters in points."""

BLACK, DARK, WHITE, GRID = QColor("#000000"), QColor("#404040"), QColor("#FFFFFF"), QColor("#D9D9D9")
GROUNDS = {Fill.SOLID: DARK, Fill.PALE: QColor("#BFBFBF")}
NAMES, WIDEST = 0.44, 90
"""So much of the width names take at most beside bars; no column is wider, in pixels."""
PARTED = "　"
"""Stands between what a bar is called and its amount."""
UPRIGHT = (ChartKind.STACKED, ChartKind.COUNTS)
FILLED = {ChartKind.COUNTS: 0.95, ChartKind.STACKED: 0.6}
"""So much of its room a bar takes, where it is another than `USUAL`."""
USUAL = 0.66


Position = Callable[[float], float]
"""Where on the paper a value of the axis stands."""


class Bar(NamedTuple):
    """What stands at a place of the axis: from where to where, in the unit of the sheet's cells, and how it looks.

    `lane` is which of `lanes` beside one another it has.
    """

    start: float
    end: float
    fill: Fill
    lane: int = 0
    lanes: int = 1


class Entry(NamedTuple):
    """A name of the axis, the words at its bars, and these."""

    name: str
    figure: str
    bars: Sequence[Bar]

    @property
    def low(self) -> float:
        """Where its bars begin, 0 at most."""
        return min([0.0, *(min(bar.start, bar.end) for bar in self.bars)])

    @property
    def high(self) -> float:
        """Where they end, 0 at least."""
        return max([0.0, *(max(bar.start, bar.end) for bar in self.bars)])


def paint_charts(painter: QPainter, sheet: Sheet, area: QRectF, dots: float, families: Sequence[str]) -> None:
    """Paint the charts of a sheet into an area in pixels of a device, so many to the inch, one beside another as in
    the workbook.
    """
    rows = list(sheet.rows())
    wide = max(chart.right + chart.width for chart in sheet.charts)
    high = max(chart.down + chart.height for chart in sheet.charts)
    unit = dots / (FINE * 72 * PIXELS_A_POINT)
    painter.save()
    painter.scale(unit, unit)
    canvas = Canvas(painter, LIGHT, 1.0, FINE, tuple(families))
    x, y = area.width() / unit / wide, area.height() / unit / high
    for chart in sheet.charts:
        left, top = area.left() / unit + chart.right * x, area.top() / unit + chart.down * y
        _Painted(canvas, sheet, chart, _entries(sheet, chart, rows)).paint(
            QRectF(left, top, chart.width * x, chart.height * y)
        )
    painter.restore()


def _entries(sheet: Sheet, chart: Chart, rows: Sequence[Row]) -> list[Entry]:
    """What a chart shows, from the rows it is drawn over."""
    found = []
    for row in rows[chart.first - sheet.first_row : chart.last + 1 - sheet.first_row]:
        values = [value_of(cell) for cell in row.cells]
        name, _, figure = str(values[chart.names] or "").rpartition(PARTED)
        found.append(Entry(name or figure, figure if name else "", tuple(_bars(chart, values))))
    return found


def _bars(chart: Chart, values: Sequence[object]) -> Iterator[Bar]:
    """The bars of a row: on top of one another, those below 0 downwards; or side by side."""
    above = below = 0.0
    for lane, series in enumerate(chart.series):
        value = _number(series, values)
        if chart.kind is ChartKind.BARS:
            yield Bar(0, value, series.fill, lane, len(chart.series))
        elif chart.kind is ChartKind.ENDS:
            yield Bar(0, value, series.fill)
        elif value < 0:
            yield Bar(below, below + value, series.fill)
            below += value
        elif value:
            yield Bar(above, above + value, series.fill)
            above += value


def _number(series: ChartSeries, values: Sequence[object]) -> float:
    value = values[series.column] if series.column < len(values) else None
    return value if isinstance(value, int | float) else 0


class _Painted:
    """Paints one chart in its frame."""

    def __init__(self, canvas: Canvas, sheet: Sheet, chart: Chart, entries: Sequence[Entry]) -> None:
        self._canvas, self._sheet, self._chart, self._entries = canvas, sheet, chart, entries
        self._low = min((each.low for each in entries), default=0)
        self._high = max((each.high for each in entries), default=0) or float(not self._low)

    def paint(self, frame: QRectF) -> None:
        px, canvas = self._canvas.px, self._canvas
        canvas.painter.setPen(QPen(BLACK, px(0.7)))
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.drawRect(frame)
        head = QRectF(frame.left() + px(6), frame.top() + px(3), frame.width() - px(12), px(18))
        canvas.text(head, self._chart.title, BLACK, TITLE, bold=True, whole=True)
        if self._chart.legend and self._chart.kind is not ChartKind.COUNTS:
            self._key(head)
        room = frame.adjusted(px(8), px(26), -px(10), -px(6))
        if self._entries:
            (self._upright if self._chart.kind in UPRIGHT else self._lying)(room)

    def _key(self, head: QRectF) -> None:
        """How the bars of each series look and what the axis is in, at the right of the title."""
        px, canvas, right = self._canvas.px, self._canvas, head.right()
        between = " " if self._sheet.face is Face.LATIN else ""
        columns = self._sheet.columns
        named = [(columns[each.column].heading.replace("\n", between), each.fill) for each in self._chart.series]
        for text, fill in ((self._chart.axis, None), *reversed(named)):
            wide = canvas.wide(text, PLAIN)
            canvas.text(QRectF(right - wide, head.top(), wide, head.height()), text, BLACK, PLAIN, whole=True)
            right -= wide + px(4)
            if fill is not None:
                self._fill(QRectF(right - px(16), head.center().y() - px(4), px(16), px(8)), fill)
                right -= px(16)
            right -= px(14)

    # ---------------------------------------------------------------- columns

    def _upright(self, room: QRectF) -> None:
        px, canvas, line = self._canvas.px, self._canvas, self._canvas.line(PLAIN)
        marks = self._ticks(canvas.ticks_in(room.height()))
        axis = max(canvas.wide(self._said(each), PLAIN) for each in marks) + px(6)
        slot = (room.width() - axis) / len(self._entries)
        below = line * max(canvas.lines_needed(each.name, slot, PLAIN) for each in self._entries)
        plot = QRectF(room.left() + axis, room.top() + line, room.width() - axis, room.height() - line - below - px(3))

        def at(value: float) -> float:
            return plot.bottom() - (value - self._low) * plot.height() / (self._high - self._low)

        for tick in marks:
            canvas.rule(QPointF(plot.left(), at(tick)), QPointF(plot.right(), at(tick)), GRID, 0.6)
            there = QRectF(room.left(), at(tick) - line / 2, axis - px(4), line)
            canvas.text(there, self._said(tick), BLACK, PLAIN, side=RIGHT, whole=True)
        share = FILLED.get(self._chart.kind, USUAL)
        wide = min(slot * share, px(WIDEST)) if self._chart.kind is ChartKind.STACKED else slot * share
        for place, each in enumerate(self._entries):
            middle = plot.left() + (place + 0.5) * slot
            for bar in each.bars:
                top, bottom = sorted((at(bar.start), at(bar.end)))
                self._fill(QRectF(middle - wide / 2, top, wide, bottom - top), bar.fill)
            over = QRectF(middle - slot / 2, at(each.high) - line, slot, line)
            canvas.text(over, each.figure, BLACK, PLAIN, bold=True, side=CENTRE, whole=True)
            under = QRectF(middle - slot / 2, plot.bottom() + px(2), slot, below)
            canvas.lines(under, each.name, BLACK, PLAIN, side=CENTRE)
        canvas.rule(QPointF(plot.left(), at(0)), QPointF(plot.right(), at(0)), BLACK)

    # ---------------------------------------------------------------- bars

    def _lying(self, room: QRectF) -> None:
        px, canvas, line = self._canvas.px, self._canvas, self._canvas.line(PLAIN)
        names = min(max(canvas.wide(each.name, PLAIN) for each in self._entries) + px(6), room.width() * NAMES)
        ends = max(canvas.wide(each.figure, PLAIN, bold=True) for each in self._entries) + px(8)
        left = names + (ends if self._low < 0 else 0)
        plot = room.adjusted(left, 0, -ends, -line - px(2))

        def at(value: float) -> float:
            return plot.left() + (value - self._low) * plot.width() / (self._high - self._low)

        said = max(canvas.wide(self._said(end), PLAIN) for end in (self._low, self._high))
        for tick in self._ticks(max(int(plot.width() / (said + px(16))), 2)):
            canvas.rule(QPointF(at(tick), plot.top()), QPointF(at(tick), plot.bottom()), GRID, 0.6)
            there = QRectF(at(tick) - ends, plot.bottom() + px(2), 2 * ends, line)
            canvas.text(there, self._said(tick), BLACK, PLAIN, side=CENTRE, whole=True)
        slot = plot.height() / len(self._entries)
        for place, each in enumerate(self._entries):
            row = QRectF(room.left(), plot.top() + place * slot, names - px(4), slot)
            needed = line * canvas.lines_needed(each.name, row.width(), PLAIN)
            canvas.lines(row.adjusted(0, (slot - needed) / 2, 0, 0), each.name, BLACK, PLAIN, side=RIGHT)
            for bar in each.bars:
                high = slot * USUAL / bar.lanes
                first, last = sorted((at(bar.start), at(bar.end)))
                top = row.top() + slot * (1 - USUAL) / 2 + bar.lane * high
                self._fill(QRectF(first, top, last - first, high), bar.fill)
            self._figure(each, row, at, ends)
        canvas.rule(QPointF(at(0), plot.top()), QPointF(at(0), plot.bottom()), BLACK)

    def _figure(self, each: Entry, row: QRectF, at: Position, wide: float) -> None:
        """The amount of bars beside their end: at the left of those below 0 alone."""
        px = self._canvas.px
        seen = [bar for bar in each.bars if bar.fill is not Fill.NONE and bar.start != bar.end]
        falls = bool(seen) and all(max(bar.start, bar.end) <= 0 for bar in seen)
        if falls:
            end = at(min(min(bar.start, bar.end) for bar in seen)) - px(4)
            place, side = QRectF(end - wide, row.top(), wide, row.height()), RIGHT
        else:
            end = at(max([0.0, *(max(bar.start, bar.end) for bar in seen)])) + px(4)
            place, side = QRectF(end, row.top(), wide, row.height()), LEFT
        self._canvas.text(place, each.figure, BLACK, PLAIN, bold=True, side=side, whole=True)

    # ---------------------------------------------------------------- parts

    def _ticks(self, most: int) -> Sequence[int]:
        low = int(self._low) if self._low < 0 else 0
        return ticks(low, int(self._high), max(most, 2))

    def _said(self, value: float) -> str:
        """A figure of the axis; counts have no unit."""
        unit = Unit.YEN if self._chart.kind is ChartKind.COUNTS else self._sheet.money
        return format_amount(int(value), unit, negative=self._sheet.sign)

    def _fill(self, place: QRectF, fill: Fill) -> None:
        """A bar as its series looks."""
        px, canvas, painter = self._canvas.px, self._canvas, self._canvas.painter
        if fill is Fill.NONE or not (place.width() and place.height()):
            return
        painter.fillRect(place, GROUNDS.get(fill, WHITE))
        if fill is Fill.HATCHED:
            canvas.bar(place, DARK, hatched=True)
        painter.setPen(QPen(BLACK, px(0.7)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
