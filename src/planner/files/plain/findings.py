"""The findings of the check in words, as a CSV table to print or hand on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planner.core.edits.waivers import Accepted, waiver_of
from planner.core.errors import Problem
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import RULES
from planner.files.plain.tidy_csv import write_rows
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


def write_findings(
    path: Path, portfolio: Portfolio, problems: Iterable[Problem], accepted: Accepted, texts: Texts
) -> None:
    """Write findings as CSV, a row each, accepted ones with the reason; in UTF-8 with a byte order mark.

    Raises `UserError` when the file cannot be written.
    """
    _ = texts._
    heads = (_("Severity"), _("Rule"), _("Where"), _("Id"), _("Finding"), _("What to do"), _("Accepted because"))
    rows = [(*heads, _("Accepted by"))]
    for problem in problems:
        waiver = waiver_of(problem, accepted)
        rows.append(
            (
                _(SEVERITIES[problem.severity]),
                _(RULES[problem.rule].name),
                place_name(portfolio, problem.where, texts),
                problem.where,
                problem.message.render(texts.translate),
                problem.remedy.render(texts.translate),
                waiver.why if waiver else "",
                f"{waiver.who} {waiver.when}".strip() if waiver else "",
            )
        )
    write_rows(path, rows)
