"""The sheet 提出総括, the first page: what is asked for, by how much more and why, on one page of A4.

Two halves stand beside one another. Every amount is a formula, the ranking of changes too; names of what is new or has
ended, and main causes, are as they were when the workbook was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from planner.files.plain.sheet import Column, Row, Sheet, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.cover import date_text
from planner.files.submission.sheets.front.headline import headlines
from planner.files.submission.sheets.front.overview_left import ceilings, checks, later_years, news, request
from planner.files.submission.sheets.front.overview_right import changes, contents
from planner.files.submission.sheets.front.parts import UNIT

LEFT, RIGHT = 8, 4
"""So many columns have both halves; an empty one stands between."""


def overview_sheet(handover: Handover) -> Sheet:
    """提出総括 of the scenario, in 百万円."""
    say, options = handover.say, handover.options
    name, rows = handover.sheet_name(SheetKind.OVERVIEW), list(_rows(handover))
    said = [handover.ministry, handover.title, date_text(options.date, options.language), options.author]
    if options.contact:
        said.append(say(f"担当　{options.contact}", f"contact: {options.contact}"))
    said.append(handover.check_number)
    return Sheet(
        name=name,
        title=f"{handover.year(handover.portfolio.request_year)} {say('概算要求', 'budget request')}　{name}",
        columns=(
            Column("", 25, Style.PLAIN),
            *(Column("", 11, Style.PLAIN) for _ in range(LEFT - 1)),
            Column("", 1.5, Style.PLAIN),
            Column("", 3.5, Style.PLAIN),
            Column("", 60, Style.PLAIN),
            Column("", 11, Style.PLAIN),
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
    for line in headlines(handover):
        yield Row([Styled(line, Style.STRONG)])
    yield Row([])
    left = [cells for block in (request, ceilings, later_years, news, checks) for cells in (*block(handover), [])]
    right = [*changes(handover), [], *contents(handover)]
    for one, other in zip_longest(left, right, fillvalue=()):
        yield Row([*one, *[None] * (LEFT + 1 - len(one)), *other])
