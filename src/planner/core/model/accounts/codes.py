"""Codes of the budget's accounts (所管・組織・項・目・目の細分), 要求番号, 予算事業ID, and links of programs.

They stand at programs and lines and move no amount. A code that stands nowhere is not known, which is no fault. Texts
are kept as they are typed: a 要求番号 such as ① must not become 1.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from planner.core.errors import N_, Message, UserError

TEXT_LIMIT = 100
"""A code has at most so many characters."""

ADDRESS_LIMIT = 2000
"""So many has the address of a link; Excel takes 2,079."""


class CodeKind(StrEnum):
    """What is said of a program or line; the account's codes stand from the outermost inwards."""

    JURISDICTION = "jurisdiction"  # 所管
    ORGANISATION = "organisation"  # 組織
    ITEM = "item"  # 項
    SUBITEM = "subitem"  # 目
    DETAIL = "detail"  # 目の細分
    REQUEST = "request"  # 要求番号
    PROJECT = "project"  # 予算事業ID
    EVALUATION = "evaluation"  # 政策評価
    EBPM = "ebpm"  # EBPM


CODES = tuple(CodeKind)[:7]
"""Those that are codes: a line has those of its program where it says none of its own."""

LINKS = (CodeKind.EVALUATION, CodeKind.EBPM)
"""Those that are links, which programs alone have."""

LABELS: Mapping[CodeKind, str] = {
    CodeKind.JURISDICTION: N_("Jurisdiction"),
    CodeKind.ORGANISATION: N_("Organisation"),
    CodeKind.ITEM: N_("Appropriation item"),
    CodeKind.SUBITEM: N_("Object"),
    CodeKind.DETAIL: N_("Object detail"),
    CodeKind.REQUEST: N_("Request number"),
    CodeKind.PROJECT: N_("Budget project ID"),
    CodeKind.EVALUATION: N_("Policy evaluation"),
    CodeKind.EBPM: N_("EBPM"),
}
"""What they are called; catalogue keys."""


class Owner(StrEnum):
    """What a code stands at."""

    PROGRAM = "program"
    LINE = "line"


class CodePlace(NamedTuple):
    """Where a code stands: at a program or line (by id), and which it is."""

    owner: Owner
    id: str
    kind: CodeKind

    def __str__(self) -> str:
        return f"{self.owner.value}:{self.id}:{self.kind.value}"


def place_of_text(text: str) -> CodePlace:
    """A place from its text; `ValueError` where it is none."""
    owner, _, rest = text.partition(":")
    id_, _, kind = rest.rpartition(":")
    return CodePlace(Owner(owner), id_, CodeKind(kind))


@dataclass(frozen=True)
class Code:
    """A code, or the text of a link and its address. An empty one says that what came with the tables does not hold.

    `who` set it last, and `when` (ISO text), as changes have them.
    """

    text: str
    address: str = ""
    why: str = ""
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return not self.text and not self.address

    @property
    def leads_to(self) -> str:
        """The address of a link; empty where there is none that one may follow."""
        return self.address if _is_address(self.address) else ""

    def says(self, other: Code) -> bool:
        """Whether it says the same, whoever set it, and why."""
        return (self.text, self.address) == (other.text, other.address)

    def check(self, place: CodePlace) -> Code:
        """The code itself where it can stand in a place, else `UserError`."""
        name = Message.of(LABELS[place.kind])
        shown = self.text.replace("\u3000", " ")  # a wide space is as good as any
        if shown != shown.strip() or not shown.isprintable() or len(self.text) > TEXT_LIMIT:
            raise UserError(
                N_('"{text}" cannot stand as {name}.'),
                N_("Use up to {limit} printable characters."),
                where=place.id,
                text=self.text[:TEXT_LIMIT],
                name=name,
                limit=TEXT_LIMIT,
            )
        if place.kind in LINKS and place.owner is not Owner.PROGRAM:
            raise UserError(N_("{name} belongs to a program."), N_("Set it at the program."), where=place.id, name=name)
        if self.address and (place.kind not in LINKS or not _is_address(self.address)):
            raise UserError(
                N_('"{text}" is no address {name} can lead to.'),
                N_("Use an address that begins with https:// or http://."),
                where=place.id,
                text=self.address[:TEXT_LIMIT],
                name=name,
            )
        return self


BLANK = Code("")


def _is_address(text: str) -> bool:
    return len(text) <= ADDRESS_LIMIT and text.isprintable() and re.fullmatch(r"https?://\S+", text) is not None


Codes = Mapping[CodePlace, Code]
"""Codes by where they stand."""

NO_CODES: Codes = MappingProxyType({})


def stated_at(
    codes: Codes, lines: Container[str], programs: Container[str], above: Container[str] = frozenset()
) -> Codes:
    """Of some codes those that stand at these lines and programs (by id), and without links those of programs above."""

    def is_told(place: CodePlace) -> bool:
        if place.owner is Owner.LINE:
            return place.id in lines
        return place.id in programs or (place.kind in CODES and place.id in above)

    return MappingProxyType({place: code for place, code in codes.items() if is_told(place)})
