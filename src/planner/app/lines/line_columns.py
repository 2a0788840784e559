"""The columns of the table of lines: their names and heads, which of them are drivers, which are amounts."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt

from planner.app.session.state import State, beside_name
from planner.core.errors import N_
from planner.core.model.fields import DEMAND, DURATION, EXPENSE, GROWTH, QUANTITY, RATE, RATE_RULE, SHARE, TIMES
from planner.words.figures import unit_name
from planner.words.texts import Texts


class Column(Enum):
    """The columns, in order; the value is the header as a catalogue key."""

    PROGRAM = N_("Program")
    LABEL = N_("Item")
    RATE = N_("Unit rate")
    QUANTITY = N_("Quantity")
    TIMES = N_("Times")
    SHARE = N_("Share")
    AMOUNT = N_("Amount")
    BESIDE = N_("Scenario beside")
    PREVIOUS = N_("Previous year")
    CHANGE = N_("Change")
    FROM_BASE = N_("From base")
    BASIS = N_("Basis")
    DEMAND = N_("Kind of request")
    EXPENSE = N_("Kind of expense")
    DURATION = N_("Duration")
    RATE_RULE = N_("Year of the rate")
    GROWTH = N_("Kind of growth")


COLUMNS = tuple(Column)
DRIVERS = {Column.RATE: RATE, Column.QUANTITY: QUANTITY, Column.TIMES: TIMES, Column.SHARE: SHARE}
CHOICES = {Column.DEMAND: DEMAND, Column.EXPENSE: EXPENSE, Column.RATE_RULE: RATE_RULE, Column.GROWTH: GROWTH}
EDITED = DRIVERS | CHOICES | {Column.DURATION: DURATION}
"""The columns in which can be typed."""

HIDDEN_AT_FIRST = frozenset(column.name for column in (*EDITED, Column.FROM_BASE) if column not in DRIVERS)
AMOUNTS = (Column.AMOUNT, Column.BESIDE, Column.PREVIOUS, Column.CHANGE, Column.FROM_BASE)
CHANGES = (Column.CHANGE, Column.FROM_BASE)
FIGURES = frozenset((*DRIVERS, Column.DURATION, *AMOUNTS))
"""The columns of figures; the others are words."""


def column_of(key: str) -> int | None:
    """The place of the column a field stands in; `None` for what has none."""
    return next((COLUMNS.index(column) for column, field in EDITED.items() if field.key == key), None)


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Figures stand at the right, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def heading(column: Column, state: State, texts: Texts) -> str:
    """The head of a column for what is shown: its name, the year where it is of one, the unit of its figures."""
    named, unit = texts._(column.value), f"\n({unit_name(state.unit, texts)})"
    other = "" if state.year is None else f"{texts.era(state.year)} "
    if column is Column.RATE:
        return f"{other}{named}\n({texts._(N_('yen'))})"
    if column in EDITED:
        return f"{other}{named}"
    if column is Column.AMOUNT:
        return f"{texts.era(state.shown_year)} {named}{unit}"
    if column is Column.BESIDE:
        return f"{beside_name(state, texts)}{unit}"
    return f"{texts.era(state.portfolio.previous_year)}{unit}" if column is Column.PREVIOUS else named


def heading_tip(column: Column, state: State, texts: Texts) -> str:
    """What is told of a column over its head."""
    said = [heading(column, state, texts).replace("\n", " ")]
    if column in EDITED:
        said.append(texts._(EDITED[column].help))
    return "\n".join([*said, texts._("Click to sort; edits do not move the rows until you sort again.")])
