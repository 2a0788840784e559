"""A folder of parts: what the file of each is called, and which files are there."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.files.document.store import SUFFIX
from planner.files.whole import is_folder, reason_of

LENGTH = 60
"""A heading is cut to so many characters in the name of a file."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def file_name(stem: str, heading: str, taken: Collection[str], suffix: str = SUFFIX) -> str:
    """What the file of a part is called: by the document it came from and its heading, as any system can take it.

    `taken` are names that others have; on Windows they are the same in small letters.
    """
    told = _FORBIDDEN.sub("_", heading).strip("._ ")[:LENGTH] or "part"
    name, number = f"{stem}_{told}{suffix}", 1
    known = {each.casefold() for each in taken}
    while name.casefold() in known:
        number += 1
        name = f"{stem}_{told}-{number}{suffix}"
    return name


def documents_in(folder: Path, but: Path | None = None) -> list[Path]:
    """The documents in a folder by name, one left out; `UserError` where it cannot be looked at."""
    try:
        listed = sorted(folder.iterdir())
    except OSError as error:
        raise UserError(
            N_("The folder cannot be read: {reason}."),
            N_("Check its name, and that the share is connected."),
            where=str(folder),
            reason=reason_of(error),
        ) from error
    own = but.name if but is not None and is_same_folder(but.parent, folder) else None
    return [
        each
        for each in listed
        if each.suffix.lower() == SUFFIX and not each.name.startswith((".", "~")) and each.name != own
    ]


def is_same_folder(a: Path, b: Path) -> bool:
    """Whether two names are of one folder."""
    try:
        return a.samefile(b)
    except OSError:
        return False


def named(paths: Collection[Path], but: Path | None = None) -> list[Path]:
    """The files that were named, and of folders all documents in them but one, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(documents_in(path, but) if is_folder(path) else [path])
    return list(found)
