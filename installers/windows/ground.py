"""The ground of a proof: what was built, the Windows it is put into, and the officer's folder there."""

from __future__ import annotations

from pathlib import Path

from installers.windows.build import Inputs, Product
from installers.windows.launchers import COMMANDS
from installers.windows.test_room import TestRoom
from installers.windows.wine import Ran, Wine

DOCUMENT = "要求.bplan"
SETTINGS = r"HKCU\Software\BudgetScenarioPlanner\planner"


class Ground:
    """Where the steps of a proof meet. `inputs` and `product` are there once it is built.

    `work`: what is needed on the way, `dist`: what was built; `short`: what takes long is left out. `beside` is another
    Windows, in which nothing is installed: tests run there meanwhile.
    """

    inputs: Inputs
    product: Product

    def __init__(self, work: Path, dist: Path, *, short: bool) -> None:
        self.work, self.dist, self.short = work, dist, short
        self.wine, self.beside = Wine(work / "prefix"), Wine(work / "prefix-beside")

    @property
    def folder(self) -> Path:
        """The folder that is worked in."""
        return self.wine.drive / "概算 要求（令和８年度）"

    @property
    def document(self) -> Path:
        """The document that is worked on."""
        return self.folder / DOCUMENT

    @property
    def installed(self) -> Path:
        """Where setup puts the program."""
        return self.wine.local_data / "Programs" / "BudgetScenarioPlanner"

    @property
    def built(self) -> Path:
        """The folder that was built."""
        return self.work / "folder"

    @property
    def room(self) -> TestRoom:
        """A copy of it that runs any Python file."""
        return TestRoom(self.wine, self.inputs, self.work / "room")

    @property
    def test_room(self) -> TestRoom:
        """The same in the other Windows, with the checkout's tests and their tools."""
        return TestRoom(self.beside, self.inputs, self.work / "test-room")

    def set_up(self, setup: Path) -> None:
        ran = self.wine.run(str(setup), "/S")
        assert ran.code == 0, f"setup ended with {ran.code}: {ran.said}"

    def registry(self, key: str) -> str:
        ran = self.wine.run("reg", "query", key, "/s")
        return ran.said if ran.code == 0 else ""

    def has(self, key: str) -> bool:
        return self.wine.run("reg", "query", key).code == 0

    def planner(self, *arguments: str) -> Ran:
        return self.wine.run(str(self.installed / COMMANDS), *arguments, at=self.folder)

    def there(self, path: Path) -> str:
        return self.wine.windows_path(path)
