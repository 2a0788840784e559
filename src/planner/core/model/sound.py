"""Whether the parts of a document fit together: what every reader of one may rely on, asked when one is opened.

Each part checks itself where it is made (`Ceiling.check`, `Field.check` …); here is what holds between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from itertools import filterfalse

import numpy as np
import numpy.typing as npt

from planner.core.errors import N_, Message, UserError
from planner.core.model.accounts.codes import Codes, Owner
from planner.core.model.document import BASE, Document
from planner.core.model.fields import ALL_FIELDS, DEMAND, DURATION_LIMIT, EXPENSE, FIELDS, GROWTH, PART_LIMIT, Axis
from planner.core.model.lines import LINE_COLUMNS, LINE_TEXTS, Cell, Lines, Steps
from planner.core.model.portfolio import Portfolio, View
from planner.core.model.published import Published
from planner.core.money import Rounding
from planner.core.years import CALENDAR

DEPTH_LIMIT = 100
"""Programs have parts in parts at most so deep."""

YEARS_LIMIT = 100
NUMBER_LIMIT = 2**31
"""Scenarios and changes are numbered below this."""

_ID = re.compile(r"[a-z0-9_/-]+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Damaged(UserError):  # noqa: N818 - refused, not faulty
    """A document that is not what was saved, or whose parts do not fit together."""

    def __init__(self, reason: str | Message, /, **values: object) -> None:
        super().__init__(
            N_("The document is damaged: {reason}."),
            N_("Open the copy beside it that ends in .bak, or an earlier one."),
            reason=reason if isinstance(reason, Message) else Message.of(reason, **values),
        )


def sound(document: Document) -> Document:
    """The document itself where all its parts fit together, else `Damaged`."""
    _years(document.portfolio)
    _programs(document.portfolio)
    _lines(document.portfolio)
    _views(document.portfolio)
    _scenarios(document)
    _changes(document)
    _own(document)
    return document


def _unique(what: str, ids: Iterable[object]) -> None:
    listed = list(ids)
    if len(set(listed)) < len(listed):
        again = next(each for each, count in Counter(listed).items() if count > 1)
        raise Damaged(N_('{what}: "{id}" is there twice'), what=Message.of(what), id=again)


def _known(what: str, ids: Iterable[object], known: Container[object]) -> None:
    for each in filterfalse(known.__contains__, ids):
        raise Damaged(N_('{what}: "{id}" is named and not there'), what=Message.of(what), id=each)


PROGRAMS, LINES, SCENARIOS = N_("Programs"), N_("Lines"), N_("Scenarios")
VIEWS, CHANGES = N_("Views"), N_("Changes")
CEILINGS, OBLIGATIONS, HANDOVERS = N_("Ceilings"), N_("Obligations"), N_("Hand-over records")
RANGES = N_("Register of assumptions")
PARTS = N_("Parts")
CODES = N_("Codes")


def _years(portfolio: Portfolio) -> None:
    years = portfolio.years
    if not (2 <= len(years) <= YEARS_LIMIT and all(year in CALENDAR for year in years)):
        raise Damaged(N_("the plan years are none"))
    if years != tuple(range(years[0], years[0] + len(years))):
        raise Damaged(N_("the plan years are none"))


def _in_calendar(years: Iterable[int | None]) -> None:
    for year in years:
        if year is not None and year not in CALENDAR:
            raise Damaged(N_("{year} is no fiscal year"), year=year)


def _programs(portfolio: Portfolio) -> None:
    programs = portfolio.programs
    _unique(PROGRAMS, (each.id for each in programs))
    above: list[str] = []  # the program before and those it is part of: in tree order a parent is one of them
    for each in programs:
        while above and above[-1] != each.parent:
            above.pop()
        if bool(above) != bool(each.parent) or len(above) >= DEPTH_LIMIT or not _ID.fullmatch(each.id):
            raise Damaged(N_('the program "{id}" has no place among the others'), id=each.id)
        above.append(each.id)
    _in_calendar(year for each in programs for year in (each.first_year, each.last_year))
    _in_calendar(note.year for each in programs for note in each.notes)
    _printed(figure for each in programs for figure in each.published)
    _known(PROGRAMS, (id_ for each in programs for id_ in each.relists), portfolio.program_index)


def _printed(figures: Iterable[Published]) -> None:
    for each in figures:
        _in_calendar([each.year])
        each.interval  # noqa: B018 - refuses what is no amount


def _lines(portfolio: Portfolio) -> None:
    lines, count = portfolio.lines, len(portfolio.lines)
    texts, columns = ([getattr(lines, name) for name in names] for names in (LINE_TEXTS, LINE_COLUMNS))
    if any(len(each) != count for each in (*texts, *columns)):
        raise Damaged(N_("the columns of the lines are not of one length"))
    _unique(LINES, lines.ids)
    for id_ in filterfalse(_ID.fullmatch, lines.ids):
        raise Damaged(N_('"{id}" is no id of a line'), id=id_)
    _known(LINES, (each for each in lines.of if each), portfolio.line_index)
    whole = (
        _within(lines.program, 0, len(portfolio.programs))
        and bool((np.diff(lines.program) >= 0).all())
        and _within(lines.duration, 1, DURATION_LIMIT + 1)
        and _within(lines.rounding, 0, len(Rounding))
        and _within(lines.demand, 0, len(DEMAND.choices))
        and _within(lines.expense, 0, len(EXPENSE.choices))
        and _within(lines.growth, 0, len(GROWTH.choices))
        and all(0 <= row < count and len(kept) == lines.duration[row] for row, kept in lines.retention.items())
        and all(
            0 <= share <= 1000 and share.denominator < PART_LIMIT for kept in lines.retention.values() for share in kept
        )
    )
    if not whole:
        raise Damaged(N_("the columns of the lines do not fit together"))
    for key in FIELDS:
        _steps(lines, key, len(portfolio.origins))
    _known(LINES, (id_ for each in portfolio.counts for id_ in each.lines), portfolio.line_index)
    _in_calendar(each.year for each in portfolio.counts)


def _steps(lines: Lines, key: str, origins: int) -> None:
    steps: Steps = lines.steps[key]
    field, size = FIELDS[key], len(steps.year)
    whole = (
        len(steps.start) == len(lines) + 1
        and all(len(column) == size for column in steps[1:])
        and (int(steps.start[0]), int(steps.start[-1])) == (0, size)
        and bool((np.diff(steps.start) >= 0).all())
        and _within(steps.origin, 0, origins)
        and _within(steps.denominator, 1, 2 if field.is_whole else PART_LIMIT)
    )
    if not whole:
        raise Damaged(N_("the columns of the lines do not fit together"))
    rows = np.repeat(np.arange(len(lines)), np.diff(steps.start))
    again = (rows[1:] == rows[:-1]) & (np.diff(steps.year) <= 0)
    value, part = steps.numerator, steps.denominator
    # the bounds of a field times a part below 10^9 stay within 64 bits, for the fields that have parts
    outside = (value < field.low * part) | (value > field.high * part) | (np.abs(value) >= _limit(field.is_whole))
    calendar = (steps.year >= CALENDAR.start) & (steps.year < CALENDAR.stop)
    for wrong in (np.append(False, again)[:size], outside & steps.known, ~calendar):
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise Damaged(
                N_("{field} of {line} in {year} is none that could stand there"),
                field=Message.of(field.label),
                line=lines.ids[int(rows[at])],
                year=int(steps.year[at]),
            )


def _limit(is_whole: bool) -> int:
    return 2**62 if is_whole else PART_LIMIT


def _within(column: npt.NDArray[np.int64], low: int, high: int) -> bool:
    return not len(column) or (int(column.min()) >= low and int(column.max()) < high)


def _views(portfolio: Portfolio) -> None:
    index = portfolio.program_index
    _unique(VIEWS, (view.id for view in portfolio.views))
    for view in portfolio.views:
        _known(PROGRAMS, (each.program for each in view.members), index)
        _known(PROGRAMS, (id_ for each in view.listed for id_ in each.programs), index)
        _printed((*view.published, *(each.figure for each in view.listed)))
        _in_calendar(note.year for note in view.notes)
        _counted_once(view, portfolio)


def _counted_once(view: View, portfolio: Portfolio) -> None:
    counted = portfolio.counted(view)
    _unique(VIEWS, (portfolio.programs[each].id for each in counted))
    tops = frozenset(counted)
    for each in counted:
        if not tops.isdisjoint(portfolio.ancestors[each][1:]):
            raise Damaged(N_('{what}: "{id}" is there twice'), what=Message.of(VIEWS), id=portfolio.programs[each].id)


def _scenarios(document: Document) -> None:
    numbers = [scenario.number for scenario in document.scenarios]
    _unique(SCENARIOS, numbers)
    _unique(SCENARIOS, (scenario.name for scenario in document.scenarios))
    if not all(BASE < number < NUMBER_LIMIT for number in numbers):
        raise Damaged(N_("a scenario has no number"))
    parents = {scenario.number: scenario.parent for scenario in document.scenarios}
    _known(SCENARIOS, parents.values(), {BASE, *numbers})
    settled = {BASE}
    for number in numbers:
        above, chain = number, list[int]()
        while above not in settled:
            if len(chain) > len(numbers):
                raise Damaged(N_("scenarios descend from one another in a circle"))
            chain.append(above)
            above = parents[above]
        settled.update(chain)
    for scenario in document.scenarios:
        for cells in (*scenario.overrides.values(), *scenario.evidence.values()):
            _cells(cells)


def _cells(cells: Mapping[Cell, object]) -> None:
    for field, year in cells:
        _cell(field, year)


def _cell(field: str, year: int) -> None:
    if field not in ALL_FIELDS:
        raise Damaged(N_('there is no field "{id}"'), id=field)
    years = range(1, DURATION_LIMIT + 1) if ALL_FIELDS[field].axis is Axis.TENURE else CALENDAR
    if year not in years:
        raise Damaged(N_("{year} is no fiscal year"), year=year)


def _changes(document: Document) -> None:
    changes, there = document.changes, {each.number for each in document.scenarios}
    _unique(CHANGES, (each.number for each in changes))
    _unique(CHANGES, (f"{each.scenario} {each.identity}" for each in changes))
    _known(SCENARIOS, (each.scenario for each in changes), there)
    for each in changes:
        if not (0 < each.number < NUMBER_LIMIT and each.cells and _UUID.fullmatch(each.identity)):
            raise Damaged(N_("a change has no number, no identity or no content"))
        for cell in each.cells:
            _cell(cell.field, cell.year)


def _own(document: Document) -> None:
    """What the document holds beside portfolio and scenarios."""
    portfolio = document.portfolio
    there = {BASE, *(each.number for each in document.scenarios)}
    _known(SCENARIOS, (each.scenario for each in document.waivers), there)
    _unique(CEILINGS, (each.id for each in document.ceilings))
    _in_calendar(each.year for each in document.ceilings)
    _unique(OBLIGATIONS, (each.id for each in document.all_obligations))
    _unique(LINES, (id_ for each in document.all_obligations for id_ in each.lines))
    for obligation in document.all_obligations:
        _known(PROGRAMS, [obligation.program], portfolio.program_index)
        _known(LINES, obligation.lines, portfolio.line_index)
        _in_calendar((obligation.first_year, obligation.last_year))
    _ranges(document)
    _codes(portfolio, portfolio.codes)
    _codes(portfolio, document.codes)
    _known(PROGRAMS, (each.program for each in document.execution), portfolio.program_index)
    _in_calendar(each.year for each in document.execution)
    _parts(document)
    _unique(HANDOVERS, (each.id for each in document.handovers))
    for record in document.handovers:
        if not (_UUID.fullmatch(record.id) and BASE <= record.scenario < NUMBER_LIMIT and record.size >= 0):
            raise Damaged(N_("a hand-over record has no identity"))


def _parts(document: Document) -> None:
    """What a document was told as a part, and those it has sent."""
    parts = (*([document.part] if document.part else ()), *document.sent)
    _unique(PARTS, (each.id for each in parts))
    for each in parts:
        _known(PROGRAMS, each.programs, document.portfolio.program_index)
        if (
            not all(map(_UUID.fullmatch, (each.id, each.request, *each.above)))
            or not BASE < each.working < NUMBER_LIMIT
        ):
            raise Damaged(N_("a part has no identity"))


def _codes(portfolio: Portfolio, codes: Codes) -> None:
    for place, code in codes.items():
        index = portfolio.line_index if place.owner is Owner.LINE else portfolio.program_index
        _known(CODES, [place.id], index)
        code.check(place)


def _ranges(document: Document) -> None:
    """The register: of lines that may have gone, in order, so that it reads the same whoever put it together."""
    figures = [each.figure for each in document.ranges]
    _unique(RANGES, map(str, figures))
    if figures != sorted(figures):
        raise Damaged(N_("the register of assumptions is out of order"))
    for figure in figures:
        _cell(figure.field, figure.year)
        if not _ID.fullmatch(figure.line):
            raise Damaged(N_('"{id}" is no id of a line'), id=figure.line)
