"""A wished rise split off as a line of its own (要望): what is kept is the request, what goes beyond it the wish.

A line is wholly 要求 or 要望. Of a line whose rate or quantity rose, the rise becomes a line below it with the same
other drivers, so that both parts come to what the line came to, in every year of the plan and to the yen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from planner.core.calculation.cohort import line_amount, longest
from planner.core.calculation.in_force import effective
from planner.core.edits.changes import set_evidence
from planner.core.edits.structure import content_of
from planner.core.edits.values import NOBODY, Author, Entry, open_scenario, row_of, set_values
from planner.core.errors import N_, Message, UserError
from planner.core.model.ceilings import REQUEST, WISH
from planner.core.model.document import Document
from planner.core.model.fields import DEMAND, PRESENT, QUANTITY, RATE, Field, field_named
from planner.core.model.growth import NO_GROWTH
from planner.core.model.lines import Cell, Line
from planner.core.model.proposals import free_id, record_of, with_line
from planner.core.years import era

WISH_MARK = ("（要望分）", " (wish)")
WISHED = (RATE, QUANTITY)
"""The drivers of which a rise can be wished for."""


def split_wish(
    document: Document,
    scenario: int,
    line_id: str,
    field: str,
    kept: int,
    why: str = "",
    author: Author = NOBODY,
) -> tuple[Document, str]:
    """Keep `kept` of a line's rate or quantity (`field`) as the request and propose the rest as a wish below it.

    In later years the wish is that same rise, or all there is where that is less. Of a rate it is paid to the people of
    the line, who are not counted again; of a quantity they are people of its own. One change; the document and the id
    of the wish.

    Raises `UserError` where there is no such rise, or where rounding would keep both parts from adding up.
    """
    driver = field_named(field)
    open_scenario(document, scenario)
    portfolio, request = document.portfolio, document.portfolio.request_year
    row = row_of(portfolio, line_id)
    held = _line(document, scenario, row)
    before = _amounts(document, held, line_id)
    now = effective(held, field, request)
    if driver not in WISHED or not isinstance(now, int) or not 0 < kept < now:
        raise UserError(
            N_("There is no rise beyond {kept}: {field} of the line is {now}."),
            N_("Keep less than that and more than nothing; to wish for the whole line, class it as a wish."),
            where=line_id,
            field=Message.of(driver.label),
            kept=f"{kept:,}",
            now="−" if now is None else driver.text(now),
        )
    wished = _wished(held, driver, now - kept, request, portfolio.years[-1])
    record = record_of(portfolio, line_id)
    id_ = free_id(portfolio, f"{line_id}-wish")
    of = record.of or (line_id if driver is RATE else "")
    texts = zip((record.label, record.label_en), WISH_MARK, strict=True)
    label, label_en = (text and text + mark for text, mark in texts)
    new = record._replace(id=id_, label=label, label_en=label_en, of=of)
    grown = replace(document, portfolio=with_line(portfolio, new, line_id))
    entries = [
        *_rest(document, scenario, row, driver, held, wished),
        *_wish(grown, scenario, line_id, id_, driver, held, wished),
    ]
    split = set_values(grown, scenario, entries, why, author)
    index = split.portfolio.line_index
    parts = [_amounts(split, _line(split, scenario, index[each]), each) for each in (line_id, id_)]
    for year, whole in before.items():
        both = parts[0][year] + parts[1][year]
        if both != whole:
            raise UserError(
                N_("Rounding keeps the parts from adding up: in {year} they come to {parts} yen, the line to {whole}."),
                N_("Keep another amount, split it before a growth is assumed, or class the whole line as a wish.")
                if document.growth(scenario) != NO_GROWTH
                else N_("Keep another amount, or class the whole line as a wish."),
                where=f"{line_id}.{field}@{year}",
                year=era(year),
                parts=f"{both:,}",
                whole=f"{whole:,}",
            )
    evidence = document.evidence(scenario).get(line_id, {}).get(Cell(field, request))
    if evidence is not None:
        split = set_evidence(split, scenario, [(id_, Cell(field, request))], evidence)
    return split, id_


def _line(document: Document, scenario: int, row: int) -> Line:
    """A line as it stands in a scenario, with the growth of rates that it assumes."""
    portfolio = document.portfolio
    cells = document.overrides(scenario).get(portfolio.lines.ids[row])
    return portfolio.line(row, cells, document.growth(scenario))


def _amounts(document: Document, line: Line, line_id: str) -> dict[int, int]:
    """The line's amount in each plan year from the request year on; `UserError` where it has none."""
    found = {}
    for year in document.portfolio.years[1:]:
        amount = line_amount(line, year)
        if not isinstance(amount, int):
            raise UserError(
                N_("The line has no amount in {year} that could be split."),
                N_("Give its figures first; an item without amount is no wish."),
                where=f"{line_id}@{year}",
                year=era(year),
            )
        found[year] = amount
    return found


def _wished(line: Line, driver: Field, rise: int, request: int, last: int) -> dict[int, int]:
    """What is wished for of the driver, by the years in which it changes: the rise, or all there is if less."""
    series = line.rate if driver is RATE else line.quantity
    found = {}
    for year in sorted({request, *(year for year, _ in series if request < year <= last)}):
        value = effective(line, driver.key, year)
        found[year] = min(rise, max(value.numerator, 0)) if value is not None else 0
    return found


def _rest(
    document: Document, scenario: int, row: int, driver: Field, held: Line, wished: Mapping[int, int]
) -> Iterator[Entry]:
    """What the line keeps: its own value goes where its parent says the same."""
    portfolio, target = document.portfolio, document.scenario(scenario)
    line_id, request = portfolio.lines.ids[row], portfolio.request_year
    own = [cell for cell in target.overrides.get(line_id, {}) if cell.field == driver.key]
    inherited = portfolio.line(row, document.overrides(target.parent).get(line_id))
    yield Entry(line_id, DEMAND.key, request, REQUEST)
    for year, part in wished.items():
        value = effective(held, driver.key, year)
        if value is None:
            continue
        is_back = own == [Cell(driver.key, year)] and effective(inherited, driver.key, year) == value - part
        yield Entry(line_id, driver.key, year, None if is_back and len(wished) == 1 else value - part)


def _wish(
    document: Document, scenario: int, line_id: str, wish: str, driver: Field, held: Line, wished: Mapping[int, int]
) -> Iterator[Entry]:
    """What the wish has: the line's other drivers and course, and the rise of this one from the request year on.

    People taken in before have no part in a rise of the rate at intake, and none of a quantity.
    """
    portfolio = document.portfolio
    bounds = portfolio.bounds[portfolio.lines.program[portfolio.line_index[wish]]]
    request = portfolio.request_year
    yield Entry(wish, PRESENT.key, request, 1)
    yield Entry(wish, DEMAND.key, request, WISH)
    for entry in content_of(document, scenario, line_id, wish, bounds):
        if entry.field not in (DEMAND.key, driver.key):
            yield entry
    if driver is RATE and longest(held) > 1:
        taken_in = [year for year, _ in held.quantity if year < request]
        if taken_in:
            yield Entry(wish, RATE.key, min(taken_in), 0)
    for year, part in wished.items():
        if driver is RATE or bounds[0] <= year <= bounds[1]:
            yield Entry(wish, driver.key, year, part)
