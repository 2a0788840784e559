"""Parts go out: of which view, until when, with what they are told, under which ceilings, into which folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.session import Session
from planner.app.tables.typed_list import TypedList
from planner.app.together.share_model import HOLD, SHARE, By, ShareModel
from planner.app.together.work import Sending
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.app.widgets.sheet import set_tone
from planner.core.errors import UserError
from planner.core.merge.deadline import read_deadline
from planner.core.model.document import BASE
from planner.core.money import format_amount, parse_yen
from planner.words.texts import Texts

WIDTHS = (26, 18, 18, 18, 18, 6)
DIVISIONS = "divisions"
"""The view that is split by most often, as tables name it."""


class ShareList(TypedList):
    """The ceilings of the parts: typed into, held and let go with Space."""

    def __init__(self, shares: ShareModel, title: str) -> None:
        super().__init__("shares", title, WIDTHS, lands=SHARE)
        self.shares = shares
        self.setModel(shares)
        self.clicked.connect(self._on_click)

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == HOLD:
            self.shares.hold([index.row()], not self.shares.is_held(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = [index.row() for index in self.selectionModel().selectedRows()]
        if event.key() == Qt.Key.Key_Space and chosen and not self.composing:
            self.shares.hold(chosen, not all(map(self.shares.is_held, chosen)))
            return
        super().keyPressEvent(event)

    def begins(self, text: str) -> bool:
        """An amount begins with a digit."""
        return text.isdigit()


class SplitDialog(QDialog):
    """Asks what parts go out with; it stays until they are written, so that a refusal costs nothing that was typed.

    Signals:
        wanted(Sending): the parts shall go out.
    """

    wanted = Signal(object)

    def __init__(self, session: Session, texts: Texts, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        state, _ = session.state, texts._
        self._stem = state.path.stem if state.path else state.portfolio.title
        self.setWindowTitle(_("Send out parts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view, self.by = QComboBox(), QComboBox()
        for view in state.portfolio.views:
            self.view.addItem(texts.name(view.name, view.name_en), view)
        for by in By:
            self.by.addItem(_(by.value), by)
        self.deadline, self.told, self.total, self.folder = (QLineEdit() for _field in range(4))
        self.deadline.setPlaceholderText(_("for example {example}").format(example="2026-06-30"))
        self.total.setPlaceholderText(
            _("for example {example}").format(example=texts.name("4,000億円", "400,000,000,000"))
        )
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.folder.setText(str(_free(folder / texts.name("分担", "parts"))))
        self.pick = QPushButton(_("Choose…"))
        self.pick.setAutoDefault(False)
        self.model = ShareModel(session, texts, self)
        self.list = ShareList(self.model, _("Ceilings of the parts"))
        self.said = Label()
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(_("Send out"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._lay_out()
        self.view.activated.connect(self._show_view)
        self.by.activated.connect(self._ask)
        self.total.textChanged.connect(self._ask)
        self.pick.clicked.connect(self._pick)
        self.model.asked.connect(self._say)
        self.model.refused.connect(self.refuse)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        divisions = next((at for at, each in enumerate(state.portfolio.views) if each.id == DIVISIONS), 0)
        self.view.setCurrentIndex(divisions)
        self._show_view()

    def _lay_out(self) -> None:
        _ = self._texts._
        layout = QVBoxLayout(self)
        number = self._number
        name = _("Base") if number == BASE else self._session.state.document.scenario(number).name
        made = _("A part for each heading, made from {scenario}: its programs open, of all others the totals alone.")
        about = Label(made.format(scenario=self._texts.quoted(name)))
        about.setWordWrap(True)
        about.setProperty("tone", "second")
        layout.addWidget(about)
        rows: tuple[tuple[tuple[str, QWidget, int], ...], ...] = (
            ((_("A part for each heading of"), self.view, 3), (_("Due"), self.deadline, 1)),
            ((_("Instructions"), self.told, 1),),
            ((_("Total to spread"), self.total, 2), (_("Spread by"), self.by, 1)),
        )
        for row in rows:
            line = QHBoxLayout()
            for title, widget, share in row:
                label = Label(title)
                label.setBuddy(widget)
                widget.setAccessibleName(title)
                line.addWidget(label)
                line.addWidget(widget, share)
            layout.addLayout(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        line = QHBoxLayout()
        label = Label(_("Folder"))
        label.setBuddy(self.folder)
        self.folder.setAccessibleName(_("Folder"))
        for part in (label, self.folder, self.pick):
            line.addWidget(part)
        layout.addLayout(line)
        layout.addWidget(self.buttons)
        digit = self.fontMetrics().horizontalAdvance("0")
        give_room(self, digit * (sum(WIDTHS) + 10), theme.px(420))

    @property
    def _number(self) -> int:
        return self._session.state.scenario

    def _show_view(self) -> None:
        view = self.view.currentData()
        self.go.setEnabled(view is not None)
        if view is not None:
            self.model.show(view, self._number)
            self.list.selectRow(0)
        else:
            self._show(self._texts._("The portfolio has no view whose headings could get a part."), "warning")

    def _ask(self) -> None:
        typed = self.total.text().strip()
        try:
            total = parse_yen(typed) if typed else None
        except UserError as error:
            self.refuse(error)
            return
        self.model.ask(self.by.currentData(), total)

    def _pick(self) -> None:
        title = self._texts._("Folder of the parts")
        name = QFileDialog.getExistingDirectory(self, title, str(Path(self.folder.text()).parent))
        if name:
            self.folder.setText(name)

    # ---------------------------------------------------------------- what is said

    def _say(self) -> None:
        """Say what is left of the total, and who asks for more than he gets."""
        if self.model.why_not is not None:
            self.refuse(self.model.why_not)
            return
        _, rest, over = self._texts._, self.model.rest, self.model.over
        said = [_("Parts: {count}.").format(count=self.model.rowCount())]
        if rest is not None and rest < 0:
            said.append(_("{amount} yen more are held than there are.").format(amount=format_amount(-rest)))
        elif rest is not None:
            said.append(_("{rest} yen of the total are left.").format(rest=format_amount(rest)))
        if over:
            said.append(_("Requests above their ceiling: {count}.").format(count=over))
        self._show(" ".join(said), "warning" if rest is not None and rest < 0 else "second")

    def show_progress(self, done: int, count: int) -> None:
        """Say how many parts are written."""
        self._show(self._texts._("Writing parts {done} of {count} …").format(done=done, count=count), "second")

    def refuse(self, error: UserError) -> None:
        """Say why it cannot be; what was typed stays."""
        self._show(error.render(self._texts.translate), "error")
        self.go.setEnabled(True)

    def _show(self, text: str, tone: str) -> None:
        self.said.setText(text)
        set_tone(self.said, tone)

    # ---------------------------------------------------------------- going

    def _send(self) -> None:
        try:
            typed = self.total.text().strip()
            if typed:
                parse_yen(typed)
            if self.model.why_not is not None:
                raise self.model.why_not
            sending = Sending(
                self._number,
                self.view.currentData(),
                Path(self.folder.text().strip()),
                self._stem,
                read_deadline(self.deadline.text()),
                self.told.text().strip(),
                self.model.changed,
            )
        except UserError as error:
            self.refuse(error)
            return
        self.go.setEnabled(False)
        self.wanted.emit(sending)


def _free(folder: Path) -> Path:
    """The folder, or another one after it where it is there already: parts go where nothing lies yet."""
    found, number = folder, 1
    while found.exists():
        number += 1
        found = folder.with_name(f"{folder.name}{number}")
    return found
