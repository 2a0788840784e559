"""The outline of a view, and the programs of it that count."""

from __future__ import annotations

from planner.core.model.outline import Listed, Section, outline, parts
from planner.core.model.portfolio import Member, View
from tests.samples import small_portfolio


def test_members_stand_below_their_headings_and_what_is_listed_again_counts_elsewhere() -> None:
    portfolio = small_portfolio()
    fellows, dc, schools = (portfolio.program_index[id_] for id_ in ("fellows", "fellows/dc", "ssh"))
    members = (Member("ssh", "学校"), Member("fellows", relisted=True), Member("fellows/dc", "学校"))
    view = View("v", "学校", "schools", members)
    assert outline(portfolio, view) == (
        Section("学校", "", (Listed(schools), Listed(dc))),
        Section("", "", (Listed(fellows, relisted=True),)),
    )
    assert parts(portfolio, Listed(fellows, relisted=True)) == (Listed(dc, relisted=True),)
    assert portfolio.counted(view) == portfolio.counted(view, "学校") == (schools, dc)
    assert portfolio.counted(view, "") == ()


def test_without_a_view_all_programs_count_once() -> None:
    portfolio = small_portfolio()
    assert outline(portfolio, None) == (Section("", "", tuple(map(Listed, portfolio.tops))),)
    assert portfolio.counted() == portfolio.tops
    assert [each for top in portfolio.tops for each in portfolio.subtrees[top]] == list(range(len(portfolio.programs)))
    assert all(portfolio.ancestors[each][-1] == top for top in portfolio.tops for each in portfolio.subtrees[top])
