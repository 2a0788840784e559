"""The fix of a finding, typed where it stands: which way, the words or the value, and the button that writes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.check.fixes import Fix, Way
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.pressing import press_by_enter
from planner.core.errors import N_
from planner.core.model.document import EvidenceKind
from planner.words.figures import EVIDENCE_NAMES
from planner.words.texts import Texts

HINTS = {
    Way.REASON: N_("Why it was changed"),
    Way.EVIDENCE: N_("Name, place and date of the document"),
    Way.VALUE: N_("The value, for example 3,072千円 or +5%"),
    Way.ACCEPT: N_("Why it may stand"),
}
"""What is to be typed."""
TYPED = tuple(HINTS)


class FixBar(QWidget):
    """Below the words of a finding: a choice of ways, a field, a button; it says nothing where nothing can be done.

    Signals:
        wanted(Fix): this shall be written.
        classes_wanted(): lines are to be classified.
        jump_wanted(): the reader wants to be where the finding is.
        left(): the cursor shall go back to the list.
    """

    wanted = Signal(object)
    classes_wanted = Signal()
    jump_wanted = Signal()
    left = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setProperty("area", "surface")  # it lies in a card that is chosen, whose colour no word is meant for
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        _ = texts._
        self.said = ElidedLabel()
        self.said.setProperty("tone", "second")
        self.way, self.kind, self.field = QComboBox(), QComboBox(), QLineEdit()
        self.way.setAccessibleName(_("How the finding is settled"))
        self.way.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.setAccessibleName(_("Kind of evidence"))
        for kind, name in EVIDENCE_NAMES.items():
            self.kind.addItem(_(name), kind)
        self.write, self.go = QPushButton(), QPushButton(_("Go there →"))
        self.go.setProperty("look", "link")
        self._value = ""
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(theme.px(6))
        for part in (self.way, self.kind, self.field, self.write, self.go):
            row.addWidget(part, int(part is self.field))
        layout.setContentsMargins(theme.px(27), theme.px(4), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.said)
        layout.addLayout(row)
        self.way.currentIndexChanged.connect(self._show_way)
        self.field.returnPressed.connect(self._want)
        self.write.clicked.connect(self._want)
        self.go.clicked.connect(self.jump_wanted)
        press_by_enter((self.write, self.go))

    @property
    def chosen(self) -> Way | None:
        """The way that is chosen, `None` where there is none."""
        way = self.way.currentData()
        return way if isinstance(way, Way) else None

    def offer(self, ways: Sequence[Way], said: str, value: str, count: int, *, leads: bool) -> None:
        """Offer ways for `count` findings; `value` is what stands in the cell now, of one that `leads` somewhere."""
        self.said.setText(said)
        self._value, self._count = value, count
        before = [self.way.itemData(place) for place in range(self.way.count())]
        if before != list(ways):
            self.way.blockSignals(True)
            self.way.clear()
            for way in ways:
                self.way.addItem(self._texts._(way.value), way)
            self.way.blockSignals(False)
        self.way.setVisible(bool(ways))
        self.way.setEnabled(len(ways) > 1)
        self.go.setVisible(leads)
        self._show_way()

    def clear(self) -> None:
        """Forget what was typed: it was written, or another finding is chosen."""
        self.field.clear()
        self.way.setCurrentIndex(0)
        self._show_way()

    def start(self) -> None:
        """Put the cursor where the fix is typed."""
        (self.field if self.field.isVisibleTo(self) else self.write if self.chosen else self.go).setFocus()

    def _show_way(self) -> None:
        way, _ = self.chosen, self._texts._
        typed = way in TYPED
        self.kind.setVisible(way is Way.EVIDENCE)
        self.field.setVisible(typed)
        self.write.setVisible(way is not None)
        if way is None:
            return
        if typed:
            self.field.setAccessibleName(_(HINTS[way]))
            self.field.setPlaceholderText(self._value if way is Way.VALUE and self._value else _(HINTS[way]))
        words = {Way.WITHDRAW: _("Take back"), Way.CLASSES: _("Classify lines…")}.get(way, _("Write down"))
        self.write.setText(f"{words} ({self._count:,})" if self._count > 1 and way is not Way.CLASSES else words)

    def _want(self) -> None:
        way = self.chosen
        if way is Way.CLASSES:
            self.classes_wanted.emit()
        elif way is not None:
            self.wanted.emit(Fix(way, self.field.text(), EvidenceKind(self.kind.currentData())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # a field hands Enter on to the list otherwise
            super().keyPressEvent(event)
