"""Portfolios as someone may send them by mistake or on purpose: cells, rows, columns and bytes changed by a seed."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.portfolio.csv_folder import write_csv_tables
from planner.files.portfolio.reading import read_portfolio
from planner.files.portfolio.tables import COLUMNS
from planner.files.portfolio.writing import TableRows

TEXTS = (
    *(
        "",
        " ",
        "　",
        "0",
        "-1",
        "１",
        "1/0",
        "1e9",
        "1e999999999",
        "50%",
        "５０％",
        "150%",
        "nan",
        "inf",
        "-0",
        "1_000",
    ),
    *("9" * 30, "0." + "0" * 30 + "1", "1/999999999999", "1,00", "△5", "▲5", "−", "3/12", "0x10", "1 1/2", "1 2 3"),
    *(
        "2026",
        "R8",
        "令和8年度",
        "H1",
        "0000",
        "99999",
        "2026-04-01",
        "2026=1億円 2026=2億円",
        "2026=",
        "=1+1",
        "2026=-1",
    ),
    *("p", "P", "p/", "/", "p//q", "..", "p" * 300, "事業", "p q", "v", "program", "member", "view", "○", "×", "TRUE"),
    *("a\x00b", "a\x0bb", "a\x1fb", "\ufffe", "a\r\nb", "\t", "\n", "<b>", '"', "'", "｜", "𠮷" * 20_000, "㍿①"),
    *(
        "{0}",
        "{reason}",
        "%s",
        "\\",
        "half",
        "intake",
        "published",
        "residual",
        "fitted",
        "rate",
        "share",
        "新規",
        "1億円",
    ),
)
"""What cells are exchanged for."""


def spoilt_tables(tables: TableRows, chance: random.Random) -> TableRows:
    """Tables of which some cells and rows are others than they were."""
    spoilt = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for _ in range(chance.choice((1, 1, 2, 3, 10))):
        name = chance.choice([each for each, rows in spoilt.items() if rows])
        rows = spoilt[name]
        row = chance.choice(rows)
        kind = chance.random()
        if kind < 0.7:
            row[chance.choice(COLUMNS[name])] = chance.choice(TEXTS)
        elif kind < 0.8:
            rows.append(dict(row))
        elif kind < 0.88:
            rows.remove(row)
        elif kind < 0.94:
            other = chance.choice([each for each in spoilt.values() if each])
            rows.append({column: chance.choice(list(chance.choice(other).values())) for column in COLUMNS[name]})
        else:
            chance.shuffle(rows)
    return {name: rows or tables[name][:1] for name, rows in spoilt.items()}


def spoilt_bytes(path: Path, chance: random.Random) -> None:
    """A file of which some bytes are others, or gone."""
    content = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 12)):
        if not content:
            break
        at = chance.randrange(len(content))
        kind = chance.randrange(4)
        if kind == 0:
            content[at] = chance.randrange(256)
        elif kind == 1:
            content[at:at] = chance.choice((b'"', b",", b"\n", b"\x00", b"\xff\xfe", "　".encode(), b"=", b"\r"))
        elif kind == 2:
            del content[at : at + chance.randrange(1, 20)]
        else:
            content[at:at] = content[max(0, at - 40) : at]
    if chance.random() < 0.1:
        del content[chance.randrange(len(content)) :]
    path.write_bytes(bytes(content))


def spoilt_csv(folder: Path, tables: TableRows, chance: random.Random) -> Path:
    """A folder of CSV tables, spoilt in its cells, or in its bytes as well."""
    write_csv_tables(folder, spoilt_tables(tables, chance))
    if chance.random() < 0.4:
        spoilt_bytes(chance.choice(sorted(folder.glob("*.csv"))), chance)
    if chance.random() < 0.05:
        chance.choice(sorted(folder.glob("*.csv"))).unlink()
    return folder


def spoilt_book(path: Path, whole: Path, chance: random.Random) -> Path:
    """A workbook as openpyxl writes it, cells of every kind put anywhere, merged and shuffled."""
    book = openpyxl.load_workbook(whole)
    values: tuple[object, ...] = (1, -1, 0.5, 1e300, 10**20, True, False, "=1/0", "=A1", "#REF!", None)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        sheet = chance.choice(book.worksheets)
        row, column = chance.randrange(1, sheet.max_row + 3), chance.randrange(1, sheet.max_column + 2)
        kind = chance.random()
        if kind < 0.75:
            text = chance.choice(TEXTS)
            legal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text).replace("\ufffe", "")[:32_767]
            cell = sheet.cell(row, column)
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = chance.choice((legal, chance.choice(values)))  # type: ignore[assignment]
                cell.number_format = chance.choice(("General", "@", "yyyy/mm/dd", "0%", '[$-411]ggge"年"', "#,##0,"))
        elif kind < 0.83:
            sheet.merge_cells(start_row=row, end_row=row + chance.randrange(3), start_column=column, end_column=column)
        elif kind < 0.89:
            sheet.insert_rows(row)
        elif kind < 0.94:
            sheet.delete_cols(column)
        elif len(book.worksheets) > 1:
            book.remove(sheet)
    book.save(path)
    if chance.random() < 0.3:
        spoilt_bytes(path, chance)
    return path


def settle(path: Path) -> bool:
    """Whether what is at `path` is imported; it is then also evaluated, saved and read again, and nothing differs.

    Anything but a value or a `UserError` of a few thousand letters is raised.
    """
    try:
        portfolio = read_portfolio(path)
    except UserError as error:
        assert len(str(error)) < 10_000
        return False
    evaluate_base(portfolio)
    document = new_document(portfolio)
    assert from_bytes(to_bytes(document)) == document
    return True
