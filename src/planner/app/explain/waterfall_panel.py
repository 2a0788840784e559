"""図: from last year to the request of what is chosen, by programs or by the lines of one; painted only while seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.explain.step_bars import level_bar, step_bar
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Mark
from planner.app.widgets.charts.picture_foot import PaintedFoot
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.charts.waterfall import Bar, axis_of, draw_waterfall, rows_in
from planner.app.widgets.plain import Label
from planner.core.explain.waterfall import Step, Waterfall, waterfall, waterfall_of
from planner.words.texts import Texts

HEAD = 64
"""The room of title and note over the bars, in pixels."""
APART_SHOWN = 2
"""So many steps without a figure of the previous year are named; more are summed up."""


class ChartPanel(QWidget):
    """Bars from the previous year's amount over what each program or line adds to the request.

    Signals:
        jumped(Place): the reader wants to go to what a bar speaks of.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._stale, self._shown = True, False
        _ = texts._
        self.panel = PicturePanel(_("Change on the previous year"), (_("Step"), _("Yen")), texts)
        self.refused = Label()
        self.refused.setWordWrap(True)
        self.refused.hide()
        self.foot = PaintedFoot(texts, self.panel, self._refuse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.px(8), theme.px(8))
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.refused)
        layout.addLayout(self.foot)
        self.setFocusProxy(self.panel)
        self.panel.wanted.connect(self._go)
        session.changed.connect(self._on_changed)

    def set_shown(self, shown: bool) -> None:
        """Say whether the picture is in front: behind another tab it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self.draw()

    def turn(self) -> None:
        """Show the table behind the picture, or the picture again."""
        self.panel.turn()

    def _on_changed(self, moved: Moved) -> None:
        if moved.totals or moved.program:
            self._follow()

    def _follow(self) -> None:
        self._stale = True
        if self._shown:
            self.draw()

    def draw(self) -> None:
        """Draw what is shown now."""
        self._stale = False
        self.refused.hide()
        self.panel.show_drawing(partial(_drawn, self._session.state, self._texts))

    def _go(self, mark: Mark) -> None:
        if isinstance(mark.goal, Place):
            self.jumped.emit(mark.goal)

    def _refuse(self, why: str) -> None:
        self.refused.setText(why)
        self.refused.show()


def steps_of(state: State, rows: int) -> Waterfall | None:
    """The steps of the program chosen, or of all that is shown, in at most so many rows: the rest of them is summed up.

    So is what has no figure of the previous year, where there is much of it.
    """
    largest = max(rows - 3, 1)  # both levels, and the others
    if state.program is None:
        found = waterfall(state.evaluation, state.shown_view, largest)
    else:
        found = waterfall_of(state.evaluation, state.program, largest)
    if found is None:
        return None
    apart = [step for step in found.steps if step.unprinted]
    steps = [step for step in found.steps if not step.unprinted]
    if len(apart) > APART_SHOWN:
        rows_apart = tuple(row for step in apart for row in step.unprinted)
        apart = [Step(None, sum(step.change for step in apart), unprinted=rows_apart)]
    beyond = len(steps) + len(apart) + 2 - rows
    if beyond > 0 and len(steps) > beyond + 1:
        rest = steps[-beyond - 1 :]
        partial_rest = any(step.partial for step in rest)
        steps = [*steps[: -beyond - 1], Step(None, sum(step.change for step in rest), partial_rest)]
    return Waterfall(found.previous, (*steps, *apart), found.request)


def _drawn(state: State, texts: Texts, canvas: Canvas, room: QRectF) -> Sequence[Mark]:
    """Paint the waterfall, with as many steps as have room."""
    _ = texts._
    title = _name(state, texts)
    found = steps_of(state, rows_in(canvas, room.adjusted(0, canvas.px(HEAD), 0, 0)))
    if found is None:
        left = canvas.head(room, title, "")
        canvas.text(
            QRectF(left.left(), left.top(), left.width(), canvas.px(24)), _("cannot compute"), canvas.tokens.error
        )
        return []
    figures = Figures(texts, max(abs(found.previous), abs(found.request)))
    bars = bars_of(found, state, figures)
    note = [figures.axis_note(axis_of(bars))]
    if any(step.unprinted for step in found.steps):
        note.append(_("hatched: no figure last year, nobody’s increase"))
    if any(step.partial for step in found.steps):
        note.append(_("* a figure of one year is not printed and counts as 0 here"))
    return draw_waterfall(canvas, canvas.head(room, title, " · ".join(note)), bars, figures.tick)


def bars_of(found: Waterfall, state: State, figures: Figures) -> list[Bar]:
    """The bars: last year, the steps, the request."""
    texts, portfolio = figures.texts, state.portfolio
    whole = Place(program=state.program)
    totals = state.totals() if state.program is None else state.evaluation.program(state.program)
    previous = texts._("Budget {year}").format(year=texts.era(portfolio.previous_year))
    request = texts._("Request {year}").format(year=texts.era(portfolio.request_year))
    bars = [level_bar(previous, found.previous, whole, figures, lacks=bool(totals[0].missing))]
    at = found.previous
    for step in found.steps:
        bars.append(step_bar(step, at, portfolio, whole, figures))
        at += step.change
    return [*bars, level_bar(request, found.request, whole, figures, lacks=bool(totals[1].missing))]


def _name(state: State, texts: Texts) -> str:
    """What the picture is of."""
    if state.program is not None:
        program = state.portfolio.programs[state.program]
        return texts.name(program.name, program.name_en)
    view = state.shown_view
    return texts._("All programs") if view is None else texts.name(view.name, view.name_en)
