"""The way through the ten steps: which one comes next, and that it is done, seen from what happens in the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from planner.app.guide.steps import STEPS, Seen, Step, fits
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings


class GuidedPath(QObject):
    """Where its walker is. It is kept in the settings, so that it can be left and taken up again.

    Signals:
        moved(): another step, or it is over or left.
    """

    moved = Signal()

    def __init__(self, session: Session, settings: Settings, front: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._settings, self._front = session, settings, front
        self.at, self.is_on = 0, False
        """How many steps are done, and whether the path is walked just now."""
        self._begin_step()
        session.changed.connect(self._on_changed)
        session.undo_stack.indexChanged.connect(self._on_undo)

    @property
    def step(self) -> Step | None:
        """The step to do now; `None` once all are done."""
        return STEPS[self.at] if self.at < len(STEPS) else None

    def start(self) -> None:
        """Walk from where it was left; from the first step where all were done."""
        self.at, self.is_on = self._settings.guide_step % len(STEPS), True
        self._begin_step()
        self.look()
        self.moved.emit()

    def leave(self) -> None:
        """Walk no further for now."""
        self.is_on = False
        self.moved.emit()

    def skip(self) -> None:
        """Go on without this step."""
        if self.step is not None:
            self._advance()
            self.look()

    def look(self) -> None:
        """See whether the step is done, and those after it."""
        while self.is_on and self.step is not None and self.step.is_done(self._seen()):
            self._advance()

    def _seen(self) -> Seen:
        return Seen(self._began, self._session.state, self._front(), self._undone)

    def _advance(self) -> None:
        self.at += 1
        self._settings.guide_step = self.at
        self._begin_step()
        self.moved.emit()

    def _begin_step(self) -> None:
        self._began, self._undone = self._session.state, False
        self._index = self._session.undo_stack.index()

    def _on_changed(self, moved: Moved) -> None:
        if moved.opening:
            self._begin_step()
            if self.is_on and not fits(moved.after):
                self.leave()
        self.look()

    def _on_undo(self, index: int) -> None:
        self._undone = self._undone or index < self._index
        self._index = index
        self.look()
