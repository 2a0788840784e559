"""The rows of a workbook that came back, and what in them is no longer as it was sent.

An examiner has columns of his own; every other figure is the request's, and is told where it is another than it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import QUANTITY, RATE
from planner.core.model.lines import Amount
from planner.core.money import Rounding, parse_number, round_ratio
from planner.core.review.columns import FACTORS, FIGURES, PREVIOUS
from planner.core.review.meaning import AMOUNT

LABELS = {
    "rate": RATE.label,
    "people": QUANTITY.label,
    "factor": N_("Times and share"),
    "request": AMOUNT.label,
    "intake_year": N_("Intake year"),
    "examined_rate": N_("Examined rate"),
    "examined_people": N_("Examined quantity"),
    "examined_amount": N_("Examined amount"),
    "comment": N_("Comment"),
}
DIGITS = 10**15
"""From here on a spreadsheet may lose the last digits of a number."""


class ReturnedRow(NamedTuple):
    """A row of the workbook: where it stands, what it says it is, and the text of its cells by column.

    `struck`: the columns whose cells are struck through. `notes`: what is noted on its cells, whatever the column.
    `formulas`: those of the examiner's cells that have one. `unvalued`: the columns whose cells are formulas without a
    value, as programs write them that do not calculate. `following`: the columns of figures whose cells are formulas.
    """

    place: str
    id: str
    intake: str
    name: str
    cells: Mapping[str, str]
    struck: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    formulas: Mapping[str, str] = MappingProxyType({})
    unvalued: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()

    @property
    def comments(self) -> list[str]:
        """What is said about the row: in its column, and in notes."""
        return list(filter(None, (self.cells.get("comment", ""), *self.notes)))


@dataclass(frozen=True)
class Returned:
    """What is read of a workbook that came back: rows of lines and others, rows of programs, columns that are gone."""

    lines: tuple[ReturnedRow, ...]
    programs: tuple[ReturnedRow, ...] = ()
    missing: tuple[str, ...] = ()


Altered = tuple[str, Message]
"""A column and what is said about its cell."""


def altered_figures(
    returned: ReturnedRow,
    missing: tuple[str, ...],
    this: Vintage | None,
    last: Vintage | None,
    rounding: Rounding,
    newest: Collection[str],
) -> Iterator[Altered]:
    """Every figure of the request that is another than in the scenario.

    `missing` columns are not asked for, nor are formulas that have no value. What follows from figures that are told is
    not told as well: an amount from others of its row, a driver of an older intake from that of the newest, whose
    columns of which something is told are `newest`.
    """
    missing = (*missing, *returned.unvalued)
    for prefix, vintage, amount in (("", this, "request"), (PREVIOUS, last, "previous")):
        if vintage is None:
            continue
        cells = {key: returned.cells.get(prefix + key, "") for key in FIGURES[:-1]}
        factors = [prefix + key for key in (*FACTORS, "divisor")]
        columns = {prefix + "rate": [prefix + "rate"], prefix + "factor": factors}
        follows = {key for key in columns if key in newest and not returned.following.isdisjoint(columns[key])}
        found: list[Altered] = []
        for key, wanted in (("rate", vintage.rate), ("people", vintage.intake)):
            if prefix + key not in (*missing, *follows):
                found += _altered(prefix + key, cells[key], wanted, needed=True)
        factor = _factor(cells)
        known = returned.unvalued.isdisjoint(factors) and prefix + "factor" not in follows
        if known and any(cells[key] for key in (*FACTORS, "divisor")):
            kept = vintage.people / vintage.intake if vintage.intake else Fraction(1)
            sent = kept * vintage.times * vintage.share
            if not _is_close(factor, sent):
                found.append(_said(prefix + "factor", _factor_text(cells), str(sent)))
        text = returned.cells.get(amount, "")
        if not (found or follows) or not _follows(text, cells, factor, rounding):
            found += _altered(amount, text, vintage.amount, needed=False)
        yield from found


def _altered(key: str, text: str, wanted: Amount | None, *, needed: bool) -> Iterator[Altered]:
    """What is said about a cell; an amount without a value was not calculated, and says nothing."""
    if not isinstance(wanted, int):
        if text and _number(text) is not None:
            yield _said(key, text, "−")
    elif not text:
        if wanted and needed:
            yield _said(key, "−", f"{wanted:,}")
    else:
        number = _number(text)
        close = abs(wanted) >= DIGITS and number is not None and abs(number - wanted) * 10**14 < abs(wanted)
        if number != wanted and not close:
            yield _said(key, text, f"{wanted:,}")


def _said(key: str, text: str, wanted: str) -> Altered:
    return key, Message.of(N_("the request has {wanted}, the workbook {said}"), wanted=wanted, said=text)


def column_label(key: str) -> Message:
    """What a column is called."""
    if key == "previous":
        return Message.of(N_("{field}, previous year"), field=Message.of(AMOUNT.label))
    if key.startswith(PREVIOUS):
        return Message.of(N_("{field}, previous year"), field=column_label(key.removeprefix(PREVIOUS)))
    return Message.of(LABELS.get(key, LABELS["factor"]))


def _number(text: str) -> Fraction | None:
    try:
        return parse_number(text)
    except UserError:
        return None


def _factor(cells: Mapping[str, str]) -> Fraction | None:
    """What rate and people are multiplied by, from its cells; an empty one is 1."""
    factor = Fraction(1)
    for key in FACTORS:
        number = _number(cells[key]) if cells[key] else Fraction(1)
        if number is None:
            return None
        factor *= number
    divisor = _number(cells["divisor"]) if cells["divisor"] else Fraction(1)
    return factor / divisor if divisor else None


def _is_close(factor: Fraction | None, wanted: Fraction) -> bool:
    """Whether two factors are the same but for what a spreadsheet keeps of more than 15 digits."""
    return factor is not None and abs(factor - wanted) * 10**14 <= abs(wanted)


def _follows(text: str, cells: Mapping[str, str], factor: Fraction | None, rounding: Rounding) -> bool:
    """Whether an amount is what the other figures of its row come to."""
    amount, rate, people = (_number(each) for each in (text, cells["rate"], cells["people"]))
    if amount is None or rate is None or people is None or factor is None:
        return False
    exact = rate * people * factor
    return amount == round_ratio(exact.numerator, exact.denominator, rounding.mode, rounding.unit)


def _factor_text(cells: Mapping[str, str]) -> str:
    above = " × ".join(cells[key] for key in FACTORS if cells[key]) or "1"
    return f"{above} ÷ {cells['divisor']}" if cells["divisor"] else above
