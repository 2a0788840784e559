"""Many parts on a slow share: how often the share is asked, and what that takes beside asking one by one.

python -m benchmarks.together.bench_share [PARTS] [MILLISECONDS]     default 300 10; every question takes so long
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.timing import Row, table
from planner.core.edits.values import new_document
from planner.core.merge.split import split
from planner.core.model.build import LineRecord, build_portfolio
from planner.core.model.portfolio import Member, Program, View
from planner.files.parts.folder import documents_in
from planner.files.parts.reading import look_at_parts, read_parts
from planner.files.parts.writing import write_parts

ASKED = ("open", "stat", "lstat", "fstat", "scandir", "listdir", "unlink", "replace", "fsync", "mkdir")
"""What of the system goes to the share; to read a file takes two more: its bytes, and that there are no more."""


class Share:
    """Every question of this process to its files takes so many seconds, and is counted."""

    def __init__(self, seconds: float) -> None:
        self.asked: Counter[str] = Counter()
        self._seconds = seconds
        for name in ASKED:
            setattr(os, name, self._slow(name, getattr(os, name)))

    def _slow(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*arguments: Any, **named: Any) -> Any:
            self.asked[name] += 1
            time.sleep(self._seconds)
            return real(*arguments, **named)

        return ask


def main() -> None:
    """Print the table."""
    parts, milliseconds = (int(each) for each in (*sys.argv[1:], *("300", "10")[len(sys.argv) - 1 :]))
    programs = [Program(f"p{i}", "", "", f"事業{i}", "") for i in range(parts)]
    lines = [LineRecord(f"p{i}/l{k}", f"p{i}", f"積算{k}", "") for i in range(parts) for k in range(3)]
    members = tuple(Member(each.id, f"課{i}") for i, each in enumerate(programs))
    view = View("divisions", "課別", "", members)
    portfolio = build_portfolio(title="", years=(2025, 2026), programs=programs, lines=lines, steps=[], views=[view])
    document, rows = new_document(portfolio), list[Row]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "parts"
        write_parts(folder, "r", split(document, 1, view))
        share = Share(milliseconds / 1000)
        for what, read in (("look at", look_at_parts), ("read", read_parts)):
            share.asked.clear()
            seen = list[int]()
            start = time.perf_counter()
            found, refused = read(documents_in(folder), progress=lambda done, _of, seen=seen: seen.append(done))
            taken = time.perf_counter() - start
            assert len(found) == parts and not refused and seen == list(range(parts + 1))
            asked = share.asked.total()
            told = f"asking one by one; {asked / parts:.2f} questions a file, progress told {len(seen)} times"
            rows.append((f"{what} {parts} parts", taken, asked * milliseconds / 1000, told))
    table(f"{parts} parts on a share where each question takes {milliseconds} ms", rows)


if __name__ == "__main__":
    main()
