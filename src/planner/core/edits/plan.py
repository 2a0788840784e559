"""Edits of what a plan of several years assumes: its last year, the growth of rates, a document's own obligations.

Pure functions from document to document, or a `UserError`; none of them moves a figure up to the request year.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from planner.core.edits.own import free_id, put, without
from planner.core.edits.values import open_scenario, row_of, with_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.growth import CLASSES, Assumption, check_growth
from planner.core.model.obligations import Obligation

PLAN_LIMIT = 50
"""A plan ends at most so many years after the request year."""


def set_last_year(document: Document, last_year: int) -> Document:
    """Let the plan end with another fiscal year; values given for years beyond it are kept and count again later."""
    portfolio = document.portfolio
    first, last = portfolio.request_year, portfolio.request_year + PLAN_LIMIT
    if not first <= last_year <= last:
        raise UserError(
            N_("A plan must end between {first} and {last}; {year} does not."),
            N_("Give another last fiscal year."),
            first=first,
            last=last,
            year=last_year,
        )
    if last_year == portfolio.years[-1]:
        return document
    years = tuple(range(portfolio.previous_year, last_year + 1))
    return replace(document, portfolio=replace(portfolio, years=years))


def set_growth(document: Document, scenario: int, kind: str, rate: Fraction | None, why: str = "") -> Document:
    """Assume a growth of rates a year in a scenario for one kind (`price`, `wage`); `None` takes the parent's.

    Raises `UserError` for the base, a locked scenario, an unknown kind, or a growth that cannot stand.
    """
    target = open_scenario(document, scenario)
    if kind not in CLASSES:
        raise UserError(
            N_('There is no kind of growth "{kind}".'), N_("Use one of: {kinds}."), kind=kind, kinds=", ".join(CLASSES)
        )
    own = dict(target.assumptions)
    own.pop(kind, None)
    if rate is not None:
        assumed = Assumption(check_growth(rate), why.strip())
        if document.assumptions(target.parent).get(kind, Assumption(Fraction(0))) != assumed:
            own[kind] = assumed
    if own == target.assumptions:
        return document
    return with_scenario(document, replace(target, assumptions=MappingProxyType(own)))


def set_obligation(document: Document, obligation: Obligation) -> Document:
    """Add an obligation, or put it in the place of the one of its id; `UserError` when it cannot stand."""
    portfolio = document.portfolio
    obligation.check()
    if obligation.program not in portfolio.program_index:
        raise UserError(N_('There is no program "{id}".'), N_("Choose one of the portfolio."), id=obligation.program)
    for line_id in obligation.lines:
        row_of(portfolio, line_id)
        other = next((o for o in document.all_obligations if line_id in o.lines and o.id != obligation.id), None)
        if other is not None:
            raise UserError(
                N_('The line already pays "{name}".'),
                N_("Let a line pay one obligation alone: split it in two lines."),
                where=line_id,
                name=other.name,
            )
    of_sheets, own = ({each.id for each in given} for given in (portfolio.obligations, document.obligations))
    if obligation.id in of_sheets - own:
        raise UserError(
            N_("The obligation comes with the request sheets and is not changed here."),
            N_("Add one of your own beside it."),
            where=obligation.id,
        )
    changed = put(document.obligations, obligation)
    return document if changed == document.obligations else replace(document, obligations=changed)


def remove_obligation(document: Document, id_: str) -> Document:
    """Remove the document's own obligation of that id, if there is one."""
    kept = without(document.obligations, id_)
    return document if kept == document.obligations else replace(document, obligations=kept)


def free_obligation_id(document: Document) -> str:
    """An id that no obligation has."""
    return free_id(document.all_obligations, document.part)
