"""要求・要望 and 裁量・義務 of what is handed over: what programs are asked for by kind, as cells of sheets say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from planner.core.ceilings.classes import classes_of
from planner.core.money import Unit
from planner.files.plain.sheet import Formula
from planner.files.plain.text_width import text_width
from planner.files.submission.accounts import AccountCodes, Group
from planner.files.submission.places import UNSTATED, Chosen, Places
from planner.files.submission.request import Request

ASKED, WISHED = 1, 2
"""Kinds of request that have an amount, and of expense (裁量, 義務), as `planner.core.model.fields` counts them."""


class Part(NamedTuple):
    """Lines of one kind: how many rows they have, what they came to last year and are requested with."""

    rows: int = 0
    previous: int = 0
    request: int = 0

    def plus(self, rows: int, previous: int, request: int) -> Part:
        """With some more."""
        return Part(self.rows + rows, self.previous + previous, self.request + request)


Parts = Mapping[tuple[int, int, str, Group], Part]
"""Lines by their kind of request and of expense, 0 where it is not stated, by where they are counted, and by 項."""


class Kinds:
    """The kinds of all lines of a request, by program."""

    def __init__(self, request: Request, places: Places, codes: AccountCodes) -> None:
        self._request, self._places, self._codes = request, places, codes

    @cached_property
    def _programs(self) -> Mapping[int | None, Parts]:
        requested, portfolio = self._request, self._request.portfolio
        found: defaultdict[int | None, dict[tuple[int, int, str, Group], Part]] = defaultdict(dict)
        for row, shown in requested.vintages.items():
            account = self._places.account_of(portfolio.programs[portfolio.lines.program[row]])
            kinds = (*classes_of(requested.evaluation, row), account, self._codes.group_of(row))
            previous, request = (a if isinstance(a, int) else 0 for a in requested.evaluation.line(row)[:2])
            for index in (None, *portfolio.ancestors[portfolio.lines.program[row]]):
                found[index][kinds] = found[index].get(kinds, Part()).plus(len(shown), previous, request)
        return found

    @property
    def width(self) -> int:
        """How wide a column of the kinds of expense is, in characters."""
        return max(6, *(text_width(self._places.expense(each)) for each in range(3)))

    def of(
        self,
        index: int | None,
        demand: int | None = None,
        expense: int | None = None,
        account: str | None = None,
        group: Group | None = None,
    ) -> Part:
        """The lines of a program, or all, of these kinds, counted there and of that 項; of any where none is said."""
        found = [
            part
            for (asked, spent, counted, of_item), part in self._programs.get(index, {}).items()
            if (demand is None or demand == asked)
            and (expense is None or expense == spent)
            and (account is None or account == counted)
            and (group is None or group.holds(of_item))
        ]
        return Part(*map(sum, zip(*found, strict=True))) if found else Part()

    def chosen(self, chosen: Chosen, demand: int | None = None, expense: int | None = None) -> Chosen:
        """Those of the lines chosen that are of these kinds."""
        places = self._places
        if demand is not None:
            chosen = chosen.where("demand", places.demand(demand))
        return chosen if expense is None else chosen.where("expense", places.expense(expense))

    def demands(
        self,
        chosen: Chosen,
        index: int | None,
        unit: Unit = Unit.YEN,
        expense: int | None = None,
        account: str | None = None,
        group: Group | None = None,
    ) -> dict[str, Formula]:
        """要求額 and 要望額 of a program, or of all; … where they are not stated at all."""
        unstated = self.of(index, 0, expense, account, group).rows
        count = self.chosen(chosen, 0, expense).rows
        cells = {}
        for key, demand in (("asked", ASKED), ("wished", WISHED)):
            yen, total = (
                self.of(index, demand, expense, account, group).request,
                self.chosen(chosen, demand, expense).sum("request"),
            )
            amount = self._request.amount(total, yen, unit)
            text = f'IF(AND({total}=0,{count}>0),"{UNSTATED}",{amount.text})'
            cells[key] = Formula(text, UNSTATED if not yen and unstated else amount.value)
        return cells

    def expense(
        self, chosen: Chosen, index: int | None, account: str | None = None, group: Group | None = None
    ) -> Formula:
        """裁量 or 義務 of a program, both where its lines differ, … where one of them does not state it."""
        words = [self._places.expense(each) for each in range(3)]
        both = self._request.say("・", ", ").join(words[1:])
        none = self._request.nothing
        unstated, *counts = (self.chosen(chosen, expense=each).rows for each in range(3))
        text = f'IF({counts[0]}>0,IF({counts[1]}>0,"{both}","{words[1]}"),IF({counts[1]}>0,"{words[2]}","{none}"))'
        rows = [self.of(index, expense=each, account=account, group=group).rows for each in range(3)]
        known = (both if rows[2] else words[1]) if rows[1] else words[2] if rows[2] else none
        return Formula(f'IF({unstated}>0,"{UNSTATED}",{text})', UNSTATED if rows[0] else known)
