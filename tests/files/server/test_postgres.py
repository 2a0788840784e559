"""Published to a real server: what it adds up is what the program says, to the yen; whole or as it was before."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings

from planner.core.calculation.cohort import value_at
from planner.core.calculation.evaluate import Total, as_total
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.merge.split import split
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.files.server import postgres as server
from planner.files.server.address import Address
from planner.files.server.postgres import publish
from planner.files.server.tables import Publication
from tests.files.server.samples import built_in, publication_of, publications
from tests.postgres import GUARDED, PASSWORD, Postgres
from tests.strategies import examples

Totals = dict[tuple[object, ...], Total]
"""What is added up, by what a view says of it."""
KeysOf = Callable[[int, int], list[tuple[object, ...]]]
"""What a line (by row) is added up under in a year."""


@pytest.fixture
def address(postgres: Postgres) -> str:
    """The address of a database in which nothing was published."""
    with psycopg.connect(postgres.address()) as connection:
        connection.execute("DROP SCHEMA IF EXISTS planner CASCADE")
    return postgres.address()


def asked(address: str, text: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(text.encode()).fetchall()


def totals(address: str) -> list[tuple[Any, ...]]:
    return asked(address, "SELECT scenario, fiscal_year, amount_yen FROM planner.total_by_year ORDER BY 1, 2")


def expected(publication: Publication) -> list[tuple[Any, ...]]:
    years = publication.document.portfolio.years
    pairs = zip(years, publication.evaluation.total, strict=True)
    return [(publication.name, year, total.amount) for year, total in pairs]


# ---------------------------------------------------------------- what it adds up


def shown(publication: Publication, programs: Iterable[int]) -> list[Total]:
    """What programs add up to, without the lines that other scenarios propose: the program counts them as 0 yen."""
    portfolio, evaluation = publication.document.portfolio, publication.evaluation
    chosen = list(programs)
    hidden = sum(row in evaluation.hidden for index in chosen for row in portfolio.rows_below(index))
    return [total._replace(known=total.known - hidden) for total in evaluation.sum_of(chosen)]


def by_year(publication: Publication) -> Totals:
    portfolio = publication.document.portfolio
    return {(year,): total for year, total in zip(portfolio.years, shown(publication, portfolio.tops), strict=True)}


def by_program(publication: Publication) -> Totals:
    portfolio, evaluation = publication.document.portfolio, publication.evaluation
    return {
        (each.id, year): total
        for i, each in enumerate(portfolio.programs)
        if evaluation.shows_program(i)
        for year, total in zip(portfolio.years, shown(publication, [i]), strict=True)
    }


def by_heading(publication: Publication) -> Totals:
    portfolio, evaluation = publication.document.portfolio, publication.evaluation
    found: Totals = {}
    for view in portfolio.views:
        members = [each for each in view.members if evaluation.shows_program(portfolio.program_index[each.program])]
        for heading in {each.heading for each in members if not each.relisted}:
            added = shown(publication, portfolio.counted(view, heading))
            found |= {
                (view.id, heading or None, year): total for year, total in zip(portfolio.years, added, strict=True)
            }
    return found


def by_line(publication: Publication, keys: KeysOf) -> Totals:
    """The sums of lines by what is said of each in a year."""
    portfolio, evaluation = publication.document.portfolio, publication.evaluation
    found: defaultdict[tuple[object, ...], Total] = defaultdict(Total)
    for row in filter(evaluation.shows, range(len(portfolio.lines))):
        for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
            for key in keys(row, year):
                found[*key, year] = found[*key, year].plus(as_total(amount))
    return dict(found)


def division(publication: Publication) -> KeysOf:
    portfolio = publication.document.portfolio

    def keys(row: int, _year: int) -> list[tuple[object, ...]]:
        program = portfolio.programs[portfolio.lines.program[row]]
        return [(program.agency or None, program.division or None)]

    return keys


def kind(publication: Publication) -> KeysOf:
    def keys(row: int, year: int) -> list[tuple[object, ...]]:
        line = publication.evaluation.drivers(row)
        kinds = [value_at(series, year) for series in (line.demand, line.expense)]
        demand, expense = (each if isinstance(each, int) else 0 for each in kinds)
        enacted = year == publication.document.portfolio.previous_year
        return [(None if enacted else DEMANDS[demand] or None, EXPENSES[expense] or None)]

    return keys


def code(publication: Publication) -> KeysOf:
    book = CodeBook.of(publication.document)

    def keys(row: int, _year: int) -> list[tuple[object, ...]]:
        found = [(each.value, book.of_line(row, each)) for each in CODES]
        return [(name, held.text) for name, held in found if held is not None]

    return keys


VIEWS: dict[str, tuple[str, Callable[[Publication], Totals]]] = {
    "total_by_year": ("fiscal_year", by_year),
    "total_by_program": ("program_id, fiscal_year", by_program),
    "total_by_heading": ("view_id, heading, fiscal_year", by_heading),
    "total_by_division": ("agency, division, fiscal_year", lambda each: by_line(each, division(each))),
    "total_by_code": ("kind, code, fiscal_year", lambda each: by_line(each, code(each))),
    "total_by_kind": ("kind_of_request, kind_of_expense, fiscal_year", lambda each: by_line(each, kind(each))),
}


@pytest.mark.slow
def test_the_views_add_up_what_the_program_adds_up(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:

        @settings(max_examples=examples(40))
        @given(publications())
        def law(publication: Publication) -> None:
            publish(Address.read(address), publication)
            compare(connection, publication)

        law()


def compare(connection: psycopg.Connection[Any], publication: Publication) -> None:
    for view, (columns, sums) in VIEWS.items():
        rows = connection.execute(
            f"SELECT {columns}, known_yen, without_amount, amount_yen FROM planner.{view} WHERE scenario = %s".encode(),
            (publication.name,),
        ).fetchall()
        found, expected = {row[:-3]: row[-3:] for row in rows}, sums(publication)
        assert len(rows) == len(found) and found.keys() == expected.keys(), view
        for key, total in expected.items():
            yen, without, amount = found[key]
            assert (yen, without) == (total.yen, total.missing + total.cannot + total.unpriced)
            assert amount == total.amount


def test_amounts_that_no_64_bits_hold_are_exact(address: str) -> None:
    document = new_document(built_in().document.portfolio, "作業案")
    entries = [Entry("ssh/rest", key, 2026, value) for key, value in (("rate", 10**15 - 1), ("quantity", 10**9))]
    publication = publication_of(set_values(document, 1, entries, ""), 1)
    publish(Address.read(address), publication)
    assert totals(address) == expected(publication)
    assert totals(address)[1][2] > 2**63


def test_the_built_in_request_by_its_views(address: str) -> None:
    publication = built_in()
    publish(Address.read(address), publication)
    asked_for = "SELECT view_id, heading, fiscal_year, amount_yen FROM planner.total_by_heading"
    assert {row[:3]: row[3] for row in asked(address, asked_for)} == {
        key: total.amount for key, total in by_heading(publication).items()
    }
    ((lines,),) = asked(address, "SELECT count(DISTINCT line_id) FROM planner.detail")
    assert lines == len(publication.document.portfolio.lines)


def test_the_server_knows_how_much_there_is(address: str) -> None:
    """Where it does not it takes a hundred times as long to add 10,000 lines up."""
    publication = built_in()
    publish(Address.read(address), publication)
    for table in publication.tables:
        known = f"SELECT reltuples FROM pg_class WHERE oid = 'planner.{table.name}'::regclass"
        assert asked(address, known) == [(len(table.rows),)]


# ---------------------------------------------------------------- whole, or as it was


def test_a_publication_takes_the_place_of_the_one_before_alone(address: str) -> None:
    first, again, other = built_in(), built_in(3_000_000), publication_of(built_in().document, 0)
    for each in (first, other, again):
        publish(Address.read(f"{address}&application_name=reports&connect_timeout=3"), each)
    assert totals(address) == expected(other) + expected(again)
    ids = asked(address, "SELECT publication_id, scenario FROM planner.publication ORDER BY 1")
    assert ids == [(1, "作業案"), (2, "base")], "its number stays, so that reports go on finding it"


def test_who_reads_meanwhile_sees_the_old_whole(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, again = built_in(), built_in(3_000_000)
    publish(Address.read(address), first)
    seen = []

    def look(*_: object) -> None:
        seen.append(totals(address))

    monkeypatch.setattr(server, "_prove", look)
    publish(Address.read(address), again)
    assert seen == [expected(first)]
    assert totals(address) == expected(again)


def test_what_does_not_add_up_leaves_the_old(address: str) -> None:
    first, again = built_in(), built_in(3_000_000)
    publish(Address.read(address), first)
    wrong = Publication(again.document, first.evaluation, 1)
    (amount,) = (each for each in wrong.tables if each.name == "amount")
    amount.rows[:] = amount.rows[:-1]  # type: ignore[index]
    with pytest.raises(UserError, match="does not add up"):
        publish(Address.read(address), wrong)
    assert totals(address) == expected(first)


def test_a_server_that_goes_away_on_the_way_leaves_the_old(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(Address.read(address), built_in())

    def cut(connection: psycopg.Connection[Any], *_: object) -> None:
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (connection.info.backend_pid,))

    with monkeypatch.context() as cutting:
        cutting.setattr(server, "_prove", cut)
        assert "The server was stopped, or called the work off" in refused(address, built_in(3_000_000))
    assert totals(address) == expected(built_in())


def test_who_waits_too_long_for_another_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "WAIT", "10ms")
    with psycopg.connect(address) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('planner.publish'))")
        assert "Somebody else has been publishing" in refused(address)


def test_several_may_publish_at_once_into_a_new_database(address: str) -> None:
    publication = built_in()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: publish(Address.read(address), publication), range(4)))
    assert totals(address) == expected(publication)


# ---------------------------------------------------------------- refusals


def refused(address: str, publication: Publication | None = None) -> str:
    with pytest.raises(UserError) as raised:
        publish(Address.read(address), publication or built_in())
    said = str(raised.value)
    assert PASSWORD not in said and "secret" not in said and "\n" not in said
    return said


def test_without_psycopg_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UserError, match=r"pip install 'budget-scenario-planner\[server\]'"):
        publish(Address.read("postgresql://host/database"), built_in())


@pytest.mark.parametrize(
    "text",
    [
        "http://user:secret@host/database",
        "postgresql:/host",
        "postgresql://user:sec@ret@host/database",
        "postgresql://user:sec/ret@host/database",
        "postgresql://user:secret@host/database?secret=1",
        "postgresql://user:secret%@host/database",
    ],
)
def test_what_is_no_address_is_refused_without_saying_it_again(text: str) -> None:
    said = refused(text)
    assert "not the address of a PostgreSQL server" in said
    assert "ret" not in said and "host/" not in said


def test_a_server_that_is_not_there(postgres: Postgres) -> None:
    said = refused("postgresql://me:secret@localhost:1/plans")
    assert said.startswith("postgresql://me@localhost:1/plans: The server is not reached")
    assert "not reached" in refused(f"postgresql://me:secret@{'x' * 300}.invalid/plans")
    assert "no such database or user" in refused(postgres.address("nowhere"))
    assert "no such database or user" in refused(postgres.address(user="nobody-there"))


def test_a_login_that_is_refused(postgres: Postgres) -> None:
    assert "refuses the login" in refused(postgres.address(user=GUARDED))
    assert "refuses the login" in refused(postgres.address(user=f"{GUARDED}:secret"))


def test_a_user_who_may_not_write(postgres: Postgres, address: str) -> None:
    guarded = postgres.address(user=f"{GUARDED}:{PASSWORD_IN_ADDRESS}")
    assert "The server does not allow it" in refused(guarded)
    publish(Address.read(address), built_in())
    assert "The server does not allow it" in refused(guarded)
    with psycopg.connect(address) as connection:
        connection.execute(f"GRANT USAGE ON SCHEMA planner TO {GUARDED}".encode())
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA planner TO {GUARDED}".encode())
    assert "The server does not allow it" in refused(guarded)
    assert totals(guarded) == expected(built_in()), "whoever may read reads the views"


PASSWORD_IN_ADDRESS = PASSWORD.replace(" ", "%20").replace("/", "%2F").replace("@", "%40")


def test_tables_of_another_layout_are_left_alone(address: str) -> None:
    publish(Address.read(address), built_in())
    with psycopg.connect(address) as connection:
        connection.execute("UPDATE planner.layout SET version = 0")
    said = refused(address, built_in(3_000_000))
    assert "layout 0; this version of the program writes layout 1" in said
    assert said.startswith("postgresql://planner@/")
    assert totals(address) == expected(built_in())


@pytest.mark.parametrize("table", ["publication (a integer)", "layout (a integer)"])
def test_tables_that_are_not_ours_are_left_alone(address: str, table: str) -> None:
    with psycopg.connect(address) as connection:
        connection.execute("CREATE SCHEMA planner")
        connection.execute(f"CREATE TABLE planner.{table}".encode())
    assert "holds tables that this program did not make" in refused(address)
    assert asked(address, "SELECT count(*) FROM pg_tables WHERE schemaname = 'planner'") == [(1,)]


def test_a_database_in_another_encoding(postgres: Postgres) -> None:
    address = postgres.database("latin", "--encoding=LATIN1", "--locale=C")
    assert "encoding of the database has no place" in refused(address)
    address = postgres.database("euc", "--encoding=EUC_JP", "--locale=C")
    said = refused(address, publication_of(new_document(titled("𠮷野"), "案"), 1))
    assert "encoding of the database has no place" in said
    publish(Address.read(address), built_in())
    assert totals(address) == expected(built_in())


def titled(title: str) -> Any:
    return replace(built_in().document.portfolio, title=title)


def test_a_server_that_can_only_be_read_from(address: str) -> None:
    assert "can only be read from" in refused(f"{address}&options=-cdefault_transaction_read_only%3Don")


def test_a_part_is_not_published_in_the_place_of_the_whole() -> None:
    document = built_in().document
    part, *_others = split(document, 1, document.portfolio.views[-1])
    with pytest.raises(UserError, match="part of a request"):
        publication_of(part.document, 1)
