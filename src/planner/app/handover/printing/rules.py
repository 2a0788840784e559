"""The lines of a printed table, gathered over a page and drawn at once: those that meet as one, none twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

BLACK, BETWEEN = QColor("#000000"), QColor("#A6A6A6")
"""Lines around a table and between its columns, and between its rows."""

Spans = list[tuple[float, float]]
"""From where to where lines go that lie in one."""


class Rules:
    """Lines in pixels of the device, to a hundredth: grey ones across, black ones across and down."""

    def __init__(self) -> None:
        self._tops: defaultdict[float, Spans] = defaultdict(list)
        self._bottoms: defaultdict[float, Spans] = defaultdict(list)
        self._across: defaultdict[float, Spans] = defaultdict(list)
        self._down: defaultdict[float, Spans] = defaultdict(list)

    def across(self, left: float, right: float, y: float) -> None:
        """A black line from left to right."""
        self._across[round(y, 2)].append((round(left, 2), round(right, 2)))

    def down(self, x: float, top: float, bottom: float) -> None:
        """A black line from top to bottom."""
        self._down[round(x, 2)].append((round(top, 2), round(bottom, 2)))

    def ends(self, box: QRectF) -> None:
        """Grey lines above and below a cell."""
        span = round(box.left(), 2), round(box.right(), 2)
        self._tops[round(box.top(), 2)].append(span)
        self._bottoms[round(box.bottom(), 2)].append(span)

    def sides(self, box: QRectF) -> None:
        """Black lines at both sides of a cell."""
        for x in (box.left(), box.right()):
            self.down(x, box.top(), box.bottom())

    def close(self) -> None:
        """Black lines, in place of grey ones, above and below cells that no others stand upon: tables end there."""
        for y, above, below in self._ends():
            self._across[y] += set(above) ^ set(below)

    def around(self, box: QRectF) -> None:
        """Black lines around a cell."""
        self.sides(box)
        for y in (box.top(), box.bottom()):
            self.across(box.left(), box.right(), y)

    def _ends(self) -> Iterator[tuple[float, Spans, Spans]]:
        """Where cells end: how high, those that end there at their bottom, and at their top."""
        for y in {**self._bottoms, **self._tops}:
            yield y, self._bottoms.get(y, []), self._tops.get(y, [])

    def draw(self, painter: QPainter, width: float) -> None:
        """Draw them all, black above grey."""
        grey = [QLineF(a, y, b, y) for y, above, below in self._ends() for a, b in _joined([*above, *below])]
        black = [QLineF(a, y, b, y) for y, spans in self._across.items() for a, b in _joined(spans)]
        black += [QLineF(x, a, x, b) for x, spans in self._down.items() for a, b in _joined(spans)]
        for colour, lines in ((BETWEEN, grey), (BLACK, black)):
            if lines:
                painter.setPen(QPen(colour, width))
                painter.drawLines(lines)


def _joined(spans: Spans) -> Iterator[tuple[float, float]]:
    """Spans that meet as one."""
    start, end = None, 0.0
    for left, right in sorted(spans):
        if start is None:
            start, end = left, right
        elif left > end + 0.5:
            yield start, end
            start, end = left, right
        else:
            end = max(end, right)
    if start is not None:
        yield start, end
