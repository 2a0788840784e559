"""Proves the program by its own tests and by a sudden end, in a Windows of their own."""

from __future__ import annotations

import re
from pathlib import Path

from installers.windows.ground import Ground
from installers.windows.inputs import ROOT, Refusal
from installers.windows.table import Skip

KILLS, KILLS_IN_SHORT = 50, 3
SUITES = {
    "core": ["core"],
    "commands": ["cli"],
    "window": ["app/session", "app/documents", "app/tables", "app/lines"],
    "words, files, desktop": ["words", "files/document", "files/plain", "files/portfolio", "app/desktop"],
}
"""Folders of `tests`; what belongs together may run beside the others."""
NO_LINKS = "no symbolic links"
LONG_NAMES = "names as long as Linux has them"
NOT_UNDER_WINE = {
    "tests/app/documents/test_document_file.py::test_the_same_file_twice_in_one_program_by_any_spelling": NO_LINKS,
    "tests/files/document/test_lock.py::test_links_and_relative_spellings_lead_to_one_lock": NO_LINKS,
    "tests/files/document/test_store.py::test_the_longest_name_is_saved_locked_and_kept_as_any_other": LONG_NAMES,
    "tests/files/portfolio/test_reading.py::test_names_of_255_bytes_are_read_and_longer_ones_refused": LONG_NAMES,
}
"""Tests that show what Wine 8 is, not what the program does, and why."""
INSIDE = Path(__file__).with_name("inside")
LIMIT = 3000
"""Seconds after which tests count as stuck."""


class TestProof:
    """The steps; each says what it found, or raises."""

    __test__ = False

    suites = tuple(SUITES)

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def make_rooms(self) -> str:
        """Copies of the program with a Python that runs any file; one of them with the test tools."""
        ground, tools = self.ground, self.ground.work / "tools"
        ground.room.make(ground.built)
        ground.test_room.make(ground.built, ROOT, tools)
        if not ground.short:
            ground.test_room.add_tools(tools)
        return "one with the tests and their tools" if not ground.short else "without the test tools"

    def kill(self) -> str:
        """Killed at random moments of editing and saving: nothing is lost."""
        kills = KILLS_IN_SHORT if self.ground.short else KILLS
        ran = self.ground.test_room.script(ROOT / "benchmarks" / "kill.py", str(kills), limit=LIMIT)
        assert ran.code == 0, ran.said
        return "; ".join(" ".join(line.split()) for line in ran.said.splitlines())

    def bound_memory(self) -> str:
        """The bound of memory that the program's other process sets itself: taken, and kept."""
        ran = self.ground.test_room.script(INSIDE / "bound.py")
        assert ran.code == 0, ran.said
        if "kept" not in ran.said:
            raise Skip("Wine 8 takes the bound and does not keep it")
        return ran.said.strip()

    def run_suite(self, name: str) -> str:
        """The tests of a suite that Wine can run; what passed, and how many were left out."""
        plain = ["-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "quick"]
        left_out = ["-m", "not office and not slow"]
        room = self.ground.test_room
        folders = [f"tests/{folder}" for folder in SUITES[name]]
        without = [f"--deselect={test}" for test in NOT_UNDER_WINE]
        ran = room.python("-X", "faulthandler", *plain, *left_out, *without, *folders, at=ROOT, limit=LIMIT)
        last = next((line for line in reversed(ran.said.splitlines()) if " passed" in line or " failed" in line), "")
        if ran.code:
            (self.ground.dist / f"tests-{name.replace(', ', '-')}.txt").write_text(ran.said, encoding="utf-8")
            failed = [line for line in ran.said.splitlines() if line.startswith(("FAILED", "ERROR"))]
            raise Refusal(f"{last} {'; '.join(failed[:8])}" if last else ran.said[-600:])
        if not re.search(r"\d+ passed", last):
            raise Skip(f"nothing ran: {ran.said[-200:]}")
        return last.strip("= ")


def left_out() -> dict[str, str]:
    """The folders of tests that are not run under Wine, and why."""
    here = {Path(folder) for folders in SUITES.values() for folder in folders}
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("test_*.py")}
    others = sorted(each for each in folders if not here & {each, *each.parents})
    files = [path for each in others for path in (tests / each).glob("test_*.py")]
    named = ", ".join(each.as_posix() for each in others if each.parts)
    single = {name.rpartition("::")[2]: f"Wine 8: {why}" for name, why in NOT_UNDER_WINE.items()}
    return single | {"other tests": f"{len(files)} files, for the time they take and for LibreOffice: {named}"}
