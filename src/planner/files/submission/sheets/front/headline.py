"""What 提出総括 says first, in four lines: how much, what room is left, what moves it most, what it binds later.

Each line is a formula that follows the figures. How many programs are new is as it was when the workbook was written.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.ceilings.judge import Verdict
from planner.files.plain.sheet import Formula
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sentence import Sentence
from planner.files.submission.sheets.front.overview_left import (
    AS_WRITTEN,
    YEARS,
    bound_of,
    later_burdens,
    new_and_ended,
    over_first,
)
from planner.files.submission.sheets.front.overview_right import ranked, unprinted
from planner.files.submission.sheets.front.parts import UNIT
from planner.files.submission.sheets.internal.ceilings import VERDICTS
from planner.files.submission.sheets.internal.live_ceiling import live_ceiling

MOST = 3
"""So many programs, and ceilings, are named."""


def headlines(handover: Handover) -> Iterator[Formula]:
    """The lines, those that have something to say."""
    yield _request(handover).formula
    for line in (_room(handover), _largest(handover), _later(handover)):
        if line is not None:
            yield line.formula


def _line(handover: Handover) -> Sentence:
    return Sentence(handover.options.sign.value, UNIT)


def _request(handover: Handover) -> Sentence:
    """要求・要望額, last year's, and the change."""
    say, links = handover.say, handover.places.all.links
    before, asked = (total.yen for total in handover.evaluation.total[:2])
    plus, between = say("＋", "+"), say("、", ", ")
    line = _line(handover).say(say("要求・要望額 ", "Request and wishes ")).amount(links.request, asked)
    line.say(say("百万円（前年度 ", " million yen (previous year ")).amount(links.previous, before)
    line.say(between).amount(links.change, asked - before, plus)
    if (apart := unprinted(handover)) is not None:
        line.say(say("（うち前年度の公表なし ", " (of which "))
        line.amount(apart.change.text, int(apart.change.value))
        line.say(say("）", " not printed for the previous year)"))
    line.say(between).share(f"({links.change})", links.previous, (asked - before, before), plus)
    return line.say(say("）。", ")."))


def _room(handover: Handover) -> Sentence | None:
    """The room under the ceilings as far as it is known, whether they hold, or that nobody can say."""
    say, found = handover.say, handover.judged
    if not found:
        return None
    line = _line(handover).say(say("上限までの残り：", "Room under ceilings: "))
    known = [each for each in over_first(found) if each.verdict is not Verdict.UNKNOWN]
    for at, each in enumerate(known[:MOST]):
        name, live = say(each.ceiling.name, each.ceiling.name_en), live_ceiling(handover, each)
        line.say(f"{say('、', '; ') if at else ''}{handover.texts.quoted(name)} ")
        if live is None:
            line.say(say(*AS_WRITTEN[each.verdict]))
        else:
            room = _line(handover).amount(live.room, each.room.low).formula
            line.take(live.known(room.text, say(*VERDICTS[Verdict.UNKNOWN])), str(room.value))
    if unknown := len(found) - len(known):
        count = say(f"{unknown}件は判定できない", f"{unknown} cannot be judged")
        why = say("（要求・要望、裁量・義務の記載がない）", " (kinds not stated)")
        line.say(f"{say('、', '; ') if known else ''}{count}{why}")
    return line.say(say("。", "."))


def _largest(handover: Handover) -> Sentence | None:
    """The programs that change most, by rank, with what they change by."""
    say, found = handover.say, ranked(handover)[:MOST]
    if not found:
        return None
    line = _line(handover).say(say("増減の大きい事業：", "Largest changes: "))
    for at, each in enumerate(found):
        name = each.name
        line.say(say("、", "; ")) if at else None
        line.take(name.text, str(name.value)) if isinstance(name, Formula) else line.say(name)
        line.say(" ").amount(each.links.change, each.change, say("＋", "+"))
    return line.say(say("。", "."))


def _later(handover: Handover) -> Sentence | None:
    """What the request binds of later years, and what is new or has ended."""
    say, line, era = handover.say, _line(handover), handover.texts.era
    years, found = handover.portfolio.years[2 : 2 + YEARS], later_burdens(handover)
    if found and handover.options.has(SheetKind.LATER_YEARS):
        request, bound = era(handover.portfolio.request_year), [bound_of(handover, year) for year in years]
        yen = [each.request for each in found]
        line.say(say(f"{request}要求で決まる後年度負担：", f"Bound in later years by the {request} request: "))
        line.say(f"{era(years[0])} ").amount(bound[0], yen[0])
        if len(years) > 1:
            line.say(say(f"、{era(years[-1])}までに計 ", f", in all by {era(years[-1])} "))
            line.amount("+".join(bound), sum(yen))
        line.say(say("。", ". "))
    new, ended = (len(each) for each in new_and_ended(handover))
    said = (
        (say(f"新規{new}事業", f"New programs: {new}") if new else say("新規なし", "New programs: none")),
        (say(f"廃止{ended}事業", f"ended: {ended}") if ended else say("廃止なし", "ended: none")),
    )
    return line.say(say("、", "; ").join(said) + say("。", "."))
