"""The tables a portfolio is made of, in files of any kind: their columns, their Japanese names, their rows.

A folder of CSV files and a workbook hold the same tables; what stands in them is understood in `portfolio_in`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from planner.core.errors import N_
from planner.core.findings import Findings
from planner.core.model.accounts.codes import CODES, LINKS, CodeKind
from planner.files.whole import Progress

TABLES: Mapping[str, tuple[str, ...]] = {
    "portfolio": ("key", "value"),
    "sheets": ("sheet", "title"),
    "programs": (
        *("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel"),
        *("first_year", "last_year", "status", "estimate", "relists"),
    ),
    "published": ("kind", "id", "year", "printed", "sheet", "quote"),
    "lines": ("id", "program", "label", "label_en", "unit", "duration", "retention", "rate_rule", "rounding"),
    "steps": ("line", "field", "year", "value", "low", "high", "basis", "sheet", "quote", "rule", "rule_en"),
    "views": ("id", "name", "name_en"),
    "members": ("view", "program", "heading", "heading_en", "relisted"),
    "notes": ("kind", "id", "year", "note", "note_en"),
    "counts": ("lines", "year", "count", "sheet", "quote"),
    "obligations": (
        *("id", "program", "name", "name_en", "binding", "total", "first_year", "last_year"),
        *("pays", "instalments", "sheet", "quote"),
    ),
}
"""The tables of a portfolio and the columns each must have; more columns do no harm."""

CODE_COLUMNS: Mapping[CodeKind, str] = {
    CodeKind.JURISDICTION: "jurisdiction",
    CodeKind.ORGANISATION: "organisation",
    CodeKind.ITEM: "item",
    CodeKind.SUBITEM: "subitem",
    CodeKind.DETAIL: "subitem_detail",
    CodeKind.REQUEST: "request_number",
    CodeKind.PROJECT: "project_id",
    CodeKind.EVALUATION: "evaluation",
    CodeKind.EBPM: "ebpm",
}
"""The column of each code, and of what a link says."""

ADDRESS_COLUMNS: Mapping[CodeKind, str] = {
    CodeKind.EVALUATION: "evaluation_address",
    CodeKind.EBPM: "ebpm_address",
}
"""The column of the address of a link."""

_CODES = tuple(CODE_COLUMNS[kind] for kind in CODES)
_LINKS = tuple(column for kind in LINKS for column in (CODE_COLUMNS[kind], ADDRESS_COLUMNS[kind]))

OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "programs": (*_CODES, *_LINKS),
    "lines": ("demand", "expense", "growth", "opening", "of", *_CODES),
    "notes": ("sheet", "quote"),
}
"""Columns that are read where they are there, and blank where not."""

COLUMNS = {table: (*columns, *OPTIONAL.get(table, ())) for table, columns in TABLES.items()}
"""All columns of each table, as they are written."""

DEMANDS, EXPENSES = ("", "request", "wish", "unpriced"), ("", "discretionary", "mandatory")
GROWTHS = ("", "fixed", "price", "wage")
"""How tables write the choices of `planner.core.model.fields`, in their order."""

REQUIRED = ("portfolio", "programs", "lines", "steps")

SHEET_NAMES = {
    "portfolio": "要求書",
    "sheets": "資料",
    "programs": "事業",
    "published": "公表額",
    "lines": "積算",
    "steps": "数値",
    "views": "区分",
    "members": "区分の事業",
    "notes": "注記",
    "counts": "人数・件数",
    "obligations": "債務負担",
}
"""The name of each table in a workbook."""

COLUMN_NAMES = {
    "agency": "実施機関",
    "basis": "根拠",
    "binding": "債務の種類",
    "channel": "資金の種類",
    "count": "人数・件数（印刷のとおり）",
    "demand": "要求区分",
    "division": "担当",
    "duration": "期間（年）",
    "ebpm": "EBPM",
    "ebpm_address": "EBPMのリンク先",
    "estimate": "推計額",
    "evaluation": "政策評価",
    "evaluation_address": "政策評価のリンク先",
    "expense": "経費区分",
    "field": "項目",
    "first_year": "開始年度",
    "growth": "伸びの種類",
    "heading": "見出し",
    "heading_en": "見出し（英）",
    "high": "上限",
    "id": "ID",
    "instalments": "年割額",
    "item": "項",
    "jurisdiction": "所管",
    "key": "項目名",
    "kind": "対象",
    "label": "積算内容",
    "label_en": "積算内容（英）",
    "last_year": "終了年度",
    "line": "積算ID",
    "lines": "積算ID（いくつでも）",
    "low": "下限",
    "name": "名称",
    "name_en": "名称（英）",
    "note": "注記",
    "note_en": "注記（英）",
    "of": "同じ人の積算ID",
    "opening": "継続者数",
    "organisation": "組織",
    "parent": "親の事業ID",
    "pays": "支払う積算ID",
    "printed": "公表額（印刷のとおり）",
    "program": "事業ID",
    "project_id": "予算事業ID",
    "quote": "出典の文",
    "rate_rule": "単価の年度",
    "relisted": "再掲",
    "relists": "再掲する事業ID",
    "request_number": "要求番号",
    "retention": "残存率",
    "rounding": "端数処理",
    "rule": "算出の規則",
    "rule_en": "算出の規則（英）",
    "sheet": "資料番号",
    "status": "新規・拡充等",
    "subitem": "目",
    "subitem_detail": "目の細分",
    "title": "資料名",
    "total": "総額",
    "unit": "単位",
    "value": "値",
    "view": "区分ID",
    "year": "年度",
}
"""The heading of each column in a workbook; the column's own name is read as well."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "basis": {"公表": "published", "導出": "derived", "調整": "fitted", "仮定": "assumed", "残差": "residual"},
    "field": {"単価": "rate", "員数": "quantity", "回数・月数": "times", "率": "share"},
    "kind": {"事業": "program", "区分": "view", "区分の事業": "member"},
    "rate_rule": {"採用年度": "intake", "当年度": "year"},
    "rounding": {
        "四捨五入": "half",
        "切捨て": "down",
        "切上げ": "up",
        "千円未満四捨五入": "half-1000",
        "千円未満切捨て": "down-1000",
        "千円未満切上げ": "up-1000",
    },
    "status": {word: word for word in ("新規", "拡充", "継続", "廃止")},
    "demand": {"要求": "request", "要望": "wish", "事項要求": "unpriced"},
    "expense": {"裁量的経費": "discretionary", "義務的経費": "mandatory"},
    "growth": {"固定": "fixed", "物価": "price", "賃金": "wage"},
    "binding": {"国庫債務負担行為": "treasury", "事業期間": "term"},
    "estimate": {"○": "1"},
    "relisted": {"○": "1"},
}
"""The Japanese words of columns that hold one of a few, with what they mean in CSV tables."""

STATUS_WORDS = {"new": "新規", "expanded": "拡充", "continued": "継続", "ended": "廃止"}
"""The English words of the column that holds what the sheets print."""

_MEANT: Mapping[str, Mapping[str, str]] = {**WORDS, "status": STATUS_WORDS}

QUOTE_MARK = "｜"
"""Stands between the sentences of one note."""


@dataclass(frozen=True)
class TableRow:
    """One row of a table: its cells by column, and where each of them stands, for messages."""

    place: str
    cells: Mapping[str, str]
    letters: Mapping[str, str] | None = None
    number: int = 0
    told: Set[str] = frozenset()
    """Columns of cells that are told as wrong already; what is made of them is not told again."""

    def __getitem__(self, column: str) -> str:
        """The cell's text; a Japanese word of `WORDS` as what it means."""
        text = self.cells.get(column)
        if not text:
            return ""
        text = text.strip()
        return _MEANT[column].get(text, text) if column in _MEANT else text

    def at(self, column: str) -> str:
        """Where a cell stands: `積算!C5` in a workbook, `lines.csv:5 label` in a CSV table."""
        if self.letters is None:
            return f"{self.place} {column}"
        return f"{self.place}!{self.letters[column]}{self.number}"

    @property
    def whole(self) -> str:
        """Where the row stands: `積算!5`, `lines.csv:5`."""
        return self.place if self.letters is None else f"{self.place}!{self.number}"


Tables = Mapping[str, list[TableRow]]
"""The rows of every table by the table's name."""
ROW_LIMIT = 1_000_000
"""Rows of all tables of a portfolio."""


def settled(tables: Mapping[str, list[TableRow] | None], findings: Findings) -> Tables:
    """The tables where each can be understood; raises `ImportRefused` where one is `None`, or they are endless."""
    if sum(len(rows) for rows in tables.values() if rows) > ROW_LIMIT:
        findings.add("portfolio", N_("the tables have more than {limit} rows"), limit=f"{ROW_LIMIT:,}")
        findings.settle()
    found = {name: rows for name, rows in tables.items() if rows is not None}
    if len(found) < len(tables):
        findings.settle()
    return found


REPORT_EVERY = 2_000
T = TypeVar("T")


def counting(total: int, progress: Progress | None) -> Callable[[Iterable[T]], Iterator[T]]:
    """Passes rows on, telling `progress` from time to time how far it is."""
    done = 0

    def counted(rows: Iterable[T]) -> Iterator[T]:
        nonlocal done
        for row in rows:
            done += 1
            if progress is not None and done % REPORT_EVERY == 0:
                progress(done, total)
            yield row

    return counted
