"""Random submissions in the programs of others: what they calculate, whether they are valid, what a review finds.

python -m benchmarks.clients.other_clients [BOOKS] [FIRST_SEED] [--node FOLDER] [--audit PROGRAM]

LibreOffice, Gnumeric, IronCalc and HyperFormula calculate every formula of BOOKS random submissions with every sheet,
30 by default, and of the built-in request: no value may differ from the one that stands there. openxml-audit holds the
package against the strict schema (PROGRAM, where it is installed apart). openpyxl, LibreOffice, Gnumeric, SheetJS and
exceljs save BOOKS submissions again: a review may find nothing changed. FOLDER has the packages of package.json
already; without it npm puts them into a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from openpyxl.utils.cell import coordinate_to_tuple

from planner.core.errors import UserError
from planner.core.model.document import BASE
from planner.files.submission.options import ExportOptions, SheetKind
from tests.exports import Export, export_of, exports, written
from tests.files.review.mangler import Mangled, faults, sent
from tests.files.submission.by_key import sheets_in
from tests.files.submission.samples import classed
from tests.libreoffice import Office
from tests.second_engine import as_gnumeric_keeps, kept_values

HERE = Path(__file__).resolve().parent
Books = Sequence[Path]


def random_books(folder: Path, count: int, first: int) -> list[Path]:
    """The built-in request in both languages, and random ones of several lines, all with every sheet."""
    date = datetime.date(2026, 8, 31)
    paths = []
    for language in ("ja", "en"):
        options = ExportOptions(
            frozenset(SheetKind), compare=(BASE,), programs=("fellows",), language=language, date=date
        )
        paths.append(written(export_of(classed(), 1, options), folder / f"built-in-{language}.xlsx"))

    @seed(first)
    @settings(
        max_examples=6 * count,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
        deadline=None,
    )
    @given(exports())
    def draw(drawn: Export) -> None:
        if len(paths) < count + 2 and len(drawn.vintages) > 1:
            options = replace(drawn.options, sheets=frozenset(SheetKind))
            export = Export(drawn.document, drawn.evaluation, drawn.scenario, options)
            try:
                paths.append(written(export, folder / f"random-{len(paths)}.xlsx"))
            except UserError:
                return

    draw()
    return paths


# ---------------------------------------------------------------- who calculates the same


def by_office(books: Books, folder: Path) -> Iterator[dict[str, Any]]:
    yield from map(sheets_in, Office(folder / "calculating").recalculated(books, folder))


def by_gnumeric(books: Books, folder: Path) -> Iterator[dict[str, Any]]:
    yield from map(sheets_in, gnumeric(books, folder))


def by_ironcalc(books: Books, folder: Path) -> Iterator[dict[str, Any]]:
    for book in books:
        engine = ironcalc.load_from_xlsx(str(book), "en", "Asia/Tokyo", "en")
        engine.evaluate()
        engine.save_to_xlsx(str(folder / f"{book.stem}-ironcalc.xlsx"))
        yield sheets_in(folder / f"{book.stem}-ironcalc.xlsx")


def by_hyperformula(node: Path) -> Callable[[Books, Path], Iterator[dict[str, Any]]]:
    def work(books: Books, folder: Path) -> Iterator[dict[str, Any]]:
        asked, told = folder / "formulas.json", folder / "values.json"
        asked.write_text(json.dumps([formulas(book) for book in books]), encoding="utf-8")
        subprocess.run(["node", str(node / "calculate.js"), str(asked), str(told)], check=True, cwd=node)
        yield from json.loads(told.read_text(encoding="utf-8"))

    return work


def formulas(path: Path) -> dict[str, Any]:
    """What stands in the cells of a workbook, and its names; a text is marked as one.

    HyperFormula 3.5 takes the bar of a criterion, as keys have it, for an alternative: it is given another sign. Of all
    signs that mean something in the patterns it makes of criteria it forgets this one alone.
    """

    def content(cell: Any) -> object:
        if not isinstance(cell.value, str):
            return cell.value
        text = cell.value.replace("|", "¦")
        return text if cell.data_type == "f" else f"'{text}"

    book = openpyxl.load_workbook(path)
    names = {name: f"={each.attr_text}" for name, each in book.defined_names.items()}
    return {"sheets": {sheet.title: [[content(c) for c in row] for row in sheet] for sheet in book}, "names": names}


def compare(name: str, books: Books, found: Iterator[dict[str, Any]]) -> int:
    """How many formulas have another value than stands there; the first few are told."""
    wrong: Counter[str] = Counter()
    compared = 0
    for book, theirs in zip(books, found, strict=True):
        sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
        for number, cell, expected in kept_values(book):
            row, column = coordinate_to_tuple(cell)
            rows = theirs[sheets[number]]
            now = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
            compared += 1
            if not same(now, expected):
                kind = "texts" if isinstance(expected, str) else "numbers"
                wrong[kind] += 1
                if wrong[kind] <= 5:
                    print(f"  {book.name} {sheets[number]}!{cell}: {now!r}, not {expected!r}"[:300])
    told = ", ".join(f"{count} {kind} differ" for kind, count in wrong.items()) or "none differs"
    print(f"{name}: {len(books)} workbooks, {compared} formulas, {told}", flush=True)
    return sum(wrong.values())


def same(found: object, expected: object) -> bool:
    """Whether a value is the expected one: a number but for its last bits, a text as it is kept.

    What a formula takes from an empty cell is 0, or nothing.
    """
    found = 0 if found is None and expected == 0 else found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return bool(found == pytest.approx(expected, rel=1e-12, abs=1e-12))
    if isinstance(expected, str) and isinstance(found, str):
        return as_gnumeric_keeps(found.replace("¦", "|")) == as_gnumeric_keeps(expected)
    return found == expected or (expected is None and found in ("", None))


# ---------------------------------------------------------------- whether it is valid


def audit(program: str, books: Books) -> int:
    """How many workbooks are not valid under the strict schema."""
    wrong = 0
    for book in books:
        command = [program, "--output", "json", "--policy", "strict", str(book)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            wrong += 1
            print(f"  {book.name}: {ran.stdout[:600]}{ran.stderr[:200]}")
    print(f"openxml-audit: {len(books)} workbooks, {wrong} not valid", flush=True)
    return wrong


# ---------------------------------------------------------------- who saves it again


def gnumeric(books: Books, folder: Path) -> list[Path]:
    made = []
    for book in books:
        made.append(folder / f"{book.stem}-gnumeric.xlsx")
        command = ["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx", str(book), str(made[-1])]
        subprocess.run(command, capture_output=True, check=True)
    return made


def openpyxl_again(books: Books, folder: Path) -> list[Path]:
    made = []
    for book in books:
        made.append(folder / f"{book.stem}-openpyxl.xlsx")
        openpyxl.load_workbook(book).save(made[-1])
    return made


def office_again(books: Books, folder: Path) -> list[Path]:
    return Office(folder / "saving").recalculated(books, folder)


def node_again(node: Path, library: str) -> Callable[[Books, Path], list[Path]]:
    def work(books: Books, folder: Path) -> list[Path]:
        made = [folder / f"{book.stem}-{library}.xlsx" for book in books]
        pairs = json.dumps([[str(book), str(path)] for book, path in zip(books, made, strict=True)])
        subprocess.run(["node", str(node / "save.js"), library], input=pairs, text=True, check=True, cwd=node)
        return made

    return work


def review_again(writers: dict[str, Callable[[Books, Path], list[Path]]], count: int, first: int, folder: Path) -> int:
    """How often a review finds anything in a workbook that was only saved again."""
    made = [sent(folder, number) for number in range(first, first + count)]
    wrong = 0
    for name, write in writers.items():
        found = 0
        for out, path in zip(made, write([out.path for out in made], folder), strict=True):
            told = list(faults(out, path, Mangled()))
            found += bool(told)
            for each in told[:3]:
                print(f"  {name} {path.name}: {each}"[:300])
        print(f"saved by {name}: {count} workbooks, changes found in {found}", flush=True)
        wrong += found
    return wrong


def main() -> None:
    """Try them all; exit 1 where anything was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("books", nargs="?", type=int, default=30)
    asked.add_argument("first", nargs="?", type=int, default=10_000)
    asked.add_argument("--node", type=Path)
    asked.add_argument("--audit", default="openxml-audit")
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        node = arguments.node or folder / "node"
        node.mkdir(exist_ok=True)
        for part in ("package.json", "calculate.js", "save.js"):
            shutil.copy(HERE / part, node / part)
        if not (node / "node_modules").is_dir():
            subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=node, check=True)
        books = random_books(folder, arguments.books, arguments.first)
        found = compare("LibreOffice", books, by_office(books, folder))
        found += compare("Gnumeric", books, by_gnumeric(books, folder))
        found += compare("IronCalc", books, by_ironcalc(books, folder))
        found += compare("HyperFormula", books, by_hyperformula(node)(books, folder))
        found += audit(arguments.audit, books)
        writers: dict[str, Callable[[Books, Path], list[Path]]] = {
            "openpyxl": openpyxl_again,
            "LibreOffice": office_again,
            "Gnumeric": gnumeric,
        }
        writers |= {library: node_again(node, library) for library in ("SheetJS", "exceljs")}
        found += review_again(writers, arguments.books, arguments.first, folder)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
