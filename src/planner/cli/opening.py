"""Opening the document a command names; where it is damaged, the copies that are whole are named too."""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

from planner.core.errors import N_, Message
from planner.core.model.sound import Damaged
from planner.files.document.bplan import EditedElsewhere
from planner.files.document.bplan_open import NoDocument
from planner.files.document.store import Opened, open_document

NAMED = 3
"""So many copies are named, the newest."""


def open_named(arguments: argparse.Namespace, file: Path | None = None) -> Opened:
    """The document of `arguments`, or of `file` where that is its real path; raises `UserError`."""
    path: Path = file or arguments.file
    try:
        return open_document(path, edited=arguments.edited)
    except (Damaged, EditedElsewhere) as error:
        from planner.files.document.aside import backups_folder, unsaved_folder, whole_copies  # noqa: PLC0415 - seldom
        from planner.files.document.backups import Backups  # noqa: PLC0415

        copies = itertools.islice(whole_copies(path, Backups(backups_folder()), unsaved_folder()), NAMED)
        named = "; ".join(f"{each.path} ({each.until:%Y-%m-%d %H:%M})" for each in copies)
        said = N_("{before} These are whole: {copies}.") if named else N_("{before} No whole copy of it was found.")
        if named or not isinstance(error, NoDocument):
            error.do = Message.of(said, before=error.do, copies=named)
        raise
