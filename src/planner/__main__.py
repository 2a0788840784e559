"""Start: `planner`, `planner FILE` and `planner --sample` open the window, every other word is a command."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the module `typing` has it too, and takes its time
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from planner.core.overview.overview import Overview
    from planner.files.plain.sheet import Sheet
    from planner.words.texts import Texts

SAMPLE = "--sample"
"""The argument that opens the built-in request."""

# All else is imported by the functions: Ctrl+C is answered from the first moment, and the command line needs no Qt.


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the process's exit code."""
    try:
        if argv is None:
            _prepare_process()
        return _main(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        import signal  # noqa: PLC0415

        from planner.core.errors import N_  # noqa: PLC0415

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return _refuse(N_("Stopped."), N_("Files are as they were, or written whole."))


def _main(arguments: list[str]) -> int:
    from pathlib import Path  # noqa: PLC0415

    from planner.core.errors import N_  # noqa: PLC0415
    from planner.files.apart import ARGUMENT  # noqa: PLC0415

    if arguments == [ARGUMENT]:
        from planner.files.apart.serve import serve  # noqa: PLC0415

        serve()
    if not wants_window(arguments):
        import atexit  # noqa: PLC0415
        import gc  # noqa: PLC0415

        atexit.register(gc.freeze)  # what a command leaves goes with its process: nobody looks through it for garbage
        import numpy  # noqa: F401, PLC0415 - deep below other imports its own meet the ends of Python's stack

        from planner.cli.main import main as run_command  # noqa: PLC0415

        return run_command(arguments, _write_pdf, _write_brief)
    if not has_display():
        return _refuse(N_("There is no display to open the window on."), N_("Use a command: see `planner --help`."))
    import_first()
    from planner.app.main import run  # noqa: PLC0415

    sample = arguments == [SAMPLE]
    return run(Path(arguments[0]) if arguments and not sample else None, sample=sample)


def import_first() -> None:
    """Import the window as if there were no import hook.

    PySide6 brings one that reads the source of every module imported after it, to see whether it wants other names
    than Qt's. Nothing here does.
    """
    import builtins  # noqa: PLC0415
    import gc  # noqa: PLC0415

    gc.disable()  # nothing of the start is garbage; the window collects its own
    without_hook = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401, PLC0415

    with_hook, builtins.__import__ = builtins.__import__, without_hook
    try:
        import planner.app.main  # noqa: F401, PLC0415
    finally:
        builtins.__import__ = with_hook


def _refuse(what: str, do: str) -> int:
    from planner.cli.speech import refuse  # noqa: PLC0415
    from planner.core.errors import UserError  # noqa: PLC0415
    from planner.words.texts import system_language, texts_for  # noqa: PLC0415

    return refuse(UserError(what, do), texts_for(system_language()))


def _prepare_process() -> None:
    """Open on nothing what is closed of the standard streams: a document must never get their numbers.

    What libraries warn of is for those who build with them. NumPy's linear algebra, which nothing here uses, makes a
    thread for each processor when it is imported, unless it is told not to. What a command has read is no garbage until
    it ends, and looking through it again and again takes long; the window collects its own.
    """
    import gc  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def has_display() -> bool:
    """Whether a window can open here."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in named)


def _write_pdf(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """PDF is painted by Qt, which the command line knows nothing of; it is imported where a PDF is asked for."""
    from planner.app.handover.printing.sheet_print import write_pdf_alone  # noqa: PLC0415

    return write_pdf_alone(path, sheets, title)


def _write_brief(path: Path, facts: Overview, texts: Texts) -> int:
    """The same for the overview."""
    from planner.app.overview.brief import write_brief_alone  # noqa: PLC0415

    return write_brief_alone(path, facts, texts)


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether there is no command: nothing at all, one document, or the example."""
    if len(arguments) != 1:
        return not arguments
    first = arguments[0]
    if first == SAMPLE or first.lower().endswith(".bplan"):
        return True
    from planner.cli.main import COMMANDS  # noqa: PLC0415 - the window needs none of the commands

    return first not in COMMANDS and os.path.isfile(first)  # noqa: PTH113 - a name may be too long for any file


if __name__ == "__main__":
    sys.exit(main())
