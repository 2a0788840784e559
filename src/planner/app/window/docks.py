"""The panels at the right of the window: one list, from which docks, keys and menu entries come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from planner.app.widgets.front import bring_forward


@dataclass(frozen=True)
class Panel:
    """A panel: its name in the layout that is remembered, its title, how one goes to it, and what is in it.

    Going to it the cursor is put into `focus`; `set_shown` is told whether the panel is in front.
    """

    name: str
    title: str
    go_to: str
    keys: str
    widget: QWidget
    focus: QWidget | None = None
    set_shown: Callable[[bool], None] | None = None


class Docks:
    """A dock for each panel: the first one by itself, the others behind one another below it."""

    def __init__(self, window: QMainWindow, panels: Sequence[Panel]) -> None:
        self._window, self.panels = window, {panel.name: panel for panel in panels}
        self._docks = {panel.name: self._dock(panel) for panel in panels}

    def _dock(self, panel: Panel) -> QDockWidget:
        dock = QDockWidget(panel.title)
        dock.setObjectName(f"dock-{panel.name}")
        dock.setWidget(panel.widget)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        if panel.set_shown is not None:
            dock.visibilityChanged.connect(panel.set_shown)
        return dock

    def arrange(self, digit: int) -> None:
        """Lay them out as on the first start; `digit` is the width of one in pixels."""
        first, *others = docks = list(self._docks.values())
        for front, behind in pairwise(others):
            self._window.tabifyDockWidget(front, behind)
        others[0].raise_()
        self._window.resizeDocks(docks, [digit * 36] * len(docks), Qt.Orientation.Horizontal)
        self._window.resizeDocks([first, others[0]], [100, 180], Qt.Orientation.Vertical)

    def show(self, name: str) -> None:
        """Bring a panel to the front, and the cursor into it."""
        bring_forward(self.panels[name].widget)
        focus = self.panels[name].focus
        if focus is not None:
            focus.setFocus()

    def toggles(self) -> list[QAction]:
        """The actions that show or hide a panel."""
        return [dock.toggleViewAction() for dock in self._docks.values()]
