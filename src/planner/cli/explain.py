"""The command `explain`: why one side differs from another, program by program and line by line."""

from __future__ import annotations

import argparse
import json

from planner.cli.named import evaluation_of, plan_year
from planner.cli.opening import open_named
from planner.cli.reports import Report
from planner.cli.speech import say
from planner.cli.tables import NONE, columns
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, UserError
from planner.core.explain.difference import Difference, Explained, explain
from planner.core.explain.factors import Factors
from planner.core.explain.sides import Side
from planner.core.model.document import BASE, Document
from planner.core.money import format_amount, format_change
from planner.words.differences import FACTOR_NAMES, sentence
from planner.words.texts import Texts

PREVIOUS = ("previous", "前年度")


def explain_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what the difference between two sides is made of."""
    document = open_named(arguments).document
    found = explain(*(_side(document, text, str(arguments.file)) for text in (arguments.from_, arguments.to)))
    if arguments.json:
        say(json.dumps(report(found, texts), ensure_ascii=False, indent=2))
    else:
        say(table(found, (arguments.from_, arguments.to), texts))
    return 0


def _side(document: Document, text: str, where: str) -> Side:
    """What `previous`, `base` or a scenario with an optional `@YEAR` names."""
    name, at, year_text = text.rpartition("@")
    if not at or any(text == scenario.name for scenario in document.scenarios):
        name, year_text = text, ""
    portfolio = document.portfolio
    year = plan_year(portfolio, year_text, where) if year_text else None
    if name in PREVIOUS:
        if year not in (None, portfolio.previous_year):
            raise UserError(
                N_("The previous year is fiscal {previous}, not {year}."),
                N_("Give base@{year} for the base in that year."),
                previous=portfolio.previous_year,
                year=year,
            )
        return Side(evaluation_of(document, BASE), portfolio.previous_year)
    return Side(evaluation_of(document, find_scenario(document, name)), year or portfolio.request_year)


def report(found: Difference, texts: Texts) -> Report:
    """The whole difference, then that of every program and line that is there on a side, in tree order."""
    portfolio, total = found.portfolio, found.total
    sides = (found.before.evaluation, found.after.evaluation)
    programs = [i for i in range(len(portfolio.programs)) if any(each.shows_program(i) for each in sides)]
    lines = [row for row in range(len(portfolio.lines)) if any(each.shows(row) for each in sides)]
    return {
        "from": total.before.amount,
        "to": total.after.amount,
        "difference": total.factors.difference,
        "factors": total.factors._asdict(),
        "programs": [{"id": portfolio.programs[i].id, **_entry(found, found.program(i), texts)} for i in programs],
        "lines": [{"line": portfolio.lines.ids[row], **_entry(found, found.line(row), texts)} for row in lines],
    }


def _entry(found: Difference, one: Explained, texts: Texts) -> Report:
    return {
        "from": one.before.amount,
        "to": one.after.amount,
        "factors": one.factors._asdict(),
        "sentence": sentence(one, texts, from_previous=found.before.is_enacted),
    }


def table(found: Difference, names: tuple[str, str], texts: Texts) -> str:
    """Programs and lines that differ, a column for each factor there is; then the programs in words."""
    portfolio, total = found.portfolio, found.total
    shown: list[tuple[str, Explained]] = []
    told: list[str] = []
    for index, program in enumerate(portfolio.programs):
        one = found.program(index)
        if not _differs(one):
            continue
        depth, name = len(portfolio.ancestors[index]) - 1, texts.name(program.name, program.name_en)
        shown.append(("  " * depth + name, one))
        told.append(f"{'  ' * depth}{name}: {sentence(one, texts, from_previous=found.before.is_enacted)}")
        for row in portfolio.line_ranges[index]:
            if _differs(line := found.line(row)):
                label = texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
                shown.append(("  " * (depth + 1) + label, line))
    shown.append((texts._("Total"), total))
    keys = [key for key in FACTOR_NAMES if any(one.causes[key] for _, one in shown)]
    head = [texts._("Yen"), *names, texts._("Change"), *(texts._(FACTOR_NAMES[key]) for key in keys)]
    rows = [[name, *_figures(one, keys)] for name, one in shown]
    return "\n".join(
        [
            columns(head, rows),
            "",
            *told,
            f"{texts._('Total')}: {sentence(total, texts, from_previous=found.before.is_enacted)}",
        ]
    )


def _differs(one: Explained) -> bool:
    return one.factors != Factors() or one.apart > 0


def _figures(one: Explained, keys: list[str]) -> list[str]:
    amounts = [NONE if total.amount is None else format_amount(total.amount) for total in (one.before, one.after)]
    found = one.causes
    changes = [format_change(found[key]) if found[key] else "" for key in keys]
    return [*amounts, format_change(one.factors.difference), *changes]
