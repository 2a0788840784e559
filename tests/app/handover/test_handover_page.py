"""Handing over from the window: choices, preview, progress, cancel, a file that is open elsewhere, CSV, PDF."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from planner.app.handover.handover_page import HandoverPage
from planner.app.handover.printing import page_painter
from planner.app.handover.printing.sheet_print import is_form, write_pdf
from planner.app.pages.handover_and_review import HandoverAndReview
from planner.app.session.settings import Settings
from planner.app.widgets.tokens import DARK, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch, delete_scenario
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE, Document
from planner.core.money import Unit, format_amount
from planner.files import whole
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission import submission
from planner.files.submission.options import ExportOptions, SheetKind, Sign
from planner.files.submission.presets import ACCOUNTS, FINANCE
from planner.files.submission.submission import described
from tests.app.hands import CTRL, press, type_over
from tests.exports import export_of

DISPLAY, ALIGN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> HandoverPage:
    window.ways.hand_over()
    made = window.handover.page
    assert made is not None
    qtbot.waitUntil(lambda: made.preview.model.rowCount() > 0)
    made.panel.target.choose_folder(tmp_path)
    return made


def item_of(dialog: HandoverPage, text: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (item,) = dialog.choices.sheets.findItems(text, flags)
    return item


def check(dialog: HandoverPage, text: str, checked: bool = True) -> None:
    """Tick a sheet, program or scenario by mouse."""
    tree, item = dialog.choices.sheets, item_of(dialog, text)
    if item.parent() is not None:
        item.parent().setExpanded(True)
    if (item.checkState(0) is Qt.CheckState.Checked) is checked:
        return
    tree.setCurrentItem(item)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert (item.checkState(0) is Qt.CheckState.Checked) is checked


def names(dialog: HandoverPage) -> list[str]:
    return dialog.preview.names()


def show(dialog: HandoverPage, qtbot: QtBot, name: str) -> None:
    pick, model = dialog.preview.pick, dialog.preview.model
    pick.setCurrentText(name)
    pick.activated.emit(pick.currentIndex())
    qtbot.waitUntil(lambda: model.sheet is not None and model.sheet.name == name)


def shown(dialog: HandoverPage, row: int) -> list[Any]:
    model = dialog.preview.model
    return [model.data(model.index(row, column), DISPLAY) for column in range(model.columnCount())]


def test_the_preview_follows_the_choices_and_the_document(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot
) -> None:
    show(dialog, qtbot, "総括表")
    assert shown(dialog, 0)[0] == "合計"
    assert shown(dialog, 0)[2] == format_amount(window.session.state.totals()[1].yen, Unit.THOUSAND)
    dialog.choices.unit.setCurrentIndex(dialog.choices.unit.findData(Unit.YEN.name))
    qtbot.waitUntil(lambda: shown(dialog, 0)[2] == f"{window.session.state.totals()[1].yen:,}")
    assert int(str(dialog.preview.model.data(dialog.preview.model.index(0, 2), ALIGN))) & int(
        Qt.AlignmentFlag.AlignRight
    )
    window.session.set_values("", [Entry("ssh/schools", "rate", 2026, 9_000_001)])
    qtbot.waitUntil(lambda: shown(dialog, 0)[2] == f"{window.session.state.totals()[1].yen:,}")
    check(dialog, "SSH")
    qtbot.waitUntil(lambda: "事業別1 SSH支援事業" in names(dialog))
    dialog.choices.language.setCurrentIndex(dialog.choices.language.findData("en"))
    qtbot.waitUntil(lambda: "Summary" in names(dialog))
    check(dialog, "Detail", False)
    qtbot.waitUntil(lambda: "Detail" not in names(dialog))


def test_the_summary_in_front_is_one_page_as_large_as_it_may_be_shown(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot
) -> None:
    """As in the workbook and the PDF: text of few dots is higher than its points say."""
    show(dialog, qtbot, "提出総括")
    for width in (900, 1100, 1366, 1920):
        window.resize(width, 640)
        QApplication.processEvents()
        assert dialog.preview.paper.count == 1, width


def test_what_ifs_go_out_only_where_they_are_ticked(dialog: HandoverPage, qtbot: QtBot) -> None:
    choices = dialog.choices
    assert not choices.options.has(SheetKind.WHATIFS)
    qtbot.waitUntil(lambda: "総括表" in names(dialog))
    assert not any("試算" in name for name in names(dialog))
    check(dialog, "What-ifs")
    qtbot.waitUntil(lambda: "試算（感度）" in names(dialog))
    show(dialog, qtbot, "試算（感度）")
    sheet = dialog.preview.model.sheet
    assert sheet is not None and "値は作成時点" in sheet.note


def test_choices_are_remembered_but_not_names_and_scenarios(
    dialog: HandoverPage, window: MainWindow, settings: Settings, qtbot: QtBot
) -> None:
    choices = dialog.choices
    choices.presets.choose("accounts")
    choices.unit.setCurrentIndex(choices.unit.findData(Unit.OKU.name))
    choices.sign.setCurrentIndex(choices.sign.findData(Sign.BLACK.name))
    check(dialog, "Data", False)
    check(dialog, "Base")
    choices.examiner.setChecked(False)
    choices.author.setText("山田")
    choices.contact.setText("予算係 03-0000-0000")
    choices.contact.editingFinished.emit()
    window.session.start(window.session.state.document)
    window.pages.show_page("send")
    options = choices.options
    assert (options.author, options.compare) == ("", ()), "another document was opened"
    again = HandoverPage(window.desk, settings)
    qtbot.addWidget(again)
    options = again.choices.options
    assert (options.unit, options.sign) == (Unit.OKU, Sign.BLACK)
    assert (options.sheets, options.examiner) == (ACCOUNTS.sheets, True), "as the preset says, each time"
    assert (options.author, options.compare) == ("", ())
    assert options.contact == "予算係 03-0000-0000", "the section is the same next time"
    settings.export = {"unit": "no such", "preset": 3}
    settings.presets = {"a": 1, "b": {"sheets": "x"}}
    broken = HandoverPage(window.desk, settings)
    qtbot.addWidget(broken)
    broken.show()
    assert (broken.choices.options.unit, broken.choices.options.sheets) == (Unit.THOUSAND, FINANCE.sheets)
    qtbot.waitUntil(lambda: broken.preview.model.rowCount() > 0)


def test_a_preset_of_ones_own_is_kept_chosen_and_forgotten(
    dialog: HandoverPage, window: MainWindow, settings: Settings, qtbot: QtBot
) -> None:
    presets = dialog.choices.presets
    assert not presets.keep.isVisible()
    check(dialog, "Changes")
    check(dialog, "Charts", False)
    assert presets.differs.text() == "Other than the preset: ＋Changes −Charts"
    QTest.mouseClick(presets.back, Qt.MouseButton.LeftButton)
    assert dialog.choices.options.sheets == FINANCE.sheets and not presets.differs.isVisible()
    check(dialog, "Changes")
    for name, refused in (("", "needs a name"), ("財務省提出", "comes with the program")):
        QTest.mouseClick(presets.keep, Qt.MouseButton.LeftButton)
        type_over(presets.name, name)
        assert refused in dialog.panel.said.text()
    type_over(presets.name, "局長室")
    assert presets.preset.ja == "局長室" and not presets.differs.isVisible()
    assert presets.front.isVisible() and presets.front.hasFocus()
    assert dialog.panel.target.name.text() == "R8 request_局長室.xlsx"
    again = HandoverPage(window.desk, settings)
    qtbot.addWidget(again)
    assert again.choices.options.sheets == FINANCE.sheets | {SheetKind.CHANGES}
    QTest.mouseClick(presets.forget, Qt.MouseButton.LeftButton)
    assert presets.preset is FINANCE and dialog.choices.options.sheets == FINANCE.sheets
    assert settings.presets == {}


def test_the_workbook_is_written_compared_and_told(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From anywhere: one key leads to the page, the next writes; then it is opened from there."""
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    window.pages.show_page("lines")
    press(window, Qt.Key.Key_E, CTRL)
    path = tmp_path / "R8 request_Finance ministry.xlsx"
    assert dialog.panel.target.name.text() == path.name
    assert QApplication.focusWidget() is dialog.panel.workbook
    QTest.keyClick(dialog.panel.workbook, Qt.Key.Key_Return)
    assert not dialog.panel.workbook.isEnabled() and not dialog.panel.cancel.isHidden()
    qtbot.waitUntil(lambda: "written and compared" in dialog.panel.said.text(), timeout=20_000)
    assert str(path) in window.messages.text
    assert dialog.panel.workbook.isEnabled() and dialog.panel.cancel.isHidden()
    book = openpyxl.load_workbook(path, data_only=True)
    assert book["総括表"]["C5"].value == window.session.state.totals()[1].yen
    assert not {"変更一覧", "点検結果", "出典"} & set(book.sheetnames)
    assert QApplication.focusWidget() is dialog.panel.open_file
    QTest.keyClick(dialog.panel.open_file, Qt.Key.Key_Space)
    QTest.mouseClick(dialog.panel.open_folder, Qt.MouseButton.LeftButton)
    assert opened == [str(path), str(tmp_path)]
    page = window.pages.made("send")
    assert isinstance(page, HandoverAndReview)
    assert path.name in page.last.text()


def test_the_name_follows_the_choices_until_it_is_typed(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = dialog.panel.target
    window.session.edit("branch", lambda document: branch(document, 1, "A/B: 案"), 2)
    assert target.path(".xlsx") == tmp_path / "R8 request_Finance ministry.xlsx", "it is told no scenario's name"
    dialog.choices.presets.choose("inside")
    assert target.path(".xlsx") == tmp_path / "R8 request_A_B_ 案_In the house.xlsx"
    (tmp_path / "mine.xlsx").touch()
    target.name.selectAll()
    QTest.keyClicks(target.name, "mine")
    assert target.path(".xlsx") == tmp_path / "mine.xlsx" and dialog.panel.there.isVisible()
    assert target.path(".pdf") == tmp_path / "mine.pdf"
    dialog.choices.presets.choose("finance")
    assert target.name.text() == "mine"
    type_over(target.name, "9" * 400)
    qtbot.waitUntil(lambda: "too long" in dialog.panel.said.text(), timeout=20_000)
    target.name.selectAll()
    QTest.keyClicks(target.name, "mine")
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other))
    QTest.mouseClick(target.change, Qt.MouseButton.LeftButton)
    assert target.path(".xlsx") == other / "mine.xlsx" and not dialog.panel.there.isVisible()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_open_is_told_first_and_led_to(
    make_window: Callable[..., MainWindow], document: Document, qtbot: QtBot, language: str
) -> None:
    window = make_window(document, language)
    window.session.set_values("", [Entry("ssh/schools", "rate", 2026, 15_000_001)])
    window.ways.hand_over()
    page = window.handover.page
    assert page is not None
    qtbot.waitUntil(lambda: page.preview.model.rowCount() > 0)

    def link(verb: str) -> QPushButton:
        (told,) = (each for each in page.before.told if each.verb == verb and each.link)
        (found,) = (
            each for each in page.before.findChildren(QPushButton) if each.accessibleName().startswith(told.words)
        )
        return found

    assert ("理由のない変更が1件" if language == "ja" else "Changes without a reason: 1 of 1") in "".join(
        each.words for each in page.before.told
    )
    QTest.mouseClick(link("go.changes"), Qt.MouseButton.LeftButton)
    assert window.pages.front == "lines"
    window.session.set_values("", [Entry("ssh/schools", "rate", 2026, 9_000_000)], "単価の見直し")
    window.ways.hand_over()
    assert "go.changes" in [each.verb for each in page.before.told], "a reason of one change is not that of another"
    assert ("作成者・変更者の名前" if language == "ja" else "Who made and who changed what") in page.before.stays.text()
    assert ("変更一覧" if language == "ja" else "Changes") in page.before.stays.text()
    page.choices.presets.choose("inside")
    assert ("変更一覧" if language == "ja" else "Changes") not in page.before.stays.text()
    assert ("基準" if language == "ja" else "Base") in page.before.stays.text()


def test_a_file_open_elsewhere_costs_nothing_but_another_name(
    dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = dialog.panel.target.path(".xlsx")
    path.write_bytes(b"open in a spreadsheet")
    replace = whole.replace_file

    def locked(temporary: Path, target: Path) -> None:
        if target == path:
            raise PermissionError(13, "Permission denied")
        replace(temporary, target)

    monkeypatch.setattr(whole, "replace_file", locked)
    dialog.write_workbook(path)
    qtbot.waitUntil(lambda: not dialog.panel.again.isHidden(), timeout=20_000)
    assert "another program has the file open" in dialog.panel.said.text()
    assert path.read_bytes() == b"open in a spreadsheet"
    other = tmp_path / "R8 request_Finance ministry (2).xlsx"
    assert dialog.panel.target.path(".xlsx") == other, "a name that is free is proposed"
    monkeypatch.setattr(submission, "submission", None)  # nothing is made anew
    QTest.keyClick(dialog.panel.again, Qt.Key.Key_Space)
    assert "written and compared" in dialog.panel.said.text() and dialog.panel.again.isHidden()
    assert openpyxl.load_workbook(other)["提出総括"]["A1"].value


@pytest.mark.parametrize("close", [False, True])
def test_cancelling_writes_nothing(dialog: HandoverPage, qtbot: QtBot, tmp_path: Path, close: bool) -> None:
    path = tmp_path / "提出.xlsx"
    dialog.write_workbook(path)
    if close:
        dialog.close()
    else:
        dialog.panel.cancel.click()
        qtbot.waitUntil(lambda: "Cancelled" in dialog.panel.said.text(), timeout=20_000)
        assert dialog.panel.workbook.isEnabled()
    dialog.writing._jobs.wait(20)
    assert not path.exists()


def test_csv_open_data_and_pdf_and_what_they_refuse(dialog: HandoverPage, qtbot: QtBot, tmp_path: Path) -> None:
    panel = dialog.panel
    panel.target.name.selectAll()
    QTest.keyClicks(panel.target.name, "out.XLSX")
    dialog.choices.encoding.setCurrentIndex(1)
    QTest.mouseClick(panel.csv, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "out.csv" in panel.said.text(), timeout=20_000)
    assert "単価（円）" in (tmp_path / "out.csv").read_text("cp932")
    QTest.mouseClick(panel.pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "out.pdf" in panel.said.text(), timeout=20_000)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    QTest.mouseClick(panel.data, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "out.zip" in panel.said.text(), timeout=20_000)
    assert "datapackage.json" in zipfile.ZipFile(tmp_path / "out.zip").namelist()
    panel.target.choose_folder(tmp_path / "none")
    QTest.mouseClick(panel.pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no such folder" in panel.said.text(), timeout=20_000)
    assert panel.workbook.isEnabled()


def test_the_paper_shows_what_is_printed(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, dressed: Callable[[Tokens], None]
) -> None:
    """Pages white whatever the colours, with margins, page by page; what is not printed is shown as cells."""
    dressed(DARK)
    window.session.start(new_document(built_in_portfolio()))
    window.ways.hand_over()
    preview = dialog.preview
    qtbot.waitUntil(lambda: preview.model.rowCount() > 0)
    show(dialog, qtbot, "積算内訳")
    paper = preview.paper
    assert preview.is_on_paper and paper.count > 1
    assert preview.said.text().startswith(f"Page 1 of {paper.count}")
    image = paper.viewport().grab().toImage()
    assert image.pixelColor(image.width() // 2, 20) == Qt.GlobalColor.white, "the margin above"
    paper.setFocus()
    QTest.keyClick(paper, Qt.Key.Key_End)
    assert preview.said.text().startswith(f"Page {paper.count} of {paper.count}")
    fitting = paper.percent
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        QTest.keyClick(paper, key)
    assert paper.percent == pytest.approx(1.25 * fitting, abs=1)
    assert paper.horizontalScrollBar().maximum() > 0 and preview.percent.text() == f"{paper.percent} %"
    QTest.mouseClick(preview.smaller, Qt.MouseButton.LeftButton)
    assert paper.percent == fitting and paper.horizontalScrollBar().maximum() == 0
    preview.table.setFocus()
    check(dialog, "Data")
    qtbot.waitUntil(lambda: "データ" in names(dialog))
    show(dialog, qtbot, "データ")
    assert not preview.is_on_paper and "not printed" in preview.said.text()
    show(dialog, qtbot, "総括表")
    assert preview.is_on_paper
    QTest.mouseClick(preview.segments[1], Qt.MouseButton.LeftButton)
    assert not preview.is_on_paper
    show(dialog, qtbot, "増減理由")
    assert not preview.is_on_paper


def test_the_cursor_in_the_list_of_sheets_shows_them(dialog: HandoverPage, qtbot: QtBot) -> None:
    tree, model = dialog.choices.sheets, dialog.preview.model
    tree.setCurrentItem(item_of(dialog, "Reasons for changes"))
    qtbot.waitUntil(lambda: model.sheet is not None and model.sheet.name == "増減理由")
    check(dialog, "SSH")
    assert SheetKind.PROGRAMS in dialog.choices.options.sheets
    qtbot.waitUntil(lambda: model.sheet is not None and model.sheet.name.startswith("事業別"))


def test_printed_pages_hold_every_row_once(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each form sheet begins a page, rows follow in order and none is left out; tables for machines stay away."""
    painted: list[tuple[str, int]] = []
    paint = page_painter.PagePainter.paint

    def counted(page: Any) -> None:
        painted.append((page._pages.sheet.name, len(page._pages.pages[page._number.page - 1])))
        paint(page)

    monkeypatch.setattr(page_painter.PagePainter, "paint", counted)
    export = export_of(new_document(built_in_portfolio()), BASE, ExportOptions(programs=("fellows",)))
    sheets = described(export)
    pages = write_pdf(tmp_path / "form.pdf", sheets, "試験")
    assert pages == len(painted) > 20
    forms = [sheet for sheet in sheets if not sheet.tidy]
    assert list(dict(painted)) == [sheet.name for sheet in forms]
    for sheet in forms:
        rows = 0 if sheet.name == "図表" else sum(1 for row in sheet.rows() if not row.outline.folded)
        assert sum(count for name, count in painted if name == sheet.name) == rows


def choose(dialog: HandoverPage, text: str) -> None:
    pick = dialog.choices.template
    pick.setCurrentIndex(pick.findText(text))
    pick.activated.emit(pick.currentIndex())


def test_a_template_that_ships_is_filled(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(dialog, "Summary")
    dialog.write_workbook(tmp_path / "総括表.xlsx")
    qtbot.waitUntil(lambda: str(tmp_path) in dialog.panel.said.text())
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
    qtbot.waitUntil(lambda: dialog.problems.count() == 0 and str(tmp_path) in dialog.panel.said.text())
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
    assert record.sheets()[0].name == "提出総括"
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
    window.ways.hand_over()
    assert dialog.choices.chosen_scenario == 1
    assert [dialog.choices.scenario.itemText(at) for at in range(dialog.choices.scenario.count())][-1] != "子"


def answer(text: str) -> None:
    """Press a button of the question that is asked next."""

    def press_it() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QMessageBox)
        said = {each.text().replace("&", ""): each for each in asked.buttons()}
        said.get(text, asked.buttons()[-1]).click()
        assert text in said

    QTimer.singleShot(0, press_it)


@pytest.mark.parametrize("folder", ["", "none"])
def test_a_window_closes_once_its_file_is_written(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, folder: str
) -> None:
    """And stays where the file cannot be written."""
    dialog.panel.target.choose_folder(tmp_path / folder)
    dialog.write_pdf()
    answer("Close once it is written")
    assert not window.close() and window.isVisible()
    if folder:
        qtbot.waitUntil(lambda: "no such folder" in dialog.panel.said.text(), timeout=20_000)
        dialog.panel.target.choose_folder(tmp_path)
        with qtbot.waitSignal(dialog.writing.written, timeout=20_000):
            dialog.write_pdf()
        qtbot.waitUntil(lambda: not dialog.writing.is_busy)
        assert window.isVisible(), "a later file does not close it"
    else:
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
        assert dialog.panel.target.path(".pdf").is_file()


@pytest.mark.parametrize(("text", "closes"), [("Close without the file", True), ("Cancel", False)])
def test_a_window_may_close_without_its_file_or_stay(
    dialog: HandoverPage, window: MainWindow, qtbot: QtBot, text: str, closes: bool
) -> None:
    dialog.write_pdf()
    answer(text)
    assert window.close() is closes
    if not closes:
        qtbot.waitUntil(lambda: "pages" in dialog.panel.said.text(), timeout=20_000)
        assert window.isVisible()
    dialog.writing._jobs.wait(20)


def test_a_pdf_is_found_through_by_its_bookmarks_and_contents(qtbot: QtBot, tmp_path: Path) -> None:
    """It says its title and language, each sheet has a bookmark and is linked from the contents, with its page."""
    document = new_document(built_in_portfolio())
    for language in ("ja", "en"):
        export = export_of(document, BASE, ExportOptions(sheets=FINANCE.sheets, language=language))
        write_pdf(tmp_path / "form.pdf", described(export), "試験")
        pdf: Any = PdfReader(tmp_path / "form.pdf")
        begins = {each.title: pdf.get_destination_page_number(each) for each in pdf.outline}
        forms = [sheet.name for sheet in described(export) if is_form(sheet)]
        assert list(begins) == forms and sorted(begins.values()) == list(begins.values())
        assert (pdf.metadata.title, pdf.root_object["/Lang"]) == ("試験", language)
        links = [each.get_object() for each in pdf.pages[0]["/Annots"]]
        linked = [pdf.get_page_number(link["/Dest"][0].get_object()) for link in links]
        assert linked == [begins[name] for name in forms[1:]]
        assert all(0 < link["/Rect"][1] < link["/Rect"][3] < 595 for link in links)
        large = {name for name in forms if pdf.pages[begins[name]].mediabox.width > 1000}
        assert large == {sheet.name for sheet in described(export) if sheet.large and is_form(sheet)}
