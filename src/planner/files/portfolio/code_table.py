"""A CSV table of codes to fill in, a row a program or line, and back: an empty cell changes nothing, − takes away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import BLANK, LINKS, Code, CodeKind, CodePlace, Owner
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio
from planner.files.plain.csv_table import CsvRow, CsvTable, read_csv_table
from planner.files.plain.tidy_csv import FORMULA_STARTS, write_rows
from planner.files.portfolio.tables import ADDRESS_COLUMNS, CODE_COLUMNS, COLUMN_NAMES, WORDS

NONE = ("−", "-", "－", "なし")
"""What stands in a cell where a code shall be taken away."""

_COLUMNS = ("kind", "id", "name", *CODE_COLUMNS.values(), *ADDRESS_COLUMNS.values())
_OWNERS = {**WORDS["kind"], "積算": Owner.LINE.value, "program": Owner.PROGRAM.value, "line": Owner.LINE.value}


def write_code_table(path: Path, document: Document, language: str) -> None:
    """Write all programs and lines with the codes that stand at them; `UserError` where the file cannot be written."""
    write_rows(path, _rows(document, language))


def _rows(document: Document, language: str) -> Iterator[list[str]]:
    portfolio, book, japanese = document.portfolio, CodeBook.of(document), language == "ja"
    yield [COLUMN_NAMES[column] if japanese else column for column in _COLUMNS]
    words = {Owner.PROGRAM: "事業", Owner.LINE: "積算"} if japanese else {each: each.value for each in Owner}
    for index, program in enumerate(portfolio.programs):
        codes = _cells(book, Owner.PROGRAM, program.id)
        yield [words[Owner.PROGRAM], program.id, program.name if japanese else program.name_en or program.name, *codes]
        for row in portfolio.line_ranges[index]:
            lines = portfolio.lines
            name = lines.labels[row] if japanese else lines.labels_en[row] or lines.labels[row]
            yield [words[Owner.LINE], lines.ids[row], name, *_cells(book, Owner.LINE, lines.ids[row])]


def _cells(book: CodeBook, owner: Owner, id_: str) -> list[str]:
    codes = {kind: book.stated(CodePlace(owner, id_, kind)) or BLANK for kind in CodeKind}
    return [*(codes[kind].text for kind in CODE_COLUMNS), *(codes[kind].address for kind in ADDRESS_COLUMNS)]


def read_code_table(path: Path, document: Document) -> Mapping[CodePlace, Code | None]:
    """The codes that a table gives to programs and lines of a document, `None` where one is taken away.

    Raises `UserError` where it is no such table, names what is not there, or has a code that cannot stand.
    """
    table = read_csv_table(path)
    names = {COLUMN_NAMES[column]: column for column in _COLUMNS} | {column: column for column in _COLUMNS}
    places = {names[head]: at for at, head in enumerate(table.head) if head in names}
    if "id" not in places or not places.keys() - {"kind", "id", "name"}:
        raise UserError(
            N_("The table has no column of ids, or none of codes."),
            N_("Write the table of codes first, and fill it in."),
            where=table.name,
        )
    book = CodeBook.of(document)
    return {place: code for row in table.rows for place, code in _given(table, row, places, book)}


def _given(
    table: CsvTable, row: CsvRow, places: Mapping[str, int], book: CodeBook
) -> Iterator[tuple[CodePlace, Code | None]]:
    number, cells = row

    def cell(column: str) -> str:
        text = cells[places[column]].strip() if column in places else ""
        return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text

    id_ = cell("id")
    owner = _owner(table, number, cell("kind"), id_, book.portfolio)
    for kind in CodeKind:
        text, address = cell(CODE_COLUMNS[kind]), cell(ADDRESS_COLUMNS[kind]) if kind in LINKS else ""
        if not text and not address:
            continue
        place = CodePlace(owner, id_, kind)
        before = book.stated(place) or BLANK
        said = Code(_new(text, before.text), _new(address, before.address))
        try:
            yield place, None if said.is_blank else said.check(place)
        except UserError as error:
            raise error.at(table.at(number, COLUMN_NAMES[CODE_COLUMNS[kind]])) from None


def _new(typed: str, before: str) -> str:
    return "" if typed in NONE else typed or before


def _owner(table: CsvTable, number: int, said: str, id_: str, portfolio: Portfolio) -> Owner:
    """Whether a row is a program's or a line's."""
    known = {Owner.PROGRAM: portfolio.program_index, Owner.LINE: portfolio.line_index}
    wanted = [Owner(_OWNERS[said])] if _OWNERS.get(said) in set(Owner) else list(Owner)
    found = next((owner for owner in wanted if id_ in known[owner]), None)
    if found is None:
        raise UserError(
            N_('There is no program or line "{id}".'),
            N_("Write the table of codes anew: it has every id."),
            where=table.at(number),
            id=id_,
        )
    return found
