"""The sheet 提出総括, the first page: what is asked for, by how much more and why, on one page of A4.

Two halves stand beside one another. Every amount is a formula, the ranking of changes too; names of what is new or has
ended, and main causes, are as they were when the workbook was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from planner.core.money import round_ratio
from planner.files.plain.sheet import Column, Formula, Row, Sheet, Style, Styled
from planner.files.submission.fingerprints import content_fingerprint
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.cover import date_text
from planner.files.submission.sheets.front.overview_left import ceilings, checks, later_years, news, request
from planner.files.submission.sheets.front.overview_right import changes, contents
from planner.files.submission.sheets.front.parts import UNIT

LEFT, RIGHT = 8, 4
"""So many columns have both halves; an empty one stands between."""

CHECK_DIGITS = 8
"""So many digits of the content's fingerprint are the number by which a workbook is told from others (照合番号)."""


def overview_sheet(handover: Handover) -> Sheet:
    """提出総括 of the scenario, in 百万円."""
    say, options = handover.say, handover.options
    name, rows = handover.sheet_name(SheetKind.OVERVIEW), list(_rows(handover))
    number = content_fingerprint(handover.evaluation)[:CHECK_DIGITS]
    said = [handover.ministry, handover.title, date_text(options.date, options.language), options.author]
    said.append(say(f"照合番号 {number}", f"check number {number}"))
    return Sheet(
        name=name,
        title=f"{handover.year(handover.portfolio.request_year)} {say('概算要求', 'budget request')}　{name}",
        columns=(
            Column("", 25, Style.PLAIN),
            *(Column("", 11.5, Style.PLAIN) for _ in range(LEFT - 1)),
            Column("", 1.5, Style.PLAIN),
            Column("", 4, Style.PLAIN),
            Column("", 62, Style.PLAIN),
            Column("", 12, Style.PLAIN),
            Column("", 9, Style.PLAIN),
        ),
        rows=lambda: rows,
        unit=handover.unit_line(UNIT),
        note="　".join(filter(None, said)),
        money=UNIT,
        sign=options.sign.value,
        printed=LEFT + 1 + RIGHT,
        one_page=True,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    yield Row([Styled(_headline(handover), Style.STRONG)])
    yield Row([])
    left = [cells for block in (request, ceilings, later_years, news, checks) for cells in (*block(handover), [])]
    right = [*changes(handover), [], *contents(handover)]
    for one, other in zip_longest(left, right, fillvalue=()):
        yield Row([*one, *[None] * (LEFT + 1 - len(one)), *other])


def _headline(handover: Handover) -> Formula:
    """What is asked for, what it was last year, and the change, in words that follow the figures."""
    say, links = handover.say, handover.places.all.links
    previous, asked = (total.yen for total in handover.evaluation.total[:2])
    plus, sign = say("＋", "+"), handover.options.sign.value
    pieces = (
        (say("要求・要望額 ", "Request and wishes "), links.request, asked, ""),
        (say("百万円（前年度 ", " million yen (previous year "), links.previous, previous, ""),
        (say("、", ", "), links.change, asked - previous, plus),
    )
    formulas, values = [], []
    for before, formula, yen, rise in pieces:
        rounded = f"ROUND(({formula})/{UNIT.yen},0)"
        formulas.append(f'"{before}"&IF({rounded}<0,"{sign}","{rise}")&TEXT(ABS({rounded}),"#,##0")')
        shown = round_ratio(yen, UNIT.yen)
        values.append(f"{before}{sign if shown < 0 else rise}{abs(shown):,}")
    end = say("）", ")")
    return Formula("&".join((*formulas, f'"{end}"')), "".join((*values, end)))
