"""The sheet 上限: the ceilings of the request year, what is limited, what is allowed, and the room left."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.check.ceilings import why_unknown
from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW, Column, Content, Formula, Row, Sheet, Style
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import UNSTATED
from planner.files.submission.request import in_oku
from planner.files.submission.sheets.internal.live_ceiling import LiveCeiling, live_ceiling

VERDICTS = {
    Verdict.HOLDS: ("範囲内", "within"),
    Verdict.BROKEN: ("超過", "over"),
    Verdict.UNKNOWN: ("判定できない", "cannot judge"),
}
AS_WRITTEN = ("額は作成時の値", "amounts as of when this was written")
"""What is said of amounts that are no formulas."""


def ceilings_sheet(handover: Handover) -> Sheet:
    """上限 of the request year. An amount is from … to … where kinds of lines that matter are not stated."""
    say, unit = handover.say, handover.options.unit
    rules = published_rules(handover.portfolio.request_year)
    amounts = (say("対象額", "Limited"), say("上限額", "Allowed"), say("残り", "Room"))
    ends = (say("（最小）", "(least)"), say("（最大）", "(most)"))
    return Sheet(
        name=handover.sheet_name(SheetKind.CEILINGS),
        title=f"{handover.year(handover.portfolio.request_year)} {handover.sheet_name(SheetKind.CEILINGS)}",
        columns=(
            Column(say("上限", "Ceiling"), 44, Style.WRAPPED),
            *(Column(f"{name}\n{end}", 17, Style.MONEY) for name in amounts for end in ends),
            Column(say("判定", "Finding"), 14, Style.WORD),
            Column(say("説明・出典", "Explanation, source"), 48, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        unit=handover.unit_line(unit),
        note=say(rules.note, rules.note_en) if rules else "",
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    found = handover.judged
    for at, each in enumerate(found, start=FIRST_ROW + 1):
        ceiling = each.ceiling
        said = [why_unknown(each).render(handover.texts.translate)] if each.verdict is Verdict.UNKNOWN else []
        cells: list[Content] = [handover.say(ceiling.name, ceiling.name_en)]
        live = live_ceiling(handover, each)
        if live is None:
            said.append(handover.say(*AS_WRITTEN))
            for amount in (each.limited, each.allowance, each.room):
                cells += [_figure(handover, amount.low), _figure(handover, amount.high)]
            cells.append(handover.say(*VERDICTS[each.verdict]))
        else:
            cells += _live_cells(handover, each, live, at)
        yield Row([*cells, "　".join(filter(None, [*said, ceiling.source]))])
    if not found:
        yield Row((handover.say("この年度の上限はない", "no ceilings for this year"),))


def _figure(handover: Handover, yen: int) -> int | float:
    return in_oku(yen) if handover.options.unit is Unit.OKU else yen


def _live_cells(handover: Handover, found: Judgement, live: LiveCeiling, at: int) -> list[Content]:
    """The amounts twice, for least and most are the same where every kind is stated; then whether it holds.

    Where a line comes to matter that does not state its kind there are no amounts, and nobody can say.
    """
    unit = handover.options.unit
    room = live.room if unit is Unit.OKU else f"D{at}-B{at}"
    holds, broken, unknown = (
        handover.say(*VERDICTS[each]) for each in (Verdict.HOLDS, Verdict.BROKEN, Verdict.UNKNOWN)
    )
    cells: list[Content] = []
    for text, amount in ((live.limited, found.limited), (live.allowance, found.allowance), (room, found.room)):
        shown = handover.amount(text, amount.low, unit)
        if live.settled:
            shown = shown._replace(text=f'IF(H{at}="{unknown}","{UNSTATED}",{shown.text})')
        cells += [shown] * 2
    finding = live.known(f'IF({live.room}>=0,"{holds}","{broken}")', unknown)
    return [*cells, Formula(finding, holds if found.verdict is Verdict.HOLDS else broken)]
