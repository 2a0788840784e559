"""What is compared, chosen in one row over the table: scenarios, what they are held against, the view, how deep."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.widgets.overlay import Overlay
from planner.app.widgets.plain import Label, plain_tip
from planner.app.widgets.scenario_pick import ScenarioPick
from planner.core.compare.tree import REQUEST, Level
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.model.portfolio import Portfolio, View
from planner.words.texts import Texts

LAST_YEAR = -1
"""In the place of a scenario's number: last year's budget is the reference."""
LEVELS = {
    Level.TOTAL: N_("Totals"),
    Level.PROGRAM: N_("Programs"),
    Level.LINE: N_("Lines"),
    Level.VALUE: N_("Down to values"),
}
BESIDE = 3
"""So many scenarios stand beside the base until others are picked: as many as are in sight at 1366 pixels."""
PICK_WIDTH, WIDEST = 300, 240
"""Widths in pixels at a zoom of 1: of the list of scenarios, and of a box at most."""
ROOMY = 1000
"""The least width at which the row has its title, in pixels at a zoom of 1."""


class CompareBar(QFrame):
    """The choices.

    Signals:
        changed(): something else is to be compared, or held against something else.
        deepened(Level): rows are to be open down to there.
        measured(bool): amounts are wanted, or what differs.
        drawn(bool): the picture is wanted, or no more.
    """

    changed = Signal()
    deepened = Signal(object)
    measured = Signal(bool)
    drawn = Signal(bool)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self._texts = texts
        self._offered: object = None
        self._chose = False
        """Whether scenarios were picked by hand: until then the first ones stand beside the base."""
        self.setProperty("area", "surface")
        self.setProperty("line", "below")
        self.title = Label(_("Compared"))
        self.title.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.reference_box, self.view_box, self.level_box = QComboBox(), QComboBox(), QComboBox()
        self.year_box = QComboBox()
        self.only_button, self.amounts_button, self.draw_button = QToolButton(), QToolButton(), QToolButton()
        self.pick_button = QPushButton(_("Choose scenarios"))
        self.pick_button.setIcon(icon("plus"))
        self.pick_button.setIconSize(length())
        self.picking = Overlay(self.pick_button, PICK_WIDTH)
        self.pick = ScenarioPick(texts)
        inside = QVBoxLayout(self.picking)
        inside.addWidget(self.pick)
        for level, name in LEVELS.items():
            self.level_box.addItem(_(name), level)
        self._lay_out()
        self.pick.picked.connect(self._on_pick)
        self.pick_button.clicked.connect(self.open_pick)
        self.view_box.activated.connect(self.changed)
        self.year_box.activated.connect(self.changed)
        self.reference_box.activated.connect(self._pick_reference)
        self.level_box.activated.connect(lambda: self.deepened.emit(self.level_box.currentData()))
        self.only_button.toggled.connect(lambda _on: self.changed.emit())
        self.amounts_button.toggled.connect(self.measured)
        self.draw_button.toggled.connect(self.drawn)
        for box in (self.reference_box, self.view_box, self.level_box):
            box.currentTextChanged.connect(lambda text, box=box: box.setToolTip(plain_tip(text)))

    def _lay_out(self) -> None:
        _ = self._texts._
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
        )  # it gives way, the page need not scroll
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(5), theme.px(8), theme.px(5))
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.title)
        boxes = (
            (_("Reference"), self.reference_box),
            (_("View"), self.view_box),
            (_("Show down to"), self.level_box),
            (_("Year compared"), self.year_box),
        )
        for name, box in boxes:
            box.setAccessibleName(name)
            layout.addWidget(box)
        for box in (self.reference_box, self.view_box):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
            box.setMaximumWidth(theme.px(WIDEST))
            layout.setStretchFactor(box, 100)
        chips = (
            (self.only_button, _("Only differences"), "chip"),
            (self.amounts_button, _("Amounts"), "chip"),
            (self.draw_button, _("Picture"), "quiet"),
        )
        for button, text, look in chips:
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("look", look)
        self.only_button.setChecked(True)
        self.amounts_button.setToolTip(_("Show amounts in place of what differs"))
        self.draw_button.setToolTip(_("From one scenario to the other, line by line"))
        layout.addWidget(self.only_button)
        layout.addWidget(self.amounts_button)
        layout.addStretch(1)
        layout.addWidget(self.draw_button)
        layout.addWidget(self.pick_button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_roomy = event.size().width() >= theme.px(ROOMY)
        self.title.setVisible(is_roomy)
        _ = self._texts._
        self.pick_button.setText(_("Choose scenarios") if is_roomy else _("Scenarios"))

    def open_pick(self) -> None:
        """Open the list of scenarios, or close it."""
        if self.picking.isVisible():
            self.picking.shut()
        else:
            self.picking.open(self.pick.list)

    # ---------------------------------------------------------------- what there is to choose from

    def offer(self, state: State) -> bool:
        """Offer the scenarios and views of the document; what was chosen stays chosen where it is still there.

        Whether anything offered is another than before.
        """
        document, portfolio, _ = state.document, state.portfolio, self._texts._
        scenarios = [(BASE, _("Base")), *((each.number, each.name) for each in document.scenarios)]
        offered = (portfolio.views, portfolio.years, scenarios)
        if offered == self._offered:
            return False
        is_first, self._offered = self._offered is None, offered
        self.pick.offer(scenarios)
        if not self._chose:
            self.pick.choose({BASE, *_first_of(state)})
        last_year = self._texts.fiscal_year(portfolio.previous_year)
        chosen, view = self.reference_box.currentData(), self.view_box.currentData()
        against = _("against {name}")
        self._offer_years(portfolio)
        with QSignalBlocker(self.reference_box), QSignalBlocker(self.view_box):
            self.reference_box.clear()
            for number, name in ((LAST_YEAR, _("Previous year ({year})").format(year=last_year)), *scenarios):
                self.reference_box.addItem(against.format(name=name), number)
            self.reference_box.setCurrentIndex(
                max(self.reference_box.findData(chosen), 0 if chosen == LAST_YEAR else 1)
            )
            self.view_box.clear()
            self.view_box.addItem(_("All programs"), None)
            for each in portfolio.views:
                self.view_box.addItem(self._texts.name(each.name, each.name_en), each.id)
            shown = 0 if state.view is None else state.view + 1
            self.view_box.setCurrentIndex(shown if is_first else max(self.view_box.findData(view), 0))
        for box in (self.reference_box, self.view_box, self.level_box):
            box.setToolTip(plain_tip(box.currentText()))
        return True

    def _offer_years(self, portfolio: Portfolio) -> None:
        """Offer the request year and those after it; the one chosen stays where the plan still has it."""
        chosen = self.year_box.currentData() or REQUEST
        with QSignalBlocker(self.year_box):
            self.year_box.clear()
            for place, year in enumerate(portfolio.years[REQUEST:], start=REQUEST):
                self.year_box.addItem(self._texts.era(year), place)
            self.year_box.setCurrentIndex(max(self.year_box.findData(chosen), 0))

    def _on_pick(self) -> None:
        self._chose = True
        self.changed.emit()

    def _pick_reference(self) -> None:
        """A scenario that is the reference is compared too."""
        if self.reference_box.currentData() != LAST_YEAR:
            self.pick.choose({*self.pick.chosen(), self.reference_box.currentData()})
        self.changed.emit()

    # ---------------------------------------------------------------- what is chosen

    @property
    def only_differences(self) -> bool:
        """Whether what is the same everywhere is left out."""
        return self.only_button.isChecked()

    @property
    def year(self) -> int:
        """The place of the plan year whose amounts are compared."""
        year: int = self.year_box.currentData()
        return year

    def reference(self, numbers: list[int]) -> int:
        """What these scenarios are held against: one of them, or `LAST_YEAR`."""
        reference: int = self.reference_box.currentData()
        if reference in (LAST_YEAR, *numbers):
            return reference
        with QSignalBlocker(self.reference_box):
            self.reference_box.setCurrentIndex(self.reference_box.findData(numbers[0]))
        return numbers[0]

    def view(self, state: State) -> View | None:
        """The view whose programs are compared, `None` for all programs."""
        place = self.view_box.currentIndex()
        return None if place <= 0 else state.portfolio.views[place - 1]


def _first_of(state: State) -> list[int]:
    """The scenario shown and the first of the others."""
    numbers = [each.number for each in state.document.scenarios]
    numbers.sort(key=lambda number: number != state.scenario)
    return numbers[:BESIDE]
