"""Random portfolios, edits, ceilings and documents for Hypothesis, small and awkward on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st

from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.ceilings import (
    ANY,
    DISCRETIONARY,
    MANDATORY,
    REQUEST,
    WISH,
    Ceiling,
    Kinds,
    Measure,
    Scope,
    ScopeKind,
    Term,
)
from planner.core.model.document import Document
from planner.core.model.fields import UNPRICED, Value
from planner.core.model.lines import RateRule
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.money import Rounding

YEARS = (2025, 2026, 2027)
ORIGIN = Origin(Basis.PUBLISHED, "1", "printed")
RESIDUAL = Origin(Basis.RESIDUAL, "1", "printed")


@dataclass(frozen=True)
class Drawn:
    """A random portfolio with the records it was built from."""

    portfolio: Portfolio
    programs: dict[str, Program]
    lines: list[LineRecord]
    steps: list[StepRecord]


rates = st.one_of(
    st.integers(-5_000_000, 50_000_000),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.sampled_from([0, 1, -1, 5, 2_400_000, 3_072_000]),
)
quantities = st.one_of(st.integers(0, 5000), st.integers(0, 10**9), st.just(0))
fractions = st.one_of(
    st.fractions(0, 3, max_denominator=24),
    st.sampled_from([Fraction(1), Fraction(3, 12), Fraction(1, 2), Fraction(1, 999_999_937)]),
)
values: dict[str, st.SearchStrategy[Value]] = {
    "rate": rates,
    "quantity": quantities,
    "times": fractions,
    "share": fractions,
}

settable = values | {
    "present": st.integers(0, 1),
    "demand": st.integers(0, 3),
    "expense": st.integers(0, 2),
    "duration": st.integers(1, 6),
    "retention": st.fractions(0, 1, max_denominator=9),
    "rate_rule": st.integers(0, 1),
    "growth": st.integers(0, 3),
}
kinds = st.builds(Kinds, st.sampled_from([ANY, REQUEST, WISH]), st.sampled_from([ANY, DISCRETIONARY, MANDATORY]))
terms = st.builds(
    Term, st.sampled_from([Fraction(9, 10), Fraction(3), Fraction(1, 3), Fraction(0)]), st.sampled_from(Measure), kinds
)
ceilings = st.builds(
    Ceiling,
    id=st.just("c"),
    year=st.just(2026),
    name=st.just("上限"),
    scope=st.sampled_from([Scope(), Scope(ScopeKind.PROGRAM, "p0")]),
    kinds=kinds,
    amount=st.one_of(st.none(), st.integers(0, 10**12)),
    terms=st.lists(terms, max_size=3).map(tuple),
)


def examples(full: int) -> int:
    """How many examples a law is tried with: so many, or the percentage of them that the profile asks for."""
    return max(1, full * settings().max_examples // 100)


# Made once: a strategy made anew for each draw is checked anew each time, a fifth of the time of many laws.
durations, units = st.sampled_from([1, 1, 2, 3, 5]), st.sampled_from(["人", "件"])
retentions = {
    each: st.one_of(st.just(()), st.tuples(*([st.fractions(0, 1, max_denominator=9)] * each))) for each in (2, 3, 5)
}
rate_rules, roundings = st.sampled_from(list(RateRule)), st.sampled_from(list(Rounding))
demands, expenses = st.sampled_from([0, 0, 0, 0, 1, 2, UNPRICED]), st.integers(0, 2)
growth_kinds = st.sampled_from([0, 0, 1, 2, 3])
up_to = [st.integers(0, most) for most in range(16)]
counts = st.integers(1, 4)
first_years = st.one_of(st.none(), st.integers(2022, 2026))
last_years = st.one_of(st.none(), st.integers(2024, 2028))
step_years = st.lists(st.integers(2021, 2027), max_size=3)


@st.composite
def line_records(draw: st.DrawFn, name: str, program: str, complete: bool) -> LineRecord:
    """One line, often a cohort line, sometimes with retention."""
    duration = draw(durations)
    return LineRecord(
        name,
        program,
        f"積算 {name}",
        f"line {name}",
        draw(units),
        duration,
        draw(retentions[duration]) if duration > 1 else (),
        draw(rate_rules),
        draw(roundings),
        0 if complete else draw(demands),
        draw(expenses),
        draw(growth_kinds),
    )


@st.composite
def portfolios(draw: st.DrawFn, complete: bool = False) -> Drawn:
    """A portfolio of a few programs and lines; `complete` ones have an amount for every line and year."""
    count = draw(counts)
    programs = []
    for i in range(count):
        parent = f"p{draw(up_to[i - 1])}" if i and draw(st.booleans()) else ""
        first, last = draw(first_years), draw(last_years)
        programs.append(Program(f"p{i}", parent, "1", f"事業{i}", f"program {i}", first_year=first, last_year=last))
    lines = []
    steps = []
    for n in range(draw(up_to[5])):
        program = f"p{draw(up_to[count - 1])}"
        line = draw(line_records(f"{program}/l{n}", program, complete))
        lines.append(line)
        for key, strategy in values.items():
            years = set(draw(step_years))
            if complete and key == "rate":
                years.add(2020)
            for year in sorted(years):
                unknown = not complete and draw(up_to[15]) == 0
                steps.append(StepRecord(line.id, key, year, None if unknown else draw(strategy), ORIGIN))
    portfolio = build_portfolio(title="試験", years=YEARS, programs=programs, lines=lines, steps=steps)
    return Drawn(portfolio, {program.id: program for program in programs}, lines, steps)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Drawn, list[list[Entry]]]:
    """A portfolio and up to six batches of values, any field of its lines, in years around the request."""
    drawn = draw(portfolios())
    batches: list[list[Entry]] = []
    if not drawn.lines:
        return drawn, batches
    for _ in range(draw(st.integers(1, 6))):
        batch = []
        for _ in range(draw(st.integers(1, 3))):
            key = draw(st.sampled_from(sorted(settable)))
            value = draw(st.one_of(st.none(), settable[key]))
            year = draw(st.integers(1, 5) if key == "retention" else st.integers(2024, 2028))
            batch.append(Entry(draw(st.sampled_from(drawn.lines)).id, key, year, value))
        batches.append(batch)
    return drawn, batches


@st.composite
def trees(draw: st.DrawFn) -> tuple[Drawn, Document]:
    """A document of up to six scenarios with values set here and there."""
    drawn = draw(portfolios())
    document = new_document(drawn.portfolio)
    for number in range(2, draw(st.integers(2, 6))):
        document = branch(document, draw(st.integers(0, number - 1)), f"案{number}")
    for _ in range(draw(st.integers(0, 8))):
        document = draw(edits_of(drawn, document))
    return drawn, document


@st.composite
def edits_of(draw: st.DrawFn, drawn: Drawn, document: Document) -> Document:
    """One more edit of a scenario; the document itself where it is refused."""
    if not drawn.lines:
        return document
    key = draw(st.sampled_from(sorted(settable)))
    value = draw(st.one_of(st.none(), settable[key]))
    line = draw(st.sampled_from(drawn.lines)).id
    scenario = draw(st.sampled_from(document.scenarios)).number
    try:
        return set_values(document, scenario, [Entry(line, key, draw(st.integers(2024, 2027)), value)], "理由")
    except UserError:
        return document
