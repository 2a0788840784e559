"""Documents damaged in every way there is a seed for: what opens says the same as before, all else is refused.

A kind of damage is a function of the whole file and a chance; `tried` opens what it makes and says how that went.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.check.examination import problems
from planner.core.check.printed import figures
from planner.core.check.sums import wrong_sums
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.files.document.bplan import EditedElsewhere, from_bytes, to_bytes

Damage = Callable[[bytes, random.Random], bytes]

PAGE = 4096
HOSTILE: tuple[object, ...] = (
    *(None, 0, -1, 1, 2, 7, 60, 2**31, 2**63 - 1, -(2**63), 0.5, float("inf"), 1e300),
    *("", " ", "0", "-1", "1", "3/0", "1/3", "1e999999999", "9" * 5000, "1_0", "１", "nan", "inf", "a\0b", "'\";--"),
    *("p/l", "own-1", "base", "作業案", "\ud7ff", "\U0001f600" * 50, "<b>x</b>", "=1+1", "\r\n", "2026", "published"),
    *("null", "[]", "{}", "[[]]", "[1]", "[true]", "[1.5]", '["a"]', "[NaN]", "[1e400]", "[2025, 2026]", "[0, 1]"),
    *("[" * 100_000, '{"a":' * 2_000, '["' + "x" * 100_000 + '"]', "[" + "9" * 5000 + "]", '{"0": ["1/3"]}'),
    *(b"", b"\0", b"\xff" * 8, b"\0" * 64, b"[]", b"\x01" * 800),
)
"""What columns are given by a hand that means no good."""


class Verdict(StrEnum):
    """How opening went: as before, refused in words, or (never) otherwise."""

    EQUAL = "equal"
    TOLD = "told"
    WRONG = "wrong"


# ---------------------------------------------------------------- of the bytes


def bits(content: bytes, chance: random.Random, count: int = 0) -> bytes:
    """Some bits anywhere."""
    damaged = bytearray(content)
    for _ in range(count or chance.choice((1, 1, 2, 5, 40, 400))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def figure_bit(content: bytes, chance: random.Random) -> bytes:
    """One bit of a figure stored in the columns of the lines or as a scenario's own value."""
    places = figure_places(content)
    damaged = bytearray(content)
    damaged[chance.choice(places)] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def figure_places(content: bytes) -> list[int]:
    """The bytes of the figures: rates, quantities, times and shares of lines, and values of scenarios."""
    places: list[int] = []
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(content)
        blobs = db.execute("SELECT value FROM line_columns WHERE name LIKE '%.numerator'").fetchall()
        texts = db.execute("SELECT line || field FROM overrides").fetchall()
        values = db.execute("SELECT value FROM overrides").fetchall()
    for (blob,) in blobs:
        for start in range(0, len(blob), 512):  # a column may run over several pages
            piece = blob[start : start + 512]
            at = content.find(piece) if len(piece) > 64 or len(blob) <= 512 else -1
            places += range(at, at + len(piece)) if at >= 0 and piece else []
    for (text,), (value,) in zip(texts, values, strict=True):
        at = content.find(text.encode())
        found = content.find(value.encode(), at + len(text.encode())) if at >= 0 else -1
        if 0 <= found - at - len(text.encode()) <= 4:
            places += range(found, found + len(value.encode()))
    return places


def cut(content: bytes, chance: random.Random) -> bytes:
    """The file ends early, or its end is zeros, or something stands behind it."""
    at = chance.randrange(len(content))
    return chance.choice((content[:at], content[:at] + bytes(len(content) - at), content + chance.randbytes(at)))


def pages(content: bytes, chance: random.Random) -> bytes:
    """A page lost, doubled, changed for another or for noise."""
    count = max(len(content) // PAGE, 1)
    one, other = (chance.randrange(count) * PAGE for _ in range(2))
    kind = chance.randrange(4)
    new = (content[other : other + PAGE], bytes(PAGE), chance.randbytes(PAGE), content[one : one + PAGE][::-1])[kind]
    damaged = bytearray(content)
    damaged[one : one + PAGE] = new
    if kind == 0 and chance.random() < 0.5:
        damaged[other : other + PAGE] = content[one : one + PAGE]
    return bytes(damaged)


# ---------------------------------------------------------------- of the rows


def statement(db: sqlite3.Connection, chance: random.Random) -> None:
    """Alter the rows of a table, or what tables there are."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    table = chance.choice(tables)
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    if not columns:
        return
    column, other = chance.choice(columns), chance.choice(columns)
    value = chance.choice(HOSTILE)
    total = max(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0], 1)
    which = chance.choice(
        ("", f" WHERE {other} = (SELECT {other} FROM {table} LIMIT 1 OFFSET {chance.randrange(total)})")
    )
    kind = chance.randrange(13)
    with suppress(sqlite3.Error):
        if kind < 6:
            db.execute(f"UPDATE OR IGNORE {table} SET {column} = ?{which}", (value,))
        elif kind == 6:
            db.execute(f"UPDATE OR IGNORE {table} SET {column} = {other}{which}")
        elif kind == 7:
            db.execute(f"DELETE FROM {table}{which}")
        elif kind == 8:
            db.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM {table} LIMIT 1 OFFSET {chance.randrange(total)}")
        elif kind == 9:
            marks = ", ".join("?" * len(columns))
            row = [chance.choice(HOSTILE) for _ in columns]
            db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)
        elif kind == 10:
            db.execute(f"UPDATE OR IGNORE {table} SET {column} = {column} + {chance.choice((1, -1, 1000))}{which}")
        elif kind == 11:
            db.execute(f"UPDATE OR IGNORE {table} SET {column} = CAST({column} AS BLOB){which}")
        else:
            db.execute(chance.choice(STATEMENTS).format(table=table, column=column))


STATEMENTS = (
    "CREATE VIEW extra AS SELECT * FROM {table}",
    "CREATE TABLE extra (a)",
    "CREATE INDEX extra ON {table} ({column})",
    "CREATE TRIGGER extra AFTER UPDATE ON {table} BEGIN SELECT 1; END",
    "DROP TABLE {table}",
    "ALTER TABLE {table} ADD COLUMN extra",
    "ALTER TABLE {table} RENAME TO extra",
    "ALTER TABLE {table} DROP COLUMN {column}",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = 4",
    "PRAGMA user_version = -1",
    "PRAGMA application_id = 0",
    "ANALYZE",
)


def rows_in_memory(content: bytes, chance: random.Random) -> bytes:
    """Rows altered so that the change counter does not tell."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(content)
        for _ in range(chance.choice((1, 1, 2, 5))):
            statement(db, chance)
        db.commit()
        altered = bytearray(db.serialize())
    for at in (24, 92):
        altered[at : at + 4] = content[at : at + 4]
    return bytes(altered)


def rows_by_another_program(content: bytes, chance: random.Random) -> bytes:
    """Rows altered as another program does it, in the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.bplan"
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as db:
            if chance.random() < 0.05:
                db.execute("PRAGMA journal_mode = WAL")
            for _ in range(chance.choice((1, 1, 2, 5))):
                statement(db, chance)
            db.commit()
            if chance.random() < 0.1:
                db.execute("VACUUM")
        return path.read_bytes()


DAMAGES: tuple[Damage, ...] = (figure_bit, bits, cut, pages, rows_in_memory, rows_by_another_program)


# ---------------------------------------------------------------- what comes of it


@dataclass
class Tally:
    """How often opening went which way, and the slowest."""

    tried: int = 0
    equal: int = 0
    told: int = 0
    wrong: int = 0
    faults: int = 0
    taken: int = 0
    """Edits of another program opened on purpose: each is evaluated, saved and read again."""
    slowest: float = 0.0


def try_all(documents: Sequence[Document], count: int, seed: int) -> dict[str, Tally]:
    """So many damaged documents of each kind; raises nothing, whatever happens is in the tallies."""
    found: dict[str, Tally] = {}
    sources = [(document, to_bytes(document)) for document in documents]
    for damage in DAMAGES:
        tally = found[damage.__name__] = Tally()
        for n in range(count):
            chance = random.Random(f"{seed} {damage.__name__} {n}")
            document, content = chance.choice(sources)
            damaged = damage(content, chance)
            tally.tried += 1
            start = time.thread_time()  # of the opening itself, however busy the machine is
            try:
                verdict, edited = tried(damaged, document, content)
            except Exception as error:  # what never may happen is counted and shown
                print(f"{damage.__name__} {seed} {n}: {type(error).__name__}: {error}"[:300])
                tally.faults += 1
            else:
                tally.equal += verdict is Verdict.EQUAL
                tally.told += verdict is Verdict.TOLD
                tally.wrong += verdict is Verdict.WRONG
                tally.taken += edited
                if verdict is Verdict.WRONG:
                    print(f"{damage.__name__} {seed} {n}: another document in silence")
            tally.slowest = max(tally.slowest, time.thread_time() - start)
    return found


def tried(damaged: bytes, document: Document, content: bytes) -> tuple[Verdict, bool]:
    """How opening goes, and whether it was another program's edit that could be taken up on purpose."""
    try:
        read = from_bytes(damaged)
    except EditedElsewhere:
        with suppress(UserError):
            use(from_bytes(damaged, edited=True))
            return Verdict.TOLD, True
        return Verdict.TOLD, False
    except UserError as error:
        assert str(error)
        return Verdict.TOLD, False
    return (Verdict.EQUAL if read == document and to_bytes(read) == content else Verdict.WRONG), False


def use(document: Document) -> None:
    """What an officer does with an opened document: every figure, every finding, a save that says the same."""
    content = to_bytes(document)
    again = from_bytes(content)
    assert again == document
    assert to_bytes(again) == content
    base = evaluate_base(document.portfolio)
    for number in (BASE, *(each.number for each in document.scenarios)):
        evaluation = evaluate_scenario(document, base, number)
        checked = figures(evaluation)
        judged = judge(evaluation, document.all_ceilings(None))
        list(wrong_sums(evaluation))
        problems(document, evaluation, number, checked, judged)
        burdens(evaluation, document.all_obligations)
