"""A portfolio with proposed lines and programs among its own: rows put in, taken out, in another order.

What is proposed never has a figure of its own; `planner.core.edits.structure` has the edits.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from planner.core.model.build import LineRecord
from planner.core.model.fields import FIELDS
from planner.core.model.lines import ROUNDINGS, Lines, RateRule, Steps, frozen_column, frozen_flags
from planner.core.model.portfolio import Member, Portfolio, Program

T = TypeVar("T")


def record_of(portfolio: Portfolio, line_id: str) -> LineRecord:
    """What a line is, its figures apart."""
    lines, row = portfolio.lines, portfolio.line_index[line_id]
    return LineRecord(
        line_id,
        portfolio.programs[lines.program[row]].id,
        lines.labels[row],
        lines.labels_en[row],
        lines.units[row],
        int(lines.duration[row]),
        lines.retention.get(row, ()),
        RateRule.INTAKE if lines.at_intake[row] else RateRule.YEAR,
        lines.rounding_of(row),
        int(lines.demand[row]),
        int(lines.expense[row]),
        int(lines.growth[row]),
        of=lines.of[row],
    )


def base_only(portfolio: Portfolio) -> Portfolio:
    """The portfolio as it was imported, without what scenarios propose."""
    if not portfolio.proposals and not any(program.proposed for program in portfolio.programs):
        return portfolio
    kept = [i for i, program in enumerate(portfolio.programs) if not program.proposed]
    rows = [row for row in range(len(portfolio.lines)) if row not in portfolio.proposals]
    lines = reordered(portfolio.lines, rows)
    place = {index: i for i, index in enumerate(kept)}
    lines = replace(lines, program=frozen_column([place[index] for index in lines.program.tolist()]))
    programs = tuple(portfolio.programs[index] for index in kept)
    ids = {program.id for program in programs}
    views = tuple(
        view._replace(members=tuple(member for member in view.members if member.program in ids))
        for view in portfolio.views
    )
    return replace(portfolio, programs=programs, lines=lines, views=views)


def free_id(portfolio: Portfolio, stem: str) -> str:
    """`stem` with the first number that no line or program has."""
    taken = {program.id for program in portfolio.programs} | portfolio.line_index.keys()
    return next(id_ for n in itertools.count(1) if (id_ := f"{stem}-{n}") not in taken)


def with_programs(portfolio: Portfolio, programs: Sequence[Program], like: str) -> Portfolio:
    """The portfolio with proposed programs right after `like` and its parts, and in its views beside it."""
    top = portfolio.program_index[like]
    at = portfolio.subtrees[top].stop
    owners = portfolio.lines.program
    lines = replace(portfolio.lines, program=frozen_column(np.where(owners >= at, owners + len(programs), owners)))
    first = programs[0]
    views = portfolio.views
    if first.parent != like:  # a part is counted with its program
        views = tuple(view._replace(members=tuple(_beside(view.members, like, first.id))) for view in portfolio.views)
    listed = (*portfolio.programs[:at], *programs, *portfolio.programs[at:])
    return replace(portfolio, programs=listed, lines=lines, views=views)


def _beside(members: Iterable[Member], like: str, program: str) -> Iterable[Member]:
    for member in members:
        yield member
        if member.program == like and not member.relisted:
            yield member._replace(program=program)


def with_line(portfolio: Portfolio, record: LineRecord, after: str | None) -> Portfolio:
    """The portfolio with a proposed line below `after`, or last in its program."""
    program = portfolio.program_index[record.program]
    rows = portfolio.line_ranges[program]
    at = rows.stop if after is None else portfolio.line_index[after] + 1
    lines = portfolio.lines

    def inserted(column: Any, value: int) -> Any:
        return np.insert(column, at, value)

    grown = Lines(
        ids=_inserted(lines.ids, at, record.id),
        labels=_inserted(lines.labels, at, record.label),
        labels_en=_inserted(lines.labels_en, at, record.label_en),
        units=_inserted(lines.units, at, record.unit),
        of=_inserted(lines.of, at, record.of),
        program=frozen_column(inserted(lines.program, program)),
        duration=frozen_column(inserted(lines.duration, record.duration)),
        at_intake=frozen_flags(inserted(lines.at_intake, record.rate_rule is RateRule.INTAKE)),
        rounding=frozen_column(inserted(lines.rounding, ROUNDINGS.index(record.rounding))),
        demand=frozen_column(inserted(lines.demand, 0)),
        expense=frozen_column(inserted(lines.expense, 0)),
        growth=frozen_column(inserted(lines.growth, record.growth)),
        proposed=frozen_flags(inserted(lines.proposed, 1)),
        retention=_retention(lines.retention, at, record),
        steps=MappingProxyType(
            {
                key: steps._replace(start=frozen_column(inserted(steps.start, steps.start[at])))
                for key, steps in lines.steps.items()
            }
        ),
    )
    return replace(portfolio, lines=grown)


def _retention(retention: Mapping[int, Any], at: int, record: LineRecord) -> Mapping[int, Any]:
    shifted = {row + (row >= at): shares for row, shares in retention.items()}
    if record.retention:
        shifted[at] = record.retention
    return MappingProxyType(shifted)


def reordered(lines: Lines, order: Sequence[int]) -> Lines:
    """The lines of those rows in that order."""
    rows = np.asarray(order, dtype=np.int64)
    place = {row: i for i, row in enumerate(order)}
    retention = {place[row]: shares for row, shares in lines.retention.items() if row in place}
    return Lines(
        ids=_picked(lines.ids, order),
        labels=_picked(lines.labels, order),
        labels_en=_picked(lines.labels_en, order),
        units=_picked(lines.units, order),
        of=_picked(lines.of, order),
        program=frozen_column(lines.program[rows]),
        duration=frozen_column(lines.duration[rows]),
        at_intake=frozen_flags(lines.at_intake[rows]),
        rounding=frozen_column(lines.rounding[rows]),
        demand=frozen_column(lines.demand[rows]),
        expense=frozen_column(lines.expense[rows]),
        growth=frozen_column(lines.growth[rows]),
        proposed=frozen_flags(lines.proposed[rows]),
        retention=MappingProxyType(dict(sorted(retention.items()))),
        steps=MappingProxyType({key: _reordered_steps(lines.steps[key], rows) for key in FIELDS}),
    )


def _reordered_steps(steps: Steps, rows: Any) -> Steps:
    sizes = np.diff(steps.start)[rows]
    start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
    at = np.arange(start[-1]) + np.repeat(steps.start[:-1][rows] - start[:-1], sizes)
    return Steps(
        start=frozen_column(start),
        year=frozen_column(steps.year[at]),
        numerator=frozen_column(steps.numerator[at]),
        denominator=frozen_column(steps.denominator[at]),
        known=frozen_flags(steps.known[at]),
        origin=frozen_column(steps.origin[at]),
    )


def _picked(texts: tuple[str, ...], order: Sequence[int]) -> tuple[str, ...]:
    return tuple(texts[row] for row in order)


def _inserted(texts: tuple[str, ...], at: int, text: str) -> tuple[str, ...]:
    return (*texts[:at], text, *texts[at:])


def put(values: tuple[T, ...], at: int, value: T) -> tuple[T, ...]:
    """The values with another one at a place."""
    return (*values[:at], value, *values[at + 1 :])
