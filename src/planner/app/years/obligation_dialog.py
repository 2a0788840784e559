"""Asks for an obligation of the document's own: what is bound, which years, the lines that pay it. Not modal."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.app.years.obligation_model import KIND_NAMES
from planner.core.edits.plan import free_obligation_id, set_obligation
from planner.core.errors import UserError
from planner.core.model.obligations import TERM_LIMIT, Obligation
from planner.core.money import format_amount, parse_yen
from planner.core.years import parse_year
from planner.words.texts import Texts

LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class ObligationDialog(QDialog):
    """An obligation to add, or one to change.

    Signals:
        saved(id): it stands in the document now.
    """

    saved = Signal(str)

    def __init__(self, parent: QWidget, session: Session, texts: Texts, obligation: Obligation | None) -> None:
        super().__init__(parent)
        self._session, self._texts, self._obligation = session, texts, obligation
        self._offered: tuple[int, ...] = ()
        _ = texts._
        self.setObjectName("obligation")
        self.setWindowTitle(_("Obligation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name, self.total, self.first, self.last = (QLineEdit() for _field in range(4))
        self.program, self.kind = QComboBox(), QComboBox()
        self.lines, self.instalments = QListWidget(), QTableWidget(0, 1)
        for program in session.state.portfolio.programs:
            self.program.addItem(texts.name(program.name, program.name_en), program.id)
        self.program.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.program.setMinimumContentsLength(28)
        for kind, name in KIND_NAMES.items():
            self.kind.addItem(_(name), kind)
        for edit, example in (
            (self.total, texts.name("499億円", "49,900,000,000")),
            (self.first, "R8"),
            (self.last, "R12"),
        ):
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.setPlaceholderText(_("for example {example}").format(example=example))
        self.instalments.setHorizontalHeaderLabels([_("Instalment (yen); empty: spread evenly")])
        self.instalments.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.instalments.setTabKeyNavigation(False)
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
        self.program.currentIndexChanged.connect(lambda: self._offer_lines(()))
        for edit in (self.first, self.last):
            edit.textChanged.connect(self._offer_years)
        self._fill(obligation)

    def _lay_out(self) -> None:
        _, form = self._texts._, QFormLayout()
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Name"), self.name),
            (_("Program"), self.program),
            (_("Kind"), self.kind),
            (_("Total (yen)"), self.total),
            (_("First year"), self.first),
            (_("Last year"), self.last),
            (_("Lines that pay it"), self.lines),
            (_("Instalments"), self.instalments),
        )
        for name, widget in rows:
            form.addRow(name, widget)
            widget.setAccessibleName(name)
        self.lines.setMaximumHeight(self.fontMetrics().height() * 7)
        hint = Label(
            _("Without a line it stands outside of all totals. From the previous year on lines say their years.")
        )
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for part in (hint, self.said, self.buttons):
            layout.addWidget(part)
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 72, self.fontMetrics().height() * 34)

    def _fill(self, obligation: Obligation | None) -> None:
        state = self._session.state
        if obligation is None:
            if state.program is not None:
                self.program.setCurrentIndex(state.program)
            self.first.setText(self._texts.era(state.portfolio.request_year))
            self._offer_lines(())
            return
        self.name.setText(self._texts.name(obligation.name, obligation.name_en))
        self.program.setCurrentIndex(max(self.program.findData(obligation.program), 0))
        self.kind.setCurrentIndex(self.kind.findData(obligation.kind))
        self.total.setText("" if obligation.total is None else format_amount(obligation.total))
        self.first.setText(self._texts.era(obligation.first_year))
        self.last.setText(self._texts.era(obligation.last_year))
        self._offer_lines(obligation.lines)
        given = dict(obligation.instalments)
        for row, year in enumerate(self._years()):
            if year in given:
                self.instalments.setItem(row, 0, QTableWidgetItem(format_amount(given[year])))

    def _offer_lines(self, chosen: tuple[str, ...]) -> None:
        portfolio = self._session.state.portfolio
        place = portfolio.program_index.get(self.program.currentData())
        self.lines.clear()
        for row in portfolio.rows_below(place) if place is not None else ():
            item = QListWidgetItem(self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row]))
            item.setData(LINE_ROLE, portfolio.lines.ids[row])
            item.setCheckState(Qt.CheckState.Checked if portfolio.lines.ids[row] in chosen else Qt.CheckState.Unchecked)
            self.lines.addItem(item)

    def _years(self) -> range:
        """The years of the term as typed; none while they make no sense."""
        try:
            first, last = parse_year(self.first.text()), parse_year(self.last.text())
        except UserError:
            return range(0)
        return range(first, min(last + 1, first + TERM_LIMIT))

    def _offer_years(self) -> None:
        """A row a year of the term; what was typed for a year stays with it."""
        typed = self._typed()
        self._offered = tuple(self._years())
        with QSignalBlocker(self.instalments):
            self.instalments.setRowCount(len(self._offered))
            self.instalments.setVerticalHeaderLabels([self._texts.era(year) for year in self._offered])
            for row, year in enumerate(self._offered):
                self.instalments.setItem(row, 0, QTableWidgetItem(typed.get(year, "")))

    def _typed(self) -> dict[int, str]:
        """What is typed for the years that have something."""
        texts = [str(self.instalments.model().index(row, 0).data() or "") for row in range(len(self._offered))]
        return {year: text for year, text in zip(self._offered, texts, strict=True) if text.strip()}

    def wanted(self) -> Obligation:
        """The obligation as it is typed; `UserError` when it cannot stand."""
        typed, before = self._typed(), self._obligation
        name, name_en = self.name.text().strip(), ""
        if before is not None and name == self._texts.name(before.name, before.name_en):
            name, name_en = before.name, before.name_en
        checked = [self.lines.item(row) for row in range(self.lines.count())]
        return Obligation(
            id=before.id if before else free_obligation_id(self._session.state.document),
            program=self.program.currentData(),
            name=name,
            name_en=name_en,
            kind=self.kind.currentData(),
            total=parse_yen(self.total.text()),
            first_year=parse_year(self.first.text()),
            last_year=parse_year(self.last.text()),
            lines=tuple(each.data(LINE_ROLE) for each in checked if each.checkState() is Qt.CheckState.Checked),
            instalments=tuple((year, parse_yen(text)) for year, text in typed.items()),
            sheet=before.sheet if before else "",
            quote=before.quote if before else "",
        )

    def accept(self) -> None:
        """Put it into the document, one step to undo; a refusal is said here and keeps what was typed."""
        try:
            wanted = self.wanted()
            text = self._texts._("Obligation")
            self._session.edit(text, lambda document: set_obligation(document, wanted))
        except UserError as error:
            self.said.setText(error.render(self._texts.translate))
            return
        self.saved.emit(wanted.id)
        super().accept()
