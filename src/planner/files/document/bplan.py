"""A document as the bytes of one SQLite database, and back; what the bytes say is checked before it is believed.

The database is built and read in memory: no connection is ever open on the officer's file, so that network
shares, scanners and crashes cannot leave it half written. `planner.files.document.store` does the writing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from planner.core.errors import N_, UserError
from planner.core.model.document import Document, damaged, validate
from planner.files.document.bplan_ceilings import read_ceilings, write_ceilings
from planner.files.document.bplan_plan import read_obligations, write_plan
from planner.files.document.bplan_portfolio import read_portfolio, write_portfolio
from planner.files.document.bplan_scenarios import read_changes, read_scenarios, read_waivers, write_scenarios
from planner.resources import package_file

APPLICATION_ID = 0x62706C6E  # "bpln"
SCHEMA = 4
SIGNATURE = b"SQLite format 3\x00"


def to_bytes(document: Document) -> bytes:
    """The whole document as the bytes of a database."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(package_file("files/document/schema.sql").read_text(encoding="utf-8"))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA}")
        write_portfolio(db, document.portfolio)
        write_scenarios(db, document)
        write_ceilings(db, document.ceilings)
        write_plan(db, document.scenarios, document.portfolio.obligations, document.obligations)
        db.commit()
        return db.serialize()


def from_bytes(content: bytes) -> Document:
    """The document those bytes hold; raises `UserError` when they are not one, or one from a newer version."""
    if not content.startswith(SIGNATURE):
        raise _not_ours()
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(content)
            db.execute("PRAGMA trusted_schema = OFF")
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise _not_ours()
            if version > SCHEMA:
                raise UserError(
                    N_(
                        "The document was written by a newer version of this program (schema {theirs}, ours is {ours})."
                    ),
                    N_("Open it with the newer version; nothing was changed."),
                    theirs=version,
                    ours=SCHEMA,
                )
            for older in range(version, SCHEMA):
                step = f"files/document/schema-{older}-to-{older + 1}.sql"
                db.executescript(package_file(step).read_text(encoding="utf-8"))
            (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise damaged(N_("its pages are incomplete"))
            parts = (read_scenarios(db), read_changes(db), read_waivers(db), read_ceilings(db))
            return validate(Document(read_portfolio(db), *parts, read_obligations(db, own=True)))
        except (sqlite3.Error, OverflowError) as error:
            raise damaged(N_("its pages are incomplete")) from error
        except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError) as error:
            raise damaged(N_("its tables do not fit together")) from error


def _not_ours() -> UserError:
    return UserError(
        N_("This is not a document of the Budget Scenario Planner."),
        N_("Choose a file that ends in .bplan; a portfolio of CSV tables is read with File › New."),
    )
