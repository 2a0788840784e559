"""A workbook from outside read in a process of its own: whatever it is, nothing but that process comes to harm."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.errors import UserError
from planner.files.apart.run import Limits, run_apart
from planner.files.whole import Progress

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

LIMITS = Limits(seconds=300, memory=512 << 20)
"""A submission of 10,000 lines takes some 20 seconds and 300 MB; what is made to freeze is refused before it can."""


def incoming_book(path: Path, progress: Progress | None = None) -> IncomingBook:
    """The workbook at `path`; `progress` is told several times a second, and what it raises ends the reading at once.

    Raises `UserError` as `IncomingBook` does, and where the reading takes more time or memory than any submission.
    """
    try:
        return run_apart(_read, path, limits=LIMITS, progress=progress)
    except UserError as error:
        raise error if error.where is not None else error.at(str(path)) from error


def _read(path: Path, progress: Progress | None = None) -> IncomingBook:
    # openpyxl takes numpy along to know its numbers, which no file holds: half of what this process needs to begin
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    from planner.files.incoming.workbook import IncomingBook  # noqa: PLC0415 - where the program is, nothing reads

    gc.disable()  # all that is read is kept, and looking through it again and again takes longer than reading it
    return IncomingBook(path, progress)
