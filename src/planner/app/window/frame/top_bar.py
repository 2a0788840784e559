"""The bar on top: which document, whether it is saved, which scenario, undo and redo, and the one primary button."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from planner.app.pages.widths import Width
from planner.app.scenarios.scenario_pill import ScenarioPill
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.widgets.plain import Label, plain_entry, plain_tip
from planner.app.widgets.popping import pop_up_from
from planner.app.window.frame.undo_history import HistoryButton
from planner.words.texts import Texts

HIGH, LOW = 44, 40
NAME_WIDTH = 220
"""Logical pixels at a zoom of 1."""
MARKS = "✓●"
"""What the state of the file begins with; on a narrow screen it is all there is room for."""


class TopBar(QFrame):
    """Follows the session; what its buttons do comes from the table of verbs."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._saving, self._is_terse = "", False
        self._saved_at = QTime()
        _ = texts._
        self.setObjectName("top-bar")
        self.setProperty("line", "below")
        self.setProperty("area", "surface")
        self.document, self.branch = QToolButton(), QToolButton()
        self.document.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.document.setIcon(icon("down", "second"))
        self.document.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.document.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.saved = Label()
        self.saved.setProperty("tone", "second")
        self.pill = ScenarioPill(session, texts)
        self.undo, self.redo = (HistoryButton(session, texts, forward=forward) for forward in (False, True))
        self.primary = QPushButton()
        self.primary.setProperty("look", "primary")
        self.primary.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.what_if = QToolButton()
        self.what_if.setText(_("What-if"))
        self.what_if.setAccessibleName(_("What-if"))
        self.what_if.setIcon(icon("flask"))
        self.what_if.setIconSize(length())
        self.what_if.setCheckable(True)
        self.what_if.setProperty("look", "button")
        self.what_if.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for each in (self.document, self.branch):
            each.setProperty("look", "quiet")
            each.setIconSize(length())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        layout.setSpacing(8)
        for widget in (self.document, self.saved, self.pill, self.branch):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._before_undo = layout.count() - 1
        for button in (self.undo, self.redo, self.what_if):
            layout.addWidget(button)
        layout.addWidget(self.primary)
        self._layout = layout
        self.set_width(Width.USUAL)
        self._show_file(session.state)
        session.changed.connect(self._on_changed)

    def fill(self, file_menu: QMenu, branch: QAction, primary: QAction) -> None:
        """Give the buttons what they do."""
        pop_up_from(self.document, file_menu)
        self.branch.setDefaultAction(branch)
        branch.setIcon(icon("branch"))
        branch.setIconText(self._texts._("Branch"))
        self.primary.setText(self._texts._("Export the submission"))
        self.primary.clicked.connect(primary.trigger)
        self.primary.setToolTip(f"{primary.text()} ({primary.shortcut().toString()})")

    def take(self, field: QWidget) -> None:
        """Put a field into the middle."""
        self._layout.insertWidget(self._before_undo, field, 4)
        QWidget.setTabOrder(self.branch, field)

    def set_width(self, width: Width) -> None:
        """Show words and icons as there is room for them."""
        self.setFixedHeight(theme.px(LOW if width <= Width.COMPACT else HIGH))
        style = Qt.ToolButtonStyle
        words = style.ToolButtonTextBesideIcon if width > Width.NARROW else style.ToolButtonIconOnly
        for button in (self.branch, self.what_if):
            button.setToolButtonStyle(words)
        self.saved.setVisible(width > Width.NARROW)
        self._is_terse = width <= Width.COMPACT
        self._show_file(self._session.state)

    def regions(self) -> list[QWidget]:
        """What F6 goes to."""
        return [self.document]

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, moved: Moved) -> None:
        if moved.file and moved.after.is_clean and not moved.opening:
            self._saved_at = QTime.currentTime()
        elif moved.opening:
            self._saved_at = QTime()
        self._show_file(moved.after)

    def show_work(self, said: str) -> None:
        """Say that the document is being read or written; nothing once it is done."""
        self._saving = said
        self._show_file(self._session.state)

    def _show_file(self, state: State) -> None:
        _ = self._texts._
        name = state.path.stem if state.path else _("Untitled")
        shown = self.document.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, theme.px(NAME_WIDTH))
        if self.document.text() != plain_entry(shown):
            self.document.setText(plain_entry(shown))
            self.document.setAccessibleName(f"{_('Document')}: {name}")
        said = self._saving or self._state_words(state)
        is_mark = self._is_terse and said[0] in MARKS
        self.saved.setText(said[0] if is_mark else said)
        self.saved.setAccessibleName(said)
        saved = self._saved_at.isValid() and state.is_clean
        told = _("Saved and read back: {path}") if saved else "{path}"
        tip = told.format(path=state.path) if state.path else ""
        self.saved.setToolTip(plain_tip(" ".join(filter(None, (said, tip))) if is_mark else tip))

    def _state_words(self, state: State) -> str:
        """Whether the file holds what is shown."""
        _ = self._texts._
        if state.read_only:
            return _("read-only")
        if state.path is None:
            return _("● not saved yet")
        at = f" {self._saved_at.toString('HH:mm')}" if self._saved_at.isValid() else ""
        return f"✓ {_('Saved')}{at}" if state.is_clean else _("● not saved (kept aside)")
