"""Open data: what the schema says holds for every row, all forms say the same, every code has its words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.accounts.codes import CODES, Code, CodePlace, Owner
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.lines import RateRule
from planner.core.model.portfolio import Program
from planner.core.money import Unit
from planner.files.opendata.columns import MEANINGS
from planner.files.opendata.schema import json_schema
from planner.files.opendata.table import OpenData
from planner.files.opendata.writing import write_open_data
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import refuse_uncomputable
from tests.exports import Export, export_of, exports
from tests.files.samples import GIVEN, with_what_ifs
from tests.places import ROOT
from tests.strategies import examples

BUILT_IN = with_what_ifs(built_in_portfolio())
HUGE = {"rate": {2025: -(10**15) + 1, 2026: 10**15 - 1}, "quantity": {2025: 2}, "times": {2025: 0, 2026: 1}}


def records(data: OpenData) -> list[dict[str, object]]:
    """The rows as the schema has them."""
    names = [field.name for field in data.fields]
    return [dict(zip(names, row, strict=True)) for row in data.rows]


def unmarked(text: str) -> str:
    """A text of a CSV table without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text


def table(content: bytes, fields: list[dict[str, Any]]) -> Iterator[list[object]]:
    """The rows of a CSV table, by the types of its columns."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == [field["name"] for field in fields]
    for row in rows:
        assert len(row) == len(head)
        yield [
            None if not cell else int(cell) if field["type"] == "integer" else unmarked(cell)
            for cell, field in zip(row, fields, strict=True)
        ]


@settings(max_examples=examples(60))
@given(exports())
def test_every_row_is_as_the_schema_says_and_they_add_up_to_the_total(export: Export) -> None:
    data = OpenData(export)
    try:
        refuse_uncomputable(export.evaluation)
        found = records(data)
    except UserError:
        return  # an amount cannot be computed, or a figure has more digits than a spreadsheet keeps
    schema = json_schema(data)
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    say = export.say
    for y, year in enumerate(export.portfolio.years):
        of_year = [each for each in found if each[say("西暦年度", "fiscal_year")] == year]
        amounts = [each[say("金額（円）", "amount_yen")] for each in of_year if each[say("計上", "counted")]]
        assert sum(each for each in amounts if isinstance(each, int)) == export.evaluation.total[y].yen


@settings(max_examples=examples(60))
@given(exports())
def test_every_code_used_has_its_words_in_both_languages(export: Export) -> None:
    data = OpenData(export)
    try:
        used = {
            (field.name, cell)
            for row in data.rows
            for field, cell in zip(data.fields, row, strict=True)
            if cell is not None and field.key in ("program", "top", "line", "demand", "expense", "basis", "counted")
        }
    except UserError:
        return
    listed = {(each.column, each.code): each.words for each in data.codes}
    assert len(listed) == len(data.codes)
    assert used <= listed.keys()
    assert all(words.ja and words.en for words in listed.values())


@pytest.mark.slow
@settings(max_examples=examples(12))
@given(exports())
def test_all_forms_say_the_same(tmp_path_factory: pytest.TempPathFactory, export: Export) -> None:
    folder = tmp_path_factory.mktemp("open")
    try:
        write_open_data(folder / "all.zip", export)
    except UserError:
        assert not list(folder.iterdir())
        return
    data = OpenData(export)
    rows = [list(row) for row in data.rows]
    with zipfile.ZipFile(folder / "all.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(files["datapackage.json"])
    resources = {each["path"]: each["schema"]["fields"] for each in described["resources"]}
    assert list(resources) == ["data.csv", "codes.csv", "columns.csv"]
    assert list(table(files["data.csv"], resources["data.csv"])) == rows
    assert json.loads(files["data.schema.json"]) == json_schema(data)
    codes = [[each.column, str(each.code), *each.words] for each in data.codes]
    assert list(table(files["codes.csv"], resources["codes.csv"])) == codes
    assert len(list(table(files["columns.csv"], resources["columns.csv"]))) == len(data.fields)
    book = openpyxl.load_workbook(io.BytesIO(files["data.xlsx"]))
    sheet = book.worksheets[0]
    assert not sheet.merged_cells.ranges and not sheet._charts  # type: ignore[attr-defined]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells == [[field.name for field in data.fields], *rows]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert len(book.worksheets) == 3


@pytest.mark.slow
def test_the_table_alone_as_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow (the extra parquet) is not installed")
    export = export_of(BUILT_IN, 1, ExportOptions(language="en"))
    write_open_data(tmp_path / "data.parquet", export)
    assert parquet.read_table(tmp_path / "data.parquet").to_pylist() == records(OpenData(export))


def test_the_schema_finds_what_is_wrong() -> None:
    data = OpenData(export_of(BUILT_IN, 1, ExportOptions(language="en")))
    validator = Draft202012Validator(json_schema(data))
    row = next(each for each in records(data) if each["amount_yen"])
    assert validator.is_valid([row])
    wrong: list[dict[str, object]] = [
        {"amount_yen": "1,000"},
        {"amount_yen": None},
        {"counted": 2},
        {"fiscal_year": None},
        {"kind_of_request": "wishes"},
        {"basis": "公表"},
        {"note": "x"},
    ]
    for each in wrong:
        assert not validator.is_valid([row | each]), each
    assert not validator.is_valid([{name: value for name, value in row.items() if name != "line_id"}])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_is_the_same_whatever_else_is_chosen(language: str) -> None:
    """Unit, sheets and columns for the examiner are matters of the workbook."""
    options = ExportOptions(language=language)
    one = OpenData(export_of(BUILT_IN, 1, options))
    other = OpenData(export_of(BUILT_IN, 1, replace(options, unit=Unit.OKU, examiner=False, sheets=frozenset())))
    assert one.rows == other.rows


def test_every_column_is_told_of_here_and_in_the_guide_to_the_data() -> None:
    """Names are stable: who renames a column has to say so."""
    told = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    ja, en = (OpenData(export_of(BUILT_IN, 1, ExportOptions(language=each))).fields for each in ("ja", "en"))
    assert [field.key for field in ja] == [key for key in MEANINGS if not key.startswith("code_")]
    rows = [f"| `{a.name}` | `{b.name}` | {b.meaning.ja} | {b.meaning.en} |" for a, b in zip(ja, en, strict=True)]
    assert "\n".join(rows) in told
    codes = {CodePlace(Owner.PROGRAM, "fellows", kind): Code("0120") for kind in CODES}
    data = OpenData(export_of(replace(BUILT_IN, codes=codes), 1, ExportOptions()))
    assert [field.key for field in data.fields] == list(MEANINGS)
    assert Draft202012Validator(json_schema(data)).is_valid(records(data))


def test_what_would_not_add_up_is_refused(tmp_path: Path) -> None:
    """Two intakes of which one is paid back more than a spreadsheet can hold: together they are a small amount."""
    line = LineRecord("p/l", "p", "積算", duration=2, rate_rule=RateRule.INTAKE)
    steps = [
        StepRecord("p/l", key, year, value, GIVEN) for key, by_year in HUGE.items() for year, value in by_year.items()
    ]
    programs = [Program("p", "", "1", "事業", "program")]
    made = build_portfolio(title="試験", years=(2025, 2026), programs=programs, lines=[line], steps=steps)
    document = new_document(made)
    with pytest.raises(UserError, match="more digits than a spreadsheet keeps"):
        write_open_data(tmp_path / "data.zip", export_of(document, 1, ExportOptions()))
    assert not list(tmp_path.iterdir())


def test_another_ending_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"written as \.zip, \.xlsx, \.parquet"):
        write_open_data(tmp_path / "data.txt", export_of(BUILT_IN, 1, ExportOptions()))
    assert not list(tmp_path.iterdir())
