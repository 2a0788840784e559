"""How the window is dressed: the tokens in use, fonts, and lengths that grow with the zoom."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from planner.app.widgets.sheet import sheet
from planner.app.widgets.tokens import DARK, LIGHT, Tokens

DARK_BELOW = 128
FAMILIES = ("Yu Gothic UI", "Noto Sans CJK JP")
POINTS, SMALL_POINTS, CAPTION_POINTS = 10.0, 9.0, 8.25
TITLE_POINTS, FIGURE_POINTS = 11.25, 14.0
ROW, COMPACT_ROW = 28, 24


def tokens() -> Tokens:
    """The colours in use."""
    return _tokens(QGuiApplication.palette().cacheKey())


@lru_cache(maxsize=8)
def _tokens(_palette: int) -> Tokens:
    """Asked for with every cell that is painted: settled once for a palette."""
    application = QGuiApplication.instance()
    held = application.property("tokens") if application is not None else None
    if isinstance(held, Tokens):
        return held
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < DARK_BELOW else LIGHT


def dress(
    application: QApplication, tokens: Tokens, zoom: float = 1.0, *, compact: bool = False, still: bool = False
) -> None:
    """Give the application its colours, font and style sheet; `zoom` is 1 for the usual size.

    Rows may be `compact`, and where all shall be `still` nothing fades.
    """
    font = QFont(application.font())
    font.setFamilies([*FAMILIES, font.family()])
    font.setPointSizeF(POINTS * zoom)
    application.setProperty("tokens", tokens)
    application.setProperty("compact", compact)
    application.setProperty("still", still)
    application.setFont(font)
    application.setPalette(palette_of(tokens))
    application.setStyleSheet(sheet(tokens, zoom))


@contextmanager
def building(application: QApplication) -> Iterator[None]:
    """Leave the style sheet off while the first window is put together, and dress the whole of it at once.

    Qt dresses a part and all that is in it anew each time it is put into another; so it would every window shown here.
    """
    held = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(held)


def palette_of(tokens: Tokens) -> QPalette:
    """The tokens as Qt's own controls ask for them."""
    role, result = QPalette.ColorRole, QPalette()
    result.setColor(role.Window, tokens.ground)
    result.setColor(role.WindowText, tokens.text)
    result.setColor(role.Base, tokens.surface)
    result.setColor(role.AlternateBase, tokens.surface)
    result.setColor(role.Text, tokens.text)
    result.setColor(role.PlaceholderText, tokens.third)
    result.setColor(role.Button, tokens.header)
    result.setColor(role.ButtonText, tokens.text)
    result.setColor(role.BrightText, tokens.on_primary)
    result.setColor(role.Highlight, tokens.selection)
    result.setColor(role.HighlightedText, tokens.on_selection)
    result.setColor(role.Accent, tokens.accent)
    result.setColor(role.Link, tokens.accent)
    result.setColor(role.LinkVisited, tokens.accent)
    result.setColor(role.ToolTipBase, tokens.surface)
    result.setColor(role.ToolTipText, tokens.text)
    result.setColor(role.Light, tokens.surface)
    result.setColor(role.Midlight, tokens.hairline)
    result.setColor(role.Mid, tokens.strong)
    result.setColor(role.Dark, tokens.border)
    result.setColor(role.Shadow, tokens.border)
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, each, tokens.third)
    return result


def zoom() -> float:
    """How much larger than usual everything is."""
    return QGuiApplication.font().pointSizeF() / POINTS


def px(length: float) -> int:
    """A length in logical pixels as it is at the zoom in use."""
    return round(length * zoom())


def row_height(*, low: bool = False) -> int:
    """How high a row of a table is at the zoom in use: as close as rows shall stand, or must on a `low` screen."""
    application = QGuiApplication.instance()
    compact = application is not None and bool(application.property("compact"))
    return px(COMPACT_ROW if compact or low else ROW)


def moves() -> bool:
    """Whether anything may fade: its user can do without, and so can the desktop, as far as Qt tells."""
    from PySide6.QtWidgets import QStyle  # noqa: PLC0415 - its many lists take their time, and nothing moves at first

    application = QApplication.instance()
    if not isinstance(application, QApplication) or application.property("still"):
        return False
    if sys.platform == "win32":  # there the desktop turns off all of its effects together
        return any(map(QApplication.isEffectEnabled, (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo)))
    return application.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


def sized(points: float, *, bold: bool = False) -> QFont:
    """The font of the window in another size, with digits of one width."""
    result = table_font()
    result.setPointSizeF(points * zoom())
    result.setBold(bold)
    return result


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """`a` with that share of `b`."""
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x + (y - x) * share) for x, y in pairs))


def bold(font: QFont) -> QFont:
    """The same font, bold."""
    result = QFont(font)
    result.setBold(True)
    return result


def struck_out(font: QFont) -> QFont:
    """The same font, struck out: for what is taken out of the request."""
    result = QFont(font)
    result.setStrikeOut(True)
    return result


def table_font() -> QFont:
    """The font of the window with digits of one width, so that columns of figures line up."""
    result = QFont(QGuiApplication.font())
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
