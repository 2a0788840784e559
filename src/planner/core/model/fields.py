"""The one table of editable fields: screens, checks, Excel columns and the command line read it.

A field is a driver of a line: 単価, 員数, 回数・月数, 率. What a person types for it is understood in
`planner.core.edits.typed`.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.core.money import YEN_LIMIT

Value = int | Fraction
"""A driver's value: whole yen or whole people as `int`, times and share as `Fraction`."""

PART_LIMIT = 10**9
"""Numerators and denominators of times and share stay below this, so that an exact formula exists in Excel."""


UNSTATED = N_("not stated")
"""The first choice of a field that may be left open."""


class Kind(Enum):
    """What a value counts, which decides how it is typed, rounded and printed."""

    YEN = "yen"
    COUNT = "count"
    FRACTION = "fraction"
    CHOICE = "choice"


class Axis(Enum):
    """What the years of a field's values count."""

    FISCAL = "fiscal"  # fiscal years: 2026 is 令和8年度
    TENURE = "tenure"  # years since the intake: 1 is the year of the intake itself


class Field(NamedTuple):
    """One editable field: its key in files, label, unit, range and help; texts are catalogue keys."""

    key: str
    kind: Kind
    label: str
    unit: str
    help: str
    low: int
    high: int
    default: Value | None = None
    choices: tuple[str, ...] = ()
    """What 0, 1, 2 … stand for, where the field is a choice; catalogue keys."""
    words: tuple[tuple[str, ...], ...] = ()
    """What officers write for each of those."""
    axis: Axis = Axis.FISCAL
    of_intake: bool = False
    """Whether a value belongs to the intake of its year, so that past ones still count in a cohort line."""

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers, else exact fractions."""
        return self.kind is not Kind.FRACTION

    @property
    def is_money(self) -> bool:
        """Whether its values are yen."""
        return self.kind is Kind.YEN

    def check(self, value: Value) -> Value:
        """`value` itself when it may stand in this field, else `UserError` with the range."""
        if not self.low <= value <= self.high:
            raise UserError(
                N_("{field} must lie between {low} and {high}; {value} does not."),
                N_("Check the sign, the number of digits and the unit."),
                field=Message.of(self.label),
                low=f"{self.low:,}",
                high=f"{self.high:,}",
                value=self.text(value),
            )
        if type(value) is not int and max(abs(value.numerator), value.denominator) >= PART_LIMIT:
            raise UserError(
                N_("{value} is too fine a fraction for {field}."),
                N_("Use a fraction of whole numbers below 1,000,000,000, for example 3/12."),
                field=Message.of(self.label),
                value=str(value),
            )
        return value

    def is_unstated(self, value: Value) -> bool:
        """Whether a value is the choice of a field that nobody made."""
        return value == 0 and self.choices[:1] == (UNSTATED,)

    def text(self, value: Value) -> str:
        """A value as shown and as read back without loss: separators for whole numbers, `n/d` for the rest.

        A choice is its name, a catalogue key.
        """
        if self.choices:
            return self.choices[value.numerator] if 0 <= value < len(self.choices) else str(value)
        if value.denominator == 1:
            return f"{'△' if value < 0 else ''}{abs(value.numerator):,}"
        return f"{'△' if value < 0 else ''}{abs(value.numerator)}/{value.denominator}"

    def display(self, value: Value) -> str:
        """A value for the eye: a short exact decimal where there is one, the fraction otherwise."""
        for digits in (1, 2, 3) if value.denominator != 1 else ():
            scaled = value * 10**digits
            if scaled.denominator == 1:
                whole, rest = divmod(abs(scaled.numerator), 10**digits)
                return f"{'△' if value < 0 else ''}{whole:,}.{rest:0{digits}}"
        return self.text(value)


RATE = Field(
    "rate",
    Kind.YEN,
    N_("Unit rate"),
    N_("yen"),
    N_("Yen per unit, whole yen."),
    1 - YEN_LIMIT,
    YEN_LIMIT - 1,
    of_intake=True,
)
QUANTITY = Field(
    "quantity",
    Kind.COUNT,
    N_("Quantity"),
    "",
    N_("People, institutions, projects; for a cohort line the intake of the year."),
    0,
    10**9,
    of_intake=True,
)
TIMES = Field(
    "times",
    Kind.FRACTION,
    N_("Times, months"),
    "",
    N_("Times or months: a whole number or a fraction such as 3/12."),
    0,
    10**6,
    Fraction(1),
)
SHARE = Field(
    "share",
    Kind.FRACTION,
    N_("Share"),
    "",
    N_("Share of the cost that is requested: 0.6, 60% or 3/5."),
    0,
    1000,
    Fraction(1),
)

PRESENT = Field(
    "present",
    Kind.CHOICE,
    N_("In the request"),
    "",
    N_("Whether the line is requested at all; one that is not has no amount from the request year on."),
    0,
    1,
    1,
    (N_("not requested"), N_("requested")),
    (("計上しない", "廃止"), ("計上する", "計上")),
)
DEMAND = Field(
    "demand",
    Kind.CHOICE,
    N_("Kind of request"),
    "",
    N_("A request, a wish, or an item without amount, which is never 0."),
    0,
    3,
    0,
    (UNSTATED, N_("request"), N_("wish"), N_("item without amount")),
    (("未設定", "不明"), ("要求", "request"), ("要望", "wish"), ("事項要求", "事項", "item")),
)
UNPRICED = 3
"""The choice of `DEMAND` that is no amount: 事項要求."""

EXPENSE = Field(
    "expense",
    Kind.CHOICE,
    N_("Kind of expense"),
    "",
    N_("Discretionary or mandatory, which ceilings tell apart."),
    0,
    2,
    0,
    (UNSTATED, N_("discretionary"), N_("mandatory")),
    (
        ("未設定", "不明"),
        ("裁量", "裁量的", "裁量的経費", "discretionary"),
        ("義務", "義務的", "義務的経費", "mandatory"),
    ),
)

DURATION_LIMIT = 60
DURATION = Field(
    "duration",
    Kind.COUNT,
    N_("Duration"),
    "",
    N_("For how many years an intake stays: holds for the intakes of that fiscal year and later ones."),
    1,
    DURATION_LIMIT,
    1,
)
RETENTION = Field(
    "retention",
    Kind.FRACTION,
    N_("Retention"),
    "",
    N_("The share of an intake that is still there, by year since the intake; the first is year 1."),
    0,
    1,
    Fraction(1),
    axis=Axis.TENURE,
)
RATE_RULE = Field(
    "rate_rule",
    Kind.CHOICE,
    N_("Year of the rate"),
    "",
    N_("Whether everybody is paid the rate of the year of their intake, or that of the year paid."),
    0,
    1,
    0,
    (N_("rate of the year"), N_("rate at intake")),
    (("当年度", "year"), ("採用年度", "intake")),
)
GROWTH = Field(
    "growth",
    Kind.CHOICE,
    N_("Kind of growth"),
    "",
    N_("With what the rate grows after the request year: nothing, prices or wages."),
    0,
    3,
    0,
    (UNSTATED, N_("fixed"), N_("by prices"), N_("by wages")),
    (("未設定", "不明"), ("固定", "fixed"), ("物価", "price"), ("賃金", "wage")),
)
FIXED, PRICE, WAGE = 1, 2, 3
"""The choices of `GROWTH`."""

FIELDS = {field.key: field for field in (RATE, QUANTITY, TIMES, SHARE)}
"""The drivers: what an amount is multiplied out of."""

ATTRIBUTES = {field.key: field for field in (PRESENT, DEMAND, EXPENSE)}
"""What a line is in the request, whatever its drivers say."""

COURSE = {field.key: field for field in (DURATION, RETENTION, RATE_RULE, GROWTH)}
"""How a line runs through the years."""

ALL_FIELDS = FIELDS | ATTRIBUTES | COURSE
"""Everything a scenario can set on a line."""


def field_named(key: str) -> Field:
    """The field of that key; `UserError` naming the possible ones otherwise."""
    if key not in ALL_FIELDS:
        raise UserError(
            N_('There is no field "{key}".'),
            N_("Use one of: {keys}."),
            key=key,
            keys=", ".join(ALL_FIELDS),
        )
    return ALL_FIELDS[key]
