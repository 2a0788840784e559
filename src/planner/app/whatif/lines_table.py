"""The table of the lines of a cut: Space ticks, holds or turns to another driver, typing gives a bound."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from planner.app.session.session import Session
from planner.app.whatif.bare_list import BareList
from planner.app.whatif.cut_answer import Offer
from planner.app.whatif.cut_lines import AMOUNT, DRIVER, LINE, PIN, CutLines
from planner.words.texts import Texts

SPAN = PIN - DRIVER
LEAST_ROWS = 3


class LinesTable(BareList):
    """Whole rows selected, the cursor in one of their columns."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("what-if-lines", texts._("Lines to move"), (20, 12, 9, 11, 11, 6), LEAST_ROWS)
        self.lines = CutLines(session, texts, self)
        self.setModel(self.lines)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.let_type()
        self.horizontalHeader().setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._on_click)

    def show_fixed(self, offer: Offer | None) -> None:
        """Say of each line what cannot be moved of it, and where that is all of it why, across its bounds."""
        self.clearSpans()
        self.lines.show_fixed(offer)
        for place in range(self.lines.rowCount()) if offer is not None else ():
            if self.lines.why_fixed(place):
                self.setSpan(place, DRIVER, 1, SPAN)
        self.resizeColumnToContents(AMOUNT)

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
