"""The left half of 提出総括: what is asked for, room under ceilings, later years, what is new, whether sheets agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.core.calculation.burden import Burden
from planner.core.calculation.evaluate import Total
from planner.core.ceilings.classes import classes_of
from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.model.lines import Lack
from planner.core.years import LAST_YEAR, era_span
from planner.files.plain.sheet import Formula
from planner.files.submission.handover import Handover
from planner.files.submission.kinds import ASKED, WISHED
from planner.files.submission.options import SheetKind
from planner.files.submission.places import GRANT_ESTIMATE, UNSTATED, Chosen, Links
from planner.files.submission.sheets.figures.summary import EXPENSE_NAMES, ratio
from planner.files.submission.sheets.front.parts import (
    Cells,
    Plain,
    head,
    money,
    percent,
    spread,
    sums,
    text,
    title,
    word,
)
from planner.files.submission.sheets.front.reconciliation import pairs, same_text
from planner.files.submission.sheets.internal.ceilings import VERDICTS
from planner.files.submission.sheets.internal.live_ceiling import live_ceiling
from planner.files.submission.sheets.years.later_years import ABOVE_REQUEST, NO_LATER_YEARS, later_name
from planner.files.submission.sheets.years.line_years import EARLIER, REQUEST, WHOLE

YEARS, LISTED, CEILINGS = 5, 5, 4
"""So many later years, new or ended programs, and ceilings stand on the first page."""

ALL_KINDS = ("計", "total")
"""What the row of all that is asked for is called."""

AS_WRITTEN = {
    Verdict.HOLDS: ("作成時は内", "was within"),
    Verdict.BROKEN: ("作成時は超過", "was over"),
    Verdict.UNKNOWN: VERDICTS[Verdict.UNKNOWN],
}
"""What was found of a ceiling that no formula can judge, when the workbook was written."""


# ---------------------------------------------------------------- what is asked for


def request(handover: Handover) -> Iterator[Cells]:
    """要求 and 要望 by kind of expense, with last year's budget."""
    say, places, kinds = handover.say, handover.places, handover.kinds
    yield title(say("１　要求の総括", "1  What is asked for"))
    yield head(
        *(say("区分", "Kind"), say("要求額", "Request"), say("要望額", "Wish"), say("計", "Total")),
        *(say("事項要求", "No amount"), say("前年度", "Previous"), say("増△減", "Change"), say("増減率", "%")),
    )
    for expense in (ASKED, WISHED, 0):
        if kinds.of(None, expense=expense).rows:
            name = say(*EXPENSE_NAMES[expense])
            yield _kind(handover, name, kinds.chosen(places.all, expense=expense), expense, None)
    yield sums(_kind(handover, say(*ALL_KINDS), places.all, None, None))
    programs = (handover.portfolio.programs[index] for index in handover.programs)
    grants = sorted({places.account_of(each) for each in programs if places.is_granted(each)})
    if grants:
        yield _grants(handover, grants)


def _kind(handover: Handover, name: str, chosen: Chosen, expense: int | None, account: str | None) -> Cells:
    part = handover.kinds.of(None, expense=expense, account=account)
    demands = handover.kinds.demands(chosen, None, expense=expense, account=account)
    links, totals = chosen.links, (Total(part.previous), Total(part.request))
    return [
        text(name),
        money(demands["asked"]),
        money(demands["wished"]),
        money(Formula(links.request, part.request)),
        money(_unpriced(handover, expense)),
        money(Formula(links.previous, part.previous)),
        money(Formula(links.change, part.request - part.previous)),
        percent(_ratio(handover, links, totals)),
    ]


def _ratio(handover: Handover, links: Links, totals: Sequence[Total]) -> Plain:
    found = ratio(handover, links, totals)
    return found if isinstance(found, Formula) else None


def _unpriced(handover: Handover, expense: int | None) -> str:
    evaluation = handover.evaluation
    count = sum(
        evaluation.line(row)[1] is Lack.UNPRICED and expense in (None, classes_of(evaluation, row)[1])
        for row in handover.vintages
    )
    return handover.say(f"＋{count}件", f"+{count}") if count else handover.nothing


def _grants(handover: Handover, accounts: list[str]) -> Cells:
    """What is estimated within the grants of agencies."""
    places = handover.places
    chosen = [places.all.where("account", account) for account in accounts]
    parts = [handover.kinds.of(None, account=account) for account in accounts]
    previous, asked = ("+".join(each.sum(key) for each in chosen) for key in ("previous", "request"))
    then, now = sum(part.previous for part in parts), sum(part.request for part in parts)
    ja, en = GRANT_ESTIMATE
    name = handover.say(f"　うち{ja}", f"　of which {en}")
    shown = [Formula(asked, now), None, Formula(previous, then), Formula(f"{asked}-({previous})", now - then)]
    share = _ratio(handover, Links(f"({previous})", f"({asked})"), (Total(then), Total(now)))
    return [text(name), money(None), money(None), *map(money, shown), percent(share)]


# ---------------------------------------------------------------- ceilings


def over_first(judged: Iterable[Judgement]) -> list[Judgement]:
    """Ceilings in their order, those that are broken first: of many only the first are named."""
    return sorted(judged, key=lambda each: each.verdict is not Verdict.BROKEN)


def ceilings(handover: Handover) -> Iterator[Cells]:
    """The room under each ceiling."""
    say, found = handover.say, handover.judged
    yield title(say("２　概算要求基準（上限）までの残り", "2  Room under the ceilings"))
    yield head(
        *(say("上限", "Ceiling"), None, None, say("対象額", "Limited"), say("上限額", "Allowed")),
        *(say("残り", "Room"), say("使用率", "Used"), say("判定", "Finding")),
    )
    for each in over_first(found)[:CEILINGS]:
        name, live = spread(say(each.ceiling.name, each.ceiling.name_en), 3), live_ceiling(handover, each)
        if live is None:
            said = word(say(*AS_WRITTEN[each.verdict]))
            is_known = each.verdict is not Verdict.UNKNOWN
            amounts = [amount.known if is_known else None for amount in (each.limited, each.allowance, each.room)]
            used = UNSTATED if amounts[0] is None or amounts[1] is None else _used(amounts[0], amounts[1])
            yield [*name, *(money(UNSTATED if yen is None else yen) for yen in amounts), percent(used), said]
            continue
        limited, allowance, room = each.limited.low, each.allowance.low, each.room.low
        within, over, unknown = say("○ 内", "OK"), say("× 超過", "over"), say(*VERDICTS[Verdict.UNKNOWN])
        share = f"IF({live.allowance}=0,0,({live.limited})/{live.allowance})"
        yield [
            *name,
            *(
                money(Formula(live.known(text, UNSTATED), yen))
                for text, yen in ((live.limited, limited), (live.allowance, allowance), (live.room, room))
            ),
            percent(Formula(live.known(share, UNSTATED), _used(limited, allowance))),
            word(
                Formula(live.known(f'IF({live.room}>=0,"{within}","{over}")', unknown), within if room >= 0 else over)
            ),
        ]
    if not found:
        yield spread(say("なし", "none"), 8)


def _used(limited: int, allowance: int) -> float:
    return limited / allowance if allowance else 0


# ---------------------------------------------------------------- later years


def later_burdens(handover: Handover) -> Sequence[Burden]:
    """What the years of the first page after the request come to; none where one of them is not known."""
    count = len(handover.portfolio.years[2 : 2 + YEARS])
    found = handover.burdens.total()
    return () if any(each.policy is None for each in found[1 : 2 + count]) else found[2 : 2 + count]


def bound_of(handover: Handover, year: int, part: int = REQUEST) -> str:
    """The formula of what is paid in a later year, or of what is bound of it."""
    return f'SUMIFS({later_name(year, part)},later_kind,"{handover.places.marks.line}")'


def later_years(handover: Handover) -> Iterator[Cells]:
    """What later years come to, and what is bound of them, where it is known."""
    say, era = handover.say, handover.texts.era
    years, later = handover.portfolio.years[2 : 2 + YEARS], later_burdens(handover)
    yield title(say("３　後年度負担", "3  Later years"))
    if not later:
        none = (
            say("額の分からない年度がある", "an amount of a later year is not known") if years else say(*NO_LATER_YEARS)
        )
        yield spread(none, 8)
        return
    live = handover.options.has(SheetKind.LATER_YEARS)
    request_era = era(handover.portfolio.request_year)
    yield head(say("区分", "Kind"), request_era, *map(era, years), say("後年度計", "Sum"))
    asked = handover.evaluation.total[1].yen
    total = Formula(handover.places.all.sum("request"), asked)

    def cells(name: str, first: Plain, texts: list[str], figures: list[int]) -> Cells:
        shown = [money(Formula(t, yen) if live else yen) for t, yen in zip(texts, figures, strict=True)]
        together = Formula("+".join(f"({t})" for t in texts), sum(figures)) if live else sum(figures)
        return [text(name), money(first), *shown, money(together)]

    whole, earlier, bound = ([bound_of(handover, year, part) for year in years] for part in (WHOLE, EARLIER, REQUEST))
    yield cells(say("過年度の決定による", "earlier decisions"), None, earlier, [b.earlier for b in later])
    yield cells(say(f"{request_era}要求の決定による", "this request"), None, bound, [b.request for b in later])
    policies = [f"{w}-{e}-{b}" for w, e, b in zip(whole, earlier, bound, strict=True)]
    yield cells(say("今後の決定による", "decided later"), None, policies, [b.policy or 0 for b in later])
    yield sums(cells(say("計", "total"), total, whole, [b.amount or 0 for b in later]))
    flat = handover.places.all.sum("request")
    above = [f"{w}-{flat}" for w in whole]
    figures = [(b.amount or 0) - asked for b in later]
    yield cells(say(*ABOVE_REQUEST), None, above, figures)


# ---------------------------------------------------------------- what is new, what ends


def new_and_ended(handover: Handover) -> tuple[list[int], list[int]]:
    """The programs at the top that are new, and those that have ended."""
    tops = [i for i in handover.programs if not handover.depth(i)]
    new, ended = handover.say("新規", "new"), handover.say("廃止", "ended")
    standing = {i: handover.program_standing(i) for i in tops}
    return [i for i in tops if standing[i] == new], [i for i in tops if standing[i] == ended]


def news(handover: Handover) -> Iterator[Cells]:
    """New programs, ended ones, and items without an amount."""
    say = handover.say
    words = say("新規", "new"), say("廃止", "ended")
    years = handover.portfolio.years[2 : 2 + YEARS]
    span = say(*era_span(years[0], years[-1])) if years else ""
    yield title(say("４　新規・廃止・事項要求", "4  New, ended, without an amount"))
    yield head(
        *(say("区分", "Kind"), say("事業", "Program"), None, None, None),
        *(
            say("要求・要望", "Total"),
            say(f"{span}計画額", f"plan {span}") if years else None,
            say("終期", "Ends"),
        ),
    )
    for kind, found in zip(words, new_and_ended(handover), strict=True):
        name = say(f"{kind}　{len(found)}事業", f"{kind}: {len(found)}")
        if not found:
            yield [text(name), *spread(say("なし", "none"), 7)]
        for at, index in enumerate(found[:LISTED]):
            yield _program(handover, "" if at else name, index)
        if len(found) > LISTED:
            yield [text(None), *spread(say(f"ほか{len(found) - LISTED}事業", f"and {len(found) - LISTED} more"), 7)]
    unpriced = [row for row in handover.vintages if handover.evaluation.line(row)[1] is Lack.UNPRICED]
    name = say(f"事項要求　{len(unpriced)}件", f"without an amount: {len(unpriced)}")
    if not unpriced:
        yield [text(name), *spread(say("なし", "none"), 7)]
    ends = money(None), word(None)
    for at, row in enumerate(unpriced[:LISTED]):
        yield [text(None if at else name), *spread(handover.line_name(row), 4), money(handover.unpriced), *ends]


def _program(handover: Handover, name: str, index: int) -> Cells:
    total, portfolio = handover.evaluation.program(index), handover.portfolio
    links = handover.places.program_links(index)
    asked = Formula(links.request, total[1].yen) if total[1].amount is not None else handover.no_amount(total[1])
    later: Plain = None
    years = portfolio.years[2 : 2 + YEARS]
    if years and handover.options.has(SheetKind.LATER_YEARS) and all(each.amount is not None for each in total[2:]):
        key = handover.places.program_key(index)
        texts = (f'INDEX({later_name(year)},MATCH("{key}",later_key,0))' for year in years)
        later = Formula("+".join(texts), sum(each.yen for each in total[2 : 2 + len(years)]))
    program = spread(handover.program_name(index), 4)
    return [text(name), *program, money(asked), money(later), word(_last_year(handover, index))]


def _last_year(handover: Handover, index: int) -> str:
    """The last year of a program; none of one that has ended already."""
    last = handover.portfolio.bounds[index][1]
    if handover.evaluation.has_ended(index):
        return handover.nothing
    return handover.say("未定", "open") if last > LAST_YEAR else handover.texts.era(last)


# ---------------------------------------------------------------- whether the sheets agree


def checks(handover: Handover) -> Iterator[Cells]:
    """照合 in a row: whether all sheets agree, and whether a figure was edited since."""
    if not handover.options.has(SheetKind.RECONCILIATION):
        return
    say, found = handover.say, list(pairs(handover))
    same, other = same_text(handover)
    right = sum(pair.left.value == pair.right.value for pair in found)
    count = f'COUNTIF(reconciliation_findings,"{same}")'
    finding = Formula(f'IF({count}={len(found)},"{same}","{other}")', same if right == len(found) else other)
    yield title(say("５　照合", "5  Reconciliation"))
    yield head(
        say("一致した項目", "Checks that hold"), say("全項目", "of"), say("結果", "Finding"), say("編集", "Edited")
    )
    edited = Formula("reconciliation_edited", say("編集なし", "not edited"))
    yield [word(Formula(count, right)), word(len(found)), word(finding), word(edited)]
