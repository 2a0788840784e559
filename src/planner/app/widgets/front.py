"""Bringing a part of a window forward, wherever it stands: on another page, behind a tab, folded away."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QWidget


def bring_forward(part: QWidget) -> None:
    """Make a part of a window seen; where the cursor is stays as it is."""
    below, above = part, part.parentWidget()
    while above is not None and not below.isWindow():
        if isinstance(above, QStackedWidget):
            tabs = above.parentWidget()
            (tabs if isinstance(tabs, QTabWidget) else above).setCurrentWidget(below)
        elif isinstance(above, QSplitter):
            _unfold(above, below)
        below, above = above, above.parentWidget()


def _unfold(splitter: QSplitter, part: QWidget) -> None:
    """Give a part that was folded away half of the largest one's room."""
    part.show()
    place, sizes = splitter.indexOf(part), splitter.sizes()
    if not sizes[place]:
        largest = sizes.index(max(sizes))
        sizes[place] = sizes[largest] // 2
        sizes[largest] -= sizes[place]
        splitter.setSizes(sizes)
