"""Asks for a ceiling of the document's own: what it stands over, what it limits, how much it allows. Not modal."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.edits.ceilings import free_ceiling_id, set_ceiling
from planner.core.errors import UserError
from planner.core.model.ceilings import (
    ANY,
    DISCRETIONARY,
    MANDATORY,
    REQUEST,
    WISH,
    Ceiling,
    Kinds,
    Scope,
    ScopeKind,
    Term,
)
from planner.core.model.fields import DEMAND, EXPENSE
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount, normalise_number, parse_number, parse_yen
from planner.words.ceilings import scope_text
from planner.words.texts import Texts


def scopes(portfolio: Portfolio) -> list[Scope]:
    """What a ceiling can stand over: all, the views and their headings, the agencies, the programs."""
    found = [Scope()]
    for view in portfolio.views:
        found.append(Scope(ScopeKind.VIEW, view.id))
        headings = dict.fromkeys(member.heading for member in view.members if member.heading)
        found += [Scope(ScopeKind.HEADING, view.id, heading) for heading in headings]
    agencies = dict.fromkeys(program.agency for program in portfolio.programs if program.agency)
    found += [Scope(ScopeKind.AGENCY, agency) for agency in agencies]
    return found + [Scope(ScopeKind.PROGRAM, program.id) for program in portfolio.programs]


def read_ratio(text: str) -> Fraction:
    """A ratio as typed: `90%`, `90` and `９０％` are nine tenths; `UserError` for anything else."""
    return parse_number(normalise_number(text).removesuffix("%")) / 100


class CeilingDialog(QDialog):
    """A ceiling to add, or one to change; a term it cannot show stays as it is."""

    def __init__(self, parent: QWidget, session: Session, texts: Texts, ceiling: Ceiling | None) -> None:
        super().__init__(parent)
        self._session, self._texts, self._ceiling = session, texts, ceiling
        _ = texts._
        self.setObjectName("ceiling")
        self.setWindowTitle(_("Ceiling"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name, self.amount, self.ratio, self.source = (QLineEdit() for _field in range(4))
        self.scope, self.demand, self.expense = (QComboBox() for _field in range(3))
        portfolio = session.state.portfolio
        for scope in scopes(portfolio):
            self.scope.addItem(scope_text(scope, portfolio, texts), scope)
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.setMinimumContentsLength(28)
        for box, every, kinds, field in (
            (self.demand, _("requests and wishes"), (REQUEST, WISH), DEMAND),
            (self.expense, _("any expense"), (DISCRETIONARY, MANDATORY), EXPENSE),
        ):
            box.addItem(every, ANY)
            for kind in kinds:
                box.addItem(_(field.choices[kind]), kind)
        for edit, example in ((self.amount, texts.name("1,200,000千円", "1,200,000,000")), (self.ratio, "90%")):
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.setPlaceholderText(_("for example {example}").format(example=example))
        self.said = Label()
        self.said.setWordWrap(True)
        pal = self.said.palette()
        pal.setColor(self.said.foregroundRole(), theme.tokens().error)
        self.said.setPalette(pal)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = self.buttons.addButton(_("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)  # Enter never means it
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        if ceiling is not None:
            self._fill(ceiling)

    def _lay_out(self) -> None:
        _, form = self._texts._, QFormLayout()
        rows = (
            (_("Name"), self.name),
            (_("Stands over"), self.scope),
            (_("Kind of request"), self.demand),
            (_("Kind of expense"), self.expense),
            (_("Amount"), self.amount),
            (_("Ratio to the previous year"), self.ratio),
            (_("Where it is written"), self.source),
        )
        for name, widget in rows:
            form.addRow(name, widget)
            widget.setAccessibleName(name)
        hint = Label(_("With both an amount and a ratio the two are added up; one of them may be left empty."))
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for part in (hint, self.said, self.buttons):
            layout.addWidget(part)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 64)

    def _fill(self, ceiling: Ceiling) -> None:
        self.name.setText(self._texts.name(ceiling.name, ceiling.name_en))
        place = next((i for i in range(self.scope.count()) if self.scope.itemData(i) == ceiling.scope), -1)
        if place < 0:  # it stands over what the portfolio no longer has
            self.scope.addItem(ceiling.scope.id, ceiling.scope)
            place = self.scope.count() - 1
        self.scope.setCurrentIndex(place)
        self.demand.setCurrentIndex(self.demand.findData(ceiling.kinds.demand))
        self.expense.setCurrentIndex(self.expense.findData(ceiling.kinds.expense))
        self.amount.setText("" if ceiling.amount is None else format_amount(ceiling.amount))
        if ceiling.terms:
            self.ratio.setText(f"{ceiling.terms[0].ratio * 100}%")
        self.source.setText(ceiling.source)

    def wanted(self) -> Ceiling:
        """The ceiling as it is typed; `UserError` when it cannot stand."""
        kinds = Kinds(self.demand.currentData(), self.expense.currentData())
        terms = self._ceiling.terms[1:] if self._ceiling else ()
        if self.ratio.text().strip():
            terms = (Term(read_ratio(self.ratio.text()), kinds=Kinds(ANY, kinds.expense)), *terms)
        document = self._session.state.document
        return Ceiling(
            self._ceiling.id if self._ceiling else free_ceiling_id(document),
            self._ceiling.year if self._ceiling else document.portfolio.request_year,
            self.name.text().strip(),
            "",
            self.scope.currentData(),
            kinds,
            parse_yen(self.amount.text()) if self.amount.text().strip() else None,
            terms,
            self.source.text().strip(),
        ).check()

    def accept(self) -> None:
        """Add or change the ceiling; what cannot stand is said here, and what was typed stays."""
        try:
            label = self._texts._("Change the ceiling") if self._ceiling else self._texts._("Add a ceiling")
            ceiling = self.wanted()
            self._session.edit(label, lambda document: set_ceiling(document, ceiling))
        except UserError as error:
            self.said.setText(error.render(self._texts.translate))
            return
        super().accept()
