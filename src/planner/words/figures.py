"""Figures as readers name them: units, bases, amounts."""

from __future__ import annotations

from fractions import Fraction

from planner.core.calculation.evaluate import Total
from planner.core.calculation.in_force import CHANGED
from planner.core.errors import N_, Translate
from planner.core.explain.footing import Shares
from planner.core.model.document import EvidenceKind
from planner.core.model.fields import Kind
from planner.core.model.units import LINE_UNITS, named_unit
from planner.core.money import Unit, format_amount, format_change, format_percent, format_share
from planner.words.texts import Texts

BASIS_NAMES = {
    "published": N_("published"),
    "derived": N_("derived"),
    "fitted": N_("fitted"),
    "assumed": N_("assumed"),
    "residual": N_("residual"),
    CHANGED: N_("changed"),
}
"""What values rest on: a basis of the portfolio, or a scenario."""


EVIDENCE_NAMES = {
    EvidenceKind.RULE: N_("rule"),
    EvidenceKind.QUOTE: N_("quotation"),
    EvidenceKind.RECORD: N_("record"),
    EvidenceKind.OTHER: N_("other"),
}
"""What a rate rests on."""


UNIT_MARKS = {Unit.YEN: "yen", Unit.THOUSAND: "k yen", Unit.MILLION: "m yen", Unit.OKU: "100m yen"}
"""Print units in English where there is little room; the Japanese names are short."""
STEP_NAMES = {
    (Kind.YEN, 1): N_("whole yen"),
    (Kind.YEN, 100): N_("hundreds of yen"),
    (Kind.YEN, 1_000): N_("thousands of yen"),
    (Kind.YEN, 10_000): N_("ten thousands of yen"),
    (Kind.COUNT, 1): N_("whole people"),
    (Kind.COUNT, 5): N_("whole fives"),
    (Kind.COUNT, 10): N_("whole tens"),
}
"""What values are rounded to, by the kind of a driver and the step."""


def line_unit(unit: str, texts: Texts, count: Fraction | int = 2) -> str:
    """The unit of a line, of so many."""
    return unit if texts.language == "ja" else named_unit(unit, count).en


def unit_meant(text: str) -> str:
    """The unit of a line as a document has it: what is written so, in English too."""
    word = text.strip()
    return next((unit for unit, english in LINE_UNITS.items() if word.casefold() in english), word)


def counted(number: str, unit: str, texts: Texts, count: Fraction | int = 2) -> str:
    """A number of a line with its unit in running text: `642人`, `642 people`."""
    between = "" if texts.language == "ja" else " "
    return f"{number}{between}{line_unit(unit, texts, count)}".rstrip()


def so_many(count: int, thing: str) -> str:
    """So many things in English: `1 figure`, `2 figures`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def percent_text(new: int, old: int, texts: Texts) -> str:
    """A change in percent, with a word for one from nothing, and for one to nothing."""
    return format_percent(new, old, texts._(N_("all new")), texts._(N_("all gone")))


def change_text(yen: int, unit: Unit, texts: Texts) -> str:
    """A difference as printed, with its sign however small it is: what rounds to nothing is told in words."""
    text = format_change(yen, unit)
    if not yen or any(digit in text for digit in "123456789"):
        return text
    said = texts._(N_("{sign} under {least}"))
    return said.format(sign="+" if yen > 0 else "△", least="0.1" if unit.decimals else "1")


def share_text(share: Fraction | None) -> str:
    """A part of a whole in percent, one decimal; − where there is nothing to share."""
    return "−" if share is None else format_share(share)


def yen_text(amount: int, texts: Texts) -> str:
    """An amount in yen in running text: `3,072,000円`, `3,072,000 yen`."""
    return texts.name(f"{format_amount(amount)}円", f"{format_amount(amount)} yen")


SHARE_NAMES = (N_("printed or derived"), *(BASIS_NAMES[each] for each in ("fitted", "assumed", "residual", CHANGED)))
"""The shares of an amount, as `Shares` has them."""


def shares_text(shares: Shares | None, translate: Translate) -> str:
    """What an amount rests on: `printed or derived 41.2%, assumed 58.8%`; empty where there is nothing to share.

    What is there never shows as nothing, nor as all where there is anything else.
    """
    parts = None if shares is None else shares.in_parts(1000)
    if shares is None or parts is None:
        return ""
    total, said = sum(shares), []
    for name, yen, part in zip(SHARE_NAMES, shares, parts, strict=True):
        if 0 < 1000 * yen < total:
            said.append(f"{translate(name)} {translate(N_('under 0.1%'))}")
        elif 999 * total < 1000 * yen < 1000 * total:
            said.append(f"{translate(name)} {translate(N_('over 99.9%'))}")
        elif yen:
            said.append(f"{translate(name)} {part / 10:.1f}%")
    return translate(N_(", ")).join(said)


def unit_name(unit: Unit, texts: Texts) -> str:
    """The print unit as headers name it."""
    return texts.name(unit.label, unit.english)


def unit_mark(unit: Unit, texts: Texts) -> str:
    """The print unit where there is little room."""
    return texts.name(unit.label, UNIT_MARKS[unit])


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
