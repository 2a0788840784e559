"""A part is sent back: what shall be changed in all of it, and line by line."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.session import Session
from planner.app.tables.typed_list import TypedList
from planner.app.together.remark_model import REMARK, RemarkModel
from planner.app.together.work import Returning
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.app.widgets.sheet import set_tone
from planner.core.model.document import Document
from planner.core.model.parts import Part
from planner.words.parts import part_name
from planner.words.texts import Texts

WIDTHS = (44, 16, 16, 40)


class ReturnDialog(QDialog):
    """Asks what shall be changed; nothing goes back before something is said.

    Signals:
        wanted(Returning): the part shall go back with this.
    """

    wanted = Signal(object)

    def __init__(self, session: Session, texts: Texts, one: tuple[Part, Document], parent: QWidget) -> None:
        super().__init__(parent)
        part, document = one
        self._texts, _ = texts, texts._
        self.setWindowTitle(_("Send back {heading}").format(heading=part_name(part, texts)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(64))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter the lines"))
        self.filter.setAccessibleName(_("Filter the lines"))
        self.filter.setClearButtonEnabled(True)
        self.model = RemarkModel(session, texts, self)
        self.model.show(document, part)
        shown = QSortFilterProxyModel(self)
        shown.setSourceModel(self.model)
        shown.setFilterKeyColumn(-1)
        shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.textChanged.connect(shown.setFilterFixedString)
        self.list = TypedList("remarks", _("Lines of the part"), WIDTHS, lands=REMARK)
        self.list.setModel(shown)
        self.list.selectRow(0)
        self.said = Label()
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(_("Send back"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        title, by_line = Label(_("What shall be changed?")), Label(_("By line"))
        title.setBuddy(self.note)
        self.note.setAccessibleName(title.text())
        by_line.setBuddy(self.list)
        layout = QVBoxLayout(self)
        for widget in (title, self.note, by_line, self.filter, self.list, self.said, self.buttons):
            layout.addWidget(widget, 1 if widget is self.list else 0)
        digit = self.fontMetrics().horizontalAdvance("0")
        give_room(self, digit * (sum(WIDTHS) + 8), theme.px(460))

    def _send(self) -> None:
        returning = Returning(self.note.toPlainText().strip(), tuple(self.model.comments))
        if not returning.note and not returning.comments:
            self.said.setText(self._texts._("Write what shall be changed."))
            set_tone(self.said, "error")
            self.note.setFocus()
            return
        self.accept()
        self.wanted.emit(returning)
