"""The toolbar: which scenario is shown, which beside it, the view, the year of the table, and the unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QToolBar

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.session.state import State
from planner.app.widgets.plain import Label
from planner.core.model.document import BASE
from planner.core.money import Unit
from planner.words.figures import unit_name
from planner.words.texts import Texts


class ToolBar(QToolBar):
    """A box for each of what can be shown otherwise; it follows the session."""

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        _ = texts._
        super().__init__(_("Tools"))
        self._session, self._texts, self._settings = session, texts, settings
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.scenario_box = self._box(_("Scenario"), self._choose_scenario)
        self.beside_box = self._box(_("Beside"), self._choose_beside)
        self.view_box = self._box(_("View"), self._choose_view)
        self.year_box = self._box(_("Year of the table"), self._choose_year)
        self.unit_box = self._box(_("Unit"), self._choose_unit_at)
        for unit in Unit:
            self.unit_box.addItem(unit_name(unit, texts), unit)
        self.addSeparator()
        for show in (self._show_scenarios, self._show_views, self._show_years, self._show_unit):
            show(session.state)
        session.changed.connect(self._on_changed)

    def _box(self, label: str, chosen: Callable[[int], None]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(label)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(chosen)
        self.addWidget(Label(f" {label} "))
        self.addWidget(box)
        return box

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, moved: Moved) -> None:
        after = moved.after
        if moved.scenario or moved.beside or moved.scenarios:
            self._show_scenarios(after)
        if moved.portfolio or moved.view:
            self._show_views(after)
        if moved.unit:
            self._show_unit(after)
        if moved.portfolio or moved.year:
            self._show_years(after)

    def _show_scenarios(self, state: State) -> None:
        _, scenarios = self._texts._, state.document.scenarios
        numbers = [BASE, *(scenario.number for scenario in scenarios)]
        names = [_("Base"), *(scenario.name for scenario in scenarios)]
        _fill(self.scenario_box, names, numbers, state.scenario)
        _fill(self.beside_box, [_("none"), *names], [None, *numbers], state.beside)

    def _show_views(self, state: State) -> None:
        names = [(self._texts._("All programs"))]
        names += [self._texts.name(view.name, view.name_en) for view in state.portfolio.views]
        with QSignalBlocker(self.view_box):
            if [self.view_box.itemText(i) for i in range(self.view_box.count())] != names:
                self.view_box.clear()
                self.view_box.addItems(names)
            self.view_box.setCurrentIndex(0 if state.view is None else state.view + 1)

    def _show_years(self, state: State) -> None:
        years = state.table_years
        _fill(self.year_box, [self._texts.era(year) for year in years], list(years), state.shown_year)

    def _show_unit(self, state: State) -> None:
        self.unit_box.setCurrentIndex(list(Unit).index(state.unit))
        self.unit_box.setToolTip(unit_name(state.unit, self._texts))

    # ---------------------------------------------------------------- choosing

    def _choose_scenario(self, place: int) -> None:
        self._session.show(scenario=self.scenario_box.itemData(place))

    def _choose_beside(self, place: int) -> None:
        self._session.show_beside(self.beside_box.itemData(place))

    def _choose_view(self, place: int) -> None:
        self._session.show(view=place - 1 if place else None, program=None)

    def _choose_year(self, place: int) -> None:
        self._session.show(year=self.year_box.itemData(place))

    def step_year(self, by: int) -> None:
        """Show the next or previous fiscal year in the table of lines."""
        years = self._session.state.table_years
        place = years.index(self._session.state.shown_year) + by
        if 0 <= place < len(years):
            self._session.show(year=years[place])

    def _choose_unit_at(self, place: int) -> None:
        self.choose_unit(list(Unit)[place])

    def choose_unit(self, unit: Unit, _checked: bool = True) -> None:
        """Show amounts in another unit, and remember it."""
        self._settings.unit = unit
        self._session.show(unit=unit)


def _fill(box: QComboBox, names: Sequence[str], numbers: Sequence[int | None], chosen: int | None) -> None:
    """Offer scenarios in a box, filling it anew only where they are others than before."""
    with QSignalBlocker(box):
        wanted = list(zip(names, numbers, strict=True))
        if [(box.itemText(i), box.itemData(i)) for i in range(box.count())] != wanted:
            box.clear()
            for name, number in wanted:
                box.addItem(name, number)
        box.setCurrentIndex(numbers.index(chosen))
