"""Differences in words (増減理由の案): the factors of one in order of size, each with its yen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.core.errors import N_
from planner.core.explain.difference import Explained
from planner.core.money import Unit, format_amount, round_ratio
from planner.words.figures import unit_name
from planner.words.texts import Texts

LUMP = "lump"
"""What of the rate is no rate: lump sums have a column and a sentence of their own."""

FACTOR_NAMES = {
    "rate": N_("Unit rate"),
    LUMP: N_("Lump sum"),
    "quantity": N_("Quantity"),
    "times_share": N_("Times, share"),
    "new": N_("New lines"),
    "ended": N_("Ended lines"),
    "tenure": N_("Tenure"),
    "residual": N_("Residual"),
    "unitemised": N_("Not itemised before"),
    "not_printed": N_("Not printed before"),
    "rounding": N_("Rounding"),
}
"""The factors as the heads of columns."""

_MORE_AND_LESS = {
    "rate": (N_("increase from revised unit rates {amount}"), N_("decrease from revised unit rates {amount}")),
    LUMP: (N_("larger lump sums {amount}"), N_("smaller lump sums {amount}")),
    "quantity": (N_("increase from other quantities {amount}"), N_("decrease from other quantities {amount}")),
    "times_share": (
        N_("increase from other times or shares {amount}"),
        N_("decrease from other times or shares {amount}"),
    ),
    "new": (N_("increase from new lines {amount}"), N_("decrease from new lines {amount}")),
    "ended": (N_("increase from lines that ended {amount}"), N_("decrease from lines that ended {amount}")),
    "tenure": (
        N_("increase from the tenure of earlier intakes {amount}"),
        N_("decrease from the tenure of earlier intakes {amount}"),
    ),
    "residual": (N_("increase of what is not itemised {amount}"), N_("decrease of what is not itemised {amount}")),
    "unsure": (
        N_("increase that cannot be split, with nothing itemised to compare with {amount}"),
        N_("decrease that cannot be split, with nothing itemised to compare with {amount}"),
    ),
}
_NOT_ITEMISED = N_("residual and lines in each other's place {amount}")
_NOT_PRINTED = N_("difference from a figure that one side does not print {amount}")
_PREVIOUS = {
    "unsure": N_("increase that cannot be split, with nothing itemised for the previous year {amount}"),
    "unitemised": N_("not itemised for the previous year, lines in place of the residual {amount}"),
    "not_printed": N_("difference from a figure not printed for the previous year {amount}"),
}
_ROUNDING = N_("rounding {amount}")
_FINER = (Unit.MILLION, Unit.THOUSAND, Unit.YEN)


UNSURE = ("unsure_new", "unsure_ended")
"""What `Explained` says of lines of which nobody can tell whether they are new, or have ended."""


def parts(found: Explained) -> dict[str, int]:
    """The factors by the keys of `FACTOR_NAMES`, lump sums apart from rates; they add up to the difference."""
    factors = found.factors._asdict()
    return {
        key: found.lump if key == LUMP else factors[key] - (found.lump if key == "rate" else 0) for key in FACTOR_NAMES
    }


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
    said = sorted(_clauses(found, from_previous), key=lambda clause: -abs(clause[1]))
    if brief and unit is not None:
        said = [clause for clause in said if not _reads_as_nought(clause[1], unit)] or said
    shown = unit or exact_unit(yen for _, yen in said)
    clauses = [texts._(message).format(amount=amount_text(yen, shown, texts, negative)) for message, yen in said]
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


def phrases(key: str, found: Explained, *, from_previous: bool) -> tuple[str, str]:
    """What is said of a factor that is more, and of one that is less; `{amount}` stands for its yen.

    `unsure_new` and `unsure_ended` are the parts of `new` and `ended` of which nobody can tell.
    """
    if key in _MORE_AND_LESS:
        return _MORE_AND_LESS[key]
    if key in UNSURE:
        more, less = _MORE_AND_LESS["unsure"]
        return (_PREVIOUS["unsure"] if from_previous and key == UNSURE[0] else more), less
    if key == "unitemised":
        said = _PREVIOUS[key] if from_previous and not found.unsure_ended else _NOT_ITEMISED
    elif key == "not_printed":
        printed = not found.before.missing or found.after.missing
        said = _NOT_PRINTED if printed or not from_previous else _PREVIOUS[key]
    else:
        said = _ROUNDING
    return said, said


def _clauses(found: Explained, from_previous: bool) -> Iterator[tuple[str, int]]:
    """Every factor that is not 0: what is said of it, its yen."""
    unsure = {key: getattr(found, key) for key in UNSURE}
    for key, yen in parts(found).items():
        sure = yen - unsure.get(f"unsure_{key}", 0)
        if sure:
            yield phrases(key, found, from_previous=from_previous)[sure < 0], sure
    for key, yen in unsure.items():
        if yen:
            yield phrases(key, found, from_previous=from_previous)[yen < 0], yen


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
