"""The programs of the view with their plan years: one measure a time, a column a year; then what is bound, the course.

What is bound is of the first later year, and with the course in a line and in words of the amounts whatever is shown.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.program_rows import ANSWERED, NAME, Index, ProgramRow, ProgramRows, moved_programs
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.app.years.year_figures import DIFFERENCES, Trio, YearFigures, YearMeasure, measured, summed
from planner.app.years.years_delegate import BoundLook, CourseLook
from planner.core.calculation.burden import Burden, Burdens
from planner.core.calculation.evaluate import Totals
from planner.core.money import format_amount
from planner.words.course import course_in_words
from planner.words.figures import amount_text, change_text, share_text, unit_name, yen_text
from planner.words.texts import Texts

REQUEST, LATER = 2, 2
"""The column of the request year; the place of the first later year among the plan years."""
BEHIND = ("bound", "course", "words")
"""What stands behind the plan years."""
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

    def parts(self, node: ProgramRow) -> list[ProgramRow]:
        """What adds up to a row: programs for the total, the parts of a program; itself where it has none."""
        if node is self.total():
            return self.counted()
        return node.counted or [node]

    def counted(self) -> list[ProgramRow]:
        """The programs that add up to the total: the topmost ones that are not listed again."""
        found: list[ProgramRow] = []
        for node in self.total().counted:
            found += node.counted if node.program is None else [node]
        return found

    # ---------------------------------------------------------------- what Qt asks

    @property
    def years(self) -> tuple[int, ...]:
        """The plan years, a column each."""
        return self._state.portfolio.years

    @property
    def year_columns(self) -> range:
        """The columns of the plan years; behind them stand those of `BEHIND`, where there is a later year."""
        return range(1, 1 + len(self.years))

    def columnCount(self, parent: Index | None = None) -> int:
        return self.year_columns.stop + (len(BEHIND) if len(self.years) > LATER else 0)

    def _behind(self, column: int) -> str:
        """What a column behind the years tells; empty for others."""
        place = column - self.year_columns.stop
        return BEHIND[place] if place >= 0 else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.year_columns:
            return RIGHT
        if role == Qt.ItemDataRole.FontRole and section == REQUEST:
            return self._bold
        return self.header(section) if role == Qt.ItemDataRole.DisplayRole else None

    def header(self, section: int) -> str:
        """What stands above a column."""
        _, years, era = self._texts._, self.years, self._texts.era
        if section == NAME:
            return f"{_('Program')} ({unit_name(self._state.unit, self._texts)})"
        match self._behind(section):
            case "bound":
                return _("Bound of {year}").format(year=era(years[LATER]))
            case "course":
                return f"{era(years[0])}–{era(years[-1])}"
            case "words":
                return _("Course")
        return era(years[section - 1]) if section in self.year_columns else ""

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED and role != roles.LOOK:
            return None
        node, column = self.node(index), index.column()
        behind = self._behind(column)
        if role == roles.LOOK:
            return self._look(node, behind)
        if role == roles.DISPLAY and behind in ("bound", "course"):
            return None  # painted
        if role == roles.ALIGNMENT:
            return RIGHT if column in self.year_columns else None
        if role == roles.FONT:
            return self._bold if node.program is None and not behind else None
        if role == roles.TIP:
            return plain_tip(self.tip(node, column))
        if role == roles.FOREGROUND:
            return self._ink(node, column)
        return self.text(node, column) or (self._texts._("empty") if role == roles.SPOKEN else "")

    def _ink(self, node: ProgramRow, column: int) -> QColor | None:
        if node.relisted:
            return theme.tokens().third
        if self._behind(column):
            return theme.tokens().second
        falls = column in self.year_columns and self.text(node, column).startswith("△")
        return theme.tokens().decrease if falls else theme.tokens().second if column == REQUEST - 1 else None

    def _look(self, node: ProgramRow, behind: str) -> BoundLook | CourseLook | None:
        """What is painted behind the years."""
        if behind == "bound":
            share = self.burdens(node, self.trio.shown)[LATER].bound_share
            return BoundLook(share_text(share), None if share is None else float(share))
        if behind != "course":
            return None
        amounts = self.amounts(node)
        highest = max((each for each in amounts if each is not None), default=0) or 1
        return CourseLook(tuple(None if each is None else max(each, 0) / highest for each in amounts))

    def amounts(self, node: ProgramRow) -> tuple[int | None, ...]:
        """The amounts of a row in yen, a plan year each."""
        return tuple(each.amount for each in self.burdens(node, self.trio.shown))

    def tip(self, node: ProgramRow, column: int) -> str:
        """All there is to say of a cell."""
        _, texts, behind = self._texts._, self._texts, self._behind(column)
        if column == NAME:
            return self.name(node)
        burdens = self.burdens(node, self.trio.shown)
        if behind in ("bound", "words"):
            later = zip(self.years[LATER:], burdens[LATER:], strict=True)
            shares = (f"{texts.era(year)} {share_text(burden.bound_share)}" for year, burden in later)
            return _("bound: {list}").format(list=_(", ").join(shares))
        if behind == "course":
            pairs = zip(self.years, burdens, strict=True)
            return "\n".join(f"{texts.era(year)} {_amount(burden, texts)}" for year, burden in pairs)
        figure = self.figures(node)[column - 1]
        return "" if figure is None else yen_text(figure, texts)

    def text(self, node: ProgramRow, column: int) -> str:
        """What a cell shows, or says where it is painted."""
        if column == NAME:
            return self.name(node)
        match self._behind(column):
            case "bound":
                return share_text(self.burdens(node, self.trio.shown)[LATER].bound_share)
            case "course" | "words":
                return course_in_words(self.years, self.amounts(node), self._texts)
        unit = self._state.unit
        if self.measure is YearMeasure.AMOUNT and (node.program is not None or node is self.total()):
            return amount_text(self._totals(node, self._state)[column - 1], unit, self._texts._)
        figure = self.figures(node)[column - 1]
        if figure is None:
            return "−"
        return change_text(figure, unit, self._texts) if self.measure in DIFFERENCES else format_amount(figure, unit)

    def _totals(self, node: ProgramRow, state: State) -> Totals:
        return state.totals() if node.program is None else state.evaluation.program(node.program)


def _amount(burden: Burden, texts: Texts) -> str:
    return "−" if burden.amount is None else yen_text(burden.amount, texts)


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
