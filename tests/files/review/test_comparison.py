"""Sheets that came back beside those that went out: one thing done is told as one thing, wherever it moves others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.model.handovers import WrittenCell, WrittenSheet
from planner.core.model.handovers import WrittenFormula as F
from planner.files.incoming.cells import CellValue, IncomingSheet, SheetRow
from planner.files.review.comparison import Form, compare
from planner.files.review.differences import SHOWN, Kind, Listing

HEADS = ("事項", "単価", "員数", "金額")


def table(lines: int) -> list[list[WrittenCell]]:
    """A table with a total below and a formula a line."""
    rows: list[list[WrittenCell]] = [["表題"], list(HEADS)]
    for n in range(lines):
        at = len(rows) + 1
        rows.append([f"積算{n}", 1000 + n, 10, F(f"B{at}*C{at}", (1000 + n) * 10)])
    total = sum((1000 + n) * 10 for n in range(lines))
    rows.append(["合計", None, None, F(f"SUM(D3:D{lines + 2})", total)])
    return rows


def sent(lines: int = 6) -> list[WrittenSheet]:
    rows = table(lines)
    links: list[list[WrittenCell]] = [["区分", "額"]]
    links += [[f"先{n}", F(f"'内訳'!D{n + 3}", (1000 + n) * 10)] for n in range(lines)]
    links += [["計", F(f"SUM('内訳'!D3:D{lines + 2})+B2", 0)]]
    return [WrittenSheet("内訳", tuple(map(tuple, rows))), WrittenSheet("総括", tuple(map(tuple, links)))]


def incoming(name: str, rows: Sequence[Sequence[WrittenCell]], numbers: Sequence[int] | None = None) -> IncomingSheet:
    found = []
    for at, row in enumerate(rows):
        values: dict[int, CellValue] = {}
        formulas = {place: f"={cell.text}" for place, cell in enumerate(row) if isinstance(cell, F)}
        for place, cell in enumerate(row):
            value = cell.value if isinstance(cell, F) else cell
            if value is not None:
                values[place] = value
        found.append(SheetRow(at + 1 if numbers is None else numbers[at], values, formulas))
    return IncomingSheet(name, "visible", tuple(found), (), frozenset(), frozenset(), {})


def shifted(rows: Sequence[Sequence[WrittenCell]], moved: Callable[[int], int]) -> list[list[WrittenCell]]:
    """The rows with the references of their formulas moved, as a spreadsheet does."""

    def text(formula: str) -> str:
        return re.sub(r"([A-D])(\d+)", lambda m: f"{m[1]}{moved(int(m[2]))}", formula)

    return [[F(text(cell.text), cell.value) if isinstance(cell, F) else cell for cell in row] for row in rows]


def told(written: Sequence[WrittenSheet], *sheets: IncomingSheet) -> list[tuple[str, str, Kind]]:
    listing = Listing()
    compare(written, sheets, Form("内訳"), listing)
    return [(each.sheet, each.place, each.kind) for each in listing.all([sheet.name for sheet in sheets]).shown]


def test_a_row_put_in_is_told_alone_though_every_reference_moves() -> None:
    written = sent()
    rows = shifted(written[0].rows, lambda row: row + (row > 4))
    rows.insert(4, ["追加", 5])
    links = [
        [
            F(re.sub(r"D(\d+)", lambda m: f"D{int(m[1]) + (int(m[1]) > 4)}", c.text), c.value)
            if isinstance(c, F)
            else c
            for c in row
        ]
        for row in written[1].rows
    ]
    assert told(written, incoming("内訳", rows), incoming("総括", links)) == [("内訳", "5", Kind.ROW_IN)]


def test_a_row_taken_out_shrinks_ranges_and_is_told_alone_but_for_what_led_to_it() -> None:
    written = sent()
    rows = [row for at, row in enumerate(shifted(written[0].rows, lambda row: row - (row > 4))) if at != 4]
    rows[-1][-1] = F("SUM(D3:D7)", 1)
    links = [list(row) for row in written[1].rows]
    for n in range(6):
        links[n + 1][1] = F("#REF!" if n == 2 else f"'内訳'!D{n + 3 - (n > 2)}", 0)
    links[7][1] = F("SUM('内訳'!D3:D7)+B2", 0)
    found = told(written, incoming("内訳", rows), incoming("総括", links))
    assert found == [("内訳", "5", Kind.ROW_OUT), ("総括", "B4", Kind.FORMULA)]


def test_sorted_rows_and_moved_columns_are_told_once() -> None:
    written = sent()[:1]
    rows = [list(row) for row in written[0].rows]
    body = [
        [row[0], row[1], row[2], F(f"B{8 - n}*C{8 - n}", row[3].value if isinstance(row[3], F) else 0)]
        for n, row in enumerate(rows[2:8])
    ]
    assert told(written, incoming("内訳", [*rows[:2], *reversed(body), rows[8]])) == [("内訳", "", Kind.ROWS_MOVED)]
    turned = [list(row) for row in rows]
    for at, row in enumerate(turned[1:], start=2):
        row[1], row[2] = row[2], row[1]
        if 3 <= at <= 8 and isinstance(row[3], F):
            row[3] = F(f"C{at}*B{at}", row[3].value)
    assert told(written, incoming("内訳", turned)) == [("内訳", "", Kind.COLUMNS_MOVED)]


def test_what_is_written_into_blank_columns_is_no_column_put_in_or_taken_out() -> None:
    """As beside charts: the unit stands in the last of some columns without a heading."""
    written = [
        WrittenSheet("内訳", (("題",), (None, None, None, "単位"), ("図", None, None, None, "事項", "額"), *[()] * 3))
    ]
    rows: list[list[WrittenCell]] = [list(row) for row in written[0].rows]
    rows[4], rows[5] = [None, None, 7], [None, None, None, 3]
    assert told(written, incoming("内訳", rows)) == [("内訳", "C5", Kind.WRITTEN), ("内訳", "D6", Kind.WRITTEN)]


def test_a_result_is_told_where_no_figure_explains_it() -> None:
    written = sent()[:1]
    rows = [list(row) for row in written[0].rows]
    wrong = [list(row) for row in rows]
    wrong[3][3] = F("B4*C4", 999)
    wrong[8][3] = F("SUM(D3:D8)", 5)
    assert told(written, incoming("内訳", wrong)) == [("内訳", "D4", Kind.RESULT)], "the total follows from it"
    explained = [list(row) for row in wrong]
    explained[3][1] = 99
    assert told(written, incoming("内訳", explained)) == [("内訳", "B4", Kind.CHANGED)]
    none = [[F(cell.text, None) if isinstance(cell, F) else cell for cell in row] for row in rows]
    assert told(written, incoming("内訳", none)) == [], "a program that does not calculate"


def test_what_is_written_below_a_column_without_a_heading_is_told_alone() -> None:
    """A chart lies over such columns, with the unit above it."""
    rows: list[list[WrittenCell]] = [["図表"], [None, None, None, "単位：円"], ["", "", "", "", "事項", "額"]]
    rows += [["", None, None, None, f"事業{n}", n] for n in range(1, 5)]
    written = [WrittenSheet("図表", tuple(map(tuple, rows)))]
    rows = [[cell or None for cell in row] for row in rows]  # programs keep no empty texts
    rows[4][3] = "追記"
    assert told(written, incoming("図表", rows)) == [("図表", "D5", Kind.WRITTEN)]
    rows[5][2] = "追記"
    assert told(written, incoming("図表", rows)) == [("図表", "D5", Kind.WRITTEN), ("図表", "C6", Kind.WRITTEN)]


def test_what_a_filter_leaves_of_a_subtotal_follows_from_the_rows_it_hides() -> None:
    written = [WrittenSheet("内訳", (*sent()[0].rows, ("見える行", None, None, F("SUBTOTAL(9,D3:D8)", 60_150))))]
    filtered = [*written[0].rows[:-1], ("見える行", None, None, F("SUBTOTAL(9,D3:D8)", 50_140))]
    back = incoming("内訳", filtered)
    assert told(written, replace(back, hidden_rows=frozenset({4}))) == []
    assert told(written, replace(back, hidden_rows=frozenset({2}))) == [("内訳", "D10", Kind.RESULT)]


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        (642, 642.0, None),
        (642, "642", Kind.CHANGED),
        (0.1 + 0.2, 0.3, None),
        ("a\r\nb", "a\nb ", None),
        ("", None, None),
        (None, " ", None),
        (1, True, Kind.CHANGED),
        (None, 0, Kind.WRITTEN),
        (0, None, Kind.EMPTIED),
        (F("B3*C3", 5), 5, Kind.VALUE),
        (F("B3*C3", 5), F("$b$3 * C3", 5), None),
        (F("B3*C3", 5), F("B3*C4", 5), Kind.FORMULA),
        (5, F("2+3", 5), Kind.ENTERED),
    ],
)
def test_a_cell_is_compared_by_what_it_means(then: WrittenCell, now: WrittenCell, kind: Kind | None) -> None:
    rows = [*table(3)[:5], ["別", then, None, None]]
    again = [*rows[:5], ["別", now, None, None]]
    written = [WrittenSheet("内訳", tuple(map(tuple, rows)))]
    expected = [] if kind is None else [("内訳", "B6", kind)]
    assert told(written, incoming("内訳", again)) == expected


def test_many_changes_are_counted_and_few_listed() -> None:
    rows = table(500)
    listing = Listing()
    changed = [
        [cell + 1 if isinstance(cell, int) and place == 1 else cell for place, cell in enumerate(row)] for row in rows
    ]
    compare([WrittenSheet("内訳", tuple(map(tuple, rows)))], [incoming("内訳", changed)], Form("内訳"), listing)
    found = listing.all(["内訳"])
    assert (len(found.shown), found.total, dict(found.more)) == (SHOWN, 500, {("内訳", Kind.CHANGED): 500 - SHOWN})


@given(st.data())
def test_rows_put_in_and_taken_out_at_random_are_found_exactly(data: st.DataObject) -> None:
    rows: list[list[WrittenCell]] = [["見出し", "値", "注"]]
    for n in range(30):
        rows.append([f"行{n}", n * 7, f"注{n % 5}"])
    out = data.draw(st.sets(st.integers(1, 30), max_size=5))
    kept = [row for at, row in enumerate(rows) if at not in out]
    put_in = data.draw(st.lists(st.integers(1, len(kept)), max_size=5))
    for n, at in enumerate(sorted(put_in, reverse=True)):
        kept.insert(at, [f"追加{n}", 100_000 + n, f"審査{n}"])
    counts: Mapping[tuple[str, Kind], int]
    listing = Listing()
    compare([WrittenSheet("表", tuple(map(tuple, rows)))], [incoming("表", kept)], Form(""), listing)
    counts = listing.all(["表"]).counts
    assert counts.get(("表", Kind.ROW_OUT), 0) == len(out)
    assert counts.get(("表", Kind.ROW_IN), 0) == len(put_in)
    assert set(counts) <= {("表", Kind.ROW_OUT), ("表", Kind.ROW_IN)}
