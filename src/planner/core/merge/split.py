"""A document split into parts, one for each heading of a view: what is its own open, all else as totals.

    parts = split(document, scenario, view, author=…)       parts[0].document, parts[0].part
    document = with_sent(document, [each.part for each in parts])

The scenario becomes the base of each part, with 作業案 below it. What must not leave is not in a part at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.edits.values import NOBODY, Author
from planner.core.errors import N_, UserError
from planner.core.merge.belongs import request_of
from planner.core.merge.items import CELL, EVIDENCE, Coded, Held, Items, Spent, about, items
from planner.core.merge.naming import MADE, Names, identities
from planner.core.merge.resolved import Resolved, resolved
from planner.core.merge.totals_only import with_totals_only
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES, CodePlace, Codes, Owner
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import (
    BASE,
    WORKING,
    Document,
    Evidence,
    Evidences,
    Scenario,
    Waiver,
    new_identity,
)
from planner.core.model.layers import lines_held
from planner.core.model.lines import Cell
from planner.core.model.obligations import Obligation
from planner.core.model.parts import Part
from planner.core.model.portfolio import Portfolio, View
from planner.core.model.ranges import JudgedRange
from planner.core.persistent import PersistentMap


class _Whole(NamedTuple):
    """What parts are made out of: a document, the scenario of it, what that comes to and what tells its lines apart."""

    document: Document
    scenario: Scenario
    evaluation: Evaluation
    known: Resolved
    names: Names


class Made(NamedTuple):
    """A part as it goes out."""

    part: Part
    document: Document


def split(
    document: Document,
    scenario: int,
    view: View,
    *,
    deadline: str = "",
    instructions: str = "",
    name: str = WORKING.ja,
    author: Author = NOBODY,
    made: Callable[[], object] = bool,
) -> tuple[Made, ...]:
    """A part for each heading of a view under which programs count, from a scenario or the base.

    `name` is what the scenario below the base is called; `made` is called after each part. Raises `UserError` where
    nothing would be open in any of them.
    """
    whole = _Whole(
        document,
        Scenario(BASE, "") if scenario == BASE else document.scenario(scenario),
        evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(scenario)), scenario),
        resolved(document, scenario, _touched(document, scenario, view)),
        identities(document),
    )
    headings = {each.heading: each.heading_en for each in view.members if not each.relisted}
    above = (*document.part.above, document.part.id) if document.part else ()
    request = request_of(document) or new_identity()
    parts = []
    for heading, heading_en in headings.items():
        programs = tuple(document.portfolio.programs[i].id for i in document.portfolio.counted(view, heading))
        if not all(document.is_open(document.portfolio.program_index[each]) for each in programs):
            continue  # those of others are not this document's to give away
        part = Part(
            new_identity(),
            request,
            view.id,
            heading,
            heading_en,
            whole.scenario.name,
            programs,
            above,
            deadline=deadline,
            instructions=instructions,
            who=author.who,
            when=author.when,
        )
        parts.append(_part(whole, part, name))
        made()
    if not parts:
        raise UserError(
            N_("No program counts under a heading of the view {view} here."), N_("Choose another view."), view=view.id
        )
    return tuple(parts)


def with_sent(document: Document, parts: Sequence[Part]) -> Document:
    """The document with these parts among those it has sent, in the place of earlier ones of the same headings."""
    renewed = {(each.view, each.heading) for each in parts}
    kept = tuple(each for each in document.sent if (each.view, each.heading) not in renewed)
    return replace(document, sent=(*kept, *(replace(each, ancestor=()) for each in parts)))


def _touched(document: Document, scenario: int, view: View) -> list[str]:
    """The lines a scenario touches of programs that count in a view."""
    portfolio = document.portfolio
    places = {row for top in portfolio.counted(view) for row in portfolio.rows_below(top)}
    touched = dict.fromkeys(lines_held(document.overrides(scenario)))
    return [line_id for line_id in touched if portfolio.line_index.get(line_id) in places]


def _part(whole: _Whole, part: Part, name: str) -> Made:
    document, number, known, names = whole.document, whole.scenario.number, whole.known, whole.names
    portfolio, overrides = document.portfolio, document.overrides(number)
    tops = [portfolio.program_index[each] for each in part.programs]
    is_open = frozenset(each for top in tops for each in portfolio.subtrees[top])
    touched = frozenset(lines_held(overrides))
    rows = [
        row
        for i in sorted(is_open)
        for row in portfolio.line_ranges[i]
        if row not in portfolio.proposals or portfolio.lines.ids[row] in touched
    ]
    lines = [portfolio.lines.ids[row] for row in rows]
    left = PersistentMap({line_id: known.left[line_id] for line_id in lines if line_id in known.left})
    bare = with_totals_only(known.portfolio, whole.evaluation, is_open, rows)
    bare = replace(bare, codes=MappingProxyType({**bare.codes, **_codes_above(document, is_open)}))
    given = _own(items(document, number), portfolio, frozenset(lines), is_open)
    there = bare.line_index.keys() | bare.program_index.keys()
    told = Document(
        bare,
        (
            Scenario(
                part.working,
                name,
                overrides=left,
                evidence=_evidence(given),
                assumptions=document.assumptions(number),
            ),
        ),
        waivers=tuple(replace(each, scenario=part.working) for each in given.values() if isinstance(each, Waiver)),
        ceilings=tuple(each for each in given.values() if isinstance(each, Ceiling)),
        obligations=tuple(each for each in given.values() if isinstance(each, Obligation)),
        ranges=tuple(each for each in given.values() if isinstance(each, JudgedRange)),
        codes=PersistentMap(
            dict(each for each in given.values() if isinstance(each, Coded) and each.place.id in there)
        ),
        execution=PersistentMap(
            dict(each for each in given.values() if isinstance(each, Spent) and each.past.program in there)
        ),
    )
    ancestor = Held(items(told, part.working), names).digests
    ancestor |= {f"{MADE}:{id_}": names.lines[id_] for id_ in lines if id_ in names.lines}
    ancestor |= {f"{MADE}:{each.id}": names.programs[each.id] for each in bare.programs if each.id in names.programs}
    for line_id, cells in left.items():
        ancestor |= {f"{CELL}:{line_id}.{cell.field}@{cell.year}": str(value) for cell, value in cells.items()}
    finished = replace(part, ancestor=tuple(ancestor.items()))
    return Made(finished, replace(told, part=finished))


def _own(held: Items, portfolio: Portfolio, lines: frozenset[str], is_open: frozenset[int]) -> Items:
    """Of what a document holds beside values, what is about these lines and programs alone."""
    is_about = about(portfolio, lines, is_open)
    return {
        item: thing
        for item, thing in held.items()
        if (item.where in lines if item.kind == EVIDENCE else is_about(thing))
    }


def _codes_above(document: Document, is_open: frozenset[int]) -> Codes:
    """The codes of others' programs that those that are open are part of, and take theirs from."""
    portfolio, book = document.portfolio, CodeBook.of(document)
    closed = {above for i in is_open for above in portfolio.ancestors[i]} - is_open
    places = (CodePlace(Owner.PROGRAM, portfolio.programs[i].id, kind) for i in closed for kind in CODES)
    return {place: code for place in places if (code := book.stated(place)) is not None}


def _evidence(given: Items) -> Evidences:
    found: dict[str, dict[Cell, Evidence]] = {}
    for item, thing in given.items():
        if isinstance(thing, Evidence) and item.cell is not None:
            found.setdefault(item.where, {})[item.cell] = thing
    return PersistentMap({line_id: MappingProxyType(cells) for line_id, cells in found.items()})
