"""Portfolios that tests of every room share: one small enough to reckon by hand, one of many lines."""

from __future__ import annotations

from fractions import Fraction

from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.lines import RateRule
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.model.published import Published

PRINTED = Origin(Basis.PUBLISHED, "1", "年額2,400千円 ⇒ 3,072千円")
RANGED = Origin(Basis.PUBLISHED, "1", "6～12百万円", low=6_000_000, high=12_000_000)

# the lines of the small portfolio
ALL = DC1, DC2, SCHOOLS = "fellows/dc/dc1", "fellows/dc/dc2", "ssh/schools"


def small_portfolio() -> Portfolio:
    """Two cohort lines of fellows, one school line with a published range, in two programs and a part."""
    lines = [
        LineRecord(DC1, "fellows/dc", "DC1", "DC1", "人", 3, (), RateRule.INTAKE),
        LineRecord(DC2, "fellows/dc", "DC2", "DC2", "人", 2, (), RateRule.INTAKE),
        LineRecord(SCHOOLS, "ssh", "基礎枠", "schools", "校"),
    ]
    steps = [
        StepRecord(DC1, "quantity", 2023, 642, PRINTED),
        StepRecord(DC2, "quantity", 2023, 1108, PRINTED),
        StepRecord(SCHOOLS, "quantity", 2025, 240, PRINTED),
        StepRecord(SCHOOLS, "rate", 2025, 9_000_000, RANGED),
    ]
    for line in (DC1, DC2):
        steps += [
            StepRecord(line, "rate", 2023, 2_400_000, PRINTED),
            StepRecord(line, "rate", 2026, 3_072_000, PRINTED),
        ]
    dc = (Published(2025, "99億円"), Published(2026, "111億円"))
    programs = [
        Program("fellows", "", "1", "特別研究員事業", "fellows"),
        Program("fellows/dc", "fellows", "1", "特別研究員（DC）", "DC", published=dc),
        Program("ssh", "", "2", "SSH支援事業", "SSH"),
    ]
    return build_portfolio(
        title="試験", title_en="test", years=(2025, 2026), programs=programs, lines=lines, steps=steps
    )


def vast_portfolio() -> Portfolio:
    """One line of which five intakes are paid: 64 bits hold what each comes to, but not all of them together."""
    line = LineRecord("p/l", "p", "積算", "line", "人", 5, (), RateRule.INTAKE)
    steps = [
        StepRecord("p/l", "rate", 2021, 2_000_000_000, PRINTED),
        StepRecord("p/l", "quantity", 2021, 10**9, PRINTED),
    ]
    return build_portfolio(
        title="試験", years=(2025, 2026), programs=[Program("p", "", "1", "事業", "p")], lines=[line], steps=steps
    )


def many_records() -> tuple[list[Program], list[LineRecord], list[StepRecord]]:
    """250 lines in five programs, every fifth of three years, with shares; the rate of l7 and l107 is not printed."""
    programs = [Program(f"p{i}", "", "1", f"事業{i}", f"program {i}") for i in range(5)]
    lines, steps = [], []
    for n in range(250):
        line = f"p{n // 50}/l{n}"
        duration = 3 if n % 5 == 0 else 1
        lines.append(LineRecord(line, f"p{n // 50}", f"積算{n}", f"line {n}", "人", duration, (), RateRule.INTAKE))
        rate = 2_400_000 + 1_357 * (n * 37 % 250)
        for year in (2023, 2024, 2025, 2026):
            rate += 11_111
            shown = None if n in (7, 107) and year == 2026 else rate
            steps.append(StepRecord(line, "rate", year, shown, PRINTED))
            steps.append(StepRecord(line, "quantity", year, 10 + n % 17 + year - 2023, PRINTED))
        if n % 3 == 0:
            steps.append(StepRecord(line, "share", 2023, Fraction(2, 3), PRINTED))
    return programs, lines, steps
