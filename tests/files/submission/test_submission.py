"""The workbook: its cached values, what LibreOffice calculates and the program agree in every amount, to the yen."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_program, duplicate_lines, duplicate_program, remove_lines, remove_program
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.fields import UNPRICED
from planner.core.model.portfolio import Program
from planner.files import whole
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.factors import AS_VALUE
from planner.files.submission.handover import Handover
from planner.files.submission.known_by import FORM_NAME, NUMBER_NAME
from planner.files.submission.options import NAMED_AFTER, SHEET_NAMES, ExportOptions, SheetKind
from planner.files.submission.submission import described, write_submission
from tests.exports import export_of, written
from tests.files.samples import GIVEN, random_portfolio, with_what_ifs
from tests.files.submission.samples import classed
from tests.libreoffice import Office
from tests.second_engine import assert_second_engine_agrees

FIRST = 5  # the first row of data
SUMMARY, CALCULATION, CHANGES = "総括表", "積算内訳", "変更一覧"
NAME, COHORT, BASIS, RATE, PEOPLE = "A", "B", "E", "F", "G"
REQUEST, PREVIOUS, CHANGE = "L", "O", "P"
KIND, ID, KEY, PREVIOUS_PEOPLE = "V", "W", "AC", "AH"


class Exported(NamedTuple):
    """A document, the scenario exported and the workbook."""

    document: Document
    scenario: int
    evaluation: Evaluation
    path: Path


Recalculated = Mapping[str, tuple[Exported, Path]]
"""Requests by name, each with the workbook as LibreOffice saves it."""


def exported(document: Document, scenario: int, path: Path) -> Exported:
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(scenario))
    write_submission(path, Handover(document, evaluation, scenario))
    return Exported(document, scenario, evaluation, path)


def with_proposals(document: Document, scenario: int) -> Document:
    """Lines copied and taken out here and there, a program copied, another ended, one proposed elsewhere alone."""
    portfolio = document.portfolio
    lines = portfolio.lines.ids
    document, copies = duplicate_lines(document, scenario, lines[:: max(len(lines) // 7, 1)])
    document = remove_lines(document, scenario, [*lines[3 :: max(len(lines) // 5, 4)], copies[0]], "廃止")
    document, _ = duplicate_program(document, scenario, portfolio.programs[0].id)
    document = remove_program(document, scenario, portfolio.programs[-1].id, "終了")
    document = branch(document, BASE, "別の提案")
    return add_program(document, document.scenarios[-1].number, "よそだけの事業", portfolio.programs[0].id)[0]


def wide(rate: int, share: Fraction) -> Document:
    line = LineRecord("p/l", "p", "積算")
    steps = [StepRecord("p/l", key, 2025, v, GIVEN) for key, v in (("rate", rate), ("quantity", 3), ("share", share))]
    program = Program("p", "", "1", "事業", "p")
    return new_document(build_portfolio(title="t", years=(2025, 2026), programs=[program], lines=[line], steps=steps))


def two_fine_fractions() -> Document:
    """Their product has more digits below than a cell, though the amount is small."""
    fine = Fraction(1, 999_999_937)
    return set_values(wide(3, fine), 1, [Entry("p/l", "times", 2026, fine)], "")


def with_item_requests() -> Document:
    """A line without an amount yet, and a program of which nothing else is requested."""
    document = new_document(built_in_portfolio())
    rows = document.portfolio.line_ranges[document.portfolio.program_index["fellows/pd"]]
    others = [document.portfolio.lines.ids[row] for row in rows]
    entries = [Entry(line, "demand", 2026, UNPRICED) for line in ("fellows/dc/dc2", *others)]
    return set_values(document, 1, entries, "金額未定")


def from_and_to_zero() -> Document:
    amounts = {"new": (0, 5), "gone": (5, 0), "none": (0, 0), "half": (10, 5)}
    programs = [Program(id_, "", "1", id_, id_) for id_ in amounts]
    lines = [LineRecord(f"l{i}", program, program, "l") for i, program in enumerate(amounts)]
    steps = []
    for line, pair in zip(lines, amounts.values(), strict=True):
        steps.append(StepRecord(line.id, "quantity", 2025, 1, GIVEN))
        steps += [StepRecord(line.id, "rate", 2025 + y, rate, GIVEN) for y, rate in enumerate(pair)]
    return new_document(build_portfolio(title="試験", years=(2025, 2026), programs=programs, lines=lines, steps=steps))


def edited(made: Exported, path: Path) -> Exported:
    """The rates of those taken in this year for DC raised in the workbook itself, which is saved at `path`."""
    book = workbook(made.path)
    raised = 0
    for row in book[CALCULATION].iter_rows(min_row=FIRST):
        ids = ("fellows/dc/dc1", "fellows/dc/dc2")
        if row[column(ID)].value in ids and row[column(COHORT)].value == "新規":
            assert row[column(RATE)].value == 3_072_000
            row[column(RATE)].value = 3_200_000
            raised += 1
    assert raised == 2
    book.save(path)
    return made._replace(path=path)


@pytest.fixture(scope="module")
def recalculated(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """All that is recalculated: LibreOffice starts once for all."""
    real = with_what_ifs(built_in_portfolio())
    requests = {
        "base": (real, BASE),
        "what-ifs": (real, 2),
        "proposals": (with_proposals(real, 1), 1),
        **{f"proposals {seed}": (with_proposals(new_document(random_portfolio(seed, 120)), 1), 1) for seed in (5, 6)},
        **{f"random {seed}": (new_document(random_portfolio(seed)), 1) for seed in range(4)},
        "wide numerator": (wide(10**14 - 1, Fraction(7, 9973)), 1),
        "fine divisor": (two_fine_fractions(), 1),
        "item requests": (with_item_requests(), 1),
        "from and to zero": (from_and_to_zero(), 1),
    }
    folder = tmp_path_factory.mktemp("requests")
    made = {name: exported(*request, folder / f"{name}.xlsx") for name, request in requests.items()}
    made["edited in the workbook"] = edited(made["base"], folder / "edited.xlsx")
    again = office.recalculated([each.path for each in made.values()], folder)
    return dict(zip(made, zip(made.values(), again, strict=True), strict=True))


@pytest.mark.parametrize("name", ["proposals", "proposals 5", "proposals 6"])
def test_proposals_and_what_is_taken_out_recalculate_to_the_yen(recalculated: Recalculated, name: str) -> None:
    made, again = recalculated[name]
    assert made.evaluation.absent
    assert made.document.portfolio.proposals - made.evaluation.hidden
    assert_equals_the_program(made, made.path)
    assert_equals_the_program(made, again)
    said = "".join(str(cell) for sheet in (SUMMARY, CALCULATION) for row in cells(made.path, sheet) for cell in row)
    assert "よそだけの事業" not in said
    assert "廃止" in said


def workbook(path: Path, data_only: bool = False) -> Any:
    return openpyxl.load_workbook(path, data_only=data_only)


def cells(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    """The values of a sheet without its heading rows, as a reader sees them that does not recalculate."""
    with contextlib.closing(openpyxl.load_workbook(path, data_only=True, read_only=True)) as book:
        return [row for row in book[sheet].iter_rows(min_row=FIRST, values_only=True) if any(row)]


def notes(path: Path) -> dict[str, str]:
    """What stands in notes of 積算内訳, by the key of the row they are of."""
    found: dict[str, str] = {}
    for row in cells(path, CALCULATION):
        if row[column(KIND)] == "注":
            key = row[column(KEY)].rpartition("|")[0]
            found[key] = found.get(key, "") + row[column(NAME)].strip("　")
    return found


def column(letter: str) -> int:
    return column_index_from_string(letter) - 1


def assert_equals_the_program(made: Exported, path: Path) -> None:
    """Every amount of 積算内訳 and 総括表 in the file at `path` against the evaluation."""
    portfolio, evaluation = made.document.portfolio, made.evaluation
    lines: dict[str, list[int | None]] = {}
    expected: tuple[int | None, ...]
    seen = []
    for row in cells(path, CALCULATION):
        amounts = (row[column(PREVIOUS)], row[column(REQUEST)])
        if row[column(KIND)] == "事業":
            index = portfolio.program_index[row[column(ID)]]
            seen.append(index)
            expected = tuple(total.amount for total in evaluation.program(index)[:2])
            assert amounts == expected, row
        elif row[column(KIND)] == "注":
            continue
        else:
            assert row[column(KIND)] == "積算"
            sums = lines.setdefault(row[column(ID)], [0, 0])
            for y, amount in enumerate(amounts):
                before = sums[y]
                sums[y] = None if amount is None or before is None else before + amount
            expected = (amounts[0], amounts[1])
        known = None not in expected
        assert row[column(CHANGE)] == (expected[1] - expected[0] if known else None), row  # type: ignore[operator]
    shown = [i for i in range(len(portfolio.programs)) if evaluation.shows_program(i)]
    assert seen == shown
    assert list(lines) == [id_ for row, id_ in enumerate(portfolio.lines.ids) if evaluation.shows(row)]
    for id_, added in lines.items():
        given = evaluation.line(portfolio.line_index[id_])
        assert tuple(added) == tuple(each if isinstance(each, int) else None for each in given[:2]), id_
    summary = cells(path, SUMMARY)
    assert summary[0][0] == "合計"
    assert summary[0][1:3] == tuple(total.amount for total in evaluation.total[:2])
    counted = [row for row in summary if row[9] == "事業"]
    assert len(counted) == len(shown)
    for index, row in zip(shown, counted, strict=True):
        assert row[0].strip() == portfolio.programs[index].name
        assert row[1:3] == tuple(total.amount for total in evaluation.program(index)[:2])
        assert row[3] == (row[2] - row[1] if None not in row[1:3] else None)
    relisted = [row for row in summary if row[9] == "再掲"]
    others = [portfolio.program_index[id_] for program in portfolio.programs for id_ in program.relists]
    assert [row[1:3] for row in relisted] == [
        tuple(total.amount for total in evaluation.program(other)[:2]) for other in others
    ]


@pytest.mark.parametrize("name", ["base", "what-ifs"])
def test_the_real_request_read_and_recalculated_equals_the_program(recalculated: Recalculated, name: str) -> None:
    made, again = recalculated[name]
    assert_equals_the_program(made, made.path)
    assert_equals_the_program(made, again)


@pytest.mark.parametrize("seed", range(4))
def test_random_lines_of_every_kind_recalculate_to_the_yen(recalculated: Recalculated, seed: int) -> None:
    made, again = recalculated[f"random {seed}"]
    assert_equals_the_program(made, made.path)
    assert_equals_the_program(made, again)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_second_formula_engine_arrives_at_the_same_yen(tmp_path: Path, seed: int) -> None:
    portfolio = built_in_portfolio() if seed == 0 else random_portfolio(seed)
    made = exported(new_document(portfolio), 1, tmp_path / "book.xlsx")
    engine, compared = assert_second_engine_agrees(made.path)
    assert compared > 200
    # that it calculates, and does not read what we wrote, shows when an input changes
    rate, request = column(RATE), column(REQUEST)
    rows = enumerate(cells(made.path, CALCULATION), start=FIRST)
    at, given = next((at, row) for at, row in rows if row[column(KIND)] == "積算" and row[request])
    before = engine.get_cell_value(1, FIRST, 3)
    engine.set_user_input(2, at, rate + 1, str(2 * given[rate]))
    engine.evaluate()
    assert engine.get_cell_value(1, FIRST, 3) != before


def test_amounts_are_formulas_down_to_the_lines(tmp_path: Path) -> None:
    made = exported(with_what_ifs(built_in_portfolio()), 1, tmp_path / "book.xlsx")
    book = workbook(made.path)
    for sheet, columns in ((CALCULATION, (REQUEST, PREVIOUS, CHANGE)), (SUMMARY, ("B", "C", "D"))):
        amounts = [book[sheet][f"{letter}{row}"] for letter in columns for row in range(FIRST, book[sheet].max_row + 1)]
        filled = [cell for cell in amounts if cell.value is not None]
        assert len(filled) > 100
        assert all(cell.data_type == "f" for cell in filled)


def test_an_edit_in_the_workbook_reaches_every_total(recalculated: Recalculated) -> None:
    made, again = recalculated["edited in the workbook"]
    summary = {row[0].strip(): row for row in cells(again, SUMMARY)}
    rise = 128_000 * 1_750
    assert summary["合計"][2] == made.evaluation.total[1].yen + rise
    assert summary["特別研究員（DC）"][2] == 11_811_000_000 + rise
    assert summary["特別研究員事業"][3] == 1_500_000_000 + rise


def test_changes_stand_with_before_after_effect_and_reason(tmp_path: Path) -> None:
    made = exported(with_what_ifs(built_in_portfolio()), 2, tmp_path / "book.xlsx")
    rows = [(row[9], *row[4:6], *row[2:4], row[1], row[8]) for row in cells(made.path, CHANGES)]
    assert rows == [
        ("fellows/dc/dc1", "単価（円）", "R8", 3_072_000, 3_200_000, 224_000_000, "=民間初任給との差"),
        ("fellows/dc/dc2", "単価（円）", "R8", 3_072_000, 3_200_000, None, None),
        ("lotus/full", "回数・月数", "R8", 1, "0.25", -129_600_000, "三か月分"),
        ("lotus/full", "員数（人）", "R8", 30, 31, 1_440_000, "一人増"),
    ]


def test_nothing_of_other_scenarios_or_of_people_leaks(tmp_path: Path) -> None:
    made = exported(with_what_ifs(built_in_portfolio()), 1, tmp_path / "book.xlsx")
    with zipfile.ZipFile(made.path) as parts:
        content = "".join(parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith("xml"))
    for secret in ("秘密の案", "漏れてはならない理由", "大臣説明案", "一人増"):
        assert secret not in content
    assert "三か月分" in content
    assert not any("comment" in name for name in zipfile.ZipFile(made.path).namelist())
    assert all(sheet.sheet_state == "visible" for sheet in workbook(made.path))


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    program = Program("p", "", "1", '=HYPERLINK("x")', "p")
    lines = [LineRecord("p/l", "p", "+1-1"), LineRecord("p/m", "p", "@SUM(A1)")]
    steps = [StepRecord(line.id, key, 2025, 5, GIVEN) for line in lines for key in ("rate", "quantity")]
    portfolio = build_portfolio(title="-t", years=(2025, 2026), programs=[program], lines=lines, steps=steps)
    made = exported(new_document(portfolio), 1, tmp_path / "book.xlsx")
    book = workbook(made.path)
    texts = [cell for row in book[CALCULATION].iter_rows(min_row=FIRST) for cell in row if cell.column == 1]
    assert all(cell.data_type == "s" for cell in texts)
    said = [cell.value.strip() for cell in texts if not cell.value.strip().startswith("作成時の")]
    assert said == ['=HYPERLINK("x")', "+1-1", "@SUM(A1)"]


def test_awkward_texts_are_written_and_read_back(tmp_path: Path) -> None:
    """Control characters, what looks like XML, more letters than a cell holds: nothing refuses the submission."""
    reason = "増額の理由。\x0b" + "表" * 40_000
    document = set_values(
        new_document(built_in_portfolio()), 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)], reason
    )
    lines = document.portfolio.lines
    labels = (
        "<r><t>x</t></r>",
        "a\x01b\x1f",
        "_x000D_",
        "<r></r>",
        "a\ufffeb",
        "&amp;<b>",
        "\r\n=1+1",
        *lines.labels[7:],
    )
    document = replace(document, portfolio=replace(document.portfolio, lines=replace(lines, labels=labels)))
    programs = tuple(program.id for program in document.portfolio.programs if not program.parent)[:2]
    options = ExportOptions(sheets=frozenset(SheetKind), programs=programs)
    path = written(export_of(document, 1, options), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    texts = [
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    ]
    joined = "\n".join(texts)
    for said in ("<r><t>x</t></r>", "a�b�", "<r></r>", "&amp;<b>"):
        assert said in joined
    assert all(len(text) <= 32_767 for text in texts)
    assert "字のうち、ここまで。全文は本プログラムの文書にある）" in joined


def test_a_numerator_beyond_what_a_spreadsheet_divides_exactly_is_written_as_its_value(
    recalculated: Recalculated,
) -> None:
    made, again = recalculated["wide numerator"]
    book = workbook(made.path)
    cell = book[CALCULATION][f"{REQUEST}{FIRST + 1}"]
    assert cell.data_type == "n"
    assert cell.value == made.evaluation.line(0)[1]
    assert AS_VALUE[0] in notes(made.path)["p/l|"]
    assert_equals_the_program(made, again)


def test_a_divisor_that_a_spreadsheet_does_not_keep_is_not_written(
    recalculated: Recalculated,
) -> None:
    made, again = recalculated["fine divisor"]
    row = workbook(made.path)[CALCULATION][FIRST + 1]
    assert row[column(REQUEST)].data_type == "n" and row[column(REQUEST)].value == 0
    assert AS_VALUE[0] in notes(made.path)["p/l|"]
    assert_equals_the_program(made, again)


def test_what_a_spreadsheet_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more digits"):
        exported(wide(10**15 - 1, Fraction(2)), 1, tmp_path / "book.xlsx")
    assert not list(tmp_path.iterdir())


def test_no_submission_while_an_amount_cannot_be_computed(tmp_path: Path) -> None:
    line = LineRecord("p/l", "p", "積算")
    program = Program("p", "", "1", "事業", "p")
    steps = [StepRecord("p/l", "quantity", 2025, 3, GIVEN)]
    portfolio = build_portfolio(title="t", years=(2025, 2026), programs=[program], lines=[line], steps=steps)
    with pytest.raises(UserError, match=r"p/l@2025: Cannot compute"):
        exported(new_document(portfolio), 1, tmp_path / "book.xlsx")


def test_a_file_that_cannot_be_replaced_is_told_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = new_document(built_in_portfolio())
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"open in a spreadsheet")

    def locked(temporary: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(whole, "replace_file", locked)
    with pytest.raises(UserError, match="save under another name"):
        exported(document, BASE, path)
    assert path.read_bytes() == b"open in a spreadsheet"
    assert [each.name for each in tmp_path.iterdir()] == ["book.xlsx"]
    monkeypatch.undo()
    with pytest.raises(UserError, match="cannot be written"):
        exported(document, BASE, tmp_path)
    with pytest.raises(UserError, match="cannot be written"):
        exported(document, BASE, tmp_path / "none" / "book.xlsx")


def test_enacted_amounts_come_from_the_base_even_where_a_past_intake_is_changed(tmp_path: Path) -> None:
    document = new_document(built_in_portfolio())
    document = set_values(document, 1, [Entry("fellows/dc/dc1", "quantity", 2025, 700)], "実績")
    made = exported(document, 1, tmp_path / "book.xlsx")
    assert_equals_the_program(made, made.path)
    rows = cells(made.path, CALCULATION)
    second = ("fellows/dc/dc1", "継続2年目")
    row = next(row for row in rows if (row[column(ID)], row[column(COHORT)]) == second)
    assert row[column(PEOPLE)] == 700
    assert row[column(PREVIOUS_PEOPLE)] == 642


def test_an_item_request_is_words_and_no_amount(recalculated: Recalculated) -> None:
    """Text, no formula, told in 備考, in every engine."""
    made, again = recalculated["item requests"]
    portfolio = made.document.portfolio
    for path in (made.path, again):
        found = {row[column(ID)]: row for row in reversed(cells(path, CALCULATION))}
        assert found["fellows/dc/dc2"][column(REQUEST)] == "事項要求"
        assert isinstance(found["fellows/dc/dc2"][column(PREVIOUS)], int)
        assert found["fellows/pd"][column(REQUEST)] == "事項要求"
        assert "＋事項要求（1件）" in notes(path)["|fellows/dc"]
        dc, previous = (made.evaluation.program(portfolio.program_index["fellows/dc"])[y] for y in (1, 0))
        assert found["fellows/dc"][column(REQUEST)] == dc.yen
        summary = {row[0].strip(): row for row in cells(path, SUMMARY)}
        assert summary["特別研究員（DC）"][2:4] == (dc.yen, dc.yen - previous.yen)
        assert "＋事項要求" in summary["特別研究員（DC）"][8] and "＋事項要求" in summary["合計"][8]
        assert summary["特別研究員（PD）"][2:7] == ("事項要求", None, None, None, None)
    formulas = workbook(made.path)[CALCULATION]
    texts = [cell for cell in formulas[REQUEST] if cell.value == "事項要求"]
    assert texts and all(cell.data_type == "s" for cell in texts)
    changes = [row[4:6] + row[2:4] for row in cells(made.path, CHANGES)]
    assert changes[0] == ("要求区分", "R8", "－", "事項要求")


def test_percent_from_zero_and_to_zero_is_said_in_words(recalculated: Recalculated) -> None:
    made, again = recalculated["from and to zero"]
    for path in (made.path, again):
        found = {row[0].strip(): row[4] for row in cells(path, SUMMARY) if row[9]}
        assert found == {"new": "皆増", "gone": "皆減", "none": "－", "half": -0.5}


def test_names_of_cells_tell_which_sheet_they_are_of() -> None:
    """A review looks there for what made a formula that asks by such a name come to another figure."""
    export = export_of(classed(), 1, ExportOptions(frozenset(SheetKind), programs=("fellows",)))
    named = [
        (SHEET_NAMES[NAMED_AFTER[name.name.partition("_")[0]]][0], sheet.name)
        for sheet in described(export)
        for name in sheet.names
        if name.name not in (NUMBER_NAME, FORM_NAME)  # no formula asks for these
    ]
    assert len(named) > 40
    assert [kind for kind, _sheet in named] == [sheet for _kind, sheet in named]


def test_a_cause_larger_than_the_amounts_is_refused_as_they_are(tmp_path: Path) -> None:
    """A rate that rises while people leave may make up for far more than is asked for."""
    steps = [
        StepRecord("p/l", field, year, value, GIVEN)
        for field, values in (("rate", (1, 9 * 10**14)), ("quantity", (1000, 1)))
        for year, value in zip((2025, 2026), values, strict=True)
    ]
    portfolio = build_portfolio(
        title="試験",
        years=(2025, 2026),
        programs=[Program("p", "", "1", "事業", "program")],
        lines=[LineRecord("p/l", "p", "積算", "line", "人")],
        steps=steps,
    )
    export = export_of(new_document(portfolio), 1, ExportOptions(frozenset({SheetKind.REASONS})))
    with pytest.raises(UserError, match="more digits"):
        write_submission(tmp_path / "a.xlsx", export)
