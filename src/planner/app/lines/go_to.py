"""Go to a line by its name, its program's, or a cell of it: `DC1 単価`; the list follows what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout

from planner.app.lines.line_columns import EDITED
from planner.app.lines.line_table import LineTable
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.words.texts import Texts, folded

LISTED = 60
"""So many places are listed."""


class Target(NamedTuple):
    """A line, or a program (`row` is then `None`), and a field of the line where one is meant."""

    said: str
    program: int
    row: int | None = None
    field: str = ""


def targets(session: Session, texts: Texts, wanted: str) -> Iterator[Target]:
    """The programs and lines in whose names every word typed is found; a last word may be a column of the table."""
    state = session.state
    portfolio, lines = state.portfolio, state.portfolio.lines
    words = folded(wanted).replace("›", " ").replace(">", " ").split()
    columns = {folded(texts._(column.value)): (column, field) for column, field in EDITED.items()}
    cells = [each for name, each in columns.items() if len(words) > 1 and name.startswith(words[-1])]
    hidden = state.evaluation.hidden
    for program, each in enumerate(portfolio.programs):
        if not state.evaluation.shows_program(program):
            continue
        name = texts.name(each.name, each.name_en)
        over = folded(f"{each.name} {each.name_en} {each.id}")
        if words and all(word in over for word in words):
            yield Target(name, program)
        for row in portfolio.line_ranges[program]:
            if row in hidden:
                continue
            said = f"{name} › {texts.name(lines.labels[row], lines.labels_en[row])}"
            inside = f"{over} {folded(f'{lines.labels[row]} {lines.labels_en[row]} {lines.ids[row]}')}"
            if words and all(word in inside for word in words):
                yield Target(said, program, row)
            elif cells and all(word in inside for word in words[:-1]):
                for column, field in cells:
                    yield Target(f"{said} › {texts._(column.value)}", program, row, field.key)


class GoTo(QFrame):
    """A field with the places found, over the table.

    Signals:
        jumped(Place): a place was chosen.
    """

    jumped = Signal(object)

    def __init__(self, table: LineTable, session: Session, texts: Texts) -> None:
        super().__init__(table, Qt.WindowType.Popup)
        self._table, self._session, self._texts = table, session, texts
        self._found: list[Target] = []
        self.setObjectName("go-to")
        self.setFrameShape(QFrame.Shape.Box)
        self.field, self.list, self._names = QLineEdit(), QListView(), QStringListModel(self)
        self.field.setPlaceholderText(texts._("Go to a program, a line or a cell"))
        self.field.setAccessibleName(texts._("Go to"))
        self.list.setModel(self._names)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(texts._("Places found"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(6)] * 4)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._find)
        self.list.clicked.connect(self._take)

    def open(self) -> None:
        """Show the field over the table."""
        area = self._table.viewport()
        self.resize(min(theme.px(460), area.width()), theme.px(260))
        self.move(area.mapToGlobal(QPoint((area.width() - self.width()) // 2, theme.px(8))))
        self.show()
        self.field.clear()
        self.field.setFocus()

    def _find(self, text: str) -> None:
        self._found = list(islice(targets(self._session, self._texts, text), LISTED))
        self._names.setStringList([each.said for each in self._found])
        if self._found:
            self.list.setCurrentIndex(self._names.index(0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            target = self._found[index.row()]
            self.hide()
            if target.row is None:
                self.jumped.emit(Place(program=target.program))
            else:
                self.jumped.emit(Place(row=target.row, field=target.field))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.list.currentIndex().row(), len(self._found) - 1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row += 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentIndex(self._names.index(max(0, min(row, last))))
        else:
            super().keyPressEvent(event)
