"""Handing over: what goes out is chosen and seen before it is written, read back and compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.app.handover.export_choices import ExportChoices
from planner.app.handover.sheet_preview import SheetModel, first_rows
from planner.app.handover.writing import Writing, described
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets.file_names import ask_target
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.model.handovers import HandoverRecord
from planner.files.plain.sheet import Row, Sheet
from planner.files.submission.handover import Handover
from planner.files.template.refused import TemplateRefused
from planner.words.texts import Texts

REFRESH_MS = 120


class _Made(NamedTuple):
    """The sheets of a choice, and the first rows of the one shown."""

    sheets: tuple[Sheet, ...]
    place: int
    rows: list[Row]


class HandoverPage(QWidget):
    """Choices on the left, the sheet chosen on the right, and below what to write.

    Signals:
        written(str): what was written, in words.
    """

    written = Signal(str)

    def __init__(self, session: Session, texts: Texts, settings: Settings, suggested: Callable[[str], Path]) -> None:
        super().__init__()
        self._session, self._texts, self._suggested = session, texts, suggested
        self._jobs = Jobs(self)
        self._opening = session.state.opening
        self.writing = Writing(texts, self)
        _ = texts._
        self.setObjectName("export")
        self._offered = session.state
        """The state that choices and preview were last made for."""
        self.choices = ExportChoices(session, texts, settings)
        self.pick, self.table, self.model = QComboBox(), QTableView(), SheetModel()
        self.pick.setAccessibleName(_("Sheet shown"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Preview"))
        self.title, self.said, self.bar = Label(), Label(), QProgressBar()
        self.title.setWordWrap(True)
        self.said.setWordWrap(True)
        self.bar.hide()
        self.problems = QListWidget()
        self.problems.setAccessibleName(_("What keeps the template from being filled"))
        self.problems.setMaximumHeight(self.fontMetrics().height() * 8)
        self.problems.hide()
        self.workbook = QPushButton(_("Write the workbook…"))
        self.again = QPushButton(_("Under another name…"))
        self.csv, self.pdf, self.paper = (QPushButton(text) for text in (_("CSV…"), _("PDF…"), _("Print…")))
        self.cancel = QPushButton(_("Cancel"))
        self.workbook.setProperty("look", "primary")
        self.again.hide()
        self.cancel.hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.choices.scenario, self.table, self.workbook]

    def _lay_out(self) -> None:
        shown, head = QWidget(), QHBoxLayout()
        head.addWidget(self.pick)
        head.addWidget(self.title, 1)
        right = QVBoxLayout(shown)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(head)
        right.addWidget(self.table)
        parts = QSplitter()
        chosen = QScrollArea()
        chosen.setFrameShape(QFrame.Shape.NoFrame)
        chosen.setWidgetResizable(True)
        chosen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chosen.setWidget(self.choices)
        chosen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        chosen.setMinimumWidth(self.choices.minimumSizeHint().width() + chosen.verticalScrollBar().sizeHint().width())
        parts.addWidget(chosen)
        parts.addWidget(shown)
        parts.setStretchFactor(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(1)
        for button in (*self._actions, self.cancel):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(parts, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.problems)
        layout.addLayout(buttons)
        digit = self.fontMetrics().horizontalAdvance("0")
        parts.setSizes([digit * 44, digit * 110])
        self.setFocusProxy(self.workbook)

    @property
    def _actions(self) -> list[QPushButton]:
        return [self.workbook, self.again, self.csv, self.pdf, self.paper]

    def _connect(self) -> None:
        self.choices.changed.connect(self._timer.start)
        self._session.changed.connect(self._on_session)
        self.pick.activated.connect(self._refresh)
        self.workbook.clicked.connect(self.ask_workbook)
        self.again.clicked.connect(self.ask_again)
        self.csv.clicked.connect(self.ask_csv)
        self.pdf.clicked.connect(self.ask_pdf)
        self.paper.clicked.connect(self.ask_print)
        self.cancel.clicked.connect(self.writing.give_up)
        self.writing.busy.connect(self._on_busy)
        self.writing.progressed.connect(self._on_progress)
        self.writing.written.connect(self._on_written)
        self.writing.cancelled.connect(self._on_cancelled)
        self.writing.refused.connect(self._on_refused)
        self.writing.kept.connect(self.again.setVisible)
        self.writing.recorded.connect(self._on_recorded)

    # ---------------------------------------------------------------- preview

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _on_session(self, moved: Moved) -> None:
        if self.isVisible():
            self._follow()

    def _follow(self) -> None:
        """Offer and show what the document has to hand over now, in the scenario shown where that is another one."""
        before, after = self._offered, self._session.state
        self._offered = after
        if before.opening != after.opening:
            self.choices.start_anew()
        elif before.document is not after.document:
            self.choices.follow()
        if before.scenario != after.scenario:
            self.choices.choose_scenario(after.scenario)
        if self.model.sheet is None or before.document is not after.document or before.scenario != after.scenario:
            self._timer.start()

    def _handover(self) -> Handover:
        """What goes out now: the document as it is, whatever is edited meanwhile."""
        scenario = self.choices.chosen_scenario
        evaluation = self._session.evaluation_of(scenario)
        return Handover(self._session.state.document, evaluation, scenario, self.choices.options)

    def _refresh(self) -> None:
        """Describe the sheets anew, off the screen's thread, and show the one chosen."""
        self._follow()  # what was chosen may be gone since, where the page was out of sight
        self._timer.stop()
        self._jobs.leave()  # of two choices the later one counts
        work = partial(_make, self._handover(), self.pick.currentText())
        self._jobs.do(work, done=self._on_described, refused=self._on_refused)

    def _on_described(self, made: _Made) -> None:
        sheet = made.sheets[made.place]
        if [self.pick.itemText(i) for i in range(self.pick.count())] != [each.name for each in made.sheets]:
            self.pick.clear()
            self.pick.addItems([each.name for each in made.sheets])
        self.pick.setCurrentIndex(made.place)
        self.model.show(sheet, made.rows)
        digit = self.fontMetrics().horizontalAdvance("0")
        for place, column in enumerate(sheet.columns):
            self.table.setColumnWidth(place, round(digit * (column.width + 2)))
        self.title.setText("　".join(filter(None, [sheet.title, sheet.unit, sheet.note])))

    # ---------------------------------------------------------------- writing

    def ask_workbook(self) -> None:
        """Ask for a name and write the workbook."""
        path = self._ask(".xlsx", "Excel (*.xlsx)")
        if path is not None:
            self.write_workbook(path)

    def write_workbook(self, path: Path) -> None:
        """Write the workbook, or the template chosen; work goes on meanwhile."""
        self._opening = self._session.state.opening
        self.writing.workbook(path, self._handover(), self.choices.template.template)

    def ask_again(self) -> None:
        """Ask for another name for the workbook that could not be put in place."""
        path = self._ask(".xlsx", "Excel (*.xlsx)")
        if path is not None:
            self.writing.again(path)

    def ask_csv(self) -> None:
        """Ask for a name and write the tidy table."""
        path = self._ask(".csv", "CSV (*.csv)")
        if path is not None:
            self.writing.csv(path, self._handover(), self.choices.encoding.currentData())

    def ask_pdf(self) -> None:
        """Ask for a name and write the form sheets as PDF."""
        path = self._ask(".pdf", "PDF (*.pdf)")
        if path is not None:
            self.writing.pdf(path, self._handover())

    def ask_print(self) -> None:
        """Ask for a printer and print the form sheets."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - on first use

        from planner.app.handover.sheet_print import is_form, print_sheets  # noqa: PLC0415
        from planner.app.paper import landscape  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(landscape())
        if QPrintDialog(printer, self).exec():
            pages = print_sheets(printer, [sheet for sheet in described(self._handover()) if is_form(sheet)])
            self._on_written(self._texts._("{pages} pages are printed.").format(pages=pages))

    def _ask(self, suffix: str, kinds: str) -> Path | None:
        title = self._texts._("Export the submission")
        return ask_target(self, title, self._suggested(suffix), kinds, suffix)

    # ---------------------------------------------------------------- what is said of it

    def _on_busy(self, busy: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        for button in self._actions:
            button.setEnabled(not busy)
        if busy:
            self.said.clear()
            self.problems.clear()
            self.problems.hide()

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_recorded(self, record: HandoverRecord) -> None:
        if not self._session.keep_record(record, self._opening):
            told = self._texts._("Another document is open now: the hand-over was not recorded.")
            self.said.setText(f"{self.said.text()} {told}")

    def _on_written(self, text: str) -> None:
        self.said.setText(text)
        self.written.emit(text)

    def _on_cancelled(self) -> None:
        self.said.setText(self._texts._("Cancelled; nothing was written."))

    def _on_refused(self, error: UserError) -> None:
        translate = self._texts.translate
        if isinstance(error, TemplateRefused):
            self.problems.addItems([f"{place}: {what.render(translate)}" for place, what in error.findings])
            self.problems.show()
            self.said.setText(f"{error.where.render(translate) if error.where else ''}: {error.do.render(translate)}")
        else:
            self.said.setText(error.render(translate))

    def leave(self) -> None:
        """Give up what is under way."""
        self._jobs.leave()
        self.writing.leave()


def _make(handover: Handover, wanted: str) -> _Made:
    sheets = described(handover)
    place = next((i for i, sheet in enumerate(sheets) if sheet.name == wanted), 0)
    return _Made(sheets, place, first_rows(sheets[place]))
