"""A sheet painted on paper: where its lines begin, and that English pages are of English letters."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from planner.app.handover.printing.sheet_print import write_pdf_alone
from planner.files.plain.sheet import Column, Face, Row, Sheet, Style


def lines_of(path: Path) -> list[tuple[float, str]]:
    """How far from the left each line of a page begins, and what it says."""
    found: list[tuple[float, str]] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            found.append((round(tm[4], 1), text.strip()))

    (page,) = PdfReader(path).pages
    page.extract_text(visitor_text=visit)
    return found


def test_a_name_of_several_lines_is_indented_as_a_whole(tmp_path: Path) -> None:
    name = "　Researchers bridging all of industry"
    columns = (Column("name", 24, Style.WRAPPED), Column("note", 100, Style.TEXT))
    rows = [Row(["outermost", ""]), Row([name, ""])]
    write_pdf_alone(tmp_path / "a.pdf", [Sheet("S", "T", columns, lambda: rows, face=Face.LATIN)], "T")
    lines = lines_of(tmp_path / "a.pdf")
    first = next(place for place, (_, text) in enumerate(lines) if text[:2] in name)
    (outermost,) = (left for left, text in lines if text == "outermost")
    (one, _), (other, rest) = lines[first : first + 2]
    assert rest in name and rest != name.strip()
    assert one == other > outermost


def test_pages_are_numbered_in_their_own_letters(tmp_path: Path) -> None:
    """An English page has no wide letters at all."""
    for face, number in ((Face.LATIN, "1/1"), (Face.GOTHIC, "1／1")):
        sheet = Sheet("Name", "Budget　Overview", (Column("a", 20),), lambda: [Row(["a　b › c"])], face=face)
        write_pdf_alone(tmp_path / "a.pdf", [sheet], "T")
        (page,) = PdfReader(tmp_path / "a.pdf").pages
        assert page.extract_text().count(number) == 2
        assert bool({"　", "／"} & set(page.extract_text())) is (face is not Face.LATIN)
        assert ("›" in page.extract_text()) is (face is Face.LATIN)
