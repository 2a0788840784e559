"""What becomes of a review: the examination in full as a scenario (査定案), below it what is countered (復活案)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from planner.core.calculation.cohort import vintages
from planner.core.calculation.in_force import effective
from planner.core.edits.scenarios import branch, set_note
from planner.core.edits.values import NOBODY, Author, Entry, set_values, with_scenario
from planner.core.errors import N_, Both, Message, Translate, UserError
from planner.core.model.document import NO_CELLS, Document
from planner.core.model.fields import Value
from planner.core.model.lines import Amount, Cell
from planner.core.persistent import PersistentMap
from planner.core.review.examined import Given, examine_line
from planner.core.review.review import Review, ReviewedLine


class Answer(StrEnum):
    """What the officer answers to the examiner's figures of a line; it moves no figure of the examination."""

    LEAVE = N_("leave")
    ACCEPT = N_("accept")
    COUNTER = N_("counter")


Answers = Mapping[int, Answer]
"""Row of a line → what is answered; a line without an answer is left."""
Counters = Mapping[int, int | None]
"""Row of a line → the amount to ask for in yen, `None` to keep to what was requested."""


def take_examination(
    document: Document,
    review: Review,
    answers: Answers,
    name: str,
    translate: Translate,
    author: Author = NOBODY,
) -> Document:
    """A scenario of that name below the one that was sent, with every value the examiner wants, whatever is answered.

    Its note says what is answered. Lines of one program with the same comment are one change, whose reason is the
    comment. The scenario is the last one of the document returned. Raises `UserError` when the name is taken.
    """
    made = branch(document, review.scenario, name, _answers_told(review, answers, translate))
    number = made.scenarios[-1].number
    for entries, comment in _by_comment(review, ((each, each.examined.entries) for each in review.lines)):
        made = set_values(made, number, entries, _reason(N_("Examined"), comment, translate), author)
    return made


def ask_again(
    document: Document,
    review: Review,
    counters: Counters,
    below: int,
    name: str,
    translate: Translate,
    author: Author = NOBODY,
) -> Document:
    """A scenario of that name below the examination `below` that asks for the countered lines again (復活要求).

    It holds their figures itself and no others: those requested, or those that give the amount asked for. Its note
    says what was requested and what the examiner would have allowed. Raises `UserError` when the name is taken, or an
    amount is one that no whole figures give.
    """
    made = branch(document, below, name)
    number = made.scenarios[-1].number
    countered = [each for each in review.lines if each.row in counters]
    wanted = {each.row: _asked_for(review, each, counters[each.row]) for each in countered}
    for entries, comment in _by_comment(review, ((each, wanted[each.row]) for each in countered)):
        made = set_values(made, number, entries, _reason(N_("Restoration"), comment, translate), author)
    made = _holding(made, number, itertools.chain.from_iterable(wanted.values()))
    said = [_told(review, each, counters[each.row]).render(translate) for each in countered]
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
        raise _no_amount(line_id)
    found = examine_line(portfolio, reviewed.row, own, {0: Given(amount=amount - reviewed.requested + newest)})
    if found.notes:
        remedy = N_("Give another amount, or type rate and quantity in the scenario.")
        raise UserError("{reason}", remedy, where=line_id, reason=found.notes[0])
    return found.entries


def _asked_for(review: Review, reviewed: ReviewedLine, amount: int | None) -> list[Entry]:
    """The values of a countered line: those requested wherever the examiner wants others, or a new amount is wanted."""
    portfolio = review.portfolio
    line_id = portfolio.lines.ids[reviewed.row]
    if not isinstance(reviewed.requested, int):
        raise _no_amount(line_id)
    requested = portfolio.line(reviewed.row, review.requested.overrides.get(line_id))
    values: dict[Cell, Value] = {}
    for entry in reviewed.examined.entries:
        value = effective(requested, entry.field, entry.year)
        if value is not None:
            values[Cell(entry.field, entry.year)] = value
    if amount is not None:
        for entry in counter_entries(review, reviewed, amount):
            if entry.value is not None:
                values[Cell(entry.field, entry.year)] = entry.value
    return [Entry(line_id, *cell, value) for cell, value in values.items()]


def _no_amount(line_id: str) -> UserError:
    return UserError(
        N_("The line has no amount to start from."), N_("Type rate and quantity in the scenario."), where=line_id
    )


def _holding(document: Document, scenario: int, entries: Iterable[Entry]) -> Document:
    """The scenario holding these values itself, those too that its parent has just now."""
    current = document.scenario(scenario)
    overrides: PersistentMap[str, Mapping[Cell, Value]] = PersistentMap.of(current.overrides)
    for line, field, year, value in entries:
        if value is not None:
            own = overrides.get(line, NO_CELLS)
            overrides = overrides.set(line, MappingProxyType({**own, Cell(field, year): value}))
    return with_scenario(document, replace(current, overrides=overrides))


def _by_comment(
    review: Review, lines: Iterable[tuple[ReviewedLine, Iterable[Entry]]]
) -> Iterable[tuple[list[Entry], str]]:
    """The values of lines of one program with the same comment, and the comment."""
    groups: dict[tuple[int, str], list[Entry]] = {}
    for reviewed, entries in lines:
        program = int(review.portfolio.lines.program[reviewed.row])
        groups.setdefault((program, reviewed.comment), []).extend(entries)
    return [(entries, comment) for (_program, comment), entries in groups.items()]


def _reason(kind: str, comment: str, translate: Translate) -> str:
    said = translate(kind)
    return f"{said}: {comment}" if comment else said


def _answers_told(review: Review, answers: Answers, translate: Translate) -> str:
    """What is answered, a row an answer: the lines by name; nothing of those that are left."""
    lines = review.portfolio.lines
    said = []
    for answer in (Answer.ACCEPT, Answer.COUNTER):
        rows = [each.row for each in review.lines if answers.get(each.row) is answer]
        if rows:
            names = ", ".join(Both(lines.labels[row], lines.labels_en[row]).render(translate) for row in rows)
            told = N_("{answer} ({count}): {lines}")
            answered = Message.of(told, answer=Message.of(answer.value), count=len(rows), lines=names)
            said.append(answered.render(translate))
    return "\n".join(said)


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
