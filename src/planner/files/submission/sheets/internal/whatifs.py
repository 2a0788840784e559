"""The sheets 試算: how sure the request is, worked out when it is handed over, by the register of assumptions.

A what-if is no figure of the request: its sheets hold values, marked as such, and no formula leads to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.core.errors import UserError
from planner.core.model.fields import FIELDS, Value
from planner.core.model.ranges import JudgedRange, Named
from planner.core.money import Unit, format_amount
from planner.core.risk.drivers import Given, Held, Varied, Wish
from planner.core.risk.risk import Risk, risk
from planner.core.risk.tornado import Ends, NothingVaries
from planner.core.seek.levers import Driver
from planner.core.seek.targets import read_aim
from planner.files.plain.sheet import (
    EXACT,
    FIRST_ROW,
    Band,
    Chart,
    ChartKind,
    ChartSeries,
    Column,
    Content,
    Fill,
    Row,
    Sheet,
    Style,
    Styled,
)
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.submission.handover import Handover
from planner.files.submission.options import ASSUMPTIONS, SheetKind
from planner.files.submission.request import in_oku
from planner.files.submission.wording import FIELD_WORDS, era_date, unit_text, value_cell, year_text
from planner.words.risk import GIVEN_NAMES, SHAPE_NAMES

TRIALS, SEED = 10_000, 1
"""So many trials, and which: said in every sheet, so that anybody can draw them again."""
DRAWN = 15
"""So many figures stand in the picture of what moves the request most."""

WHOLE = ("要求・要望額の合計", "Total request")
"""What is asked about."""

NAME_LENGTH = 36
"""So many full-width characters of a name stand beside an axis."""


def asked(handover: Handover) -> Risk:
    """How sure the whole request of the scenario is; `UserError` where it cannot be asked."""
    document = handover.document
    ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
    aim, wish = read_aim("total", document.portfolio, ceilings), Wish(register=document.ranges)
    base = handover.evaluation.base
    return risk(document, base, handover.scenario, aim, wish, trials=TRIALS, seed=SEED, ceilings=ceilings)


def refused_sheet(handover: Handover, error: UserError) -> Sheet:
    """The one sheet where nothing can be worked out: why; what to do about it is told in the window."""
    said = error.what.render(handover.texts.translate)
    if isinstance(error, NothingVaries):
        said = handover.say(
            "幅（下限・上限）のある値がないため、幅による試算（感度・百分位・分布）はしていない。",
            "No trials within ranges (sensitivity, percentiles, distribution): no figure has one that moves the total.",
        )
    return Sheet(
        name=handover.say(*ASSUMPTIONS),
        title=handover.sheet_name(SheetKind.WHATIFS),
        columns=(Column(handover.say("内容", "Content"), 100, Style.WRAPPED),),
        rows=lambda: (Row((said,)),),
    )


def marked(handover: Handover, more: str) -> str:
    """What every sheet says of its values: what they are, as of when, and of what; then more of how they were made."""
    moment, year = handover.options.date, handover.year(handover.portfolio.request_year)
    date = handover.say(era_date(moment), f"{moment:%Y-%m-%d}")
    said = handover.say(
        f"値は作成時点（{date}）の試算。{handover.scenario_said}。{year}の要求・要望額の合計が対象。",
        f"Values of a what-if as of {date}. {handover.scenario_said}. About the total request of {year}.",
    )
    return f"{said}{more}"


def by_ranges(handover: Handover, found: Risk | None = None) -> str:
    """Within what figures were varied, and by which trials."""
    said = handover.say(
        "幅は「試算（前提）」の判断した幅、なければ公表の幅による。",
        " Ranges are those of the register, or else as printed.",
    )
    if found is None:
        return said
    return said + handover.say(
        f"{found.trials:,}回、乱数の種{found.seed}。", f" {found.trials:,} trials, seed {found.seed}."
    )


def whole(count: int) -> int | str:
    """A number as it is; as text where a spreadsheet does not keep its digits."""
    return count if abs(count) < EXACT else format_amount(count)


def money(handover: Handover, yen: int) -> int | float | str:
    """An amount as a value in the unit of the export; as text where a spreadsheet does not keep its digits."""
    return in_oku(yen) if handover.options.unit is Unit.OKU and abs(yen) < EXACT else whole(yen)


def figure_name(handover: Handover, driver: Driver) -> str:
    """A figure by its line and driver, with the year where that is not the request year."""
    key, year = driver.field.key, driver.year
    line, (ja, en) = handover.line_name(driver.row), FIELD_WORDS[key]
    name = handover.say(f"{line} {ja}", f"{line}: {en.lower()}")
    return name if year == handover.portfolio.request_year else f"{name} {year_text(handover, key, year)}"


def figure_in_unit(handover: Handover, driver: Driver) -> str:
    """A figure with what its values are counted in, which differs from row to row."""
    return f"{figure_name(handover, driver)}{in_unit(handover, driver)}"


def in_unit(handover: Handover, driver: Driver) -> str:
    """What the values of a figure are counted in, in brackets."""
    unit = unit_text(handover, driver.field.key, driver.row)
    return handover.say(f"（{unit}）", f" ({unit})") if unit else ""


def sum_row(name: str, *cells: int | float | str | None) -> Row:
    """A sum above what it is of; no heading that would go on with them on the next page."""
    figures = (Styled(each, Style.MONEY, Band.TOTAL) for each in cells)
    return Row((Styled(name, Style.WRAPPED, Band.TOTAL), *figures))


# ---------------------------------------------------------------- what varies


def ranges_sheet(handover: Handover, found: Risk) -> Sheet:
    """試算（前提）: each figure that varies, within what, by whom and why; then what else the register holds."""
    say = handover.say
    return Sheet(
        name=say(*ASSUMPTIONS),
        title=say("試算：動かす数値と幅", "What-if: figures varied, with their ranges"),
        columns=(
            Column(say("事業", "Program"), 30, Style.WRAPPED),
            Column(say("数値", "Figure"), 40, Style.WRAPPED),
            Column(say("現在の値", "Value now"), 15, Style.GIVEN),
            Column(say("下限", "Lowest"), 15, Style.GIVEN),
            Column(say("最頻", "Most likely"), 15, Style.GIVEN),
            Column(say("上限", "Highest"), 15, Style.GIVEN),
            Column(say("分布", "Shape"), 16),
            Column(say("グループ", "Group"), 12, Style.WRAPPED),
            Column(say("幅の出所", "Range from"), 12),
            Column(say("判断者", "Judged by"), 16, Style.WRAPPED),
            Column(say("判断日時", "When"), 18),
            Column(say("理由", "Reason"), 40, Style.WRAPPED),
        ),
        rows=lambda: _ranges(handover, found),
        note=marked(handover, by_ranges(handover)),
        sign=handover.options.sign.value,
        large=True,
        frozen=2,
    )


def _ranges(handover: Handover, found: Risk) -> Iterator[Row]:
    left = {each.figure: each for each in handover.document.ranges}
    for each in found.varied:
        ids = handover.portfolio.lines.ids
        entry = left.pop(Named(ids[each.driver.row], each.driver.field.key, each.driver.year), None)
        yield Row(_range(handover, each, entry))
    if left:
        said = handover.say("前提一覧にあるが動かないもの", "In the register, but not varying")
        yield Row([said, *[None] * 11], Band.TOTAL)
    for figure, entry in left.items():
        yield Row(_idle(handover, figure, entry))


def _range(handover: Handover, each: Varied, entry: JudgedRange | None) -> list[Content]:
    driver, (low, high) = each.driver, each.ends
    said = handover.texts._
    return [
        handover.program_path(int(handover.portfolio.lines.program[driver.row])),
        figure_in_unit(handover, driver),
        *(_value(handover, driver.field.key, value) for value in (each.now, low, each.mode, high)),
        said(SHAPE_NAMES[each.spread.shape]),
        each.group or None,
        said(GIVEN_NAMES[each.given]),
        *(_judged(entry) if entry is not None and each.given is Given.REGISTER else (None, None, None)),
    ]


def _idle(handover: Handover, figure: Named, entry: JudgedRange) -> list[Content]:
    row = handover.portfolio.line_index.get(figure.line)
    if row is None:
        gone = handover.say("（積算がなくなった）", " (line is gone)")
        name = f"{figure.line} {handover.say(*FIELD_WORDS[figure.field])}{gone}"
        return [None, name, *[None] * 7, *_judged(entry)]
    driver = Driver(row, FIELDS[figure.field], figure.year)
    program = handover.program_path(int(handover.portfolio.lines.program[row]))
    return [program, figure_in_unit(handover, driver), *[None] * 7, *_judged(entry)]


def _judged(entry: JudgedRange) -> list[Content]:
    return [entry.who or None, entry.when[:16].replace("T", " ") or None, entry.why or None]


def _value(handover: Handover, field: str, value: Value | None) -> Content:
    return None if value is None else value_cell(handover, field, value)


# ---------------------------------------------------------------- what is held


def held_sheet(handover: Handover, found: Risk) -> Sheet:
    """試算（固定）: of which lines how much stays whatever happens, and why."""
    say = handover.say
    return Sheet(
        name=say("試算（固定）", "What-if (held)"),
        title=say("試算：固定したもの", "What-if: what is held"),
        columns=(
            Column(say("事業", "Program"), 34, Style.WRAPPED),
            Column(say("積算", "Line"), 44, Style.WRAPPED),
            Column(say("固定した理由", "Why it is held"), 34, Style.WRAPPED),
            Column(say("金額", "Amount"), 20, Style.MONEY),
        ),
        rows=lambda: _held(handover, found.held),
        unit=handover.unit_line(handover.options.unit),
        note=marked(handover, by_ranges(handover)),
        money=handover.options.unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def _held(handover: Handover, held: Sequence[Held]) -> Iterator[Row]:
    total = money(handover, sum(each.amount for each in held))
    yield sum_row(handover.say("固定の計", "Held in all"), None, None, total)
    for each in sorted(held, key=lambda each: -abs(each.amount)):
        program = handover.program_path(int(handover.portfolio.lines.program[each.row]))
        why = each.why.render(handover.texts.translate)
        yield Row((program, handover.line_name(each.row), why, money(handover, each.amount)))


# ---------------------------------------------------------------- what moves it most


def tornado_sheet(handover: Handover, found: Risk) -> Sheet:
    """試算（感度）: each figure alone at either end, the widest first, and the picture of those."""
    say, unit = handover.say, handover.options.unit
    width = max(18, handover.money_width(unit))
    count = len(found.tornado)
    last = FIRST_ROW + min(count, DRAWN) - 1
    series = (ChartSeries(5, Fill.WHITE), ChartSeries(7, Fill.HATCHED))
    title = say(
        "数値を一つずつ下限・上限にしたときの増△減", "Change of the request with one figure at its lowest or highest"
    )
    chart = Chart(
        ChartKind.ENDS, title, handover.unit_line(unit), 9, FIRST_ROW, last, series, FIRST_ROW + count + 1, 0, 900
    )
    return Sheet(
        name=say("試算（感度）", "What-if (sensitivity)"),
        title=say("試算：数値を一つずつ動かしたとき", "What-if: one figure at a time"),
        columns=(
            Column(say("数値", "Figure"), 40, Style.WRAPPED),
            Column(say("事業", "Program"), 30, Style.WRAPPED),
            Column(say("下限", "Lowest"), 15, Style.GIVEN),
            Column(say("上限", "Highest"), 15, Style.GIVEN),
            Column(say("下限での\n要求・要望額", "Request\nat the lowest"), width, Style.MONEY),
            Column(say("下限での\n増△減", "Change\nat the lowest"), width, Style.MONEY),
            Column(say("上限での\n要求・要望額", "Request\nat the highest"), width, Style.MONEY),
            Column(say("上限での\n増△減", "Change\nat the highest"), width, Style.MONEY),
            Column(say("上限と下限の差", "Spread"), width, Style.MONEY),
            Column(say("図の見出し", "Words at a bar"), 40),
        ),
        printed=9,
        rows=lambda: (_ends(handover, each, found.measured.now) for each in found.tornado),
        unit=handover.unit_line(unit),
        note=marked(handover, by_ranges(handover)),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        charts=(chart,),
    )


def _ends(handover: Handover, each: Ends, now: int) -> Row:
    driver = each.driver
    amounts = (each.low_amount, each.low_amount - now, each.high_amount, each.high_amount - now, each.spread)
    return Row(
        (
            figure_in_unit(handover, driver),
            handover.program_path(int(handover.portfolio.lines.program[driver.row])),
            *(_value(handover, driver.field.key, value) for value in (each.low, each.high)),
            *(money(handover, yen) for yen in amounts),
            _short(figure_name(handover, driver)),
        )
    )


def _short(name: str) -> str:
    """A name as a picture has room for it."""
    longest = 2 * NAME_LENGTH if name.isascii() else NAME_LENGTH
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
