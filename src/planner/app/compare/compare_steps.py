"""One scenario against another as a waterfall: from what is compared with, by the lines that differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from planner.app.compare.compare_cells import CompareCells
from planner.app.explain.step_bars import level_bar, step_bar
from planner.app.session.place import Place
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Drawing, Mark
from planner.app.widgets.charts.picture_foot import PaintedFoot
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.charts.waterfall import Bar, axis_of, draw_waterfall
from planner.app.widgets.plain import Label
from planner.core.compare.steps import steps_to
from planner.core.explain.waterfall import Waterfall
from planner.words.texts import Texts

LARGEST = 10
"""So many lines have a bar of their own; the others share one."""
HEIGHT = 190
"""The least height in pixels at a zoom of 1."""


class StepsPanel(QWidget):
    """The waterfall from the reference to one of the scenarios.

    Signals:
        jumped(Place): the reader wants to go to what a bar speaks of.
    """

    jumped = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self._texts = texts
        self.panel = PicturePanel(_("From one scenario to the other"), (_("Step"), _("Yen")), texts)
        self.refused = Label()
        self.refused.setWordWrap(True)
        self.refused.hide()
        self.foot = PaintedFoot(texts, self.panel, self._refuse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.px(8), theme.px(4))
        layout.setSpacing(0)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.refused)
        layout.addLayout(self.foot)
        self.panel.setMinimumHeight(theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setProperty("area", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.panel)
        self.panel.wanted.connect(self._go)

    def show_steps(self, cells: CompareCells | None, place: int) -> None:
        """Show how the scenario at a place of the comparison comes to its request."""
        self.refused.hide()
        self.panel.show_drawing(_nothing if cells is None else _drawing(cells, place, self._texts))

    def _go(self, mark: Mark) -> None:
        if isinstance(mark.goal, Place):
            self.jumped.emit(mark.goal)

    def _refuse(self, why: str) -> None:
        self.refused.setText(why)
        self.refused.show()


def _nothing(_canvas: Canvas, _room: QRectF) -> Sequence[Mark]:
    return ()


def _drawing(cells: CompareCells, place: int, texts: Texts) -> Drawing:
    found, ends = steps_to(cells.tree, place, LARGEST), ends_of(cells, place, texts)
    title = " → ".join(ends)

    def draw(canvas: Canvas, room: QRectF) -> Sequence[Mark]:
        if found is None or not found.steps:
            left = canvas.head(room, title, "")
            words = texts._("There are no steps of this.") if found is None else texts._("They ask for the same.")
            there = QRectF(left.left(), left.top(), left.width(), canvas.px(24))
            canvas.text(there, words, canvas.tokens.second)
            return [Mark(title, (), words, Place(cells.tree.comparison.scenarios[place]), there)]
        figures = Figures(texts, max(abs(found.previous), abs(found.request)))
        bars = bars_of(found, cells, place, figures)
        return draw_waterfall(canvas, canvas.head(room, title, figures.axis_note(axis_of(bars))), bars, figures.tick)

    return draw


def ends_of(cells: CompareCells, place: int, texts: Texts) -> tuple[str, str]:
    """What it leads from, and where to."""
    tree = cells.tree
    comparison = tree.comparison
    mine = cells.scenario_name(comparison.scenarios[place])
    if tree.against_previous:
        year = texts.era(comparison.portfolio.previous_year)
        return texts._("Budget {year}").format(year=year), mine
    return cells.scenario_name(comparison.scenarios[comparison.reference]), mine


def bars_of(found: Waterfall, cells: CompareCells, place: int, figures: Figures) -> list[Bar]:
    """The bars: what is compared with, a step a line that differs, the scenario."""
    tree = cells.tree
    comparison = tree.comparison
    mine, theirs = comparison.scenarios[place], None
    if not tree.against_previous:
        theirs = comparison.scenarios[comparison.reference]
    before, after = ends_of(cells, place, figures.texts)
    lacks = bool(tree.reference(tree.root).missing)
    bars = [level_bar(before, found.previous, Place(theirs), figures, lacks=lacks, scenario=theirs)]
    at = found.previous
    for step in found.steps:
        bars.append(step_bar(step, at, comparison.portfolio, Place(mine), figures))
        at += step.change
    lacks = bool(tree.amount(tree.root, place).missing)
    return [*bars, level_bar(after, found.request, Place(mine), figures, lacks=lacks, scenario=mine)]
