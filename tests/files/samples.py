"""Requests to hand over: lines of every kind drawn by a seed, and what-ifs on the built-in portfolio."""

from __future__ import annotations

import random
from fractions import Fraction

from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.lines import RateRule
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.money import Rounding

GIVEN = Origin(Basis.PUBLISHED, "1", "印刷された額")


def random_portfolio(seed: int, lines: int = 400, most: int = 7) -> Portfolio:
    """Lines of every kind: cohorts with retention, all roundings, ties, negative rates, figures not printed."""
    chance = random.Random(seed)
    programs = [Program("a", "", "1", "甲", "a"), Program("a/b", "a", "1", "乙", "b"), Program("c", "", "1", "丙", "c")]
    records, steps = [], []
    for n in range(lines):
        program = chance.choice(programs).id
        duration = chance.choice([1, 1, 2, 3, 6])
        shares = (Fraction(chance.randrange(0, 8), chance.choice([1, 2, 3, 7])) for _ in range(duration))
        retention = tuple(min(share, Fraction(most)) for share in shares)
        line = LineRecord(
            f"{program}/l{n}",
            program,
            f"積算{n}",
            duration=duration,
            retention=chance.choice([(), retention]),
            rate_rule=chance.choice(list(RateRule)),
            rounding=chance.choice(list(Rounding)),
        )
        records.append(line)
        for year in range(2018, 2027):
            if year in (2018, 2024, 2025, 2026):
                rate = chance.choice([1, 5, -7, 149_500, 3_072_000, -4_567_891, 10**8 + 1])
                missing = year >= 2025 and chance.random() < 0.02
                steps.append(StepRecord(line.id, "rate", year, None if missing else rate, GIVEN))
            steps.append(StepRecord(line.id, "quantity", year, chance.choice([0, 1, 3, 642, 1108]), GIVEN))
        for key in ("times", "share"):
            if chance.random() < 0.6:
                under = chance.choice([1, 2, 12, 100, 7, 365, 9973])
                value = Fraction(chance.randrange(0, 2 * under + 1), under)
                steps.append(StepRecord(line.id, key, 2018, value, GIVEN))
    return build_portfolio(title="試験", years=(2025, 2026), programs=programs, lines=records, steps=steps)


def with_what_ifs(portfolio: Portfolio) -> Document:
    """作業案 with two changes, a branch below it and a sibling that must not leak."""
    document = new_document(portfolio)
    entries = [Entry(f"fellows/dc/dc{n}", "rate", 2026, 3_200_000) for n in (1, 2)]
    document = set_values(document, 1, entries, "=民間初任給との差")
    document = set_values(document, 1, [Entry("lotus/full", "times", 2026, Fraction(3, 12))], "三か月分")
    document = branch(document, 1, "大臣説明案")
    document = set_values(document, 2, [Entry("lotus/full", "quantity", 2026, 31)], "一人増")
    document = branch(document, BASE, "秘密の案")
    return set_values(document, 3, [Entry("ssh/rest", "rate", 2026, 1)], "漏れてはならない理由")
