"""A comparison as a tree for the screen: what scenarios are held against, a column a scenario, and the reasons."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal

from planner.app.compare.compare_cells import SAME, ColumnKind, CompareCells, CompareColumn
from planner.app.session.session import Session
from planner.app.tables.program_rows import Index
from planner.app.widgets import roles
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.evaluate import Total
from planner.core.check.ceilings import allowance_over, judged_over
from planner.core.compare.tree import REQUEST, CompareTree, Level, Node
from planner.core.model.document import BASE
from planner.words.figures import amount_text, change_text, unit_name
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
EDGES = (CompareColumn(ColumnKind.NAME), CompareColumn(ColumnKind.REASON))


class CompareHead(NamedTuple):
    """What stands over a column of amounts: the path to the scenario, its name, total, and what that differs by.

    `bar` is its part of the largest total or ceiling, 0 to 1, `ceiling` that of the ceiling over all that is compared;
    `number` is `None` for last year.
    """

    number: int | None
    path: str
    name: str
    total: str
    change: str
    bar: float
    ceiling: float | None
    is_shown: bool


class CompareModel(QAbstractItemModel):
    """The rows of a comparison; nothing is worked out for rows that are not on the screen.

    Signals:
        told(moved): figures are others now, the rows are the same; any figure may be where `moved` is `None`. One
            `dataChanged` cannot say so of a tree.
    """

    told = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.tree: CompareTree | None = None
        self.cells: CompareCells | None = None
        self.columns: tuple[CompareColumn, ...] = EDGES
        self.as_amounts = False
        self._top = Node(Level.TOTAL, "top")
        self._heads: dict[int, CompareHead] | None = None

    def show(self, tree: CompareTree | None) -> None:
        """Take up another comparison; where it has the same rows, expanded and selected ones stay so."""
        moved = tree.take_over(self.tree) if tree is not None and self.tree is not None else None
        self._heads = None
        if moved is not None and tree is not None and self.cells is not None:
            self.tree = tree
            self.cells.take(tree)
            self.told.emit(moved)
            return
        self.beginResetModel()
        self.tree = tree
        self.cells = None if tree is None else CompareCells(self._session, self._texts, tree)
        if self.cells is not None:
            self.cells.as_amounts = self.as_amounts
        self.columns = EDGES if tree is None else columns_of(tree)
        self.endResetModel()

    def show_amounts(self, wanted: bool) -> None:
        """Show the amounts of scenarios, or what they differ by."""
        self.as_amounts = wanted
        if self.cells is not None:
            self.cells.as_amounts = wanted
        self.tell()

    def tell(self) -> None:
        """Say that names, reasons, figures or the unit are others now."""
        self._heads = None
        if self.cells is not None and self.tree is not None:
            self.cells.take(self.tree)
        self.told.emit(None)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # ---------------------------------------------------------------- rows

    def node(self, index: Index) -> Node:
        """The row an index stands in."""
        node = index.internalPointer() if index.isValid() else self._top
        assert isinstance(node, Node)
        return node

    def rows_below(self, node: Node) -> list[Node]:
        """The rows below one."""
        if self.tree is None:
            return []
        return [self.tree.root] if node is self._top else self.tree.children(node)

    def index_of(self, node: Node, column: int = 0) -> QModelIndex:
        """The index of a row."""
        return self.createIndex(node.place, column, node)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self.rows_below(parent.internalPointer() if parent.isValid() else self._top)
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        above = index.internalPointer().parent if index.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.rows_below(self.node(parent))) if parent.column() <= 0 else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        if not parent.isValid():
            return self.tree is not None
        return self.tree is not None and self.tree.has_children(parent.internalPointer())

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.columns)

    # ---------------------------------------------------------------- heads

    def head(self, section: int) -> CompareHead | None:
        """What stands over a column of amounts; `None` over names and reasons."""
        if self.tree is None or self.cells is None or not 0 < section < len(self.columns) - 1:
            return None
        if self._heads is None:
            self._heads = self._made_heads(self.tree, self.cells)
        return self._heads[section]

    def allowance(self) -> int | None:
        """What a ceiling allows that stands over all that is compared, in yen; `None` where none can be told."""
        state, tree = self._session.state, self.tree
        if tree is None or tree.year != REQUEST or self._session.is_settling:
            return None
        total = state.evaluation.view(tree.view)[1].amount
        view = None if tree.view is None else tree.view.id
        return None if total is None else allowance_over(judged_over(self._session.judged, view), total)

    def _made_heads(self, tree: CompareTree, cells: CompareCells) -> dict[int, CompareHead]:
        state, ceiling = self._session.state, self.allowance()
        shown = list(enumerate(self.columns))[1:-1]
        totals = {section: tree.amount(tree.root, column.place) for section, column in shown}
        totals[1] = tree.reference(tree.root)
        longest = max([ceiling or 0, 1, *(total.yen for total in totals.values())])
        found = {}
        for section, total in totals.items():
            column = self.columns[section]
            is_last_year = column.kind is ColumnKind.REFERENCE and tree.against_previous
            number = None if is_last_year else tree.comparison.scenarios[column.place]
            change = tree.difference(tree.root, column.place) if column.kind is ColumnKind.SCENARIO else None
            year = self._texts.fiscal_year(state.portfolio.previous_year)
            found[section] = CompareHead(
                number,
                "" if number is None else self._path(number),
                year if number is None else cells.scenario_name(number),
                self._total(total),
                "" if change is None else self._change(change),
                0.0 if total.amount is None else max(total.yen, 0) / longest,
                None if ceiling is None else ceiling / longest,
                number == state.scenario,
            )
        return found

    def _change(self, change: int) -> str:
        return change_text(change, self._session.state.unit, self._texts) if change else self._texts._(SAME)

    def _total(self, total: Total) -> str:
        return amount_text(total, self._session.state.unit, self._texts._).replace(" *", "*")

    def _path(self, number: int) -> str:
        """The scenarios above one, the base first; what the base is."""
        document, names = self._session.state.document, []
        if number == BASE:
            return self._texts._("as published")
        while number != BASE:
            number = document.scenario(number).parent
            names.append(self._texts._("Base") if number == BASE else document.scenario(number).name)
        return "".join(f"{name} › " for name in reversed(names)).rstrip()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if 0 < section < len(self.columns) - 1 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(column, section)
        if role == Qt.ItemDataRole.ToolTipRole and (head := self.head(section)) is not None:
            unit = unit_name(self._session.state.unit, self._texts)
            return plain_tip(f"{head.path} {head.name}\n{head.total} {unit} {head.change}".strip())
        return None

    def heading(self, column: CompareColumn, section: int) -> str:
        """What stands over a column on the screen, as it is heard."""
        _ = self._texts._
        if column.kind is ColumnKind.NAME:
            return _("Program, line, value")
        if column.kind is ColumnKind.REASON:
            return _("Reason")
        head = self.head(section)
        return "" if head is None else f"{head.name}\n{head.total} {head.change}".rstrip()

    def copied_columns(self) -> tuple[CompareColumn, ...]:
        """The columns that are copied: last year, of each scenario amount, difference and percent, and the reasons."""
        tree = self.tree
        columns = [CompareColumn(ColumnKind.NAME), CompareColumn(ColumnKind.PREVIOUS)]
        for place in range(len(tree.comparison.scenarios) if tree else 0):
            columns.append(CompareColumn(ColumnKind.AMOUNT, place))
            if tree and not tree.is_reference(place):
                columns += [CompareColumn(ColumnKind.DIFFERENCE, place), CompareColumn(ColumnKind.PERCENT, place)]
        return (*columns, CompareColumn(ColumnKind.REASON))

    def copied_heading(self, column: CompareColumn) -> str:
        """What stands over a column that is copied, amounts in yen."""
        state, _ = self._session.state, self._texts._
        unit = f" ({_('yen')})"
        match column.kind:
            case ColumnKind.NAME:
                return _("Program, line, value")
            case ColumnKind.REASON:
                return _("Reason")
            case ColumnKind.PREVIOUS:
                return self._texts.era(state.portfolio.previous_year) + unit
            case ColumnKind.AMOUNT:
                assert self.tree is not None
                assert self.cells is not None
                return self.cells.scenario_name(self.tree.comparison.scenarios[column.place]) + unit
            case ColumnKind.DIFFERENCE:
                return _("Difference") + unit
        return "%"

    # ---------------------------------------------------------------- what Qt asks

    def data(self, index: Index, role: int = 0) -> Any:
        if self.cells is None or role not in (roles.DISPLAY, roles.SPOKEN, roles.LOOK, roles.ALIGNMENT, roles.TIP):
            return None
        node, column = self.node(index), self.columns[index.column()]
        if role == roles.LOOK:
            return self.cells.look(node, column)
        if role == roles.DISPLAY:
            return self.cells.text(node, column)
        if role == roles.ALIGNMENT:
            return RIGHT if column not in EDGES else None
        told = self.cells.told(node, column)
        return (told or self._texts._("empty")) if role == roles.SPOKEN else plain_tip(told)


def columns_of(tree: CompareTree) -> tuple[CompareColumn, ...]:
    """Names, what is held against, the other scenarios in their order, reasons."""
    places = range(len(tree.comparison.scenarios))
    reference = CompareColumn(ColumnKind.REFERENCE, tree.comparison.reference)
    others = (CompareColumn(ColumnKind.SCENARIO, place) for place in places if not tree.is_reference(place))
    return (EDGES[0], reference, *others, EDGES[1])
