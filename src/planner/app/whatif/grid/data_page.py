"""データ表: what an amount comes to with every pair of values of two figures; a cell goes into a branch."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.session.desk import Desk
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.asking import Work
from planner.app.whatif.beside import Beside
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.grid.axis_choice import AxisChoice
from planner.app.whatif.grid.data_answer import DataAnswer, DataQuestion
from planner.app.whatif.grid.data_grid import DataGrid
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.proposal import Proposal
from planner.app.widgets import theme
from planner.app.widgets.charts.picture_foot import PictureFoot
from planner.app.widgets.plain import Label, plain_tip
from planner.core.ceilings.judge import Verdict
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.words.ceilings import ceiling_name
from planner.words.figures import unit_name, yen_text


class DataPage(WhatIfPage):
    """Two figures and their values; below them the grid, and what the cell one is at says."""

    is_wide = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        session, texts, _ = self._session, self._texts, self._texts._
        self._answer: DataAnswer | None = None
        self.aim = AimChoice(session, texts)
        self.down, self.across = AxisChoice(session, texts, _("Down")), AxisChoice(session, texts, _("Across"))
        self.ceiling, self.limit = QComboBox(), QLineEdit()
        self.ceiling.setAccessibleName(_("Limit"))
        self.ceiling.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.ceiling.setMinimumContentsLength(16)
        self.limit.setAccessibleName(_("Limit as an amount"))
        self.limit.setFixedWidth(theme.px(150))
        self.grid = DataGrid(session, texts)
        self.caption, self.told = Label(), Label()
        self.told.setWordWrap(True)
        for label in (self.caption, self.told):
            label.setProperty("tone", "second")
        self.caption.setWordWrap(True)
        self.classify = QPushButton(_("Classify the lines"))
        self.classify.hide()
        self.pictures = PictureFoot(texts, lambda: self.grid, self.told.setText)
        self.ways = [QPushButton(_("Difference from now")), QPushButton(_("Amount"))]
        self._group = QButtonGroup(self)
        for place, button in enumerate(self.ways):
            button.setCheckable(True)
            button.setChecked(not place)
            self._group.addButton(button, place)
        self._lay_out()
        self._fill_ceilings()
        self.show_answer(None)
        self._connect()

    def _lay_out(self) -> None:
        _, body = self._texts._, QVBoxLayout()
        limit = QWidget()
        row = QHBoxLayout(limit)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self.ceiling)
        row.addWidget(self.limit)
        row.addStretch(1)
        of = self.form_part((_("Of"), self.aim, self.aim.whole), (_("Limit"), limit, self.ceiling))
        axes = self.form_part((_("Down"), self.down, self.down.driver), (_("Across"), self.across, self.across.driver))
        ways, state = QHBoxLayout(), self.state_row()
        ways.setSpacing(0)
        for button in self.ways:
            ways.addWidget(button)
        state.addWidget(self.classify)
        state.addLayout(ways)
        state.addLayout(self.pictures)
        body.addWidget(Beside(of, axes, (1, 1)))
        body.addLayout(state)
        for part in (self.caption, self.grid, self.told):
            body.addWidget(part, 100 if part is self.grid else 0)
        body.addStretch(1)
        self.lay_out(body)

    def _connect(self) -> None:
        for part in (self.aim, self.down, self.across):
            part.changed.connect(self.change)
        self.ceiling.activated.connect(self._on_ceiling)
        self.limit.textEdited.connect(self.change)
        self.grid.chosen.connect(self._on_cell)
        self.grid.wanted.connect(self.foot.branch.click)
        self.classify.clicked.connect(self.classes_wanted)
        self._group.idClicked.connect(self._on_way)

    # ---------------------------------------------------------------- what is asked

    def take_up(self, chosen: Chosen) -> None:
        self.aim.take_up(chosen)
        self.down.take_up(chosen, 0)
        self.across.take_up(chosen, 1)
        self.change()

    def first(self) -> QWidget:
        return self.down.driver

    def refresh(self) -> None:
        self.aim.refill()
        self.down.refill()
        self.across.refill()
        self._fill_ceilings()

    def _fill_ceilings(self) -> None:
        """Offer an amount and the ceilings as the limit."""
        chosen = self.ceiling.currentData()
        self.ceiling.clear()
        self.ceiling.addItem(self._texts._("an amount"), "")
        for each in self._session.ceilings:
            self.ceiling.addItem(ceiling_name(each, self._texts), each.id)
        self.ceiling.setCurrentIndex(max(self.ceiling.findData(chosen), 0))
        self._show_ceiling()

    def _on_ceiling(self) -> None:
        self._show_ceiling()
        self.change()

    def _show_ceiling(self) -> None:
        self.ceiling.setToolTip(plain_tip(self.ceiling.currentText()))
        self.limit.setVisible(not self.ceiling.currentData())

    def question(self) -> Work | None:
        state = self._session.state
        return DataQuestion(
            state.document,
            state.evaluation.base,
            state.scenario,
            self._session.ceilings,
            self.aim.what,
            self.across.asked,
            self.down.asked,
            self.ceiling.currentData() or "",
            self.limit.text().strip(),
        ).answer

    def unasked(self) -> str:
        return ""

    def forget(self) -> None:
        super().forget()
        self.classify.hide()

    def _refuse(self, error: UserError) -> None:
        super()._refuse(error)
        self.classify.setVisible(self.aim.is_ceiling)

    # ---------------------------------------------------------------- the answer

    def show_answer(self, answer: object) -> None:
        found = self._answer = answer if isinstance(answer, DataAnswer) else None
        self.grid.show_answer(found)
        self.aim.now.setText("")
        self._show_caption()
        self._show_cell()
        if found is None:
            return
        _ = self._texts._
        if found.now is not None:
            self.aim.now.setText(_("now {amount}").format(amount=yen_text(found.now, self._texts)))
        self._show_verdict(found)

    def _show_verdict(self, found: DataAnswer) -> None:
        """Say how many cells stay within the limit, or why that cannot be said."""
        _, verdicts = self._texts._, [each for row in found.verdicts or () for each in row]
        if Verdict.UNKNOWN in verdicts:
            self.say(_("Where lines lack a class, the ceiling cannot be judged."), "warning")
            self.classify.show()
        elif verdicts:
            said = _("Cells within the limit: {n} of {all}.")
            self.say(said.format(n=f"{verdicts.count(Verdict.HOLDS):,}", all=f"{len(verdicts):,}"))
        else:
            self.say(_("Cells: {n}. Enter or a double click puts one into a branch.").format(n=f"{_cells(found):,}"))

    def _show_caption(self) -> None:
        """Say what stands in rows and columns, in which unit, and what colours and lines mean."""
        if self._answer is None:
            self.caption.setText("")
            return
        _, model, table = self._texts._, self.grid.cells, self._answer.table
        said = _("Down {down}, across {across}; in {unit}. Orange △ below now, blue + above.").format(
            down=model.name(table.down),
            across=model.name(table.across),
            unit=unit_name(self._session.state.unit, self._texts),
        )
        limit = _("Thick line: the limit; hatched: beyond it.")
        self.caption.setText(said if self._answer.verdicts is None else f"{said} {limit}")

    def _on_way(self, place: int) -> None:
        self.grid.cells.as_difference = not place
        self.grid.fit()

    def _on_cell(self) -> None:
        self._show_cell()
        if self._answer is not None:
            self.propose()

    def _show_cell(self) -> None:
        at = self.grid.currentIndex()
        self.told.setText(self.grid.cells.said(at.row(), at.column()) if at.isValid() else "")

    def proposal(self) -> Proposal | None:
        """The cell one is at, unless it is what there is."""
        at, answer = self.grid.currentIndex(), self._answer
        if answer is None or not at.isValid() or answer.is_now(at.row(), at.column()):
            return None
        table, ids = answer.table, self._session.state.portfolio.lines.ids
        pairs = [(table.down, table.down.values[at.row()]), (table.across, table.across.values[at.column()])]
        entries = [Entry(ids[axis.driver.row], axis.driver.field.key, axis.driver.year, value) for axis, value in pairs]
        values = [
            f"{self._texts._(axis.driver.field.label)} {axis.driver.field.display(value)}" for axis, value in pairs
        ]
        name = " × ".join(values)

        def made(document: Document, scenario: int, why: str, author: Author) -> Document:
            return set_values(document, scenario, entries, why, author)

        reason = self._texts._(N_("Data table: {values}")).format(values=self.grid.cells.said(at.row(), at.column()))
        return Proposal(name, reason, made)


def _cells(found: DataAnswer) -> int:
    return len(found.table.down.values) * len(found.table.across.values)
