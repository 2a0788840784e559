"""What the check asks of obligations (国庫債務負担行為): whether their instalments add up to the total."""

from __future__ import annotations

from collections.abc import Sequence

from planner.core.calculation.burden import schedule_of
from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import N_, Both, Message, Problem
from planner.core.model.obligations import Obligation
from planner.core.model.rules import OBLIGATION
from planner.core.money import format_amount


def obligation_problems(evaluation: Evaluation, obligations: Sequence[Obligation]) -> list[Problem]:
    """The obligations whose instalments do not add up to their total."""
    found = []
    for obligation in obligations:
        gap = schedule_of(evaluation, obligation).gap
        if gap and obligation.total is not None:
            said = Message.of(
                N_("The instalments of {name} add up to {sum} yen, its total is {total} yen."),
                name=Both(obligation.name, obligation.name_en),
                sum=format_amount(obligation.total - gap),
                total=format_amount(obligation.total),
            )
            remedy = Message.of(N_("Settle the years of the lines that pay it, or its total."))
            where = f"{obligation.program}@{evaluation.portfolio.request_year}"
            found.append(OBLIGATION.finding(where, said, remedy))
    return found
