"""The sheet 明細表: the request in the columns of a 歳出概算要求書, in 千円, 備考 built from the lines.

A program paid out of an agency's 運営費交付金 is no 目 of the ministry: each agency's grant is one amount, and its
programs stand below it with theirs (うち), which are not added up. Where 組織 and 項 are known the programs stand below
them, totals before details; what is not known is left blank.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.core.calculation.evaluate import Total, as_total
from planner.core.model.lines import Lack
from planner.core.money import Unit
from planner.files.plain.sheet import (
    FIRST_ROW,
    TOTALS,
    Band,
    Column,
    Content,
    Face,
    Formula,
    Name,
    Row,
    Sheet,
    Style,
    letter,
    made_once,
    value_of,
)
from planner.files.submission.accounts import Group, Heading
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import GRANT, Chosen
from planner.files.submission.sentence import Sentence
from planner.files.submission.sheets.figures.product import Product, product_text, products
from planner.files.submission.sheets.figures.program import reasons_of


def detail_sheet(handover: Handover) -> Sheet:
    """明細表 of the scenario."""
    portfolio, say = handover.portfolio, handover.say
    request, money = handover.year(portfolio.request_year), handover.money_width(Unit.THOUSAND)
    rows = made_once(functools.partial(_rows, handover))
    last = FIRST_ROW + sum(1 for _ in rows())
    return Sheet(
        name=handover.sheet_name(SheetKind.DETAIL),
        title=f"{request} {say('歳出概算要求書　明細表', 'request of expenditure, detail')}　{handover.ministry}",
        columns=(
            Column(say("要求\n番号", "Request\nno."), 7, Style.WORD),
            Column(say("裁義", "Kind of expense"), 2 * handover.kinds.width, Style.WORD),
            Column(say("事項", "Item"), 44, Style.WRAPPED),
            Column(say("前年度\n予算額", "Previous\nbudget"), money, Style.MONEY),
            Column(f"{request}\n{say('概算要求額', 'request')}", money, Style.MONEY),
            Column(say("うち\n要望額", "of that\nwish"), money, Style.MONEY),
            Column(say("対前年度\n比較増△減", "Change"), money, Style.MONEY),
            Column(say("備考", "Remarks"), 40, Style.WRAPPED),
            Column(say("（積算）", "(calculation)"), 34, Style.WRAPPED),
            Column(say("（金額）", "(amount)"), money, Style.MONEY),
            Column(say("階層", "Level"), 6, Style.COUNT),
        ),
        rows=rows,
        unit=handover.unit_line(Unit.THOUSAND),
        note=handover.rounding_note(Unit.THOUSAND),
        money=Unit.THOUSAND,
        sparse=True,
        sign=handover.options.sign.value,
        frozen=3,
        face=Face.MINCHO,
        printed=PRINTED,
        names=tuple(
            Name(f"detail_{key}", f"${letter(place)}${FIRST_ROW + 1}:${letter(place)}${last}")
            for key, place in PLACES.items()
        ),
        size=len(handover.vintages),
    )


PLACES = {"previous": 3, "request": 4, "level": 10}
"""The places of the columns that other sheets ask for."""

REMARK = 7
"""The place of 備考; beside it stand 積算 and its amount."""

NOTHING = (Total(), Total())

PRINTED = 10
"""So many columns are printed; the one after them says how deep a row's amounts lie."""


class Item(NamedTuple):
    """A row below the total, and how deep its amounts lie (1 at the top); `None` for one of 備考, or within another."""

    level: int | None
    row: Row


def _rows(handover: Handover) -> Iterator[Row]:
    total, everything = handover.evaluation.total[:2], handover.places.all
    wished = handover.kinds.demands(everything, None, Unit.THOUSAND)["wished"]
    said = handover.missing(total)
    top = _row(handover, handover.say("合計", "Total"), (everything, total, None, wished), said, Band.TOTAL)
    yield top._replace(cells=[*top.cells, None, None])
    for item in items(handover):
        cells = [*item.row.cells, *[None] * (PRINTED - len(item.row.cells))]
        yield item.row._replace(cells=cells if item.level is None else [*cells, item.level])


def items(handover: Handover, *, in_words: bool = False) -> Iterator[Item]:
    """組織 and 項 as far as they are known, the programs with their 備考, then the grants.

    Those of level 1 add up to the total. With `in_words` the 備考 of a line is one text, with its reasons.
    """
    codes, sums = handover.codes, _sums(handover)
    grants = _grants(handover, sums)
    filled = False
    for heading in codes.headings():
        if heading.name:  # of a long request each 項 begins a page
            row = _heading(handover, heading)
            yield Item(heading.level, row._replace(begins=handover.is_long and filled))
        filled = heading.is_last
        if heading.is_last:
            yield from _ordinary(handover, heading.group, sums, in_words=in_words)
            yield from _granted(handover, heading.group, grants, sums, in_words=in_words)


def _heading(handover: Handover, heading: Heading) -> Row:
    """The row of a 組織 or 項, above what it is the total of."""
    total = (Total(), Total())
    for row in handover.vintages:
        if heading.group.holds(handover.codes.group_of(row)):
            total = _plus(total, [as_total(amount) for amount in handover.evaluation.line(row)[:2]])
    chosen = handover.codes.chosen(handover.places.all, heading.group)
    figures = _figures(handover, chosen, total, None, None, heading.group)
    name = "　" * (heading.level - 1) + heading.name
    return _row(handover, name, figures, handover.missing(total), Band.TOTAL)


def _ordinary(handover: Handover, group: Group, sums: Sums, *, in_words: bool) -> Iterator[Item]:
    """The programs of a 項 that are counted by themselves, with their 備考."""
    places, codes, deep = handover.places, handover.codes, handover.codes.depth
    ordinary = places.marks.ordinary
    remarks = _remarks_in_words if in_words else _remarks
    for index in handover.programs:
        own = [totals for where, totals in sums[index].items() if _is_in(where, ordinary, group)]
        if not own:
            continue
        totals = functools.reduce(_plus, own)
        chosen = places.program(index)
        if len(own) < len(sums[index]):
            chosen = codes.chosen(chosen.where("account", ordinary), group)
        depth = handover.depth(index)
        name, band = "　" * (deep + depth) + handover.program_name(index), Band.DETAIL if depth else Band.PART
        said = "　".join(filter(None, [_standing(handover, index, in_words), handover.missing(totals)]))
        figures = _figures(handover, chosen, totals, index, ordinary, group)
        counted = places.account_of(handover.portfolio.programs[index]) == ordinary
        below = list(remarks(handover, _rows_in(handover, index, group))) if counted else []
        row = _row(handover, name, figures, said, band, codes.number(index))
        yield from _with_remarks(Item(deep + depth + 1, row), below, joined=not in_words)


def _granted(handover: Handover, group: Group, grants: Grants, sums: Sums, *, in_words: bool) -> Iterator[Item]:
    """The grants of a 項, each with the programs that are paid out of it."""
    deep = handover.codes.depth
    for (account, of_item), (totals, members) in grants.items():
        if not group.holds(of_item):
            continue
        agency = account.removeprefix(GRANT).strip()
        owner = agency or handover.say("実施機関の記載なし", "agency not stated")
        grant = handover.say(f"{GRANT}（要求中の推計額）", "operating grant (estimate within it)")
        chosen = handover.codes.chosen(handover.places.all.where("account", account), group)
        figures = _figures(handover, chosen, totals, None, account, group)
        name = f"{'　' * deep}{owner}　{grant}"
        yield Item(deep + 1, _row(handover, name, figures, handover.missing(totals), Band.PART))
        for index in members:
            if in_words:
                standing = handover.program_standing(index)
                said = "　".join(filter(None, [handover.program_name(index), standing]))
                yield Item(None, _remark(said, number=handover.codes.number(index)))
            else:
                yield from _within_grant(handover, index, (account, of_item), sums)


def _rows_in(handover: Handover, index: int, group: Group) -> list[int]:
    """The rows of a program's own lines that are of a 項."""
    return [row for row in handover.rows(index) if group.holds(handover.codes.group_of(row))]


def _standing(handover: Handover, index: int, always: bool = False) -> str:
    """新規, 拡充 … of a program; of a part only where it is not that of the program above it."""
    above = handover.portfolio.ancestors[index][1:2]
    standing = handover.program_standing(index)
    return standing if always or not any(handover.program_standing(each) == standing for each in above) else ""


def _with_remarks(item: Item, remarks: Sequence[Row], *, joined: bool) -> Iterator[Item]:
    """A row and its 備考 below it, or with `joined` beside it, where its own is blank; beside a total stands none."""
    cells = item.row.cells
    if joined and remarks and not cells[REMARK] and item.row.band not in TOTALS:
        item = item._replace(row=item.row._replace(cells=(*cells[:REMARK], *remarks[0].cells[REMARK:])))
        remarks = remarks[1:]
    yield item
    yield from (Item(None, row if at else row._replace(follows=True)) for at, row in enumerate(remarks))


def _within_grant(handover: Handover, top: int, where: Where, sums: Sums) -> Iterator[Item]:
    """A program of a grant and its parts, with their amounts, which the grant's has already."""
    places, codes, (account, group) = handover.places, handover.codes, where
    for index in handover.programs:
        totals = sums[index].get(where)
        if top not in handover.portfolio.ancestors[index] or totals is None:
            continue
        chosen = places.program(index)
        if len(sums[index]) > 1:
            chosen = codes.chosen(chosen.where("account", account), group)
        below = handover.depth(index) - handover.depth(top)
        head = handover.say("うち　", "of that: ") if index == top else ""
        name = f"{'　' * (codes.depth + below + 1 + bool(below))}{head}{handover.program_name(index)}"
        said = "　".join(filter(None, [_standing(handover, index), handover.missing(totals)]))
        figures = _figures(handover, chosen, totals, index, account, group)
        row = _row(handover, name, figures, said, Band.DETAIL, codes.number(index))
        counted = places.account_of(handover.portfolio.programs[index]) == account
        remarks = list(_remarks(handover, _rows_in(handover, index, group))) if counted else []
        yield from _with_remarks(Item(None, row), remarks, joined=True)


Figures = tuple[Chosen, Sequence[Total], Content, Content]
"""The lines a row stands for, their totals, their kind of expense and what is wished for of them."""


def _figures(
    handover: Handover, chosen: Chosen, totals: Sequence[Total], index: int | None, account: str | None, group: Group
) -> Figures:
    kinds = handover.kinds
    wished = kinds.demands(chosen, index, Unit.THOUSAND, account=account, group=group)["wished"]
    return chosen, totals, kinds.expense(chosen, index, account, group), wished


def _row(handover: Handover, name: str, figures: Figures, remark: str, band: Band, number: str = "") -> Row:
    chosen, totals, expense, wished = figures
    previous, request, change = handover.amounts(chosen.links, totals, Unit.THOUSAND)
    wish = wished if totals[1].amount is not None else None
    return Row([number, expense, name, previous, request, wish, change, remark], band)


def _remark(said: str | Formula, product: Content = None, amount: Content = None, number: str = "") -> Row:
    return Row((number or None, *(None,) * (REMARK - 1), said, product, amount))


def _remarks(handover: Handover, rows: Sequence[int]) -> Iterator[Row]:
    """The 備考 of lines: what they are multiplied out of, vintages alike in a row each."""
    for row in rows:
        for at, each in enumerate(products(handover, row)):
            said = _called(handover, row, each.cohort, ditto=bool(at))
            number = "" if at else handover.codes.line_number(row)
            amount = _amount(handover, row, each)
            yield _remark(said, each.text, amount, number)._replace(follows=bool(at))


def _called(handover: Handover, row: int, cohort: str | Formula, *, ditto: bool) -> str | Formula:
    """What 備考 calls vintages of a line, with its standing; 新規 is said once, and not beside what is no more."""
    name, standing = handover.line_name(row), handover.standing(row)
    called = "　".join(filter(None, [handover.codes.object_of(row), name]))
    if ditto:
        called, standing = handover.say("　〃", "　ditto"), ""
    if row in handover.evaluation.absent:
        cohort = ""
    if standing and (str(value_of(cohort)).startswith(standing) or standing.casefold() in name.casefold()):
        standing = ""
    if isinstance(cohort, Formula):
        head = (
            Sentence(handover.options.sign.value, Unit.THOUSAND).say(f"{called}　").take(cohort.text, str(cohort.value))
        )
        return (head.say(f"　{standing}") if standing else head).formula
    if cohort and cohort.casefold() in name.casefold():
        cohort = ""
    return "　".join(filter(None, [called, cohort, standing]))


def _remarks_in_words(handover: Handover, rows: Sequence[int]) -> Iterator[Row]:
    """The 備考 of lines, a text a line: 内容, 積算, 理由."""
    for row in rows:
        texts = filter(None, (product_text(handover, row, each.now) for each in handover.vintages[row]))
        said = [handover.codes.object_of(row), handover.line_name(row)]
        said += [handover.say("、", ", ").join(texts), reasons_of(handover, row)]
        yield _remark("　".join(filter(None, said)), number=handover.codes.line_number(row))


def _amount(handover: Handover, row: int, product: Product) -> Content:
    if product.yen is not None:
        return handover.amount(product.amount, product.yen, Unit.THOUSAND)
    priced = handover.evaluation.line(row)[1] is not Lack.UNPRICED
    return handover.say("公表なし", "not printed") if priced else handover.unpriced


Where = tuple[str, Group]
"""Where lines are counted (計上), and their 項."""

Sums = Sequence[Mapping[Where, Sequence[Total]]]
"""For each program, its lines added up by where they are, parts included."""

Grants = Mapping[Where, tuple[Sequence[Total], Sequence[int]]]
"""Each grant with its totals and the highest programs that are paid out of it."""


def _is_in(where: Where, account: str, group: Group) -> bool:
    return where[0] == account and group.holds(where[1])


def _plus(one: Sequence[Total], other: Sequence[Total]) -> tuple[Total, Total]:
    return one[0].plus(other[0]), one[1].plus(other[1])


def _sums(handover: Handover) -> Sums:
    portfolio, codes = handover.portfolio, handover.codes
    found: list[dict[Where, Sequence[Total]]] = [{} for _ in portfolio.programs]
    for index in handover.programs:
        account, rows = handover.places.account_of(portfolio.programs[index]), handover.rows(index)
        if not rows and portfolio.children[index]:
            continue
        own: dict[Where, Sequence[Total]] = {}
        for row in rows:
            where = account, codes.group_of(row)
            line = [as_total(amount) for amount in handover.evaluation.line(row)[:2]]
            own[where] = _plus(own.get(where, NOTHING), line)
        for where, totals in (own or {(account, codes.group_of_program(index)): NOTHING}).items():
            for above in portfolio.ancestors[index]:
                found[above][where] = _plus(found[above].get(where, NOTHING), totals)
    return found


def _grants(handover: Handover, sums: Sums) -> Grants:
    portfolio, places = handover.portfolio, handover.places
    found: dict[Where, tuple[Sequence[Total], Sequence[int]]] = {}
    for index in handover.programs:
        account = places.account_of(portfolio.programs[index])
        above = portfolio.ancestors[index][1:]
        if account == places.marks.ordinary or any(
            places.account_of(portfolio.programs[each]) == account for each in above
        ):
            continue
        for where, below in sums[index].items():
            if where[0] == account:
                totals, members = found.get(where, (NOTHING, ()))
                found[where] = _plus(totals, below), (*members, index)
    return found
