"""A portfolio's tables as a workbook that officers fill in: explained, with lists to choose from, and read back.

Reading looks for the row of headings wherever it stands near the top, takes the Japanese or the plain name of a
column, skips empty rows, and tells every problem with its cell.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.core.errors import N_
from planner.core.findings import Findings
from planner.files.incoming.apart import incoming_book
from planner.files.incoming.cells import IncomingSheet, SheetRow, text_of
from planner.files.plain.sheet import letter
from planner.files.portfolio.tables import (
    COLUMN_NAMES,
    COLUMNS,
    REQUIRED,
    SHEET_NAMES,
    STATUS_WORDS,
    TABLES,
    WORDS,
    TableRow,
    Tables,
    settled,
)
from planner.files.portfolio.writing import TableRows
from planner.files.whole import Progress, write_whole

if TYPE_CHECKING:
    from planner.files.incoming.workbook import IncomingBook

HEADING_ROWS = 15
"""The headings must stand within the first so many rows of a sheet."""
LIST_ROWS = 20_000
"""How far down the template's lists to choose from reach."""

_PURPOSE = {
    "portfolio": "要求書の題名、府省、年度。",
    "sheets": "出典とする資料の番号と題名。",
    "programs": "事業と、その内訳の事業（親の事業IDを書く）。IDは半角の英小文字・数字・-・_・/。"
    "所管・組織・項などの科目と番号は、分かるものだけ書く。",
    "published": "資料に印刷された額を、単位とともに印刷のとおりに（178億円、1,012百万円、新規、−）。"
    "対象が区分の事業なら、IDに区分と事業を空白で区切って書く。",
    "lines": "単価×員数×回数×率の行。採用が数年続く行は期間と残存率（例：1 1 1/2）、過年度が不明なら継続者数も書く。"
    "特別手当のように、ほかの行と同じ人に払う行は、その積算IDも書く。"
    "科目と番号は、事業と違うものだけ書く。",
    "steps": "積算の値。書いた年度から、次に書いた年度の前まで続く。単価は円。値が空なら「公表なし」。",
    "views": "事業を足し合わせる区分（担当、政策パッケージなど）。",
    "members": "区分に入る事業と見出し。ほかで数える事業は再掲に○。",
    "notes": "資料の中の不一致や、印刷されていない額、上限・条件についての注記。出典の文が二つ以上なら｜で区切る。",
    "counts": "資料に印刷された人数・件数（支援人数など）。何行かの合計なら積算IDを空白で区切る。",
    "obligations": "国庫債務負担行為など、複数年度の総額（円）。年割額は「2024=100億円」と書き、不明な年度は書かない。"
    "総額が印刷されていなければ空のままにする。",
}
_PURPOSE_EN = {
    "portfolio": "title, ministry and years of the request",
    "sheets": "numbers and titles of the papers that figures come from",
    "programs": "programs and their parts (with the id of the parent); ids are lower-case letters, digits, -, _ and /; "
    "codes of the accounts and numbers where they are known",
    "published": "amounts as the papers print them, with their unit; − where nothing is printed; "
    "what a view prints for programs has the ids of the view and the program, with a space between",
    "lines": "rate × quantity × times × share; where intakes stay, duration and retention (such as 1 1 1/2); "
    "one that pays the people of another line has the id of that line; codes where they are not those of the program",
    "steps": "values of lines: each holds from its year until the next one given; rates in yen, empty: not printed",
    "views": "ways to add programs up (by division, by package …)",
    "members": "the programs of a view with their heading; 1 under relisted where another heading counts it",
    "notes": "remarks on what does not fit in the papers, or is not printed; ｜ stands between several sentences",
    "counts": "people, projects … as the papers print them; of several lines together, their ids with spaces between",
    "obligations": "totals over several years in yen; instalments as 2024=10000000000, unknown years left out; "
    "empty where the total is not printed",
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


class _Names(NamedTuple):
    """How the workbook of a language names sheets, what they are for, columns, settings and words."""

    sheets: Mapping[str, str]
    purpose: Mapping[str, str]
    columns: Mapping[str, str]
    settings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    """By column: what a cell holds → how it is written."""
    choose: str

    @classmethod
    def of(cls, language: str) -> _Names:
        """The names of `ja` or `en`; both are read."""
        if language == "ja":
            words = {column: {meaning: word for word, meaning in each.items()} for column, each in WORDS.items()}
            return cls(SHEET_NAMES, _PURPOSE, COLUMN_NAMES, dict(_SETTINGS), words, "一覧から選んでください。")
        words = {column: {meaning: meaning for meaning in each.values()} for column, each in WORDS.items()}
        words["status"] = {meaning: word for word, meaning in STATUS_WORDS.items()}
        return cls(
            {table: table for table in COLUMNS},
            _PURPOSE_EN,
            {column: column for column in COLUMN_NAMES},
            {key: key for key, _label in _SETTINGS},
            words,
            "Choose from the list.",
        )


def write_book(path: Path, tables: TableRows | None = None, language: str = "ja") -> None:
    """Write the tables as a workbook, empty ones to fill in when there are none; whole or not at all.

    Its headings and words are those of `language`; what is filled in reads the same. Raises `UserError` when the file
    cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - reading needs none of it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E7E9EC", "border": 1})
        plain = book.add_format({"num_format": "@"})
        names = _Names.of(language)
        for table, columns in COLUMNS.items():
            rows = tables[table] if tables else _empty(table)
            sheet = book.add_worksheet(names.sheets[table])
            sheet.write_string(0, 0, f"{names.sheets[table]}: {names.purpose[table]}")
            _write_sheet(sheet, table, columns, rows, names, (head, plain))
    write_whole(path, content.getvalue())


def _empty(table: str) -> Sequence[Mapping[str, str]]:
    return [{"key": key, "value": ""} for key, _ in _SETTINGS] if table == "portfolio" else []


def _write_sheet(
    sheet: Any,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    names: _Names,
    formats: tuple[Any, Any],
) -> None:
    (head, plain), words = formats, names.words
    for i, column in enumerate(columns):
        sheet.write_string(1, i, names.columns[column], head)
        sheet.set_column(i, i, _WIDE.get(column, 16), plain)
        if column in words:
            choices = {"validate": "list", "source": list(words[column].values()), "ignore_blank": True}
            choices["error_message"] = names.choose
            sheet.data_validation(2, i, LIST_ROWS, i, choices)
    sheet.freeze_panes(2, 0)
    for at, row in enumerate(rows, start=2):
        for i, column in enumerate(columns):
            text = row[column]
            if table == "portfolio" and column == "key":
                text = names.settings.get(text, text)
            text = words[column].get(text, text) if column in words else text
            if text:
                sheet.write_string(at, i, text, plain)


class _Headings(NamedTuple):
    """The number of the row of headings, the place of each column, and the places of those named a second time."""

    number: int
    places: dict[str, int]
    doubled: list[tuple[int, str]]


def read_book(path: Path, findings: Findings, progress: Progress | None = None) -> Tables:
    """The tables in a workbook (.xlsx, .xlsm); what is wrong goes to `findings`, and is raised where no table is left.

    Raises `UserError` when the file is no workbook or cannot be read.
    """
    book = incoming_book(path, progress)
    tables = {table: _rows(table, book, findings) for table in TABLES}
    return settled(tables, findings)


def _rows(table: str, book: IncomingBook, findings: Findings) -> list[TableRow] | None:
    """The rows of a table, `None` where what should hold it does not."""
    sheet = next((name for name in (SHEET_NAMES[table], table) if name in book.sheets), None)
    if sheet is None:
        if table in REQUIRED:
            japanese = any(name in book.sheets for name in SHEET_NAMES.values())
            findings.add(SHEET_NAMES[table] if japanese else table, N_("the sheet is missing"))
            return None
        return []
    columns = TABLES[table]
    rows = book.sheet(sheet).rows
    found = _headings([row for row in rows[:HEADING_ROWS] if row.number <= HEADING_ROWS], COLUMNS[table])
    if found is None:
        findings.add(sheet, N_("no row of headings was found near the top"))
        return None
    first, places, doubled = found
    for place, column in doubled:
        findings.add(f"{sheet}!{letter(place)}{first}", N_("the column {column} is there twice"), column=column)
    missing = [column if sheet == table else COLUMN_NAMES[column] for column in columns if column not in places]
    if missing:
        findings.add(f"{sheet}!{first}", N_("not among the columns: {columns}"), columns=", ".join(missing))
        return None
    _tell_merged(book.sheet(sheet), first, places, findings)
    letters = {column: letter(place) for column, place in places.items()}
    read = (_row(sheet, row, places, letters, findings) for row in rows if row.number > first)
    return [row for row in read if row.told or any(row.cells.values())]


def _tell_merged(sheet: IncomingSheet, first: int, places: Mapping[str, int], findings: Findings) -> None:
    """Cells merged below the headings: all but one of them are empty, whatever they look like."""
    columns = frozenset(places.values())
    last = sheet.rows[-1].number
    for area in sheet.merged:
        if first < area.bottom and area.top <= last and not columns.isdisjoint(range(area.left, area.right + 1)):
            cells = f"{letter(area.left)}{area.top}:{letter(area.right)}{area.bottom}"
            findings.add(f"{sheet.name}!{cells}", N_("the cells are merged; split them and fill in each of them"))


def _row(
    sheet: str, row: SheetRow, places: Mapping[str, int], letters: Mapping[str, str], findings: Findings
) -> TableRow:
    texts: dict[str, str] = {}
    told: set[str] = set()
    for column, place in places.items():
        value = row.cells.get(place, "")
        if place in row.formulas and place not in row.cells:
            findings.add(
                f"{sheet}!{letters[column]}{row.number}",
                N_("the cell holds a formula without a value; open and save the workbook in a spreadsheet"),
            )
            told.add(column)
        if type(value) is str:  # nearly all of them
            texts[column] = value.strip()
            continue
        if isinstance(value, datetime.datetime):
            findings.add(
                f"{sheet}!{letters[column]}{row.number}",
                N_("the cell holds a date ({value}); format it as text and type it again"),
                value=str(value),
            )
            told.add(column)
            value = ""
        texts[column] = text_of(value)
    if "key" in texts:
        texts["key"] = SETTING_NAMES.get(texts["key"], texts["key"])
    return TableRow(sheet, texts, letters, row.number, told)


def _headings(rows: Sequence[SheetRow], columns: Sequence[str]) -> _Headings | None:
    """The row of headings: the one among the first that names most columns."""
    names = {COLUMN_NAMES[column]: column for column in columns} | {column: column for column in columns}
    best: _Headings | None = None
    for row in rows:
        found = _Headings(row.number, {}, [])
        for place, value in sorted(row.cells.items()):
            heading = "".join(str(value).split())
            column = names.get(heading)
            if column is not None and found.places.setdefault(column, place) != place:
                found.doubled.append((place, heading))
        if len(found.places) >= max(2, len(best.places) + 1 if best else 0):
            best = found
    return best
