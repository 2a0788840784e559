"""Putting a portfolio together from plain records, with everything that can be wrong in them told at once.

Every way in (CSV tables, workbooks, generated portfolios) goes through `build_portfolio`; what comes out is frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from planner.core.errors import N_, UserError
from planner.core.findings import Findings
from planner.core.model.accounts.codes import NO_CODES, Codes
from planner.core.model.fields import DURATION_LIMIT, FIELDS, Value
from planner.core.model.lines import ROUNDINGS, Lines, RateRule, Steps, frozen_column, frozen_flags
from planner.core.model.obligations import Obligation
from planner.core.model.origins import Origin
from planner.core.model.portfolio import Portfolio, Program, View
from planner.core.model.published import PrintedCount
from planner.core.money import Rounding

_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_/")


class LineRecord(NamedTuple):
    """A line as a table row says it; its figures are `StepRecord`s."""

    id: str
    program: str
    label: str
    label_en: str = ""
    unit: str = ""
    duration: int = 1
    retention: tuple[Fraction, ...] = ()
    rate_rule: RateRule = RateRule.YEAR
    rounding: Rounding = Rounding.HALF
    demand: int = 0
    expense: int = 0
    growth: int = 0
    opening: int | None = None
    """The people of earlier intakes who are there in the request year, to be spread; `None` where they are given."""
    place: str = ""
    of: str = ""
    """The line whose people these are, so that they are not counted again."""


class StepRecord(NamedTuple):
    """One figure: from `year` on this driver of the line has this value (`None`: not known)."""

    line_id: str
    field: str
    year: int
    value: Value | None
    origin: Origin
    place: str = ""


def build_portfolio(
    *,
    title: str,
    years: Sequence[int],
    programs: Sequence[Program],
    lines: Iterable[LineRecord],
    steps: Iterable[StepRecord],
    views: Sequence[View] = (),
    sheets: Sequence[tuple[str, str]] = (),
    obligations: Sequence[Obligation] = (),
    counts: Sequence[PrintedCount] = (),
    codes: Codes = NO_CODES,
    title_en: str = "",
    ministry: str = "",
    ministry_en: str = "",
    findings: Findings | None = None,
    places: Mapping[tuple[str, ...], str] = MappingProxyType({}),
) -> Portfolio:
    """A frozen portfolio of these records, programs in tree order and lines in program order.

    What the `opening` number of a line stands for is not among its figures (`planner.core.calculation.openings`).
    `findings` may already hold what a reader found wrong; raises one `UserError` naming all. `places` says where
    programs `("program", id)` and members of views `("member", view, program)` stand, for what is said of them.
    """
    findings = findings or Findings()
    if len(years) < 2 or list(years) != list(range(years[0], years[0] + len(years))):
        findings.add("portfolio", N_("the plan years must follow one another, previous year first"))
    ordered = _in_tree_order(programs, findings, places)
    index = {program.id: i for i, program in enumerate(ordered)}
    lines = list(lines)
    records = _checked_lines(lines, index, findings)
    columns, origins = _step_columns(records, {line.id for line in lines}, steps, findings)
    _check_views(views, ordered, index, findings, places)
    _check_obligations(obligations, index, {line.id for line in lines}, findings)
    _check_belonging(records, findings)
    _check_counts(counts, {record.id for record in records}, findings)
    findings.settle()
    retention = {row: record.retention for row, record in enumerate(records) if record.retention}
    return Portfolio(
        title=title,
        title_en=title_en,
        ministry=ministry,
        ministry_en=ministry_en,
        years=tuple(years),
        programs=ordered,
        lines=Lines(
            ids=tuple(record.id for record in records),
            labels=tuple(record.label for record in records),
            labels_en=tuple(record.label_en for record in records),
            units=tuple(record.unit for record in records),
            of=tuple(record.of for record in records),
            program=frozen_column([index[record.program] for record in records]),
            duration=frozen_column([record.duration for record in records]),
            at_intake=frozen_flags([record.rate_rule is RateRule.INTAKE for record in records]),
            rounding=frozen_column([ROUNDINGS.index(record.rounding) for record in records]),
            demand=frozen_column([record.demand for record in records]),
            expense=frozen_column([record.expense for record in records]),
            growth=frozen_column([record.growth for record in records]),
            proposed=frozen_flags([False] * len(records)),
            retention=MappingProxyType(retention),
            steps=columns,
        ),
        origins=origins,
        views=tuple(views),
        sheets=tuple(sheets),
        obligations=tuple(obligations),
        counts=tuple(counts),
        codes=codes,
    )


def _valid_id(id_: str) -> bool:
    return bool(id_) and set(id_) <= _ID_LETTERS and id_ == id_.strip("/")


def _in_tree_order(
    programs: Sequence[Program], findings: Findings, places: Mapping[tuple[str, ...], str]
) -> tuple[Program, ...]:
    known: dict[str, Program] = {}
    for program in programs:
        place = places.get(("program", program.id), "programs")
        if program.id in known:
            findings.add(place, N_('the id "{id}" is there twice'), id=program.id)
        if not program.id:  # it would be the part of itself that all others are part of
            findings.add(place, N_("the id is missing"))
            continue
        if not _valid_id(program.id):
            findings.add(place, N_('"{id}" is not an id (a-z, 0-9, -, _ and /)'), id=program.id)
        known[program.id] = program
    below: dict[str, list[Program]] = {}
    for program in known.values():
        place = places.get(("program", program.id), "programs")
        if program.parent and program.parent not in known:
            findings.add(place, N_('there is no program "{id}"'), id=program.parent)
        for other in program.relists:
            if other not in known:
                findings.add(place, N_('there is no program "{id}"'), id=other)
        below.setdefault(program.parent, []).append(program)
    ordered: list[Program] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        program = waiting.pop()
        ordered.append(program)
        waiting += reversed(below.get(program.id, []))
    reached = {program.id for program in ordered}
    for program in known.values():
        if program.id not in reached and program.parent in known:
            findings.add(places.get(("program", program.id), "programs"), N_('"{id}" is part of itself'), id=program.id)
    return tuple(ordered)


def _checked_lines(lines: Iterable[LineRecord], index: Mapping[str, int], findings: Findings) -> list[LineRecord]:
    kept: dict[str, LineRecord] = {}
    for line in lines:
        place = line.place or "lines"
        if line.id in kept:
            findings.add(place, N_('the id "{id}" is there twice'), id=line.id)
        if not line.id:
            findings.add(place, N_("the id is missing"))
            continue
        if not _valid_id(line.id):
            findings.add(place, N_('"{id}" is not an id (a-z, 0-9, -, _ and /)'), id=line.id)
        if line.program not in index:
            findings.add(place, N_('there is no program "{id}"'), id=line.program)
        elif not 1 <= line.duration <= DURATION_LIMIT:
            findings.add(place, N_("the duration must lie between 1 and {limit} years"), limit=DURATION_LIMIT)
        elif line.retention and (len(line.retention) != line.duration or any(r < 0 for r in line.retention)):
            findings.add(place, N_("retention needs one share of 0 or more for each year: {n}"), n=line.duration)
        else:
            kept[line.id] = line
    return sorted(kept.values(), key=lambda line: index[line.program])


def _step_columns(
    lines: Sequence[LineRecord], declared: Set[str], steps: Iterable[StepRecord], findings: Findings
) -> tuple[Mapping[str, Steps], tuple[Origin, ...]]:
    rows = {line.id: row for row, line in enumerate(lines)}
    origins: dict[Origin, int] = {}
    sorted_steps: dict[str, dict[tuple[int, int], StepRecord]] = {key: {} for key in FIELDS}
    for step in steps:
        place = step.place or "steps"
        if step.line_id not in rows:
            if step.line_id not in declared:  # what is wrong with a line itself is told already
                findings.add(place, N_('there is no line "{id}"'), id=step.line_id)
        elif step.field not in FIELDS:
            findings.add(place, N_('there is no field "{id}"'), id=step.field)
        elif (rows[step.line_id], step.year) in sorted_steps[step.field]:
            said = N_("{line} has two values of {field} for {year}")
            findings.add(place, said, line=step.line_id, field=step.field, year=step.year)
        else:
            if step.value is not None:
                try:
                    FIELDS[step.field].check(step.value)
                except UserError as error:
                    findings.add(place, "{reason}", reason=error.what)
                    continue
                if FIELDS[step.field].is_whole and step.value.denominator != 1:
                    findings.add(place, N_("{field} must be a whole number"), field=step.field)
                    continue
            sorted_steps[step.field][rows[step.line_id], step.year] = step
    all_placed = {key: sorted(by_place.items()) for key, by_place in sorted_steps.items()}
    # records usually share their origins: number each object once, equal ones alike, by where they first stand
    distinct = {id(step.origin): step.origin for placed in all_placed.values() for _, step in placed}
    number = {key: origins.setdefault(origin, len(origins)) for key, origin in distinct.items()}
    columns = {}
    for key, placed in all_placed.items():
        values = [Fraction(0) if step.value is None else step.value for _, step in placed]
        owners = np.array([row for (row, _), _ in placed], dtype=np.int64)
        start = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=len(lines)))])
        columns[key] = Steps(
            start=frozen_column(start),
            year=frozen_column([year for (_, year), _ in placed]),
            numerator=frozen_column([value.numerator for value in values]),
            denominator=frozen_column([value.denominator for value in values]),
            known=frozen_flags([step.value is not None for _, step in placed]),
            origin=frozen_column([number[id(step.origin)] for _, step in placed]),
        )
    return MappingProxyType(columns), tuple(origins)


def _check_views(
    views: Sequence[View],
    programs: Sequence[Program],
    index: Mapping[str, int],
    findings: Findings,
    places: Mapping[tuple[str, ...], str],
) -> None:
    parent = {program.id: program.parent for program in programs}
    for view in views:
        counted = Counter(member.program for member in view.members if not member.relisted)
        for member in view.members:
            if member.program not in index:
                place = places.get(("member", view.id, member.program), f"view {view.id}")
                findings.add(place, N_('there is no program "{id}"'), id=member.program)
        for unknown in {id_ for each in view.listed for id_ in each.programs} - index.keys():
            findings.add(f"view {view.id}", N_('there is no program "{id}"'), id=unknown)
        for id_ in counted:
            above, seen = parent.get(id_, ""), counted[id_] > 1
            while above and not seen:
                seen, above = above in counted, parent.get(above, "")
            if seen:
                findings.add(
                    places.get(("member", view.id, id_), f"view {view.id}"), N_('"{id}" would be counted twice'), id=id_
                )


def _check_belonging(records: Sequence[LineRecord], findings: Findings) -> None:
    known = {record.id: record for record in records}
    for record in records:
        owner = known.get(record.of)
        if record.of and owner is None:
            findings.add(record.place or "lines", N_('there is no line "{id}"'), id=record.of)
        elif owner is not None and (owner.of or owner.program != record.program):
            findings.add(
                record.place or "lines", N_('"{id}" is no line of the same program with people of its own'), id=owner.id
            )


def _check_counts(counts: Sequence[PrintedCount], lines: Set[str], findings: Findings) -> None:
    for each in counts:
        for line in each.lines:
            if line not in lines:
                findings.add("counts", N_('there is no line "{id}"'), id=line)


def _check_obligations(
    obligations: Sequence[Obligation], index: Mapping[str, int], lines: Set[str], findings: Findings
) -> None:
    known: set[str] = set()
    paying: set[str] = set()
    for each in obligations:
        place = f"obligation {each.id}"
        if each.id in known:
            findings.add(place, N_('the id "{id}" is there twice'), id=each.id)
        if each.program not in index:
            findings.add(place, N_('there is no program "{id}"'), id=each.program)
        for line_id in each.lines:
            if line_id not in lines:
                findings.add(place, N_('there is no line "{id}"'), id=line_id)
            if line_id in paying:
                findings.add(place, N_('the line "{id}" pays two obligations'), id=line_id)
        known.add(each.id)
        paying.update(each.lines)
