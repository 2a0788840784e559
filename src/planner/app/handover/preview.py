"""What goes out, seen before it is written: a sheet as it lies on paper, or its cells as the workbook has them."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.app.handover.printing.paper_view import PaperView
from planner.app.handover.printing.sheet_print import is_form
from planner.app.handover.sheet_preview import SHOWN, SheetModel, span_running
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.plain import Label
from planner.files.plain.sheet import Row, Sheet
from planner.words.texts import Texts

PAPER, CELLS = range(2)


class Made(NamedTuple):
    """The sheets of a choice, and the first rows of the one shown."""

    sheets: tuple[Sheet, ...]
    place: int
    rows: list[Row]


class Preview(QWidget):
    """Which sheet is shown, on paper or as cells, and which of its pages.

    Signals:
        picked(str): another sheet shall be shown, by its name.
    """

    picked = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        _ = texts._
        self.pick, self.said = QComboBox(), ElidedLabel()
        self.pick.setAccessibleName(_("Sheet shown"))
        self.pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.pick.setMinimumContentsLength(9)
        self.said.setProperty("tone", "second")
        self.paper, self.table, self.model = PaperView(), QTableView(), SheetModel()
        self.paper.setAccessibleName(_("Preview on paper"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Preview"))
        self._views, self._group = QStackedWidget(), QButtonGroup(self)
        self.segments = [QPushButton(_("On paper")), QPushButton(_("Cells"))]
        self.smaller, self.larger, self.percent = QPushButton("−"), QPushButton("+"), Label()
        self.percent.setProperty("tone", "second")
        head, layout = QFrame(), QVBoxLayout(self)
        head.setProperty("line", "below")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        row.addWidget(self.pick)
        row.addWidget(self.said, 1)
        for button, name, by in ((self.smaller, _("Smaller"), -1), (self.larger, _("Larger"), 1)):
            button.setProperty("look", "quiet")
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(partial(self.paper.step_zoom, by))
        for part in (self.smaller, self.percent, self.larger):
            row.addWidget(part)
        for place, (button, view) in enumerate(zip(self.segments, (self.paper, self.table), strict=True)):
            button.setCheckable(True)
            self._group.addButton(button, place)
            self._views.addWidget(view)
            row.addWidget(button)
        row.setSpacing(theme.px(4))
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._views, 1)
        self.segments[PAPER].setChecked(True)
        self._wanted = PAPER
        self._group.idClicked.connect(self._choose)
        self.paper.turned.connect(self._say)
        self.pick.activated.connect(lambda: self.picked.emit(self.pick.currentText()))

    @property
    def view(self) -> QWidget:
        """The view in front."""
        return self._views.currentWidget()

    @property
    def is_on_paper(self) -> bool:
        """Whether the sheet is shown as it lies on paper."""
        return self._views.currentIndex() == PAPER

    def names(self) -> list[str]:
        """The sheets there are."""
        return [self.pick.itemText(place) for place in range(self.pick.count())]

    def show_made(self, made: Made) -> None:
        """Show a sheet of what was made."""
        sheet = made.sheets[made.place]
        if self.names() != [each.name for each in made.sheets]:
            self.pick.clear()
            self.pick.addItems([each.name for each in made.sheets])
        self.pick.setCurrentIndex(made.place)
        self.model.show(sheet, made.rows)
        span_running(self.table, made.rows)
        digit = self.fontMetrics().horizontalAdvance("0")
        for place, column in enumerate(sheet.columns):
            self.table.setColumnWidth(place, round(digit * (column.width + 2)))
        form = is_form(sheet)
        self.paper.show_sheet(sheet._replace(rows=lambda: made.rows) if form else None)
        self.segments[PAPER].setEnabled(form)
        self._turn(self._wanted if form else CELLS)
        self._say()

    def _choose(self, view: int) -> None:
        self._wanted = view
        self._turn(view)

    def _turn(self, view: int) -> None:
        self.segments[view].setChecked(True)
        self._views.setCurrentIndex(view)
        self._say()

    def _say(self) -> None:
        sheet, _ = self.model.sheet, self._texts._
        if sheet is None:
            return
        said = [] if self.is_on_paper else [sheet.title]
        self.said.brief = ""
        for part in (self.smaller, self.percent, self.larger):
            part.setVisible(self.is_on_paper)
        self.percent.setText(f"{self.paper.percent} %")
        if self.is_on_paper:
            said.append(_("Page {n} of {all}").format(n=self.paper.current + 1, all=self.paper.count))
            self.said.brief = f"{self.paper.current + 1}/{self.paper.count}"
        elif not is_form(sheet):
            said.append(_("not printed"))
        if self.model.rowCount() >= SHOWN:
            said.append(_("the first {n} rows").format(n=SHOWN))
        self.said.setText("  ·  ".join(filter(None, said)))
