"""Idle time is used: pages are made ready, and scenarios not looked at yet are examined, so that both answer at once.

Nothing is shown by it and nothing can go stale: what was worked out is taken only where document and evaluation are
still the same objects, else brought up to date from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from planner.app.session.moved import Moved
from planner.app.session.session import Session

QUIET_MS = 300
"""So long nothing must have happened before idle time is used, in milliseconds."""

INPUT = frozenset(
    (
        *(QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod, QEvent.Type.Wheel),
        *(QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick),
        *(QEvent.Type.TouchBegin, QEvent.Type.TabletPress),
    )
)
"""What an officer does that puts it off."""


class Preparation(QObject):
    """One of the things to be made `ready`, then a part of one scenario a turn, after everything else that waits.

    Any input and any change puts it off.

    Signals:
        prepared(scenario): a part of its facts was worked out.
    """

    prepared = Signal(int)

    def __init__(self, session: Session, parent: QObject, ready: Iterable[Callable[[], object]] = ()) -> None:
        super().__init__(parent)
        self._session, self._ready = session, list(ready)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._idle = QTimer(self, interval=0)
        self._quiet.timeout.connect(self._begin)
        self._idle.timeout.connect(self._step)
        session.changed.connect(self._on_changed)
        self.put_off()

    @property
    def is_at_work(self) -> bool:
        """Whether the next turn of the event loop goes on with it."""
        return self._idle.isActive()

    @property
    def is_put_off(self) -> bool:
        """Whether it waits for quiet."""
        return self._quiet.isActive()

    def put_off(self) -> None:
        """Leave the time to what the officer does, until it is quiet."""
        self.stop()
        self._quiet.start()

    def stop(self) -> None:
        """Use no idle time until the document or what is shown of it changes."""
        self._quiet.stop()
        if self._idle.isActive():
            self._idle.stop()
            self._application().removeEventFilter(self)

    def _begin(self) -> None:
        if self._ready or self._session.unprepared is not None:
            self._application().installEventFilter(self)  # only now: it looks at every event there is
            self._idle.start()

    def _step(self) -> None:
        if self._ready:
            self._ready.pop(0)()
            return
        scenario = self._session.unprepared
        if scenario is None:
            self.stop()
        else:
            self._session.prepare(scenario)
            self.prepared.emit(scenario)

    def _on_changed(self, _moved: Moved) -> None:
        self.put_off()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Any input puts it off; it goes where it was meant to go."""
        if event.type() in INPUT:
            self.put_off()
        return False

    @staticmethod
    def _application() -> QCoreApplication:
        application = QCoreApplication.instance()
        assert application is not None
        return application
