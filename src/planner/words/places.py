"""Places of a document in words: programs, lines and fields as the lists of findings name them."""

from __future__ import annotations

from planner.core.errors import N_, Severity
from planner.core.model.portfolio import Portfolio
from planner.words.texts import Texts

SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}


def program_path(portfolio: Portfolio, index: int, texts: Texts) -> str:
    """A program by its name, a part of one below what it is a part of: 研究公正推進事業 › 日本学術振興会."""
    programs = (portfolio.programs[each] for each in reversed(portfolio.ancestors[index][:2]))
    return " › ".join(texts.name(program.name, program.name_en) for program in programs)


def place_name(portfolio: Portfolio, where: str, texts: Texts, *, whole: bool = False) -> str:
    """Where a finding stands, by the name of its line, program or view, with the fiscal year.

    `whole`: parts of programs are named below these.
    """
    address, _, year = where.partition("@")
    id_, name = address.partition(".")[0], texts.name

    def named(index: int) -> str:
        program = portfolio.programs[index]
        return program_path(portfolio, index, texts) if whole else name(program.name, program.name_en)

    found = id_
    if not id_:
        found = texts._("All programs")
    elif id_ in portfolio.line_index:
        row = portfolio.line_index[id_]
        label = name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        found = f"{named(int(portfolio.lines.program[row]))} › {label}"
    elif id_ in portfolio.program_index:
        found = named(portfolio.program_index[id_])
    else:
        found = next((name(view.name, view.name_en) for view in portfolio.views if view.id == id_), id_)
    return f"{found} {texts.era(int(year))}" if year else found
