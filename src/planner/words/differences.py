"""Differences in words (増減理由の案): the factors of one in order of size, each with its yen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.core.errors import N_
from planner.core.explain.difference import LUMP, UNSURE, Explained
from planner.core.money import Unit, format_amount, round_ratio
from planner.words.figures import unit_name
from planner.words.texts import Texts

FACTOR_NAMES = {
    "rate": N_("Unit rate"),
    LUMP: N_("Lump sum"),
    "quantity": N_("Quantity"),
    "times_share": N_("Times, share"),
    "new": N_("New lines"),
    "ended": N_("Ended lines"),
    UNSURE: N_("Cannot be split"),
    "tenure": N_("Earlier intakes"),
    "residual": N_("Residual"),
    "unitemised": N_("Moved from the residual"),
    "not_printed": N_("Not printed before"),
    "rounding": N_("Rounding"),
}
"""The causes as the heads of columns."""

MoreOrLess = tuple[str, str]
"""What is said of a cause that is more, and of one that is less; `{amount}` stands for its yen."""

_MORE_AND_LESS: Mapping[str, MoreOrLess] = {
    "rate": (N_("increase from revised unit rates {amount}"), N_("decrease from revised unit rates {amount}")),
    LUMP: (N_("larger lump sums {amount}"), N_("smaller lump sums {amount}")),
    "quantity": (N_("increase from changed quantities {amount}"), N_("decrease from changed quantities {amount}")),
    "times_share": (
        N_("increase from changed times or shares {amount}"),
        N_("decrease from changed times or shares {amount}"),
    ),
    "new": (N_("increase from new lines {amount}"), N_("decrease from new lines {amount}")),
    "ended": (N_("increase from lines that ended {amount}"), N_("decrease from lines that ended {amount}")),
    UNSURE: (
        N_("increase that cannot be split, with nothing itemised to compare with {amount}"),
        N_("decrease that cannot be split, with nothing itemised to compare with {amount}"),
    ),
    "tenure": (
        N_("increase from larger earlier intakes {amount}"),
        N_("decrease from smaller earlier intakes {amount}"),
    ),
    "residual": (N_("increase of what is not itemised {amount}"), N_("decrease of what is not itemised {amount}")),
    "unitemised": (
        N_("increase from lines in place of a residual, or the reverse {amount}"),
        N_("decrease from lines in place of a residual, or the reverse {amount}"),
    ),
}
_OF_PREVIOUS: Mapping[str, MoreOrLess] = {
    UNSURE: (
        N_("increase that cannot be split, with nothing itemised for the previous year {amount}"),
        N_("decrease that cannot be split, with nothing itemised for the previous year {amount}"),
    ),
    "unitemised": (
        N_("increase from lines in place of last year's residual {amount}"),
        N_("decrease from lines in place of last year's residual {amount}"),
    ),
}
_NOT_PRINTED = N_("difference from a figure that one side does not print {amount}")
_NOT_PRINTED_BEFORE = N_("difference from a figure not printed for the previous year {amount}")
_ROUNDING = N_("rounding {amount}")
_FINER = (Unit.MILLION, Unit.THOUSAND, Unit.YEN)


def sentence(
    found: Explained,
    texts: Texts,
    unit: Unit | None = None,
    *,
    from_previous: bool = False,
    negative: str = "△",
    brief: bool = False,
) -> str:
    """Why an amount differs, the largest cause first: 「単価の改定による増 1,176百万円」; what is 0 is not mentioned.

    `unit` is that of the amounts; without one the largest in which all of them are whole. `from_previous`: the first
    side is the previous year, which may then be named. `negative` stands before amounts below 0. `brief`: what would
    read as 0 in the unit is left out too, unless there is nothing else.
    """
    said = sorted(((key, yen) for key, yen in found.causes.items() if yen), key=lambda cause: -abs(cause[1]))
    if brief and unit is not None:
        said = [cause for cause in said if not _reads_as_nought(cause[1], unit)] or said
    shown = unit or exact_unit(yen for _, yen in said)
    clauses = []
    for key, yen in said:
        message, told = clause(phrases(key, found, from_previous=from_previous), yen)
        clauses.append(texts._(message).format(amount=amount_text(told, shown, texts, negative)))
    one_line = sum(found.before[1:]) <= 1 and sum(found.after[1:]) <= 1
    if found.apart and one_line:
        return texts._("No amount to compare with (requested without one, or cannot be computed)")
    if found.apart:
        clauses.append(without(found, texts))
    return texts.name("、", "; ").join(clauses) if said or found.apart else texts._("No change")


def without(found: Explained, texts: Texts) -> str:
    """That so many lines are no part of a difference."""
    return texts._("without lines that have no amount: {count}").format(count=found.apart)


def exact_unit(amounts: Iterable[int]) -> Unit:
    """The largest of 百万円, 千円 and 円 in which all amounts are whole."""
    held = list(amounts)
    return next(unit for unit in _FINER if all(yen % unit.yen == 0 for yen in held))


def phrases(key: str, found: Explained, *, from_previous: bool) -> MoreOrLess:
    """What is said of a cause of a difference."""
    if key in _MORE_AND_LESS:
        of_previous = from_previous and key in _OF_PREVIOUS and not found.unsure_ended
        return (_OF_PREVIOUS if of_previous else _MORE_AND_LESS)[key]
    said = _ROUNDING
    if key == "not_printed":
        printed = not found.before.missing or found.after.missing
        said = _NOT_PRINTED if printed or not from_previous else _NOT_PRINTED_BEFORE
    return said, said


def clause(both: MoreOrLess, yen: int) -> tuple[str, int]:
    """What is said of so many yen, and the amount in it: words that say which way it goes leave it no sign."""
    more, less = both
    return (more, yen) if more == less else (less, -yen) if yen < 0 else (more, yen)


def _reads_as_nought(yen: int, unit: Unit) -> bool:
    return not round_ratio(yen * 10**unit.decimals, unit.yen)


def finer_units(unit: Unit) -> list[Unit]:
    """A unit, and those in which an amount is shown that would read as 0 in it."""
    return [unit, *(each for each in _FINER if each.yen < unit.yen)]


def amount_text(yen: int, unit: Unit, texts: Texts, negative: str) -> str:
    """An amount that is not 0 with its unit, in a finer one where it would read as 0."""
    shown = next(each for each in finer_units(unit) if not _reads_as_nought(yen, each))
    space = "" if texts.language == "ja" else " "
    return f"{format_amount(yen, shown, negative=negative)}{space}{unit_name(shown, texts)}"
