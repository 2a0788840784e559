"""The sums once more, added up without the evaluation: lines to programs, to the total, to every view.

They hold by construction; the examiner adds them up again, and so does `planner check`. Nothing of what makes the
totals is used here, `Portfolio.counted` neither: a sum that is checked by its own rule would always be right.
"""

from __future__ import annotations

from planner.core.calculation.evaluate import Evaluation, Totals
from planner.core.errors import N_, Message, Problem
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import SUMS
from planner.core.money import format_amount


def wrong_sums(evaluation: Evaluation) -> list[Problem]:
    """Every program, the total and every view whose lines do not add up to it; none, unless the program is at fault."""
    portfolio = evaluation.portfolio
    sums = [[0] * len(portfolio.years) for _ in portfolio.programs]
    total = [0] * len(portfolio.years)
    for row, program in enumerate(portfolio.lines.program.tolist()):
        for y, amount in enumerate(evaluation.line(row)):
            if isinstance(amount, int):
                total[y] += amount
                for above in portfolio.ancestors[program]:
                    sums[above][y] += amount
    found = _compared(portfolio, "", total, evaluation.total)
    for index, owner in enumerate(portfolio.programs):
        found += _compared(portfolio, owner.id, sums[index], evaluation.program(index))
    for view in portfolio.views:
        listed = [sums[portfolio.program_index[m.program]] for m in view.members if not m.relisted]
        added = [sum(amounts) for amounts in zip(*listed, strict=True)] or [0] * len(portfolio.years)
        found += _compared(portfolio, view.id, added, evaluation.view(view))
    return found


def _compared(portfolio: Portfolio, where: str, sums: list[int], totals: Totals) -> list[Problem]:
    return [
        SUMS.finding(
            f"{where}@{year}",
            Message.of(
                N_("The lines add up to {sum} yen, but {total} yen stand as their total."),
                sum=format_amount(added),
                total=format_amount(total.yen),
            ),
            Message.of(N_("This is a fault of the program: report it, and do not submit these figures.")),
        )
        for year, added, total in zip(portfolio.years, sums, totals, strict=True)
        if added != total.yen
    ]
