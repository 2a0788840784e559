"""Parts of one request: split, written, read, merged, and seen on the board.

python -m benchmarks.together.bench_merge [PARTS] [LINES]     default 60 2000; in processor time
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks import synthetic
from benchmarks.timing import Row, table
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.merge.board import board
from planner.core.merge.merge import Incoming, merge
from planner.core.merge.split import Made, split, with_sent
from planner.core.model.document import Document
from planner.core.model.portfolio import Member, View
from planner.files.document.store import open_document, save_document
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import Read, look_at_parts, read_parts
from planner.files.parts.writing import write_parts

T = TypeVar("T")
MEASURED = """
import os, subprocess, sys
made = subprocess.Popen([sys.executable, "-m", "planner", *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(made.pid, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(status != 0)
"""
"""Runs a command out of a small process: of its memory at most never less is told than its parent had."""

CHANGES, CELLS = 20, 10
"""In each part so many changes of so many values are made."""


def main() -> None:
    """Print the table."""
    parts, lines = (int(each) for each in (*sys.argv[1:], *("60", "2000")[len(sys.argv) - 1 :]))
    document, rows = _document(parts, lines), list[Row]()

    def timed(what: str, work: Callable[[], T], reach: float | None = None) -> T:
        start = time.process_time()
        found = work()
        rows.append((what, time.process_time() - start, reach, f"the reach of {reach:.0f} s" if reach else ""))
        return found

    with tempfile.TemporaryDirectory() as name:
        folder, main_file = Path(name) / "parts", Path(name) / "main.bplan"
        made = timed("split", lambda: split(document, 1, document.portfolio.views[0]))
        sent = timed("write the parts, proven", lambda: write_parts(folder, "r", made))
        whole = with_sent(document, sent)
        save_document(whole, main_file)
        for part, edited in zip(sent, _worked_on(made), strict=True):
            save_document(replace(edited, part=replace(part, ancestor=edited.part.ancestor)), folder / part.file)
        opened = timed("open the document", lambda: open_document(main_file).document)
        read: list[Read] = timed("read the parts", lambda: read_parts(documents_in(folder))[0])
        incoming = [Incoming(each.path.name, each.document, each.mark, each.summary) for each in read]
        merged = timed("merge the parts", lambda: merge(opened, incoming), 3)
        assert not merged.open
        timed("save the document, proven", lambda: save_document(merged.document, folder.with_name("merged.bplan")))
        seen = timed("look at the parts", lambda: look_at_parts(documents_in(folder))[0])
        found = {each.summary.part.id: each.summary for each in seen if each.summary is not None}
        assert all(each.found for each in timed("the board of them", lambda: board(opened, found)))
        before = main_file.read_bytes()
        for command, reach in (("merge", 3), ("board", 1)):
            main_file.write_bytes(before)
            seconds, memory = _command([command, str(main_file), str(folder)])
            rows.append(
                (f"planner {command}, the whole command, at most {memory:,.0f} MB", seconds, reach, "the reach")
            )
    table(f"{parts} parts of {lines:,} lines, {CHANGES * CELLS} values changed in each", rows)
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _document(parts: int, lines: int) -> Document:
    portfolio = synthetic.portfolio(parts * lines, parts * max(lines // 50, 5), 2)
    tops = [each.id for each in portfolio.programs if not each.parent]
    members = tuple(Member(id_, f"課{at * parts // len(tops)}") for at, id_ in enumerate(tops))
    return new_document(replace(portfolio, views=(View("divisions", "課別", "by division", members),)))


def _worked_on(made: tuple[Made, ...]) -> list[Document]:
    chance, found = random.Random(1), []
    for _part, document in made:
        portfolio, edited = document.portfolio, document
        own = [portfolio.lines.ids[row] for i in sorted(document.open_programs()) for row in portfolio.line_ranges[i]]
        for _ in range(CHANGES):
            lines = [chance.choice(own) for _ in range(CELLS)]
            entries = [Entry(each, "rate", portfolio.request_year, chance.randrange(10**5, 10**7)) for each in lines]
            edited = set_values(edited, 1, entries, "見積")
        found.append(edited)
    return found


def _command(arguments: list[str]) -> tuple[float, float]:
    """The processor time of a command in a process of its own, and its memory at most in MB."""
    said = subprocess.run([sys.executable, "-c", MEASURED, *arguments], stdout=subprocess.PIPE, check=True, text=True)
    seconds, kilobytes = map(float, said.stdout.split())
    return seconds, kilobytes / 1024


if __name__ == "__main__":
    main()
