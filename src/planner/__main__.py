"""Start: `planner` and `planner FILE` open the window, every other word is a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner.cli.main import COMMANDS
from planner.cli.main import main as run_command
from planner.files.plain.sheet import Sheet


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the process's exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if wants_window(arguments):
        from planner.app.main import run  # noqa: PLC0415 - the command line needs no Qt

        return run(Path(arguments[0]) if arguments else None)
    return run_command(arguments, _write_pdf)


def _write_pdf(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """PDF is painted by Qt, which the command line knows nothing of; it is imported where a PDF is asked for."""
    from planner.app.handover.sheet_print import write_pdf_alone  # noqa: PLC0415

    return write_pdf_alone(path, sheets, title)


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is no command: nothing at all, or one document."""
    if not arguments:
        return True
    first = arguments[0]
    is_document = first.lower().endswith(".bplan") or os.path.isfile(first)  # noqa: PTH113 - a name may be too long for any file
    return len(arguments) == 1 and first not in COMMANDS and is_document


if __name__ == "__main__":
    sys.exit(main())
