"""What `planner years` reports: every plan year's amounts, what is bound of them (後年度負担), the obligations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from planner.cli.reports import Report, heading, plain, shown_programs
from planner.cli.tables import columns
from planner.core.calculation.burden import Burden, Burdens, schedule_of
from planner.core.calculation.cohort import longest
from planner.core.calculation.evaluate import evaluate
from planner.core.calculation.full_effect import as_last_year, full_effects
from planner.core.calculation.tenure import headcount, steady
from planner.core.errors import N_
from planner.core.model.document import NO_OVERRIDES, Document, Overrides
from planner.core.model.growth import CLASSES
from planner.core.model.obligations import Schedule
from planner.core.model.portfolio import View
from planner.core.money import format_amount, format_change
from planner.words.texts import Texts

TOLD = 10
"""So many lines are told one by one in a terminal."""


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
        "full_effect": {
            "from_base": _full_effect(document, found, NO_OVERRIDES, view),
            "from_last_year": _full_effect(document, found, as_last_year(portfolio), view),
        },
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


def _full_effect(document: Document, found: Burdens, before: Overrides, view: View | None) -> list[Report]:
    """Lines with what they come to more than before in each year, what is bound of it, and the year it is full in."""
    evaluation, portfolio = found.evaluation, document.portfolio
    shown = {row for program in shown_programs(evaluation, view) for row in portfolio.line_ranges[program]}
    effects = full_effects(evaluation, evaluate(evaluation.base, before), document.all_obligations)
    years = [str(year) for year in portfolio.years[1:]]
    return [
        {
            "line": portfolio.lines.ids[each.row],
            "amounts": dict(zip(years, each.amounts, strict=True)),
            "bound": dict(zip(years, each.bound, strict=True)),
            "full_from": each.year,
        }
        for each in effects
        if each.row in shown
    ]


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
    later = [each for each in report["full_effect"]["from_last_year"] if each["full_from"] != int(spoken[1])]
    if later:
        said += ["", _late(later, spoken[1:], texts)]
    return "\n".join(said)


def _late(effects: Sequence[Report], years: Sequence[str], texts: Texts) -> str:
    """The lines whose full effect comes after the request year, those first that move most until then."""

    def moves(each: Report) -> int:
        amounts = [amount for amount in each["amounts"].values() if amount is not None]
        return max(amounts) - min(amounts) if amounts else 0

    def full_from(each: Report) -> str:
        if each["full_from"] is not None:
            return str(each["full_from"])
        return "−" if None in each["amounts"].values() else texts._("not within the plan")

    ranked = sorted(effects, key=moves, reverse=True)
    rows = [[each["line"], *map(_change, each["amounts"].values()), full_from(each)] for each in ranked[:TOLD]]
    head = [texts._("Above last year's course: full effect after the request year"), *years, texts._("Full from")]
    more = len(ranked) - TOLD
    said = columns(head, rows)
    if more <= 0:
        return said
    return said + "\n" + texts.plural(more, N_("{n} more line moves less."), N_("{n} more lines move less."))


def _change(amount: int | None) -> str:
    return "−" if amount is None else format_change(amount)


def _yen(amount: int | None) -> str:
    return "−" if amount is None else format_amount(amount)
