"""Laws of the years: people are conserved, rules agree where they must, what is bound is what the vintages say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.burden import Burdens, burdens
from planner.core.calculation.cohort import line_amount, vintages
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.calculation.tenure import headcount, opening_stock, spread_stock, steady, tenure
from planner.core.check.examination import problems
from planner.core.edits.plan import remove_obligation, set_growth, set_last_year, set_obligation
from planner.core.edits.scenarios import branch, delete_scenario, lock, unlock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.lines import EVER, Lack, Line
from planner.core.model.obligations import Obligation, ObligationKind, schedule, spread, weighted
from planner.core.model.portfolio import Portfolio
from planner.core.money import Rounding
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import small_portfolio
from tests.strategies import YEARS, Drawn, edited, examples, fractions_to, portfolios

REQUEST = YEARS[1]
shares = st.sampled_from(fractions_to(1, 12))


years = st.integers(2018, 2034)
rates, intakes, durations = st.integers(1, 10_000_000), st.integers(0, 3000), st.integers(1, 6)
later_rates, later_intakes = (st.dictionaries(years, each, max_size=4) for each in (rates, intakes))
later_durations = st.dictionaries(years, durations, max_size=2)
retentions = [st.lists(shares, min_size=each, max_size=each) | st.lists(shares, max_size=0) for each in range(7)]
rules, roundings = st.integers(0, 1), st.sampled_from(list(Rounding))
first_years, last_years = st.sampled_from([0, 0, 2020]), st.sampled_from([9999, 9999, 2030])


@st.composite
def cohorts(draw: st.DrawFn) -> Line:
    """A line whose intakes stay, every figure known from the beginning."""
    duration = draw(durations)
    return Line(
        rate=tuple(sorted({2010: draw(rates), **draw(later_rates)}.items())),
        quantity=tuple(sorted({2010: draw(intakes), **draw(later_intakes)}.items())),
        times=(),
        share=(),
        duration=tuple(sorted(({EVER: duration} | draw(later_durations)).items())),
        retention=tuple(enumerate(draw(retentions[duration]), start=1)),
        rate_rule=((EVER, draw(rules)),),
        rounding=draw(roundings),
        first_year=draw(first_years),
        last_year=draw(last_years),
    )


@settings(max_examples=examples(600))
@given(cohorts())
def test_people_are_conserved(line: Line) -> None:
    laid_out = tenure(line, range(2019, 2040))
    before = headcount(line, 2018)
    for each in laid_out.sums:
        assert each.leavers is not None  # every intake is given from so early on
        assert each.people == before + each.intake - each.leavers
        assert each.leavers >= 0 or len(line.retention) > 0  # retention may rise again, people may come back
        column = [row[laid_out.years.index(each.year)] for row in laid_out.people]
        assert sum(people for people in column if people is not None) == each.people
        assert sum(people for _, people, _ in each.by_rate) == each.people
        before = each.people


def test_who_leaves_is_not_said_where_nobody_says_how_many_came_so_early() -> None:
    portfolio = built_in_portfolio()
    dc1 = tenure(portfolio.line(portfolio.line_index["fellows/dc/dc1"]), portfolio.years)
    assert [each.leavers for each in dc1.sums] == [None, *[642] * 6]  # intakes are given from fiscal 2023 on
    lotus = tenure(portfolio.line(portfolio.line_index["lotus/full"]), portfolio.years)
    assert [each.leavers for each in lotus.sums][:5] == [0, 0, 0, 0, 30]  # taken in first in fiscal 2026


@settings(max_examples=examples(600))
@given(cohorts())
def test_the_triangle_adds_up_to_the_lines_amounts(line: Line) -> None:
    laid_out = tenure(line, range(2019, 2040))
    for place, each in enumerate(laid_out.sums):
        parts = [row[place] for row in laid_out.amounts]
        total = sum(part for part in parts if isinstance(part, int))
        assert total == line_amount(line, each.year) == (each.new or 0) + (each.continuing or 0)
        assert sum(yen or 0 for _, _, yen in each.by_rate) == total


@settings(max_examples=examples(300))
@given(cohorts(), st.integers(2019, 2040))
def test_a_duration_of_one_is_a_plain_line(line: Line, year: int) -> None:
    plain = line._replace(duration=((EVER, 1),), retention=())
    (only,) = vintages(plain, year)
    rate = max((start, value) for start, value in plain.rate if start <= year)[1]
    quantity = max((start, value) for start, value in plain.quantity if start <= year)[1]
    open_ = plain.first_year <= year <= plain.last_year
    exact = Fraction(int(rate or 0) * int(quantity or 0) if open_ else 0)
    assert only.people == (quantity if open_ else 0)
    assert abs(line_amount(plain, year) - exact) <= plain.rounding.unit - (1 if plain.rounding.unit == 1 else 0)  # type: ignore[operator]


@settings(max_examples=examples(300))
@given(cohorts(), st.integers(2019, 2040), st.integers(1, 10_000_000))
def test_both_rate_rules_agree_where_the_rate_never_changes(line: Line, year: int, rate: int) -> None:
    still = line._replace(rate=((2010, rate),))
    amounts = {line_amount(still._replace(rate_rule=((EVER, rule),)), year) for rule in (0, 1)}
    assert len(amounts) == 1


@settings(max_examples=examples(600))
@given(cohorts())
def test_the_steady_state_is_intake_times_duration_times_retention(line: Line) -> None:
    rest = steady(line)
    assert rest is not None
    for later in range(12):
        assert (headcount(line, rest.year + later), line_amount(line, rest.year + later)) == rest[1:]
    first = min(year for steps in (line.rate, line.quantity) for year, _ in steps)
    if rest.year > first:
        assert (headcount(line, rest.year - 1), line_amount(line, rest.year - 1)) != rest[1:]
    intake, duration = int(line.quantity[-1][1] or 0), int(line.duration[-1][1] or 0)
    if line.last_year < 9999:
        assert rest.people == 0
    elif not line.retention:
        assert rest.people == intake * duration
    else:
        kept = [share for _, share in line.retention]
        kept += [kept[-1]] * duration
        assert rest.people == intake * sum(Fraction(share or 0) for share in kept[:duration])


def test_rates_that_grow_never_come_to_rest() -> None:
    line = Line(
        rate=((2020, 100),),
        quantity=((2020, 1),),
        times=(),
        share=(),
        duration=((EVER, 2),),
        retention=(),
        rate_rule=((EVER, 1),),
        rounding=Rounding.HALF,
        first_year=0,
        last_year=9999,
        factor=Fraction(51, 50),
        grown_from=2026,
    )
    assert steady(line) is None
    assert [line_amount(line, year) for year in (2026, 2027, 2028)] == [200, 100 + 102, 102 + 104]


@settings(max_examples=examples(300))
@given(cohorts(), st.integers(0, 100_000), st.integers(2024, 2030))
def test_a_stock_is_spread_over_past_intakes_as_evenly_and_as_near_as_can_be(
    line: Line, people: int, year: int
) -> None:
    assume(line.first_year <= year <= line.last_year)
    intakes = spread_stock(line, year, people)
    if not intakes:
        return
    steps = dict(line.quantity) | intakes
    steps.setdefault(year, 0)
    filled = line._replace(quantity=tuple(sorted(steps.items())))
    there = opening_stock(filled, year)
    if not line.retention:
        assert there == people
    else:
        assert abs(there - people) <= 1
    assert max(intakes.values()) - min(intakes.values()) <= 1
    if not line.retention:
        assert sorted(intakes.values()) == list(intakes.values()), "later intakes take one more"


@settings(max_examples=examples(400))
@given(edited(), st.data())
def test_what_is_bound_is_what_the_vintages_say(case: tuple[Drawn, list[list[Entry]]], data: st.DataObject) -> None:
    drawn, batches = case
    document = branch(new_document(drawn.portfolio), 1, "child")
    obligations: tuple[Obligation, ...] = ()
    if drawn.lines:
        first = data.draw(st.integers(2024, 2026))
        line = data.draw(st.sampled_from(drawn.lines)).id
        kind = ObligationKind.TREASURY
        obligations = (Obligation("o", drawn.portfolio.programs[0].id, "債務", "", kind, 10**9, first, 2026, (line,)),)
    base = evaluate_base(drawn.portfolio)
    found = burdens(evaluate(base), obligations)
    for batch in batches:
        try:
            document = set_values(document, data.draw(st.sampled_from([1, 2])), batch)
        except UserError:
            continue
        found = burdens(evaluate(base, document.overrides(2), found.evaluation), obligations, found)
    check_burdens(found.evaluation.portfolio, found, obligations)
    fresh = burdens(found.evaluation, obligations)
    for i in range(len(drawn.programs)):
        assert found.program(i) == fresh.program(i)


def check_burdens(portfolio: Portfolio, found: Burdens, obligations: tuple[Obligation, ...]) -> None:
    """Every line's bound part reckoned vintage by vintage, and added up program by program."""
    paying = {line: each for each in obligations for line in each.lines}
    sums = [[[0, 0] for _ in portfolio.years] for _ in portfolio.programs]
    whole = [[0, 0] for _ in portfolio.years]
    for row, id_ in enumerate(portfolio.lines.ids):
        for y, year in enumerate(portfolio.years):
            line = portfolio.line(row) if y == 0 else found.evaluation.drivers(row)
            parts = [0, 0]
            if isinstance(found.evaluation.line(row)[y], Lack):
                pass
            elif id_ in paying:
                amount = found.evaluation.line(row)[y]
                if year <= paying[id_].last_year:
                    assert isinstance(amount, int)
                    parts[paying[id_].first_year >= portfolio.request_year] = amount
            else:
                for each in vintages(line, year):
                    if each.intake_year <= portfolio.request_year and isinstance(each.amount, int):
                        parts[each.intake_year == portfolio.request_year] += each.amount
            assert tuple(parts) == found.line(row)[y]
            for place in (*portfolio.ancestors[portfolio.lines.program[row]],):
                for tier in range(2):
                    sums[place][y][tier] += parts[tier]
            for tier in range(2):
                whole[y][tier] += parts[tier]
    for i in range(len(portfolio.programs)):
        for y, burden in enumerate(found.program(i)):
            assert [burden.earlier, burden.request] == sums[i][y]
            assert burden.policy is None or burden.policy + burden.committed == burden.amount
    assert [[burden.earlier, burden.request] for burden in found.total()] == whole


@settings(max_examples=examples(300))
@given(edited(), st.data())
def test_a_scenario_without_values_equals_its_parent_in_every_year(
    case: tuple[Drawn, list[list[Entry]]], data: st.DataObject
) -> None:
    drawn, batches = case
    document = set_growth(new_document(drawn.portfolio), 1, "wage", Fraction(2, 100))
    for batch in batches:
        try:
            document = set_values(document, 1, batch)
        except UserError:
            continue
    document = branch(document, 1, "child")

    def totals(number: int, of: Document = document) -> object:
        found = burdens(evaluate(evaluate_base(of.portfolio, of.growth(number)), of.overrides(number)), ())
        return found.evaluation.total, found.total(), [found.program(i) for i in range(len(drawn.programs))]

    assert totals(2) == totals(1)
    locked = lock(document, 2)
    moved = set_growth(locked, 1, "wage", None)
    assert totals(2, moved) == totals(1), "a locked scenario keeps what it assumed"
    try:
        opened = unlock(moved, 2)
    except UserError:
        return
    assert totals(2, opened) == totals(1), "and moves nothing when it is unlocked"
    assert totals(2, delete_scenario(document, 1)) == totals(1)


@given(st.integers(0, 10**13), st.integers(1, 12), st.sampled_from([1, 1000, 10**6]))
def test_a_spread_total_adds_up_to_the_yen(total: int, years: int, unit: int) -> None:
    parts = spread(total, years, unit)
    assert sum(parts) == total and len(parts) == years
    assert all(part % unit == 0 for part in parts[:-1])
    assert max(parts) - min(parts) < unit * years


@given(st.integers(0, 10**13), st.lists(st.fractions(0, 5, max_denominator=9), min_size=1, max_size=8))
def test_a_weighted_total_adds_up_to_the_yen(total: int, weights: list[Fraction]) -> None:
    assume(sum(weights) > 0)
    parts = weighted(total, weights, 1)
    assert sum(parts) == total
    for part, weight in zip(parts[:-1], weights, strict=False):
        assert 0 <= total * weight / sum(weights) - part < 1


FIVE_YEARS = Obligation("spring", "p", "5年債", "", ObligationKind.TREASURY, 49_900_000_000, 2024, 2028, ("p/l",))


def test_an_obligation_is_paid_as_its_lines_say_and_spread_where_they_are_silent() -> None:
    laid_out = schedule(FIVE_YEARS, {2025: None, 2026: 11_000_000_000})
    assert [each.amount for each in laid_out.instalments] == [9_725_000_000] * 2 + [11_000_000_000] + [
        9_725_000_000
    ] * 2
    assert laid_out.assumed == (2024, 2025, 2027, 2028)
    assert (laid_out.between(2024, 2025), laid_out.between(2027, 2028), laid_out.gap) == (19_450_000_000,) * 2 + (0,)
    over = schedule(FIVE_YEARS, dict.fromkeys(range(2024, 2029), 10**10))
    assert over.gap == -100_000_000


def test_instalments_that_leave_the_total_are_a_finding_of_the_check() -> None:
    document = new_document(small_portfolio())
    line = document.portfolio.lines.ids[-1]
    amount = evaluate(evaluate_base(document.portfolio)).line(document.portfolio.line_index[line])[1]
    assert isinstance(amount, int)
    own = Obligation(
        *("own-1", "ssh", "整備", "Works", ObligationKind.TREASURY),
        total=amount,
        first_year=2026,
        last_year=2026,
        lines=(line,),
    )
    document = set_obligation(document, own)

    def said(of: Document) -> list[str]:
        evaluation = evaluate(evaluate_base(of.portfolio), of.overrides(1))
        return [str(each.message) for each in problems(of, evaluation, 1) if each.rule == "obligation"]

    assert said(document) == []
    moved = set_values(document, 1, [Entry(line, "share", 2026, Fraction(1, 2))])
    assert said(moved) == [f"The instalments of Works add up to {amount // 2:,} yen, its total is {amount:,} yen."]


def test_an_obligation_that_cannot_stand_is_refused_with_the_reason() -> None:
    drawn = Obligation("x", "p", "債務", "", ObligationKind.TERM, 100, 2026, 2030)
    for changes, reason in (
        ({"total": 0}, "above 0"),
        ({"last_year": 2025}, "no term"),
        ({"last_year": 2090}, "no term"),
        ({"instalments": ((2031, 5),)}, "outside the term"),
        ({"instalments": ((2026, 60), (2027, 60))}, "more than the total"),
        ({"name": " "}, "needs a name"),
    ):
        with pytest.raises(UserError, match=reason):
            drawn._replace(**changes).check()


@given(portfolios())
def test_obligations_and_the_last_year_are_edits_like_others(drawn: Drawn) -> None:
    document = new_document(drawn.portfolio)
    program = drawn.portfolio.programs[0].id
    own = Obligation(
        "own-1", program, "債務", "", ObligationKind.TERM, 100, 2026, 2030, tuple(drawn.portfolio.lines.ids[:1])
    )
    held = set_obligation(document, own)
    assert held.all_obligations == (own,)
    assert set_obligation(held, own) is held
    assert remove_obligation(held, "own-1") == document
    if own.lines:
        with pytest.raises(UserError, match="already pays"):
            set_obligation(
                held, Obligation("own-2", program, "債務", "", ObligationKind.TERM, 9, 2026, 2027, own.lines)
            )
    with pytest.raises(UserError, match="no program"):
        set_obligation(document, Obligation("own-2", "nowhere", "債務", "", ObligationKind.TERM, 9, 2026, 2027))
    longer = set_last_year(document, 2032)
    assert longer.portfolio.years == tuple(range(2025, 2033))
    assert set_last_year(longer, 2027) == document
    short, long = (evaluate_base(each.portfolio) for each in (document, longer))
    assert all(long.line(row)[:3] == short.line(row) for row in range(len(drawn.lines)))
    with pytest.raises(UserError, match="must end between"):
        set_last_year(document, 2025)


def test_growths_out_of_reach_are_refused() -> None:
    document = new_document(small_portfolio())
    for rate in (Fraction(-51, 100), Fraction(101, 100), Fraction(1, 3)):
        with pytest.raises(UserError, match=r"must lie between"):
            set_growth(document, 1, "wage", rate)
    with pytest.raises(UserError, match="no kind of growth"):
        set_growth(document, 1, "rent", Fraction(0))
    with pytest.raises(UserError, match="base is not edited"):
        set_growth(document, 0, "wage", Fraction(0))
