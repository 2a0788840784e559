"""The commands that only look: totals, years, compare, check, ceilings, sources. Amounts are whole yen."""

from __future__ import annotations

import argparse
import json

from planner.cli import reports, tables, year_report
from planner.cli.named import evaluation_of, plan_year, view_named
from planner.cli.opening import open_named
from planner.cli.speech import say
from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import Evaluation, evaluate_base
from planner.core.ceilings.judge import Judged, judge
from planner.core.check.examination import problems
from planner.core.check.printed import figures
from planner.core.check.sums import wrong_sums
from planner.core.compare.side_by_side import compare
from planner.core.compare.tree import CompareTree
from planner.core.edits.scenarios import find_scenario
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.errors import Severity
from planner.core.model.document import BASE, Document
from planner.files.plain.findings import write_findings
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.texts import Texts


def totals(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what every program and line adds up to."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    years = document.portfolio.years
    if arguments.year is not None:
        years = (plan_year(document.portfolio, arguments.year, str(arguments.file)),)
    view = None if arguments.view is None else view_named(document, arguments.view)
    evaluation = evaluation_of(document, number)
    if arguments.csv is not None:
        from planner.files.plain.frames import lines_frame, write_frame  # noqa: PLC0415 - pandas only where it is needed

        write_frame(lines_frame(document, evaluation, number), arguments.csv)
        say(texts._("The lines are written: {path}").format(path=arguments.csv))
        return 0
    report = reports.totals(document, number, evaluation, years, view)
    say(_json(report) if arguments.json else tables.totals(report, document.portfolio, texts))
    return 0


def years(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what every program costs in every plan year, and what is bound of it."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    view = None if arguments.view is None else view_named(document, arguments.view)
    found, base = (burdens(evaluation_of(document, each), document.all_obligations) for each in (number, BASE))
    report = year_report.years(document, number, found, base, view)
    portfolio = document.portfolio
    depths = [portfolio.depth(portfolio.program_index[each["id"]]) for each in report["programs"]]
    say(_json(report) if arguments.json else year_report.table(report, depths, texts))
    return 0


def compare_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print scenarios side by side."""
    document = open_named(arguments).document
    numbers = [find_scenario(document, name) for name in dict.fromkeys(arguments.scenarios)]
    comparison = compare(document, evaluate_base(document.portfolio), list(dict.fromkeys(numbers)))
    view = None if arguments.view is None else view_named(document, arguments.view)
    tree = CompareTree(comparison, view, everything=arguments.all)
    if arguments.csv is not None:
        from planner.files.plain.frames import comparison_frame, write_frame  # noqa: PLC0415 - pandas only where it is needed

        names = [reports.scenario_name(document, number) for number in comparison.scenarios]
        write_frame(comparison_frame(tree, names, texts.translate), arguments.csv)
        say(texts._("The comparison is written: {path}").format(path=arguments.csv))
        return 0
    report = reports.comparison(document, tree)
    say(_json(report) if arguments.json else tables.comparison(report, document.portfolio, texts))
    return 0


def check(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print the printed figures beside the lines, and all problems; 1 when an error stands that is not accepted."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    evaluation = evaluation_of(document, number)
    checked = figures(evaluation)
    found = (*wrong_sums(evaluation), *problems(document, evaluation, number, checked, _judged(document, evaluation)))
    waivers = accepted(document, number)
    if arguments.csv is not None:
        write_findings(arguments.csv, document.portfolio, found, waivers, texts)
        say(texts._("The findings are written: {path}").format(path=arguments.csv))
    else:
        report = reports.check(checked, found, waivers, texts)
        say(_json(report) if arguments.json else tables.check(report, document.portfolio, texts))
    stands = any(each.severity is Severity.ERROR and waiver_of(each, waivers) is None for each in found)
    return 1 if stands else 0


def ceilings(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print the ceilings of the request year, the room left and what breaks them."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    report = reports.ceilings(document, number, _judged(document, evaluation_of(document, number)), texts)
    say(_json(report) if arguments.json else tables.ceilings(report, texts))
    return 0


def sources(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print every figure of the base with its source, and with a scenario what that sets instead."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    report = reports.sources(document, number, arguments.basis, texts)
    say(_json(report) if arguments.json else tables.sources(report, texts))
    return 0


def _judged(document: Document, evaluation: Evaluation) -> Judged:
    return judge(evaluation, document.all_ceilings(published_rules(document.portfolio.request_year)))


def _json(report: object) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)
