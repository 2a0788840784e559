"""Works with what was built as an officer would, in a Windows under Wine, and says what was proven."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from installers.windows.ground import Ground
from installers.windows.proof_of_build import BuildProof
from installers.windows.proof_of_setup import SetupProof
from installers.windows.proof_of_tests import TestProof, left_out
from installers.windows.proof_of_work import WorkProof
from installers.windows.table import Table

AT_ONCE = 2
"""So many parts of the proof run beside one another; under Wine hardly any uses more than one processor."""
NOT_WINE = {
    "AppLocker, Defender, SmartScreen": "Wine has none",
    "access rights of a share (ACL)": "the proof runs as root, whom Wine lets do anything",
    "association by double click": "Wine 8 does not merge HKCU\\Software\\Classes into HKCR; the keys are looked at",
    "DPI per monitor, touch, screen reader": "no such thing on a virtual screen",
}


class Proof:
    """All that is proven of one build: parts that need nothing of one another, each with a table of its own."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.built, self.installed = BuildProof(ground), SetupProof(ground)
        self.worked, self.tested = WorkProof(ground), TestProof(ground)

    def parts(self) -> list[Callable[[Table], None]]:
        """In the order in which they begin; what takes longest comes first."""
        if self.ground.short:
            return [self.journey, self.once_more, self.kill]
        return [self.journey, *(partial(self.tests, name) for name in self.tested.suites), self.kill, self.once_more]

    def journey(self, table: Table) -> None:
        """From setup to uninstallation, as an officer would."""
        if not table.prove("setup, portable zip and their papers", self.built.pack):
            return
        table.prove("what is inside", self.built.look_inside)
        with self.ground.wine.running():
            table.prove("the portable zip, unpacked", self.installed.unpack)
            if not table.prove("silent installation", self.installed.install):
                return
            table.prove("README's commands in a Japanese folder", self.worked.run_commands)
            table.prove("the window, offscreen", self.worked.look_offscreen)
            table.prove("files held by others", self.worked.hold_files)
        table.prove("the window, on a screen", self.worked.look_on_screen)
        with self.ground.wine.running():
            table.prove("upgrade from the version before", self.installed.upgrade)
            table.prove("uninstallation", self.installed.uninstall)

    def once_more(self, table: Table) -> None:
        """What shows in the build alone."""
        table.prove("a second build gives the same bytes", self.built.build_again)
        table.prove("signed with a certificate made for it", self.built.sign)

    def kill(self, table: Table) -> None:
        """A sudden end, and the bound of memory, in the other Windows."""
        table.prove("killed while saving", self.tested.kill)
        table.prove("memory of the other process", self.tested.bound_memory)

    def tests(self, name: str, table: Table) -> None:
        """One suite of tests, in the other Windows."""
        table.prove(f"tests: {name}", partial(self.tested.run_suite, name))


def prove(work: Path, dist: Path, *, short: bool) -> int:
    """Build, install, work, upgrade, uninstall; the table goes to `dist` too. 0 where nothing failed."""
    ground = Ground(work, dist, short=short)
    proof, first = Proof(ground), Table()
    tables = [first]
    with ThreadPoolExecutor(AT_ONCE) as workers:
        windows = workers.submit(first.prove, "two Windows under Wine", proof.installed.make_windows)
        is_built = first.prove("the folder that is installed", proof.built.build)
        if windows.result() and is_built and first.prove("copies to run tests with", proof.tested.make_rooms):
            parts = proof.parts()
            tables += [Table() for _ in parts]
            with ground.beside.running():
                begun = [workers.submit(part, table) for part, table in zip(parts, tables[1:], strict=True)]
                for each in begun:
                    each.result()
    last = Table()
    for name, why in ({"tests": "only in the whole proof"} if short else left_out()).items():
        last.skip(name, why)
    for name, why in NOT_WINE.items():
        last.skip(name, why)
    whole = Table([row for table in (*tables, last) for row in table.rows])
    (ground.dist / "proof.md").write_text(whole.render(), encoding="utf-8")
    print(whole.counts())
    return 1 if whole.has_failed else 0
