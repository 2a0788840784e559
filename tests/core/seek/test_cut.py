"""Cuts to a target: exact, within their limits, as few lines as can be; and what cannot be cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, combinations, product
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import Base, evaluate, evaluate_base
from planner.core.calculation.in_force import effective
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.fields import QUANTITY, RATE, Field
from planner.core.model.lines import Cell, Line
from planner.core.seek.concessions import concessions
from planner.core.seek.cut import cut
from planner.core.seek.levers import Driver
from planner.core.seek.packages import Cuts, Limits, Method, Package
from planner.core.seek.rungs import THOUSAND, Rung
from planner.core.seek.spread import most, spread
from planner.core.seek.targets import Gauge, Progress, read_aim
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import MANY_EMPTY, Drawn, examples, portfolios

ENGLISH = texts_for("en").translate


def applied(document: Document, package: Package) -> Document:
    """The document with the package as a change."""
    ids = document.portfolio.lines.ids
    values = [Entry(ids[d.row], d.field.key, d.year, after) for d, _before, after, _effect in package.changes]
    return set_values(document, 1, values)


def positive(base: Base) -> int:
    """What the lines above zero come to in the request year."""
    amounts = (base.line(row)[1] for row in range(len(base.portfolio.lines.ids)))
    return sum(amount for amount in amounts if isinstance(amount, int) and amount > 0)


def check(document: Document, found: Cuts, limits: Limits) -> None:
    """Every package as core itself sees it."""
    base, portfolio = evaluate_base(document.portfolio), document.portfolio
    before = evaluate(base, document.overrides(1))
    assert Gauge(found.aim).read(before) == found.before
    for package in found.packages:
        after = evaluate(base, applied(document, package).overrides(1))
        assert Gauge(found.aim).read(after) == package.amount
        assert abs(found.before - package.amount) == sum(each.effect for each in package.changes)
        if found.up:
            assert found.before <= package.amount <= found.target
            assert found.target - package.amount == (package.remainder or package.short)
        else:
            assert package.reached == (package.amount <= found.target)
            assert found.target - package.amount == package.remainder - package.short
        rows = [each.driver.row for each in package.changes]
        assert len(rows) == len(set(rows)), "one driver a line"
        for driver, was, now, effect in package.changes:
            line_id = portfolio.lines.ids[driver.row]
            assert line_id not in limits.hold
            floor, cap = (each.get((line_id, driver.field.key)) for each in (limits.floors, limits.caps))
            assert cap is None or now <= cap
            assert floor is None or now >= (min(floor, was) if found.up else floor)
            assert effect >= 0
            assert now > was if found.up else now < was
            assert limits.drivers.get(line_id, driver.field.key) == driver.field.key
            assert driver.field.key == "quantity" or now % THOUSAND == 0
        if package.method in (Method.RATE, Method.QUANTITY):
            assert {each.driver.field.key for each in package.changes} <= {package.method.value}


@settings(max_examples=examples(60))
@given(portfolios(complete=True), st.data())
def test_packages_are_exact_and_keep_their_limits(drawn: Drawn, data: st.DataObject) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    assume(ids)
    hold = data.draw(st.lists(st.sampled_from(ids), max_size=1))
    floors = {(data.draw(st.sampled_from(ids)), key): data.draw(st.integers(0, 10**6)) for key in ("rate", "quantity")}
    limits = Limits(hold, floors)
    wanted = data.draw(st.integers(1, max(positive(base), 1)))
    found = cut(document, base, 1, aim, wanted, limits=limits)
    check(document, found, limits)
    rounded = -(-wanted // THOUSAND) * THOUSAND
    for package in found.packages:
        taken = found.before - package.amount
        if taken < rounded:  # then all that the method may cut is cut: nothing more can be taken
            more = cut(document, base, 1, aim, 10**24, methods=[package.method], limits=limits).packages[0]
            assert more.amount == package.amount


@settings(max_examples=examples(60), suppress_health_check=MANY_EMPTY)
@given(portfolios(complete=True), st.data())
def test_fewest_is_fewest(drawn: Drawn, data: st.DataObject) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    whole = cut(document, base, 1, aim, 10**24, methods=[Method.FEWEST]).packages[0]
    most = [each.effect for each in whole.changes]
    assume(sum(most) >= THOUSAND)
    rounded = data.draw(st.integers(1, sum(most) // THOUSAND)) * THOUSAND
    wanted = rounded - data.draw(st.integers(0, THOUSAND - 1))
    package = cut(document, base, 1, aim, wanted, methods=[Method.FEWEST]).packages[0]
    assert package.reached
    fewest = min(size for size in range(len(ids) + 1) if any(sum(each) >= rounded for each in combinations(most, size)))
    assert len(package.changes) == fewest


@settings(max_examples=examples(60))
@given(portfolios(complete=True), st.data())
def test_a_rise_is_distributed_within_its_limits(drawn: Drawn, data: st.DataObject) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    assume(ids)
    hold = data.draw(st.lists(st.sampled_from(ids), max_size=1))
    caps = {(id_, key): data.draw(st.integers(0, 10**7)) for id_ in ids for key in ("rate", "quantity")}
    drivers = {data.draw(st.sampled_from(ids)): data.draw(st.sampled_from(["rate", "quantity"]))}
    limits = Limits(hold, caps=caps if data.draw(st.booleans()) else {}, drivers=drivers)
    wanted = data.draw(st.integers(1, 10**12))
    found = cut(document, base, 1, aim, wanted, limits=limits, up=True)
    check(document, found, limits)
    for package in found.packages:
        if not package.reached:  # then everything that may rise has: no more can be spent
            more = cut(document, base, 1, aim, 10**30, methods=[package.method], limits=limits, up=True).packages[0]
            assert more.amount == package.amount


@settings(max_examples=examples(60), suppress_health_check=MANY_EMPTY)
@given(portfolios(complete=True), st.data())
def test_what_lies_above_its_cap_comes_down_first(drawn: Drawn, data: st.DataObject) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    assume(ids)
    caps = {(data.draw(st.sampled_from(ids)), key): data.draw(st.integers(0, 10**6)) for key in ("rate", "quantity")}
    whole = positive(base)
    assume(whole)
    limits = Limits(caps=caps)
    found = cut(document, base, 1, aim, data.draw(st.integers(1, whole)), limits=limits)
    after = {}
    for package in found.packages:
        values = {(ids[each.driver.row], each.driver.field.key): each.after for each in package.changes}
        for (line_id, key), cap in caps.items():
            row = ids.index(line_id)
            now = effective(base.drivers(row), key, 2026)
            first, last = drawn.portfolio.bounds[drawn.portfolio.lines.program[row]]
            takes_in = key == "rate" or first <= 2026 <= last
            if isinstance(now, int) and now > cap and base.line(row)[1] and takes_in:
                assert values[line_id, key] <= cap
        evaluation = evaluate(base, applied(document, package).overrides(1))
        after[package.method] = Gauge(aim).read(evaluation)
        assert after[package.method] == package.amount


def _rungs(base: Base, people: int, thousands: int, keys: Sequence[Field], *, up: bool) -> tuple[Rung, ...]:
    """A line of so many people at so many 千円, which may go to nothing or up by three steps."""
    row = base.portfolio.line_index[SCHOOLS]
    own = {Cell("quantity", 2026): people, Cell("rate", 2026): thousands * THOUSAND}
    made = []
    for field in keys:
        now = own[Cell(field.key, 2026)]
        end = now + 3 * (THOUSAND if field is RATE else 1) if up else 0
        amount = people * thousands * THOUSAND
        made.append(Rung(base, row, field, 2026, own, now, end, amount, lambda line: line_amount(line, 2026), up))
    return tuple(sorted(made, key=lambda rung: -rung.most))


def _by_brute_force(lines: Sequence[Sequence[Rung]], wanted: int, *, up: bool) -> int:
    """The best sum of any steps of either driver: the least that is enough, of a rise the largest not too much."""
    choices = [{0, *(rung.effect(n) for rung in line for n in range(1, rung.count + 1))} for line in lines]
    sums = map(sum, product(*choices))
    return max(each for each in sums if each <= wanted) if up else min(each for each in sums if each >= wanted)


drawn_lines = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from([(RATE,), (QUANTITY,), (RATE, QUANTITY)])),
    min_size=1,
    max_size=4,
)


@settings(max_examples=examples(60))
@given(drawn_lines, st.booleans(), st.data())
def test_the_best_of_all_sums_is_found(
    drawn: list[tuple[int, int, tuple[Field, ...]]], up: bool, data: st.DataObject
) -> None:
    """Small lines with room to play over every step of either driver: what brute force finds.

    So it is however many lines are searched first, and however many more where these leave a remainder.
    """
    base = evaluate_base(small_portfolio())
    free = {row: _rungs(base, *each, up=up) for row, each in enumerate(drawn)}
    whole = most(free)
    wanted = data.draw(st.integers(1, whole // THOUSAND)) * THOUSAND
    first, more = data.draw(st.integers(1, 4)), data.draw(st.integers(2, 3))
    with patch("planner.core.seek.spread.WINDOW", first), patch("planner.core.seek.spread.MORE", more):
        found = spread(free, wanted, 100, lambda: None, up=up)
    assert sum(each.effect for each in found) == _by_brute_force(list(free.values()), wanted, up=up)


@settings(max_examples=examples(100))
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40), st.booleans(), st.data())
def test_steps_are_found_whatever_each_of_them_adds(adds: list[int], is_rate: bool, data: st.DataObject) -> None:
    """A line whose steps come to sums that grow unevenly: the fewest that are enough, and the most that are not."""
    base, key, step = evaluate_base(small_portfolio()), RATE if is_rate else QUANTITY, THOUSAND if is_rate else 1
    sums = [0, *accumulate(adds)]

    def worth(line: Line) -> int:
        value = effective(line, key.key, 2026)
        assert isinstance(value, int)
        return sums[-1] - sums[len(adds) - value // step]

    now = len(adds) * step
    rung = Rung(base, base.portfolio.line_index[SCHOOLS], key, 2026, {}, now, 0, sums[-1], worth)
    yen = data.draw(st.integers(0, sums[-1]))
    assert rung.most == sums[-1]
    assert rung.reaching(yen) == next(steps for steps, each in enumerate(sums) if each >= yen)
    assert rung.within(yen) == max(steps for steps, each in enumerate(sums) if each <= yen)


@pytest.mark.parametrize("up", [False, True])
def test_it_can_be_called_off_at_every_line(up: bool) -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total", document.portfolio, ())
    told: list[tuple[int, int]] = []
    cut(document, base, 1, aim, 10**9, up=up, progress=lambda *each: told.append(each))
    assert [*dict.fromkeys(told)] == [(done, len(Method)) for done in range(len(Method))]
    can_move = len(cut(document, base, 1, aim, 10**12, methods=[Method.PRO_RATA], up=up).packages[0].changes)
    assert Counter(told)[0, len(Method)] > can_move > 20
    _called_off(len(told), lambda progress: cut(document, base, 1, aim, 10**9, up=up, progress=progress))


def test_a_ladder_can_be_called_off_at_every_line() -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total", document.portfolio, ())
    shares, told = [Fraction(1, 100), Fraction(1, 50)], list[tuple[int, int]]()
    concessions(document, base, 1, aim, 10**11, shares, progress=lambda *each: told.append(each))
    assert [*dict.fromkeys(told)] == [(0, 2), (1, 2)]
    assert len(told) > 100
    _called_off(len(told), lambda progress: concessions(document, base, 1, aim, 10**11, shares, progress=progress))


def _called_off(count: int, work: Callable[[Progress], object]) -> None:
    """Work that tells so many times how far it is ends wherever it is told that nobody wants it."""
    for at in range(1, count, count // 20):
        heard = iter(range(at))

        def progress(_done: int, _whole: int, heard: Iterator[int] = heard) -> None:
            if next(heard, None) is None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work(progress)


@settings(max_examples=examples(40), suppress_health_check=MANY_EMPTY)
@given(portfolios(complete=True), st.lists(st.integers(1, 100), min_size=1, max_size=4), st.data())
def test_a_ladder_of_concessions_meets_each_share_and_keeps_what_was_given(
    drawn: Drawn, shares: list[int], data: st.DataObject
) -> None:
    document = new_document(drawn.portfolio)
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    whole = positive(base)
    assume(whole)
    method = data.draw(st.sampled_from(Method))
    steps = concessions(document, base, 1, aim, whole, [Fraction(each, 100) for each in shares], method=method)
    assert [each.share for each in steps] == sorted({Fraction(each, 100) for each in shares})
    given_up: dict[Driver, int] = {}
    for step in steps:
        check(document, step.cuts, Limits())
        wanted = step.cuts.before - step.cuts.target
        alone = cut(document, base, 1, aim, wanted, methods=[method]).packages[0]
        assert step.package.reached == alone.reached
        assert len(step.package.changes) <= len(alone.changes)
        values = {each.driver: each.after for each in step.package.changes}
        if step.is_nested:
            assert all(values[driver] <= value for driver, value in given_up.items())
        given_up = values


def test_room_under_a_ceiling_and_what_is_bound_later_are_cut_to() -> None:
    document = new_document(small_portfolio())
    ids = document.portfolio.lines.ids
    base = evaluate_base(document.portfolio)
    document = set_values(document, 1, [Entry(each, "demand", 2026, 1) for each in ids])
    document = set_values(document, 1, [Entry(each, "expense", 2026, 1) for each in ids])
    now = evaluate(base, document.overrides(1)).total[1].yen
    limit = Ceiling("own-1", 2026, "上限", amount=now - 10_000_000)
    aim = read_aim("ceiling:own-1", document.portfolio, [limit])
    for found in (cut(document, base, 1, aim, 10_000_000), cut(document, base, 1, aim, 10_000_000, [DC1, DC2])):
        assert (found.before, found.target) == (-10_000_000, 0)
        for package in found.packages:
            after = evaluate(base, applied(document, package).overrides(1))
            assert package.reached
            assert package.amount == package.remainder == now - 10_000_000 - after.total[1].yen
    with pytest.raises(UserError, match="already"):
        cut(document, base, 1, read_aim("ceiling:own-1", document.portfolio, [limit._replace(amount=now)]), 0)
    later = document.portfolio.years[-1]
    aim = read_aim(f"committed:total@{later}", document.portfolio, ())
    before = Gauge(aim, document.all_obligations).read(evaluate(base, document.overrides(1)))
    assert before is not None and before > 0
    found = cut(document, base, 1, aim, 1_000_000)
    assert found.before == before
    for package in found.packages:
        after = evaluate(base, applied(document, package).overrides(1))
        assert Gauge(aim, document.all_obligations).read(after) == package.amount <= before - 1_000_000
        assert {each.driver.year for each in package.changes} == {2026}


def test_what_cannot_be_cut_is_said_first_with_its_yen() -> None:
    document = new_document(built_in_portfolio())
    base, portfolio = evaluate_base(document.portfolio), document.portfolio
    aim, limits = read_aim("program:fellows", portfolio, ()), Limits(["fellows/pd/pd"])
    found = cut(document, base, 1, aim, 500_000_000, limits=limits)
    said = [(portfolio.lines.ids[each.row], each.amount, each.why.render(ENGLISH)) for each in found.uncuttable]
    assert ("fellows/dc/dc1", 2 * 642 * 2_400_000, "vintages already taken in") in said
    assert ("fellows/pd/pd", 4_722_084_000, "held") in said
    assert ("fellows/dc/rest", 64_200_000, "residual: not itemised") in said
    most = cut(document, base, 1, aim, 10**12, limits=limits)
    for package in most.packages[:1]:
        assert not package.reached
        assert package.amount == sum(each.amount for each in most.uncuttable)
        assert package.short == package.amount - found.before + 10**12


def test_real_questions() -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total", document.portfolio, ())
    found = cut(document, base, 1, aim, 3_000_000_000, limits=Limits(ranges=True))
    check(document, found, Limits())
    portfolio = document.portfolio
    for package in found.packages:
        assert package.reached
        assert package.remainder < 1_000_000
        for driver, _was, now, _effect in package.changes:
            origin = portfolio.origin(driver.row, driver.field.key, driver.year)
            assert origin is None or driver.field.key != "rate" or origin.low is None or now >= origin.low
        later = evaluate(base, applied(document, package).overrides(1)).total
        assert package.later == {
            year: total.yen - was.yen
            for year, total, was in zip(portfolio.years[2:], later[2:], base.total[2:], strict=True)
        }
    assert found.packages[-1].method is Method.FEWEST
    assert len(found.packages[-1].changes) == 1


def test_priority_goes_line_by_line() -> None:
    document = new_document(small_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total", document.portfolio, ())
    most = 240 * 9_000_000
    package = cut(document, base, 1, aim, most + 1, [SCHOOLS, DC2, DC1], [Method.PRIORITY]).packages[0]
    ids = document.portfolio.lines.ids
    assert {ids[each.driver.row]: each.effect for each in package.changes} == {SCHOOLS: most, DC2: 1_108_000}


@pytest.mark.parametrize(
    ("wanted", "lines", "hold", "said"),
    [
        (0, (), (), "above 0"),
        (1, ("none",), (), "no line"),
        (1, (), ("none",), "no line"),
        (1, (DC1,), (), "no part"),
    ],
)
def test_what_cannot_be_asked_is_refused(wanted: int, lines: tuple[str, ...], hold: tuple[str, ...], said: str) -> None:
    document = new_document(small_portfolio())
    with pytest.raises(UserError) as caught:
        aim = read_aim("program:ssh", document.portfolio, ())
        cut(document, evaluate_base(document.portfolio), 1, aim, wanted, lines, limits=Limits(hold))
    assert said in caught.value.what.render(ENGLISH)
