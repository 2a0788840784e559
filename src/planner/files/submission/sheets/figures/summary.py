"""The sheet 総括表: every program with last year's budget, the request and what it changed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from planner.core.calculation.evaluate import Total
from planner.core.model.portfolio import Program
from planner.core.money import Unit
from planner.files.plain.sheet import (
    FIRST_ROW,
    Band,
    Column,
    Content,
    Formula,
    Name,
    Outward,
    Row,
    Sheet,
    Style,
    Styled,
    letter,
    made_once,
)
from planner.files.plain.text_width import broken, text_width
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import GRANT_ESTIMATE, Links
from planner.words.differences import sentence

PLACES_BEHIND = {"level": 10, "key": 11, "size": 12, "rank": 13, "reason": 14}
PLACES = {**{"name": 0, "previous": 1, "request": 2, "change": 3, "asked": 5, "wished": 6}, **PLACES_BEHIND}
"""The places of the columns that other sheets ask for."""

CAUSE_WIDTH = 86
"""So wide a main cause is at most, in half-width characters."""

NOTE_WIDTH = 150
"""So wide is a line of a note, an address without words for example, in half-width characters."""

PRINTED = 9
"""So many columns are printed; those after them say what a row is."""

EXPENSE_NAMES = (("区分不明", "not stated"), ("裁量的経費", "discretionary"), ("義務的経費", "mandatory"))
"""The kinds of expense in words, by the numbers of the choices."""


def summary_sheet(handover: Handover) -> Sheet:
    """総括表 of the scenario, in the unit of the export."""
    portfolio, say, unit = handover.portfolio, handover.say, handover.options.unit
    request = handover.year(portfolio.request_year)
    rows = made_once(partial(_rows, handover))
    last = FIRST_ROW + max(sum(1 for _ in rows()), 1)
    title = f"{request} {say('概算要求', 'budget request')} {handover.sheet_name(SheetKind.SUMMARY)}"
    return Sheet(
        name=handover.sheet_name(SheetKind.SUMMARY),
        title=title,
        columns=(
            Column(say("事業", "Program"), 56, Style.WRAPPED),
            *amount_columns(handover),
            Column(say("増減率", "Change in %"), 10, Style.PERCENT),
            *demand_columns(handover),
            Column(say("裁義", "Kind of expense"), 2 * handover.kinds.width, Style.WORD),
            Column(say("備考", "Remarks"), 44, Style.WRAPPED),
            Column(say("区分", "Kind"), 6 if handover.options.language == "ja" else 9, Style.WORD),
            Column(say("階層", "Level"), 6, Style.COUNT),
            Column(say("事業の鍵", "Key of the program"), 28),
            Column(say("増△減の大きさ（円）", "Size of the change (yen)"), 20, Style.NUMBER),
            Column(say("順位", "Rank"), 6, Style.COUNT),
            Column(say("増減の主因（作成時の案）", "Main cause (draft, as written)"), 60),
            *(Column(handover.codes.name(kind), 14) for kind in handover.codes.kinds),
        ),
        rows=rows,
        unit=handover.unit_line(unit),
        note="　".join(filter(None, [_beside_parts(handover), handover.rounding_note(unit)])),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        printed=PRINTED,
        names=(
            Name("total_previous", f"${letter(PLACES['previous'])}${FIRST_ROW + 1}"),
            Name("total_request", f"${letter(PLACES['request'])}${FIRST_ROW + 1}"),
            *(
                Name(f"summary_{key}", f"${letter(place)}${FIRST_ROW + 1}:${letter(place)}${last}")
                for key, place in PLACES.items()
            ),
            Name("total_change", f"${letter(PLACES['change'])}${FIRST_ROW + 1}"),
        ),
    )


def _beside_parts(handover: Handover) -> str:
    """That a program is more than its parts, where any has a line that is in none of them."""
    portfolio = handover.portfolio
    parents = {portfolio.program_index[each.parent] for each in portfolio.programs if each.parent}
    if parents.isdisjoint(int(portfolio.lines.program[row]) for row in handover.vintages):
        return ""
    return handover.say(
        "事業の額は、内訳の行に分けて示していない額を含む。",
        "A program may have amounts that are in none of its parts.",
    )


def amount_columns(handover: Handover) -> tuple[Column, Column, Column]:
    """The columns of last year's budget, the request and 増△減."""
    request, previous = handover.year(handover.portfolio.request_year), handover.year(handover.portfolio.previous_year)
    width = handover.money_width(handover.options.unit)
    return (
        Column(f"{previous}\n{handover.say('予算額', 'budget')}", width, Style.MONEY),
        Column(f"{request}\n{handover.say('要求・要望額', 'request')}", width, Style.MONEY),
        Column(handover.say("増△減", "Change"), width, Style.MONEY),
    )


def demand_columns(handover: Handover) -> tuple[Column, Column]:
    """The columns of what is requested and what is wished for of it."""
    width, say = handover.money_width(handover.options.unit), handover.say
    return (
        Column(say("うち\n要求額", "of which\nrequest"), width, Style.MONEY),
        Column(say("うち\n要望額", "of which\nwish"), width, Style.MONEY),
    )


class ProgramEntry(NamedTuple):
    """What a row below the total says: a program, or one that another counts (再掲), which has no depth."""

    mark: str
    program: int
    depth: int | None
    links: Links
    totals: Sequence[Total]
    name: str
    remark: str


def entries(handover: Handover) -> Iterator[ProgramEntry]:
    """All programs shown in tree order, their names indented, each with the programs it relists."""
    portfolio, evaluation, places = handover.portfolio, handover.evaluation, handover.places
    for index in handover.programs:
        program, totals = portfolio.programs[index], evaluation.program(index)[:2]
        depth = handover.depth(index)
        number = handover.codes.number(index)
        said = [number, handover.program_standing(index), _estimate(handover, program), handover.missing(totals)]
        remark = "　".join(filter(None, said))
        name = "　" * depth + handover.program_name(index)
        yield ProgramEntry(places.marks.program, index, depth, places.program_links(index), totals, name, remark)
        for program_id in program.relists:
            other = portfolio.program_index[program_id]
            name = f"{'　' * (depth + 1)}{handover.say('［再掲］', '[relisted] ')}{handover.program_name(other)}"
            remark = handover.say("合計に含まない", "not in the total")
            totals = evaluation.program(other)[:2]
            yield ProgramEntry(places.marks.relisted, other, None, places.program_links(other), totals, name, remark)


def _estimate(handover: Handover, program: Program) -> str:
    """That a program is an estimate within a grant; of another, that its amount includes one."""
    if handover.places.is_granted(program):
        return handover.say(*GRANT_ESTIMATE)
    return handover.say("推計額を含む", "includes an estimate") if program.estimate else ""


def _rows(handover: Handover) -> Iterator[Row]:
    unit, kinds, everything = handover.options.unit, handover.kinds, handover.places.all

    def row(
        name: str, expense: Content, links: Links, totals: Sequence[Total], demands: Mapping[str, Content]
    ) -> list[Content]:
        split = (demands.get("asked"), demands.get("wished")) if totals[1].amount is not None else (None, None)
        return [name, *handover.amounts(links, totals, unit), ratio(handover, links, totals), *split, expense]

    totals, links = handover.evaluation.total[:2], everything.links
    total = row(handover.say("合計", "Total"), None, links, totals, kinds.demands(everything, None, unit))
    yield Row([*total, handover.missing(totals), None, 0], Band.TOTAL)
    for expense, (ja, en) in enumerate(EXPENSE_NAMES):
        part, chosen = kinds.of(None, expense=expense), kinds.chosen(everything, expense=expense)
        if part.rows:
            sums = Total(part.previous), Total(part.request)
            demands = kinds.demands(everything, None, unit, expense)
            name, word = handover.say(f"　うち{ja}", f"　of which {en}"), handover.places.expense(expense)
            yield Row([*row(name, word, chosen.links, sums, demands), None], Band.PART)
    ranked = _ranks(handover, FIRST_ROW + 2 + sum(bool(kinds.of(None, expense=each).rows) for each in range(3)))
    for entry in entries(handover):
        chosen = handover.places.program(entry.program)
        cells = row(
            entry.name,
            kinds.expense(chosen, entry.program),
            entry.links,
            entry.totals,
            kinds.demands(chosen, entry.program, unit),
        )
        place: list[Content] = []
        if entry.depth is not None:
            place = [entry.depth + 1, handover.places.program_key(entry.program)]
        if entry.depth == 0:
            place += next(ranked)
        if entry.depth is not None and handover.codes.kinds:
            place += [None] * (len(PLACES_BEHIND) - len(place))
            place += [handover.codes.of_program(entry.program, kind) or None for kind in handover.codes.kinds]
        yield Row([*cells, entry.remark, entry.mark, *place], Band.TOTAL if entry.depth == 0 else Band.DETAIL)
        rest = [None] * (PRINTED - 1)
        for link in _links(handover, entry):
            yield Row([Styled(link, Style.NOTE), *rest, handover.places.marks.note], Band.NOTE)


def _links(handover: Handover, entry: ProgramEntry) -> list[Outward]:
    """What stands in rows of their own below a program: where its 政策評価 and EBPM are found."""
    if entry.depth is None:
        return []
    indent = "　" * (entry.depth + 1)
    found = handover.codes.links(entry.program)
    return [Outward(indent + line, each.address) for each in found for line in broken(each.text, NOTE_WIDTH)]


def _ranks(handover: Handover, first: int) -> Iterator[list[Content]]:
    """For each program at the top how large its change is, the how manieth, and its main cause when it was written.

    `first` is the row of the first program, counted from 1; programs that change alike rank in their order.
    """
    tops, rows, last, size = list[ProgramEntry](), list[int](), first - 1, letter(PLACES["size"])
    for entry in entries(handover):
        if entry.depth == 0:
            tops.append(entry)
            rows.append(last + 1)
        last += 1 + len(_links(handover, entry))
    changes = [handover.change_of(entry.program) for entry in tops]
    largest = sorted((-abs(change), at) for at, change in enumerate(changes) if change is not None)
    order = {at: number for number, (_change, at) in enumerate(largest, start=1)}
    for place, (at, entry, change) in enumerate(zip(rows, tops, changes, strict=True)):
        if change is None:
            yield [None, None, None]
            continue
        sizes = f"${size}${first}:${size}${last}"
        rank = f'COUNTIF({sizes},">"&{size}{at})+COUNTIF(${size}${first}:{size}{at},{size}{at})'
        amount = Formula(f"ABS({entry.links.change})", abs(change))
        yield [amount, Formula(rank, order[place]), main_cause(handover, entry.program)]


def main_cause(handover: Handover, index: int) -> str:
    """Why a program's amount differs from last year's, in 百万円, as it was when the workbook was written."""
    found, sign = handover.difference.program(index), handover.options.sign.value
    said = sentence(found, handover.texts, Unit.MILLION, from_previous=True, negative=sign, brief=True)
    between, rest = handover.say("、", "; "), handover.say("ほか", "and others")
    clauses = said.split(between)
    while len(clauses) > 1 and text_width(between.join([*clauses, rest])) > CAUSE_WIDTH:
        clauses.pop()
    return said if text_width(said) <= CAUSE_WIDTH else between.join([*clauses, rest])


def ratio(handover: Handover, links: Links, totals: Sequence[Total]) -> Content:
    """The change in proportion, for the eye only: no amount is made from it; 皆増 from nothing, 皆減 to nothing."""
    previous, request = totals[0].amount, totals[1].amount
    if previous is None or request is None:
        return None
    fresh, gone, none = handover.say("皆増", "all new"), handover.say("皆減", "all gone"), handover.nothing
    before, now = links
    formula = f'IF({before}=0,IF({now}=0,"{none}","{fresh}"),IF({now}=0,"{gone}",({links.change})/ABS({before})))'
    if previous == 0:
        return Formula(formula, fresh if request else none)
    return Formula(formula, (request - previous) / abs(previous) if request else gone)
