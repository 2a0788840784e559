"""Opening numbers (継続者数): the people of earlier intakes, given as one number, spread over past intakes."""

from __future__ import annotations

from collections.abc import Iterable

from planner.core.calculation.tenure import spread_stock
from planner.core.errors import N_
from planner.core.findings import Findings
from planner.core.model.build import LineRecord, StepRecord
from planner.core.model.fields import QUANTITY
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio


def opening_steps(portfolio: Portfolio, records: Iterable[LineRecord], findings: Findings) -> list[StepRecord]:
    """The earlier intakes (people) that the opening numbers of `records` stand for, as figures that are assumed.

    `portfolio` is built of the same records without them. Raises what is wrong with any of them as one `UserError`.
    """
    spread = [step for record in records if record.opening is not None for step in _spread(portfolio, record, findings)]
    findings.settle()
    return spread


def _spread(portfolio: Portfolio, record: LineRecord, findings: Findings) -> list[StepRecord]:
    line, request, place = (
        portfolio.line(portfolio.line_index[record.id]),
        portfolio.request_year,
        record.place or "lines",
    )
    years = [year for year, _ in line.quantity]
    if record.duration == 1 or any(year < request for year in years) or request not in years:
        findings.add(
            place,
            N_("an opening number needs a duration of several years, the intake of {year}, and no earlier intakes"),
            year=request,
        )
        return []
    origin = Origin(
        Basis.ASSUMED,
        rule=f"継続者{record.opening}人を過年度の採用に均等に割り振ると仮定する。",
        rule_en=f"The {record.opening} people of earlier intakes are assumed to be spread evenly over the years.",
    )
    intakes = spread_stock(line, request, record.opening or 0)
    if not intakes:
        findings.add(place, N_("the program took nobody in before {year}: there is no opening number"), year=request)
    return [StepRecord(record.id, QUANTITY.key, year, people, origin) for year, people in intakes.items()]
