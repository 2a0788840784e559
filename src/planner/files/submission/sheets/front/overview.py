"""The sheet 提出総括, the first page: what is asked for, by how much more and why, on one page of A4.

Two halves stand beside one another. Every amount is a formula, the ranking of changes too; names of what is new or has
ended, and main causes, are as they were when the workbook was written. At its end stands what the workbook is known by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from planner.files.plain.sheet import FIRST_ROW, Column, Name, Row, Sheet, Style, Styled, letter, value_of
from planner.files.submission.handover import Handover
from planner.files.submission.known_by import FORM_LABEL, FORM_NAME, FORM_VERSION, NUMBER_LABEL, NUMBER_NAME
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.front.headline import headlines
from planner.files.submission.sheets.front.overview_left import ALL_KINDS, ceilings, checks, later_years, news, request
from planner.files.submission.sheets.front.overview_right import changes, contents
from planner.files.submission.sheets.front.parts import UNIT, Cells, text, word
from planner.files.submission.wording import date_text

LEFT, RIGHT = 8, 4
"""So many columns have both halves; an empty one stands between."""


PLACES = {"asked": 1, "wished": 2, "request": 3, "previous": 5}
"""The places of what all of it comes to, in the row of the total."""


def overview_sheet(handover: Handover, others: Iterable[tuple[SheetKind, Sheet]]) -> Sheet:
    """提出総括 of the scenario, in 百万円; `others` are the sheets that go out with it, by kind."""
    say, options = handover.say, handover.options
    name, lines, left = handover.sheet_name(SheetKind.OVERVIEW), _lines(handover), _left(handover)
    right = [*changes(handover), [], *contents(handover, others)]
    rows, last = [*lines, *_halves(left, right)], FIRST_ROW + len(lines) + len(left)
    whole = say(*ALL_KINDS)
    at = FIRST_ROW + 1 + next(place for place, row in enumerate(rows) if row.cells and value_of(row.cells[0]) == whole)
    said = [handover.ministry, handover.title, date_text(options.date, options.language), options.author]
    if options.contact:
        said.append(say(f"担当：{options.contact}", f"Contact: {options.contact}"))
    return Sheet(
        name=name,
        title=f"{handover.year(handover.portfolio.request_year)} {say('概算要求', 'budget request')}　{name}",
        columns=(
            Column("", 28, Style.PLAIN),
            *(Column("", 11, Style.PLAIN) for _ in range(LEFT - 1)),
            Column("", 1.5, Style.PLAIN),
            Column("", 3.5, Style.PLAIN),
            Column("", 60, Style.PLAIN),
            Column("", 11, Style.PLAIN),
            Column("", 10, Style.PLAIN),
        ),
        rows=lambda: rows,
        unit=handover.unit_line(UNIT),
        note="　".join(filter(None, said)),
        money=UNIT,
        sign=options.sign.value,
        printed=LEFT + 1 + RIGHT,
        one_page=True,
        names=(
            *(Name(f"overview_{key}", f"${letter(place)}${at}") for key, place in PLACES.items()),
            *(Name(NUMBER_NAME, f"$B${last}"), Name(FORM_NAME, f"$D${last}")),
        ),
    )


def _lines(handover: Handover) -> list[Row]:
    """What is said first."""
    return [*(Row([Styled(line, Style.STRONG)]) for line in headlines(handover)), Row([])]


def _left(handover: Handover) -> list[Cells]:
    """The left half: its blocks, and last what the workbook is known by."""
    blocks: list[Iterable[Cells]] = [request(handover), [_rounding(handover), []]]
    blocks += [[*block(handover), []] for block in (ceilings, later_years, news, checks)]
    return [*chain.from_iterable(blocks), _known_by(handover)]


def _rounding(handover: Handover) -> Cells:
    """The note on rounding: it stands whatever the figures are, as they follow what is typed into the workbook."""
    return [Styled(f"※{handover.said_of_rounding}", Style.NOTE)]


def _known_by(handover: Handover) -> Cells:
    """The number and the form of the workbook; both cells have a name."""
    say = handover.say
    return [text(say(*NUMBER_LABEL)), word(handover.number), text(say(*FORM_LABEL)), word(FORM_VERSION)]


def _halves(left: Sequence[Cells], right: Sequence[Cells]) -> Iterator[Row]:
    for one, other in zip_longest(left, right, fillvalue=()):
        yield Row([*one, *[None] * (LEFT + 1 - len(one)), *other])
