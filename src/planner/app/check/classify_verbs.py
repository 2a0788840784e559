"""The verbs that class lines: the selected ones, those of a program, or whatever lacks a class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.app.session.desk import Desk
from planner.core.errors import N_, UserError

if TYPE_CHECKING:
    from planner.app.check.classify_panel import ClassifyPanel


class ClassifyVerbs(QObject):
    """Ticks lines in the panel that `bring` brings to the front; `selected` are those selected in the table."""

    def __init__(self, desk: Desk, selected: Callable[[], Sequence[str]], bring: Callable[[], ClassifyPanel]) -> None:
        super().__init__(desk.parent)
        self._session, self._selected, self._bring = desk.session, selected, bring

    def open_selected(self) -> None:
        """Show the lines with those ticked that are selected in the table."""
        self.open(self._selected())

    def open_program(self) -> None:
        """Show the lines with those of the program chosen and of its parts ticked."""
        state = self._session.state
        if state.program is None:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        portfolio, evaluation = state.portfolio, state.evaluation
        rows = portfolio.rows_below(state.program)
        self.open([portfolio.lines.ids[row] for row in rows if evaluation.is_present(row)])

    def open(self, lines: Sequence[str] = ()) -> None:
        """Bring the panel to the front, these lines ticked."""
        self._bring().tick(lines)
