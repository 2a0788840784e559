"""The bulk change of the selected cells: what it would do is shown with every key, Apply does it as one edit.

The dialog is not modal and follows the selection; it holds no values of its own.
"""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from planner.app.lines.bulk_plan import BulkPlan
from planner.app.lines.line_columns import COLUMNS, DRIVERS, Column
from planner.app.lines.line_table import LineTable
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.app.widgets.room import give_room
from planner.core.edits.bulk import STEPS, BulkChange, Reach, Way, read_bulk_change
from planner.core.errors import N_, UserError
from planner.core.model.fields import QUANTITY, RATE, Field
from planner.core.money import format_amount, format_change
from planner.words.figures import STEP_NAMES, percent_text, unit_name
from planner.words.texts import Texts

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PREVIEWED = 200
"""So many cells are shown before and after."""

PROMPT = 5_000
"""Up to so many cells the outcome is shown with every key."""
PAUSE = 250
"""Milliseconds without a key after which it is shown for more."""

WAYS = {
    Way.PERCENT: N_("Change by percent (±%)"),
    Way.ADD: N_("Add an amount (±)"),
    Way.SET: N_("Set to"),
    Way.KEEP: N_("Only round"),
}
KEPT = {
    RATE: N_("vintages already taken in keep the rate of their intake"),
    QUANTITY: N_("vintages already taken in keep their people"),
}
"""Why a part of the selected lines stays as it is."""


class Bulk(QObject):
    """Opens the bulk change of a table, once."""

    def __init__(self, table: LineTable, session: Session, texts: Texts) -> None:
        super().__init__(table)
        self._table, self._session, self._texts = table, session, texts
        self.dialog: BulkDialog | None = None

    def open(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self.dialog is None:
            self.dialog = BulkDialog(self._table, self._session, self._texts)
            self.dialog.finished.connect(self._forget)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _forget(self) -> None:
        self.dialog = None


class BulkDialog(QDialog):
    """Asks how to change the selected cells of one driver, and shows what comes of it."""

    def __init__(self, table: LineTable, session: Session, texts: Texts) -> None:
        super().__init__(table.window())
        self._table, self._session, self._texts = table, session, texts
        self._cells: list[QModelIndex] = []
        self._nothing: UserError | None = None
        self._plan: BulkPlan | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._show)
        _ = texts._
        self.setObjectName("bulk")
        self.setWindowTitle(_("Bulk change"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.driver, self.way, self.step = QComboBox(), QComboBox(), QComboBox()
        self.figure = QLineEdit()
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.said, self.effect, self.reach = Label(), Label(), Label()
        for label in (self.said, self.reach):
            label.setWordWrap(True)
        self._reach: Reach | None = None
        self.preview = QTableWidget(0, 3)
        self._make_preview()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.apply = self.buttons.addButton(_("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setDefault(True)
        # so that Enter never means Close while nothing can be applied
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        for way, name in WAYS.items():
            self.way.addItem(_(name), way)
        self._on_selection()
        self.driver.activated.connect(self._offer_steps)
        for changed in (self.way.activated, self.step.activated, self.figure.textChanged):
            changed.connect(self._on_figure)
        lines = table.lines
        for moved in (table.selectionModel().selectionChanged, lines.modelReset, lines.layoutChanged, session.changed):
            moved.connect(self._on_selection)
        self.figure.setFocus()

    def _make_preview(self) -> None:
        _ = self._texts._
        for column, name in enumerate((_("Item"), _("Before"), _("After"))):
            head = QTableWidgetItem(name)
            head.setTextAlignment(RIGHT if column else LEFT)
            self.preview.setHorizontalHeaderItem(column, head)
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setFont(theme.table_font())
        self.preview.setAccessibleName(_("The selected cells before and after"))
        self.preview.verticalHeader().hide()
        self.preview.verticalHeader().setDefaultSectionSize(round(self.preview.fontMetrics().height() * 1.5))
        header = self.preview.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column in (1, 2):
            self.preview.setColumnWidth(column, digit * 18)

    def _lay_out(self) -> None:
        _ = self._texts._
        form = QFormLayout()
        rows = ((_("Column"), self.driver), (_("Kind of change"), self.way), (_("Figure"), self.figure),
                (_("Round to"), self.step))  # fmt: skip
        for name, widget in rows:
            form.addRow(name, widget)
            widget.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for part in (self.said, self.preview, self.reach, self.effect, self.buttons):
            layout.addWidget(part)
        layout.setStretchFactor(self.preview, 1)
        self.said.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)  # so that nothing jumps when it speaks
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 72, self.fontMetrics().height() * 32)

    # ---------------------------------------------------------------- what is offered

    @property
    def _field(self) -> Field | None:
        column = self.driver.currentData()
        return None if column is None else DRIVERS[column]

    def _offer_drivers(self) -> None:
        """The drivers of the cells, that of the cursor chosen unless another one was."""
        there = {COLUMNS[cell.column()] for cell in self._cells}
        columns = [column for column in DRIVERS if column in there]
        if columns == [self.driver.itemData(place) for place in range(self.driver.count())]:
            return
        chosen = self.driver.currentData()
        current = COLUMNS[max(self._table.currentIndex().column(), 0)]
        self.driver.clear()
        for column in columns:
            self.driver.addItem(self._texts._(column.value), column)
        wanted: Column | None = chosen if chosen in columns else current if current in columns else None
        if wanted is not None:
            self.driver.setCurrentIndex(columns.index(wanted))

    def _offer_steps(self) -> None:
        """What values of this driver can be rounded to."""
        field = self._field
        steps = STEPS[field.kind] if field is not None else ()
        if steps != tuple(self.step.itemData(place) for place in range(self.step.count())):
            self.step.clear()
            for step in steps:
                assert field is not None
                self.step.addItem(self._texts._(STEP_NAMES[field.kind, step]), step)
        self._reach = None
        self._on_figure()

    def _on_selection(self) -> None:
        try:
            self._cells, self._nothing = self._table.blocks.required(), None
        except UserError as error:
            self._cells, self._nothing = [], error
        self._offer_drivers()
        self._offer_steps()

    def _on_figure(self) -> None:
        """Show at once what comes of it; of very many cells only when no key follows for a moment."""
        if len(self._cells) <= PROMPT:
            self._show()
        else:
            self.apply.setEnabled(False)
            self._pause.start()

    # ---------------------------------------------------------------- what comes of it

    def _show(self) -> None:
        """Show what would come of it, or why nothing can."""
        self.step.setEnabled(self.step.count() > 0 and self.way.currentData() is not Way.SET)
        self.figure.setEnabled(self.way.currentData() is not Way.KEEP)
        self._plan, effect, reason = None, None, ""
        try:
            self._plan = self._unchanged()
            self._plan = self._plan.changed_by(self._read(self._plan.field))
            effect = self._plan.effect()
        except UserError as error:
            reason = error.render(self._texts.translate) if self._plan is None or self._is_asked() else ""
        ready = not reason and self._plan is not None and bool(self._plan.entries())
        self._say(reason)
        self._show_preview()
        self.apply.setEnabled(ready)
        if self._plan is not None and self._reach is None:
            self._reach = self._plan.reach()
        self.reach.setText(self._reach_text(effect if ready else None))
        self.effect.setText(self._effect_text(effect) if ready else " ")

    def _unchanged(self) -> BulkPlan:
        if self._nothing is not None:
            raise self._nothing
        field = self._field
        if field is None:
            raise UserError(
                N_("The selected cells hold no figures to change in bulk."),
                N_("Select cells of the rate, the quantity, the times or the share."),
            )
        return BulkPlan.of(self._table.lines, self._session.state, field, self._cells)

    def _read(self, field: Field) -> BulkChange:
        step = self.step.currentData() if self.step.isEnabled() else 1
        return read_bulk_change(self.way.currentData(), self.figure.text(), field, step)

    def _is_asked(self) -> bool:
        """Whether there is something to judge: a figure typed, or none needed."""
        return self.way.currentData() is Way.KEEP or bool(self.figure.text().strip())

    def _effect_text(self, effect: int | None) -> str:
        state, _ = self._session.state, self._texts._
        before = state.evaluation.total[1].amount
        if effect is None or before is None:
            return _("The total cannot be computed.")
        said = _("Request {year}, all programs: {before} → {after} {unit} ({difference})")
        return said.format(
            year=self._texts.era(state.portfolio.request_year),
            before=format_amount(before, state.unit),
            after=format_amount(before + effect, state.unit),
            unit=unit_name(state.unit, self._texts),
            difference=format_change(effect, state.unit),
        )

    def _reach_text(self, effect: int | None) -> str:
        """What of the selected lines moves, and what cannot and why; with an effect, what it is in percent of them."""
        plan, found, state, _ = self._plan, self._reach, self._session.state, self._texts._
        if plan is None or found is None or not (found.kept or found.unknown):
            return ""
        year, unit = state.portfolio.request_year, unit_name(state.unit, self._texts)
        amounts = (found.movable + found.kept, found.movable, found.kept)
        whole, movable, kept = (format_amount(each, state.unit) for each in amounts)
        said = []
        if found.kept:
            why = KEPT.get(plan.field) if state.shown_year == year else None
            one = N_("Selected lines {year}: {whole} {unit}. {movable} moves, {kept} stays ({n} line): {why}.")
            many = N_("Selected lines {year}: {whole} {unit}. {movable} moves, {kept} stays ({n} lines): {why}.")
            said.append(
                self._texts.plural(
                    found.staying,
                    one,
                    many,
                    year=self._texts.era(year),
                    whole=whole,
                    unit=unit,
                    movable=movable,
                    kept=kept,
                    why=_(why or N_("values of other years hold there")),
                )
            )
            if effect is not None and amounts[0]:
                percent = percent_text(amounts[0] + effect, amounts[0], self._texts)
                said.append(_("All told they change by {percent}.").format(percent=percent))
        if found.unknown:
            said.append(_("Selected lines without an amount: {lines}.").format(lines=found.unknown))
        return " ".join(said)

    def _say(self, reason: str) -> None:
        text, colour = reason, theme.tokens().error
        if not reason:
            _, count = self._texts._, len(self._plan.cells) if self._plan else 0
            text, colour = _("Cells: {count}.").format(count=f"{count:,}"), self.palette().color(self.foregroundRole())
            if count > PREVIEWED:
                text += " " + _("The first {shown} are shown.").format(shown=PREVIEWED)
        palette = self.said.palette()
        palette.setColor(self.said.foregroundRole(), colour)
        self.said.setPalette(palette)
        self.said.setText(text)

    def _show_preview(self) -> None:
        plan, rows = self._plan, []
        if plan is not None:
            label = COLUMNS.index(Column.LABEL)
            shown = zip_longest(plan.cells[:PREVIEWED], plan.before[:PREVIEWED], plan.after[:PREVIEWED])
            for cell, *values in shown:
                texts = ["" if value is None else plan.field.display(value) for value in values]
                rows.append([str(cell.siblingAtColumn(label).data()), *texts])
        self.preview.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(RIGHT if column else LEFT)
                item.setToolTip(plain_tip(text))
                self.preview.setItem(row, column, item)

    def accept(self) -> None:
        """Make the change, one step to undo."""
        plan, _ = self._plan, self._texts._
        if self.apply.isEnabled() and plan is not None:
            self._session.set_values(_("Bulk change: {field}").format(field=_(plan.field.label)), plan.entries())
            super().accept()
