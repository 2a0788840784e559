"""The lines of a printed table."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPicture

from planner.app.handover.printing.rules import BETWEEN, BLACK, Rules
from tests.strategies import examples

CELLS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20)
SIZE = 10.0


class Drawn(Rules):
    """Lines as they would be drawn."""

    def lines(self) -> dict[str, list[QLineF]]:
        found: dict[str, list[QLineF]] = {BETWEEN.name(): [], BLACK.name(): []}

        class Painter(QPainter):
            colour = QColor()

            def setPen(self, pen: object) -> None:
                self.colour = pen.color()  # type: ignore[attr-defined]

            def drawLines(self, lines: list[QLineF]) -> None:  # type: ignore[override]
                found[self.colour.name()] += lines

        picture = QPicture()
        painter = Painter(picture)
        self.draw(painter, 1.0)
        painter.end()
        return found


@settings(max_examples=examples(100))
@given(CELLS)
def test_each_edge_of_a_cell_is_drawn_once(cells: list[tuple[int, int]]) -> None:
    rules = Drawn()
    for x, y in cells:
        box = QRectF(x * SIZE, y * SIZE, SIZE, SIZE)
        rules.ends(box)
        rules.sides(box)
    drawn = rules.lines()
    across = [(x, y + end) for x, y in cells for end in (0, 1)]
    down = [(x + end, y) for x, y in cells for end in (0, 1)]
    covered = sum(line.length() for line in drawn[BETWEEN.name()])
    assert covered == SIZE * len(set(across))
    assert sum(line.length() for line in drawn[BLACK.name()]) == SIZE * len(set(down))
    assert len(drawn[BETWEEN.name()]) <= len(set(across))


def test_cells_in_a_row_have_one_line_above_and_one_below() -> None:
    rules = Drawn()
    for x in range(5):
        rules.ends(QRectF(x * SIZE, 0, SIZE, SIZE))
    assert [line.length() for line in rules.lines()[BETWEEN.name()]] == [5 * SIZE, 5 * SIZE]


def test_a_table_that_is_closed_has_black_lines_where_it_ends() -> None:
    rules = Drawn()
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1), (0, 3)):
        rules.ends(QRectF(x * SIZE, y * SIZE, SIZE, SIZE))
    rules.close()
    black = sorted((line.y1(), line.length()) for line in rules.lines()[BLACK.name()])
    assert black == [(0, 2 * SIZE), (2 * SIZE, 2 * SIZE), (3 * SIZE, SIZE), (4 * SIZE, SIZE)]
