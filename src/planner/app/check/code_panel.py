"""Codes of programs and lines typed in a table: one cell, all that are selected, a block pasted, a CSV table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.check.code_model import NAME, CodeModel
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.clipboard import block_of, put_on_clipboard
from planner.app.tables.typed_list import TypedList
from planner.app.widgets import theme
from planner.app.widgets.file_names import ask_source, ask_target, documents_folder
from planner.app.widgets.plain import Label
from planner.core.edits.codes import set_codes
from planner.core.errors import UserError
from planner.files.document.author import author
from planner.words.texts import Texts

CSV = "CSV (*.csv)"
WIDEST = 420
"""No column makes itself wider, in pixels."""

COPY, PASTE = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste


class CodePanel(QWidget):
    """The table of codes; it works only while it is in front.

    Signals:
        jumped(Place): the name of a program or line was double-clicked.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts, self._shown = session, texts, False
        _ = texts._
        self.help, self.refusal = Label(_("What is typed goes into all cells selected; grey: as its program.")), Label()
        self.help.setProperty("tone", "second")
        self.help.setWordWrap(True)
        self.refusal.setProperty("tone", "warning")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.lines = QCheckBox(_("Lines too"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("For example: the ministry's table of accounts"))
        self.read, self.write = QPushButton(_("Read from CSV…")), QPushButton(_("Write CSV to fill in…"))
        self.model = CodeModel(session, texts, self)
        self.list = TypedList("codes", _("Codes"), (40, 14, 16, 22, 18, 18, 10, 12, 20, 26, 20, 26))
        self.list.setModel(self.model)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        header = self.list.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._lay_out()
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self._go)
        self.lines.toggled.connect(self._refresh)
        self.model.typed.connect(self._type)
        self.read.clicked.connect(self.ask_source)
        self.write.clicked.connect(self.ask_target)
        session.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        above, why = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.help, 1)
        for button in (self.lines, self.read, self.write):
            above.addWidget(button)
        reason = Label(self._texts._("Reason"))
        reason.setBuddy(self.reason)
        why.addWidget(reason)
        why.addWidget(self.reason, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(each) for each in (12, 8, 12, 8)))
        layout.addLayout(above)
        layout.addLayout(why)
        layout.addWidget(self.refusal)
        layout.addWidget(self.list, 1)

    # ---------------------------------------------------------------- what is shown

    def set_shown(self, shown: bool) -> None:
        """Say whether the panel is in front."""
        self._shown = shown
        if shown:
            self._refresh()

    def _on_changed(self, moved: Moved) -> None:
        if self._shown and (moved.document or moved.scenario or moved.opening):
            self._refresh()

    def _refresh(self) -> None:
        self.model.refresh(lines=self.lines.isChecked())
        header = self.list.horizontalHeader()
        for column in range(self.model.columnCount()):
            wanted = max(self.list.sizeHintForColumn(column), header.sectionSizeHint(column))
            self.list.setColumnWidth(column, max(min(wanted, theme.px(WIDEST)), self.list.columnWidth(column)))
        if self.model.rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, NAME + 1))

    def show_program(self, program: int) -> None:
        """Put the cursor on a program."""
        place = next((at for at, each in enumerate(self.model.rows) if (each.program, each.row) == (program, None)), 0)
        self.list.setCurrentIndex(self.model.index(place, NAME + 1))

    # ---------------------------------------------------------------- what is done

    def _selected(self) -> list[tuple[int, int]]:
        return sorted((index.row(), index.column()) for index in self.list.selectedIndexes() if index.column())

    def _type(self, typed: tuple[int, int, str]) -> None:
        row, column, text = typed
        cells = self._selected()
        self.put([(*cell, text) for cell in (cells if (row, column) in cells else [(row, column)])])

    def put(self, texts: Iterable[tuple[int, int, str]]) -> None:
        """Set the codes of these cells (row, column, text) as one edit, or say why not."""
        given = self.model.given(texts)
        why = self.reason.text()
        try:
            self._session.edit(self._texts._("Codes"), lambda document: set_codes(document, given, why, author()))
        except UserError as error:
            self._refuse(error)
        else:
            self.refusal.hide()

    def _refuse(self, error: UserError) -> None:
        self.refusal.setText(error.render(self._texts.translate))
        self.refusal.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete empties what is selected; copying and pasting go by cells."""
        is_key = watched is self.list and event.type() is QEvent.Type.KeyPress and not self.list.composing
        if is_key and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.put([(*cell, "") for cell in self._selected()])
                return True
            if event.matches(COPY):
                self._copy()
                return True
            if event.matches(PASTE):
                self._paste(QGuiApplication.clipboard().text())
                return True
        return super().eventFilter(watched, event)

    def _copy(self) -> None:
        rows: dict[int, list[str]] = {}
        for index in sorted(self.list.selectedIndexes()):
            rows.setdefault(index.row(), []).append(str(index.data() or "").strip())
        put_on_clipboard(list(rows.values()), [[False] * len(cells) for cells in rows.values()])

    def _paste(self, text: str) -> None:
        """Put a block of texts from the cell under the cursor on; one text into all that is selected."""
        try:
            block = [[" ".join(cell.splitlines()) for cell in line] for line in block_of(text)] or [[""]]
        except UserError as error:
            self._refuse(error)
            return
        at, cells = self.list.currentIndex(), self._selected()
        if len(block) == 1 and len(block[0]) == 1 and cells:
            self.put([(*cell, block[0][0]) for cell in cells])
            return
        first, left = at.row(), max(at.column(), NAME + 1)
        rows, columns = self.model.rowCount(), self.model.columnCount()
        self.put(
            (row, column, said)
            for row, line in enumerate(block, start=first)
            for column, said in enumerate(line, start=left)
            if row < rows and column < columns
        )

    def _go(self, index: object) -> None:
        current = self.list.currentIndex()
        if current.isValid() and current.column() == NAME:
            each = self.model.rows[current.row()]
            self.jumped.emit(Place(program=each.program) if each.row is None else Place(row=each.row))

    # ---------------------------------------------------------------- tables

    def ask_source(self) -> None:
        """Ask for a CSV table and take its codes over."""
        path = ask_source(self, self._texts._("Codes"), documents_folder(), CSV)
        if path is not None:
            self.read_table(path)

    def read_table(self, path: Path) -> None:
        """Take over the codes of a CSV table as one edit, or say why not."""
        from planner.files.portfolio.code_table import read_code_table  # noqa: PLC0415 - on first use

        why = self.reason.text() or path.name
        try:
            given = read_code_table(path, self._session.state.document)
            self._session.edit(self._texts._("Codes"), lambda document: set_codes(document, given, why, author()))
        except UserError as error:
            self._refuse(error)
        else:
            self.refusal.hide()

    def ask_target(self) -> None:
        """Ask for a name and write the table to fill in."""
        suggested = documents_folder() / f"{self._texts.name('科目・番号', 'codes')}.csv"
        path = ask_target(self, self._texts._("Codes"), suggested, CSV, ".csv")
        if path is not None:
            self.write_table(path)

    def write_table(self, path: Path) -> None:
        """Write all programs and lines with their codes, or say why not."""
        from planner.files.portfolio.code_table import write_code_table  # noqa: PLC0415 - on first use

        try:
            write_code_table(path, self._session.state.document, self._texts.language)
        except UserError as error:
            self._refuse(error)
