"""試算 in the workbook: what risk says with the seed named, as values alone, with who judged so; only where chosen."""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.ranges import set_range
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.model.document import Document
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.core.money import Unit
from planner.core.risk.drivers import Wish
from planner.core.risk.risk import PERCENTILES, Risk, risk
from planner.core.seek.cut import cut
from planner.core.seek.targets import read_aim
from planner.files.plain.sheet import Band
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.review.returned import read_returned
from planner.files.submission.options import USUAL, ExportOptions, SheetKind
from planner.files.submission.sheets.book import sheets_of
from planner.files.submission.sheets.internal import whatif_tables
from planner.files.submission.sheets.internal.whatif_tables import METHODS
from planner.files.submission.sheets.internal.whatifs import NAME_LENGTH
from tests.exports import Export, export_of, rows_of, written
from tests.samples import ALL, DC1, DC2, SCHOOLS, small_portfolio

DAY = datetime.date(2026, 8, 31)
WHATIFS = ExportOptions(frozenset({SheetKind.WHATIFS}), date=DAY)
TANAKA = Author("tanaka", "2026-08-01T09:00:00+09:00")
NAMES = (
    "試算（前提）",
    "試算（固定）",
    "試算（感度）",
    "試算（百分位）",
    "試算（分布）",
    "試算（二元表）",
    "試算（削減案）",
)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def document() -> Document:
    """The real request with two ranges judged, one of them of a line that is no more."""
    document = new_document(built_in_portfolio())
    basic = JudgedRange(
        Named("ssh/basic", "rate", 2026), Own(7_000_000, 10_000_000, 8_000_000), Shape.PERT, "物価", "見積"
    )
    document = set_range(document, basic, TANAKA)
    gone = JudgedRange(Named("ssh/gone", "rate", 2026), Fraction(1, 10), who="sato", when="2026-08-02T10:00:00+09:00")
    return replace(document, ranges=(*document.ranges, gone))


@pytest.fixture(scope="module")
def book(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(export_of(document, 1, WHATIFS), tmp_path_factory.mktemp("book") / "book.xlsx")


def asked(document: Document) -> Risk:
    """What the question of the sheets comes to."""
    ceilings = document.all_ceilings(published_rules(2026))
    aim = read_aim("total", document.portfolio, ceilings)
    base = evaluate_base(document.portfolio)
    return risk(document, base, 1, aim, Wish(register=document.ranges), trials=10_000, seed=1, ceilings=ceilings)


def sheet_rows(path: Path, name: str) -> list[tuple[object, ...]]:
    """The rows below the headings."""
    return rows_of(path, name)[4:]


def names_of(export: Export) -> list[str]:
    return [sheet.name for sheet in sheets_of(export)]


def test_they_go_out_only_where_they_are_chosen(document: Document) -> None:
    assert frozenset(SheetKind) - USUAL == {SheetKind.WHATIFS}
    assert not [name for name in names_of(export_of(document, 1, ExportOptions())) if "試算" in name]
    assert tuple(name for name in names_of(export_of(document, 1, WHATIFS)) if "試算" in name) == NAMES


def test_they_say_what_risk_says_with_the_seed_they_name(document: Document, book: Path) -> None:
    found = asked(document)
    first, moves, *programs = sheet_rows(book, NAMES[3])
    assert first[1:] == (*(found.whole.percentiles[each] for each in PERCENTILES), found.whole.mean, None)
    assert found.whole.may_move is not None
    assert moves[1:6] == tuple(found.whole.may_move[each] for each in PERCENTILES)
    told = {row[0] for row in programs}
    chances = [row for row in programs if row[7] is not None]
    assert len(chances) == len(found.within) > 0
    assert {row[1:7] for row in chances} == {(None,) * 6}, "in a column of their own, in none of amounts"
    assert {
        document.portfolio.programs[each].name
        for each in found.programs
        if not document.portfolio.programs[each].parent
    } <= told
    widest = sheet_rows(book, NAMES[2])
    assert [row[8] for row in widest] == [each.spread for each in found.tornado]
    assert [row[4:8] for row in widest] == [
        (each.low_amount, each.low_amount - found.measured.now, each.high_amount, each.high_amount - found.measured.now)
        for each in found.tornado
    ]
    bars = sheet_rows(book, NAMES[4])
    assert sum(row[3] for row in bars if isinstance(row[3], int)) == 10_000
    assert bars[-1][5] == 1
    least, most = found.tornado[0][3:5]
    pairs = sheet_rows(book, NAMES[5])
    assert len(pairs) == 5
    assert rows_of(book, NAMES[5])[3][0] == "縦（円）＼横（円）"
    across = [row[1:] for row in pairs]
    low_of_both = least + found.tornado[1].low_amount - found.measured.now
    assert across[0][0] == low_of_both
    assert across[-1][-1] == most + found.tornado[1].high_amount - found.measured.now
    held = sheet_rows(book, NAMES[1])
    assert held[0][3] == sum(each.amount for each in found.held)
    assert len(held) == 1 + len(found.held)
    (sheet,) = (each for each in sheets_of(export_of(document, 1, WHATIFS)) if each.name == NAMES[1])
    assert not [row for row in sheet.rows() if row.band is Band.TOTAL], "a sum does not go on on the next page"


def test_packages_of_several_shares_stand_beside_one_another(document: Document, book: Path) -> None:
    aim, base = read_aim("total", document.portfolio, ()), evaluate_base(document.portfolio)
    rows = sheet_rows(book, NAMES[6])
    assert [row[0] for row in rows] == [share for share in (0.01, 0.02, 0.03, 0.05) for _ in range(4)]
    wanted = -(-416_812_800_000 * 5 // 100)
    packages = cut(document, base, 1, aim, wanted, methods=METHODS).packages
    for row, package in zip(rows[12:], packages, strict=True):
        assert row[2:6] == (wanted, package.amount, package.remainder, "－")
        assert row[6:] == (len({each.driver.row for each in package.changes}), package.later[2027], package.outside)


def test_of_very_many_lines_there_is_the_package_of_the_fewest(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatif_tables, "MANY", len(document.portfolio.lines) - 1)
    sheet = sheets_of(export_of(document, 1, WHATIFS))[-1]
    assert [row.cells[1] for row in sheet.rows()] == ["件数最少"] * 4


def test_figures_have_their_names_whole_and_the_picture_what_it_has_room_for(document: Document) -> None:
    export = export_of(document, 1, replace(WHATIFS, language="en"))
    (sheet,) = (each for each in sheets_of(export) if each.name == "What-if (sensitivity)")
    rows = [row.cells for row in sheet.rows()]
    assert rows and not any("…" in str(cells[0]) for cells in rows)
    assert all(str(cells[0]).endswith(": rate (yen)") for cells in rows)
    (chart,) = sheet.charts
    assert [len(str(cells[chart.names])) <= 2 * NAME_LENGTH for cells in rows] == [True] * len(rows)
    assert chart.names >= sheet.printed


def test_a_picture_below_its_figures_is_printed(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["試算（感度）"]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    _first, last = sheet.print_area.replace("$", "").rpartition("!")[2].split(":")
    assert int(last.lstrip("ABCDEFGHIJ")) >= chart.anchor.to.row


def test_every_value_is_marked_as_what_it_is_and_none_is_a_formula(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    for name in NAMES:
        sheet = opened[name]
        assert str(sheet["A2"].value).startswith("値は作成時点（令和8年8月31日）の試算。案：作業案。")
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for name in NAMES[3:5]:
        said = "".join(str(opened[name][place].value or "") for place in ("A2", "A3"))
        assert "10,000回、乱数の種1。" in said
    others = [cell.value for row in opened["積算内訳"].iter_rows() for cell in row if cell.data_type == "f"]
    assert others and not [each for each in others if "試算" in str(each)]


def test_who_judged_when_and_why_stands_beside_each_range(document: Document, book: Path) -> None:
    rows = sheet_rows(book, NAMES[0])
    (judged,) = (row for row in rows if row[8] == "前提一覧")
    assert judged[2:] == (
        *(8_720_000, 7_000_000, 8_000_000, 10_000_000, "PERT分布", "物価", "前提一覧"),
        *("tanaka", "2026-08-01 09:00", "見積"),
    )
    assert {(row[8], row[9]) for row in rows[:-2] if row is not judged} == {("公表", None)}
    assert "動かない" in str(rows[-2][0])
    assert "ssh/gone" in str(rows[-1][1]) and rows[-1][9:11] == ("sato", "2026-08-02 10:00")


def test_the_pictures_are_charts_of_those_cells_from_zero(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        charts = [ElementTree.fromstring(package.read(f"xl/charts/chart{number}.xml")) for number in (1, 2)]
    ends, counts = charts
    assert [each.text.split("!")[0] for each in ends.iter(f"{CHART}f") if each.text] == ["'試算（感度）'"] * 6
    overlap = ends.find(f".//{CHART}overlap")
    assert overlap is not None and overlap.get("val") == "100", "both ends of a figure in one row"
    least = counts.find(f".//{CHART}valAx/{CHART}scaling/{CHART}min")
    assert least is not None and float(str(least.get("val"))) == 0


def test_where_nothing_can_be_asked_it_is_said(tmp_path: Path) -> None:
    document = new_document(small_portfolio())
    document = set_values(document, 1, [Entry(SCHOOLS, "quantity", 2026, 0)])
    path = written(export_of(document, 1, WHATIFS), tmp_path / "book.xlsx")
    refused = str(sheet_rows(path, NAMES[0])[0][0])
    assert refused.endswith("（感度・百分位・分布）はしていない。"), "nobody is told on paper what to do in the window"
    nothing = set_values(new_document(small_portfolio()), 1, [Entry(each, "quantity", 2026, 0) for each in ALL])
    nothing = set_values(nothing, 1, [Entry(each, "quantity", year, 0) for each in (DC1, DC2) for year in (2024, 2025)])
    path = written(export_of(nothing, 1, WHATIFS), tmp_path / "nothing.xlsx")
    (said,) = sheet_rows(path, NAMES[6])
    assert "0より大きく" in str(said[1]), "nothing is requested, so that nothing can be cut"


def test_amounts_beyond_the_digits_of_a_spreadsheet_are_texts(tmp_path: Path) -> None:
    judged = JudgedRange(Named(SCHOOLS, "rate", 2026), Own(0, 10**14))
    document = set_range(new_document(small_portfolio()), judged)
    path = written(export_of(document, 1, replace(WHATIFS, unit=Unit.OKU)), tmp_path / "book.xlsx")
    widest = sheet_rows(path, NAMES[2])[0]
    assert isinstance(widest[4], float)
    assert widest[8] == f"{240 * 10**14:,}"


def test_what_an_examiner_does_to_them_is_no_examination(document: Document, book: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened[NAMES[3]]["B5"] = 1
    del opened[NAMES[4]]
    opened.save(tmp_path / "returned.xlsx")
    read = read_returned(tmp_path / "returned.xlsx", document, evaluate_base(document.portfolio))
    review = read.review
    assert (review.unmatched, review.broken, review.questions) == ((), (), ())
    assert all(review.examined.line(row) == review.requested.line(row) for row in range(len(document.portfolio.lines)))
    assert (read.same_document, read.same_content) == (True, True)
