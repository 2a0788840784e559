"""The inspector at the right of the lines: what there is to say of what is selected, one kind of it behind each tab.

It is there while its user wants it and it has something to say. What is not seen of it does no work.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QTabWidget, QToolButton, QVBoxLayout

from planner.app.check.findings_here import FindingsHere
from planner.app.explain.line_detail import LineDetail
from planner.app.explain.waterfall_panel import ChartPanel
from planner.app.lines.line_table import LineTable
from planner.app.scenarios.change_panel import ChangePanel
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.front import bring_forward
from planner.app.widgets.icons import icon, length
from planner.words.texts import Texts

WIDTH = 320
EXPLAIN, CHANGES, FINDINGS, CHART = range(4)


class Inspector(QFrame):
    """説明, 変更, 点検, 図 of what is selected in the table.

    Signals:
        shown(bool): it was opened or closed, by its user or by itself.
        wanted(bool): its user wants it, or no longer.
    """

    shown = Signal(bool)
    wanted = Signal(bool)

    def __init__(self, session: Session, texts: Texts, settings: Settings, table: LineTable) -> None:
        super().__init__()
        self._session, self._texts, self._settings, self._table = session, texts, settings, table
        self._gives_way = False
        _ = texts._
        self.setObjectName("inspector")
        self.setAccessibleName(_("Inspector"))
        self.setProperty("area", "surface")
        self.setProperty("line", "left")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.detail = LineDetail(session, texts)
        self.changes = ChangePanel(session, texts)
        self.findings = FindingsHere(session, texts)
        self.chart = ChartPanel(session, texts)
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setProperty("look", "inspector")
        for page, name in zip((self.detail, self.changes, self.findings, self.chart), self._names(), strict=True):
            self.tabs.addTab(page, name)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close", "second"))
        self.close_button.setIconSize(length())
        self.close_button.setProperty("look", "quiet")
        self.close_button.setAccessibleName(_("Close the inspector"))
        self.close_button.setToolTip(_("Close the inspector"))
        self.close_button.clicked.connect(lambda: self.want(False))
        self.setFocusProxy(self.tabs)
        self.tabs.setCornerWidget(self.close_button, Qt.Corner.TopRightCorner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._wake)
        self.findings.model.modelReset.connect(self._on_findings)
        self.changes.model.modelReset.connect(self._name_tabs)
        table.current_line.connect(self.show_line)
        self.hide()
        self._name_tabs()
        self.show_line(table.row_at_cursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(120))

    # ---------------------------------------------------------------- what is said

    def show_line(self, line: int | None) -> None:
        """Speak of another line, or of the program chosen where there is none."""
        self.detail.show_line(line)
        self.findings.show_line(line)
        self._settle()

    @property
    def has_something(self) -> bool:
        """Whether there is anything to say of what is selected."""
        return self._table.row_at_cursor is not None or self.findings.model.rowCount() > 0

    def _names(self) -> tuple[str, ...]:
        _ = self._texts._
        return _("Explain"), _("Changes"), _("Check"), _("Chart")

    def _name_tabs(self) -> None:
        """The names of the tabs, with how many there are."""
        counts = {CHANGES: self.changes.model.rowCount(), FINDINGS: self.findings.model.rowCount()}
        for place, name in enumerate(self._names()):
            count = counts.get(place, 0)
            self.tabs.setTabText(place, f"{name} {count:,}" if count else name)

    # ---------------------------------------------------------------- open and closed

    def toggle(self) -> None:
        """Open it, or close it."""
        self.want(self.isHidden())

    def want(self, wanted: bool) -> None:
        """Take note whether its user wants it; it opens by itself from now on where it has something to say."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._settings.inspector = wanted
        self._settle()
        self.wanted.emit(wanted)
        if had_focus and not wanted:
            self._table.setFocus()

    def go_to(self, place: int) -> None:
        """Open it at a tab, and put the cursor there."""
        self._settings.inspector = True
        self.show()
        self.wanted.emit(True)
        self.tabs.setCurrentIndex(place)
        bring_forward(self)
        page = self.tabs.currentWidget()
        {CHANGES: self.changes.list, FINDINGS: self.findings.list}.get(place, page).setFocus()

    def turn(self) -> None:
        """Show the table behind the picture, or the picture again."""
        self.go_to(CHART)
        self.chart.turn()

    def give_way(self, gives_way: bool) -> None:
        """Leave its place to something else, or take it again."""
        self._gives_way = gives_way
        self._settle()

    def _on_findings(self) -> None:
        """The last finding of a program without lines may be settled: then nothing is left to say of it."""
        self._name_tabs()
        if self.isVisible() and not self.findings.model.pending:
            self._settle()

    def _settle(self) -> None:
        """Be there where it is wanted and has something to say, with what that is in front."""
        self.setVisible(self._settings.inspector and self.has_something and not self._gives_way)
        if self._table.row_at_cursor is None and self.tabs.currentIndex() == EXPLAIN and self.findings.model.rowCount():
            self.tabs.setCurrentIndex(FINDINGS)

    def setVisible(self, visible: bool) -> None:
        was = not self.isHidden()
        super().setVisible(visible)
        if visible is not was:
            self._wake()
            self.shown.emit(visible)

    def _wake(self) -> None:
        """Let what is in front follow, and nothing else."""
        there, front = not self.isHidden(), self.tabs.currentIndex()
        self.detail.set_shown(there and front == EXPLAIN)
        self.findings.set_awake(there)
        self.chart.set_shown(there and front == CHART)
