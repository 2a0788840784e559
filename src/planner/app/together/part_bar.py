"""Whose part a document is: its deadline, what its officers are told, the room under its ceiling, handing it in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.widgets.plain import Label
from planner.core.edits.parts import hand_in
from planner.core.merge.board import requested, scope_of
from planner.core.money import format_amount
from planner.files.document.author import author
from planner.words.merge import STATES


class PartBar(QWidget):
    """What a part says of itself; not there in a document that is none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        _ = desk.texts._
        self.title, self.told, self.comments = Label(), Label(), Label()
        self.button = QPushButton(_("Hand in this part"))
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: desk.do(self._hand_in))
        for label in (self.told, self.comments):
            label.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(self.comments)
        self._show()
        desk.session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.totals:
            self._show()

    def _show(self) -> None:
        state, texts = self._desk.session.state, self._desk.texts
        _, part = texts._, state.document.part
        self.setVisible(part is not None)
        if part is None:
            return
        heading = texts.name(part.heading, part.heading_en)
        self.title.setText(_("Part of {heading}: {state}").format(heading=heading, state=_(STATES[part.state])))
        told = [_("Due {date}.").format(date=part.deadline)] if part.deadline else []
        told += [part.instructions] if part.instructions else []
        scope = scope_of(part)
        rooms = [each.exact_room for each in self._desk.session.judged if each.ceiling.scope == scope]
        known = [each for each in rooms if each is not None]
        if known:
            told.append(_("Room under the ceiling: {room} yen.").format(room=format_amount(min(known))))
        if part.history and part.history[-1].note:
            told.append(part.history[-1].note)
        self.told.setText(" ".join(told))
        self.told.setVisible(bool(told))
        said = (f"{each.line}: {each.text}" if each.line else each.text for each in part.comments)
        self.comments.setText("\n".join(said))
        self.comments.setVisible(bool(part.comments))
        self.button.setEnabled(not part.is_frozen)

    def _hand_in(self) -> None:
        session = self._desk.session
        part = session.state.document.part
        if part is not None:
            request = requested(session.evaluation_of(part.working), part)
            session.edit(self._desk.texts._("Hand in"), lambda document: hand_in(document, request, "", author()))
