"""The folder that is installed: launchers, Python, packages and the program, each library on the allow list."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from installers.windows.inputs import Refusal, Runtime, Wheel, archive_bytes

HERE = Path(__file__).resolve().parent
LIBRARY_ENDINGS = (".dll", ".pyd", ".exe")
PRUNED = ("site-packages/PySide6/", "site-packages/shiboken6/")
"""Of these packages libraries that the allow list does not name are left out."""
BY_PATH = {"pyqtgraph", "PySide6", "shiboken6"}
"""Packages that ask for their files by path, and so cannot be read from an archive."""
NOT_INSTALLED = (".pyi", ".lib", ".h", ".hpp", ".pxd", ".pyx", ".qml", ".c", ".cpp", ".typed", ".json.in", ".ui")
STANDARD_LEFT_OUT = {
    *("site-packages", "dist-packages", "__pycache__", "test", "tests", "idlelib", "tkinter", "turtledemo", "lib2to3"),
    *("ensurepip", "venv", "lib-dynload", "pydoc_data", "distutils", "msilib", "__phello__", "pip", "setuptools"),
}
LICENCE = "LICENSE.txt"
"""Python's own, in the embeddable zip; it goes to the other licences."""
ARCHIVE = "planner.zip"
"""The program and every package that can be read from an archive: one file to open, one for a scanner to look at."""


def allowed() -> dict[str, str]:
    """The allow list: pattern of a library's place in the folder → its licence."""
    lines = (HERE / "libraries.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(None, 1) for line in lines if line and not line.startswith("#"))


def licence_of(library: str, known: Mapping[str, str]) -> str | None:
    """The licence of a library by its place in the folder, `None` where the allow list does not name it."""
    return next((licence for pattern, licence in known.items() if fnmatchcase(library, pattern)), None)


def package_files(wheel: Wheel, known: Mapping[str, str]) -> dict[str, bytes]:
    """What of a package is installed, by its place under `site-packages`.

    Raises `Refusal` for a library that the allow list does not name.
    """
    kept = {}
    for name in wheel.names():
        head, _, rest = name.partition("/")
        if head.endswith((".dist-info", ".data")) or name.lower().endswith(NOT_INSTALLED):
            continue
        if {"tests", "examples", "include", "__pycache__"} & set(name.split("/")):
            continue
        if name.lower().endswith(LIBRARY_ENDINGS):
            place = f"site-packages/{name}"
            if licence_of(place, known) is None:
                if place.startswith(PRUNED):
                    continue
                raise Refusal(f"{place} of {wheel.name} {wheel.version} is not on the allow list (libraries.txt).")
        elif head == "PySide6" and not _is_kept_of_pyside(rest):
            continue
        kept[name] = wheel.read(name)
    return kept


def _is_kept_of_pyside(name: str) -> bool:
    """Whether a file that is no library is kept: its own modules, and Qt's Japanese."""
    if name.endswith(".py"):
        return not name.startswith(("scripts/", "QtAsyncio/"))
    return name == "translations/qtbase_ja.qm"


def lay_out(
    folder: Path, program: Wheel, packages: Iterable[Wheel], runtime: Runtime, executables: Mapping[str, bytes]
) -> None:
    """Make the folder anew from what it is made of; raises `Refusal` for a library that may not be in it."""
    known = allowed()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = {name: content for name, content in runtime.files.items() if name != LICENCE} | dict(executables)
    archived: dict[str, bytes] = {"start.py": (HERE / "start.py").read_bytes()}
    loose: dict[str, bytes] = {}
    for wheel in packages:
        content = package_files(wheel, known)
        tops = {name.partition("/")[0] for name in content}
        by_path = tops & BY_PATH or any(name.endswith(LIBRARY_ENDINGS) for name in content)
        (loose if by_path else archived).update(content)
    for name, text in package_files(program, known).items():
        (archived if name.endswith(".py") else files)[name] = text
    paths = [f"python{runtime.tag}.zip", ARCHIVE, ".", "site-packages"]
    files[f"python{runtime.tag}._pth"] = "".join(f"{path}\n" for path in paths).encode("ascii")
    if runtime.is_proof:
        files[f"python{runtime.tag}.zip"] = archive_bytes(_compiled(standard_library(), runtime, ""), DATE)
    files[ARCHIVE] = archive_bytes(_compiled(archived, runtime, ""), DATE)
    files.update({f"site-packages/{name}": text for name, text in _compiled(loose, runtime, "site-packages").items()})
    write_files(folder, files)
    unknown = [name for name in files if name.endswith(LIBRARY_ENDINGS) and licence_of(name, known) is None]
    if unknown:
        raise Refusal(f"Not on the allow list (libraries.txt): {', '.join(sorted(unknown))}")


DATE = (2026, 1, 1, 0, 0, 0)
"""When every file says it was made, so that a second build gives the same bytes."""


def standard_library() -> dict[str, bytes]:
    """The sources of the standard library of the Python that builds."""
    top = Path(sysconfig.get_path("stdlib"))
    found = {}
    for source in sorted(top.rglob("*.py")):
        parts = source.relative_to(top).parts
        unwanted = set(parts[:-1]) & STANDARD_LEFT_OUT or parts[0].startswith(("config-3", "_sysconfigdata"))
        if not unwanted and source.stem not in STANDARD_LEFT_OUT:
            found["/".join(parts)] = source.read_bytes()
    return found


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names below a folder."""
    for name, content in sorted(files.items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its name there, sorted."""
    found = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return {name: path.read_bytes() for name, path in found}


def _compiled(files: Mapping[str, bytes], runtime: Runtime, shown: str) -> dict[str, bytes]:
    """The files with bytecode of the runtime's Python in place of the modules."""
    with tempfile.TemporaryDirectory(prefix="planner-") as name:
        folder = Path(name)
        write_files(folder, files)
        command = [*python_of(runtime), str(HERE / "bytecode.py"), str(folder), shown]
        ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if ran.returncode:
            raise Refusal(f"The modules cannot be compiled:\n{ran.stdout}")
        return files_of(folder)


def python_of(runtime: Runtime) -> list[str]:
    """The command of a Python whose bytecode the runtime reads."""
    if runtime.minor == ".".join(map(str, sys.version_info[:2])):
        return [sys.executable, "-I"]
    name = f"python{runtime.minor}"
    found = shutil.which(name)
    if found is None:
        raise Refusal(f"{name} is needed to compile for the runtime: install it, or build with the runtime of 3.11.")
    return [found, "-I"]
