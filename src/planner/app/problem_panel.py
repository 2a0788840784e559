"""The findings of the check at the right: a list, and the one chosen in full."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QSplitter, QTextEdit

from planner.app import theme
from planner.app.panels import Index, ListView, TableModel
from planner.app.session import Session, State
from planner.app.totals_strip import severity_name
from planner.core.checks import problems
from planner.core.errors import Problem, Severity
from planner.core.years import era_label
from planner.texts import Texts


class ProblemModel(TableModel):
    """The findings of the check for the scenario shown, errors first."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = ("", _("Where"), _("Finding"))
        self._problems: tuple[Problem, ...] = ()
        session.changed.connect(self._on_changed)

    def _on_changed(self, before: State, after: State) -> None:
        if before.evaluation is not after.evaluation or before.document is not after.document:
            self.refresh()

    def refresh(self) -> None:
        """Find the problems again."""
        state = self._session.state
        found = problems(state.document, state.evaluation, state.scenario, self._session.figures, self._session.judged)
        if found != self._problems:
            self.beginResetModel()
            self._problems = found
            self.endResetModel()

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(problem.severity is severity for problem in self._problems)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._problems)

    def problem_at(self, row: int) -> Problem:
        """The finding in a row."""
        return self._problems[row]

    def data(self, index: Index, role: int = 0) -> Any:
        problem, translate = self._problems[index.row()], self._texts.translate
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{problem.message.render(translate)}\n{problem.remedy.render(translate)}\n{problem.where}"
        if role == Qt.ItemDataRole.ForegroundRole and problem.severity is Severity.ERROR:
            return theme.negative_text()
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            return severity_name(problem.severity, self._texts)
        return self.place_name(problem) if index.column() == 1 else problem.message.render(translate)

    def place_name(self, problem: Problem) -> str:
        """Where a finding stands, by the name of its line, program or view, with the fiscal year."""
        portfolio, name = self._session.state.portfolio, self._texts.name
        address, _, year = problem.where.partition("@")
        id_ = address.partition(".")[0]
        found = id_
        if id_ in portfolio.line_index:
            row = portfolio.line_index[id_]
            program = portfolio.programs[portfolio.lines.program[row]]
            label = name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
            found = f"{name(program.name, program.name_en)} › {label}"
        elif id_ in portfolio.program_index:
            program = portfolio.programs[portfolio.program_index[id_]]
            found = name(program.name, program.name_en)
        else:
            found = next((name(view.name, view.name_en) for view in portfolio.views if view.id == id_), id_)
        return f"{found} {era_label(int(year))}" if year else found


class ProblemPanel(QSplitter):
    """The list of findings, and below it the one chosen in full: what, where, what to do."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._texts = texts
        self.list = ListView("problems", texts._("Check"), (7, 26))
        self.model = ProblemModel(session, texts, self)
        self.full = QTextEdit()
        self.full.setReadOnly(True)
        self.full.setAccessibleName(texts._("The finding in full"))
        self.full.setFont(theme.table_font())
        self.full.setTabChangesFocus(True)
        self.addWidget(self.list)
        self.addWidget(self.full)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.list.setModel(self.model)
        self.list.selectionModel().currentRowChanged.connect(lambda index, _before: self._show(index.row()))
        self.model.modelReset.connect(lambda: self._show(self.list.currentIndex().row()))
        self.model.refresh()

    def _show(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            self.full.clear()
            return
        problem, translate = self.model.problem_at(row), self._texts.translate
        place, severity = self.model.place_name(problem), severity_name(problem.severity, self._texts)
        said = [f"<b>{escape(severity)}</b> {escape(place)} ({escape(problem.where)})"]
        said += [escape(each.render(translate)) for each in (problem.message, problem.remedy)]
        self.full.setHtml("".join(f"<p>{each}</p>" for each in said))
