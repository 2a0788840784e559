"""The plan years by program: bars of the row chosen with the obligations beside, and the table of all rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
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
from planner.app.tables.program_rows import NAME, ProgramRow
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.charts.stack import Stack
from planner.app.widgets.charts.stacked_chart import StackedChart
from planner.app.widgets.plain import Label, plain_tip
from planner.app.years.obligations_picture import draw_obligations
from planner.app.years.year_figures import YearFigures, YearMeasure
from planner.app.years.years_delegate import YearsDelegate
from planner.app.years.years_model import YearsModel
from planner.app.years.years_stack import StackedBy, stack_of
from planner.core.calculation.burden import schedule_of
from planner.words.texts import Texts

INDENT = "　"
NAME_WIDTHS, BOUND_WIDTH, COURSE_WIDTH, WORDS_WIDTH = (176, 270), 104, 92, 112
"""Widths of columns in pixels at a zoom of 1: names from least to most; words have what is left."""
ROOMY = 1000
"""The least width at which the obligations stand beside the bars, in pixels at a zoom of 1."""
CHART_HEIGHT, TABLE_HEIGHT, OBLIGATIONS_WIDTH = 156, 90, 330
"""The least heights, and the least width of the obligations, in pixels at a zoom of 1."""


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
        self.setItemDelegate(YearsDelegate(self))
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
        self._size_columns()
        self.setCurrentIndex(self.rows.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _size_columns(self) -> None:
        """Years as wide as their sums in bold, the words of the course as wide as there is room."""
        rows, bold = self.rows, QFontMetrics(theme.bold(theme.table_font()))
        total = rows.total()
        widest = max(bold.horizontalAdvance(rows.text(total, column)) for column in rows.year_columns)
        year = max(widest + theme.px(14), theme.px(70))
        behind = range(rows.year_columns.stop, rows.columnCount())
        widths = [theme.px(each) for each in (BOUND_WIDTH, COURSE_WIDTH, WORDS_WIDTH)][: len(behind)]
        least, most = map(theme.px, NAME_WIDTHS)
        room = self.viewport().width() - year * len(rows.year_columns) - sum(widths)
        name = min(max(room, least), most)
        self.setColumnWidth(NAME, name)
        for column in rows.year_columns:
            self.setColumnWidth(column, year)
        if widths:
            widths[-1] += max(room - name, 0)
        for column, width in zip(behind, widths, strict=True):
            self.setColumnWidth(column, width)

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
        block = [[measure, *(rows.header(column) for column in rows.year_columns)]]
        for node in nodes:
            figures = ["" if figure is None else str(figure) for figure in rows.figures(node)]
            block.append([INDENT * _depth(node) + rows.name(node), *figures])
        put_on_clipboard(block, [[column > 0 for column in range(len(row))] for row in block])


class YearsPage(QWidget):
    """Picture and table; both follow the session while the page is on the screen.

    Signals:
        jumped(Place): the program of a row that was activated (double click or Enter), or all of them.
        obligation_wanted(int): one of the obligations is to be seen, by its place.
    """

    jumped = Signal(object)
    obligation_wanted = Signal(int)

    def __init__(self, session: Session, texts: Texts, figures: YearFigures) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        _ = texts._
        self.model = YearsModel(session, texts, figures, self)
        self.measure_box, self.stack_box = QComboBox(), QComboBox()
        self.copy_button = QPushButton(_("Copy the table"))
        self.chart = StackedChart(texts, _("The plan years"), (_("Year"), _("Amount")))
        heads = (_("Obligation"), _("Total"), _("After the request year"))
        self.obligations = PicturePanel(_("Obligations"), heads, texts)
        self.tree = YearsTree(self.model, texts)
        for measure in YearMeasure:
            self.measure_box.addItem(_(measure.value), measure)
        for stacked in StackedBy:
            self.stack_box.addItem(_(stacked.value), stacked)
        self.choices = self._made_choices()
        self._lay_out()
        self.measure_box.activated.connect(self._choose_measure)
        self.stack_box.activated.connect(self._draw)
        self.copy_button.clicked.connect(self.tree.copy_all)
        self.tree.activated.connect(self._jump)
        self.tree.selectionModel().currentRowChanged.connect(lambda *_indexes: self._draw())
        self.chart.wanted.connect(self._go)
        self.obligations.wanted.connect(lambda mark: self.obligation_wanted.emit(mark.goal))
        session.changed.connect(self._on_changed)

    def _made_choices(self) -> QWidget:
        """What is shown, in one row; it stands where the page is put."""
        _, row = self._texts._, QWidget()
        self._labels: list[Label] = []
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, theme.px(8), 0)
        layout.setSpacing(theme.px(6))
        for name, box in ((_("Measure"), self.measure_box), (_("Bars"), self.stack_box)):
            label = Label(name)
            label.setBuddy(box)
            self._labels.append(label)
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(11)
            box.setToolTip(plain_tip(box.currentText()))
            box.currentTextChanged.connect(lambda text, box=box: box.setToolTip(plain_tip(text)))
            layout.addWidget(label)
            layout.addWidget(box)
        self.copy_button.setAutoDefault(False)
        self.copy_button.setProperty("look", "quiet")
        layout.addWidget(self.copy_button)
        return row

    def _lay_out(self) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal)
        for part, share in ((self.chart, 2), (self.obligations, 1)):
            self.across.addWidget(part)
            self.across.setStretchFactor(self.across.count() - 1, share)
        self.across.setChildrenCollapsible(False)
        self.obligations.setMinimumWidth(theme.px(OBLIGATIONS_WIDTH))
        self.across.setSizes([theme.px(ROOMY) - theme.px(OBLIGATIONS_WIDTH), theme.px(OBLIGATIONS_WIDTH)])
        self.across.setMinimumHeight(theme.px(CHART_HEIGHT))
        self.tree.setMinimumHeight(theme.px(TABLE_HEIGHT))
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.across)
        parts.addWidget(self.tree)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(0, 5)
        parts.setStretchFactor(1, 6)
        parts.setSizes([theme.px(210), theme.px(250)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts, 1)
        self.setProperty("area", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_roomy = event.size().width() >= theme.px(ROOMY)
        self.obligations.setVisible(is_roomy)
        for label in self._labels:
            label.setVisible(is_roomy)

    def turn(self) -> None:
        """Show the table behind the picture, or the picture again."""
        had_focus = any(each.hasFocus() for each in self.obligations.stops)
        (self.obligations if had_focus else self.chart.panel).turn()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.model.follow() or not self.chart.stack.labels:
            self._draw()
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
        self._go(Place(program=self.model.node(index).program))

    def _go(self, place: Place) -> None:
        """Lead to a program, or to all of them, in a year."""
        if place.program is None:
            self._session.show(program=None)
        self.jumped.emit(place)

    def _draw(self) -> None:
        self.chart.show_stack(self.stack())
        document, evaluation = self._session.state.document, self._session.state.evaluation
        schedules = [schedule_of(evaluation, each) for each in document.all_obligations]
        total, years, texts = (
            self.model.burdens(self.model.total(), self.model.trio.shown),
            self.model.years,
            self._texts,
        )

        def draw(canvas: Canvas, room: QRectF) -> Sequence[Mark]:
            return draw_obligations(canvas, room, schedules, total, years, texts)

        self.obligations.show_drawing(draw)

    def _row(self) -> ProgramRow:
        """The row the bars are of: the one of the cursor."""
        index = self.tree.currentIndex()
        return self.model.node(index) if index.isValid() else self.model.total()

    def stack(self) -> Stack:
        """What the chart shows of the table."""
        return stack_of(self.model, self._row(), self.stack_box.currentData(), self._texts)


def _depth(node: ProgramRow) -> int:
    depth = -1
    above = node.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
