"""The rules of pictures, for those beside the overview: an axis from 0 or one that says so, nothing cut or covered."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Drawing, Mark, content_of, image_of
from planner.app.widgets.charts.stack import Fill, Stack, draw_stack
from planner.app.widgets.charts.waterfall import Bar, axis_of, broken_at, draw_waterfall
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.years.obligations_picture import draw_obligations
from planner.core.calculation.burden import Burden
from planner.core.model.obligations import Obligation, ObligationKind, schedule
from planner.words.texts import Texts, texts_for
from tests.app.recorder import Recorder, misplaced
from tests.strategies import examples

OKU = 100_000_000
SIZES = [(290, 470, 1.0), (1290, 190, 1.0), (520, 300, 0.8), (860, 190, 1.0), (1290, 380, 2.0), (580, 900, 2.0)]
"""Widths, heights and zooms: of the inspector, below a comparison, of the years, and the ends of the zoom."""


def bars(levels: tuple[int, ...], figures: Figures) -> list[Bar]:
    """From the first level over each to the last."""
    first, last = levels[0], levels[-1]
    found = [Bar("前年度の予算額", first, 0, first, Mark("a", (), "", 0), figures.amount(first), is_level=True)]
    for before, after in pairwise(levels):
        name = f"とても長い名前の事業 a program of a long name {after - before}"
        mark = Mark(name, (figures.exact_change(after - before),), "", 0)
        found.append(Bar(name, after - before, before, after, mark, figures.change(after - before), scenario=3))
    return [*found, Bar("要求", last, 0, last, Mark("z", (), "", 0), figures.amount(last), is_level=True, scenario=1)]


def waterfall(levels: tuple[int, ...], texts: Texts) -> Drawing:
    figures = Figures(texts, max(map(abs, levels)))

    def draw(canvas: Canvas, room: QRectF) -> list[Mark]:
        made = bars(levels, figures)
        left = canvas.head(room, "すべての事業", figures.axis_note(axis_of(made)))
        return list(draw_waterfall(canvas, left, made, figures.tick))

    return draw


def stacked(texts: Texts, *, people: bool = False) -> Drawing:
    unit = 400 if people else 400 * OKU
    series = tuple(
        (f"とても長い名前の part {name}", tuple((place - name) * unit for place in range(1, 8))) for name in range(4)
    )
    labels = tuple(texts.era(year) for year in range(2025, 2032))
    within = (None, None, *((unit // 4, texts._("bound {share}").format(share="14.8%")) for _ in range(5)))
    line = ("基準", tuple(unit for _ in labels))
    fills = (Fill("second"), Fill("increase_fill"), Fill("undecided", hatched=True))
    stack = Stack("すべての事業", labels, series, fills, people, line, within)
    return lambda canvas, room: draw_stack(canvas, room, stack, texts)


def obligations(texts: Texts) -> Drawing:
    known = Obligation(
        "o", "p", "五年の国庫債務負担行為で長い名前" * 2, "", ObligationKind.TREASURY, 49_900_000_000, 2024, 2035
    )
    silent = Obligation("s", "p", "総額の公表がないもの", "", ObligationKind.TERM, None, 2026, 2030)
    schedules = [schedule(known, {}), schedule(silent, {}), schedule(known, {2026: 5_000_000_000})]
    total = [Burden(4_000 * OKU, 300 * OKU, 200 * OKU, 3_500 * OKU)] * 7
    return lambda canvas, room: draw_obligations(canvas, room, schedules, total, range(2025, 2032), texts)


def drawings(texts: Texts) -> dict[str, Drawing]:
    return {
        "broken": waterfall((4_168 * OKU, 4_170 * OKU, 4_169 * OKU, 4_171 * OKU), texts),
        "whole": waterfall((0, 14 * OKU, 12 * OKU), texts),
        "many": waterfall(tuple(3_745 * OKU + step * 7 * OKU for step in range(11)), texts),
        "below 0": waterfall((5 * OKU, -3 * OKU, 2 * OKU), texts),
        "small": waterfall((900, 1_000, 950), texts),
        "stack": stacked(texts),
        "people": stacked(texts, people=True),
        "obligations": obligations(texts),
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_cut_outside_or_over_something_else(dressed: Callable[[Tokens], None], language: str) -> None:
    dressed(LIGHT)
    found = []
    for name, drawing in drawings(texts_for(language)).items():
        for width, height, zoom in SIZES:
            image = QImage(QSize(width, height), QImage.Format.Format_RGB32)
            painter = QPainter(image)
            canvas = Recorder(painter, zoom)
            place = QRectF(0, 0, width, height)
            marks = drawing(canvas, place)
            found += [f"{name} at {width}×{height}×{zoom}: {each}" for each in misplaced(canvas, marks, place)]
            assert marks
            assert all(mark.name for mark in marks)
            painter.end()
    assert found == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_a_fall_is_told_from_a_rise_without_colour(dressed: Callable[[Tokens], None], tokens: Tokens) -> None:
    dressed(tokens)
    figures = Figures(texts_for("ja"), 100 * OKU)
    signs = [bar.figure[0] for bar in bars((10 * OKU, 12 * OKU, 11 * OKU), figures) if not bar.is_level]
    assert signs == ["+", "△"]
    image = image_of(waterfall((10 * OKU, 12 * OKU, 11 * OKU), texts_for("ja")), QSize(600, 300), 1)
    assert image.size() == QSize(600, 300)


def test_files_hold_the_same_picture_as_lines_or_pixels(dressed: Callable[[Tokens], None]) -> None:
    dressed(LIGHT)
    for drawing in drawings(texts_for("ja")).values():
        written = content_of(drawing, QSize(600, 300), ".svg").decode()
        assert "<svg" in written
        assert "<image" not in written
        pixels = QImage.fromData(content_of(drawing, QSize(600, 300), ".png"))
        assert pixels.size() == QSize(1200, 600)


@settings(max_examples=examples(300))
@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=8))
def test_an_axis_is_broken_only_below_all_that_happens(levels: list[int]) -> None:
    begins = broken_at(levels)
    assert begins == 0 or 0 < begins <= min(levels)
    assert begins == 0 or min(levels) > 0


@settings(max_examples=examples(300))
@given(st.integers(-(10**14), 10**14), st.integers(0, 10**14))
def test_a_change_keeps_its_sign_in_every_unit(change: int, largest: int) -> None:
    for language in ("ja", "en"):
        said = Figures(texts_for(language), largest).change(change)
        assert said[0] == ("+" if change > 0 else "△" if change < 0 else "0")
        assert change == 0 or any(digit in said for digit in "123456789")


def test_sums_of_a_stack_count_what_is_known() -> None:
    stack = Stack("", ("a", "b"), (("x", (1, None)), ("y", (Fraction(1, 2), None))))
    assert stack.sum_of(0) == Fraction(3, 2)
    assert stack.sum_of(1) is None
