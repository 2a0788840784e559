"""What two officers said differently, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.core.errors import N_
from planner.core.merge.conflicts import Conflict, Said
from planner.core.merge.items import CODE
from planner.core.model.accounts.codes import LABELS, CodePlace, Owner, place_of_text
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS, Value
from planner.core.model.parts import State
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_change
from planner.words.texts import Texts

NOTHING = "−"
ALLOTTED = ("配分された枠", "Allotted ceiling")
"""What the ceilings are called that parts go out with, in both languages."""

KINDS = {
    "growth": N_("Growth assumed"),
    "evidence": N_("Evidence"),
    "waiver": N_("Accepted finding"),
    "ceiling": N_("Ceiling"),
    "obligation": N_("Obligation"),
    "range": N_("Range judged"),
    "line": N_("Name of the line"),
    "program": N_("Name of the program"),
    "note": N_("Note of the scenario"),
    "reason": N_("Reason"),
    "code": N_("Code"),
    "execution": N_("Execution of past years"),
}
"""What is no value, by its kind in `planner.core.merge`."""

STATES = {
    State.OPEN: N_("not handed in"),
    State.SUBMITTED: N_("handed in"),
    State.RETURNED: N_("sent back"),
    State.SETTLED: N_("settled"),
}


def conflict_place(document: Document, conflict: Conflict, texts: Texts) -> str:
    """What a conflict is about: program, line, field and year."""
    _, name, portfolio = texts._, texts.name, document.portfolio
    field = ALL_FIELDS.get(conflict.of or conflict.field)
    told = [_(KINDS[conflict.field])] if conflict.field in KINDS else []
    if conflict.field == CODE:
        return " › ".join([*told, *_code_place(portfolio, place_of_text(conflict.line), texts)])
    row = portfolio.line_index.get(conflict.line)
    if row is None:
        told.append(conflict.line)
    else:
        program = portfolio.programs[portfolio.lines.program[row]]
        told.append(name(program.name, program.name_en))
        told.append(name(portfolio.lines.labels[row], portfolio.lines.labels_en[row]))
    if field is not None and conflict.year is not None:
        told.append(f"{_(field.label)} {texts.year(field, conflict.year)}")
    return " › ".join(filter(None, told))


def _code_place(portfolio: Portfolio, place: CodePlace, texts: Texts) -> Iterator[str]:
    """Program and line of a code, as far as they are here, and which it is."""
    row = portfolio.line_index.get(place.id) if place.owner is Owner.LINE else None
    index = portfolio.program_index.get(place.id) if row is None else int(portfolio.lines.program[row])
    if index is None:
        yield place.id
    else:
        yield texts.name(portfolio.programs[index].name, portfolio.programs[index].name_en)
    if row is not None:
        yield texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
    yield texts._(LABELS[place.kind])


def side_text(conflict: Conflict, said: Said, texts: Texts) -> str:
    """One side: its value, who gave it and when, and why."""
    by = " ".join(filter(None, (said.who, said.when[:10])))
    value = value_text(conflict, said.value, texts)
    return " ".join(filter(None, (value, f"({by})" if by else "", said.why and texts.quoted(said.why))))


def value_text(conflict: Conflict, value: Value | str | None, texts: Texts) -> str:
    """A value or text of a conflict."""
    field = ALL_FIELDS.get(conflict.field)
    if value is None or isinstance(value, str):
        return value or NOTHING
    if field is None:
        return f"{float(value):.2%}" if isinstance(value, Fraction) else str(value)
    return texts.value(field, value)


def conflict_text(document: Document, conflict: Conflict, texts: Texts) -> str:
    """A conflict in one line: where, ours, theirs, and what theirs would do."""
    _ = texts._
    effect = NOTHING if conflict.effect is None else format_change(conflict.effect)
    said = _("{place}: ours {ours}, theirs {theirs}; theirs would change the total by {effect} yen.").format(
        place=conflict_place(document, conflict, texts),
        ours=side_text(conflict, conflict.ours, texts),
        theirs=side_text(conflict, conflict.theirs, texts),
        effect=effect,
    )
    if conflict.removed:
        said += " " + _("One of the two took the line out, the other changed it.")
    return said
