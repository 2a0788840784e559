"""Where figures come from (出典): the basis of a figure, and the sheet, sentence and rule behind it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from planner.core.errors import Both
from planner.core.model.fields import Value


class Basis(StrEnum):
    """Where a figure comes from, strongest first."""

    PUBLISHED = "published"  # 公表: printed in the sheet
    DERIVED = "derived"  # 導出: solved from printed figures by a written rule
    FITTED = "fitted"  # 調整: chosen so that a printed total is met: a calibrated range, an average
    ASSUMED = "assumed"  # 仮定: the planner's choice
    RESIDUAL = "residual"  # 残差: printed total less the other lines


BASES = tuple(Basis)
STRENGTH = {basis: place for place, basis in enumerate(BASES)}
"""How weak a basis is: 0 is the strongest."""


class Origin(NamedTuple):
    """Where one figure comes from: its basis, the sheet and sentence, the rule, and a published range in yen."""

    basis: Basis
    sheet: str = ""
    quote: str = ""
    rule: str = ""
    rule_en: str = ""
    low: int | None = None
    high: int | None = None

    @property
    def has_range(self) -> bool:
        """Whether the sheet prints a range, or one end of it (上限)."""
        return self.low is not None or self.high is not None

    def allows(self, value: Value) -> bool:
        """Whether a value lies within the published range; an end that is not printed is open."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def range_text(self) -> Both:
        """The range as printed: `6,000,000～12,000,000円`, `100,000,000円以下` for an upper limit."""
        if self.low is None:
            return Both(f"{self.high:,}円以下", f"up to {self.high:,} yen")
        if self.high is None:
            return Both(f"{self.low:,}円以上", f"{self.low:,} yen or more")
        return Both(f"{self.low:,}～{self.high:,}円", f"{self.low:,}–{self.high:,} yen")
