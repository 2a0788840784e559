"""Kills the program at random moments of editing and saving, and counts what is lost: it must be nothing.

python benchmarks/kill.py [KILLS]     default 200

After each kill the saved file must open undamaged, its lock must be recognised as stale, and every edit confirmed
more than a second before must be in the saved file or in the copy kept aside.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.session.session import Session
from planner.core.edits.values import Entry, new_document
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.backups import Backups
from planner.files.document.lock import HeldElsewhere, holding, lock_of
from planner.files.document.store import open_document, save_document
from planner.files.portfolio.reading import built_in_portfolio

SETTLED = 1.0
"""Seconds after which an edit must not be lost any more."""
LINE = "fellows/dc/dc1"
FIRST_RATE = 3_100_000
EDIT_MS = 15


@dataclass
class Tally:
    """What the kills so far came to."""

    kills: int = 0
    while_saving: int = 0
    certain: int = 0
    fresh: int = 0
    fresh_lost: int = 0
    lost: list[int] = field(default_factory=list)
    damaged: int = 0
    locked: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, damaged or left locked."""
        return not (self.lost or self.damaged or self.locked)


def work(path: Path, folder: Path, seed: int) -> None:
    """The program that is killed: edits as fast as nobody types, and saves now and then."""
    application = QApplication([])
    session = Session(new_document(built_in_portfolio()))
    file = DocumentFile(session, Backups(folder / "backups"))
    recovery = Recovery(session, folder / "recovery")
    chance = random.Random(seed)
    rate = FIRST_RATE
    timer = QTimer()

    def say(*words: object) -> None:
        try:
            print(*words, flush=True)
        except BrokenPipeError:  # nobody is left to kill it
            os._exit(1)

    def step() -> None:
        nonlocal rate
        rate += 1
        session.set_values("", [Entry(LINE, "rate", 2026, rate)])
        say("edit", rate, time.time())
        if chance.random() < 0.1:
            say("saving")
            file.save(path)

    file.read.connect(file.adopt)
    file.read.connect(lambda _: timer.start(EDIT_MS))
    file.saved.connect(lambda _: say("saved"))
    file.not_saved.connect(lambda error: say("refused", error))
    timer.timeout.connect(step)
    file.open(path)
    application.exec()
    recovery.close()


def kill_once(tally: Tally, folder: Path, chance: random.Random, settled: float = SETTLED) -> None:
    """Start the program, kill it at some moment, and see what is left."""
    path = folder / "要求.bplan"
    save_document(new_document(built_in_portfolio()), path)
    command = [sys.executable, str(Path(__file__).resolve()), "--work", str(path), str(folder)]
    process = subprocess.Popen([*command, str(chance.randrange(2**32))], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = [process.stdout.readline().split() for _ in range(chance.randrange(1, 240))]
    if chance.random() < 0.5:  # aim at a save
        while said[-1] != [b"saving"] and process.poll() is None:
            said.append(process.stdout.readline().split())
    until = time.perf_counter() + chance.random() * 0.015
    while time.perf_counter() < until:
        pass  # some moment within an edit or a save
    if process.poll() is not None:
        raise RuntimeError(f"the program ended by itself: {process.returncode}")
    killed = time.time()
    process.kill()
    rest = process.communicate()[0]
    said += [line.split() for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
    if any(words[0] == b"refused" for words in said if words):
        raise RuntimeError(f"a save was refused: {said}")
    tally.kills += 1
    asked = sum(words[0] == b"saving" for words in said if words)
    tally.while_saving += asked > sum(words[0] == b"saved" for words in said if words)
    confirmed = {int(words[1]): float(words[2]) for words in said if len(words) == 3}
    certain = {rate for rate, when in confirmed.items() if when < killed - settled}
    found = set()
    try:
        found |= rates(open_document(path).document)
    except UserError:
        tally.damaged += 1
    session = Session(new_document(built_in_portfolio()))
    for leftover in Recovery(session, folder / "recovery").leftovers():
        found |= rates(leftover.document)
    try:
        with holding(path):
            pass
    except HeldElsewhere:
        tally.locked += 1
    tally.certain += len(certain)
    tally.lost += sorted(certain - found)
    tally.fresh += len(confirmed) - len(certain)
    tally.fresh_lost += len(set(confirmed) - certain - found)
    for each in (*(folder / "recovery").glob("*"), lock_of(path)):
        each.unlink(missing_ok=True)


def rates(document: Document) -> set[int]:
    """The edits that a document holds."""
    return {int(change.cells[0].after or 0) for change in document.changes}


def main() -> int:
    """Kill as often as asked for and print the tally."""
    if sys.argv[1:2] == ["--work"]:
        work(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
        return 0
    QApplication([])
    tally, chance = Tally(), random.Random(20260401)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 200):
            kill_once(tally, Path(folder), chance)
    print(f"kills                                     {tally.kills:>8,}")
    print(f"  while a save was under way              {tally.while_saving:>8,}")
    print(f"edits confirmed a second before or more   {tally.certain:>8,}")
    print(f"  lost                                    {len(tally.lost):>8,}")
    print(f"edits of the last second                  {tally.fresh:>8,}")
    print(f"  lost                                    {tally.fresh_lost:>8,}")
    print(f"saved files damaged                       {tally.damaged:>8,}")
    print(f"locks not recognised as stale             {tally.locked:>8,}")
    return 0 if tally.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
