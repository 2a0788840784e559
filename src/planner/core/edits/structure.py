"""Lines and programs that a scenario proposes (新規), or takes out of the request (廃止); the base stays as it is.

A proposed line stands among the portfolio's lines without any figure of its own: where it is requested, and at what
rate, are values of the scenarios that have it. So it is branched, compared, promoted and undone like any value. What
is taken out keeps last year's amount, which is enacted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.core.calculation.cohort import longest
from planner.core.calculation.in_force import effective
from planner.core.edits.values import NOBODY, Author, Entry, open_scenario, refuse_closed, set_values
from planner.core.errors import N_, UserError
from planner.core.model.build import LineRecord
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS, PRESENT, QUANTITY, Axis
from planner.core.model.lines import Line
from planner.core.model.portfolio import Portfolio, Status
from planner.core.model.proposals import free_id, put, record_of, reordered, with_line, with_programs

COPY_MARK = ("（写し）", " (copy)")


def add_line(
    document: Document,
    scenario: int,
    program: str,
    label: str,
    *,
    after: str | None = None,
    why: str = "",
    author: Author = NOBODY,
) -> tuple[Document, str]:
    """Propose a line without figures in a program; the document and the line's id.

    It stands below the line (id) `after`, or last. Raises `UserError` when the scenario takes no edits.
    """
    open_scenario(document, scenario)
    portfolio = document.portfolio
    id_ = free_id(portfolio, f"{program}/new")
    record = LineRecord(id_, program, label, label)
    grown = replace(document, portfolio=with_line(portfolio, record, after))
    return _requested(grown, scenario, [id_], [], why, author), id_


def duplicate_lines(
    document: Document,
    scenario: int,
    lines: Sequence[str],
    program: str | None = None,
    *,
    why: str = "",
    author: Author = NOBODY,
) -> tuple[Document, tuple[str, ...]]:
    """Propose lines of the same content, each right below its original, or last in `program`; and their ids.

    A copy has no amount last year: nothing was enacted for it.
    """
    open_scenario(document, scenario)
    grown, entries = document, []
    ids: dict[str, str] = {}
    for line_id in lines:
        record = record_of(grown.portfolio, line_id)
        target = record.program if program is None else program
        id_ = free_id(grown.portfolio, f"{target}/{line_id.rpartition('/')[2]}")
        marks = COPY_MARK if target == record.program else ("", "")
        label, label_en = (
            text and text + mark for text, mark in zip((record.label, record.label_en), marks, strict=True)
        )
        of = ids.get(record.of, record.of if target == record.program else "")
        copy = record._replace(id=id_, program=target, label=label, label_en=label_en, of=of)
        grown = replace(grown, portfolio=with_line(grown.portfolio, copy, line_id if program is None else None))
        entries += content_of(
            document, scenario, line_id, id_, grown.portfolio.bounds[grown.portfolio.program_index[target]]
        )
        ids[line_id] = id_
    copies = tuple(ids.values())
    return _requested(grown, scenario, copies, entries, why, author), copies


def remove_lines(
    document: Document, scenario: int, lines: Sequence[str], why: str = "", author: Author = NOBODY
) -> Document:
    """Take lines out of the request, as one change; proposed ones are then gone from the scenario."""
    request = document.portfolio.request_year
    return set_values(document, scenario, [Entry(line_id, PRESENT.key, request, 0) for line_id in lines], why, author)


def move_lines(
    document: Document, scenario: int, lines: Sequence[str], program: str, *, why: str = "", author: Author = NOBODY
) -> tuple[Document, tuple[str, ...]]:
    """Take lines out where they stand and propose the same in another program, as one change; and their new ids.

    Last year's amount stays where it was enacted.
    """
    moved, ids = duplicate_lines(document, scenario, lines, program, why=why, author=author)
    entries = [Entry(line_id, PRESENT.key, document.portfolio.request_year, 0) for line_id in lines]
    return _one_change(document, set_values(moved, scenario, entries, why, author)), ids


def shift_line(document: Document, line_id: str, by: int) -> Document:
    """Move a proposed line up or down within its program; the order of the base is that of its sheets."""
    portfolio = document.portfolio
    row = portfolio.line_index[line_id]
    if row not in portfolio.proposals:
        raise UserError(
            N_("The lines of the base stand as in the request sheets."),
            N_("Move proposed lines; to look at others in another order, sort the table."),
            where=line_id,
        )
    rows = portfolio.line_ranges[portfolio.lines.program[row]]
    target = row + by
    if target not in rows:
        return document
    order = list(range(len(portfolio.lines)))
    order[row], order[target] = order[target], order[row]
    return replace(document, portfolio=replace(portfolio, lines=reordered(portfolio.lines, order)))


def describe_line(document: Document, line_id: str, label: str, unit: str) -> Document:
    """Give a proposed line another label and unit; a line of the base keeps the sheet's words."""
    portfolio = document.portfolio
    refuse_base_line(portfolio, line_id)
    lines, row = portfolio.lines, portfolio.line_index[line_id]
    described = replace(
        lines,
        labels=put(lines.labels, row, label),
        labels_en=put(lines.labels_en, row, label),
        units=put(lines.units, row, unit),
    )
    return document if described == lines else replace(document, portfolio=replace(portfolio, lines=described))


def refuse_base_line(portfolio: Portfolio, line_id: str) -> None:
    """Raise `UserError` for a line of the base: its words are the sheet's."""
    if portfolio.line_index[line_id] not in portfolio.proposals:
        raise UserError(
            N_("The line is part of the base and keeps the words of its sheet."),
            N_("Duplicate it and describe the copy."),
            where=line_id,
        )


def refuse_base_program(portfolio: Portfolio, program: str) -> None:
    """Raise `UserError` for a program of the base: its name is the sheet's."""
    if not portfolio.programs[portfolio.program_index[program]].proposed:
        raise UserError(
            N_("The program is part of the base and keeps the name of its sheet."),
            N_("Duplicate it and describe the copy."),
            where=program,
        )


def add_program(
    document: Document,
    scenario: int,
    name: str,
    like: str,
    *,
    part: bool = False,
    why: str = "",
    author: Author = NOBODY,
) -> tuple[Document, str]:
    """Propose a program with one line to fill in; the document and the program's id.

    It stands right after the program `like`, and in views wherever that stands; with `part` it is a part of it. It
    takes over division, agency and funding channel, and takes in from the request year on.
    """
    open_scenario(document, scenario)
    portfolio = document.portfolio
    refuse_closed(document, portfolio.program_index[like])
    model = portfolio.programs[portfolio.program_index[like]]
    above = model.id if part else model.parent
    id_ = free_id(portfolio, f"{above}/new" if above else "new")
    program = model._replace(
        id=id_,
        parent=above,
        sheet="",
        name=name,
        name_en=name,
        status=Status.NEW,
        first_year=portfolio.request_year,
        last_year=None,
        estimate=False,
        relists=(),
        published=(),
        notes=(),
        proposed=True,
    )
    grown = replace(document, portfolio=with_programs(portfolio, [program], like))
    return _one_change(document, add_line(grown, scenario, id_, name, why=why, author=author)[0]), id_


def duplicate_program(
    document: Document, scenario: int, program: str, *, why: str = "", author: Author = NOBODY
) -> tuple[Document, str]:
    """Propose a program like another, its parts and lines included, right after it; and its id."""
    open_scenario(document, scenario)
    portfolio = document.portfolio
    top = portfolio.program_index[program]
    refuse_closed(document, top)
    ids: dict[str, str] = {}
    copies, taken = [], portfolio
    for index in portfolio.subtrees[top]:
        model = portfolio.programs[index]
        parent = ids.get(model.parent, model.parent)
        stem = model.id if index == top else f"{parent}/{model.id.rpartition('/')[2]}"
        ids[model.id] = free_id(taken, stem)
        name, name_en = model.name, model.name_en
        if index == top:
            name, name_en = name + COPY_MARK[0], name_en and name_en + COPY_MARK[1]
        copy = model._replace(
            id=ids[model.id],
            parent=parent,
            name=name,
            name_en=name_en,
            status=Status.NEW,
            relists=(),
            published=(),
            notes=(),
            proposed=True,
        )
        copies.append(copy)
        taken = replace(taken, programs=(*taken.programs, copy))
    grown = replace(document, portfolio=with_programs(portfolio, copies, program))
    shown = _requested_lines(document, scenario)
    for model_id, id_ in ids.items():
        rows = portfolio.line_ranges[portfolio.program_index[model_id]]
        lines = [portfolio.lines.ids[row] for row in rows if portfolio.lines.ids[row] in shown]
        if lines:
            grown, _ids = duplicate_lines(grown, scenario, lines, id_, why=why, author=author)
    return _one_change(document, grown), ids[program]


def remove_program(document: Document, scenario: int, program: str, why: str = "", author: Author = NOBODY) -> Document:
    """Take all lines of a program and its parts out of the request (廃止), as one change."""
    portfolio = document.portfolio
    shown = _requested_lines(document, scenario)
    rows = portfolio.rows_below(portfolio.program_index[program])
    lines = [portfolio.lines.ids[row] for row in rows if portfolio.lines.ids[row] in shown]
    return remove_lines(document, scenario, lines, why, author)


def describe_program(document: Document, program: str, name: str) -> Document:
    """Give a proposed program another name; a program of the base keeps the sheet's."""
    portfolio = document.portfolio
    index = portfolio.program_index[program]
    refuse_base_program(portfolio, program)
    current = portfolio.programs[index]
    if name == current.name:
        return document
    programs = put(portfolio.programs, index, current._replace(name=name, name_en=name))
    return replace(document, portfolio=replace(portfolio, programs=programs))


def _requested(
    document: Document, scenario: int, ids: Iterable[str], entries: Sequence[Entry], why: str, author: Author
) -> Document:
    request = document.portfolio.request_year
    present = [Entry(id_, PRESENT.key, request, 1) for id_ in ids]
    return set_values(document, scenario, [*present, *entries], why, author)


def _requested_lines(document: Document, scenario: int) -> frozenset[str]:
    """The lines that are requested in a scenario."""
    portfolio, overrides = document.portfolio, document.overrides(scenario)
    request = portfolio.request_year
    return frozenset(
        id_
        for row, id_ in enumerate(portfolio.lines.ids)
        if effective(portfolio.line(row, overrides.get(id_)), PRESENT.key, request)
    )


def content_of(document: Document, scenario: int, line_id: str, copy: str, bounds: tuple[int, int]) -> list[Entry]:
    """What is in force for a line as values for its copy: from the request year on, for cohorts from the first step.

    `bounds`: the first and last fiscal year in which the copy's program takes in.
    """
    portfolio = document.portfolio
    row = portfolio.line_index[line_id]
    held: Line = portfolio.line(row, document.overrides(scenario).get(line_id))
    entries = []
    for key, field in ALL_FIELDS.items():
        if key == PRESENT.key:
            continue
        series = getattr(held, key)
        if field.axis is Axis.TENURE:
            known = getattr(portfolio.line(row), key)  # the copy has it already
            entries += [Entry(copy, key, year, value) for year, value in series if (year, value) not in known]
            continue
        past = longest(held) > 1 and field.of_intake
        years = {year for year, _ in series if past or year > portfolio.request_year}
        if series:
            years.add(portfolio.request_year)
        for year in sorted(years):
            value = effective(held, key, year)
            if field is QUANTITY and not bounds[0] <= year <= bounds[1]:
                continue
            if value is not None and year <= portfolio.years[-1]:
                entries.append(Entry(copy, key, year, value))
    return entries


def _one_change(before: Document, after: Document) -> Document:
    """The changes made since `before` as one."""
    made = after.changes[len(before.changes) :]
    if len(made) < 2:
        return after
    effects = [change.effect for change in made]
    whole = replace(
        made[0],
        cells=tuple(itertools.chain.from_iterable(change.cells for change in made)),
        effect=None if None in effects else sum(effect for effect in effects if effect is not None),
    )
    return replace(after, changes=before.changes.with_next(whole))
