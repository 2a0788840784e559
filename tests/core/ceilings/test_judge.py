"""Ceilings: room = allowance − limited against a slow reference; judged only where every possible kind agrees."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import Judged, Verdict, judge
from planner.core.check.ceilings import ceiling_problems
from planner.core.edits.ceilings import free_ceiling_id, remove_ceiling, set_ceiling
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import Severity, UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.ceilings import (
    ALL_KINDS,
    ANY,
    DISCRETIONARY,
    MANDATORY,
    REQUEST,
    WISH,
    Ceiling,
    Kinds,
    Measure,
    Scope,
    ScopeKind,
    Term,
)
from planner.core.model.document import Document
from planner.core.model.fields import UNPRICED
from planner.core.model.lines import Lack
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Member, Portfolio, Program, View
from tests.strategies import ceilings, examples, portfolios, values

PRINTED = Origin(Basis.PUBLISHED, "1", "printed")
YEAR = 2026

entries = st.one_of(
    st.tuples(st.just("demand"), st.integers(0, 3)),
    st.tuples(st.just("expense"), st.integers(0, 2)),
    *(st.tuples(st.just(key), strategy) for key, strategy in values.items()),
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document, and the same with some values and kinds of lines set in its scenario."""
    drawn = draw(st.one_of(portfolios(), portfolios(complete=True)))
    document = after = new_document(drawn.portfolio)
    for line in drawn.lines:
        for key, value in draw(st.lists(entries, max_size=3)):
            try:
                after = set_values(after, 1, [Entry(line.id, key, YEAR, value)])
            except UserError:
                continue
    return document, after


def kind_of(evaluation: Evaluation, row: int, field: str) -> int:
    lines = evaluation.portfolio.lines
    cells = evaluation.overrides.get(lines.ids[row], {})
    for cell, value in cells.items():
        if cell.field == field and cell.year == YEAR:
            return int(value)
    return int(getattr(lines, field)[row])


def reference(evaluation: Evaluation, ceiling: Ceiling) -> tuple[bool, list[tuple[int, int]]]:
    """Whether a line that could matter cannot be computed; (limited, allowance) for every possible set of kinds."""
    portfolio = evaluation.portfolio
    rows = []
    for row, program in enumerate(portfolio.lines.program.tolist()):
        above = [portfolio.programs[i].id for i in portfolio.ancestors[program]]
        if ceiling.scope.kind is ScopeKind.ALL or ceiling.scope.id in above:
            rows.append(row)
    choices = []
    for row in rows:
        demand, expense = (kind_of(evaluation, row, field) for field in ("demand", "expense"))
        demands = [REQUEST, WISH] if demand == 0 else [demand]
        choices.append([(d, e) for d in demands for e in ([1, 2] if expense == 0 else [expense])])
    amounts = [evaluation.line(row)[:2] for row in rows]

    def matters(d: int, e: int, y: int) -> bool:
        if d == UNPRICED:
            d = 99
        if y == 1:
            meant = [ceiling.kinds, *(t.kinds for t in ceiling.terms if t.measure is Measure.SHORTFALL and t.ratio)]
            return any(k.demand in (0, d) and k.expense in (0, e) for k in meant)
        return any(t.kinds.expense in (0, e) for t in ceiling.terms if t.ratio)

    cannot = any(
        amounts[i][y] is Lack.CANNOT_COMPUTE and any(matters(d, e, y) for d, e in choices[i])
        for i in range(len(rows))
        for y in (0, 1)
    )
    found = []
    for assigned in itertools.product(*choices):
        limited, allowance = 0, Fraction(ceiling.amount or 0)

        def total(y: int, wanted: Kinds, given: tuple[tuple[int, int], ...] = assigned) -> int:
            result = 0
            for each, (d, e) in zip(amounts, given, strict=True):
                amount = each[y]
                fits = wanted.expense in (0, e) and (y == 0 or wanted.demand in (0, d))
                result += amount if fits and isinstance(amount, int) else 0
            return result

        limited = total(1, ceiling.kinds)
        for term in ceiling.terms:
            base = total(0, term.kinds)
            if term.measure is Measure.SHORTFALL:
                base = max(0, base - total(1, term.kinds))
            allowance += term.ratio * base
        found.append((limited, allowance.numerator // allowance.denominator))
    return cannot, found


@settings(max_examples=examples(300))
@given(edited(), ceilings)
def test_judgements_agree_with_every_possible_set_of_kinds(made: tuple[Document, Document], ceiling: Ceiling) -> None:
    _before, document = made
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    (found,) = judge(evaluation, [ceiling])
    if found.lost:
        return
    cannot, possible = reference(evaluation, ceiling)
    rooms = [allowance - limited for limited, allowance in possible]
    assert bool(found.cannot) == cannot
    assert found.limited == (min(x for x, _ in possible), max(x for x, _ in possible))
    assert found.room.high == max(rooms)
    assert found.room.low <= min(rooms)
    if len({*possible}) == 1:
        assert (found.limited.known, found.allowance.known) == possible[0]
        assert found.room.known == found.allowance.low - found.limited.low
    if cannot:
        assert found.verdict is Verdict.UNKNOWN
        return
    if found.verdict is Verdict.HOLDS:
        assert min(rooms) >= 0
    if found.verdict is Verdict.BROKEN:
        assert max(rooms) < 0
    if not any(term.measure is Measure.SHORTFALL for term in ceiling.terms):
        assert found.room.low == min(rooms)
        assert (found.verdict is Verdict.UNKNOWN) == (min(rooms) < 0 <= max(rooms))


def shown(judged: Judged) -> list[object]:
    return [(each, judged.unsettled(i), judged.increases(i, 3)) for i, each in enumerate(judged)]


@given(edited(), edited(), st.lists(ceilings, max_size=3))
def test_what_an_edit_moves_is_what_judging_anew_finds(
    made: tuple[Document, Document], _other: object, wanted: list[Ceiling]
) -> None:
    before, after = made
    base = evaluate_base(before.portfolio)
    chosen = [each._replace(id=f"c{i}") for i, each in enumerate(wanted)]
    states = [evaluate(base, document.overrides(1)) for document in (before, after, before)]
    known: Judged | None = None
    for evaluation in states:
        known = judge(evaluation, chosen, known)
        assert shown(known) == shown(judge(evaluation, chosen))
        assert known.grown_programs() == judge(evaluation, chosen).grown_programs()


# ---------------------------------------------------------------- one request, by hand


def portfolio(demand: int = REQUEST, expense: int = DISCRETIONARY) -> Portfolio:
    """`a` 100 → 130 yen in two lines, `b` (part of `a`) 50 → 40 mandatory, `c` 10 → 10 of the kinds given."""
    programs = [
        Program("a", "", "1", "甲", "a", agency="機構"),
        Program("b", "a", "1", "乙", "b", agency="機構"),
        Program("c", "", "1", "丙", "c"),
    ]
    amounts = {"a/1": (60, 90), "a/2": (40, 40), "b/1": (50, 40), "c/1": (10, 10)}
    kinds = {"b/1": (REQUEST, MANDATORY), "c/1": (demand, expense)}
    lines = [
        LineRecord(id_, id_[0], id_, id_, "式", demand=kinds.get(id_, (1, 1))[0], expense=kinds.get(id_, (1, 1))[1])
        for id_ in amounts
    ]
    steps = []
    for id_, pair in amounts.items():
        steps.append(StepRecord(id_, "quantity", 2025, 1, PRINTED))
        steps += [StepRecord(id_, "rate", 2025 + i, rate, PRINTED) for i, rate in enumerate(pair)]
    views = [
        View("v", "区分", "view", (Member("a", "一", "one"), Member("c", "二", "two"), Member("b", "二", "two", True)))
    ]
    return build_portfolio(title="試験", years=(2025, 2026), programs=programs, lines=lines, steps=steps, views=views)


def judged(ceiling: Ceiling, made: Portfolio | None = None, *changes: Entry) -> Judged:
    document = new_document(made or portfolio())
    if changes:
        document = set_values(document, 1, changes)
    return judge(evaluate(evaluate_base(document.portfolio), document.overrides(1)), [ceiling])


def ninety(**settings: object) -> Ceiling:
    """Discretionary requests within 90 % of last year's."""
    wanted = {"kinds": Kinds(REQUEST, DISCRETIONARY), "scope": Scope(), **settings}
    return Ceiling("c", YEAR, "裁量的経費", terms=(Term(Fraction(9, 10), kinds=Kinds(ANY, DISCRETIONARY)),), **wanted)  # type: ignore[arg-type]


def test_room_left_and_what_uses_it_up() -> None:
    found = judged(ninety())
    assert (found[0].limited.known, found[0].allowance.known, found[0].room.known) == (140, 99, -41)
    assert found[0].verdict is Verdict.BROKEN
    assert found.increases(0, 2) == [(0, 30)]
    assert found.grown_programs() == {0}
    (problem,) = ceiling_problems(found)
    assert problem.severity is Severity.ERROR
    assert "Over the ceiling “裁量的経費” by 41 yen" in str(problem.message)
    assert "another kind" in str(problem.remedy)
    (problem,) = ceiling_problems(judged(Ceiling("c", YEAR, "全体の枠", amount=5)))
    assert str(problem.remedy) == "Cut the request.", "what is of any kind stays under it"


def test_an_allowance_is_cut_off_to_the_yen() -> None:
    third = Ceiling("c", YEAR, "上限", terms=(Term(Fraction(1, 3)),))  # 160 / 3 = 53.33…
    assert judged(third)[0].allowance.known == 53


@pytest.mark.parametrize(
    ("scope", "limited"),
    [
        (Scope(), 180),
        (Scope(ScopeKind.PROGRAM, "a"), 170),
        (Scope(ScopeKind.PROGRAM, "b"), 40),
        (Scope(ScopeKind.AGENCY, "機構"), 170),
        (Scope(ScopeKind.VIEW, "v"), 180),
        (Scope(ScopeKind.HEADING, "v", "二"), 10),
    ],
)
def test_a_ceiling_stands_over_its_scope_each_program_once(scope: Scope, limited: int) -> None:
    assert judged(Ceiling("c", YEAR, "上限", scope=scope, amount=0))[0].limited.known == limited


def test_a_scope_that_is_not_in_the_portfolio_cannot_be_judged() -> None:
    found = judged(Ceiling("c", YEAR, "上限", scope=Scope(ScopeKind.PROGRAM, "gone"), amount=0))
    assert found[0].verdict is Verdict.UNKNOWN
    assert ceiling_problems(found)[0].severity is Severity.NOTE


def test_a_rule_of_another_year_does_not_apply() -> None:
    assert len(judged(ninety()._replace(year=2025))) == 0


def test_unknown_kinds_are_told_only_where_they_matter() -> None:
    unknown = portfolio(demand=0, expense=0)
    broken = judged(ninety(), unknown)  # 130 or 140 against 90 or 99
    assert broken[0].verdict is Verdict.BROKEN and broken.unsettled(0) == [3]
    assert broken[0].room == (-41, -31)  # as a wish it is allowed for and not limited
    either = Ceiling("c", YEAR, "上限", kinds=Kinds(WISH), amount=5)
    found = judged(either, unknown)
    assert found[0].verdict is Verdict.UNKNOWN and found[0].limited == (0, 10)
    (problem,) = ceiling_problems(found)
    assert problem.severity is Severity.NOTE and "not known" in str(problem.message)
    assert found.unsettled(0) == [3]
    saved = judged(Ceiling("c", YEAR, "義務的経費", kinds=Kinds(ANY, MANDATORY), amount=45), portfolio(expense=0))
    assert saved[0].limited == (40, 50) and saved[0].verdict is Verdict.UNKNOWN
    enough = either._replace(amount=10)
    assert judged(enough, unknown)[0].verdict is Verdict.HOLDS
    stated = judged(either, unknown, Entry("c/1", "demand", YEAR, WISH))
    assert stated[0].verdict is Verdict.BROKEN and stated[0].room.known == -5
    assert judged(Ceiling("c", YEAR, "上限", amount=180), unknown)[0].unsettled == 0


def test_item_requests_count_no_amount_and_are_told() -> None:
    found = judged(ninety(), None, Entry("a/1", "demand", YEAR, UNPRICED))
    assert (found[0].limited.known, found[0].allowance.known) == (50, 99)
    assert found[0].unpriced == 1
    assert found[0].verdict is Verdict.HOLDS


def test_savings_on_one_kind_allow_for_another() -> None:
    saved = Term(Fraction(3), Measure.SHORTFALL, Kinds(ANY, MANDATORY))
    wish = Ceiling("c", YEAR, "要望", kinds=Kinds(WISH), terms=(saved,))
    assert judged(wish)[0].allowance.known == 30
    assert judged(wish, None, Entry("b/1", "rate", YEAR, 60))[0].allowance.known == 0  # more is no saving below zero


def test_an_amount_that_cannot_be_computed_leaves_its_ceilings_open() -> None:
    made = portfolio()
    lines = [LineRecord("d/1", "c", "d", "d", "式", demand=REQUEST, expense=DISCRETIONARY)]
    steps = [StepRecord("d/1", "quantity", 2025, 1, PRINTED)]
    made = build_portfolio(title="試験", years=(2025, 2026), programs=made.programs, lines=lines, steps=steps)
    found = judged(ninety(), made)
    assert found[0].verdict is Verdict.UNKNOWN and found[0].cannot == 1


def test_own_ceilings_are_added_changed_and_removed() -> None:
    document = new_document(portfolio())
    ceiling = Ceiling(free_ceiling_id(document), YEAR, "上限", amount=1)
    added = set_ceiling(document, ceiling)
    assert added.ceilings == (ceiling,) and free_ceiling_id(added) != ceiling.id
    assert set_ceiling(added, ceiling) is added
    changed = set_ceiling(added, ceiling._replace(amount=2))
    assert changed.ceilings[0].amount == 2
    assert remove_ceiling(changed, ceiling.id).ceilings == ()
    assert remove_ceiling(document, "none") is document


@pytest.mark.parametrize(
    "wrong",
    [
        Ceiling("c", YEAR, " ", amount=1),
        Ceiling("c", YEAR, "上限"),
        Ceiling("c", YEAR, "上限", amount=-1),
        Ceiling("c", YEAR, "上限", terms=(Term(Fraction(-1)),)),
        Ceiling("c", YEAR, "上限", terms=(Term(Fraction(1), Measure.SHORTFALL, ALL_KINDS),) * 5),
    ],
)
def test_a_ceiling_that_cannot_stand_is_refused(wrong: Ceiling) -> None:
    with pytest.raises(UserError):
        set_ceiling(new_document(portfolio()), wrong)


def test_a_judgement_of_another_portfolio_helps_none_even_where_there_are_no_ceilings() -> None:
    small = new_document(build_portfolio(title="", years=(2026, 2027), programs=(), lines=(), steps=()))
    known = judge(evaluate(evaluate_base(small.portfolio)), ())
    large = set_values(new_document(portfolio()), 1, [Entry("a/1", "rate", YEAR, 5)])
    evaluation = evaluate_scenario(large, evaluate_base(large.portfolio), 1)
    assert shown(judge(evaluation, (), known)) == shown(judge(evaluation, ()))
