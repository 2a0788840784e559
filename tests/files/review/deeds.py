"""What an examiner can do to a submission, one deed each, with what must be told of it.

Each is done with openpyxl to a workbook of the small portfolio that has all sheets; no formula has a value then, as
where a program wrote it that does not calculate.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.exports import moved

CALCULATION = "積算内訳"
HEADING_ROW = 4
DC1 = "fellows/dc/dc1"


class Deed(NamedTuple):
    """What is done, and a pattern of what is told of it in English: of lines, questions, remarks or other changes."""

    name: str
    do: Callable[[Any], object]
    told: str


def at(book: Any, line: str, heading: str, sheet: str = CALCULATION) -> Any:
    """The cell of a line's first row below a heading."""
    rows = book[sheet]
    heads = [cell.value for cell in rows[HEADING_ROW]]
    row = next(row for row in rows.iter_rows(min_row=HEADING_ROW + 1) if row[heads.index("ID")].value == line)
    return row[heads.index(heading)]


def first(book: Any, sheet: str, pattern: str) -> Any:
    """The first cell of a sheet whose text or formula matches."""
    cells = (cell for row in book[sheet].iter_rows() for cell in row)
    return next(cell for cell in cells if isinstance(cell.value, str) and re.search(pattern, cell.value))


def put(value: object, heading: str, line: str = DC1, *, shown: str | None = None) -> Callable[[Any], None]:
    """Write a value below a heading of 積算内訳, in a number format."""

    def do(book: Any) -> None:
        cell = at(book, line, heading)
        cell.value = value
        if shown is not None:
            cell.number_format = shown

    return do


def rewrite(sheet: str, pattern: str, value: object) -> Callable[[Any], None]:
    """Write over the first cell of a sheet that matches."""

    def do(book: Any) -> None:
        first(book, sheet, pattern).value = value

    return do


def note(find: Callable[[Any], Any], text: str) -> Callable[[Any], None]:
    def do(book: Any) -> None:
        find(book).comment = Comment(text, "審査官")

    return do


def strike(find: Callable[[Any], Any], value: object = None) -> Callable[[Any], None]:
    def do(book: Any) -> None:
        cell = find(book)
        cell.font = Font(strike=True)
        if value is not None:
            cell.value = value

    return do


def row_of(book: Any, line: str = DC1) -> int:
    return int(at(book, line, "ID").row)


def _formula(heading: str, formula: str) -> Callable[[Any], None]:
    """A formula over cells of the line's row, which it names by headings in braces."""

    def do(book: Any) -> None:
        def place(match: re.Match[str]) -> str:
            return str(at(book, DC1, match[1]).coordinate)

        at(book, DC1, heading).value = re.sub(r"\{(.+?)\}", place, formula, flags=re.DOTALL)

    return do


def _reason_column(book: Any) -> None:
    sheet = book[CALCULATION]
    place = sheet.max_column + 1
    sheet.cell(HEADING_ROW, place).value = "査定理由"
    sheet.cell(row_of(book), place).value = "実績を踏まえ減"


def _inserted(book: Any) -> None:
    sheet, row = book["明細表"], first(book, "明細表", "特別研究員").row + 1
    sheet.insert_rows(row)
    sheet.cell(row, 6).value = "審査中の追加"


def _doubled_row(book: Any) -> None:
    sheet = book[CALCULATION]
    sheet.append([cell.value for cell in sheet[row_of(book)]])


def _put_in(book: Any) -> None:
    sheet = book[CALCULATION]
    sheet.cell(sheet.max_row + 1, 1).value = "審査中の追加"


def _sorted(book: Any) -> None:
    sheet = book["データ"]
    year = [cell.value for cell in sheet[1]].index("西暦年度")
    rows = [(cells[0].row, [cell.value for cell in cells]) for cells in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: (-int(row[1][year]), str(row[1][0])))
    for number, (before, row) in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = moved(value, column, before, number)


def _copied(book: Any) -> None:
    copy = book.copy_worksheet(book[CALCULATION])
    heads = [cell.value for cell in copy[HEADING_ROW]]
    copy.cell(row_of(book), heads.index("査定額") + 1).value = 1_000_000


def _doubled_heading(book: Any) -> None:
    sheet = book[CALCULATION]
    place = sheet.max_column + 1
    sheet.cell(HEADING_ROW, place).value = "査定額"
    sheet.cell(row_of(book), place).value = 1_000_000


def _hide_row(book: Any) -> None:
    book[CALCULATION].row_dimensions[row_of(book)].hidden = True


def _hide_column(book: Any) -> None:
    book[CALCULATION].column_dimensions["N"].hidden = True


def _hide_sheet(book: Any) -> None:
    book["明細表"].sheet_state = "hidden"


def _rename(book: Any) -> None:
    book["明細表"].title = "明細表（審査）"


def _add_sheet(book: Any) -> None:
    book.create_sheet("審査メモ")["A1"] = "再積算を求める"


def _delete_row(book: Any) -> None:
    sheet = book["明細表"]
    sheet.delete_rows(first(book, "明細表", "特別研究員").row)


def _merge(book: Any) -> None:
    row = row_of(book)
    book[CALCULATION].merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)


def _move_columns(book: Any) -> None:
    sheet = book["データ"]
    for row in sheet.iter_rows():
        row[1].value, row[2].value = row[2].value, row[1].value


def _beside(book: Any) -> None:
    book["総括表"].cell(8, 12).value = "再計算のこと"


def _title(book: Any) -> None:
    book["総括表"]["A2"] = "要再提出"


DEEDS = (
    # the examiner's own columns: figures
    Deed("a rate", put(3_000_000, "査定単価"), r"fellows/dc/dc1 .*△46,224,000"),
    Deed("a quantity", put(600, "査定員数"), r"fellows/dc/dc1 .*△129,024,000"),
    Deed("an amount", put(1_000_000_000, "査定額"), r"fellows/dc/dc1 .*△972,224,256"),
    Deed("a figure as officers write it", put("３，０００千円", "査定単価"), r"fellows/dc/dc1 .*△46,224,000"),
    Deed("a cut of the rate by a triangle", put("△1,000", "査定単価"), r"\? .*△1,000.*cut by 1,000"),
    Deed("a cut of the amount by a negative number", put(-10_000, "査定額"), r"\? .*cut by 10,000"),
    Deed("people less", put("△5人", "査定員数"), r"\? .*cut by 5"),
    Deed("a share of the rate", put("90%", "査定単価"), r"\? .*90%.*of what is requested"),
    Deed("a share of the amount, as a number", put(0.9, "査定額", shown="0%"), r"\? .*90%.*of what is requested"),
    Deed("a tick for people", put(True, "査定員数"), r"TRUE is no number"),
    Deed("no tick for the amount", put(False, "査定額"), r"FALSE is no number"),
    Deed("a struck figure", strike(lambda book: at(book, DC1, "査定額"), 1_000_000), r"\? .*struck through"),
    Deed("a formula over its row", _formula("査定単価", "={単価}*0.5"), r"Examined rate: F\d+\*0.5 = 1,536,000"),
    Deed(
        "a formula less a round sum",
        _formula("査定額", "=ROUND({令和8年度\n要求・要望額}*0.9,-3)"),
        r"Examined amount: ROUND.* = 1,775,002,000",
    ),
    Deed("a figure for a whole program", put(1_000, "査定額", "fellows/dc"), r"for a whole program"),
    Deed("nonsense", put("要検討", "査定単価"), r"is not a number"),
    # words
    Deed("as to the left", put("同左", "査定額"), r"同左.*as requested"),
    Deed("as requested", put("要求どおり", "査定単価"), r"要求どおり.*as requested"),
    Deed("allowed", put("認める", "査定額"), r"認める.*as requested"),
    Deed("nothing, as a figure", put(0, "査定額"), r"0.*nothing"),
    Deed("nothing, as a dash", put("－", "査定額"), r"－.*nothing"),
    Deed("less", put("減", "査定額"), r"減.*how much"),
    # remarks
    Deed("a comment", put("実績", "コメント"), r"dc1: .*実績"),
    Deed("a comment on a program", put("過大", "コメント", "fellows/dc"), r"fellows/dc: .*過大"),
    Deed("a note on a line", note(lambda book: at(book, DC1, "単価"), "単価の根拠は"), r"dc1: .*単価の根拠は"),
    Deed("a note elsewhere", note(lambda book: book["総括表"]["B6"], "要説明"), r"総括表!B6.*要説明"),
    Deed("a column of reasons", _reason_column, r"積算内訳!AZ\d+.*実績を踏まえ減"),
    Deed("text beside a table", _beside, r"総括表!L8.*再計算のこと"),
    Deed("text above a table", _title, r"総括表!A2.*要再提出"),
    Deed("a line struck out", strike(lambda book: at(book, DC1, "事業・積算内容")), r"struck through"),
    # what is the request's
    Deed("another rate of the request", put(3_071_999, "単価"), r"the request has 3,072,000"),
    Deed("another number of people", put(641, "員数"), r"the request has 642"),
    Deed("another amount of the line", put(1_000_000, "令和8年度\n要求・要望額"), r"the request has 1,972,224,000"),
    Deed("another formula", _formula("令和8年度\n要求・要望額", "=PRODUCT({単価}:{率})*0.9"), r"PRODUCT.*\*0\.9"),
    Deed(
        "another budget of last year", put(1, "令和7年度\n予算額"), r"the request has .*previous|previous.*the request"
    ),
    Deed("another change", put(5, "増△減"), r"積算内訳!P\d+.*5"),
    Deed("another basis", put("根拠を改めた", "根拠"), r"積算内訳!E\d+.*根拠を改めた"),
    Deed("another unit", put("世帯", "単位"), r"人.*世帯"),
    Deed("counted elsewhere", put("一般会計外", "計上"), r"一般会計外"),
    Deed("another name", put("改称した積算", "事業・積算内容"), r"改称した積算"),
    Deed("another total in 総括表", lambda book: put_number(book["総括表"], "C5", 1), r"総括表!C5.*1"),
    Deed(
        "another text in 明細表", rewrite("明細表", "特別研究員", "特別研究員（改）"), r"明細表!C\d+.*特別研究員（改）"
    ),
    Deed("another figure in データ", lambda book: put_number(book["データ"], "R3", 7), r"データ!R3.*7"),
    Deed(
        "another date on the first page",
        rewrite("提出総括", "年.*月.*日", "令和8年12月1日"),
        r"提出総括!A2.*令和8年12月1日",
    ),
    # rows, columns, sheets
    Deed("a row put in", _put_in, r"row that was put in: 審査中の追加"),
    Deed("a row put into 明細表", _inserted, r"明細表!\d+.*審査中の追加"),
    Deed("a row twice", _doubled_row, r"stands there twice"),
    Deed("a row taken out of 明細表", _delete_row, r"明細表!\d+: row taken out"),
    Deed("rows sorted", _sorted, r"データ.*order"),
    Deed("columns moved", _move_columns, r"データ.*order"),
    Deed("a hidden row", _hide_row, r"積算内訳!\d+.*hidden"),
    Deed("a hidden column", _hide_column, r"積算内訳!N.*hidden"),
    Deed("merged cells", _merge, r"積算内訳!A\d+:A\d+.*merged"),
    Deed("a hidden sheet", _hide_sheet, r"明細表.*hidden"),
    Deed("a copied sheet with figures in it", _copied, r"積算内訳 Copy.*1,?000,?000"),
    Deed("a heading twice", _doubled_heading, r"heading twice.*査定額"),
    Deed("a sheet renamed", _rename, r"明細表（審査）"),
    Deed("a sheet taken out", lambda book: book.remove(book["明細表"]), r"明細表.*missing"),
    Deed("a sheet added", _add_sheet, r"審査メモ.*再積算を求める"),
)


def put_number(sheet: Any, place: str, value: float) -> None:
    """Write a number into a cell."""
    sheet[place].value = value
