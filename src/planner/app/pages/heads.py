"""The heads of 積算: which programs are listed; which of them, which year and which unit the table shows."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label, plain_entry
from planner.app.widgets.popping import pop_up_from
from planner.core.errors import N_
from planner.core.money import Unit
from planner.words.figures import unit_name
from planner.words.texts import Texts

HEIGHT, LOW_HEIGHT, LEAST_TITLE = 40, 36, 96
"""Logical pixels at a zoom of 1."""


class LinesHead(QFrame):
    """The head of the lines: the program, the year and the unit of the table, and what is done with all of it."""

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts, self._settings = session, texts, settings
        self.setProperty("line", "below")
        self.setProperty("area", "surface")
        _ = texts._
        self.picker = QToolButton()
        self.picker.setProperty("look", "button")
        self.picker.setIcon(icon("lines"))
        self.picker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title, self.count = Label(), Label()
        self.title.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.count.setProperty("tone", "third")
        self.year_box, self.unit_box = QComboBox(), QComboBox()
        self.year_box.setAccessibleName(_("Year of the table"))
        self.unit_box.setAccessibleName(_("Unit"))
        for unit in Unit:
            self.unit_box.addItem(unit_name(unit, texts), unit)
        self.year_box.activated.connect(self._choose_year)
        self.unit_box.activated.connect(lambda at: self.choose_unit(list(Unit)[at]))
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 8, 0)
        self._layout.setSpacing(8)
        for widget in (self.picker, self.title, self.count, self.year_box, self.unit_box):
            self._layout.addWidget(widget)
        self._layout.setStretchFactor(self.title, 1)
        self._folding: list[QToolButton] = []
        self._counted = self._name = ""
        self._last: QWidget = self.unit_box
        """The button farthest to the right, after which Tab comes to the next one."""
        self.more = QToolButton(self)
        self.more.setProperty("look", "quiet")
        self.more.setText(_("More"))
        self._folded = QMenu(self.more)
        pop_up_from(self.more, self._folded)
        self.set_compact(False)
        self._show(session.state)
        session.changed.connect(self._on_changed)

    def add(self, button: QToolButton, *, folds: bool = False) -> None:
        """Put a button to the right; one that folds goes into a menu where there is no room for it."""
        if folds:
            self._folding.append(button)
            self._folded.addAction(button.defaultAction())
        elif self._folding and self._layout.indexOf(self.more) < 0:
            self._layout.addWidget(self.more)
            QWidget.setTabOrder(self._last, self.more)
            self._last = self.more
        self._layout.addWidget(button)
        QWidget.setTabOrder(self._last, button)
        self._last = button
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where not all has room, the number of lines goes, and what folds into a menu."""
        parts = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        flexible = (self.picker, self.title, self.more, self.count)
        least = theme.px(LEAST_TITLE) if self.picker.isHidden() else self.picker.sizeHint().width()
        counted = self.count.fontMetrics().horizontalAdvance(self._counted)
        wide = [least, counted, *(part.sizeHint().width() for part in parts if part not in flexible)]
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._layout.spacing() * len(wide)
        tight = sum(wide) > room
        self.count.setText("" if tight else self._counted)
        for button in self._folding:
            button.setVisible(not tight)
        self.more.setVisible(tight and bool(self._folding))
        taken = [part for part in parts if not part.isHidden() and part not in (self.picker, self.count)]
        self._elide_picker(room - sum(part.sizeHint().width() for part in taken))

    def _elide_picker(self, room: int) -> None:
        """Let the name of the program give way where there is little room for it."""
        shown, metrics = self.picker.text(), self.picker.fontMetrics()
        around = self.picker.sizeHint().width() - metrics.horizontalAdvance(shown)
        most = max(min(theme.px(190), room - around), theme.px(24))
        text = plain_entry(metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, most))
        if text != shown:
            self.picker.setText(text)

    def set_compact(self, compact: bool) -> None:
        """Let the programs be picked here where they are not beside the lines."""
        self.setFixedHeight(theme.px(LOW_HEIGHT if compact else HEIGHT))
        self.picker.setVisible(compact)
        self.title.setVisible(not compact)
        self._layout.setStretchFactor(self.count, 1 if compact else 0)

    def _on_changed(self, moved: Moved) -> None:
        if moved.portfolio or moved.program or moved.view or moved.year or moved.unit or moved.document:
            self._show(moved.after)

    def _show(self, state: State) -> None:
        _, program = self._texts._, state.program
        name = _("All programs")
        if program is not None:
            shown = state.portfolio.programs[program]
            name = self._texts.name(shown.name, shown.name_en)
        elif state.shown_view is not None:
            name = self._texts.name(state.shown_view.name, state.shown_view.name_en)
        self.title.setText(name)
        self.title.setToolTip(plain_entry(name))
        self._name = name
        self._fit()
        self.picker.setAccessibleName(f"{_('Programs')}: {name}")
        years = list(state.table_years)
        with QSignalBlocker(self.year_box):
            if [self.year_box.itemData(at) for at in range(self.year_box.count())] != years:
                self.year_box.clear()
                for year in years:
                    self.year_box.addItem(self._texts.era(year), year)
            self.year_box.setCurrentIndex(years.index(state.shown_year))
        self.unit_box.setCurrentIndex(list(Unit).index(state.unit))
        self.unit_box.setToolTip(unit_name(state.unit, self._texts))

    def show_count(self, lines: int) -> None:
        """Show how many lines the table has."""
        self._counted = self._texts.plural(lines, N_("{n} line"), N_("{n} lines"))
        self._fit()

    def _choose_year(self, place: int) -> None:
        self._session.show(year=self.year_box.itemData(place))

    def step_year(self, by: int) -> None:
        """Show the next or previous fiscal year in the table of lines."""
        years = self._session.state.table_years
        place = years.index(self._session.state.shown_year) + by
        if 0 <= place < len(years):
            self._session.show(year=years[place])

    def choose_unit(self, unit: Unit, _checked: bool = True) -> None:
        """Show amounts in another unit, and remember it."""
        self._settings.unit = unit
        self._session.show(unit=unit)


class ProgramsHead(QFrame):
    """The head of the programs: which of them are listed."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setProperty("line", "below")
        self.setProperty("area", "surface")
        self.setFixedHeight(theme.px(HEIGHT))
        _ = texts._
        title = Label(_("Programs"))
        title.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.view_box = QComboBox()
        self.view_box.setAccessibleName(_("View"))
        self.view_box.setToolTip(_("View"))
        self.view_box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.view_box.activated.connect(self._choose_view)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.view_box, 1)
        self._show(session.state)
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.portfolio or moved.view:
            self._show(moved.after)

    def _show(self, state: State) -> None:
        names = [(self._texts._("All programs"))]
        names += [self._texts.name(view.name, view.name_en) for view in state.portfolio.views]
        with QSignalBlocker(self.view_box):
            if [self.view_box.itemText(i) for i in range(self.view_box.count())] != names:
                self.view_box.clear()
                self.view_box.addItems(names)
            self.view_box.setCurrentIndex(0 if state.view is None else state.view + 1)

    def _choose_view(self, place: int) -> None:
        self._session.show(view=place - 1 if place else None, program=None)
