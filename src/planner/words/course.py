"""The course of an amount over the plan years in a few words: where it comes to rest, ends, or is highest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from planner.core.errors import N_
from planner.words.texts import Texts


def course_in_words(years: Sequence[int], amounts: Sequence[int | None], texts: Texts) -> str:
    """What is worth knowing of the amounts from the request year on; the first of both is the previous year's.

    Empty where a year has none, and where there is no later year.
    """
    known = [amount for amount in amounts[1:] if amount is not None]
    if len(known) < 2 or len(known) != len(amounts) - 1:
        return ""
    planned = list(years[1:])
    if len(set(known)) == 1:
        return texts._(N_("stays level")) if known[0] else ""
    rests = next(place for place in range(len(known)) if len(set(known[place:])) == 1)
    if not known[-1]:
        return texts._(N_("ends in {year}")).format(year=texts.era(planned[rests - 1]))
    if rests < len(known) - 1:
        return texts._(N_("level from {year}")).format(year=texts.era(planned[rests]))
    if all(before <= after for before, after in pairwise(known)):
        return texts._(N_("keeps rising"))
    if all(before >= after for before, after in pairwise(known)):
        return texts._(N_("keeps falling"))
    return texts._(N_("highest in {year}")).format(year=texts.era(planned[known.index(max(known))]))
