"""The choice of the ranges within which figures vary, and of their shape."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from planner.app.whatif.risk.assumptions import Assumptions, Ranges
from planner.app.widgets import theme
from planner.core.errors import N_
from planner.core.model.ranges import Shape
from planner.words.risk import SHAPE_NAMES
from planner.words.texts import Texts

AS_GIVEN = N_("shape as given")
GIVEN_TIP = N_("All values alike, or a triangle where a most likely value is given.")


class RangeChoice(QWidget):
    """A box for the ranges, a field for their percentage and, where chances are asked for, a box for the shape."""

    def __init__(self, texts: Texts, assumptions: Assumptions, *, with_shape: bool) -> None:
        super().__init__()
        self._assumptions, _ = assumptions, texts._
        self.ranges, self.variation, self.shape = QComboBox(), QLineEdit(), QComboBox()
        for ranges in Ranges:
            self.ranges.addItem(_(ranges.value), ranges)
        self.shape.addItem(_(AS_GIVEN), None)
        for shape, name in SHAPE_NAMES.items():
            self.shape.addItem(_(name), shape)
        self.shape.setToolTip(_(GIVEN_TIP))
        if not with_shape:
            self.shape.hide()
        self.variation.setFixedWidth(theme.px(72))
        names = (_("Ranges"), _("Vary by"), _("How likely values are"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)
        row.setSpacing(theme.px(6))
        for part, name in zip((self.ranges, self.variation, self.shape), names, strict=True):
            part.setAccessibleName(name)
            row.addWidget(part)
        row.addStretch(1)
        self.show_assumed()
        assumptions.changed.connect(self.show_assumed)
        self.ranges.activated.connect(self._on_choice)
        self.shape.activated.connect(self._on_choice)
        self.variation.textEdited.connect(self._on_choice)

    def show_assumed(self) -> None:
        """Show what is assumed now."""
        held = self._assumptions
        with QSignalBlocker(self.ranges), QSignalBlocker(self.shape):
            self.ranges.setCurrentIndex(list(Ranges).index(held.ranges))
            self.shape.setCurrentIndex(0 if held.shape is None else 1 + list(SHAPE_NAMES).index(held.shape))
        if self.variation.text() != held.variation:
            self.variation.setText(held.variation)
        self.variation.setVisible(held.ranges is Ranges.SHARE)

    def _on_choice(self) -> None:
        shape = self.shape.currentData()
        self._assumptions.choose(
            self.ranges.currentData(), self.variation.text(), None if shape is None else Shape(shape)
        )
