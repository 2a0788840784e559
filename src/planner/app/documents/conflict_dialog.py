"""Somebody else has written the file: keep mine as a copy, take theirs, or compare the two first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.compare.versions import CellDifference, DocumentDifference, document_diff
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS
from planner.core.money import format_change
from planner.files.document.store import open_document
from planner.words.texts import Texts

NOTHING = "−"


class ConflictDialog(QDialog):
    """Says what has happened and asks what to do; work goes on beside it, and closing it changes nothing.

    Signals:
        copy_wanted(): save mine under another name.
        reload_wanted(): open theirs.
    """

    copy_wanted = Signal()
    reload_wanted = Signal()

    def __init__(self, session: Session, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._texts, self._jobs = session, texts, Jobs(self)
        _ = texts._
        state = session.state
        self._path, self._opening = state.path or Path(), state.opening
        self.setWindowTitle(_("Changed by someone else"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = Label(
            _(
                "{name} was changed by someone else after you opened it. Nothing is written yet. "
                "Keep yours as a copy, or take theirs: yours stays among the backups then."
            ).format(name=self._path.name)
        )
        self.said.setWordWrap(True)
        self.table = QTableWidget(0, 5)
        self.table.setFont(theme.table_font())
        self.table.setHorizontalHeaderLabels(
            [_("Scenario"), _("What differs"), _("Mine"), _("Theirs"), _("Effect of theirs (yen)")]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(_("What differs"))
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.copy = self.buttons.addButton(_("Keep mine as a copy…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.reload = self.buttons.addButton(_("Take theirs"), QDialogButtonBox.ButtonRole.ActionRole)
        self.compare = self.buttons.addButton(_("Compare"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        self.reload.clicked.connect(self._reload)
        self.compare.clicked.connect(self._compare)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.said, self.table, self.buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 90)
        session.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        if self._session.state.opening != self._opening:  # another document: there is nothing to settle any more
            self.reject()

    def _copy(self) -> None:
        self.accept()
        self.copy_wanted.emit()

    def _reload(self) -> None:
        self.accept()
        self.reload_wanted.emit()

    def _compare(self) -> None:
        self.compare.setEnabled(False)
        self.said.setText(self._texts._("Reading {path} …").format(path=self._path))
        work = partial(_compared, self._session.state.document, self._path)
        self._jobs.do(work, done=self._on_compared, refused=self._on_refused)

    def _on_refused(self, error: UserError) -> None:
        self.compare.setEnabled(True)
        self.said.setText(error.render(self._texts.translate))

    def _on_compared(self, found: tuple[Document, DocumentDifference]) -> None:
        _, (theirs, difference) = self._texts._, found
        self.compare.setEnabled(True)
        whole, there = _("the whole scenario"), _("there")
        rows = [(name, whole, there, NOTHING, "") for name in difference.only_mine]
        rows += [(name, whole, NOTHING, there, "") for name in difference.only_theirs]
        rows += [self._row(theirs, each) for each in difference.cells]
        said = _("Differences between yours and the file of {name}: {count}.").format(
            count=len(rows), name=self._path.name
        )
        if not difference.same_base:
            said += " " + _("The base differs too.")
        elif difference.same:
            said = _("Yours and the file of {name} say the same.").format(name=self._path.name)
        elif not rows:
            said = _("No figure differs; reasons or the list of changes do.")
        self.said.setText(said)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
        for column in (0, 2, 3, 4):
            self.table.resizeColumnToContents(column)
        self.table.setVisible(bool(rows))
        digit = self.fontMetrics().horizontalAdvance("0")
        if rows:
            give_room(self, max(self.width(), digit * 120), max(self.height(), self.fontMetrics().height() * 24))

    def _row(self, theirs: Document, difference: CellDifference) -> tuple[str, str, str, str, str]:
        mine, field = self._session.state.portfolio, ALL_FIELDS[difference.cell.field]
        portfolio = theirs.portfolio if difference.line_id in theirs.portfolio.line_index else mine
        row = portfolio.line_index[difference.line_id]
        program = portfolio.programs[portfolio.lines.program[row]]
        name = self._texts.name
        what = " › ".join(
            [
                name(program.name, program.name_en),
                name(portfolio.lines.labels[row], portfolio.lines.labels_en[row]),
                f"{self._texts._(field.label)} {self._texts.year(field, difference.cell.year)}",
            ]
        )

        effect = NOTHING if difference.effect is None else format_change(difference.effect)
        ours, others = (self._texts.value(field, value) for value in (difference.mine, difference.theirs))
        return difference.scenario, what, ours, others, effect


def _compared(mine: Document, path: Path) -> tuple[Document, DocumentDifference]:
    theirs = open_document(path).document
    return theirs, document_diff(mine, theirs)
