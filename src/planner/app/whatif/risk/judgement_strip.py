"""Below the figures: of the one at the cursor who judged its range and why, and how likely its values are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from planner.app.whatif.risk.figures_table import Figure, FiguresTable
from planner.app.whatif.risk.range_choice import AS_GIVEN, GIVEN_TIP
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.model.ranges import Named, Shape
from planner.words.risk import SHAPE_NAMES
from planner.words.texts import Texts


class JudgementStrip(QWidget):
    """What the register says of the figure at the cursor beside its range; every field is an edit that can be undone.

    Signals:
        refused(UserError): what was typed cannot stand.
    """

    refused = Signal(object)

    def __init__(self, texts: Texts, table: FiguresTable) -> None:
        super().__init__()
        self._table = table
        self._named: Named | None = None
        """The figure whose reason stands in its field."""
        _ = texts._
        self.add = QPushButton(_("Add the figure at the cursor"))
        self.out = QPushButton(_("Take out"))
        self.out.setToolTip(_("In the register; Delete takes it out."))
        self.shape, self.reason, self.by = QComboBox(), QLineEdit(), Label()
        self.shape.addItem(_(AS_GIVEN), None)
        for shape, name in SHAPE_NAMES.items():
            self.shape.addItem(_(name), shape)
        self.shape.setToolTip(_(GIVEN_TIP))
        self.shape.setAccessibleName(_("How likely values of this figure are"))
        self.reason.setAccessibleName(_("Why this range"))
        self.reason.setPlaceholderText(_("Why this range"))
        self.by.setProperty("tone", "second")
        rows, buttons = QGridLayout(self), QHBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(theme.px(6))
        rows.setVerticalSpacing(theme.px(6))
        for part in (self.add, self.out, self.shape):
            buttons.addWidget(part)
        buttons.addStretch(1)
        rows.addWidget(self.reason, 0, 0)
        rows.addWidget(self.by, 0, 1)
        rows.addLayout(buttons, 1, 0, 1, 2)
        rows.setColumnStretch(0, 1)
        table.selectionModel().currentRowChanged.connect(self.refresh)
        table.refilled.connect(self.refresh)
        self.out.clicked.connect(self._take_out)
        self.shape.activated.connect(self._on_shape)
        self.reason.editingFinished.connect(self._on_reason)
        self.refresh()

    @property
    def figure(self) -> Figure | None:
        """The figure at the cursor."""
        place, rows = self._table.currentIndex().row(), self._table.figures.rows
        return rows[place] if 0 <= place < len(rows) else None

    def refresh(self) -> None:
        """Show what is said of the figure at the cursor now; a reason that is being typed for it stays."""
        figure = self.figure
        entry = None if figure is None else figure.entry
        named = None if figure is None else figure.named
        for part in (self.out, self.reason):
            part.setEnabled(entry is not None)
        self.shape.setEnabled(figure is not None)
        shape = None if entry is None else entry.shape
        with QSignalBlocker(self.shape):
            self.shape.setCurrentIndex(0 if shape is None else 1 + list(SHAPE_NAMES).index(shape))
        if named != self._named or not self.reason.isModified():
            self._named = named
            self.reason.setText("" if entry is None else entry.why)
        self.by.setText("" if figure is None else self._table.figures.source(figure, when=16))

    def _on_shape(self) -> None:
        chosen = self.shape.currentData()
        if self.figure is not None:
            self._judge(self.figure.named, shape=None if chosen is None else Shape(chosen))

    def _on_reason(self) -> None:
        """Take the reason typed for the figure it was typed for, wherever the cursor is by now."""
        if self._named is not None and self.reason.isModified():
            self.reason.setModified(False)
            self._judge(self._named, why=self.reason.text())

    def _judge(self, named: Named, **said: object) -> None:
        try:
            self._table.figures.judge(named, **said)
        except UserError as error:
            self.refused.emit(error)

    def _take_out(self) -> None:
        self._table.figures.take_out(self._table.currentIndex().row())
