"""Handing over: what goes out is chosen and seen before it is written, read back and compared. Not modal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.app.handover.export_choices import ExportChoices
from planner.app.handover.sheet_preview import SheetModel, first_rows
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.session.state import State
from planner.app.widgets.jobs import Jobs
from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import UserError
from planner.files.plain.sheet import Row, Sheet
from planner.files.submission.options import ExportOptions
from planner.files.template.refused import TemplateRefused, refuse_itself
from planner.files.whole import write_whole
from planner.words.texts import Texts

REFRESH_MS = 120


class _Cancelled(Exception):  # noqa: N818 - asked for, not an error
    """The officer gave up waiting."""


class _Made(NamedTuple):
    """The sheets of a choice, and the first rows of the one shown."""

    sheets: tuple[Sheet, ...]
    place: int
    rows: list[Row]


class _Handed(NamedTuple):
    """What is handed over: the frozen values it is made from."""

    state: State
    evaluation: Evaluation
    scenario: int
    options: ExportOptions


class ExportDialog(QDialog):
    """Choices on the left, the sheet chosen on the right, and below what to write.

    Signals:
        progressed(done, total): how far the writing is, from the thread that writes.
        written(str): what was written, in words.
    """

    progressed = Signal(object, object)
    written = Signal(str)

    def __init__(self, parent: QWidget, session: Session, texts: Texts, settings: Settings, suggested: Path) -> None:
        super().__init__(parent)
        self._session, self._texts, self._suggested = session, texts, suggested
        self._jobs = Jobs()
        self._look: object = None
        self._running: object = None
        self._cancelled = False
        self._kept: bytes | None = None
        _ = texts._
        self.setObjectName("export")
        self.setWindowTitle(_("Export the submission"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choices = ExportChoices(session, texts, settings)
        self.pick, self.table, self.model = QComboBox(), QTableView(), SheetModel()
        self.pick.setAccessibleName(_("Sheet shown"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Preview"))
        self.title, self.said, self.bar = QLabel(), QLabel(), QProgressBar()
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
        self.cancel, self.close_button = QPushButton(_("Cancel")), QPushButton(_("Close"))
        self.workbook.setDefault(True)
        self.again.hide()
        self.cancel.hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        shown, head = QWidget(), QHBoxLayout()
        head.addWidget(self.pick)
        head.addWidget(self.title, 1)
        right = QVBoxLayout(shown)
        right.setContentsMargins(0, 0, 0, 0)
        right.addLayout(head)
        right.addWidget(self.table)
        parts = QSplitter()
        parts.addWidget(self.choices)
        parts.addWidget(shown)
        parts.setStretchFactor(1, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(1)
        for button in (*self._actions, self.cancel, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(parts, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.problems)
        layout.addLayout(buttons)
        digit = self.fontMetrics().horizontalAdvance("0")
        parts.setSizes([digit * 44, digit * 110])
        self.resize(digit * 160, self.fontMetrics().height() * 44)

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
        self.cancel.clicked.connect(self._give_up)
        self.close_button.clicked.connect(self.reject)
        self.progressed.connect(self._on_progress)

    # ---------------------------------------------------------------- preview

    def _on_session(self, moved: Moved) -> None:
        if moved.document:
            self.choices.follow()
            self._timer.start()

    def _handed(self) -> _Handed:
        """What goes out now: the document as it is, whatever is edited meanwhile."""
        scenario = self.choices.chosen_scenario
        state = self._session.state
        return _Handed(state, self._session.evaluation_of(scenario), scenario, self.choices.options)

    def _refresh(self) -> None:
        """Describe the sheets anew, off the screen's thread, and show the one chosen."""
        handed, wanted = self._handed(), self.pick.currentText()

        def work() -> _Made:
            sheets = _described(handed)
            place = next((i for i, sheet in enumerate(sheets) if sheet.name == wanted), 0)
            return _Made(sheets, place, first_rows(sheets[place]))

        look = self._look = object()
        self._jobs.do(
            work,
            done=lambda made: self._on_described(made) if self._look is look else None,
            refused=lambda error: self._on_refused(error) if self._look is look else None,
        )

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
        """Write the workbook, read it back, compare it, and put it in place; work goes on meanwhile."""
        handed, template = self._handed(), self.choices.template.template

        def work() -> bytes:
            from planner.files.submission.submission import submission  # noqa: PLC0415 - heavy, on first use
            from planner.files.template.fill import fill  # noqa: PLC0415

            state = handed.state
            if template is not None:
                refuse_itself(path, template)
                content = fill(template, state.document, handed.evaluation, handed.scenario, handed.options)
                self._tell(1, 1)
                return content
            return submission(state.document, handed.evaluation, handed.scenario, handed.options, self._tell)

        self._run(work, lambda content: self._put(path, content))

    def _put(self, path: Path, content: bytes) -> None:
        """Put a workbook that was compared in place; where that fails it is kept for another name."""
        self._kept = content
        try:
            write_whole(path, content)
        except UserError as error:
            self._on_refused(error)
            self.again.show()
            return
        self._kept = None
        self.again.hide()
        self._told(self._texts._("The submission is written and compared with the program: {path}").format(path=path))

    def ask_again(self) -> None:
        """Ask for another name for the workbook that could not be put in place."""
        path = self._ask(".xlsx", "Excel (*.xlsx)")
        if path is not None and self._kept is not None:
            self._put(path, self._kept)

    def ask_csv(self) -> None:
        """Ask for a name and write the tidy table."""
        path = self._ask(".csv", "CSV (*.csv)")
        if path is None:
            return
        handed, encoding = self._handed(), self.choices.encoding.currentData()

        def work() -> None:
            from planner.files.submission.submission import write_csv  # noqa: PLC0415 - heavy, on first use

            write_csv(path, handed.state.document, handed.evaluation, handed.scenario, handed.options, encoding)

        self._run(work, lambda _: self._told(self._texts._("The table is written: {path}").format(path=path)))

    def ask_pdf(self) -> None:
        """Ask for a name and write the form sheets as PDF."""
        path = self._ask(".pdf", "PDF (*.pdf)")
        if path is None:
            return
        handed, title = self._handed(), self._session.state.portfolio.title

        def work() -> int:
            from planner.app.handover.sheet_print import write_pdf  # noqa: PLC0415 - on first use

            return write_pdf(path, _described(handed), title)

        def done(pages: int) -> None:
            said = self._texts._("The PDF is written, {pages} pages: {path}")
            self._told(said.format(path=path, pages=pages))

        self._run(work, done)

    def ask_print(self) -> None:
        """Ask for a printer and print the form sheets."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - on first use

        from planner.app.handover.sheet_print import is_form, landscape, print_sheets  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(landscape())
        if QPrintDialog(printer, self).exec():
            pages = print_sheets(printer, [sheet for sheet in _described(self._handed()) if is_form(sheet)])
            self._told(self._texts._("{pages} pages are printed.").format(pages=pages))

    def _ask(self, suffix: str, kinds: str) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(
            self, self.windowTitle(), str(self._suggested.with_suffix(suffix)), kinds
        )
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(suffix)

    # ---------------------------------------------------------------- work and what is said of it

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._cancelled = False
        self._busy(True)
        self.said.clear()
        self.problems.clear()
        self.problems.hide()
        running = self._running = object()

        def cancellable() -> object:
            try:
                return work()
            except _Cancelled:
                return _Cancelled

        def ended(result: object) -> None:
            if self._running is not running:
                return  # the dialog was closed meanwhile
            self._busy(False)
            if result is _Cancelled:
                self.said.setText(self._texts._("Cancelled; nothing was written."))
            elif isinstance(result, UserError):
                self._on_refused(result)
            else:
                done(result)

        self._jobs.do(cancellable, done=ended, refused=ended)

    def _busy(self, busy: bool) -> None:
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        for button in self._actions:
            button.setEnabled(not busy)

    def _tell(self, done: int, total: int) -> None:
        if self._cancelled:
            raise _Cancelled
        self.progressed.emit(done, total)

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _give_up(self) -> None:
        self._cancelled = True

    def _on_refused(self, error: UserError) -> None:
        translate = self._texts.translate
        if isinstance(error, TemplateRefused):
            self.problems.addItems([f"{place}: {what.render(translate)}" for place, what in error.findings])
            self.problems.show()
            self.said.setText(f"{error.where.render(translate) if error.where else ''}: {error.do.render(translate)}")
        else:
            self.said.setText(error.render(translate))

    def _told(self, text: str) -> None:
        self.said.setText(text)
        self.written.emit(text)

    def done(self, code: int) -> None:
        self._cancelled = True
        self._look = self._running = None
        super().done(code)


def _described(handed: _Handed) -> tuple[Sheet, ...]:
    from planner.files.submission.submission import described  # noqa: PLC0415 - heavy, on first use

    return described(handed.state.document, handed.evaluation, handed.scenario, handed.options)
