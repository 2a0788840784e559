"""Find and replace in the selected cells: a bar over the table that says with every key how many would change.

It covers a corner of the table and moves nothing; it follows the selection and holds no values of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QToolButton

from planner.app.lines.line_table import LineTable
from planner.app.lines.replacing import Found, Within, found_values, found_words
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.words.texts import Texts


class ReplaceBar(QFrame):
    """The bar of one table."""

    def __init__(self, table: LineTable, session: Session, texts: Texts) -> None:
        super().__init__(table)
        self._table, self._session, self._texts = table, session, texts
        self._found = Found()
        _ = texts._
        self.setObjectName("replace")
        self.setProperty("area", "popup")
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.wanted, self.other, self.within = QLineEdit(), QLineEdit(), QComboBox()
        for each in Within:
            self.within.addItem(_(each.value), each)
        self.within.setAccessibleName(_("Look at"))
        self.said = Label()
        self.said.setWordWrap(True)
        self.go = QPushButton(_("Replace"))
        self.go.setEnabled(False)
        self.shut = QToolButton()
        self.shut.setProperty("look", "quiet")
        self.shut.setIcon(icon("close", "second"))
        self.shut.setAccessibleName(_("Close"))
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.px(8)] * 4)
        grid.setSpacing(theme.px(6))
        for row, (text, field) in enumerate(((_("Find"), self.wanted), (_("Replace with"), self.other))):
            label = Label(text)
            label.setBuddy(field)
            field.setAccessibleName(text)
            field.setMinimumWidth(theme.px(180))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            field.textChanged.connect(self._preview)
            field.returnPressed.connect(self.replace)
        grid.addWidget(self.within, 0, 2)
        grid.addWidget(self.go, 1, 2)
        grid.addWidget(self.shut, 0, 3)
        below = QHBoxLayout()
        below.addWidget(self.said, 1)
        grid.addLayout(below, 2, 0, 1, 4)
        self.within.activated.connect(self._preview)
        self.go.clicked.connect(self.replace)
        self.shut.clicked.connect(self.close_bar)
        table.selectionModel().selectionChanged.connect(self._preview)
        session.changed.connect(self._preview)
        table.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the bar, the value of the cell at the cursor as what is looked for."""
        current = self._table.currentIndex()
        if current.isValid() and self._table.lines.field_at(current) is not None:
            self.within.setCurrentIndex(list(Within).index(Within.VALUES))
            self.wanted.setText(self._table.lines.plain(current))
        elif current.isValid():
            self.within.setCurrentIndex(list(Within).index(Within.NAMES))
        self.show()
        self._place()
        self.raise_()
        self.wanted.setFocus()
        self.wanted.selectAll()
        self._preview()

    def close_bar(self) -> None:
        """Hide the bar and go back to the table."""
        self.hide()
        self._table.setFocus()

    def _place(self) -> None:
        self.adjustSize()
        area = self._table.viewport().geometry()
        self.move(area.right() - self.width() - theme.px(4), area.top() + theme.px(4))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.hasFocus():
            self.replace()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- what would be done

    def _preview(self) -> None:
        if self.isHidden():
            return
        try:
            self._found = self._look()
        except UserError as error:
            self._found = Found()
            self._say(error.render(self._texts.translate), "error")
        else:
            self._say(self._in_words(), "second")
        self.go.setEnabled(bool(self._found.typed))

    def _look(self) -> Found:
        within, table = self.within.currentData(), self._table
        if not table.lines.takes_input:
            raise table.lines.read_only(table.currentIndex())
        if within is Within.VALUES:
            return found_values(table.lines, table.blocks.cells(), self.wanted.text(), self.other.text())
        portfolio, lines = self._session.state.portfolio, table.selected_lines()
        return found_words(portfolio, self._texts, lines, self.wanted.text(), self.other.text(), within)

    def _in_words(self) -> str:
        _, found = self._texts._, self._found
        said = [_("{count} in what is selected").format(count=f"{len(found.typed):,}")]
        if found.first is not None:
            place, before, after = found.first
            said.append(f"{place}: {before} → {after or _('the parent')}")
        if found.kept:
            said.append(_("of the base, with words that stay: {count}").format(count=f"{found.kept:,}"))
        return " · ".join(said)

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.setProperty("tone", tone)
        self.said.style().polish(self.said)
        self._place()

    def replace(self) -> None:
        """Type the other text into all that was found, as one edit."""
        if self._found.typed:
            try:
                self._table.lines.set_typed(self._found.typed)
            except UserError as error:
                self._say(error.render(self._texts.translate), "error")
