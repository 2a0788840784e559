"""The figures that vary, and those of the register: each with its range, typed over here, and what it does alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.whatif.bare_list import BareList, side
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.in_force import effective
from planner.core.edits.typed import read_entry
from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, Value
from planner.core.model.ranges import JudgedRange, Named, Own
from planner.core.money import format_change
from planner.core.risk.asked import is_variation, read_own, read_variation
from planner.core.risk.drivers import Given, Varied
from planner.core.risk.tornado import Ends
from planner.core.seek.levers import Driver
from planner.words.figures import unit_name
from planner.words.risk import judged_by, share_text
from planner.words.texts import Texts

LINE, DRIVER, NOW, LOW, MODE, HIGH, AT_LOW, AT_HIGH, GROUP, JUDGED = range(10)
TYPED = (LOW, MODE, HIGH, GROUP)
LEAST_ROWS = 4
NAMES = 140
"""Logical pixels that a name has at least; where the figures leave less, they are scrolled to."""


class Figure(NamedTuple):
    """A figure that varies between two ends, most likely `mode` where that was said; alone it does what `ends` say.

    `entry` is what the register says of it, `given` where its range comes from; ends are `None` where nothing says so.
    """

    named: Named
    low: Value | None
    high: Value | None
    mode: Value | None = None
    ends: Ends | None = None
    entry: JudgedRange | None = None
    given: Given | None = None


class FiguresModel(TableModel):
    """Each figure a row; those of the register stay while nothing else is known.

    Signals:
        refused(UserError): what was typed cannot stand.
    """

    refused = Signal(object)

    def __init__(self, session: Session, texts: Texts, assumptions: Assumptions, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self._assumptions, self._now = assumptions, 0
        self._of = session.state.evaluation
        self.rows: Sequence[Figure] = ()
        self.varied: Sequence[Varied] = ()
        """What varied when it was asked last, in the order of the rows."""
        self.show((), (), 0)

    def show(self, varied: Sequence[Varied], tornado: Sequence[Ends], now: int) -> None:
        """Show what varies of an amount (`now`, yen), those that move it most first."""
        _ = self._texts._
        unit = unit_name(self._session.state.unit, self._texts)
        self.beginResetModel()
        self.headers = (
            _("Line"),
            _("Driver"),
            _("Value now"),
            _("Lowest"),
            _("Most likely"),
            _("Highest"),
            _("Low ({unit})").format(unit=unit),
            _("High ({unit})").format(unit=unit),
            _("Group"),
            _("Judged by"),
        )
        self._now = now
        ends, order = {each.driver: each for each in tornado}, {each.driver: at for at, each in enumerate(tornado)}
        left = {each.figure: each for each in self._assumptions.register}
        rows = []
        self.varied = sorted(varied, key=lambda each: order.get(each.driver, len(order)))
        for each in self.varied:
            named = self.named(each.driver)
            rows.append(_figure(named, left.pop(named, None), each, ends.get(each.driver)))
        self.rows = [*rows, *(_figure(named, entry) for named, entry in left.items())]
        self._of = self._session.state.evaluation
        self.endResetModel()

    @property
    def still_varied(self) -> Sequence[Varied]:
        """What varied when it was asked last, where only the register may say something else since."""
        return self.varied if self._session.state.evaluation is self._of else ()

    def named(self, driver: Driver) -> Named:
        """A driver as it is written."""
        return Named(self._session.state.portfolio.lines.ids[driver.row], driver.field.key, driver.year)

    def value_now(self, named: Named) -> Value | None:
        """What a figure is in the scenario shown."""
        row = self._session.state.portfolio.line_index.get(named.line)
        return None if row is None else effective(self._session.state.drivers(row), named.field, named.year)

    def name(self, named: Named) -> str:
        """The name of a figure's line."""
        lines, row = self._session.state.portfolio.lines, self._session.state.portfolio.line_index.get(named.line)
        return named.line if row is None else self._texts.name(lines.labels[row], lines.labels_en[row])

    def driver_name(self, named: Named) -> str:
        """The name of its driver, with the year where it is not the request year."""
        name = self._texts._(FIELDS[named.field].label)
        is_usual = named.year == self._session.state.portfolio.request_year
        return name if is_usual else f"{name} {self._texts.era(named.year)}"

    def program_name(self, named: Named) -> str:
        """The name of the program it is of."""
        portfolio = self._session.state.portfolio
        row = portfolio.line_index.get(named.line)
        if row is None:
            return ""
        program = portfolio.programs[portfolio.lines.program[row]]
        return self._texts.name(program.name, program.name_en)

    # ---------------------------------------------------------------- typed over

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        figure, column, typed = self.rows[index.row()], index.column(), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or typed == self._typed(figure, column):
            return False
        try:
            if column == GROUP:
                self.judge(figure.named, group=typed)
            elif not typed and column != MODE:
                self.take_out(index.row())
            else:
                self.judge(figure.named, span=self._span(figure, column, typed))
        except UserError as error:
            self.refused.emit(error)
            return False
        return True

    def _span(self, figure: Figure, column: int, typed: str) -> Own | Fraction:
        """What is typed: `±10%`, a whole range with `..`, or one of its values."""
        if is_variation(typed):
            return read_variation(typed)
        field, now = FIELDS[figure.named.field], self.value_now(figure.named)
        own = read_own(typed, field, now)
        if own is not None:
            return own
        read = read_entry(typed, field, now).value if typed else None
        ends = {LOW: figure.low, MODE: figure.mode, HIGH: figure.high} | {column: read}
        low, high = ends[LOW], ends[HIGH]
        if low is None or high is None:
            raise UserError(N_("The range has one end alone."), N_("Write both, as 4,000..5,000."))
        return Own(low, high, ends[MODE])

    def judge(self, named: Named, **said: Any) -> None:
        """Judge something else of a figure."""
        self._assumptions.judge(named, self._texts._("Range: {figure}").format(figure=self.whole_name(named)), **said)

    def take_out(self, place: int) -> None:
        """Let the register say nothing of a figure any more."""
        if 0 <= place < len(self.rows) and self.rows[place].entry is not None:
            named = self.rows[place].named
            text = self._texts._("Range taken out: {figure}").format(figure=self.whole_name(named))
            self._assumptions.take_out(named, text)

    def whole_name(self, named: Named) -> str:
        """A figure by its line and driver."""
        return f"{self.name(named)} {self.driver_name(named)}"

    def _typed(self, figure: Figure, column: int) -> str:
        if column == GROUP:
            return "" if figure.entry is None else figure.entry.group
        value = {LOW: figure.low, MODE: figure.mode, HIGH: figure.high}[column]
        return "" if value is None else FIELDS[figure.named.field].display(value)

    # ---------------------------------------------------------------- as a table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in TYPED else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        figure, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(figure, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(figure, column) or self._texts._("none")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(self._tips(figure, column))) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole and column in TYPED and figure.entry is not None:
            return theme.bold(theme.table_font())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(figure, column)
        return None

    def _tips(self, figure: Figure, column: int) -> list[str]:
        """The whole name of a line, and of a figure of the register who judged so, when and why."""
        said, entry = [], figure.entry
        if column == LINE:
            said.append(" › ".join(filter(None, [self.program_name(figure.named), self.name(figure.named)])))
        if entry is not None:
            said += [judged_by(entry), entry.why, self._texts._("In the register; Delete takes it out.")]
        if column in (LOW, MODE, HIGH):
            said.append(self._texts._("Type a value, ±10% or 4,000..5,000: it goes into the register."))
        return [each for each in said if each]

    def _colour(self, figure: Figure, column: int) -> Any:
        tokens = theme.tokens()
        if column in TYPED:
            return tokens.input
        effect = self.effect(figure, high=column == AT_HIGH) if column in (AT_LOW, AT_HIGH) else None
        return None if not effect else tokens.decrease if effect < 0 else tokens.increase

    def effect(self, figure: Figure, *, high: bool) -> int | None:
        """By how many yen a figure alone at one of its ends moves the amount."""
        ends = figure.ends
        return None if ends is None else (ends.high_amount if high else ends.low_amount) - self._now

    def _text(self, figure: Figure, column: int) -> str:
        if column == LINE:
            return self.name(figure.named)
        if column == DRIVER:
            return self.driver_name(figure.named)
        field = FIELDS[figure.named.field]
        if column == NOW:
            return self._texts.value(field, self.value_now(figure.named))
        if column in TYPED:
            return self._typed(figure, column)
        if column == JUDGED:
            return self.source(figure)
        effect = self.effect(figure, high=column == AT_HIGH)
        return "−" if effect is None else format_change(effect, self._session.state.unit)

    def source(self, figure: Figure, when: int = 10) -> str:
        """Who judged a range and on which day, with its share; else that it is printed, or how much was asked for.

        `when` is how many letters are told of the moment.
        """
        _, entry = self._texts._, figure.entry
        if figure.named.line not in self._session.state.portfolio.line_index:
            return _("(line is gone)")
        if entry is not None and entry.span is not None:
            share = share_text(entry.span) if isinstance(entry.span, Fraction) else ""
            return f"{share} {entry.who} {entry.when[:when].replace('T', ' ')}".strip()
        if figure.given is Given.ASKED:
            return self._assumptions.variation
        return _("printed") if figure.given is Given.PUBLISHED else "−"


def _figure(named: Named, entry: JudgedRange | None, varied: Varied | None = None, ends: Ends | None = None) -> Figure:
    """A figure as it varies; of one that does not what the register says."""
    given = None if varied is None else varied.given
    if entry is not None and isinstance(entry.span, Own):
        return Figure(named, *entry.span, ends, entry, given)
    if varied is None:
        return Figure(named, None, None, None, ends, entry)
    return Figure(named, *varied.ends, varied.mode, ends, entry, given)


def _side(column: int) -> Qt.AlignmentFlag:
    return side(column not in (LINE, DRIVER, GROUP, JUDGED))


class FiguresTable(BareList):
    """The table of them; typing puts a range into the register, Delete takes it out.

    Signals:
        refilled(): it shows something else, the cursor with its figure again.
    """

    refilled = Signal()

    def __init__(self, session: Session, texts: Texts, assumptions: Assumptions, hidden: Sequence[int]) -> None:
        super().__init__(
            "what-if-figures", texts._("Figures that vary"), (16, 8, 11, 11, 11, 11, 9, 9, 8, 16), LEAST_ROWS
        )
        self._waiting: tuple[Sequence[Varied], Sequence[Ends], int] | None = None
        self.figures = FiguresModel(session, texts, assumptions, self)
        self.setModel(self.figures)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.let_type()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(theme.px(40))
        for column in hidden:
            self.hideColumn(column)

    def show_figures(self, varied: Sequence[Varied], tornado: Sequence[Ends], now: int) -> None:
        """Show other figures, columns as wide as what stands in them; the cursor stays with its figure.

        While somebody types into a cell they wait: an answer that arrives takes nothing from under his hands.
        """
        if self.state() is QAbstractItemView.State.EditingState:
            self._waiting = varied, tornado, now
            return
        at, model = self.currentIndex(), self.figures
        named = model.rows[at.row()].named if 0 <= at.row() < len(model.rows) else None
        model.show(varied, tornado, now)
        for each in range(DRIVER, model.columnCount()):
            self.resizeColumnToContents(each)
        self._give_way()
        row = next((place for place, each in enumerate(model.rows) if each.named == named), at.row())
        if 0 <= row < len(model.rows):
            self.setCurrentIndex(model.index(row, at.column()))
        self.refilled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """The names take the room that the figures leave, and so much at least that they can be told apart."""
        columns = [each for each in range(self.figures.columnCount()) if each != LINE]
        self.setColumnWidth(LINE, max(self.viewport().width() - sum(map(self.columnWidth, columns)), theme.px(NAMES)))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What waited while a cell was typed into is shown."""
        super().closeEditor(editor, hint)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self.show_figures(*waiting)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a figure out of the register."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.figures.take_out(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
