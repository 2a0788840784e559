"""Find and replace over selected cells: what would be typed into which of them, before anything is.

A value is found whole, whatever way it is written (`3,072千円` finds 3072000), and so is a unit; a name by any part.
What replaces it is read as if it were typed into the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QModelIndex

from planner.app.lines.line_columns import Column
from planner.app.lines.line_model import LineModel
from planner.app.tables.entry_model import Index, Typed
from planner.app.tables.naming import Naming
from planner.core.errors import N_, UserError
from planner.core.model.portfolio import Portfolio
from planner.words.figures import line_unit, unit_meant
from planner.words.texts import Texts, folded


class Within(Enum):
    """What is looked at."""

    VALUES = N_("Values")
    NAMES = N_("Names")
    UNITS = N_("Units of the quantity")


class Found(NamedTuple):
    """What is found: what is to be typed, what is left alone because it is part of the base, the first one in words."""

    typed: tuple[Typed, ...] = ()
    kept: int = 0
    first: tuple[str, str, str] | None = None
    """The place of the first one, what stands there, and what will."""


def found_values(lines: LineModel, cells: Sequence[QModelIndex], wanted: str, other: str) -> Found:
    """The selected cells whose value is the one wanted; `UserError` naming the cell where the other cannot stand."""
    hits = [cell for cell in cells if _is_value(lines, cell, wanted)]
    typed = tuple(lines.typed(cell, other) for cell in hits)
    if not hits:
        return Found()
    entry = typed[0].values[0]
    field = lines.field_at(hits[0])
    after = "" if field is None or entry.value is None else field.display(entry.value)
    return Found(typed, 0, (lines.place_name(hits[0]), str(hits[0].data()), after))


def _is_value(lines: LineModel, cell: Index, wanted: str) -> bool:
    """Whether a text typed into the cell would leave it as it is: relative ones (`+5%`) find nothing."""
    field, value = lines.field_at(cell), lines.value_at(cell)
    if field is None or value is None:
        return False
    if field.choices:
        return bool(wanted.strip()) and folded(wanted) in {folded(str(cell.data())), folded(lines.plain(cell))}
    try:
        return all(entry.value == value for entry in lines.read(cell, wanted).values) and _is_absolute(wanted)
    except UserError:
        return False


def _is_absolute(text: str) -> bool:
    return bool(text.strip()) and folded(text)[0] not in "+×*x%÷/"


def found_words(
    portfolio: Portfolio, texts: Texts, lines: Sequence[str], wanted: str, other: str, within: Within
) -> Found:
    """The selected lines with the words wanted in their name, or as their unit; those of the base keep theirs."""
    typed: list[Typed] = []
    kept, first = 0, None
    for line in lines:
        row = portfolio.line_index[line]
        label = texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        unit = line_unit(portfolio.lines.units[row], texts)
        before = label if within is Within.NAMES else unit
        if not wanted or wanted not in before or (within is Within.UNITS and wanted != before):
            continue
        if row not in portfolio.proposals:
            kept += 1
            continue
        after = before.replace(wanted, other)
        if within is Within.NAMES:
            typed.append(Typed(Naming.read(portfolio, line, after)))
        else:
            typed.append(Typed(Naming.read(portfolio, line, label, unit_meant(after))))
        column = Column.LABEL if within is Within.NAMES else Column.QUANTITY
        first = first or (f"{label} › {texts._(column.value)}", before, after)
    return Found(tuple(typed), kept, first)
