"""Parts: a document made for one officer or division out of a larger one, what it was told, and how far it has come.

A part knows its own `Part`; the document it was made from keeps one for each part it has sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from planner.core.errors import N_, Both, UserError


class State(StrEnum):
    """How far a part has come."""

    OPEN = "open"  # 未提出
    SUBMITTED = "submitted"  # 提出: frozen until it is sent back
    RETURNED = "returned"  # 差戻し
    SETTLED = "settled"  # 確定


class HandIn(NamedTuple):
    """One step of a part on its way: its state from then on, by whom and when, what it requested then in yen."""

    state: State
    who: str
    when: str
    request: int | None = None
    note: str = ""


class Answer(NamedTuple):
    """What the officer of a part answers to a comment: that it is done, or why not."""

    text: str
    who: str = ""
    when: str = ""


class Comment(NamedTuple):
    """What is said of a line of a part when it is sent back; of the whole part where `line` is empty."""

    line: str
    text: str
    who: str = ""
    when: str = ""
    answer: Answer | None = None


@dataclass(frozen=True)
class Part:
    """A part: which request it belongs to, what is open in it, and from what state it was made.

    `id` is its own UUID, `request` that of the outermost document; `above` are the ids of the parts it was made out
    of, outermost first. `programs` are open with all that is below them; of the others only totals are there.
    """

    id: str
    request: str
    view: str
    heading: str
    heading_en: str
    scenario: str
    """The name of the scenario it was made from and goes back to."""
    programs: tuple[str, ...]
    above: tuple[str, ...] = ()
    working: int = 1
    """The number of the scenario in the part that goes back."""
    ancestor: tuple[tuple[str, str], ...] = ()
    """What it was given beside its base, by name and content; where it was sent from, what both had when they last met
    (`planner.core.merge.ancestor`)."""
    deadline: str = ""
    instructions: str = ""
    file: str = ""
    who: str = ""
    when: str = ""
    merged: str = ""
    """What tells the state of the part that was taken back last; empty before that."""
    taken: int | None = None
    """What its programs requested in yen when it was taken back last."""
    history: tuple[HandIn, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def name(self) -> Both:
        """Whose it is, in both languages."""
        return Both(self.heading, self.heading_en)

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.history[-1].state if self.history else State.OPEN

    @property
    def is_frozen(self) -> bool:
        """Whether it takes no edits: it is handed in, and was not sent back."""
        return self.state in (State.SUBMITTED, State.SETTLED)

    @cached_property
    def given(self) -> Mapping[str, str]:
        """`ancestor` by name."""
        return MappingProxyType(dict(self.ancestor))

    def with_step(self, step: HandIn, comments: tuple[Comment, ...] | None = None) -> Part:
        """The part one step further, with other comments where they are given."""
        said = self.comments if comments is None else comments
        return replace(self, history=(*self.history, step), comments=said)

    def with_history_of(self, whole: Part) -> Part:
        """The part with what has become of it in its own file and in the document that sent it (`whole`).

        What both know comes first, then what its own file knows alone, last what was decided where it was sent from:
        that stands until it is decided otherwise there. No order is told by a clock.
        """
        both = 0
        for own, other in zip(self.history, whole.history, strict=False):
            if own != other:
                break
            both += 1
        history = (*self.history, *whole.history[both:])
        return self if history == self.history else replace(self, history=history)

    def refuse_edits(self) -> None:
        """Raise `UserError` where it takes no edits."""
        if self.is_frozen:
            raise UserError(
                N_("The part {heading} is handed in: its figures stand as they were handed in."),
                N_("Have it sent back, and edit it then."),
                heading=self.name,
            )
