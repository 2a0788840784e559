"""Returned workbooks mangled by chance and written by several programs: a review tells what was done, and no more.

mangled.py [BOOKS] [FIRST_SEED] [--office] [--node FOLDER]

BOOKS for each writer, 500 by default: openpyxl; with --office LibreOffice, which saves again what openpyxl wrote; with
--node SheetJS and exceljs, from a FOLDER outside the project in which `npm install xlsx exceljs` was done.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.files.review.mangler import Mangled, Sent, as_json, content, examine, faults, looks, sent, write_cells
from tests.libreoffice import Office

BATCH = 50
SHEETJS = """
const X = require("xlsx"), fs = require("fs");
for (const job of JSON.parse(fs.readFileSync(process.argv[2]))) {
  const book = X.readFile(job.from, {cellFormula: true, cellNF: true, cellStyles: true});
  for (const op of job.cells) {
    const sheet = book.Sheets[op.sheet], at = X.utils.decode_cell(op.cell), all = X.utils.decode_range(sheet["!ref"]);
    all.e.r = Math.max(all.e.r, at.r); all.e.c = Math.max(all.e.c, at.c); sheet["!ref"] = X.utils.encode_range(all);
    if (op.formula !== undefined) sheet[op.cell] = {t: "n", f: op.formula};
    else if (op.value === null) delete sheet[op.cell];
    else sheet[op.cell] = {t: typeof op.value === "number" ? "n" : "s", v: op.value};
  }
  X.writeFile(book, job.to, {bookType: "xlsx", cellStyles: true});
}
"""
EXCELJS = """
const E = require("exceljs"), fs = require("fs");
(async () => {
  for (const job of JSON.parse(fs.readFileSync(process.argv[2]))) {
    const book = new E.Workbook();
    await book.xlsx.readFile(job.from);
    // It cannot save a workbook of which the first of several cells that share a formula was filled in.
    book.eachSheet(sheet => sheet.eachRow(row => row.eachCell(cell => {
      if (cell.model.sharedFormula) cell.value = {formula: cell.formula, result: cell.result};
    })));
    for (const op of job.cells)
      book.getWorksheet(op.sheet).getCell(op.cell).value = op.formula === undefined ? op.value : {formula: op.formula};
    await book.xlsx.writeFile(job.to);
  }
})();
"""
Made = tuple[Sent, Path, Mangled]


def by_openpyxl(folder: Path, seeds: range) -> list[Made]:
    """Mangled in cells, looks and rows."""
    made = []
    for seed in seeds:
        out = sent(folder, seed)
        done, target = content(out, seed), folder / f"back-{seed}.xlsx"
        examine(out, seed, done)
        book = write_cells(out.path, done)
        looks(out, book, seed, done)
        book.save(target)
        made.append((out, target, done))
    return made


def by_office(folder: Path, seeds: range) -> list[Made]:
    """The same, recalculated and saved again."""
    made = by_openpyxl(folder, seeds)
    again = Office(folder / "profile").recalculated([path for _out, path, _done in made], folder)
    return [(out, path, done) for (out, _path, done), path in zip(made, again, strict=True)]


def by_node(script: str, node: Path) -> Callable[[Path, range], list[Made]]:
    """Mangled in cells by a program in another language."""

    def work(folder: Path, seeds: range) -> list[Made]:
        made, jobs = [], []
        for seed in seeds:
            out = sent(folder, seed)
            done, target = content(out, seed), folder / f"back-{seed}.xlsx"
            examine(out, seed, done)
            jobs.append({"from": str(out.path), "to": str(target), "cells": as_json(done)})
            made.append((out, target, done))
        program, order = node / "mangle.js", folder / "jobs.json"
        program.write_text(script, encoding="utf-8")
        order.write_text(json.dumps(jobs), encoding="utf-8")
        subprocess.run(["node", str(program), str(order)], check=True, cwd=node)
        return made

    return work


def main() -> None:
    """Mangle and review; exit 1 where anything was passed over, or told that was not done."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("books", nargs="?", type=int, default=500)
    asked.add_argument("first", nargs="?", type=int, default=10_000)
    asked.add_argument("--office", action="store_true")
    asked.add_argument("--node", type=Path)
    arguments = asked.parse_args()
    writers = {"openpyxl": by_openpyxl}
    if arguments.office:
        writers["LibreOffice"] = by_office
    if arguments.node:
        writers |= {"SheetJS": by_node(SHEETJS, arguments.node), "exceljs": by_node(EXCELJS, arguments.node)}
    wrong = 0
    for name, write in writers.items():
        start, tried, things, told = time.perf_counter(), 0, 0, 0
        for first in range(arguments.first, arguments.first + arguments.books, BATCH):
            seeds = range(first, min(first + BATCH, arguments.first + arguments.books))
            with tempfile.TemporaryDirectory() as folder:
                for seed, (out, path, done) in zip(seeds, write(Path(folder), seeds), strict=True):
                    found = list(faults(out, path, done))
                    tried += 1
                    things += len(done.cells) + len(done.looks) + len(done.rows)
                    told += not found
                    for fault in found:
                        print(f"{name} {seed}: {fault}")
        wrong += tried - told
        seconds = time.perf_counter() - start
        print(f"{name}: {tried} workbooks, {things} things done, {told} told of exactly, {seconds:.0f} s", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
