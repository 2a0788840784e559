"""The file of the document as an officer meets it: slow and vanishing shares, colleagues, write protection."""

from __future__ import annotations

import errno
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from planner.app.documents import file_watch
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.lines.line_columns import Column
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import Base, evaluate_base
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.portfolio import Portfolio
from planner.files.document import locked
from planner.files.document.backups import Backups
from planner.files.document.lock import lock_of, take_lock
from planner.files.document.store import backup_of, fingerprint_of, open_document, save_document
from tests.app.hands import cell, type_into
from tests.colleague import Colleague
from tests.links import link_to
from tests.samples import SCHOOLS

Window = Callable[..., MainWindow]


def edit(qtbot: QtBot, window: MainWindow, rate: int) -> None:
    """An edit with real keys."""
    window.pages.show_page("lines")  # a document opens on its overview
    type_into(qtbot, window, cell(window, SCHOOLS, Column.RATE), str(rate))
    assert window.session.state.document.changes[-1].cells[0].after == rate


def save(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignal(window.file.saved):
        window.documents.save_to(path)


def press_save(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def open_(qtbot: QtBot, window: MainWindow, path: Path, *, read_only: bool = False) -> None:
    with qtbot.waitSignal(window.file.read):
        window.documents.open(path, read_only=read_only)


def answers(monkeypatch: pytest.MonkeyPatch, *buttons: QMessageBox.StandardButton) -> list[QMessageBox.StandardButton]:
    """Answer the questions on leaving; those not asked remain."""
    left = list(buttons)
    monkeypatch.setattr(QMessageBox, "warning", lambda *_: left.pop(0))
    return left


def names(monkeypatch: pytest.MonkeyPatch, *paths: Path | None) -> list[str]:
    """Answer the file dialogs for saving; the names they suggested."""
    left, suggested = list(paths), []

    def ask(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        suggested.append(name)
        path = left.pop(0)
        return (str(path) if path else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return suggested


class Share:
    """A share that does not answer until it is let go: writing or reading of certain files stands still."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self.reached, self.slow = threading.Event(), threading.Event(), ""
        for name in ("save_document", "open_document"):
            monkeypatch.setattr(locked, name, self._wait_for(getattr(locked, name)))

    def _wait_for(self, function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            if any(isinstance(each, Path) and each.name == self.slow for each in arguments):
                self.reached.set()
                assert self.open.wait(60)
            return function(*arguments, **named)

        return call


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    made = Share(monkeypatch)
    yield made
    made.open.set()


# -------------------------------------------------------------------- slow and vanishing shares


def test_a_slow_share_keeps_no_one_waiting(qtbot: QtBot, window: MainWindow, share: Share, tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    save(qtbot, window, path)
    edit(qtbot, window, 8_000_000)
    share.slow = path.name
    press_save(window)
    qtbot.waitUntil(share.reached.is_set)
    assert window.top_bar.saved.text() == "Saving…"
    at_saving = window.session.state.document
    edit(qtbot, window, 7_000_000)
    edit(qtbot, window, 6_000_000)
    assert window.isWindowModified()
    with qtbot.waitSignal(window.file.saved):
        share.open.set()
    assert open_document(path).document == at_saving
    assert window.isWindowModified()
    assert window.session.state.document.changes[-1].cells[0].after == 6_000_000
    assert window.top_bar.saved.toolTip() == str(path)
    assert window.top_bar.saved.text() == "● not saved (kept aside)"
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    assert not window.isWindowModified(), "undone back to what was saved"
    assert re.fullmatch(r"✓ Saved \d\d:\d\d", window.top_bar.saved.text())
    assert window.top_bar.saved.toolTip() == f"Saved and read back: {path}"
    window.session.undo_stack.redo()
    assert window.isWindowModified()


def test_a_second_save_waits_for_the_first_and_is_not_forgotten(
    qtbot: QtBot, window: MainWindow, share: Share, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    share.slow = path.name
    for rate in (8_000_000, 7_000_000, 6_000_000):
        edit(qtbot, window, rate)
        press_save(window)
    qtbot.waitUntil(share.reached.is_set)
    share.open.set()
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert not window.file.saving
    assert open_document(path).document == window.session.state.document
    assert open_document(tmp_path / "a.bplan.bak").document.changes[-1].cells[0].after == 8_000_000


@pytest.mark.slow
def test_saving_as_fast_as_can_be_never_takes_the_own_file_for_anothers(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    refused: list[UserError] = []
    window.file.not_saved.connect(refused.append)
    timer = QTimer()
    rates = iter(range(8_000_000, 8_000_150))

    def step() -> None:
        rate = next(rates, None)
        if rate is None:
            timer.stop()
        else:
            window.session.set_values("", [Entry(SCHOOLS, "rate", 2026, rate)])
            window.file.save(path)

    timer.timeout.connect(step)
    timer.start(1)
    qtbot.waitUntil(lambda: not (timer.isActive() or window.file.saving or window.isWindowModified()), timeout=60_000)
    assert refused == []
    assert open_document(path).document == window.session.state.document


def test_a_save_elsewhere_does_not_wait_for_a_share_that_hangs(
    qtbot: QtBot, window: MainWindow, share: Share, tmp_path: Path
) -> None:
    path, elsewhere = tmp_path / "share.bplan", tmp_path / "desk.bplan"
    save(qtbot, window, path)
    edit(qtbot, window, 8_000_000)
    share.slow = path.name
    press_save(window)
    qtbot.waitUntil(share.reached.is_set)
    edit(qtbot, window, 7_000_000)
    save(qtbot, window, elsewhere)
    assert not window.isWindowModified()
    assert window.session.state.path == elsewhere
    assert not window.file.saving
    share.open.set()
    qtbot.waitUntil(lambda: open_document(path).document.changes != ())
    qtbot.waitUntil(lambda: not lock_of(path).exists())
    assert window.session.state.path == elsewhere, "the late answer changes nothing"
    assert open_document(elsewhere).document == window.session.state.document


def test_a_slow_opening_lets_work_go_on_and_asks_before_it_takes_its_place(
    qtbot: QtBot, window: MainWindow, share: Share, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, fast = tmp_path / "slow.bplan", tmp_path / "fast.bplan"
    for path in (slow, fast):
        save_document(branch(document, 1, path.stem), path)
    share.slow = slow.name
    window.documents.open(slow)
    qtbot.waitUntil(share.reached.is_set)
    assert window.top_bar.saved.text() == "Opening…"
    edit(qtbot, window, 8_000_000)
    asked = answers(monkeypatch, QMessageBox.StandardButton.Cancel)
    with qtbot.waitSignal(window.file.read):
        share.open.set()
    assert asked == []
    assert window.session.state.path is None
    assert window.session.state.document.changes
    qtbot.waitUntil(lambda: not lock_of(slow).exists())
    share.open.clear()
    share.reached.clear()
    window.session.undo_stack.undo()
    window.documents.open(slow)
    qtbot.waitUntil(share.reached.is_set)
    open_(qtbot, window, fast)
    share.open.set()
    qtbot.waitUntil(lambda: not lock_of(slow).exists())
    assert window.session.state.path == fast, "the document asked for last stays"


def test_a_share_that_vanishes_costs_no_edit(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery = Recovery(window.session, tmp_path / "recovery")
    share = tmp_path / "share"
    share.mkdir()
    save(qtbot, window, share / "a.bplan")
    edit(qtbot, window, 8_000_000)
    share.rename(tmp_path / "away")
    with qtbot.waitSignal(window.file.noticed):
        QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert "cannot be reached" in window.messages.text
    edit(qtbot, window, 7_000_000)
    with qtbot.waitSignal(window.file.not_saved):
        press_save(window)
    assert "no such folder" in window.messages.text
    assert "Your work is still here" in window.messages.text
    assert window.isWindowModified()
    document = window.session.state.document

    def is_kept() -> bool:
        copies = list((tmp_path / "recovery").glob("*.bplan"))
        return bool(copies) and open_document(copies[0]).document == document

    qtbot.waitUntil(is_kept)
    save(qtbot, window, tmp_path / "elsewhere.bplan")
    assert open_document(tmp_path / "elsewhere.bplan").document == document
    qtbot.waitUntil(lambda: not is_kept())
    (tmp_path / "away").rename(share)
    save(qtbot, window, share / "a.bplan")
    recovery.close()


def test_closing_saves_first_and_waits_with_the_window_alive(
    qtbot: QtBot, window: MainWindow, share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    edit(qtbot, window, 8_000_000)
    share.slow = path.name
    answers(monkeypatch, QMessageBox.StandardButton.Save)
    assert not window.close()
    qtbot.waitUntil(share.reached.is_set)
    assert window.isVisible()
    window.repaint()
    share.open.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert open_document(path).document.changes


def test_a_window_whose_save_is_refused_or_given_up_stays_open(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(qtbot, window, 8_000_000)
    button = QMessageBox.StandardButton
    asked = answers(monkeypatch, button.Cancel, button.Save, button.Save, button.Discard)
    names(monkeypatch, None, tmp_path / "no such folder" / "a.bplan")
    assert not window.close(), "cancelled"
    assert not window.close(), "no name given"
    with qtbot.waitSignal(window.file.not_saved):
        assert not window.close()
    assert window.isVisible()
    save(qtbot, window, tmp_path / "a.bplan")
    assert window.isVisible(), "a later save does not close it"
    edit(qtbot, window, 7_000_000)
    assert window.close()
    assert asked == []


def test_a_share_that_hangs_does_not_keep_the_window_open(
    qtbot: QtBot, window: MainWindow, share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(qtbot, window, 8_000_000)
    share.slow = "a.bplan"
    window.documents.save_to(tmp_path / "a.bplan")
    qtbot.waitUntil(share.reached.is_set)
    answers(monkeypatch, QMessageBox.StandardButton.Discard)
    assert window.close()


# -------------------------------------------------------------------- colleagues


def test_a_document_that_another_program_holds_opens_read_only(
    qtbot: QtBot,
    window: MainWindow,
    document: Document,
    colleague: Colleague,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, copy = tmp_path / "要求.bplan", tmp_path / "写し.bplan"
    save_document(document, path)
    before = path.read_bytes()
    theirs = colleague(path)
    open_(qtbot, window, path)
    assert window.windowTitle().startswith("要求.bplan[*] [read-only]")
    assert "open elsewhere" in window.messages.text
    edit(qtbot, window, 8_000_000)
    suggested = names(monkeypatch, path, copy)
    with qtbot.waitSignal(window.file.not_saved):
        press_save(window)
    assert len(suggested) == 1
    assert "open elsewhere" in window.messages.text, "not even by giving the same name"
    with qtbot.waitSignal(window.file.saved):
        press_save(window)
    assert len(suggested) == 2
    assert path.read_bytes() == before
    assert window.windowTitle().startswith("写し.bplan[*] —")
    with qtbot.waitSignal(window.file.saved):
        edit(qtbot, window, 7_000_000)
        press_save(window)
    assert len(suggested) == 2, "the copy is one's own"
    theirs.communicate("\n")
    open_(qtbot, window, path)
    assert "read-only" not in window.windowTitle()
    assert window.messages.text == ""
    assert lock_of(path).exists()
    qtbot.waitUntil(lambda: not lock_of(copy).exists())


def test_read_only_by_choice_or_by_protection(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    save_document(document, path)
    open_(qtbot, window, path, read_only=True)
    assert "[read-only]" in window.windowTitle()
    assert not lock_of(path).exists()
    open_(qtbot, window, path)
    assert "read-only" not in window.windowTitle()
    assert lock_of(path).exists()
    open_(qtbot, window, path, read_only=True)
    qtbot.waitUntil(lambda: not lock_of(path).exists())
    path.chmod(0o444)
    open_(qtbot, window, path)
    assert "[read-only]" in window.windowTitle()
    assert "open read-only" in window.messages.text
    with qtbot.waitSignal(window.file.not_saved):
        window.documents.save_to(path)
    assert "protected" in window.messages.text


def test_a_read_only_folder_opens_without_a_lock(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bplan"
    save_document(document, path)

    def denied(*_: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr("planner.files.document.lock._create", denied)  # no mode and no mark tells that of a share
    open_(qtbot, window, path)
    assert window.session.state.read_only
    assert not lock_of(path).exists()


def test_the_lock_goes_where_the_document_goes(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.bplan", tmp_path / "b.bplan"
    save(qtbot, window, first)
    assert lock_of(first).exists()
    save(qtbot, window, second)
    assert lock_of(second).exists()
    qtbot.waitUntil(lambda: not lock_of(first).exists())
    with qtbot.waitSignal(window.file.not_saved):
        window.documents.save_to(tmp_path)
    assert lock_of(second).exists(), "a refused save leaves it where it is"
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix == ".lock") == ["~$b.bplan.lock"]
    window.documents.new()
    qtbot.waitUntil(lambda: not lock_of(second).exists())


def test_the_same_file_twice_in_one_program_by_any_spelling(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "a.bplan", tmp_path / "link.bplan"
    save_document(document, path)
    link_to(path, link)
    monkeypatch.chdir(tmp_path)
    for spelling in (path, link, Path("a.bplan"), tmp_path / "x" / ".." / "a.bplan"):
        open_(qtbot, window, spelling)
        assert not window.session.state.read_only
        assert window.session.state.path == path
        assert lock_of(path).exists()
    edit(qtbot, window, 8_000_000)
    asked = answers(monkeypatch, QMessageBox.StandardButton.Cancel)
    open_(qtbot, window, link)
    assert asked == []
    assert lock_of(path).exists(), "what stays open stays locked"
    save(qtbot, window, link)
    assert link.is_symlink()
    assert open_document(path).document == window.session.state.document
    assert window.settings.recent == [path]


def test_a_lock_taken_away_makes_the_document_read_only(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    with qtbot.waitSignal(window.file.keeper.heartbeat.timeout):
        window.file.keeper.heartbeat.start(0)
    window.file.keeper.heartbeat.stop()
    qtbot.waitUntil(lambda: not window.file.keeper.renewing)  # else it could write our lock over theirs
    lock_of(path).write_bytes(b"{}")
    with qtbot.waitSignal(window.file.noticed):
        window.file.keeper.heartbeat.start(0)
    assert "open elsewhere" in window.messages.text
    assert "[read-only]" in window.windowTitle()


def test_unsaved_work_taken_up_again_claims_its_file(
    qtbot: QtBot,
    document: Document,
    settings: Settings,
    colleague: Colleague,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.bplan"
    fingerprint = save_document(document, path).fingerprint
    unsaved = set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, 8_000_000)])
    session = Session(document)
    file = DocumentFile(session, Backups(tmp_path / "backups"))
    session.recover(unsaved, path, fingerprint)
    file.keeper.claim()
    qtbot.waitUntil(lock_of(path).exists)
    session.start(document)
    qtbot.waitUntil(lambda: not lock_of(path).exists())
    colleague(path)
    session.recover(unsaved, path, fingerprint)
    with qtbot.waitSignal(file.noticed):
        file.keeper.claim()
    assert session.state.read_only
    assert session.state.document is unsaved
    file.close()


def test_another_language_keeps_the_lock_and_the_save_that_runs(
    qtbot: QtBot, document: Document, settings: Settings, share: Share, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    session = Session(document)
    file = DocumentFile(session, Backups(tmp_path / "backups"))
    settings.language = "en"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    planner = Planner(application, session, settings, file)
    share.slow = path.name
    planner.window.documents.save_to(path)
    qtbot.waitUntil(share.reached.is_set)
    planner.change_language("ja")
    assert planner.window.top_bar.saved.text() == "保存しています…"
    with qtbot.waitSignal(file.saved):
        share.open.set()
    assert planner.window.top_bar.saved.toolTip().endswith(str(path))
    assert lock_of(path).exists()
    planner.window.close()
    planner.window.deleteLater()
    file.close()
    assert not lock_of(path).exists()


# -------------------------------------------------------------------- changed underneath


@pytest.fixture
def conflict(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> tuple[Path, Document, Document]:
    """A document that somebody else has written, and whose save was refused: its path, mine, theirs."""
    path = tmp_path / "要求.bplan"
    save(qtbot, window, path)
    theirs = branch(set_values(window.session.state.document, 1, [Entry(SCHOOLS, "rate", 2026, 9_500_000)]), 1, "別案")
    save_document(theirs, path)
    edit(qtbot, window, 8_000_000)
    with qtbot.waitSignal(window.file.not_saved):
        press_save(window)
    return path, window.session.state.document, theirs


def dialog(window: MainWindow) -> QDialog:
    found = window.documents.conflict
    assert found is not None
    assert found.isVisible()
    assert not found.isModal()
    return found


def test_keep_mine_as_a_copy(
    qtbot: QtBot,
    window: MainWindow,
    conflict: tuple[Path, Document, Document],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, mine, theirs = conflict
    dialog(window)
    assert window.documents.conflict is not None
    suggested = names(monkeypatch, tmp_path / "mine.bplan")
    with qtbot.waitSignal(window.file.saved):
        window.documents.conflict.copy.click()
    assert Path(suggested[0]).name.startswith("要求 (copy of ")
    assert open_document(tmp_path / "mine.bplan").document == mine
    assert open_document(path).document == theirs
    assert window.documents.conflict is None


def test_what_is_opened_is_evaluated_by_the_job_that_reads_it(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bplan"
    save_document(document, path)
    threads: list[threading.Thread] = []

    def noted(portfolio: Portfolio) -> Base:
        threads.append(threading.current_thread())
        return evaluate_base(portfolio)

    for module in ("session.session", "documents.document_file"):
        monkeypatch.setattr(f"planner.app.{module}.evaluate_base", noted)
    open_(qtbot, window, path)
    assert window.session.state.path == path
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


def test_take_theirs_keeps_mine_among_the_backups(
    qtbot: QtBot, window: MainWindow, conflict: tuple[Path, Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mine, theirs = conflict
    assert window.documents.conflict is not None
    asked = answers(monkeypatch)
    with qtbot.waitSignal(window.file.read):
        window.documents.conflict.reload.click()
    assert asked == []
    assert window.session.state.document == theirs
    assert not window.isWindowModified()
    assert "Backups" in window.messages.text
    window.documents.ask_backup()
    assert window.documents.backups is not None
    with qtbot.waitSignal(window.documents.backups.read):
        window.documents.backups.take.click()
    assert window.session.state.document == mine
    assert window.session.state.path is None
    assert window.isWindowModified()


def test_theirs_is_not_taken_where_mine_cannot_be_kept(
    qtbot: QtBot, window: MainWindow, conflict: tuple[Path, Document, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mine, _ = conflict

    def full(*_: object) -> None:
        raise UserError("The disk is full.", "Make room.")

    monkeypatch.setattr(Backups, "keep_document", full)
    assert window.documents.conflict is not None
    with qtbot.waitSignal(window.file.refused):
        window.documents.conflict.reload.click()
    assert "disk is full" in window.messages.text
    assert window.session.state.document is mine


def test_compare_names_scenarios_cells_and_yen(
    qtbot: QtBot, window: MainWindow, conflict: tuple[Path, Document, Document]
) -> None:
    found = window.documents.conflict
    assert found is not None
    found.compare.click()
    qtbot.waitUntil(found.table.isVisible)
    rows = []
    for row in range(found.table.rowCount()):
        items = [found.table.item(row, column) for column in range(5)]
        rows.append([item.text() for item in items if item is not None])
    assert rows == [
        ["別案", "the whole scenario", "−", "there", ""],
        ["作業案", "SSH › schools › Unit rate R8", "8,000,000", "9,500,000", "+360,000,000"],
    ]
    assert "Differences between yours and the file of 要求.bplan: 2." in found.said.text()
    edit(qtbot, window, 7_000_000)
    found.buttons.rejected.emit()
    assert window.documents.conflict is None
    assert window.isWindowModified()


def test_a_change_underneath_is_told_when_the_window_is_looked_at(
    qtbot: QtBot, window: MainWindow, document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    content = path.read_bytes()
    read: list[Path] = []

    def counted(path: Path) -> str:
        read.append(path)
        return fingerprint_of(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_watch, "fingerprint_of", counted)
        for content_now in (content, content, None):
            if content_now is None:
                path.touch()
            window.file.look()
            qtbot.waitUntil(lambda: not window.file.watch.looking)
        assert len(read) == 2, "it is read only when its time or size is another one"
        assert window.messages.text == ""
        save_document(branch(document, 1, "theirs"), path)
        with qtbot.waitSignal(window.file.noticed):
            QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
        assert "changed by someone else" in window.messages.text
        window.messages.hide()
        window.file.look()
        qtbot.waitUntil(lambda: not window.file.watch.looking)
        assert window.messages.text == "", "it is told once"


# -------------------------------------------------------------------- backups


def test_each_save_keeps_the_file_it_replaces(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    save(qtbot, window, path)
    window.session.start(window.session.state.document)
    with pytest.raises(UserError, match="never saved"):
        window.documents.ask_backup()
    open_(qtbot, window, path)
    documents = []
    for rate in (8_000_000, 7_000_000):
        documents.append(window.session.state.document)
        edit(qtbot, window, rate)
        save(qtbot, window, path)
        qtbot.waitUntil(lambda: len(window.file.backups.of(path)) == len(documents))
    window.documents.ask_backup()
    shown = window.documents.backups
    assert shown is not None
    assert shown.table.rowCount() == 2
    shown.table.selectRow(1)
    with qtbot.waitSignal(shown.read):
        shown.take.click()
    assert window.session.state.document == documents[0]
    assert window.session.state.path is None
    assert window.isWindowModified()


def test_a_full_profile_costs_the_backup_and_not_the_save(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    def full(*_: object) -> None:
        nonlocal tried
        tried += 1
        raise UserError("The disk is full.", "Make room.")

    monkeypatch.setattr(Backups, "keep", full)
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    edit(qtbot, window, 8_000_000)
    save(qtbot, window, path)
    qtbot.waitUntil(lambda: "backups cannot be kept" in window.messages.text)
    assert "a.bplan.bak" in window.messages.text
    assert "The disk is full." in window.messages.text
    assert not window.isWindowModified()
    assert open_document(path).document == window.session.state.document
    assert open_document(backup_of(path)).document.scenarios
    with qtbot.assertNotEmitted(window.file.unkept):  # said once
        edit(qtbot, window, 9_000_000)
        save(qtbot, window, path)
        qtbot.waitUntil(lambda: tried == 2 and not window.file._jobs._running)


def test_another_program_may_take_the_document_after_it_is_left(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "a.bplan"
    save(qtbot, window, path)
    window.close()
    window.file.close()
    lock = take_lock(path)
    assert lock is not None
    lock.release()
