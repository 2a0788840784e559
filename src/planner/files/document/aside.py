"""What is kept of documents on this computer besides their files: unsaved work, backups; and which of it is whole."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from planner.core.errors import UserError
from planner.files.document.backups import Backup, Backups
from planner.files.document.store import SUFFIX, backup_of, open_document
from planner.files.whole import beside, files_in, read_whole, replace_file, write_whole

NOTE_LIMIT = 1 << 16


def local_folder() -> Path:
    """Where what belongs to this computer and user alone is kept; the folder Qt names for the program's local data."""
    home = Path.home()
    if os.name == "nt":
        folder = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        named = os.environ.get("XDG_DATA_HOME", "")
        folder = Path(named) if named.startswith("/") else home / ".local" / "share"
    return folder / "planner"


def backups_folder() -> Path:
    """Where earlier states of saved documents are kept."""
    return local_folder() / "backups"


def unsaved_folder() -> Path:
    """Where copies of unsaved work are kept."""
    return local_folder() / "recovery"


def faults_folder() -> Path:
    """Where reports of faults are kept."""
    return local_folder() / "faults"


class Note(NamedTuple):
    """What stands beside a copy of unsaved work: the file it belongs to, what that was, and the scenario shown."""

    path: Path | None = None
    fingerprint: str | None = None
    scenario: int | None = None


def note_of(copy: Path) -> Path:
    """Where the note of a copy stands."""
    return copy.with_suffix(".json")


def write_note(copy: Path, note: Note) -> None:
    """Write the note of a copy; raises `UserError` on a full disk."""
    path = None if note.path is None else str(note.path)
    said = {"path": path, "fingerprint": note.fingerprint, "scenario": note.scenario}
    write_whole(note_of(copy), json.dumps(said).encode())


def read_note(copy: Path) -> Note:
    """The note of a copy; an empty one where there is none or it makes no sense."""
    with suppress(UserError, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        said = json.loads(read_whole(note_of(copy), NOTE_LIMIT) or b"")
        path, fingerprint, scenario = said["path"], said["fingerprint"], said.get("scenario")
        texts = all(each is None or isinstance(each, str) for each in (path, fingerprint))
        if texts and "\0" not in (path or ""):
            return Note(Path(path) if path else None, fingerprint, scenario if type(scenario) is int else None)
    return Note()


def set_aside(path: Path) -> Path | None:
    """Give a file that cannot be used another name, so that it is in nobody's way; `None` where that fails too."""
    aside = beside(path, "", ".broken")
    try:
        replace_file(path, aside)
    except OSError:
        return None
    return aside


def whole_copies(path: Path, backups: Backups, unsaved: Path | None) -> Iterator[Backup]:
    """What can be opened in the place of a damaged document, newest first: its `.bak`, backups, unsaved work."""
    path = Path(os.path.realpath(path))
    found = backups.of(path)
    kept = [] if unsaved is None else files_in(unsaved, f"*{SUFFIX}")
    for each in (backup_of(path), *(copy for copy in kept if read_note(copy).path == path)):
        with suppress(OSError):
            about = each.stat()
            found.append(Backup(each, datetime.fromtimestamp(about.st_mtime).astimezone(), about.st_size))
    for copy in sorted(found, key=lambda each: each.until, reverse=True):
        with suppress(UserError):
            open_document(copy.path)
            yield copy
