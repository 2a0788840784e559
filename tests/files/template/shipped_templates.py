"""The templates that ship, as they are made: `python -m tests.files.template.shipped_templates` writes them anew."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from tests.places import TEMPLATES

FONT = "ＭＳ ゴシック"
CREATED = datetime.datetime(2026, 11, 1)
YEN, THOUSAND = '#,##0_ ;"△"#,##0_ ;"－"_ ', '#,##0,_ ;"△"#,##0,_ ;"－"_ '
FIRST = 6
"""The first prepared row, from 0; the total stands above it, the headings above that."""


class Column(NamedTuple):
    """A column: heading, width, format, and what stands in each row: a mark, or a formula with `{row}`."""

    heading: str
    width: float
    kind: str
    content: str


class Form(NamedTuple):
    """A template: its title, the name of its prepared rows, their number, the note's unit, what the total adds up."""

    title: str
    table: str
    rows: int
    unit: str
    criterion: str
    columns: Sequence[Column]
    beside: int = 0
    """How many of the last columns are not printed."""


def difference(previous: str, request: str) -> str:
    return f'=IF(AND(ISNUMBER({previous}{{row}}),ISNUMBER({request}{{row}})),{request}{{row}}-{previous}{{row}},"")'


SUMMARY = Form(
    "総括表",
    "事業",
    300,
    "千円",
    "SUMIF($I${first}:$I${last},1,{column}${first}:{column}${last})",
    (
        Column("区分", 6, "text", "{{事業.区分}}"),
        Column("事業", 46, "wrapped", "{{事業.名称}}"),
        Column("状況", 6, "text", "{{事業.状況}}"),
        Column("{{前年度}}\n予算額", 15, "thousand", "{{事業.前年度額}}"),
        Column("{{要求年度}}\n要求・要望額", 15, "thousand", "{{事業.要求額}}"),
        Column("増△減", 15, "thousand", difference("D", "E")),
        Column(
            "増減率",
            9,
            "percent",
            '=IF(ISNUMBER(F{row}),IF(D{row}=0,IF(E{row}=0,"－","皆増"),IF(E{row}=0,"皆減",F{row}/ABS(D{row}))),"")',
        ),
        Column("備考", 40, "wrapped", "{{事業.備考}}"),
        Column("階層", 6, "count", "{{事業.階層}}"),
    ),
    beside=1,
)
CALCULATION = Form(
    "積算内訳",
    "積算",
    1000,
    "円",
    'SUMIF($A${first}:$A${last},"積算",{column}${first}:{column}${last})',
    (
        Column("区分", 6, "text", "{{積算.区分}}"),
        Column("事業・積算内容", 36, "wrapped", "{{積算.名称}}"),
        Column("採用", 11, "text", "{{積算.採用}}"),
        Column("積算", 32, "wrapped", "{{積算.積算}}"),
        Column("{{要求年度}}\n要求・要望額", 18, "yen", "{{積算.金額}}"),
        Column("{{前年度}}\n予算額", 18, "yen", "{{積算.前年度額}}"),
        Column("増△減", 18, "yen", difference("F", "E")),
        Column("根拠", 44, "wrapped", "{{積算.根拠}}"),
        Column("単価", 14, "yen", "{{積算.単価}}"),
        Column("員数", 10, "number", "{{積算.員数}}"),
        Column("単位", 6, "text", "{{積算.単位}}"),
        Column("ID", 28, "text", "{{積算.ID}}"),
    ),
    beside=4,
)
DETAIL = Form(
    "明細表",
    "明細",
    1000,
    "千円",
    "SUMIF($G${first}:$G${last},1,{column}${first}:{column}${last})",
    (
        Column("要求\n番号", 7, "text", "{{明細.要求番号}}"),
        Column("事項", 40, "wrapped", "{{明細.事項}}"),
        Column("前年度\n予算額", 15, "thousand", "{{明細.前年度額}}"),
        Column("{{要求年度}}\n概算要求額", 15, "thousand", "{{明細.要求額}}"),
        Column("対前年度\n比較増△減", 15, "thousand", difference("C", "D")),
        Column("備考", 70, "wrapped", "{{明細.備考}}"),
        Column("階層", 6, "count", "{{明細.階層}}"),
    ),
    beside=1,
)
FORMS = (CALCULATION, SUMMARY, DETAIL)


def made(form: Form) -> bytes:
    """The workbook of a template, the same bytes of every part each time."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": form.title, "created": CREATED})
        sheet = book.add_worksheet(form.title)
        formats = _formats(book)
        last = FIRST + form.rows - 1
        edge = len(form.columns) - 1 - form.beside
        _head(sheet, form, formats, edge)
        for place, column in enumerate(form.columns):
            sheet.set_column(place, place, column.width)
            _total(sheet, form, formats, place)
            for row in range(FIRST, last + 1):
                written = formats["body"][column.kind]
                if column.content.startswith("="):
                    sheet.write_formula(row, place, column.content.replace("{row}", str(row + 1)), written, "")
                elif row == FIRST:
                    sheet.write_string(row, place, column.content, written)
                else:
                    sheet.write_blank(row, place, None, written)
        letters = [chr(ord("A") + place) for place in range(len(form.columns))]
        book.define_name(form.table, f"='{form.title}'!$A${FIRST + 1}:${letters[-1]}${last + 1}")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST - 2)
        sheet.print_area(0, 0, last, edge)
        sheet.freeze_panes(FIRST - 1, 2)
        sheet.set_footer("&L&A&R&P／&N")
        sheet.hide_gridlines(1)
    return content.getvalue()


def _head(sheet: Any, form: Form, formats: Any, edge: int) -> None:
    sheet.write_string(0, 0, f"{{{{要求年度}}}}概算要求　{form.title}　{{{{所管}}}}", formats["title"])
    sheet.write_string(1, 0, "{{題名}}　{{日付}}　照合番号 {{照合番号}}", formats["plain"])
    amounts = "要求総額 {{要求総額:%s}}　前年度 {{前年度総額:%s}}　増△減 {{増減額:%s}}（{{増減率}}）　{{金額の備考}}"
    sheet.write_string(2, 0, amounts.replace("%s", form.unit), formats["plain"])
    sheet.write_string(3, 0, f"{{{{注記:{form.unit}}}}}", formats["plain"])
    sheet.write_string(3, edge, f"（単位：{form.unit}）", formats["right"])
    sheet.set_row(0, 22)
    sheet.set_row(FIRST - 2, 36)
    for place, column in enumerate(form.columns):
        sheet.write_string(FIRST - 2, place, column.heading, formats["head"])


def _total(sheet: Any, form: Form, formats: Any, place: int) -> None:
    """The row of totals, which formulas of the template add up."""
    column, row = form.columns[place], FIRST - 1
    written = formats["total"][column.kind]
    if column.kind not in ("yen", "thousand", "percent") or column.heading == "単価":
        sheet.write_string(row, place, "合計" if place == 1 else "", written)
    elif column.content.startswith("="):
        sheet.write_formula(row, place, column.content.replace("{row}", str(row + 1)), written, "")
    else:
        where = {"column": chr(ord("A") + place), "first": FIRST + 1, "last": FIRST + form.rows}
        sheet.write_formula(row, place, f"={form.criterion.format(**where)}", written, 0)


def _formats(book: Any) -> Any:
    font = {"font_name": FONT, "font_size": 10, "valign": "top"}
    framed = {**font, "border": 1, "border_color": "#A6A6A6"}
    kinds: dict[str, dict[str, object]] = {
        "text": {"shrink": True},
        "wrapped": {"text_wrap": True},
        "yen": {"num_format": YEN, "align": "right", "shrink": True},
        "thousand": {"num_format": THOUSAND, "align": "right", "shrink": True},
        "number": {"num_format": YEN, "align": "right", "shrink": True},
        "count": {"align": "right"},
        "percent": {"num_format": '0.0%_ ;"△"0.0%_ ', "align": "right"},
    }
    add: Callable[..., Any] = book.add_format
    total = {"bold": True, "bg_color": "#EEF1F5"}
    return {
        "title": add({**font, "font_size": 14, "bold": True}),
        "plain": add(font),
        "right": add({**font, "align": "right"}),
        "head": add(
            {**framed, "bold": True, "bg_color": "#DDE3EA", "align": "center", "valign": "vcenter", "text_wrap": True}
        ),
        "body": {kind: add({**framed, **look}) for kind, look in kinds.items()},
        "total": {kind: add({**framed, **look, **total}) for kind, look in kinds.items()},
    }


if __name__ == "__main__":
    for each in FORMS:
        (TEMPLATES / f"{each.title}.xlsx").write_bytes(made(each))
