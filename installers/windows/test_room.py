"""The installed program with a bare python.exe and the test tools beside it: tests and scripts run on it under Wine."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installers.windows.build import Inputs
from installers.windows.folder import write_files
from installers.windows.inputs import ROOT, download
from installers.windows.launchers import launcher
from installers.windows.wine import LIMIT, Ran, Wine

TOOLS = {
    *("pytest", "pytest-qt", "hypothesis", "babel", "sortedcontainers", "iniconfig", "packaging", "pluggy", "pygments"),
    "typing-extensions",
}
QT_TEST = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")


@dataclass(frozen=True)
class TestRoom:
    """A copy of the folder that is installed, by links, which can run any Python file."""

    wine: Wine
    inputs: Inputs
    folder: Path

    __test__ = False

    def make(self, built: Path, *places: Path) -> None:
        """Begin anew with what was built; beside the program, modules are found in these places."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(built, self.folder, copy_function=os.link)
        runtime, beside = self.inputs.runtime, self.folder.parent
        plain = launcher("python.exe", self.inputs.program.version, runtime, beside / "launchers", "PLAIN")
        paths = f"python{runtime.tag}._pth"
        found = (built / paths).read_text(encoding="ascii")
        (self.folder / paths).unlink()
        found += "".join(f"{self.wine.windows_path(place)}\n" for place in places)
        write_files(self.folder, {"python.exe": plain, paths: found.encode()})

    def add_tools(self, target: Path) -> None:
        """The test tools as their lock has them, and what of Qt they need, which is not installed."""
        shutil.rmtree(target, ignore_errors=True)
        lock = target.with_suffix(".lock")
        lock.write_text(part_of_lock(ROOT / "requirements-test.lock", TOOLS), encoding="utf-8")
        for wheel in download(lock, self.inputs.runtime.minor, target.parent / "inputs" / "tools"):
            with zipfile.ZipFile(wheel.path) as archive:
                archive.extractall(target)
        pyside = next(wheel for wheel in self.inputs.packages if wheel.name == "pyside6-essentials")
        write_files(self.folder / "site-packages", {name: pyside.read(name) for name in QT_TEST})

    def python(self, *arguments: str, at: Path | None = None, limit: float = LIMIT) -> Ran:
        """Run its Python."""
        return self.wine.run(str(self.folder / "python.exe"), *arguments, at=at, limit=limit)

    def script(self, script: Path, *arguments: str, at: Path | None = None, limit: float = LIMIT) -> Ran:
        """Run a Python file."""
        return self.python(self.wine.windows_path(script), *arguments, at=at, limit=limit)


def part_of_lock(lock: Path, names: set[str]) -> str:
    """The entries of a lock for these packages, with their hashes."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    return "\n".join(each for each in entries if each.partition("==")[0].strip() in names) + "\n"
