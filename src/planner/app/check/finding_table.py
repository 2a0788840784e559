"""The findings as cards, rule by rule under a heading; the card that is chosen opens for its fix."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from planner.app.check.problem_model import FINDING, RULE, SIGNS, WHERE, ProblemModel
from planner.app.tables.lists import ListView
from planner.app.widgets import theme
from planner.app.widgets.cards import GAP, CardPainter, card_height, card_line
from planner.app.widgets.theme import POINTS

LINES = 2
HEAD, EDGE = 28, 3
"""The height of a heading, and of the edge of the card that is chosen its width, in pixels."""


class _Cards(QStyledItemDelegate):
    """Paints a card: how much it matters, where, what was found; above the first of a rule what is asked."""

    def __init__(self, table: FindingTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        model, row, tokens = self._table.findings, index.row(), theme.tokens()
        card = QRect(option.rect)
        if row in self._table.firsts:
            self._head(painter, QRect(card.left(), card.top(), card.width(), theme.px(HEAD)), row)
            card.setTop(card.top() + theme.px(HEAD))
        problem = model.problem_at(row)
        name, token = SIGNS[problem.severity]
        option.rect = card
        paints = CardPainter(painter, option)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(card.left(), card.top(), theme.px(EDGE), card.height()), tokens.accent)
        first, second = (card_line(card, place) for place in range(LINES))
        where, found = (str(model.index(row, column).data() or "") for column in (WHERE, FINDING))
        program, _, line = where.rpartition(" › ")
        rest = paints.left(paints.sign(first, name, getattr(tokens, token)), line, tokens.text, bold=True)
        paints.left(QRect(rest.adjusted(theme.px(GAP), 0, 0, 0)), program, tokens.second, small=True)
        paints.left(second.adjusted(theme.px(18), 0, 0, 0), found, tokens.text, small=True)
        painter.restore()

    def _head(self, painter: QPainter, head: QRect, row: int) -> None:
        tokens, model = theme.tokens(), self._table.findings
        painter.fillRect(head, tokens.header)
        painter.setPen(QPen(tokens.hairline))
        painter.drawLine(head.bottomLeft(), head.bottomRight())
        painter.setFont(theme.sized(POINTS, bold=True))
        painter.setPen(tokens.text)
        words = head.adjusted(theme.px(12), 0, 0, 0)
        name = str(model.index(row, RULE).data())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        count = f"{model.count_of_rule(model.problem_at(row).rule):,}"
        after = painter.fontMetrics().horizontalAdvance(name) + theme.px(10)
        painter.setFont(theme.sized(theme.SMALL_POINTS))
        painter.setPen(tokens.second)
        painter.drawText(words.adjusted(after, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, count)


class FindingTable(ListView):
    """A row a finding, of which only the card is seen; `fix` lies in the card that is chosen."""

    def __init__(self, name: str, title: str, findings: ProblemModel, fix: QWidget) -> None:
        super().__init__(name, title, ())
        self.findings, self._fix = findings, fix
        self.firsts: frozenset[int] = frozenset()
        """The rows with a heading above them."""
        self._open = -1
        self.setItemDelegate(_Cards(self))
        self.setShowGrid(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(card_height(LINES))
        fix.setParent(self.viewport())
        fix.hide()
        self.verticalScrollBar().valueChanged.connect(self._place)

    def lay_out(self) -> None:
        """Other findings are listed: give each its height."""
        for column in range(FINDING):
            self.setColumnHidden(column, True)
        self.firsts, self._open = frozenset(self.findings.firsts()), -1
        for row in self.firsts:
            self.setRowHeight(row, self._height(row))

    def _height(self, row: int) -> int:
        opened = self._fix.sizeHint().height() if row == self._open else 0
        return card_height(LINES) + opened + (theme.px(HEAD) if row in self.firsts else 0)

    def open_card(self, row: int) -> None:
        """Open the card of a row for its fix, or none."""
        before, self._open = self._open, row
        for each in {before, row}:
            if 0 <= each < self.findings.rowCount():
                self.setRowHeight(each, self._height(each))
        self._fix.setVisible(row >= 0)
        self._place()
        if row >= 0:
            self.scrollTo(self.findings.index(row, FINDING))

    def _place(self) -> None:
        """Lay the fix into its card."""
        if self._open < 0:
            return
        height = self._fix.sizeHint().height()
        bottom = self.rowViewportPosition(self._open) + self.rowHeight(self._open)
        edge = theme.px(EDGE)
        self._fix.setGeometry(edge, bottom - height, self.viewport().width() - edge, height - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
