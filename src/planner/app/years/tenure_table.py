"""A line's triangle: who of which intake is there in which year and what they cost, with its sums, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QTableView

from planner.app.tables.clipboard import plain_number, put_on_clipboard
from planner.app.tables.entry_model import Index
from planner.app.widgets import roles, theme
from planner.core.calculation.tenure import Tenure
from planner.core.errors import N_
from planner.core.model.fields import QUANTITY
from planner.core.model.lines import Amount, Lack
from planner.core.money import Unit, format_amount
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Figure = Fraction | Amount | None
ANSWERED = frozenset((roles.DISPLAY, roles.SPOKEN, roles.ALIGNMENT, roles.FONT, roles.BACKGROUND))


class TrianglePart(Enum):
    """What of the triangle is shown; the value is the name as a catalogue key."""

    BOTH = N_("people and yen")
    PEOPLE = N_("people")
    YEN = N_("yen")


class TriangleRow(NamedTuple):
    """A row: its name, its figures (people or yen), whether it counts people, is a sum, is the sum of all."""

    name: str
    figures: tuple[Figure, ...]
    people: bool
    sum: bool = False
    strong: bool = False


def triangle_rows(found: Tenure, shown: TrianglePart, texts: Texts) -> list[TriangleRow]:
    """The rows of a triangle: intakes, then what they add up to; people first, then yen."""
    rows = []
    if shown is not TrianglePart.YEN:
        rows += _people_rows(found, texts)
    if shown is not TrianglePart.PEOPLE:
        rows += _yen_rows(found, texts)
    return rows


def _people_rows(found: Tenure, texts: Texts) -> list[TriangleRow]:
    _, sums = texts._, found.sums
    intake = _("intake {year}")
    rows = [
        TriangleRow(intake.format(year=texts.era(year)), people, people=True)
        for year, people in zip(found.intakes, found.people, strict=True)
    ]
    counted: tuple[tuple[str, list[Fraction | None]], ...] = (
        (_("People there"), [each.people for each in sums]),
        (_("of them new"), [each.intake for each in sums]),
        (_("of them continuing"), [each.people - each.intake for each in sums]),
        (_("Leavers since the year before"), [each.leavers for each in sums]),
    )
    for name, figures in counted:
        rows.append(TriangleRow(name, tuple(figures), people=True, sum=True, strong=name == _("People there")))
    return rows + _by_rate(found, texts, people=True)


def _yen_rows(found: Tenure, texts: Texts) -> list[TriangleRow]:
    _, sums = texts._, found.sums
    intake = _("intake {year}")
    rows = [
        TriangleRow(intake.format(year=texts.era(year)), amounts, people=False)
        for year, amounts in zip(found.intakes, found.amounts, strict=True)
    ]
    total = [None if each.new is None or each.continuing is None else each.new + each.continuing for each in sums]
    for name, figures in (
        (_("Amount"), total),
        (_("for new ones"), [each.new for each in sums]),
        (_("for continuing ones"), [each.continuing for each in sums]),
    ):
        rows.append(TriangleRow(name, tuple(figures), people=False, sum=True, strong=name == _("Amount")))
    return rows + _by_rate(found, texts, people=False)


def _by_rate(found: Tenure, texts: Texts, *, people: bool) -> list[TriangleRow]:
    """A row a rate that is paid, where there are several."""
    rates = sorted({rate for each in found.sums for rate, _people, _yen in each.by_rate})
    if len(rates) < 2:
        return []
    rows = []
    for rate in rates:
        here = [{r: (n, yen) for r, n, yen in each.by_rate}.get(rate) for each in found.sums]
        figures = tuple(None if each is None else each[0] if people else each[1] for each in here)
        rows.append(TriangleRow(texts._("at {rate} yen").format(rate=format_amount(rate)), figures, people=people))
    return rows


class TriangleModel(QAbstractTableModel):
    """The rows of a triangle × the plan years."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._bold = theme.bold(theme.table_font())
        self.rows: list[TriangleRow] = []
        self.years: tuple[int, ...] = ()
        self._unit, self._unit_name = Unit.YEN, ""

    def show(self, rows: Sequence[TriangleRow], years: tuple[int, ...], unit: Unit, unit_name: str) -> None:
        """Take up other figures; where the rows are the same ones, selection and place stay."""
        same = years == self.years and len(rows) == len(self.rows)
        before, renamed = self.rows, unit is not self._unit
        if not same:
            self.beginResetModel()
        self.rows, self.years, self._unit, self._unit_name = list(rows), years, unit, unit_name
        if not same:
            self.endResetModel()
            return
        for place, (row, old) in enumerate(zip(rows, before, strict=True)):
            pairs = enumerate(zip(row.figures, old.figures, strict=True))
            moved = (
                range(len(years)) if renamed or row[2:] != old[2:] else [column for column, (a, b) in pairs if a != b]
            )
            if moved:  # not the whole row: painting is what takes time
                self.dataChanged.emit(self.index(place, moved[0]), self.index(place, moved[-1]))
        others = [place for place, row in enumerate(rows) if renamed or row.name != before[place].name]
        if others:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, others[0], others[-1])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.years)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self.name(section) if section < len(self.rows) else None
        return self._texts.era(self.years[section]) if section < len(self.years) else None

    def name(self, row: int) -> str:
        """What stands before a row."""
        shown = self.rows[row]
        unit = self._texts._(N_("people")) if shown.people else self._unit_name
        return f"{shown.name} ({unit})"

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED:
            return None
        row = self.rows[index.row()]
        if role in (roles.DISPLAY, roles.SPOKEN):
            text = self._text(row, row.figures[index.column()])
            return text if text or role == roles.DISPLAY else self._texts._("empty")
        if role == roles.ALIGNMENT:
            return RIGHT
        if role == roles.FONT:
            return self._bold if row.strong else None
        if role == roles.BACKGROUND:
            return theme.tokens().computed if row.sum else None
        return None

    def _text(self, row: TriangleRow, figure: Figure) -> str:
        if figure is None:
            return ""
        if isinstance(figure, Lack):
            return "−"
        return QUANTITY.display(figure) if row.people else format_amount(int(figure), self._unit)

    def raw(self, row: int) -> list[str]:
        """A row as other programs read it: plain numbers, whole yen."""
        known = [None if isinstance(each, Lack) else each for each in self.rows[row].figures]
        return ["" if each is None else plain_number(Fraction(each)) for each in known]


class TriangleTable(QTableView):
    """The triangle as a read-only table that can be copied."""

    def __init__(self, model: TriangleModel, texts: Texts) -> None:
        super().__init__()
        self.triangle = model
        self._texts = texts
        self.setModel(model)
        self.setAccessibleName(texts._("Intakes over the years"))
        self.setFont(theme.table_font())
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.4))
        self.horizontalHeader().setDefaultSectionSize(self.fontMetrics().horizontalAdvance("0") * 14)
        self.horizontalHeader().setHighlightSections(False)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)

    def copy(self) -> None:
        """Put the rows selected, or all of them, on the clipboard; amounts in yen."""
        rows = sorted({index.row() for index in self.selectedIndexes()}) or list(range(self.triangle.rowCount()))
        people, yen = (self._texts._(N_("people")), self._texts._(N_("yen")))
        block = [["", *map(self._texts.era, self.triangle.years)]]
        for row in rows:
            shown = self.triangle.rows[row]
            block.append([f"{shown.name} ({people if shown.people else yen})", *self.triangle.raw(row)])
        put_on_clipboard(block, [[column > 0 for column in range(len(row))] for row in block])
