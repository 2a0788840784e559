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
from planner.files.plain.sheet import FIRST_ROW
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.front.reconciliation import OTHER
from tests.exports import Export, exports, written
from tests.files.submission.by_key import differing, sheets_in
from tests.files.submission.typing_in import Driver, drivers, edited
from tests.libreoffice import Office, Order
from tests.strategies import examples

DOCUMENTS = 10
Typed = tuple[Driver, int]
Book = Mapping[str, Sequence[Sequence[Any]]]


class Edit(NamedTuple):
    """A submission with every sheet, figures to be typed into its 積算内訳, and the submission after the same edit."""

    export: Export
    typed: list[Typed]
    after: Export

    def __repr__(self) -> str:
        """Short: Hypothesis prints many at once."""
        return f"<{self.export!r}, {self.typed}>"


@st.composite
def edits(draw: st.DrawFn) -> Edit | None:
    """A random one; nothing where no figure can be typed, or the program refuses the edit."""
    drawn = draw(exports())
    export = Export(
        drawn.document, drawn.evaluation, drawn.scenario, replace(drawn.options, sheets=frozenset(SheetKind))
    )
    cells = drivers(export)
    if not cells:
        return None
    chosen = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=3, unique=True))
    typed = [(cell, draw(cell.values)) for cell in chosen]
    try:
        return Edit(export, typed, edited(export, typed))
    except UserError:
        return None


def both(edit: Edit | None, folder: Path, name: str) -> tuple[Path, Path] | None:
    """The workbooks before and after, made by the program; nothing where it refuses one."""
    if edit is None:
        return None
    try:
        return written(edit.export, folder / f"{name}.xlsx"), written(edit.after, folder / f"{name}-after.xlsx")
    except UserError:
        return None


def findings(book: Book, export: Export) -> list[tuple[str, str]]:
    """What 照合 says: each check with its finding."""
    rows = book[export.sheet_name(SheetKind.RECONCILIATION)][FIRST_ROW:]
    return [(str(row[1]), str(row[5])) for row in rows if row[5]]


def assert_is_the_edit(found: Book, expected: Book, edit: Edit) -> None:
    """Every dependent sheet is the program's, and its checks hold."""
    assert differing(found, expected, edit.after) == []
    assert edit.export.say(*OTHER) not in dict(findings(found, edit.export)).values()


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
