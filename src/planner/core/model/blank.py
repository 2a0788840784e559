"""Portfolios to begin with: one that holds nothing yet, and one with a program whose lines are still to be written."""

from __future__ import annotations

import datetime

from planner.core.model.build import build_portfolio
from planner.core.model.portfolio import Portfolio, Program
from planner.core.years import fiscal_year_name

FIRST_PROGRAM = "program-1"
"""The id of the program that a portfolio begins with."""
LATER_YEARS = 5
"""How many fiscal years after the request year a plan begins with."""
APRIL = 4


def next_request_year(today: datetime.date) -> int:
    """The fiscal year that is requested next: the one after that of today."""
    return today.year + (today.month >= APRIL)


def nothing(request_year: int) -> Portfolio:
    """What stands in for a portfolio while none is open."""
    return build_portfolio(title="", years=(request_year - 1, request_year), programs=(), lines=(), steps=())


def begun(ministry: str, request_year: int, program: str) -> Portfolio:
    """A portfolio with the name of its ministry and of its first program, and no lines."""
    return build_portfolio(
        title=f"{fiscal_year_name(request_year)}概算要求",
        title_en=f"Budget request FY{request_year}",
        ministry=ministry,
        years=range(request_year - 1, request_year + LATER_YEARS + 1),
        programs=[Program(FIRST_PROGRAM, "", "", program, "")],
        lines=(),
        steps=(),
    )
