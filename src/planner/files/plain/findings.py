"""The findings of the check in words: the names of their places, and the list as a CSV table to print or hand on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from planner.core.edits.waivers import Accepted, waiver_of
from planner.core.errors import Problem
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import RULES
from planner.files.plain.tidy_csv import plain_text
from planner.files.whole import write_whole
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


def write_findings(
    path: Path, portfolio: Portfolio, problems: Iterable[Problem], accepted: Accepted, texts: Texts
) -> None:
    """Write findings as CSV, a row each, accepted ones with the reason; in UTF-8 with a byte order mark.

    Raises `UserError` when the file cannot be written.
    """
    _, content = texts._, io.StringIO()
    table = csv.writer(content, lineterminator="\r\n")
    heads = (_("Severity"), _("Rule"), _("Where"), _("Id"), _("Finding"), _("What to do"), _("Accepted because"))
    table.writerow((*heads, _("Accepted by")))
    for problem in problems:
        waiver = waiver_of(problem, accepted)
        cells = (
            _(SEVERITIES[problem.severity]),
            _(RULES[problem.rule].name),
            place_name(portfolio, problem.where, texts),
            problem.where,
            problem.message.render(texts.translate),
            problem.remedy.render(texts.translate),
            waiver.why if waiver else "",
            f"{waiver.who} {waiver.when}".strip() if waiver else "",
        )
        table.writerow(map(plain_text, cells))
    write_whole(path, content.getvalue().encode("utf-8-sig"))
