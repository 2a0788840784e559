"""What is assumed of figures that may turn out otherwise: within what, how likely, and what is judged of them."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal

from planner.app.session.session import Session
from planner.core.edits.ranges import remove_range, set_range
from planner.core.errors import N_
from planner.core.model.ranges import JudgedRange, Named, Shape
from planner.core.risk.asked import read_variation
from planner.core.risk.drivers import Wish
from planner.files.document.author import author


class Ranges(Enum):
    """Within what figures vary; the value is the name as a catalogue key."""

    PUBLISHED = N_("Register, else published ranges")
    SHARE = N_("Register, else ±% of rates and quantities")
    OWN = N_("Register alone")
    PRINTED = N_("Published ranges alone")


VARIATION = "±10%"


class Assumptions(QObject):
    """One for all pages: what is chosen in one holds in the others; what is judged of figures is the document's.

    Signals:
        changed(): something else is chosen. What the register says is told by the session.
    """

    changed = Signal()

    def __init__(self, owner: QObject, session: Session) -> None:
        super().__init__(owner)
        self._session = session
        self.clear()

    def clear(self) -> None:
        """Assume what is assumed at first: another document is open."""
        self.ranges, self.variation = Ranges.PUBLISHED, VARIATION
        self.shape: Shape | None = None

    def choose(self, ranges: Ranges, variation: str, shape: Shape | None) -> None:
        """Let figures vary within other ranges, `variation` as typed, or in another shape."""
        if (ranges, variation, shape) != (self.ranges, self.variation, self.shape):
            self.ranges, self.variation, self.shape = ranges, variation, shape
            self.changed.emit()

    def judge(self, figure: Named, text: str, **said: Any) -> None:
        """Judge something else of a figure (fields of its entry), one undo step of that text.

        A figure of which nothing is judged any more is taken out. Raises `UserError` where it cannot stand.
        """
        judged = replace(self._session.state.document.range_of(figure) or JudgedRange(figure), **said)
        if judged.span is None and judged.shape is None and not judged.group:
            self.take_out(figure, text)
            return
        self._session.edit(text, lambda document: set_range(document, judged, author()))
        self.show_register()

    def show_register(self) -> None:
        """Let figures vary by the register, where they do not: what is judged shall be seen."""
        if self.ranges is Ranges.PRINTED:
            self.choose(Ranges.PUBLISHED, self.variation, self.shape)

    def take_out(self, figure: Named, text: str) -> None:
        """Judge nothing of a figure any more."""
        self._session.edit(text, lambda document: remove_range(document, figure))

    @property
    def register(self) -> tuple[JudgedRange, ...]:
        """What the register says, as far as it is asked for."""
        return () if self.ranges is Ranges.PRINTED else self._session.state.document.ranges

    @property
    def wish(self) -> Wish:
        """What shall vary; raises `UserError` for a percentage that is none."""
        share = read_variation(self.variation) if self.ranges is Ranges.SHARE else None
        return Wish(share, shape=self.shape, own_alone=self.ranges is Ranges.OWN, register=self.register)
