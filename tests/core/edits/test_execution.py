"""Past years taken over: by id surely, by name when somebody says so, and never for two things at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.edits.codes import set_codes
from planner.core.edits.execution import (
    Matches,
    Pair,
    Reported,
    folded_name,
    folded_project,
    forget,
    match,
    project_of,
    take_over,
)
from planner.core.edits.parts import hand_in
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.merge.split import split
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear, past_years
from planner.core.model.document import Document
from tests.core.merge.offices import in_two_divisions
from tests.samples import small_portfolio
from tests.strategies import examples

DOCUMENT = new_document(small_portfolio())


def identified(projects: dict[str, str]) -> Document:
    places = {CodePlace(Owner.PROGRAM, program, CodeKind.PROJECT): Code(text) for program, text in projects.items()}
    return set_codes(DOCUMENT, places)


YEARS = {2024: Executed(100, 90, 4, "rs.csv")}
PROJECTS = {"fellows": "001234", "ssh": "77"}


def reported(name: str = "", project: str = "", program: str = "", row: int = 2) -> Reported:
    return Reported(name, project, program, YEARS, row)


def programs(pairs: tuple[Pair, ...]) -> list[str]:
    return [each.program for each in pairs]


def test_past_years_end_with_the_one_before_last() -> None:
    assert past_years(2026) == (2022, 2023, 2024)


def test_what_is_not_known_has_no_rate_and_nothing_unused() -> None:
    assert Executed(0, 0, 0).rate is None
    assert Executed(None, 5, 0)[:1] == (None,)
    assert (Executed(10, None).rate, Executed(10, None).left, Executed(10, 4).unused) == (None, None, None)
    assert (Executed(10, 4).left, Executed(10, 4, 1).unused, Executed(10, 12, 0).unused) == (6, 5, -2)


@pytest.mark.parametrize("written", ["001234", "1234", "１２３４", " 1234 "])
def test_an_id_is_known_however_it_is_written(written: str) -> None:
    found = match(identified(PROJECTS), [reported("よその名前", written)])
    assert (programs(found.sure), found.likely, found.unmatched) == (["fellows"], (), ())


def test_a_key_of_this_document_is_as_sure() -> None:
    assert programs(match(identified(PROJECTS), [reported(program="fellows/dc")]).sure) == ["fellows/dc"]


@pytest.mark.parametrize("written", ["ＳＳＨ支援事業", "ssh 支援　事業", "SSH支援事業", "ssh"])
def test_a_name_alone_is_offered_and_not_taken(written: str) -> None:
    found = match(identified(PROJECTS), [reported(written, "99")])
    assert (found.sure, programs(found.likely), found.unmatched) == ((), ["ssh"], ())


def test_what_is_found_nowhere_is_told() -> None:
    other = reported("①の事業", "1")
    assert match(identified(PROJECTS), [other]) == Matches((), (), (other,))


def test_a_name_is_not_offered_for_a_program_that_is_known_by_id() -> None:
    mine, namesake = reported("SSH支援事業", "77"), reported("SSH支援事業", "78", row=3)
    found = match(identified(PROJECTS), [namesake, mine])
    assert (programs(found.sure), found.likely, found.unmatched) == (["ssh"], (), (namesake,))


def test_two_programs_of_one_id_have_to_be_told_apart() -> None:
    found = match(identified({"ssh": "77", "fellows": "0077"}), [reported("x", "77")])
    assert (found.sure, programs(found.likely)) == ((), ["fellows", "ssh"])


def test_two_reports_on_one_program_are_both_asked_about() -> None:
    found = match(identified(PROJECTS), [reported("a", "77"), reported("b", program="ssh", row=5)])
    assert (found.sure, programs(found.likely)) == ((), ["ssh", "ssh"])
    with pytest.raises(UserError, match="rows 2 and 5"):
        take_over(DOCUMENT, found.likely)


def test_one_report_is_not_taken_for_two_programs() -> None:
    one = reported("x")
    with pytest.raises(UserError, match=r"Row 2 .* fellows and ssh"):
        take_over(DOCUMENT, [Pair(one, "fellows"), Pair(one, "ssh")])


def test_what_is_taken_over_stands_beside_what_was_there() -> None:
    first = take_over(DOCUMENT, [Pair(reported(), "ssh"), Pair(reported(row=3), "fellows")])
    later = Executed(5, 5, 0, "later.csv")
    others = reported()._replace(years={2023: later, 2022: Executed(None, None)})
    second = take_over(first, [Pair(others, "ssh")])
    assert dict(second.execution) == {
        PastYear("ssh", 2024): YEARS[2024],
        PastYear("fellows", 2024): YEARS[2024],
        PastYear("ssh", 2023): later,
    }
    assert take_over(second, [Pair(reported(), "ssh")]) is second
    assert forget(second, ["ssh"]) == take_over(DOCUMENT, [Pair(reported(), "fellows")])
    assert forget(second, ["other"]) is second
    assert forget(forget(second, ["ssh"]), ["fellows"]) == DOCUMENT
    assert take_over(DOCUMENT, []) is DOCUMENT


def test_a_program_confirmed_by_name_is_known_by_its_id_from_then_on() -> None:
    offered = match(DOCUMENT, [reported("SSH支援事業", "0099")]).likely
    taken = take_over(DOCUMENT, offered)
    assert project_of(taken, "ssh") == "0099"
    assert programs(match(taken, [reported("改称後の事業", "99")]).sure) == ["ssh"]
    kept = take_over(identified(PROJECTS), offered)
    assert project_of(kept, "ssh") == "77"


def test_a_part_keeps_past_years_of_its_own_programs_alone_until_it_is_handed_in() -> None:
    whole = in_two_divisions()
    part = split(whole, 1, whole.portfolio.views[0], deadline="2026-06-30", instructions="")[1].document
    found = match(part, [reported(program="ssh"), reported(program="fellows", row=3)])
    assert (programs(found.sure), [each.row for each in found.unmatched]) == (["ssh"], [3])
    taken = take_over(part, found.sure)
    assert list(taken.execution) == [PastYear("ssh", 2024)]
    with pytest.raises(UserError, match="others work on them"):
        take_over(part, [Pair(reported(), "fellows")])
    handed = hand_in(taken, 0)
    with pytest.raises(UserError, match="handed in"):
        forget(handed, ["ssh"])
    with pytest.raises(UserError, match="handed in"):
        take_over(handed, found.sure)


names = st.sampled_from(["特別研究員事業", "特別研究員", "SSH支援事業", "ＳＳＨ支援事業", "fellows", "①", ""])
ids = st.sampled_from(["", "1", "01", "2", "３", "x"])


@settings(max_examples=examples(200))
@given(
    st.lists(st.tuples(names, ids, st.sampled_from(["", "ssh", "gone"])), max_size=5),
    st.dictionaries(st.sampled_from(["ssh", "fellows", "fellows/dc"]), ids),
)
def test_everything_reported_is_somewhere_and_nothing_sure_is_there_twice(
    drawn: list[tuple[str, str, str]], projects: dict[str, str]
) -> None:
    told = [Reported(*each, {}, row) for row, each in enumerate(drawn, start=2)]
    here = identified(projects)
    found = match(here, told)
    sure, likely = ({pair.reported.row for pair in pairs} for pairs in (found.sure, found.likely))
    left = {each.row for each in found.unmatched}
    assert sure | likely | left == {each.row for each in told}
    assert not (sure & likely or sure & left or likely & left)
    assert len(set(programs(found.sure))) == len(found.sure)
    assert not set(programs(found.sure)) & set(programs(found.likely))
    for each, program in found.sure:
        same_id = folded_project(each.project) == folded_project(projects.get(program, "")) != ""
        assert each.program == program or same_id
    for each, program in found.likely:
        named = DOCUMENT.portfolio.programs[DOCUMENT.portfolio.program_index[program]]
        called = {folded_name(named.name), folded_name(named.name_en)}
        same_id = folded_project(each.project) == folded_project(projects.get(program, "")) != ""
        assert each.program == program or same_id or folded_name(each.name) in called
    taken = take_over(here, found.sure)
    assert not taken.execution  # no years are said
    assert all(
        project_of(taken, pair.program) == projects.get(pair.program, "")
        for pair in found.sure
        if not pair.reported.program
    )
