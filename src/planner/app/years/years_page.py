"""The plan years by program: a chart, and beneath it the table of the same figures."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.clipboard import put_on_clipboard
from planner.app.tables.program_rows import NAME, ProgramRow, RoomyRows
from planner.app.widgets import theme
from planner.app.widgets.charts.stacked_chart import Stack, StackedChart
from planner.app.widgets.plain import Label
from planner.app.years.year_figures import YearFigures, YearMeasure, measured
from planner.app.years.years_model import YearsModel
from planner.core.errors import N_
from planner.words.figures import unit_name
from planner.words.texts import Texts

INDENT = "　"
LARGEST = 7
"""So many programs have a part of the bars of their own; the others share one."""


class StackedBy(Enum):
    """What the bars are made of; the value is the name as a catalogue key."""

    PROGRAM = N_("by program")
    BINDING = N_("by what binds it")


class YearsTree(QTreeView):
    """The table: rows like the programs of the main window, a column a plan year."""

    def __init__(self, model: YearsModel, texts: Texts) -> None:
        super().__init__()
        self.rows, self._texts = model, texts
        self.setModel(model)
        self.setObjectName("years")
        self.setAccessibleName(texts._("Years by program"))
        self.setFont(theme.table_font())
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setItemDelegate(RoomyRows(self))
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(self.fontMetrics().horizontalAdvance(INDENT))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._after_reset)
        model.told.connect(lambda _columns: self.viewport().update())
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy_selected)
        self._after_reset()

    def _after_reset(self) -> None:
        self.expandToDepth(1)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.setColumnWidth(NAME, digit * 40)
        for column in range(1, self.rows.columnCount()):
            self.setColumnWidth(column, digit * 15)
        self.setCurrentIndex(self.rows.index(0, 0))

    def rows_shown(self) -> list[ProgramRow]:
        """Every row that is there to be scrolled to, from the top."""
        found, index = [], self.rows.index(0, 0)
        while index.isValid():
            found.append(self.rows.node(index))
            index = self.indexBelow(index)
        return found

    def copy_all(self) -> None:
        """Put the whole table as it is open on the clipboard, in yen."""
        self._copy(self.rows_shown())

    def copy_selected(self) -> None:
        """Put the rows of the selection on the clipboard, under the header."""
        selected = {self.rows.node(index) for index in self.selectionModel().selectedRows()}
        self._copy([node for node in self.rows_shown() if node in selected])

    def _copy(self, nodes: list[ProgramRow]) -> None:
        _, rows = self._texts._, self.rows
        measure = f"{_(rows.measure.value)} ({_('yen')})"
        block = [[measure, *(rows.header(column) for column in range(1, rows.columnCount()))]]
        for node in nodes:
            figures = ["" if figure is None else str(figure) for figure in rows.figures(node)]
            block.append([INDENT * _depth(node) + rows.name(node), *figures])
        put_on_clipboard(block, [[column > 0 for column in range(len(row))] for row in block])


class YearsPage(QWidget):
    """Chart and table of one measure; both follow the session while the page is on the screen.

    Signals:
        jumped(Place): the program of a row that was activated (double click or Enter), or all of them.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts, figures: YearFigures) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.model = YearsModel(session, texts, figures, self)
        self.measure_box, self.stack_box = QComboBox(), QComboBox()
        self.copy_button = QPushButton(_("Copy the table"))
        self.chart = StackedChart(texts, _("The plan years"))
        self.tree = YearsTree(self.model, texts)
        self.copy_button.setAutoDefault(False)
        for measure in YearMeasure:
            self.measure_box.addItem(_(measure.value), measure)
        for stacked in StackedBy:
            self.stack_box.addItem(_(stacked.value), stacked)
        above = QHBoxLayout()
        for name, box in ((_("Measure"), self.measure_box), (_("Bars"), self.stack_box)):
            label = Label(name)
            label.setBuddy(box)
            box.setAccessibleName(name)
            above.addWidget(label)
            above.addWidget(box)
        above.addStretch(1)
        above.addWidget(self.copy_button)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.chart)
        parts.addWidget(self.tree)
        height = self.fontMetrics().height()
        parts.setSizes([height * 20, height * 24])
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(parts, 1)
        self.measure_box.activated.connect(self._choose_measure)
        self.stack_box.activated.connect(self._draw)
        self.copy_button.clicked.connect(self.tree.copy_all)
        self.tree.activated.connect(self._jump)
        session.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()
        self.chart.set_shown(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.chart.set_shown(False)

    def _on_changed(self, moved: Moved) -> None:
        if self.isVisible() or moved.portfolio:  # rows that are no more are not kept
            self._follow()

    def _follow(self) -> None:
        """Take up what moved."""
        if self.model.follow():
            self._draw()

    def _choose_measure(self) -> None:
        self.model.show_measure(self.measure_box.currentData())
        self._draw()

    def _jump(self, index: QModelIndex) -> None:
        program = self.model.node(index).program
        if program is None:
            self._session.show(program=None)
        self.jumped.emit(Place(program=program))

    def _draw(self) -> None:
        self.chart.show_stack(self.stack())

    def stack(self) -> Stack:
        """What the chart shows of the table."""
        state, _ = self._session.state, self._texts._
        labels = tuple(self._texts.era(year) for year in state.portfolio.years)
        if self.stack_box.currentData() is StackedBy.BINDING:
            total = self.model.burdens(self.model.total(), self.model.trio.shown)
            bindings = (YearMeasure.EARLIER, YearMeasure.REQUEST, YearMeasure.POLICY)
            series = tuple((_(each.value), measured(each, total, total, None)) for each in bindings)
            name = _(N_("What binds the years"))
        else:
            series, name = self._by_program(), _(self.model.measure.value)
        said = f"{self.model.name(self.model.total())}: {name} ({unit_name(state.unit, self._texts)})"
        return Stack(labels, series, state.unit, said)

    def _by_program(self) -> tuple[tuple[str, tuple[int | None, ...]], ...]:
        found = [(self.model.name(node), self.model.figures(node)) for node in self.model.counted()]
        sized = sorted(found, key=lambda each: -max((abs(figure or 0) for figure in each[1]), default=0))
        named, rest = sized[:LARGEST], sized[LARGEST:]
        series = [each for each in named if any(each[1])]
        sums = tuple(sum(figure or 0 for figure in year) for year in zip(*(each[1] for each in rest), strict=True))
        if any(sums):
            series.append((self._texts._("Others"), sums))
        return tuple(series)


def _depth(node: ProgramRow) -> int:
    depth = -1
    above = node.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
