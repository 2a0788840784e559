"""A document as the bytes of one SQLite database, and back; what the bytes say is proven before it is believed.

The database is built and read in memory: no connection is ever open on the officer's file, so that network
shares, scanners and crashes cannot leave it half written. `planner.files.document.store` does the writing.

Read are raw rows first (`bplan_open`), by the rules SQLite's makers give for files of unknown origin; then the checksum
over them is compared; then one step makes the document of them, in which everything is a value or a `UserError`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.merge.summary import Summary
from planner.core.model.document import Document
from planner.core.model.sound import Damaged, sound
from planner.files.document.bplan_ceilings import read_ceilings, write_ceilings
from planner.files.document.bplan_checksum import damaged_place, digest, row_sums
from planner.files.document.bplan_codes import read_codes, read_execution, write_codes, write_execution
from planner.files.document.bplan_open import APPLICATION_ID, SCHEMA, read_file
from planner.files.document.bplan_parts import read_parts, write_parts
from planner.files.document.bplan_plan import read_obligations, write_plan
from planner.files.document.bplan_portfolio import read_portfolio, write_portfolio
from planner.files.document.bplan_ranges import read_ranges, write_ranges
from planner.files.document.bplan_rows import Tables, write_rows
from planner.files.document.bplan_scenarios import (
    read_changes,
    read_handovers,
    read_scenarios,
    read_waivers,
    write_scenarios,
)
from planner.files.document.bplan_seal import EMPTY, is_sealed, sealed
from planner.files.document.bplan_standing import standing_rows, summary_of_rows
from planner.resources import package_file

COUNTER = 1
"""SQLite's change counter in every file that is saved; another program that writes one moves it on."""


class EditedElsewhere(UserError):  # noqa: N818 - asked, not faulty
    """A document whose content another program has changed since it was saved; it can be opened on purpose."""

    def __init__(self) -> None:
        super().__init__(
            N_("Another program has changed the content of the document since it was saved here."),
            N_("Open it as it is now if that was meant (on the command line with --edited), else open a backup."),
        )


def to_bytes(document: Document, summary: Summary | None = None) -> bytes:
    """The whole document as the bytes of a database; raises `UserError` where a text of it cannot be written.

    `summary` tells what it comes to where it is a part.
    """
    tables = _tables_of(document)
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.executescript(package_file("files/document/schema.sql").read_text(encoding="utf-8"))
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            proof: Tables = {
                "standing": standing_rows(summary),
                "seal": [(EMPTY,)],
                "checksum": [(digest(tables, SCHEMA), COUNTER)],
                "row_sums": list(row_sums(tables).items()),
            }
            write_rows(db, tables | proof)
            db.commit()
        except UnicodeEncodeError as error:  # half a character, as some programs leave it on the clipboard
            raise UserError(
                N_("A text of the document holds a character that cannot be written: {text}."),
                N_("Look for it in what was pasted last, and type it anew."),
                text=ascii(error.object[max(error.start - 10, 0) : error.end + 10]),
            ) from error
        except (sqlite3.Error, OverflowError) as error:
            raise Damaged(N_("its tables do not fit together")) from error
        content = bytearray(db.serialize())
    content[24:28] = content[92:96] = COUNTER.to_bytes(4, "big")
    return sealed(content)


def _tables_of(document: Document) -> Tables:
    tables: Tables = {}
    write_portfolio(tables, document.portfolio)
    write_scenarios(tables, document)
    write_ceilings(tables, document.ceilings)
    write_plan(tables, document.scenarios, document.portfolio.obligations, document.obligations)
    write_ranges(tables, document.ranges)
    write_parts(tables, document)
    write_codes(tables, document.portfolio.codes, document.codes)
    write_execution(tables, document.execution)
    return tables


class Told(NamedTuple):
    """What the bytes of a file say: the document, and what it comes to where it is a part and they tell that too."""

    document: Document
    summary: Summary | None


def from_bytes(content: bytes, *, edited: bool = False) -> Document:
    """The document that bytes hold, as `told_in` tells it."""
    return told_in(content, edited=edited).document


def told_in(content: bytes, *, edited: bool = False) -> Told:
    """What those bytes hold; raises `UserError` when they are no document, or one from a newer version.

    `Damaged` where they are not what was saved; `EditedElsewhere` where another program has changed what they say,
    unless such are taken: `edited`.
    """
    is_whole = is_sealed(content)
    file = read_file(content, is_whole=is_whole)
    if file.proof is not None and not is_whole:
        proven, counter = file.proof
        if digest(file.tables, file.schema) != proven:
            if file.counter == counter:
                raise Damaged(damaged_place(file.tables, file.sums))
            if not edited:
                raise EditedElsewhere
    document = _document_of(file.tables)
    return Told(document, summary_of_rows(document.part, file.standing))


def _document_of(tables: Tables) -> Document:
    try:
        sourced, own = read_obligations(tables)
        parts = (read_scenarios(tables), read_changes(tables), read_waivers(tables), read_ceilings(tables))
        kept, (part, sent) = (own, read_handovers(tables), read_ranges(tables)), read_parts(tables)
        given, codes = read_codes(tables)
        portfolio = read_portfolio(tables, sourced, given)
        return sound(Document(portfolio, *parts, *kept, part, sent, codes, read_execution(tables)))
    except Damaged:
        raise
    except UserError as error:
        raise Damaged(error.what) from error
    except (LookupError, ValueError, TypeError, ArithmeticError) as error:
        raise Damaged(N_("its tables do not fit together")) from error
