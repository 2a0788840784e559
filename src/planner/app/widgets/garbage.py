"""Python's garbage is collected on the screen's thread alone.

Python collects circles of references on whatever thread happens to allocate next. Windows are such circles, and a
window that is freed on a job's thread ends the program: its timers and what is posted to it belong to the screen's.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TURN_MS = 100


class Collector(QObject):
    """Collects between two events what Python would have collected by now; lives on the screen's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # modules stay as long as the program; to look through them takes the time of some frames
        timer = QTimer(self, interval=TURN_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, with those younger than it."""
        due = [count > threshold > 0 for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
