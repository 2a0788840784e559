"""What scenarios propose and take out: the base stays what it was, and every edit is a value like any other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.scenarios import branch, delete_scenario, lock
from planner.core.edits.structure import (
    add_line,
    add_program,
    describe_line,
    describe_program,
    duplicate_lines,
    duplicate_program,
    move_lines,
    remove_lines,
    remove_program,
    shift_line,
)
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Member, Program, View
from planner.core.model.proposals import base_only
from planner.core.model.sound import sound
from tests.reference import check_totals
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import Drawn, examples, portfolios

DC1_AMOUNT = 642 * 3_072_000 + 2 * 642 * 2_400_000


@pytest.fixture
def document() -> Document:
    return new_document(small_portfolio())


def figures(document: Document, scenario: int = 1) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio), document.overrides(scenario))


def portfolio_with(document: Document, program: Program) -> Document:
    """The document with one more program, without lines."""
    return replace(document, portfolio=replace(document.portfolio, programs=(*document.portfolio.programs, program)))


def row(document: Document, line: str) -> int:
    return document.portfolio.line_index[line]


def test_a_new_line_costs_nothing_until_it_has_figures_and_is_there_in_its_scenarios_only(document: Document) -> None:
    document = branch(document, BASE, "別案")
    total = figures(document).total
    added, id_ = add_line(document, 1, "ssh", "先導改革枠", after=SCHOOLS)
    assert id_ == "ssh/new-1"
    assert figures(added).total[1].yen == total[1].yen
    filled = set_values(added, 1, [Entry(id_, "rate", 2026, 5_000_000), Entry(id_, "quantity", 2026, 7)])
    assert figures(filled).total[1].yen == total[1].yen + 35_000_000
    assert figures(filled).total[0] == total[0]._replace(known=total[0].known + 1), "nothing was enacted for it"
    assert figures(filled, 1).shows(row(filled, id_))
    assert not figures(filled, 2).shows(row(filled, id_))
    assert not figures(filled, BASE).shows(row(filled, id_))
    assert figures(filled, BASE).total[1].yen == total[1].yen
    child = branch(filled, 1, "子")
    assert figures(child, 3).shows(row(child, id_))
    gone = remove_lines(child, 3, [id_])
    assert not figures(gone, 3).shows(row(gone, id_))
    assert figures(gone, 1).shows(row(gone, id_))
    assert figures(gone, 3).total[1].yen == total[1].yen
    assert figures(delete_scenario(gone, 1), 3).total == figures(gone, 3).total
    assert base_only(gone.portfolio) == document.portfolio


def test_a_line_taken_out_keeps_what_was_enacted(document: Document) -> None:
    before = figures(document)
    removed = remove_lines(document, 1, [DC1], "DC1を廃止")
    after = figures(removed)
    assert after.line(row(removed, DC1)) == (before.line(0)[0], 0)
    assert after.shows(row(removed, DC1))
    assert not after.is_present(row(removed, DC1))
    assert removed.changes[-1].effect == -DC1_AMOUNT
    assert after.has_ended(0) is False
    ended = remove_program(document, 1, "fellows")
    assert figures(ended).has_ended(ended.portfolio.program_index["fellows"])
    assert figures(ended).program(0)[1].yen == 0
    assert figures(ended).program(0)[0] == before.program(0)[0]
    assert len(ended.changes) == 1
    whole = portfolio_with(document, Program("empty", "", "", "再掲だけの事業", "", relists=("ssh",)))
    assert not figures(remove_program(whole, 1, "fellows")).has_ended(whole.portfolio.program_index["empty"])
    back = set_values(ended, 1, [Entry(line, "present", 2026, None) for line in (DC1, DC2)])
    assert figures(back).total == before.total


def test_a_copy_costs_what_its_original_costs_this_year(document: Document) -> None:
    document = set_values(
        document, 1, [Entry(DC1, "quantity", 2024, 600), Entry(SCHOOLS, "share", 2026, Fraction(3, 5))]
    )
    copied, (dc1, schools) = duplicate_lines(document, 1, [DC1, SCHOOLS])
    after = figures(copied)
    assert (dc1, schools) == ("fellows/dc/dc1-1", "ssh/schools-1")
    for copy, original in ((dc1, DC1), (schools, SCHOOLS)):
        assert after.line(row(copied, copy))[1] == after.line(row(copied, original))[1]
        assert after.line(row(copied, copy))[0] == 0
    assert row(copied, dc1) == row(copied, DC1) + 1
    assert copied.portfolio.lines.labels[row(copied, dc1)] == "DC1（写し）"
    assert len(copied.changes) == len(document.changes) + 1
    moved = set_values(copied, 1, [Entry(dc1, "rate", 2026, 3_200_000)])
    assert figures(moved).line(row(moved, DC1)) == after.line(row(copied, DC1))


def test_moving_is_one_change_that_leaves_the_total(document: Document) -> None:
    moved, (id_,) = move_lines(document, 1, [SCHOOLS], "fellows")
    assert len(moved.changes) == 1
    assert moved.changes[0].effect == 0
    assert figures(moved).total[1].yen == figures(document).total[1].yen
    assert moved.portfolio.programs[moved.portfolio.lines.program[row(moved, id_)]].id == "fellows"
    assert figures(moved).line(row(moved, SCHOOLS))[1] == 0


def test_a_new_program_stands_beside_its_model_in_tree_and_views() -> None:
    portfolio = small_portfolio()
    view = View(
        "all", "全体", "all", (Member("fellows", "人材"), Member("ssh", "学校"), Member("ssh", "再掲", "", True))
    )
    document = new_document(replace(portfolio, views=(view,)))
    added, id_ = add_program(document, 1, "AI人材育成", "fellows")
    programs = [program.id for program in added.portfolio.programs]
    assert programs == ["fellows", "fellows/dc", id_, "ssh"]
    assert [(m.program, m.heading) for m in added.portfolio.views[0].members] == [
        ("fellows", "人材"), (id_, "人材"), ("ssh", "学校"), ("ssh", "再掲")]  # fmt: skip
    line = added.portfolio.lines.ids[added.portfolio.line_ranges[2][0]]
    assert added.portfolio.lines.labels[row(added, line)] == "AI人材育成"
    filled = set_values(added, 1, [Entry(line, "rate", 2026, 10**8), Entry(line, "quantity", 2026, 3)])
    after = figures(filled)
    assert after.view(filled.portfolio.views[0])[1].yen == figures(document).total[1].yen + 3 * 10**8
    assert after.shows_program(2)
    assert not figures(filled, BASE).shows_program(2)
    part, inner = add_program(filled, 1, "その一部", "ssh", part=True)
    assert part.portfolio.programs[part.portfolio.program_index[inner]].parent == "ssh"
    assert len(part.portfolio.views[0].members) == 4
    assert base_only(part.portfolio) == document.portfolio
    gone = remove_program(filled, 1, id_)
    assert not figures(gone).shows_program(2)


def test_a_copied_program_has_all_parts_and_lines(document: Document) -> None:
    copied, id_ = duplicate_program(document, 1, "fellows")
    after, index = figures(copied), copied.portfolio.program_index
    assert after.program(index[id_])[1].yen == after.program(index["fellows"])[1].yen
    assert [program.id for program in copied.portfolio.programs] == ["fellows", "fellows/dc", id_, f"{id_}/dc-1", "ssh"]
    assert copied.portfolio.programs[index[id_]].name == "特別研究員事業（写し）"
    assert len(copied.changes) == 1
    again, _ = duplicate_program(remove_lines(copied, 1, [DC2]), 1, "fellows")
    assert len(again.portfolio.lines) == len(copied.portfolio.lines) + 1, "what is taken out is not copied"


def test_words_and_order_of_proposals_can_be_changed_those_of_the_base_not(document: Document) -> None:
    copied, (id_,) = duplicate_lines(document, 1, [DC1])
    named = describe_line(copied, id_, "DC1 増員分", "名")
    assert named.portfolio.lines.labels[row(named, id_)] == "DC1 増員分"
    assert describe_line(named, id_, "DC1 増員分", "名") is named
    shifted = shift_line(named, id_, 1)
    assert row(shifted, id_) == row(shifted, DC2) + 1
    assert figures(shifted).total == figures(named).total
    assert shift_line(shifted, id_, 1) is shifted, "it is the last of its program"
    program, name = duplicate_program(document, 1, "ssh")
    assert describe_program(program, name, "SSH拡充").portfolio.programs[-1].name == "SSH拡充"
    for refused in (
        lambda: describe_line(document, DC1, "x", ""),
        lambda: shift_line(document, DC1, 1),
        lambda: describe_program(document, "ssh", "x"),
        lambda: add_line(document, BASE, "ssh", "x"),
        lambda: duplicate_program(lock(document, 1), 1, "ssh"),
    ):
        with pytest.raises(UserError):
            refused()


@settings(max_examples=examples(200))
@given(portfolios(), st.data())
def test_whatever_is_proposed_the_base_stays_and_totals_are_sums(drawn: Drawn, data: st.DataObject) -> None:
    document = branch(new_document(drawn.portfolio), 1, "子")
    before = evaluate_base(drawn.portfolio)
    for _ in range(data.draw(st.integers(1, 5))):
        portfolio = document.portfolio
        scenario = data.draw(st.sampled_from([1, 2]))
        program = data.draw(st.sampled_from(portfolio.programs)).id
        lines = [data.draw(st.sampled_from(portfolio.lines.ids))] if portfolio.lines.ids else []
        edit = data.draw(st.integers(0, 6))
        try:
            if edit == 0:
                document = add_line(document, scenario, program, "新しい積算")[0]
            elif edit == 1:
                document = duplicate_lines(document, scenario, lines)[0]
            elif edit == 2:
                document = move_lines(document, scenario, lines, program)[0]
            elif edit == 3:
                document = add_program(document, scenario, "新しい事業", program, part=data.draw(st.booleans()))[0]
            elif edit == 4:
                document = duplicate_program(document, scenario, program)[0]
            elif edit == 5:
                document = remove_program(document, scenario, program)
            else:
                document = shift_line(document, lines[0], data.draw(st.sampled_from([-1, 1]))) if lines else document
        except UserError:
            continue
        assert base_only(document.portfolio) == drawn.portfolio
        base = evaluate_base(document.portfolio)
        assert [total.yen for total in base.total] == [total.yen for total in before.total]
        for number in (1, 2):
            check_totals(evaluate(base, document.overrides(number)))
    sound(document)
