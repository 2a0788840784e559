"""Undo and redo as two buttons, each with the list of the edits it leads past."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton
from shiboken6 import isValid

from planner.app.session.session import Session
from planner.app.widgets import icons
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_entry, plain_tip
from planner.core.errors import N_
from planner.words.texts import Texts

LISTED = 20
"""So many edits are listed."""


class HistoryButton(QToolButton):
    """Takes back the last edit, or makes it again; its menu goes as far as the edit chosen."""

    def __init__(self, session: Session, texts: Texts, *, forward: bool) -> None:
        super().__init__()
        _ = texts._
        self._session, self._stack, self._texts, self._forward = session, session.undo_stack, texts, forward
        self._name = _("Redo") if forward else _("Undo")
        self._keys = QKeySequence(QKeySequence.StandardKey.Redo if forward else QKeySequence.StandardKey.Undo)
        self.setIcon(icon("redo" if forward else "undo"))
        self.setIconSize(icons.length())
        self.setProperty("look", "quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self.fill, menu))
        self.setMenu(menu)
        self.clicked.connect(self._stack.redo if forward else self._stack.undo)
        self._stack.indexChanged.connect(self._show)
        self._stack.cleanChanged.connect(self._show)
        self._show()

    def steps(self) -> list[tuple[int, str]]:
        """The edits it leads past, the nearest first: where the stack stands beyond each, and its name."""
        at, count = self._stack.index(), self._stack.count()
        if self._forward:
            return [(place + 1, self._stack.text(place)) for place in range(at, min(at + LISTED, count))]
        return [(place, self._stack.text(place)) for place in range(at - 1, max(at - 1 - LISTED, -1), -1)]

    def fill(self, menu: QMenu) -> None:
        """List the edits in its menu."""
        menu.clear()
        redo, undo = (N_("Redo {n} edit"), N_("Redo {n} edits")), (N_("Undo {n} edit"), N_("Undo {n} edits"))
        one, many = redo if self._forward else undo
        for far, (index, name) in enumerate(self.steps(), start=1):
            entry = menu.addAction(plain_entry(name))
            entry.setToolTip(plain_tip(self._texts.plural(far, one, many)))
            entry.triggered.connect(partial(self._stack.setIndex, index))

    def _show(self) -> None:
        if not isValid(self._stack):  # a stack that is freed clears itself first, and tells so
            return
        steps = self.steps()
        self.setEnabled(bool(steps))
        said = f"{self._name}: {steps[0][1]}" if steps else self._name
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(f"{said} ({self._keys.toString(QKeySequence.SequenceFormat.NativeText)})"))
