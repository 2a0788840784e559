"""The changes as cards below one another: what, from what to what, its yen, and the reason, typed in place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from planner.app.scenarios.change_model import REASON, ChangeModel
from planner.app.widgets import theme
from planner.app.widgets.cards import GAP, MARGIN, CardPainter, card_height, card_line, wide

Index = QModelIndex | QPersistentModelIndex
LINES = 3
"""Of a card: what changed and its yen, from what to what, why."""


class ChangeCards(QListView):
    """The list of cards; the text that stands there where it holds none is `nothing`.

    Signals:
        led(index): a card was clicked, and leads to its cell.
    """

    led = Signal(object)

    def __init__(self, model: ChangeModel, title: str, reason: str) -> None:
        super().__init__()
        self.nothing = ""
        self._pressed = QPersistentModelIndex()
        self.setObjectName("changes")
        self.setAccessibleName(title)
        self.setModel(model)
        self.setModelColumn(REASON)
        self.setItemDelegate(CardDelegate(model, reason, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)

    def reason_rect(self, index: Index) -> QRect:
        """Where the reason of a card stands, in the list's viewport."""
        return card_line(self.visualRect(index), LINES - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the reason types it, one anywhere else on the card leads to its cell."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if not plain or not index.isValid() or self._pressed != index:
            return
        if self.reason_rect(index).contains(at):
            self.edit(index)
        else:
            self.led.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.nothing and not self.model().rowCount():
            painter, margin = QPainter(self.viewport()), theme.px(MARGIN)
            painter.setPen(theme.tokens().second)
            within = self.viewport().rect().adjusted(margin, margin, -margin, -margin)
            painter.drawText(within, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self.nothing)


class CardDelegate(QStyledItemDelegate):
    """Paints a card, and edits its reason where that stands."""

    def __init__(self, model: ChangeModel, reason: str, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._reason = model, reason

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(120), card_height(LINES))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self._reason)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        grown = theme.px(2)
        editor.setGeometry(card_line(option.rect, LINES - 1).adjusted(-grown, -grown, grown, grown))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        tokens, paints, card = theme.tokens(), CardPainter(painter, option), self._model.card(index.row())
        first, second, third = (card_line(option.rect, place) for place in range(LINES))
        effect = tokens.decrease if card.effect.startswith("△") else tokens.increase
        room = paints.right(first, card.effect, effect, bold=True).adjusted(0, 0, -theme.px(GAP), 0)
        name = QRect(room)
        name.setWidth(max(room.width() - wide(card.field, bold=True) - theme.px(GAP), 0))
        used = paints.left(name, card.line, tokens.text).left() - room.left()
        paints.left(room.adjusted(used + theme.px(GAP), 0, 0, 0), card.field, tokens.text, bold=True)
        small = wide(f"{card.before} → ") + wide(card.after, bold=True) > second.width()  # figures are never cut
        rest = paints.left(second, f"{card.before} → ", tokens.second, small=small)
        rest = paints.left(rest, card.after, tokens.text, bold=True, small=small)
        if wide(card.when, small=True) + theme.px(GAP) <= rest.width():
            paints.right(rest, card.when, tokens.third, small=True)
        if self._model.has_reason(index.row()):
            paints.left(third, card.reason, tokens.text, small=True)
        else:
            paints.left(paints.sign(third, "warn", tokens.warning), card.reason, tokens.warning, small=True)
        painter.restore()
