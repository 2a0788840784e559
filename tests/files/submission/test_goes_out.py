"""What goes out tells nobody outside the house a scenario's name, a fingerprint in full or a path, in no part of it."""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.fields import UNPRICED
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.options import SHEET_NAMES, ExportOptions, SheetKind
from planner.files.submission.presets import FINANCE, PRESETS, Preset
from planner.files.submission.submission import described, write_submission
from planner.files.template.fill import fill
from planner.files.template.shipped import KINDS, shipped
from planner.words.texts import LANGUAGES
from tests.exports import export_of

SHOWN, BELOW, BESIDE = "ＱＸ案その一", "ＱＸ案その二", "ＱＸ案その三"
MARK = "ＱＸ案"
"""In the name of every scenario, and nowhere else."""
IN_HOUSE = (SheetKind.COMPARISON, SheetKind.FINDINGS, SheetKind.CHANGES, SheetKind.SOURCES, SheetKind.WHATIFS)
"""The sheets that may name scenarios."""


@pytest.fixture(scope="module")
def document() -> Document:
    """Scenarios that change, take over and leave out, each of a name that is looked for."""
    made = new_document(built_in_portfolio(), SHOWN)
    made = set_values(made, 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)], "民間との差")
    made = branch(made, 1, BELOW)
    made = set_values(made, 2, [Entry("ssh/rest", "demand", 2026, UNPRICED)], "金額未定")
    return branch(made, BASE, BESIDE)


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: unquote(package.read(name).decode("utf-8", "replace")) for name in package.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_no_part_of_a_workbook_says_where_it_comes_from(
    document: Document, tmp_path: Path, preset: Preset, language: str
) -> None:
    path, sheets = tmp_path / "秘密のフォルダー" / "要求.xlsx", preset.sheets - {SheetKind.COMPARISON}
    path.parent.mkdir()
    for scenario in (1, 2):
        handover = export_of(document, scenario, ExportOptions(sheets, programs=("fellows",), language=language))
        write_submission(path, handover)
        prints = document_fingerprint(document), content_fingerprint(handover.evaluation)
        named = []
        for name, text in parts_of(path).items():
            assert not [each for each in (*prints, prints[0][:8], str(tmp_path), "秘密のフォルダー") if each in text], (
                name
            )
            if MARK in text:
                named.append(name)
        if preset is FINANCE:
            assert named == []
        assert set(named) <= {"xl/sharedStrings.xml"}, "no title, name, property or header of a page"
        prefixes = tuple(SHEET_NAMES[kind][language != "ja"].removesuffix("s") for kind in IN_HOUSE)
        with closing(openpyxl.load_workbook(path, read_only=True)) as book:
            for sheet in book:
                cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
                assert sheet.title.startswith(prefixes) or not any(MARK in cell for cell in cells), sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_and_no_bookmark_for_the_finance_ministry_names_a_scenario(document: Document, language: str) -> None:
    for sheet in described(export_of(document, 2, ExportOptions(FINANCE.sheets, language=language))):
        assert MARK not in "".join([sheet.name, sheet.title, sheet.note, *sheet.edges])


@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_that_ship_name_no_scenario(document: Document, tmp_path: Path, kind: SheetKind) -> None:
    path, handover = tmp_path / "filled.xlsx", export_of(document, 2, ExportOptions())
    path.write_bytes(fill(shipped(kind), handover))
    assert [part for part, text in parts_of(path).items() if MARK in text or handover.fingerprint in text] == []
    said = [str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0]["A1:A3"] for cell in row]
    assert any(said_here.endswith(f"照合番号 {handover.number}") for said_here in said)
