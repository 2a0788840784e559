"""What the check asks of codes: nothing where none is given; twice the same, and those that are partly known."""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.check.examination import problems
from planner.core.edits.codes import set_codes
from planner.core.edits.values import new_document
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.rules import PARTIAL_CODES, SAME_CODE
from planner.words.texts import texts_for
from tests.samples import DC1, small_portfolio


def said(codes: Mapping[tuple[str, CodeKind], str], rule: str, language: str = "en") -> list[tuple[str, str]]:
    """Where the findings of a rule are, and what they say."""
    document = new_document(small_portfolio())
    for (id_, kind), text in codes.items():
        owner = Owner.LINE if id_ == DC1 else Owner.PROGRAM
        document = set_codes(document, {CodePlace(owner, id_, kind): Code(text)})
    evaluation = evaluate(evaluate_base(document.portfolio), {})
    found = problems(document, evaluation, 1)
    texts = texts_for(language)
    return [(each.where, each.message.render(texts.translate)) for each in found if each.rule == rule]


def test_nothing_is_asked_where_no_code_is_given() -> None:
    assert said({}, SAME_CODE.id) == said({}, PARTIAL_CODES.id) == []


def test_two_programs_with_one_id_are_asked_about_but_not_a_part_with_that_of_its_whole() -> None:
    project = CodeKind.PROJECT
    assert said({("fellows", project): "1", ("fellows/dc", project): "1"}, SAME_CODE.id) == []
    ((where, what),) = said({("fellows", project): "0012", ("ssh", project): "0012"}, SAME_CODE.id)
    assert where == "ssh@2026" and "Budget project ID 0012" in what
    assert (
        "予算事業ID「0012」" in said({("fellows", project): "0012", ("ssh", project): "0012"}, SAME_CODE.id, "ja")[0][1]
    )


def test_a_request_number_is_its_programs_own_within_an_item() -> None:
    number = {("fellows", CodeKind.REQUEST): "①", ("ssh", CodeKind.REQUEST): "①"}
    assert len(said(number, SAME_CODE.id)) == 1
    items = {("fellows", CodeKind.ITEM): "A", ("ssh", CodeKind.ITEM): "B"}
    assert said(items | number, SAME_CODE.id) == []


def test_a_code_without_the_one_it_is_within_is_told() -> None:
    told = said({("fellows", CodeKind.ITEM): "A", (DC1, CodeKind.DETAIL): "委員手当"}, PARTIAL_CODES.id)
    assert ("fellows@2026", "Appropriation item is given, and no Organisation.") in told
    assert (f"{DC1}@2026", "Object detail is given, and no Object.") in told
    assert [what for where, what in told if not where] == [
        "Appropriation item is known of some programs, but not of these (1): SSH."
    ]
