"""The causes of a change as formulas over 積算内訳, where that holds all they need and they come to the same yen.

Rate and quantity of each vintage share what both make together: each has half of what it makes with the other as it
was, and half of that with the other as it is. Vintages are compared by age; the people of those that were taken in
before are 年限進行.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.core.explain.difference import Explained
from planner.core.money import round_ratio
from planner.files.submission.factors import DIVIDED, factors, share_of
from planner.files.submission.handover import Handover
from planner.files.submission.request import AgedVintages
from planner.words.differences import LUMP, parts

WHOLE = ("new", "ended", "residual")
"""The causes that are all of a line's 増△減 where they are not divided."""

LONGEST = 8_000
"""A formula longer than 8,192 characters is none to a spreadsheet; amounts in 億円 need some more."""

CHANGE = "change"
"""The key of 増△減 beside the causes."""

Live = Mapping[str, str]
"""The formulas of causes, by their keys."""


def live_causes(handover: Handover, row: int, one: Explained, cells: Mapping[str, str]) -> Live:
    """The causes of a line that formulas give; none where one would be too long or not come to what the program says.

    `cells` are those of the row where a cause, or 増△減, stands to the yen: what rounding leaves is the rest of them.
    """
    figures, links = parts(one), handover.places.line_links(row)
    if one.before.amount is None or one.after.amount is None:
        return {}
    for key in WHOLE:
        if figures[key] and figures[key] == one.factors.difference:
            return {key: links.change}
    shown = handover.vintages[row]
    if not all(map(_can_be_split, shown)):
        return {}
    rate = LUMP if one.lump else "rate"
    found = {rate: _sums(handover, row, shown, of_rate=True), "quantity": _sums(handover, row, shown[:1])}
    if len(shown) > 1:
        found["tenure"] = _sums(handover, row, shown[1:])
    others = (yen for key, yen in figures.items() if key not in found and key != "rounding")
    if any(others) or any(yen != figures[key] for key, (_text, yen) in found.items()):
        return {}
    live = {key: text for key, (text, _yen) in found.items()}
    split = "+".join(cells.get(key, text) for key, text in live.items())
    live["rounding"] = f"{cells.get(CHANGE, links.change)}-({split})"
    return live if all(len(text) <= LONGEST for text in live.values()) else {}


def _can_be_split(shown: AgedVintages) -> bool:
    """Whether a vintage has rates and people in both years, nothing else differs, and no figure is too long."""
    now, before = shown.now, shown.before
    if now.rate is None or before.rate is None or not now.intake or not before.intake:
        return False
    found = factors(now)
    same = now.times == before.times and share_of(now) == share_of(before) and found == factors(before)
    if found is None or not same:
        return False
    return (abs(now.rate) + abs(before.rate)) * (now.intake + before.intake) * found.numerator < DIVIDED


def _sums(handover: Handover, row: int, vintages: Iterable[AgedVintages], *, of_rate: bool = False) -> tuple[str, int]:
    """What comes from the rates, or the people, of vintages: the formula, and what it comes to in yen."""
    texts, total = [], 0
    for shown in vintages:
        now, before, found = shown.now, shown.before, factors(shown.now)
        assert found is not None and now.rate is not None and before.rate is not None
        cells = _Cells(handover, row, handover.intake_year(row, shown))
        if of_rate:
            twice = (now.rate - before.rate) * (now.intake + before.intake)
            text = f"({cells['rate']}-{cells['previous_rate']})*({cells.people('')}+{cells.people('previous_')})"
        else:
            twice = (now.rate + before.rate) * (now.intake - before.intake)
            text = f"({cells['rate']}+{cells['previous_rate']})*({cells.people('')}-{cells.people('previous_')})"
        total += round_ratio(twice * found.numerator, 2 * found.divisor)
        texts.append(f"ROUND({text}/(2*{cells['divisor']}),0)")
    return "+".join(texts), total


class _Cells:
    """The cells of a vintage in 積算内訳, by the keys of their columns."""

    def __init__(self, handover: Handover, row: int, year: int | None) -> None:
        self._places, self._row, self._year = handover.places, row, year

    def __getitem__(self, key: str) -> str:
        return self._places.cell(key, self._row, self._year)

    def people(self, prefix: str) -> str:
        """What a rate is multiplied by, before the division."""
        return f"{self[f'{prefix}people']}*{self[f'{prefix}factor']}"
