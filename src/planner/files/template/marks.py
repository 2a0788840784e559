"""The marks of a template: `{{要求総額}}`, `{{要求総額:千円}}`, `{{事業.名称}}`, each with names in both languages.

A mark stands for one fact of the request, or, with a prefix, for one column of a table that is filled row by row.
"""

from __future__ import annotations

import difflib
import re
from enum import Enum
from typing import NamedTuple

from planner.core.errors import N_, Message
from planner.core.model.accounts.codes import CODES
from planner.core.money import Unit
from planner.files.portfolio.tables import CODE_COLUMNS, COLUMN_NAMES
from planner.words.texts import folded


class MarkKind(Enum):
    """What a mark stands for, which decides how it reads within a sentence."""

    TEXT = "text"
    NUMBER = "number"  # with separators in a sentence
    YEAR = "year"
    MONEY = "money"  # in yen unless a unit is added
    PERCENT = "percent"
    IN_UNIT = "in unit"  # a text that depends on a unit


class TemplateMark(NamedTuple):
    """One mark: its key, its names (the first is shown), what it stands for."""

    key: str
    names: tuple[str, ...]
    kind: MarkKind


class Table(NamedTuple):
    """Marks that are filled row by row, under a prefix."""

    key: str
    names: tuple[str, ...]
    marks: tuple[TemplateMark, ...]


class Use(NamedTuple):
    """A mark as a template writes it; `unit` is `None` where none is added, `follows` where it is the export's."""

    mark: TemplateMark
    table: Table | None = None
    unit: Unit | None = None
    follows: bool = False


def _marks(kind: MarkKind, /, **names: str) -> tuple[TemplateMark, ...]:
    return tuple(TemplateMark(key, (*ja.split("/"), key), kind) for key, ja in names.items())


_AMOUNTS = _marks(MarkKind.MONEY, previous="前年度額", request="要求額", change="増減額/増△減")
_RATIO = _marks(MarkKind.PERCENT, change_ratio="増減率")

FACTS = (
    *_marks(MarkKind.TEXT, title="題名", ministry="所管", scenario="シナリオ", author="作成者", date="日付"),
    *_marks(MarkKind.TEXT, request_year="要求年度", previous_year="前年度"),
    *_marks(MarkKind.YEAR, request_fy="要求年度西暦", previous_fy="前年度西暦"),
    *_marks(MarkKind.MONEY, previous_total="前年度総額", request_total="要求総額", change_total="増減額/増△減"),
    *_RATIO,
    *_marks(MarkKind.TEXT, missing="金額の備考"),
    *_marks(MarkKind.IN_UNIT, unit="単位", note="注記"),
    *_marks(MarkKind.TEXT, number="照合番号", document="文書の指紋", content="内容の指紋"),
)
"""The facts of the whole request."""

_CODES = _marks(MarkKind.TEXT, **{CODE_COLUMNS[kind]: COLUMN_NAMES[CODE_COLUMNS[kind]] for kind in CODES})
"""The codes that hold for a program or line; blank where one is not known."""

PROGRAMS = Table(
    "programs",
    ("事業", "programs"),
    (
        *_marks(MarkKind.TEXT, name="名称", plain_name="事業名"),
        *_marks(MarkKind.NUMBER, level="階層"),
        *_marks(
            MarkKind.TEXT, kind="区分", id="ID/番号", division="担当", agency="実施機関", channel="経費", status="状況"
        ),
        *_AMOUNTS,
        *_RATIO,
        *_marks(MarkKind.TEXT, remark="備考"),
        *_CODES,
    ),
)
_DRIVERS = {"people": "員数", "times": "回数", "months": "月数", "share": "率", "divisor": "除数"}
LINES = Table(
    "lines",
    ("積算", "lines"),
    (
        *_marks(MarkKind.TEXT, name="名称", kind="区分", cohort="採用", intake_year="採用年度", product="積算"),
        *_marks(MarkKind.MONEY, rate="単価"),
        *_marks(MarkKind.NUMBER, **_DRIVERS),
        *_marks(MarkKind.MONEY, request="金額/要求額", previous="前年度額", change="増減額/増△減"),
        *_marks(MarkKind.TEXT, basis="根拠", id="ID/番号", unit="単位", account="計上"),
        *_marks(MarkKind.MONEY, previous_rate="前年度単価"),
        *_marks(MarkKind.NUMBER, **{f"previous_{key}": f"前年度{name}" for key, name in _DRIVERS.items()}),
        *_CODES,
    ),
)
DETAIL = Table(
    "detail",
    ("明細", "detail"),
    (
        *_marks(MarkKind.TEXT, number="要求番号", item="事項"),
        *_marks(MarkKind.NUMBER, level="階層"),
        *_AMOUNTS,
        *_marks(MarkKind.TEXT, remark="備考"),
    ),
)
TABLES = (PROGRAMS, LINES, DETAIL)

PREFIX = "planner_"
"""Before the English name of a mark where a defined name says it."""

MARK = re.compile(r"(?:\{\{|｛｛)([^{}｛｝]*)(?:\}\}|｝｝)")
"""A mark in a text; typed with full-width braces it is one too."""

_UNITS = {name: unit for unit in Unit for name in (unit.label, unit.name.lower())}
_FOLLOWS = ("単位", "unit")


def read_mark(text: str) -> Use | Message:
    """What stands between the braces of a mark; a message saying what is wrong where it is none."""
    plain = "".join(folded(text).split())
    body, _colon, unit = plain.partition(":")
    prefix, dot, name = body.partition(".")
    table = next((each for each in TABLES if dot and prefix in map(folded, each.names)), None)
    marks = FACTS if not dot else table.marks if table else ()
    mark = next((each for each in marks if (name if dot else body) in map(folded, each.names)), None)
    if mark is None:
        return Message.of(
            N_('there is no mark "{mark}"; the nearest is "{nearest}"'),
            mark=text.strip(),
            nearest=_nearest(body),
        )
    if not unit:
        return Use(mark, table)
    if mark.kind not in (MarkKind.MONEY, MarkKind.IN_UNIT):
        return Message.of(N_('"{mark}" is no amount: leave the unit out'), mark=text.strip())
    if unit in _FOLLOWS:
        return Use(mark, table, follows=True)
    if unit not in _UNITS:
        return Message.of(
            N_('"{unit}" in "{mark}" is not a unit: write yen, thousand, million, oku or unit'),
            unit=unit,
            mark=text.strip(),
        )
    return Use(mark, table, _UNITS[unit])


def fact_named(name: str) -> Use | None:
    """The fact that a defined name stands for: `要求総額`, `要求総額_千円`, `planner_request_total`."""
    plain = folded(name)
    english = plain.startswith(PREFIX)
    plain = plain.removeprefix(PREFIX)
    for body, unit in ((plain, None), (plain.rpartition("_")[0], _UNITS.get(plain.rpartition("_")[2]))):
        for mark in FACTS:
            known = map(folded, mark.names if english else mark.names[:-1])
            if body in known and (unit is None) == (body == plain):
                return (
                    Use(mark, None, unit) if unit is None or mark.kind in (MarkKind.MONEY, MarkKind.IN_UNIT) else None
                )
    return None


def table_named(name: str) -> Table | None:
    """The table whose prepared rows a defined name covers: `事業`, `planner_programs`."""
    plain = folded(name)
    for table in TABLES:
        japanese, english = table.names
        if plain in (folded(japanese), PREFIX + japanese, PREFIX + english):
            return table
    return None


def _nearest(body: str) -> str:
    names = [mark.names[0] for mark in FACTS]
    names += [f"{table.names[0]}.{mark.names[0]}" for table in TABLES for mark in table.marks]
    english = {mark.key: mark.names[0] for mark in FACTS}
    english |= {f"{t.key}.{mark.key}": f"{t.names[0]}.{mark.names[0]}" for t in TABLES for mark in t.marks}
    found = difflib.get_close_matches(body, [*names, *english], 1, 0.0)[0]
    return english.get(found, found)
