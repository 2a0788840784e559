"""The calculation rule once more, as slowly and plainly as it can be written: exact fractions, no columns.

The program must agree with this to the yen. It reads the plain records and shares no code with the evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from fractions import Fraction

from planner.core.calculation.evaluate import Evaluation, Total
from planner.core.model.build import LineRecord, StepRecord
from planner.core.model.lines import Lack, RateRule
from planner.core.model.portfolio import Program
from planner.core.money import Mode, Rounding

Steps = Mapping[tuple[str, str], Mapping[int, int | Fraction | None]]
NOT_KNOWN, NO_STEP, UNPRICED = "not known", "no step", "unpriced"
_MODES = {Mode.HALF: ROUND_HALF_UP, Mode.DOWN: ROUND_DOWN, Mode.UP: ROUND_UP}


def steps_of(records: Sequence[StepRecord]) -> dict[tuple[str, str], dict[int, int | Fraction | None]]:
    """The figures by line and field, then by year."""
    table: dict[tuple[str, str], dict[int, int | Fraction | None]] = {}
    for step in records:
        table.setdefault((step.line_id, step.field), {})[step.year] = step.value
    return table


def in_force(steps: Steps, line: str, field: str, year: int) -> int | Fraction | str:
    """The value of the latest step that is not later than `year`."""
    given = [y for y in steps.get((line, field), {}) if y <= year]
    if not given:
        return NO_STEP
    value = steps[line, field][max(given)]
    return NOT_KNOWN if value is None else value


def rounded(amount: Fraction, rule: Rounding) -> int:
    """Round a fraction of yen by the decimal module's own rules, with digits to spare."""
    context = Context(prec=400)
    units = context.divide(Decimal(amount.numerator), Decimal(amount.denominator * rule.unit))
    return int(units.to_integral_value(_MODES[rule.mode], context)) * rule.unit


def bounds(program: str, programs: Mapping[str, Program]) -> tuple[int, int]:
    """The years in which the program takes in, those of the programs above it included."""
    first, last = 0, 9999
    while program:
        here = programs[program]
        first = max(first, here.first_year or 0)
        last = min(last, 9999 if here.last_year is None else here.last_year)
        program = here.parent
    return first, last


@dataclass(frozen=True)
class Growing:
    """What rates grow by after a fiscal year, by the word of their kind."""

    after: int
    price: Fraction = Fraction(0)
    wage: Fraction = Fraction(0)


STILL = Growing(0)
_KINDS = ("", "fixed", "price", "wage")


def stays(line: LineRecord, steps: Steps, start: int) -> int:
    """For how many years those taken in in `start` stay."""
    own = in_force(steps, line.id, "duration", start)
    return line.duration if isinstance(own, str) else int(own)


def longest(line: LineRecord, steps: Steps) -> int:
    """The longest that any intake stays."""
    own = steps.get((line.id, "duration"), {}).values()
    return max([line.duration, *(int(each) for each in own if each is not None)])


def kept(line: LineRecord, steps: Steps, k: int) -> Fraction:
    """The share that is left `k` years after the intake: as the line has it from one year of tenure to the next."""
    years: dict[int, Fraction] = dict(enumerate(line.retention, start=1))
    years |= {at: Fraction(share) for at, share in steps.get((line.id, "retention"), {}).items() if share is not None}
    given = [at for at in years if at <= k + 1]
    return years[max(given)] if given else Fraction(1)


def grown(line: LineRecord, steps: Steps, year: int, growing: Growing) -> int | Fraction | str:
    """The rate in force in `year`, raised year by year since it was given, and rounded once."""
    rate = in_force(steps, line.id, "rate", year)
    if isinstance(rate, str):
        return rate
    kind = in_force(steps, line.id, "growth", 9999)
    word = _KINDS[int(kind)] if not isinstance(kind, str) and kind else _KINDS[line.growth]
    word = word or ("wage" if line.unit == "人" else "price")
    a_year = {"price": growing.price, "wage": growing.wage}.get(word, Fraction(0))
    since = max(growing.after, *(y for y in steps[line.id, "rate"] if y <= year))
    exact = Fraction(rate)
    for _ in range(since, year):
        exact *= 1 + a_year
    return rounded(exact, Rounding.HALF)


def vintage_amount(
    line: LineRecord, steps: Steps, programs: Mapping[str, Program], year: int, k: int, growing: Growing = STILL
) -> int | str:
    """The yen one vintage costs in `year`, `k` years after its intake; or why there is no amount."""
    start = year - k
    if k >= stays(line, steps, start):
        return 0
    first, last = bounds(line.program, programs)
    intake = in_force(steps, line.id, "quantity", start) if first <= start <= last else 0
    if intake in (NO_STEP, 0):
        return 0
    rule = in_force(steps, line.id, "rate_rule", year)
    at_intake = line.rate_rule is RateRule.INTAKE if isinstance(rule, str) else rule == 1
    rate = grown(line, steps, start if at_intake else year, growing)
    if rate == NO_STEP:
        return NO_STEP
    product = kept(line, steps, k)
    for value in (intake, rate, *(in_force(steps, line.id, key, year) for key in ("times", "share"))):
        if value == NOT_KNOWN:
            return NOT_KNOWN
        product *= 1 if isinstance(value, str) else value
    return rounded(product, line.rounding)


def line_amount(
    line: LineRecord,
    steps: Steps,
    programs: Mapping[str, Program],
    year: int,
    request_year: int,
    growing: Growing = STILL,
) -> int | str:
    """The yen of a line in `year`, every vintage rounded once.

    `present` and `demand` may have steps like drivers: not present is 0, 事項要求 (3) from its year on no amount.
    """
    if in_force(steps, line.id, "present", year) == 0:
        return 0
    demand = in_force(steps, line.id, "demand", year)
    if demand == NO_STEP and year >= request_year:
        demand = line.demand
    if demand == 3:
        return UNPRICED
    parts = [vintage_amount(line, steps, programs, year, k, growing) for k in range(longest(line, steps))]
    for reason in (NO_STEP, NOT_KNOWN):
        if reason in parts:
            return reason
    return sum(part for part in parts if isinstance(part, int))


def check_totals(evaluation: Evaluation) -> None:
    """Totals are sums of the lines of a program and its parts, gaps counted."""
    portfolio = evaluation.portfolio
    sums = [[Total() for _ in portfolio.years] for _ in range(len(portfolio.programs) + 1)]
    for row in range(len(portfolio.lines)):
        for y, amount in enumerate(evaluation.line(row)):
            if isinstance(amount, int):
                one = Total(amount, 1)
            else:
                name = {Lack.NOT_PRINTED: "missing", Lack.CANNOT_COMPUTE: "cannot", Lack.UNPRICED: "unpriced"}[amount]
                one = Total(**{name: 1})
            for at in (*portfolio.ancestors[portfolio.lines.program[row]], -1):
                sums[at][y] = sums[at][y].plus(one)
    assert tuple(sums[-1]) == evaluation.total
    for i in range(len(portfolio.programs)):
        assert evaluation.program(i) == tuple(sums[i])
