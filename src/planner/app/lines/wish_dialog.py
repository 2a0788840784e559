"""Asks how much of a line's rate or quantity is the request; what goes beyond it is split off as a wish (要望)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from planner.app.session.session import Session
from planner.app.widgets.plain import Label
from planner.core.calculation.cohort import line_amount
from planner.core.calculation.in_force import effective
from planner.core.edits.typed import read_entry
from planner.core.edits.wish import WISHED, split_wish
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.fields import Field
from planner.core.money import format_amount
from planner.files.document.author import author
from planner.words.figures import unit_name
from planner.words.places import place_name
from planner.words.texts import Texts


class WishDialog(QDialog):
    """Of which driver, how much is kept, and why; what comes of it is said with every key. Not modal."""

    def __init__(self, parent: QWidget, session: Session, texts: Texts, line_id: str) -> None:
        super().__init__(parent)
        self._session, self._texts, self._line = session, texts, line_id
        _ = texts._
        self.setObjectName("wish")
        self.setWindowTitle(_("Split a wished rise off"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.driver, self.kept, self.reason = QComboBox(), QLineEdit(), QLineEdit()
        for field in WISHED:
            self.driver.addItem(_(field.label), field)
        self.kept.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.known, self.said = Label(), Label()
        self.known.setProperty("tone", "second")
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(3 * self.fontMetrics().lineSpacing())  # nothing moves while it is typed
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.split = self.buttons.addButton(_("Split off"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.split.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        form = QFormLayout(self)
        form.addRow(Label(place_name(session.state.portfolio, line_id, texts)))
        form.addRow(_("Rise of"), self.driver)
        form.addRow("", self.known)
        form.addRow(_("Kept as the request"), self.kept)
        form.addRow(_("Reason"), self.reason)
        form.addRow(self.said)
        form.addRow(self.buttons)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 64)
        self.driver.currentIndexChanged.connect(self._show_driver)
        self.kept.textChanged.connect(self._show)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        risen = next((place for place, field in enumerate(WISHED) if self._proposed(field) is not None), 0)
        self.driver.setCurrentIndex(risen)
        self._show_driver()

    @property
    def _field(self) -> Field:
        """The driver chosen."""
        field = self.driver.currentData()
        assert isinstance(field, Field)
        return field

    def _values(self, field: Field) -> tuple[int, int, int]:
        """Last year's value of a driver, the base's of the request year, and the one in force."""
        state = self._session.state
        portfolio, row = state.portfolio, state.portfolio.line_index[self._line]
        years = (portfolio.previous_year, portfolio.request_year)
        base = [effective(state.evaluation.base.drivers(row), field.key, year) for year in years]
        now = effective(state.drivers(row), field.key, portfolio.request_year)
        before, planned, value = (0 if each is None else each.numerator for each in (*base, now))
        return before, planned, value

    def _proposed(self, field: Field) -> int | None:
        """What is kept unless the officer says otherwise: the base's value, else last year's; `None` for no rise."""
        before, planned, now = self._values(field)
        return next((value for value in (planned, before) if 0 < value < now), None)

    def _show_driver(self) -> None:
        before, planned, now = self._values(self._field)
        words = self._texts._("Last year {before} · base {planned} · now {now}")
        self.known.setText(words.format(before=f"{before:,}", planned=f"{planned:,}", now=f"{now:,}"))
        proposed = self._proposed(self._field)
        self.kept.setText("" if proposed is None else f"{proposed:,}")
        self.kept.selectAll()
        self._show()

    def _show(self) -> None:
        """Say what would come of it, or why it cannot be."""
        _, state = self._texts._, self._session.state
        able, tone = False, "error"
        if not self.kept.text().strip():
            said, tone = _("Write how much of it is the request; the rest becomes a wish."), "second"
        else:
            try:
                split, wish = self.made(state.document)
            except UserError as error:
                said = error.render(self._texts.translate)
            else:
                able, tone = True, "second"
                said = self._told(split, wish)
        self.said.setText(said)
        self.said.setProperty("tone", tone)
        self.said.style().polish(self.said)
        self.split.setEnabled(able)

    def _told(self, split: Document, wish: str) -> str:
        """The amounts of both parts in the request year."""
        state, _ = self._session.state, self._texts._
        lines = split.portfolio.line_index
        held = split.overrides(state.scenario)
        amounts = []
        for each in (self._line, wish):
            line = split.portfolio.line(lines[each], held.get(each), split.growth(state.scenario))
            amount = line_amount(line, split.portfolio.request_year)
            amounts.append(format_amount(amount, state.unit) if isinstance(amount, int) else "−")
        words = _("Request {rest} and wish {wish} ({unit}); together as before, in every year.")
        return words.format(rest=amounts[0], wish=amounts[1], unit=unit_name(state.unit, self._texts))

    def made(self, document: Document) -> tuple[Document, str]:
        """The document with the rise split off, and the id of the wish; `UserError` where that cannot be."""
        kept, _rounded = read_entry(self.kept.text(), self._field)
        scenario, why = self._session.state.scenario, self.reason.text().strip()
        return split_wish(document, scenario, self._line, self._field.key, int(kept), why, author())
