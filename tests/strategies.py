"""Random portfolios, edits, ceilings and documents for Hypothesis, small and awkward on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.accounts.codes import CODES, LINKS, Code, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear
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
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
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


def fractions_to(highest: int, max_denominator: int) -> list[Fraction]:
    """Every fraction from 0 on, simple ones first and more often: each as often as a denominator can write it."""
    under = range(1, max_denominator + 1)
    return [Fraction(over, each) for each in under for over in range(highest * each + 1)]


# What a value may be, by field: drawn from a range, or one of a list.
RANGES: dict[str, list[st.SearchStrategy[int] | Sequence[Value]]] = {
    "rate": [
        st.integers(-5_000_000, 50_000_000),
        st.integers(-(10**15) + 1, 10**15 - 1),
        [0, 1, -1, 5, 2_400_000, 3_072_000],
    ],
    "quantity": [st.integers(0, 5000), st.integers(0, 10**9), [0]],
    "times": [fractions_to(3, 24), [Fraction(1), Fraction(3, 12), Fraction(1, 2), Fraction(1, 999_999_937)]],
}
RANGES["share"] = RANGES["times"]
values: dict[str, st.SearchStrategy[Value]] = {
    key: st.one_of(*(each if isinstance(each, st.SearchStrategy) else st.sampled_from(each) for each in ranges))
    for key, ranges in RANGES.items()
}
settable = values | {
    "present": st.integers(0, 1),
    "demand": st.integers(0, 3),
    "expense": st.integers(0, 2),
    "duration": st.integers(1, 6),
    "retention": st.sampled_from(fractions_to(1, 9)),
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


def ranges_of(drawn: Drawn) -> st.SearchStrategy[list[JudgedRange]]:
    """What is judged of some drivers of a portfolio: ends, a share, or only how likely values are and which alike."""

    @st.composite
    def judged(draw: st.DrawFn) -> JudgedRange:
        key = draw(st.sampled_from(sorted(values)))
        figure = Named(draw(st.sampled_from(drawn.lines)).id, key, 2026)
        low, mode, high = sorted(draw(st.lists(values[key], min_size=3, max_size=3)))
        own = Own(low, high, draw(st.sampled_from([None, mode])))
        span = draw(st.sampled_from([own, Fraction(1, 10), Fraction(0), Fraction(1), None]))
        shape, group = draw(st.sampled_from([None, *Shape])), draw(st.sampled_from(["", "A", "物価 '\"="]))
        return JudgedRange(figure, span, shape, group if span is not None or shape else "A", "理由 '\"=")

    return st.lists(judged(), max_size=3) if drawn.lines else st.just([])


def codes_of(drawn: Drawn) -> st.SearchStrategy[dict[CodePlace, Code | None]]:
    """Codes and links to set at programs and lines of a portfolio, or to take away."""
    texts = st.sampled_from(["①", "②", "科学技術振興費", "95016-2111-02", "=1+1", "㈱ '\"", "", "髙　橋"])
    at_program = st.builds(
        CodePlace, st.just(Owner.PROGRAM), st.sampled_from(list(drawn.programs)), st.sampled_from(CODES)
    )
    places = at_program
    if drawn.lines:
        ids = [line.id for line in drawn.lines]
        places |= st.builds(CodePlace, st.just(Owner.LINE), st.sampled_from(ids), st.sampled_from(CODES))
    given = st.dictionaries(places, st.none() | st.builds(Code, texts), max_size=6)
    linked = st.builds(CodePlace, st.just(Owner.PROGRAM), st.sampled_from(list(drawn.programs)), st.sampled_from(LINKS))
    addresses = st.sampled_from(["", "https://example.go.jp/評価?a=1&b=2#c"])
    links = st.dictionaries(linked, st.builds(Code, texts, addresses), max_size=2)
    return st.builds(lambda one, other: {**one, **other}, given, links)


def executions_of(portfolio: Portfolio) -> st.SearchStrategy[dict[PastYear, Executed]]:
    """Past years of some programs, known in part, small and large."""
    yen = st.sampled_from([None, 0, 1, 3, 999, 10**9 + 1, 10**15 - 1])
    ids = [program.id for program in portfolio.programs]
    pasts = st.builds(PastYear, st.sampled_from(ids), st.sampled_from([2021, 2022, 2023, 2024, 2025]))
    return st.dictionaries(pasts, st.builds(Executed, yen, yen, yen, st.sampled_from(["", "=出典"])), max_size=4)


MANY_EMPTY = [HealthCheck.filter_too_much]
"""For laws that need something to move: every other portfolio asks for nothing in the request year."""


def examples(full: int) -> int:
    """How many examples a law is tried with: so many, or the percentage of them that the profile asks for."""
    return max(1, full * settings().max_examples // 100)


# Hypothesis takes longer over each thing drawn than the program over what is made of it. So the small choices of a
# portfolio, a line, an entry are drawn together, a byte for each; it simplifies them byte by byte all the same.
portfolio_shapes = st.binary(min_size=18, max_size=18)
line_shapes = st.binary(min_size=14, max_size=14)
step_shapes = st.binary(min_size=52, max_size=52)
entry_shapes = st.binary(min_size=4, max_size=4)
tree_shapes = st.binary(min_size=6, max_size=6)
scenario_shapes = st.binary(min_size=1, max_size=1)
batch_sizes = st.lists(st.integers(1, 3), min_size=1, max_size=6)

T = TypeVar("T")
DURATIONS, UNITS = [1, 1, 2, 3, 5], ["人", "件"]
SHARES = fractions_to(1, 9)
RATE_RULES, ROUNDINGS = list(RateRule), list(Rounding)
DEMANDS, EXPENSES, GROWTH_KINDS = [0, 0, 0, 0, 1, 2, UNPRICED], [0, 1, 2], [0, 0, 1, 2, 3]
FIRST_YEARS = [*[None] * 5, *range(2022, 2027)]
LAST_YEARS = [*[None] * 5, *range(2024, 2029)]
FIELDS = sorted(settable)


def pick(options: Sequence[T], byte: int) -> T:
    """One of some options, the first of them the simplest."""
    return options[byte % len(options)]


def line_record(shape: bytes, name: str, program: str, complete: bool) -> LineRecord:
    """One line of that shape (`line_shapes`), often a cohort line, sometimes with retention."""
    duration = pick(DURATIONS, shape[0])
    return LineRecord(
        name,
        program,
        f"積算 {name}",
        f"line {name}",
        pick(UNITS, shape[1]),
        duration,
        tuple(pick(SHARES, each) for each in shape[9 : 9 + duration]) if duration > 1 and shape[2] % 2 else (),
        pick(RATE_RULES, shape[3]),
        pick(ROUNDINGS, shape[4]),
        0 if complete else pick(DEMANDS, shape[5]),
        pick(EXPENSES, shape[6]),
        pick(GROWTH_KINDS, shape[7]),
    )


def value(draw: st.DrawFn, key: str, kind: int, which: int) -> Value:
    """A figure of a field: `kind` says from which of its ranges, both bytes which one of a list."""
    ranges = RANGES[key]
    place, kind_of_range = divmod(kind, len(ranges))
    of = ranges[kind_of_range]
    return draw(of) if isinstance(of, st.SearchStrategy) else of[(256 * place + which) % len(of)]


@st.composite
def portfolios(draw: st.DrawFn, complete: bool = False) -> Drawn:
    """A portfolio of a few programs and lines; `complete` ones have an amount for every line and year."""
    count_of_programs, count_of_lines, *shape = draw(portfolio_shapes)
    count = 1 + count_of_programs % 4
    programs = []
    for i in range(count):
        is_part, above, first, last = shape[4 * i : 4 * i + 4]
        parent = f"p{above % i}" if i and is_part % 2 else ""
        takes_in = {"first_year": pick(FIRST_YEARS, first), "last_year": pick(LAST_YEARS, last)}
        programs.append(Program(f"p{i}", parent, "1", f"事業{i}", f"program {i}", **takes_in))
    lines = []
    steps = []
    for n in range(count_of_lines % 6):
        shape_of_line, shape_of_steps = draw(line_shapes), draw(step_shapes)
        program = f"p{shape_of_line[8] % count}"
        line = line_record(shape_of_line, f"{program}/l{n}", program, complete)
        lines.append(line)
        for at, key in enumerate(RANGES):
            size, *given = shape_of_steps[13 * at : 13 * at + 13]
            years = {2021 + given[each] % 7: given[each + 1 : each + 4] for each in range(0, 4 * (size % 4), 4)}
            if complete and key == "rate":
                years[2020] = given[9:12]
            for year, (is_known, kind, which) in sorted(years.items()):
                figure = value(draw, key, kind, which) if complete or is_known % 16 < 15 else None
                steps.append(StepRecord(line.id, key, year, figure, ORIGIN))
    portfolio = build_portfolio(title="試験", years=YEARS, programs=programs, lines=lines, steps=steps)
    return Drawn(portfolio, {program.id: program for program in programs}, lines, steps)


def entry(draw: st.DrawFn, drawn: Drawn, first_year: int, last_year: int) -> Entry:
    """A value of any field of a line, or that it is taken away."""
    field, line, year, is_there = draw(entry_shapes)
    key = pick(FIELDS, field)
    years = range(1, 6) if key == "retention" else range(first_year, last_year + 1)
    return Entry(pick(drawn.lines, line).id, key, pick(years, year), draw(settable[key]) if is_there % 3 else None)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Drawn, list[list[Entry]]]:
    """A portfolio and up to six batches of values, any field of its lines, in years around the request."""
    drawn = draw(portfolios())
    if not drawn.lines:
        return drawn, []
    sizes = draw(batch_sizes)
    return drawn, [[entry(draw, drawn, 2024, 2028) for _ in range(size)] for size in sizes]


@st.composite
def trees(draw: st.DrawFn) -> tuple[Drawn, Document]:
    """A document of up to six scenarios with values set here and there."""
    drawn = draw(portfolios())
    document = new_document(drawn.portfolio)
    branches, edits, *parents = draw(tree_shapes)
    for number in range(2, 2 + branches % 5):
        document = branch(document, parents[number - 2] % number, f"案{number}")
    for _ in range(edits % 9):
        document = edit(draw, drawn, document)
    return drawn, document


def edit(draw: st.DrawFn, drawn: Drawn, document: Document) -> Document:
    """One more edit of a scenario; the document itself where it is refused."""
    if not drawn.lines:
        return document
    set_there = entry(draw, drawn, 2024, 2027)
    (where,) = draw(scenario_shapes)
    try:
        return set_values(document, pick(document.scenarios, where).number, [set_there], "理由")
    except UserError:
        return document


@st.composite
def edits_of(draw: st.DrawFn, drawn: Drawn, document: Document) -> Document:
    """One more edit of a scenario; the document itself where it is refused."""
    return edit(draw, drawn, document)
