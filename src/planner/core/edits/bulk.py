"""One change to many values: set to, by percent, by an amount, and rounding to 千円 or whole tens of people.

The usual job is a cut by percent, rounded to 千円. Everything is exact: fractions up to the one rounding at the end,
halves away from zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage, vintages
from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import effective
from planner.core.edits.typed import read_entry
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import Field, Kind, Value
from planner.core.model.lines import Cell
from planner.core.money import normalise_number, parse_number, round_ratio

STEPS = {Kind.YEN: (1, 100, 1_000, 10_000), Kind.COUNT: (1, 5, 10), Kind.FRACTION: ()}
"""What a value can be rounded to, in yen or people; times and share stay exact."""

_PERCENT = re.compile(r"-?[0-9.,]+(/[0-9]+)?%?")


class Way(Enum):
    """What is done to each value before it is rounded."""

    SET = "set"
    PERCENT = "percent"
    ADD = "add"
    KEEP = "keep"  # only rounded


@dataclass(frozen=True)
class BulkChange:
    """A change for many values of one field.

    `figure` is the value to set, the percentage or the amount to add, in the field's own unit; `step` what the result
    is rounded to, in yen or people.
    """

    way: Way
    figure: Fraction = Fraction(0)
    step: int = 1

    def new_value(self, value: Value | None, field: Field) -> Value:
        """What becomes of a value, `None` where there is none; `UserError` when it may not stand in `field`."""
        if self.way is Way.SET:
            exact = self.figure
        elif value is None:
            raise UserError(N_("There is no value to change."), N_("Set a value first, or leave this cell out."))
        else:
            exact = self._changed(Fraction(value))
        if not field.is_whole:
            return field.check(exact)
        return field.check(round_ratio(exact.numerator, exact.denominator, unit=self.step))

    def _changed(self, value: Fraction) -> Fraction:
        if self.way is Way.PERCENT:
            return value * (100 + self.figure) / 100
        return value + self.figure if self.way is Way.ADD else value


class Reach(NamedTuple):
    """Of the request year's amount of lines, in yen: what other values of one driver move, and what they cannot.

    `staying` counts the lines of which a part stays, `unknown` those without an amount.
    """

    movable: int
    kept: int
    staying: int
    unknown: int


def reach(evaluation: Evaluation, rows: Iterable[int], field: Field, year: int) -> Reach:
    """What of the lines in `rows` moves with values of `field` set for `year`, vintage by vintage.

    A vintage taken in before keeps its people, and its rate where that is the one of its intake.
    """
    ids, request = evaluation.portfolio.lines.ids, evaluation.portfolio.request_year
    movable = kept = staying = unknown = 0
    for row in rows:
        line = evaluation.drivers(row)
        own, value = evaluation.overrides.get(ids[row], {}), effective(line, field.key, year)
        other = evaluation.base.drivers(row, {**own, Cell(field.key, year): 1 if value is None else value + 1})
        moved = stays = 0
        for now, then in zip(vintages(line, request), vintages(other, request), strict=True):
            if not isinstance(now.amount, int):
                unknown += 1
                break
            if _drivers(now) == _drivers(then):
                stays += now.amount
            else:
                moved += now.amount
        else:
            movable, kept, staying = movable + moved, kept + stays, staying + (stays != 0)
    return Reach(movable, kept, staying, unknown)


def _drivers(vintage: Vintage) -> tuple[object, ...]:
    return vintage.rate, vintage.intake, vintage.times, vintage.share


def read_bulk_change(way: Way, text: str, field: Field, step: int = 1) -> BulkChange:
    """The change that a typed figure stands for, `text` being of no account where values are only rounded.

    Raises `UserError` when the text is no such figure: `△3`, `-3%` or `２．５％` for a percentage, an amount as it is
    typed into a cell of `field` for the rest.
    """
    if way is Way.KEEP:
        return BulkChange(way, step=step)
    if way is Way.PERCENT:
        return BulkChange(way, _percentage(text), step)
    # what is added may be below zero even where the result may not
    wide = field._replace(low=-field.high) if way is Way.ADD else field
    value, rounded = read_entry(text, wide)
    if rounded:
        raise UserError(
            N_('"{text}" is not a whole number of {field}.'),
            N_("Write a whole number."),
            text=text,
            field=Message.of(field.label),
        )
    return BulkChange(way, Fraction(value), step)


def _percentage(text: str) -> Fraction:
    plain = normalise_number(text)
    if len(plain) > 40 or not _PERCENT.fullmatch(plain):
        raise UserError(N_('"{text}" is not a percentage.'), N_("Write for example -3, △3%, or 2.5."), text=text)
    figure = parse_number(plain.removesuffix("%"))
    if figure < -100:
        raise UserError(
            N_("A cut by more than 100 % leaves less than nothing."), N_("Write a percentage of -100 or above.")
        )
    return figure
