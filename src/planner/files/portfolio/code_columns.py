"""Codes in the tables of a portfolio: optional columns of programs and lines, one a code, two a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.core.errors import UserError
from planner.core.findings import Findings
from planner.core.model.accounts.codes import CODES, LINKS, NO_CODES, Code, CodeKind, CodePlace, Codes, Owner
from planner.core.persistent import PersistentMap
from planner.files.portfolio.tables import ADDRESS_COLUMNS, CODE_COLUMNS, OPTIONAL, TableRow, Tables

_TABLES = {Owner.PROGRAM: "programs", Owner.LINE: "lines"}


_OF_LINES = tuple(CODE_COLUMNS[kind] for kind in CODES)


def codes_in(tables: Tables, findings: Findings) -> Codes:
    """The codes that tables of programs and lines state; what cannot stand is told with its cell."""
    found = {
        place: code
        for owner, table in _TABLES.items()
        if tables[table]
        for place, code in _stated(owner, tables[table], findings)
    }
    return PersistentMap(found) if found else NO_CODES


def _stated(owner: Owner, rows: Sequence[TableRow], findings: Findings) -> Iterator[tuple[CodePlace, Code]]:
    kinds = [kind for kind, column in CODE_COLUMNS.items() if column in rows[0].cells]
    kinds += [kind for kind in LINKS if ADDRESS_COLUMNS[kind] in rows[0].cells and kind not in kinds]
    for row in rows:
        for kind in kinds:
            text, address = row[CODE_COLUMNS[kind]], row[ADDRESS_COLUMNS[kind]] if kind in LINKS else ""
            if not text and not address:
                continue
            place, column = CodePlace(owner, row["id"], kind), CODE_COLUMNS[kind]
            try:
                Code(text).check(place)
                column = ADDRESS_COLUMNS.get(kind, column)
                yield place, Code(text, address).check(place)
            except UserError as error:
                findings.add(row.at(column), "{reason}", reason=error.what)


def code_cells(codes: Codes, owner: Owner, id_: str) -> dict[str, str]:
    """The cells of the row of a program or line that hold its codes, and those of links."""
    cells = dict.fromkeys(OPTIONAL["programs"] if owner is Owner.PROGRAM else _OF_LINES, "")
    for kind in CodeKind if codes else ():
        code = codes.get(CodePlace(owner, id_, kind))
        if code is not None:
            cells[CODE_COLUMNS[kind]] = code.text
            if kind in LINKS:
                cells[ADDRESS_COLUMNS[kind]] = code.address
    return cells
