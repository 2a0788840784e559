"""Faults of the program: written down where they can be found, and said, whether or not anybody reads a console."""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion

from planner import __version__
from planner.words.texts import Texts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

KEPT = 20
"""Of so many faults the reports are kept."""


class Faults:
    """Takes what nobody caught: a report in `folder`, and a box that says so; the program goes on.

    The document can still be saved then. `texts` gives the reader's words, asked for only when there is a fault.
    """

    def __init__(self, folder: Path, texts: Callable[[], Texts]) -> None:
        self._folder, self._texts = folder, texts
        self.box: QMessageBox | None = None

    def install(self) -> None:
        """Take the faults of every thread from now on."""
        sys.excepthook = self.on_fault
        threading.excepthook = self._on_thread_fault

    def on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write a fault of the screen's thread down and say so; a further one meanwhile is only written down."""
        report = said_whole(kind, error, trace)
        written = self.write(report)
        if self.box is not None:
            return
        self.box = self._box(report, written)
        try:
            self.box.exec()
        finally:
            self.box = None

    def _on_thread_fault(self, told: threading.ExceptHookArgs) -> None:
        """Only written down: no box can be shown from another thread."""
        if told.exc_value is not None:
            self.write(said_whole(told.exc_type, told.exc_value, told.exc_traceback))

    def write(self, report: str) -> Path | None:
        """Keep a report, and tell the console where there is one; its file, `None` where it cannot be written."""
        if sys.stderr is not None:  # as in a window without a console
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(report)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"fault-{datetime.now().strftime('%Y%m%d-%H%M%S-%f')}.txt"
            path.write_text(report, encoding="utf-8")
            for old in sorted(self._folder.glob("fault-*.txt"))[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return path

    def _box(self, report: str, written: Path | None) -> QMessageBox:
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - nobody needs them at the start
        from PySide6.QtGui import QDesktopServices, QGuiApplication  # noqa: PLC0415
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415

        _ = self._texts()._
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            _("Budget Scenario Planner"),
            _(
                "The program made a mistake and did not finish what it was doing. "
                "Save under another name, then start again."
            ),
            QMessageBox.StandardButton.Close,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setDetailedText(report)
        helpful: list[tuple[str, Callable[[], object]]] = [
            (_("Copy the report"), lambda: QGuiApplication.clipboard().setText(report))
        ]
        if written is not None:
            box.setInformativeText(_("A report for whoever looks after the program: {path}").format(path=written))
            place = QUrl.fromLocalFile(str(written.parent))
            helpful.append((_("Open the folder"), lambda: QDesktopServices.openUrl(place)))
        for text, call in helpful:
            button = box.addButton(text, QMessageBox.ButtonRole.ActionRole)
            button.clicked.disconnect()  # the box stays open
            button.clicked.connect(call)
        return box


def said_whole(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """A fault with what is needed to look into it: versions, system, time, trace."""
    import platform  # noqa: PLC0415 - as above

    head = f"planner {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{head}, {now}\n{''.join(traceback.format_exception(kind, error, trace))}"
