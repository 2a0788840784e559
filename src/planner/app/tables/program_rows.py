"""The programs of the view chosen as rows of a tree: what all tables of programs have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Signal
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import roles
from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import N_
from planner.core.model.outline import Listed, outline, parts
from planner.core.persistent import differing
from planner.words.texts import Texts

Index = QModelIndex | QPersistentModelIndex
NAME = 0
"""The column of the names."""
ANSWERED = frozenset((roles.DISPLAY, roles.SPOKEN, roles.ALIGNMENT, roles.FOREGROUND, roles.FONT, roles.TIP))


@dataclass(eq=False)
class ProgramRow:
    """A row of the tree: the total, a heading of the view, or a program; `children` the rows below it.

    `place` is its own among the rows of its parent.
    """

    name: tuple[str, str]
    program: int | None = None
    parent: ProgramRow | None = None
    relisted: bool = False
    place: int = 0
    children: list[ProgramRow] = field(default_factory=list)

    def add(self, child: ProgramRow) -> ProgramRow:
        """Put a row below this one."""
        child.parent, child.place = self, len(self.children)
        self.children.append(child)
        return child

    @property
    def counted(self) -> list[ProgramRow]:
        """The rows below that count here: what is listed again (再掲) counts elsewhere."""
        return [child for child in self.children if not child.relisted]


class ProgramRows(QAbstractItemModel):
    """The total, the headings of the view, its programs and their parts; the columns are the subclass's.

    A program that is listed again (再掲) stands there once more and counts in no sum.

    Signals:
        told(columns): any figure in these columns may be another now, the rows are the same.
    """

    told = Signal(object)
    moving = NAME + 1
    """The first column that an edit moves."""

    def __init__(self, session: Session, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self._root = ProgramRow(("", ""))
        self._nodes: dict[int, list[ProgramRow]] = {}
        self._build(session.state)

    def _build(self, state: State) -> None:
        self._root = ProgramRow(("", ""))
        self._nodes = {}
        portfolio, view = state.portfolio, state.shown_view
        name = (view.name, view.name_en) if view else (N_("All programs"), N_("All programs"))
        total = self._root.add(ProgramRow(name))
        for heading, heading_en, listed in outline(portfolio, view):
            above = total.add(ProgramRow((heading, heading_en))) if heading else total
            for each in listed:
                self._add_program(above, each, state)

    def _add_program(self, parent: ProgramRow, listed: Listed, state: State) -> None:
        if not state.evaluation.shows_program(listed.program):
            return
        program = state.portfolio.programs[listed.program]
        node = parent.add(ProgramRow((program.name, program.name_en), listed.program, relisted=listed.relisted))
        self._nodes.setdefault(listed.program, []).append(node)
        for part in parts(state.portfolio, listed):
            self._add_program(node, part, state)

    def rebuild(self, state: State) -> None:
        """Take up other rows."""
        self.beginResetModel()
        self._build(state)
        self.endResetModel()

    def _refresh_programs(self, moved: Iterable[int]) -> None:
        """Tell only of the rows of these programs, of what lists them again, and of the sums above: not the tree."""
        moved, portfolio = set(moved), self._session.state.portfolio
        moved |= {
            i
            for i in portfolio.relisting
            if any(portfolio.program_index[id_] in moved for id_ in portfolio.programs[i].relists)
        }
        nodes = {node for i in moved for node in self._nodes.get(i, ())}
        above = {up for node in nodes if (up := node.parent) is not None and up.program is None}
        above |= {up for node in above if (up := node.parent) is not None}
        families: dict[ProgramRow, list[ProgramRow]] = {}
        for node in nodes | above:
            if node.parent is not None:
                families.setdefault(node.parent, []).append(node)
        for parent, changed in families.items():
            if len(changed) == 1:
                self._tell(changed[0])
            else:  # many rows are told of at once: from the first that moved to the last
                places = [child.place for child in changed]
                first, last = parent.children[min(places)], parent.children[max(places)]
                self.dataChanged.emit(self._index(first, self.moving), self._index(last, self.columnCount() - 1))

    def _tell(self, node: ProgramRow) -> None:
        self.dataChanged.emit(self._index(node, self.moving), self._index(node, self.columnCount() - 1))

    def _index(self, node: ProgramRow, column: int) -> QModelIndex:
        return self.createIndex(node.place, column, node)

    def node(self, index: Index) -> ProgramRow:
        """The row an index stands for."""
        node = index.internalPointer() if index.isValid() else self._root
        assert isinstance(node, ProgramRow)
        return node

    def index_of(self, node: ProgramRow) -> QModelIndex:
        """The index of a row."""
        return self._index(node, NAME)

    def index_of_program(self, program: int | None) -> QModelIndex:
        """The first place of a program in the view, or the total."""
        node = self._nodes[program][0] if program in self._nodes else self._root.children[0]
        return self._index(node, NAME)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = (parent.internalPointer() if parent.isValid() else self._root).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = index.internalPointer().parent if index.isValid() else None
        return QModelIndex() if above is None or above is self._root else self.createIndex(above.place, NAME, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.node(parent).children) if parent.column() <= 0 else 0

    def name(self, node: ProgramRow) -> str:
        """What a row is called, and what the scenario makes of its program."""
        (ja, en), _ = node.name, self._texts._
        name = self._texts.name(ja, en) if node.program is not None or ja != en else _(ja)
        if node.relisted and node.parent and not node.parent.relisted:
            return f"{name} {_('[listed again]')}"
        return f"{self._standing(node.program)}{name}"

    def _standing(self, program: int | None) -> str:
        """What the scenario makes of a program: proposes it, or takes it out of the request."""
        state = self._session.state
        if program is None:
            return ""
        if state.portfolio.programs[program].proposed:
            return f"{self._texts._('[new]')} "
        return f"{self._texts._('[taken out]')} " if state.evaluation.has_ended(program) else ""


def moved_programs(before: Evaluation, after: Evaluation) -> set[int]:
    """The programs whose figures an edit moved: what it leaves alone is the same object in both."""
    return set(differing(before.programs, after.programs))


class RoomyRows(QStyledItemDelegate):
    """Rows with a little air, so that figures can be followed across."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), round(option.fontMetrics.height() * 1.5))
