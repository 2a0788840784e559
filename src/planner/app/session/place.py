"""A place of the document that a list or a page speaks of, and that the window can lead to."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.errors import Problem
from planner.core.model.fields import ALL_FIELDS, Axis
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import OBLIGATION


class Place(NamedTuple):
    """Where a jump leads: a line and a field of it, or a program; in a scenario and a fiscal year.

    What is `None` stays as it is shown, so that a place without line and program is all that is shown. `row` is the
    row of the line among those of the portfolio that is open, `program` the place of the program among its; what holds
    a portfolio of its own, in which they may stand elsewhere by now, says their ids. With `obligations` those of the
    program are meant too, where they are on the screen; with `naming` the name of the line or program is to be typed.
    """

    scenario: int | None = None
    program: int | None = None
    row: int | None = None
    field: str = ""
    year: int | None = None
    obligations: bool = False
    naming: bool = False
    line_id: str = ""
    program_id: str = ""

    def found_in(self, portfolio: Portfolio) -> Place | None:
        """The place with rows of a portfolio in place of ids; `None` where the line or program is not there."""
        row = portfolio.line_index.get(self.line_id) if self.line_id else self.row
        program = portfolio.program_index.get(self.program_id) if self.program_id else self.program
        gone = (self.line_id and row is None) or (self.program_id and program is None)
        return None if gone else self._replace(row=row, program=program, line_id="", program_id="")


def place_of_finding(problem: Problem, portfolio: Portfolio) -> Place | None:
    """The line, its cell, or the program that a finding is about; `None` where it is about neither."""
    address, _, year = problem.where.partition("@")
    id_, _, field = address.partition(".")
    if id_ in portfolio.line_index:
        fiscal = field in ALL_FIELDS and ALL_FIELDS[field].axis is Axis.FISCAL
        shown = int(year) if fiscal and year else portfolio.request_year
        return Place(row=portfolio.line_index[id_], field=field, year=shown)
    if id_ in portfolio.program_index:
        return Place(program=portfolio.program_index[id_], obligations=problem.rule == OBLIGATION.id)
    return None
