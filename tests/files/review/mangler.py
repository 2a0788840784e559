"""Returned workbooks spoilt by chance, anywhere in them, and what was done: a review has to tell that and no more."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.handovers import keep_record
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.handovers import WrittenCell, WrittenFormula, WrittenSheet
from planner.core.money import Unit
from planner.core.review.columns import EXAMINER
from planner.files.plain.sheet import letter
from planner.files.review.differences import Kind
from planner.files.review.returned import ReviewedBook, read_returned
from planner.files.submission.handover import Handover
from planner.files.submission.options import USUAL, ExportOptions, SheetKind, Sign
from planner.files.submission.places import SETTLED
from planner.files.submission.submission import write_submission
from tests.exports import moved
from tests.files.samples import random_portfolio, said_of

HEADING_ROW = 4
PAGES = (SheetKind.CALCULATION, SheetKind.DATA, SheetKind.DETAIL, SheetKind.THREE_COLUMNS)
KNOWN_BY = ("id", "intake_year", "kind")
Place = tuple[str, str]
"""A sheet and a cell, row or column of it."""


class Sent(NamedTuple):
    """A workbook that went out: the document with the record of it, the file, and what was handed over."""

    document: Document
    path: Path
    handover: Handover

    @property
    def sheets(self) -> Sequence[WrittenSheet]:
        """What stood in it."""
        return self.document.handovers[-1].sheets()

    def sheet(self, kind: SheetKind) -> str:
        """What a sheet of it is called."""
        return self.handover.sheet_name(kind)

    def place(self, key: str) -> int:
        """A column of 積算内訳, from 0."""
        return self.handover.places.columns[key]


@dataclass
class Mangled:
    """What was done: cells that hold something else, by place; and other things, each with the kind it is told as.

    `examined`: cells of the examiner's own columns, each with the id of its line, which the review has to tell of.
    `rows`: how often something happened to rows or columns of a sheet.
    """

    cells: dict[Place, WrittenCell] = field(default_factory=dict)
    examined: dict[Place, tuple[WrittenCell, str]] = field(default_factory=dict)
    looks: dict[Place, Kind] = field(default_factory=dict)
    rows: dict[tuple[str, Kind], int] = field(default_factory=dict)

    @property
    def written(self) -> dict[Place, WrittenCell]:
        """All cells written into."""
        return self.cells | {place: cell for place, (cell, _line) in self.examined.items()}


def sent(folder: Path, seed: int) -> Sent:
    """A random request of every kind with a changed scenario, handed over with all sheets, and recorded."""
    chance = random.Random(seed)
    document = new_document(random_portfolio(seed, 8))
    entries = [Entry(id_, "rate", 2026, 1_234_567) for id_ in document.portfolio.lines.ids[:3]]
    document = said_of(set_values(document, 1, entries, "=単価の改定"), chance)
    evaluation = evaluate(evaluate_base(document.portfolio, document.growth(1)), document.overrides(1))
    options = ExportOptions(
        sheets=chance.choice([USUAL, frozenset(SheetKind)]),
        compare=chance.choice([(), (BASE,)]),
        programs=chance.choice([(), ("a",)]),
        unit=chance.choice(list(Unit)),
        sign=chance.choice(list(Sign)),
        language=chance.choice(["ja", "ja", "en"]),
        date=datetime.date(2026, 8, 31),
    )
    handover, path = Handover(document, evaluation, 1, options), folder / f"sent-{seed}.xlsx"
    return Sent(keep_record(document, write_submission(path, handover)), path, handover)


def content(out: Sent, seed: int, most: int = 4) -> Mangled:
    """Cells to be written into, anywhere."""
    chance, done = random.Random(seed), Mangled()
    calculation, sheets = out.sheet(SheetKind.CALCULATION), out.sheets
    kept = {out.place(key) for key in (*KNOWN_BY, *EXAMINER)}
    for _ in range(chance.randrange(most + 1)):
        sheet = chance.choice(sheets)
        headings = (row for row in sheet.rows if len(row) > 1 and all(isinstance(cell, str) for cell in row))
        heads = next(headings, max(sheet.rows, key=len))  # the first page has its headings within its rows
        first = sheet.rows.index(heads) + 1
        if first >= len(sheet.rows):
            continue
        at = chance.randrange(first, len(sheet.rows))
        row = sheet.rows[at]
        free = [place for place in range(len(heads)) if sheet.name != calculation or place not in kept]
        if chance.random() < 0.2:
            beside: list[WrittenCell] = ["再積算", 12_345]
            done.cells[sheet.name, f"{letter(len(heads) + 1)}{at + 1}"] = chance.choice(beside)
            continue
        place = chance.choice(free)
        then = row[place] if place < len(row) else None
        now = _other(then, chance)
        if now != then and not (now is None and then == ""):
            done.cells[sheet.name, f"{letter(place)}{at + 1}"] = now
    return done


def examine(out: Sent, seed: int, done: Mangled) -> None:
    """Rates, quantities and amounts that the examiner gives, as numbers, words and formulas, and values over 査定後."""
    chance = random.Random(seed)
    calculation = out.sheet(SheetKind.CALCULATION)
    sheet = next(each for each in out.sheets if each.name == calculation)
    place = {key: letter(at) for key, at in out.handover.places.columns.items()}
    rows = [
        (at, row)
        for at, row in enumerate(sheet.rows[HEADING_ROW:], start=HEADING_ROW + 1)
        if len(row) > out.place("id") and row[out.place("kind")] == out.handover.places.marks.line
    ]
    broken = {(where, cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for where, cell in done.cells}
    for at, row in rows:
        people = row[out.place("people")]
        people = people.value if isinstance(people, WrittenFormula) else people
        if chance.random() < 0.5 or not people or (calculation, str(at)) in broken:
            continue
        given: dict[str, list[WrittenCell]] = {
            "examined_rate": [7_654_321, "７，６５４千円", WrittenFormula(f"ROUND({place['rate']}{at}*0.9,0)+7", None)],
            "examined_people": [0, 12_345],
            "examined_amount": [987_654_000, WrittenFormula(f"INT({place['request']}{at}*0.9)+7", None)],
        }
        key = chance.choice(list(given))
        done.examined[calculation, f"{place[key]}{at}"] = chance.choice(given[key]), str(row[out.place("id")])
    if chance.random() < 0.3:
        for at, row in rows:
            cell = row[out.place(SETTLED)]
            if isinstance(cell, WrittenFormula) and isinstance(cell.value, int):
                done.cells[calculation, f"{place[SETTLED]}{at}"] = cell.value


def _other(then: WrittenCell, chance: random.Random) -> WrittenCell:
    """Something else than what stands in a cell."""
    others: list[WrittenCell]
    if isinstance(then, WrittenFormula):
        others = [7, WrittenFormula(f"({then.text})*2", None), "－－", None]
    elif then is None or then == "":
        others = ["追記", 3]
    elif isinstance(then, str):
        others = [f"{then}（改）", None, 5, "別の記載"]
    else:
        others = [then + 1, None, f"{then}円", WrittenFormula("1+1", None)]
    return chance.choice(others)


def write_cells(path: Path, done: Mangled) -> Any:
    """The workbook with the cells written by openpyxl, to be saved."""
    book = openpyxl.load_workbook(path)
    for (sheet, place), cell in done.written.items():
        book[sheet][place].value = f"={cell.text}" if isinstance(cell, WrittenFormula) else cell
    return book


def looks(out: Sent, book: Any, seed: int, done: Mangled) -> None:
    """What is done beside writing: notes, strokes, hidden rows and sheets; rows of データ moved, put in, taken out."""
    chance = random.Random(seed)
    calculation, data, detail, three = map(out.sheet, PAGES)
    for _ in range(chance.randrange(4)):
        sheet = chance.choice([each for each in book if each.title not in (calculation, data)])
        row, column = chance.randrange(1, sheet.max_row + 1), chance.randrange(1, sheet.max_column + 1)
        cell, what = sheet.cell(row, column), chance.choice(["note", "strike", "row", "column", "sheet", "merge"])
        if what == "note":
            cell.comment = Comment("要確認", "審査")
            done.looks[sheet.title, cell.coordinate] = Kind.NOTE
        elif what == "strike" and cell.value is not None:
            cell.font = Font(strike=True)
            done.looks[sheet.title, cell.coordinate] = Kind.STRUCK
        elif what == "row":
            sheet.row_dimensions[row].hidden = True
            done.looks[sheet.title, ""] = Kind.ROWS_HIDDEN
        elif what == "column" and _stands_alone(sheet, cell.column_letter):
            sheet.column_dimensions[cell.column_letter].hidden = True
            done.looks[sheet.title, cell.column_letter] = Kind.COLUMNS_HIDDEN
        elif what == "sheet" and sheet.title == detail:
            sheet.sheet_state = "hidden"
            done.looks[sheet.title, "sheet"] = Kind.SHEET_HIDDEN
    if not any(sheet == data for sheet, _place in done.cells):
        _rows(book[data], chance, done)
    where = {sheet for sheet, _place in (*done.cells, *done.looks)}
    if three not in where and chance.random() < 0.5:
        _sorted(book[three], out.handover.say("事業", "Program"), chance, done)
    if calculation not in where and chance.random() < 0.3:
        _reasons(book[calculation], done)
    if three not in where and chance.random() < 0.2:
        done.looks[book.copy_worksheet(book[three]).title, ""] = Kind.COPIED


def _sorted(sheet: Any, first: str, chance: random.Random, done: Mangled) -> None:
    """The rows below the headings of 三段表 in the order of one of its columns, backwards."""
    heading = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == first)
    rows = [(at, _held(row)) for at, row in enumerate(sheet.iter_rows(min_row=heading + 1), heading + 1)]
    column = chance.randrange(3)
    again = sorted(rows, key=lambda row: (str(row[1][column][0]), row[0]), reverse=True)
    if again != rows and len(rows) > 3:
        for at, (before, cells) in enumerate(again, start=heading + 1):
            _put(sheet, at, cells, before)
        done.rows[sheet.title, Kind.ROWS_MOVED] = 1


Held = tuple[object, str]
"""What a cell holds, and whether that is a text, a number or a formula: a text may look like one."""


def _held(row: Sequence[Any]) -> list[Held]:
    return [(cell.value, cell.data_type) for cell in row]


def _put(sheet: Any, at: int, cells: Sequence[Held], before: int) -> None:
    """Put what cells hold into a row, from another one."""
    for column, (value, kind) in enumerate(cells, start=1):
        cell = sheet.cell(at, column)
        cell.value = moved(value, column, before, at) if kind == "f" else value
        cell.data_type = kind


def _reasons(sheet: Any, done: Mangled) -> None:
    """A column of the examiner's beside the form, with words in its first row."""
    column = sheet.max_column + 1
    for row, text in ((HEADING_ROW, "査定理由"), (HEADING_ROW + 1, "実績を踏まえ減")):
        sheet.cell(row, column).value = text
    done.cells[sheet.title, f"{letter(column - 1)}{HEADING_ROW + 1}"] = "実績を踏まえ減"
    done.rows[sheet.title, Kind.COLUMN_IN] = 1


def _stands_alone(sheet: Any, column: str) -> bool:
    """Whether a column has settings of its own: the library writes others that are hidden in a group unread by all."""
    known = sheet.column_dimensions.get(column)
    return known is not None and known.min == known.max


def _rows(sheet: Any, chance: random.Random, done: Mangled) -> None:
    rows = [_held(row) for row in sheet.iter_rows(min_row=2)]
    places = {id(row): at for at, row in enumerate(rows, start=2)}
    what = chance.choice(["", "", "in", "out", "sort", "all"])
    if what in ("out", "all") and len(rows) > 4:
        for _ in range(2):
            rows.pop(chance.randrange(len(rows)))
        done.rows[sheet.title, Kind.ROW_OUT] = 2
    if what in ("in", "all"):
        for n in range(3):
            rows.insert(chance.randrange(len(rows) + 1), [(f"追加{n}", "s"), (None, "n"), ("審査", "s")])
        done.rows[sheet.title, Kind.ROW_IN] = 3
    if what in ("sort", "all") and len(rows) > 4:
        rows.reverse()
        done.rows[sheet.title, Kind.ROWS_MOVED] = 1
    if what:
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(rows, start=2):
            _put(sheet, number, row, places.get(id(row), number))


def faults(out: Sent, path: Path, done: Mangled) -> Iterator[str]:
    """What was done and is not told, and what is told and was not done; it may be refused for its first page."""
    document, front = out.document, out.sheet(SheetKind.OVERVIEW)
    try:
        found = read_returned(path, document, evaluate_base(document.portfolio, document.growth(1)))
    except UserError as error:
        if not any(sheet == front for sheet, _place in done.cells):
            yield f"refused: {error}"
        return
    told = {(each.sheet, each.place) for each in found.others.shown}
    elsewhere = set(_broken(found))
    for (sheet, place), cell in done.cells.items():
        row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if (sheet, place) not in told and (sheet, row) not in elsewhere and (sheet, row) not in told:
            yield f"passed over: {sheet}!{place} {cell!r}"
    kinds = {(each.sheet, each.kind) for each in found.others.shown}
    for (sheet, place), kind in done.looks.items():
        named = (sheet, place) in told or kind not in (Kind.NOTE, Kind.STRUCK)
        if (sheet, kind) not in kinds or not named:
            yield f"passed over: {sheet}!{place} {kind}"
    counts = found.others.counts
    for key, count in done.rows.items():
        if counts.get(key, 0) != count:
            yield f"passed over: {key}: {counts.get(key, 0)} of {count}"
    lines = {document.portfolio.lines.ids[each.row] for each in found.review.lines}
    for (where, spot), (cell, line) in done.examined.items():
        if line not in lines:
            yield f"passed over: {where}!{spot} {cell!r} of {line}"
    yield from _too_much(found, done)


def _broken(found: ReviewedBook) -> Iterator[Place]:
    for each in found.review.broken:
        sheet, _mark, row = each.place.rpartition("!")
        yield sheet, row


def _too_much(found: ReviewedBook, done: Mangled) -> Iterator[str]:
    known = set(done.cells) | set(done.looks)
    rows = {(sheet, place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for sheet, place in done.cells}
    looks_ = {(sheet, kind) for (sheet, _place), kind in done.looks.items()}
    for each in found.others.shown:
        place = each.sheet, each.place
        expected = place in known or place in rows or (each.sheet, each.kind) in looks_
        if not expected and (each.sheet, each.kind) not in done.rows:
            yield f"not done: {each}"
    for remark in found.review.broken:
        sheet, _mark, row = remark.place.rpartition("!")
        if (sheet, row) not in rows:
            yield f"not done: {remark.place} {remark.message}"


def as_json(done: Mangled) -> Sequence[Mapping[str, object]]:
    """The cells to write, for a program in another language."""
    return [
        {"sheet": sheet, "cell": place, "formula": cell.text}
        if isinstance(cell, WrittenFormula)
        else {"sheet": sheet, "cell": place, "value": cell}
        for (sheet, place), cell in done.written.items()
    ]
