"""Cuts to a target: exact, within their limits, as few lines as can be; and what cannot be cut."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.seek.cut import THOUSAND, Cuts, Limits, Method, Package, cut
from planner.core.seek.targets import Gauge, read_aim
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, portfolios

ENGLISH = texts_for("en").translate


def applied(document: Document, package: Package) -> Document:
    """The document with the package as a change."""
    ids = document.portfolio.lines.ids
    values = [Entry(ids[d.row], d.field.key, d.year, after) for d, _before, after, _effect in package.changes]
    return set_values(document, 1, values)


def check(document: Document, found: Cuts, limits: Limits) -> None:
    """Every package as core itself sees it."""
    base, portfolio = evaluate_base(document.portfolio), document.portfolio
    before = evaluate(base, document.overrides(1))
    assert Gauge(found.aim).read(before) == found.before
    for package in found.packages:
        after = evaluate(base, applied(document, package).overrides(1))
        assert Gauge(found.aim).read(after) == package.amount
        assert found.before - package.amount == sum(each.effect for each in package.changes)
        assert package.reached == (package.amount <= found.target)
        assert found.target - package.amount == package.remainder - package.short
        for driver, was, now, effect in package.changes:
            line_id = portfolio.lines.ids[driver.row]
            assert line_id not in limits.hold
            assert limits.floors.get((line_id, driver.field.key), 0) <= now < was
            assert effect > 0
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
    amounts = [amount for row in range(len(ids)) if isinstance(amount := base.line(row)[1], int) and amount > 0]
    wanted = data.draw(st.integers(1, max(sum(amounts), 1)))
    found = cut(document, base, 1, aim, wanted, limits=limits)
    check(document, found, limits)
    rounded = -(-wanted // THOUSAND) * THOUSAND
    for package in found.packages:
        taken = found.before - package.amount
        if taken < rounded:  # then all that the method may cut is cut: nothing more can be taken
            more = cut(document, base, 1, aim, 10**24, methods=[package.method], limits=limits).packages[0]
            assert more.amount == package.amount


@settings(max_examples=examples(60))
@given(portfolios(complete=True), st.data())
def test_fewest_is_fewest(drawn: Drawn, data: st.DataObject) -> None:
    document, ids = new_document(drawn.portfolio), drawn.portfolio.lines.ids
    base, aim = evaluate_base(drawn.portfolio), read_aim("total", drawn.portfolio, ())
    whole = cut(document, base, 1, aim, 10**24, methods=[Method.FEWEST]).packages[0]
    most = [each.effect for each in whole.changes]
    assume(most)
    wanted = data.draw(st.integers(1, sum(most)))
    rounded = -(-wanted // THOUSAND) * THOUSAND
    assume(rounded <= sum(most))
    package = cut(document, base, 1, aim, wanted, methods=[Method.FEWEST]).packages[0]
    assert package.reached
    fewest = min(size for size in range(len(ids) + 1) if any(sum(each) >= rounded for each in combinations(most, size)))
    assert len(package.changes) == fewest


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
