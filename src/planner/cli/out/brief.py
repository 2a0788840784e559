"""The command `brief`: the overview of a scenario on one sheet of paper."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from planner.cli.opening import open_named
from planner.cli.paths import with_suffix
from planner.cli.speech import say
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.edits.scenarios import find_scenario
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from planner.core.overview.overview import Overview, overview
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.texts import Texts, texts_for

WriteBrief = Callable[[Path, Overview, Texts], int]
"""Writes an overview as a PDF file in a language; how many pages it has."""


def brief_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the overview of a scenario on one sheet of paper, as PDF."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    bases = evaluate_base(document.portfolio)
    evaluations = {each: evaluate_scenario(document, bases, each) for each in (BASE, *_numbers(document))}
    ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
    evaluation = evaluations[number]
    checked, judged = figures(evaluation), judge(evaluation, ceilings)
    examination = examine(document, evaluation, number, checked=checked, judged=judged, unit=Unit.THOUSAND)
    facts = overview(
        document, number, evaluations.__getitem__, ceilings=ceilings, examination=examination, checked=checked
    )
    write_brief: WriteBrief = arguments.write_brief
    output = with_suffix(arguments.output, ".pdf")
    pages = write_brief(output, facts, texts_for(arguments.language) if arguments.language else texts)
    say(texts._("The PDF is written (pages: {pages}): {path}").format(path=output, pages=pages))
    return 0


def _numbers(document: Document) -> list[int]:
    return [each.number for each in document.scenarios]
