"""What every list of findings does: it stays on the one chosen, settles those selected, and leads to their place."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from planner.app.check.fixes import Fix, settled
from planner.app.check.problem_model import ProblemModel
from planner.app.session.session import Session
from planner.core.edits.waivers import waiver_of
from planner.core.errors import N_, Problem, UserError
from planner.core.model.rules import RULES
from planner.files.document.author import author
from planner.words.places import SEVERITIES, place_name
from planner.words.texts import Texts


class FindingView(QWidget):
    """A list of findings; the subclass says what is shown beside it.

    Signals:
        jumped(Place): a finding was activated (double click or Enter), or stepped to.
        refused(UserError): what was asked cannot be done.
    """

    jumped = Signal(object)
    refused = Signal(object)

    def __init__(
        self, session: Session, texts: Texts, view: QAbstractItemView, model: ProblemModel, column: int = 0
    ) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._current: Problem | None = None
        self._row = 0
        self._column = column
        """The column of the model that the list selects."""
        self.list = view
        self.model = model
        self.list.setModel(self.model)
        self.list.selectionModel().currentRowChanged.connect(lambda index, _before: self._choose(index.row()))
        self.list.selectionModel().selectionChanged.connect(lambda _on, _off: self._offer())
        self.list.activated.connect(self._jump)
        self.model.modelReset.connect(self._on_reset)

    def _on_reset(self) -> None:
        """Stay on the finding that was chosen, wherever it stands now."""
        row = self.model.row_of(self._current)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, self._column))
        self._show(row)
        self._offer()

    def _choose(self, row: int) -> None:
        self._current = self.model.problem_at(row) if 0 <= row < self.model.rowCount() else None
        self._row = max(row, 0)
        self._show(row)

    def _show(self, row: int) -> None:
        """Show the finding in a row in full, nothing where there is none."""
        raise NotImplementedError

    def _offer(self) -> None:
        """Say what can be done with those selected."""
        raise NotImplementedError

    def paragraphs(self, row: int) -> Iterator[str]:
        """A finding in full, paragraph by paragraph: what it is about, what is wrong, what to do, who asks."""
        problem, _ = self.model.problem_at(row), self._texts._
        rule = RULES[problem.rule]
        place = place_name(self._session.state.portfolio, problem.where, self._texts)
        yield f"{_(SEVERITIES[problem.severity])} {place} ({problem.where})"
        for each in (problem.message, problem.remedy):
            yield each.render(self._texts.translate)
        yield _("The examiner asks: {question}").format(question=_(rule.asks))
        waiver = waiver_of(problem, self.model.accepted)
        if waiver is not None:
            by = f" ({waiver.who} {waiver.when})" if waiver.who else ""
            yield _("Accepted: {why}").format(why=waiver.why) + by
        elif not rule.waivable:
            yield _("This finding cannot be accepted; settle it.")

    def selected(self) -> list[Problem]:
        """The findings selected in the list."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})
        return [self.model.problem_at(row) for row in rows]

    def settle(self, problems: list[Problem], fix: Fix) -> bool:
        """Settle findings as one edit; whether it was done."""
        state = self._session.state
        try:
            if not problems:
                raise UserError(N_("No finding is selected."), N_("Select one or more in the list of the check."))
            self._session.edit(
                self._texts._(fix.way.value), lambda document: settled(document, state, problems, fix, author())
            )
        except UserError as error:
            self.refused.emit(error)
            return False
        return True

    def _jump(self, index: QModelIndex) -> None:
        place = self.model.place_at(index.row())
        if place is None:
            return
        if place.row is None:
            self._session.show(view=None)  # a program is looked at among all
        self.jumped.emit(place)
