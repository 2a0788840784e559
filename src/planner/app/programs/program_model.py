"""The programs of the view chosen, as a tree with their amounts: what stands in each of its cells."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from planner.app.programs.program_delegate import ProgramLook
from planner.app.programs.program_status import ProgramStatus
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State, beside_name
from planner.app.tables.naming import name_program
from planner.app.tables.program_rows import ANSWERED, NAME, Index, ProgramRow, ProgramRows, moved_programs
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.check.printed import FigureCheck
from planner.core.errors import UserError
from planner.core.model.document import BASE as THE_BASE
from planner.core.money import format_change
from planner.words.figures import amount_text, percent_text, share_text, shares_text, unit_name
from planner.words.past_years import known_years, past_year_text
from planner.words.texts import Texts

PREVIOUS, BASE, CURRENT, BESIDE, CHANGE, PERCENT, PUBLISHED, EXECUTED = range(1, 9)
MOVING = (CURRENT, BESIDE, CHANGE, PERCENT, PUBLISHED)
"""The columns that a scenario moves: last year's amounts are enacted and the base is as printed."""

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ProgramModel(ProgramRows):
    """The tree with columns 事業, 前年度, 基準, シナリオ, 並べるもの, 増△減, %, 公表, 執行率."""

    refused = Signal(object)
    """`UserError`: a name that was typed could not stand."""
    moving = NAME

    def __init__(self, session: Session, texts: Texts, parent: QWidget | None = None) -> None:
        self.status = ProgramStatus(session)
        self._scale = 0
        super().__init__(session, texts, parent)
        session.settled.connect(self._settle)
        session.changed.connect(self._on_changed)

    def _check(self, program: int | None) -> FigureCheck | None:
        """The printed figure of the request year beside a program's lines."""
        return (
            None if program is None else self._session.figures.of(program, self._session.state.portfolio.request_year)
        )

    def _on_changed(self, moved: Moved) -> None:
        before, after = moved.before, moved.after
        marked = self.status.take(moved)
        if moved.findings:
            marked |= self.status.settle()
        if moved.outline:
            self.rebuild(after)
        elif moved.absent or moved.unit:
            self.told.emit(range(EXECUTED + 1))
        elif moved.scenario or moved.beside:
            self.told.emit(MOVING)
        else:
            pairs = ((before.evaluation, after.evaluation), (before.evaluation_beside, after.evaluation_beside))
            for old, new in pairs:
                if old is not None and new is not None and old is not new:
                    marked |= moved_programs(old, new)
            if marked:
                self._refresh_programs(marked)
        if before.document.execution is not after.document.execution:
            self.told.emit((EXECUTED,))
        if moved.unit or moved.beside_name:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, PREVIOUS, CHANGE)

    def _settle(self) -> None:
        self._refresh_programs(self.status.settle())

    def _build(self, state: State) -> None:
        super()._build(state)
        totals = self._session.base.programs
        changes = (abs(each[1].yen - each[0].yen) for each in totals if each[0].amount is not None)
        self._scale = max(changes, default=0)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return EXECUTED + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section not in (NAME, PUBLISHED):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        _, portfolio = self._texts._, self._session.state.portfolio
        return (
            _("Program"),
            self._texts.era(portfolio.previous_year),
            _("Base"),
            _("Scenario"),
            beside_name(self._session.state, self._texts),
            _("Change"),
            "%",
            _("Printed"),
            _("Execution rate"),
        )[section]

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED and role not in (roles.LOOK, roles.EDIT):
            return None
        node, column = self.node(index), index.column()
        if role == roles.LOOK:
            return self.look(node)
        if role == roles.EDIT:
            return self._texts.name(*node.name) if column == NAME else None
        if role == roles.ALIGNMENT:
            return None if column in (NAME, PUBLISHED) else RIGHT
        if role == roles.FONT:
            return theme.bold(theme.table_font()) if node.program is None else None
        if role == roles.SPOKEN:
            return self._spoken(node) if column == NAME else self._spoken_figure(node, column)
        if role == roles.DISPLAY:
            return self._text(node, column)
        if role == roles.FOREGROUND:
            if node.relisted:
                return theme.tokens().third
            figures = column not in (NAME, PUBLISHED)
            return theme.tokens().decrease if figures and self._text(node, column).startswith("△") else None
        return plain_tip(self._tip(node, column) or "")

    def look(self, node: ProgramRow) -> ProgramLook:
        """A row as it is painted."""
        program, status, change = node.program, self.status, self._change(node)
        if program is None:
            changed = status.is_anything_changed and node.parent is self._root
        else:
            changed = status.is_changed(program)
        return ProgramLook(
            self.name(node),
            self._text(node, CURRENT),
            self._text(node, CHANGE) if change or change is None else "0",
            max(-1.0, min(1.0, change / self._scale)) if change is not None and self._scale else None,
            strong=program is None,
            faint=node.relisted,
            owner=self._session.state.scenario if changed else None,
            worrying=program is not None and status.is_worrying(program),
            new=self._texts._("NEW") if program is not None and status.is_new(program) else "",
        )

    def _change(self, node: ProgramRow) -> int | None:
        """The change from the previous year, in yen; `None` where there is no figure."""
        totals = self._totals(node, self._session.state.evaluation)
        if totals is None or totals[0].amount is None or totals[1].amount is None:
            return None
        return totals[1].amount - totals[0].amount

    def _spoken(self, node: ProgramRow) -> str:
        """A row as it is told to those who hear it."""
        _, look, unit = self._texts._, self.look(node), unit_name(self._session.state.unit, self._texts)
        said = [look.name, f"{look.amount} {unit}", _("change {amount}").format(amount=look.change)]
        said += [_("changed in this scenario")] * (look.owner is not None)
        said += [_("to check")] * look.worrying + [_("new program")] * bool(look.new)
        return _(", ").join(said)

    def _spoken_figure(self, node: ProgramRow, column: int) -> str:
        """A figure as it is told: whose it is, what it is, how much."""
        heading = str(self.headerData(column, Qt.Orientation.Horizontal))
        return self._texts._(", ").join((self.name(node), heading, self._text(node, column) or self._texts._("empty")))

    # ---------------------------------------------------------------- names

    def can_be_named(self, index: Index) -> bool:
        """Whether a row is a proposed program, whose name is the officer's."""
        state, program = self._session.state, self.node(index).program if index.isValid() else None
        return program is not None and state.scenario != THE_BASE and state.portfolio.programs[program].proposed

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        named = index.isValid() and index.column() == NAME and self.can_be_named(index)
        return flags | Qt.ItemFlag.ItemIsEditable if named else flags

    def setData(self, index: Index, value: Any, role: int = roles.EDIT) -> bool:
        program = self.node(index).program
        if role != roles.EDIT or program is None:
            return False
        try:
            name_program(self._session, self._texts, self._session.state.portfolio.programs[program].id, str(value))
        except UserError as error:
            self.refused.emit(error)
            return False
        return True

    # ---------------------------------------------------------------- figures

    def _totals(self, node: ProgramRow, evaluation: Evaluation) -> tuple[Total, ...] | None:
        if node.program is not None:
            return evaluation.program(node.program)
        if node.parent is self._root:
            return self._session.state.totals(evaluation)
        total: tuple[Total, ...] = tuple(Total() for _ in evaluation.portfolio.years)
        for child in node.counted:
            inner = self._totals(child, evaluation)
            if inner is not None:
                total = tuple(a.plus(b) for a, b in zip(total, inner, strict=True))
        return total

    def _text(self, node: ProgramRow, column: int) -> str:
        _ = self._texts._
        if column == NAME:
            return self.name(node)
        state = self._session.state
        if column == PUBLISHED:
            return self._verdict(node)
        if column == EXECUTED:
            return self._executed(node)
        totals = self._totals(node, state.evaluation)
        if totals is None:
            return ""
        previous, current = totals[0].amount, totals[1].amount
        if column == PREVIOUS:
            return amount_text(totals[0], state.unit, _)
        if column == BASE:
            base = self._totals(node, self._session.base_evaluation)
            return amount_text(base[1], state.unit, _) if base is not None else ""
        if column == CURRENT:
            return amount_text(totals[1], state.unit, _)
        if column == BESIDE:
            beside = state.evaluation_beside and self._totals(node, state.evaluation_beside)
            return amount_text(beside[1], state.unit, _) if beside else ""
        if previous is None or current is None:
            return "−"
        if column == CHANGE:
            return format_change(current - previous, state.unit)
        return percent_text(current, previous, self._texts)

    def _verdict(self, node: ProgramRow) -> str:
        _ = self._texts._
        check = self._check(node.program)
        if check is None:
            return ""
        if check.agrees is None:
            return _("not printed")
        return f"✓ {check.published.printed}" if check.agrees else f"≠ {check.published.printed}"

    def _executed(self, node: ProgramRow) -> str:
        """How much was spent of the last past year that is known."""
        if node.program is None:
            return ""
        state = self._session.state
        known = list(known_years(state.document, state.portfolio.programs[node.program].id))
        return f"{self._texts.era(known[-1][0])} {share_text(known[-1][1].rate)}" if known else ""

    def _tip(self, node: ProgramRow, column: int) -> str | None:
        if node.program is None:
            return None
        _ = self._texts._
        program = self._session.state.portfolio.programs[node.program]
        if column == NAME:
            facts = [self._texts.name(program.name, program.name_en), program.agency, program.division, program.channel]
            return " · ".join(filter(None, facts))
        if column == EXECUTED:
            state = self._session.state
            known = known_years(state.document, program.id)
            return "\n".join(past_year_text(*each, state.unit, self._texts) for each in known)
        check = self._check(node.program)
        if column != PUBLISHED or check is None:
            return None
        words = [self._texts.name(note.text, note.text_en) for note in check.notes]
        shares = shares_text(self._session.figures.shares(check), _)
        if check.agrees is not None and shares:
            said = _("Lines add up to {computed} yen: {shares}.")
            words.insert(0, said.format(computed=f"{check.computed:,}", shares=shares))
        return "\n".join(words)
