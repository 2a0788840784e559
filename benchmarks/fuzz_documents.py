"""Damaged documents by the thousand: each is equal or refused in words; then saves in which everything fails in turn.

python benchmarks/fuzz_documents.py [DOCUMENTS] [SEED]     default 2000 1

The kinds of damage stand in tests/files/document/damage.py, the failing saves in faults.py beside it.
"""

from __future__ import annotations

import errno
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import synthetic

from planner.core.edits.handovers import keep_record
from planner.core.edits.ranges import set_range
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Author, new_document
from planner.core.model.document import Document
from planner.core.model.handovers import HandoverRecord, WrittenFormula
from planner.core.model.ranges import JudgedRange, Named, Own
from planner.files.document.store import open_document, save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.files.document.damage import DAMAGES, try_all
from tests.files.document.faults import every_call, every_size
from tests.places import FIXTURES

SECONDS, MEGABYTES = 2, 300
"""What no document may take, the program itself included."""


def documents() -> list[Document]:
    """One of everything a file holds, the built-in request with scenarios, and synthetic lines."""
    small = open_document(FIXTURES / "schema-5.bplan").document
    judged = JudgedRange(Named("ssh/schools", "rate", 2026), Own(8_000_000, 10_000_000, 9_100_000), group="物価")
    small = set_range(small, judged, Author("tanaka", "2026-08-31T09:00:00+09:00"))
    record = HandoverRecord.of([("積算内訳", [("a", 1, WrittenFormula("B1*2", 2))])], scenario=1, file="要求.xlsx")
    built_in = built_in_portfolio()
    return [
        keep_record(small, record),
        synthetic.document(built_in, 4),
        synthetic.document(synthetic.portfolio(300, 12, 3), 5),
    ]


def main() -> int:
    """Print what came of them; 1 where a document differed in silence, ended in an exception or took too long."""
    count, seed = (int(each) for each in (*sys.argv[1:], *("2000", "1")[len(sys.argv) - 1 :]))
    found = try_all(documents(), -(-count // len(DAMAGES)), seed)
    print(
        f"{'damage':<26}{'tried':>8}{'equal':>8}{'told':>8}{'wrong':>8}{'faults':>8}{'on purpose':>12}{'slowest':>10}"
    )
    for kind, tally in found.items():
        figures = (tally.tried, tally.equal, tally.told, tally.wrong, tally.faults)
        print(f"{kind:<26}{''.join(f'{each:>8,}' for each in figures)}{tally.taken:>12,}{tally.slowest:>8.2f} s")
    peak = peak_megabytes()
    print(f"memory at most {peak} MB")
    with tempfile.TemporaryDirectory() as folder:
        old, path = new_document(built_in_portfolio()), Path(folder) / "a.bplan"
        for code in (errno.ENOSPC, errno.EIO, errno.EACCES):
            for lasting in (False, True):
                told = list(every_call(old, branch(old, 1, "新"), path, code, lasting=lasting))
                kind = f"{errno.errorcode[code]}{' from there on' if lasting else ''}"
                print(f"calls that fail, {kind:<22}{len(told):>6,} saves, told {sum(map(bool, told)):,}")
        path.unlink()
        save_document(old, path)
        print(f"limits of size of a file           {len(every_size(path, 4_999)):>10,} saves")
    tallies = found.values()
    sound = not any(tally.wrong or tally.faults or tally.slowest > SECONDS for tally in tallies) and peak <= MEGABYTES
    return 0 if sound else 1


def peak_megabytes() -> int:
    """The most memory this process held, 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    import resource  # noqa: PLC0415 - not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
