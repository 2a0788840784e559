"""Works with what was built as an officer would, in a Windows under Wine, and says what was proven."""

from __future__ import annotations

from pathlib import Path

from installers.windows.ground import Ground
from installers.windows.proof_of_build import BuildProof
from installers.windows.proof_of_setup import SetupProof
from installers.windows.proof_of_work import WorkProof
from installers.windows.table import Table

NOT_WINE = {
    "AppLocker, Defender, SmartScreen": "Wine has none",
    "access rights of a share (ACL)": "the proof runs as root, whom Wine lets do anything",
    "association by double click": "Wine 8 does not merge HKCU\\Software\\Classes into HKCR; the keys are looked at",
    "DPI per monitor, touch, screen reader": "no such thing on a virtual screen",
}


def prove(work: Path, dist: Path, *, short: bool) -> int:
    """Build, install, work, upgrade, uninstall; the table goes to `dist` too. 0 where nothing failed."""
    table, ground = Table(), Ground(work, dist, short=short)
    built, installed, worked = BuildProof(ground), SetupProof(ground), WorkProof(ground)
    if table.prove("build", built.build):
        table.prove("what is inside", built.look_inside)
        table.prove("a second build gives the same bytes", built.build_again)
        table.prove("signed with a certificate made for it", built.sign)
        table.prove("a Windows under Wine", installed.make_windows)
        with ground.wine.running():
            is_installed = table.prove("silent installation", installed.install)
            if is_installed:
                table.prove("README's commands in a Japanese folder", worked.run_commands)
                table.prove("the window, offscreen", worked.look_offscreen)
        if is_installed:
            table.prove("the window, on a screen", worked.look_on_screen)
            with ground.wine.running():
                table.prove("files held by others", worked.hold_files)
                table.prove("killed while saving", worked.kill)
                if short:
                    table.skip("tests", "only in the whole proof")
                else:
                    worked.run_tests(table)
                table.prove("upgrade from the version before", installed.upgrade)
                table.prove("uninstallation", installed.uninstall)
        for name, why in NOT_WINE.items():
            table.skip(name, why)
    (dist / "proof.md").write_text(table.render(), encoding="utf-8")
    print(table.render().rpartition("|\n")[2].strip())
    return 1 if table.has_failed else 0
