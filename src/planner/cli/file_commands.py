"""The commands that make what one begins with: new, template."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from planner.cli.paths import path_named, with_suffix
from planner.cli.speech import say
from planner.core.edits.values import new_document
from planner.core.errors import N_, UserError
from planner.core.model.document import WORKING
from planner.files.document.store import SUFFIX, save_document
from planner.files.portfolio.reading import BUILT_IN, built_in_portfolio, read_portfolio
from planner.files.portfolio.writing import tables_of
from planner.words.texts import Texts


def add_new(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `new` is asked with, beside its output."""
    source = command.add_mutually_exclusive_group()
    source.add_argument("--portfolio", metavar="NAME", default=BUILT_IN, help=_("a built-in portfolio"))
    source.add_argument(
        "--from", dest="folder", metavar="PATH", type=path_named, help=_("a workbook or a folder of CSV tables")
    )


def new(arguments: argparse.Namespace, texts: Texts) -> int:
    """Make a document; an existing file is left alone."""
    output = with_suffix(arguments.output, SUFFIX)
    if os.path.lexists(output):
        raise UserError(N_("There is already a file of that name."), N_("Give another name."), where=str(output))
    source: Path | None = arguments.folder
    portfolio = read_portfolio(source) if source else built_in_portfolio(arguments.portfolio)
    document = new_document(portfolio, WORKING.render(texts.translate))
    save_document(document, output)
    say(
        texts._("{path}: programs {programs}, lines {lines}, scenario {scenario}.").format(
            path=output,
            programs=len(portfolio.programs),
            lines=len(portfolio.lines),
            scenario=document.scenarios[0].name,
        )
    )
    return 0


def template(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the workbook that `new --from` reads, empty or filled with a built-in portfolio."""
    from planner.files.portfolio.book import write_book  # noqa: PLC0415 - only this command writes it

    output = with_suffix(arguments.output, ".xlsx")
    tables = tables_of(built_in_portfolio(arguments.portfolio)) if arguments.portfolio else None
    write_book(output, tables, texts.language)
    say(texts._("The workbook is written: {path}").format(path=output))
    return 0
