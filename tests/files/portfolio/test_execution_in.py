"""Past years from CSV tables: the summary of review sheets, tables of one's own, and what is wrong in them."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.errors import UserError
from planner.core.model.accounts.execution import Executed
from planner.core.money import YEN_LIMIT
from planner.files.portfolio.execution_in import ExecutionTable, read_execution
from planner.words.texts import texts_for
from tests.files.portfolio.review_sheets import HEAD, account, total, written
from tests.samples import small_portfolio
from tests.strategies import examples

PORTFOLIO = replace(small_portfolio(), ministry="文部科学省", ministry_en="MEXT")
"""Its request year is 2026: the past years are 2022, 2023 and 2024."""

AMOUNTS = st.one_of(st.none(), st.integers(0, 10**13), st.integers(YEN_LIMIT - 1000, YEN_LIMIT - 1))


def own(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "執行.csv"
    path.write_bytes(text.encode(encoding))
    return path


def told(path: Path) -> ExecutionTable:
    return read_execution(path, PORTFOLIO)


def test_the_summary_of_the_review_sheets_is_read_as_it_comes(tmp_path: Path) -> None:
    rows = [
        total("004321", "特別研究員事業", 2024, ("17000000000", "16150000000.0", 250_000_000), 執行率="0.95"),
        account("004321", "特別研究員事業", 2024, ("一般会計", "一般会計"), 17_000_000_000, 16_150_000_000),
        total("004321", "特別研究員事業", 2025, (18_000_000_000, 0, "")),
        total("004321", "特別研究員事業", 2021, (1, 1, 0)),
        total("159", "別の省の事業", 2024, (1, 1, 0), 政策所管府省庁="内閣府", 府省庁="内閣府"),
    ]
    found = told(written(tmp_path / "2-1_RS_2025_予算・執行_サマリ.csv", rows))
    (reported,) = found.reported
    assert (reported.name, reported.project, reported.row) == ("特別研究員事業", "004321", 2)
    name = "2-1_RS_2025_予算・執行_サマリ.csv"
    executed = Executed(17_000_000_000, 16_150_000_000, 250_000_000, name)
    assert reported.years == {2024: executed}
    assert executed.rate == Fraction(95, 100)
    assert (executed.left, executed.unused) == (850_000_000, 600_000_000)
    assert (found.other_ministries, found.other_years, found.unread) == (1, 2, ())


def test_an_agency_outside_the_ministry_is_its_own_too(tmp_path: Path) -> None:
    row = total("7", "文化財", 2024, (10, 9, 0), 府省庁="文化庁")
    assert len(told(written(tmp_path / "rs.csv", [row])).reported) == 1


def test_kinds_of_account_are_added_where_no_row_of_totals_is_there(tmp_path: Path) -> None:
    rows = [
        account("159", "原子力", 2023, ("特別会計", "エネルギー対策", "電源開発促進勘定"), 100, 80),
        account("159", "原子力", 2023, ("一般会計", "一般会計"), 50, 50),
        account("159", "原子力", 2022, ("一般会計", "一般会計"), 50, ""),
        account("159", "原子力", 2022, ("特別会計",), 10, 5),
        account("159", "原子力", 2022, ("特別会計", "別の会計"), "", ""),
    ]
    (reported,) = told(written(tmp_path / "rs.csv", rows)).reported
    assert reported.years == {2023: Executed(150, 130, None, "rs.csv"), 2022: Executed(60, None, None, "rs.csv")}


def test_totals_given_by_account_are_added(tmp_path: Path) -> None:
    rows = [total("1", "事業", 2024, (each, 1, 0), 会計区分=name) for each, name in ((5, "一般会計"), (7, "特別会計"))]
    (reported,) = told(written(tmp_path / "rs.csv", rows)).reported
    assert reported.years[2024][:3] == (12, 2, 0)


def test_a_table_of_ones_own_names_units_and_years_as_officers_do(tmp_path: Path) -> None:
    text = (
        "事業名,年度,歳出予算現額（千円）,執行額（百万円）,翌年度繰越額,出典\r\n"
        'ＳＳＨ支援 事業,令和6年度,"２，４００",2.1,－,決算報告書\r\n'
        "SSH支援事業,R5,2千,0,0円,\r\n"
    )
    found = told(own(tmp_path, text, "cp932"))
    (reported,) = found.reported
    assert reported.years == {
        2024: Executed(2_400_000, 2_100_000, None, "決算報告書"),
        2023: Executed(2_000, 0, 0, "執行.csv"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("事業名,年度,執行額\nx,2024,1\n", "Not among the columns: .*歳出予算現額"),
        ("年度,歳出予算現額,執行額\n2024,1,1\n", "Not among the columns: .*事業名"),
        ("事業名,事業年度,歳出予算現額,執行額\nx,2024,1,1\n", "Not among the columns: .*予算年度"),
        ("事業名,年度,歳出予算現額,執行額,執行額（千円）\nx,2024,1,1,1\n", "執行額 and 執行額（千円） say the same"),
        ("事業名,年度,歳出予算現額,執行額\nx,2026,1,1\n", "no amounts of R4 to R6"),
        ("事業名,年度,歳出予算現額,執行額\n", "no amounts of R4 to R6"),
        (
            "事業名,府省庁,年度,歳出予算現額,執行額\nx,内閣府,2024,1,1\n",
            "No row .* 文部科学省; rows of other ministries: 1",
        ),
    ],
)
def test_a_table_that_says_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        told(own(tmp_path, text))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("x,2024,1.5,1\n", "row 2, column 歳出予算現額.*not a whole number of yen"),
        ("x,2024,100,△5\n", "row 2, column 執行額.*less than nothing"),
        ("x,2024,1000000000000000,5\n", "row 2, column 歳出予算現額.*too large"),
        ("x,2024,1.0E+10,5\n", "row 2, column 歳出予算現額.*not a number"),
        ("x,来年,1,1\n", "row 2.*not a fiscal year"),
        (",2024,1,1\n", "row 2.*names no program"),
        ("x,2024,1,1\nx,2024,2,1\n", "row 2.*rows 2 and 3 with different amounts"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_stand(tmp_path: Path, rows: str, said: str) -> None:
    found = told(own(tmp_path, f"事業名,年度,歳出予算現額,執行額\n{rows}y,2023,3,2\n"))
    assert [each.name for each in found.reported] == ["y"]
    (unread,) = found.unread
    assert re.search(said, f"{unread[0]}: {unread[1]}")
    ja = texts_for("ja").translate
    assert "行" in unread[0].render(ja)


def test_rows_that_say_the_same_twice_say_it_once(tmp_path: Path) -> None:
    found = told(own(tmp_path, "事業名,年度,歳出予算現額,執行額\nx,2024,2,1\nx,2024,2,1\n"))
    assert found.reported[0].years[2024][:3] == (2, 1, None)


@st.composite
def summaries(draw: st.DrawFn) -> tuple[list[dict[str, object]], dict[str, dict[int, tuple[int | None, ...]]]]:
    """Rows of a summary, in any order, and what each program had and spent in each year by hand."""
    rows: list[dict[str, object]] = []
    wanted: dict[str, dict[int, tuple[int | None, ...]]] = {}
    for project in draw(st.lists(st.integers(1, 9999), min_size=1, max_size=4, unique=True)):
        for year in draw(st.lists(st.sampled_from([2022, 2023, 2024]), min_size=1, unique=True)):
            parts = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=3))
            whole = draw(st.one_of(st.none(), st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
            if whole == (None, None, None):
                whole = None
            for number, (budget, spent) in enumerate(parts):
                rows.append(dict(account(str(project), f"事業{project}", year, ("会計", f"第{number}"), budget, spent)))
            told = [part for part in parts if part != (None, None)]
            if whole is not None:
                rows.append(dict(total(str(project), f"事業{project}", year, whole)))
                wanted.setdefault(str(project), {})[year] = whole
            elif told:
                sums = [None if None in column else sum(column) for column in zip(*told, strict=True)]
                if all(each is None or each < YEN_LIMIT for each in sums):
                    wanted.setdefault(str(project), {})[year] = (*sums, None)
    return draw(st.permutations(rows)), wanted


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_order_of_columns_encoding_and_other_columns_do_not_matter(data: st.DataObject) -> None:
    rows, wanted = data.draw(summaries())
    needed = {"予算事業ID", "予算年度", "計（歳出予算現額合計）", "執行額（合計）", "翌年度への繰越し(合計）"}
    needed |= {"会計区分", "会計", "歳出予算現額", "執行額"}
    others = data.draw(st.lists(st.sampled_from(sorted(set(HEAD) - needed)), unique=True, max_size=8))
    extra = data.draw(st.lists(st.sampled_from(["備考2", "備考2", "", "法人番号"]), max_size=3))
    head = data.draw(st.permutations([*needed, *others, *extra]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp932"]))
    for row in rows:
        row.update({name: "" if cell is None else cell for name, cell in row.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "rs.csv", rows, head, encoding)
        try:
            found = told(path)
        except UserError:
            assert not wanted
            return
    read = {each.project: {year: executed[:3] for year, executed in each.years.items()} for each in found.reported}
    assert read == wanted
