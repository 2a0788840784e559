"""The pictures at every size, zoom and language: nothing of them is cut, outside or over something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from planner.app.overview.pictures import PICTURES, heights, placed, rows_for
from planner.app.overview.scene import Scene
from planner.app.widgets.charts.canvas import Canvas, ticks, wrapped
from planner.app.widgets.charts.picture_panel import ABOVE, MARGIN
from planner.app.widgets.tokens import LIGHT, Tokens
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Program
from planner.core.overview.overview import Overview, overview
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.app.recorder import Recorder, misplaced
from tests.samples import PRINTED, small_portfolio


def facts_of(document: Document, scenario: int) -> Overview:
    base = evaluate_base(document.portfolio)
    numbers = (BASE, *(each.number for each in document.scenarios))
    evaluations = {number: evaluate_scenario(document, base, number) for number in numbers}
    return overview(
        document,
        scenario,
        evaluations.__getitem__,
        ceilings=document.all_ceilings(published_rules(document.portfolio.request_year)),
        examination=examine(document, evaluations[scenario], scenario),
        checked=figures(evaluations[scenario]),
    )


def built_in() -> Document:
    made = set_values(new_document(built_in_portfolio()), 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)], "差")
    for number in range(2, 8):
        made = branch(made, 1, f"大臣説明用の案{number}（名前の長いシナリオ）")
    cuts = [Entry("strategic/team", "rate", 2026, 1_000_000), Entry("ssh/rest", "rate", 2026, 1)]
    return set_values(made, 2, cuts, "重点化のための縮減")


def classified() -> Document:
    """Every line a discretionary request, so that the ceilings can be judged and stand over whole totals."""
    made = built_in()
    lines = made.portfolio.lines.ids
    return set_values(made, 1, [Entry(line, key, 2026, 1) for line in lines for key in ("demand", "expense")])


def without_printed() -> Document:
    """Large and long: many programs without a figure last year, and amounts of six digits of 億円."""
    programs, lines, steps = [], [], []
    for n in range(30):
        programs.append(Program(f"p{n}", "", "1", f"とても長い名前の事業{n}" * 3, f"a program of a long name {n} " * 3))
        lines.append(LineRecord(f"p{n}/l", f"p{n}", "積算", "line", "式"))
        steps.append(StepRecord(f"p{n}/l", "quantity", 2025, 1, PRINTED))
        steps.append(StepRecord(f"p{n}/l", "rate", 2025, None if n < 4 else 10**12 - n * 10**9, PRINTED))
        steps.append(StepRecord(f"p{n}/l", "rate", 2026, 9 * 10**11 + n * 10**10 // 3, PRINTED))
    years = tuple(range(2025, 2032))
    made = build_portfolio(title="大", title_en="large", years=years, programs=programs, lines=lines, steps=steps)
    return new_document(made)


def falling_to_nothing() -> Document:
    lines = [LineRecord("p/l", "p", "積算", "line", "件")]
    steps = [StepRecord("p/l", "quantity", 2025, 1, PRINTED), StepRecord("p/l", "rate", 2025, 5000, PRINTED)]
    steps.append(StepRecord("p/l", "rate", 2026, 0, PRINTED))
    programs = [Program("p", "", "1", "事業", "program")]
    years = (2025, 2026, 2027)
    return new_document(
        build_portfolio(title="小", title_en="small", years=years, programs=programs, lines=lines, steps=steps)
    )


DOCUMENTS: dict[str, Callable[[], tuple[Document, int]]] = {
    "built in": lambda: (built_in(), 2),
    "classified": lambda: (classified(), 2),
    "its base": lambda: (built_in(), BASE),
    "three lines": lambda: (new_document(small_portfolio()), 1),
    "large": lambda: (without_printed(), 1),
    "to nothing": lambda: (falling_to_nothing(), 1),
}
WIDTHS = [(1872, 1.0), (1318, 1.0), (1232, 1.0), (912, 1.0), (836, 1.0), (900, 0.8), (1318, 2.0), (1216, 1.2)]
"""Widths of the page and zooms: those of the desks that there are, of paper, and the ends of the zoom."""


def faults(scene: Scene, width: int, zoom: float) -> Iterator[str]:
    """What of the pictures does not stand where it can be read."""
    rows = rows_for(width / zoom)
    high = round(sum(heights(rows)) * zoom)
    image = QImage(QSize(width, high), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for picture, place in placed(rows, QRectF(0, 0, width, high)):
        canvas = Recorder(painter, zoom)
        room = place.adjusted(MARGIN * zoom, ABOVE * zoom, -MARGIN * zoom, -ABOVE * zoom)
        marks = picture.draw(canvas, room, scene)
        yield from (f"{picture.key}: {each}" for each in misplaced(canvas, marks, place))
    painter.end()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_cut_outside_or_over_something_else(
    dressed: Callable[[Tokens], None], name: str, language: str
) -> None:
    dressed(LIGHT)
    scene = Scene(facts_of(*DOCUMENTS[name]()), texts_for(language))
    found = [f"{width}×{zoom}: {each}" for width, zoom in WIDTHS for each in faults(scene, width, zoom)]
    assert found == []


def test_every_mark_leads_somewhere_and_is_told_with_figures(dressed: Callable[[Tokens], None]) -> None:
    dressed(LIGHT)
    image = QImage(QSize(700, 400), QImage.Format.Format_RGB32)
    for name, made in DOCUMENTS.items():
        scene = Scene(facts_of(*made()), texts_for("ja"))
        painter = QPainter(image)
        for picture in PICTURES:
            marks = picture.draw(Canvas(painter, LIGHT, 1), QRectF(0, 0, 700, 400), scene)
            assert marks, name
            assert all(mark.name and mark.goal for mark in marks)
            assert all(len(mark.figures) <= len(picture.heads) for mark in marks)
        painter.end()


def test_ticks_are_round_few_and_within() -> None:
    for low, high in ((0, 1), (0, 4_170), (3_600, 4_200), (7, 9), (-50, 120), (0, 0), (105_000, 105_545)):
        found = list(ticks(low, high))
        assert all(low <= each <= high for each in found)
        assert 1 <= len(found) <= 6
        assert len({b - a for a, b in pairwise(found)}) <= 1


def test_words_are_broken_where_they_fit(dressed: Callable[[Tokens], None]) -> None:
    dressed(LIGHT)
    image = QImage(QSize(10, 10), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    font = Canvas(painter, LIGHT, 1).font(9)
    painter.end()
    metrics = QFontMetricsF(font)
    for text in ("Not itemised before", "前年度の公表がないもの", "Donaudampfschifffahrt", "x"):
        for width in (20, 40, 60):
            parts = wrapped(text, font, width)
            assert "".join(parts) == text
            assert all(metrics.horizontalAdvance(each.rstrip()) <= width or len(each) == 1 for each in parts)
