"""The sheet 明細表: the request in the columns of a 歳出概算要求書, in 千円, 備考 built from the lines.

A program paid out of an agency's 運営費交付金 is no 目 of the ministry: each agency's grant is one amount, and its
programs stand below it with theirs (うち), which are not added up. The portfolio knows no 要求番号 and no 項・目; their
places are left blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.core.calculation.evaluate import Total, as_total
from planner.core.model.lines import Lack
from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Content, Face, Name, Row, Sheet, Style, letter
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import GRANT, Chosen
from planner.files.submission.sheets.figures.product import Product, product_text, products
from planner.files.submission.sheets.figures.program import reasons_of


def detail_sheet(handover: Handover) -> Sheet:
    """明細表 of the scenario."""
    portfolio, say = handover.portfolio, handover.say
    request, money = handover.year(portfolio.request_year), handover.money_width(Unit.THOUSAND)
    last = FIRST_ROW + sum(1 for _ in _rows(handover))
    return Sheet(
        name=handover.sheet_name(SheetKind.DETAIL),
        title=f"{request} {say('歳出概算要求書　明細表', 'request of expenditure, detail')}　{handover.ministry}",
        columns=(
            Column(say("要求番号", "Request no."), 9, Style.WORD),
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
        rows=lambda: _rows(handover),
        unit=handover.unit_line(Unit.THOUSAND),
        note=handover.rounding_note(Unit.THOUSAND),
        money=Unit.THOUSAND,
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
    """The programs with their 備考, then the grants; those of level 1 add up to the total.

    With `in_words` the 備考 of a line is one text, with its reasons.
    """
    remarks = _remarks_in_words if in_words else _remarks
    own, places, portfolio = _sums(handover), handover.places, handover.portfolio
    ordinary = places.marks.ordinary
    for index in handover.programs:
        totals = own[index].get(ordinary)
        if totals is None:
            continue
        alone = len(own[index]) == 1
        chosen = places.program(index) if alone else places.program(index).where("account", ordinary)
        depth = handover.depth(index)
        name, band = "　" * depth + handover.program_name(index), Band.DETAIL if depth else Band.TOTAL
        said = "　".join(filter(None, [_standing(handover, index, in_words), handover.missing(totals)]))
        figures = _figures(handover, chosen, totals, index, ordinary)
        counted = places.account_of(portfolio.programs[index]) == ordinary
        below = list(remarks(handover, index)) if counted else []
        row = _row(handover, name, figures, said, band)
        yield from _with_remarks(Item(depth + 1, row), below, joined=not in_words)
    for account, (totals, members) in _grants(handover).items():
        agency = account.removeprefix(GRANT).strip()
        owner = agency or handover.say("実施機関の記載なし", "agency not stated")
        grant = handover.say(f"{GRANT}（要求中の推計額）", "operating grant (estimate within it)")
        figures = _figures(handover, places.all.where("account", account), totals, None, account)
        yield Item(1, _row(handover, f"{owner}　{grant}", figures, handover.missing(totals), Band.TOTAL))
        for index in members:
            if in_words:
                standing = handover.program_standing(index)
                yield Item(None, _remark("　".join(filter(None, [handover.program_name(index), standing]))))
            else:
                yield from _within_grant(handover, index, account, own)


def _standing(handover: Handover, index: int, always: bool = False) -> str:
    """新規, 拡充 … of a program; of a part only where it is not that of the program above it."""
    above = handover.portfolio.ancestors[index][1:2]
    standing = handover.program_standing(index)
    return standing if always or not any(handover.program_standing(each) == standing for each in above) else ""


def _with_remarks(item: Item, remarks: Sequence[Row], *, joined: bool) -> Iterator[Item]:
    """A row and its 備考 below it, or with `joined` beside it, where its own is blank."""
    cells = item.row.cells
    if joined and remarks and not cells[REMARK]:
        item = item._replace(row=item.row._replace(cells=(*cells[:REMARK], *remarks[0].cells[REMARK:])))
        remarks = remarks[1:]
    yield item
    yield from (Item(None, row) for row in remarks)


def _within_grant(
    handover: Handover, top: int, account: str, own: Sequence[Mapping[str, tuple[Total, ...]]]
) -> Iterator[Item]:
    """A program of a grant and its parts, with their amounts, which the grant's has already."""
    places, portfolio = handover.places, handover.portfolio
    for index in handover.programs:
        totals = own[index].get(account)
        if top not in portfolio.ancestors[index] or totals is None:
            continue
        chosen = places.program(index)
        if len(own[index]) > 1:
            chosen = chosen.where("account", account)
        below = handover.depth(index) - handover.depth(top)
        head = handover.say("うち　", "of that: ") if index == top else ""
        name = f"{'　' * (below + 1 + bool(below))}{head}{handover.program_name(index)}"
        said = "　".join(filter(None, [_standing(handover, index), handover.missing(totals)]))
        row = _row(handover, name, _figures(handover, chosen, totals, index, account), said, Band.DETAIL)
        counted = places.account_of(portfolio.programs[index]) == account
        yield from _with_remarks(Item(None, row), list(_remarks(handover, index)) if counted else [], joined=True)


Figures = tuple[Chosen, Sequence[Total], Content, Content]
"""The lines a row stands for, their totals, their kind of expense and what is wished for of them."""


def _figures(handover: Handover, chosen: Chosen, totals: Sequence[Total], index: int | None, account: str) -> Figures:
    kinds = handover.kinds
    wished = kinds.demands(chosen, index, Unit.THOUSAND, account=account)["wished"]
    return chosen, totals, kinds.expense(chosen, index, account), wished


def _row(handover: Handover, name: str, figures: Figures, remark: str, band: Band) -> Row:
    chosen, totals, expense, wished = figures
    previous, request, change = handover.amounts(chosen.links, totals, Unit.THOUSAND)
    wish = wished if totals[1].amount is not None else None
    return Row(["", expense, name, previous, request, wish, change, remark], band)


def _remark(said: str, product: Content = None, amount: Content = None) -> Row:
    return Row((*(None,) * REMARK, said, product, amount))


def _remarks(handover: Handover, index: int) -> Iterator[Row]:
    """The 備考 of a program: what its lines are multiplied out of, vintages alike in a row each."""
    for row in handover.rows(index):
        name, standing = handover.line_name(row), handover.standing(row)
        for at, each in enumerate(products(handover, row)):
            said = [handover.say("　〃", "  ditto") if at else name, each.cohort, "" if at else standing]
            amount = _amount(handover, row, each)
            yield _remark("　".join(filter(None, said)), each.text, amount)


def _remarks_in_words(handover: Handover, index: int) -> Iterator[Row]:
    """The 備考 of a program, a text a line: 内容, 積算, 理由."""
    for row in handover.rows(index):
        texts = filter(None, (product_text(handover, row, each.now) for each in handover.vintages[row]))
        said = [handover.line_name(row), handover.say("、", ", ").join(texts), reasons_of(handover, row)]
        yield _remark("　".join(filter(None, said)))


def _amount(handover: Handover, row: int, product: Product) -> Content:
    if product.yen is not None:
        return handover.amount(product.amount, product.yen, Unit.THOUSAND)
    priced = handover.evaluation.line(row)[1] is not Lack.UNPRICED
    return handover.say("公表なし", "not printed") if priced else handover.unpriced


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
