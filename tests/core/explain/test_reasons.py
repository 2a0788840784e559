"""The reasons of a line are the changes in force, in order, and their yen add up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.calculation.in_force import ValuesInForce
from planner.core.edits.changes import set_reasons
from planner.core.edits.structure import add_line, remove_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.explain.reasons import Reason, reasons
from planner.core.model.document import Document
from planner.core.model.fields import UNPRICED, Value
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import YEARS, Drawn, examples, portfolios, trees, values


def evaluated(document: Document, scenario: int) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio, document.growth(scenario)), document.overrides(scenario))


def found(document: Document, line: str, scenario: int = 1) -> list[tuple[str, int | None]]:
    row = document.portfolio.line_index[line]
    base = evaluated(document, scenario).base
    told = reasons(ValuesInForce(document, scenario), base, row, document.portfolio.request_year)
    return [(each.change.why, each.effect) for each in told]


def edited(document: Document, why: str, *cells: tuple[str, str, Value | None]) -> Document:
    return set_values(document, 1, [Entry(line, field, 2026, value) for line, field, value in cells], why)


def test_each_change_in_force_has_its_yen_in_the_order_made() -> None:
    document = new_document(small_portfolio())
    document = edited(document, "単価", (DC1, "rate", 3_200_000), (DC2, "rate", 3_200_000))
    document = edited(document, "員数", (DC1, "quantity", 700))
    assert found(document, DC1) == [("単価", 128_000 * 642), ("員数", 58 * 3_200_000)]
    assert found(document, DC2) == [("単価", 128_000 * 1108)]
    assert found(document, SCHOOLS) == []


def test_a_reason_overtaken_or_taken_back_is_none_any_more() -> None:
    document = edited(new_document(small_portfolio()), "一度目", (DC1, "rate", 3_100_000))
    assert found(edited(document, "二度目", (DC1, "rate", 3_200_000)), DC1) == [("二度目", 128_000 * 642)]
    assert found(edited(document, "取消", (DC1, "rate", None)), DC1) == []
    reworded = set_reasons(document, [1], "言い直し")
    assert found(reworded, DC1) == [("言い直し", 28_000 * 642)]


def test_what_a_line_is_called_is_no_reason_for_its_amount() -> None:
    document = edited(new_document(small_portfolio()), "要望に回す", (DC1, "demand", 2), (DC1, "expense", 1))
    assert found(document, DC1) == []
    item = edited(document, "額は未定", (DC1, "demand", UNPRICED))
    assert found(item, DC1) == [("額は未定", None)], "where no amount is left that is one"


def test_a_changed_figure_has_its_reason_though_it_moves_no_yen() -> None:
    document = edited(new_document(small_portfolio()), "休止", (SCHOOLS, "quantity", 0))
    document = edited(document, "単価の見直し", (SCHOOLS, "rate", 8_000_000))
    assert found(document, SCHOOLS) == [("休止", -240 * 9_000_000), ("単価の見直し", 0)]
    later = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_072_000), Entry(DC2, "rate", 2026, 1)], "同額")
    assert found(later, DC1) == []


def test_what_is_taken_out_or_proposed_has_its_reason() -> None:
    document = remove_lines(new_document(small_portfolio()), 1, [SCHOOLS], "廃止する")
    assert found(document, SCHOOLS) == [("廃止する", -240 * 9_000_000)]
    document, line = add_line(document, 1, "ssh", "新しい行", why="新規の取組")
    document = edited(document, "積算", (line, "rate", 1_000), (line, "quantity", 3))
    assert found(document, line) == [("新規の取組", 0), ("積算", 3_000)]


@settings(max_examples=examples(100))
@given(trees())
def test_the_yen_lead_from_the_base_to_the_scenario(made: tuple[Drawn, Document]) -> None:
    drawn, document = made
    year = YEARS[1]
    for each in document.scenarios:
        evaluation, values_of = evaluated(document, each.number), ValuesInForce(document, each.number)
        for row, line in enumerate(drawn.portfolio.lines.ids):
            told: tuple[Reason, ...] = reasons(values_of, evaluation.base, row, year)
            places = [document.changes.index(reason.change) for reason in told]
            assert places == sorted(set(places))
            for reason in told:
                cells = reason.change.cells_of[line]
                assert any(document.overrides(each.number)[line].get(cell) == cells[cell].after for cell in cells)
            before, after = evaluation.base.line(row)[1], evaluation.line(row)[1]
            if isinstance(before, int) and isinstance(after, int) and all(one.effect is not None for one in told):
                assert sum(one.effect or 0 for one in told) == after - before
            assert told or before == after


@settings(max_examples=examples(100))
@given(st.data())
def test_changes_of_separate_drivers_count_for_what_they_did_when_they_were_made(data: st.DataObject) -> None:
    portfolio = data.draw(portfolios(complete=True).filter(lambda drawn: bool(drawn.lines))).portfolio
    line = data.draw(st.sampled_from(portfolio.lines.ids))
    document = new_document(portfolio)
    for field in data.draw(st.permutations(["rate", "times", "share"])):
        document = set_values(document, 1, [Entry(line, field, YEARS[1], data.draw(values[field]))], field)
    made = [(change.why, change.effect) for change in document.changes]
    told = dict(found(document, line))
    assert {why: effect for why, effect in made if effect} == {why: effect for why, effect in told.items() if effect}
