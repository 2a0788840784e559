"""Formulas that cells of a column share: the first has its text, those below it in other rows the number of the group.

A group ends where another formula begins that cells share, so that no two of a column lie across each other.
"""

from __future__ import annotations

from planner.files.plain.row_formula import without_row
from planner.files.plain.sheet import letter

FIRST = "<f>"
"""How a formula begins that is not shared, or not yet."""


class _Group:
    """Cells with one formula, told without their row: from row `first`, which is part `at` of the rows, to `last`."""

    __slots__ = ("at", "first", "formula", "last", "number")

    def __init__(self, formula: str, at: int, row: str) -> None:
        self.formula, self.at, self.first, self.last = formula, at, row, row
        self.number: int | None = None


class SharedFormulas:
    """The groups of a worksheet, as its cells come from top to bottom."""

    def __init__(self) -> None:
        self._open: dict[int, _Group] = {}
        self._settled: list[tuple[int, _Group]] = []
        self._count = 0

    def number(self, column: int, formula: str, row: str, at: int) -> int | None:
        """The number of the group whose formula this is in its row; `None` where the cell, part `at`, has its own."""
        said = without_row(formula, row)
        if said is None:
            return None
        group = self._open.get(column)
        if group is None or group.formula != said:
            self._open[column] = _Group(said, at, row)
            return None
        if group.number is None:
            group.number = self._count
            self._count += 1
            self._settled.append((column, group))
        group.last = row
        return group.number

    def settle(self, parts: list[str]) -> None:
        """Say in the first cells of the groups, which are among these parts, who shares their formulas; end all."""
        for column, group in self._settled:
            place = letter(column)
            said = f'<f t="shared" ref="{place}{group.first}:{place}{group.last}" si="{group.number}">'
            parts[group.at] = parts[group.at].replace(FIRST, said, 1)
        self._open.clear()
        self._settled.clear()
