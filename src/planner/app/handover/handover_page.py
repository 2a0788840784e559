"""Handing over: what goes out is chosen and seen, what is open is told, then it is written, read back and compared.

No dialog stands in the way: folder and name are on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPageSize, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QScrollArea, QSplitter, QVBoxLayout, QWidget

from planner.app.handover.before_panel import BeforePanel
from planner.app.handover.export_choices import ExportChoices
from planner.app.handover.preview import Made, Preview
from planner.app.handover.sheet_preview import first_rows
from planner.app.handover.write_panel import WritePanel
from planner.app.handover.writing import Writing, described
from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.jobs import Jobs
from planner.core.errors import UserError
from planner.core.model.handovers import HandoverRecord
from planner.files.plain.sheet import Sheet
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.presets import IN_HOUSE
from planner.files.template.refused import TemplateRefused

REFRESH_MS = 120
LEFT, RIGHT = 318, 300
"""How wide the choices and what is told are, in pixels."""


class HandoverPage(QWidget):
    """Choices on the left, the sheet chosen in the middle; at the right what is open, where it goes, and what to write.

    Signals:
        written(str): what was written, in words.
        wanted(str): the reader wants to settle what is open, by the key of a verb.
    """

    written = Signal(str)
    wanted = Signal(str)

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts = desk.session, desk.texts
        self._jobs = Jobs(self)
        self._opening = self._session.state.opening
        self.writing = Writing(self._texts, self)
        self.setObjectName("export")
        self._offered = self._session.state
        """The state that choices and preview were last made for."""
        self._wanted = ""
        """The name of the sheet to be shown, or what the names of its kind begin with."""
        self.choices = ExportChoices(self._session, self._texts, settings)
        self.preview = Preview(self._texts)
        self.before, self.panel = BeforePanel(self._texts), WritePanel(desk)
        self.problems = QListWidget()
        self.problems.setAccessibleName(self._texts._("What keeps the template from being filled"))
        self.problems.setMaximumHeight(self.fontMetrics().height() * 8)
        self.problems.hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._connect()
        self._suggest()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        return [self.choices.presets.front, self.preview.view, self.panel.target.name, self.panel.workbook]

    def _lay_out(self) -> None:
        """Put each part into one that is in its place: Qt dresses all of a part anew when it is put elsewhere."""
        layout, parts = QVBoxLayout(self), QSplitter()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts, 1)
        self._left, right, above, told = _area(), QFrame(), _area(), QWidget()
        for each in (self.choices, told, right):
            each.setProperty("area", "surface")
            each.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right.setMinimumWidth(theme.px(RIGHT * 3 // 4))
        beside, column = QVBoxLayout(right), QVBoxLayout(told)
        for lines in (beside, column):
            lines.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        parts.addWidget(self._left)  # one after the other as they are read: Tab goes by this
        self._left.setWidget(self.choices)
        parts.addWidget(self.preview)
        parts.addWidget(right)
        beside.addWidget(above, 1)
        above.setWidget(told)
        column.addWidget(self.before)
        column.addWidget(self.problems)
        beside.addWidget(self.panel)
        for place in range(parts.count()):
            parts.setCollapsible(place, False)
        parts.setStretchFactor(1, 1)
        parts.setSizes([theme.px(LEFT), theme.px(700), theme.px(RIGHT)])
        self.setFocusProxy(self.panel.workbook)

    def _connect(self) -> None:
        self.choices.changed.connect(self._on_choice)
        self.choices.sheets.looked_at.connect(self._look_at)
        self.choices.presets.refused.connect(self._on_refused)
        self._session.changed.connect(self._on_session)
        self._session.settled.connect(self._show_open)
        self.preview.picked.connect(self._pick)
        self.before.wanted.connect(self.wanted)
        self.panel.workbook.clicked.connect(lambda: self.write_workbook(self.panel.target.path(".xlsx")))
        self.panel.again.clicked.connect(lambda: self.writing.again(self.panel.target.path(".xlsx")))
        self.panel.csv.clicked.connect(self.write_csv)
        self.panel.data.clicked.connect(self.write_open_data)
        self.panel.pdf.clicked.connect(self.write_pdf)
        self.panel.paper.clicked.connect(self.ask_print)
        self.panel.cancel.clicked.connect(self.writing.give_up)
        self.writing.busy.connect(self._on_busy)
        self.writing.progressed.connect(self.panel.show_progress)
        self.writing.written.connect(self._on_written)
        self.writing.put.connect(self.panel.show_written)
        self.writing.cancelled.connect(lambda: self.panel.tell(self._texts._("Cancelled; nothing was written.")))
        self.writing.refused.connect(self._on_refused)
        self.writing.kept.connect(self.panel.offer_again)
        self.writing.recorded.connect(self._on_recorded)

    # ---------------------------------------------------------------- preview

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._left.minimumWidth():  # asked only once it is in its place, where it is dressed for good
            bar = self._left.verticalScrollBar().sizeHint().width()
            self._left.setMinimumWidth(self.choices.minimumSizeHint().width() + bar)
        self._follow()
        self.panel.target.show_folder()
        self._show_open()

    def _on_session(self, moved: Moved) -> None:
        if self.isVisible():
            self._follow()
            if moved.file:
                self.panel.target.show_folder()
            self._show_open()

    def _follow(self) -> None:
        """Offer and show what the document has to hand over now, in the scenario shown where that is another one."""
        before, after = self._offered, self._session.state
        self._offered = after
        if before.opening != after.opening:
            self.choices.start_anew()
            self.panel.target.name_anew()
        elif before.document is not after.document:
            self.choices.follow()
        if before.scenario != after.scenario:
            self.choices.choose_scenario(after.scenario)
        another = before.document is not after.document or before.scenario != after.scenario
        if another:
            self._suggest()
        if self.preview.model.sheet is None or another:
            self._timer.start()

    def _on_choice(self) -> None:
        self._suggest()
        self._show_open()
        self._timer.start()

    def _suggest(self) -> None:
        """Name the file after its year and whoever gets it; within the house after the scenario too."""
        texts, state = self._texts, self._session.state
        template, preset = self.choices.template.template, self.choices.presets.preset
        year = texts.era(state.portfolio.request_year)
        parts = [f"{year}{texts.name('概算要求', ' request')}"]
        if preset in IN_HOUSE:
            parts.append(self.choices.scenario.currentText())
        parts.append(template.stem if template else preset.name.render(texts.translate))
        self.panel.target.suggest("_".join(parts))
        self.panel.show_scenario(self.choices.chosen_scenario)

    def _show_open(self) -> None:
        """Say what is open about the scenario chosen, and what stays inside."""
        scenario, state = self.choices.chosen_scenario, self._session.state
        known = {each.number for each in state.document.scenarios}
        if not self.isVisible() or (scenario and scenario not in known):
            return
        waiting = self._session.is_settling and scenario == state.scenario
        self.before.show_open(None if waiting else self._session.readiness_of(scenario), state)
        self.before.show_staying(state, scenario, self.choices.options)

    def _handover(self) -> Handover:
        """What goes out now: the document as it is, whatever is edited meanwhile."""
        scenario = self.choices.chosen_scenario
        evaluation = self._session.evaluation_of(scenario)
        return Handover(self._session.state.document, evaluation, scenario, self.choices.options)

    def _look_at(self, kind: SheetKind) -> None:
        """Show the sheet that the cursor stands on, the first of its kind, once it is among what goes out."""
        self._wanted = self._handover().sheet_name(kind)
        self._timer.start()

    def _pick(self, name: str) -> None:
        self._wanted = name
        self._refresh()

    def _refresh(self) -> None:
        """Describe the sheets anew, off the screen's thread, and show the one chosen."""
        self._follow()  # what was chosen may be gone since, where the page was out of sight
        self._timer.stop()
        self._jobs.leave()  # of two choices the later one counts
        work = partial(_make, self._handover(), (self._wanted, self.preview.pick.currentText()))
        self._jobs.do(work, done=self.preview.show_made, refused=self._on_refused)

    # ---------------------------------------------------------------- writing

    def write_workbook(self, path: Path) -> None:
        """Write the workbook, or the template chosen; work goes on meanwhile."""
        self._opening = self._session.state.opening
        self.writing.workbook(path, self._handover(), self.choices.template.template)

    def write_csv(self) -> None:
        """Write the tidy table beside the workbook."""
        encoding = self.choices.encoding.currentData()
        self.writing.csv(self.panel.target.path(".csv"), self._handover(), encoding)

    def write_open_data(self) -> None:
        """Write the open data beside the workbook."""
        self.writing.open_data(self.panel.target.path(".zip"), self._handover())

    def write_pdf(self) -> None:
        """Write the form sheets as PDF beside the workbook."""
        self.writing.pdf(self.panel.target.path(".pdf"), self._handover())

    def ask_print(self) -> None:
        """Ask for a printer and print the form sheets."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # noqa: PLC0415 - on first use

        from planner.app.handover.printing.sheet_print import is_form, print_sheets  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            sizes = [each.id() for each in QPrinterInfo(printer).supportedPageSizes()]
            large = not sizes or QPageSize.PageSizeId.A3 in sizes  # else large sheets go on A4 as well
            forms = [each._replace(large=each.large and large) for each in described(self._handover()) if is_form(each)]
            pages = print_sheets(printer, forms).pages
            self._on_written(self._texts._("Pages printed: {pages}.").format(pages=pages))

    # ---------------------------------------------------------------- what is said of it

    def _on_busy(self, busy: bool) -> None:
        self.panel.show_busy(busy)
        if busy:
            self.problems.clear()
            self.problems.hide()

    def _on_recorded(self, record: HandoverRecord) -> None:
        if not self._session.keep_record(record, self._opening):
            told = self._texts._("Another document is open now: the hand-over was not recorded.")
            self.panel.tell(f"{self.panel.said.text()} {told}", "warning")

    def _on_written(self, text: str) -> None:
        self.panel.tell(text)
        self.written.emit(text)

    def _on_refused(self, error: UserError) -> None:
        translate = self._texts.translate
        if isinstance(error, TemplateRefused):
            self.problems.addItems([f"{place}: {what.render(translate)}" for place, what in error.findings])
            self.problems.show()
            said = f"{error.where.render(translate) if error.where else ''}: {error.do.render(translate)}"
        else:
            said = error.render(translate)
        self.panel.tell(said, "error")

    def leave(self) -> None:
        """Give up what is under way."""
        self._jobs.leave()
        self.writing.leave()


def _make(handover: Handover, wanted: tuple[str, ...]) -> Made:
    """What goes out, of it the sheet shown: the first of the names `wanted` that there is, else the first sheet."""
    sheets = described(handover)
    place = next((found for name in wanted if (found := _place(sheets, name)) is not None), 0)
    return Made(sheets, place, first_rows(sheets[place]))


def _place(sheets: Sequence[Sheet], name: str) -> int | None:
    """The place of the sheet of that name, or of the first that begins with it."""
    names = [sheet.name for sheet in sheets]
    if name in names:
        return names.index(name)
    return next((place for place, each in enumerate(names) if name and each.startswith(name)), None)


def _area() -> QScrollArea:
    """An area for a part that scrolls up and down, never sideways."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
