"""The installed program with a bare python.exe and the test tools beside it: tests and scripts run on it under Wine."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installers.windows.build import Inputs
from installers.windows.folder import write_files
from installers.windows.inputs import ROOT, Refusal, Wheel, download
from installers.windows.launchers import launcher
from installers.windows.table import Skip
from installers.windows.wine import LIMIT, Ran, Wine

TOOLS = {
    *("pytest", "pytest-qt", "hypothesis", "babel", "sortedcontainers", "iniconfig", "packaging", "pluggy", "pygments"),
    "typing-extensions",
}
QT_TEST = ("PySide6/QtTest.pyd", "PySide6/Qt6Test.dll")


@dataclass(frozen=True)
class TestRoom:
    """A copy of the installed folder, by links, that can run any Python file."""

    wine: Wine
    inputs: Inputs
    installed: Path
    work: Path

    __test__ = False

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.work / "room"

    def make(self) -> None:
        """Begin anew with what is installed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.installed, self.folder)
        runtime = self.inputs.runtime
        plain = launcher("python.exe", self.inputs.program.version, runtime, self.work / "launchers", "PLAIN")
        write_files(self.folder, {"python.exe": plain})

    def python(
        self, script: Path, *arguments: str, at: Path | None = None, limit: float = LIMIT, checkout: bool = False
    ) -> Ran:
        """Run a Python file; with `checkout` it finds tests and benchmarks of the checkout beside the program."""
        self._find([ROOT] if checkout else [])
        program = str(self.folder / "python.exe")
        return self.wine.run(program, self.wine.windows_path(script), *arguments, at=at, limit=limit)

    def _find(self, places: list[Path]) -> None:
        tag = self.inputs.runtime.tag
        paths = [f"python{tag}.zip", "planner.zip", ".", "site-packages", *map(self.wine.windows_path, places)]
        (self.folder / f"python{tag}._pth").write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")

    # ---------------------------------------------------------------- tests

    def suites(self) -> dict[str, list[str]]:
        """What is run, folder by folder."""
        return {
            "core": ["tests/core"],
            "words, files": ["tests/words", "tests/files/document", "tests/files/plain", "tests/files/portfolio"],
            "window": ["tests/app/session", "tests/app/documents", "tests/app/tables", "tests/app/lines"],
            "commands": ["tests/cli"],
        }

    def run_tests(self, arguments: list[str]) -> str:
        """Run tests; what passed, and how many were left out."""
        tools = self._tools()
        self._find([ROOT, tools])
        plain = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "quick"]
        left_out = ["-m", "not office and not slow"]
        ran = self.wine.run(
            str(self.folder / "python.exe"), "-X", "faulthandler", *plain, *left_out, *arguments, at=ROOT, limit=400
        )
        last = next((line for line in reversed(ran.said.splitlines()) if " passed" in line or " failed" in line), "")
        if ran.code:
            failed = [line for line in ran.said.splitlines() if line.startswith(("FAILED", "ERROR"))]
            raise Refusal(f"{last} {'; '.join(failed[:8])}" if last else ran.said[-600:])
        if not re.search(r"\d+ passed", last):
            raise Skip(f"nothing ran: {ran.said[-200:]}")
        return last.strip("= ")

    def _tools(self) -> Path:
        """The test tools as their lock has them."""
        target = self.work / "tools"
        lock = self.work / "tools.lock"
        lock.write_text(part_of_lock(ROOT / "requirements-test.lock", TOOLS), encoding="utf-8")
        wheels = download(lock, self.inputs.runtime.minor, self.work / "inputs" / "tools")
        if not target.is_dir():
            for wheel in wheels:
                with zipfile.ZipFile(wheel.path) as archive:
                    archive.extractall(target)
        pyside = next(wheel for wheel in self.inputs.packages if wheel.name == "pyside6-essentials")
        self._qt_test(pyside)
        return target

    def _qt_test(self, pyside: Wheel) -> None:
        write_files(self.folder / "site-packages", {name: pyside.read(name) for name in QT_TEST})


def part_of_lock(lock: Path, names: set[str]) -> str:
    """The entries of a lock for these packages, with their hashes."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))
    return "\n".join(each for each in entries if each.partition("==")[0].strip() in names) + "\n"
