"""What differences are made of: sums to the yen, signs, Shapley by brute force, columns against the exact rule."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.cohort import vintages
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.explain.difference import BIT, Difference, explain, explain_line, explaining
from planner.core.explain.factors import NO_FACTORS, Factors, shares, spread
from planner.core.explain.sides import Side
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Lack, RateRule
from planner.core.model.portfolio import Member, Portfolio, Program, View
from planner.core.money import Rounding
from planner.files.portfolio.reading import built_in_portfolio
from tests import reference
from tests.steps import steps_of
from tests.strategies import ORIGIN, RESIDUAL, YEARS, Drawn, edited, edits_of, examples, trees

LAWS = settings(max_examples=examples(200), deadline=None)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A random document with two scenarios, some lines residual or belonging to another, perhaps growing rates."""
    drawn, batches = draw(edited())
    first = {line.program: line.id for line in reversed(drawn.lines)}
    owners = [draw(st.sampled_from(["", first[line.program]])) for line in drawn.lines]
    residual = {line.id for line in drawn.lines if draw(st.integers(0, 2)) == 0}
    portfolio = build_portfolio(
        title="試験",
        years=YEARS,
        programs=list(drawn.programs.values()),
        lines=[line._replace(of="" if of == line.id else of) for line, of in zip(drawn.lines, owners, strict=True)],
        steps=[step._replace(origin=RESIDUAL) if step.line_id in residual else step for step in drawn.steps],
    )
    document = branch(new_document(portfolio), 1, "child")
    if draw(st.booleans()):
        document = set_growth(document, 2, "wage", Fraction(1, 50))
    for batch in batches:
        try:
            document = set_values(document, draw(st.sampled_from([1, 2])), batch)
        except UserError:
            continue
    return document


def side(document: Document, scenario: int, year: int) -> Side:
    base = evaluate_base(document.portfolio, document.growth(scenario))
    return Side(evaluate(base, document.overrides(scenario)), year)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Side, Side]:
    document = draw(documents())
    asked = [(draw(st.sampled_from([BASE, 1, 2])), draw(st.sampled_from(YEARS))) for _ in range(2)]
    return side(document, *asked[0]), side(document, *asked[1])


def yen(side: Side, row: int) -> int:
    amount = side.amount(row)
    return amount if isinstance(amount, int) else 0


def check_sums_to_the_yen(pair: tuple[Side, Side], found: Difference) -> None:
    """Lines to their difference, programs and all to their lines, each counted once."""
    portfolio = found.portfolio
    sums = [NO_FACTORS] * (len(portfolio.programs) + 1)
    for row in range(len(portfolio.lines)):
        one = found.line(row)
        apart = {side.amount(row) for side in pair} & {Lack.CANNOT_COMPUTE, Lack.UNPRICED}
        assert one.apart == bool(apart)
        assert one.factors.difference == (0 if apart else yen(pair[1], row) - yen(pair[0], row))
        for at in (*portfolio.ancestors[portfolio.lines.program[row]], -1):
            sums[at] = sums[at].plus(one.factors)
    assert [found.program(i).factors for i in range(len(portfolio.programs))] == sums[:-1]
    assert found.total.factors == sums[-1]
    for i in range(len(portfolio.programs)):
        assert found.program(i).before == pair[0].evaluation.program(i)[pair[0].place]
        assert found.program(i).after == pair[1].evaluation.program(i)[pair[1].place]
        extras = [found.line(row)[3:] for row in portfolio.rows_below(i)]
        assert found.program(i)[3:] == tuple(map(sum, zip(*extras, strict=True))) or not extras


def check_turned_round(pair: tuple[Side, Side], found: Difference) -> None:
    """The other way round every sign is turned."""
    before, after = pair
    back = explain(after, before)
    for row in range(len(found.portfolio.lines)):
        turned = found.line(row).factors.minus()
        expected = turned._replace(new=turned.ended, ended=turned.new)
        assert back.line(row).factors == expected
        assert back.line(row).unsure_new == -found.line(row).unsure_ended
    assert explain(before, before).total.factors == NO_FACTORS


def check_alone_as_among_all(pair: tuple[Side, Side], found: Difference) -> None:
    """All go through columns where they can, one line through the exact rule."""
    for row in range(len(found.portfolio.lines)):
        assert explain_line(*pair, row) == found.line(row)


Three = tuple[Fraction, Fraction, Fraction]


def by_orders(before: Three, after: Three) -> list[int]:
    """Shapley by its definition: the mean over all orders of what each factor adds when its turn comes."""
    added = [Fraction(0)] * 3
    for order in itertools.permutations(range(3)):
        now = list(before)
        for factor in order:
            old = now[0] * now[1] * now[2]
            now[factor] = after[factor]
            added[factor] += now[0] * now[1] * now[2] - old
    return [reference.rounded(each / 6, Rounding.HALF) for each in added]


factors = st.tuples(*[st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 999))] * 3)


@LAWS
@given(factors, factors)
def test_shares_are_those_of_every_order(before: Three, after: Three) -> None:
    assert list(shares(before, after)) == by_orders(before, after)


def check_by_vintage(pair: tuple[Side, Side], found: Difference) -> None:
    """Lines with people on both sides: Shapley for each age, by its definition."""
    portfolio = found.portfolio
    for row in range(len(portfolio.lines)):
        olds, news = (
            {at.year - each.intake_year: each for each in vintages(at.line, at.year) if each.people}
            for at in (side.at(row) for side in pair)
        )
        known = all(isinstance(side.amount(row), int) for side in pair)
        if not known or not olds or not news or portfolio.is_residual[row]:
            continue
        expected = dict.fromkeys(("rate", "quantity", "times_share", "tenure"), 0)
        for age in olds.keys() | news.keys():
            a, b = olds.get(age, news.get(age)), news.get(age, olds.get(age))
            assert a and b and a.rate is not None and b.rate is not None
            people = [each.get(age).people if age in each else Fraction(0) for each in (olds, news)]  # type: ignore[union-attr]
            parts = by_orders(
                (Fraction(a.rate), people[0], a.times * a.share), (Fraction(b.rate), people[1], b.times * b.share)
            )
            expected["rate"] += parts[0]
            expected["tenure" if age and pair[0].year != pair[1].year else "quantity"] += parts[1]
            expected["times_share"] += parts[2]
        rounding = yen(pair[1], row) - yen(pair[0], row) - sum(expected.values())
        assert found.line(row).factors == Factors(**expected, rounding=rounding)


def check_replaced_within_a_sheet(pair: tuple[Side, Side], found: Difference) -> None:
    """Lines and the residuals they replace cancel out within a sheet, and are part of what really differs."""
    portfolio = found.portfolio
    for index, program in enumerate(portfolio.programs):
        if not program.parent:
            assert found.program(index).factors.unitemised == 0
    for row in range(len(portfolio.lines)):
        one = found.line(row).factors
        if one.unitemised:
            whole = one.difference
            assert abs(one.unitemised) <= abs(whole)
            assert one.unitemised * whole > 0


@LAWS
@given(pairs())
def test_differences_keep_their_laws(pair: tuple[Side, Side]) -> None:
    found = explain(*pair)
    check_sums_to_the_yen(pair, found)
    check_turned_round(pair, found)
    check_alone_as_among_all(pair, found)
    check_by_vintage(pair, found)
    check_replaced_within_a_sheet(pair, found)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=9), st.fractions(0, 1))
def test_what_is_spread_stays_whole(weights: list[int], part: Fraction) -> None:
    total = int(sum(weights) * part)
    if sum(weights):
        found = spread(total, weights)
        assert sum(found) == total
        assert all(0 <= each <= weight + 1 for each, weight in zip(found, weights, strict=True))


def line(id_: str, unit: str = "人", duration: int = 1) -> LineRecord:
    rule = RateRule.INTAKE if duration > 1 else RateRule.YEAR
    return LineRecord(id_, id_.rpartition("/")[0], id_, id_, unit, duration, (), rule)


def step(line: str, key: str, year: int, value: int | None, residual: bool = False) -> StepRecord:
    return StepRecord(line, key, year, value, RESIDUAL if residual else ORIGIN)


def rest(line: str, previous: int, request: int) -> list[StepRecord]:
    return [
        step(line, "rate", 2025, previous, True),
        step(line, "quantity", 2025, 1, True),
        step(line, "rate", 2026, request, True),
    ]


def built(lines: Sequence[LineRecord], steps: Sequence[StepRecord], programs: Sequence[Program] = ()) -> Difference:
    """The difference of the request from the previous year."""
    portfolio = build_portfolio(
        title="試験", years=YEARS, programs=programs or [Program("p", "", "1", "事業", "")], lines=lines, steps=steps
    )
    return requested(portfolio)


def requested(portfolio: Portfolio) -> Difference:
    evaluation = evaluate(evaluate_base(portfolio))
    return explain(Side(evaluation, portfolio.previous_year), Side(evaluation, portfolio.request_year))


def test_a_rise_for_new_intake_reads_as_rate() -> None:
    found = built(
        [line("p/a", duration=3)],
        [
            step("p/a", "quantity", 2023, 642),
            step("p/a", "rate", 2023, 2_400_000),
            step("p/a", "rate", 2026, 3_072_000),
        ],
    )
    assert found.total.factors == Factors(rate=642 * 672_000)


def test_people_at_intake_are_quantity_and_later_ones_tenure() -> None:
    steps = [step("p/a", "quantity", year, people) for year, people in ((2023, 10), (2024, 20), (2025, 30), (2026, 35))]
    found = built([line("p/a", duration=3)], [*steps, step("p/a", "rate", 2023, 100)])
    assert found.total.factors == Factors(quantity=500, tenure=2000)


def test_the_last_vintage_leaving_is_tenure_and_a_line_dropped_has_ended() -> None:
    steps = [step("p/a", "quantity", 2024, 10), step("p/a", "quantity", 2025, 0), step("p/a", "rate", 2023, 100)]
    found = built([line("p/a", duration=2)], steps)
    assert found.total.factors == Factors(tenure=-1000)
    document = set_values(new_document(found.portfolio), 1, [Entry("p/a", "present", 2026, 0)])
    dropped = explain(side(document, 1, 2025), side(document, 1, 2026))
    assert dropped.total.factors == Factors(ended=-1000)


def test_a_figure_not_printed_is_nobodys_increase() -> None:
    steps = [step("p/a", "rate", 2025, None), step("p/a", "quantity", 2025, 1), step("p/a", "rate", 2026, 11)]
    assert built([line("p/a", "式")], steps).total.factors == Factors(not_printed=11)


def test_lines_that_replace_a_residual_cancel_out_as_far_as_it_falls() -> None:
    steps = [step("p/a", "rate", 2026, 120), step("p/a", "quantity", 2026, 1), *rest("p/rest", 100, 20)]
    found = built([line("p/a"), line("p/rest", "式")], steps)
    assert found.line(0).factors == Factors(new=40, unitemised=80)
    assert found.line(1).factors == Factors(unitemised=-80)
    assert found.total.factors == Factors(new=40)
    assert found.total.unsure_new == 40


def test_an_allowance_taken_out_of_the_residual_leaves_the_rise_to_the_rate() -> None:
    """As for DC: 1,750 people at 2,400,000 → 3,072,000 yen; an allowance of 360,000 yen itemised for one year only."""
    steps = [
        *(step("p/dc", "quantity", 2023, 1_750), step("p/dc", "rate", 2023, 2_400_000)),
        step("p/dc", "rate", 2026, 3_072_000),
        *(step("p/allowance", "quantity", 2026, 1_750), step("p/allowance", "rate", 2026, 360_000)),
        *rest("p/rest", 694_200_000, 64_200_000),
    ]
    found = built([line("p/dc", duration=2), line("p/allowance"), line("p/rest", "式")], steps)
    assert found.total.factors == Factors(rate=1_176_000_000)
    assert found.line(1).factors == Factors(unitemised=630_000_000)


def test_what_no_line_covers_stays_residual() -> None:
    steps = [step("p/a", "rate", 2026, 30), step("p/a", "quantity", 2026, 1), *rest("p/rest", 100, 20)]
    found = built([line("p/a"), line("p/rest", "式")], steps)
    assert found.total.factors == Factors(residual=-50)
    assert found.line(0).factors == Factors(unitemised=30)


@pytest.mark.parametrize("parent", ["", "p"])
def test_a_line_stated_as_nothing_is_new_whatever_the_residual_does(parent: str) -> None:
    steps = [
        step("p/a", "rate", 2026, 120),
        step("p/a", "quantity", 2025, 0),
        step("p/a", "quantity", 2026, 1),
        *rest("p/rest", 100, 20),
    ]
    assert built([line("p/a"), line("p/rest", "式")], steps).total.factors == Factors(new=120, residual=-80)


def test_a_residual_covers_the_lines_of_parts_and_none_of_a_part_not_yet_begun() -> None:
    programs = [
        Program("p", "", "1", "事業", ""),
        Program("p/old", "p", "1", "部分", ""),
        Program("p/new", "p", "1", "部分", "", first_year=2026),
    ]
    lines = [line("p/rest", "式"), line("p/old/a"), line("p/new/a")]
    steps = [
        *rest("p/rest", 100, 0),
        *(
            step(id_, key, 2026, value)
            for id_ in ("p/old/a", "p/new/a")
            for key, value in (("rate", 90), ("quantity", 1))
        ),
    ]
    found = built(lines, steps, programs)
    assert found.program(1).factors == Factors(unitemised=90)
    assert found.program(2).factors == Factors(new=90)
    assert found.program(0).factors == Factors(new=90, residual=-10)


def test_a_program_that_begins_is_new_with_its_residual() -> None:
    steps = [*rest("p/rest", 0, 200)[1:]]
    found = built([line("p/rest", "式")], steps, [Program("p", "", "1", "事業", "", first_year=2026)])
    assert found.total.factors == Factors(new=200)


def test_a_lump_sum_has_no_unit_rate() -> None:
    steps = [step("p/a", "rate", 2025, 10), step("p/a", "quantity", 2025, 1), step("p/a", "rate", 2026, 14)]
    found = built([line("p/a", "式")], steps)
    assert (found.total.factors, found.total.lump) == (Factors(rate=4), 4)


def test_a_view_counts_every_member_once() -> None:
    programs = [Program("p", "", "1", "事業", ""), Program("q", "", "1", "別の事業", "")]
    steps = [
        step(id_, key, year, year - 2000) for id_ in ("p/a", "q/a") for key in ("rate", "quantity") for year in YEARS
    ]
    found = built([line("p/a"), line("q/a")], steps, programs)
    view = View("v", "見方", "view", (Member("p"), Member("q", relisted=True)))
    assert found.view(view) == found.program(0)


def test_the_fellowships_rise_by_the_rate_alone() -> None:
    found = requested(built_in_portfolio())
    index = found.portfolio.program_index
    assert found.program(index["fellows/dc"]).factors == Factors(rate=1_176_000_000)
    assert found.program(index["spring8-ii"]).factors == Factors(not_printed=11_000_000_000)
    total = found.total
    assert total.factors.difference == total.after.yen - total.before.yen


@LAWS
@given(trees(), st.data())
def test_what_is_kept_of_another_difference_is_what_would_be_found_anew(
    case: tuple[Drawn, Document], data: st.DataObject
) -> None:
    drawn, document = case
    base, known = evaluate_base(drawn.portfolio), None
    number, years = document.scenarios[-1].number, data.draw(st.tuples(*2 * [st.sampled_from(YEARS)]))
    for _edit in range(3):
        document = data.draw(edits_of(drawn, document))
        evaluation = evaluate(base, document.overrides(number))
        before, after = (Side(data.draw(st.sampled_from([evaluation, evaluate(base)])), year) for year in years)
        known, anew = explain(before, after, known=known), explain(before, after)
        assert [known.line(row) for row in range(len(drawn.lines))] == [
            anew.line(row) for row in range(len(drawn.lines))
        ]
        assert known.total == anew.total


def bits_of(lines: int) -> list[int]:
    """The steps of each bit in which a scenario that touches so many lines is looked through."""
    ids = [f"p/{n}" for n in range(lines)]
    steps = [step(id_, key, 2025, value) for id_ in ids for key, value in (("rate", 9_000), ("quantity", 3))]
    portfolio = build_portfolio(
        title="試験",
        years=YEARS,
        programs=[Program("p", "", "1", "事業", "")],
        lines=[line(id_) for id_ in ids],
        steps=steps,
    )
    document = set_values(new_document(portfolio), 1, [Entry(id_, "rate", 2026, 9_500) for id_ in ids])
    evaluation = evaluate(evaluate_base(portfolio), document.overrides(1))
    explain(Side(evaluation, 2025), Side(evaluation, 2026))  # what is worked out once a portfolio is known from now on
    work = explaining(Side(evaluation, 2025), Side(evaluation, 2026))
    taken: list[int] = []
    found: list[Difference] = []

    def go_on() -> None:
        try:
            next(work)
        except StopIteration as end:
            found.append(end.value)

    while not found:
        taken.append(steps_of(go_on))
    assert found[0].total.factors == Factors(rate=lines * 3 * 500)
    return taken


def test_no_bit_of_it_is_longer_where_more_lines_are_touched() -> None:
    few, many = bits_of(2 * BIT), bits_of(12 * BIT)
    assert max(many) < max(few) * 1.02, "tries are a node deeper"
    assert len(many) == len(few) + 2 * 10, "a bit each for finding and for splitting so many lines"
