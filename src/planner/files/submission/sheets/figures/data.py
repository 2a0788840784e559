"""The sheet データ: every line and plan year as one row for machines, as the statistics office asks of tables.

One header row, one datum a cell, numbers as numbers and values as values, nothing merged, units in the headings,
the Western year beside the Japanese, codes beside names, no characters that depend on the machine (①, ㈱).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from planner.core.calculation.cohort import rate_at, value_at
from planner.core.model.fields import ALL_FIELDS, QUANTITY, SHARE, TIMES, Value
from planner.core.model.lines import Lack, Series
from planner.core.model.origins import BASES
from planner.core.years import fiscal_year_name
from planner.files.plain.sheet import EXACT, Column, Content, Row, Sheet, Style
from planner.files.plain.tidy_csv import LACK_WORDS
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind

DRIVERS = (QUANTITY.key, TIMES.key, SHARE.key)
"""What a rate is multiplied by."""

_MACHINE_DEPENDENT = re.compile("[\u2160-\u217f\u2460-\u24ff\u3200-\u33ff]")
_SPACE = re.compile(r"\s+")


def data_sheet(handover: Handover) -> Sheet:
    """データ of the scenario: lines shown × plan years rows."""
    say = handover.say
    text, number = Style.PLAIN, Style.NUMBER
    return Sheet(
        name=handover.sheet_name(SheetKind.DATA),
        title=handover.sheet_name(SheetKind.DATA),
        columns=(
            Column(say("事業ID", "program_id"), 24, text),
            Column(say("事業", "program"), 36, text),
            Column(say("実施機関", "agency"), 20, text),
            Column(say("資金の種類", "channel"), 14, text),
            Column(say("積算ID", "line_id"), 28, text),
            Column(say("積算内容", "line"), 36, text),
            Column(say("員数の単位", "unit_of_quantity"), 10, text),
            Column(say("要求区分", "kind_of_request"), 10, text),
            Column(say("経費区分", "kind_of_expense"), 12, text),
            Column(say("根拠区分", "basis"), 10, text),
            Column(say("西暦年度", "fiscal_year"), 9, number),
            Column(say("和暦年度", "fiscal_year_japanese"), 12, text),
            Column(say("単価（円）", "rate_yen"), 14, number),
            Column(say("員数", "quantity"), 10, number),
            Column(say("回数・月数の分子", "times_numerator"), 9, number),
            Column(say("回数・月数の分母", "times_denominator"), 9, number),
            Column(say("率の分子", "share_numerator"), 9, number),
            Column(say("率の分母", "share_denominator"), 9, number),
            Column(say("金額（円）", "amount_yen"), 18, number),
            Column(say("金額のない理由", "reason_for_no_amount"), 14, text),
        ),
        rows=lambda: _rows(handover),
        size=len(handover.vintages) * len(handover.portfolio.years),
        tidy=True,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    portfolio, evaluation = handover.portfolio, handover.evaluation
    lines = portfolio.lines
    lacks = {lack: handover.say(*words) for lack, words in LACK_WORDS.items()}
    japanese = [fiscal_year_name(year) for year in portfolio.years]
    for index in handover.programs:
        program = portfolio.programs[index]
        owner = (program.id, tidy(handover.program_name(index)), tidy(program.agency), tidy(program.channel))
        for row in handover.rows(index):
            line_id = lines.ids[row]
            line = evaluation.drivers(row)
            said = (*owner, line_id, tidy(handover.line_name(row)), tidy(lines.units[row]))
            bases = [BASES[place].value for place in portfolio.bases[row].tolist()]
            for year, name, basis, amount in zip(portfolio.years, japanese, bases, evaluation.line(row), strict=True):
                demand = DEMANDS[_choice(line.demand, year)] if year > portfolio.previous_year else ""
                rate = rate_at(line, year)
                people, times, share = (_given(getattr(line, key), key, year) for key in DRIVERS)
                money: Content = amount if isinstance(amount, int) else None
                why = None if isinstance(amount, int) else lacks[amount]
                if isinstance(amount, int) and abs(amount) >= EXACT:
                    money, why = None, handover.say("15桁を超える", "more than 15 digits")
                yield Row(
                    (
                        *said,
                        demand,
                        EXPENSES[_choice(line.expense, year)],
                        basis,
                        year,
                        name,
                        rate if isinstance(rate, int) else None,
                        _number(people),
                        *((None, None) if times is None else (times.numerator, times.denominator)),
                        *((None, None) if share is None else (share.numerator, share.denominator)),
                        money,
                        why,
                    )
                )


def _given(series: Series, key: str, year: int) -> Value | None:
    """A driver in force: its default where no step is, `None` where there is none."""
    value = value_at(series, year)
    return ALL_FIELDS[key].default if isinstance(value, Lack) else value


def _number(value: Value | None) -> int | None:
    return None if value is None else value.numerator


def _choice(series: Series, year: int) -> int:
    value = value_at(series, year)
    return value.numerator if isinstance(value, int) else 0


def tidy(text: str) -> str:
    """A text for machines: one line, circled and squared characters written out (① as (1), ㈱ as (株))."""
    if text.isascii() and not _SPACE.search(text):
        return text

    def plain(found: re.Match[str]) -> str:
        folded = unicodedata.normalize("NFKC", found[0])
        return f"({folded})" if "\u2460" <= found[0] <= "\u24ff" and not folded.startswith("(") else folded

    return _SPACE.sub(" ", _MACHINE_DEPENDENT.sub(plain, text)).strip()
