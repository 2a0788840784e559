"""The right half of 提出総括: the largest changes with their main causes, and what else is in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.money import Unit
from planner.files.plain.sheet import Formula, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Links
from planner.files.submission.sheets.figures.summary import main_cause, ratio
from planner.files.submission.sheets.front.parts import Cells, head, long, money, percent, text, title
from planner.words.figures import unit_name

LARGEST = 10
"""So many programs stand on the first page."""


def changes(handover: Handover) -> Iterator[Cells]:
    """The programs that change most: by rank in 総括表, so that the list follows what is typed into 積算内訳."""
    say = handover.say
    yield title(say("６　増減の大きい事業と主因（主因は作成時の案）", "6  Largest changes (causes: draft, as written)"))
    yield head(
        *(say("順", "No."), say("事業（下段：主因）", "Program (below: main cause)")),
        *(say("増△減", "Change"), say("増減率", "%")),
    )
    live = handover.options.has(SheetKind.SUMMARY) and handover.options.unit is not Unit.OKU  # rounded there
    tops = [i for i in handover.programs if not handover.depth(i) and handover.change_of(i) is not None]
    tops.sort(key=lambda index: -abs(handover.change_of(index) or 0))
    listed = tops[:LARGEST]
    parts = []
    for number, index in enumerate(listed, start=1):
        change, links = handover.change_of(index) or 0, handover.places.program_links(index)
        name, cause = handover.program_name(index), main_cause(handover, index)
        place = f"MATCH({number},summary_rank,0)"
        if live:
            links = Links(*(f"INDEX(summary_{key},{place})" for key in ("previous", "request")))
        parts.append(f"({links.change})")
        found = ratio(handover, links, handover.evaluation.program(index)[:2])
        yield [
            text(number),
            text(Formula(f"INDEX(summary_name,{place})", name) if live else name),
            money(Formula(links.change, change)),
            percent(found if isinstance(found, Formula) else None),
        ]
        yield [text(None), long(Formula(f"INDEX(summary_reason,{place})", cause) if live else cause)]
    yield from _rest(handover, parts, sum(handover.change_of(index) or 0 for index in listed))


def _rest(handover: Handover, parts: list[str], listed: int) -> Iterator[Cells]:
    links, totals = handover.places.all.links, handover.evaluation.total
    change = totals[1].yen - totals[0].yen
    missing = (
        handover.say("（前年度の公表がないものを含む）", " (with those not printed before)")
        if totals[0].missing
        else ""
    )
    rest = Formula(f"{links.change}-({'+'.join(parts) or '0'})", change - listed)
    yield [text(None), text(f"{handover.say('その他', 'others')}{missing}"), money(rest), percent(None)]
    found = ratio(handover, links, totals[:2])
    total = percent(found if isinstance(found, Formula) else None)
    yield [text(None), text(handover.say("計", "total")), money(Formula(links.change, change)), total]


def contents(handover: Handover) -> Iterator[Cells]:
    """The sheets of the workbook, each a link to it, with the unit of its amounts."""
    say, options, yen, thousand = handover.say, handover.options, Unit.YEN, Unit.THOUSAND
    yield title(say("７　目次", "7  Contents"))
    yield head("", say("シート", "Sheet"), say("単位", "Unit"), "")
    own = {SheetKind.CALCULATION: yen, SheetKind.CHANGES: yen, SheetKind.DATA: yen, SheetKind.RECONCILIATION: yen}
    own |= {SheetKind.DETAIL: thousand, SheetKind.LATER_YEARS: thousand, SheetKind.OBLIGATIONS: yen}
    own |= {SheetKind.CHARTS: Unit.MILLION}
    left_out = {SheetKind.OVERVIEW, SheetKind.PROGRAMS, SheetKind.COMPARISON}
    if not handover.document.all_obligations:
        left_out.add(SheetKind.OBLIGATIONS)
    shown = [kind for kind in SheetKind if options.has(kind) and kind not in left_out]
    for number, kind in enumerate(shown, start=1):
        unit = own.get(kind, options.unit)
        yield [text(number), Styled(handover.sheet_name(kind), Style.LINK), text(say(unit.label, unit.english))]
    if options.programs and options.has(SheetKind.PROGRAMS):
        yield [text(None), text(handover.sheet_name(SheetKind.PROGRAMS)), text(unit_name(options.unit, handover.texts))]
    if options.compare and options.has(SheetKind.COMPARISON):
        name = handover.sheet_name(SheetKind.COMPARISON)
        yield [text(None), text(name), text(unit_name(options.unit, handover.texts))]
