"""The reason of the changes at the cursor, typed where the number is; beside it the evidence and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QStackedWidget, QWidget

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label, plain_entry, plain_tip
from planner.app.widgets.sheet import set_tone
from planner.core.edits.changes import set_reasons
from planner.core.errors import N_
from planner.core.model.document import Change, Evidence
from planner.words.in_force import evidence_text
from planner.words.texts import Texts

NARROW = 660
"""Below this width, in pixels, the way back goes wordless."""


class ReasonField(QLineEdit):
    """The field of the reason.

    Signals:
        dropped(): Esc was pressed.
    """

    dropped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class ReasonRow(QStackedWidget):
    """The reason of changes, or of the edits to come where there are none; why there is none where none can be given.

    Signals:
        left(): the reason was written or dropped by key, and the focus is to go back to where it came from.
        evidence_wanted(): what the rate rests on is to be said.
        return_wanted(): the cells are to go back to their parent's values.
    """

    left = Signal()
    evidence_wanted = Signal()
    return_wanted = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._changes: tuple[Change, ...] = ()
        _ = texts._
        self.reason, self.why_not = ReasonField(), ElidedLabel()
        self.reason.setAccessibleName(_("Reason"))
        self.why_not.setProperty("tone", "second")
        self.ahead = QPushButton(_("From now on"))
        self.ahead.setCheckable(True)
        self.evidence, self.back = QPushButton(), QPushButton()
        self.back.setIcon(icon("undo", "second"))
        for button, look in ((self.ahead, "chip"), (self.evidence, "chip"), (self.back, "quiet")):
            button.setProperty("look", look)
            button.setAutoDefault(False)
        for button in (self.evidence, self.back):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
        metrics, beside = self.fontMetrics(), theme.px(44)
        self.evidence.setFixedWidth(max(metrics.horizontalAdvance(_("Give evidence")), theme.px(88)) + beside)
        self._beside = beside
        self._way_back = ""
        self._lay_out()
        self.reason.returnPressed.connect(self._enter)
        self.reason.editingFinished.connect(self.write)
        self.reason.dropped.connect(self._drop)
        self.ahead.toggled.connect(self._look_ahead)
        self.evidence.clicked.connect(self.evidence_wanted)
        self.back.clicked.connect(self.return_wanted)

    def _lay_out(self) -> None:
        typed, label = QWidget(), Label(self._texts._("Reason"))
        label.setProperty("tone", "second")
        label.setBuddy(self.reason)
        row = QHBoxLayout(typed)
        row.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(4))
        row.setSpacing(theme.px(8))
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        for button in (self.ahead, self.evidence, self.back):
            row.addWidget(button)
        said = QWidget()
        alone = QHBoxLayout(said)
        alone.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(4))
        alone.addWidget(self.why_not)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for page in (typed, said):
            self.addWidget(page)

    # ---------------------------------------------------------------- what is shown

    def say_why_not(self, why: str) -> None:
        """Say why nothing can be typed; an empty text where something can."""
        self.why_not.setText(why)
        self.setCurrentIndex(int(bool(why)))

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Speak of other changes, or of the edits to come; what is being typed stays."""
        if tuple(changes) == self._changes and (changes or self.reason.isModified()):
            return
        self._changes = tuple(changes)
        self._show_reason()

    def _show_reason(self) -> None:
        changes, _ = self._changes, self._texts._
        reasons = {change.why for change in changes}
        if not changes:
            text, hint = self._session.reason, _("Reason of the edits to come")
        elif len(reasons) == 1:
            text, one, many = next(iter(reasons)), N_("Reason of this change"), N_("Reason of {n} changes")
            hint = self._texts.plural(len(changes), one, many)
        else:
            text, hint = "", _("{count} changes with different reasons").format(count=len(changes))
        with QSignalBlocker(self.reason):
            self.reason.setText(text)
            self.reason.setCursorPosition(0)
        self.reason.setModified(False)
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleDescription(hint)
        wide = self.reason.fontMetrics().horizontalAdvance(text) > self.reason.width() - theme.px(16)
        self.reason.setToolTip(plain_tip(text) if wide else "")

    def show_evidence(self, evidence: Evidence | None, *, missing: bool, shown: bool) -> None:
        """Show what the rate of the line rests on; `missing` where it was changed and nothing is said."""
        _ = self._texts._
        said = _("Give evidence") if evidence is None else evidence_text(evidence, self._texts)
        room = self.evidence.width() - theme.px(44)
        short = self.evidence.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        self.evidence.setText(plain_entry(short))
        told = _("No evidence is given for the changed rate") if missing else _("Evidence for the rate")
        name = told if evidence is None else f"{told}: {said}"
        self.evidence.setAccessibleName(name)
        self.evidence.setToolTip(plain_tip(name))
        self.evidence.setIcon(icon("clip", "warning" if missing else "second"))
        set_tone(self.evidence, "missing" if missing else "", "state")
        self.evidence.setVisible(shown)

    def show_back(self, text: str) -> None:
        """Offer the way back to the parent's values in these words; an empty text where nothing was changed."""
        self._way_back = text or self._way_back
        self.back.setAccessibleName(self._way_back)
        self.back.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The reason has room before the words of the way back, which its arrow says too."""
        narrow, usual = self.width() < theme.px(NARROW), self._texts._("Back to {value} of the base")
        self.back.setText("" if narrow else plain_entry(self._way_back))
        self.back.setToolTip(plain_tip(self._way_back) if narrow else "")
        wide = 0 if narrow else self.fontMetrics().horizontalAdvance(usual) + self._beside
        self.back.setMinimumWidth(wide)

    # ---------------------------------------------------------------- typing

    def start(self) -> None:
        """Put the cursor into the field."""
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reason.selectAll()

    def write(self) -> None:
        """Write what was typed beside the changes, or keep it for the edits to come; nothing where nothing was."""
        if not self.reason.isModified():
            return
        self.reason.setModified(False)
        why, numbers = self.reason.text().strip(), [change.number for change in self._changes]
        if numbers:
            self._session.edit(self._texts._("Reason"), lambda document: set_reasons(document, numbers, why))
        if self.ahead.isChecked() or not numbers:
            self.ahead.setChecked(bool(why))
            self._look_ahead()

    def _enter(self) -> None:
        self.write()
        self.left.emit()

    def _drop(self) -> None:
        self._show_reason()
        self.left.emit()

    def _look_ahead(self) -> None:
        """Let the reason go with every edit from now on, or no longer."""
        self._session.reason = self.reason.text().strip() if self.ahead.isChecked() else ""
        kept, _ = self._session.reason, self._texts._
        told = _("Also for the edits to come")
        self.ahead.setToolTip(plain_tip(f"{told}: {kept}" if kept else told))
        self.ahead.setAccessibleName(f"{told}: {kept}" if kept else told)
