"""The right half of 提出総括: the largest changes with their main causes, and what else is in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.core.money import Unit
from planner.files.plain.sheet import Content, Formula, Style, Styled
from planner.files.plain.sheet_text import NOUGHT
from planner.files.submission.handover import Handover
from planner.files.submission.options import ASSUMPTIONS, SheetKind
from planner.files.submission.places import Links
from planner.files.submission.sheets.figures.program import chosen
from planner.files.submission.sheets.figures.summary import main_cause, ratio
from planner.files.submission.sheets.front.parts import (
    Cells,
    head,
    money,
    named,
    percent,
    spread,
    sums,
    text,
    title,
    word,
)
from planner.files.submission.sheets.years.execution import known_programs
from planner.words.figures import unit_name

LARGEST, PROGRAMS = 10, 5
"""So many programs stand on the first page by their change, and by the sheets of their own."""

UNITS: dict[SheetKind, Unit | None] = {
    **dict.fromkeys((SheetKind.CALCULATION, SheetKind.EXECUTION, SheetKind.RECONCILIATION), Unit.YEN),
    **dict.fromkeys((SheetKind.CHANGES, SheetKind.DATA), Unit.YEN),
    **dict.fromkeys((SheetKind.DETAIL, SheetKind.THREE_COLUMNS), Unit.THOUSAND),
    **dict.fromkeys((SheetKind.LATER_YEARS, SheetKind.OBLIGATIONS), Unit.THOUSAND),
    SheetKind.CHARTS: Unit.MILLION,
    **dict.fromkeys((SheetKind.FINDINGS, SheetKind.SOURCES, SheetKind.WHATIFS)),
}
"""What amounts of a sheet stand in where that is not the unit chosen; `None` where they have no unit of their own."""


class Ranked(NamedTuple):
    """A program at the top by how much it changes: its name, its amounts, what it changes by and its main cause."""

    program: int
    name: str | Formula
    links: Links
    change: int
    cause: str | Formula


def ranked(handover: Handover) -> list[Ranked]:
    """The programs that change most: by rank in 総括表, so that they follow what is typed into 積算内訳."""
    live = handover.options.has(SheetKind.SUMMARY) and handover.options.unit is not Unit.OKU  # rounded there
    tops = [i for i in handover.programs if not handover.depth(i) and handover.change_of(i) is not None]
    tops.sort(key=lambda index: -abs(handover.change_of(index) or 0))
    found = []
    for number, index in enumerate(tops[:LARGEST], start=1):
        change, links = handover.change_of(index) or 0, handover.places.program_links(index)
        name: str | Formula = handover.program_name(index)
        said = main_cause(handover, index)
        cause: str | Formula = said
        if live:
            place = f"MATCH({number},summary_rank,0)"
            links = Links(*(f"INDEX(summary_{key},{place})" for key in ("previous", "request")))
            name = Formula(f"INDEX(summary_name,{place})", handover.program_name(index))
            cause = Formula(f"INDEX(summary_reason,{place})", said)
        found.append(Ranked(index, name, links, change, cause))
    return found


def changes(handover: Handover) -> Iterator[Cells]:
    """The programs that change most, with their main causes."""
    say, shown = handover.say, ranked(handover)
    yield title(say("６　増減の大きい事業と主因（主因は作成時の案）", "6  Largest changes (causes: draft, as written)"))
    yield head(
        *(say("順", "No."), say("事業（下段：主因）", "Program (below: main cause)")),
        *(say("増△減", "Change"), say("増減率", "%")),
    )
    for number, each in enumerate(shown, start=1):
        found = ratio(handover, each.links, handover.evaluation.program(each.program)[:2])
        yield [
            word(number),
            named(each.name),
            money(Formula(each.links.change, each.change)),
            percent(found if isinstance(found, Formula) else None),
        ]
        yield [text(None), *spread(each.cause, 3)]
    yield from _rest(handover, [f"({each.links.change})" for each in shown], sum(each.change for each in shown))


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
    rate = percent(found if isinstance(found, Formula) else None)
    yield sums([text(None), text(handover.say("計", "total")), money(Formula(links.change, change)), rate])


def contents(handover: Handover) -> Iterator[Cells]:
    """The sheets of the workbook in their order, each a link to it, with the unit of its amounts."""
    say, options = handover.say, handover.options
    yield title(say("７　目次", "7  Contents"))
    yield [*head("", say("シート", "Sheet"), say("単位", "Unit")), Styled(say("頁", "Page"), Style.PAGES)]
    kinds = [kind for kind in SheetKind if kind is not SheetKind.OVERVIEW and options.has(kind)]
    listed = ((name, UNITS.get(kind, options.unit)) for kind in kinds for name in _names(handover, kind))
    for number, (name, unit) in enumerate(listed, start=1):
        said = NOUGHT if unit is None else unit_name(unit, handover.texts)
        yield [word(number), name, word(said), Styled(None, Style.PAGE)]


def _names(handover: Handover, kind: SheetKind) -> Iterator[Content]:
    """The names of the sheets of a kind, of the what-ifs the first; of many programs the first are listed."""
    name, options = handover.sheet_name(kind), handover.options
    if kind is SheetKind.PROGRAMS:
        names = [own for _index, own in chosen(handover)]
        yield from (Styled(own, Style.LINK) for own in names[:PROGRAMS])
        if more := names[PROGRAMS:]:
            yield text(f"{name}{handover.say(f'（ほか{len(more)}事業）', f' ({len(more)} more)')}")
        return
    if kind is SheetKind.WHATIFS:
        name = handover.say(*ASSUMPTIONS)
    is_there = {
        SheetKind.COMPARISON: any(number != handover.scenario for number in options.compare),
        SheetKind.THREE_COLUMNS: options.examiner,
        SheetKind.OBLIGATIONS: bool(handover.document.all_obligations),
        SheetKind.EXECUTION: any(known_programs(handover)),
    }
    if is_there.get(kind, True):
        yield Styled(name, Style.LINK)
