"""Places of a document in words: programs, lines and fields as the lists of findings name them."""

from __future__ import annotations

from planner.core.errors import N_, Severity
from planner.core.model.portfolio import Portfolio
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
    return f"{found} {texts.era(int(year))}" if year else found
