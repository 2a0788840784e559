"""What charts have in common: a plot made on first use, drawn only while visible, copied and saved as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.app.widgets.charts.picture_foot import PictureFoot
from planner.app.widgets.plain import Label
from planner.words.texts import Texts

if TYPE_CHECKING:
    import pyqtgraph


class ChartFrame(QWidget):
    """A plot under what is said of it, and beneath it the ways to take it elsewhere; floats only here, for the eye."""

    def __init__(self, texts: Texts, title: str) -> None:
        super().__init__()
        self._texts, self._title = texts, title
        self._plot: pyqtgraph.PlotWidget | None = None
        self._stale, self._shown = True, False
        self.said = Label()
        self.said.setWordWrap(True)
        self.foot = PictureFoot(texts, lambda: self._plot or self, self.said.setText)
        self.copy_button, self.save_button = self.foot.copy_button, self.foot.save_button
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.said)
        self._layout.addLayout(self.foot)

    def set_shown(self, shown: bool) -> None:
        """Say whether the chart is in front: behind another tab Qt calls it visible too, but it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self.draw()

    def refresh(self) -> None:
        """Take note that the picture is another now; it is drawn at once, or when it is shown again."""
        self._stale = True
        if self._shown:
            self.draw()

    def draw(self) -> None:
        """Draw what is shown now."""
        raise NotImplementedError

    def plot(self) -> pyqtgraph.PlotWidget:
        """The plot, made when it is first asked for."""
        if self._plot is None:
            import pyqtgraph  # noqa: PLC0415 - half a second that the start does not have

            self._plot = pyqtgraph.PlotWidget()
            self._plot.setMouseEnabled(False, False)
            self._plot.hideButtons()
            self._plot.setMenuEnabled(False)
            self._plot.setAccessibleName(self._title)
            self._layout.insertWidget(1, self._plot, 1)
            self._put_before_buttons(self._plot)
            self.setFocusProxy(self._plot)
        return self._plot

    def _put_before_buttons(self, plot: QWidget) -> None:
        """Let Tab come to the plot before the buttons beneath it, though it is made after them."""
        before = self.copy_button.previousInFocusChain()
        while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:  # those are no place in the order
            before = before.previousInFocusChain()
        if before is None or self.isAncestorOf(before):  # the chart stands alone: the order goes round
            for button in (self.save_button, self.copy_button):
                QWidget.setTabOrder(plot, button)
        else:
            QWidget.setTabOrder(before, plot)

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        self.foot.copy()

    def save(self, path: Path) -> None:
        """Save the picture as PNG or SVG, by the name's ending; `UserError` when it cannot be written."""
        self.foot.save(path)
