"""Goal seek: the best of all whole numbers, told on both sides."""

from __future__ import annotations

from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base, evaluate_scenario, regrown
from planner.core.calculation.in_force import effective
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.values import NOBODY, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import build_portfolio
from planner.core.model.document import Document
from planner.core.model.fields import PRICE, WAGE
from planner.core.model.growth import Growth
from planner.core.money import Mode
from planner.core.seek.cautions import warnings_at
from planner.core.seek.effects import effects
from planner.core.seek.levers import Lever, entries, growth_lever, lever, moved, put, year_lever
from planner.core.seek.positions import Columns
from planner.core.seek.seek import Found, seek
from planner.core.seek.targets import Gauge, read_aim
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.samples import DC1, DC2, SCHOOLS, many_records, small_portfolio
from tests.strategies import Drawn, examples, portfolios

ENGLISH = texts_for("en").translate


def brute(document: Document, what: str, target: int, handle: Lever) -> tuple[int | None, int | None]:
    """The largest amount up to the target and the smallest beyond it, over every position, set as by hand."""
    base, aim = evaluate_base(document.portfolio), read_aim(what, document.portfolio, ())
    found = []
    for position in range(handle.low, handle.high + 1):
        done = set_values(document, 1, entries(document.portfolio.lines.ids, handle.cells(position)))
        amount = Gauge(aim, document.all_obligations).read(evaluate_scenario(done, base, 1))
        assert amount is not None
        found.append(amount)
    less, more = [each for each in found if each <= target], [each for each in found if each > target]
    return max(less, default=None), min(more, default=None)


def amounts(found: Found) -> tuple[int | None, int | None]:
    below, above = found.below, found.above
    return below.amount if below else None, above.amount if above else None


@settings(max_examples=examples(300))
@given(portfolios(complete=True), st.data())
def test_the_answer_is_the_best_of_all_positions(drawn: Drawn, data: st.DataObject) -> None:
    assume(drawn.lines)
    document, portfolio = new_document(drawn.portfolio), drawn.portfolio
    for kind in data.draw(st.sampled_from([(), ("price",), ("price", "wage")])):
        document = set_growth(document, 1, kind, Fraction(data.draw(st.sampled_from([-20, 2, 15])), 100))
    ids = portfolio.lines.ids
    picked = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
    key = data.draw(st.sampled_from(["rate", "quantity"]))
    year = data.draw(st.sampled_from([2026, 2027]))
    for line, when in data.draw(st.lists(st.tuples(st.sampled_from(picked), st.integers(2026, 2027)), max_size=2)):
        document = set_values(document, 1, [Entry(line, "rate", when, data.draw(st.integers(1, 60)))])
    low = data.draw(st.integers(0, 40))
    try:
        if len(picked) == 1:
            handle = lever(document, 1, [(picked[0], key, year)], low, low + data.draw(st.integers(0, 30)))
        elif data.draw(st.booleans()):
            drivers = [(each, key, year) for each in picked]
            handle = lever(document, 1, drivers, Fraction(999_999 - low, 10**6), Fraction(1_000_003 + low, 10**6))
        else:
            drivers = [(each, key, year) for each in picked]
            handle = lever(document, 1, drivers, Fraction(low, 100_000), Fraction(low + 3, 100_000))
    except UserError:
        assume(False)
    what = data.draw(
        st.sampled_from(["total@2027", "total", f"line:{picked[0]}", "program:p0", "committed:total@2027"])
    )
    base, aim = evaluate_base(portfolio), read_aim(what, portfolio, ())
    grown = regrown(base, document.growth(1))
    within = [moved(document.overrides(1), ids, handle.cells(at)) for at in (handle.low, handle.high)]
    ends = [Gauge(aim).read(evaluate(grown, each)) for each in within]
    assume(None not in ends)
    target = data.draw(st.integers(min(map(int, ends)) - 5, max(map(int, ends)) + 5))  # type: ignore[arg-type]
    try:
        found = seek(document, base, 1, aim, target, handle)
    except UserError:
        assume(False)
    assert amounts(found) == brute(document, what, target, handle)
    assert (found.met is not None) == (amounts(found)[0] == target)
    for near in (found.met, found.below, found.above):
        if near is not None:
            done = set_values(document, 1, entries(ids, handle.cells(near.position)))
            assert Gauge(aim, document.all_obligations).read(evaluate_scenario(done, base, 1)) == near.amount
    if found.met is None:
        assert found.why is not None


@settings(max_examples=examples(60))
@given(
    st.lists(st.sampled_from([DC1, DC2, SCHOOLS]), min_size=1, max_size=3),
    st.lists(st.integers(2027, 2029), min_size=2, max_size=2),
    st.sampled_from([1, 7]),
    st.data(),
)
def test_a_rate_of_a_later_year_that_stays_grows_on(
    picked: list[str], years: list[int], step: int, data: st.DataObject
) -> None:
    """Around the value in force, where amounts leap, and with rates of two years of which one grows from the other."""
    document = set_last_year(new_document(small_portfolio()), 2030)
    for kind in ("price", "wage"):
        document = set_growth(document, 1, kind, Fraction(data.draw(st.sampled_from([-20, 0, 2, 15])), 100))
    drivers = list(dict.fromkeys((line, "rate", year) for line, year in zip(picked, years * 2, strict=False)))
    is_one = len(drivers) == 1
    for line, _key, _year in drivers:
        rate = data.draw(st.integers(1, 400) if is_one else st.integers(5_000, 60_000)) // step * step
        set_for = data.draw(st.sampled_from([2026, 2028]))
        kind_of_growth = data.draw(st.sampled_from([PRICE, WAGE]))
        values = [Entry(line, "growth", 2026, kind_of_growth), Entry(line, "rate", set_for, rate)]
        document = set_values(document, 1, values)
    around = data.draw(st.integers(0, 60))
    if is_one:
        handle = lever(document, 1, drivers, max(rate - around, 0), rate + 60 - around, step)
    else:
        low, high = (Fraction(10**6 + each, 10**6) for each in (-around, 60 - around))
        handle = lever(document, 1, drivers, low, high, step, data.draw(st.sampled_from(Mode)))
    base, what = evaluate_base(document.portfolio), f"lines:{','.join(dict.fromkeys(picked))}@2030"
    aim = read_aim(what, document.portfolio, ())
    now = Gauge(aim).read(evaluate_scenario(document, base, 1))
    assert now is not None
    target = now + data.draw(st.just(0) | st.integers(-100_000, 100_000))
    assert amounts(seek(document, base, 1, aim, target, handle)) == brute(document, what, target, handle)


def test_what_stays_in_force_is_no_change_of_an_answer() -> None:
    document = set_last_year(new_document(small_portfolio()), 2028)
    document = set_growth(document, 1, "wage", Fraction(1, 50))
    document = set_values(document, 1, [Entry(DC1, "growth", 2026, WAGE)])
    base, last = evaluate_base(document.portfolio), document.portfolio.years[-1]
    aim, handle = read_aim(f"line:{DC1}@{last}", document.portfolio, ()), lever(document, 1, [(DC1, "rate", last)])
    now = Gauge(aim).read(evaluate_scenario(document, base, 1))
    assert now is not None
    found = seek(document, base, 1, aim, now, handle)
    assert found.met is not None
    assert found.met.value == effective(base.drivers(base.portfolio.line_index[DC1]), "rate", last)
    done = effects(document, base, 1, handle, found.met.position, last)
    assert (done.changes, set(done.later.values())) == ((), set())
    assert put(document, 1, handle, found.met.position, "", NOBODY) == document


@settings(max_examples=examples(100))
@given(
    portfolios(complete=True),
    st.integers(0, 3_000_000) | st.integers(999_900, 1_000_100) | st.just(1_000_000),
    st.sampled_from([1, 1000]),
    st.sampled_from(Mode),
    st.sampled_from([2026, 2027]),
    st.sampled_from([0, 15]),
)
def test_a_factor_over_columns_is_that_over_the_lines(
    drawn: Drawn, position: int, step: int, mode: Mode, year: int, percent: int
) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    assume(len(ids) > 1)
    for kind in ("price", "wage"):
        document = set_growth(document, 1, kind, Fraction(percent, 100))
    document = set_values(document, 1, [Entry(ids[0], "rate", 2027, 5)])
    handle = lever(document, 1, [(each, "rate", year) for each in ids], step=step, mode=mode)
    base, aim = evaluate_base(drawn.portfolio), read_aim("total@2027", drawn.portfolio, ())
    now = Gauge(aim).read(evaluate_scenario(document, base, 1))
    columns = Columns(document, regrown(base, document.growth(1)), 1, aim, handle)
    assert now is not None
    done = set_values(document, 1, entries(ids, handle.cells(position)))
    wanted = Gauge(aim).read(evaluate_scenario(done, base, 1))
    assert now - columns.as_now() + columns.at(position) == wanted


@settings(max_examples=examples(40))
@given(st.integers(-30, 30), st.sampled_from([1, 1000]), st.sampled_from(Mode), st.sampled_from([0, 15]))
def test_of_many_rates_those_that_stay_grow_on(away: int, step: int, mode: Mode, percent: int) -> None:
    """A factor near 1 on the rates of a later year, some of which the scenario gives for just that year."""
    programs, lines, steps = many_records()
    kinds = [line._replace(growth=PRICE + n % 2) for n, line in enumerate(lines)]
    made = build_portfolio(title="試験", years=(2025, 2026, 2027, 2028), programs=programs, lines=kinds, steps=steps)
    document = set_growth(new_document(made), 1, "wage", Fraction(percent, 100))
    known = [each.id for n, each in enumerate(lines) if n not in (7, 107)]
    document = set_values(document, 1, [Entry(line, "rate", 2027, 2_500_000 + 11 * step) for line in known[::9]])
    handle = lever(document, 1, [(line, "rate", 2027) for line in known], step=step, mode=mode)
    base, aim = evaluate_base(made), read_aim(f"lines:{','.join(known)}@2028", made, ())
    columns = Columns(document, regrown(base, document.growth(1)), 1, aim, handle)
    done = set_values(document, 1, entries(made.lines.ids, handle.cells(1_000_000 + away)))
    enacted = Gauge(aim).read(evaluate(regrown(base, document.growth(1))))
    assert enacted is not None
    assert enacted + columns.at(1_000_000 + away) == Gauge(aim).read(evaluate_scenario(done, base, 1))


def test_the_rate_that_keeps_a_program_under_an_amount() -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("program:fellows", document.portfolio, ())
    driver = [("fellows/pd/pd", "rate", 2026)]
    found = seek(document, base, 1, aim, 17_000_000_000, lever(document, 1, driver))
    assert (found.met, found.below, found.above) == (
        None,
        (3_025_711, 3_025_711, 16_999_999_983),
        (3_025_712, 3_025_712, 17_000_000_336),
    )
    assert found.why is not None
    assert "3,025,711" in found.why.render(ENGLISH)
    assert ["4,344,000" in each.render(ENGLISH) for each in found.warnings] == [True]
    stepped = seek(document, base, 1, aim, 17_000_000_000, lever(document, 1, driver, step=1000))
    assert stepped.below is not None
    assert (stepped.below.value, stepped.below.amount) == (3_025_000, 16_999_749_000)


@settings(max_examples=examples(30))
@given(st.integers(0, 3_000_000), st.sampled_from([1, 1000]), st.data())
def test_what_is_to_be_known_of_many_values_is_that_of_each(position: int, step: int, data: st.DataObject) -> None:
    """Warnings over columns are those of one driver after another, in the same order, with the same count."""
    document = new_document(built_in_portfolio())
    base, lines = evaluate_base(document.portfolio), document.portfolio.lines
    rows = [row for row, is_lump in enumerate(document.portfolio.is_lump.tolist()) if not is_lump]
    known = [
        (lines.ids[row], key, year)
        for row in rows
        for key, year in (("rate", 2026), ("quantity", 2026), ("rate", 2027))
        if effective(base.drivers(row), key, year) is not None
    ]
    drivers = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=60, unique=True))
    found = warnings_at(document, base, lever(document, 1, drivers, step=step), position)
    with patch.object(Lever, "columns", None):
        assert warnings_at(document, base, lever(document, 1, drivers, step=step), position) == found


def test_of_many_values_that_meet_it_the_one_closest_to_now_is_taken() -> None:
    document = set_values(new_document(small_portfolio()), 1, [Entry(SCHOOLS, "share", 2026, Fraction(1, 10**8))])
    base, aim = evaluate_base(document.portfolio), read_aim(f"line:{SCHOOLS}", document.portfolio, ())
    amount = Gauge(aim).read(evaluate(base, document.overrides(1)))
    assert amount == 22  # 9,000,000 yen × 240 ÷ 100,000,000, rounded
    found = seek(document, base, 1, aim, 22, lever(document, 1, [(SCHOOLS, "rate", 2026)]))
    assert found.met is not None
    assert found.met.value == 9_000_000


def test_growth_is_sought_too() -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total@R10", document.portfolio, ())
    found = seek(document, base, 1, aim, 430_000_000_000, growth_lever("wage"))
    for near in (found.below, found.above):
        assert near is not None
        grown = regrown(base, Growth(wage=Fraction(near.value)))
        assert Gauge(aim).read(evaluate(grown, {})) == near.amount
    assert found.below is not None and found.above is not None
    assert found.above.position == found.below.position + 1


def test_the_year_from_which_a_rise_holds_is_sought() -> None:
    """The rise of a rate paid to each intake: the later it begins, the less of the last year it moves."""
    document = set_values(new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_500_000)])
    base, ids = evaluate_base(document.portfolio), document.portfolio.lines.ids
    last = document.portfolio.years[-1]
    aim, handle = read_aim(f"total@{last}", document.portfolio, ()), year_lever(document, 1, [(DC1, "rate")])
    assert (handle.low, handle.high) == (2026, last)
    found = {}
    for year in range(2026, last + 1):
        done = set_values(document, 1, entries(ids, handle.cells(year)))
        line = base.drivers(ids.index(DC1), done.overrides(1).get(DC1, {}))
        for y in range(2026, last + 1):
            assert effective(line, "rate", y) == (3_500_000 if y >= year else 3_072_000)
        amount = Gauge(aim).read(evaluate(base, done.overrides(1)))
        assert amount is not None
        found[year] = amount
    for target in {*found.values(), max(found.values()) + 1, min(found.values()) - 1}:
        answer = seek(document, base, 1, aim, target, handle)
        less, more = [each for each in found.values() if each <= target], [n for n in found.values() if n > target]
        assert amounts(answer) == (max(less, default=None), min(more, default=None))
        assert answer.met is None or found[int(answer.met.value)] == target
    with pytest.raises(UserError, match="begin later"):
        year_lever(document, 1, [(DC2, "rate")])


def test_what_does_not_move_or_cannot_be_met_is_said() -> None:
    document = new_document(small_portfolio())
    base = evaluate_base(document.portfolio)
    still = seek(
        document, base, 1, read_aim(f"line:{DC1}", document.portfolio, ()), 1, lever(document, 1, [(DC2, "rate", 2026)])
    )
    assert still.met is still.below is None
    assert still.why is not None
    assert "does not move" in still.why.render(ENGLISH)
    far = seek(
        document, base, 1, read_aim("total", document.portfolio, ()), -1, lever(document, 1, [(DC2, "rate", 2026)])
    )
    assert (far.met, far.below) == (None, None)
    assert far.why is not None
    assert "Out of reach" in far.why.render(ENGLISH)


@pytest.mark.parametrize(
    ("low", "high", "step", "said"),
    [
        (5, 4, None, "no value between"),
        (1, 1, 0, "step"),
        (0, 10**10, None, "must lie between"),
        (1, 9, 10, "no value between"),
    ],
)
def test_bounds_that_hold_nothing_are_refused(low: int, high: int, step: int | None, said: str) -> None:
    document = new_document(small_portfolio())
    with pytest.raises(UserError) as caught:
        lever(document, 1, [(SCHOOLS, "quantity", 2026)], low, high, step)
    assert said in caught.value.what.render(ENGLISH)


@pytest.mark.parametrize(
    "what",
    ["totl", "program:none", "line:none", "view:none", "ceiling:none", "total@R1", "committed:ceiling:x", "total:x"],
)
def test_what_cannot_be_aimed_at_is_refused(what: str) -> None:
    with pytest.raises(UserError):
        read_aim(what, small_portfolio(), ())
