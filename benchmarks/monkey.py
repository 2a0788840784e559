"""Presses, types, opens and closes at random over all windows, and says what it did where that ends badly.

python benchmarks/monkey.py [SEED …] [--minutes M] [--steps N]     default: seeds 1 2 3 4, 30 minutes in all

Each seed is a program of its own under a watch that catches segmentation faults, aborts and hangs. A seed makes the
same steps again, as far as threads keep their pace: `--steps` ends before the one that is to be looked at.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from planner.app.main import leave_clipboard
from planner.app.widgets.jobs import end_process
from planner.core.edits.scenarios import branch
from planner.core.edits.values import new_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.monkey import Monkey

TOLD = 40
"""So many of the last steps are told of a run that ended badly."""
HANGS = 60
"""Seconds without a step after which a run is taken to hang; its threads are told then."""
HARMLESS = ("This plugin does not support", "QFont::setPoint", "Cannot find font directory")


def work(seed: int, folder: Path, minutes: float, steps: int | None) -> int:
    """One run, in a process of its own: its steps on standard output, its faults on standard error."""
    application = QApplication([])
    said: list[str] = []

    def on_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(HARMLESS):
            said.append(f"Qt says: {text}")

    def is_over() -> bool:
        faulthandler.dump_traceback_later(HANGS, exit=True)
        return bool(said) or time.monotonic() > deadline

    qInstallMessageHandler(on_message)
    monkey = Monkey(seed, branch(new_document(built_in_portfolio()), 1, "第二案"), folder, tell)
    deadline = time.monotonic() + minutes * 60
    monkey.run(steps, is_over)
    faulthandler.cancel_dump_traceback_later()
    if monkey.faults:
        leave_clipboard()
    else:
        monkey.leave()
        application.processEvents()
    qInstallMessageHandler(None)
    done = ", ".join(f"{kind} {count:,}" for kind, count in monkey.done.most_common())
    tell(f"= {monkey.steps:,} steps, {monkey.checks:,} totals compared ({done})")
    sys.stderr.write("\n".join([*monkey.faults, *said][:5]))
    return end_process(1 if monkey.faults or said else 0)


def tell(said: str) -> None:
    """A line for whoever watches, at once."""
    sys.stdout.write(f"{said}\n")
    sys.stdout.flush()


def watch(seed: int, minutes: float, steps: int | None) -> bool:
    """Run one seed to its end; whether that was a good one."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        limit = [] if steps is None else ["--steps", str(steps)]
        command = [sys.executable, "-X", "faulthandler", __file__, str(seed), "--minutes", str(minutes), *limit]
        process = subprocess.Popen([*command, "--work", folder], stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        last = deque((line.decode().rstrip() for line in process.stdout), TOLD)
        code = process.wait()
        said.seek(0)
        faults = said.read().decode(errors="replace").strip()
    if not code and not faults:
        print(f"seed {seed}: {last[-1].lstrip('= ')}, no fault", flush=True)
        return True
    print(f"seed {seed}: ended with {code}\n{faults}\nThe last steps were", *last, sep="\n", flush=True)
    return False


def main() -> int:
    """Run every seed and say how each ended."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("seeds", nargs="*", type=int, default=[1, 2, 3, 4])
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--steps", type=int)
    asked.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments = asked.parse_args()
    if arguments.work:
        return work(arguments.seeds[0], arguments.work, arguments.minutes, arguments.steps)
    good = [watch(seed, arguments.minutes / len(arguments.seeds), arguments.steps) for seed in arguments.seeds]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
