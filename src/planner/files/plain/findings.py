"""The findings of the check in words: the names of their places, and the list as a CSV table to print or hand on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from planner.core.edits.waivers import Accepted, waiver_of
from planner.core.errors import N_, Problem, Severity
from planner.core.model.portfolio import Portfolio
from planner.core.model.rules import RULES
from planner.core.years import era_label
from planner.files.document.store import write_whole
from planner.files.plain.tidy_csv import plain_text
from planner.words.texts import Texts

SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


def place_name(portfolio: Portfolio, where: str, texts: Texts) -> str:
    """Where a finding stands, by the name of its line, program or view, with the fiscal year."""
    address, _, year = where.partition("@")
    id_, name = address.partition(".")[0], texts.name
    found = id_
    if not id_:
        found = texts._("All programs")
    elif id_ in portfolio.line_index:
        row = portfolio.line_index[id_]
        program = portfolio.programs[portfolio.lines.program[row]]
        label = name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        found = f"{name(program.name, program.name_en)} › {label}"
    elif id_ in portfolio.program_index:
        program = portfolio.programs[portfolio.program_index[id_]]
        found = name(program.name, program.name_en)
    else:
        found = next((name(view.name, view.name_en) for view in portfolio.views if view.id == id_), id_)
    return f"{found} {era_label(int(year))}" if year else found


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
