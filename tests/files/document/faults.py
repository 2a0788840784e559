"""Saves in which something fails: every system call in turn, the size of files, the memory.

Each helper saves again and again and hands every outcome to `seen`; what stands on the disk is read by `standing`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.store import open_document, save_document

CALLS = ("open", "fsync", "replace", "unlink", "close", "fstat", "stat", "fchmod", "fchown", "write")
"""What of `os` a save may call; Python's own files write below it, which the limit of sizes covers."""


class Failing:
    """Counts the calls of `os` from now on; the one numbered `at` fails with `code`, and if `lasting` all after it."""

    def __init__(self, at: int, code: int, lasting: bool) -> None:
        self.at, self.code, self.lasting, self.count = at, code, lasting, 0
        self.failed = ""

    def wrap(self, name: str, real: Any) -> Any:
        """The call, which may fail."""

        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.at or (self.lasting and self.count > self.at):
                self.failed = self.failed or name
                if name == "close":  # it is closed all the same, as Linux does
                    real(*arguments, **named)
                raise OSError(self.code, os.strerror(self.code))
            return real(*arguments, **named)

        return call


@contextmanager
def failing(at: int, code: int, lasting: bool = False) -> Iterator[Failing]:
    """Within it one call of `os` fails."""
    shim = Failing(at, code, lasting)
    real = {name: getattr(os, name) for name in CALLS if hasattr(os, name)}
    for name, call in real.items():
        setattr(os, name, shim.wrap(name, call))
    try:
        yield shim
    finally:
        for name, call in real.items():
            setattr(os, name, call)


def every_call(old: Document, new: Document, path: Path, code: int, *, lasting: bool = False) -> Iterator[str]:
    """Save `new` over `old` with each call failing in turn; what was told each time, empty where it went through.

    Whatever happens the old or the new document stands there whole, and once it is told as saved the new one.
    """
    at = 0
    while True:
        at += 1
        path.unlink(missing_ok=True)
        save_document(old, path)
        told = ""
        with failing(at, code, lasting) as shim:
            try:
                save_document(new, path)
            except UserError as error:
                told = str(error)
        if not shim.failed:
            return
        found = open_document(path).document
        assert found == new or (told and found == old), (at, shim.failed, told)
        yield told


LIMITED = """
import resource, sys
from pathlib import Path
from planner.core.edits.scenarios import branch
from planner.core.errors import UserError
from planner.files.document.store import open_document, save_document
path = Path(sys.argv[1])
old = open_document(path).document
new = branch(old, 1, "新")
for size in range(0, int(sys.argv[2]), int(sys.argv[3])):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    told = ""
    try:
        save_document(new, path)
    except UserError as error:
        told = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found = open_document(path).document
    assert found == (old if told else new), (size, told)
    print(size, told, flush=True)
    if not told:
        break
"""


def every_size(path: Path, step: int) -> list[str]:
    """Save under a limit of every so many bytes for files, until one goes through; the sizes and what was told."""
    most = str(2 * path.stat().st_size)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), most, str(step)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
