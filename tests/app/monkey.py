"""Hands that know nothing: they press, type, choose, open and close at random, with garbage collected at any moment.

Every step is drawn from the seed and its own number, and told in words before it is done, so that what ended badly can
be done again. Between steps the program runs on as it always does.
"""

from __future__ import annotations

import gc
import random
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from unittest.mock import patch

from PySide6.QtCore import (
    QAbstractListModel,
    QEventLoop,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSettings,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.main import Planner, leave_clipboard
from planner.app.programs.program_model import CURRENT
from planner.app.session import desk
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.edits.values import new_document
from planner.core.model.blank import nothing
from planner.core.model.document import Document
from planner.files.document.backups import Backups
from planner.files.document.store import save_document
from planner.files.portfolio.book import write_book
from planner.files.portfolio.writing import tables_of
from planner.files.submission.handover import Handover
from planner.files.submission.submission import write_submission
from planner.words.figures import amount_text
from planner.words.texts import LANGUAGES

KEYS = [
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_F4),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_F8, Qt.Key.Key_A, Qt.Key.Key_Z),
]
HELD = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
TYPED = [
    *("3,200千円", "642", "1.5%", "△5", "-1", "3/12", "？", "", "0", "1e9", "9" * 40, "12億円", "事項要求"),
    *(
        "<b>理由</b>",
        '<img src="x">',
        "&amp;",
        "=1+1",
        "民間との差",
        "a\tb\nc\td",
        "1\n2\n3",
        "案",
        "作業案",
        "\u202eabc",
    ),
]
WAIT_MS = 60
LEFT_ALONE = ("Print…", "印刷…")
"""A printer's dialog waits for a person."""


class Monkey:
    """One run over a program of its own: documents, workbooks and settings in a folder, steps by a seed.

    `faults` are exceptions nobody caught and totals that were shown wrong; `done` counts the steps by their kind,
    `checks` the totals compared.
    """

    def __init__(
        self,
        seed: int,
        document: Document,
        folder: Path,
        tell: Callable[[str], object] = list,
        *,
        begins: bool = False,
    ) -> None:
        """`begins`: at the welcome, with the document among the files that can be opened."""
        self._seed, self._folder, self._tell = seed, folder, tell
        self._chance = random.Random(seed)
        self.steps = self.checks = 0
        self.done: Counter[str] = Counter()
        self.faults: list[str] = []
        self._held: object = None
        self._prepare(document)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setQuitOnLastWindowClosed(False)
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        session = Session(new_document(nothing(document.portfolio.request_year)) if begins else document)
        self.file = DocumentFile(session, Backups(folder / "backups"))
        self.recovery = Recovery(session, folder / "recovery")
        self.planner = Planner(application, session, settings, self.file, self.recovery, begins=begins)

    def _prepare(self, document: Document) -> None:
        """What can be opened, whole and broken."""
        scenario = document.scenarios[0].number
        evaluation = evaluate_scenario(document, evaluate_base(document.portfolio), scenario)
        book = self._folder / "returned.xlsx"
        save_document(document, self._folder / "request.bplan")
        write_book(self._folder / "tables.xlsx", tables_of(document.portfolio), "ja")
        write_submission(book, Handover(document, evaluation, scenario))
        (self._folder / "broken.bplan").write_bytes(b"SQLite format 3\0" + b"?" * 5_000)
        (self._folder / "broken.xlsx").write_bytes(book.read_bytes()[:9_000])
        self._paths = [*sorted(self._folder.glob("*.*")), self._folder / "gone.bplan", self._folder]

    # ---------------------------------------------------------------- the run

    def run(self, steps: int | None = None, until: Callable[[], bool] = lambda: False) -> None:
        """Do so many steps, or go on until told to stop or something is wrong."""
        loop, timer = QEventLoop(), QTimer(singleShot=True)

        def turn() -> None:
            if self.faults or self.steps == steps or until():
                loop.quit()
                return
            try:
                self._step()
            finally:  # what it raised is a fault by now, at which the next turn ends
                timer.start(self._chance.choice((0, 0, 0, 1, WAIT_MS)))

        timer.timeout.connect(turn)
        with self._hands_in_place():
            timer.start(0)
            loop.exec()

    @contextmanager
    def _hands_in_place(self) -> Iterator[None]:
        """What would wait for a person is answered at once, and what nobody catches is noted."""
        buttons = QMessageBox.StandardButton
        with ExitStack() as stack:
            for name in ("getOpenFileName", "getSaveFileName"):
                stack.enter_context(patch.object(QFileDialog, name, lambda *_: (self._name(), "")))
            stack.enter_context(patch.object(QFileDialog, "getExistingDirectory", lambda *_: self._name()))
            answers = (buttons.Save, buttons.Discard, buttons.Cancel)
            stack.enter_context(patch.object(QMessageBox, "warning", lambda *_: self._chance.choice(answers)))
            stack.enter_context(patch.object(QPrintDialog, "exec", lambda *_: 0))
            stack.enter_context(patch.object(QDesktopServices, "openUrl", lambda *_: True))
            stack.enter_context(patch.object(desk, "documents_folder", lambda: self._folder))
            stack.enter_context(patch("sys.excepthook", self._on_fault))
            yield

    def _name(self) -> str:
        """The name of some file, or none."""
        made = [
            self._folder / f"made-{self._chance.randrange(4)}{suffix}" for suffix in (".bplan", ".xlsx", ".csv", "")
        ]
        return str(self._chance.choice([*self._paths, *made, ""]))

    def _on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.faults.append("".join(traceback.format_exception(kind, error, trace)))

    def _step(self) -> None:
        self.steps += 1
        chance = self._chance = random.Random(f"{self._seed}/{self.steps}")
        kinds: dict[Callable[[], str | None], int] = {
            self._do: 30, self._press: 16, self._click: 12, self._choose: 8, self._type: 10, self._touch: 20,
            self._open: 5, self._pop_up: 3, self._close: 7, self._collect: 6, self._resize: 1, self._speak: 2,
            self._check: 6,
        }  # fmt: skip
        kind = chance.choices(list(kinds), list(kinds.values()))[0]
        done = kind()
        self.done[kind.__name__.strip("_") if done else "nothing there"] += 1

    def _say(self, *words: object) -> str:
        said = f"{self.steps} " + " ".join(str(each) for each in words)
        self._tell(said.replace("\n", "⏎"))
        return said

    # ---------------------------------------------------------------- where the hands are

    @property
    def window(self) -> MainWindow:
        """The main window; one that was closed comes back."""
        if not self.planner.window.isVisible():
            self.planner.window.show()
        return self.planner.window

    def _tops(self) -> list[QWidget]:
        """Windows, dialogs and menus that are seen, in an order that does not depend on where they lie in memory."""
        seen = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        return sorted(seen, key=lambda each: (type(each).__name__, each.objectName(), each.windowTitle()))

    def _one(self, kind: type[QWidget]) -> QWidget | None:
        """Something of this kind that an officer could reach."""
        top = self._chance.choice(self._tops() or [self.window])
        there = [each for each in top.findChildren(kind) if each.isVisible() and each.isEnabled()]
        one = self._chance.choice(there) if there else None
        self._held = there, top  # a popup that Qt made for itself is forgotten with the wrapper of what it stands in
        return one

    # ---------------------------------------------------------------- what they do

    def _do(self) -> str | None:
        """A verb of the menus, whether or not it makes sense now."""
        actions = self.window.menus.actions
        undo = {action.text(): action for action in self.window.menus.menus["edit"].actions()[:2]}
        key = self._chance.choice([*actions, *undo])
        if key == "window.quit" and self._chance.random() < 0.7:
            return None
        action = actions.get(key) or undo[key]
        if not action.isEnabled():
            return None
        said = self._say("do", key)
        action.trigger()
        return said

    def _press(self) -> str | None:
        part = QApplication.focusWidget() or self.window
        key, held = self._chance.choice(KEYS), self._chance.choice(HELD)
        said = self._say("press", key.name, held.name, "in", _called(part))
        QTest.keyClick(part, key, held)
        return said

    def _click(self) -> str | None:
        button = self._one(QAbstractButton)
        if not isinstance(button, QAbstractButton) or button.text() in LEFT_ALONE:
            return None
        said = self._say("click", _called(button), button.text())
        button.click()
        return said

    def _choose(self) -> str | None:
        box = self._one(QComboBox)
        if not isinstance(box, QComboBox) or not box.count():
            return None
        place = self._chance.randrange(box.count())
        said = self._say("choose", place, "of", _called(box))
        box.setCurrentIndex(place)
        box.activated.emit(place)
        return said

    def _type(self) -> str | None:
        edit = self._one(QLineEdit)
        if not isinstance(edit, QLineEdit):
            return None
        text = self._chance.choice(TYPED)
        said = self._say("type", repr(text), "into", _called(edit))
        edit.setText(text)
        edit.textEdited.emit(text)
        if self._chance.random() < 0.7:
            QTest.keyClick(edit, Qt.Key.Key_Return)
        return said

    def _touch(self) -> str | None:
        """A cell or entry of some table or list, or none of them any more."""
        view = self._one(QAbstractItemView)
        if not isinstance(view, QAbstractItemView) or isinstance(view, QHeaderView) or view.model() is None:
            return None
        selection, flags = view.selectionModel(), QItemSelectionModel.SelectionFlag
        index = self._index(view)
        way = self._chance.randrange(6) if index.isValid() else 0
        said = self._say("touch", _called(view), index.row(), index.column(), "way", way)
        if way == 0:
            view.clearSelection()
        elif way == 1:
            view.activated.emit(index)
        elif way == 2 and index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            view.model().setData(index, Qt.CheckState(self._chance.choice((0, 2))), Qt.ItemDataRole.CheckStateRole)
        elif way == 3:
            selection.select(index, flags.Toggle)
        elif way == 4:
            QGuiApplication.clipboard().setText(self._chance.choice(TYPED))
            selection.setCurrentIndex(index, flags.ClearAndSelect)
            QTest.keyClick(view.viewport(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        else:
            selection.setCurrentIndex(index, flags.ClearAndSelect)
            self._type_over(view, self._chance.choice(TYPED))
        return said

    def _type_over(self, view: QAbstractItemView, text: str) -> None:
        """Type into the cell under the cursor, where it can be edited."""
        QTest.keyClick(view.viewport(), Qt.Key.Key_F2)
        edit = QApplication.focusWidget()
        if isinstance(edit, QLineEdit) and view.isAncestorOf(edit):
            edit.setText(text)
            edit.textEdited.emit(text)
            QTest.keyClick(edit, self._chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))

    def _index(self, view: QAbstractItemView) -> QModelIndex:
        model, parent = view.model(), QModelIndex()
        while True:
            rows = model.rowCount(parent)
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
            if not rows or not columns:
                return parent
            index = model.index(self._chance.randrange(rows), self._chance.randrange(columns), parent)
            first = index.siblingAtColumn(0)
            if not model.rowCount(first) or self._chance.random() < 0.5:
                return index
            parent = first

    def _open(self) -> str:
        path, window = self._chance.choice(self._paths), self.window
        calls = (window.documents.open, window.documents.preview, window.reviews.open, window.documents.save_to)
        call = self._chance.choice(calls)
        if call == window.documents.save_to:
            path = self._folder / f"made-{self._chance.randrange(4)}.bplan"
        said = self._say(call.__name__, path.name)
        call(path)
        return said

    def _pop_up(self) -> str | None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            said = self._say("pick from the menu")
            actions = [each for each in popup.actions() if each.isEnabled() and not each.isSeparator()]
            if actions and self._chance.random() < 0.8:
                self._chance.choice(actions).trigger()
            popup.close()
            return said
        view = self._one(QAbstractItemView)
        if view is None:
            return None
        said = self._say("pop up in", _called(view))
        view.customContextMenuRequested.emit(QPoint(5, 5))
        return said

    def _close(self) -> str | None:
        """Something that is open; what is left of it may be collected at once."""
        tops = [each for each in self._tops() if each is not self.planner.window]
        if not tops:
            return None
        top, then = self._chance.choice(tops), self._chance.choice((None, gc.collect, QApplication.processEvents))
        said = self._say("close", _called(top), "then", getattr(then, "__name__", "go on"))
        top.close()
        if then is not None:
            then()
        return said

    def _collect(self) -> str:
        said = self._say("collect")
        gc.collect()
        return said

    def _resize(self) -> str:
        size = QSize(self._chance.randrange(300, 2000), self._chance.randrange(200, 1200))
        said = self._say("resize", size.width(), size.height())
        self.window.resize(size)
        return said

    def _speak(self) -> str:
        language = self._chance.choice(LANGUAGES)
        said = self._say("speak", language)
        self.planner.change_language(language)
        return said

    # ---------------------------------------------------------------- what is shown

    def _check(self) -> str:
        """Every total of the session and of the screen against an evaluation made from nothing."""
        said = self._say("check")
        window, state = self.window, self.window.session.state
        base = evaluate_base(state.document.portfolio, state.document.growth(state.scenario))
        fresh = evaluate_scenario(state.document, base, state.scenario)
        amount = partial(amount_text, unit=state.unit, translate=window.texts._)
        pairs: dict[str, tuple[object, object]] = {"total": (state.evaluation.total, fresh.total)}
        for place, program in enumerate(state.portfolio.programs):
            pairs[program.id] = state.evaluation.program(place), fresh.program(place)
            index = window.work.tree.programs.index_of_program(place)
            if window.work.tree.programs.node(index).program == place:  # the view chosen has it
                shown = index.siblingAtColumn(CURRENT).data()
                pairs[f"{program.id} as shown"] = shown, amount(fresh.program(place)[1])
        pairs["total as shown"] = window.strip.cards["request"].text_shown, amount(fresh.view(state.shown_view)[1])
        self.checks += len(pairs)
        self.faults += [f"{what}: {shown} for {fresh}" for what, (shown, fresh) in pairs.items() if shown != fresh]
        return said

    def leave(self) -> None:
        """End the program; what it was doing may be going on."""
        with self._hands_in_place():
            self.recovery.close()
            self.file.close()
            self.planner.window.session.start(self.planner.window.session.state.document)
            for top in self._tops():
                top.close()
            self.planner.window.deleteLater()
            self.planner.deleteLater()  # with its translator: the next test speaks its own language
            leave_clipboard()


def _called(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName() or part.accessibleName()}".strip()
