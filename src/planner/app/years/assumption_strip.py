"""What the scenario shown assumes for later years: growth of prices and wages with the reason, the plan's last year."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.edits.plan import PLAN_LIMIT, set_growth, set_last_year
from planner.core.edits.typed import read_growth
from planner.core.errors import UserError
from planner.core.model.document import BASE
from planner.core.model.growth import CLASS_NAMES, CLASSES, Assumption
from planner.core.money import normalise_number
from planner.words.growth import percent_text
from planner.words.texts import Texts

NOTHING = Assumption(Fraction(0))


class AssumptionStrip(QFrame):
    """Every field is an edit that can be undone; what the parent assumes stands light and is taken by an empty field.

    Signals:
        refused(UserError): what was typed could not stand; it is kept in its field.
        accepted(): something was taken; an earlier refusal no longer matters.
    """

    refused = Signal(object)
    accepted = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setObjectName("assumptions")
        self.setProperty("area", "surface")
        self.setProperty("line", "below")
        _ = texts._
        self.rates: dict[str, QLineEdit] = {}
        self.reasons: dict[str, QLineEdit] = {}
        self.last_year = QComboBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        digit = self.fontMetrics().horizontalAdvance("0")
        for key in CLASSES:
            name = _(CLASS_NAMES[key])
            rate, reason = QLineEdit(), QLineEdit()
            rate.setAlignment(Qt.AlignmentFlag.AlignRight)
            rate.setFixedWidth(digit * 9)
            rate.setAccessibleName(f"{name} (%)")
            reason.setPlaceholderText(_("Reason"))
            reason.setAccessibleName(f"{name}: {_('Reason')}")
            label = Label(f"{name} (%)")
            label.setBuddy(rate)
            rate.editingFinished.connect(partial(self._take, key))
            reason.editingFinished.connect(partial(self._take, key))
            layout.addWidget(label)
            layout.addWidget(rate)
            layout.addWidget(reason, 1)
            self.rates[key], self.reasons[key] = rate, reason
        label = Label(_("The plan ends with"))
        label.setBuddy(self.last_year)
        self.last_year.setAccessibleName(_("The plan ends with"))
        self.last_year.activated.connect(self._take_last_year)
        layout.addWidget(label)
        layout.addWidget(self.last_year)
        self._offered: tuple[int, ...] = ()
        session.changed.connect(self._on_changed)
        self._show(session.state)

    def _on_changed(self, moved: Moved) -> None:
        if moved.assumptions:
            self._show_growths(moved.after)
        if moved.portfolio:
            self._show_last_year(moved.after)

    def _show(self, state: State) -> None:
        self._show_growths(state)
        self._show_last_year(state)

    def _show_growths(self, state: State) -> None:
        own, held = state.assumptions
        for key in CLASSES:
            assumed = held.get(key, NOTHING)
            for edit, text in ((self.rates[key], percent_text(assumed.rate)), (self.reasons[key], assumed.why)):
                edit.setReadOnly(state.scenario == BASE)
                if edit.text() != text:
                    edit.setText(text)
                edit.setModified(False)
                pal = edit.palette()
                pal.setColor(QPalette.ColorRole.Text, theme.tokens().input if key in own else theme.tokens().third)
                edit.setPalette(pal)
                edit.setToolTip("" if key in own else self._texts._("From the parent; empty returns to it."))

    def _show_last_year(self, state: State) -> None:
        request = state.portfolio.request_year
        years = tuple(range(request, request + PLAN_LIMIT + 1))
        with QSignalBlocker(self.last_year):
            if years != self._offered:
                self._offered = years
                self.last_year.clear()
                for year in years:
                    self.last_year.addItem(self._texts.era(year), year)
            self.last_year.setCurrentIndex(self.last_year.findData(state.portfolio.years[-1]))

    def _take(self, key: str) -> None:
        """Assume what stands in the fields of a kind, or the parent's where its growth is empty."""
        rate, reason = self.rates[key], self.reasons[key]
        if not (rate.isModified() or reason.isModified()):
            return
        scenario, text = self._session.state.scenario, rate.text().strip()
        try:
            growth = read_growth(text if normalise_number(text).endswith("%") else f"{text}%") if text else None
            self._session.edit(
                self._texts._(CLASS_NAMES[key]),
                lambda document: set_growth(document, scenario, key, growth, reason.text()),
            )
        except UserError as error:
            self.refused.emit(error)
            return
        self.accepted.emit()
        self._show_growths(self._session.state)

    def _take_last_year(self) -> None:
        year = self.last_year.currentData()
        self._session.edit(self._texts._("The plan ends with"), lambda document: set_last_year(document, year))
