"""What rounding does in print: where the parts of a total, each rounded to the print unit, do not add up to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation, Totals
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.portfolio import View
from planner.core.model.rules import PRINTED_ROUNDING
from planner.core.money import Unit, format_amount, sum_of_rounded

PARTS_SHOWN = 8
"""So many parts are listed in a finding."""


class RoundingGap(NamedTuple):
    """A total whose printed parts do not add up: amounts in yen, `where` a program or view id, '' for all programs."""

    where: str
    year: int
    unit: Unit
    parts: tuple[int, ...]
    total: int

    @property
    def printed_sum(self) -> int:
        """What the printed parts add up to, in yen."""
        return printed(self.parts, self.unit)

    @property
    def finding(self) -> Problem:
        """The gap as a note."""
        said = " + ".join(format_amount(part, self.unit) for part in self.parts[:PARTS_SHOWN])
        return PRINTED_ROUNDING.finding(
            f"{self.where}@{self.year}",
            Message.of(
                N_("In {unit} the parts print {parts}, which is {sum}; the total prints {total}."),
                unit=Both(self.unit.label, self.unit.english),
                parts=said if len(self.parts) <= PARTS_SHOWN else f"{said} + …",
                sum=format_amount(self.printed_sum, self.unit),
                total=format_amount(self.total, self.unit),
            ),
            Message.of(N_("Print the note that totals may differ because of rounding.")),
        )


def printed(amounts: Iterable[int], unit: Unit) -> int:
    """What amounts add up to as they read when printed in a unit, in yen: each rounded to the last digit shown."""
    return sum_of_rounded(amounts, unit.yen // 10**unit.decimals)


def rounding_gaps(evaluation: Evaluation, unit: Unit, view: View | None = None) -> tuple[RoundingGap, ...]:
    """Every total of the previous and the request year that its printed parts miss: of programs, then of the view.

    Where there is one, the form carries the note 「四捨五入の関係で、合計と一致しない場合がある。」. None in whole yen.
    """
    found = [
        gap for index in range(len(evaluation.portfolio.programs)) for gap in program_gaps(evaluation, unit, index)
    ]
    return (*found, *total_gaps(evaluation, unit, view))


def program_gaps(evaluation: Evaluation, unit: Unit, index: int) -> list[RoundingGap]:
    """The years in which the parts of a program, its own lines one of them, miss its total."""
    portfolio = evaluation.portfolio
    children = portfolio.children[index]
    if not children:
        return []
    own = evaluation.program(index)
    return _gaps(evaluation, unit, portfolio.programs[index].id, [evaluation.program(i) for i in children], own)


def total_gaps(evaluation: Evaluation, unit: Unit, view: View | None) -> list[RoundingGap]:
    """The years in which the programs of a view, or all, miss its total."""
    parts = [evaluation.program(index) for index in evaluation.portfolio.counted(view)]
    return _gaps(evaluation, unit, "" if view is None else view.id, parts, evaluation.view(view))


def _gaps(evaluation: Evaluation, unit: Unit, where: str, parts: Sequence[Totals], total: Totals) -> list[RoundingGap]:
    found: list[RoundingGap] = []
    if unit is Unit.YEN:
        return found
    for y, year in enumerate(evaluation.portfolio.years[:2]):
        whole = total[y].amount
        known = [amount for part in parts if (amount := part[y].amount) is not None]
        if whole is None or len(known) < len(parts):
            continue
        shown = tuple(amount for amount in (*known, whole - sum(known)) if amount)
        if printed(shown, unit) != printed((whole,), unit):
            found.append(RoundingGap(where, year, unit, shown, whole))
    return found
