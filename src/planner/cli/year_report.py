"""What `planner years` reports: every plan year's amounts, what is bound of them (後年度負担), the obligations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planner.cli.reports import Report, heading, plain, shown_programs
from planner.cli.tables import columns
from planner.core.calculation.burden import Burden, Burdens, schedule_of
from planner.core.calculation.cohort import longest
from planner.core.calculation.tenure import headcount, steady
from planner.core.model.document import Document
from planner.core.model.growth import CLASSES
from planner.core.model.obligations import Schedule
from planner.core.model.portfolio import View
from planner.core.money import format_amount
from planner.words.texts import Texts


def years(document: Document, scenario: int, found: Burdens, base: Burdens, view: View | None) -> Report:
    """Every program in tree order with its plan years; cohort lines with their people and where they come to rest."""
    portfolio = document.portfolio
    growth = document.growth(scenario)
    return {
        **heading(document, scenario, view),
        "growth": {key: str(getattr(growth, key)) for key in CLASSES},
        "total": _years(document, found.total(view), base.total(view)),
        "programs": [
            {
                "id": portfolio.programs[i].id,
                "parent": portfolio.programs[i].parent or None,
                "name": portfolio.programs[i].name,
                "name_en": portfolio.programs[i].name_en,
                **_years(document, found.program(i), base.program(i)),
                "cohorts": _cohorts(document, found, i),
            }
            for i in shown_programs(found.evaluation, view)
        ],
        "obligations": [
            _obligation(document, schedule_of(found.evaluation, each)) for each in document.all_obligations
        ],
    }


def _years(document: Document, found: Sequence[Burden], base: Sequence[Burden]) -> Report:
    """The figures of each year; `from_base` and `from_flat` are what is paid above the base, above the request year."""
    portfolio = document.portfolio
    flat = found[1].amount

    def by_year(figure: Callable[[Burden, Burden], int | None]) -> Mapping[str, int | None]:
        return {str(y): figure(now, then) for y, now, then in zip(portfolio.years, found, base, strict=True)}

    return {
        "amounts": by_year(lambda now, _: now.amount),
        "committed": by_year(lambda now, _: now.committed),
        "earlier": by_year(lambda now, _: now.earlier),
        "request": by_year(lambda now, _: now.request),
        "policy": by_year(lambda now, _: now.policy),
        "from_base": by_year(lambda now, then: _less(now.amount, then.amount)),
        "from_flat": by_year(lambda now, _: _less(now.amount, flat)),
    }


def _less(amount: int | None, other: int | None) -> int | None:
    return None if amount is None or other is None else amount - other


def _cohorts(document: Document, found: Burdens, index: int) -> list[Report]:
    portfolio, evaluation = document.portfolio, found.evaluation
    listed = []
    for row in portfolio.line_ranges[index]:
        line = evaluation.drivers(row)
        if longest(line) == 1 or not evaluation.shows(row):
            continue
        rest = steady(line)
        at_rest: dict[str, Any] | None = None
        if rest is not None:
            at_rest = {"year": rest.year, "people": plain(rest.people), "amount": rest.amount}
        amounts = zip(portfolio.years, evaluation.line(row), strict=True)
        listed.append(
            {
                "line": portfolio.lines.ids[row],
                "people": {
                    str(y): plain(headcount(line if y >= portfolio.request_year else evaluation.base.drivers(row), y))
                    for y in portfolio.years
                },
                "amounts": {str(y): amount if isinstance(amount, int) else None for y, amount in amounts},
                "committed": {
                    str(y): bound.committed for y, bound in zip(portfolio.years, found.line(row), strict=True)
                },
                "steady": at_rest,
            }
        )
    return listed


def _obligation(document: Document, laid_out: Schedule) -> Report:
    obligation, request = laid_out.obligation, document.portfolio.request_year
    return {
        "id": obligation.id,
        "program": obligation.program,
        "name": obligation.name,
        "name_en": obligation.name_en,
        "kind": obligation.kind.value,
        "total": obligation.total,
        "first_year": obligation.first_year,
        "last_year": obligation.last_year,
        "outside_totals": obligation.outside,
        "instalments": {str(each.year): each.amount for each in laid_out.instalments},
        "spread_years": list(laid_out.assumed),
        "before": laid_out.between(obligation.first_year, request - 1),
        "in_request_year": laid_out.between(request, request),
        "later": laid_out.between(request + 1, obligation.last_year),
        "gap": laid_out.gap,
    }


def table(report: Report, depths: Sequence[int], texts: Texts) -> str:
    """The report for a terminal: programs and total a year each, what is bound below, then the obligations."""
    spoken = list(report["total"]["amounts"])
    rows = [
        ["  " * depth + texts.name(each["name"], each["name_en"]), *map(_yen, each["amounts"].values())]
        for depth, each in zip(depths, report["programs"], strict=True)
    ]
    total = report["total"]
    for name, key in (
        (texts._("Total"), "amounts"),
        (texts._("Bound by earlier decisions"), "earlier"),
        (texts._("Bound by the request year"), "request"),
        (texts._("Policy: renewals and what is decided later"), "policy"),
        (texts._("Above the base"), "from_base"),
        (texts._("Above a flat line"), "from_flat"),
    ):
        rows.append([name, *map(_yen, total[key].values())])
    said = [report["scenario"], columns([texts._("Yen"), *spoken], rows)]
    for each in report["obligations"]:
        said.append(
            texts._("{name}: {total} yen in all, {before} before, {now} in the request year, {later} later.").format(
                name=texts.name(each["name"], each["name_en"]),
                total=_yen(each["total"]),
                before=_yen(each["before"]),
                now=_yen(each["in_request_year"]),
                later=_yen(each["later"]),
            )
        )
    return "\n".join(said)


def _yen(amount: int | None) -> str:
    return "−" if amount is None else format_amount(amount)
