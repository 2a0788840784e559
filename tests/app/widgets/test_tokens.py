"""The colours can be read: contrasts by WCAG 2.2, shades told apart without colour vision's help."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from planner.app.widgets import theme
from planner.app.widgets.sheet import sheet, ticked
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, MARK, READABLE, SHAPES, Tokens, contrast

EVERY = pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])


@EVERY
def test_texts_can_be_read_wherever_they_stand(tokens: Tokens) -> None:
    for name in ("text", "second", "third", "input", "increase", "decrease", "error", "warning", "ok", "accent"):
        for ground in ("surface", "computed", "header", "ground"):
            assert contrast(getattr(tokens, name), getattr(tokens, ground)) >= READABLE, (name, ground)
    for text, ground in (("on_primary", "primary"), ("on_selection", "selection"), ("warning", "warning_ground")):
        assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= READABLE, (text, ground)


@EVERY
def test_marks_and_borders_of_inputs_stand_out(tokens: Tokens) -> None:
    for name in ("border", "increase_fill", "decrease_fill", "total_fill", "accent"):
        assert contrast(getattr(tokens, name), tokens.surface) >= MARK, name
    for colour in tokens.scenarios:
        assert contrast(colour, tokens.surface) >= MARK, colour.name()


@EVERY
def test_white_ticks_and_the_boxes_around_them_stand_out(tokens: Tokens) -> None:
    for name, ground in ticked(tokens).items():
        assert contrast(QColor("#FFFFFF"), ground) >= MARK, name
    assert contrast(tokens.accent, tokens.surface) >= MARK


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_of_cells_can_be_read_on_the_selection(tokens: Tokens) -> None:
    for name in ("text", "second", "third", "input", "increase", "decrease"):
        assert contrast(getattr(tokens, name), tokens.selection) >= READABLE, name


def test_each_scenario_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES)) == len(SHAPES) == len(LIGHT.scenarios) == len(DARK.scenarios)
    for tokens in (LIGHT, DARK):
        assert all(a != b for a, b in combinations(tokens.scenarios, 2))


def test_an_accent_that_cannot_be_read_is_not_taken() -> None:
    assert LIGHT.with_accent(QColor("#ffff66")) == LIGHT
    assert LIGHT.with_accent(QColor()) == LIGHT
    assert LIGHT.with_accent(QColor("#703010")).accent == QColor("#703010")


@EVERY
def test_the_style_sheet_holds_no_name_unfilled(tokens: Tokens) -> None:
    written = sheet(tokens, 1.5)
    assert "$" not in written
    assert tokens.primary.name() in written


def test_digits_of_tables_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(theme.table_font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@EVERY
def test_the_palette_shows_the_tokens(tokens: Tokens) -> None:
    palette = theme.palette_of(tokens)
    assert palette.color(QPalette.ColorRole.Base) == tokens.surface
    assert palette.color(QPalette.ColorRole.Highlight) == tokens.selection
    assert tokens.is_dark is (tokens is not LIGHT)
