"""A portfolio's tables as a workbook that officers fill in: explained, with lists to choose from, and read back.

Reading looks for the row of headings wherever it stands near the top, takes the Japanese or the plain name of a
column, skips empty rows, and tells every problem with its cell.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.core.build import Findings
from planner.core.errors import N_, UserError
from planner.files.portfolio_out import TableRows
from planner.files.store import write_whole
from planner.files.tables import (
    COLUMN_NAMES,
    COLUMNS,
    REQUIRED,
    SHEET_NAMES,
    TABLES,
    WORDS,
    Progress,
    Row,
    Tables,
    counter,
)

Counted = Callable[[Iterable[Sequence[Any]]], Iterator[Sequence[Any]]]
HEADING_ROWS = 15
"""The headings must stand within the first so many rows of a sheet."""
LIST_ROWS = 20_000
"""How far down the template's lists to choose from reach."""

_PURPOSE = {
    "portfolio": "要求書の題名、府省、年度。",
    "sheets": "出典とする資料の番号と題名。",
    "programs": "事業と、その内訳の事業（親の事業IDを書く）。IDは半角の英小文字・数字・-・_・/。",
    "published": "資料に印刷された額を、単位とともに印刷のとおりに（178億円、1,012百万円、新規、−）。",
    "lines": "単価×員数×回数×率の行。採用が数年続く行は期間と残存率（例：1 1 1/2）、過年度が不明なら継続者数も書く。",
    "steps": "積算の値。書いた年度から、次に書いた年度の前まで続く。単価は円。値が空なら「公表なし」。",
    "views": "事業を足し合わせる区分（担当、政策パッケージなど）。",
    "members": "区分に入る事業と見出し。ほかで数える事業は再掲に○。",
    "notes": "資料の中の不一致や、印刷されていない額についての注記。",
    "obligations": "国庫債務負担行為など、複数年度の総額（円）。年割額は「2024=100億円」と書き、不明な年度は書かない。",
}
_SETTINGS = (
    ("title", "題名"),
    ("title_en", "題名（英）"),
    ("ministry", "府省"),
    ("ministry_en", "府省（英）"),
    ("previous_year", "前年度（西暦）"),
    ("request_year", "要求年度（西暦）"),
    ("last_year", "計画の最後の年度（西暦）"),
)
SETTING_NAMES = {label: key for key, label in _SETTINGS}
_WIDE = {"quote": 50, "rule": 40, "rule_en": 40, "note": 60, "note_en": 60, "name": 40, "label": 40, "title": 40}


def write_book(path: Path, tables: TableRows | None = None) -> None:
    """Write the tables as a workbook, empty ones to fill in when there are none; whole or not at all.

    Raises `UserError` when the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - reading needs none of it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E7E9EC", "border": 1})
        plain = book.add_format({"num_format": "@"})
        for table, columns in COLUMNS.items():
            rows = tables[table] if tables else _empty(table)
            _write_sheet(book.add_worksheet(SHEET_NAMES[table]), table, columns, rows, (head, plain))
    write_whole(path, content.getvalue())


def _empty(table: str) -> Sequence[Mapping[str, str]]:
    return [{"key": key, "value": ""} for key, _ in _SETTINGS] if table == "portfolio" else []


def _write_sheet(
    sheet: Any, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]], formats: tuple[Any, Any]
) -> None:
    head, plain = formats
    sheet.write_string(0, 0, f"{SHEET_NAMES[table]}：{_PURPOSE[table]}")
    words = {
        column: {meaning: word for word, meaning in WORDS[column].items()} for column in columns if column in WORDS
    }
    labels = dict(_SETTINGS)
    for i, column in enumerate(columns):
        sheet.write_string(1, i, COLUMN_NAMES[column], head)
        sheet.set_column(i, i, _WIDE.get(column, 16), plain)
        if column in words:
            choices = {"validate": "list", "source": list(words[column].values()), "ignore_blank": True}
            choices["error_message"] = "一覧から選んでください。"
            sheet.data_validation(2, i, LIST_ROWS, i, choices)
    sheet.freeze_panes(2, 0)
    for at, row in enumerate(rows, start=2):
        for i, column in enumerate(columns):
            text = row[column]
            if table == "portfolio" and column == "key":
                text = labels.get(text, text)
            text = words[column].get(text, text) if column in words else text
            if text:
                sheet.write_string(at, i, text, plain)


def read_book(path: Path, findings: Findings, progress: Progress | None = None) -> Tables:
    """The tables in a workbook (.xlsx and its kin); what is wrong goes to `findings`.

    Raises `UserError` when the file is no workbook or cannot be read.
    """
    import python_calamine  # noqa: PLC0415 - only an import needs it

    if not path.is_file():
        raise UserError(N_("There is no such file."), N_("Check the name and the folder."), where=str(path))
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        cells = {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets.items() if sheet.height}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UserError(
            N_("The workbook cannot be read ({reason})."),
            N_("Save it again as an Excel workbook (.xlsx) without a password."),
            where=str(path),
            reason=str(error),
        ) from error
    counted = counter(sum(len(rows) for rows in cells.values()), progress)
    return {table: _rows(table, cells, findings, counted) for table in TABLES}


def _rows(table: str, cells: Mapping[str, Sequence[Sequence[Any]]], findings: Findings, counted: Counted) -> list[Row]:
    sheet = next((name for name in (SHEET_NAMES[table], table) if name in cells), None)
    if sheet is None:
        if table in REQUIRED:
            findings.add(SHEET_NAMES[table], N_("the sheet is missing"))
        return []
    columns = TABLES[table]
    found = _headings(cells[sheet], COLUMNS[table])
    if found is None:
        findings.add(sheet, N_("no row of headings was found near the top"))
        return []
    first, places = found
    missing = [COLUMN_NAMES[column] for column in columns if column not in places]
    if missing:
        findings.add(f"{sheet}!{first}", N_("the column(s) {columns} are missing"), columns=", ".join(missing))
        return []
    letters = {column: _letter(place) for column, place in places.items()}
    rows = []
    for number, values in enumerate(counted(cells[sheet][first:]), start=first + 1):
        row = _row(sheet, number, values, places, letters, findings)
        if any(row.cells.values()):
            rows.append(row)
    return rows


def _row(
    sheet: str,
    number: int,
    values: Sequence[Any],
    places: Mapping[str, int],
    letters: Mapping[str, str],
    findings: Findings,
) -> Row:
    texts = {}
    for column, place in places.items():
        value = values[place] if place < len(values) else ""
        if type(value) is str:  # nearly all of them
            texts[column] = value.strip()
            continue
        if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            findings.add(
                f"{sheet}!{letters[column]}{number}",
                N_("the cell holds a date ({value}); format it as text and type it again"),
                value=str(value),
            )
            value = ""
        texts[column] = _text(value)
    if "key" in texts:
        texts["key"] = SETTING_NAMES.get(texts["key"], texts["key"])
    return Row(sheet, texts, letters, number)


def _headings(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> tuple[int, dict[str, int]] | None:
    """The number of the row of headings (from 1), the one among the first that names most columns, and their places."""
    names = {COLUMN_NAMES[column]: column for column in columns} | {column: column for column in columns}
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(rows[:HEADING_ROWS], start=1):
        places: dict[str, int] = {}
        for place, value in enumerate(row):
            column = names.get("".join(str(value).split()))
            if column is not None:
                places.setdefault(column, place)
        if len(places) >= max(2, len(best[1]) + 1 if best else 0):
            best = number, places
    return best


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, others exactly as they were typed."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    return str(value).strip()


def _letter(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
