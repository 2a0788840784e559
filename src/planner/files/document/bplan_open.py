"""The raw rows of a `.bplan` file of unknown origin, read as SQLite's makers advise, or a `UserError`.

Exactly the objects of a released schema are taken; no view, trigger or function of a file is ever run. Sizes, time and
rows are limited. What the rows mean is none of this module's business.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import closing
from typing import NamedTuple

from planner.core.errors import N_, UserError
from planner.core.model.sound import Damaged
from planner.files.document.bplan_checksum import NAMES
from planner.files.document.bplan_rows import Row, Tables, read_rows
from planner.files.document.bplan_scenarios import identify_changes
from planner.resources import package_file

APPLICATION_ID = 0x62706C6E  # "bpln"
SCHEMA = 8
PROVEN = 5
"""The first schema whose files prove themselves, and whose changes have identities."""
SIGNATURE = b"SQLite format 3\x00"
SCHEMAS = {
    1: "877fad44f313f80c8898eab13c2bf448ddb6503fc44a7af4577f99d506f04668",
    2: "e73e626dc542de2c71cd41e2029b900275a90574f9155e9ee25ab5337f734e59",
    3: "81f66b1d05c45e4f0a7efeea7ac7e5ab0d4b573f9ca35fb88a469a44d13c1a57",
    4: "05abd42d4bd2adf810aa917e88bf009a6a17cfc4022b6b8c01dd120d0816d58d",
    5: "0414ebbac37c9284f61116805f1ba99cbffe99142c03ed99fd378bd6b3b39f73",
    6: "bb77d05f4aaef4fefa0eabcef5e47550eca6f78fa212055e946ba3854e55a9a4",
    7: "56d377cb1fdc213d14e792b54606d4b9d82513b74e2ddb4db3cdbbca545622c3",
    8: "1328d824e96cc3a78469f38ee43eee7f32043c1d37f73c4308df6576e9938ca2",
}
"""For each released schema the digest of what SQLite lists of a file of it: its objects and how they were made."""

SECONDS, BYTES_A_SECOND = 2.0, 10_000_000
"""Reading ends after so long, and a second more for so many bytes; of the thread's own time."""

_STEPS = 10_000
_PAGES = N_("its pages are incomplete")


class NoDocument(Damaged):
    """What is no document at all, or so damaged that it looks like none, as a file of zeros."""

    def __init__(self) -> None:
        UserError.__init__(
            self,
            N_("This is not a document of the Budget Scenario Planner."),
            N_("Choose a file that ends in .bplan; a portfolio of CSV tables is read with File › New."),
        )


class File(NamedTuple):
    """What a file holds: rows, its change counter, the digest saved with the counter then (`None`: before schema 5).

    `schema` is the one it was written in: `proof` is of the tables it had then.
    """

    tables: Tables
    schema: int
    counter: int
    proof: tuple[bytes, int] | None
    sums: dict[str, bytes]
    standing: list[Row]
    """What the part in it comes to, as this program's last save says it; none where the pages are not proven."""


def read_file(content: bytes, *, is_whole: bool = False) -> File:
    """The rows of a file, migrated on this copy where it is of an earlier schema; `is_whole`: its pages are proven."""
    if len(content) < 100 or not content.startswith(SIGNATURE):
        raise NoDocument
    counter, valid_for = (int.from_bytes(content[at : at + 4], "big") for at in (24, 92))
    if content[18:20] == b"\2\2":  # another program's write-ahead mode, which a file in memory cannot have
        content = b"\1\1".join((content[:18], content[20:]))
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            _guard(db, len(content))
            db.deserialize(content)
            version = _version(db)
            _compare_schema(db, version)
            for older in range(version, SCHEMA):
                step = f"files/document/schema-{older}-to-{older + 1}.sql"
                db.executescript(package_file(step).read_text(encoding="utf-8"))
            tables = {name: _rows(db, name) for name in NAMES}
            if version < PROVEN:
                identify_changes(tables)
            if not is_whole and db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Damaged(_PAGES)
            if version < PROVEN:
                return File(tables, version, counter, None, {}, [])
            proof, sums = _rows(db, "checksum"), _rows(db, "row_sums")
            standing = _rows(db, "standing") if is_whole and version == SCHEMA else []
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise Damaged(_told(error, _PAGES)) from error
    if len(proof) != 1:
        raise Damaged(N_("its checksum"))
    ((proven, saved),) = proof
    # a counter that another program has moved on stands at two places
    counter = counter if counter == valid_for else saved
    return File(tables, version, counter, (proven, saved), dict(sums), standing)


def guarded(db: sqlite3.Connection, content: bytes) -> bool:
    """Open proven bytes of a file in memory; false where they are of another schema than this program's."""
    _guard(db, len(content))
    db.deserialize(content)
    return _version(db) == SCHEMA


def _guard(db: sqlite3.Connection, size: int) -> None:
    """Set the limits before anything of the file is looked at."""
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_LENGTH, max(size, 100_000)),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 100),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ):
        db.setlimit(limit, value)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "writable_schema = OFF", "mmap_size = 0"):
        db.execute(f"PRAGMA {pragma}")
    end = time.thread_time() + SECONDS + size / BYTES_A_SECOND
    db.set_progress_handler(lambda: time.thread_time() > end, _STEPS)


def _version(db: sqlite3.Connection) -> int:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID or version < 1:
        raise NoDocument
    if version > SCHEMA:
        raise UserError(
            N_("The document was written by a newer version of this program (schema {theirs}, ours is {ours})."),
            N_("Open it with the newer version; nothing was changed."),
            theirs=version,
            ours=SCHEMA,
        )
    return int(version)


def _compare_schema(db: sqlite3.Connection, version: int) -> None:
    if schema_digest(db) == SCHEMAS[version]:
        return
    for kind, name in db.execute("SELECT type, name FROM sqlite_schema"):
        if name not in _OBJECTS and not str(name).startswith("sqlite_autoindex_"):
            raise Damaged(
                N_('it holds a {kind} "{name}", which no document has'), kind=str(kind)[:20], name=str(name)[:60]
            )
    raise Damaged(N_("its tables are not those of a document"))


_OBJECTS = {*NAMES, "standing", "seal", "checksum", "row_sums"}


def schema_digest(db: sqlite3.Connection) -> str:
    """What SQLite lists of a database, as one digest."""
    listed = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    return hashlib.sha256(json.dumps(listed, ensure_ascii=True, default=repr).encode()).hexdigest()


def _rows(db: sqlite3.Connection, name: str) -> list[Row]:
    try:
        return read_rows(db, name)
    except (sqlite3.Error, OverflowError, ValueError) as error:  # half a character is a ValueError too
        raise Damaged(_told(error, NAMES.get(name, N_("its checksum")))) from error


def _told(error: Exception, damaged: str) -> str:
    """What is said of an error of SQLite: that it was stopped, else what is `damaged`."""
    stopped = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return N_("reading it takes longer than any document does") if stopped else damaged
