"""Setup and portable zip: what is handed to an officer, made from the folder."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from installers.windows.folder import DATE
from installers.windows.inputs import Refusal, archive_bytes

HERE = Path(__file__).resolve().parent
PORTABLE_TOP = "BudgetScenarioPlanner/"


def portable(files: Mapping[str, bytes], *, fast: bool = False) -> bytes:
    """The folder as a zip: unpacked anywhere, it runs from there; `fast`: packed quickly instead of tightly."""
    content = {f"{PORTABLE_TOP}{name}": content for name, content in files.items()}
    return archive_bytes(content, DATE, level=1 if fast else 6)


def write_setup(
    target: Path, folder: Path, files: Iterable[str], version: str, python_dll: str, *, fast: bool, sign: str = ""
) -> None:
    """Make the setup that puts these files of the folder in place, and whose uninstaller removes no others.

    `fast`: not packed at all; `sign`: the command that signs the uninstaller, `%1` for its file.
    """
    list_ = target.with_suffix(".nsh")
    list_.write_text(instructions(folder, files), encoding="utf-8")
    numbers = ".".join([*re.findall(r"\d+", version), "0", "0", "0"][:4])
    defined = {
        "VERSION": version,
        "NUMBERS": numbers,
        "PYTHON_DLL": python_dll,
        "LIST": str(list_),
        "ICON": str(HERE / "planner.ico"),
        "OUT": str(target),
    }
    defined |= {"FAST": "1"} if fast else {}
    defined |= {"SIGN": sign} if sign else {}
    switches = [f"-D{name}={value}" for name, value in defined.items()]
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *switches, str(HERE / "setup.nsi")]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    list_.unlink()
    if ran.returncode:
        raise Refusal(f"Failed: makensis\n{ran.stdout}")


def instructions(folder: Path, files: Iterable[str]) -> str:
    """What is put in place, and what alone is removed again, in the words of NSIS."""
    names = sorted((PurePosixPath(name) for name in files), key=lambda path: (path.parent.parts, path.name))
    put: list[str] = []
    at: PurePosixPath | None = None
    for name in names:
        if name.parent != at:
            at = name.parent
            put.append(f'  SetOutPath "{_installed(at)}"')
        put.append(f'  File "{folder / name}"')
    take = [f'  Delete "{_installed(name)}"' for name in names]
    below = {parent for name in names for parent in name.parents} - {PurePosixPath()}
    take += [f'  RMDir "{_installed(each)}"' for each in sorted(below, key=lambda path: (-len(path.parts), str(path)))]
    size = sum((folder / name).stat().st_size for name in names) // 1024
    lines = [f"!define SIZE_KB {size}", "!macro InstallFiles", *put, "!macroend", "!macro RemoveFiles", *take]
    return "\n".join([*lines, "!macroend", ""])


def _installed(name: PurePosixPath) -> str:
    return "\\".join(("$INSTDIR", *name.parts))
