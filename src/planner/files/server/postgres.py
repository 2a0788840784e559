"""A publication in a PostgreSQL server: replaced whole in one transaction, and added up by the server before it holds.

Whoever reads meanwhile sees what was there before, or all that is there now. psycopg comes with the extra `server`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from planner.core.errors import N_, UserError
from planner.files.server.address import Address
from planner.files.server.refusals import not_reached, refusal
from planner.files.server.tables import Publication, Table
from planner.resources import package_file

LAYOUT = 1
"""The version of the tables that this program writes, as `layout.sql` notes it."""
SECONDS = 10
"""So long a server may take to answer at first, unless the address says otherwise."""
WAIT = "30s"
"""So long somebody else's publishing is waited for."""


def publish(address: Address, publication: Publication) -> None:
    """Put a publication in the place of the one of the same request and scenario, or beside the others.

    Raises `UserError` where psycopg is not installed, the server is not reached or refuses, or its tables are of
    another layout, or do not add up to what the program says: what was published before stands then.
    """
    psycopg = driver()
    usual = {"connect_timeout": SECONDS, "application_name": "planner"}
    try:
        connection = psycopg.connect(**{**usual, **address.settings(psycopg), "client_encoding": "UTF8"})
    except (psycopg.Error, ValueError) as error:  # or a name that no server can have
        raise not_reached(psycopg, error, address) from None
    try:
        with connection:
            _lay_out(connection)
            number = _replace(connection, publication)
            _prove(connection, number, publication)
    except psycopg.Error as error:
        raise refusal(psycopg, error, address) from None
    except UserError as error:
        raise error.at(address.shown(psycopg)) from None


def driver() -> ModuleType:
    """psycopg; raises `UserError` where it is not installed."""
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ImportError:
        raise UserError(
            N_("A PostgreSQL server needs psycopg, which is not installed."),
            N_("Install the extra: pip install 'budget-scenario-planner[server]'."),
        ) from None
    return psycopg


def _lay_out(connection: Any) -> None:
    """Make the tables where there are none; raises `UserError` where there are some of another layout."""
    connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('planner.publish'))")  # one after the other
    if connection.execute("SELECT to_regnamespace('planner')").fetchone() == (None,):
        connection.execute("CREATE SCHEMA planner")
    if connection.execute("SELECT to_regclass('planner.layout')").fetchone() == (None,):
        connection.execute(package_file("files/server/layout.sql").read_text(encoding="utf-8"))
    found = connection.execute("SELECT max(version) FROM planner.layout").fetchone()[0]
    if found != LAYOUT:
        raise UserError(
            N_("The tables there are of layout {found}; this version of the program writes layout {layout}."),
            N_("Have the schema planner renamed or dropped, or use the version of the program that made it."),
            found=found,
            layout=LAYOUT,
        )


def _replace(connection: Any, publication: Publication) -> int:
    """Write all rows in the place of those that were there; the number of the publication, which stays the same."""
    about = publication.about
    columns, values = ("key", *about.columns), (_key(about), *about.rows[0])
    taken = ", ".join(f"{each} = excluded.{each}" for each in columns)
    (number,) = connection.execute(
        f"INSERT INTO planner.publication ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))}) "
        f"ON CONFLICT (key) DO UPDATE SET {taken} RETURNING publication_id",
        values,
    ).fetchone()
    for table in publication.tables:
        connection.execute(f"DELETE FROM planner.{table.name} WHERE publication_id = %s", (number,))
        columns = ("publication_id", *table.columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY planner.{table.name} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in table.rows:
                copy.write_row((number, *row))
    for table in (about, *publication.tables):  # else the server would seek each of many new rows by itself
        connection.execute(f"ANALYZE planner.{table.name}")
    return int(number)


def _key(about: Table) -> str:
    """What tells a publication apart: ministry, request, year and scenario."""
    said = dict(zip(about.columns, about.rows[0], strict=True))
    apart = [said[each] for each in ("ministry", "request", "request_year", "scenario")]
    return hashlib.sha256(json.dumps(apart).encode()).hexdigest()


def _prove(connection: Any, number: int, publication: Publication) -> None:
    """Compare what the server adds up with the program, year by year and program by program; raises `UserError`."""
    evaluation, portfolio = publication.evaluation, publication.document.portfolio

    def sums(view: str, column: str) -> dict[tuple[str, int], int]:
        asked = f"SELECT {column}, fiscal_year, known_yen FROM planner.{view} WHERE publication_id = %s"
        return {(name, year): int(yen) for name, year, yen in connection.execute(asked, (number,))}

    shown = [(i, each.id) for i, each in enumerate(portfolio.programs) if evaluation.shows_program(i)]
    _compare(
        sums("total_by_year", "''") | sums("total_by_program", "program_id"),
        [("", evaluation.total), *((id_, evaluation.program(i)) for i, id_ in shown)],
        portfolio.years,
    )


def _compare(
    found: dict[tuple[str, int], int], expected: Iterable[tuple[str, Iterable[Any]]], years: Iterable[int]
) -> None:
    wanted = {(name, year): total.yen for name, totals in expected for year, total in zip(years, totals, strict=True)}
    for place in wanted.keys() | found.keys():
        if found.get(place) != wanted.get(place):
            raise UserError(
                N_("The server does not add up to what the program says: {found} yen, not {expected}."),
                N_("What was published before stands. Please report it."),
                found=found.get(place),
                expected=wanted.get(place),
            )
