"""Handing over from the window: choices, preview, progress, cancel, a file that is open elsewhere, CSV, PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListWidget
from pytestqt.qtbot import QtBot

from planner.app.handover import sheet_print
from planner.app.handover.handover_page import HandoverPage
from planner.app.handover.sheet_print import write_pdf
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch, delete_scenario
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE
from planner.core.money import Unit, format_amount
from planner.files import whole
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission import submission
from planner.files.submission.options import ExportOptions, SheetKind, Sign
from planner.files.submission.submission import described
from tests.exports import export_of

DISPLAY, ALIGN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> HandoverPage:
    window.hand_over()
    made = window.handover.page
    assert made is not None
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def check(listed: QListWidget, text: str, checked: bool = True) -> None:
    (item,) = (item for at in range(listed.count()) if (item := listed.item(at)).text() == text)
    item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)


def names(dialog: HandoverPage) -> list[str]:
    return [dialog.pick.itemText(at) for at in range(dialog.pick.count())]


def show(dialog: HandoverPage, qtbot: QtBot, name: str) -> None:
    dialog.pick.setCurrentText(name)
    dialog.pick.activated.emit(dialog.pick.currentIndex())
    qtbot.waitUntil(lambda: dialog.model.sheet is not None and dialog.model.sheet.name == name)


def shown(dialog: HandoverPage, row: int) -> list[Any]:
    model = dialog.model
    return [model.data(model.index(row, column), DISPLAY) for column in range(model.columnCount())]


def test_the_preview_follows_the_choices_and_the_document(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot
) -> None:
    show(dialog, qtbot, "総括表")
    assert shown(dialog, 0)[1] == "合計"
    assert shown(dialog, 0)[3] == format_amount(window.session.state.totals()[1].yen, Unit.THOUSAND)
    dialog.choices.unit.setCurrentIndex(dialog.choices.unit.findData(Unit.YEN.name))
    qtbot.waitUntil(lambda: shown(dialog, 0)[3] == f"{window.session.state.totals()[1].yen:,}")
    assert int(str(dialog.model.data(dialog.model.index(0, 3), ALIGN))) & int(Qt.AlignmentFlag.AlignRight)
    window.session.set_values("", [Entry("ssh/schools", "rate", 2026, 9_000_001)])
    qtbot.waitUntil(lambda: shown(dialog, 0)[3] == f"{window.session.state.totals()[1].yen:,}")
    check(dialog.choices.programs, "SSH")
    qtbot.waitUntil(lambda: "事業別1 SSH支援事業" in names(dialog))
    dialog.choices.language.setCurrentIndex(dialog.choices.language.findData("en"))
    qtbot.waitUntil(lambda: "Summary" in names(dialog))
    check(dialog.choices.sheets, "Sources", False)
    qtbot.waitUntil(lambda: "Sources" not in names(dialog))


def test_choices_are_remembered_but_not_names_and_scenarios(
    dialog: HandoverPage, window: MainWindow, settings: Settings, qtbot: QtBot
) -> None:
    choices = dialog.choices
    choices.unit.setCurrentIndex(choices.unit.findData(Unit.OKU.name))
    choices.sign.setCurrentIndex(choices.sign.findData(Sign.BLACK.name))
    check(choices.sheets, "Data", False)
    check(choices.compare, "Base")
    choices.examiner.setChecked(False)
    choices.author.setText("山田")
    window.session.start(window.session.state.document)
    window.pages.show_page("send")
    options = choices.options
    assert (options.author, options.compare) == ("", ()), "another document was opened"
    again = HandoverPage(window.session, window.texts, settings, window.desk.suggested)
    qtbot.addWidget(again)
    options = again.choices.options
    assert (options.unit, options.sign, options.examiner) == (Unit.OKU, Sign.BLACK, False)
    assert not options.has(SheetKind.DATA) and options.has(SheetKind.SUMMARY) and options.has(SheetKind.CALCULATION)
    assert (options.author, options.compare) == ("", ())
    settings.export = {"unit": "no such", "sheets": 3}
    broken = HandoverPage(window.session, window.texts, settings, window.desk.suggested)
    qtbot.addWidget(broken)
    broken.show()
    assert broken.choices.options.unit is Unit.THOUSAND
    qtbot.waitUntil(lambda: broken.model.rowCount() > 0)


def test_the_workbook_is_written_compared_and_told(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "提出.xlsx"
    dialog.write_workbook(path)
    assert not dialog.workbook.isEnabled() and not dialog.cancel.isHidden()
    qtbot.waitUntil(lambda: "written and compared" in dialog.said.text(), timeout=20_000)
    assert str(path) in window.messages.text
    assert dialog.workbook.isEnabled() and dialog.cancel.isHidden()
    book = openpyxl.load_workbook(path, data_only=True)
    assert book["総括表"]["D5"].value == window.session.state.totals()[1].yen


def test_a_file_open_elsewhere_costs_nothing_but_another_name(
    dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "open.xlsx"
    path.write_bytes(b"open in a spreadsheet")
    replace = whole.replace_file

    def locked(temporary: Path, target: Path) -> None:
        if target == path:
            raise PermissionError(13, "Permission denied")
        replace(temporary, target)

    monkeypatch.setattr(whole, "replace_file", locked)
    dialog.write_workbook(path)
    qtbot.waitUntil(lambda: not dialog.again.isHidden(), timeout=20_000)
    assert "another program has the file open" in dialog.said.text()
    assert path.read_bytes() == b"open in a spreadsheet"
    other = tmp_path / "other.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    monkeypatch.setattr(submission, "submission", None)  # nothing is made anew
    dialog.again.click()
    assert "written and compared" in dialog.said.text() and dialog.again.isHidden()
    assert openpyxl.load_workbook(other)["表紙"]["A1"].value


@pytest.mark.parametrize("close", [False, True])
def test_cancelling_writes_nothing(dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, close: bool) -> None:
    path = tmp_path / "提出.xlsx"
    dialog.write_workbook(path)
    if close:
        dialog.close()
    else:
        dialog.cancel.click()
        qtbot.waitUntil(lambda: "Cancelled" in dialog.said.text(), timeout=20_000)
        assert dialog.workbook.isEnabled()
    dialog.writing._jobs.wait(20)
    assert not path.exists()


def test_csv_and_pdf_and_what_they_refuse(
    dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    dialog.choices.encoding.setCurrentIndex(1)
    dialog.csv.click()
    qtbot.waitUntil(lambda: "out.csv" in dialog.said.text(), timeout=20_000)
    assert "単価（円）" in (tmp_path / "out.csv").read_text("cp932")
    dialog.pdf.click()
    qtbot.waitUntil(lambda: "out.pdf" in dialog.said.text(), timeout=20_000)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "x.pdf"), ""))
    dialog.pdf.click()
    qtbot.waitUntil(lambda: "no such folder" in dialog.said.text(), timeout=20_000)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.workbook.click()
    assert dialog.workbook.isEnabled()


def test_printed_pages_hold_every_row_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form sheet begins a page, rows follow in order and none is left out; tables for machines stay away."""
    painted: list[tuple[str, int]] = []
    paint = sheet_print._Pages.paint

    def counted(pages: Any, painter: Any, rows: list[Any], first: bool, number: str) -> None:
        painted.append((pages._sheet.name, len(rows)))
        paint(pages, painter, rows, first, number)

    monkeypatch.setattr(sheet_print._Pages, "paint", counted)
    export = export_of(new_document(built_in_portfolio()), BASE, ExportOptions(programs=("fellows",)))
    sheets = described(export)
    pages = write_pdf(tmp_path / "form.pdf", sheets, "試験")
    assert pages == len(painted) > 20
    forms = [sheet for sheet in sheets if sheet.name not in ("データ", "図表", "図表（後年度）")]
    assert list(dict(painted)) == [sheet.name for sheet in forms]
    for sheet in forms:
        assert sum(count for name, count in painted if name == sheet.name) == sum(1 for _ in sheet.rows())


def choose(dialog: HandoverPage, text: str) -> None:
    pick = dialog.choices.template
    pick.setCurrentIndex(pick.findText(text))
    pick.activated.emit(pick.currentIndex())


def test_a_template_that_ships_is_filled(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(dialog, "Summary")
    dialog.write_workbook(tmp_path / "総括表.xlsx")
    qtbot.waitUntil(lambda: str(tmp_path) in dialog.said.text())
    book = openpyxl.load_workbook(tmp_path / "総括表.xlsx", data_only=True)
    assert book["総括表"]["E6"].value == window.session.state.totals()[1].yen
    choose(dialog, dialog.choices.template.itemText(0))
    assert dialog.choices.template.template is None


def test_a_file_is_chosen_as_template_and_what_is_in_the_way_is_listed(
    dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = openpyxl.Workbook()
    own.worksheets[0]["A1"], own.worksheets[0]["A2"] = "{{要求総学}}", "{{題目}}"
    own.save(tmp_path / "様式.xlsx")
    pick = dialog.choices.template
    ask = pick.itemText(pick.count() - 1)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    choose(dialog, ask)
    assert (pick.currentIndex(), pick.template) == (0, None)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "様式.xlsx"), ""))
    choose(dialog, ask)
    assert (pick.currentText(), pick.template) == ("様式.xlsx", tmp_path / "様式.xlsx")
    dialog.write_workbook(tmp_path / "提出.xlsx")
    qtbot.waitUntil(lambda: dialog.problems.count() == 2)
    assert "要求総額" in dialog.problems.item(0).text()
    assert not (tmp_path / "提出.xlsx").exists()
    dialog.write_workbook(tmp_path / "様式.xlsx")
    qtbot.waitUntil(lambda: dialog.problems.count() == 0 and str(tmp_path) in dialog.said.text())
    assert openpyxl.load_workbook(tmp_path / "様式.xlsx").worksheets[0]["A2"].value == "{{題目}}"


def test_what_goes_out_is_recorded_and_an_undo_takes_it_not_back(
    dialog: HandoverPage, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    session = window.session
    line = session.state.portfolio.lines.ids[0]
    session.set_values("edit", [Entry(line, "rate", 2026, 7)])
    with qtbot.waitSignal(dialog.writing.recorded, timeout=20_000):
        dialog.write_workbook(tmp_path / "提出.xlsx")
    (record,) = session.state.document.handovers
    assert (record.file, record.scenario) == ("提出.xlsx", session.state.scenario)
    assert record.sheets()[0].name == "表紙"
    assert not session.is_clean
    for turn in (session.undo_stack.undo, session.undo_stack.redo):
        turn()
        assert session.state.document.handovers == (record,)
    assert session.undo_stack.count() == 1
    session.start(new_document(built_in_portfolio()))
    assert not session.keep_record(record, 0)
    assert session.state.document.handovers == ()


def test_a_scenario_that_goes_while_the_page_is_out_of_sight_is_not_asked_for(
    dialog: HandoverPage, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    session = window.session
    session.edit("branch", lambda document: branch(document, 1, "子"), 2)
    dialog.choices.choose_scenario(2)
    window.pages.show_page("lines")
    with qtbot.waitSignal(dialog.writing.recorded, timeout=20_000):
        dialog.write_workbook(tmp_path / "提出.xlsx")
    dialog._timer.start()
    session.edit("delete", lambda document: delete_scenario(document, 2), 1)
    qtbot.waitUntil(lambda: not dialog._timer.isActive())
    window.hand_over()
    assert dialog.choices.chosen_scenario == 1
    assert [dialog.choices.scenario.itemText(at) for at in range(dialog.choices.scenario.count())][-1] != "子"
