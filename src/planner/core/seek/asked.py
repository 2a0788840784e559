"""What seek and cut are asked with as officers type it: bounds, steps, factors, and how much shall be cut or added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.core.calculation.evaluate import Evaluation
from planner.core.edits.typed import read_entry, read_growth
from planner.core.edits.values import row_of
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import Field, Value, field_named
from planner.core.money import Mode, parse_number, parse_yen
from planner.core.seek.levers import Lever, growth_lever, lever, year_lever
from planner.core.seek.targets import Aim, Gauge, Measure


@dataclass(frozen=True)
class Moving:
    """What is moved: drivers (line, field, year), the growth of a kind, or the year from which drivers' values hold.

    Bounds and step are as typed, empty where none is given; values of a factor are rounded by `mode`.
    """

    drivers: tuple[tuple[str, str, int], ...] = ()
    growth: str = ""
    begins: bool = False
    low: str = ""
    high: str = ""
    step: str = ""
    mode: Mode = Mode.HALF

    def lever(self, document: Document, scenario: int) -> Lever:
        """The lever it stands for in a scenario; raises `UserError` where there is none."""
        bounds = (self.low.strip(), self.high.strip())
        if self.growth:
            return growth_lever(self.growth, *(read_growth(text) if text else None for text in bounds))
        if self.begins:
            return year_lever(document, scenario, [(line, key) for line, key, _year in self.drivers])
        fields = [field_named(key) for _line, key, _year in self.drivers]
        several = len(fields) > 1
        low, high = (read_factor(text) if several else _read(text, fields[0]) for text in bounds)
        step = _read(_counted(self.step), fields[0]) if self.step.strip() else None
        return lever(document, scenario, self.drivers, low, high, step, self.mode)


def _read(text: str, field: Field) -> Value | None:
    return read_entry(text, field).value if text else None


def _counted(step: str) -> str:
    """A step as typed; a unit alone (千円) is one of it."""
    return step if any(map(str.isdigit, step)) else f"1{step.strip()}"


def read_factor(text: str) -> Fraction | None:
    """A factor as typed: `0.9`, `95%`, `19/20`; `None` where nothing is."""
    plain = text.strip()
    return read_share(plain) if is_share(plain) else parse_number(plain) if plain else None


def is_share(text: str) -> bool:
    """Whether a percentage was typed."""
    return text.strip().endswith(("%", "％"))


def read_share(text: str) -> Fraction:
    """A percentage as typed."""
    return parse_number(text.strip()[:-1]) / 100


def read_shares(text: str) -> list[Fraction]:
    """The steps of a ladder, as `1%,2%,5%`; none where it is one amount or percentage."""
    parts = re.split("[,、，]", text)
    if len(parts) < 2 or not all(map(is_share, parts)):
        return []
    return [read_share(each) for each in parts]


@dataclass(frozen=True)
class Wish:
    """How much is to be taken off an aim (with `up` added to it): by an amount or a percentage, or to an amount."""

    text: str
    to: bool = False
    up: bool = False

    def yen(self, document: Document, evaluation: Evaluation, aim: Aim, lines: Sequence[str]) -> int:
        """The amount in yen; of percentages a cut is rounded up, a rise down."""
        if self.to:
            rises = self.up or aim.ceiling is not None
            return (parse_yen(self.text) - _now(document, evaluation, aim)) * (1 if rises else -1)
        if not is_share(self.text):
            return parse_yen(self.text)
        exact = read_share(self.text) * whole(document, evaluation, aim, lines)
        return exact.numerator // exact.denominator if self.up else -(-exact.numerator // exact.denominator)


def whole(document: Document, evaluation: Evaluation, aim: Aim, lines: Sequence[str]) -> int:
    """What percentages are of, in yen: the lines selected (ids), else what is aimed at."""
    if aim.ceiling is not None and not lines:
        raise UserError(N_("Of a ceiling's room there is no percentage."), N_("Give an amount, or choose lines."))
    if not lines:
        return _now(document, evaluation, aim)
    rows = tuple(sorted({row_of(document.portfolio, line) for line in lines}))
    measure = Measure.COMMITTED if aim.measure is Measure.COMMITTED else Measure.AMOUNT
    return _now(document, evaluation, Aim(aim.what, aim.year, measure, lines=rows))


def _now(document: Document, evaluation: Evaluation, aim: Aim) -> int:
    return Gauge(aim, document.all_obligations).read(evaluation) or 0
