"""Proves setup and uninstaller: what they put, keep and remove."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile

from installers.windows.folder import files_of, write_files
from installers.windows.ground import SETTINGS, Ground
from installers.windows.inputs import Refusal
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.setup import PORTABLE_TOP, write_setup
from installers.windows.wine import LIMIT

REGISTRY = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BudgetScenarioPlanner",
    r"HKCU\Software\Classes\BudgetScenarioPlanner.Document",
    r"HKCU\Software\Classes\.bplan",
)
SHORTCUT = "予算シナリオプランナー.lnk"


class SetupProof:
    """The steps; each says what it found, or raises."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def make_windows(self) -> str:
        """Windows 10 as Wine has it, with a folder of an officer's; and the same for tests."""
        _make_japanese()
        self.ground.wine.make(self.ground.work)
        said = self.ground.wine.run("cmd", "/c", "ver").said.strip()
        self.ground.wine.end()
        self.ground.beside.become(self.ground.wine)
        self.ground.folder.mkdir(parents=True)
        return said

    def unpack(self) -> str:
        """Unpacked anywhere, it runs from there."""
        place = self.ground.folder.parent / "持ち運び"
        with zipfile.ZipFile(self.ground.dist / self.ground.product.portable) as archive:
            archive.extractall(place)
        top = place / PORTABLE_TOP
        assert files_of(top) == files_of(self.ground.built), "the zip holds something else"
        ran = self.ground.wine.run(str(top / COMMANDS), "--version")
        assert ran.code == 0 and ran.said.strip().endswith(self.ground.product.version), ran.said
        return ran.said.strip()

    def install(self) -> str:
        """Without a question: every file in place, the Start menu, the association."""
        self.ground.set_up(self.ground.dist / self.ground.product.setup)
        wanted = set(files_of(self.ground.built))
        found = files_of(self.ground.installed)
        assert {"uninstall.exe"} == set(found) - wanted, f"put beside: {set(found) ^ wanted}"
        assert all(found[name] == text for name, text in files_of(self.ground.built).items())
        missing = [key for key in REGISTRY if not self.ground.has(key)]
        assert not missing, f"not in the registry: {missing}"
        assert (self.ground.wine.start_menu / SHORTCUT).is_file(), "no entry in the Start menu"
        command = self.ground.registry(REGISTRY[1] + r"\shell\open\command")
        assert f'{WINDOW}" "%1"' in command, command
        return f"{len(found)} files, Start menu, .bplan, entry among the programs"

    def upgrade(self) -> str:
        """A version before, by its kept file list with a file that this one no longer has, then this one over it."""
        ground = self.ground
        kept = (ground.dist / ground.product.files).read_text(encoding="utf-8").splitlines()
        files = {name: f"{name} of before".encode() for name in [*kept, "site-packages/gone/of_before.pyc"]}
        older = ground.work / "older"
        shutil.rmtree(older, ignore_errors=True)
        write_files(older, files)
        setup = ground.work / "older-setup.exe"
        write_setup(setup, older, files, "0.0.9", f"python{ground.inputs.runtime.tag}.dll", fast=True)
        before = ground.registry(SETTINGS)
        assert ground.document.name in before, "no settings with recent files"
        ground.set_up(setup)
        found = files_of(ground.installed)
        found.pop("uninstall.exe")
        assert found == files, "a downgrade leaves files behind"
        ground.set_up(ground.dist / ground.product.setup)
        found = files_of(ground.installed)
        found.pop("uninstall.exe")
        assert found == files_of(ground.built), "files of the version before are left"
        assert ground.registry(SETTINGS) == before, "settings were changed"
        version = ground.planner("--version").said.strip()
        assert version.endswith(ground.product.version), version
        return f"down to 0.0.9 ({len(files)} files) and up again: no file of the other version, settings as they were"

    def uninstall(self) -> str:
        """What was put is gone, and nothing else."""
        documents = files_of(self.ground.folder)
        (self.ground.installed / "note of the officer.txt").write_text("mine", encoding="utf-8")
        uninstaller = self.ground.installed / "uninstall.exe"
        ran = self.ground.wine.run(str(uninstaller), "/S")
        assert ran.code == 0, f"uninstall ended with {ran.code}"
        last = time.monotonic() + LIMIT
        while uninstaller.exists():  # a copy of it goes on, and removes it last
            assert time.monotonic() < last, "the uninstaller does not end"
            time.sleep(0.5)
        left = set(files_of(self.ground.installed)) - {"note of the officer.txt"}
        assert not left, f"left behind: {sorted(left)[:10]}"
        kept = [key for key in REGISTRY if self.ground.has(key)]
        assert not kept, f"left in the registry: {kept}"
        assert not (self.ground.wine.start_menu / SHORTCUT).exists(), "left in the Start menu"
        assert files_of(self.ground.folder) == documents, "documents were touched"
        assert self.ground.has(SETTINGS), "settings went without being asked for"
        return f"{len(documents)} files of the officer's and the settings stay; no other file, no key"


def _make_japanese() -> None:
    """Let this machine know Japanese, which Wine takes its code page from."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    if "ja_JP.utf8" not in known:
        command = ["localedef", "-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            raise Refusal("The locale ja_JP.UTF-8 cannot be made.")
