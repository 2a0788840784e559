"""What a PostgreSQL server refuses, in words: what, where and what to do. No password is ever in them."""

from __future__ import annotations

from typing import Any

from planner.core.errors import N_, UserError
from planner.files.server.address import Address

NOTHING_LOST = N_("What was published before stands. Try again, or ask who keeps the server.")

WORDS: dict[str, tuple[str, str]] = {
    "42501": (
        N_("The server does not allow it: {reason}."),
        N_("Ask who keeps it for the right to create a schema in the database, or to write into the schema planner."),
    ),
    "42P07": (
        N_("The schema planner holds tables that this program did not make: {reason}."),
        N_("Have them renamed or dropped, or publish into another database."),
    ),
    "55P03": (
        N_("Somebody else has been publishing there for a long time."),
        N_("Wait until that has ended, and try again."),
    ),
    "22P05": (
        N_("The encoding of the database has no place for some characters: {reason}."),
        N_("Publish into a database in UTF-8."),
    ),
    "25006": (
        N_("The server can only be read from: {reason}."),
        N_("Give the address of the server that is written to."),
    ),
}
"""What some refusals of PostgreSQL mean, by their codes, and what is to be done."""
ALIKE = {"42703": "42P07", "42809": "42P07", "42723": "42P07", "42704": "42P07"}
"""Codes that mean the same as others."""


def refusal(psycopg: Any, error: Any, address: Address) -> UserError:
    """The refusal of a server, in words."""
    said, do = WORDS.get(ALIKE.get(error.sqlstate, error.sqlstate), (N_("The server refuses: {reason}."), NOTHING_LOST))
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
        N_("The server is not reached, or knows no such database or user: {reason}."),
        N_("Check the address, that the server runs, and the network."),
        where=where,
        reason=address.without_secrets(psycopg, _first_line(str(error))),
    )


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0].rstrip(".")
