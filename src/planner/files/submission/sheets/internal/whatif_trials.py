"""The sheets 試算（百分位） and 試算（分布）: what the request comes to over the trials, and how often to how much."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from planner.core.money import format_amount
from planner.core.risk.bins import bins, unit_of_step
from planner.core.risk.risk import PERCENTILES, Risk, Spreading, Within
from planner.files.plain.sheet import (
    FIRST_ROW,
    Band,
    Chart,
    ChartKind,
    ChartSeries,
    Column,
    Fill,
    Row,
    Sheet,
    Style,
)
from planner.files.submission.handover import Handover
from planner.files.submission.sheets.internal.whatifs import WHOLE, by_ranges, marked, money, sum_row
from planner.words.figures import unit_name


def percentiles_sheet(handover: Handover, found: Risk) -> Sheet:
    """試算（百分位）: what the request and each program that moves come to, and the chances to stay within ceilings."""
    say, unit = handover.say, handover.options.unit
    width = max(18, handover.money_width(unit))
    heads = [say("中央値", "Median") if each == 50 else f"{each}%" for each in PERCENTILES]
    return Sheet(
        name=say("試算（百分位）", "What-if (percentiles)"),
        title=say("試算：要求・要望額の確からしさ", "What-if: how sure the request is"),
        columns=(
            Column(say("区分", "Total, program, ceiling"), 46, Style.WRAPPED),
            *(Column(name, width, Style.MONEY) for name in (*heads, say("平均", "Mean"))),
            Column(say("上限に\n収まる確率", "Chance to\nstay within"), 14, Style.PERCENT),
        ),
        rows=lambda: itertools.chain(_amounts(handover, found), _chances(handover, found.within)),
        unit=handover.unit_line(unit),
        note=marked(handover, by_ranges(handover, found)),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def distribution_sheet(handover: Handover, found: Risk) -> Sheet:
    """試算（分布）, its picture beside it, on the same page: how many trials came to how much, from 0 up."""
    say, unit = handover.say, handover.options.unit
    counts, edges = bins(found.outcomes)
    shown, width = unit_of_step(edges[1] - edges[0]), max(18, handover.money_width(unit))
    last = FIRST_ROW + len(counts) - 1
    scale = unit_name(shown, handover.texts)
    title = say(f"要求・要望額の分布（横：{scale}、縦：回数）", f"Total request (across, {scale}) by trials (up)")
    series = (ChartSeries(3, Fill.HATCHED),)
    chart = Chart(ChartKind.COUNTS, title, say("回数", "Trials"), 0, FIRST_ROW, last, series, last + 2, 0, 760)

    def rows() -> Iterator[Row]:
        done = 0
        for count, low, high in zip(counts.tolist(), edges, edges[1:], strict=False):
            done += count
            ends = [money(handover, round(each)) for each in (low, high)]
            shares = [round(each / found.trials, 6) for each in (count, done)]
            yield Row((format_amount(round(low), shown) + say("～", "–"), *ends, count, *shares))

    return Sheet(
        name=say("試算（分布）", "What-if (distribution)"),
        title=say("試算：要求・要望額の分布", "What-if: distribution of the total request over the trials"),
        columns=(
            Column(say(f"額\n（{scale}）", f"Amount\n({scale})"), 24),
            Column(say("以上", "At least"), width, Style.MONEY),
            Column(say("未満", "Below"), width, Style.MONEY),
            Column(say("回数", "Trials"), 12, Style.GIVEN),
            Column(say("割合", "Share"), 12, Style.PERCENT),
            Column(say("累計割合", "Cumulative share"), 18, Style.PERCENT),
        ),
        rows=rows,
        unit=handover.unit_line(unit),
        note=marked(handover, by_ranges(handover, found)),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        charts=(chart,),
    )


def _amounts(handover: Handover, found: Risk) -> Iterator[Row]:
    """The percentiles of the request, how far they may still move, and those of each program that moves."""
    say = handover.say
    yield sum_row(say(*WHOLE), *_spreading(handover, found.whole), None)
    moves = found.whole.may_move
    if moves is not None:
        cells = [money(handover, moves[each]) for each in PERCENTILES]
        yield Row((say("百分位の推定誤差（±）", "Sampling error (±)"), *cells, None, None))
    for index, each in found.programs.items():
        name = "　" * handover.depth(index) + handover.program_name(index)
        yield Row((name, *_spreading(handover, each), None))


def _spreading(handover: Handover, each: Spreading) -> list[int | float | str]:
    return [money(handover, yen) for yen in (*(each.percentiles[percent] for percent in PERCENTILES), each.mean)]


def _chances(handover: Handover, within: tuple[Within, ...]) -> Iterator[Row]:
    """The chance to stay within each ceiling that stands over the request."""
    say = handover.say
    if within:
        yield Row((say("上限", "Ceilings"), *[None] * 7), Band.TOTAL)
    unknown = say("判定できない", "cannot judge")
    for each in within:
        chance = unknown if each.chance is None else round(float(each.chance), 6)
        yield Row((say(each.name, each.name_en), *[None] * 6, chance))
