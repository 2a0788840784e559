"""The sheet 図表, on one page: from last year to the request in steps, what the change is made of, the plan years.

The figures the charts are drawn from stand to the right of what is printed, each under the words that its bar bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planner.core.explain.footing import unprinted_before
from planner.core.explain.waterfall import Step, Waterfall, waterfall
from planner.core.money import Unit
from planner.files.plain.sheet import (
    FIRST_ROW,
    Chart,
    ChartKind,
    ChartSeries,
    Column,
    Content,
    Fill,
    Formula,
    Row,
    Sheet,
    Style,
    letter,
    value_of,
)
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Places
from planner.files.submission.sentence import Sentence
from planner.files.submission.sheets.figures.reasons import FIRST_CAUSE, causes_of
from planner.files.submission.sheets.years.years_chart import DECIDED, UNIT, Cells, all_years, bound_years
from planner.words.differences import FACTOR_NAMES

STEPS, LARGEST = 10, 8
"""So many programs stand in the steps, and side by side."""

PARTS = 6
"""So many columns make up the room for the charts: a spreadsheet does not scale one that is wider than its page."""

KEYS = (
    *(f"page{part}" for part in range(PARTS)),
    *("bar", "name", "previous", "request", "change", "so_far", "base", "total"),
    *("rise", "rise_below", "fall", "fall_below", "apart", "apart_below"),
    *DECIDED,
)
"""The columns by their keys: the room for the charts, the words at a bar, then figures."""

PLACES = {key: place for place, key in enumerate(KEYS)}
LETTERS = {key: letter(place) for key, place in PLACES.items()}

FIRST = f"{LETTERS['so_far']}${FIRST_ROW + 1}"
"""The cell with last year's total, at which the axis of the steps has its 0."""

PAGE, ROWS = 31, 36
"""The room for the charts: each column so many characters wide, so many rows high at least."""
LEFT, TOP, GAP, WIDE, HIGH = 560, 345, 8, 990, 620
"""In pixels: how wide the charts at the left are, how high those above, between charts, and all of them."""

CHECK = ("検算", "Check")
"""What of the change is in no cause, as in 増減理由."""

FILLS = {"total": Fill.SOLID, "rise": Fill.HATCHED, "fall": Fill.WHITE, "apart": Fill.PALE}
FILLS |= zip(DECIDED, (Fill.SOLID, Fill.HATCHED, Fill.WHITE), strict=True)
"""How the bars of the steps look; what stands apart has no figure for the previous year."""


def charts_sheet(handover: Handover) -> Sheet:
    """図表: the charts on one page, and the figures they are drawn from beside them."""
    say = handover.say
    maker = _Maker(handover)
    axis = handover.unit_line(UNIT)
    money = handover.money_width(UNIT)
    return Sheet(
        name=handover.sheet_name(SheetKind.CHARTS),
        title=f"{handover.year(handover.portfolio.request_year)} {handover.sheet_name(SheetKind.CHARTS)}",
        columns=(
            *(Column("", PAGE, Style.PLAIN) for _part in range(PARTS)),
            Column(say("図の見出し", "Words at a bar"), 60),
            Column(say("区分・事業", "Step, program"), 50),
            Column(say("前年度\n予算額", "Previous\nbudget"), money, Style.MONEY),
            Column(say("要求・要望額", "Request"), money, Style.MONEY),
            Column(say("増△減", "Change"), money, Style.MONEY),
            Column(say("ここまでの計", "Sum so far"), money, Style.MONEY),
            Column(say("（図の土台）", "(carries\nthe bar)"), 12, Style.MONEY),
            Column(say("増△減の計", "Change\nin all"), 12, Style.MONEY),
            Column(say("増", "Rise"), 12, Style.MONEY),
            Column(say("増\n（0の下）", "Rise\nbelow 0"), 12, Style.MONEY),
            Column(say("減", "Fall"), 12, Style.MONEY),
            Column(say("減\n（0の下）", "Fall\nbelow 0"), 12, Style.MONEY),
            Column(say("前年度の\n公表なし", "Not printed\nbefore"), 12, Style.MONEY),
            Column(say("公表なし\n（0の下）", "Not printed\nbelow 0"), 12, Style.MONEY),
            Column(say("過年度の\n決定", "Decided\nearlier"), money, Style.MONEY),
            Column(say("要求年度の\n決定", "By the\nrequest"), money, Style.MONEY),
            Column(say("今後の\n決定", "Decided\nlater"), money, Style.MONEY),
        ),
        rows=lambda: maker.rows,
        unit=axis,
        note=maker.note,
        money=UNIT,
        sign=handover.options.sign.value,
        printed=PARTS,
        charts=tuple(maker.charts()),
    )


class Drawn(NamedTuple):
    """A chart of the page: how it is drawn, its title, its rows and the columns of its bars, whether it begins at 0."""

    kind: ChartKind
    title: str
    rows: Sequence[Row]
    series: tuple[ChartSeries, ...]
    is_above: bool


class _Maker:
    """Makes the rows, one block a chart, and the charts over them."""

    def __init__(self, handover: Handover) -> None:
        self._handover = handover
        steps = waterfall(handover.evaluation, largest=STEPS)
        above = [] if steps is None else list(self._changes(steps))
        years = list(self._years())
        below = years or [self._pairs()]
        self._has_years = bool(years)
        self._halves = above, [each for each in below if each.rows]
        self.rows = [row for half in self._halves for each in half for row in each.rows]
        self.rows += [Row([])] * (ROWS - len(self.rows))

    @property
    def note(self) -> str:
        """What the bars of the charts that are there mean, and that their figures are not on paper."""
        say, said = self._handover.say, list[str]()
        if self._halves[0]:
            said.append(
                say(
                    "図1・2：斜線＝増、白＝減、灰色＝前年度の公表なし、黒＝計（図1は前年度が0）。",
                    "1, 2: rise hatched, fall white, not printed before grey, total black; in 1 last year is 0. ",
                )
            )
        if self._has_years:
            said.append(
                say(
                    "図3・4：黒＝過年度、斜線＝要求年度、白＝今後の決定。",
                    "3, 4: decided earlier black, by the request hatched, later white. ",
                )
            )
        return "".join([*said, say("数値の表は印刷しない。", "Their table of figures is not printed.")])

    def charts(self) -> Iterator[Chart]:
        """What changed above, the years below; a chart that stands alone has the width of the page."""
        first = FIRST_ROW
        for down, high, half in zip((0, TOP + GAP), (TOP, HIGH - TOP - GAP), self._halves, strict=True):
            beside = (0, LEFT), (LEFT + GAP, WIDE - LEFT - GAP)
            rooms = beside if len(half) > 1 else ((0, WIDE),)
            for each, (right, wide) in zip(half, rooms, strict=False):
                last = first + len(each.rows) - 1
                chart = Chart(
                    each.kind, each.title, "", PLACES["bar"], first, last, each.series, FIRST_ROW, 0, wide, height=high
                )
                yield chart._replace(right=right, down=down, from_zero=each.is_above, legend=False)
                first = last + 1

    def _changes(self, steps: Waterfall) -> Iterator[Drawn]:
        """From last year to the request in steps, and by causes."""
        say, rows = self._handover.say, list(_Steps(self._handover, steps).rows())
        causes = list(self._causes(FIRST_ROW + len(rows)))
        base = ChartSeries(PLACES["base"], Fill.NONE)
        bars = _series("total", *(f"{key}{end}" for key in ("rise", "fall", "apart") for end in ("", "_below")))
        title = say("図1　前年度からの増△減の内訳（大きい事業）", "1  From the previous year to the request")
        yield Drawn(ChartKind.STEPS, title, rows, (base, *bars), _stays_above(steps))
        title = say("図2　増△減の要因", "2  What the change is made of")
        title += "" if self._has_live_causes else say("（作成時）", ", as written")
        yield Drawn(ChartKind.STEPS, title, causes, _series("rise", "fall", "apart"), _are_above(causes))

    def _years(self) -> Iterator[Drawn]:
        """The plan years by what decides them, and what is bound of the later ones."""
        say = self._handover.say
        years, bound = ([_row(cells) for cells in make(self._handover)] for make in (all_years, bound_years))
        if not years:
            return
        title = say("図3　各年度の額", "3  Amounts of the plan years")
        yield Drawn(ChartKind.STACKED, title, years, _series(*DECIDED), _are_above(years))
        title = say("図4　うち既に決まる額（軸は別）", "4  Bound already (axis of its own)")
        yield Drawn(ChartKind.STACKED, title, bound, _series(*DECIDED[:2]), _are_above(bound))

    def _pairs(self) -> Drawn:
        """The largest programs with both their amounts."""
        rows, pair = list(self._programs()), (("previous", Fill.WHITE), ("request", Fill.HATCHED))
        title = self._handover.say(
            "図3　大きい事業の前年度予算額（白）と要求・要望額（斜線）",
            "3  Largest programs: previous (white), request",
        )
        series = tuple(ChartSeries(PLACES[key], fill) for key, fill in pair)
        return Drawn(ChartKind.BARS, title, rows, series, _are_above(rows))

    def _causes(self, first: int) -> Iterator[Row]:
        """What the change is made of: the figures of the first row of 増減理由, where that goes out.

        What is typed into the workbook and moves a cause that stands as a value is in none: 検算 shows it.
        """
        handover, one = self._handover, self._handover.difference.total
        found, (before, after) = one.causes, (one.before.amount, one.after.amount)
        source = f"'{handover.sheet_name(SheetKind.REASONS)}'!"
        live, row = self._has_live_causes, first
        for at, key in enumerate(causes_of(handover)):
            yen, row = found[key], row + 1
            cell = f"{source}{letter(FIRST_CAUSE + at)}{FIRST_ROW + 1}"
            name = handover.texts._(FACTOR_NAMES[key])
            yield self._cause(row, name, cell if live else "", yen, apart=key == "not_printed")
        if live and row > first:
            causes = f"SUM({LETTERS['change']}{first + 1}:{LETTERS['change']}{row})"
            whole = f"{source}{letter(FIRST_CAUSE - 1)}{FIRST_ROW + 1}"
            change = 0 if before is None or after is None else after - before  # without those that have no amount
            yield self._cause(row + 1, handover.say(*CHECK), f"{whole}-{causes}", change - one.factors.difference)

    @property
    def _has_live_causes(self) -> bool:
        options = self._handover.options
        return options.has(SheetKind.REASONS) and options.unit is not Unit.OKU

    def _cause(self, row: int, name: str, formula: str, yen: int, *, apart: bool = False) -> Row:
        """A cause with its bar to either side of 0, as a rise or a fall unless it stands apart; `row` from 1."""
        place, change = f"{LETTERS['change']}{row}", Formula(formula, yen) if formula else yen
        bars = {"rise": Formula(f"MAX({place},0)", max(yen, 0)), "fall": Formula(f"MIN({place},0)", min(yen, 0))}
        if apart:
            bars = {"apart": Formula(place, yen)}
        return _row(
            {"name": name, "change": change, "bar": _label(self._handover, name, place, yen, signed=True), **bars}
        )

    def _programs(self) -> Iterator[Row]:
        """The largest programs with both their amounts."""
        handover = self._handover
        programs = [i for i in handover.programs if not handover.portfolio.programs[i].parent]
        shown = [i for i in programs if None not in (t.amount for t in handover.evaluation.program(i)[:2])]
        shown.sort(key=lambda index: -handover.evaluation.program(index)[1].yen)
        for index in shown[:LARGEST]:
            totals, name = handover.evaluation.program(index)[:2], handover.program_name(index)
            links = handover.places.program_links(index)
            amounts = handover.amounts(links, totals, UNIT)
            cells: dict[str, Content] = dict(zip(("previous", "request", "change"), amounts, strict=True))
            yield _row({**cells, "name": name, "bar": _label(handover, name, links.request, totals[1].yen)})


def _row(cells: Cells) -> Row:
    return Row([cells.get(key) for key in KEYS])


def _series(*keys: str) -> tuple[ChartSeries, ...]:
    """Bars of these columns, each as its kind looks."""
    return tuple(ChartSeries(PLACES[key], FILLS[key.removesuffix("_below")]) for key in keys)


def _are_above(rows: Iterable[Row]) -> bool:
    """Whether no figure of some rows is below 0."""
    values = (value_of(cell) for row in rows for cell in row.cells[PLACES["previous"] :])
    return all(not isinstance(value, int | float) or value >= 0 for value in values)


def _label(handover: Handover, name: str, formula: str, yen: int, *, signed: bool = False) -> Formula:
    """The words at a bar: what it is, and its amount."""
    said = Sentence(handover.options.sign.value, UNIT).say(f"{name}　")
    return said.amount(formula, yen, handover.say("＋", "+") if signed else "").formula


def _stays_above(steps: Waterfall) -> bool:
    """Whether no sum on the way from last year to the request is below last year's."""
    so_far = 0
    for step in steps.steps:
        so_far += step.change
        if so_far < 0:
            return False
    return True


def _change(handover: Handover, step: Step) -> str:
    """What a program adds: an amount that is missing, or words in its place (事項要求), count nothing in SUM."""
    assert step.program is not None
    places = handover.places
    if step.unprinted:
        return _requested(places, step.unprinted)
    links, apart = places.program_links(step.program), unprinted_before(handover.evaluation, (step.program,))
    change = f"SUM({links.request})-SUM({links.previous})"
    return f"{change}-({_requested(places, apart)})" if apart else change


def _requested(places: Places, rows: Iterable[int]) -> str:
    """What lines are requested with."""
    return "+".join(places.line_links(row).request for row in rows)


class _Steps:
    """The rows of the steps: each with the sum so far, and how its bar stands on what carries it.

    The axis has last year at 0, so that steps are seen; a step that crosses it has a part on either side.
    """

    def __init__(self, handover: Handover, steps: Waterfall) -> None:
        self._handover, self._steps = handover, steps
        self._at = FIRST_ROW + 1

    def rows(self) -> Iterator[Row]:
        handover, steps = self._handover, self._steps
        say, year, total = handover.say, handover.year, handover.places.total_links
        previous, request = year(handover.portfolio.previous_year), year(handover.portfolio.request_year)
        yield self._total(f"{previous} {say('予算額', 'budget')}", total.previous, steps.previous)
        named = [step for step in steps.steps if step.program is not None]
        changes = [_change(handover, step) for step in named]
        so_far = steps.previous
        for step in steps.steps:
            if step.program is None:
                name = say("その他の事業", "others")
                formula = f"{total.change}-({'+'.join(f'({each})' for each in changes) or '0'})"
            else:
                name, formula = handover.program_name(step.program), _change(handover, step)
            yield self._step(name, formula, step, so_far)
            so_far += step.change
        yield self._total(f"{request} {say('要求・要望額', 'request')}", total.request, steps.request)

    def _total(self, name: str, formula: str, yen: int) -> Row:
        at, self._at = self._at, self._at + 1
        place = f"{LETTERS['so_far']}{at}"
        amount = self._handover.amount(formula, yen, UNIT)
        shown = Formula(f"{place}-{FIRST}", yen - self._steps.previous)
        label = _label(self._handover, name, place, yen)
        return _row({"bar": label, "name": name, "so_far": amount, "total": shown})

    def _step(self, name: str, formula: str, step: Step, before: int) -> Row:
        at, self._at = self._at, self._at + 1
        after = before + step.change
        then, now = before - self._steps.previous, after - self._steps.previous
        change, so_far = f"{LETTERS['change']}{at}", LETTERS["so_far"]
        a, b = f"{so_far}{at - 1}-{FIRST}", f"{so_far}{at}-{FIRST}"
        above, below = max(0, then, now), min(0, then, now)
        carries = max(0, min(then, now)) + min(0, max(then, now))
        bars = (
            Formula(f"MAX(0,{a},{b})-MAX(0,MIN({a},{b}))", above - max(0, min(then, now))),
            Formula(f"MIN(0,{a},{b})-MIN(0,MAX({a},{b}))", below - min(0, max(then, now))),
        )
        cells: dict[str, Content] = {
            "bar": _label(self._handover, name, change, step.change, signed=True),
            "name": name,
            "change": self._handover.amount(formula, step.change, UNIT),
            "so_far": Formula(f"{so_far}{at - 1}+{change}", after),
            "base": Formula(f"MAX(0,MIN({a},{b}))+MIN(0,MAX({a},{b}))", carries),
        }
        keys: Sequence[str] = ("apart",) if step.unprinted else ("rise", "fall")
        for key in keys:  # what is a rise may come to be a fall: both have formulas
            for end, bar in zip(("", "_below"), bars, strict=True):
                sign, is_own = (">=", step.change >= 0) if key == "rise" else ("<", step.change < 0)
                text = f"IF({change}{sign}0,{bar.text},0)"
                cells[key + end] = bar if key == "apart" else Formula(text, bar.value if is_own else 0)
        return _row(cells)
