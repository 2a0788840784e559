"""What seek and cut are asked with as it is typed, and what an answer of seek does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base, evaluate_scenario
from planner.core.edits.values import NOBODY, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.money import Mode
from planner.core.seek.asked import Moving, Wish, is_share, read_factor, read_shares, whole
from planner.core.seek.effects import effects
from planner.core.seek.levers import put
from planner.core.seek.seek import seek
from planner.core.seek.targets import read_aim
from planner.files.portfolio.reading import built_in_portfolio
from tests.strategies import MANY_EMPTY, Drawn, examples, portfolios

PD, DC1, DC2 = "fellows/pd/pd", "fellows/dc/dc1", "fellows/dc/dc2"


@pytest.fixture(scope="module")
def real() -> Document:
    return new_document(built_in_portfolio())


def test_bounds_and_steps_are_read_as_typed(real: Document) -> None:
    handle = Moving(((PD, "rate", 2026),), low="３，０００千円", high="4.5百万円", step="千円").lever(real, 1)
    assert (handle.low, handle.high, handle.step) == (3_000, 4_500, Fraction(1_000))
    factor = Moving(((DC1, "rate", 2026), (DC2, "rate", 2026)), low="95%", high="19/10", step="1000").lever(real, 1)
    assert (factor.low, factor.high) == (950_000, 1_900_000)
    growth = Moving(growth="wage", low="△1%", high="2％").lever(real, 1)
    assert (growth.low, growth.high) == (-100, 200)
    with pytest.raises(UserError, match="changes"):
        Moving(((PD, "rate", 2026),), begins=True).lever(real, 1)
    with pytest.raises(UserError, match="step"):
        Moving(((PD, "rate", 2026),), step="0").lever(real, 1)
    with pytest.raises(UserError, match="number"):
        Moving(((PD, "rate", 2026),), low="many").lever(real, 1)


def test_people_moved_together_with_yen_go_one_by_one(real: Document) -> None:
    drivers = tuple((line, key, 2026) for key in ("rate", "quantity") for line in (DC1, DC2))
    handle = Moving(drivers, step="千円", mode=Mode.DOWN).lever(real, 1)
    values = [value for _driver, value in handle.cells(970_000).items()]
    rates, people = (3_072_000 * 97 // 100 // 1_000 * 1_000,) * 2, (642 * 97 // 100, 1_108 * 97 // 100)
    assert tuple(values) == (*rates, *people)


def test_factors_shares_and_ladders_are_told_apart() -> None:
    assert [read_factor(text) for text in ("", "95％", "0.9", "19/20")] == [
        None,
        Fraction(19, 20),
        Fraction(9, 10),
        Fraction(19, 20),
    ]
    assert (is_share("5 %"), is_share("5億円")) == (True, False)
    assert read_shares("1%、2％，5%") == [Fraction(1, 100), Fraction(1, 50), Fraction(1, 20)]
    assert read_shares("5%") == read_shares("1%, 30億円") == []


def test_a_wish_is_of_the_lines_chosen_else_of_the_aim(real: Document) -> None:
    evaluation = evaluate_scenario(real, evaluate_base(real.portfolio), 1)
    aim = read_aim("total", real.portfolio, ())
    total = evaluation.total[1].amount
    assert total is not None
    assert whole(real, evaluation, aim, ()) == total
    lines = evaluation.line(real.portfolio.line_index[DC1])[1]
    assert isinstance(lines, int)
    assert Wish("5%").yen(real, evaluation, aim, (DC1,)) == -(-lines * 5 // 100)
    assert Wish("5%", up=True).yen(real, evaluation, aim, (DC1,)) == lines * 5 // 100
    assert Wish("4000億円", to=True).yen(real, evaluation, aim, ()) == total - 400_000_000_000
    assert Wish("4200億円", to=True, up=True).yen(real, evaluation, aim, ()) == 420_000_000_000 - total
    with pytest.raises(UserError, match="number"):
        Wish("some").yen(real, evaluation, aim, ())


def test_a_growth_moves_later_years_alone_and_is_put_as_an_assumption(real: Document) -> None:
    base = evaluate_base(real.portfolio)
    handle = Moving(growth="wage").lever(real, 1)
    done = effects(real, base, 1, handle, 100, 2026)
    made = put(real, 1, handle, 100, "昇給", NOBODY)
    assert (made.assumptions(1)["wage"].rate, made.assumptions(1)["wage"].why) == (Fraction(1, 100), "昇給")
    before, after = (evaluate_base(each.portfolio, each.growth(1)).total for each in (real, made))
    years = real.portfolio.years
    assert done.changes == ()
    assert done.later == {
        year: (after[at].amount or 0) - (before[at].amount or 0) for at, year in enumerate(years) if year > 2026
    }


@given(portfolios(), st.data())
@settings(max_examples=examples(40), suppress_health_check=MANY_EMPTY)
def test_effects_are_what_the_evaluation_says(drawn: Drawn, data: st.DataObject) -> None:
    """Effects of a line's drivers add up to what it moves by, and later years move as the total does."""
    assume(drawn.lines)
    document = new_document(drawn.portfolio)
    portfolio, base = document.portfolio, evaluate_base(document.portfolio)
    lines = data.draw(st.lists(st.sampled_from(portfolio.lines.ids), min_size=1, max_size=3, unique=True))
    keys = data.draw(st.sampled_from([("rate",), ("quantity",), ("rate", "quantity")]))
    moving = Moving(tuple((line, key, portfolio.request_year) for line in lines for key in keys))
    try:
        handle = moving.lever(document, 1)
        position = data.draw(st.integers(handle.low, min(handle.high, handle.low + 1_000_000)))
        made = put(document, 1, handle, position, "", NOBODY)
    except UserError:
        assume(False)
    year = portfolio.request_year
    done = effects(document, base, 1, handle, position, year)
    before, after = evaluate(base), evaluate(base, made.overrides(1))
    for line in lines:
        row = portfolio.line_index[line]
        one, other = before.line(row)[1], after.line(row)[1]
        if isinstance(one, int) and isinstance(other, int):
            assert sum(each.effect for each in done.changes if each.driver.row == row) == other - one
    for at, each in enumerate(portfolio.years):
        if each > year and before.total[at].amount is not None and after.total[at].amount is not None:
            assert done.later[each] == after.total[at].yen - before.total[at].yen


def test_a_search_tells_how_far_it_is_and_can_be_called_off(real: Document) -> None:
    class EnoughError(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise EnoughError

    aim, handle = read_aim("total", real.portfolio, ()), Moving(((PD, "rate", 2026),)).lever(real, 1)
    with pytest.raises(EnoughError):
        seek(real, evaluate_base(real.portfolio), 1, aim, 1, handle, stop)


def test_where_amounts_turn_back_it_is_said_apart(real: Document) -> None:
    document = set_values(real, 1, [Entry(DC1, "rate", 2026, -1_000)])
    drivers = ((DC1, "quantity", 2026), (DC2, "quantity", 2026))
    handle = Moving(drivers, low="1", high="1.001").lever(document, 1)
    aim = read_aim("program:fellows/dc", document.portfolio, ())
    found = seek(document, evaluate_base(document.portfolio), 1, aim, 10_000_000_000, handle)
    assert found.turning is not None
    assert " tried" in str(found.turning)
