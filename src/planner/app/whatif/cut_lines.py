"""The lines of a cut: which are moved, by which driver and between which bounds, which are held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.whatif.cut_answer import Offer
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.in_force import effective
from planner.core.edits.typed import read_entry
from planner.core.errors import N_, UserError
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Field
from planner.core.money import format_amount
from planner.core.seek.packages import Limits, Uncuttable
from planner.words.figures import unit_name
from planner.words.texts import Texts

LINE, AMOUNT, DRIVER, FLOOR, CAP, PIN = range(6)
EITHER = ""
"""In place of a driver's key: whichever serves better."""
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class Terms:
    """What an officer asks of one line; bounds (yen or people) are of its driver."""

    is_moved: bool = True
    driver: str = EITHER
    floor: int | None = None
    cap: int | None = None
    is_held: bool = False

    @property
    def are_own(self) -> bool:
        """Whether anything but being moved is asked."""
        return self != Terms(self.is_moved)


class CutLines(TableModel):
    """The lines in their order of priority, with what is asked of each, and why one cannot be moved.

    Signals:
        asked(): something else is asked of a line.
        refused(UserError): what was typed cannot stand.
    """

    asked = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.ids: list[str] = []
        self._terms: dict[str, Terms] = {}
        self._natural: list[str] = []
        self._year = session.state.portfolio.request_year
        self._fixed: dict[int, list[Uncuttable]] = {}
        self._head()

    def _head(self) -> None:
        _, unit = self._texts._, unit_name(self._session.state.unit, self._texts)
        amount = f"{self._texts.era(self._year)} {unit}"
        self.headers = (_("Line"), amount, _("Driver"), _("Lowest"), _("Highest"), _("Hold"))

    # ---------------------------------------------------------------- which lines there are

    def refill(self, ids: Iterable[str], year: int) -> None:
        """List these lines (ids), with their amounts of a fiscal year; those that were there keep their order."""
        natural = list(ids)
        if natural == self._natural and year == self._year:
            return
        self.beginResetModel()
        there, before = set(natural), set(self.ids)
        self.ids = [each for each in self.ids if each in there] + [each for each in natural if each not in before]
        if set(self.ids) - before or not before:
            self.ids = list(natural)
        self._natural, self._year, self._fixed = natural, year, {}
        self._head()
        self.endResetModel()

    def tick(self, ids: Iterable[str]) -> None:
        """Move these lines and no others; all of them where none is named."""
        wanted = set(ids)
        self._terms = {
            each: replace(self.terms(each), is_moved=not wanted or each in wanted)
            for each in {*self._terms, *self.ids, *wanted}
        }
        self._everything()

    def terms(self, line_id: str) -> Terms:
        """What is asked of a line."""
        return self._terms.get(line_id, Terms())

    @property
    def moved(self) -> list[str]:
        """The ids of the lines to move, in their order of priority."""
        return [each for each in self.ids if self.terms(each).is_moved]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The same; none where all are, as they stand in the request."""
        moved = self.moved
        return () if moved == self._natural else tuple(moved)

    def limits(self, *, ranges: bool, residual: bool) -> Limits:
        """What is asked of the lines that are listed."""
        terms = {each: self.terms(each) for each in self.ids}
        floors, caps = (
            {
                (line_id, each.driver or RATE.key): bound
                for line_id, each in terms.items()
                if (bound := getattr(each, key)) is not None
            }
            for key in ("floor", "cap")
        )
        hold = [line_id for line_id, each in terms.items() if each.is_held]
        drivers = {line_id: each.driver for line_id, each in terms.items() if each.driver}
        return Limits(hold, floors, caps, ranges, residual, drivers)

    def show_fixed(self, offer: Offer | None) -> None:
        """Say of each line what cannot be moved of it."""
        self._fixed = {}
        for each in offer.cuts.uncuttable if offer is not None else ():
            self._fixed.setdefault(each.row, []).append(each)
        self._head()  # amounts may stand in another unit
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, AMOUNT, AMOUNT)
        self._everything()

    def why_fixed(self, place: int) -> str:
        """Why nothing of the line in a row can be moved; empty where something can, or its officer asks for it."""
        row = self._row(place)
        fixed, amount = self._fixed.get(row, []), self._amount(row)
        if self.terms(self.ids[place]).are_own or not fixed or sum(each.amount for each in fixed) != amount:
            return ""
        return self._why(row)

    def _why(self, row: int) -> str:
        return "、".join(dict.fromkeys(each.why.render(self._texts.translate) for each in self._fixed.get(row, [])))

    def _row(self, place: int) -> int:
        return self._session.state.portfolio.line_index[self.ids[place]]

    def _amount(self, row: int) -> int:
        state = self._session.state
        amount = state.evaluation.line(row)[state.portfolio.years.index(self._year)]
        return amount if isinstance(amount, int) else 0

    # ---------------------------------------------------------------- what is asked of them

    def toggle(self, places: Iterable[int], column: int) -> None:
        """Tick lines, or untick them where all are; in the columns of holds and drivers change those."""
        ids = [self.ids[place] for place in places]
        if not ids:
            return
        if column == DRIVER:
            steps = {EITHER: RATE.key, RATE.key: QUANTITY.key, QUANTITY.key: EITHER}
            driver = steps[self.terms(ids[0]).driver]
            changed = {each: replace(self.terms(each), driver=driver, floor=None, cap=None) for each in ids}
        else:
            terms = {each: self.terms(each) for each in ids}
            if column == PIN:
                held = not all(each.is_held for each in terms.values())
                changed = {line_id: replace(each, is_held=held) for line_id, each in terms.items()}
            else:
                moved = not all(each.is_moved for each in terms.values())
                changed = {line_id: replace(each, is_moved=moved) for line_id, each in terms.items()}
        self._terms |= changed
        self._everything()
        self.asked.emit()

    def shift(self, place: int, by: int) -> int:
        """Move a line up or down in the order of priority; where it stands then."""
        to = place + by
        if not 0 <= to < len(self.ids):
            return place
        self.ids[place], self.ids[to] = self.ids[to], self.ids[place]
        self._everything()
        self.asked.emit()
        return to

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line_id, column = self.ids[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole:
            self.toggle([index.row()], column)
            return True
        terms = self.terms(line_id)
        field = FIELDS[terms.driver or RATE.key]
        try:
            typed = str(value).strip()
            bound = int(read_entry(typed, field, self._now(index.row(), field)).value) if typed else None
        except UserError as error:
            self.refused.emit(error)
            return False
        bounds = {"floor" if column == FLOOR else "cap": bound}
        driver = field.key if bound is not None else terms.driver
        self._terms[line_id] = replace(terms, driver=driver, **bounds)  # type: ignore[arg-type]
        self._everything()
        self.asked.emit()
        return True

    def _now(self, place: int, field: Field) -> Any:
        return effective(self._session.state.drivers(self._row(place)), field.key, self._year)

    def _everything(self) -> None:
        if self.ids:
            self.dataChanged.emit(self.index(0, LINE), self.index(len(self.ids) - 1, PIN))

    # ---------------------------------------------------------------- as a table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == LINE:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in (FLOOR, CAP) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, column = index.row(), index.column()
        terms = self.terms(self.ids[place])
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(place, column)
        if role == Qt.ItemDataRole.EditRole and column in (FLOOR, CAP):
            return self._text(place, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._heard(place, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == LINE:
            return CHECKED if terms.is_moved else UNCHECKED
        if role == Qt.ItemDataRole.DecorationRole and column == PIN and terms.is_held:
            return icon("pin", "accent")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._heard(place, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.why_fixed(place) or not terms.is_moved:
                return theme.tokens().third
            return theme.tokens().input if column in (DRIVER, FLOOR, CAP) else None
        return None

    def _text(self, place: int, column: int) -> str:
        row, terms, _ = self._row(place), self.terms(self.ids[place]), self._texts._
        lines = self._session.state.portfolio.lines
        if column == LINE:
            return self._texts.name(lines.labels[row], lines.labels_en[row])
        if column == AMOUNT:
            return format_amount(self._amount(row), self._session.state.unit)
        if column == DRIVER:
            return self.why_fixed(place) or _(FIELDS[terms.driver].label if terms.driver else N_("either"))
        bound = {FLOOR: terms.floor, CAP: terms.cap}.get(column)
        return "" if bound is None else FIELDS[terms.driver or RATE.key].display(bound)

    def _heard(self, place: int, column: int) -> str:
        """A cell in words, for those who hear it and for its tip."""
        row, terms, _ = self._row(place), self.terms(self.ids[place]), self._texts._
        text = self._text(place, column)
        if column == LINE:
            portfolio = self._session.state.portfolio
            program = portfolio.programs[portfolio.lines.program[row]]
            said = [f"{text}", self._texts.name(program.name, program.name_en)]
            said += [] if terms.is_moved else [_("is not moved")]
            return " · ".join([*said, *filter(None, [self._why(row)])])
        if column == PIN:
            return _("held") if terms.is_held else _("not held")
        return text or _("none")


def _side(column: int) -> Qt.AlignmentFlag:
    if column == PIN:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignRight if column in (AMOUNT, FLOOR, CAP) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
