"""The sheet 後年度負担 as LibreOffice recalculates it, beside the program in every year; the sheet 債務負担."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from planner.core.calculation.burden import burdens, schedule_of
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Document
from planner.files.plain.sheet import FIRST_ROW, Band, value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.front.charts import PLACES as CHARTED
from planner.files.submission.sheets.years.later_years import later_years_sheet
from planner.files.submission.sheets.years.line_years import EARLIER, REQUEST, WHOLE, Layout
from planner.files.submission.sheets.years.years_chart import DECIDED
from tests.exports import Export, export_of, rows_of, written
from tests.libreoffice import Office


def layout(export: Export) -> Layout:
    return Layout(export.document.portfolio.years, range(0))


def as_requested() -> Document:
    return new_document(built_in_portfolio())


def changed() -> Document:
    """Other durations, people who leave, rates of the year, rates that grow, fewer taken in later."""
    document = as_requested()
    dc1, pd = "fellows/dc/dc1", "fellows/pd/pd"
    entries = [Entry(dc1, "duration", 2027, 4), Entry(dc1, "retention", 2, Fraction(95, 100))]
    entries += [Entry(pd, "rate_rule", 2026, 0), Entry(pd, "quantity", 2028, 300), Entry(pd, "rate", 2029, 5_500_001)]
    document = set_values(document, 1, entries, "試算")
    document = set_growth(document, 1, "wage", Fraction(2, 100))
    return set_growth(document, 1, "price", Fraction(-1, 100))


def longer() -> Document:
    return set_last_year(changed(), 2040)


def shorter() -> Document:
    return set_last_year(as_requested(), 2026)


CASES = {"as requested": as_requested, "changed": changed, "longer": longer, "shorter": shorter}


@pytest.fixture(scope="module")
def recalculated(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Export, Path]]:
    """Each case, with the workbook as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("years")
    exports = {name: export_of(make(), 1, ExportOptions()) for name, make in CASES.items()}
    paths = [written(export, folder / f"{name}.xlsx") for name, export in exports.items()]
    return dict(zip(exports, zip(exports.values(), office.recalculated(paths, folder), strict=True), strict=True))


def sheet_rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return rows_of(path, sheet)[FIRST_ROW:]


def years_of(row: Sequence[object], export: Export) -> tuple[object, ...]:
    """What all of a row comes to, year by year."""
    form = layout(export)
    return (*row[2:4], *(row[form.year(y)] for y in range(2, len(form.years))))


@pytest.mark.parametrize("case", CASES)
def test_every_year_of_every_program_is_the_programs(
    recalculated: Mapping[str, tuple[Export, Path]], case: str
) -> None:
    export, path = recalculated[case]
    portfolio, evaluation = export.document.portfolio, export.evaluation
    total, *rows = sheet_rows(path, "後年度負担")
    assert years_of(total, export) == tuple(each.amount for each in evaluation.total)
    programs = [row for row in rows if row[layout(export).printed] == "事業"]
    shown = [i for i in range(len(portfolio.programs)) if evaluation.shows_program(i)]
    assert len(programs) == len(shown)
    for row, index in zip(programs, shown, strict=True):
        assert str(row[0]).strip("　") == portfolio.programs[index].name
        assert years_of(row, export) == tuple(each.amount for each in evaluation.program(index))


@pytest.mark.parametrize("case", CASES)
def test_a_line_has_one_row_with_what_is_bound_of_it(
    recalculated: Mapping[str, tuple[Export, Path]], case: str
) -> None:
    export, path = recalculated[case]
    portfolio, evaluation, form = export.document.portfolio, export.evaluation, layout(export)
    found = burdens(evaluation, export.document.all_obligations)
    rows = [row for row in sheet_rows(path, "後年度負担") if row[form.printed] == "積算"]
    shown = [row for index in export.programs for row in export.rows(index)]
    assert [row[form.printed + 1] for row in rows] == [f"{portfolio.lines.ids[row]}|" for row in shown]
    for cells, row in zip(rows, shown, strict=True):
        amounts = tuple(amount if isinstance(amount, int) else None for amount in evaluation.line(row))
        assert years_of(cells, export) == amounts
        for y in range(2, len(form.years)):
            bound = found.line(row)[y]
            assert (cells[form.year(y, EARLIER)] or 0, cells[form.year(y, REQUEST)] or 0) == tuple(bound)


@pytest.mark.parametrize("case", CASES)
def test_what_is_bound_is_added_up_by_what_binds_it(recalculated: Mapping[str, tuple[Export, Path]], case: str) -> None:
    export, path = recalculated[case]
    form, found = layout(export), burdens(export.evaluation, export.document.all_obligations).total()
    total, shares, above, *_rows = sheet_rows(path, "後年度負担")
    for y, burden in enumerate(found[2:], start=2):
        assert [total[form.year(y, part)] for part in range(WHOLE + 1)] == [
            burden.earlier,
            burden.request,
            burden.amount,
        ]
        assert burden.amount is not None and found[1].amount is not None
        assert shares[form.year(y)] == pytest.approx(burden.committed / burden.amount)
        assert above[form.year(y)] == burden.amount - found[1].amount


def test_obligations_stand_with_their_years(recalculated: Mapping[str, tuple[Export, Path]]) -> None:
    export, path = recalculated["changed"]
    rows = sheet_rows(path, "債務負担")
    assert len(rows) == len(export.document.all_obligations) == 3
    known = export.document.all_obligations
    paid = [part.year for each in known for part in schedule_of(export.evaluation, each).instalments]
    end = 4 + max(paid) - min(paid) + 1
    for row, obligation in zip(rows, known, strict=True):
        laid_out = schedule_of(export.evaluation, obligation)
        assert (row[0], row[3]) == (obligation.name, "…" if obligation.total is None else obligation.total)
        amounts = [amount for amount in row[4:end] if amount is not None and amount != "…"]
        assert amounts == [each.amount for each in laid_out.instalments]
        if obligation.total is None:
            assert (amounts, set(row[4:end]), row[end : end + 2]) == ([], {"…", None}, ("…", "…"))
            assert "総額・年割額は資料に印刷されていない" in str(row[end + 2])
        else:
            assert row[end : end + 2] == (obligation.total - laid_out.gap, laid_out.gap)
    assert "R6・R7は総額の残りを均等に割り振った額" in str(rows[0][end + 2])
    assert "R14～R17は総額の残りを均等に割り振った額" in str(rows[1][end + 2])


def test_the_plan_years_are_drawn_from_the_rows_of_the_sheet(
    recalculated: Mapping[str, tuple[Export, Path]],
) -> None:
    """Each year by what decides it; those of a plan without later years are not drawn."""
    export, path = recalculated["changed"]
    found = burdens(export.evaluation, export.document.all_obligations).total()
    parts = [[row[CHARTED[key]] for key in DECIDED] for row in _charted_years(path)]
    later = [[each.earlier, each.request, each.policy] for each in found[2:]]
    amounts = [each.amount for each in found[:2]]
    assert parts[: len(found)] == [[amounts[0], None, None], [None, amounts[1], None], *later]
    assert parts[len(found) :] == [[*each[:2], None] for each in later]
    assert not _charted_years(recalculated["shorter"][1])


def _charted_years(path: Path) -> list[tuple[object, ...]]:
    rows = sheet_rows(path, "図表")
    return [row for row in rows if any(isinstance(row[CHARTED[key]], int | float) for key in DECIDED)]


def test_the_page_of_charts_has_four_of_which_two_show_later_years(tmp_path: Path) -> None:
    def charts(document: Document) -> list[str]:
        path = written(export_of(document, 1, ExportOptions()), tmp_path / "book.xlsx")
        with zipfile.ZipFile(path) as package:
            said = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
        shown = [text for text in said if "'図表'!" in text or "図表!" in text]
        return sorted(title for text in shown for title in re.findall(r"<a:t>図(\d)", text))

    assert charts(as_requested()) == ["1", "2", "3", "4"]
    assert charts(shorter()) == ["1", "2", "3"]


def test_without_later_years_it_says_so_and_has_no_rows_about_them() -> None:
    for document, rows, said in ((shorter(), 1, "要求年度より後の年度の記載なし"), (as_requested(), 3, "過年度決定＝")):
        sheet = later_years_sheet(export_of(document, 1, ExportOptions()))
        bands = [row.band for row in sheet.rows()]
        assert bands[: rows + 2].count(Band.PART) == rows - 1
        assert sheet.note.startswith(said)


def remarks(export: Export) -> list[tuple[str, object]]:
    """What is said beside each program and line, by its name."""
    place = layout(export).printed - 1
    rows = (tuple(map(value_of, row.cells)) for row in later_years_sheet(export).rows())
    return [(str(row[0]).strip("　"), row[place]) for row in rows if len(row) > place]


def test_what_is_not_printed_is_said_of_a_program_of_one_line_as_of_the_line() -> None:
    said = remarks(export_of(as_requested(), 1, ExportOptions()))
    at = said.index(("全国アントレプレナーシップ醸成促進事業", "R9～R13：公表なし"))
    assert said[at + 1] == ("単価と数のそろわない額", "R9～R13：公表なし")
    assert ("SPring-8の高度化（SPring-8-Ⅱ）", "R7：公表なし") in said


@pytest.mark.parametrize(
    ("language", "growth", "term"),
    [
        ("ja", "単価の伸び（作成時）：物価 年△1%、賃金 年2%。", "年限：R9採用から4年"),
        ("en", "Growth of rates a year, as written: prices △1%, wages 2%.", "Term: 4 years from the R9 intake on"),
    ],
)
def test_growth_and_other_terms_that_later_years_rest_on_are_said(language: str, growth: str, term: str) -> None:
    export = export_of(changed(), 1, ExportOptions(language=language))
    assert growth in later_years_sheet(export).note
    assert term in [said for _name, said in remarks(export)]
    assert growth[:6] not in later_years_sheet(export_of(as_requested(), 1, ExportOptions(language=language))).note
