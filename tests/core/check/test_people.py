"""People and projects: those printed, in later years too, and nobody counted twice."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.check.examination import examine
from planner.core.edits.structure import duplicate_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.model.published import PrintedCount
from planner.core.model.rules import PRINTED_COUNT, SAME_PEOPLE

GIVEN = Origin(Basis.PUBLISHED, "1", "印刷")


def portfolio(count: int = 30, of: str = "p/a", year: int = 2026) -> Portfolio:
    """Ten people a year for three years, and an allowance for ten of them."""
    lines = [
        LineRecord("p/a", "p", "研究奨励金", "stipends", "人", 3),
        LineRecord("p/b", "p", "特別手当", "allowance", "人", of=of),
    ]
    steps = [
        StepRecord("p/a", "quantity", 2023, 10, GIVEN),
        StepRecord("p/a", "rate", 2023, 1_000, GIVEN),
        StepRecord("p/b", "quantity", 2025, 10, GIVEN),
        StepRecord("p/b", "rate", 2025, 360, GIVEN),
    ]
    return build_portfolio(
        title="t",
        years=(2025, 2026, 2027, 2028),
        programs=[Program("p", "", "1", "事業", "program"), Program("q", "", "1", "事業", "program")],
        lines=lines,
        steps=steps,
        counts=[PrintedCount(("p/a", "p/b"), year, count, "1", "支援人数 30人")],
    )


def said(document: Document, scenario: int, rule: str) -> list[str]:
    evaluation: Evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(scenario))
    found = examine(document, evaluation, scenario).problems
    return [each.message.render(str) for each in found if each.rule == rule]


def test_the_people_of_another_line_are_not_counted_again() -> None:
    assert said(new_document(portfolio()), 1, PRINTED_COUNT.id) == []
    assert said(new_document(portfolio(of="")), 1, PRINTED_COUNT.id) == [
        "The number printed for R8 is 30 people; the lines come to 40 people."
    ]


def test_many_people_are_told_as_the_printed_ones_are() -> None:
    document = set_values(new_document(portfolio(1_010)), 1, [Entry("p/a", "quantity", 2026, 1_037)])
    assert said(document, 1, PRINTED_COUNT.id) == [
        "The number printed for R8 is 1,010 people; the lines come to 1,057 people."
    ]


def test_a_part_of_a_person_is_a_readable_number() -> None:
    document = set_values(new_document(portfolio()), 1, [Entry("p/a", "retention", 3, Fraction(19, 20))])
    (there,) = said(document, 1, PRINTED_COUNT.id)
    assert there.endswith("the lines come to 29.5 people.")
    document = set_values(document, 1, [Entry("p/a", "retention", 3, Fraction(2, 3))])
    (there,) = said(document, 1, PRINTED_COUNT.id)
    assert there.endswith("the lines come to about 26.7 people.")


def test_an_intake_that_goes_on_is_compared_with_the_number_printed() -> None:
    document = set_values(new_document(portfolio()), 1, [Entry("p/a", "quantity", 2027, 16)])
    assert said(document, 1, PRINTED_COUNT.id) == [
        "The number printed for R8 is 30 people; with the intakes as they stand the lines come to R9 36 people,"
        " R10 42 people."
    ]
    raised = set_values(new_document(portfolio()), 1, [Entry("p/a", "quantity", 2026, 12)])
    assert said(raised, 1, PRINTED_COUNT.id) == ["The number printed for R8 is 30 people; the lines come to 32 people."]
    enacted = set_values(new_document(portfolio(year=2025)), 1, [Entry("p/a", "quantity", 2026, 12)])
    assert said(enacted, 1, PRINTED_COUNT.id) == [], "a number of the previous year is not moved"


def test_nobody_is_paid_who_is_not_there() -> None:
    assert said(new_document(portfolio()), 1, SAME_PEOPLE.id) == []
    document = set_values(new_document(portfolio()), 1, [Entry("p/b", "quantity", 2026, 31)])
    assert said(document, 1, SAME_PEOPLE.id) == ["In R8 this line pays 31 people, but stipends has 30 people."]
    fewer = set_values(new_document(portfolio()), 1, [Entry("p/a", "quantity", 2026, 0)])
    assert said(fewer, 1, SAME_PEOPLE.id) == ["In R10 this line pays 10 people, but stipends has 0 people."]


def test_copies_pay_the_people_of_the_copies() -> None:
    document = new_document(portfolio())
    copied, ids = duplicate_lines(document, 1, ["p/a", "p/b"])
    lines = copied.portfolio.lines
    assert lines.of[copied.portfolio.line_index[ids[1]]] == ids[0]
    alone, (id_,) = duplicate_lines(document, 1, ["p/b"])
    assert alone.portfolio.lines.of[alone.portfolio.line_index[id_]] == "p/a"
    elsewhere, (id_,) = duplicate_lines(document, 1, ["p/b"], "q")
    assert elsewhere.portfolio.lines.of[elsewhere.portfolio.line_index[id_]] == ""


@pytest.mark.parametrize("of", ["p/c", "p/b"])
def test_a_line_belongs_to_one_with_people_of_its_own(of: str) -> None:
    with pytest.raises(UserError, match="no line"):
        portfolio(of=of)
