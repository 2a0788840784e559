"""What the columns of データ mean: their names in both languages, what stands in them, which values a closed list has.

Names are stable: what reads the table of one year reads that of the next. `docs/data.md` lists them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from planner.core.errors import Both
from planner.core.model.lines import Lack
from planner.files.plain.sheet import Style
from planner.files.plain.tidy_csv import LACK_WORDS
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.files.submission.handover import Handover
from planner.files.submission.places import DEMAND_WORDS, EXPENSE_WORDS
from planner.files.submission.sheets.figures.data import data_columns
from planner.words.figures import BASIS_NAMES
from planner.words.texts import texts_for

MEANINGS: dict[str, Both] = {
    "program": Both("事業を示すID", "id of the program"),
    "program_name": Both("事業の名称", "name of the program"),
    "top": Both("最上位の事業のID。合計はこれで集計する", "id of the outermost program it is part of; add up by it"),
    "agency": Both("実施する機関", "agency that carries it out"),
    "channel": Both("補助金、運営費交付金などの別", "kind of funding, such as a subsidy or a grant to an agency"),
    "line": Both("積算を示すID。再掲の行では再掲する事業のID", "id of the line; of what is relisted, of that program"),
    "line_name": Both("積算の内容", "what the line pays"),
    "unit": Both("員数を数える単位", "what the quantity is counted in"),
    "code_jurisdiction": Both("所管（入力のまま）", "jurisdiction, as it was typed"),
    "code_organisation": Both("組織（入力のまま）", "organisation, as it was typed"),
    "code_item": Both("項（入力のまま）", "appropriation item, as it was typed"),
    "code_subitem": Both("目（入力のまま）", "object, as it was typed"),
    "code_detail": Both("目の細分（入力のまま）", "object detail, as it was typed"),
    "code_request": Both("要求番号（入力のまま）", "request number, as it was typed"),
    "code_project": Both("予算事業ID", "ID of the budget project"),
    "demand": Both("要求・要望・事項要求の別。記載がなければ空", "kind of request; empty where it is not stated"),
    "demand_word": Both("要求区分を語で示したもの", "the kind of request in words"),
    "expense": Both("裁量的経費・義務的経費の別。記載がなければ空", "kind of expense; empty where it is not stated"),
    "expense_word": Both("経費区分を語で示したもの", "the kind of expense in words"),
    "basis": Both("単価・員数が何によるか（最も弱いもの）", "what the figures rest on, the weakest of them"),
    "year": Both("会計年度（西暦）", "fiscal year, Western calendar"),
    "year_name": Both("会計年度（和暦を併記）", "fiscal year by its name, 令和 in Japanese"),
    "intake_year": Both("採用した年度。年次で続かない積算は空", "year of the intake; empty where nobody stays on"),
    "age": Both("採用から何年目か（1から）。同上", "which year since the intake, from 1; empty as above"),
    "rate": Both("単価（円）", "rate in yen"),
    "people": Both("員数（採用時の人数など）", "quantity; of an intake, those taken in"),
    "times": Both("回数・月数・割合・残存率をまとめた乗数の分子", "numerator of times, share and retention together"),
    "divisor": Both("その分母", "its denominator"),
    "amount": Both(
        "金額（円）＝単価×員数×分子÷分母（端数処理後）。空欄の理由は右端",
        "amount in yen: rate × quantity × numerator ÷ denominator, rounded; empty with a reason",
    ),
    "counted": Both("合計に入れる行は1、再掲などは0", "1 where it counts in totals, 0 for what is relisted"),
    "lack": Both("金額が空欄である理由", "why there is no amount"),
}
"""What stands in each column, by its key. Those of codes are there where such a code is known of anything."""

NEVER_EMPTY = frozenset({"program", "top", "line", "year", "year_name", "counted"})
"""The columns that every row fills."""


class Field(NamedTuple):
    """A column: its key, its name in the table's language and in the other, and what may stand in it."""

    key: str
    name: str
    other: str
    meaning: Both
    is_number: bool
    choices: tuple[tuple[str | int, Both], ...] = ()
    """The values of a closed list with their words; none where anything may stand there."""

    @property
    def is_required(self) -> bool:
        """Whether every row has a value there."""
        return self.key in NEVER_EMPTY


def in_language(handover: Handover, language: str) -> Handover:
    """The same request in a language."""
    return replace(handover, options=replace(handover.options, language=language))


def fields_of(handover: Handover) -> tuple[Field, ...]:
    """The columns of データ."""
    others = data_columns(in_language(handover, "en" if handover.options.language == "ja" else "ja"))
    choices = _choices(handover)
    return tuple(
        Field(
            key,
            column.heading,
            others[key].heading,
            MEANINGS.get(key, Both("", "")),
            column.style is Style.NUMBER,
            choices.get(key, ()),
        )
        for key, column in data_columns(handover).items()
    )


def _choices(handover: Handover) -> dict[str, tuple[tuple[str | int, Both], ...]]:
    ja, en = texts_for("ja"), texts_for("en")
    return {
        "demand": _listed(DEMANDS, DEMAND_WORDS),
        "expense": _listed(EXPENSES, EXPENSE_WORDS),
        "basis": tuple((handover.texts._(name), Both(ja._(name), en._(name))) for name in BASIS_NAMES.values()),
        "counted": (
            (0, Both("合計に入れない", "does not count in totals")),
            (1, Both("合計に入れる", "counts in totals")),
        ),
        "lack": tuple((handover.say(*words), Both(*words)) for words in map(LACK_WORDS.__getitem__, Lack)),
    }


def _listed(codes: tuple[str, ...], words: tuple[tuple[str, str], ...]) -> tuple[tuple[str | int, Both], ...]:
    """Codes with their words, but for the empty one: that it is not stated."""
    return tuple((code, Both(*pair)) for code, pair in zip(codes, words, strict=True) if code)
