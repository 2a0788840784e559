"""What becomes of a review: what is accepted makes one scenario (査定案), what is countered another (復活案)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from planner.core.calculation.cohort import vintages
from planner.core.calculation.in_force import effective
from planner.core.edits.scenarios import branch, set_note
from planner.core.edits.values import NOBODY, Author, Entry, set_values, with_scenario
from planner.core.errors import N_, Both, Message, Translate, UserError
from planner.core.model.document import Document
from planner.core.model.fields import Value
from planner.core.model.lines import Amount, Cell
from planner.core.review.examined import Given, examine_line
from planner.core.review.review import Review, ReviewedLine

Counters = Mapping[int, int | None]
"""Row of a line → the amount to ask for in yen, `None` to keep to what was requested."""


def accept(
    document: Document,
    review: Review,
    rows: Collection[int],
    name: str,
    translate: Translate,
    author: Author = NOBODY,
) -> Document:
    """A scenario of that name below the one that was sent, with what the examiner wants of these lines.

    Lines of one program with the same comment are one change, whose reason is the comment. The scenario is the last
    one of the document returned. Raises `UserError` when the name is taken.
    """
    made = branch(document, review.scenario, name)
    number = made.scenarios[-1].number
    groups: dict[tuple[int, str], list[Entry]] = {}
    for reviewed in review.lines:
        if reviewed.row in rows:
            program = int(review.portfolio.lines.program[reviewed.row])
            groups.setdefault((program, reviewed.comment), []).extend(reviewed.examined.entries)
    for (_program, comment), entries in groups.items():
        made = set_values(made, number, entries, _reason(N_("Examined (査定)"), comment, translate), author)
    return made


def counter(
    document: Document,
    review: Review,
    counters: Counters,
    below: int,
    name: str,
    translate: Translate,
    author: Author = NOBODY,
) -> Document:
    """A scenario of that name below the scenario `below` that asks for the countered lines again (復活要求).

    It holds their figures itself: those requested, or those that give the amount asked for. Its note says what was
    requested and what the examiner would have allowed. Raises `UserError` when the name is taken, or an amount is one
    that no whole figures give.
    """
    made = branch(document, below, name)
    number = made.scenarios[-1].number
    said = []
    for reviewed in review.lines:
        if reviewed.row in counters:
            amount = counters[reviewed.row]
            made = _held(made, number, review, reviewed)
            if amount is not None:
                entries = counter_entries(review, reviewed, amount)
                why = _reason(N_("Restoration (復活)"), reviewed.comment, translate)
                made = set_values(made, number, entries, why, author)
            said.append(_told(review, reviewed, amount).render(translate))
    return set_note(made, number, "\n".join(said))


def counter_entries(review: Review, reviewed: ReviewedLine, amount: int) -> tuple[Entry, ...]:
    """The values that make a line, as it was requested, come to `amount`: its newest vintage takes the difference.

    Raises `UserError` where no whole rate gives it.
    """
    portfolio = review.portfolio
    line_id = portfolio.lines.ids[reviewed.row]
    own = review.requested.overrides.get(line_id, {})
    newest = vintages(portfolio.line(reviewed.row, own), portfolio.request_year)[0].amount
    if not isinstance(reviewed.requested, int) or not isinstance(newest, int):
        raise UserError(
            N_("The line has no amount to start from."), N_("Type rate and quantity in the scenario."), where=line_id
        )
    found = examine_line(portfolio, reviewed.row, own, {0: Given(amount=amount - reviewed.requested + newest)})
    if found.notes:
        remedy = N_("Give another amount, or type rate and quantity in the scenario.")
        raise UserError("{reason}", remedy, where=line_id, reason=found.notes[0])
    return found.entries


def _held(document: Document, scenario: int, review: Review, reviewed: ReviewedLine) -> Document:
    """The scenario holding by itself what was requested where the examiner wants something else."""
    portfolio = review.portfolio
    line_id = portfolio.lines.ids[reviewed.row]
    requested = portfolio.line(reviewed.row, review.requested.overrides.get(line_id))
    held: dict[Cell, Value] = {}
    for entry in reviewed.examined.entries:
        value = effective(requested, entry.field, entry.year)
        if value is not None:
            held[Cell(entry.field, entry.year)] = value
    current = document.scenario(scenario)
    own = MappingProxyType({**current.overrides, line_id: MappingProxyType(held)}) if held else current.overrides
    return with_scenario(document, replace(current, overrides=own))


def _reason(kind: str, comment: str, translate: Translate) -> str:
    said = translate(kind)
    return f"{said}: {comment}" if comment else said


def _told(review: Review, reviewed: ReviewedLine, amount: int | None) -> Message:
    """A countered line in the note of its scenario."""
    lines = review.portfolio.lines
    wanted = reviewed.requested if amount is None else amount
    return Message.of(
        N_("{line}: {wanted} yen asked for again (requested {requested}, examined {examined}). {comment}"),
        line=Both(lines.labels[reviewed.row], lines.labels_en[reviewed.row]),
        wanted=_yen(wanted),
        requested=_yen(reviewed.requested),
        examined=_yen(reviewed.examined.amount),
        comment=reviewed.comment,
    )


def _yen(amount: Amount) -> str:
    return f"{amount:,}" if isinstance(amount, int) else "−"
