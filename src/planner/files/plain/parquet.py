"""Tables for machines as Parquet, by pyarrow: it comes with the extra `parquet`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.files.whole import write_whole

WIDEST = 2**63
"""Whole numbers below this are kept in 64 bits, a column with others as decimals of 38 digits."""


def write_parquet(path: Path, head: Sequence[str], rows: Sequence[Sequence[str | int | None]]) -> None:
    """Write rows of texts and whole numbers, whole or not at all; `None` is null.

    Raises `UserError` where pyarrow is not installed, or the file cannot be written.
    """
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise UserError(
            N_("Parquet needs pyarrow, which is not installed."),
            N_("Install the extra: pip install 'budget-scenario-planner[parquet]'; or write .csv."),
            where=str(path),
        ) from None
    columns = []
    for at in range(len(head)):
        cells = [row[at] for row in rows]
        numbers = [cell for cell in cells if isinstance(cell, int)]
        kind = pyarrow.int64() if max(map(abs, numbers), default=0) < WIDEST else pyarrow.decimal128(38)
        is_text = any(isinstance(cell, str) for cell in cells)
        columns.append(pyarrow.array(cells, pyarrow.string() if is_text else kind))
    content = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, names=list(head)), content)
    write_whole(path, content.getvalue())
