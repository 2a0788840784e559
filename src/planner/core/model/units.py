"""What lines are counted in, and values with that, in both languages."""

from __future__ import annotations

from fractions import Fraction

from planner.core.errors import Both
from planner.core.model.fields import FIELDS, QUANTITY, RATE, Value
from planner.core.money import round_ratio

LINE_UNITS = {
    "人": ("person", "people"),
    "名": ("person", "people"),
    "件": ("case", "cases"),
    "機関": ("institution", "institutions"),
    "校": ("school", "schools"),
    "課題": ("project", "projects"),
    "拠点": ("centre", "centres"),
    "都市": ("city", "cities"),
    "分野": ("field", "fields"),
    "式": ("lot", "lots"),
    "回": ("time", "times"),
    "か月": ("month", "months"),
    "台": ("piece", "pieces"),
    "チーム": ("team", "teams"),
}
"""What lines are counted in, as the request sheets write it, in English: of one, of several. Others stay as given."""


def named_unit(unit: str, count: Fraction | int = 2) -> Both:
    """The unit of a line, of so many."""
    return Both(unit, LINE_UNITS[unit][count != 1] if unit in LINE_UNITS else unit)


def counted(count: Value, unit: str) -> Both:
    """A number of a line with its unit: `4,077.8人`, `4,077.8 people`; about so many where no short decimal is it."""
    number, about = QUANTITY.display(count), Both("", "")
    if "/" in number:
        number, about = f"{round_ratio(count.numerator * 10, count.denominator) / 10:,.1f}", Both("約", "about ")
    ja, en = named_unit(unit, count)
    return Both(f"{about.ja}{number}{ja}", f"{about.en}{number} {en}".rstrip())


def with_unit(key: str, value: Value, unit: str) -> Both:
    """A value of a field with what it is counted in, `unit` that of its line; times and shares are mere numbers."""
    if key == QUANTITY.key:
        return counted(value, unit)
    text = FIELDS[key].text(value)
    return Both(f"{text}円", f"{text} yen") if key == RATE.key else Both(text, text)
