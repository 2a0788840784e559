"""The sheet 変更一覧: every edit that made the scenario, with before and after, effect and reason, in yen."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import EXACT, Column, Content, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.wording import FIELD_WORDS, value_cell, year_text

PRINTED = 9
"""So many columns are printed; the one after them has the ids of lines."""


def changes_sheet(handover: Handover) -> Sheet:
    """変更一覧 of the scenario."""
    say = handover.say
    return Sheet(
        name=handover.sheet_name(SheetKind.CHANGES),
        title=f"{handover.sheet_name(SheetKind.CHANGES)}　{handover.title}",
        columns=(
            Column(say("番号", "No."), 6, Style.COUNT),
            Column(say("要求額への影響", "Effect on\nthe request"), 18, Style.MONEY),
            Column(say("変更前", "Before"), 16, Style.GIVEN),
            Column(say("変更後", "After"), 16, Style.GIVEN),
            Column(say("項目", "Field"), 16, Style.WORD),
            Column(say("年度", "Year"), 7, Style.WORD),
            Column(say("事業", "Program"), 36, Style.WRAPPED),
            Column(say("積算内容", "Line"), 34, Style.WRAPPED),
            Column(say("理由", "Reason"), 54, Style.WRAPPED),
            Column("ID", 24),
        ),
        printed=PRINTED,
        rows=lambda: _rows(handover),
        unit=handover.unit_line(Unit.YEN),
        sign=handover.options.sign.value,
        frozen=1,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    portfolio, say = handover.portfolio, handover.say
    number = 0
    for number, change in enumerate(handover.document.changes_of(handover.scenario), start=1):
        for i, cell in enumerate(change.cells):
            row = portfolio.line_index.get(cell.line_id)
            program = "" if row is None else handover.program_name(int(portfolio.lines.program[row]))
            effect = say("同上", "same") if i else _effect(handover, change.effect)
            yield Row(
                (
                    number,
                    effect,
                    value_cell(handover, cell.field, cell.before),
                    value_cell(handover, cell.field, cell.after),
                    say(*FIELD_WORDS[cell.field]),
                    year_text(handover, cell.field, cell.year),
                    program,
                    "" if row is None else handover.line_name(row),
                    change.why if i == 0 else say("同上", "same"),
                    cell.line_id,
                )
            )
    if not number:
        nothing = say("変更なし", "no changes")
        yield Row((handover.nothing, None, None, None, None, None, nothing, None, None))


def _effect(handover: Handover, yen: int | None) -> Content:
    """What a change came to; in words where a spreadsheet does not keep all digits."""
    if yen is None:
        return handover.nothing
    return yen if abs(yen) < EXACT else format_amount(yen, Unit.YEN, negative=handover.options.sign.value)
