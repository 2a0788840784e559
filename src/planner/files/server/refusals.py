"""What a PostgreSQL server refuses, in words: what, where and what to do. No password is ever in them.

What the server says of it, in whatever language it does, is quoted.
"""

from __future__ import annotations

from typing import Any

from planner.core.errors import N_, UserError
from planner.files.server.address import Address

NOTHING_LOST = N_("What was published before stands. Try again, or ask who keeps the server.")

WORDS: dict[str, tuple[str, str]] = {
    "42501": (
        N_("The server does not allow it. It says: “{reason}”."),
        N_("Ask who keeps it for the right to create a schema in the database, or to write into the schema planner."),
    ),
    "42P07": (
        N_("The schema planner holds tables that this program did not make. The server says: “{reason}”."),
        N_("Have them renamed or dropped, or publish into another database."),
    ),
    "55P03": (
        N_("Somebody else has been publishing there for a long time."),
        N_("Wait until that has ended, and try again."),
    ),
    "22P05": (
        N_("The encoding of the database has no place for some characters. The server says: “{reason}”."),
        N_("Publish into a database in UTF-8."),
    ),
    "25006": (
        N_("The server can only be read from. It says: “{reason}”."),
        N_("Give the address of the server that is written to."),
    ),
}
"""What some refusals of PostgreSQL mean, by their codes, and what is to be done."""
ALIKE = {"42703": "42P07", "42809": "42P07", "42723": "42P07", "42704": "42P07"}
"""Codes that mean the same as others."""

CLASSES: dict[str, tuple[str, str]] = {
    "08": (N_("The connection to the server broke. It says: “{reason}”."), NOTHING_LOST),
    "40": (N_("Others worked on the same tables meanwhile. The server says: “{reason}”."), NOTHING_LOST),
    "53": (
        N_("The server has no disk space, memory or connections left. It says: “{reason}”."),
        N_("What was published before stands. Ask who keeps the server to make room."),
    ),
    "57": (N_("The server was stopped, or called the work off. It says: “{reason}”."), NOTHING_LOST),
    "58": (N_("The server has a fault of its own. It says: “{reason}”."), NOTHING_LOST),
    "XX": (N_("The server has a fault of its own. It says: “{reason}”."), NOTHING_LOST),
}
"""What all other codes mean that begin so."""

OTHER = (N_("The server refuses. It says: “{reason}”."), NOTHING_LOST)


def refusal(psycopg: Any, error: Any, address: Address) -> UserError:
    """The refusal of a server, in words."""
    code = error.sqlstate or ""
    said, do = WORDS.get(ALIKE.get(code, code)) or CLASSES.get(code[:2], OTHER)
    reason = address.without_secrets(psycopg, _first_line(error.diag.message_primary or str(error)))
    return UserError(said, do, where=address.shown(psycopg), reason=reason)


def not_reached(psycopg: Any, error: Exception, address: Address) -> UserError:
    """A login that is refused, or a server that is not there."""
    where, tried = address.shown(psycopg), getattr(error, "pgconn", None)
    if tried is not None and (tried.used_password or tried.needs_password):
        return UserError(
            N_("The server refuses the login."),
            N_("Check user and password; the password may stand in the variable PGPASSWORD or the file .pgpass."),
            where=where,
        )
    return UserError(
        N_("The server is not reached, or knows no such database or user. What is said of it: “{reason}”."),
        N_("Check the address, that the server runs, and the network."),
        where=where,
        reason=address.without_secrets(psycopg, _first_line(str(error))),
    )


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0].rstrip(".")
