"""The choice of a driver of a data table, and of the values it takes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from planner.app.session.session import Session
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.grid.data_answer import AxisAsked
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.calculation.in_force import effective
from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Field, Value
from planner.core.model.ranges import Named
from planner.core.risk.bins import round_step
from planner.words.texts import Texts

STEPS = 3
"""So many steps to either side of what a driver is now, until something else is typed."""
PART = 0.02
"""A step is about so much of what it is now."""
FINE = Fraction(1, 20)


class AxisChoice(QWidget):
    """A box for the driver, and fields for the lowest value, the highest one and the step.

    Signals:
        changed(): other values are wanted.
    """

    changed = Signal()

    def __init__(self, session: Session, texts: Texts, name: str) -> None:
        super().__init__()
        self._session, self._texts, self._chosen = session, texts, Chosen()
        _ = texts._
        self.driver, self.low, self.high, self.step = QComboBox(), QLineEdit(), QLineEdit(), QLineEdit()
        self.driver.setAccessibleName(name)
        self.driver.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.driver.setMinimumContentsLength(10)
        self.driver.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.driver, 1)
        for field, said in ((self.low, _("from")), (self.high, _("to")), (self.step, _("by"))):
            label = Label(said)
            label.setBuddy(field)
            label.setProperty("tone", "second")
            field.setAccessibleName(f"{name}: {said}")
            field.setFixedWidth(theme.px(100 if field is not self.step else 80))
            field.textEdited.connect(self.changed)
            row.addWidget(label)
            row.addWidget(field)
        self.driver.activated.connect(self._on_driver)

    def take_up(self, chosen: Chosen, place: int) -> None:
        """Offer the drivers of the line at the cursor first, and take the one at a place among them."""
        self._chosen = chosen
        self._fill()
        self.driver.setCurrentIndex(min(place, self.driver.count() - 1))
        self._suggest()

    def refill(self) -> None:
        """Offer what there is now; what was chosen stays chosen where it is still there."""
        held = self.driver.currentData()
        self._fill()
        places = [at for at in range(self.driver.count()) if self.driver.itemData(at) == held]
        self.driver.setCurrentIndex(places[0] if places else 0)
        if not places:
            self._suggest()

    @property
    def asked(self) -> AxisAsked:
        """What is asked; `UserError` where there is no driver."""
        named = self.driver.currentData()
        if not isinstance(named, Named):
            raise UserError(N_("There is nothing to move."), N_("Put the cursor on a line, and press Ctrl+T again."))
        return AxisAsked(named, self.low.text().strip(), self.high.text().strip(), self.step.text().strip())

    @property
    def name(self) -> str:
        """The driver chosen, in words."""
        return self.driver.currentText()

    def _fill(self) -> None:
        portfolio = self._session.state.portfolio
        with QSignalBlocker(self.driver):
            self.driver.clear()
            for line in self._lines():
                row = portfolio.line_index[line]
                name = self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
                for field in self._fields(line):
                    said = f"{self._texts._(field.label)} · {name}"  # what differs comes first
                    self.driver.addItem(said, Named(line, field.key, self._year))
        self.driver.setToolTip(plain_tip(self.driver.currentText()))

    def _lines(self) -> Sequence[str]:
        """The line at the cursor, those selected, then those of the program shown."""
        portfolio, chosen = self._session.state.portfolio, self._chosen
        place = portfolio.program_index.get(chosen.program)
        rows = range(len(portfolio.lines.ids)) if place is None else portfolio.rows_below(place)
        wanted = dict.fromkeys((chosen.line, *chosen.lines, *(portfolio.lines.ids[row] for row in rows)))
        return [line for line in wanted if line in portfolio.line_index]

    def _fields(self, line: str) -> list[Field]:
        """Of the line at the cursor every driver that has a value, of the others rate and quantity."""
        drivers = self._session.state.drivers(self._session.state.portfolio.line_index[line])
        fields = list(FIELDS.values()) if line == self._chosen.line else [RATE, QUANTITY]
        return [each for each in fields if not each.choices and effective(drivers, each.key, self._year) is not None]

    @property
    def _year(self) -> int:
        years = self._session.state.portfolio.years
        return self._chosen.year if self._chosen.year in years[1:] else years[1]

    def _on_driver(self) -> None:
        self._suggest()
        self.changed.emit()

    def _suggest(self) -> None:
        """Suggest values around what the driver is now."""
        named = self.driver.currentData()
        self.driver.setToolTip(plain_tip(self.driver.currentText()))
        if not isinstance(named, Named):
            return
        field, row = FIELDS[named.field], self._session.state.portfolio.line_index[named.line]
        now = effective(self._session.state.drivers(row), named.field, named.year) or 0
        step: Value = FINE if now <= 1 else Fraction(1)
        if field.is_whole:
            step = max(1, int(round_step(abs(float(now)) * PART or 1.0, 1)))
        low, high = max(now - STEPS * step, min(0, now), field.low), min(now + STEPS * step, field.high)
        for part, value in ((self.low, low), (self.high, high), (self.step, step)):
            part.setText(field.display(value))
