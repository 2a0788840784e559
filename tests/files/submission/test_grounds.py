"""Every sentence of a sheet is true of the value it stands beside, or is headed as the source of the value before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import intake_at, longest, value_at
from planner.core.calculation.in_force import effective
from planner.core.edits.changes import revert
from planner.core.edits.scenarios import branch, delete_scenario, lock
from planner.core.edits.structure import duplicate_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.model.lines import Cell, Line
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Program
from planner.files.plain.sheet_text import cell_text
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.handover import Handover
from planner.files.submission.options import SHEET_NAMES, ExportOptions, SheetKind
from planner.files.submission.submission import described
from tests.english import rows_with_notes
from tests.exports import export_of
from tests.samples import DC1, SCHOOLS, small_portfolio
from tests.strategies import YEARS, examples, fractions_to, line_record, line_shapes

REQUEST = YEARS[1]
STATED = re.compile(r"〔([^|〕]+)\|(\w+)\|(\d+)\|([^〕]+)〕")
"""A figure in a sentence of the sheets: line, driver, year, value."""

BEFORE, FROM_BEFORE = "前の値の出典：", "変更前の値による"
LABELS = ("単価", "員数", "回数・月数", "率")
STATED_REASON = re.compile(r"理由\d+番")


def texts(handover: Handover) -> Iterator[tuple[str, list[str]]]:
    """The name of the sheet and the texts of the cells of every row, that of the note below it last.

    Rows of 出典 name their line, which stands there where its figures begin.
    """
    sources, line = SHEET_NAMES[SheetKind.SOURCES][0], ""
    for sheet in described(handover):
        for *cells, note in rows_with_notes(sheet):
            row = [*(cell_text(sheet, column, cell) for column, cell in enumerate(cells)), str(note)]
            if sheet.name == sources:
                line = row[0] = row[0] or line
            yield sheet.name, row


def stated(line: str, key: str, year: int, value: object) -> str:
    return f"〔{line}|{key}|{year}|{value}〕"


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Scenarios over a portfolio each of whose sentences states figures: that of its step, often others of the line."""
    amounts: dict[str, st.SearchStrategy[Value]] = {
        "rate": st.integers(-9_000, 9_000),
        "quantity": st.integers(0, 50),
        "times": st.sampled_from(fractions_to(3, 6)),
        "share": st.sampled_from(fractions_to(1, 6)),
    }
    shapes = draw(st.lists(line_shapes, min_size=1, max_size=3))
    lines = [line_record(shape, f"p/l{n}", "p", complete=True) for n, shape in enumerate(shapes)]
    steps: list[StepRecord] = []
    for line in lines:
        years = {key: sorted({2020, *draw(st.lists(st.integers(2023, 2027), max_size=2))}) for key in amounts}
        figures = {(key, year): draw(amounts[key]) for key in years for year in years[key]}
        together = {year: draw(st.booleans()) for _, year in figures}
        for (key, year), value in figures.items():
            same = {other: stated(line.id, other, year, figures[other, year]) for other, y in figures if y == year}
            basis = draw(st.sampled_from(Basis))
            solved = basis in (Basis.DERIVED, Basis.ASSUMED) and draw(st.booleans())
            quote = "".join(same.values()) if together[year] else same[key]
            origin = Origin(basis, "1", quote, "".join(same.values()) if solved else "")
            steps.append(StepRecord(line.id, key, year, value, origin))
    portfolio = build_portfolio(
        title="試験", years=YEARS, programs=[Program("p", "", "1", "事業", "program")], lines=lines, steps=steps
    )
    settable = amounts | {"demand": st.integers(0, 3), "present": st.integers(0, 1), "duration": st.integers(1, 3)}
    document = branch(branch(new_document(portfolio), 1, "子"), 2, "孫")
    for number in range(draw(st.integers(1, 6))):
        entries = []
        for _ in range(draw(st.integers(1, 3))):
            key = draw(st.sampled_from(sorted(settable)))
            given_value = draw(st.one_of(st.none(), settable[key]))
            entries.append(Entry(draw(st.sampled_from(lines)).id, key, draw(st.integers(2024, 2027)), given_value))
        scenario = draw(st.sampled_from(document.scenarios)).number
        try:
            document = set_values(document, scenario, entries, f"理由{number}番")
            how = draw(st.sampled_from(["leave", "leave", "revert", "lock", "delete"]))
            document = _moved(document, how, scenario)
        except UserError:
            continue
    return document


def _moved(document: Document, how: str, scenario: int) -> Document:
    """The latest change taken back; the scenario locked, or gone while there are others."""
    if how == "revert" and document.changes:
        return revert(document, document.changes[-1].number, "取消")
    if how == "lock":
        return lock(document, scenario)
    return delete_scenario(document, scenario) if how == "delete" and len(document.scenarios) > 1 else document


def figures_of(line: Line, sides: Sequence[Line], key: str) -> set[tuple[int, str]]:
    """The steps, by first year and value, that a driver has where the request counts it.

    That is this year, and years whose intakes may be there; the rate of such a year only where it is paid on
    (採用年度の単価), and not where neither side takes anybody in: it is paid to nobody.
    """
    earlier = range(REQUEST - longest(line) + 1, REQUEST)
    paid_on = value_at(line.rate_rule, REQUEST) == 1
    counted = [year for year in earlier if key != "rate" or (paid_on and any(intake_at(side, year) for side in sides))]
    starts = [start for start, _value in getattr(line, key)]
    return {
        (max((start for start in starts if start <= year), default=0), str(effective(line, key, year)))
        for year in (*counted, REQUEST)
    }


def headed(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and whether each is headed as what goes by the value before."""
    before = False
    for piece in text.split("　"):
        if piece.startswith(LABELS):
            before = FROM_BEFORE in piece
        yield piece, before or piece.startswith(BEFORE)


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_no_sentence_states_a_figure_that_its_driver_does_not_have(document: Document, data: st.DataObject) -> None:
    """Figures of years gone by, which a sentence may print beside those of the request, are the base's own matter."""
    scenario = data.draw(st.sampled_from(document.scenarios)).number
    handover = export_of(document, scenario, ExportOptions(programs=("p",)))
    index, evaluation = document.portfolio.line_index, handover.evaluation
    sources = SHEET_NAMES[SheetKind.SOURCES][0]
    for name, row in texts(handover):
        former = name == sources and ("前の値" in row[7] or FROM_BEFORE in row[7])
        for piece, before in (found for text in row for found in headed(text)):
            for line, key, year, value in STATED.findall(piece):
                sides = evaluation.drivers(index[line]), evaluation.base.drivers(index[line])
                if name == sources:
                    now, then = ({(int(year), str(effective(side, key, int(year))))} for side in sides)
                else:
                    now, then = (figures_of(side, sides, key) for side in sides)
                stands = value in {figure for _start, figure in now}
                assert stands or (int(year), value) not in then or before or former, (name, piece)


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_every_reason_is_that_of_a_value_in_force(document: Document, data: st.DataObject) -> None:
    scenario = data.draw(st.sampled_from(document.scenarios)).number
    handover = export_of(document, scenario, ExportOptions(programs=("p",)))
    overrides, index = document.overrides(scenario), document.portfolio.line_index
    standing = {line: set(_standing(document, line, overrides[line])) for line in overrides}
    log, calculation = (SHEET_NAMES[kind][0] for kind in (SheetKind.CHANGES, SheetKind.CALCULATION))
    told: dict[str, list[str]] = {}
    for name, row in texts(handover):
        lines = [line for line in overrides if any(line in cell for cell in row)]
        for why in () if name == log else STATED_REASON.findall("　".join(row)):
            assert any(why in standing[line] for line in lines), (name, row)
        for line in lines if name == calculation else ():
            told.setdefault(line, []).extend(row)
    for line, cells in told.items():
        for use in handover.values.used(index[line], REQUEST):
            if use.found.is_changed and use.found.change is not None:
                assert use.found.change.why in "　".join(cells)


def _standing(document: Document, line: str, cells: Mapping[Cell, Value]) -> Iterator[str]:
    """The reasons of changes by which a cell has its value."""
    for change in document.changes:
        for cell, made in change.cells_of.get(line, {}).items():
            if not made.cleared and cells.get(cell) == made.after:
                yield change.why


def test_the_value_before_is_named_only_where_it_is_told() -> None:
    """A rate of the same sentence is in force for earlier intakes, whose rows tell of no value before."""
    document = set_values(new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_200_000)], "")
    newest, *older = export_of(document, 1, ExportOptions()).notes.lines[document.portfolio.line_index[DC1]]
    assert "員数：公表（変更前の値と同じ出典）" in "".join(newest)
    assert ["".join(each) for each in older] == ["作成時の記載：　単価（R7・R6採用）：公表", ""]


def test_a_line_that_is_new_is_newly_requested() -> None:
    document, (new,) = duplicate_lines(new_document(small_portfolio(), "案"), 1, [SCHOOLS])
    for language, said in (("ja", "計上：新規に計上"), ("en", "In the request: newly requested")):
        handover = export_of(document, 1, ExportOptions(language=language))
        (note, *_older) = handover.notes.lines[handover.portfolio.line_index[new]]
        assert said in "".join(note)


def test_the_journey_of_the_readme_is_followed_to_the_last_sentence() -> None:
    """DC1 and DC2 to 3,200千円 because of the pay of starters: what an examiner reads of it, sheet by sheet."""
    lines = ("fellows/dc/dc1", "fellows/dc/dc2")
    document = new_document(built_in_portfolio())
    document = set_values(document, 1, [Entry(line, "rate", 2026, 3_200_000) for line in lines], "民間初任給との差")
    printed = "「新規採用者の研究奨励金の単価増（年額2,400千円 ⇒ 3,072千円）」"
    intake = "採用年度の単価を採用期間中ずっと用いる（単価増は新規採用者から）。"
    solved = "新規採用 (11,811−10,635)百万円 ÷ (3,072−2,400)千円 = 1,750人。"
    reason = "理由：民間初任給との差（変更前の案との差 +82,176,000円、DC2 研究奨励金と同じ変更）"
    rate = ["単価：変更 3,072,000円 → 3,200,000円", f"前の値の出典：公表 {printed} {intake}"]
    handover = export_of(document, 1, ExportOptions(programs=("fellows",)))
    found: dict[str, list[list[str]]] = {}
    of_line = ""
    for name, row in texts(handover):
        of_line = row[0] or of_line  # 出典 names a line where its figures begin
        dc1 = of_line == "fellows/dc/dc1" and name == "出典"
        if dc1 or any(cell in ("fellows/dc/dc1", "　　DC1 研究奨励金") for cell in row):
            found.setdefault(name, []).append(row)

    head = "作成時の記載："
    calculation, *earlier = (row[-1].split("　") for row in found["積算内訳"][:3])
    assert [row[4] for row in found["積算内訳"][:3]] == ["変更（他は仮定）", "", ""]
    assert calculation[:5] == [head, reason, *rate, "員数：導出（変更前の値による）"]
    assert calculation[5].startswith(f"「支援人数 4,142人」 {solved}") and len(calculation) == 6
    assert earlier[0][:3] == [head, "単価（R7・R6採用）：公表", f"「研究奨励金：年額 2,400千円」 {intake}"]
    assert earlier[0][3] == "員数（R7・R6採用）：仮定（変更前の値による）" and earlier[1] == [""]
    why = "　".join([reason, *rate, *calculation[4:]])
    assert found["事業別1 特別研究員事業"][0][-2] == why
    assert found["増減理由"][0][-1].endswith(why)
    bases = [(*row[2].split(" "), row[3], row[4], row[7].partition("　")[0]) for row in found["出典"]]
    assert bases == [
        ("単価（円）", "R5", "", "2,400,000", "公表"),
        ("単価（円）", "R8", "3,072,000", "", "前の値：公表"),
        ("員数（人）", "R5", "", "642", "仮定（変更前の値による）"),
        ("員数（人）", "R8", "", "642", "導出（変更前の値による）"),
        ("単価（円）", "R8", "3,072,000", "3,200,000", "変更（作業案）"),
    ]
    assert found["出典"][-1][8:-1] == [f"前の値の出典：公表 {printed} {intake}", "民間初任給との差"]
    assert {(row[12], row[13]) for row in found["データ"]} >= {
        ("仮定", "2025"),
        ("変更", "2026"),
        ("変更", "2027"),
    }
    outgoing = {"積算内訳", "事業別1 特別研究員事業", "明細表", "増減理由"}
    said = [cell for name, row in texts(handover) if name in outgoing for cell in row]
    assert not any("作業案" in cell for cell in said), "what goes out names no scenario"
