"""Whose part a document is: its deadline, what its officers are told, the room under its ceiling, handing it in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.together.comment_list import CommentList
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.sheet import set_tone
from planner.core.edits.parts import hand_in
from planner.core.errors import N_, UserError
from planner.core.merge.summary import requested, scope_of
from planner.core.model.parts import Part
from planner.files.document.author import author
from planner.words.merge import STATES
from planner.words.parts import part_name, room_text
from planner.words.texts import Texts


class PartBar(QWidget):
    """What a part says of itself; not there in a document that is none.

    Signals:
        jumped(Place): go to the line that a comment is about.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        _ = desk.texts._
        self.title, self.room, self.told = Label(), Label(), Label()
        self.title.setFont(theme.bold(self.title.font()))
        self.button = QPushButton(_("Hand in this part"))
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: desk.do(self.hand_in))
        self.told.setWordWrap(True)
        self.list = CommentList(desk.session, desk.texts)
        self.list.jumped.connect(self.jumped)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addWidget(self.room)
        row.addStretch(1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(self.list)
        self._show()
        desk.session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.totals:
            self._show()

    def _show(self) -> None:
        texts, part = self._desk.texts, self._desk.session.state.document.part
        self.setVisible(part is not None)
        if part is None:
            return
        state = texts._(STATES[part.state])
        self.title.setText(texts._("Part of {heading}: {state}").format(heading=part_name(part, texts), state=state))
        room = self._room_of(part)
        self.room.setText("" if room is None else room_text(room, texts))
        set_tone(self.room, "error" if room is not None and room < 0 else "second")
        said = _told(part, texts)
        self.told.setText(" ".join(said))
        self.told.setVisible(bool(said))
        self.list.show_comments(part.comments)
        self.button.setEnabled(not part.is_frozen)

    def _room_of(self, part: Part) -> int | None:
        """What is left under the tightest ceiling of the part, in yen."""
        scope = scope_of(part)
        rooms = [each.exact_room for each in self._desk.session.judged if each.ceiling.scope == scope]
        return min((each for each in rooms if each is not None), default=None)

    def hand_in(self) -> None:
        """Mark the part as done, with what it requests."""
        session = self._desk.session
        part = session.state.document.part
        if part is None:
            raise UserError(N_("This document is no part of another one."), N_("Open a part."))
        request = requested(session.evaluation_of(part.working), part)
        session.edit(self._desk.texts._("Hand in"), lambda document: hand_in(document, request, "", author()))
        self._desk.messages.tell(
            self._desk.texts._("The part is handed in. Save the document: from then on it is on the board.")
        )


def _told(part: Part, texts: Texts) -> list[str]:
    """Until when it is due, what its officers are told, and what was said when it was sent back last."""
    told = [texts._("Due {date}.").format(date=part.deadline)] if part.deadline else []
    told += [part.instructions] if part.instructions else []
    return told + ([part.history[-1].note] if part.history and part.history[-1].note else [])
