"""Many returned workbooks, mangled by a scripted examiner: the review finds exactly what was done, in every one.

review_roundtrip.py [BOOKS] [FIRST_SEED]    500 books by default
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from planner.core.calculation.evaluate import evaluate_base
from planner.files.review.returned import read_returned
from tests.files.review.scripted_examiner import assert_exactly, sent_and_returned


def main() -> None:
    """Review the books and count what was done to them."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("books", nargs="?", type=int, default=500)
    asked.add_argument("first", nargs="?", type=int, default=1000)
    arguments = asked.parse_args()
    start = time.perf_counter()
    figures = comments = rows = broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.first, arguments.first + arguments.books):
            document, path, done = sent_and_returned(Path(folder), seed)
            found = read_returned(path, document, evaluate_base(document.portfolio))
            try:
                assert_exactly(document, 1, done, found.review)
            except AssertionError:
                print(f"seed {seed} is not met")
                raise
            figures += len(done.given)
            comments += len(done.comments)
            rows += len(done.gone) + len(done.doubled) + done.inserted
            broken += len(done.broken)
    seconds = time.perf_counter() - start
    print(f"{arguments.books} books in {seconds:.0f} s: {figures} examined rows, {comments} comments, {rows} rows out,")
    print(f"in or twice, {broken} broken cells: exactly these were found, and the scenario has these totals")


if __name__ == "__main__":
    main()
