"""A table of what was found, as it is told: rows of words and figures, each perhaps about a place among the lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, Signal

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.whatif.bare_list import Column, ReadList, ReadModel
from planner.words.texts import Texts

LEAST_ROWS, GAP = 4, 6


class Told(NamedTuple):
    """A row: its cells, and the place it speaks of."""

    cells: tuple[str, ...]
    place: Place | None = None
    is_strong: bool = False


class ToldModel(ReadModel):
    """Rows as they are told."""

    def is_strong(self, row: Any) -> bool:
        return bool(row.is_strong)


class ToldTable(ReadList):
    """The table of them; from the column `figures` on they are figures, the columns before give way.

    Signals:
        led(Place): one wants to see what a row speaks of.
    """

    led = Signal(object)

    def __init__(self, session: Session, texts: Texts, name: str, title: str, figures: int = 1) -> None:
        super().__init__(session, texts, name, title, LEAST_ROWS, GAP)
        self._figures = figures
        self.activated.connect(self._on_row)

    def model_of(self, session: Session, texts: Texts) -> ReadModel:
        return ToldModel(session, texts, self)

    def tell(self, headers: tuple[str, ...], rows: Sequence[Told]) -> None:
        """Tell something else."""
        figures = [place >= self._figures for place in range(len(headers))]
        columns = [
            Column(heading, _cell(place), is_figure, gives_way=not is_figure)
            for place, (heading, is_figure) in enumerate(zip(headers, figures, strict=True))
        ]
        self.show_rows(columns, rows)

    def _on_row(self, index: QModelIndex) -> None:
        place = self.shown.rows[index.row()].place
        if place is not None:
            self.led.emit(place)


def _cell(place: int) -> Callable[[Told], str]:
    return lambda row: row.cells[place]
