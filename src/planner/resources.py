"""Where the data that ship with the program are: inside the installed package, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """The path of a file or folder under `resources/`; `FileNotFoundError` when the installation lacks it."""
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)


def package_file(name: str) -> Path:
    """The path of a file that belongs to the code, such as the database schema."""
    return Path(__file__).resolve().parent / name
