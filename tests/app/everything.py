"""Everything the window can show of a document, one thing after the other, for tests that look at all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from planner.app.check.ceiling_dialog import CeilingDialog
from planner.app.documents.backups_dialog import BackupsDialog
from planner.app.documents.blank_dialog import BlankDialog
from planner.app.documents.conflict_dialog import ConflictDialog
from planner.app.documents.import_dialog import ImportDialog
from planner.app.documents.recovery import Leftover
from planner.app.documents.recovery_dialog import RecoveryDialog
from planner.app.guide.about_dialog import AboutDialog
from planner.app.lines.evidence_dialog import EvidenceDialog
from planner.app.lines.line_verbs import LineDialog
from planner.app.lines.wish_dialog import WishDialog
from planner.app.programs.past_years_dialog import PastYearsDialog
from planner.app.review.review_page import ReviewPage
from planner.app.session.place import Place
from planner.app.together.merge_dialog import MergeDialog
from planner.app.together.return_dialog import ReturnDialog
from planner.app.together.split_dialog import SplitDialog
from planner.app.whatif.cut_page import CutPage
from planner.app.whatif.grid.data_page import DataPage
from planner.app.whatif.risk.assumptions import Ranges
from planner.app.whatif.risk.risk_page import RiskPage
from planner.app.whatif.risk.tornado_page import TornadoPage
from planner.app.whatif.seek_page import SeekPage
from planner.app.window.main_window import MainWindow
from planner.app.window.settings_dialog import SettingsDialog
from planner.app.years.obligation_dialog import ObligationDialog
from planner.app.years.spread_dialog import StockDialog, TotalDialog
from planner.core.edits.values import Entry, set_values
from planner.core.merge.merge import Incoming, merge
from planner.core.merge.split import split, with_sent
from planner.files.portfolio.book import write_book
from planner.files.portfolio.writing import tables_of
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.figures.calculation import EXAMINER_HEADINGS
from planner.files.submission.submission import write_submission

DC1 = "fellows/dc/dc1"


def main_window(qtbot: QtBot, window: MainWindow) -> Iterator[QWidget]:
    """The main window at different lines and scenarios, and the bulk change over it."""
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    for name in window.pages.pages:
        if name != "send":  # its sheets are in the language of whoever gets them
            window.pages.show_page(name)
            QApplication.processEvents()
    for panel in (window.check.ceilings, window.check.classes, window.check.problems, window.check.sources):
        window.pages.show_page("check")
        window.check.show_panel(panel)
        QApplication.processEvents()
        yield window
    for tab in range(window.work.inspector.tabs.count()):
        window.work.inspector.go_to(tab)
        QApplication.processEvents()
        yield window
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    portfolio = window.session.state.portfolio
    for scenario, line in ((2, DC1), (1, "ssh/rest"), (1, "spring8-ii/instalment")):
        window.work.jumps.to(Place(scenario, row=portfolio.line_index[line]))
        QApplication.processEvents()
        yield window
    yield from _laid_over(qtbot, window)
    yield from what_ifs(qtbot, window)
    window.work.table.selectAll()
    window.work.bulk.open()
    assert window.work.bulk.dialog is not None
    for figure in ("-5", "?"):
        window.work.bulk.dialog.figure.setText(figure)
        QApplication.processEvents()
        yield window.work.bulk.dialog


def _laid_over(qtbot: QtBot, window: MainWindow) -> Iterator[QWidget]:
    """The tree of scenarios and the search, one after the other over the window."""
    window.ways.show_scenarios()
    window.ways.scenario_popup.ask_branch()
    yield window.ways.scenario_popup
    window.ways.scenario_popup.shut()
    for typed in ("", "no such thing", "scenario"):
        window.search.start()
        window.search.popup.field.setText(typed)
        qtbot.waitUntil(lambda: not window.search.popup.is_looking)
        yield window.search.popup
    window.search.popup.shut()


def what_ifs(qtbot: QtBot, window: MainWindow, *, all_answers: bool = True) -> Iterator[QWidget]:
    """The drawer of what-ifs: an amount nearly met, out of reach and refused; packages, not enough, ladder, lines."""
    portfolio = window.session.state.portfolio
    window.work.jumps.to(Place(program=portfolio.program_index["fellows"]))
    window.work.jumps.to(Place(1, row=portfolio.line_index["fellows/pd/pd"], field="rate"))
    window.work.table.setFocus()
    asked = (
        ("whatif.seek", ("17,000,000,000", "1", "?")),
        ("whatif.cut", ("5%", "99%")),
        ("whatif.seek", ("17,000,000,000",)),
    )
    for place, (key, amounts) in enumerate(asked):
        if place == len(asked) - 1:
            window.work.table.selectAll()  # one factor on all of them
        window.menus.actions[key].trigger()
        assert window.work.what_if.drawer is not None
        page = window.work.what_if.drawer.front
        assert isinstance(page, SeekPage | CutPage)
        for amount in amounts if all_answers else amounts[:1]:
            page.amount.setText(amount)
            page.change()
            qtbot.waitUntil(lambda: not window.work.what_if.is_moving and page.is_settled)  # noqa: B023 - waited for here
            yield window.work.what_if.drawer
        for button in page.segments[1 if all_answers else 2 :] if isinstance(page, CutPage) else ():
            button.click()
            qtbot.waitUntil(lambda: page.is_settled)  # noqa: B023 - as above
            yield window.work.what_if.drawer
    yield from _wide_what_ifs(qtbot, window, all_answers=all_answers)
    window.work.what_if.close()


def _wide_what_ifs(qtbot: QtBot, window: MainWindow, *, all_answers: bool) -> Iterator[QWidget]:
    """The pages of the drawer that take all the room: pictures and tables of everything, and what is refused."""
    typed = {"whatif.tornado": (), "whatif.risk": ("trials", "limit"), "whatif.data-table": ("limit",)}
    for key, fields in typed.items():
        window.menus.actions[key].trigger()
        assert window.work.what_if.drawer is not None
        page = window.work.what_if.drawer.front
        assert isinstance(page, TornadoPage | RiskPage | DataPage)
        if not isinstance(page, DataPage):
            is_tornado = isinstance(page, TornadoPage)
            page.assumptions.choose(Ranges.SHARE if is_tornado else Ranges.PUBLISHED, "±10%", None)
        page.aim.whole.setCurrentIndex(0)
        for field, text in [("", ""), *((field, text) for field in fields if all_answers for text in ("0", "10,000"))]:
            if field:
                getattr(page, field).setText(text)
            page.change()
            qtbot.waitUntil(lambda: page.is_settled)  # noqa: B023 - waited for here
            yield page
        for button in page.segments[1:] if isinstance(page, RiskPage) else ():
            button.click()
            yield page


def fill_welcome(window: MainWindow, folder: Path) -> None:
    """Give a window that begins all it can have: files of before, one of them gone, and unsaved work."""
    beginning = window.beginning
    assert beginning is not None
    there, gone = folder / "2027.bplan", folder / "2026-12-24-2026-12-31-1234567890.bplan"
    there.touch()
    for path in (gone, there):
        window.settings.remember(path)
        window.settings.note(path, 412_345_678_000)
    recent = beginning.page.recent
    recent.recents.refresh()
    recent.setVisible(True)
    leftover = Leftover(folder / "c", window.session.state.document, there, None, datetime.now(UTC))
    beginning.show_leftovers([leftover, leftover])


def reviewed(qtbot: QtBot, window: MainWindow, folder: Path) -> ReviewPage:
    """A workbook that came back: a rate cut with a comment, a word for a figure, a row put in."""
    session, language = window.session, window.texts.language
    path, number = folder / "R8.xlsx", session.state.document.scenarios[0].number
    options = ExportOptions(sheets=frozenset(), language=language)
    write_submission(path, Handover(session.state.document, session.evaluation_of(number), number, options))
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[1]
    heads = [str(cell.value) for cell in sheet[4]]
    row = next(each for each in sheet.iter_rows(min_row=5) if each[heads.index("ID")].value == DC1)
    typed = (3_000_000, "?", "前年度の実績" if language == "ja" else "as last year")
    for key, value in zip(("examined_rate", "examined_amount", "comment"), typed, strict=True):
        name = EXAMINER_HEADINGS[key][language == "en"]
        row[heads.index(name)].value = value
    sheet.cell(sheet.max_row + 1, heads.index("ID") + 1).value = "?"
    book.save(path)
    review = window.reviews.open(path)
    qtbot.waitUntil(lambda: review.read is not None, timeout=30_000)
    return review


def windows_beside(qtbot: QtBot, window: MainWindow) -> Iterator[QWidget]:
    """The comparison and the pages of the later years."""
    window.pages.show_page("compare")
    comparison = window.comparison.page
    assert comparison is not None
    qtbot.waitUntil(lambda: comparison.model.tree is not None)
    yield comparison
    window.work.jumps.to(Place(row=window.session.state.portfolio.line_index[DC1]))
    window.pages.show_page("years")
    assert window.years.page is not None
    for page in range(window.years.page.pages.count()):
        window.years.page.show_page(page)
        QApplication.processEvents()
        yield window.years.page


PAST_YEARS = {
    "en": (
        "past.csv",
        "Program ID,Program,Fiscal year,Budget (yen),Spent (yen)",
        *("fellows,,2024,100,95", ",SSH,2024,100,x", ",none of these,2024,1,1", ",JSPS Research Fellowships,2023,1,1"),
        ",Co-creating the future,2023,200,150",
    ),
    "ja": (
        "過年度.csv",
        "事業の鍵,事業名,年度,歳出予算現額（円）,執行額（円）",
        *("fellows,,2024,100,95", ",SSH,2024,100,x", ",どれでもない事業,2024,1,1", ",特別研究員事業,2023,1,1"),
        ",未来共創推進事業,2023,200,150",
    ),
}
"""By language a table of past years and its name: found by id, not to be read, nowhere, taken already, by name."""


def _past_years(folder: Path, language: str) -> Path:
    name, *lines = PAST_YEARS[language]
    path = folder / name
    path.write_text("\n".join(lines), "utf-8")
    return path


def dialogs(qtbot: QtBot, window: MainWindow, folder: Path) -> Iterator[QDialog]:
    """Every dialog."""
    session, texts = window.session, window.texts
    row = session.state.portfolio.line_index[DC1]
    yield CeilingDialog(window, session, texts, None)
    yield ObligationDialog(window, session, texts, None)
    yield StockDialog(window, session, texts, row)
    yield TotalDialog(window, session, texts, row)
    yield EvidenceDialog(window, texts, None)
    yield LineDialog(window, texts, "label", "人")
    yield WishDialog(window, session, texts, DC1)
    yield SplitDialog(session, texts, folder, window)
    view = next(each for each in session.state.portfolio.views if each.id == "divisions")
    parts = split(session.state.document, 1, view)
    yield ReturnDialog(session, texts, parts[0], window)
    sent = with_sent(session.state.document, [each for each, _document in parts])
    ours, theirs = (
        set_values(each, 1, [Entry(DC1, "rate", 2026, rate)])
        for each, rate in ((sent, 3_300_000), (parts[0][1], 3_400_000))
    )
    yield MergeDialog(session, texts, (ours, merge(ours, [Incoming("1.bplan", theirs)]).open), window)
    yield SettingsDialog(window, session, texts, window.settings)
    yield BackupsDialog([], folder / "a.bplan", texts, window)
    yield ConflictDialog(session, texts, window)
    leftover = Leftover(folder / "c", session.state.document, folder / "a.bplan", None, datetime.now(UTC))
    yield RecoveryDialog([leftover], texts, window)
    yield BlankDialog(texts, window)
    yield BlankDialog(texts, window, folder / "1.xlsx")
    window.menus.help.show_about()
    yield window.findChildren(AboutDialog)[-1]
    write_book(folder / "own.xlsx", tables_of(session.state.portfolio), "en")
    dialog = ImportDialog(folder / "own.xlsx", texts, window)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=30_000)
    yield dialog
    dialog.reject()
    past = PastYearsDialog(_past_years(folder, texts.language), window.desk)
    qtbot.waitUntil(past.bar.isHidden, timeout=30_000)
    yield past
    past.reject()
