"""A comparison as a tree for the screen: 前年度, then for each scenario its amount and what it differs by."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.program_rows import ANSWERED, Index
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.compare.tree import STANDINGS, CompareTree, Level, Node
from planner.core.model.document import BASE
from planner.core.model.fields import ALL_FIELDS, QUANTITY, Value
from planner.core.money import format_amount, format_change
from planner.words.figures import amount_text, line_unit, percent_text, unit_name
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ColumnKind(Enum):
    """What a column shows of a scenario."""

    NAME = "name"
    PREVIOUS = "previous"
    AMOUNT = "amount"
    DIFFERENCE = "difference"
    PERCENT = "percent"


class CompareColumn(NamedTuple):
    """A column: what it shows, and of the scenario at which place of the comparison."""

    kind: ColumnKind
    place: int = 0


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
        self.columns: tuple[CompareColumn, ...] = (CompareColumn(ColumnKind.NAME), CompareColumn(ColumnKind.PREVIOUS))
        self._top = Node(Level.TOTAL, "top")

    def show(self, tree: CompareTree | None) -> None:
        """Take up another comparison; where it has the same rows, expanded and selected ones stay so."""
        moved = tree.take_over(self.tree) if tree is not None and self.tree is not None else None
        if moved is not None:
            self.tree = tree
            self.told.emit(moved)
            return
        self.beginResetModel()
        self.tree = tree
        columns = [CompareColumn(ColumnKind.NAME), CompareColumn(ColumnKind.PREVIOUS)]
        for place in range(len(tree.comparison.scenarios) if tree else 0):
            columns.append(CompareColumn(ColumnKind.AMOUNT, place))
            if tree and not tree.is_reference(place):
                columns += [CompareColumn(ColumnKind.DIFFERENCE, place), CompareColumn(ColumnKind.PERCENT, place)]
        self.columns = tuple(columns)
        self.endResetModel()

    def tell(self) -> None:
        """Say that names, figures or the unit are others now."""
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

    # ---------------------------------------------------------------- what is shown

    def scenario_name(self, place: int) -> str:
        """The name of the scenario at a place of the comparison."""
        assert self.tree is not None
        number = self.tree.comparison.scenarios[place]
        return self._texts._("Base") if number == BASE else self._session.state.document.scenario(number).name

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.kind is not ColumnKind.NAME:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and column.kind not in (ColumnKind.NAME, ColumnKind.PREVIOUS):
            return plain_tip(self.scenario_name(column.place))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.header(column, unit_name(self._session.state.unit, self._texts))

    def header(self, column: CompareColumn, unit: str) -> str:
        """What stands above a column whose amounts are in a unit of that name."""
        state, _ = self._session.state, self._texts._
        unit = f"\n({unit})"
        match column.kind:
            case ColumnKind.NAME:
                return f"{_('Program, line, value')}\n"
            case ColumnKind.PREVIOUS:
                return self._texts.era(state.portfolio.previous_year) + unit
            case ColumnKind.AMOUNT:
                return self.scenario_name(column.place) + unit
            case ColumnKind.DIFFERENCE:
                return _("Difference") + unit
        return "%\n"

    def data(self, index: Index, role: int = 0) -> Any:
        if self.tree is None or role not in ANSWERED:
            return None
        node, column = self.node(index), self.columns[index.column()]
        if role in (roles.DISPLAY, roles.SPOKEN):
            return self.text(node, column)
        if role == roles.ALIGNMENT:
            return None if column.kind is ColumnKind.NAME else RIGHT
        if role == roles.FONT:
            return theme.bold(theme.table_font()) if node.level is Level.TOTAL else None
        if role == roles.FOREGROUND:
            if node.relisted:
                return theme.tokens().third
            falls = column.kind is not ColumnKind.NAME and self.text(node, column).startswith("△")
            return theme.tokens().decrease if falls else None
        return plain_tip(self._tip(node, column) or "")

    def _tip(self, node: Node, column: CompareColumn) -> str | None:
        if column.kind is ColumnKind.NAME:
            return self.name(node)
        if node.level is Level.VALUE and column.kind is ColumnKind.DIFFERENCE:
            return self._texts._("What this value alone does to the amount of the request.")
        return None

    def text(self, node: Node, column: CompareColumn) -> str:
        """What a cell shows."""
        assert self.tree is not None
        tree, unit, _ = self.tree, self._session.state.unit, self._texts._
        if column.kind is ColumnKind.NAME:
            return self.name(node)
        if node.value is not None:
            return self._value_text(node, column)
        if column.kind is ColumnKind.PREVIOUS:
            return amount_text(tree.previous(node), unit, _)
        if column.kind is ColumnKind.AMOUNT:
            if node.level is Level.LINE and not tree.is_present(node, column.place):
                return "−"
            return amount_text(tree.amount(node, column.place), unit, _)
        difference = tree.difference(node, column.place)
        if column.kind is ColumnKind.DIFFERENCE:
            return "−" if difference is None else format_change(difference, unit)
        standing = tree.standing(node, column.place)
        if standing is not None:
            return _(STANDINGS[standing])
        mine, theirs = tree.amount(node, column.place).amount, tree.reference(node).amount
        return "−" if mine is None or theirs is None else percent_text(mine, theirs, self._texts)

    def name(self, node: Node) -> str:
        """What a row is called."""
        portfolio, lines, _ = self._session.state.portfolio, self._session.state.portfolio.lines, self._texts._
        assert self.tree is not None
        if node.value is not None:
            field, year = ALL_FIELDS[node.value.cell.field], node.value.cell.year
            label = _(field.label)
            return label if year == portfolio.request_year else f"{label} {self._texts.year(field, year)}"
        if node.row is not None:
            return self._texts.name(lines.labels[node.row], lines.labels_en[node.row])
        if node.program is not None:
            program = portfolio.programs[node.program]
            name = self._texts.name(program.name, program.name_en)
            return f"{name} {_('[listed again]')}" if node.relisted else name
        if node.heading is not None:
            return self._texts.name(node.heading.heading, node.heading.heading_en)
        view = self.tree.view
        return _("All programs") if view is None else self._texts.name(view.name, view.name_en)

    def _value_text(self, node: Node, column: CompareColumn) -> str:
        assert self.tree is not None
        assert node.value is not None
        if column.kind is ColumnKind.PREVIOUS:
            return self._shown(node, self.tree.enacted(node), "")
        value = node.value.values[column.place]
        if column.kind is ColumnKind.AMOUNT:
            return self._shown(node, value, "−")
        if column.kind is ColumnKind.DIFFERENCE:
            effect = self.tree.difference(node, column.place)
            if effect is None:
                return "" if self.tree.against_previous else "−"
            return format_change(effect, self._session.state.unit)
        theirs = self.tree.held_against(node)
        if value is None or theirs is None or ALL_FIELDS[node.value.cell.field].choices:
            return ""
        return percent_text(value.numerator * theirs.denominator, theirs.numerator * value.denominator, self._texts)

    def _shown(self, node: Node, value: Value | None, nothing: str) -> str:
        assert node.value is not None
        if value is None:
            return nothing
        field = ALL_FIELDS[node.value.cell.field]
        if field.choices:
            return self._texts._(field.text(value))
        if field.is_money:
            return f"{format_amount(value.numerator)} {self._texts._('yen')}"
        unit = self._session.state.portfolio.lines.units[node.row] if field is QUANTITY and node.row is not None else ""
        return f"{field.display(value)} {line_unit(unit, self._texts, Fraction(value))}".rstrip()

    def raw(self, node: Node, column: CompareColumn) -> str:
        """A cell as other programs read it: whole yen, plain numbers, or words."""
        assert self.tree is not None
        tree, value = self.tree, node.value
        if column.kind in (ColumnKind.NAME, ColumnKind.PERCENT):
            return self.text(node, column)
        if column.kind is ColumnKind.DIFFERENCE:
            return plain(tree.difference(node, column.place))
        if column.kind is ColumnKind.PREVIOUS:
            return plain(tree.previous(node).amount if value is None else tree.enacted(node))
        if value is None:
            return plain(tree.amount(node, column.place).amount)
        choices = ALL_FIELDS[value.cell.field].choices
        return self.text(node, column) if choices else plain(value.values[column.place])


def plain(value: Value | None) -> str:
    """A number without separators; nothing for none."""
    return "" if value is None else str(value)
