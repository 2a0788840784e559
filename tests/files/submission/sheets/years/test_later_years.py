"""The sheet 後年度負担 as LibreOffice recalculates it, beside the program in every year; the sheet 債務負担."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from planner.core.calculation.burden import burdens, schedule_of
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import Document
from planner.files.plain.sheet import FIRST_ROW
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.years.later_years import EARLIER, KEYS, POLICY, REQUEST
from tests.exports import Export, export_of, rows_of, values, written
from tests.libreoffice import Office

NAME, KIND, TIER, FIRST = KEYS.index("name"), KEYS.index("kind"), KEYS.index("tier"), len(KEYS)


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


def years_of(row: Sequence[object], count: int) -> tuple[object, ...]:
    return tuple(row[FIRST : FIRST + count])


@pytest.mark.parametrize("case", CASES)
def test_every_year_of_every_program_is_the_programs(
    recalculated: Mapping[str, tuple[Export, Path]], case: str
) -> None:
    export, path = recalculated[case]
    portfolio, evaluation = export.document.portfolio, export.evaluation
    count = len(portfolio.years)
    total, *rows = sheet_rows(path, "後年度負担")
    assert years_of(total, count) == tuple(each.amount for each in evaluation.total)
    programs = [row for row in rows if row[KIND] == "事業"]
    shown = [i for i in range(len(portfolio.programs)) if evaluation.shows_program(i)]
    assert len(programs) == len(shown)
    for row, index in zip(programs, shown, strict=True):
        assert str(row[NAME]).strip("　") == portfolio.programs[index].name
        assert years_of(row, count) == tuple(each.amount for each in evaluation.program(index))


@pytest.mark.parametrize("case", CASES)
def test_the_vintages_of_a_line_add_up_to_it(recalculated: Mapping[str, tuple[Export, Path]], case: str) -> None:
    export, path = recalculated[case]
    portfolio, evaluation = export.document.portfolio, export.evaluation
    label = portfolio.lines.labels[portfolio.line_index["fellows/dc/dc1"]]
    rows = [row for row in sheet_rows(path, "後年度負担") if str(row[NAME]).strip("　") == label]
    assert len(rows) >= 3
    for y, amount in enumerate(evaluation.line(portfolio.line_index["fellows/dc/dc1"])):
        assert sum(int(str(row[FIRST + y] or 0)) for row in rows) == amount


@pytest.mark.parametrize("case", CASES)
def test_what_is_bound_is_added_up_by_what_binds_it(recalculated: Mapping[str, tuple[Export, Path]], case: str) -> None:
    export, path = recalculated[case]
    found = burdens(export.evaluation, export.document.all_obligations).total()
    _total, earlier, request, policy, above, *_rows = sheet_rows(path, "後年度負担")
    assert [row[TIER] for row in (earlier, request, policy)] == [ja for ja, _en in (EARLIER, REQUEST, POLICY)]
    for y, burden in enumerate(found):
        at = FIRST + y
        if y < 2:
            assert earlier[at] is request[at] is policy[at] is above[at] is None
        else:
            assert (earlier[at], request[at], policy[at]) == (burden.earlier, burden.request, burden.policy)
            assert burden.amount is not None and found[1].amount is not None
            assert above[at] == burden.amount - found[1].amount


def test_obligations_stand_with_their_years(recalculated: Mapping[str, tuple[Export, Path]]) -> None:
    export, path = recalculated["changed"]
    rows = sheet_rows(path, "債務負担")
    assert len(rows) == len(export.document.all_obligations) == 3
    known = export.document.all_obligations
    end = 4 + max(each.last_year for each in known) - min(each.first_year for each in known) + 1
    for row, obligation in zip(rows, known, strict=True):
        laid_out = schedule_of(export.evaluation, obligation)
        assert (row[0], row[3]) == (obligation.name, obligation.total)
        amounts = [amount for amount in row[4:end] if amount is not None]
        assert amounts == [each.amount for each in laid_out.instalments]
        if obligation.total is None:
            assert (amounts, row[end : end + 2]) == ([], (None, None))
            assert "総額・年割額は資料に印刷されていない" in str(row[end + 2])
        else:
            assert row[end : end + 2] == (obligation.total - laid_out.gap, laid_out.gap)
    assert "R6・R7は総額の残りを均等に割り振った額" in str(rows[0][end + 2])


def test_the_chart_is_drawn_from_the_rows_of_the_sheet(recalculated: Mapping[str, tuple[Export, Path]]) -> None:
    export, path = recalculated["changed"]
    found = burdens(export.evaluation, export.document.all_obligations).total()[2:]
    rows = [row[1:5] for row in sheet_rows(path, "図表（後年度）")[: len(found)]]
    assert rows == [(each.earlier, each.request, each.policy, each.amount) for each in found]
    assert "図表（後年度）" not in values(recalculated["shorter"][1])


def test_later_years_have_a_chart_where_there_are_any(tmp_path: Path) -> None:
    def charts(document: Document) -> int:
        path = written(export_of(document, 1, ExportOptions()), tmp_path / "book.xlsx")
        with zipfile.ZipFile(path) as package:
            said = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
        return sum("図表（後年度）" in text for text in said)

    assert (charts(as_requested()), charts(shorter())) == (1, 0)
