"""How the amount of the line under the cursor comes about, in one row; its drivers can be typed into right there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from planner.app.lines.bar.operand import OperandButton, OperandEditor
from planner.app.lines.bar.preview import Preview, preview
from planner.app.lines.line_columns import COLUMNS, DRIVERS, EDITED, Column, column_of
from planner.app.lines.line_table import LineTable
from planner.app.session.session import Session
from planner.app.tables.cell_table import CONTROL, ENTER_KEYS, step_of
from planner.app.tables.entry_model import Index
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.plain import Label, plain_tip
from planner.app.widgets.sheet import set_tone
from planner.core.calculation.cohort import Vintage, line_amount, vintages
from planner.core.errors import UserError
from planner.core.model.fields import FIELDS, SHARE, TIMES
from planner.core.model.lines import Amount, Line
from planner.core.money import format_change
from planner.words.figures import unit_name
from planner.words.reckoning import amount_words, operands, product, together
from planner.words.texts import Texts


class ReckoningRow(QWidget):
    """Line and field, the factors of the amount, what comes of them, and how far that is from the base.

    Signals:
        edited(): what was typed here was taken or dropped, and another cell may be shown.
    """

    edited = Signal()

    def __init__(self, session: Session, texts: Texts, table: LineTable) -> None:
        super().__init__()
        self._session, self._texts, self._table = session, texts, table
        self._cell: QPersistentModelIndex | None = None
        self._preview = Preview()
        self._editing: QPersistentModelIndex | None = None
        self._rest = ("", "")
        _ = texts._
        self.name, self.field = ElidedLabel(), Label()
        self.name.setProperty("tone", "second")
        self.field.setFont(theme.sized(theme.POINTS, bold=True))
        self.operands = {field.key: OperandButton(_(field.label)) for field in EDITED.values()}
        self.signs = {key: Label("×") for key in list(FIELDS)[1:]}
        self.editor = OperandEditor(self)
        self.rest, self.result, self.distance, self.refusal = Label(), Label(), Label(), ElidedLabel()
        self.result.setFont(theme.sized(theme.POINTS, bold=True))
        self.distance.setFont(theme.sized(theme.POINTS, bold=True))
        self.refusal.setProperty("tone", "error")
        self._lay_out()
        for key, button in self.operands.items():
            button.clicked.connect(lambda _checked=False, key=key: self.edit(key))
            button.reached.connect(lambda key=key: self._go(key))
        self.editor.textEdited.connect(self._on_typed)
        self.editor.finished.connect(self._finish)
        self.editor.dropped.connect(self._drop)
        self.editor.deserted.connect(self._desert)

    def _lay_out(self) -> None:
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        self._layout.setSpacing(theme.px(5))
        between = QFrame()
        between.setProperty("line", "left")
        between.setFixedSize(1, theme.px(16))
        self._layout.addWidget(self.name)
        for widget in (self.field, between):
            self._layout.addWidget(widget)
        for key in (*(key for key in self.operands if key not in FIELDS), *FIELDS):
            if key in self.signs:
                self._layout.addWidget(self.signs[key])
            self._layout.addWidget(self.operands[key])
        for label in (self.rest, self.result):
            self._layout.addWidget(label)
        self._layout.addWidget(self.refusal, 1)
        self._layout.addStretch()
        self._layout.addWidget(self.distance)
        self.editor.hide()
        self.refusal.hide()

    # ---------------------------------------------------------------- what is shown

    @property
    def is_editing(self) -> bool:
        """Whether something is typed here."""
        return self._editing is not None

    def show_cell(self, cell: Index | None) -> None:
        """Speak of another cell, or of none; not while something is typed here."""
        if self._editing is not None and not self._editing.isValid():
            self._close()
        if self._editing is None:
            self._cell = None if cell is None else QPersistentModelIndex(cell)
            self._show()

    def show_typed(self, typed: tuple[Index, str] | None) -> None:
        """Say what would come of a text that is typed into a cell; `None` when that has ended."""
        before, self._preview = self._preview, Preview()
        if typed is not None:
            self._preview = preview(self._session.state, self._table.lines, *typed)
        if self._preview != before:
            self._show()

    def _show(self) -> None:
        cell, lines, _ = self._cell, self._table.lines, self._texts._
        state = self._session.state
        # a cell that is left because its line is gone is told of before the table is another one
        there = cell is not None and cell.isValid() and lines.row_at(cell).line < len(state.portfolio.lines)
        self._say_line(there)
        if cell is None or not there:
            return
        row = lines.row_at(cell)
        line = self._preview.line or state.reckoned(row.line)
        field = lines.field_at(cell)
        self._say_operands(line, row.line, None if field is None else field.key)
        amount = line_amount(line, state.shown_year)
        self._say(self.result, f"{self._texts.name('＝', '=')} {amount_words(amount, self._texts)}")
        base = state.in_shown_year(self._session.base.line(row.line))
        said = ""
        if state.scenario and isinstance(amount, int) and isinstance(base, int):
            moved = f"{format_change(amount - base, state.unit)}{self._space}{unit_name(state.unit, self._texts)}"
            said = _("{amount} from the base").format(amount=moved) if amount != base else _("as in the base")
            set_tone(self.distance, "decrease" if amount < base else "increase" if amount > base else "third")
        self._say(self.distance, said)
        self._say_refusal()
        self._fit()

    @property
    def _space(self) -> str:
        return "" if self._texts.language == "ja" else " "

    def _say_line(self, there: bool) -> None:
        """The names of line and field; that there is none where none is."""
        for label in (self.rest, self.result, self.distance, *self.signs.values()):
            label.setVisible(there)
        if not there or self._cell is None:
            for button in self.operands.values():
                button.hide()
            self.field.setText("")
            self.name.setText(self._texts._("No line is shown: choose a program at the left, or add a line."))
            return
        row, names = self._table.lines.row_at(self._cell), COLUMNS.index(Column.LABEL)
        first = self._table.lines.index(self._table.lines.row_of_line(row.line), names)
        said = [str(first.data()).strip()]
        if row.vintage is not None:
            said.append(str(self._table.lines.index(self._cell.row(), names).data()).strip(" └"))
        self.name.setText(" › ".join(said))
        column = COLUMNS[self._cell.column()]
        self.field.setText("" if column is Column.LABEL else self._texts._(column.value))

    def _say_operands(self, line: Line, row: int, here: str | None) -> None:
        state, texts = self._session.state, self._texts
        year, unit = state.shown_year, state.portfolio.lines.units[row]
        made = vintages(line, year)
        now, earlier = made[0], [vintage for vintage in made[1:] if vintage.intake]
        able = self._table.lines.takes_input and not state.document.scenario(state.scenario).locked
        said = {each.field: each.text for each in operands(now, unit, texts)}
        plain = {key for key, factor in ((TIMES.key, now.times), (SHARE.key, now.share)) if factor == 1}
        for key, button in self.operands.items():
            if key not in FIELDS and key == here:
                index = self._index(key)
                shown = "" if index is None else str(index.data())
                button.say(shown or texts._("not stated"), here=True, able=able)
            elif key in said:
                button.say(said[key], here=key == here, able=able)
            seen = key == here or (key in said and key not in plain)
            button.setVisible(seen and not self._is_edited(key))
            if key in self.signs:
                self.signs[key].setVisible(seen)
        joined = f"{texts.name('＋', '+')} {texts._('continuing')}"
        self._rest = (
            " ".join(f"{joined} {product(each, unit, texts)}" for each in together(earlier)),
            f"{joined} {amount_words(_sum(earlier), texts)}" if earlier else "",
        )

    def _say(self, label: Label, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(text)

    def _say_refusal(self) -> None:
        """Why what is typed cannot stand, in the place of what would come of it."""
        refusal = self._preview.refusal
        self.refusal.setText("" if refusal is None else refusal.render(self._texts.translate).replace("\n", " "))
        self.editor.setAccessibleDescription(self.refusal.text())
        self.refusal.setVisible(refusal is not None)
        for label in (self.result, self.distance):
            label.setVisible(refusal is None)

    def _fit(self) -> None:
        """Say as much as there is room for, each figure whole: earlier intakes by their factors, else by their amount.

        Where there is less, first the distance from the base is left out, then the earlier intakes.
        """
        full, short = self._rest
        far = self.distance.text() if self._preview.refusal is None else ""
        for rest, distance in ((full, far), (short, far), (short, ""), ("", "")):
            self.rest.setText(rest)
            self.rest.setVisible(bool(rest) and self._preview.refusal is None)
            self.distance.setVisible(bool(distance))
            if self._fits():
                break
        self.rest.setAccessibleName(full)
        self.rest.setToolTip(plain_tip(full) if self.rest.text() != full else "")

    def _fits(self) -> bool:
        """Whether all that is seen has room, the name of the line as little of it as can be."""
        parts = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        wide = [each.sizeHint().width() for each in parts if each.isVisibleTo(self)]
        margins, least = self._layout.contentsMargins(), theme.px(96)
        needed = sum(wide) - max(self.name.sizeHint().width() - least, 0) + self._layout.spacing() * len(wide)
        return needed <= self.width() - margins.left() - margins.right()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # ---------------------------------------------------------------- typing here

    def _index(self, key: str) -> Index | None:
        """The cell of a field of the line shown."""
        column = column_of(key)
        if self._cell is None or column is None:
            return None
        lines = self._table.lines
        return lines.index(lines.row_of_line(lines.row_at(self._cell).line), column)

    def _is_edited(self, key: str) -> bool:
        return self._editing is not None and EDITED[COLUMNS[self._editing.column()]].key == key

    def _go(self, key: str) -> None:
        """Put the cursor of the table on the cell of a factor, which frames it; the focus stays here."""
        index = self._index(key)
        if index is None or self._table.isColumnHidden(index.column()):
            return
        if index != self._table.currentIndex():
            self._table.jump(self._table.lines.index(index.row(), index.column()))

    def edit(self, key: str | None = None) -> None:
        """Type into a factor in place: the one named, else that under the cursor, else the rate."""
        if self._cell is None or not self._cell.isValid():
            return
        lines = self._table.lines
        field = lines.field_at(self._cell)
        wanted = key or (field.key if field is not None else DRIVERS[Column.RATE].key)
        index = self._index(wanted)
        if index is None or not self.operands[wanted].isEnabled():
            return
        self._go(wanted)
        self._cell = self._editing = QPersistentModelIndex(index)
        button = self.operands[wanted]
        with QSignalBlocker(self.editor):
            self.editor.setText(lines.plain(index))
        self.editor.setAccessibleName(self._texts._(EDITED[COLUMNS[index.column()]].label))
        self._layout.insertWidget(self._layout.indexOf(button), self.editor)
        button.hide()
        self.editor.show()
        self.editor.setFocus()
        self.editor.selectAll()

    def _on_typed(self, text: str) -> None:
        if self._editing is not None:
            self.show_typed((self._editing, text))

    def _take(self, *, fill: bool = False) -> bool:
        """Set what is typed, in every selected cell where it is to fill them; whether it can stand."""
        index, lines, text = self._editing, self._table.lines, self.editor.text()
        if index is None or not index.isValid():
            return True
        cells: list[Index] = [*self._table.blocks.cells()] if fill else []
        try:
            if fill or text != lines.plain(index):
                lines.enter([(cell, text) for cell in cells or [index]])
        except UserError as error:
            self._preview = Preview(refusal=error)
            self._show()
            return False
        return True

    def _finish(self, event: QKeyEvent) -> None:
        """Take what is typed and go back to the table, one cell on as after typing in a cell."""
        fill = event.key() in ENTER_KEYS and bool(event.modifiers() & CONTROL)
        step = step_of(event)
        if self._take(fill=fill) and step is not None:
            self._close()
            self.edited.emit()
            self._table.setFocus()
            if not fill:
                self._table.step(*step)

    def _drop(self) -> None:
        self._close()
        self.edited.emit()
        self._table.setFocus()

    def _desert(self) -> None:
        """Take what is typed when the focus goes elsewhere; what cannot stand keeps it."""
        if self._editing is None:
            return
        if self._take():
            self._close()
            self.edited.emit()
        else:
            self.editor.setFocus()

    def _close(self) -> None:
        self._editing, self._preview = None, Preview()
        self.editor.hide()


def _sum(earlier: Sequence[Vintage]) -> Amount:
    """What vintages come to together; why there is no amount where one has none."""
    lacking = next((each.amount for each in earlier if not isinstance(each.amount, int)), None)
    return sum(each.amount for each in earlier if isinstance(each.amount, int)) if lacking is None else lacking
