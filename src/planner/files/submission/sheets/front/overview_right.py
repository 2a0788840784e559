"""The right half of 提出総括: the largest changes with their main causes, and what else is in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from planner.core.money import Unit
from planner.files.plain.sheet import Content, Formula, Sheet, Style, Styled
from planner.files.plain.sheet_text import NOUGHT
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Links
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
from planner.words.figures import so_many, unit_name

LARGEST, PROGRAMS = 10, 5
"""So many programs stand on the first page by their change, and by the sheets of their own."""

LONGEST = 4_000
"""A formula that names programs has so many characters at most; Excel takes twice that."""


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


class Unprinted(NamedTuple):
    """Programs at the top for which no figure of the previous year is printed: what they are asked for with."""

    programs: tuple[int, ...]
    change: Formula


def unprinted(handover: Handover) -> Unprinted | None:
    """What of the change is nobody's, as there is nothing to compare with; `None` where there is none of it.

    So many programs that no formula can name them stay among the others.
    """
    found = [
        index
        for index in handover.programs
        if not handover.depth(index)
        and (totals := handover.evaluation.program(index))[0].amount is None
        and totals[0].missing
        and totals[1].amount
    ]
    text = "+".join(f"({handover.places.program_links(index).change})" for index in found)
    if not found or len(text) > LONGEST:
        return None
    yen = sum(handover.evaluation.program(index)[1].yen for index in found)
    return Unprinted(tuple(found), Formula(text, yen))


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
    yield from _rest(handover, [Formula(each.links.change, each.change) for each in shown])


def _rest(handover: Handover, listed: list[Formula]) -> Iterator[Cells]:
    """What is left of the change: programs with nothing to compare with, all others, and all of it."""
    say, links, totals = handover.say, handover.places.all.links, handover.evaluation.total
    change, missing = totals[1].yen - totals[0].yen, totals[0].missing
    apart = unprinted(handover)
    if apart is not None:
        listed = [*listed, apart.change]
        missing -= sum(handover.evaluation.program(index)[0].missing for index in apart.programs)
        count = len(apart.programs)
        name = say(
            f"前年度の公表がないもの（{count}件）",
            f"not printed for the previous year ({so_many(count, 'program')})",
        )
        yield [text(None), text(name), money(apart.change), percent(None)]
    with_missing = say("（前年度の公表がないものを含む）", " (some not printed for the previous year)")
    parts = "+".join(f"({each.text})" for each in listed) or "0"
    rest = Formula(f"{links.change}-({parts})", change - sum(int(each.value) for each in listed))
    yield [text(None), text(f"{say('その他', 'others')}{with_missing if missing else ''}"), money(rest), percent(None)]
    found = ratio(handover, links, totals[:2])
    rate = percent(found if isinstance(found, Formula) else None)
    yield sums([text(None), text(say("計", "total")), money(Formula(links.change, change)), rate])


def contents(handover: Handover, others: Iterable[tuple[SheetKind, Sheet]]) -> Iterator[Cells]:
    """The other sheets of the workbook in their order, each a link to it, with the unit of its amounts."""
    say = handover.say
    yield title(say("７　目次", "7  Contents"))
    yield [*head("", say("シート", "Sheet"), say("単位", "Unit")), Styled(say("頁", "Page"), Style.PAGES)]
    for number, (name, sheet) in enumerate(_listed(handover, others), start=1):
        said = unit_name(sheet.money, handover.texts) if sheet.unit or sheet.tidy else NOUGHT
        yield [word(number), name, word(said), Styled(None, Style.PAGE)]


def _listed(handover: Handover, others: Iterable[tuple[SheetKind, Sheet]]) -> Iterator[tuple[Content, Sheet]]:
    """The names of the sheets, each with one of that unit; of many programs with sheets of their own the first."""
    for kind, made in groupby(others, key=itemgetter(0)):
        sheets = [sheet for _kind, sheet in made]
        shown = sheets[:PROGRAMS] if kind is SheetKind.PROGRAMS else sheets
        yield from ((Styled(sheet.name, Style.LINK), sheet) for sheet in shown)
        if more := sheets[len(shown) :]:
            said = handover.say(f"（ほか{len(more)}事業）", f" ({len(more)} more)")
            yield text(f"{handover.sheet_name(kind)}{said}"), more[0]
