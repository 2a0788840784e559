"""Requests to hand over: lines of every kind drawn by a seed, and what-ifs on the built-in portfolio."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from planner.core.edits.codes import set_codes
from planner.core.edits.plan import set_growth, set_obligation
from planner.core.edits.ranges import set_range
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.codes import CODES, LINKS, Code, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.lines import RateRule
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.model.ranges import JudgedRange, Named
from planner.core.money import Rounding

T = TypeVar("T")

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


def said_of(document: Document, chance: random.Random) -> Document:
    """The request of a random portfolio with what else can be said of one, about half of it.

    Kinds of request and expense, growth, codes of the budget, links, past years, obligations and what is judged.
    """
    portfolio = document.portfolio
    lines, programs = portfolio.lines.ids, [program.id for program in portfolio.programs]

    def some(of: Sequence[T]) -> list[T]:
        return [each for each in of if chance.random() < 0.5]

    for key in ("demand", "expense"):
        entries = [Entry(each, key, 2026, chance.randrange(3)) for each in some(lines)]
        document = set_values(document, 1, entries, "区分") if entries else document
    document = set_growth(document, 1, "wage", chance.choice([None, Fraction(1, 50), Fraction(-3, 1000)]))
    owners = [(Owner.PROGRAM, each) for each in some(programs)] + [(Owner.LINE, each) for each in some(lines)[:3]]
    texts = ["①", "②", "科学技術振興費", "95016-2111-02", "007", "=1+1", "㈱ '\"", "髙　橋"]
    codes = {CodePlace(*each, kind): Code(chance.choice(texts)) for each in owners for kind in some(CODES)}
    links = {
        CodePlace(Owner.PROGRAM, each, LINKS[0]): Code("評価書", "https://example.go.jp/") for each in some(programs)
    }
    document = set_codes(document, {**codes, **links})
    yen = [None, 0, 3, 999, 10**9 + 1, 10**12 - 1]
    past = {
        PastYear(each, year): Executed(
            chance.choice(yen), chance.choice(yen), chance.choice(yen), chance.choice(["", "=出典"])
        )
        for each in some(programs)
        for year in (2022, 2023, 2024)
    }
    document = replace(document, execution=past)
    bound = Obligation("own-1", chance.choice(programs), "=債務", "", ObligationKind.TREASURY, 10**9, 2024, 2028)
    for number, paid in enumerate(chance.choice([(), ((),), ((), lines[:1])]), start=1):
        document = set_obligation(document, bound._replace(id=f"own-{number}", lines=paid))
    for each in some(lines)[:2]:
        document = set_range(
            document, JudgedRange(Named(each, "rate", 2026), Fraction(1, 10), group="物価", why="理由")
        )
    return document


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
