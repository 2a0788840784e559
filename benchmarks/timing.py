"""Timing shared by the benchmarks: medians of repeated runs and a table of ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

Row = tuple[str, float, float | None, str]
"""What was done, its seconds, the seconds of the yardstick or a limit, the yardstick's name."""


def median(work: Callable[[], object], runs: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """The median seconds of `runs` runs; where nothing waits for a disk, `time.process_time` is the better clock."""
    taken = []
    for _ in range(runs):
        start = clock()
        work()
        taken.append(clock() - start)
    return statistics.median(taken)


def table(title: str, rows: list[Row]) -> None:
    """Print the rows with their ratios."""
    print(title)
    for what, seconds, yardstick, name in rows:
        ratio = f"{seconds / yardstick:8.2f} × {name} ({yardstick * 1000:,.2f} ms)" if yardstick else ""
        print(f"  {what:<58} {seconds * 1000:12,.3f} ms  {ratio}")
