"""Where the data that ship with the program are: inside the installed package, or beside `src` in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(name: str) -> Path:
    """The path of a file or folder under `resources/`; `FileNotFoundError` when the installation lacks it."""
    package = _own_folder()
    for folder in (package / "resources", package.parent.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)


def package_file(name: str) -> Path:
    """The path of a file that belongs to the code, such as the database schema."""
    return _own_folder() / name


@cache
def _own_folder() -> Path:
    """Asked for with every icon: where links lead is looked up once."""
    return data_folder(Path(__file__))


def data_folder(module: Path) -> Path:
    """The folder of the package that a module lies in; where it lies in an archive, the one of that name beside it."""
    package = module.resolve().parent
    archive = package.parent
    return archive.parent / package.name if archive.is_file() else package
