"""Others' programs in a part: their names and amounts, and nothing that makes them up.

What the lines of such a program come to stands in it as lines that are no more than sums, so that all totals of the
part are those of the whole document.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from planner.core.calculation.evaluate import Evaluation, Total, Totals
from planner.core.model.accounts.codes import stated_at
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.fields import FIELDS, FIXED, QUANTITY, RATE, UNPRICED
from planner.core.model.lines import LINE_COLUMNS, LINE_TEXTS, Lines, Steps, frozen_column, frozen_flags
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import LUMP_UNIT, Portfolio, Program, View
from planner.core.model.proposals import reordered

STEM = "totals-only"
LABEL, LABEL_EN = "内訳なし（他の担当）", "not itemised (others)"
SUM = Origin(Basis.RESIDUAL)
MANY = QUANTITY.high
FLAGS = ("at_intake", "proposed")


def with_totals_only(
    portfolio: Portfolio, evaluation: Evaluation, is_open: Collection[int], kept: Iterable[int]
) -> Portfolio:
    """The portfolio with the programs `is_open` (by place) and of their lines those `kept` (rows), all else as totals.

    `portfolio` has the programs and lines of the evaluation in the same places. A proposed program that would have
    nothing to show is not there.
    """
    rows = sorted(kept)
    shown = _shown(portfolio, evaluation, is_open, rows)
    programs = [_named(portfolio.programs[i], i in is_open) for i in shown]
    ids = {each.id for each in programs}
    lines, steps = [], []
    for i, own_totals in _own(evaluation, shown).items():
        if i not in is_open:
            for record, given in _sums(portfolio, i, own_totals):
                lines.append(record)
                steps += given
    sums = build_portfolio(title="", years=portfolio.years, programs=programs, lines=lines, steps=steps)
    place = {i: at for at, i in enumerate(shown)}
    own = reordered(portfolio.lines, rows)
    held = frozenset(own.ids)
    own = replace(
        own,
        program=frozen_column([place[i] for i in own.program.tolist()]),
        of=tuple(of if of in held else "" for of in own.of),
    )
    used = sorted({int(origin) for steps_of in own.steps.values() for origin in steps_of.origin})
    joined = _joined(own, {origin: at for at, origin in enumerate(used)}, sums.lines, len(used))
    names = {portfolio.programs[i].sheet for i in is_open} | {portfolio.origins[origin].sheet for origin in used}
    own_ids = {portfolio.programs[i].id for i in is_open}
    return replace(
        portfolio,
        programs=tuple(programs),
        lines=joined,
        origins=(*(portfolio.origins[origin] for origin in used), *sums.origins),
        views=tuple(_bare(view, ids) for view in portfolio.views),
        sheets=tuple(sheet for sheet in portfolio.sheets if sheet[0] in names),
        obligations=tuple(
            each for each in portfolio.obligations if each.program in own_ids and held.issuperset(each.lines)
        ),
        counts=tuple(each for each in portfolio.counts if held.issuperset(each.lines)),
        codes=stated_at(portfolio.codes, held, own_ids & ids),
    )


def _shown(
    portfolio: Portfolio, evaluation: Evaluation, is_open: Collection[int], rows: Collection[int]
) -> tuple[int, ...]:
    """The programs that are there: what is open, and of the others those that stand alone, in a view, or as 再掲.

    Of parts of others' programs nothing more is told. Proposed ones are there with a line kept, or with an amount.
    """
    with_lines = {above for row in rows for above in portfolio.ancestors[int(portfolio.lines.program[row])]}
    index = portfolio.program_index
    named = {index[member.program] for view in portfolio.views for member in view.members}
    named |= {index[id_] for i in is_open for id_ in portfolio.programs[i].relists}
    wanted = {above for i in named.union(is_open) for above in portfolio.ancestors[i]}.union(portfolio.tops)
    return tuple(
        i
        for i in sorted(wanted)
        if not portfolio.programs[i].proposed or i in with_lines or (i not in is_open and evaluation.shows_program(i))
    )


def _named(program: Program, is_open: bool) -> Program:
    """A program as it is where it is open, else no more than its place and its name."""
    return program if is_open else Program(program.id, program.parent, "", program.name, program.name_en)


def _bare(view: View, ids: Collection[str]) -> View:
    """A view of the programs that are there, without what its document prints of them all."""
    return View(view.id, view.name, view.name_en, tuple(each for each in view.members if each.program in ids))


def _own(evaluation: Evaluation, shown: Sequence[int]) -> Mapping[int, Totals]:
    """What each of these programs comes to without those of them that stand below it."""
    ancestors, found = evaluation.portfolio.ancestors, {i: evaluation.program(i) for i in shown}
    for i in shown:
        above = next((each for each in ancestors[i][1:] if each in found), None)
        if above is not None:
            pairs = zip(found[above], evaluation.program(i), strict=True)
            found[above] = tuple(Total(*map(operator.sub, whole, part)) for whole, part in pairs)
    return found


def _sums(portfolio: Portfolio, index: int, own: Totals) -> Iterator[tuple[LineRecord, list[StepRecord]]]:
    """Lines that come to these totals in each plan year: their yen, and that some have no amount."""
    program, years = portfolio.programs[index].id, portfolio.years
    ids = (f"{program}/{STEM}-{n}" for n in itertools.count(1))
    lines_, programs_ = portfolio.line_index, portfolio.program_index
    free = (id_ for id_ in ids if id_ not in lines_ and id_ not in programs_)

    def line(demand: int = 0) -> LineRecord:
        return LineRecord(next(free), program, LABEL, LABEL_EN, LUMP_UNIT, demand=demand, growth=FIXED)

    def steps(record: LineRecord, key: str, values: Iterable[int | None]) -> list[StepRecord]:
        return [StepRecord(record.id, key, year, value, SUM) for year, value in zip(years, values, strict=True)]

    silent = [not each.known and not each.cannot and bool(each.missing or each.unpriced) for each in own]
    demand = UNPRICED if own[1].unpriced and all(silent[1:]) else 0
    left = [0 if none else each.yen for each, none in zip(own, silent, strict=True)]
    wanted = any(each.known for each in own) or any(silent)
    while wanted:
        record = line(demand)
        times = MANY if any(abs(yen) > RATE.high for yen in left) else 1
        rates = [max(RATE.low, min(RATE.high, yen // times)) for yen in left]
        shown = [None if none else rate for rate, none in zip(rates, silent, strict=True)]
        yield record, [*steps(record, RATE.key, shown), StepRecord(record.id, QUANTITY.key, years[0], times, SUM)]
        left = [yen - rate * times for yen, rate in zip(left, rates, strict=True)]
        wanted = any(left)
    some = [each.missing > 0 and not none for each, none in zip(own, silent, strict=True)]
    cannot = [int(each.cannot > 0) for each in own]
    if any(some):  # nobody at an unknown rate comes to 0, which is known: so it is missing in silent years too
        record, missing = line(demand), [int(each or none) for each, none in zip(some, silent, strict=True)]
        yield record, [StepRecord(record.id, RATE.key, years[0], None, SUM), *steps(record, QUANTITY.key, missing)]
    if any(cannot):  # 0, not nothing, in years of which nothing is known: the least that can be said of both
        record = line(demand)
        yield record, steps(record, QUANTITY.key, cannot)
    if own[1].unpriced and not demand:
        yield line(UNPRICED), []


def _joined(own: Lines, origins: Mapping[int, int], sums: Lines, first: int) -> Lines:
    """Both in program order; `origins` says where each source of `own` stands now, those of `sums` from `first` on."""
    place = np.zeros(max(origins, default=-1) + 1, dtype=np.int64)
    place[list(origins)] = list(origins.values())
    steps = {}
    for key in FIELDS:
        a, b = own.steps[key], sums.steps[key]
        steps[key] = Steps(
            start=frozen_column(np.concatenate([a.start, b.start[1:] + a.start[-1]])),
            year=frozen_column(np.concatenate([a.year, b.year])),
            numerator=frozen_column(np.concatenate([a.numerator, b.numerator])),
            denominator=frozen_column(np.concatenate([a.denominator, b.denominator])),
            known=frozen_flags(np.concatenate([a.known, b.known])),
            origin=frozen_column(np.concatenate([place[a.origin], b.origin + first])),
        )
    columns: dict[str, Any] = {name: (*getattr(own, name), *getattr(sums, name)) for name in LINE_TEXTS}
    for name in LINE_COLUMNS:
        joined = np.concatenate([getattr(own, name), getattr(sums, name)])
        columns[name] = frozen_flags(joined) if name in FLAGS else frozen_column(joined)
    both = Lines(**columns, retention=own.retention, steps=MappingProxyType(steps))
    return reordered(both, np.argsort(both.program, kind="stable").tolist())
