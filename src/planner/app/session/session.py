"""What is open and what is shown, in one place: every screen reads the `Session` and hears its one signal.

A `State` is one frozen value; whatever happens makes a new one and tells `changed(moved)`, what moved from the state
before to the state after. Undo is a stack of (before, after); screens keep no copy of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from planner.app.session.facts import ScenarioFacts
from planner.app.session.moved import Moved
from planner.app.session.state import State
from planner.core.calculation.evaluate import Base, Evaluation, evaluate_base
from planner.core.ceilings.judge import Judged
from planner.core.check.examination import Examination
from planner.core.check.printed import Figures
from planner.core.edits import values as edits
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import BASE, Document
from planner.core.model.handovers import HandoverRecord
from planner.core.money import Unit
from planner.files.document.author import author
from planner.files.portfolio.ceilings_in import published_rules

if TYPE_CHECKING:
    from planner.core.check.readiness import Readiness


class Unchanged(Enum):
    """What stays as it is, where `None` means something."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


class _Stand(NamedTuple):
    """Where undo and redo lead: a document, the scenario shown of it, and its base where that is evaluated."""

    document: Document
    scenario: int
    base: Base | None


class _Step(QUndoCommand):
    """One edit as a pair of documents, each with the scenario it is shown in."""

    def __init__(self, session: Session, text: str, before: _Stand, after: _Stand) -> None:
        super().__init__(text)
        self._session, self._before, self._after = session, before, after

    def redo(self) -> None:
        self._session.restore(*self._after)
        self._after = self._after._replace(base=self._session.base)

    def undo(self) -> None:
        self._session.restore(*self._before)


class Session(QObject):
    """The open document and its undo stack.

    Signals:
        changed(Moved): something is another than before.
        settled(): findings and ceilings of what is shown can be had; see `is_settling`.
    """

    changed = Signal(object)
    settled = Signal()

    def __init__(self, document: Document, path: Path | None = None, fingerprint: str | None = None) -> None:
        super().__init__()
        self.undo_stack = QUndoStack(self)
        self.reason = ""
        """The reason given to edits of values from now on, until it is another."""
        self._moment = QTimer(self, singleShot=True, interval=0)
        self._moment.timeout.connect(self.settled)
        self._start(document, path, fingerprint, None)

    def _start(
        self,
        document: Document,
        path: Path | None,
        fingerprint: str | None,
        base: Base | None,
        scenario: int | None = None,
    ) -> None:
        self.rules = published_rules(document.portfolio.request_year)
        self._weigh(base or evaluate_base(document.portfolio))
        numbers = [*(each.number for each in document.scenarios), BASE]
        scenario = scenario if scenario in numbers else numbers[0]
        evaluation = self._facts.evaluation(document, scenario)
        self._state = State(document, scenario, evaluation, path, fingerprint, saved=document)

    def _weigh(self, base: Base) -> None:
        """Take up another base: a portfolio was opened, or lines and programs were proposed to it."""
        self._facts = ScenarioFacts(base, self.rules)
        self.base = self._facts.base

    @property
    def state(self) -> State:
        """What is open and shown now."""
        return self._state

    @property
    def is_clean(self) -> bool:
        """Whether the document is as it was last saved or opened."""
        return self._state.is_clean

    def is_at(self, state: State) -> bool:
        """Whether the document of an earlier state is still open, in the same file."""
        return (state.opening, state.path) == (self._state.opening, self._state.path)

    def evaluation_of(self, scenario: int) -> Evaluation:
        """The evaluation of any scenario of the document, or of the base."""
        if scenario == self._state.scenario:
            return self._state.evaluation
        return self._facts.evaluation(self._state.document, scenario)

    @property
    def base_evaluation(self) -> Evaluation:
        """The base as an evaluation."""
        return self._facts.base_evaluation

    @property
    def figures(self) -> Figures:
        """Every printed figure against the scenario shown."""
        return self._facts.figures(self._state)

    @property
    def is_settling(self) -> bool:
        """Whether findings and ceilings are to wait for `settled`.

        Those of a scenario shown for the first time take a moment: its figures stand on the screen before them.
        """
        return self._moment.isActive()

    @property
    def examination(self) -> Examination:
        """The findings of the check about the scenario shown."""
        return self._facts.examination(self._state)

    @property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """The ceilings of the request year: the published ones, then the document's own."""
        return self._state.document.all_ceilings(self.rules)

    @property
    def judged(self) -> Judged:
        """Those ceilings against the scenario shown."""
        return self._facts.judged(self._state)

    def readiness_of(self, scenario: int) -> Readiness:
        """What is still open about a scenario, or the base, that is to be handed over."""
        from planner.core.check.readiness import readiness  # noqa: PLC0415 - nothing is handed over at the start

        state = replace(self._state, scenario=scenario, evaluation=self.evaluation_of(scenario))
        return readiness(state.document, scenario, self._facts.examination(state), self._facts.judged(state))

    @property
    def unprepared(self) -> int | None:
        """A scenario, or the base, that was never examined; `None` where all were."""
        numbers = (*(each.number for each in self._state.document.scenarios), BASE)
        return next((number for number in numbers if not self._facts.is_examined(number)), None)

    def prepare(self, scenario: int) -> None:
        """Work out a part of what will be asked once a scenario is shown; nothing on the screen moves."""
        state = replace(self._state, scenario=scenario, evaluation=self.evaluation_of(scenario))
        if self._facts.is_judged(scenario):
            self._facts.examination(state)
        else:
            self._facts.judged(state)

    def _become(self, after: State) -> None:
        moved = Moved(self._state, after)
        self._state = after
        if moved.switched and not self._facts.is_examined(after.scenario):
            self._moment.start()
        elif moved.findings:
            self._moment.stop()
        self.changed.emit(moved)

    def restore(self, document: Document, scenario: int, base: Base | None) -> None:
        """Take up an earlier or later document and the scenario shown of it; how it is shown stays.

        `base` is the evaluated base of that document where it is known.
        """
        now, portfolio = self._state, document.portfolio
        if document.handovers is not now.document.handovers:
            document = replace(document, handovers=now.document.handovers)  # what went out cannot be taken back
        program = now.program
        if portfolio is not self.base.portfolio:
            self._weigh(base or evaluate_base(portfolio))
            if program is not None:
                program = portfolio.program_index.get(now.portfolio.programs[program].id)
        evaluation = self._facts.evaluation(document, scenario)
        after = replace(now, document=document, scenario=scenario, evaluation=evaluation, program=program)
        if after.year is not None and after.year not in after.table_years:
            after = replace(after, year=None)  # the plan ends earlier, or no intake of that year counts any more
        there = {BASE, *(each.number for each in document.scenarios)}
        self._become(self._with_beside(after, now.beside if now.beside in there else None))

    def _with_beside(self, state: State, beside: int | None) -> State:
        evaluation = None if beside is None else self._facts.evaluation(state.document, beside)
        return replace(state, beside=beside, evaluation_beside=evaluation)

    def show_beside(self, scenario: int | None) -> None:
        """Show the amounts of a second scenario beside those of the first, or of none."""
        if scenario != self._state.beside:
            self._become(self._with_beside(self._state, scenario))

    def show(
        self,
        *,
        scenario: int | None = None,
        view: int | Unchanged | None = UNCHANGED,
        program: int | Unchanged | None = UNCHANGED,
        unit: Unit | None = None,
        year: int | None = None,
    ) -> None:
        """Show another scenario, view, program, unit or fiscal year; what is not named stays as it is."""
        now = self._state
        after = replace(
            now,
            scenario=now.scenario if scenario is None else scenario,
            view=now.view if view is UNCHANGED else view,
            program=now.program if program is UNCHANGED else program,
            unit=unit or now.unit,
            year=now.year if year is None else None if year == now.portfolio.request_year else year,
        )
        if after.scenario != now.scenario:
            after = replace(after, evaluation=self._facts.evaluation(now.document, after.scenario))
        if after != now:
            self._become(after)

    def edit(self, text: str, edit: Callable[[Document], Document], scenario: int | None = None) -> None:
        """Make an edit one undo step, shown in the scenario named or the one shown.

        `UserError` passes through, and nothing has happened.
        """
        before = self._state
        document = edit(before.document)
        if document is before.document:
            return
        now = _Stand(before.document, before.scenario, self.base)
        then = _Stand(document, before.scenario if scenario is None else scenario, None)
        self.undo_stack.push(_Step(self, text, now, then))

    def keep_record(self, record: HandoverRecord, opening: int) -> bool:
        """Keep what was handed over in the document it was made from, which is no step of undo.

        Whether it is kept: another document may have been opened since (`State.opening`).
        """
        from planner.core.edits.handovers import keep_record  # noqa: PLC0415 - as above

        if opening != self._state.opening:
            return False
        self._become(replace(self._state, document=keep_record(self._state.document, record)))
        return True

    def set_values(self, text: str, entries: Sequence[edits.Entry], why: str = "") -> None:
        """Set values in the scenario shown, as one change and one undo step."""
        scenario = self._state.scenario
        self.edit(text, lambda document: edits.set_values(document, scenario, entries, why or self.reason, author()))

    # ---------------------------------------------------------------- another document
    # `base` is its portfolio as evaluated by the job that read it; without it the screen waits for that here.
    # `scenario` is shown where the document still has it, else its first one.

    def start(self, document: Document, base: Base | None = None) -> None:
        """Leave what is open for a new document that has no file yet."""
        self._replace_all(document, None, None, base)

    def take(
        self,
        document: Document,
        path: Path,
        fingerprint: str,
        base: Base | None = None,
        *,
        read_only: bool = False,
        scenario: int | None = None,
    ) -> None:
        """Leave what is open for the document that was read from a file."""
        self._replace_all(document, path, fingerprint, base, read_only=read_only, scenario=scenario)

    def recover(
        self,
        document: Document,
        path: Path | None,
        fingerprint: str | None,
        base: Base | None = None,
        *,
        scenario: int | None = None,
    ) -> None:
        """Leave what is open for unsaved work: it belongs to a file, or none, and is not saved yet."""
        self._replace_all(document, path, fingerprint, base, is_saved=False, scenario=scenario)

    def _replace_all(
        self,
        document: Document,
        path: Path | None,
        fingerprint: str | None,
        base: Base | None,
        *,
        is_saved: bool = True,
        read_only: bool = False,
        scenario: int | None = None,
    ) -> None:
        before = self._state
        self._start(document, path, fingerprint, base, scenario)
        self._state = replace(
            self._state,
            unit=before.unit,
            saved=document if is_saved else None,
            read_only=read_only,
            opening=before.opening + 1,
        )
        self.undo_stack.clear()
        self._moment.stop()
        self.changed.emit(Moved(before, self._state))

    def mark_saved(self, document: Document, path: Path, fingerprint: str) -> None:
        """Take note that `document`, as it was open when saving began, is what the file now holds."""
        self._become(replace(self._state, saved=document, path=path, fingerprint=fingerprint, read_only=False))

    def mark_read_only(self) -> None:
        """Take note that the file belongs to another program from now on."""
        self._become(replace(self._state, read_only=True))
