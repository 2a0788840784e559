"""Parts on their way, in words: each step of them, and what was said of their lines when they were sent back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planner.core.errors import N_
from planner.core.model.parts import Answer, Comment, HandIn, Part
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount, format_change
from planner.words.merge import STATES
from planner.words.places import place_name
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.core.merge.board import Standing

WHOLE = N_("The whole part")
OTHER_CEILING = N_("the ceiling changed after it was sent")


def part_name(part: Part, texts: Texts) -> str:
    """Whose a part is."""
    return texts.name(part.heading, part.heading_en) or "−"


def comment_place(portfolio: Portfolio, comment: Comment, texts: Texts) -> str:
    """What a comment is about: the program and line, or the whole part."""
    return place_name(portfolio, comment.line, texts) if comment.line else texts._(WHOLE)


def state_text(each: Standing, texts: Texts) -> str:
    """How far a part is, and what else is to be known of where it stands."""
    noted = [(not each.found, N_("no file")), (each.has_other_ceilings, OTHER_CEILING)]
    said = ", ".join(texts._(text) for holds, text in noted if holds)
    return f"{texts._(STATES[each.state])} ({said})" if said else texts._(STATES[each.state])


def room_text(room: int, texts: Texts) -> str:
    """The room under a ceiling in yen, or by how much it is broken."""
    if room < 0:
        return texts._("Over the ceiling by {amount} yen.").format(amount=format_amount(-room))
    return texts._("Room under the ceiling: {room} yen.").format(room=format_amount(room))


def said_by(said: Comment | Answer | HandIn) -> str:
    """Who said it, and on which day."""
    return " ".join(filter(None, (said.who, said.when[:10])))


def comment_text(comment: Comment) -> str:
    """What was said, by whom and when, and what was answered."""
    said = f"{comment.text} ({said_by(comment)})"
    return said if comment.answer is None else f"{said} → {comment.answer.text} ({said_by(comment.answer)})"


def comments_on(part: Part, line_id: str) -> list[Comment]:
    """What was said of a line, newest first."""
    return [each for each in reversed(part.comments) if each.line == line_id]


def steps(part: Part, texts: Texts) -> Iterator[str]:
    """Each step of a part, oldest first: what became of it, by whom, its request (yen) and how that moved."""
    before: int | None = None
    for step in part.history:
        said = [": ".join(filter(None, (said_by(step), texts._(STATES[step.state]))))]
        if step.request is not None:
            moved = "" if before in (None, step.request) else f" ({format_change(step.request - (before or 0))})"
            said.append(texts._("{amount} yen").format(amount=format_amount(step.request)) + moved)
            before = step.request
        yield " · ".join([*said, *filter(None, [step.note])])


def reminders(standings: Iterable[Standing], texts: Texts) -> list[list[str]]:
    """Whom to remind, as a table with a head: the parts that are waited for, when they were due, what they lack."""
    _ = texts._
    head = [_("Part"), _("State"), _("Officer"), _("Due"), _("Request (yen)"), _("Ceiling (yen)"), _("Over by (yen)")]
    head += [_("Findings"), _("What shall be changed?"), _("Comments"), _("Instructions"), _("File")]
    return [head, *(_reminder(each, texts) for each in standings if each.is_awaited)]


def _reminder(each: Standing, texts: Texts) -> list[str]:
    part, last = each.part, each.part.history[-1] if each.part.history else None
    amounts = (each.request, each.ceiling, -each.room if each.is_over and each.room is not None else None)
    return [
        part_name(part, texts),
        state_text(each, texts),
        each.who,
        part.deadline,
        *("" if amount is None else format_amount(amount) for amount in amounts),
        "" if each.findings is None else str(each.findings),
        last.note if last is not None else "",
        str(len(part.comments)),
        part.instructions,
        part.file,
    ]
