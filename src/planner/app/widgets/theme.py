"""Colours and fonts that carry meaning, derived from the desktop's own palette so that light and dark both work.

Modelling convention: inputs blue on the base colour, computed figures in text colour on grey, △ red and marked;
never colour alone.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

DARK_BELOW = 128


def palette() -> QPalette:
    """The palette in use."""
    return QGuiApplication.palette()


def is_dark() -> bool:
    """Whether text is light on dark."""
    return palette().color(QPalette.ColorRole.Base).lightness() < DARK_BELOW


def input_text() -> QColor:
    """The colour of figures an officer may change."""
    return QColor("#8ab4f8") if is_dark() else QColor("#0b47a8")


def negative_text() -> QColor:
    """The colour of amounts below zero; they carry △ as well."""
    return QColor("#ff8a80") if is_dark() else QColor("#b3261e")


def change_mark() -> QColor:
    """The colour of the corner mark on a changed cell."""
    return QColor("#f9ab00") if is_dark() else QColor("#c26401")


def warning_mark() -> QColor:
    """The colour of the mark on a value outside its published range."""
    return QColor("#ff8a80") if is_dark() else QColor("#b3261e")


def computed_background() -> QColor:
    """A shade of grey between the base colour and the text: figures that are not typed."""
    return _between(palette().cacheKey(), 0.05)


def faint_text() -> QColor:
    """Text that steps back: carried values, vintages, placeholders."""
    return _between(palette().cacheKey(), 0.68)


@lru_cache(maxsize=8)
def _between(_palette: int, share: float) -> QColor:
    """The shade between base and text colour of the palette in use: asked for with every cell that is painted."""
    return mixed(palette().color(QPalette.ColorRole.Base), palette().color(QPalette.ColorRole.Text), share)


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
    """The desktop's font with digits of one width, so that columns of figures line up."""
    result = QFont(QGuiApplication.font())
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
