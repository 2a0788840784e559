"""Parts written into a folder, each proven as any document is: all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.merge.split import Made
from planner.core.model.parts import Part
from planner.files.document.store import save_document
from planner.files.parts.folder import file_name
from planner.files.whole import Progress, cannot_write, discard


def write_parts(
    folder: Path, stem: str, parts: Sequence[Made], progress: Progress = lambda _done, _all: None
) -> list[Part]:
    """Write each part into a file of its own, and tell the parts with the names of their files.

    A file that is there already is left alone: then, and where one cannot be written, none is left. Raises `UserError`.
    """
    names: list[str] = []
    for each in parts:
        names.append(file_name(stem, each.part.heading, names))
    there = next((name for name in names if (folder / name).exists()), None)
    if there is not None:
        raise UserError(
            N_("There is already a file of that name."), N_("Give another folder."), where=str(folder / there)
        )
    written: list[Path] = []
    told = []
    try:
        _make(folder)
        for at, (name, made) in enumerate(zip(names, parts, strict=True)):
            progress(at, len(parts))
            part = replace(made.part, file=name)
            written.append(folder / name)
            save_document(replace(made.document, part=part), folder / name)
            told.append(part)
        progress(len(parts), len(parts))
    except BaseException:
        take_back(written)
        raise
    return told


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UserError(
            N_("A file of that name is no folder."), N_("Choose a folder for the parts."), where=str(folder)
        ) from error
    except OSError as error:
        raise cannot_write(folder, error) from error


def take_back(paths: Sequence[Path]) -> None:
    """Remove parts that were written for nothing."""
    for path in paths:
        discard(path)
