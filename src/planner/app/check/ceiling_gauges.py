"""The ceilings as gauges: what is sure, what is not known (hatched), and how far it may go."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from planner.app.session.session import Session
from planner.app.tables.lists import ListView, TableModel
from planner.app.widgets import theme
from planner.app.widgets.cards import GAP, CardPainter, card_height, card_line, wide
from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.check.ceilings import why_unknown
from planner.core.errors import N_
from planner.core.money import format_amount
from planner.words.ceilings import amount_between, ceiling_name, items_text
from planner.words.figures import unit_name
from planner.words.texts import Texts

LINES, BAR = 4, 14
"""So many lines a gauge has, the bar in the place of one; how high the bar is, in pixels."""
ROOM = 1.04
"""So much more than the largest amount a bar is long."""
STATES = {
    Verdict.HOLDS: (N_("within"), "ok"),
    Verdict.BROKEN: (N_("over"), "error"),
    Verdict.UNKNOWN: (N_("cannot judge"), "warning"),
}


class _Gauges(QStyledItemDelegate):
    """Paints a ceiling: its name and state, the bar, the figures, and what there is to say."""

    def __init__(self, gauges: CeilingGauges, session: Session, texts: Texts) -> None:
        super().__init__(gauges)
        self._session, self._texts = session, texts

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), card_height(LINES))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        judged = self._session.judged
        if index.row() >= len(judged):
            return  # a ceiling has just gone
        found, texts, unit, tokens = judged[index.row()], self._texts, self._session.state.unit, theme.tokens()
        painter.save()
        paints = CardPainter(painter, option)
        name, bar, figures, words = (card_line(option.rect, place) for place in range(LINES))
        state, tone = STATES[found.verdict]
        said = f"{texts._(state)} {items_text(found, texts)}".rstrip()
        rest = paints.right(name, said, getattr(tokens, tone), bold=True, small=True)
        paints.left(rest.adjusted(0, 0, -theme.px(GAP), 0), ceiling_name(found.ceiling, texts), tokens.text, bold=True)
        _bar(painter, bar, found)
        allowed = texts._("ceiling {amount}").format(amount=amount_between(found.allowance, unit, texts))
        rest = paints.right(figures, allowed, tokens.text, small=True)
        sure = texts._("sure {amount}").format(amount=format_amount(found.limited.low, unit))
        rest = paints.left(rest, sure, tokens.text, small=True)
        if found.limited.high > found.limited.low:
            unsure = format_amount(found.limited.high - found.limited.low, unit)
            open_words = texts._("not known {amount}").format(amount=unsure)
            if wide(open_words, small=True) <= rest.width() - 2 * theme.px(GAP):
                paints.left(rest.adjusted(2 * theme.px(GAP), 0, 0, 0), open_words, tokens.second, small=True)
        paints.left(words, self._words(found), tokens.second, small=True)
        painter.restore()

    def _words(self, found: Judgement) -> str:
        """What is left, what is too much, or what is not known."""
        texts, unit = self._texts, self._session.state.unit
        room = amount_between(found.room, unit, texts)
        named = unit_name(unit, texts)
        said = texts._("room {amount} ({unit})").format(amount=room, unit=named)
        if found.verdict is Verdict.BROKEN:
            return texts._("over by {amount}").format(amount=f"{format_amount(-found.room.high, unit)} ({named})")
        if found.verdict is Verdict.UNKNOWN:
            return f"{said} · {why_unknown(found).render(texts.translate)}"
        return said


def _bar(painter: QPainter, line: QRect, found: Judgement) -> None:
    """The bar from 0: what is sure filled, what is not known hatched; marks where the allowance lies."""
    tokens, limited, allowance = theme.tokens(), found.limited, found.allowance
    height = theme.px(BAR)
    box = QRectF(line.left(), line.center().y() - height / 2, line.width(), height)
    end = max(allowance.high, limited.high, 1) * ROOM

    def x_of(yen: int) -> float:
        return box.left() + max(yen, 0) * box.width() / end

    fill = tokens.error if found.verdict is Verdict.BROKEN else tokens.total_fill
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(box, tokens.header)
    painter.fillRect(QRectF(box.left(), box.top(), x_of(limited.low) - box.left(), height), fill)
    unsure = QRectF(x_of(limited.low), box.top(), x_of(limited.high) - x_of(limited.low), height)
    if unsure.width() >= 1:
        painter.fillRect(unsure, QBrush(fill, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(fill))
        painter.drawRect(unsure)
    painter.setPen(QPen(tokens.text, 2))
    for yen in {allowance.low, allowance.high} - {0}:
        at, over = round(x_of(yen)), theme.px(2)
        painter.drawLine(at, round(box.top()) - over, at, round(box.bottom()) + over)


class CeilingGauges(ListView):
    """A row a ceiling, of which only the gauge is seen."""

    def __init__(self, session: Session, texts: Texts, model: TableModel) -> None:
        super().__init__("ceilings", texts._("Ceilings"), ())
        self.setModel(model)
        self.setItemDelegate(_Gauges(self, session, texts))
        self.setShowGrid(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(card_height(LINES))
        for column in range(1, model.columnCount()):
            self.setColumnHidden(column, True)
        self.horizontalHeader().setSectionResizeMode(0, self.horizontalHeader().ResizeMode.Stretch)
