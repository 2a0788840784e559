"""Rows written past XlsxWriter are those it writes itself, byte for byte.

But for the columns that a row spans: it tells them of sixteen rows at once, and they need not be told. And for formulas
that cells share, which it writes in each: here openpyxl fills them down before they are compared.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import python_calamine
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from planner.core.edits.values import new_document
from planner.files.plain.sheet import FLAT, Formula, Outline, SheetProgress, Style
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import described
from planner.files.submission.workbook import looks, row_writer, xlsx
from planner.files.submission.workbook.looks import LINE_HEIGHT
from planner.files.submission.workbook.row_writer import ERRORS, PIXEL, Cell, Rows, Texts, put_together
from planner.files.submission.workbook.xlsx import written_sheets
from tests.exports import export_of
from tests.strategies import examples

LOOKS = ({"bold": True}, {"num_format": "#,##0"}, {"border": 1, "text_wrap": True}, {"bold": True})
PIECES = [
    *("<r>", "</r>", "&", "<", ">", '"', "'", " ", "\n", "\t", "\r", "\x00", "\x0b", "\x1f", "\ufffe", "\uffff"),
    *("_x0041_", "_x005F_", "_X0041_", "x", "0", "𠮷", "単価", "　", "\x85", "\u2028", "=", "{", "}"),
]
USUAL = re.compile(f' ht="{LINE_HEIGHT}" customHeight="1"(?=>)'.encode())
"""Rows of a table are as high as rows usually are in their sheet, and do not say so."""
SPANS = re.compile(rb' spans="[0-9:]+"(?=[ >])')

any_text = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
texts = any_text.filter(lambda text: not (text.startswith("<r>") and text.endswith("</r>")))  # markup to the library
numbers = st.one_of(
    st.integers(-(10**20), 10**20),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0, -0.0, 10**15 - 1, 10**15, -(10**15), 0.1, 1e22, 5e-324]),
)


SHARES = re.compile(
    rb'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f t="shared"(?: ref="([A-Z0-9:]+)")? si="([0-9]+)"(?:/>|>(.*?)</f>)'
)
"""A cell that shares a formula: how it begins, its place, then of the first of them their extent, and its formula."""
LEVEL = ["A{row}*2", "ROUND(B{row}/$C$1,0)", 'IF(A{row}="<&",B{row},"{row}")', "A{row}+B1", "SUM(A{row}:C{row})&{row}"]


class Line(NamedTuple):
    """A row: where it stands, its cells by column with the number of their look, its height and outline."""

    at: int
    cells: list[tuple[int, Any, int]]
    height: float | None
    outline: Outline


@st.composite
def formulas(draw: st.DrawFn) -> Formula:
    said = draw(any_text).replace('"', '""')
    text = draw(st.sampled_from(['"{}"&A1', 'IF(A1<>"{}",1,2)', "SUM(A1,2)*{}3", "'{}'!A1"])).replace("{}", said)
    return Formula(text, draw(st.one_of(numbers, any_text, st.sampled_from(sorted(ERRORS)))))


def formulas_of(row: int) -> st.SearchStrategy[Formula]:
    """Formulas that rows may share."""
    texts_ = st.sampled_from(LEVEL).map(lambda text: text.replace("{row}", str(row)))
    return st.builds(Formula, texts_, st.one_of(numbers, any_text))


outlines = st.builds(Outline, st.integers(0, 3), st.booleans())


@st.composite
def sheets(draw: st.DrawFn) -> list[Line]:
    """Rows from top to bottom with gaps between them and between their cells."""
    lines = []
    for at in sorted(draw(st.sets(st.integers(0, 40), max_size=5))):
        columns = sorted(draw(st.sets(st.one_of(st.integers(0, 5), st.integers(20, 800)), max_size=4)))
        contents = st.one_of(st.none(), texts, numbers, formulas(), formulas_of(at + 1))
        cells = [(column, draw(contents), draw(st.integers(0, len(LOOKS) - 1))) for column in columns]
        height = draw(st.one_of(st.none(), st.integers(1, 545).map(lambda pixels: pixels * PIXEL)))
        lines.append(Line(at, cells, height, draw(outlines)))
    return lines


def look_of(outline: Outline) -> dict[str, Any]:
    return {"level": outline.level, "hidden": outline.folded}


def numbered(looks: list[Any]) -> list[Any]:
    """Looks whose numbers are given: otherwise by use, and the library writes the last row of a sheet at the end."""
    for look in looks:
        look._get_xf_index()
    return looks


def by_the_library(books: Sequence[Sequence[Line]]) -> bytes:
    """The rows through XlsxWriter alone."""
    package = io.BytesIO()
    with xlsxwriter.Workbook(package, {"in_memory": True}) as book:
        looks = numbered([book.add_format(look) for look in LOOKS])
        for lines in books:
            sheet = book.add_worksheet()
            for at, cells, height, outline in lines:
                for column, content, look in cells:
                    write_by_the_library(sheet, at, column, content, looks[look])
                if cells and (height is not None or any(outline)):  # before it has cells, its height would reach to A
                    sheet.set_row(at, height, None, look_of(outline))
    return package.getvalue()


def write_by_the_library(sheet: Any, at: int, column: int, content: Any, look: Any) -> None:
    if content is None:
        sheet.write_blank(at, column, None, look)
    elif isinstance(content, Formula):
        value = writable(content.value) if isinstance(content.value, str) else content.value
        sheet.write_formula(at, column, f"={writable(content.text)}", look, value)
    elif isinstance(content, str):
        sheet.write_string(at, column, content, look)
    else:
        sheet.write_number(at, column, content, look)


def writable(text: str) -> str:
    """A text of a formula with what XML does not hold written as Excel writes it, which the library leaves."""
    return "".join(f"_x{ord(each):04X}_" if is_unwritable(each) else each for each in text)


def is_unwritable(character: str) -> bool:
    return (character < " " and character not in "\t\n") or character in "\ufffe\uffff"


def by_ourselves(books: Sequence[Sequence[Line]]) -> bytes:
    package, aside, target, written = io.BytesIO(), io.BytesIO(), io.BytesIO(), {}
    with xlsxwriter.Workbook(package, {"in_memory": True}) as book:
        looks, texts = numbered([book.add_format(look) for look in LOOKS]), Texts(book)
        for number, lines in enumerate(books, start=1):
            sheet = book.add_worksheet()
            rows = written[f"xl/worksheets/sheet{number}.xml"] = Rows(aside, texts)
            for at, cells, height, outline in lines:
                rows.write(at, [(column, each, looks[look]) for column, each, look in cells], height, outline)
            rows.end()
            sheet.outline_row_level = max((line.outline.level for line in lines if line.cells), default=0)
    put_together(target, package, written)
    return target.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: filled_down(SPANS.sub(b"", archive.read(name))) for name in archive.namelist()}


def filled_down(part: bytes) -> bytes:
    """A part with each formula that cells share in all of them; no two of a column lie across each other."""
    first: dict[bytes, tuple[str, str]] = {}
    ends: dict[str, int] = {}

    def own(found: re.Match[bytes]) -> bytes:
        start, place, number, text = found[1], found[2].decode(), found[4], found[5]
        if text is not None:
            assert number not in first
            first[number] = place, text.decode()
            top, _, bottom = found[3].decode().partition(":")
            column = top.rstrip("0123456789")
            assert top == place, "the first of them is the uppermost"
            assert int(top.removeprefix(column)) > ends.get(column, 0)
            ends[column] = int(bottom.removeprefix(column))
        origin, said = first[number]
        assert int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) <= ends[place.rstrip("0123456789")]
        moved = Translator(f"={html.unescape(said)}", origin).translate_formula(place)
        return start + b"<f>" + html.escape(moved[1:], quote=False).encode() + b"</f>"

    return SHARES.sub(own, part)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(sheets(), min_size=1, max_size=3), st.integers(1, 4))
@example([[Line(at, [(0, Formula(f"B{at + 1}*2", at), 0)], None, FLAT) for at in range(7)]], 3)
def test_every_part_is_what_the_library_writes(books: list[list[Line]], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_writer, "AT_ONCE", at_once)
        found = parts(by_ourselves(books))
    expected = parts(by_the_library(books))
    assert list(found) == list(expected)
    for name, part in expected.items():
        if name != "docProps/core.xml":  # it has the time
            assert found[name] == part, name


class _LibraryRows:
    """In place of `Rows`: every cell goes through XlsxWriter."""

    book: Any

    def __init__(self, *_: object) -> None:
        pass

    def reach(self, *_: object) -> None:
        pass

    def end(self) -> None:
        pass

    def write(self, at: int, cells: Sequence[Cell], height: float | None = None, outline: Outline = FLAT) -> None:
        sheet = self.book.worksheets()[-1]
        if cells and (height is not None or any(outline)):
            sheet.set_row(at, height, None, look_of(outline))
        for column, content, form in cells:
            write_by_the_library(sheet, at, column, content, form)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_whole_workbook_is_what_the_library_alone_would_make_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    options = ExportOptions(sheets=frozenset(SheetKind), language=language)
    handover = export_of(new_document(built_in_portfolio()), 1, options)
    sheets_ = described(handover)

    def written(path: Path) -> dict[str, bytes]:
        for _name, rows in written_sheets(path, sheets_, {}, SheetProgress(1, None)):
            assert sum(1 for _ in rows) > 0
        return parts(path.read_bytes())

    class Alone(xlsxwriter.Workbook):  # type: ignore[misc]
        def __init__(self, filename: object, _options: object) -> None:
            super().__init__(filename, {"in_memory": True})
            _LibraryRows.book = self

    class Numbered(looks.Formats):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            numbered([band[style] for band in self.cells.values() for style in Style])
            numbered(list(self.nil.values()))
            numbered([self.title, self.unit, self.note, self.note_end, self.head, self.tidy_head])

    monkeypatch.setattr(xlsx, "Formats", Numbered)
    ours = written(tmp_path / "ours.xlsx")
    monkeypatch.setattr(xlsx, "Rows", _LibraryRows)
    monkeypatch.setattr(xlsxwriter, "Workbook", Alone)
    monkeypatch.setattr(xlsx, "put_together", lambda path, package, _rows: path.write_bytes(package.getvalue()))
    theirs = written(tmp_path / "theirs.xlsx")
    assert list(ours) == list(theirs)
    differing = [name for name, part in theirs.items() if USUAL.sub(b"", ours[name]) != USUAL.sub(b"", part)]
    assert set(differing) <= {"docProps/core.xml"}


def test_a_formula_of_many_rows_is_written_once_and_ends_where_another_begins() -> None:
    said = [f"B{row}*90" for row in (1, 2, 3)] + ["SUM(B1:B3)", "B5*90", "B6*91", "B7*91", "B8*90"]
    lines = [Line(at, [(0, Formula(text, 0), 0)], None, FLAT) for at, text in enumerate(said)]
    with zipfile.ZipFile(io.BytesIO(by_ourselves([lines]))) as archive:
        found = re.findall("<f.*?(?:/>|</f>)", archive.read("xl/worksheets/sheet1.xml").decode())
    assert found == [
        '<f t="shared" ref="A1:A5" si="0">B1*90</f>',
        '<f t="shared" si="0"/>',
        '<f t="shared" si="0"/>',
        "<f>SUM(B1:B3)</f>",
        '<f t="shared" si="0"/>',
        '<f t="shared" ref="A6:A7" si="1">B6*91</f>',
        '<f t="shared" si="1"/>',
        "<f>B8*90</f>",
    ]


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(any_text.filter(lambda text: not set(text) & {"\ufffe", "\uffff"}), min_size=1), st.integers(0, 3))
def test_texts_are_read_as_they_are_shared_or_in_their_cells(said: list[str], shared: int) -> None:
    """So `<r>…</r>` is too, of which XlsxWriter alone makes markup, and what is too much to be shared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_writer, "SHARED", shared)
        content = by_ourselves([[Line(at, [(0, at, 0), (1, text, 0)], None, FLAT) for at, text in enumerate(said)]])
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert [row[1:] or [""] for row in read.iter_rows()] == [[text] for text in said]
