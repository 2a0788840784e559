"""What a cell of the table of lines looks like, as one value: words, ink and ground, the mark, the bar, the signs.

Inks and grounds are names of tokens, so that a look holds for every theme. Nothing is painted here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from planner.app.lines.line_cells import LineCells
from planner.app.lines.line_columns import AMOUNTS, CHANGES, EDITED, Column
from planner.app.lines.line_rows import LineRow
from planner.app.lines.sum_cells import SumCells
from planner.app.tables.marks import Mark
from planner.core.model.document import BASE
from planner.core.model.fields import GROWTH


class Sign(NamedTuple):
    """An icon in a cell, in the colour of a token or of a scenario."""

    icon: str
    ink: str = ""
    scenario: int = BASE


class CellLook(NamedTuple):
    """A cell as it is painted.

    `below` stands small beneath the text, in the same row; `short` is what is painted where the text has no room; `bar`
    is the length of the bar of a change, −1 to 1; `owner` the scenario whose colour the corner has, `None` for no
    corner, which is hollow where the value is `inherited`.
    """

    text: str = ""
    ink: str = "text"
    ground: str = "surface"
    right: bool = False
    strong: bool = False
    small: bool = False
    struck: bool = False
    indent: int = 0
    below: str = ""
    short: str = ""
    bar: float | None = None
    owner: int | None = None
    inherited: bool = False
    warns: bool = False
    opens: bool | None = None
    chip: bool = False
    signs: tuple[Sign, ...] = ()


LINE_INDENT, VINTAGE_INDENT = 12, 28
"""Logical pixels that names stand in beneath a band."""


class LineLooks:
    """The looks of the cells of lines, vintages, bands and the last row.

    `scale` is the change, in yen, whose bar is the longest.
    """

    def __init__(self, cells: LineCells, sums: SumCells) -> None:
        self._cells, self._sums = cells, sums
        self.scale = 0
        self.is_roomy = True
        """Whether the base's value stands beneath a changed one, and changes have bars."""

    def _length(self, change: int | None) -> float | None:
        if change is None or not self.scale or not self.is_roomy:
            return None
        return max(-1.0, min(1.0, change / self.scale))

    # ---------------------------------------------------------------- sums

    def band(self, program: int, column: Column, *, is_open: bool) -> CellLook:
        """A cell of the band over a program's lines."""
        if column is Column.LABEL:
            return CellLook(self._sums.band_name(program), ground="header", strong=True, opens=is_open)
        return self._sum(self._sums.band(program, column), column, "header", self._sums.band_change, program)

    def total(self, column: Column) -> CellLook:
        """A cell of the last row."""
        text = self._sums.total(column)
        if column is Column.LABEL:
            return CellLook(text, strong=True)
        if column is Column.BASIS:
            return CellLook(text, "warning" if text.startswith("≠") else "ok", small=True, chip=bool(text))
        return self._sum(text, column, "surface", self._sums.total_change)

    def _sum(self, text: str, column: Column, ground: str, change: Callable[..., int | None], *of: int) -> CellLook:
        if column not in AMOUNTS:
            return CellLook("", ground=ground)
        bar = self._length(change(*of)) if column is Column.CHANGE else None
        strong = column is not Column.PREVIOUS
        ink = _of_change(text) if column in CHANGES else "text" if strong else "second"
        return CellLook(text, ink, ground, right=True, strong=strong, bar=bar)

    # ---------------------------------------------------------------- lines

    def vintage(self, row: LineRow, column: Column) -> CellLook:
        """A cell of a vintage."""
        text = self._cells.text(row, column)
        ground = "computed" if column in AMOUNTS else "surface"
        indent = VINTAGE_INDENT if column is Column.LABEL else 0
        right, short = column is not Column.LABEL, text.partition(" ")[0] if column is Column.QUANTITY else ""
        return CellLook(text, "third", ground, right=right, small=True, indent=indent, short=short)

    def line(self, row: LineRow, column: Column, *, indented: bool) -> CellLook:
        """A cell of a line."""
        line, cells = row.line, self._cells
        struck = cells.is_absent(line)
        text = cells.text(row, column)
        if column in EDITED:
            return self._driver(row, column, text, struck)
        if column in AMOUNTS:
            ink = "text" if column is Column.AMOUNT else "second"
            if column in CHANGES:
                ink = _of_change(text)
            bar = self._length(cells.change(line)) if column is Column.CHANGE else None
            strong = column is Column.AMOUNT
            return CellLook(text, ink, "computed", right=True, strong=strong, struck=struck, bar=bar)
        if column is Column.BASIS:
            return self._basis(line, text)
        if column is not Column.LABEL:
            return CellLook(text, struck=struck)
        comments = cells.comments(line)
        ink = "warning" if any(each.answer is None for each in comments) else "second"
        signs = (Sign("comment", ink),) if comments else ()
        return CellLook(text, struck=struck, indent=LINE_INDENT if indented else 0, signs=signs)

    def _driver(self, row: LineRow, column: Column, text: str, struck: bool) -> CellLook:
        cells, field = self._cells, EDITED[column]
        ink = "third" if field is GROWTH and not cells.value(row.line, GROWTH) else "input"
        mark, owner = cells.mark(row, column), cells.owner(row.line, field)
        below = cells.base_text(row.line, field) if owner is not None and self.is_roomy else ""
        return CellLook(
            text,
            ink,
            right=cells.is_figure(column),
            struck=struck,
            below=below,
            short=text.partition(" ")[0] if column is Column.QUANTITY else "",
            owner=owner,
            inherited=owner is not None and field.key not in cells.shown(row.line).own,
            warns=mark is Mark.OUT_OF_RANGE,
        )

    def _basis(self, line: int, text: str) -> CellLook:
        grounds = self._cells.grounds(line)
        if grounds is None:
            residual = self._cells.is_residual(line)
            return CellLook(text, "second" if residual else "third", "computed", small=True, chip=residual)
        signs = [Sign("note", scenario=grounds.giver) if grounds.reasoned else Sign("note", "warning")]
        if grounds.evident is not None:
            signs.append(Sign("clip", "second" if grounds.evident else "warning"))
        return CellLook("", "third", "computed", small=True, signs=tuple(signs))


def _of_change(text: str) -> str:
    """The ink of a change by its sign."""
    return "decrease" if text.startswith("△") else "increase" if text.startswith("+") else "second"
