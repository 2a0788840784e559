"""Spoilt imports, as many as wanted: each is a portfolio that evaluates and saves, or is refused in words.

python benchmarks/spoil.py [COUNT] [SEED]     default 2000 1; half of them CSV tables, half workbooks
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the spoilers are the tests'

from planner.files.incoming.workbook import IncomingBook
from planner.files.portfolio import book
from planner.files.portfolio.book import write_book
from planner.files.portfolio.reading import read_portfolio
from planner.files.portfolio.writing import tables_of
from tests.files.portfolio.mutations import settle, spoilt_book, spoilt_csv
from tests.files.portfolio.samples import RICH


def main() -> None:
    """Spoil, read and print how it went."""
    count, seed = (int(each) for each in [*sys.argv[1:], *("2000", "1")[len(sys.argv) - 1 :]])
    book.incoming_book = IncomingBook  # a process for each would only take time here
    imported, longest = 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "whole").mkdir()
        for table, text in RICH.items():
            (folder / "whole" / f"{table}.csv").write_text(text, encoding="utf-8")
        tables = tables_of(read_portfolio(folder / "whole"))
        write_book(folder / "whole.xlsx", tables)
        for n in range(count):
            chance = random.Random(f"{seed} {n}")
            if n % 2:
                path = spoilt_book(folder / "a.xlsx", folder / "whole.xlsx", chance)
            else:
                path = spoilt_csv(folder / f"tables{n}", tables, chance)
            started = time.perf_counter()
            try:
                imported += settle(path)
            except Exception:
                print(f"seed {seed}, number {n}")
                raise
            longest = max(longest, time.perf_counter() - started)
    print(
        f"{count:,} spoilt imports: {imported:,} read, {count - imported:,} refused; the longest took {longest:.2f} s"
    )


if __name__ == "__main__":
    main()
