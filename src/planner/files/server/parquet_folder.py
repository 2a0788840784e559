"""A publication as a folder of Parquet files, one a table: put in the place of the one before as a whole."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.files.plain.parquet import write_parquet
from planner.files.server.tables import Publication
from planner.files.whole import beside, cannot_write, replace_file

ENDING = ".parquet"


def write_folder(folder: Path, publication: Publication) -> None:
    """Write each table into a file of the folder, all of them or none.

    A folder of an earlier publication is replaced; one that holds anything else is left alone. Raises `UserError`
    then, where pyarrow is not installed, and where the folder cannot be written.
    """
    tables = (publication.about, *publication.tables)
    _refuse_others(folder, {f"{table.name}{ENDING}" for table in tables})
    made, before = beside(folder, "~", ".writing"), beside(folder, "~", ".before")
    try:
        with _emptied(made):
            made.mkdir(parents=True)
            for table in tables:
                write_parquet(made / f"{table.name}{ENDING}", table.columns, table.rows)
            if folder.exists():
                with _emptied(before):
                    _exchange(folder, made, before)
            else:
                replace_file(made, folder)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _exchange(folder: Path, made: Path, before: Path) -> None:
    """Put the folder that was made in the place of the one there is, which is put aside; as it was where that fails."""
    replace_file(folder, before)
    try:
        replace_file(made, folder)
    except OSError:
        replace_file(before, folder)
        raise


def _refuse_others(folder: Path, own: set[str]) -> None:
    """Raise `UserError` where something stands there that is no publication."""
    try:
        is_other = folder.exists() and not {each.name for each in folder.iterdir()} <= own
    except OSError as error:
        raise cannot_write(folder, error) from error
    if is_other:
        raise UserError(
            N_("The folder holds other files."), N_("Give the name of a folder that is to be made."), where=str(folder)
        )


@contextlib.contextmanager
def _emptied(folder: Path) -> Iterator[None]:
    """Nothing of that name is there before, nor after."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
