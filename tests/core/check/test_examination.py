"""Every rule of the check fires where it should and nowhere else; an edit's check equals a whole one."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from planner.core.calculation.evaluate import Evaluation, Total, evaluate, evaluate_base
from planner.core.check.examination import Examination, examine
from planner.core.check.printed import figures
from planner.core.check.rounding import rounding_gaps
from planner.core.check.sums import wrong_sums
from planner.core.edits.changes import set_evidence, set_reasons
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_program, duplicate_lines, remove_lines, remove_program
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import Problem, Severity
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document, Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Member, Note, Program, Status, View
from planner.core.model.published import Published
from planner.core.model.rules import RULES
from planner.core.money import Unit

PRINTED = Origin(Basis.PUBLISHED, "1", "printed")
RESIDUAL = Origin(Basis.RESIDUAL, "1", "printed")
YEARS = (2025, 2026, 2027)
PD, RPD, TRIPS, TALKS, TEST, REST = "f/pd/pd", "f/rpd/rpd", "a/trips", "b/trips", "a/test", "a/rest"


@pytest.fixture
def document() -> Document:
    """Fellows of two sibling programs paid alike, the same trips in two programs, a test of a third of a year."""
    printed = (Published(2025, "11百万円"), Published(2026, "11百万円"))
    programs = [
        Program("f", "", "1", "特別研究員事業", "fellows"),
        Program("f/pd", "f", "1", "PD", "PD"),
        Program("f/rpd", "f", "1", "RPD", "RPD"),
        Program(
            "a",
            "",
            "2",
            "事業A",
            "program A",
            published=printed,
        ),
        Program("b", "", "3", "事業B", "program B", notes=(Note(2026, "注記", "remark"),)),
        Program("old", "", "4", "旧事業", "old", status=Status.ENDED),
        Program("again", "", "5", "再掲", "again", relists=("a",), published=printed),
    ]
    lines = [
        LineRecord(PD, "f/pd", "PD 研究奨励金", "PD", "人", 3),
        LineRecord(RPD, "f/rpd", "RPD 研究奨励金", "RPD", "人", 3, (Fraction(1), Fraction(1), Fraction(0))),
        LineRecord(TRIPS, "a", "旅費", "trips", "回"),
        LineRecord(TEST, "a", "試験", "test", "件"),
        LineRecord(REST, "a", "残差", "rest", "式"),
        LineRecord(TALKS, "b", "旅費", "trips", "回"),
        LineRecord("old/all", "old", "一式", "all", "式"),
    ]
    steps = [
        *(StepRecord(line, "rate", 2023, 4_344_000, PRINTED) for line in (PD, RPD)),
        *(StepRecord(line, "rate", 2026, 5_292_000, PRINTED) for line in (PD, RPD)),
        *(StepRecord(line, "quantity", 2023, 100, PRINTED) for line in (PD, RPD)),
        *(StepRecord(line, "rate", 2025, 50_000, PRINTED) for line in (TRIPS, TALKS)),
        *(StepRecord(line, "quantity", 2025, 100, PRINTED) for line in (TRIPS, TALKS)),
        StepRecord(TEST, "rate", 2025, 100_000, PRINTED),
        StepRecord(TEST, "quantity", 2025, 10, PRINTED),
        StepRecord(REST, "rate", 2025, 5_000_000, RESIDUAL),
        StepRecord(REST, "quantity", 2025, 1, RESIDUAL),
        StepRecord("old/all", "rate", 2025, 7_000_000, PRINTED),
        StepRecord("old/all", "quantity", 2025, 1, PRINTED),
        StepRecord("old/all", "quantity", 2026, 0, PRINTED),
    ]
    return new_document(build_portfolio(title="試験", years=YEARS, programs=programs, lines=lines, steps=steps))


def evaluation(document: Document, scenario: int = 1) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio), document.overrides(scenario))


def found(document: Document, rule: str, scenario: int = 1, unit: Unit = Unit.YEN) -> list[Problem]:
    examination = examine(document, evaluation(document, scenario), scenario, unit=unit)
    return [each for each in examination.problems if each.rule == rule]


def wheres(document: Document, rule: str, scenario: int = 1, unit: Unit = Unit.YEN) -> list[str]:
    return [each.where for each in found(document, rule, scenario, unit)]


def edited(document: Document, *values: tuple[str, str, int | Fraction], why: str = "") -> Document:
    return set_values(document, 1, [Entry(line, field, 2026, value) for line, field, value in values], why)


def test_rules_stand_by_severity_and_their_ids_never_change() -> None:
    severities = [list(Severity).index(rule.severity) for rule in RULES.values()]
    assert severities == sorted(severities)
    assert {rule.id for rule in RULES.values()} == set(RULES)
    assert list(RULES) == [
        *("uncomputable", "sums", "ceiling", "negative-residual", "lost-line"),
        *("previous-year", "printed-figure", "range", "increase", "quantity-basis", "rate-basis", "same-rate", "jump"),
        *("new-program", "obligation", "same-people", "low-execution", "large-unused", "same-code"),
        *("ended-program", "odd-rate", "odd-amount", "later-years"),
        *("printed-count", "ceiling-unknown", "printed-rounding", "execution-rate", "partial-codes"),
        *("moved-figure", "missing-figure", "remark"),
    ]


def test_the_base_is_only_told_what_is_true_of_it_whatever_is_edited(document: Document) -> None:
    expected = {
        "ended-program": ["old@2026"],
        "later-years": ["f/pd@2026", "f/rpd@2026"],
        "execution-rate": [""],
        "remark": ["b@2026"],
    }
    for number in (BASE, 1):
        problems = examine(document, evaluation(document, number), number).problems
        assert {rule: [each.where for each in problems if each.rule == rule] for rule in RULES} == {
            rule: expected.get(rule, []) for rule in RULES
        }


def test_previous_year_must_be_the_printed_one_and_the_request_may_be_moved(document: Document) -> None:
    portfolio = document.portfolio
    wrong = portfolio.programs[3]._replace(published=(Published(2025, "12百万円"), Published(2026, "12百万円")))
    programs = (*portfolio.programs[:3], wrong, *portfolio.programs[4:])
    document = replace(document, portfolio=replace(portfolio, programs=programs))
    assert wheres(document, "previous-year", BASE) == ["a@2025"]
    assert wheres(document, "printed-figure", BASE) == ["a@2026"]
    assert wheres(document, "moved-figure", BASE) == []
    assert wheres(document, "previous-year") == ["a@2025"]
    assert wheres(document, "moved-figure") == ["a@2026"]


def test_an_increase_wants_a_reason_and_a_decrease_does_not(document: Document) -> None:
    more = edited(document, (TEST, "quantity", 11), (TRIPS, "quantity", 90))
    assert wheres(more, "increase") == [f"{TEST}@2026"]
    assert "100,000 yen to 1,100,000" in str(found(more, "increase")[0].message)
    assert wheres(set_reasons(more, [1], "申請の増"), "increase") == []
    assert wheres(edited(document, (TEST, "quantity", 11), why="申請の増"), "increase") == []


def test_a_reason_in_the_parent_holds_in_the_child_but_not_beside_it(document: Document) -> None:
    child = branch(edited(document, (TEST, "quantity", 11), why="申請の増"), 1, "子")
    assert wheres(child, "increase", 2) == []
    beside = set_values(branch(child, BASE, "別"), 3, [Entry(TEST, "quantity", 2026, 11)])
    assert wheres(beside, "increase", 3) == [f"{TEST}@2026"]


def test_a_changed_quantity_wants_a_reason_of_its_own(document: Document) -> None:
    less = edited(document, (TRIPS, "quantity", 90))
    assert wheres(less, "quantity-basis") == [f"{TRIPS}.quantity@2026"]
    assert wheres(set_reasons(less, [1], "実績"), "quantity-basis") == []
    assert wheres(edited(document, (TRIPS, "quantity", 110)), "quantity-basis") == [], "told as an increase"
    both = edited(edited(document, (TRIPS, "rate", 60_000), why="規程改正"), (TRIPS, "quantity", 110))
    assert wheres(both, "increase") == []
    assert wheres(both, "quantity-basis") == [f"{TRIPS}.quantity@2026"]


def test_a_changed_rate_wants_evidence(document: Document) -> None:
    changed = edited(document, (TEST, "rate", 90_000), (REST, "rate", 4_000_000), why="規程改正")
    assert wheres(changed, "rate-basis") == [f"{TEST}.rate@2026"]
    rule = Evidence(EvidenceKind.RULE, "旅費規程", "3")
    assert wheres(set_evidence(changed, 1, [(TEST, Cell("rate", 2026))], rule), "rate-basis") == []
    assert wheres(edited(document, (TEST, "quantity", 9)), "rate-basis") == []
    copied, ids = duplicate_lines(document, 1, [TEST])
    assert wheres(copied, "rate-basis") == [f"{ids[0]}.rate@2026"], "a new rate rests on something too"


def test_rates_of_one_kind_are_alike_across_programs(document: Document) -> None:
    one = edited(document, (TRIPS, "rate", 60_000))
    assert wheres(one, "same-rate") == [f"{TRIPS}.rate@2026"]
    told = str(found(one, "same-rate")[0].message)
    assert "50,000 yen in program B" in told and TALKS not in told, "by its name"
    assert wheres(edited(one, (TALKS, "rate", 60_000)), "same-rate") == []
    assert wheres(edited(one, (TALKS, "rate", 70_000)), "same-rate") == [f"{TRIPS}.rate@2026", f"{TALKS}.rate@2026"]
    assert wheres(edited(document, (PD, "rate", 5_400_000)), "same-rate") == [f"{PD}.rate@2026"]
    assert wheres(edited(document, (PD, "rate", 5_400_000), (RPD, "rate", 5_400_000)), "same-rate") == []
    assert wheres(edited(document, (TEST, "rate", 90_000)), "same-rate") == []
    assert wheres(remove_lines(one, 1, [TALKS]), "same-rate") == [], "what is taken out sets no rate"


def test_a_jump_is_three_tenths_from_last_year_up_or_down(document: Document) -> None:
    for value, jumps in ((13, True), (12, False), (7, True), (8, False)):
        assert wheres(edited(document, (TEST, "quantity", value)), "jump") == [f"{TEST}.quantity@2026"] * jumps
    assert "13 " in str(found(edited(document, (TEST, "quantity", 13)), "jump")[0].message)
    dear = found(edited(document, (TEST, "rate", 130_000)), "jump")[0].message
    assert "130,000 yen, after 100,000 yen last year" in str(dear)
    assert wheres(edited(document, (TEST, "rate", 130_000)), "jump") == [f"{TEST}.rate@2026"]
    assert wheres(edited(document, (TEST, "rate", 129_999)), "jump") == []
    assert wheres(edited(document, (REST, "rate", 1_000_000)), "jump") == [], "a residual is no rate"


def test_odd_yen_are_told_where_the_base_has_none(document: Document) -> None:
    assert wheres(edited(document, (TEST, "rate", 99_500)), "odd-rate") == [f"{TEST}.rate@2026"]
    assert wheres(edited(document, (TEST, "rate", 99_000)), "odd-rate") == []
    third = edited(document, (TEST, "share", Fraction(1, 3)))
    assert wheres(third, "odd-amount") == [f"{TEST}@2026"]
    assert wheres(edited(document, (TEST, "share", Fraction(1, 2))), "odd-amount") == []
    assert wheres(edited(document, (TEST, "rate", 99_501)), "odd-amount") == [], "told of the rate already"


def test_later_years_are_named_as_long_as_somebody_is_taken_in(document: Document) -> None:
    assert [str(each.message) for each in found(document, "later-years")] == [
        "This year's intake is paid in later years as well: R9–R10.",
        "This year's intake is paid in later years as well: R9.",
    ]
    assert wheres(edited(document, (PD, "quantity", 0)), "later-years") == ["f/rpd@2026"]
    assert wheres(remove_lines(document, 1, [RPD]), "later-years") == ["f/pd@2026"]


def test_a_new_program_wants_a_reason(document: Document) -> None:
    grown, id_ = add_program(document, 1, "新事業", "a")
    assert wheres(grown, "new-program") == [f"{id_}@2026"]
    line = grown.portfolio.lines.ids[grown.portfolio.line_ranges[grown.portfolio.program_index[id_]][0]]
    priced = edited(grown, (line, "rate", 1_000_000), (line, "quantity", 1))
    assert wheres(priced, "increase") == [], "asked as a whole"
    assert wheres(set_reasons(priced, [1], "大臣指示"), "new-program") == []
    assert wheres(priced, "new-program", BASE) == []


def test_an_ended_program_is_noted_once_with_last_years_amount(document: Document) -> None:
    assert "7,000,000 yen" in str(found(document, "ended-program")[0].message)
    parts = remove_program(document, 1, "f/pd")
    assert wheres(parts, "ended-program") == ["f/pd@2026", "old@2026"]
    assert wheres(remove_program(parts, 1, "f/rpd"), "ended-program") == ["f@2026", "old@2026"]


def test_what_cannot_be_computed_is_missing_or_below_zero_is_told(document: Document) -> None:
    copied, ids = duplicate_lines(document, 1, [TEST])
    bare = set_values(copied, 1, [Entry(ids[0], "rate", 2026, None)])
    assert wheres(bare, "uncomputable") == [f"{ids[0]}@2026", f"{ids[0]}@2027"]
    assert wheres(copied, "uncomputable") == []
    assert wheres(edited(document, (REST, "rate", -1)), "negative-residual") == [f"{REST}@2026"], "2027 carries it on"
    again = edited(document, (REST, "rate", -1))
    again = set_values(again, 1, [Entry(REST, "rate", 2026, 5), Entry(REST, "rate", 2027, -1)])
    assert wheres(again, "negative-residual") == [f"{REST}@2027"], "but not what begins there"
    assert wheres(edited(document, (REST, "rate", 0)), "negative-residual") == []
    scenario = replace(document.scenarios[0], overrides={"gone/line": {Cell("rate", 2026): 1}})
    assert wheres(replace(document, scenarios=(scenario,)), "lost-line") == ["gone/line"]
    assert wheres(document, "lost-line") == []


def test_execution_rates_are_not_known_and_that_is_said_once(document: Document) -> None:
    assert wheres(document, "execution-rate") == [""]
    assert wheres(edited(document, (TEST, "quantity", 9)), "execution-rate") == [""]


def three_halves() -> Document:
    """Three parts of 1,490,000 yen: 1 + 1 + 1 = 4 百万円."""
    programs = [Program("top", "", "1", "計", "top"), *(Program(f"top/{n}", "top", "1", n, n) for n in "abc")]
    lines = [LineRecord(f"top/{n}/x", f"top/{n}", "x", "x", "件") for n in "abc"]
    steps = [StepRecord(f"top/{n}/x", key, 2026, 1_490_000 if key == "rate" else 1, PRINTED)
             for n in "abc" for key in ("rate", "quantity")]  # fmt: skip
    made = build_portfolio(title="丸め", years=YEARS, programs=programs, lines=lines, steps=steps)
    members = (Member("top/a"), Member("top/b"), Member("top/c", relisted=True))
    return new_document(replace(made, views=(View("v", "区分", "view", members),)))


def test_printed_parts_that_miss_their_total_are_listed_in_the_unit_printed() -> None:
    document = three_halves()
    assert wheres(document, "printed-rounding", unit=Unit.MILLION) == ["top@2026"]
    said = str(found(document, "printed-rounding", unit=Unit.MILLION)[0].message)
    assert said == "In million yen the parts print 1 + 1 + 1, which is 3; the total prints 4."
    for unit in (Unit.YEN, Unit.THOUSAND):
        assert wheres(document, "printed-rounding", unit=unit) == []
        assert rounding_gaps(evaluation(document), unit) == ()
    view = document.portfolio.views[0]
    gaps = rounding_gaps(evaluation(document), Unit.MILLION, view)
    assert [(gap.where, gap.year, gap.parts, gap.total, gap.printed_sum) for gap in gaps] == [
        ("top", 2026, (1_490_000,) * 3, 4_470_000, 3_000_000),
        ("v", 2026, (1_490_000,) * 2, 2_980_000, 2_000_000),
    ]
    assert (
        rounding_gaps(evaluation(set_values(document, 1, [Entry("top/a/x", "rate", 2026, 1_000_000)])), Unit.OKU) == ()
    )


def test_sums_are_added_up_again_and_a_wrong_one_is_an_error(document: Document) -> None:
    grown = three_halves()
    for each in (document, edited(document, (TEST, "quantity", 12)), grown):
        assert wrong_sums(evaluation(each)) == []
    whole = evaluation(edited(document, (TEST, "quantity", 12)))
    place = document.portfolio.program_index["a"]
    wrong = replace(whole, programs={**whole.programs, place: (whole.programs[place][0], Total(1), Total(2))})
    assert [(each.rule, each.where) for each in wrong_sums(wrong)] == [("sums", "a@2026"), ("sums", "a@2027")]
    assert wrong_sums(replace(whole, total=(Total(), *whole.total[1:])))[0].where == "@2025"


def test_following_edits_finds_what_a_whole_examination_finds(document: Document) -> None:
    """Edits, reasons, evidence, undo, other scenarios and units, in any order."""
    chance = random.Random(11)
    base = evaluate_base(document.portfolio)
    known: Examination | None = None
    printed = moved = figures(evaluate(base))
    history = [branch(branch(document, 1, "子"), BASE, "別")]
    for _step in range(150):
        now = history[-1]
        number = chance.choice((1, 2, 3))
        line = chance.choice(document.portfolio.lines.ids)
        action = chance.randrange(7)
        if action < 3:
            field, value = chance.choice((("rate", 50_000), ("rate", 60_500), ("quantity", 200), ("quantity", None)))
            now = set_values(now, number, [Entry(line, field, 2026, value)], chance.choice(("", "理由")))
        elif action == 3 and now.changes:
            now = set_reasons(now, [chance.choice(now.changes).number], chance.choice(("", "理由")))
        elif action == 4:
            evidence = chance.choice((None, Evidence(EvidenceKind.QUOTE, "見積書")))
            now = set_evidence(now, number, [(line, Cell("rate", 2026))], evidence)
        elif action == 5:
            now = set_values(now, number, [Entry(line, "present", 2026, chance.choice((0, 1, None)))])
        elif len(history) > 1:
            history.pop()
            now = history.pop()
        history.append(now)
        unit = chance.choice((Unit.YEN, Unit.MILLION, Unit.MILLION))
        quick = evaluate(base, now.overrides(number), known.evaluation if known else None)
        moved = figures(quick, printed, moved)
        assert list(moved) == list(figures(quick))
        known = examine(now, quick, number, checked=moved, unit=unit, previous=known)
        whole = examine(now, evaluate(base, now.overrides(number)), number, unit=unit)
        assert sorted(known.problems, key=str) == sorted(whole.problems, key=str)
