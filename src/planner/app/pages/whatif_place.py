"""The drawer of what-ifs at the right of the lines: in place of the inspector, or over them where room is scarce.

A page that takes more room than that lies over the whole page of the lines, which are hidden then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QRect, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from planner.app.pages.lines_page import LinesPage
from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.whatif.chosen import Chosen
from planner.app.widgets import theme

if TYPE_CHECKING:
    from planner.app.whatif.drawer import Drawer

WIDTH, SLIDE_MS = 566, 120
"""In logical pixels at a zoom of 1, in milliseconds."""


class WhatIfPlace(QObject):
    """Opens the drawer with what is chosen among the lines, and closes it again.

    Signals:
        shown(bool): it was opened or closed.
        place_wanted(Place), classes_wanted(): where a page of it leads; it is closed by then.
    """

    shown = Signal(bool)
    place_wanted = Signal(object)
    classes_wanted = Signal()

    def __init__(self, desk: Desk, page: LinesPage) -> None:
        super().__init__(desk.parent)
        self._desk, self._page = desk, page
        self._back: QWidget | None = None
        self._sliding: QPropertyAnimation | None = None
        self.drawer: Drawer | None = None
        """Made when it is first wanted."""
        page.installEventFilter(self)
        page.inspector.wanted.connect(self._give_way)

    @property
    def is_open(self) -> bool:
        """Whether the drawer is there."""
        return self.drawer is not None and not self.drawer.isHidden()

    @property
    def is_moving(self) -> bool:
        """Whether it is still on its way in."""
        return self._sliding is not None and self._sliding.state() is QPropertyAnimation.State.Running

    def open(self, key: str) -> None:
        """Open it at a page; what is asked about are the lines selected now, unless it is from there that one comes."""
        drawer, focus = self._made(), QApplication.focusWidget()
        if focus is None or not drawer.isAncestorOf(focus):
            self._back = focus if focus is not None and focus.window() is self._page.window() else None
            drawer.take_up(self.chosen())
        was_open = self.is_open
        if not was_open:
            self._page.give_room(theme.px(WIDTH))
            drawer.show()
            drawer.raise_()
        drawer.show_page(key)
        if not was_open:
            self._slide(drawer)
            self.shown.emit(True)

    def toggle(self) -> None:
        """Open it where it was left, or close it."""
        if self.is_open:
            self.close()
        else:
            self.open(self._made().last)

    def close(self) -> None:
        """Close it; the focus goes back where it was."""
        if self.drawer is None or not self.is_open:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.drawer.isAncestorOf(focus)
        self.drawer.rest()
        self.drawer.hide()
        self._page.across.show()
        self._page.give_room(0)
        if had_focus:
            back = self._back
            there = back is not None and isValid(back) and back.isVisible()
            (back if back is not None and there else self._page.table).setFocus()
        self.shown.emit(False)

    def leave(self) -> None:
        """The window closes: give up what is under way."""
        if self.drawer is not None:
            self.drawer.rest()

    def chosen(self) -> Chosen:
        """What is chosen among the lines."""
        state, table = self._desk.session.state, self._page.table
        row, field = table.row_at_cursor, table.lines.field_at(table.currentIndex())
        return Chosen(
            "" if state.program is None else state.portfolio.programs[state.program].id,
            tuple(table.selected_lines()),
            "" if row is None else state.portfolio.lines.ids[row],
            "" if field is None else field.key,
            state.shown_year,
        )

    # ---------------------------------------------------------------- where it stands

    def _made(self) -> Drawer:
        if self.drawer is None:
            from planner.app.whatif.drawer import Drawer  # noqa: PLC0415 - nobody asks at the start

            self.drawer = Drawer(self._desk, self._page)
            self.drawer.closed.connect(self.close)
            self.drawer.taken.connect(self._taken)
            self.drawer.turned.connect(self._fit)
            self.drawer.place_wanted.connect(self._lead)
            self.drawer.classes_wanted.connect(self._lead_to_classes)
            self._page.drawer = self.drawer
        return self.drawer

    def _taken(self, said: str) -> None:
        self.close()
        self._page.table.setFocus()
        self._desk.messages.tell(said)

    def _lead(self, place: Place) -> None:
        self.close()
        self.place_wanted.emit(place)

    def _lead_to_classes(self) -> None:
        self.close()
        self.classes_wanted.emit()

    def _give_way(self, wanted: bool) -> None:
        """The inspector is wanted in its place."""
        if wanted:
            self.close()

    def _place(self) -> QRect:
        is_wide = self.drawer is not None and self.drawer.is_wide
        width = self._page.width() if is_wide else min(theme.px(WIDTH), self._page.width())
        return QRect(self._page.width() - width, 0, width, self._page.height())

    def _slide(self, drawer: Drawer) -> None:
        """Let it come in from the right, unless nothing is to move."""
        to = self._place()
        drawer.setGeometry(to)
        if theme.moves():
            self._sliding = QPropertyAnimation(drawer, b"geometry", drawer)
            self._sliding.setDuration(SLIDE_MS)
            self._sliding.setStartValue(to.translated(to.width(), 0))
            self._sliding.setEndValue(to)
            self._sliding.start()

    def _fit(self) -> None:
        """Give it the room its page takes; what lies beneath a page over all of it is not reached by keys either."""
        assert self.drawer is not None
        if self._sliding is not None:
            self._sliding.stop()
        self.drawer.setGeometry(self._place())
        self._page.across.setHidden(self.is_open and self.drawer.is_wide)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.is_open:
            self._fit()
        return super().eventFilter(watched, event)
