"""Synthetic portfolios of any size: N lines in P programs over Y years, a tenth of them cohort lines, S scenarios."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.lines import RateRule
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.model.published import Published
from planner.core.money import Unit, format_amount

FIRST_YEAR = 2025
PUBLISHED = Origin(Basis.PUBLISHED, "1", "単価×員数")
RESIDUAL = Origin(Basis.RESIDUAL, "1", "公表額")


def portfolio(lines: int, programs: int, years: int, seed: int = 1) -> Portfolio:
    """A portfolio whose programs stand in two levels; the last line of every tenth program is its residual."""
    chance = random.Random(seed)
    records: list[LineRecord] = []
    steps: list[StepRecord] = []
    places: list[Program] = []
    for p in range(programs):
        parent = f"p{p - p % 5}" if p % 5 else ""
        places.append(Program(f"p{p}", parent, "1", f"事業{p}", f"program {p}"))
    for n in range(lines):
        program = n % programs
        id_ = f"p{program}/l{n}"
        cohort = n % 10 == 0
        residual = program % 10 == 0 and n >= lines - programs
        duration = chance.choice((3, 4, 5)) if cohort else 1
        rule = RateRule.INTAKE if cohort else RateRule.YEAR
        records.append(LineRecord(id_, f"p{program}", f"積算 {n}", f"line {n}", "人", duration, (), rule))
        origin = RESIDUAL if residual else PUBLISHED
        start = FIRST_YEAR - duration + 1
        steps.append(StepRecord(id_, "rate", start, chance.randrange(100_000, 9_000_000), origin))
        steps.append(StepRecord(id_, "rate", FIRST_YEAR + 1, chance.randrange(100_000, 9_000_000), origin))
        for year in range(start, FIRST_YEAR + years):
            steps.append(StepRecord(id_, "quantity", year, chance.randrange(1, 400), origin))
        if n % 7 == 0:
            steps.append(StepRecord(id_, "times", start, Fraction(chance.randrange(1, 13), 12), origin))
        if n % 11 == 0:
            steps.append(StepRecord(id_, "share", start, Fraction(chance.randrange(1, 100), 100), origin))
    made = build_portfolio(
        title="合成", years=range(FIRST_YEAR, FIRST_YEAR + years), programs=places, lines=records, steps=steps
    )
    return replace(made, programs=_with_printed_figures(made, chance))


def _with_printed_figures(made: Portfolio, chance: random.Random) -> tuple[Program, ...]:
    """Every program with its totals of both years printed in 百万円, one in twenty of them wrongly."""
    base = evaluate_base(made)
    return tuple(
        program._replace(
            published=tuple(
                Published(
                    year, f"{format_amount(total.yen, Unit.MILLION)}百万円" if chance.random() < 0.95 else "1億円"
                )
                for year, total in zip(made.years[:2], base.programs[index], strict=False)
            ),
        )
        for index, program in enumerate(made.programs)
    )


def entry(base: Portfolio, chance: random.Random) -> Entry:
    """A random new rate or quantity for the request year."""
    line = base.lines.ids[chance.randrange(len(base.lines))]
    if chance.random() < 0.5:
        return Entry(line, "rate", base.request_year, chance.randrange(100_000, 9_000_000))
    return Entry(line, "quantity", base.request_year, chance.randrange(1, 400))


def document(base: Portfolio, scenarios: int, overrides: int = 20, seed: int = 2) -> Document:
    """A document with that many scenarios, each with that many overrides; every third is branched from another."""
    chance = random.Random(seed)
    result = new_document(base)
    for s in range(scenarios):
        if s:
            parent = chance.randrange(1, s + 1) if s % 3 == 0 else 0
            result = branch(result, parent, f"案{s}")
        result = set_values(result, s + 1, [entry(base, chance) for _ in range(overrides)], "試算")
    return result


def holding(base: Portfolio, values: int, seed: int = 9) -> Document:
    """A document whose scenario holds so many values of later years and the request's, each by a change of its own."""
    chance = random.Random(seed)
    cells = [
        (line, field, year) for line in base.lines.ids for field in ("rate", "quantity") for year in base.years[1:]
    ]
    result = new_document(base)
    for line, field, year in chance.sample(cells, values):
        value = chance.randrange(100_000, 9_000_000) if field == "rate" else chance.randrange(1, 400)
        result = set_values(result, 1, [Entry(line, field, year, value)], "試算")
    return result
