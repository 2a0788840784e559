"""A document cut down to the programs under one heading: what a division hands in by the sheets of the whole."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from planner.core.merge.items import about
from planner.core.model.accounts.codes import stated_at
from planner.core.model.document import Changes, Document
from planner.core.model.layers import ByLine
from planner.core.model.lines import frozen_column
from planner.core.model.portfolio import Portfolio, View
from planner.core.model.proposals import reordered
from planner.core.persistent import PersistentMap

T = TypeVar("T")


def excerpt(document: Document, view: View, heading: str) -> Document:
    """The document with the programs that count under a heading, those they are part of, and nothing of others.

    Its scenarios, changes, sources and ceilings are those of the whole, as far as they are about these programs.
    """
    portfolio = document.portfolio
    own = frozenset(i for top in portfolio.counted(view, heading) for i in portfolio.subtrees[top])
    cut = _portfolio(portfolio, own)
    lines = cut.line_index.keys()
    own_ids = {portfolio.programs[i].id for i in own}
    is_about = about(portfolio, frozenset(lines), own)
    changes = (
        replace(change, cells=kept)
        for change in document.changes
        if (kept := tuple(cell for cell in change.cells if cell.line_id in lines))
    )
    return replace(
        document,
        portfolio=cut,
        scenarios=tuple(
            replace(each, overrides=_of(each.overrides, lines), evidence=_of(each.evidence, lines))
            for each in document.scenarios
        ),
        changes=Changes(changes),
        waivers=tuple(filter(is_about, document.waivers)),
        ceilings=tuple(filter(is_about, document.ceilings)),
        obligations=tuple(filter(is_about, document.obligations)),
        ranges=tuple(filter(is_about, document.ranges)),
        codes=stated_at(document.codes, lines, own_ids, above=cut.program_index),
        execution=MappingProxyType(
            {past: each for past, each in document.execution.items() if past.program in own_ids}
        ),
        handovers=(),
        sent=(),
    )


def _of(held: ByLine[T], lines: Container[str]) -> ByLine[T]:
    return PersistentMap({line_id: cells for line_id, cells in held.items() if line_id in lines})


def _portfolio(portfolio: Portfolio, own: frozenset[int]) -> Portfolio:
    shown = sorted({above for i in own for above in portfolio.ancestors[i]})
    place = {i: at for at, i in enumerate(shown)}
    rows = [row for i in sorted(own) for row in portfolio.line_ranges[i]]
    lines = reordered(portfolio.lines, rows)
    lines = replace(lines, program=frozen_column([place[i] for i in lines.program.tolist()]))
    ids = {portfolio.programs[i].id for i in shown}
    held = frozenset(lines.ids)
    return replace(
        portfolio,
        programs=tuple(
            portfolio.programs[i]._replace(
                relists=tuple(id_ for id_ in portfolio.programs[i].relists if id_ in ids),
                published=portfolio.programs[i].published if i in own else (),
                notes=portfolio.programs[i].notes if i in own else (),
            )
            for i in shown
        ),
        lines=lines,
        views=tuple(
            view._replace(
                members=tuple(each for each in view.members if each.program in ids),
                published=(),
                notes=(),
                listed=tuple(each for each in view.listed if ids.issuperset(each.programs)),
            )
            for view in portfolio.views
        ),
        obligations=tuple(
            each for each in portfolio.obligations if each.program in ids and held.issuperset(each.lines)
        ),
        counts=tuple(each for each in portfolio.counts if held.issuperset(each.lines)),
        codes=stated_at(portfolio.codes, held, {portfolio.programs[i].id for i in own}, above=ids),
    )
