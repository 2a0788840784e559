"""`planner brief`: one readable A4 of any request, with the figures that the other commands tell."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import new_document
from planner.core.explain.difference import explain
from planner.core.explain.sides import Side
from planner.core.money import Unit, format_amount, format_change
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.cli.script import Refused, Run
from tests.samples import many_records, small_portfolio

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="looks at PDF with poppler")
SMALLEST = 6.0
"""Points."""


@pytest.fixture(autouse=True)
def with_the_font_there_was(qapp: QApplication) -> Iterator[None]:
    """A program without a window takes its letters for the whole of it; tests of windows have theirs."""
    font = QFont(qapp.font())
    yield
    qapp.setFont(font)


def made(run: Run, file: Path, out: Path, *arguments: str) -> Path:
    run("brief", file, "-o", out, *arguments)
    return out


def poppler(tool: str, *arguments: object) -> str:
    return subprocess.run([tool, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def text_of(pdf: Path) -> str:
    return poppler("pdftotext", "-layout", pdf, "-")


def assert_one_readable_page(pdf: Path) -> None:
    """One A4 landscape, whose words all stand on it, in letters that can be read, and over one another nowhere."""
    told = poppler("pdfinfo", pdf)
    assert re.search(r"Pages:\s+1\n", told)
    assert re.search(r"Page size:\s+842 x 595 pts \(A4\)", told)
    assert all(line.split()[-5] == "yes" for line in poppler("pdffonts", pdf).splitlines()[2:])  # embedded
    boxes = ElementTree.fromstring(poppler("pdftotext", "-bbox", pdf, "-").partition("<!DOCTYPE")[2].partition(">")[2])
    words = [each for each in boxes.iter() if each.tag.endswith("word")]
    assert len(words) > 30
    for word in words:
        left, top, right, bottom = (float(word.get(side, "nan")) for side in ("xMin", "yMin", "xMax", "yMax"))
        assert 0 <= left < right <= 842 and 0 <= top < bottom <= 595, word.text
    xml = poppler("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "1", pdf)
    sizes = {float(size) for size in re.findall(r'<fontspec [^>]*size="([0-9.]+)"', xml)}
    assert min(sizes) >= SMALLEST


def oku(yen: int) -> str:
    return format_amount(yen, Unit.OKU)


@pytest.fixture
def built_in(file: Path, run: Run) -> Path:
    """The built-in request with a change."""
    run("set", file, "--scenario", "作業案", "fellows/dc/dc1.rate=3,200千円", "--reason", "民間との差")
    return file


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_built_in_request_is_one_page_with_the_figures_of_totals_and_explain(
    built_in: Path, run: Run, tmp_path: Path, language: str
) -> None:
    pdf = made(run, built_in, tmp_path / "brief.pdf", "--scenario", "作業案", "--language", language)
    assert_one_readable_page(pdf)
    text = text_of(pdf)
    found = run("explain", built_in, "previous", "base", "--json")
    assert oku(found["from"]) in text
    assert oku(found["to"]) in text
    request = run("totals", built_in, "--scenario", "作業案", "--json")["total"]["2026"]
    assert oku(request) in text
    assert format_change(request - found["to"], Unit.OKU) in text
    base = evaluate_base(built_in_portfolio())
    causes = explain(*(Side(evaluate(base), year) for year in (2025, 2026))).total.causes
    assert sum(causes.values()) == found["difference"]
    for key, yen in causes.items():
        if yen:
            shown = oku(yen) if key == "not_printed" else format_change(yen, Unit.OKU)
            assert shown in text, key
    assert f"{oku(found['from'])}*" in text  # a figure of the previous year is not printed
    later = run("years", built_in, "--scenario", "作業案", "--json")["total"]
    assert all(oku(yen) in text for yen in later["amounts"].values())
    bound = later["committed"]["2028"] * 100 / later["amounts"]["2028"]
    assert f"{bound:.1f}%" in text
    title = "前年度から要求まで" if language == "ja" else "From last year to the request"
    assert title in re.sub(r"\s+", " ", text)


def test_three_lines_and_many_are_one_page_each(run: Run, tmp_path: Path) -> None:
    from planner.core.model.build import build_portfolio  # noqa: PLC0415 - said here alone

    programs, lines, steps = many_records()
    many = build_portfolio(title="多数", title_en="m", years=(2025, 2026), programs=programs, lines=lines, steps=steps)
    for name, portfolio in (("small", small_portfolio()), ("many", many)):
        document = tmp_path / f"{name}.bplan"
        save_document(new_document(portfolio), document)
        assert_one_readable_page(made(run, document, tmp_path / f"{name}.pdf"))


@pytest.mark.slow
def test_ten_thousand_lines_are_one_page(run: Run, tmp_path: Path) -> None:
    from planner.core.model.build import LineRecord, StepRecord, build_portfolio  # noqa: PLC0415 - said here alone
    from planner.core.model.portfolio import Program  # noqa: PLC0415 - as above
    from tests.samples import PRINTED  # noqa: PLC0415 - as above

    programs = [Program(f"p{n}", "", "1", f"長い名前の事業の第{n}号", f"program number {n}") for n in range(200)]
    lines, steps = [], []
    for n in range(10_000):
        lines.append(LineRecord(f"p{n // 50}/l{n}", f"p{n // 50}", f"積算{n}", f"line {n}", "人"))
        steps.append(StepRecord(lines[-1].id, "quantity", 2025, 100 + n % 7, PRINTED))
        steps.append(StepRecord(lines[-1].id, "rate", 2025, 10_000_000 + n, PRINTED))
        steps.append(StepRecord(lines[-1].id, "rate", 2026, 10_000_000 + n * 37 % 1_000_003, PRINTED))
    years = tuple(range(2025, 2032))
    large = build_portfolio(title="大", title_en="l", years=years, programs=programs, lines=lines, steps=steps)
    save_document(new_document(large), tmp_path / "large.bplan")
    assert_one_readable_page(made(run, tmp_path / "large.bplan", tmp_path / "large.pdf"))


def test_an_existing_ending_is_kept_and_an_unwritable_place_refused(
    file: Path, run: Run, tmp_path: Path, refused: Refused
) -> None:
    made(run, file, tmp_path / "brief")
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert "cannot be written" in refused("brief", file, "-o", tmp_path / "none" / "a.pdf")
