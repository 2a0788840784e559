"""Names of files and folders as they are typed."""

from __future__ import annotations

from pathlib import Path

from planner.core.errors import N_, UserError


def path_named(text: str) -> Path:
    """A file or folder."""
    if not text.strip():
        raise UserError(N_("The name of a file is empty."), N_("Give the name of the file."))
    return Path(text)


def file_named(text: str) -> Path:
    """A file."""
    named = path_named(text)
    if named.name in ("", ".."):
        raise UserError(N_("This is a folder, not a file."), N_("Give the name of the file."), where=text)
    return named


def with_suffix(file: Path, suffix: str) -> Path:
    """A file whose name ends so."""
    return file if file.suffix.lower() == suffix else file.with_name(file.name + suffix)
