"""A window without a document welcomes its user: every way to begin, the files of before, unsaved work."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.documents.recovery_dialog import RecoveryDialog
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.welcome.recent_list import RECENT, day
from planner.app.welcome.way_button import WayButton
from planner.app.window.beginning import ANYTIME, Beginning
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.blank import begun, next_request_year, nothing
from planner.core.model.document import WORKING, Document
from planner.files.document.backups import Backups
from planner.files.document.store import save_document
from planner.files.portfolio.book import write_book
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.portfolio.writing import tables_of
from planner.files.submission.handover import Handover
from planner.files.submission.submission import write_submission
from planner.words.texts import texts_for
from tests.app.hands import KEY, shortcut, type_on
from tests.samples import DC1

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


@pytest.fixture(params=["ja", "en"])
def window(request: pytest.FixtureRequest, make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window that begins, in both languages."""
    return make_window(new_document(nothing(2027)), request.param, begins=True)


def beginning(window: MainWindow) -> Beginning:
    assert window.beginning is not None
    return window.beginning


def way(window: MainWindow, key: str) -> WayButton:
    return next(each for each in beginning(window).page.ways if each.key == key)


def open_files(monkeypatch: pytest.MonkeyPatch, *answers: Path) -> list[str]:
    """Choose these files, one for each question; the titles of the questions."""
    asked: list[str] = []
    waiting = list(answers)

    def answer(_parent: object, title: str, *_more: object) -> tuple[str, str]:
        asked.append(title)
        return (str(waiting.pop(0)) if waiting else "", "")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    return asked


def test_nothing_is_there_but_the_ways_to_begin(window: MainWindow) -> None:
    name = window.texts._("Budget Scenario Planner")
    parts = (window.rail, window.top_bar, window.strip, window.pages, window.statusBar())
    assert [part.isVisible() for part in parts] == [False] * len(parts)
    assert (window.windowTitle(), QApplication.focusWidget()) == (name, way(window, "help.steps"))
    for keys in ("Ctrl+2", "Ctrl+S", "Ctrl+E", "Ctrl+B", "F8", "Ctrl+T", "Ctrl+P"):
        shortcut(window, keys)
    assert (window.beginning is None, window.messages.text, window.session.state.path) == (False, "", None)
    able = {key for key, action in window.menus.actions.items() if action.isEnabled()}
    assert able == ANYTIME


def test_enter_shows_the_example(window: MainWindow) -> None:
    QTest.keyClick(way(window, "help.steps"), KEY.Key_Return)
    assert window.beginning is None
    assert window.session.state.document == new_document(built_in_portfolio(), WORKING.render(window.texts.translate))
    assert (window.pages.front, window.rail.isVisible(), window.statusBar().isVisible()) == ("overview", True, True)
    focus = QApplication.focusWidget()
    assert focus is not None and window.pages.isAncestorOf(focus)
    assert window.menus.actions["file.save"].isEnabled()
    shortcut(window, "Ctrl+2")
    assert window.pages.front == "lines"


def test_arrows_and_clicks_reach_every_way(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = beginning(window).page.ways
    for after in ways[1:]:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, KEY.Key_Down)
        assert QApplication.focusWidget() is after
    assert open_files(monkeypatch) == []
    QTest.mouseClick(way(window, "file.open"), Qt.MouseButton.LeftButton)
    assert beginning(window).page.isVisible(), "nothing was chosen"


def test_a_request_begins_with_three_fields(qtbot: QtBot, window: MainWindow) -> None:
    shortcut(window, "Ctrl+N")
    dialog = window.documents.blank
    assert dialog is not None
    assert not dialog.begin.isEnabled()
    type_on(dialog.ministry, "文部科学省")
    type_on(dialog.program, "新しい事業")
    QTest.keyClick(dialog.program, KEY.Key_Return)
    state = window.session.state
    expected = begun("文部科学省", next_request_year(datetime.date.today()), "新しい事業")
    assert state.document == new_document(expected, WORKING.render(window.texts.translate))
    assert (window.beginning, window.pages.front, state.program) == (None, "lines", 0)
    window.activateWindow()
    qtbot.waitUntil(window.work.table.hasFocus)
    shortcut(window.work.table, "Ctrl++")
    assert len(window.session.state.portfolio.lines) == 1
    for page in window.pages.pages:
        window.pages.show_page(page)


def test_given_up_nothing_begins(window: MainWindow) -> None:
    shortcut(window, "Ctrl+N")
    assert window.documents.blank is not None
    window.documents.blank.reject()
    assert beginning(window).page.isVisible()


@pytest.mark.apart
def test_an_empty_template_is_the_place_to_fill_in(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_book(tmp_path / "空.xlsx", None, window.texts.language)
    open_files(monkeypatch, tmp_path / "空.xlsx")
    shortcut(window, "Ctrl+I")
    qtbot.waitUntil(lambda: window.documents.blank is not None, timeout=30_000)
    dialog = window.documents.blank
    assert dialog is not None
    type_on(dialog.program, "事業")
    dialog.begin.click()
    assert [each.name for each in window.session.state.portfolio.programs] == ["事業"]


@pytest.mark.apart
def test_a_workbook_that_is_dropped_begins_a_document(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    write_book(tmp_path / "表.xlsx", tables_of(built_in_portfolio()), window.texts.language)
    mime, buttons, modifiers = QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "表.xlsx"))])
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, buttons, modifiers))
    dialog = window.documents.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.take.isEnabled, timeout=30_000)
    dialog.take.click()
    assert (window.beginning, window.session.state.portfolio) == (None, built_in_portfolio())


def test_recent_documents_are_told_without_being_opened(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: Settings, document: Document, tmp_path: Path
) -> None:
    there, gone = tmp_path / "要求.bplan", tmp_path / "もうない.bplan"
    save_document(document, there)
    settings.remember(gone)
    window = make_window(new_document(nothing(2027)), "en", begins=True)
    QTest.keyClick(way(window, "file.open"), KEY.Key_Tab)
    window.documents.open(there)
    qtbot.waitUntil(lambda: window.beginning is None)
    total = window.session.state.evaluation.total[1].amount
    noted = settings.noted(there)
    assert total is not None and noted is not None and noted.total == total

    second = make_window(new_document(nothing(2027)), "en", begins=True)
    recent = beginning(second).page.recent
    qtbot.waitUntil(lambda: any(each.is_gone for each in recent.recents.files))
    told = [(each.path, each.is_gone) for each in recent.recents.files]
    assert told == [(there, False), (gone, True)]
    assert recent.recents.files[0].total == f"{total // 1000:,} thousand yen"
    assert recent.recents.files[0].when.startswith("today")
    recent.setFocus()
    QTest.keyClick(recent, KEY.Key_Down)
    QTest.keyClick(recent, KEY.Key_Delete)
    assert settings.recent == [there]
    window.file.close()
    QTest.keyClick(recent, KEY.Key_Return)
    qtbot.waitUntil(lambda: second.beginning is None)
    assert second.session.state.path == there


def test_a_file_that_is_gone_is_refused_and_the_welcome_stays(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: Settings, tmp_path: Path
) -> None:
    settings.remember(tmp_path / "none.bplan")
    window = make_window(new_document(nothing(2027)), "en", begins=True)
    page = beginning(window).page
    index = page.recent.recents.index(0)
    assert index.data(RECENT).path == tmp_path / "none.bplan"
    at = page.recent.visualRect(index).center()
    QTest.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert page.work.text() == "Opening…" and not page.ways[0].isVisible()
    qtbot.waitUntil(lambda: "none.bplan" in window.messages.text)
    qtbot.waitUntil(page.ways[0].isVisible)
    assert window.rect().contains(window.messages.geometry())


@pytest.mark.apart
def test_what_came_back_is_read_with_its_document(
    qtbot: QtBot, window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book, file = tmp_path / "戻り.xlsx", tmp_path / "要求.bplan"
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio), 1)
    write_submission(book, Handover(document, evaluation, 1))
    save_document(document, file)
    asked = open_files(monkeypatch, book, file)
    shortcut(window, "Ctrl+Shift+O")
    qtbot.waitUntil(lambda: bool(window.reviews.shown), timeout=30_000)
    assert asked == [window.texts._("Returned workbook"), window.texts._("The document it was made from")]
    assert (window.session.state.path, window.pages.front) == (file, "send")


def test_the_search_knows_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    shortcut(window, "Ctrl+K")
    popup = beginning(window).search.popup
    assert popup.isVisible()
    titles = {each.text: each.why_not for each in window.deeds()}
    save, settings = (window.menus.actions[key].text() for key in ("file.save", "window.settings"))
    assert titles[save] == window.texts._("No document is open yet.")
    assert titles[settings] == ""
    qtbot.waitUntil(lambda: not popup.is_looking)
    texts = [row.text for row in popup.rows.rows if not row.is_heading]
    assert set(texts) <= set(titles), "there is nothing else to find"
    assert not any(titles[text] for text in texts[: len(ANYTIME)]), "what can be done comes first"
    QTest.keyClick(popup.field, KEY.Key_Tab)
    qtbot.waitUntil(lambda: not popup.is_looking)
    assert [row.text for row in popup.rows.rows if not row.is_heading] == texts


def test_f6_goes_through_the_parts(window: MainWindow) -> None:
    page = beginning(window).page
    page.recovery.show()
    seen = []
    for _ in range(3):
        shortcut(window, "F6")
        seen.append(QApplication.focusWidget())
    assert seen == [page.recovery.take, page.ways[0], page.recovery.take], "nothing is in the list"


@pytest.fixture
def started(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Planner]]:
    """The program as it starts without a file; its window, which another language makes anew, is closed at the end."""
    made: list[Planner] = []

    def make() -> Planner:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        session = Session(new_document(nothing(2027)))
        file, recovery = DocumentFile(session, Backups(tmp_path / "b")), Recovery(session, tmp_path / "recovery")
        made.append(Planner(application, session, settings, file, recovery, begins=True))
        return made[-1]

    yield make
    for planner in made:
        planner.window.close()


def leave(planner: Planner) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.aboutToQuit.disconnect()
    assert planner.recovery is not None
    planner.recovery.close()
    planner.window.session.start(planner.window.session.state.document)
    planner.window.file.close()
    planner.window.close()


def lost(tmp_path: Path, document: Document) -> None:
    """A program ends without saving this."""
    (tmp_path / "recovery").mkdir(exist_ok=True)
    save_document(set_values(document, 1, [Entry(DC1, "rate", 2026, 5)]), tmp_path / "recovery" / "lost.bplan")


def test_unsaved_work_is_offered_in_a_bar_and_taken_up(
    qtbot: QtBot, started: Callable[[], Planner], document: Document, tmp_path: Path
) -> None:
    lost(tmp_path, document)
    planner = started()
    planner.change_language("en")
    bar = beginning(planner.window).page.recovery
    assert bar.isVisible() and bar.about.text().startswith("Untitled · until today")
    qtbot.waitUntil(lambda: bar.about.text().endswith("changes: 1 · △1,972,221 thousand yen"))
    QTest.mouseClick(bar.take, Qt.MouseButton.LeftButton)
    assert (planner.window.beginning, planner.window.session.is_clean) == (None, False)
    assert len(planner.window.session.state.document.changes) == 1
    leave(planner)


def test_unsaved_work_is_seen_and_given_up(started: Callable[[], Planner], document: Document, tmp_path: Path) -> None:
    lost(tmp_path, document)
    planner = started()
    bar = beginning(planner.window).page.recovery
    bar.look.click()
    (dialog,) = planner.window.findChildren(RecoveryDialog)
    dialog.drop.click()
    assert not bar.isVisible()
    assert not (tmp_path / "recovery" / "lost.bplan").exists()
    assert beginning(planner.window).page.ways[0].isVisible()
    leave(planner)


def test_another_language_is_another_welcome(started: Callable[[], Planner]) -> None:
    planner = started()
    planner.change_language("ja")
    assert planner.window.windowTitle() == "予算シナリオプランナー"
    beginning(planner.window).page.language_wanted.emit("en")
    assert planner.window.windowTitle() == "Budget Scenario Planner"
    leave(planner)


@pytest.mark.parametrize(("room", "is_maximized"), [((1366, 728), True), ((1440, 870), True), ((1920, 1040), False)])
def test_where_the_usual_size_has_no_room_the_window_is_maximized_and_stays_so(
    started: Callable[[], Planner], monkeypatch: pytest.MonkeyPatch, room: tuple[int, int], is_maximized: bool
) -> None:
    screen = SimpleNamespace(availableSize=lambda: QSize(*room))
    monkeypatch.setattr(MainWindow, "screen", lambda _window: screen)
    planner = started()
    assert planner.window.isMaximized() is is_maximized
    planner.change_language("ja")
    assert planner.window.isMaximized() is is_maximized
    planner.window.showNormal()
    planner.change_language("en")
    assert not planner.window.isMaximized()
    leave(planner)


def test_days_are_told_as_one_speaks_of_them() -> None:
    now = datetime.datetime(2026, 11, 28, 14, 0, tzinfo=datetime.UTC)
    told = {
        now.replace(hour=9): ("今日 09:00", "today 09:00"),
        now.replace(day=27): ("昨日 14:00", "yesterday 14:00"),
        now.replace(day=1): ("11月1日", "11-01"),
        now.replace(year=2025): ("2025年11月28日", "2025-11-28"),
    }
    for when, said in told.items():
        assert tuple(day(when, texts_for(language), now) for language in ("ja", "en")) == said


def test_what_is_noted_of_a_document_makes_sense_or_is_none(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    assert settings.noted(path) is None
    settings.remember(path)
    settings.note(path, None)
    noted = settings.noted(path)
    assert noted is not None and noted.total is None
    for odd in ('{"%s": 5}', '{"%s": [1.5, "x"]}', '{"%s": [1, "x"]}', '{"%s": [1, "0001-01-01T00:00"]}', "[]"):
        settings._store.setValue("noted", odd % path if "%s" in odd else odd)
        settings.noted(path)
    assert settings.noted(tmp_path / "b.bplan") is None
    settings.forget(path)
    assert settings.recent == []


def test_a_scenario_shown_is_what_is_noted(
    qtbot: QtBot, make_window: Callable[..., MainWindow], settings: Settings, document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    save_document(set_values(branch(document, 1, "別案"), 2, [Entry(DC1, "rate", 2026, 9_000_000)]), path)
    window = make_window(document)
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.session.state.path == path)
    first = settings.noted(path)
    window.session.show(scenario=2)
    second = settings.noted(path)
    assert first is not None and second is not None and first.total is not None and second.total is not None
    assert second.total > first.total
