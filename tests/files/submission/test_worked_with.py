"""Random submissions worked with in a spreadsheet: what is typed and sorted there is the edit in the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import ironcalc
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from planner.core.errors import UserError
from planner.core.money import Unit, round_ratio
from planner.files.plain.sheet import FIRST_ROW
from planner.files.submission.factors import factors
from planner.files.submission.options import SheetKind
from planner.files.submission.request import AgedVintages
from planner.files.submission.sheets.figures.data import data_columns
from planner.files.submission.sheets.figures.summary import PLACES
from planner.files.submission.sheets.figures.three_columns import KEYS
from planner.files.submission.sheets.front.reconciliation import OTHER
from planner.files.submission.sheets.years.line_years import BEFORE
from tests.exports import Export, exports, written
from tests.files.submission.by_key import charted_causes, differing, sheets_in
from tests.files.submission.typing_in import Edit, drivers, edits
from tests.libreoffice import Office, Order
from tests.strategies import examples

DOCUMENTS = 10
Book = Mapping[str, Sequence[Sequence[Any]]]


def both(edit: Edit | None, folder: Path, name: str) -> tuple[Path, Path] | None:
    """The workbooks before and after, made by the program; nothing where it refuses one."""
    if edit is None:
        return None
    try:
        return written(edit.export, folder / f"{name}.xlsx"), written(edit.after, folder / f"{name}-after.xlsx")
    except UserError:
        return None


def broken(book: Book, export: Export) -> set[str]:
    """The checks of 照合 that do not hold: of a request itself, those of obligations that do not add up."""
    rows = book[export.sheet_name(SheetKind.RECONCILIATION)][FIRST_ROW:]
    return {str(row[1]) for row in rows if row[5] == export.say(*OTHER)}


def assert_is_the_edit(found: Book, expected: Book, edit: Edit) -> None:
    """Every dependent sheet is the program's, and what does not add up is what does not in the request itself."""
    assert differing(found, expected, edit.after) == []
    assert broken(found, edit.export) == broken(expected, edit.export)
    charts, reasons = (edit.export.sheet_name(kind) for kind in (SheetKind.CHARTS, SheetKind.REASONS))
    causes = charted_causes(found.get(charts, []))
    if causes and reasons in found and edit.export.options.unit is not Unit.OKU:
        assert sum(causes) == pytest.approx(found[reasons][FIRST_ROW][3]), "what is in no cause has a bar of its own"


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(edits())
def test_what_is_typed_is_the_edit_in_the_program(tmp_path_factory: pytest.TempPathFactory, edit: Edit | None) -> None:
    """In the second engine, which types fast."""
    folder = tmp_path_factory.mktemp("typed")
    books = both(edit, folder, "book")
    assume(books)
    assert edit is not None and books is not None
    before, after = books
    engine = ironcalc.load_from_xlsx(str(before), "en", "Asia/Tokyo", "en")
    sheet = list(sheets_in(before)).index(edit.export.places.sheet)
    for driver, value in edit.typed:
        engine.set_user_input(sheet, *driver.place, str(value))
    engine.evaluate()
    engine.save_to_xlsx(str(folder / "typed.xlsx"))
    assert_is_the_edit(sheets_in(folder / "typed.xlsx"), sheets_in(after), edit)


# ---------------------------------------------------------------- in LibreOffice


def types(edit: Edit) -> Iterator[list[object]]:
    """The steps that type the figures into the sheet, free for editing."""
    sheet = edit.export.places.sheet
    yield ["unprotect", sheet]
    for (row, column), value in ((driver.place, value) for driver, value in edit.typed):
        yield ["type", sheet, f"{get_column_letter(column)}{row}", value]


def sorts(edit: Edit, column: int, ascending: bool) -> Iterator[list[object]]:
    """The steps that sort the rows by a column, then show those of lines alone."""
    places = edit.export.places
    last = get_column_letter(len(places.columns))
    yield ["sort", places.sheet, f"A{FIRST_ROW + 1}:{last}{places.end}", column, ascending]
    cells = f"A{FIRST_ROW}:{last}{places.end}"
    yield ["show only", places.sheet, cells, places.columns["kind"], places.marks.line]


def test_what_is_typed_in_libreoffice_is_the_edit_also_where_rows_were_sorted(office: Office, tmp_path: Path) -> None:
    orders: list[Order] = []
    expected: list[tuple[Edit, Path]] = []

    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(edits(), st.integers(0, 99), st.booleans())
    def gather(edit: Edit | None, column: int, ascending: bool) -> None:
        number = len(expected)
        books = both(edit, tmp_path, str(number)) if number < 2 * DOCUMENTS else None
        if edit is not None and books is not None:
            sort = [*types(edit), *sorts(edit, column % len(edit.export.places.columns), ascending)]
            for name, steps in (("typed", list(types(edit))), ("sorted", sort)):
                orders.append(Order(books[0], steps, tmp_path / f"{number}-{name}.xlsx"))
                expected.append((edit, books[1]))

    gather()
    assert len(expected) >= DOCUMENTS
    for (edit, after), path in zip(expected, office.worked(orders), strict=True):
        assert_is_the_edit(sheets_in(path), sheets_in(after), edit)


# ---------------------------------------------------------------- what an examiner types


class Examined(NamedTuple):
    """A figure that an examiner gives for a vintage of a line: a rate, a quantity or an amount."""

    export: Export
    row: int
    shown: AgedVintages
    key: str
    value: int

    @property
    def cell(self) -> str:
        """Its cell in 積算内訳, which is free while the sheet is protected."""
        column = self.export.places.columns[f"examined_{self.key}"]
        return f"{get_column_letter(column + 1)}{FIRST_ROW + self.export.positions[self.row, self.shown.age]}"

    @property
    def settled(self) -> int:
        """What it comes to: the amount, or the rate or quantity in place of the one requested."""
        now, found = self.shown.now, factors(self.shown.now)
        assert found is not None
        rate = self.value if self.key == "rate" else now.rate or 0
        people = self.value if self.key == "people" else now.intake
        rounding = self.export.portfolio.lines.rounding_of(self.row)
        asked = round_ratio(rate * people * found.numerator, found.divisor, rounding.mode, rounding.unit)
        return self.value if self.key == "amount" else asked


@st.composite
def examinations(draw: st.DrawFn) -> Examined | None:
    """A figure for a line that is requested; nothing where there is none, or no columns for an examiner."""
    drawn = draw(exports())
    options = replace(drawn.options, sheets=frozenset(SheetKind), examiner=True)
    export = Export(drawn.document, drawn.evaluation, drawn.scenario, options)
    lines = sorted({driver.line for driver in drivers(export) if export.vintages[driver.line][0].now.rate is not None})
    if not lines:
        return None
    row = draw(st.sampled_from(lines))
    key = draw(st.sampled_from(["rate", "people", "amount"]))
    return Examined(export, row, export.vintages[row][0], key, draw(st.integers(0, 9_000)))


def test_what_an_examiner_types_settles_its_row_and_the_totals(office: Office, tmp_path: Path) -> None:
    """三段表 by key after he typed, in LibreOffice: the row he typed in, and no other."""
    found: list[Examined] = []
    orders: list[Order] = []

    @settings(max_examples=examples(40), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(examinations())
    def gather(one: Examined | None) -> None:
        if one is None or len(found) == DOCUMENTS:
            return
        try:
            book = written(one.export, tmp_path / f"{len(found)}.xlsx")
        except UserError:
            return
        typed = ["type", one.export.places.sheet, one.cell, one.value]
        orders.append(Order(book, [typed], tmp_path / f"{len(found)}-examined.xlsx"))
        found.append(one)

    gather()
    assert len(found) > DOCUMENTS / 2
    for one, order, path in zip(found, orders, office.worked(orders), strict=True):
        book = sheets_in(path)
        rows = book[one.export.sheet_name(SheetKind.THREE_COLUMNS)]
        settled, cut, key = (KEYS.index(each) for each in ("settled", "cut", "key"))
        own = one.export.places.vintage_key(one.row, one.export.intake_year(one.row, one.shown))
        asked = one.shown.now.amount
        assert isinstance(asked, int)
        for row in rows[FIRST_ROW:]:
            if row[key] == own:
                assert (row[settled], row[cut]) == (one.settled, asked - one.settled)
            elif "|" in str(row[key]):
                assert row[cut] in (0, "")
        total = rows[FIRST_ROW - 1]
        assert total[cut] == asked - one.settled
        assert total[settled] == one.export.evaluation.total[1].yen - total[cut]
        assert broken(book, one.export) == broken(sheets_in(order.book), one.export)


# ---------------------------------------------------------------- errors


class Slip(NamedTuple):
    """A cell of a sheet, row and column from 1, over whose formula a number is typed; what 照合 has to say of it."""

    kind: SheetKind
    row: int
    column: int
    turned: frozenset[str]


def slips(export: Export, book: Book) -> Iterator[Slip]:
    """Sums and amounts of a Japanese submission in yen, with the beginnings of the checks that are to turn."""
    year = export.year(export.portfolio.request_year)
    later = export.portfolio.years[2]

    def rows(kind: SheetKind, column: int) -> Iterator[tuple[int, Sequence[Any]]]:
        for at, row in enumerate(book[export.sheet_name(kind)], start=1):
            if at >= FIRST_ROW and column < len(row) and isinstance(row[column], float):
                yield at, row

    def slip(kind: SheetKind, at: int, column: int, *turned: str) -> Slip:
        return Slip(kind, at, column + 1, frozenset(turned))

    def by_program(index: int) -> Iterator[str]:
        """The checks of a program at the top, which has them if it has a request."""
        if export.evaluation.program(index)[1].amount is not None:
            yield from (f"{year}　事業ごと：データ", export.program_name(index))

    at_top = {export.places.program_key(index): index for index in export.programs if not export.depth(index)}
    for at, row in rows(SheetKind.SUMMARY, 2):
        if row[10] != "":
            own = {0: ["総括表の合計"], 1: ["総括表の事業の計", "総括表の全階層"]}.get(int(row[10]), ["総括表の全階層"])
            yield slip(SheetKind.SUMMARY, at, 2, *(f"{year}：{each}" for each in own))
    for at, row in rows(SheetKind.DETAIL, 4):
        if at == FIRST_ROW + 1 or row[10] == 1:
            yield slip(SheetKind.DETAIL, at, 4, f"{year}：明細表の{'合計' if at == FIRST_ROW + 1 else '事項の計'}")
    for column in (PLACES["asked"], PLACES["wished"]):
        for at, row in rows(SheetKind.SUMMARY, column):
            if row[10] != "":
                yield slip(SheetKind.SUMMARY, at, column, "総括表の要求額 ＋ 要望額")
    names = export.places.columns
    for column in (names["asked"], names["wished"]):
        for at, row in rows(SheetKind.CALCULATION, column):
            what = "事業" if row[names["kind"]] == export.places.marks.program else "積算"
            yield slip(SheetKind.CALCULATION, at, column, f"積算内訳の要求額 ＋ 要望額（{what}の行）")
    for at, row in rows(SheetKind.CALCULATION, names["request"]):
        if row[names["kind"]] == export.places.marks.program:
            yield slip(SheetKind.CALCULATION, at, names["request"], f"{year}：積算内訳の全階層")
        elif row[names["divisor"]] != "":
            of = by_program(at_top[row[names["level1"]]])
            yield slip(SheetKind.CALCULATION, at, names["request"], f"{year}：データの計上＝1の計", *of)
    for at, row in rows(SheetKind.THREE_COLUMNS, 11):
        above = at == FIRST_ROW  # the totals stand above the headings
        if above or row[16] != "":
            yield slip(SheetKind.THREE_COLUMNS, at, 11, f"三段表の査定の{'合計' if above else '行の計'}")
    for at, row in rows(SheetKind.THREE_COLUMNS, 5):
        above = at == FIRST_ROW
        if above or row[16] != "":
            yield slip(SheetKind.THREE_COLUMNS, at, 5, f"三段表の前年度の{'合計' if above else '行の計'}")
    whole = BEFORE + 2
    for at, _row in rows(SheetKind.LATER_YEARS, BEFORE):
        if at == FIRST_ROW + 1:
            yield slip(SheetKind.LATER_YEARS, at, BEFORE, f"{export.year(later)}：後年度負担の決定済みの合計")
    for at, row in rows(SheetKind.LATER_YEARS, whole):
        if at == FIRST_ROW + 1:
            yield slip(SheetKind.LATER_YEARS, at, whole, f"{export.year(later)}：後年度負担の合計")
        elif row[BEFORE + 3 * (len(export.portfolio.years) - 2) + 1] == export.places.marks.line:
            yield slip(SheetKind.LATER_YEARS, at, whole, f"{export.year(later)}：後年度負担の積算の計")
    data = {key: place for place, key in enumerate(data_columns(export))}
    for at, row in rows(SheetKind.DATA, data["amount"]):
        if row[data["counted"]] == 1 and row[data["year"]] == export.portfolio.request_year:
            of = by_program(export.portfolio.program_index[row[data["top"]]])
            yield slip(SheetKind.DATA, at, data["amount"], f"{year}：データの計上＝1の計", *of)


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(exports(), st.data())
def test_a_number_typed_over_a_formula_turns_its_checks_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, drawn: Export, data: st.DataObject
) -> None:
    options = replace(drawn.options, sheets=frozenset(SheetKind), language="ja", unit=Unit.YEN, examiner=True)
    export = Export(drawn.document, drawn.evaluation, drawn.scenario, options)
    folder = tmp_path_factory.mktemp("slip")
    try:
        book = sheets_in(written(export, folder / "book.xlsx"))
    except UserError:
        return
    possible = list(slips(export, book))
    assume(possible)
    slip = data.draw(st.sampled_from(possible))
    engine = ironcalc.load_from_xlsx(str(folder / "book.xlsx"), "en", "Asia/Tokyo", "en")
    sheet = export.sheet_name(slip.kind)
    was = book[sheet][slip.row - 1][slip.column - 1]
    engine.set_user_input(list(book).index(sheet), slip.row, slip.column, str(int(was) + 1_000))
    engine.evaluate()
    engine.save_to_xlsx(str(folder / "wrong.xlsx"))
    turned = broken(sheets_in(folder / "wrong.xlsx"), export) - broken(book, export)
    wrong = sorted(each for each in turned if not each.startswith("一致しないもの"))
    assert {each for each in slip.turned for name in wrong if name.startswith(each)} == slip.turned, (slip, wrong)
    assert [each for each in wrong if not each.startswith(tuple(slip.turned))] == [], slip
