"""The register of assumptions in a .bplan file."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from planner.core.model.fields import FIELDS
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.files.document.bplan_rows import Tables, fill_table, fraction_of_text, value_as_text, value_of_text


def write_ranges(tables: Tables, ranges: Sequence[JudgedRange]) -> None:
    """Fill the table of what is judged of figures."""
    fill_table(tables, "ranges", map(_row, ranges))


def _row(judged: JudgedRange) -> tuple[object, ...]:
    span = judged.span
    ends = (span.low, span.mode, span.high) if isinstance(span, Own) else (None, None, None)
    share = str(span) if isinstance(span, Fraction) else None
    shape = None if judged.shape is None else judged.shape.value
    said = (judged.group, judged.why, judged.who, judged.when)
    return (*judged.figure, *map(value_as_text, ends), share, shape, *said)


def read_ranges(tables: Tables) -> tuple[JudgedRange, ...]:
    """The register that table holds; `ValueError` or `UserError` where it makes no sense."""
    return tuple(
        JudgedRange(
            Named(line, field, year),
            _span(field, low, mode, high, share),
            None if shape is None else Shape(shape),
            group,
            why,
            who,
            when,
        ).check()
        for line, field, year, low, mode, high, share, shape, group, why, who, when in tables["ranges"]
    )


def _span(field: str, low: str | None, mode: str | None, high: str | None, share: str | None) -> Own | Fraction | None:
    least, most = (value_of_text(FIELDS[field].key, text) for text in (low, high))
    if least is not None and most is not None and share is None:
        return Own(least, most, value_of_text(field, mode))
    if (low, mode, high) != (None, None, None):
        raise ValueError("half a range")
    return None if share is None else fraction_of_text(share)
