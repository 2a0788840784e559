"""The scenarios, opened from the pill: chosen by arrows and Enter, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.scenarios.scenario_pill import ScenarioPill
from planner.app.scenarios.scenario_rows import HEIGHT, ScenarioDelegate, ScenarioRow, ScenarioRows
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.overlay import Overlay
from planner.app.widgets.plain import Label
from planner.core.edits.scenarios import set_note
from planner.core.errors import UserError
from planner.core.model.document import BASE
from planner.words.figures import unit_name
from planner.words.texts import Texts

WIDTH, SHOWN = 560, 8
"""How wide it is, in logical pixels; so many scenarios are seen at once."""


class ScenarioPopup(Overlay):
    """The tree of scenarios; Enter or a click shows one, the rest acts on the one under the cursor.

    Signals:
        compare_wanted(): scenarios are to be set side by side.
    """

    compare_wanted = Signal()

    def __init__(self, pill: ScenarioPill, session: Session, texts: Texts, verbs: ScenarioVerbs) -> None:
        super().__init__(pill, WIDTH)
        self._session, self._texts, self._verbs = session, texts, verbs
        self._named: Callable[[str], None] | None = None
        """What is done with the name that is asked for."""
        self._only_asks = False
        """Whether it was opened for a question, and closes with it."""
        _ = texts._
        self.setAccessibleName(_("Scenarios"))
        self.unit = Label()
        self.unit.setProperty("tone", "third")
        self.list = QListView()
        self.list.setAccessibleName(_("Scenarios"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = ScenarioRows(session, texts, self)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ScenarioDelegate(self.rows, texts, self.list))
        self.asked, self.name = Label(), QLineEdit()
        self.note_name, self.note = Label(_("Purpose, note")), QLineEdit()
        self.note_name.setBuddy(self.note)
        self.note.setAccessibleName(_("What this scenario is for"))
        self.refusal = Label()
        self.refusal.setProperty("tone", "error")
        self.refusal.setWordWrap(True)
        self.branch = self._button(_("Branch from here"), "branch", self.ask_branch)
        self.branch.setProperty("look", "button")
        self.rename = self._button(_("Rename"), "", self.ask_rename, "F2")
        self.duplicate = self._button(_("Duplicate"), "", self.ask_duplicate)
        self.lock = self._button(_("Lock"), "lock", self._lock)
        self.delete = self._button(_("Delete"), "", self._delete, "Del")
        self.beside = self._button(_("Show beside"), "beside", self._beside)
        self.compare = self._button(f"{_('Compare')} →", "", self._compare)
        self._lay_out()
        self.list.clicked.connect(self._choose)
        self.list.selectionModel().currentRowChanged.connect(self._show_current)
        self.list.installEventFilter(self)
        self.name.returnPressed.connect(self._take_name)
        self.note.editingFinished.connect(self._write_note)
        session.changed.connect(self._on_changed)

    def _button(self, text: str, image: str, call: Callable[[], None], keys: str = "") -> QPushButton:
        button = QPushButton(text)
        if keys:
            button.setToolTip(f"{text} ({keys})")
        if image:
            button.setIcon(icon(image))
        button.setAccessibleName(text)
        button.setProperty("look", "quiet")
        button.clicked.connect(partial(self._do, call))
        return button

    def _lay_out(self) -> None:
        _ = self._texts._
        title, keys = Label(_("Scenarios")), Label(_("Ctrl+PgUp / PgDn to switch"))
        title.setFont(theme.sized(theme.POINTS, bold=True))
        keys.setProperty("tone", "third")
        for small in (self.unit, keys):
            small.setFont(theme.sized(theme.CAPTION_POINTS))
        self._asking, self._noting = QWidget(), QWidget()
        rows = (
            (QWidget(), (title, self.unit, None, keys)),
            (self._asking, (self.asked, self.name)),
            (self._noting, (self.note_name, self.note)),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for place, (row, parts) in enumerate(rows):
            self._fill(row, parts)
            layout.addWidget(row)
            if place == 0:
                layout.addWidget(self.list, 1)
        self.refusal.setContentsMargins(theme.px(14), 0, theme.px(14), theme.px(4))
        layout.addWidget(self.refusal)
        self._verbs_row = QWidget()
        doing = (self.branch, self.rename, self.duplicate, self.lock, self.delete, self.beside, None, self.compare)
        self._fill(self._verbs_row, doing)
        layout.addWidget(self._verbs_row)

    @staticmethod
    def _fill(row: QWidget, parts: tuple[QWidget | None, ...]) -> None:
        """Put parts into a row, room where there is `None`."""
        layout = QHBoxLayout(row)
        layout.setContentsMargins(theme.px(10), theme.px(6), theme.px(10), theme.px(6))
        layout.setSpacing(theme.px(4))
        for part in parts:
            if part is None:
                layout.addStretch(1)
            else:
                layout.addWidget(part, int(isinstance(part, QLineEdit)))

    def sizeHint(self) -> QSize:
        rows = max(1, min(len(self.rows.rows), SHOWN))
        others = super().sizeHint().height() - self.list.sizeHint().height()
        return QSize(theme.px(WIDTH), others + rows * theme.px(HEIGHT) + 2)

    # ---------------------------------------------------------------- what is shown

    def start(self) -> None:
        """Open with the cursor on the scenario shown, or close."""
        if self.isVisible():
            self.shut()
            return
        self._only_asks = False
        self._stop_asking()
        self._refresh()
        self._put_cursor(self._session.state.scenario)
        self.open(self.list)

    def _on_changed(self, moved: Moved) -> None:
        if not self.isVisible():
            return
        if moved.scenario or moved.opening:
            self._stop_asking()  # an answer must not fall on another scenario than the one on the screen
        number = self._session.state.scenario if moved.scenario else self._current().number
        before = self.list.currentIndex().row()
        self._refresh()
        self._put_cursor(number, before)

    def _refresh(self) -> None:
        state, _ = self._session.state, self._texts._
        self.rows.refresh()
        self.unit.setText(f"{unit_name(state.unit, self._texts)} · {_('difference from the base')}")
        self._show_current()
        self.place()

    def _put_cursor(self, number: int, otherwise: int = 0) -> None:
        """Put the cursor on a scenario; on the row it stood in where it is no more."""
        place = self.rows.row_of(number)
        index = self.rows.index(place if place >= 0 else min(otherwise, len(self.rows.rows) - 1), 0)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def _current(self) -> ScenarioRow:
        """The scenario under the cursor."""
        return self.rows.rows[max(self.list.currentIndex().row(), 0)]

    def _show_current(self) -> None:
        row, _ = self._current(), self._texts._
        own = row.number != BASE
        for button in (self.rename, self.duplicate, self.lock, self.delete):
            button.setEnabled(own)
        self.note.setEnabled(own)
        if not self.note.hasFocus():
            self.note.setText(row.note if own else "")
        self.lock.setText(_("Unlock") if own and row.locked else _("Lock"))
        self.lock.setAccessibleName(self.lock.text())
        self.beside.setText(_("Not beside") if row.number == self._session.state.beside else _("Show beside"))
        self.beside.setAccessibleName(self.beside.text())
        self._say("")

    def _say(self, refused: str) -> None:
        self.refusal.setText(refused)
        self.refusal.setVisible(bool(refused))

    # ---------------------------------------------------------------- what is done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys: dict[int, Callable[[], None]] = {
                Qt.Key.Key_Return: self._show_chosen,
                Qt.Key.Key_Enter: self._show_chosen,
                Qt.Key.Key_F2: self.ask_rename,
                Qt.Key.Key_Delete: self._delete,
            }
            if event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._do(keys[event.key()])
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the question for a name first."""
        if event.key() == Qt.Key.Key_Escape and self._named is not None:
            self._stop_asking()
            event.accept()
            return
        super().keyPressEvent(event)

    def _do(self, call: Callable[[], None], _checked: bool = False) -> None:
        """Do something; what the user can settle is said here."""
        try:
            call()
        except UserError as error:
            self._say(error.render(self._texts.translate))
            self.place()
        if self._named is None and self.isVisible():
            self.list.setFocus()

    def _choose(self, _index: QModelIndex) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the scenario under the cursor."""
        number = self._current().number
        self.shut()
        self._session.show(scenario=number)

    def _ask(self, question: str, text: str, call: Callable[[str], None]) -> None:
        """Ask for a name in a line of its own; Enter takes it."""
        self._named = call
        self.asked.setText(question)
        self.name.setAccessibleName(question)
        self.name.setText(text)
        self._asking.show()
        self._noting.hide()
        self.place()
        self.name.setFocus()
        self.name.selectAll()

    def _stop_asking(self) -> None:
        asked = self._named is not None
        self._named = None
        self._asking.hide()
        self._noting.show()
        self._say("")
        if asked and self._only_asks:
            self.shut()
        elif asked:
            self.list.setFocus()
            self.place()

    def _take_name(self) -> None:
        named, text = self._named, self.name.text()

        def take() -> None:
            if named is not None:
                named(text)
                self._stop_asking()

        self._do(take)

    def _open_to_ask(self) -> None:
        """Open for a question about the scenario shown; where it is open already it is about the one at the cursor."""
        if not self.isVisible():
            self.start()
            self._only_asks = True

    def ask_branch(self) -> None:
        """Ask for a name and branch from the scenario meant."""
        self._open_to_ask()
        row, _ = self._current(), self._texts._
        question = _("New scenario branched from {name}").format(name=row.name)
        self._ask(question, "", lambda name: self._verbs.branch(name, row.number))

    def ask_duplicate(self) -> None:
        """Ask for a name and put a scenario of the same content beside the one meant."""
        self._open_to_ask()
        row, _ = self._current(), self._texts._
        named = _("{name} (copy)").format(name=row.name)
        self._ask(_("Name of the new scenario"), named, lambda name: self._verbs.duplicate(name, row.number))

    def ask_rename(self) -> None:
        """Ask for another name of the scenario meant."""
        self._open_to_ask()
        row = self._current()
        if row.number != BASE:
            asked = self._texts._("New name of the scenario")
            self._ask(asked, row.name, lambda name: self._verbs.rename(name, row.number))

    def _lock(self) -> None:
        self._verbs.toggle_lock(self._current().number)

    def _delete(self) -> None:
        self._verbs.delete(self._current().number)

    def _beside(self) -> None:
        number = self._current().number
        self._session.show_beside(None if number == self._session.state.beside else number)

    def _compare(self) -> None:
        self.shut()
        self.compare_wanted.emit()

    def _write_note(self) -> None:
        row, note = self._current(), self.note.text()
        if row.number != BASE and note.strip() != row.note:
            self._session.edit(self._texts._("Note"), lambda document: set_note(document, row.number, note))
