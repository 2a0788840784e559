"""Portfolios from CSV tables: everything wrong is told at once, with table and row; nothing half-read gets in."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.calculation.tenure import headcount
from planner.core.errors import UserError
from planner.core.findings import FINDINGS_LIMIT, ImportRefused
from planner.core.model.fields import WAGE
from planner.core.model.origins import Basis
from planner.files.portfolio.book import write_book
from planner.files.portfolio.csv_folder import write_csv_tables
from planner.files.portfolio.reading import built_in_portfolio, read_portfolio
from planner.files.portfolio.writing import tables_of
from planner.resources import resource
from tests.files.portfolio.samples import RICH, TABLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def alter(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_tables_become_a_portfolio(folder: Path) -> None:
    portfolio = read_portfolio(folder)
    assert portfolio.years == (2025, 2026)
    assert portfolio.lines.ids == ("p/l",)
    line = portfolio.line(0)
    assert line.rate == ((2024, -1000),)
    assert line.times == ((2026, Fraction(1, 4)),)
    assert line.retention == ((1, Fraction(1)), (2, Fraction(1, 2)))
    # 2025: 10 × 1000 + 5 × 1000, both negative; 2026: × 3/12, each vintage rounded by itself
    assert evaluate_base(portfolio).line(0) == (-15_000, -2_500 - 1_250)


def with_opening(folder: Path, number: str, intakes: str = "p/l,quantity,2026,10,,,assumed,1,,仮定,assumed\n") -> None:
    old = "rate_rule,rounding\np/l,p,積算,line,人,2,1 1/2,intake,half"
    alter(folder, "lines", old, f"rate_rule,rounding,opening,growth\np/l,p,積算,line,人,3,,intake,half,{number},賃金")
    alter(folder, "steps", "p/l,quantity,2024,10,,,assumed,1,,仮定,assumed\n", intakes)


def test_an_opening_number_is_spread_over_earlier_intakes(folder: Path) -> None:
    with_opening(folder, "２１")
    portfolio = read_portfolio(folder)
    line = portfolio.line(0)
    assert line.quantity == ((2024, 10), (2025, 11), (2026, 10))
    assert headcount(line, 2026) == 10 + 21
    assert line.growth == ((2026, WAGE),)
    origin = portfolio.origin(0, "quantity", 2025)
    assert origin is not None and origin.basis is Basis.ASSUMED and "21" in origin.rule
    write_csv_tables(folder / "again", tables_of(portfolio))
    assert read_portfolio(folder / "again") == portfolio


def with_allowance(folder: Path, of: str = "p/l", lines: str = "p/l", members: str = "v p") -> None:
    """A line that pays the people of another, a printed number of them, what a view prints of a program, a sentence."""
    old = "rate_rule,rounding\np/l,p,積算,line,人,2,1 1/2,intake,half"
    more = f"\np/b,p,特別手当,allowance,人,1,,,,{of}"
    alter(folder, "lines", old, old.replace("rounding\n", "rounding,of\n") + "," + more)
    for name, text in (
        ("views", "id,name,name_en\nv,区分,view\n"),
        ("members", "view,program,heading,heading_en,relisted\nv,p,,,\n"),
        ("counts", f"lines,year,count,sheet,quote\n{lines},R8,１５,1,支援人数 15人\n"),
        ("notes", "kind,id,year,note,note_en,sheet,quote\nprogram,p,,上限,limit,1,上限 1億円｜期間 5年\n"),
        ("published", f"kind,id,year,printed,sheet,quote\nmember,{members},2026,1億円,0,事業 1億円\n"),
    ):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def test_people_of_another_line_printed_numbers_and_sentences_of_notes_are_read_and_written(folder: Path) -> None:
    with_allowance(folder)
    portfolio = read_portfolio(folder)
    assert portfolio.lines.of == ("", "p/l")
    assert [(each.lines, each.count) for each in portfolio.counts] == [(("p/l",), 15)]
    assert portfolio.programs[0].notes[0].quotes == ("上限 1億円", "期間 5年")
    assert [(each.programs, each.figure.printed) for each in portfolio.views[0].listed] == [(("p",), "1億円")]
    write_csv_tables(folder / "again", tables_of(portfolio))
    assert read_portfolio(folder / "again") == portfolio
    write_book(folder / "again.xlsx", tables_of(portfolio))
    assert read_portfolio(folder / "again.xlsx") == portfolio


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"of": "p/x"}, 'lines.csv:3: there is no line "p/x"'),
        ({"of": "p/b"}, "is no line of the same program with people of its own"),
        ({"lines": "p/x"}, 'there is no line "p/x"'),
        ({"members": "v q"}, 'view v: there is no program "q"'),
    ],
)
def test_people_and_programs_that_are_not_there_are_told(folder: Path, wrong: dict[str, str], said: str) -> None:
    with_allowance(folder, **wrong)
    with pytest.raises(UserError, match=said):
        read_portfolio(folder)


def test_everything_wrong_is_told_at_once_with_its_cell(folder: Path) -> None:
    for name, text in RICH.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, old, new in (
        ("programs", "p,,1", f",,1,空{',' * 13}\np,,1,二度目{',' * 13}\np,,1"),
        ("lines", "2,1 1/2", "2,50% 1/0"),
        ("lines", "line,人", "line\x01,人"),
        ("lines", "p/q/m,p/q", ",p,空,,,1,,,,,,,,,\np/q/m,p/q"),
        ("lines", "r/c,r,採用,intake,人,3,", "r/c,r,採用,intake,人,3,1 1e9 1.5"),
        ("views", "w,別の", "v,二度目,\n,空,\nw,別の"),
        ("members", "v,r", "x,r,,,\nv,r"),
        ("obligations", "2024=1億円 2025=2億円", "2024=1億円 2024=2億円"),
        ("portfolio", "ministry,", "title,別の題名\nministry,"),
        ("sheets", "2,別", "1,二度目\n2,別"),
        ("steps", "p/q/m,quantity,2025,3", "p/q/m,quantity,2025,三%"),
    ):
        alter(folder, name, old, new)
    with pytest.raises(ImportRefused) as refused:
        read_portfolio(folder)
    told = {f"{place}: {what}" for place, what in refused.value.findings}
    assert {
        "programs.csv:2 id: the id is missing",
        'programs.csv:4 id: the id "p" is there twice',
        'lines.csv:2 retention: "50%" is not a number.',
        "lines.csv:2 label_en: the text has a character that cannot be written (U+0001)",
        "lines.csv:3: the id is missing",
        'lines.csv:6 retention: "1e9" is not a number.',
        'views.csv:3 id: the id "v" is there twice',
        "views.csv:4 id: the id is missing",
        'members.csv:3 view: there is no view "x"',
        "obligations.csv:2 instalments: the year 2024 is there twice",
        'portfolio.csv:3 key: the id "title" is there twice',
        'sheets.csv:3 sheet: the id "1" is there twice',
        'steps.csv:6 value: "三%" is not a number.',
    } <= told


@pytest.mark.parametrize("shares", ["1 1.5", "1 50", "1 2/1", "1 1e999999999", "1 1/0", "1 nan", "1 1/1000000000"])
def test_shares_that_are_none_are_told_with_their_cell(folder: Path, shares: str) -> None:
    alter(folder, "lines", "1 1/2", shares)
    with pytest.raises(ImportRefused, match=r"lines\.csv:2 retention: "):
        read_portfolio(folder)


def test_a_column_that_is_there_twice_is_told(folder: Path) -> None:
    alter(folder, "lines", "retention,", "retention,unit,")
    alter(folder, "lines", "1 1/2", "1 1/2,台")
    with pytest.raises(ImportRefused, match=r"lines\.csv: the column unit is there twice"):
        read_portfolio(folder)


def test_names_of_255_bytes_are_read_and_longer_ones_refused(tmp_path: Path) -> None:
    folder = tmp_path / ("表" * 85)
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    assert read_portfolio(folder).lines.ids == ("p/l",)
    for name in ("表" * 200, "表" * 200 + ".xlsx", "a\0b", "a\0b.xlsx"):
        with pytest.raises(UserError):
            read_portfolio(tmp_path / name)


def test_a_table_of_another_kind_is_refused_with_what_was_found_so_far(folder: Path) -> None:
    (folder / "steps.csv").write_text(TABLES["steps"] + "x,y,z,値,,,根拠,,,,\n" * 20_000, encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        read_portfolio(folder)
    assert len(refused.value.findings) == FINDINGS_LIMIT
    assert len(str(refused.value)) < 5_000


def test_long_texts_are_told_in_short(folder: Path) -> None:
    alter(folder, "steps", "△1000", "9" * 100_000)
    with pytest.raises(ImportRefused, match=r"9{79}…") as refused:
        read_portfolio(folder)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("number", "intakes"),
    [
        ("21", "p/l,quantity,2024,10,,,assumed,1,,仮定,assumed\np/l,quantity,2026,10,,,assumed,1,,仮定,assumed\n"),
        ("21", ""),
        ("-1", "p/l,quantity,2026,10,,,assumed,1,,仮定,assumed\n"),
        ("1/2", "p/l,quantity,2026,10,,,assumed,1,,仮定,assumed\n"),
    ],
)
def test_an_opening_number_that_cannot_be_spread_is_told(folder: Path, number: str, intakes: str) -> None:
    with_opening(folder, number, intakes)
    with pytest.raises(UserError, match=r"opening number|not allowed here"):
        read_portfolio(folder)


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder: Path) -> None:
    path = folder / "programs.csv"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    assert read_portfolio(folder).programs[0].name == "事業"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("lines", "duration,", "years,", r"lines\.csv: not among the columns: duration"),
        ("lines", "p/l,p,積算", "p/l,q,積算", 'lines.csv:2: there is no program "q"'),
        ("lines", ",2,1 1/2", ",0,", "lines.csv:2: the duration must lie between 1 and 60 years"),
        ("lines", ",2,1 1/2", ",2,1", "lines.csv:2: retention needs"),
        ("lines", ",2,1 1/2", ",two,", 'lines.csv:2 duration: "two" is not allowed here'),
        ("lines", "intake", "always", 'lines.csv:2 rate_rule: "always" is not allowed here'),
        ("lines", "half", "banker", 'lines.csv:2 rounding: "banker" is not allowed here'),
        ("lines", "p/l,", "P.L,", "is not an id"),
        ("steps", "p/l,rate,", "p/x,rate,", 'steps.csv:2: there is no line "p/x"'),
        ("steps", ",rate,", ",price,", 'there is no field "price"'),
        ("steps", "△1000", "多い", 'steps.csv:2 value: "多い" is not a number'),
        ("steps", "△1000", "100000000000000000000", "steps.csv:2: .* must lie between"),
        ("steps", "△1000", "10.5", 'steps.csv:2 value: "10.5" is not allowed here'),
        ("steps", "3/12", "-3/12", "steps.csv:4: .* must lie between"),
        ("steps", "3/12", "1/0", "is not a number"),
        ("steps", ",2024,10", ",来年,10", 'steps.csv:3 year: "来年" is not a fiscal year'),
        ("steps", "assumed,1", "guessed,1", 'steps.csv:3 basis: "guessed" is not allowed here'),
        ("steps", "p/l,times,R8,3/12", "p/l,rate,2024,3", "steps.csv:4: .*two values of rate for 2024"),
        ("steps", ",,published,1,千円,,", ",published", r"steps\.csv:2: the row does not have as many cells"),
        ("steps", "千円", '"千円', "the table is not CSV|as many cells"),
        ("programs", "p,,1", "p,p,1", '"p" is part of itself'),
        ("programs", "p,,1", "p,q,1", 'there is no program "q"'),
        ("programs", ",新規,", ",新しい,", 'programs.csv:2 status: "新しい" is not allowed here'),
        ("portfolio", "R8", "いつか", '"いつか" is not a fiscal year'),
        ("portfolio", "request_year,R8", "request_year,R8\nlast_year,R7", "plan years must follow one another"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, name: str, old: str, new: str, said: str) -> None:
    alter(folder, name, old, new)
    with pytest.raises(UserError, match=said) as refused:
        read_portfolio(folder)
    assert "nothing was imported" in str(refused.value)


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    alter(folder, "steps", "△1000", "多い")
    alter(folder, "lines", "half", "banker")
    with pytest.raises(UserError, match=r"Problems: 2;.*banker.*多い|Problems: 2;.*多い.*banker"):
        read_portfolio(folder)


def test_an_id_given_twice_is_told(folder: Path) -> None:
    for name, row in (("lines", "p/l,p,b,b,,1,,,\n"), ("programs", "p,,1,b,b,,,,,,,,\n")):
        with (folder / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    with pytest.raises(UserError, match=r'the id "p" is there twice.*the id "p/l" is there twice'):
        read_portfolio(folder)


def test_a_missing_table_another_encoding_and_no_folder_are_told(folder: Path) -> None:
    (folder / "lines.csv").unlink()
    (folder / "steps.csv").write_bytes(b"line,field\n\x81")
    with pytest.raises(
        UserError, match=r"lines\.csv: the table is missing.*steps\.csv: .* neither in UTF-8 nor in cp932"
    ):
        read_portfolio(folder)
    with pytest.raises(UserError, match="no folder of that name"):
        read_portfolio(folder / "none")
    with pytest.raises(UserError, match=r'no built-in portfolio "r9".*mext-r8'):
        built_in_portfolio("r9")


def test_tables_in_cp932_are_read(folder: Path) -> None:
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_bytes(text.replace("△", "▲").replace("事業", "事業①").encode("cp932"))
    portfolio = read_portfolio(folder)
    assert portfolio.programs[0].name == "事業①"
    assert portfolio.line(0).rate == ((2024, -1000),)


def test_a_program_counted_twice_in_a_view_is_told(folder: Path) -> None:
    (folder / "views.csv").write_text("id,name,name_en\nv,一覧,view\n", encoding="utf-8")
    heading = "view,program,heading,heading_en,relisted\n"
    (folder / "members.csv").write_text(f"{heading}v,p,,,\nv,p,,,\n", encoding="utf-8")
    with pytest.raises(UserError, match='"p" would be counted twice'):
        read_portfolio(folder)
    (folder / "members.csv").write_text(f"{heading}v,p,,,\nv,p,,,1\n", encoding="utf-8")
    assert len(read_portfolio(folder).views[0].members) == 2


def test_the_built_in_tables_are_read_from_any_folder(tmp_path: Path) -> None:
    copied = tmp_path / "写し"
    shutil.copytree(resource("portfolios/mext-r8"), copied)
    assert read_portfolio(copied) == built_in_portfolio()
