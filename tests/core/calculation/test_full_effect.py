"""Full effect: what each line comes to more in each year, when all of it is there, and what of it is bound."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base, evaluate_scenario
from planner.core.calculation.full_effect import above_last_year, as_last_year, full_effects
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.lines import Cell, RateRule
from planner.core.model.portfolio import Portfolio, Program
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import PRINTED
from tests.strategies import Drawn, examples, portfolios, trees

YEARS = range(2025, 2032)


@settings(max_examples=examples(150))
@given(trees())
def test_effects_are_the_amounts_of_both_set_apart(drawn: tuple[Drawn, Document]) -> None:
    document, portfolio = drawn[1], drawn[1].portfolio
    base = evaluate_base(portfolio)
    after, before = (evaluate_scenario(document, base, number) for number in (document.scenarios[-1].number, 1))
    effects = {each.row: each for each in full_effects(after, before)}
    for row in range(len(portfolio.lines)):
        new, old = after.line(row)[1:], before.line(row)[1:]
        assert (row in effects) == (new != old)
        if row not in effects:
            continue
        amounts, bound, year = effects[row][1:]
        assert amounts == tuple(
            a - b if isinstance(a, int) and isinstance(b, int) else None for a, b in zip(new, old, strict=True)
        )
        if amounts[0] is not None:
            assert bound[0] == amounts[0]  # all of the request year is decided with it
        if year is not None:
            rest = amounts[portfolio.years.index(year) - 1 :]
            assert set(rest) == {amounts[-1]} and (year == portfolio.request_year or len(rest) > 1)


@settings(max_examples=examples(100))
@given(st.integers(1, 6), st.integers(1, 3000), st.integers(1, 10**6), st.integers(-(10**6), 10**6).filter(bool))
def test_a_rise_that_new_intakes_alone_are_paid_is_full_when_all_vintages_have_it(
    stays: int, people: int, rate: int, rise: int
) -> None:
    base = evaluate_base(one_line(stays, people, rate))
    after = evaluate(base, {"p/l": {Cell("rate", 2026): rate + rise}})
    (found,) = full_effects(after, evaluate(base))
    later = range(len(YEARS) - 1)
    assert found.amounts == tuple(people * rise * min(k + 1, stays) for k in later)
    assert found.bound == tuple(people * rise if k < stays else 0 for k in later)
    assert found.year == (2026 + stays - 1 if stays < len(YEARS) - 1 else None)


@settings(max_examples=examples(100))
@given(portfolios(complete=True))
def test_as_last_year_undoes_what_the_request_decides(drawn: Drawn) -> None:
    portfolio = drawn.portfolio
    base, own = evaluate_base(portfolio), as_last_year(portfolio)
    assert full_effects(evaluate(base, own), evaluate(base, own)) == ()
    for line in drawn.lines:
        row = portfolio.line_index[line.id]
        as_it_was = base.drivers(row, own.get(line.id))
        for key in ("rate", "quantity", "times", "share"):
            held = dict(getattr(as_it_was, key))
            before = [value for year, value in getattr(portfolio.line(row), key) if year < 2026]
            default = {"quantity": 0, "times": 1, "share": 1}.get(key)
            wanted = before[-1] if before else default
            assert {value for year, value in held.items() if year >= 2026} <= {wanted}


@settings(max_examples=examples(150))
@given(trees())
def test_one_line_above_last_year_is_told_as_all_of_them(drawn: tuple[Drawn, Document]) -> None:
    document, portfolio = drawn[1], drawn[1].portfolio
    after = evaluate_scenario(document, evaluate_base(portfolio), document.scenarios[-1].number)
    effects = full_effects(after, evaluate(after.base, as_last_year(portfolio)))
    every = {each.row: (each.amounts, each.year) for each in effects}
    for row in range(len(portfolio.lines)):
        amounts, year = above_last_year(after, row)
        assert every.get(row, (amounts, year)) == (amounts, year)
        assert row in every or not any(amounts)


def test_the_rise_of_the_fellows_in_the_request() -> None:
    portfolio = built_in_portfolio()
    base = evaluate_base(portfolio)
    found = {
        portfolio.lines.ids[each.row]: each
        for each in full_effects(evaluate(base), evaluate(base, as_last_year(portfolio)), portfolio.obligations)
    }
    dc1, dc2 = found["fellows/dc/dc1"], found["fellows/dc/dc2"]
    both = [a + b for a, b in zip(dc1.amounts, dc2.amounts, strict=True) if a is not None and b is not None]
    assert both[:4] == [1_176_000_000, 2_352_000_000, 2_783_424_000, 2_783_424_000]
    assert [a + b for a, b in zip(dc1.bound, dc2.bound, strict=True)] == [
        *[1_176_000_000] * 2,
        431_424_000,
        *[0] * 3,
    ]
    assert (dc1.year, dc2.year) == (2028, 2027)


def one_line(stays: int, people: int, rate: int) -> Portfolio:
    line = LineRecord("p/l", "p", "積算", "line", "人", stays, (), RateRule.INTAKE)
    steps = [StepRecord("p/l", "rate", 2015, rate, PRINTED), StepRecord("p/l", "quantity", 2015, people, PRINTED)]
    return build_portfolio(
        title="試験", years=YEARS, programs=[Program("p", "", "1", "事業", "p")], lines=[line], steps=steps
    )
