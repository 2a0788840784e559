"""The command `publish`: the tables of a request in a PostgreSQL server, or in a folder as Parquet."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from planner.cli.named import evaluation_of
from planner.cli.opening import open_named
from planner.cli.speech import say
from planner.core.edits.scenarios import find_scenario
from planner.files.server.tables import Publication
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `publish` is asked with."""
    command.add_argument(
        "--to",
        metavar="WHERE",
        required=True,
        help=_("postgresql://USER@HOST:PORT/DATABASE, or a folder for tables in Parquet"),
    )


def publish_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Put the tables of a scenario in the place of those that were published of it before."""
    from planner.files.server import parquet_folder, postgres  # noqa: PLC0415 - only this command writes them
    from planner.files.server.address import Address  # noqa: PLC0415

    address = Address.read(arguments.to) if "://" in arguments.to else None
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    publication = Publication(document, evaluation_of(document, number), number)
    if address is None:
        parquet_folder.write_folder(Path(arguments.to), publication)
        where = arguments.to
    else:
        postgres.publish(address, publication)
        where = address.shown(postgres.driver())
    amounts = sum(len(table.rows) for table in publication.tables if table.name == "amount")
    say(
        texts._("{scenario} is published (amounts: {amounts}): {where}").format(
            scenario=publication.name, amounts=amounts, where=where
        )
    )
    return 0
