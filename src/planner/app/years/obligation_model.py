"""The obligations as a table: total, earlier years, the request year, each later year, what does not add up."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.burden import schedule_of
from planner.core.errors import N_
from planner.core.model.obligations import Obligation, ObligationKind, Schedule
from planner.core.money import format_amount
from planner.words.figures import unit_name
from planner.words.texts import Texts

NAME, PROGRAM, KIND, TOTAL, BEFORE, REQUEST = range(6)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
KIND_NAMES = {
    ObligationKind.TREASURY: N_("obligation of the treasury"),
    ObligationKind.TERM: N_("adopted for a term"),
}


class ObligationModel(TableModel):
    """Those of the request sheets, then the document's own; instalments as the scenario's lines pay them."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.schedules: tuple[Schedule, ...] = ()
        self.years: tuple[int, ...] = ()
        self._shown: object = None

    def follow(self) -> bool:
        """Take up the session as it is now; whether anything is another than before."""
        state = self._session.state
        schedules = tuple(schedule_of(state.evaluation, each) for each in state.document.all_obligations)
        request = state.portfolio.request_year
        last = max([state.portfolio.years[-1], *(each.obligation.last_year for each in schedules)])
        years = tuple(range(request + 1, last + 1))
        shown = (schedules, years, state.unit, request)
        if shown == self._shown:
            return False
        same = years == self.years and len(schedules) == len(self.schedules)
        if not same:
            self.beginResetModel()
        self._shown, self.schedules, self.years = shown, schedules, years
        if not same:
            self.endResetModel()
        elif schedules:
            self.dataChanged.emit(self.index(0, 0), self.index(len(schedules) - 1, self.columnCount() - 1))
        if same:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        return True

    def is_own(self, row: int) -> bool:
        """Whether an obligation is the document's own, to be changed here."""
        return self.schedules[row].obligation in self._session.state.document.obligations

    def row_of(self, obligation: str) -> int:
        """The row of an obligation, -1 for none."""
        return next((i for i, each in enumerate(self.schedules) if each.obligation.id == obligation), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.schedules)

    def columnCount(self, parent: Index | None = None) -> int:
        return REQUEST + 1 + len(self.years) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= TOTAL:
            return RIGHT
        return self.header(section) if role == Qt.ItemDataRole.DisplayRole else None

    def header(self, section: int) -> str:
        """What stands above a column."""
        _, state = self._texts._, self._session.state
        if section > REQUEST:
            later = section - REQUEST - 1
            return self._texts.era(self.years[later]) if later < len(self.years) else _("Gap")
        request = self._texts.era(state.portfolio.request_year)
        names = (_("Obligation"), _("Program"), _("Kind"), _("Total"), _("Before {year}").format(year=request), request)
        return f"{names[section]} ({unit_name(state.unit, self._texts)})" if section == TOTAL else names[section]

    def amount(self, row: int, column: int) -> tuple[int | None, bool]:
        """The yen in a cell of amounts, and whether nobody states them: they are spread."""
        found, request = self.schedules[row], self._session.state.portfolio.request_year
        if column == TOTAL:
            return found.obligation.total, False
        if column == BEFORE:
            spread = any(year < request for year in found.assumed)
            return found.between(found.obligation.first_year, request - 1), spread
        if column == self.columnCount() - 1:
            return None if found.obligation.total is None else found.gap, False
        year = request if column == REQUEST else self.years[column - REQUEST - 1]
        return next(((each.amount, each.spread) for each in found.instalments if each.year == year), (None, False))

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = index.row(), index.column()
        if role in (roles.DISPLAY, roles.SPOKEN):
            text = self.text(row, column)
            return text if text or role == roles.DISPLAY else self._texts._("empty")
        if role == roles.ALIGNMENT:
            return RIGHT if column >= TOTAL else None
        if role == roles.FOREGROUND and column >= TOTAL:
            amount, spread = self.amount(row, column)
            if spread:
                return theme.tokens().third
            return theme.tokens().decrease if amount and column == self.columnCount() - 1 else None
        if role == roles.TIP:
            return plain_tip(self.in_words(row))
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        _, state, obligation = self._texts._, self._session.state, self.schedules[row].obligation
        if column == NAME:
            outside = f"{_('[outside the totals]')} " if obligation.outside else ""
            return outside + self._texts.name(obligation.name, obligation.name_en)
        if column == PROGRAM:
            return self._program(obligation)
        if column == KIND:
            return _(KIND_NAMES[obligation.kind])
        amount, _spread = self.amount(row, column)
        if column == TOTAL and amount is None:
            return _("not printed")
        return "" if amount is None else format_amount(amount, state.unit)

    def _program(self, obligation: Obligation) -> str:
        portfolio = self._session.state.portfolio
        place = portfolio.program_index.get(obligation.program)
        program = None if place is None else portfolio.programs[place]
        return obligation.program if program is None else self._texts.name(program.name, program.name_en)

    def in_words(self, row: int) -> str:
        """What is to be known of an obligation: its term, what is assumed, where it is written, what pays it."""
        _, found = self._texts._, self.schedules[row]
        obligation, portfolio = found.obligation, self._session.state.portfolio
        first, last = self._texts.era(obligation.first_year), self._texts.era(obligation.last_year)
        if obligation.total is None:
            said = [_("{first}–{last}; neither total nor instalments are printed.").format(first=first, last=last)]
        else:
            total = format_amount(obligation.total)
            said = [_("{first}–{last}, {total} yen in all.").format(first=first, last=last, total=total)]
        if found.assumed:
            years = ", ".join(map(self._texts.era, found.assumed))
            said.append(_("Nobody states {years}: what is left is spread evenly over them.").format(years=years))
        if obligation.lines:
            rows = [portfolio.line_index[line] for line in obligation.lines if line in portfolio.line_index]
            lines = portfolio.lines
            names = self._texts.name("、", ", ").join(
                self._texts.name(lines.labels[row], lines.labels_en[row]) for row in rows
            )
            said.append(_("Paid by the line {lines}; its amounts are the instalments.").format(lines=names))
        elif obligation.outside:
            said.append(_("No line pays it: its instalments stand outside of all totals."))
        if found.gap:
            said.append(_("The instalments leave {gap} yen of the total open.").format(gap=format_amount(found.gap)))
        if obligation.quote:
            sheet = dict(portfolio.sheets).get(obligation.sheet, "")
            said.append(f"{self._texts.quoted(obligation.quote)}{f' {sheet}' if sheet else ''}")
        return " ".join(said)
