"""The sheet 三段表: 前年度, 要求 and 査定 row by row, which follows the examiner while he types into 積算内訳.

Totals stand above the headings, so that the rows below can be sorted and filtered; each asks for its row of 積算内訳 by
its key. Nothing is typed here.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.calculation.evaluate import Total, as_total
from planner.core.model.lines import Lack
from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Content, Formula, Name, Row, Sheet, Style, Styled, letter
from planner.files.submission.accounts import Group
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import SETTLED, UNSTATED, Chosen
from planner.files.submission.request import AgedVintages

UNIT, LARGEST = Unit.THOUSAND, 40
"""What amounts are shown in, and so many programs have their totals above the rows."""

KEYS = (
    *("program", "name", "cohort"),
    *("previous_rate", "previous_people", "previous"),
    *("rate", "people", "request"),
    *("examined_rate", "examined_people", "settled"),
    *("cut", "share", "change", "comment", "key", "row"),
)
"""The columns by their keys; the last two find the row of 積算内訳."""

LETTERS = {key: letter(place) for place, key in enumerate(KEYS)}
PRINTED = KEYS.index("key")


def three_columns_sheets(handover: Handover) -> Iterator[Sheet]:
    """三段表 of the scenario, in 千円 and rates in 円; none where the workbook has no columns for an examiner."""
    if not handover.options.examiner:
        return
    say, sheet = handover.say, handover.sheet_name(SheetKind.THREE_COLUMNS)
    above = tuple(_above(handover))
    first = FIRST_ROW + len(above) + 1
    last = first + max(sum(map(len, handover.vintages.values())), 1) - 1
    said = say(
        "査定は「積算内訳」の査定欄に連動（ここでは入力しない）。未査定は要求どおり。単価は円。"
        "金額は積算内訳の回数・月数・率も乗じた額で、単価×員数とは限らない。前年度は同じ年次（1年前の採用）の分で、"
        "公表のない金額は空欄（合計の対前年度には含む）。画面上では見出しで並べ替え・絞り込みができる。",
        "Follows the examiner's columns of the calculation; nothing is typed here. What is not yet examined is as "
        "requested. Rates in yen. Amounts are multiplied by times, months and share of the calculation too, and need "
        "not be rate × quantity. Previous year: those in the same year of their stay; amounts not "
        "printed are blank (the change of the total includes them). On screen the headings sort and filter.",
    )
    yield Sheet(
        name=sheet,
        title=f"{sheet}　{handover.title}",
        columns=tuple(_columns(handover)),
        rows=lambda: _rows(handover, first),
        above=above,
        unit=handover.unit_line(UNIT),
        note="　".join(filter(None, [said, handover.rounding_note(UNIT)])),
        money=UNIT,
        sparse=True,
        sign=handover.options.sign.value,
        frozen=2,
        printed=PRINTED,
        large=True,
        filtered=True,
        size=last - first + 1,
        names=tuple(
            name
            for key in ("previous", "request", "settled")
            for name in (
                Name(f"three_{key}", f"${LETTERS[key]}${first}:${LETTERS[key]}${last}"),
                Name(f"three_total_{key}", f"${LETTERS[key]}${FIRST_ROW}"),
            )
        ),
    )


def _columns(handover: Handover) -> Iterator[Column]:
    say, rate, money = handover.say, handover.rate_width, handover.money_width(UNIT)
    yield Column(say("事業", "Program"), 46, Style.WRAPPED)
    yield Column(say("積算内容", "Line"), 42, Style.WRAPPED)
    yield Column(say("採用", "Intake"), 11, Style.WORD)
    for ja, en in (("前年度", "Previous"), ("要求・要望", "Request"), ("査定", "Examined")):
        yield Column(f"{say(ja, en)}\n{say('単価', 'rate')}", rate, Style.GIVEN)
        yield Column(f"{say(ja, en)}\n{say('員数', 'quantity')}", 12, Style.GIVEN)
        yield Column(f"{say(ja, en)}\n{say('金額', 'amount')}", money, Style.MONEY)
    yield Column(say("削減額\n要求−査定", "Cut"), money, Style.MONEY)
    yield Column(say("査定率", "Examined\n%"), 10, Style.PERCENT)
    yield Column(say("対前年度\n査定−前年度", "Examined\n− previous"), money, Style.MONEY)
    yield Column(say("査定の注", "Comment"), 24)
    yield Column(say("行の鍵", "Key of the row"), 30)
    yield Column(say("積算内訳の行", "Row of the calculation"), 10, Style.COUNT)
    for kind in handover.codes.kinds:
        yield Column(handover.codes.name(kind), 14)


# ---------------------------------------------------------------- totals


def _above(handover: Handover) -> Iterator[Row]:
    """All, the rows that the filter shows, and each program at the top."""
    places, totals = handover.places, handover.evaluation.total[:2]
    yield _total(handover, FIRST_ROW, handover.say("合計", "Total"), places.all, (totals[0].yen, totals[1].yen))
    groups = [each for each in handover.codes.headings() if each.name]
    first = FIRST_ROW + 2 + len(groups) + len(_tops(handover)) + 1
    last = first + max(sum(map(len, handover.vintages.values())), 1) - 1
    sums = [f"SUBTOTAL(9,{LETTERS[key]}{first}:{LETTERS[key]}{last})" for key in ("previous", "request", "settled")]
    name = handover.say("絞り込んだ行の小計", "Rows the filter shows")
    figures = totals[0].yen, totals[1].yen
    yield _amounts(handover, FIRST_ROW + 1, name, sums, figures)
    for at, heading in enumerate(groups, start=FIRST_ROW + 2):
        chosen, (before, asked) = handover.codes.chosen(places.all, heading.group), _sums(handover, heading.group)
        yield _total(handover, at, "　" * (heading.level - 1) + heading.name, chosen, (before, asked))
    for at, index in enumerate(_tops(handover), start=FIRST_ROW + 2 + len(groups)):
        previous, request = handover.evaluation.program(index)[:2]
        yen = previous.amount, request.yen
        yield _total(handover, at, handover.program_name(index), places.program(index), yen)._replace(band=Band.PART)


def _sums(handover: Handover, group: Group) -> tuple[int | None, int]:
    """What the lines of a 組織 or 項 came to last year, as far as that is known, and are requested with, in yen."""
    total = Total(), Total()
    for row in handover.vintages:
        if group.holds(handover.codes.group_of(row)):
            previous, request = handover.evaluation.line(row)[:2]
            total = total[0].plus(as_total(previous)), total[1].plus(as_total(request))
    return total[0].amount, total[1].yen


def _tops(handover: Handover) -> list[int]:
    """The programs with totals above the rows, of very many the largest."""
    tops = (index for index in handover.programs if not handover.depth(index))
    known = [i for i in tops if handover.evaluation.program(i)[1].amount is not None]
    largest = sorted(known, key=lambda index: -abs(handover.evaluation.program(index)[1].yen))[:LARGEST]
    return sorted(largest, key=known.index)


def _total(handover: Handover, at: int, name: str, chosen: Chosen, yen: tuple[int | None, int]) -> Row:
    return _amounts(handover, at, name, [chosen.sum(key) for key in ("previous", "request", SETTLED)], yen)


def _amounts(handover: Handover, at: int, name: str, texts: list[str], yen: tuple[int | None, int]) -> Row:
    """A row of sums; nothing is examined yet, so that 査定 is what is requested."""
    previous, request = yen
    cells: dict[str, Content] = {"program": name}
    for key, text, value in zip(("previous", "request", "settled"), texts, (previous, request, request), strict=True):
        cells[key] = None if value is None else Formula(text, value)
    return Row([(cells | _differences(handover, at, previous, request)).get(key) for key in KEYS], Band.TOTAL)


def _differences(handover: Handover, at: int, previous: int | None, request: int | None) -> dict[str, Content]:
    """What was cut, the share that is left, and the change on last year, where the amounts are known."""
    before, asked, examined = (f"{LETTERS[key]}{at}" for key in ("previous", "request", "settled"))
    cells: dict[str, Content] = {}
    if request is not None:
        cells["cut"] = Formula(f"{asked}-{examined}", 0)
        share = Formula(f'IF({asked}=0,"{handover.nothing}",{examined}/{asked})', 1 if request else handover.nothing)
        cells["share"] = Styled(share, Style.PERCENT)
        if previous is not None:
            cells["change"] = Formula(f"{examined}-{before}", request - previous)
    return cells


# ---------------------------------------------------------------- rows


def _rows(handover: Handover, first: int) -> Iterator[Row]:
    at = first
    for index in handover.programs:
        program = handover.program_path(index)
        for row in handover.rows(index):
            codes = [handover.codes.of_line(row, kind) or None for kind in handover.codes.kinds]
            for shown in handover.vintages[row]:
                cells = {"program": program, "name": handover.line_name(row), **_vintage(handover, row, shown, at)}
                yield Row([*(cells.get(key) for key in KEYS), *codes])
                at += 1


def _vintage(handover: Handover, row: int, shown: AgedVintages, at: int) -> dict[str, Content]:
    places, year = handover.places, handover.intake_year(row, shown)
    place, key = f"{LETTERS['row']}{at}", places.vintage_key(row, year)
    previous, request = (amount if isinstance(amount, int) else None for amount in handover.evaluation.line(row)[:2])

    def column(name: str) -> str:
        return f"INDEX(calculation_{name},{place})"

    found = handover.positions[row, shown.age]
    cells: dict[str, Content] = {"key": key, "row": Formula(f"MATCH({LETTERS['key']}{at},calculation_key,0)", found)}
    if year is not None:
        new = (
            handover.say("新規", "new")
            if not shown.age
            else handover.say(f"{shown.age + 1}年目", f"year {shown.age + 1}")
        )
        cells["cohort"] = f"{new} {handover.texts.era(year)}"
    for name, value in (("previous_rate", shown.before.rate), ("previous_people", shown.before.intake)):
        cells[name] = None if value is None else Formula(column(name), value)
    for name, value in (("rate", shown.now.rate), ("people", shown.now.intake)):
        if value is not None:
            cells[name] = Formula(column(name), value)
            cells[f"examined_{name}"] = Formula(column(f"applied_{name}"), value)
    before = shown.before.amount if previous is not None and isinstance(shown.before.amount, int) else None
    asked = shown.now.amount if request is not None and isinstance(shown.now.amount, int) else None
    if before is not None:
        cells["previous"] = Formula(column("previous"), before)
    if asked is not None:
        cells |= {"request": Formula(column("request"), asked), "settled": Formula(column(SETTLED), asked)}
    else:  # an examiner may give an amount all the same
        is_item = shown.now.amount is Lack.UNPRICED
        if is_item:
            cells["request"] = Formula(column("request"), handover.unpriced)
        said = handover.unpriced if is_item else UNSTATED
        cells["settled"] = Formula(column(SETTLED), said)
    comment = column("comment")
    cells["comment"] = Formula(f'IF({comment}="","{handover.nothing}",{comment})', handover.nothing)
    return cells | _differences(handover, at, before, asked)
