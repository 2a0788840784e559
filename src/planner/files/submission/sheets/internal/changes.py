"""The sheet 変更一覧: every edit that made the scenario, with before and after, effect in yen and reason.

Effect and reason are of a change and stand on its first row. A value that a change left as it was is no row. Below the
changes are the growths of rates that the scenario assumes.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.model.growth import CLASS_NAMES
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import EXACT, Column, Content, Row, Sheet, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.wording import field_text, figure_cell, year_text
from planner.words.growth import percent_text

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
            Column(say("要求・要望額\nへの影響", "Effect on\nthe request"), 18, Style.MONEY),
            Column(say("変更前", "Before"), 16, Style.GIVEN),
            Column(say("変更後", "After"), 16, Style.GIVEN),
            Column(say("項目", "Field"), 18 if handover.options.language == "ja" else 26, Style.WORD),
            Column(say("年度", "Year"), 11, Style.WORD),
            Column(say("事業", "Program"), 36, Style.WRAPPED),
            Column(say("積算内容", "Line"), 34, Style.WRAPPED),
            Column(say("理由", "Reason"), 54, Style.WRAPPED),
            Column("ID", 24),
        ),
        printed=PRINTED,
        rows=lambda: _rows(handover),
        unit=handover.unit_line(Unit.YEN),
        note=say(
            "要求・要望額への影響と理由は、変更（番号）ごとに最初の行に示す。",
            "Effect and reason stand on the first row of each change (No.).",
        ),
        sign=handover.options.sign.value,
        frozen=1,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    said = [*_changes(handover), *_growths(handover)]
    nothing = Row((handover.nothing, *[None] * 5, handover.say("変更なし", "no changes"), None, None))
    yield from said or [nothing]


def _changes(handover: Handover) -> Iterator[Row]:
    portfolio = handover.portfolio
    for number, change in enumerate(handover.document.changes_of(handover.scenario), start=1):
        first = True
        for cell in change.cells:
            if cell.before == cell.after:
                continue
            row = portfolio.line_index.get(cell.line_id)
            program = "" if row is None else handover.program_path(int(portfolio.lines.program[row]))
            yield Row(
                (
                    number,
                    _effect(handover, change.effect) if first else None,
                    figure_cell(handover, cell.field, row, cell.before),
                    figure_cell(handover, cell.field, row, cell.after),
                    field_text(handover, cell.field, row),
                    year_text(handover, cell.field, cell.year),
                    program,
                    "" if row is None else handover.line_name(row),
                    change.why if first else None,
                    cell.line_id,
                )
            )
            first = False


def _growths(handover: Handover) -> Iterator[Row]:
    """What the rates of later years are assumed to grow by; no edit of a line, it has no number and no effect."""
    later = handover.texts.era(handover.portfolio.request_year + 1)
    for kind, assumed in handover.document.assumptions(handover.scenario).items():
        name = handover.texts._(CLASS_NAMES[kind])
        yield Row(
            (
                handover.nothing,
                handover.nothing,
                handover.nothing,
                Styled(percent_text(assumed.rate), Style.MONEY),
                handover.say(f"{name}（年）", f"{name}, a year"),
                handover.say(f"{later}～", f"{later}–"),
                handover.say("すべての事業", "All programs"),
                None,
                assumed.why,
            )
        )


def _effect(handover: Handover, yen: int | None) -> Content:
    """What a change came to; in words where a spreadsheet does not keep all digits."""
    if yen is None:
        return handover.nothing
    return yen if abs(yen) < EXACT else format_amount(yen, Unit.YEN, negative=handover.options.sign.value)
