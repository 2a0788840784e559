"""A document's own ceilings in a .bplan file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from fractions import Fraction

from planner.core.model.ceilings import (
    ANY,
    DISCRETIONARY,
    MANDATORY,
    REQUEST,
    WISH,
    Ceiling,
    Kinds,
    Measure,
    Scope,
    ScopeKind,
    Term,
)
from planner.files.document.bplan_rows import fill_table


def write_ceilings(db: sqlite3.Connection, ceilings: Sequence[Ceiling]) -> None:
    """Fill the tables of a document's own ceilings."""
    fill_table(
        db,
        "ceilings",
        (
            (
                *(i, c.id, c.year, c.name, c.name_en, c.scope.kind.value, c.scope.id, c.scope.heading),
                *(c.kinds.demand, c.kinds.expense, c.amount, c.source),
            )
            for i, c in enumerate(ceilings)
        ),
    )
    fill_table(
        db,
        "ceiling_terms",
        (
            (c.id, i, str(term.ratio), term.measure.value, term.kinds.demand, term.kinds.expense)
            for c in ceilings
            for i, term in enumerate(c.terms)
        ),
    )


def read_ceilings(db: sqlite3.Connection) -> tuple[Ceiling, ...]:
    """The ceilings those tables hold; `ValueError` or `UserError` where they make no sense."""
    terms: dict[str, list[Term]] = {}
    for id_, ratio, measure, demand, expense in db.execute(
        "SELECT ceiling, ratio, measure, demand, expense FROM ceiling_terms ORDER BY ceiling, position"
    ):
        terms.setdefault(id_, []).append(Term(Fraction(ratio), Measure(measure), _kinds(demand, expense)))
    return tuple(
        Ceiling(
            id_,
            year,
            name,
            name_en,
            Scope(ScopeKind(scope), place, heading),
            _kinds(demand, expense),
            amount,
            tuple(terms.get(id_, ())),
            source,
        ).check()
        for id_, year, name, name_en, scope, place, heading, demand, expense, amount, source in db.execute(
            "SELECT id, year, name, name_en, scope, place, heading, demand, expense, amount, source"
            " FROM ceilings ORDER BY position"
        )
    )


def _kinds(demand: int, expense: int) -> Kinds:
    if demand not in (ANY, REQUEST, WISH) or expense not in (ANY, DISCRETIONARY, MANDATORY):
        raise ValueError("kinds")
    return Kinds(demand, expense)
