"""How sure figures are, as readers name it."""

from __future__ import annotations

from fractions import Fraction

from planner.core.errors import N_
from planner.core.model.fields import FIELDS
from planner.core.model.ranges import JudgedRange, Own, Shape
from planner.core.risk.drivers import Given
from planner.words.texts import Texts

SHAPE_NAMES = {
    Shape.UNIFORM: N_("all values alike"),
    Shape.TRIANGULAR: N_("triangular"),
    Shape.PERT: N_("PERT"),
}
"""The shapes of a spread."""

GIVEN_NAMES = {Given.PUBLISHED: N_("printed"), Given.REGISTER: N_("register"), Given.ASKED: N_("asked for")}
"""Where ranges come from."""


def range_text(judged: JudgedRange, texts: Texts) -> str:
    """The range of the register: `4,000,000–5,000,000 (4,344,000)`, `±10%`, or that it is the printed one."""
    if isinstance(judged.span, Own):
        return own_text(judged.figure.field, judged.span)
    return texts._("as printed") if judged.span is None else share_text(judged.span)


def own_text(field: str, own: Own) -> str:
    """A range with what is most likely, where that is said."""
    low, high = (FIELDS[field].display(each) for each in (own.low, own.high))
    return f"{low}–{high}" + ("" if own.mode is None else f" ({FIELDS[field].display(own.mode)})")


def share_text(share: Fraction) -> str:
    """By how much of itself a figure varies."""
    return f"±{float(share * 100):g}%"


def judged_by(judged: JudgedRange) -> str:
    """Who judged so, and when."""
    return f"{judged.who} {judged.when[:16].replace('T', ' ')}".strip()
