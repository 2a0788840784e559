"""The figures of a picture: all in the one unit in which the largest of them is read at a glance."""

from __future__ import annotations

from planner.core.money import Unit, format_amount, round_ratio
from planner.words.figures import change_text, unit_name, yen_text
from planner.words.texts import Texts

COARSE = ((10 * Unit.OKU.yen, Unit.OKU), (10 * Unit.MILLION.yen, Unit.MILLION), (10 * Unit.THOUSAND.yen, Unit.THOUSAND))
"""The unit of a picture, by the least amount that is told in it."""


class Figures:
    """Amounts as a picture writes them: in 億円 wherever the largest of them (in yen) comes to 10億円 and more."""

    def __init__(self, texts: Texts, largest: int) -> None:
        self.texts = texts
        self.unit = next((unit for least, unit in COARSE if largest >= least), Unit.YEN)

    @property
    def unit_name(self) -> str:
        """The name of the unit."""
        return unit_name(self.unit, self.texts)

    def amount(self, yen: int) -> str:
        """An amount in that unit."""
        return format_amount(yen, self.unit)

    def tick(self, yen: int) -> str:
        """The same at an axis, without a point where it needs none."""
        return self.amount(yen).removesuffix(".0")

    def change(self, yen: int) -> str:
        """A difference in that unit, with its sign however small it is."""
        return change_text(yen, self.unit, self.texts)

    def rounded(self, yen: int) -> int:
        """An amount as it is shown, in the last digit shown."""
        return round_ratio(yen * int(10**self.unit.decimals), self.unit.yen)

    def of_rounded(self, digits: int) -> int:
        """So many of the last digit shown, in yen."""
        return digits * self.unit.yen // int(10**self.unit.decimals)

    def exact(self, yen: int) -> str:
        """An amount in yen."""
        return yen_text(yen, self.texts)

    def exact_change(self, yen: int) -> str:
        """A difference in yen, with its sign."""
        return f"+{self.exact(yen)}" if yen > 0 else self.exact(yen)

    def axis_note(self, begins: int) -> str:
        """The unit, and where an axis begins that is broken: `begins` in yen, 0 for one that is whole."""
        if not begins:
            return self.unit_name
        said = self.texts._("the axis begins at {amount} (wave)").format(amount=self.tick(begins))
        return f"{self.unit_name} · {said}"
