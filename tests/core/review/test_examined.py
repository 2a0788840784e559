"""An examiner's figures become rates and quantities that give exactly what was asked for, or the difference is told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import line_amount, vintages
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.lines import Cell, Lack, RateRule
from planner.core.model.portfolio import Portfolio, Program
from planner.core.money import Rounding
from planner.core.review.examined import Examined, Given, by_age, examine_line, pays_one_rate
from tests.strategies import ORIGIN, Drawn, examples, portfolios

YEAR = 2026


def one_line(
    duration: int = 1, rule: RateRule = RateRule.INTAKE, rounding: Rounding = Rounding.HALF, **series: Any
) -> Portfolio:
    """A portfolio of one line; series by field, a value for all years or a mapping of years."""
    line = LineRecord("p/l", "p", "積算", "line", "人", duration, (), rule, rounding)
    steps = [
        StepRecord("p/l", field, year, value, ORIGIN)
        for field, values in series.items()
        for year, value in (values if isinstance(values, dict) else {2020: values}).items()
    ]
    programs = [Program("p", "", "1", "事業", "program")]
    return build_portfolio(title="t", years=(2025, YEAR, 2027), programs=programs, lines=[line], steps=steps)


def examined(portfolio: Portfolio, **given_at_0: int) -> Examined:
    return examine_line(portfolio, 0, {}, {0: Given(**given_at_0)})


def values(found: Examined) -> dict[str, object]:
    return {f"{each.field}@{each.year}": each.value for each in found.entries}


def test_rate_and_quantity_are_taken_as_they_are() -> None:
    portfolio = one_line(rate=3_072_000, quantity=642)
    found = examined(portfolio, rate=3_000_000, people=600)
    assert values(found) == {"quantity@2026": 600, "rate@2026": 3_000_000}
    assert (found.amount, found.asked, found.notes) == (1_800_000_000, 1_800_000_000, ())
    assert examined(portfolio, rate=3_072_000, people=642, amount=3_072_000 * 642).entries == ()


def test_an_amount_becomes_the_rate_that_gives_it() -> None:
    portfolio = one_line(rate=1_000, quantity=7, share=Fraction(3, 4))
    found = examined(portfolio, amount=2_100)
    assert values(found) == {"rate@2026": 400}
    assert (found.amount, found.notes) == (2_100, ())


def test_where_no_rate_gives_it_the_nearest_below_is_taken_and_told() -> None:
    found = examined(one_line(rate=1_000, quantity=7), amount=6_000)
    assert values(found) == {"rate@2026": 857}
    assert (found.amount, found.asked) == (5_999, 6_000)
    assert "the nearest that whole figures give is 5,999 yen, 1 yen apart" in str(found.notes[0])
    coarse = examined(one_line(rate=1_000, quantity=7, rounding=Rounding.HALF_1000), amount=6_400)
    assert (coarse.amount, coarse.asked) == (6_000, 6_400)


def test_an_amount_of_nothing_is_nobody() -> None:
    found = examined(one_line(rate=1_000, quantity=7), amount=0)
    assert values(found) == {"quantity@2026": 0}
    assert (found.amount, found.notes) == (0, ())


def test_an_amount_beside_a_rate_or_a_quantity_settles_the_other() -> None:
    portfolio = one_line(rate=1_000, quantity=7)
    assert values(examined(portfolio, rate=500, amount=3_000)) == {"quantity@2026": 6, "rate@2026": 500}
    assert values(examined(portfolio, people=6, amount=3_000)) == {"quantity@2026": 6, "rate@2026": 500}
    torn = examined(portfolio, rate=500, people=6, amount=2_000)
    assert values(torn) == {"quantity@2026": 6, "rate@2026": 500}
    assert (torn.amount, torn.asked) == (3_000, 2_000)
    assert "come to 3,000 yen, not to the examined amount of 2,000 yen" in str(torn.notes[0])


def test_a_vintage_changed_leaves_the_others_as_they_are() -> None:
    portfolio = one_line(3, rate={2020: 100, 2026: 200}, quantity={2020: 10})
    found = examine_line(portfolio, 0, {}, {1: Given(people=4), 2: Given(rate=50)})
    assert values(found) == {"quantity@2025": 4, "quantity@2026": 10, "rate@2024": 50, "rate@2025": 100}
    line = portfolio.line(
        0, {Cell(each.field, each.year): each.value for each in found.entries if each.value is not None}
    )
    assert [(each.intake, each.rate) for each in vintages(line, YEAR)] == [(10, 200), (4, 100), (10, 50)]
    assert found.amount == 2_000 + 400 + 500


def test_vintages_paid_the_rate_of_the_year_take_one_rate_or_none() -> None:
    portfolio = one_line(2, RateRule.YEAR, rate=100, quantity=10)
    both = examine_line(portfolio, 0, {}, {0: Given(rate=90), 1: Given(rate=90)})
    assert (values(both), both.amount) == ({"rate@2026": 90}, 1_800)
    amounts = examine_line(portfolio, 0, {}, {0: Given(amount=900), 1: Given(amount=900)})
    assert (values(amounts), amounts.amount) == ({"rate@2026": 90}, 1_800)
    fewer = examine_line(portfolio, 0, {}, {1: Given(amount=800)})
    assert (values(fewer), fewer.amount) == ({"quantity@2025": 8, "quantity@2026": 10}, 1_800)
    several = examine_line(portfolio, 0, {}, {0: Given(rate=90)})
    assert (several.entries, several.amount, several.asked) == ((), 2_000, 1_900)
    assert "these figures need several" in str(several.notes[0])


def test_what_cannot_be_is_told_and_nothing_is_set() -> None:
    nobody = examined(one_line(rate=100, quantity=0), amount=500)
    assert (nobody.entries, nobody.asked) == ((), 500)
    assert "No figures give 500 yen" in str(nobody.notes[0])
    unknown = examined(one_line(rate={2020: 100}, quantity={2020: 1}, share={2020: None}), rate=50)
    assert unknown.entries == ()
    assert "times or share are not known" in str(unknown.notes[0])
    too_much = examined(one_line(rate=1, quantity=1, share=Fraction(1, 10**8)), amount=10**14)
    assert too_much.entries == ()
    assert "must lie between" in str(too_much.notes[0])
    item = one_line(rate=100, quantity=3)
    found = examine_line(item, 0, {Cell("demand", YEAR): 3}, {0: Given(rate=50)})
    assert (found.entries, found.amount) == ((), Lack.UNPRICED)
    assert "requested without an amount" in str(found.notes[0])
    made_known = examined(one_line(rate={2020: None}, quantity=3), rate=50)
    assert (values(made_known), made_known.amount) == ({"rate@2026": 50}, 150)


numbers = st.one_of(st.none(), st.integers(0, 10**9))
GIVEN = st.builds(Given, numbers, st.one_of(st.none(), st.integers(0, 5_000)), numbers)


@settings(max_examples=examples(400))
@given(portfolios(), st.data())
def test_what_is_set_comes_to_what_is_said_and_touches_nothing_else(drawn: Drawn, data: st.DataObject) -> None:
    portfolio = drawn.portfolio
    for row, record in enumerate(portfolio.lines.ids):
        before = portfolio.line(row)
        ages = st.dictionaries(st.sampled_from(list(by_age(before, YEAR))), GIVEN, min_size=1)
        wanted = data.draw(ages, label=record)
        found = examine_line(portfolio, row, {}, wanted)
        own = {Cell(each.field, each.year): each.value for each in found.entries if each.value is not None}
        after = portfolio.line(row, own)
        assert line_amount(after, YEAR) == found.amount
        assert all(each.line_id == record for each in found.entries)
        assert found.notes or not isinstance(found.amount, int) or found.asked == found.amount
        for age, then in by_age(before, YEAR).items():
            now = by_age(after, YEAR)[age]
            if age not in wanted and not pays_one_rate(before, YEAR):
                assert now == then
            asked = wanted.get(age, Given()).amount
            if asked is not None and not found.notes:
                assert now.amount == asked
            elif asked is not None and isinstance(now.amount, int) and len(wanted) == 1 and found.entries:
                assert now.amount <= asked or (wanted[age].rate is not None and wanted[age].people is not None)


@pytest.mark.parametrize("rounding", list(Rounding))
@given(
    rate=st.integers(-(10**7), 10**7),
    people=st.integers(1, 500),
    share=st.fractions("1/7", 3, max_denominator=12),
    to=st.integers(-(10**7), 10**7),
)
def test_the_amount_of_another_rate_is_always_met(
    rounding: Rounding, rate: int, people: int, share: Fraction, to: int
) -> None:
    """What some rate gives exactly is found exactly, whatever the rounding."""
    portfolio = one_line(rounding=rounding, rate=rate, quantity=people, share=share)
    target = line_amount(portfolio.line(0, {Cell("rate", YEAR): to}), YEAR)
    assert isinstance(target, int)
    found = examined(portfolio, amount=target)
    assert (found.amount, found.notes) == (target, ())
