"""The programs of the view with their plan years: one measure a time, a column a year."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.program_rows import ANSWERED, NAME, Index, ProgramRow, ProgramRows, moved_programs
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.app.years.year_figures import DIFFERENCES, Trio, YearFigures, YearMeasure, measured, summed
from planner.core.calculation.burden import Burden, Burdens
from planner.core.calculation.evaluate import Totals
from planner.core.money import format_amount, format_change
from planner.words.figures import amount_text, unit_name
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class YearsModel(ProgramRows):
    """The rows of the view × the plan years. It follows the session only while it is looked at (`follow`)."""

    def __init__(self, session: Session, texts: Texts, figures: YearFigures, parent: QWidget | None = None) -> None:
        super().__init__(session, texts, parent)
        self._burdens = figures
        self._state = session.state
        self._trio: Trio | None = None
        self._kept: dict[ProgramRow, tuple[int | None, ...]] = {}
        self.measure = YearMeasure.AMOUNT
        self._bold = theme.bold(theme.table_font())

    # ---------------------------------------------------------------- following

    def follow(self) -> bool:
        """Take up the session as it is now; whether any figure is another one."""
        moved = Moved(self._state, self._session.state)
        old, new = self._trio, self._burdens.trio()
        self._state, self._trio = moved.after, new
        if old is None or moved.outline:
            self._kept = {}
            self.rebuild(moved.after)
            return True
        if old == new and not moved.unit:
            return False
        if moved.unit or any(map(_rebased, old, new)):
            self._kept = {}
            self.told.emit(range(self.columnCount()))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, self.columnCount() - 1)
        else:
            programs = set().union(*map(_moved, old, new))
            self._kept = {
                node: figures
                for node, figures in self._kept.items()
                if node.program is not None and node.program not in programs
            }
            self._refresh_programs(programs)
            self._tell(self._root.children[0])
        return True

    def show_measure(self, measure: YearMeasure) -> None:
        """Show another measure."""
        self.measure, self._kept = measure, {}
        self.told.emit(range(self.columnCount()))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, self.columnCount() - 1)

    # ---------------------------------------------------------------- figures

    @property
    def trio(self) -> Trio:
        """The burdens shown."""
        if self._trio is None:
            self._trio = self._burdens.trio()
        return self._trio

    def burdens(self, node: ProgramRow, found: Burdens) -> tuple[Burden, ...]:
        """The burdens of a row in a scenario; those of a heading are the sum of what it does not list again."""
        if node.program is not None:
            return found.program(node.program)
        if node.parent is self._root:
            return found.total(self._state.shown_view)
        return summed([self.burdens(child, found) for child in node.counted], len(self._state.portfolio.years))

    def figures(self, node: ProgramRow) -> tuple[int | None, ...]:
        """The measure shown of a row in yen, a plan year each."""
        if node not in self._kept:
            shown, base, beside = self.trio
            others = None if beside is None else self.burdens(node, beside)
            self._kept[node] = measured(self.measure, self.burdens(node, shown), self.burdens(node, base), others)
        return self._kept[node]

    def total(self) -> ProgramRow:
        """The row of the total."""
        return self._root.children[0]

    def counted(self) -> list[ProgramRow]:
        """The programs that add up to the total: the topmost ones that are not listed again."""
        found: list[ProgramRow] = []
        for node in self.total().counted:
            found += node.counted if node.program is None else [node]
        return found

    # ---------------------------------------------------------------- what Qt asks

    def columnCount(self, parent: Index | None = None) -> int:
        return 1 + len(self._state.portfolio.years)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section != NAME:
            return RIGHT
        return self.header(section) if role == Qt.ItemDataRole.DisplayRole else None

    def header(self, section: int) -> str:
        """What stands above a column."""
        if section == NAME:
            return f"{self._texts._('Program')} ({unit_name(self._state.unit, self._texts)})"
        years = self._state.portfolio.years
        return self._texts.era(years[section - 1]) if section <= len(years) else ""

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED:
            return None
        node, column = self.node(index), index.column()
        if role == roles.ALIGNMENT:
            return None if column == NAME else RIGHT
        if role == roles.FONT:
            return self._bold if node.program is None else None
        if role == roles.TIP:
            return plain_tip(self.name(node)) if column == NAME else None
        if role == roles.FOREGROUND:
            if node.relisted:
                return theme.tokens().third
            return theme.tokens().decrease if column != NAME and self.text(node, column).startswith("△") else None
        return self.text(node, column)

    def text(self, node: ProgramRow, column: int) -> str:
        """What a cell shows."""
        if column == NAME:
            return self.name(node)
        unit = self._state.unit
        if self.measure is YearMeasure.AMOUNT and (node.program is not None or node is self.total()):
            return amount_text(self._totals(node, self._state)[column - 1], unit, self._texts._)
        figure = self.figures(node)[column - 1]
        if figure is None:
            return "−"
        return format_change(figure, unit) if self.measure in DIFFERENCES else format_amount(figure, unit)

    def _totals(self, node: ProgramRow, state: State) -> Totals:
        return state.totals() if node.program is None else state.evaluation.program(node.program)


def _rebased(old: Burdens | None, new: Burdens | None) -> bool:
    """Whether figures may have moved anywhere: another base, or other lines that pay obligations."""
    if old is None or new is None:
        return old is not new
    return old.known is not new.known


def _moved(old: Burdens | None, new: Burdens | None) -> set[int]:
    """The programs that moved between burdens of one scenario."""
    if old is new or old is None or new is None:
        return set()
    bound = {i for i in old.moved.keys() | new.moved.keys() if old.moved.get(i) != new.moved.get(i)}
    return bound | moved_programs(old.evaluation, new.evaluation)
