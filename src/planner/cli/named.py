"""What a command names of a document: a view, a year of its plan, a scenario."""

from __future__ import annotations

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio, View
from planner.core.years import parse_year


def view_named(document: Document, name: str) -> View:
    """The view of that id or name; else `UserError` with those there are."""
    for view in document.portfolio.views:
        if name in (view.id, view.name, view.name_en):
            return view
    raise UserError(
        N_('There is no view "{name}".'),
        N_("The document has: {names}."),
        name=name,
        names=", ".join(view.id for view in document.portfolio.views),
    )


def plan_year(portfolio: Portfolio, text: str, where: str) -> int:
    """The fiscal year a text names, where it is one of the plan; else `UserError` with those that are."""
    year, years = parse_year(text), portfolio.years
    if year not in years:
        raise UserError(
            N_("Fiscal year {year} is not in the plan."),
            N_("Give one from {first} to {last}."),
            where=where,
            year=year,
            first=years[0],
            last=years[-1],
        )
    return year


def evaluation_of(document: Document, scenario: int) -> Evaluation:
    """A scenario, or the base, evaluated."""
    return evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(scenario)), scenario)
