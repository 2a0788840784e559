"""A bar of amber: what a returned workbook holds beside its figures, in a line; the lists open above it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from planner.app.review.told_tabs import ToldTabs
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label
from planner.app.widgets.pressing import press_by_enter
from planner.files.review.returned import ReviewedBook
from planner.words.texts import Texts


class ToldBar(QFrame):
    """Says how much there is to be looked at, and the first of it; there only where there is something."""

    def __init__(self, told: ToldTabs, texts: Texts) -> None:
        super().__init__()
        self._told, self._texts = told, texts
        self.setProperty("area", "warning")
        sign, self.counts, self.first = Label(), Label(), ElidedLabel()
        sign.setPixmap(icon("warn", "warning").pixmap(theme.px(16), theme.px(16)))
        self.counts.setFont(theme.sized(theme.POINTS, bold=True))
        self.first.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.turn = QPushButton()
        self.turn.setProperty("look", "link")
        self.turn.clicked.connect(lambda: self.open(not self.is_open))
        press_by_enter([self.turn])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(2), theme.px(8), theme.px(2))
        layout.setSpacing(theme.px(8))
        for part in (sign, self.counts, self.first, self.turn):
            layout.addWidget(part, int(part is self.first), Qt.AlignmentFlag.AlignVCenter)
        self.hide()
        told.hide()

    def show_read(self, read: ReviewedBook) -> None:
        """Say what there is; what has to be answered is opened at once."""
        _, waiting = self._texts._, len(read.review.open_questions)
        counts = (
            (_("to be answered"), waiting),
            (_("What did not fit"), self._told.remarks.rowCount()),
            (_("Changed elsewhere"), read.others.total),
        )
        said = [f"{name} {count:,}" for name, count in counts if count]
        self.counts.setText(" · ".join(said))
        self.first.setText(self._told.first_words())
        there = bool(said) or bool(read.review.questions)
        if not said and there:
            self.counts.setText(_("All is answered"))
        self.setVisible(there)
        self.open(there and (bool(waiting) or self.is_open))

    @property
    def is_open(self) -> bool:
        """Whether the lists are shown."""
        return not self._told.isHidden()

    def open(self, wanted: bool) -> None:
        """Show the lists, or close them."""
        _ = self._texts._
        self._told.setVisible(wanted)
        self.turn.setText(_("Close the lists") if wanted else _("Look through them"))
        if wanted and self.turn.hasFocus():
            self._told.currentWidget().setFocus()
