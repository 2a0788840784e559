"""The table of the lines of a cut: Space ticks, holds or turns to another driver, typing gives a bound."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.whatif.cut_answer import Offer
from planner.app.whatif.cut_lines import AMOUNT, DRIVER, LINE, PIN, CutLines
from planner.app.widgets import theme
from planner.words.texts import Texts

SPAN = PIN - DRIVER
LEAST_ROWS = 3


class LinesTable(ListView):
    """Whole rows selected, the cursor in one of their columns."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("what-if-lines", texts._("Lines to move"), (20, 12, 9, 11, 11, 6))
        self.lines = CutLines(session, texts, self)
        self.setModel(self.lines)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_click)

    def show_fixed(self, offer: Offer | None) -> None:
        """Say of each line what cannot be moved of it, and where that is all of it why, across its bounds."""
        self.clearSpans()
        self.lines.show_fixed(offer)
        for place in range(self.lines.rowCount()) if offer is not None else ():
            if self.lines.why_fixed(place):
                self.setSpan(place, DRIVER, 1, SPAN)
        self.resizeColumnToContents(AMOUNT)

    def minimumSizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(200), head + LEAST_ROWS * self.verticalHeader().defaultSectionSize() + 2)

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() in (DRIVER, PIN):
            self.lines.toggle([index.row()], index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space acts on all rows selected; Alt with an arrow moves the line in the order of priority."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
            self.lines.toggle(rows, current.column())
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and current.isValid():
            place = self.lines.shift(current.row(), -1 if event.key() == Qt.Key.Key_Up else 1)
            self.setCurrentIndex(self.lines.index(place, current.column()))
        else:
            super().keyPressEvent(event)
