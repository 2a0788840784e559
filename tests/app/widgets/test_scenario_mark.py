"""Each scenario has one colour and one shape for life, wherever it is spoken of."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from planner.app.widgets import theme
from planner.app.widgets.scenario_mark import is_hollow, mark_colour, mark_place, paint_mark
from planner.app.widgets.tokens import SHAPES
from planner.core.model.document import BASE


def painted(number: int, colour: QColor | None = None, length: int = 24) -> QImage:
    image = QImage(length, length, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    paint_mark(painter, QRectF(2, 2, length - 4, length - 4), number, colour)
    painter.end()
    return image


def test_the_mark_of_the_base_is_nobody_elses() -> None:
    assert mark_place(BASE) == 0
    assert 0 not in {mark_place(number) for number in range(1, 50)}
    assert [mark_place(number) for number in (1, 5, 6, 10, 11)] == [1, 5, 1, 5, 1]
    assert [is_hollow(number) for number in (BASE, 5, 6, 11)] == [False, False, True, True]


def test_marks_are_told_apart_by_shape_alone(qapp: QApplication) -> None:
    """In one ink: the six filled ones and the five hollow ones."""
    images = [painted(number, QColor("black")) for number in range(2 * len(SHAPES) - 1)]
    assert all(a != b for a, b in combinations(images, 2))


@pytest.mark.parametrize("number", range(8))
def test_a_mark_is_painted_in_its_colour_and_stays_in_its_place(qapp: QApplication, number: int) -> None:
    image = painted(number)
    colours = {image.pixelColor(x, y).name() for x in range(24) for y in range(24)}
    assert mark_colour(number).name() in colours
    assert mark_colour(number) == theme.tokens().scenarios[mark_place(number)]
    edge = {image.pixelColor(x, y).name() for x in range(24) for y in range(24) if 0 in (x, y) or 23 in (x, y)}
    assert edge == {"#ffffff"}
