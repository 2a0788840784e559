"""What amounts rest on: the shares add up to the amounts, by the weakest figure behind each line and year."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.explain.footing import Shares, footing, unprinted_before
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.lines import RateRule
from planner.core.model.origins import BASES, Basis, Origin
from planner.core.model.portfolio import Member, Portfolio, Program, View
from tests.strategies import YEARS, Drawn, portfolios, values

ORIGINS = [Origin(basis, "1", "印刷") for basis in Basis]


@st.composite
def sourced(draw: st.DrawFn) -> Drawn:
    """A random portfolio whose figures rest on all kinds of bases."""
    drawn = draw(portfolios())
    steps = [step._replace(origin=draw(st.sampled_from(ORIGINS))) for step in drawn.steps]
    programs = list(drawn.programs.values())
    portfolio = build_portfolio(title="試験", years=YEARS, programs=programs, lines=drawn.lines, steps=steps)
    return Drawn(portfolio, drawn.programs, drawn.lines, steps)


def weakest(drawn: Drawn, line: LineRecord, year: int) -> Basis:
    """The weakest basis behind a line's amount in a year, step by step."""
    found = [0]
    for key in values:
        own = {step.year: step for step in drawn.steps if step.line_id == line.id and step.field == key}
        back = key == "quantity" or (key == "rate" and line.rate_rule is RateRule.INTAKE)
        for asked in range(year - line.duration + 1, year + 1) if back else (year,):
            held = [each for each in own if each <= asked]
            if held:
                found.append(BASES.index(own[max(held)].origin.basis))
    return BASES[max(found)]


@given(sourced())
def test_a_line_rests_on_the_weakest_figure_behind_the_year(drawn: Drawn) -> None:
    portfolio = drawn.portfolio
    for line in drawn.lines:
        row = portfolio.line_index[line.id]
        for y, year in enumerate(YEARS):
            assert BASES[portfolio.bases[row, y]] is weakest(drawn, line, year)
        assert portfolio.line_basis[row] is weakest(drawn, line, YEARS[1])


entries = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(sorted(values)), st.sampled_from(YEARS)), max_size=6)


@settings(deadline=None)
@given(sourced(), entries, st.data())
def test_shares_add_up_and_an_edit_finds_what_a_new_start_finds(
    drawn: Drawn, edits: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    portfolio = drawn.portfolio
    base = evaluate_base(portfolio)
    document, previous = new_document(portfolio), footing(evaluate(base))
    for number, key, year in edits:
        if number < len(drawn.lines):
            entry = Entry(drawn.lines[number].id, key, year, data.draw(values[key]))
            try:
                document = set_values(document, 1, [entry])
            except UserError:
                continue
        evaluation = evaluate(base, document.overrides(1), previous.evaluation)
        previous = footing(evaluation, previous)
        anew = footing(evaluate(base, document.overrides(1)))
        for index in range(len(portfolio.programs)):
            for y in range(len(YEARS)):
                shares = previous.program(index, y)
                assert sum(shares) == evaluation.program(index)[y].yen
                assert shares == anew.program(index, y)
    roots = [Member(program.id) for program in portfolio.programs if not program.parent]
    assert previous.view(View("v", "", "", tuple(roots)), 1) == previous.view(None, 1)


@given(st.tuples(*[st.integers(0, 10**15)] * 5), st.sampled_from([100, 1000, 10**6]))
def test_parts_add_up_to_the_whole(amounts: tuple[int, ...], whole: int) -> None:
    shares = Shares(*amounts)
    parts = shares.in_parts(whole)
    if not sum(amounts):
        assert parts is None
        return
    assert parts is not None
    assert sum(parts) == whole
    for part, amount in zip(parts, amounts, strict=True):
        assert abs(part - Fraction(amount * whole, sum(amounts))) <= 1
        assert part < whole or amount == sum(amounts), "all only where it is all"


def cohort() -> Portfolio:
    """People printed, a rate assumed for the previous year and printed since; a line with no figure the year before."""
    printed, assumed = Origin(Basis.PUBLISHED, "1", "印刷"), Origin(Basis.ASSUMED, "1", "印刷", "仮定", "assumed")
    lines = [LineRecord("p/a", "p", "研究奨励金", unit="人", duration=2), LineRecord("p/b", "p", "整備費")]
    steps = [
        StepRecord("p/a", "quantity", 2024, 10, printed),
        StepRecord("p/a", "rate", 2025, 1_000, assumed),
        StepRecord("p/a", "rate", 2026, 1_000, printed),
        StepRecord("p/b", "quantity", 2025, 1, printed),
        StepRecord("p/b", "rate", 2025, None, printed),
        StepRecord("p/b", "rate", 2026, 500, printed),
    ]
    return build_portfolio(
        title="t", years=YEARS, programs=[Program("p", "", "1", "事業", "program")], lines=lines, steps=steps
    )


def test_each_year_rests_on_its_own_figures_and_what_a_scenario_sets_is_changed() -> None:
    portfolio = cohort()
    base = evaluate_base(portfolio)
    as_printed = footing(evaluate(base))
    assert as_printed.program(0, 0) == Shares(0, 0, 20_000, 0)
    assert as_printed.program(0, 1) == Shares(20_500, 0, 0, 0)
    document = set_values(new_document(portfolio), 1, [Entry("p/a", "rate", 2026, 1_100)])
    set_here = footing(evaluate(base, document.overrides(1)))
    assert set_here.program(0, 0) == Shares(0, 0, 20_000, 0)
    assert set_here.program(0, 1) == Shares(500, 0, 0, 0, 22_000)
    wished = set_values(new_document(portfolio), 1, [Entry("p/a", "demand", 2026, 2)])
    assert footing(evaluate(base, wished.overrides(1))).program(0, 1) == Shares(20_500, 0, 0, 0)


def test_what_no_source_prints_of_the_previous_year_is_nobodys_increase() -> None:
    portfolio = cohort()
    evaluation = evaluate(evaluate_base(portfolio))
    row = evaluation.base.unprinted[0]
    assert unprinted_before(evaluation, portfolio.counted()) == {row: 500}
    assert unprinted_before(evaluation, portfolio.counted(View("v", "", "", (Member("p"),)))) == {row: 500}
    assert unprinted_before(evaluation, portfolio.counted(View("v", "", "", (Member("p", relisted=True),)))) == {}
    assert footing(evaluation).view(View("v", "", "", ()), 1) == Shares(0, 0, 0, 0)
