"""A submission of every sheet against the bare library writing the same cells; the reading back apart; its memory.

python benchmarks/bench_export.py [LINES]     default 10000

Then `planner export` of the built-in request, a process of its own from start to end.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import synthetic
import xlsxwriter
from timing import table

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.model.handovers import HandoverRecord
from planner.files.plain.sheet import Formula, Sheet, SheetProgress, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import described
from planner.files.submission.workbook.read_back import compare_with_program
from planner.files.submission.workbook.xlsx import written_sheets

Cells = list[tuple[str, list[tuple[int, int, str | None, object]]]]
QUIET = SheetProgress(1, None)


def cells_of(sheets: tuple[Sheet, ...]) -> tuple[Cells, int]:
    """Every cell of the sheets with its formula and value, and how many there are."""
    found: Cells = []
    for sheet in sheets:
        cells: list[tuple[int, int, str | None, object]] = []
        for at, row in enumerate(sheet.rows(), start=sheet.first_row):
            for column, cell in enumerate(row.cells):
                content = cell.content if isinstance(cell, Styled) else cell
                if isinstance(content, Formula):
                    cells.append((at, column, f"={content.text}", content.value))
                elif not sheet.tidy or content not in (None, ""):
                    cells.append((at, column, None, content))
        found.append((sheet.name, cells))
    return found, sum(len(cells) for _, cells in found)


def write_bare(path: Path, sheets: Cells, bounded: bool) -> None:
    """The same cells through XlsxWriter alone, a row at a time in bounded memory or with all of them in memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": bounded})
    plain = book.add_format({"num_format": "#,##0"})
    for title, cells in sheets:
        sheet = book.add_worksheet(title)
        for row, column, formula, value in cells:
            if formula is not None:
                sheet.write_formula(row, column, formula, plain, value)
            elif value is None or value == "":
                sheet.write_blank(row, column, None, plain)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, plain)
            else:
                sheet.write_number(row, column, value, plain)
    book.close()


def seconds(work: Callable[[], object]) -> float:
    """The processor's time: other programs on the machine do not count."""
    started = time.process_time()
    work()
    return time.process_time() - started


def command(folder: Path) -> float:
    """The processor's time of a hand-over of the built-in request by the command line."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}

    def planner(*words: str) -> None:
        called = [sys.executable, "-m", "planner", *words]
        subprocess.run(called, cwd=folder, env=environment, check=True, capture_output=True)

    planner("new", "-o", "a.bplan")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    planner("export", "a.bplan", "-o", "a.xlsx")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    (folder / "a.bplan").unlink()
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print the table."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 2)
    document = synthetic.document(portfolio, 20)
    evaluation = evaluate(evaluate_base(portfolio), document.overrides(1))
    tops = tuple(program.id for program in portfolio.programs if not program.parent)[:3]
    options = ExportOptions(compare=(2, 3), programs=tops)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"

        def write() -> None:
            for _name, rows in written_sheets(path, described(Handover(document, evaluation, 1, options)), {}, QUIET):
                deque(rows, 0)

        def record() -> None:
            HandoverRecord.of(
                written_sheets(path, described(Handover(document, evaluation, 1, options)), {}, QUIET),
                scenario=1,
                file=path.name,
            )

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        written, recorded = [seconds(write)], []
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        handover = Handover(document, evaluation, 1, options)
        sheets = described(handover)
        compared = seconds(lambda: compare_with_program(path, sheets, handover, QUIET))
        cells, count = cells_of(sheets)
        bounded, whole = [], []
        for _ in range(3):
            bounded.append(seconds(lambda: write_bare(Path(folder) / "b.xlsx", cells, bounded=True)))
            whole.append(seconds(lambda: write_bare(Path(folder) / "c.xlsx", cells, bounded=False)))
            written.append(seconds(write))
            recorded.append(seconds(record))
        whole_command = min(command(Path(folder)) for _ in range(5))
        table(
            f"{lines:,} lines, {len(sheets)} sheets, {count:,} cells; writing takes {memory:,.0f} MB more memory",
            [
                ("submission", min(written), min(bounded), "the bare library, a row at a time as well"),
                ("submission", min(written), min(whole), "the bare library with everything in memory"),
                ("writing and recording it", min(recorded), min(written), "writing it"),
                ("reading back and comparing", compared, min(written), "writing it"),
                ("`planner export` of the built-in request", whole_command, 0.35, "0.35 s"),
            ],
        )


if __name__ == "__main__":
    main()
