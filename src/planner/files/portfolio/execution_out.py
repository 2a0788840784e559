"""A table of past years to fill in with a spreadsheet: a row a program and year, with what is known of it already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.core.edits.execution import project_of
from planner.core.model.accounts.execution import Executed, PastYear, past_years
from planner.core.model.document import Document
from planner.files.plain.sheet import Column, Row, Sheet
from planner.files.plain.tidy_csv import ENCODINGS, write_tidy_csv
from planner.words.texts import Texts

WIDTH = 16
BLANK = Executed(None, None)


def write_past_years(path: Path, document: Document, texts: Texts, encoding: str = ENCODINGS[0]) -> None:
    """Write the table as CSV, whole or not at all; raises `UserError` as `write_tidy_csv` does."""
    name = texts.name
    heads = (
        *(name("事業の鍵", "Program ID"), name("予算事業ID", "Budget project ID"), name("事業名", "Program")),
        *(name("年度", "Fiscal year"), name("歳出予算現額（円）", "Budget (yen)"), name("執行額（円）", "Spent (yen)")),
        *(name("翌年度繰越額（円）", "Carried over (yen)"), name("出典", "Source")),
    )
    title = name("執行状況", "Execution of past years")
    columns = tuple(Column(each, WIDTH) for each in heads)
    write_tidy_csv(path, Sheet(title, title, columns, lambda: _rows(document, texts), tidy=True), encoding)


def _rows(document: Document, texts: Texts) -> Iterator[Row]:
    portfolio = document.portfolio
    for index in sorted(document.open_programs()):
        program = portfolio.programs[index]
        called = program.id, project_of(document, program.id), texts.name(program.name, program.name_en)
        for year in past_years(portfolio.request_year):
            known = document.execution.get(PastYear(program.id, year), BLANK)
            yield Row((*called, year, known.budget, known.spent, known.carried, known.source))
