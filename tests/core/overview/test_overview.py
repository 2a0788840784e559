"""The overview tells what its rooms tell: its bridge closes to the yen, and what it kept is as made anew."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.ceilings.classes import unclassified
from planner.core.ceilings.judge import judge
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.edits.waivers import waive
from planner.core.explain.difference import LUMP, explain
from planner.core.explain.sides import Side
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import BASE, Document
from planner.core.model.fields import UNPRICED
from planner.core.model.portfolio import Program, View
from planner.core.overview.overview import APART, COMPARED, Cause, Overview, overview
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import PRINTED
from tests.strategies import Drawn, edits_of, examples, trees

TEAM = "strategic/team"


def overview_of(
    document: Document,
    scenario: int,
    view: View | None = None,
    ceilings: Sequence[Ceiling] = (),
    known: Overview | None = None,
) -> Overview:
    """The overview of a scenario with its findings, every evaluation made for it alone."""
    base = evaluate_base(document.portfolio) if known is None else known.base.base
    if base.portfolio is not document.portfolio:
        base = evaluate_base(document.portfolio)
    numbers = (BASE, *(each.number for each in document.scenarios))
    evaluations = {each: evaluate_scenario(document, base, each) for each in numbers}
    examination = examine(document, evaluations[scenario], scenario, judged=judge(evaluations[scenario], ceilings))
    return overview(
        document,
        scenario,
        evaluations.__getitem__,
        ceilings=ceilings,
        examination=examination,
        checked=figures(evaluations[scenario]),
        view=view,
        known=known,
    )


def told(found: Overview) -> tuple[object, ...]:
    """All that an overview tells, as plain values."""
    movers = [(each.program, each.change, each.unprinted, each.explained, each.reasons) for each in found.movers]
    standings = [(each.number, each.total, each.from_base, each.ceiling) for each in found.standings]
    apart = [(each.program, each.unprinted) for each in found.unprinted]
    named = (found.causes, movers, found.others, apart, standings, found.years, found.unclassified, found.findings)
    return (found.totals, found.own_change, found.own_row, found.ceilings, found.printed, *named)


@settings(max_examples=examples(120))
@given(trees())
def test_the_bridge_closes_and_programs_add_up(made: tuple[Drawn, Document]) -> None:
    _drawn, document = made
    for number in (BASE, *(each.number for each in document.scenarios)):
        found = overview_of(document, number)
        previous, planned, request = found.totals
        assert previous.yen + sum(each.yen for each in found.causes) == planned.yen
        assert planned.yen + found.own_change == request.yen
        assert all(each.yen for each in found.causes)
        named = sum(each.change for each in found.movers) + found.others[1]
        apart = sum(each.unprinted for each in found.unprinted)
        assert named + apart == found.difference.total.factors.difference
        assert found.others[0] >= 0
        for each in found.causes:
            if each.row is not None and each.key != APART:
                part = found.from_previous.line(each.row).causes[each.key]
                assert part * each.yen > 0


@settings(max_examples=examples(60))
@given(trees(), st.data())
def test_what_is_taken_from_before_is_as_made_anew(made: tuple[Drawn, Document], data: st.DataObject) -> None:
    drawn, document = made
    before = overview_of(document, document.scenarios[0].number)
    after = data.draw(edits_of(drawn, document))
    for number in (BASE, *(each.number for each in after.scenarios)):
        assert told(overview_of(after, number, known=before)) == told(overview_of(after, number))


def test_the_built_in_request_is_told_as_explain_judge_and_burdens_tell_it() -> None:
    document = new_document(built_in_portfolio())
    document = set_values(document, 1, [Entry(TEAM, "rate", 2026, 1_000_000)], "重点化")
    document = branch(document, 1, "別案")
    portfolio = document.portfolio
    rules = published_rules(portfolio.request_year)
    assert rules is not None
    base = evaluate_base(portfolio)
    planned, shown = (evaluate_scenario(document, base, number) for number in (BASE, 1))
    explained = explain(Side(planned, 2025), Side(planned, 2026))
    for view in (None, *portfolio.views):
        found = overview_of(document, 1, view, rules.ceilings)
        assert {each.key: each.yen for each in found.causes} == {
            key: yen for key, yen in explained.view(view).causes.items() if yen
        }
        assert found.years == burdens(shown, document.all_obligations).total(view)
    found = overview_of(document, 1, None, rules.ceilings)
    assert found.causes[-1] == Cause("not_printed", 11_000_000_000, portfolio.line_index["spring8-ii/instalment"])
    assert tuple(found.ceilings) == tuple(judge(shown, rules.ceilings))
    assert [each.number for each in found.standings] == [BASE, 1, 2]
    assert found.standings[1].from_base == found.standings[2].from_base == found.own_change < 0
    assert found.own_row == portfolio.line_index[TEAM]
    assert found.unclassified == (len(unclassified(shown)), len(portfolio.lines))
    upgrade = portfolio.program_index["spring8-ii"]
    assert [(each.program, each.unprinted) for each in found.unprinted] == [(upgrade, 11_000_000_000)]
    assert upgrade not in {each.program for each in found.movers}
    changes = [each.change for each in found.movers]
    assert changes[:10] == sorted(changes[:10], reverse=True)
    assert found.movers[-1].program == portfolio.program_index["strategic"]
    (why,) = found.movers[-1].reasons
    assert (why.change.why, why.effect) == ("重点化", found.own_change)
    assert all(each.reasons == () for each in found.movers[:-1])


def test_open_findings_are_told_rule_by_rule_without_those_accepted() -> None:
    document = set_values(new_document(built_in_portfolio()), 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    found = overview_of(document, 1).findings
    assert found is not None
    checked = examine(document, overview_of(document, 1).evaluation, 1)
    assert sum(each.number for each in found) == len(checked.problems)
    severities = [each.severity for each in found]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    jump = next(each for each in found if each.rule == "jump")
    after = overview_of(waive(document, 1, [jump.first], "意図した改定"), 1).findings
    assert after is not None
    assert "jump" not in {each.rule for each in after}
    assert sum(each.number for each in after) == len(checked.problems) - 1


def test_lump_sums_and_lines_without_an_amount_stand_by_themselves() -> None:
    programs = [Program("p", "", "1", "事業", "program")]
    lines = [
        LineRecord("p/lump", "p", "一式", "lump", "式"),
        LineRecord("p/item", "p", "事項", "item", "件", demand=UNPRICED),
    ]
    steps = [StepRecord(line.id, "quantity", 2025, 1, PRINTED) for line in lines]
    steps += [StepRecord("p/lump", "rate", 2025, 100, PRINTED), StepRecord("p/lump", "rate", 2026, 130, PRINTED)]
    steps.append(StepRecord("p/item", "rate", 2025, 7, PRINTED))
    years = (2025, 2026)
    portfolio = build_portfolio(title="試験", title_en="test", years=years, programs=programs, lines=lines, steps=steps)
    found = overview_of(new_document(portfolio), BASE)
    assert found.causes == (Cause(LUMP, 30, 0), Cause(APART, -7, 1))
    assert not found.is_empty


def test_of_many_scenarios_some_stand_side_by_side_with_the_one_shown() -> None:
    document = new_document(built_in_portfolio())
    for number in range(2, 31):
        document = branch(document, 1, f"案{number}")
    found = overview_of(document, 29)
    assert [each.number for each in found.standings] == [BASE, *range(1, COMPARED - 1), 29]
    assert found.more_scenarios == 31 - COMPARED
    assert overview_of(document, BASE).standings[0].number == BASE


def test_nothing_is_told_of_an_empty_document() -> None:
    programs = [Program("p", "", "1", "事業", "program")]
    portfolio = build_portfolio(title="試験", title_en="t", years=(2025, 2026), programs=programs, lines=[], steps=[])
    found = overview_of(new_document(portfolio), 1)
    assert found.is_empty
    assert (found.causes, found.movers, found.own_row) == ((), (), None)
