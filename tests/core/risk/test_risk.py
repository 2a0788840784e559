"""How sure an amount is: trials exact to the yen, percentiles that are right, what varies and what is held told."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate, evaluate_base, regrown
from planner.core.ceilings.judge import Verdict, judge
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.fields import DEMAND, EXPENSE, FIELDS, Value
from planner.core.model.ranges import Named, Own, Shape
from planner.core.risk.drivers import Varied, Wish, choose
from planner.core.risk.measured import Measured
from planner.core.risk.risk import BLOCK, PERCENTILES, Risk, risk, spreading
from planner.core.risk.tornado import sensitivity
from planner.core.risk.trials import Trials
from planner.core.seek.levers import Driver, moved
from planner.core.seek.targets import Gauge, read_aim
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import MANY_EMPTY, ceilings, edits_of, examples, portfolios

RATE = Named(SCHOOLS, "rate", 2026)
WHATS = ("total", "total@2027", "committed:total@2027", "program:p0")
TEN_PERCENT = Wish(Fraction(1, 10))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A portfolio with an amount for every line, edited in one scenario."""
    drawn = draw(portfolios(complete=True))
    assume(drawn.lines)
    document = new_document(drawn.portfolio)
    for _ in range(draw(st.integers(0, 3))):
        document = draw(edits_of(drawn, document))
    return document


def measured(document: Document, what: str = "total") -> Measured:
    try:
        return Measured(document, evaluate_base(document.portfolio), 1, read_aim(what, document.portfolio, ()))
    except UserError:
        assume(False)
        raise


def asked(document: Document, wish: Wish, what: str = "total", trials: int = 1_000, **settings: object) -> Risk:
    base = evaluate_base(document.portfolio)
    return risk(document, base, 1, read_aim(what, document.portfolio, ()), wish, trials=trials, **settings)  # type: ignore[arg-type]


def own_of(document: Document, data: st.DataObject) -> Wish:
    """Ranges of one's own for a few drivers of any kind, small and large."""
    found = {}
    for line in data.draw(st.lists(st.sampled_from(document.portfolio.lines.ids), max_size=3, unique=True)):
        for key in data.draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True)):
            wide: st.SearchStrategy[Value] = st.integers(0, 10**9) | st.integers(0, 50)
            values = wide if FIELDS[key].is_whole else st.fractions(0, 3, max_denominator=24)
            low, high = sorted(data.draw(st.tuples(values, values)))
            found[Named(line, key, data.draw(st.sampled_from([2026, 2027])))] = Own(low, high)
    return Wish(data.draw(st.sampled_from([None, Fraction(1, 10), Fraction(1)])), found)


def chosen(each: Measured, wish: Wish) -> tuple[Varied, ...]:
    """What varies of a wish, without those of its own drivers that move nothing."""
    kept = {}
    for named, own in wish.own.items():
        with suppress(UserError):
            choose(each, Wish(own={named: own}, own_alone=True))
            kept[named] = own
    return choose(each, replace(wish, own=kept))[0]


@settings(max_examples=examples(120), suppress_health_check=MANY_EMPTY)
@given(documents(), st.data())
def test_every_trial_is_the_evaluation_itself(document: Document, data: st.DataObject) -> None:
    what = data.draw(st.sampled_from([*WHATS, f"line:{document.portfolio.lines.ids[0]}"]))
    each = measured(document, what)
    varied = chosen(each, own_of(document, data))
    assume(varied)
    work, count = Trials(each, varied), data.draw(st.integers(1, 4))
    numbers = np.array(
        [data.draw(st.lists(st.integers(v.spread.low, v.spread.high), min_size=count, max_size=count)) for v in varied]
    )
    amounts = work.amounts(numbers)
    for trial, column in enumerate(numbers.T.tolist()):
        values = {v.driver: v.value(number) for v, number in zip(varied, column, strict=True)}
        changed = moved(document.overrides(1), document.portfolio.lines.ids, values)
        base = regrown(evaluate_base(document.portfolio), document.growth(1))
        wanted = Gauge(each.aim, document.all_obligations).read(evaluate(base, changed))
        assert each.now + sum(amounts[:, trial].tolist()) - sum(work.now) == wanted


@settings(max_examples=examples(50))
@given(documents(), st.sampled_from(WHATS), st.sampled_from(Shape))
def test_a_risk_of_no_width_is_the_scenario(document: Document, what: str, shape: Shape) -> None:
    now = measured(document, what).now
    try:
        found = asked(document, Wish(Fraction(0), shape=shape), what, trials=300)
    except UserError:
        assume(False)
    assert set(found.outcomes.tolist()) == {now} == {found.whole.mean, *found.whole.percentiles.values()}
    assert found.whole.may_move == dict.fromkeys(PERCENTILES, 0)
    assert {ends.spread for ends in found.tornado} == {0}


@settings(max_examples=examples(50), suppress_health_check=MANY_EMPTY)
@given(documents(), st.sampled_from(WHATS))
def test_the_ends_of_the_tornado_are_the_evaluation_itself(document: Document, what: str) -> None:
    each = measured(document, what)
    try:
        found = asked(document, TEN_PERCENT, what, trials=2)
    except UserError:
        assume(False)
    base = regrown(evaluate_base(document.portfolio), document.growth(1))
    for ends in found.tornado:
        for value, amount in ((ends.low, ends.low_amount), (ends.high, ends.high_amount)):
            changed = moved(document.overrides(1), document.portfolio.lines.ids, {ends.driver: value})
            assert Gauge(each.aim, document.all_obligations).read(evaluate(base, changed)) == amount
    assert [ends.spread for ends in found.tornado] == sorted((ends.spread for ends in found.tornado), reverse=True)


@settings(max_examples=examples(50), suppress_health_check=MANY_EMPTY)
@given(documents(), ceilings, st.data())
def test_the_chance_to_stay_within_a_ceiling_is_that_of_its_judgements(
    document: Document, ceiling: Ceiling, data: st.DataObject
) -> None:
    for line in document.portfolio.lines.ids:
        kinds = [(DEMAND, data.draw(st.integers(0, 2))), (EXPENSE, data.draw(st.integers(0, 2)))]
        document = set_values(document, 1, [Entry(line, field.key, 2026, value) for field, value in kinds])
    each = measured(document)
    varied, _held = choose(each, Wish(Fraction(1)))
    assume(varied)
    found = asked(document, Wish(Fraction(1)), trials=20, ceilings=(ceiling,), seed=7)
    numbers = Trials(each, varied).draw(np.random.default_rng(7), 20)
    verdicts = []
    for column in numbers.T.tolist():
        values = {v.driver: v.value(number) for v, number in zip(varied, column, strict=True)}
        changed = moved(document.overrides(1), document.portfolio.lines.ids, values)
        base = regrown(evaluate_base(document.portfolio), document.growth(1))
        verdicts.append(judge(evaluate(base, changed), (ceiling,))[0].verdict)
    chance = None if Verdict.UNKNOWN in verdicts else Fraction(verdicts.count(Verdict.HOLDS), 20)
    assert [(one.ceiling, one.chance) for one in found.within] == [("c", chance)]


def test_all_is_told_of_what_varies_and_of_what_is_held() -> None:
    document = new_document(built_in_portfolio())
    for what, wish in itertools.product(("total", "program:ssh", "total@R12"), (Wish(), TEN_PERCENT)):
        found = asked(document, wish, what, trials=10)
        nothing = dict.fromkeys((each.driver for each in found.varied), 0)
        assert found.measured.read(nothing) == sum(each.amount for each in found.held)
    reasons = {str(each.why) for each in asked(document, TEN_PERCENT, trials=1).held}
    assert reasons >= {"residual: not itemised", "pays an obligation", "vintages already taken in"}


def test_ranges_are_those_printed_with_two_ends() -> None:
    document = new_document(built_in_portfolio())
    found = asked(document, Wish(), "program:ssh", trials=10)
    ids = document.portfolio.lines.ids
    assert {ids[each.driver.row] for each in found.varied} == {
        *("ssh/basic", "ssh/basic-new", "ssh/focus", "ssh/focus-new", "ssh/allotment")
    }
    assert found.varied[0].ends == (6_000_000, 12_000_000)
    coi = asked(document, TEN_PERCENT, "program:coi-next", trials=10)
    assert [each.driver.field.key for each in coi.varied][:2] == ["rate", "quantity"]
    with pytest.raises(UserError, match="Nothing of it varies"):
        asked(document, Wish(), "program:coi-next")


def one_line(shape: Shape, low: int, mode: int, high: int, trials: int = 20_000, seed: int = 5) -> list[int]:
    """What one yen a school comes to, for one school."""
    document = set_values(new_document(small_portfolio()), 1, [Entry(SCHOOLS, "quantity", 2026, 1)])
    found = asked(
        document, Wish(own={RATE: Own(low, high, mode)}, shape=shape), f"line:{SCHOOLS}", trials=trials, seed=seed
    )
    outcomes: list[int] = found.outcomes.tolist()
    return outcomes


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shapes_have_the_percentiles_and_means_they_are_known_for(seed: int) -> None:
    low, mode, high = 1_000_000, 2_000_000, 5_000_000
    width = high - low
    wanted: dict[Shape, tuple[Sequence[float], float]] = {
        Shape.UNIFORM: ([low + width * p for p in (0.05, 0.25, 0.5, 0.75, 0.95)], (low + high) / 2),
        Shape.TRIANGULAR: (
            [
                low + (0.05 * width * (mode - low)) ** 0.5,
                low + (0.25 * width * (mode - low)) ** 0.5,
                *(high - ((1 - p) * width * (high - mode)) ** 0.5 for p in (0.5, 0.75, 0.95)),
            ],
            (low + mode + high) / 3,
        ),
        # quartiles of Beta(2, 4), from its distribution function 1 − (1 − x)⁴ (1 + 4x)
        Shape.PERT: (
            [low + width * p for p in (0.076440, 0.193764, 0.313810, 0.454181, 0.657408)],
            (low + 4 * mode + high) / 6,
        ),
    }
    for shape, (percentiles, mean) in wanted.items():
        found = one_line(shape, low, mode, high, seed=seed)
        assert min(found) >= low
        assert max(found) <= high
        near = width * 5e-4  # of a Latin hypercube of 4,000 parts, twice one part
        for percent, value in zip(PERCENTILES, percentiles, strict=True):
            assert abs(spreading(np.array(found)).percentiles[percent] - value) < near
        assert abs(sum(found) / len(found) - mean) < near


def test_whole_people_turn_out_alike_often() -> None:
    document = new_document(small_portfolio())
    quantity = Named(SCHOOLS, "quantity", 2026)
    found = asked(
        document, Wish(own={quantity: Own(238, 242)}, own_alone=True), f"line:{SCHOOLS}", trials=5_000
    ).outcomes
    amounts, counts = np.unique(found, return_counts=True)
    assert amounts.tolist() == [n * 9_000_000 for n in range(238, 243)]
    assert counts.min() > 980


def test_the_same_seed_gives_the_same_figures_and_another_others() -> None:
    document = new_document(built_in_portfolio())
    one, same, other = (asked(document, TEN_PERCENT, trials=500, seed=seed).outcomes.tolist() for seed in (1, 1, 2))
    assert one == same != other


def test_lines_of_a_group_turn_out_high_or_low_together() -> None:
    document = new_document(small_portfolio())
    rates = {Named(line, "rate", 2026): Own(2_000_000, 4_000_000) for line in (DC1, DC2)}
    apart, together = (
        asked(document, Wish(own=rates, groups=groups), "program:fellows", trials=4_000).whole.percentiles
        for groups in ({}, {DC1: "DC", f"{DC2}.rate": "DC"})
    )
    assert together[95] - together[5] > 1.2 * (apart[95] - apart[5])
    ends = asked(document, Wish(own=rates, groups={DC1: "DC", DC2: "DC"}), "program:fellows", trials=4_000).outcomes
    widest = sum(2_000_000 * quantity for quantity in (642, 1108))
    assert ends[-1] - ends[0] > 0.999 * widest
    with pytest.raises(UserError, match="no line"):
        asked(document, Wish(own=rates, groups={"fellows/x": "DC"}))


def test_percentiles_are_said_with_how_far_they_may_move() -> None:
    document = new_document(built_in_portfolio())
    exact = asked(document, Wish(), trials=200_000, seed=9).whole.percentiles
    near = 0
    for seed in range(20):
        found = asked(document, Wish(), trials=1_000, seed=seed).whole
        assert found.may_move is not None
        near += sum(abs(found.percentiles[p] - exact[p]) <= found.may_move[p] for p in PERCENTILES)
    assert near >= 85  # of 100, where 95 are said
    assert asked(document, Wish(), trials=100).whole.may_move is None


def test_programs_that_move_are_told_each() -> None:
    document = new_document(built_in_portfolio())
    found = asked(document, Wish(), trials=300)
    index = document.portfolio.program_index["ssh"]
    alone = asked(document, Wish(), "program:ssh", trials=300)
    assert index in found.programs
    assert abs(found.programs[index].mean - alone.whole.mean) < 30_000_000
    assert index not in alone.programs


def test_trials_go_in_blocks_and_are_called_off_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    document, told = new_document(small_portfolio()), []
    asked(document, TEN_PERCENT, trials=9_000, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (9_000, 9_000)
    assert max(b - a for (a, _), (b, _) in itertools.pairwise([(0, 0), *told])) <= BLOCK
    monkeypatch.setattr("planner.core.risk.risk.CELLS", 60)  # ten trials of six figures
    told.clear()
    asked(document, TEN_PERCENT, trials=500, progress=lambda done, of: told.append((done, of)))
    assert sorted({done for done, _of in told}) == list(range(0, 501, 10))

    calls: list[tuple[int, int]] = []

    def call_off(done: int, of: int) -> None:
        calls.append((done, of))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        asked(document, TEN_PERCENT, trials=1_000_000, progress=call_off)
    assert calls == [(0, 1_000_000)]


@pytest.mark.parametrize(
    ("wish", "settings", "said"),
    [
        (TEN_PERCENT, {"trials": 0}, "at least one trial"),
        (TEN_PERCENT, {"trials": 10**9}, "more than can be held"),
        (Wish(Fraction(3, 2)), {}, "0 % to 100 %"),
        (Wish(own={RATE: Own(2, 1)}), {}, "upside down"),
        (Wish(own={RATE: Own(1, 3, 4)}), {}, "upside down"),
        (Wish(own={RATE: Own(1, 3)}), {"what": "program:fellows"}, "does not move"),
        (Wish(own={Named(SCHOOLS, "duration", 2026): Own(1, 3)}), {}, "no driver"),
        (Wish(own={Named("ssh/x", "rate", 2026): Own(1, 3)}), {}, "no line"),
        (Wish(own={Named(SCHOOLS, "rate", 2025): Own(1, 3)}), {}, "enacted"),
        (Wish(), {"what": "program:fellows"}, "Nothing of it varies"),
    ],
)
def test_what_cannot_be_asked_is_said(wish: Wish, settings: dict[str, object], said: str) -> None:
    with pytest.raises(UserError, match=said):
        asked(new_document(small_portfolio()), wish, **settings)  # type: ignore[arg-type]


def test_the_room_under_a_ceiling_is_asked_too() -> None:
    portfolio = small_portfolio()
    ceiling = Ceiling("ssh", 2026, "SSH", scope=Scope(ScopeKind.PROGRAM, "ssh"), amount=2_200_000_000)
    document = new_document(portfolio)
    aim = read_aim("ceiling:ssh", portfolio, (ceiling,))
    found = risk(document, evaluate_base(portfolio), 1, aim, Wish(), trials=4_000, ceilings=(ceiling,))
    assert found.measured.now == 2_200_000_000 - 9_000_000 * 240
    assert found.outcomes[0] < 0 < found.outcomes[-1]
    assert found.within[0].chance == Fraction(int((found.outcomes >= 0).sum()), 4_000)


def test_amounts_beyond_64_bits_are_exact() -> None:
    document = set_values(new_document(small_portfolio()), 1, [Entry(SCHOOLS, "quantity", 2026, 10**9)])
    wish = Wish(own={RATE: Own(10**14, 10**15 - 1)})
    found = asked(document, wish, f"line:{SCHOOLS}", trials=10)
    assert all(amount % 10**9 == 0 and amount >= 10**23 for amount in found.outcomes.tolist())
    held = [Entry(DC1, "quantity", 2026, 10**9), Entry(DC1, "rate", 2026, 10**15 - 1)]
    beside = asked(set_values(new_document(small_portfolio()), 1, held), Wish(own={RATE: Own(0, 10)}, own_alone=True))
    assert {(amount - beside.measured.now) % 240 for amount in beside.outcomes.tolist()} == {0}
    assert beside.outcomes[-1] - beside.outcomes[0] == 2_400
    assert next(iter(beside.programs.values())).mean < 2_400
    quantity = Driver(document.portfolio.line_index[SCHOOLS], FIELDS["quantity"], 2026)
    assert found.measured.read({quantity: 1}) == 9_000_000


def test_while_it_grows_it_tells_what_the_trials_so_far_say() -> None:
    """Each time there are half as many more, and never the same trials twice; the last says what all of them do."""
    document, seen = new_document(built_in_portfolio()), list[Risk]()
    ceiling = Ceiling("c", 2026, "SSH", scope=Scope(ScopeKind.PROGRAM, "ssh"), amount=2_500_000_000)
    found = asked(document, Wish(), "program:ssh", 5_000, ceilings=(ceiling,), limit=2_500_000_000, grown=seen.append)
    counts = [each.trials for each in seen]
    assert len(counts) > 2
    assert all(after >= before * 1.5 for before, after in itertools.pairwise(counts))
    assert counts[-1] < found.trials == 5_000
    for each in seen:
        inside = int((each.outcomes <= 2_500_000_000).sum())
        assert [within.chance for within in each.within] == [Fraction(inside, each.trials)] * 2
        assert set(each.outcomes.tolist()) <= set(found.outcomes.tolist())
        assert (each.whole, each.tornado) == (spreading(each.outcomes)._replace(may_move=each.whole.may_move), ())


def test_what_moves_most_is_told_without_trials_too() -> None:
    document = new_document(built_in_portfolio())
    base, aim = evaluate_base(document.portfolio), read_aim("total", document.portfolio, ())
    told: list[tuple[int, int]] = []
    found = sensitivity(document, base, 1, aim, Wish(), lambda *done: told.append(done))
    assert found.tornado == asked(document, Wish(), trials=1).tornado
    assert told[-1] == (len(found.varied) - 1, len(found.varied))
