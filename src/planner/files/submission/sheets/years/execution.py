"""The sheet 執行状況: what past years' budgets came to, a row a year below each program and its request, in yen.

執行率 and 不用額 are formulas of the row; last year's budget and the request follow 積算内訳.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.core.edits.execution import project_of
from planner.core.model.accounts.execution import Executed, PastYear, past_years
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Content, Formula, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import UNSTATED
from planner.files.submission.request import refuse_too_long

BUDGET, SPENT, CARRIED, BEFORE = 3, 4, 6, 8
"""The places of the columns that formulas take from, and of last year's budget."""

UNKNOWN = Executed(None, None)


Known = tuple[int, Mapping[int, Executed]]
"""A program (by place) and its past years, the unknown ones too."""


def known_programs(handover: Handover) -> Iterator[Known]:
    """The programs shown of which something is known."""
    execution, years = handover.document.execution, past_years(handover.portfolio.request_year)
    for index in handover.programs if execution else ():
        program = handover.portfolio.programs[index].id
        known = {year: execution.get(PastYear(program, year), UNKNOWN) for year in years}
        if any(each.is_known for each in known.values()):
            yield index, known


def execution_sheets(handover: Handover) -> Iterator[Sheet]:
    """執行状況 of the programs of which something is known; none where nothing is."""
    found = list(known_programs(handover))
    if not found:
        return
    say, portfolio = handover.say, handover.portfolio
    previous, request = handover.year(portfolio.previous_year), handover.year(portfolio.request_year)
    known = [executed for _index, years in found for executed in years.values()]
    width = max(handover.money_width(Unit.YEN), *map(_width, known))
    yield Sheet(
        name=handover.sheet_name(SheetKind.EXECUTION),
        title=f"{handover.sheet_name(SheetKind.EXECUTION)}　{handover.title}",
        columns=(
            Column(say("事業", "Program"), 36, Style.WRAPPED),
            Column(say("予算事業ID", "Budget\nproject ID"), 12, Style.WORD),
            Column(say("年度", "Year"), 6, Style.WORD),
            Column(say("歳出予算現額", "Budget"), width, Style.MONEY),
            Column(say("執行額", "Spent"), width, Style.MONEY),
            Column(say("執行率", "Rate"), 9, Style.PERCENT),
            Column(say("翌年度繰越額", "Carried over"), width, Style.MONEY),
            Column(say("不用額", "Not used"), width, Style.MONEY),
            Column(f"{previous}\n{say('予算額', 'budget')}", width, Style.MONEY),
            Column(f"{request}\n{say('要求・要望額', 'request')}", width, Style.MONEY),
            Column(say("出典", "Source"), 34, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover, found),
        unit=handover.unit_line(Unit.YEN),
        note=say(
            "執行率＝執行額÷歳出予算現額。不用額＝歳出予算現額－執行額－翌年度繰越額。「…」は分からないもの。",
            "Rate = spent / budget. Not used = budget - spent - carried over. … where it is not known.",
        ),
        sign=handover.options.sign.value,
        frozen=1,
    )


def _width(executed: Executed) -> int:
    return max(len(format_amount(yen)) + 2 for yen in (*executed[:3], 0) if yen is not None)


def _rows(handover: Handover, found: Sequence[Known]) -> Iterator[Row]:
    at = FIRST_ROW
    for index, known in found:
        program = handover.portfolio.programs[index]
        links, totals = handover.places.program_links(index), handover.evaluation.program(index)[:2]
        named = [handover.program_name(index), project_of(handover.document, program.id)]
        asked = handover.amounts(links, totals, Unit.YEN)[:2]
        yield Row([*named, *[None] * (BEFORE - len(named)), *asked, None], Band.PART)
        at += 1
        for year, executed in known.items():
            at += 1
            cells = [None, None, handover.texts.era(year), *_executed(handover, executed, at), None, None]
            yield Row([*cells, executed.source or None])


def _executed(handover: Handover, executed: Executed, row: int) -> list[Content]:
    """What a year came to; `row` counts from 1."""
    amounts = executed.budget, executed.spent, executed.carried
    for yen in amounts:
        refuse_too_long(yen or 0)
    budget, spent, carried = (f"{letter(place)}{row}" for place in (BUDGET, SPENT, CARRIED))
    both = f"AND(ISNUMBER({budget}),ISNUMBER({spent}))"
    is_known = executed.budget is not None and executed.spent is not None
    rate: str | float = handover.nothing if is_known else UNSTATED  # none of no budget
    if executed.budget and executed.spent is not None:
        rate = executed.spent / executed.budget
    unused = UNSTATED if executed.unused is None else executed.unused
    shown: list[Content] = [UNSTATED if yen is None else yen for yen in amounts]
    return [
        *shown[:2],
        Formula(f'IF({both},IF({budget}>0,{spent}/{budget},"{handover.nothing}"),"{UNSTATED}")', rate),
        shown[2],
        Formula(f'IF(AND({both},ISNUMBER({carried})),{budget}-{spent}-{carried},"{UNSTATED}")', unused),
    ]
