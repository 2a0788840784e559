"""Workbooks made to freeze, fill the memory or end a program, each read as a portfolio: its answer, time and memory.

python benchmarks/hostile.py [NAME…]     default all; names are those of tests/files/incoming/hostile.py
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the workbooks are the tests'

from planner.core.errors import UserError
from planner.files.portfolio.reading import read_portfolio
from tests.files.incoming.hostile import HOSTILE

SECONDS, MEGABYTES = 5, 300


def busy() -> float:
    """Seconds the processor worked for this program and those it started: others on the machine do not count."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main() -> None:
    """Print the processor's time of the clock's, and the most memory so far, of each; 1 where one took too much."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or HOSTILE:
            path = HOSTILE[name](Path(folder) / "a.xlsx")
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            started = time.perf_counter()
            worked = busy()
            try:
                read_portfolio(path)
                said = "read"
            except UserError as error:
                said = str(error).replace(str(path), "…")
            seconds = time.perf_counter() - started
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            memory = f"{most // 1024:4} MB" if most > before else "   ≤ MB"
            worked = busy() - worked
            failed += worked > SECONDS or most // 1024 > MEGABYTES
            print(f"{name:50} {worked:5.2f} s of {seconds:5.2f} {memory}  {said[:100]}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
