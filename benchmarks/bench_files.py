"""Opening and verified saving of a document, and its submission against the bare library writing the same cells.

python benchmarks/bench_files.py [LINES] [SCENARIOS]     default 10000 20
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import openpyxl
import synthetic
import xlsxwriter
from timing import median, table

from planner.core.evaluate import evaluate, evaluate_base
from planner.files.store import open_document, save_document
from planner.files.submission import write_submission


def bare_copy(source: Path) -> tuple[list[tuple[str, list[tuple[int, int, object, object]]]], int]:
    """Every cell of a workbook with its formula and cached value, sheet by sheet."""
    formulas, values = openpyxl.load_workbook(source), openpyxl.load_workbook(source, data_only=True)
    sheets, count = [], 0
    for sheet in formulas.worksheets:
        cached = values[sheet.title]
        cells = [
            (cell.row - 1, cell.column - 1, cell.value, cached.cell(cell.row, cell.column).value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        count += len(cells)
        sheets.append((sheet.title, cells))
    return sheets, count


def write_bare(path: Path, sheets: list[tuple[str, list[tuple[int, int, object, object]]]]) -> None:
    """The same cells through XlsxWriter alone."""
    book = xlsxwriter.Workbook(str(path))
    plain = book.add_format({"num_format": "#,##0"})
    for title, cells in sheets:
        sheet = book.add_worksheet(title)
        for row, column, content, value in cells:
            if isinstance(content, str) and content.startswith("="):
                sheet.write_formula(row, column, content, plain, value)
            elif isinstance(content, str):
                sheet.write_string(row, column, content, plain)
            else:
                sheet.write_number(row, column, content, plain)
    book.close()


def main() -> None:
    """Print the table."""
    lines, scenarios = (int(each) for each in (*sys.argv[1:], *("10000", "20")[len(sys.argv) - 1 :]))
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 2)
    document = synthetic.document(portfolio, scenarios)
    base = evaluate_base(portfolio)
    evaluation = evaluate(base, document.overrides(1))
    with tempfile.TemporaryDirectory() as folder:
        path, book = Path(folder) / "a.bplan", Path(folder) / "a.xlsx"
        saved = median(lambda: save_document(document, path), 5)
        opened = median(lambda: open_document(path), 5)
        written = median(lambda: write_submission(book, document, evaluation, 1), 3)
        cells, count = bare_copy(book)
        bare = median(lambda: write_bare(Path(folder) / "b.xlsx", cells), 3)
        table(
            f"{lines:,} lines, {scenarios} scenarios, {count:,} cells in the submission",
            [
                ("open", opened, 0.5, "the reach of 0.5 s"),
                ("verified save", saved, 1.0, "the reach of 1 s"),
                ("submission", written, bare, "the bare library"),
            ],
        )


if __name__ == "__main__":
    main()
