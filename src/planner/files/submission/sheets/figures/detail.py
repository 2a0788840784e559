"""The sheet 明細表: the request in the six columns of a 歳出概算要求書, in 千円, 備考 built from the lines.

A program paid out of an agency's 運営費交付金 is no 目 of the ministry: each agency's grant is one amount, and its
programs are named in 備考. The portfolio knows no 要求番号 and no 項・目; their places are left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.core.calculation.evaluate import Total, as_total
from planner.core.money import Unit
from planner.files.plain.sheet import Band, Column, Content, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import (
    AMOUNTS,
    GRANT,
    Links,
)
from planner.files.submission.sheets.figures.program import products, reasons_of


def detail_sheet(handover: Handover) -> Sheet:
    """明細表 of the scenario."""
    portfolio, say = handover.portfolio, handover.say
    request, money = handover.year(portfolio.request_year), handover.money_width(Unit.THOUSAND)
    return Sheet(
        name=handover.sheet_name(SheetKind.DETAIL),
        title=f"{request} {say('歳出概算要求書　明細表', 'request of expenditure, detail')}　{handover.ministry}",
        columns=(
            Column(say("要求番号", "Request no."), 9),
            Column(say("事項", "Item"), 44, Style.WRAPPED),
            Column(say("前年度\n予算額", "Previous\nbudget"), money, Style.MONEY),
            Column(f"{request}\n{say('概算要求額', 'request')}", money, Style.MONEY),
            Column(say("対前年度\n比較増△減", "Change"), money, Style.MONEY),
            Column(say("備考", "Remarks"), 76, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        unit=handover.unit_line(Unit.THOUSAND),
        note=handover.rounding_note(Unit.THOUSAND),
        money=Unit.THOUSAND,
        sign=handover.options.sign.value,
        frozen=2,
        size=len(handover.vintages),
    )


class Item(NamedTuple):
    """A row below the total, and how deep its amounts lie (1 at the top); `None` for a row of 備考 alone."""

    level: int | None
    row: Row


def _rows(handover: Handover) -> Iterator[Row]:
    total, links = handover.evaluation.total[:2], handover.places.total_links
    yield _row(handover, handover.say("合計", "Total"), links, total, handover.missing(total), Band.TOTAL)
    for item in items(handover):
        yield item.row


def items(handover: Handover) -> Iterator[Item]:
    """The programs with their 備考, then the grants; those of level 1 add up to the total."""
    own, ordinary = _sums(handover), handover.places.marks.ordinary
    for index in handover.programs:
        totals = own[index].get(ordinary)
        if totals is None:
            continue
        links = handover.places.program_links(index) if len(own[index]) == 1 else handover.places.ordinary_links(index)
        depth = handover.depth(index)
        name, band = "　" * depth + handover.program_name(index), Band.DETAIL if depth else Band.TOTAL
        said = "　".join(filter(None, [handover.program_standing(index), handover.missing(totals)]))
        yield Item(depth + 1, _row(handover, name, links, totals, said, band))
        if handover.places.account_of(handover.portfolio.programs[index]) == ordinary:
            yield from (Item(None, row) for row in _remarks(handover, index))
    for account, (totals, members) in _grants(handover).items():
        agency = account.removeprefix(GRANT).strip()
        owner = agency or handover.say("実施機関の記載なし", "agency not stated")
        links = Links(*(_sum_of(handover, key, account) for key in AMOUNTS))
        grant = handover.say(f"{GRANT}（要求中の推計額）", "operating grant (estimate within it)")
        yield Item(1, _row(handover, f"{owner}　{grant}", links, totals, handover.missing(totals), Band.TOTAL))
        for index in members:
            standing = handover.program_standing(index)
            said = "　".join(filter(None, [handover.program_name(index), standing]))
            yield Item(None, Row((None,) * 5 + (said,)))


def _row(handover: Handover, name: str, links: Links, totals: tuple[Total, ...], remark: str, band: Band) -> Row:
    cells: list[Content] = ["", name, *handover.amounts(links, totals, Unit.THOUSAND), remark]
    return Row(cells, band)


def _remarks(handover: Handover, index: int) -> Iterator[Row]:
    """The 備考 of a program, a row a line, so that no cell grows beyond a page: 内容, 積算, 理由."""
    for row in handover.rows(index):
        said = [handover.line_name(row), products(handover, row, handover.say("、", ", ")), reasons_of(handover, row)]
        yield Row((None,) * 5 + ("　".join(filter(None, said)),))


def _sums(handover: Handover) -> list[dict[str, tuple[Total, ...]]]:
    """For each program, its lines added up by where they are counted (計上), parts included."""
    portfolio = handover.portfolio
    found: list[dict[str, tuple[Total, ...]]] = [{} for _ in portfolio.programs]
    for index in handover.programs:
        account = handover.places.account_of(handover.portfolio.programs[index])
        if not handover.rows(index) and portfolio.children[index]:
            continue
        totals = (Total(), Total())
        for row in handover.rows(index):
            line = handover.evaluation.line(row)
            totals = (totals[0].plus(as_total(line[0])), totals[1].plus(as_total(line[1])))
        for above in portfolio.ancestors[index]:
            before = found[above].get(account, (Total(), Total()))
            found[above][account] = (before[0].plus(totals[0]), before[1].plus(totals[1]))
    return found


def _grants(handover: Handover) -> Mapping[str, tuple[tuple[Total, ...], list[int]]]:
    """Each grant with its totals and the highest programs that are paid out of it."""
    portfolio, own = handover.portfolio, _sums(handover)
    found: dict[str, tuple[tuple[Total, ...], list[int]]] = {}
    for index in handover.programs:
        account = handover.places.account_of(handover.portfolio.programs[index])
        if account == handover.places.marks.ordinary:
            continue
        totals, members = found.get(account, ((Total(), Total()), []))
        above = portfolio.ancestors[index][1:]
        if not any(handover.places.account_of(portfolio.programs[each]) == account for each in above):
            below = own[index].get(account, (Total(), Total()))
            totals = (totals[0].plus(below[0]), totals[1].plus(below[1]))
            members = [*members, index]
        found[account] = totals, members
    return found


def _sum_of(handover: Handover, key: str, account: str) -> str:
    marks = f'calculation_kind,"{handover.places.marks.line}",calculation_account,"{_escaped(account)}"'
    return f"SUMIFS(calculation_{key},{marks})"


def _escaped(text: str) -> str:
    """A text as a criterion that matches itself alone."""
    escaped = "".join(f"~{each}" if each in "*?~" else each for each in text)
    return escaped.replace('"', '""')
