"""The sheet 照合: amounts that stand in several sheets, both sides as formulas, with their difference and ○ or ×.

The totals as they were when the workbook was written stand as values beside what 積算内訳 comes to now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.core.calculation.burden import schedule_of
from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Formula, Name, Outline, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.kinds import ASKED, WISHED
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.front.within import Pair, bound_pairs, first_page_pairs, split_pairs
from planner.files.submission.sheets.years.later_years import later_name

PROGRAMS, SHOWN = 60, 20
"""Of so many programs, the largest, what the sheets say stands beside one another; so many are seen of many lines."""

SAME, OTHER = ("○", "OK"), ("×", "differs")
UNTOUCHED, EDITED = ("編集なし", "not edited"), ("編集あり", "edited")


def reconciliation_sheet(handover: Handover) -> Sheet:
    """照合 of the scenario, in yen."""
    say = handover.say
    found = list(pairs(handover))
    rows = list(_rows(handover, found))
    first, last = FIRST_ROW + 1, FIRST_ROW + len(found)
    money = handover.money_width(Unit.YEN)
    return Sheet(
        name=handover.sheet_name(SheetKind.RECONCILIATION),
        title=f"{handover.sheet_name(SheetKind.RECONCILIATION)}　{handover.title}",
        columns=(
            Column(say("番号", "No."), 5, Style.COUNT),
            Column(say("照合の内容", "What is compared"), 76, Style.WRAPPED),
            Column(say("左の額", "Left"), money, Style.MONEY),
            Column(say("右の額", "Right"), money, Style.MONEY),
            Column(say("差", "Difference"), money, Style.MONEY),
            Column(say("結果", "Finding"), 12, Style.WORD),
            Column(say("左・右の出どころ", "Where left and right stand"), 30, Style.WRAPPED),
        ),
        rows=lambda: rows,
        unit=handover.unit_line(Unit.YEN),
        note=say(
            "左右とも数式。差が0のとき○、0でないとき×。〔値〕＝数式でない値。",
            "Both sides are formulas: OK where they are the same, else “differs”. [value]: no formula.",
        ),
        sign=handover.options.sign.value,
        names=(
            Name("reconciliation_findings", f"$F${first}:$F${max(last, first)}"),
            Name("reconciliation_edited", f"$F${last + 2}"),
        ),
    )


def same_text(handover: Handover) -> tuple[str, str]:
    """What is said of sides that are the same, and of those that are not."""
    return handover.say(*SAME), handover.say(*OTHER)


def pairs(handover: Handover) -> Iterator[Pair]:
    """The checks of the sheets that go out."""
    yield from _sheets(handover)
    yield from _kinds(handover)
    yield from split_pairs(handover)
    yield from first_page_pairs(handover)
    yield from _later_years(handover)
    yield from _examined(handover)
    yield from _obligations(handover)


def _sheets(handover: Handover) -> Iterator[Pair]:
    """What each sheet with totals comes to in both years, beside the lines of 積算内訳."""
    say, has, marks = handover.say, handover.options.has, handover.places.marks
    calculation = handover.sheet_name(SheetKind.CALCULATION)
    for y, (key, year) in enumerate(zip(("previous", "request"), handover.portfolio.years, strict=False)):
        yen, name = handover.evaluation.total[y].yen, handover.year(year)
        right = Formula(handover.places.all.sum(key), yen)
        whole = say("合計", "total")
        lefts = [
            (SheetKind.SUMMARY, f"N(INDEX(summary_{key},1))", whole),
            (SheetKind.SUMMARY, f"SUMIFS(summary_{key},summary_level,1)", say("事業の計", "sum of the programs")),
            (SheetKind.DETAIL, f"N(INDEX(detail_{key},1))", whole),
            (SheetKind.DETAIL, f"SUMIFS(detail_{key},detail_level,1)", say("事項の計", "sum of the items")),
            (SheetKind.LATER_YEARS, f"N(INDEX(later_{key},1))", whole),
            (
                SheetKind.LATER_YEARS,
                f'SUMIFS(later_{key},later_kind,"{marks.line}")',
                say("積算の計", "sum of the lines"),
            ),
            (SheetKind.DATA, f"SUMIFS(data_amount,data_year,{year},data_counted,1)", say("計上＝1の計", "counted = 1")),
        ]
        for kind, text, what in lefts:
            if has(kind) and not (kind is SheetKind.SUMMARY and handover.options.unit is Unit.OKU):  # rounded there
                sheet = handover.sheet_name(kind)
                said = say(f"{name}：{sheet}の{what} ＝ {calculation}の計", f"{name}: {sheet}, {what} = {calculation}")
                yield Pair(said, Formula(text, yen), right, f"{sheet} | {calculation}")
        yield from _program_rows(handover, key, y)


def _program_rows(handover: Handover, key: str, y: int) -> Iterator[Pair]:
    """The rows of programs, parts and what they are parts of alike, beside the lines of 積算内訳."""
    say, has, kind = handover.say, handover.options.has, handover.places.marks.program
    yen = sum(handover.evaluation.program(index)[y].yen for index in handover.programs)
    right, name = Formula(handover.places.every_level(key), yen), handover.year(handover.portfolio.years[y])
    calculation = handover.sheet_name(SheetKind.CALCULATION)
    lefts = [
        (SheetKind.CALCULATION, f'SUMIFS(calculation_shown_{key},calculation_kind,"{kind}")'),
        (SheetKind.SUMMARY, f'SUMIFS(summary_{key},summary_level,">0")'),
        (SheetKind.LATER_YEARS, f'SUMIFS(later_{key},later_kind,"{kind}")'),
    ]
    for sheet_kind, text in lefts:
        if has(sheet_kind) and not (sheet_kind is SheetKind.SUMMARY and handover.options.unit is Unit.OKU):
            sheet = handover.sheet_name(sheet_kind)
            said = say(
                f"{name}：{sheet}の全階層の事業の行の計 ＝ {calculation}の積算から数えた計",
                f"{name}: {sheet}, rows of programs of all levels = lines of {calculation}, once for each level",
            )
            yield Pair(said, Formula(text, yen), right, f"{sheet} | {calculation}")


def _kinds(handover: Handover) -> Iterator[Pair]:
    """The request by kind of request, and of expense, beside all of it."""
    say, places, kinds = handover.say, handover.places, handover.kinds
    yen, calculation = handover.evaluation.total[1].yen, handover.sheet_name(SheetKind.CALCULATION)
    total = Formula(places.all.sum("request"), yen)
    demands = "+".join(kinds.chosen(places.all, each).sum("request") for each in (ASKED, WISHED, 0))
    said = say("要求額 ＋ 要望額 ＋ 区分不明 ＝ 計", "request + wish + not stated = total")
    yield Pair(said, Formula(demands, yen), total, calculation)
    expenses = "+".join(kinds.chosen(places.all, expense=each).sum("request") for each in (1, 2, 0))
    said = say("裁量的経費 ＋ 義務的経費 ＋ 区分不明 ＝ 計", "discretionary + mandatory + not stated = total")
    yield Pair(said, Formula(expenses, yen), total, calculation)


def _later_years(handover: Handover) -> Iterator[Pair]:
    """Each later year: its total beside its lines, and those beside データ."""
    say, has = handover.say, handover.options.has
    if not has(SheetKind.LATER_YEARS):
        return
    later, data = handover.sheet_name(SheetKind.LATER_YEARS), handover.sheet_name(SheetKind.DATA)
    for y, year in enumerate(handover.portfolio.years[2:], start=2):
        total, name = handover.evaluation.total[y], handover.year(year)
        if total.amount is None:
            continue
        lines = Formula(f'SUMIFS({later_name(year)},later_kind,"{handover.places.marks.line}")', total.yen)
        said = say(f"{name}：{later}の合計 ＝ 積算の計", f"{name}: {later}, total = sum of the lines")
        yield Pair(said, Formula(f"INDEX({later_name(year)},1)", total.yen), lines, later)
        if has(SheetKind.DATA):
            right = Formula(f"SUMIFS(data_amount,data_year,{year},data_counted,1)", total.yen)
            said = say(f"{name}：{later}の積算の計 ＝ {data}の計", f"{name}: {later}, sum of the lines = {data}")
            yield Pair(said, lines, right, f"{later} | {data}")
    yield from bound_pairs(handover)


def _examined(handover: Handover) -> Iterator[Pair]:
    """三段表 beside the lines of 積算内訳, as requested and as examined."""
    if not (handover.options.has(SheetKind.THREE_COLUMNS) and handover.options.examiner):
        return
    say, places = handover.say, handover.places
    sheet, calculation = handover.sheet_name(SheetKind.THREE_COLUMNS), handover.sheet_name(SheetKind.CALCULATION)
    for key, y, ja, en in (
        ("previous", 0, "前年度", "previous"),
        ("request", 1, "要求", "request"),
        ("settled", 1, "査定", "examined"),
    ):
        yen = handover.evaluation.total[y].yen
        right = Formula(places.all.sum(key), yen)
        for left, what in ((f"SUM(three_{key})", say("行の計", "rows")), (f"three_total_{key}", say("合計", "total"))):
            said = say(f"{sheet}の{ja}の{what} ＝ {calculation}の計", f"{sheet}, {en}, {what} = {calculation}")
            yield Pair(said, Formula(left, yen), right, f"{sheet} | {calculation}")
    totals = [handover.evaluation.program(index)[1] for index in handover.programs]
    if all(total.amount is not None for total in totals):
        yen = sum(total.yen for total in totals)
        shown = Formula(f'SUMIFS(calculation_shown_settled,calculation_kind,"{places.marks.program}")', yen)
        said = say(
            f"{calculation}の査定後（事業の行の計） ＝ {calculation}の積算から数えた計",
            f"{calculation}, as examined, rows of programs = lines, once for each level",
        )
        yield Pair(said, shown, Formula(places.every_level("settled"), yen), calculation)


def _obligations(handover: Handover) -> Iterator[Pair]:
    found = [schedule_of(handover.evaluation, each) for each in handover.document.all_obligations]
    known = [each for each in found if each.obligation.total is not None]
    if not known or not handover.options.has(SheetKind.OBLIGATIONS):
        return
    totals = sum(each.obligation.total or 0 for each in known)
    paid = sum(part.amount for each in known for part in each.instalments)
    sheet = handover.sheet_name(SheetKind.OBLIGATIONS)
    said = handover.say(f"{sheet}：年割額の計 ＝ 総額〔値〕の計", f"{sheet}: sum of the years = totals [value]")
    yield Pair(
        said,
        Formula('SUMIFS(obligation_paid,obligation_total,">0")', paid),
        Formula("SUM(obligation_total)", totals),
        sheet,
    )


def _rows(handover: Handover, found: Sequence[Pair]) -> Iterator[Row]:
    words = same_text(handover)
    for number, pair in enumerate(found, start=1):
        yield _row(number, pair, FIRST_ROW + number, words)
    last = FIRST_ROW + len(found)
    right = sum(pair.left.value == pair.right.value for pair in found)
    counted = f'COUNTIF(F{FIRST_ROW + 1}:F{last},"{words[0]}")'
    all_same = f"{counted}={len(found)}"
    said = handover.say("すべて一致", "all the same"), handover.say("一致しないものがある", "some differ")
    value = f"{said[right != len(found)]} {right}/{len(found)}"
    text = Formula(f'IF({all_same},"{said[0]}","{said[1]}")&" "&{counted}&"/{len(found)}"', value)
    finding = Formula(f'IF({all_same},"{words[0]}","{words[1]}")', words[right != len(found)])
    yield Row((None, text, None, None, None, finding, None), Band.TOTAL)
    yield from _as_written(handover, last + 2)
    yield from _programs(handover, last + 4)


def _row(number: int | None, pair: Pair, at: int, words: tuple[str, str]) -> Row:
    difference = int(pair.left.value) - int(pair.right.value)
    finding = Formula(f'IF(E{at}=0,"{words[0]}","{words[1]}")', words[difference != 0])
    return Row((number, pair.name, pair.left, pair.right, Formula(f"C{at}-D{at}", difference), finding, pair.where))


def _as_written(handover: Handover, at: int) -> Iterator[Row]:
    """The totals as the program wrote them: they are values, and are not counted among the checks."""
    say, calculation = handover.say, handover.sheet_name(SheetKind.CALCULATION)
    words = handover.say(*UNTOUCHED), handover.say(*EDITED)
    for place, (key, y) in enumerate((("request", 1), ("previous", 0)), start=at):
        yen, name = handover.evaluation.total[y].yen, handover.year(handover.portfolio.years[y])
        said = say(
            f"（参考）{name}：{calculation}の計 ＝ 書き出し時の額〔値〕",
            f"(for reference) {name}: {calculation} = total as written [value]",
        )
        text = handover.places.all.sum(key)
        finding = Formula(f'IF(E{place}=0,"{words[0]}","{words[1]}")', words[0])
        yield Row((None, said, Formula(text, yen), yen, Formula(f"C{place}-D{place}", 0), finding, calculation))


def _tops(handover: Handover) -> list[int]:
    """The programs at the top with a request, the largest first where there are many."""
    tops = [i for i in handover.programs if not handover.depth(i)]
    known = [i for i in tops if handover.evaluation.program(i)[1].amount is not None]
    if len(known) > PROGRAMS or handover.is_long:
        known = sorted(known, key=lambda i: -abs(handover.evaluation.program(i)[1].yen))[:PROGRAMS]
    return known


def _programs(handover: Handover, at: int) -> Iterator[Row]:
    """Program by program: 後年度負担 and データ beside 積算内訳."""
    say, has, places = handover.say, handover.options.has, handover.places
    same, tops = same_text(handover), _tops(handover)
    if not tops:
        return
    calculation, name = handover.sheet_name(SheetKind.CALCULATION), handover.year(handover.portfolio.request_year)
    for kind, of_program in ((SheetKind.LATER_YEARS, _in_later_years), (SheetKind.DATA, _in_data)):
        if not has(kind):
            continue
        sheet = handover.sheet_name(kind)
        said = say(f"{name}　事業ごと：{sheet} ＝ {calculation}", f"{name}, by program: {sheet} = {calculation}")
        kept = SHOWN if handover.is_long else len(tops)
        if kept < len(tops):
            said = say(f"{said}（額の大きい{kept}件、他は折りたたみ）", f"{said} ({kept} largest, others folded)")
        other = f'COUNTIF(F{at + 1}:F{at + len(tops)},"{same[1]}")'
        finding = Formula(f'IF({other}=0,"{same[0]}","{same[1]}")', same[0])
        yield Row((None, said, None, None, None, finding, None), Band.TOTAL)
        at += 1
        for number, index in enumerate(tops, start=1):
            yen = handover.evaluation.program(index)[1].yen
            left = Formula(of_program(handover, index), yen)
            right = Formula(places.program(index).sum("request"), yen)
            pair = Pair(handover.program_name(index), left, right, f"{sheet} | {calculation}")
            yield _row(number, pair, at, same)._replace(outline=Outline(1, number > kept))
            at += 1


def _in_later_years(handover: Handover, program: int) -> str:
    """The formula of what 後年度負担 has of a program at the top."""
    return f'INDEX(later_request,MATCH("{handover.places.program_key(program)}",later_key,0))'


def _in_data(handover: Handover, program: int) -> str:
    """The formula of what データ has of it.

    Its id is looked for as a text that begins so and is so long: as it stands it could be a number or a date.
    """
    id_, year = handover.portfolio.programs[program].id, handover.portfolio.request_year
    found = f'data_top,"{id_}*",data_top,"{"?" * len(id_)}"'
    return f"SUMIFS(data_amount,{found},data_year,{year},data_counted,1)"
