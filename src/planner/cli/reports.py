"""What the commands report, as plain data for `--json`: whole yen, years as text keys, `null` for what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.core.calculation.cohort import duration_at
from planner.core.calculation.evaluate import Evaluation, Totals
from planner.core.calculation.in_force import CHANGED, ValuesInForce, effective
from planner.core.ceilings.judge import Judged, Verdict
from planner.core.check.ceilings import why_unknown
from planner.core.check.printed import FigureCheck, Figures, view_remainder
from planner.core.compare.tree import CompareTree, Level, Node
from planner.core.edits.waivers import Accepted, waiver_of
from planner.core.errors import Problem
from planner.core.explain.footing import Shares
from planner.core.explain.sources import given_figures, sourced_figures
from planner.core.model.document import BASE, Document
from planner.core.model.fields import FIELDS, Value
from planner.core.model.lines import Amount
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, View
from planner.words.in_force import evidence_text
from planner.words.texts import Texts

Report = dict[str, Any]
LARGEST = 10
"""So many of the lines that grew most are named where a ceiling is broken."""


def totals(
    document: Document, scenario: int, evaluation: Evaluation, years: Sequence[int], view: View | None
) -> Report:
    """Amounts of every program and line in tree order; with a view, of its members and their parts only."""
    portfolio, values = document.portfolio, ValuesInForce(document, scenario)
    whole = evaluation.view(view)
    return {
        **heading(document, scenario, view),
        "total": _amounts(portfolio, whole, years),
        "remainder": _remainders(evaluation, view, years),
        "unpriced": _unpriced(portfolio, whole, years),
        "missing": {str(y): total.missing for y, total in zip(portfolio.years, whole, strict=True) if y in years},
        "programs": [_program(values, evaluation, i, years) for i in shown_programs(evaluation, view)],
    }


def heading(document: Document, scenario: int, view: View | None) -> Report:
    """What a report of a scenario is of."""
    return {
        "scenario": scenario_name(document, scenario),
        "unit": "yen",
        "view": view.id if view else None,
        "previous_year": document.portfolio.previous_year,
        "request_year": document.portfolio.request_year,
    }


def _remainders(evaluation: Evaluation, view: View | None, years: Sequence[int]) -> dict[str, int | None]:
    """What a view's printed totals hold beyond its listed members (「等」), by year; empty where none is printed."""
    printed = view.published if view else ()
    return {str(each.year): view_remainder(evaluation, view, each) for each in printed if view and each.year in years}


def shown_programs(evaluation: Evaluation, view: View | None) -> Iterable[int]:
    """The programs that are there in a scenario, in tree order; with a view, its members and their parts."""
    portfolio = evaluation.portfolio
    within = {each for top in portfolio.counted(view) for each in portfolio.subtrees[top]}
    return (i for i in sorted(within) if evaluation.shows_program(i))


def _program(values: ValuesInForce, evaluation: Evaluation, index: int, years: Sequence[int]) -> Report:
    portfolio = evaluation.portfolio
    program = portfolio.programs[index]
    printed = {}
    for figure in program.published:
        if figure.year in years and figure.interval is not None:
            low, _nominal, high = figure.interval
            printed[str(figure.year)] = {"printed": figure.printed, "low": low, "high": high}
    return {
        "id": program.id,
        "parent": program.parent or None,
        "name": program.name,
        "name_en": program.name_en,
        "amounts": _amounts(portfolio, evaluation.program(index), years),
        "unpriced": _unpriced(portfolio, evaluation.program(index), years),
        "relisted": _amounts(portfolio, evaluation.relisted(index), years),
        "published": printed,
        "lines": [_line(values, evaluation, row, years) for row in portfolio.line_ranges[index]],
    }


def _line(values: ValuesInForce, evaluation: Evaluation, row: int, years: Sequence[int]) -> Report:
    portfolio = evaluation.portfolio
    lines, basis = portfolio.lines, values.basis(row, portfolio.request_year)
    line = evaluation.drivers(row)
    amounts = dict(zip(portfolio.years, evaluation.line(row), strict=True))
    return {
        "id": lines.ids[row],
        "label": lines.labels[row],
        "label_en": lines.labels_en[row],
        "basis": values.basis_key(row, portfolio.request_year),
        "basis_of_rest": basis.rest.value if basis.rest else None,
        "duration": duration_at(line, portfolio.request_year),
        **{key: {str(y): plain(effective(line, key, y)) for y in years} for key in FIELDS},
        "amounts": {str(y): _amount(amounts[y]) for y in years},
    }


def comparison(document: Document, tree: CompareTree) -> Report:
    """What differs between scenarios, all their totals, and the programs and lines in tree order with their amounts.

    With a view, its totals and what its programs differ in.
    """
    portfolio, compared = document.portfolio, tree.comparison
    names = [scenario_name(document, number) for number in compared.scenarios]
    sums = [each.view(tree.view) for each in compared.evaluations]
    rows = list(tree.walk(Level.LINE))
    # a program that a view lists twice has its lines twice
    listed = {node.row: node for node in rows if node.row is not None}
    return {
        "scenarios": names,
        "view": tree.view.id if tree.view else None,
        "request_year": portfolio.request_year,
        "differences": [
            {
                "program": portfolio.programs[portfolio.lines.program[row]].id,
                "line": each.line_id,
                "field": each.cell.field,
                "year": each.cell.year,
                "values": dict(zip(names, map(plain, each.values), strict=True)),
                "effect": dict(zip(names, each.effects, strict=True)),
            }
            for row in sorted(listed)
            for each in compared.cells.get(row, ())
        ],
        "totals": {name: _amounts(portfolio, total, portfolio.years) for name, total in zip(names, sums, strict=True)},
        "programs": [_compared(tree, node, names) for node in rows if node.program is not None],
    }


def _compared(tree: CompareTree, node: Node, names: Sequence[str]) -> Report:
    """A program or line: its previous year, its request in each scenario, and what that differs by from the first."""
    portfolio = tree.comparison.portfolio
    assert node.program is not None
    places = range(len(names))
    standings = [tree.standing(node, place) for place in places]
    return {
        "id": portfolio.programs[node.program].id,
        "line": None if node.row is None else portfolio.lines.ids[node.row],
        "relisted": node.relisted,
        "previous": tree.previous(node).amount,
        "amounts": {name: tree.amount(node, place).amount for name, place in zip(names, places, strict=True)},
        "difference": {name: tree.difference(node, place) for name, place in zip(names, places, strict=True)},
        "standing": {name: each.value if each else None for name, each in zip(names, standings, strict=True)},
    }


def check(checked: Figures, found: Sequence[Problem], waivers: Accepted, texts: Texts) -> Report:
    """Problems, accepted ones with the reason in `waived`, and every printed figure with verdicts and shares."""
    reasons = [waiver_of(problem, waivers) for problem in found]
    return {
        "problems": [
            {
                "rule": problem.rule,
                "severity": problem.severity.value,
                "where": problem.where,
                "message": problem.message.render(texts.translate),
                "remedy": problem.remedy.render(texts.translate),
                "waived": waiver.why if waiver else None,
            }
            for problem, waiver in zip(found, reasons, strict=True)
        ],
        "programs": [
            {
                "id": each.program_id,
                "year": each.published.year,
                "computed": each.computed,
                "printed": each.published.printed or None,
                "low": each.low,
                "high": each.high,
                "agrees": each.agrees,
                "explained": checked.explained(each),
                **_shares(checked.shares(each)),
                "note": note(each, texts),
            }
            for each in checked
        ],
    }


def ceilings(document: Document, scenario: int, judged: Judged, texts: Texts) -> Report:
    """Every ceiling of the request year: figures as intervals in whole yen, state, what breaks it or is not known."""
    ids = document.portfolio.lines.ids
    found = []
    for place, each in enumerate(judged):
        broken, unknown = each.verdict is Verdict.BROKEN, each.verdict is Verdict.UNKNOWN
        increases = judged.increases(place, LARGEST) if broken else []
        found.append(
            {
                "id": each.ceiling.id,
                "name": each.ceiling.name,
                "name_en": each.ceiling.name_en,
                "source": each.ceiling.source,
                "state": each.verdict.value,
                **{key: getattr(each, key)._asdict() for key in ("limited", "allowance", "room")},
                "unpriced": each.unpriced,
                "missing": each.missing,
                "unsettled": [ids[row] for row in judged.unsettled(place)],
                "increases": [{"line": ids[row], "increase": increase} for row, increase in increases],
                "why": why_unknown(each).render(texts.translate) if unknown else None,
            }
        )
    return {
        "scenario": scenario_name(document, scenario),
        "unit": "yen",
        "year": document.portfolio.request_year,
        "ceilings": found,
    }


def sources(document: Document, scenario: int, basis: str | None, texts: Texts) -> Report:
    """Every figure of the base with its basis, sheet, sentence and rule; then those a scenario sets, with what was
    before, reason and evidence. `basis` keeps those that rest on it.
    """
    portfolio, values = document.portfolio, ValuesInForce(document, scenario)
    titles = dict(portfolio.sheets)
    figures: list[Report] = []
    for each in sourced_figures(portfolio, None if basis in (None, CHANGED) else Basis(basis)):
        if basis != CHANGED:
            former = values.value(each.row, each.field, each.year).is_changed
            figures.append(
                {
                    **_place(portfolio, each.row, each.field, each.year),
                    "value": plain(each.value),
                    "low": each.origin.low,
                    "high": each.origin.high,
                    **_origin(each.origin, titles),
                    **({"former": former} if scenario != BASE else {}),
                }
            )
    for given in given_figures(values):
        found = values.value(*given)
        origin = found.before.origin
        if basis in (None, found.basis):
            figures.append(
                {
                    **_place(portfolio, *given),
                    "value": plain(found.value),
                    "low": origin.low if origin else None,
                    "high": origin.high if origin else None,
                    **_origin(found.origin, titles, found.basis),
                    "scenario": scenario_name(document, found.giver),
                    "before": {"value": plain(found.before.value), **_origin(origin, titles)},
                    "reason": found.change.why if found.change else "",
                    "evidence": evidence_text(found.evidence, texts) if found.evidence else None,
                }
            )
    return {"figures": figures}


def _place(portfolio: Portfolio, row: int, field: str, year: int) -> Report:
    """Where a figure stands."""
    program = portfolio.programs[portfolio.lines.program[row]].id
    return {"program": program, "line": portfolio.lines.ids[row], "field": field, "year": year}


def _origin(origin: Origin | None, titles: Mapping[str, str], basis: str | None = None) -> Report:
    """The source of a figure, or none of it with what it rests on instead."""
    said = {key: getattr(origin, key, "") for key in ("sheet", "quote", "rule", "rule_en")}
    return {
        "basis": basis if origin is None else origin.basis.value,
        **said,
        "sheet_title": titles.get(said["sheet"], ""),
    }


def note(figure: FigureCheck, texts: Texts) -> str | None:
    """What the sheets themselves leave open about a figure, in words."""
    said = [texts.name(each.text, each.text_en) for each in figure.notes]
    if not figure.published.printed and not said:
        said = [texts._("The sheet prints no figure for this year.")]
    return " ".join(said) or None


def scenario_name(document: Document, number: int) -> str:
    """The name a scenario is called by; the base is `base` in every language."""
    return "base" if number == BASE else document.scenario(number).name


def plain(value: Value | None) -> int | str | None:
    """A driver's value for JSON: whole numbers as they are, other fractions as text."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _amounts(portfolio: Portfolio, sums: Totals, years: Sequence[int]) -> dict[str, int | None]:
    return {str(y): total.amount for y, total in zip(portfolio.years, sums, strict=True) if y in years}


def _unpriced(portfolio: Portfolio, sums: Totals, years: Sequence[int]) -> dict[str, int]:
    """How many lines are requested without an amount (事項要求)."""
    return {str(y): total.unpriced for y, total in zip(portfolio.years, sums, strict=True) if y in years}


def _amount(amount: Amount) -> int | None:
    return amount if isinstance(amount, int) else None


def _shares(shares: Shares | None) -> Report:
    """What an amount rests on as decimals of six places that add up to 1; null where there is nothing to share."""
    parts = None if shares is None else shares.in_parts(10**6)
    names = [f"share_{name}" for name in Shares._fields]
    return dict.fromkeys(names) if parts is None else dict(zip(names, map(_six_places, parts), strict=True))


def _six_places(millionths: int) -> str:
    sign, size = ("-" if millionths < 0 else ""), abs(millionths)
    return f"{sign}{size // 10**6}.{size % 10**6:06}"
