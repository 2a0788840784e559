"""A document's own ceilings in a .bplan file."""

from __future__ import annotations

from collections.abc import Sequence

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
from planner.files.document.bplan_rows import Groups, Tables, fill_table, fraction_of_text


def write_ceilings(tables: Tables, ceilings: Sequence[Ceiling]) -> None:
    """Fill the tables of a document's own ceilings."""
    fill_table(
        tables,
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
        tables,
        "ceiling_terms",
        (
            (c.id, i, str(term.ratio), term.measure.value, term.kinds.demand, term.kinds.expense)
            for c in ceilings
            for i, term in enumerate(c.terms)
        ),
    )


def read_ceilings(tables: Tables) -> tuple[Ceiling, ...]:
    """The ceilings those tables hold; `ValueError` or `UserError` where they make no sense."""
    terms = Groups(
        (id_, Term(fraction_of_text(ratio), Measure(measure), _kinds(demand, expense)))
        for id_, _, ratio, measure, demand, expense in tables["ceiling_terms"]
    )
    found = tuple(
        Ceiling(
            id_,
            year,
            name,
            name_en,
            Scope(ScopeKind(scope), place, heading),
            _kinds(demand, expense),
            amount,
            terms.take(id_),
            source,
        ).check()
        for _, id_, year, name, name_en, scope, place, heading, demand, expense, amount, source in tables["ceilings"]
    )
    terms.settle()
    return found


def _kinds(demand: int, expense: int) -> Kinds:
    if demand not in (ANY, REQUEST, WISH) or expense not in (ANY, DISCRETIONARY, MANDATORY):
        raise ValueError("kinds")
    return Kinds(demand, expense)
