"""取りまとめ · the parts that were sent: how far each has come, what is known of it, and what is done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.tables.lists import ListView
from planner.app.together.board_model import NARROWED, BoardModel, ShownParts
from planner.app.together.board_verbs import BoardVerbs
from planner.app.together.folder_watch import FolderWatch
from planner.app.together.part_bar import PartBar
from planner.app.together.part_panel import PartPanel
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.popping import pop_up_from
from planner.core.errors import N_, UserError
from planner.core.merge.board import Standing, board

WIDTHS = (24, 14, 12, 12, 18, 20, 20, 8, 20, 12, 30)
BESIDE = 960
"""From so many pixels on the part selected stands beside the board, else below it."""


class BoardPage(QWidget):
    """The bar of a part where the document is one; below it the board and what is done with it.

    Signals:
        jumped(Place): go to a line that a comment is about.
        compare_wanted(): parts were put into scenarios and are to be compared.
    """

    jumped = Signal(object)
    compare_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._told: frozenset[str] = frozenset()
        self.watch = FolderWatch(desk.session, self)
        self.verbs = BoardVerbs(desk, self.watch, self._chosen, self)
        self.verbs.compare_wanted.connect(self.compare_wanted)
        self.setObjectName("board")
        self.part = PartBar(desk)
        self.part.jumped.connect(self.jumped)
        self._make_board()
        self._make_buttons()
        self._lay_out()
        self._show()
        desk.session.changed.connect(self._on_changed)
        self.watch.seen.connect(self._on_seen)
        self.watch.reading.connect(self._on_reading)
        self.verbs.working.connect(self._show_progress)
        for part in (self.watch, self.verbs):
            part.stopped.connect(self._on_stopped)
        self.watch.refused.connect(desk.messages.refuse)

    # ---------------------------------------------------------------- parts

    def _make_board(self) -> None:
        _ = self._desk.texts._
        self.said, self.filter, self.narrowed = Label(), QLineEdit(), QComboBox()
        self.said.setWordWrap(True)
        self.filter.setPlaceholderText(_("Filter the parts"))
        self.filter.setAccessibleName(_("Filter the parts"))
        self.filter.setClearButtonEnabled(True)
        for text in NARROWED:
            self.narrowed.addItem(_(text), text)
        self.narrowed.setAccessibleName(_("Which parts"))
        self.model = BoardModel(self._desk.session, self._desk.texts, self)
        self.shown = ShownParts(self.model, self)
        self.filter.textChanged.connect(self._narrow)
        self.narrowed.activated.connect(self._narrow)
        self.table = ListView("parts", _("Parts"), WIDTHS)
        self.table.setModel(self.shown)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.panel = PartPanel(self._desk.session, self._desk.texts)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.bar, self.stop = QProgressBar(), QPushButton(_("Stop"))
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.setFixedWidth(theme.px(160))
        self.stop.clicked.connect(self.watch.give_up)
        self.stop.clicked.connect(self.verbs.give_up)
        for part in (self.bar, self.stop):
            part.hide()

    def _make_buttons(self) -> None:
        _, verbs = self._desk.texts._, self.verbs
        self.look, self.take, self.back, self.settle, self.send, self.more = (
            QPushButton(text)
            for text in (
                _("Folder…"),
                _("Merge"),
                _("Send back…"),
                _("Settle it"),
                _("Send out…"),
                _("More"),
            )
        )
        self.take.setProperty("look", "primary")
        for button, call in (
            (self.look, verbs.choose_folder),
            (self.take, verbs.take_back),
            (self.back, verbs.send_back),
            (self.settle, verbs.settle),
            (self.send, verbs.send_out),
        ):
            button.clicked.connect(partial(self._desk.do, call))
        menu = QMenu(self.more)
        for text, deed in (
            (_("Compare before taking back"), verbs.put_apart),
            (_("Take back that it is settled"), verbs.unsettle),
            (_("Look into the folder again"), verbs.look_again),
            (_("Reminders as CSV…"), verbs.write_reminders),
            (_("Write the board as CSV…"), self.write),
            (_("Workbooks of all and of each part…"), verbs.ask_workbooks),
        ):
            menu.addAction(text, partial(self._desk.do, deed))
        pop_up_from(self.more, menu)

    def _lay_out(self) -> None:
        head, below = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.filter, 2)
        head.addWidget(self.narrowed)
        head.addStretch(1)
        for button in (self.take, self.back, self.settle, self.look, self.more, self.send):
            head.addWidget(button)
        below.addWidget(self.said, 1)
        below.addWidget(self.bar)
        below.addWidget(self.stop)
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.table)
        self.across.addWidget(self.panel)
        self.across.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.part)
        layout.addLayout(head)
        layout.addLayout(below)
        layout.addWidget(self.across, 1)
        layout.addStretch()

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        own: list[QWidget] = [self.part.list] if self.part.list.isVisible() else []
        return [*own, *([self.table, self.panel] if self.table.isVisible() else [self.send])]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side_by_side = self.width() >= theme.px(BESIDE)
        wanted = Qt.Orientation.Horizontal if side_by_side else Qt.Orientation.Vertical
        if self.across.orientation() is not wanted or not self.across.property("laid"):
            self.across.setProperty("laid", True)
            self.across.setOrientation(wanted)
            whole = self.width() if side_by_side else 3 * theme.px(100)
            beside = theme.px(320 if side_by_side else 100)
            self.across.setSizes([max(whole - beside, 1), beside])

    # ---------------------------------------------------------------- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.set_awake(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.set_awake(False)

    def leave(self) -> None:
        """Give up what is under way."""
        self.watch.leave()
        self.verbs.leave()

    def _on_changed(self, moved: Moved) -> None:
        if moved.opening:
            self.verbs.leave()
            self.watch.forget()
            self._show()
        elif moved.before.document.sent is not moved.after.document.sent or moved.ceilings:
            if self.watch.folder is None:
                self._show()
            self.watch.look_again()

    def _on_seen(self) -> None:
        self._show()
        refused = self.watch.found.refused if self.watch.found is not None else {}
        said = {error.at(path.name).render(self._desk.texts.translate) for path, error in refused.items()}
        if said - self._told:
            self._desk.messages.warn(" ".join(sorted(said)))
        self._told = frozenset(said)

    def _on_reading(self, done: int, of: int) -> None:
        said = self._desk.texts._("Reading parts {done} of {count} …").format(done=done, count=of)
        self._show_progress(said, done, of)

    def _show_progress(self, said: str, done: int, of: int) -> None:
        self.said.setText(said)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        for part in (self.bar, self.stop):
            part.show()

    def _on_stopped(self) -> None:
        for part in (self.bar, self.stop):
            part.hide()
        self._say()

    def _show(self) -> None:
        document, found = self._desk.session.state.document, self.watch.found
        self.model.show(board(document, {}) if found is None else found.standings)
        self._narrow()
        self._say()
        sent = bool(document.sent)
        for widget in (
            self.filter,
            self.narrowed,
            self.take,
            self.back,
            self.settle,
            self.look,
            self.more,
            self.across,
        ):
            widget.setVisible(sent)
        self.take.setEnabled(found is not None)
        self.setFocusProxy(self.table if sent else self.send)

    def _say(self) -> None:
        _, found = self._desk.texts._, self.watch.found
        document = self._desk.session.state.document
        if not document.sent:
            told = _(
                "No part was sent from this document. A part for each heading of a view has its programs open, "
                "of all others the totals alone."
            )
        elif found is None:
            told = _("Parts sent: {count}. Choose their folder to see how far they are.")
            told = told.format(count=len(document.sent))
        else:
            there = sum(each.found for each in found.standings)
            told = _("Parts in {folder}: {there} of {count}.").format(
                there=there, count=len(found.standings), folder=self.watch.folder
            )
            if found.twins:
                names = ", ".join(each.name for each in found.twins)
                told += " " + _("The same part once more, not shown: {files}.").format(files=names)
            over = sum(each.is_over for each in found.standings)
            told += " " + _("Requests above their ceiling: {count}.").format(count=over) if over else ""
        self.said.setText(told)

    def _narrow(self) -> None:
        self.shown.narrow(self.filter.text(), self.narrowed.currentData())
        self._on_selected()

    def _on_selected(self, _selected: QItemSelection | None = None) -> None:
        chosen = self._chosen()
        self.panel.show_part(chosen[0] if len(chosen) == 1 else None)
        for button in (self.back, self.settle):
            button.setEnabled(bool(chosen))

    def _chosen(self) -> list[Standing]:
        """The parts of the selected rows."""
        return [self.shown.standing(index.row()) for index in self.table.selectionModel().selectedRows()]

    def write(self) -> None:
        """Write the board as a table, as it is shown."""
        if not self._desk.session.state.document.sent:
            raise UserError(N_("No part was sent from this document."), N_("Send out parts first."))
        places = (self.shown.mapToSource(self.shown.index(row, 0)).row() for row in range(self.shown.rowCount()))
        self.verbs.write_board([self.model.headers, *map(self.model.texts_of, places)])
