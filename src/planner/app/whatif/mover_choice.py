"""The choice of what is moved: the driver at the cursor, one factor on selected lines, a growth, or a first year."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.whatif.chosen import Chosen
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.calculation.in_force import effective
from planner.core.edits.bulk import STEPS
from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, Field
from planner.core.model.growth import CLASS_NAMES
from planner.core.money import Mode
from planner.core.seek.asked import Moving
from planner.core.seek.rungs import THOUSAND
from planner.words.figures import STEP_NAMES
from planner.words.texts import Texts

MODES = {Mode.HALF: N_("half up"), Mode.DOWN: N_("cut off"), Mode.UP: N_("up")}
"""How values are rounded, in words."""
FACTORS = ((RATE,), (QUANTITY,), (RATE, QUANTITY), (TIMES,), (SHARE,))
"""What one factor can move of several lines."""


class MoverChoice(QWidget):
    """Boxes and fields to say what is moved, between which bounds, in which steps.

    Signals:
        changed(): something else is to be moved, or otherwise.
    """

    changed = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts, self._chosen = session, texts, Chosen()
        _ = texts._
        self.mover, self.step, self.mode = (QComboBox() for _each in range(3))
        self.low, self.high = QLineEdit(), QLineEdit()
        self.mover.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mover.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for mode, name in MODES.items():
            self.mode.addItem(_(name), mode)
        self._labels: dict[QWidget, Label] = {}
        self.mover.setAccessibleName(_("What is moved"))
        layout, self._below = QVBoxLayout(self), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.mover)
        layout.addLayout(self._below)
        steps, bounds = QHBoxLayout(), QHBoxLayout()
        for row in (self._below, steps, bounds):
            row.setSpacing(theme.px(6))
        self._below.addLayout(steps)
        self._below.addLayout(bounds, 1)
        names = (_("Steps"), _("Rounding"), _("Lowest"), _("Highest"))
        for name, part in zip(names, (self.step, self.mode, self.low, self.high), strict=True):
            label = self._labels[part] = Label(name)
            label.setBuddy(part)
            label.setProperty("tone", "second")
            part.setAccessibleName(name)
            row = bounds if isinstance(part, QLineEdit) else steps
            row.addWidget(label)
            row.addWidget(part, int(row is bounds))
        steps.addStretch()
        self._labels[self.mode].hide()  # its entries speak for themselves
        self.mover.activated.connect(self._on_mover)
        for box in (self.step, self.mode):
            box.activated.connect(self.changed)
        for field in (self.low, self.high):
            field.textEdited.connect(self.changed)
        self.refill()

    def take_up(self, chosen: Chosen) -> None:
        """Move the driver at the cursor, or where several lines are selected all of theirs by one factor."""
        self._chosen = chosen
        with QSignalBlocker(self.mover):
            self.mover.clear()
        self.refill()
        field = FIELDS.get(chosen.field, RATE)
        if len(chosen.lines) > 1:
            factor = self._factor((field,))
            movings = [self.mover.itemData(at) for at in range(self.mover.count())]
            self.mover.setCurrentIndex(movings.index(factor) if factor in movings else 0)
        self._clear()

    def refill(self) -> None:
        """Offer what there is to move; what was chosen stays chosen where it is still there."""
        chosen, entries = self.mover.currentData(), list(self._entries())
        with QSignalBlocker(self.mover):
            self.mover.clear()
            for text, moving in entries:
                self.mover.addItem(text, moving)
            movings = [moving for _text, moving in entries]
            self.mover.setCurrentIndex(movings.index(chosen) if chosen in movings else 0)
        self._show_parts()

    def _entries(self) -> list[tuple[str, Moving]]:
        state, chosen, _ = self._session.state, self._chosen, self._texts._
        portfolio, year = state.portfolio, self._year
        found = []
        if chosen.line in portfolio.line_index:
            row = portfolio.line_index[chosen.line]
            name = self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
            keys = sorted(FIELDS, key=lambda key: key != chosen.field)
            for key in keys:
                now = self._texts.value(FIELDS[key], effective(state.drivers(row), key, year))
                said = _("{line}: {driver} {year} (now {value})").format(
                    line=name, driver=_(FIELDS[key].label), year=self._texts.era(year), value=now
                )
                found.append((said, Moving(((chosen.line, key, year),))))
        lines = [line for line in chosen.lines if line in portfolio.line_index]
        if len(lines) > 1:
            said, count = _("{drivers} of {n} lines, by one factor"), f"{len(lines):,}"
            for fields in FACTORS:
                drivers = " · ".join(_(field.label) for field in fields)
                found.append((said.format(drivers=drivers, n=count), self._factor(fields)))
        found += [(_(name), Moving(growth=kind)) for kind, name in CLASS_NAMES.items()]
        begun = self._begun(lines or [chosen.line])
        if begun:
            said = _("The year from which changed values hold ({n})").format(n=len(begun))
            found.append((said, Moving(begun, begins=True)))
        return found

    @property
    def _year(self) -> int:
        years = self._session.state.portfolio.years
        return self._chosen.year if self._chosen.year in years[1:] else years[1]

    def _factor(self, fields: tuple[Field, ...]) -> Moving:
        lines = [line for line in self._chosen.lines if line in self._session.state.portfolio.line_index]
        return Moving(tuple((line, field.key, self._year) for field in fields for line in lines))

    def _begun(self, lines: list[str]) -> tuple[tuple[str, str, int], ...]:
        """The drivers of these lines that the scenario sets otherwise than the base in the request year."""
        state, found = self._session.state, []
        portfolio, year = state.portfolio, state.portfolio.request_year
        for line in lines:
            if line in state.evaluation.overrides and line in portfolio.line_index:
                row = portfolio.line_index[line]
                before, after = state.evaluation.base.drivers(row), state.drivers(row)
                for key in FIELDS:
                    was = effective(before, key, year)
                    if was is not None and was != effective(after, key, year):
                        found.append((line, key, year))
        return tuple(found)

    # ---------------------------------------------------------------- what is said

    @property
    def moving(self) -> Moving:
        """What is moved, bounds and step as they are typed."""
        chosen = self.mover.currentData()
        if not isinstance(chosen, Moving):
            raise UserError(N_("There is nothing to move."), N_("Put the cursor on a line, and press Ctrl+T again."))
        if chosen.begins:
            return chosen
        step = self.step.currentData()
        return Moving(
            chosen.drivers,
            chosen.growth,
            low=self.low.text(),
            high=self.high.text(),
            step="" if step is None else str(step),
            mode=self.mode.currentData(),
        )

    @property
    def _field(self) -> Field | None:
        """The field whose steps count."""
        chosen = self.mover.currentData()
        return FIELDS[chosen.drivers[0][1]] if isinstance(chosen, Moving) and chosen.drivers else None

    def _on_mover(self) -> None:
        self._clear()
        self.changed.emit()

    def _clear(self) -> None:
        """Bounds of another driver mean nothing for this one."""
        self.low.clear()
        self.high.clear()
        self._show_parts()

    def _show_parts(self) -> None:
        self.mover.setToolTip(plain_tip(self.mover.currentText()))
        chosen, field = self.mover.currentData(), self._field
        is_factor = isinstance(chosen, Moving) and len(chosen.drivers) > 1 and not chosen.begins
        steps = STEPS[field.kind] if field is not None and not chosen.begins else ()
        if steps != tuple(self.step.itemData(at) for at in range(self.step.count())):
            self.step.clear()
            for step in steps:
                assert field is not None
                self.step.addItem(self._texts._(STEP_NAMES[field.kind, step]), step)
            if THOUSAND in steps:  # rates are asked for in 千円
                self.step.setCurrentIndex(steps.index(THOUSAND))
        begins = isinstance(chosen, Moving) and chosen.begins
        self._below.setDirection(QBoxLayout.Direction.TopToBottom if is_factor else QBoxLayout.Direction.LeftToRight)
        shown: dict[QWidget, bool] = {self.step: bool(steps), self.mode: is_factor}
        for part, is_shown in (shown | dict.fromkeys((self.low, self.high), not begins)).items():
            part.setVisible(is_shown)
            self._labels[part].setVisible(is_shown and part is not self.mode)
