"""Figures as readers name them: units, bases, amounts."""

from __future__ import annotations

from planner.core.calculation.evaluate import Total
from planner.core.errors import N_, Translate
from planner.core.explain.footing import Shares
from planner.core.money import Unit, format_amount
from planner.words.texts import Texts

BASIS_NAMES = {
    "published": N_("published"),
    "derived": N_("derived"),
    "fitted": N_("fitted"),
    "assumed": N_("assumed"),
    "residual": N_("residual"),
}

SHARE_NAMES = (N_("printed or derived"), BASIS_NAMES["fitted"], BASIS_NAMES["assumed"], BASIS_NAMES["residual"])
"""The four shares of an amount, as `Shares` has them."""


def shares_text(shares: Shares | None, translate: Translate) -> str:
    """What an amount rests on: `printed or derived 41.2%, fitted 0.0%, …`; empty where there is nothing to share."""
    parts = None if shares is None else shares.in_parts(1000)
    if parts is None:
        return ""
    said = (f"{translate(name)} {part / 10:.1f}%" for name, part in zip(SHARE_NAMES, parts, strict=True))
    return translate(N_(", ")).join(said)


def unit_name(unit: Unit, texts: Texts) -> str:
    """The print unit as headers name it."""
    english = {1: "yen", 1_000: "thousand yen", 1_000_000: "million yen", 100_000_000: "100 million yen"}
    return unit.label if texts.language == "ja" else english[unit.yen]


def amount_text(total: Total, unit: Unit, translate: Translate) -> str:
    """A total as shown: the amount, `−` where none is printed, "cannot compute"; `*` where figures are missing.

    Lines requested without an amount (事項要求) are told beside it, and alone where there is nothing else.
    """
    if total.cannot:
        return translate(N_("cannot compute"))
    amount = total.amount
    if amount is None:
        return translate(N_("item")) if total.unpriced else "−"
    text = format_amount(amount, unit)
    if total.unpriced:
        text = translate(N_("{amount} + item")).format(amount=text)
    return f"{text} *" if total.missing else text
