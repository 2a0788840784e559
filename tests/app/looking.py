"""Looking at what is shown: texts that do not fit their box, parts that stand outside, colours that cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from planner.app.compare.compare_header import CompareHeader
from planner.app.programs.card import Card
from planner.app.tables.frozen_header import FrozenHeader
from planner.app.widgets.tokens import contrast

LEAST_CONTRAST = 3.0
"""Of the strongest pixel of a text with its ground: thin strokes are drawn paler than their colour."""
LOUD = 2.0
"""No selection stands out from its ground by more."""


def seen(top: QWidget) -> Iterator[QWidget]:
    """Every part of a window that is on the screen."""
    for part in top.findChildren(QWidget):
        if part.isVisible() and part.window() is top.window() and not part.visibleRegion().isEmpty():
            yield part


def named(part: QWidget) -> str:
    """How a finding names a part."""
    text = part.text() if isinstance(part, (QLabel, QAbstractButton)) else ""
    above = part.parentWidget()
    over = f" in {type(above).__name__}({above.objectName()})" if above is not None else ""
    return f"{type(part).__name__}({part.objectName()}) {text!r}{over}"


def cut(top: QWidget) -> Iterator[str]:
    """Texts that do not fit their box; one that is elided on purpose has a tip that tells it whole."""
    for part in seen(top):
        if isinstance(part, QLabel) and part.text():
            if part.wordWrap():
                if part.heightForWidth(part.width()) > part.height() + 1:
                    yield f"{named(part)} is {part.height()} high and needs {part.heightForWidth(part.width())}"
            elif part.sizeHint().width() > part.width() + 1 and not part.toolTip():
                yield f"{named(part)} is {part.width()} wide and needs {part.sizeHint().width()}"
        elif isinstance(part, Card):
            if part.is_cut():
                yield f"the card {part.accessibleName()!r} is {part.width()} wide"
        elif isinstance(part, QToolButton):
            with_text = part.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly and part.text()
            if with_text and part.fontMetrics().horizontalAdvance(part.text()) > part.width():
                yield f"{named(part)} is {part.width()} wide"
        elif type(part).__name__ in ("QPushButton", "QCheckBox", "QRadioButton"):
            if part.sizeHint().width() > part.width() + 1:
                yield f"{named(part)} is {part.width()} wide and needs {part.sizeHint().width()}"
        elif isinstance(part, QComboBox) and not part.isEditable():
            option = QStyleOptionComboBox()
            part.initStyleOption(option)
            field = part.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, part
            )
            if part.fontMetrics().horizontalAdvance(part.currentText()) > field.width() + 4 and not part.toolTip():
                yield f"QComboBox {part.currentText()!r} ({part.accessibleName()}) has {field.width()}"
        elif isinstance(part, QHeaderView) and part.orientation() is Qt.Orientation.Horizontal:
            yield from _cut_heads(part)
        elif type(part) is QScrollArea and part.horizontalScrollBar().maximum() > 0:
            yield f"{named(part)} is scrolled sideways by {part.horizontalScrollBar().maximum()}"
        elif isinstance(part, QTabBar) and part.sizeHint().width() > part.width() + 1 and not part.usesScrollButtons():
            yield f"{named(part)} is {part.width()} wide and needs {part.sizeHint().width()}"


def _cut_heads(header: QHeaderView) -> Iterator[str]:
    """Heads of columns that stand in a row too low or too narrow for their words."""
    for section in range(header.count()):
        text = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "").strip()
        if header.isSectionHidden(section) or not text:
            continue
        if isinstance(header, FrozenHeader | CompareHeader):  # painted by themselves, with a tip that tells them whole
            tip = str(header.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
            words = text.split("\n")[0] if isinstance(header, CompareHeader) else text.replace("\n", " ")
            if header.needed(section) > header.sectionSize(section) and words not in tip:
                yield f"the head {text!r} has {header.sectionSize(section)}"
            continue
        lines = text.split("\n")
        if len(lines) * header.fontMetrics().lineSpacing() > header.height() + 2:
            yield f"the head {text!r} has {len(lines)} lines in {header.height()}"
        wide = header.sectionSizeHint(section) > header.sectionSize(section)
        if wide and 0 <= header.sectionViewportPosition(section) < header.width():
            yield f"the head {text!r} has {header.sectionSize(section)} and needs {header.sectionSizeHint(section)}"


def outside(top: QWidget) -> Iterator[str]:
    """Parts that stand outside the window, but for what can be scrolled to."""
    room = top.rect()
    for part in top.findChildren(QWidget):
        if not part.isVisible() or part.isWindow() or _is_scrolled(part, top):
            continue
        place = QRect(part.mapTo(top, QPoint()), part.size())
        if place.isValid() and not room.contains(place):
            yield f"{named(part)} at {place.getRect()} of {room.getRect()}"


def _is_scrolled(part: QWidget, top: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and above is not top:
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def loud(top: QWidget) -> Iterator[str]:
    """Selections in a strong colour: two of them on a screen compete."""
    for part in seen(top):
        colour, ground = (
            part.palette().color(role) for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.Base)
        )
        if isinstance(part, QAbstractItemView) and contrast(colour, ground) > LOUD:
            yield f"{named(part)} selects in {colour.name()}"


def pale(top: QWidget) -> Iterator[str]:
    """Texts that are hard to read on their ground, as they are painted."""
    whole = top.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    scale = whole.devicePixelRatio()
    for part in seen(top):
        if isinstance(part, (QLabel, QAbstractButton)) and part.isEnabled() and part.text():
            place = QRect(part.mapTo(top, QPoint()) * scale, part.size() * scale)
            image = whole.copy(place)
            colours = Counter(memoryview(image.constBits()).cast("I"))
            ground = QColor(colours.most_common(1)[0][0])
            best = max(contrast(QColor(each), ground) for each in colours)
            if best < LEAST_CONTRAST:
                yield f"{named(part)}: {best:.1f} on {ground.name()}"
