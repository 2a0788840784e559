"""The programs of the view chosen, as a tree with their amounts: where an officer picks what to work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import beside_name
from planner.app.tables.program_rows import ANSWERED, NAME, Index, ProgramRow, ProgramRows, RoomyRows, moved_programs
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.check.printed import FigureCheck
from planner.core.money import format_change
from planner.words.figures import amount_text, percent_text, shares_text
from planner.words.texts import Texts

PREVIOUS, BASE, CURRENT, BESIDE, CHANGE, PERCENT, PUBLISHED = range(1, 8)
MOVING = (CURRENT, BESIDE, CHANGE, PERCENT, PUBLISHED)
"""The columns that a scenario moves: last year's amounts are enacted and the base is as printed."""

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ProgramModel(ProgramRows):
    """The tree with columns 事業, 前年度, 基準, シナリオ, 並べるもの, 増△減, %, 公表; amounts in the unit chosen."""

    moving = CURRENT

    def __init__(self, session: Session, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(session, texts, parent)
        session.changed.connect(self._on_changed)

    def _check(self, program: int | None) -> FigureCheck | None:
        """The printed figure of the request year beside a program's lines."""
        return (
            None if program is None else self._session.figures.of(program, self._session.state.portfolio.request_year)
        )

    def _on_changed(self, moved: Moved) -> None:
        before, after = moved.before, moved.after
        if moved.outline:
            self.rebuild(after)
        elif moved.absent or moved.unit:
            self.told.emit(range(PUBLISHED + 1))
        elif moved.scenario or moved.beside:
            self.told.emit(MOVING)
        else:
            pairs = ((before.evaluation, after.evaluation), (before.evaluation_beside, after.evaluation_beside))
            for old, new in pairs:
                if old is not None and new is not None and old is not new:
                    self._refresh_programs(moved_programs(old, new))
        if moved.unit or moved.beside_name:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, PREVIOUS, CHANGE)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return PUBLISHED + 1

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
        )[section]

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED:
            return None
        node, column = self.node(index), index.column()
        if role == roles.ALIGNMENT:
            return None if column in (NAME, PUBLISHED) else RIGHT
        if role == roles.FONT:
            return theme.bold(theme.table_font()) if node.program is None else None
        if role in (roles.DISPLAY, roles.SPOKEN):
            return self._text(node, column)
        if role == roles.FOREGROUND:
            if node.relisted:
                return theme.tokens().third
            figures = column not in (NAME, PUBLISHED)
            return theme.tokens().decrease if figures and self._text(node, column).startswith("△") else None
        return plain_tip(self._tip(node, column) or "")

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

    def _tip(self, node: ProgramRow, column: int) -> str | None:
        if node.program is None:
            return None
        _ = self._texts._
        program = self._session.state.portfolio.programs[node.program]
        if column == NAME:
            facts = [self._texts.name(program.name, program.name_en), program.agency, program.division, program.channel]
            return " · ".join(filter(None, facts))
        check = self._check(node.program)
        if column != PUBLISHED or check is None:
            return None
        words = [self._texts.name(note.text, note.text_en) for note in check.notes]
        shares = shares_text(self._session.figures.shares(check), _)
        if check.agrees is not None and shares:
            said = _("Lines add up to {computed} yen: {shares}.")
            words.insert(0, said.format(computed=f"{check.computed:,}", shares=shares))
        return "\n".join(words)


class ProgramTree(QTreeView):
    """The tree as shown; selecting a program makes it the session's."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session = session
        self.programs = ProgramModel(session, texts, self)
        self.setModel(self.programs)
        self.setObjectName("programs")
        self.setAccessibleName(texts._("Programs"))
        self.setUniformRowHeights(True)
        self.setItemDelegate(RoomyRows(self))
        self.setAlternatingRowColors(True)
        self.setFont(theme.table_font())
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIndentation(self.fontMetrics().horizontalAdvance("　"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._size_columns()
        self.setColumnHidden(BESIDE, session.state.beside is None)
        session.changed.connect(self._on_changed)
        self.programs.told.connect(self._repaint)
        self.programs.modelReset.connect(self._after_reset)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._after_reset()

    def sizeHint(self) -> QSize:
        width = sum(self.columnWidth(column) for column in (NAME, PREVIOUS, BASE, CURRENT, CHANGE))
        return QSize(width, super().sizeHint().height())

    def _size_columns(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate((27, 14, 13, 16, 13, 13, 9, 15)):
            self.setColumnWidth(column, digit * digits)

    def _on_changed(self, moved: Moved) -> None:
        if moved.beside:
            self.setColumnHidden(BESIDE, moved.after.beside is None)

    def _repaint(self, columns: Sequence[int]) -> None:
        """Paint these columns anew, as far as they are on the screen."""
        for column in columns:
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            self.viewport().update(QRect(left, 0, width, self.viewport().height()))

    def _after_reset(self) -> None:
        self.expandToDepth(1)
        self.setCurrentIndex(self.programs.index_of_program(self._session.state.program))

    def _on_current(self, current: QModelIndex) -> None:
        node = self.programs.node(current)
        if node.program is not None or node.parent is None or node.parent.parent is None:
            self._session.show(program=node.program)
