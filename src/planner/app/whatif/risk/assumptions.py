"""What is assumed of figures that may turn out otherwise: within what, how likely, and which of them together."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Signal

from planner.core.errors import N_
from planner.core.model.ranges import Named, Own, Shape
from planner.core.risk.asked import read_variation
from planner.core.risk.drivers import Wish


class Ranges(Enum):
    """Within what figures vary; the value is the name as a catalogue key."""

    PUBLISHED = N_("Published ranges")
    SHARE = N_("All rates and quantities by ±%")
    OWN = N_("Own ranges alone")


VARIATION = "±10%"


class Assumptions(QObject):
    """One for all pages: what is typed in one holds in the others.

    Signals:
        changed(): something else is assumed.
    """

    changed = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.clear()

    def clear(self) -> None:
        """Assume what is assumed at first: another document is open."""
        self.ranges, self.variation = Ranges.PUBLISHED, VARIATION
        self.shape: Shape | None = None
        self.own: dict[Named, Own] = {}
        self.groups: dict[str, str] = {}

    def choose(self, ranges: Ranges, variation: str, shape: Shape | None) -> None:
        """Let figures vary within other ranges, `variation` as typed, or in another shape."""
        if (ranges, variation, shape) != (self.ranges, self.variation, self.shape):
            self.ranges, self.variation, self.shape = ranges, variation, shape
            self.changed.emit()

    def give(self, named: Named, own: Own | None) -> None:
        """Give a figure a range of one's own, or take it away again."""
        if own is None:
            self.own.pop(named, None)
        else:
            self.own[named] = own
        self.changed.emit()

    def group(self, named: Named, name: str) -> None:
        """Let a figure turn out as those of a group do; by itself with no name."""
        key = f"{named.line}.{named.field}"
        if name:
            self.groups[key] = name
        else:
            self.groups.pop(key, None)
        self.changed.emit()

    def group_of(self, named: Named) -> str:
        """The group a figure is of."""
        return self.groups.get(f"{named.line}.{named.field}", "")

    @property
    def wish(self) -> Wish:
        """What shall vary; raises `UserError` for a percentage that is none."""
        share = read_variation(self.variation) if self.ranges is Ranges.SHARE else None
        return Wish(share, dict(self.own), self.shape, dict(self.groups), own_alone=self.ranges is Ranges.OWN)
