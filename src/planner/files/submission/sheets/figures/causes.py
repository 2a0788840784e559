"""The causes of a change as formulas over 積算内訳, where that holds all they need and they come to the same yen.

Rate and quantity of each vintage share what both make together: each has half of what it makes with the other as it
was, and half of that with the other as it is; a rate nobody was paid, or is paid, has not changed. Vintages are
compared by age; the people of those that were taken in before are 年限進行. Times and shares are last year's: what
others come to, typed into the workbook, is in no cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.core.explain.difference import LUMP, Explained
from planner.core.money import round_ratio
from planner.files.submission.factors import DIVIDED, factors, share_of
from planner.files.submission.handover import Handover
from planner.files.submission.request import AgedVintages

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
    figures, links, shown = one.causes, handover.places.line_links(row), handover.vintages[row]
    whole, change = one.factors.difference, cells.get(CHANGE, links.change)
    if figures["not_printed"] == whole != 0:
        return {"not_printed": links.change}  # the cell is blank then
    if one.before.amount is None or one.after.amount is None:
        return {}
    rate = LUMP if handover.portfolio.is_lump[row] else "rate"
    none_now = not any(each.now.intake for each in shown)
    apart = none_now or not any(each.before.intake for each in shown)
    for key in (*WHOLE, *((rate, "tenure") if apart else ())):
        if figures[key] == whole != 0:
            follows = not none_now or key == "residual"
            return {key: change if follows else _while_empty(handover, row, change)}
    if not all(map(_can_be_split, shown)):
        return {}
    found = {rate: _sums(handover, row, shown, of_rate=True), "quantity": _sums(handover, row, shown[:1])}
    if len(shown) > 1:
        found["tenure"] = _sums(handover, row, shown[1:])
    others = (yen for key, yen in figures.items() if key not in found and key != "rounding")
    if any(others) or any(yen != figures[key] for key, (_text, yen) in found.items()):
        return {}
    live = {key: text for key, (text, _yen) in found.items()}
    split = "+".join(cells.get(key, text) for key, text in live.items())
    left = f"{change}-({split})"
    most = len(shown) * (1 + 2 * handover.portfolio.lines.rounding_of(row).unit)
    live["rounding"] = f"IF(ABS({left})<={most},{left},0)" if cells else left
    return live if all(len(text) <= LONGEST for text in live.values()) else {}


def _while_empty(handover: Handover, row: int, text: str) -> str:
    """What a formula comes to while nobody is in any vintage of a line this year; whoever is put there is no part."""
    cells = (handover.places.cell("people", row, handover.intake_year(row, each)) for each in handover.vintages[row])
    return f"IF({'+'.join(cells)}=0,{text},0)"


def _can_be_split(shown: AgedVintages) -> bool:
    """Whether all are paid a rate, nothing but rate and people differs, and no figure is too long."""
    now, before = shown.now, shown.before
    if any(each.rate is None and each.intake for each in (now, before)):
        return False
    found = factors(now)
    same = now.times == before.times and share_of(now) == share_of(before) and found == factors(before)
    if found is None or not same:
        return False
    rates = abs(now.rate or 0) + abs(before.rate or 0)
    return rates * (now.intake + before.intake) * found.numerator < DIVIDED


def _sums(handover: Handover, row: int, vintages: Iterable[AgedVintages], *, of_rate: bool = False) -> tuple[str, int]:
    """What comes from the rates, or the people, of vintages: the formula, and what it comes to in yen."""
    texts, total = [], 0
    for shown in vintages:
        found = factors(shown.now)
        assert found is not None
        were, are, a, b = shown.before.intake, shown.now.intake, shown.before.rate or 0, shown.now.rate or 0
        cells = _Cells(handover, row, handover.intake_year(row, shown))
        before, now, old, new = (cells[each] for each in ("previous_people", "people", "previous_rate", "rate"))
        if of_rate:
            twice = (b - a) * (were + are) if were and are else 0
            text = f"IF({before}*{now}=0,0,({new}-{old})*({before}+{now}))"
        else:
            twice = ((a if were else b) + (b if are else a)) * (are - were)
            rates = f"({new}+{old})"  # somebody there in both years who leaves is told as typed, not as a cheaper rate
            if not (were and are):
                rates = f"(IF({before}=0,{new},{old})+IF({now}=0,{old},{new}))"
            text = f"{rates}*({now}-{before})"
        total += round_ratio(twice * found.numerator, 2 * found.divisor)
        texts.append(f"ROUND({text}*{cells['previous_factor']}/(2*{cells['previous_divisor']}),0)")
    return "+".join(texts), total


class _Cells:
    """The cells of a vintage in 積算内訳, by the keys of their columns."""

    def __init__(self, handover: Handover, row: int, year: int | None) -> None:
        self._places, self._row, self._year = handover.places, row, year

    def __getitem__(self, key: str) -> str:
        return self._places.cell(key, self._row, self._year)
