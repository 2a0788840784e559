"""A portfolio about to be imported: read aside, then shown with its totals, or with everything to settle first."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.widgets.jobs import Job, Jobs
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.calculation.evaluate import Base, evaluate_base
from planner.core.errors import UserError
from planner.core.findings import ImportRefused, NothingFilledIn
from planner.core.model.portfolio import Portfolio
from planner.core.money import Unit, format_amount
from planner.files.portfolio.reading import read_portfolio
from planner.files.whole import Progress
from planner.words.figures import unit_name
from planner.words.texts import Texts


class ImportDialog(QDialog):
    """Reads a workbook or a folder of CSV tables and asks whether to start a document with it.

    Signals:
        chosen(Portfolio, Base): the reader wants it; it is evaluated already.
        empty(Path): nothing is filled in there yet, so there is nothing to ask.
    """

    chosen, empty = Signal(object, object), Signal(object)

    def __init__(self, path: Path, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._path, self._texts, self._jobs = path, texts, Jobs(self)
        self._read: tuple[Portfolio, Base] | None = None
        _ = texts._
        self.setWindowTitle(_("Import a portfolio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said = Label(_("Reading {path} …").format(path=path))
        self.said.setWordWrap(True)
        self.bar = QProgressBar()
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setAccessibleName(_("What is about to be imported"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = self.buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.said, self.bar, self.table, self.buttons):
            layout.addWidget(widget)
        digit = self.fontMetrics().horizontalAdvance("0")
        give_room(self, digit * 100, self.fontMetrics().height() * 30)
        job = Job()
        work = partial(_read, path, job.tell)
        self._jobs.do(work, job=job, done=self._on_done, refused=self._on_refused, progressed=self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setMaximum(total)
        self.bar.setValue(done)

    def _on_done(self, read: tuple[Portfolio, Base]) -> None:
        self._read = portfolio, base = read
        _, name = self._texts._, self._texts.name
        said = _("{title}: programs {programs}, lines {lines}. Importing starts a new document with it.")
        self.said.setText(
            said.format(
                title=name(portfolio.title, portfolio.title_en),
                programs=len(portfolio.programs),
                lines=len(portfolio.lines),
            )
        )
        rows = [[_("All programs"), *(_amount(total.amount) for total in base.total[:2])]]
        for index, program in enumerate(portfolio.programs):
            if not program.parent:
                totals = base.programs[index][:2]
                rows.append([name(program.name, program.name_en), *(_amount(total.amount) for total in totals)])
        years = [f"{self._texts.era(year)} ({unit_name(Unit.THOUSAND, self._texts)})" for year in portfolio.years[:2]]
        self._show([_("Program"), *years], rows)
        self.take.setEnabled(True)
        self.take.setDefault(True)
        self.bar.hide()

    def _on_refused(self, error: UserError) -> None:
        _, translate = self._texts._, self._texts.translate
        if isinstance(error, NothingFilledIn):
            self.reject()
            self.empty.emit(self._path)
            return
        if isinstance(error, ImportRefused):
            said = _("To be settled first: {count}. Nothing was imported.")
            self.said.setText(said.format(count=len(error.findings)))
            self._show([_("Where"), _("Finding")], [[place, what.render(translate)] for place, what in error.findings])
        else:
            self.said.setText(error.render(translate))
        self.bar.hide()

    def _show(self, head: list[str], rows: list[list[str]]) -> None:
        self.table.setColumnCount(len(head))
        self.table.setHorizontalHeaderLabels(head)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                if column and len(head) > 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
        self.table.resizeColumnToContents(0)
        stretched = 0 if len(head) > 2 else 1
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def accept(self) -> None:
        if self._read is not None:
            self.chosen.emit(*self._read)
        super().accept()

    def reject(self) -> None:
        self._jobs.leave()
        super().reject()


def _read(path: Path, tell: Progress) -> tuple[Portfolio, Base]:
    portfolio = read_portfolio(path, tell)
    return portfolio, evaluate_base(portfolio)


def _amount(yen: int | None) -> str:
    return "−" if yen is None else format_amount(yen, Unit.THOUSAND)
