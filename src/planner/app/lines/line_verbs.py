"""The verbs on lines and programs: propose, duplicate, move, describe, take out and put back, calibrate, evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from planner.app.lines.line_table import LineTable
from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.tables.naming import Naming, name_lines
from planner.core.edits import structure
from planner.core.edits.changes import set_evidence
from planner.core.edits.values import Entry, open_scenario, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE, Document, Evidence
from planner.core.model.fields import PRESENT, RATE
from planner.core.model.lines import Cell
from planner.files.document.author import author
from planner.words.figures import line_unit, unit_meant
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.lines.wish_dialog import WishDialog

T = TypeVar("T")


class LineVerbs(QObject):
    """What can be done with the lines selected in the table, and with the program whose lines it shows.

    Signals:
        jumped(Place): what was made or moved is to be shown.
    """

    jumped = Signal(object)

    def __init__(self, desk: Desk, table: LineTable) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts, self._table = desk, desk.session, desk.texts, table

    def _propose(self, text: str, edit: Callable[..., tuple[Document, T]], *what: object, **how: object) -> T:
        """Make one edit of `planner.core.edits.structure` in the scenario shown; the ids it gave."""
        scenario, found = self._session.state.scenario, []

        def whole(document: Document) -> Document:
            grown, ids = edit(document, scenario, *what, **how, why=self._session.reason, author=author())
            found.append(ids)
            return grown

        self._session.edit(text, whole)
        return found[-1]

    # ---------------------------------------------------------------- lines

    def _lines(self) -> list[str]:
        lines = self._table.selected_lines()
        if not lines:
            raise UserError(N_("No line is selected."), N_("Select one in the table."))
        return lines

    def add_line(self) -> None:
        """Propose a line below the one under the cursor, and let its name be typed."""
        state, selected = self._session.state, self._table.selected_lines()
        portfolio = state.portfolio
        if selected:
            program = portfolio.programs[portfolio.lines.program[portfolio.line_index[selected[-1]]]].id
        else:
            program = self._program()
        after = selected[-1] if selected else None
        label = self._texts._("New line")
        line = self._propose(self._texts._("Add a line"), structure.add_line, program, label, after=after)
        self.jumped.emit(Place(row=self._session.state.portfolio.line_index[line], naming=True))

    def duplicate_lines(self) -> None:
        """Propose copies of the selected lines below them."""
        lines = self._lines()
        self._show(self._propose(self._texts._("Duplicate lines"), structure.duplicate_lines, lines))

    def take_out(self) -> None:
        """Take the selected lines out of the request."""
        lines, scenario = self._lines(), self._session.state.scenario
        portfolio = self._session.state.portfolio
        rows = [portfolio.line_index[line] for line in lines]
        self._session.edit(
            self._texts._("Take out of the request"),
            lambda document: structure.remove_lines(document, scenario, lines, self._session.reason, author()),
        )
        left = [row for row in range(max(rows), -1, -1) if self._table.lines.row_of_line(row) >= 0]
        if left and self._table.lines.row_of_line(rows[0]) < 0:
            self.jumped.emit(Place(row=left[0]))

    def put_back(self) -> None:
        """Put the selected lines back into the request."""
        lines, scenario = self._lines(), self._session.state.scenario
        entries = [Entry(line, PRESENT.key, self._session.state.portfolio.request_year, 1) for line in lines]
        self._session.edit(
            self._texts._("Put back into the request"),
            lambda document: set_values(document, scenario, entries, self._session.reason, author()),
        )

    def shift(self, by: int) -> None:
        """Move the proposed line under the cursor up or down."""
        line = self._lines()[0]
        self._session.edit(self._texts._("Move the line"), lambda document: structure.shift_line(document, line, by))
        self._show([line])

    def ask_move(self) -> None:
        """Ask for a program and move the selected lines there."""
        self._lines()
        evaluation, portfolio = self._session.state.evaluation, self._session.state.portfolio
        shown = [i for i in range(len(portfolio.programs)) if evaluation.shows_program(i)]
        names = {
            "　" * (len(portfolio.ancestors[i]) - 1)
            + self._texts.name(portfolio.programs[i].name, portfolio.programs[i].name_en)
            + f" ({portfolio.programs[i].id})": portfolio.programs[i].id
            for i in shown
        }
        self._desk.choose(
            self._texts._("Move to another program"),
            self._texts._("Program that gets the lines; last year's amount stays where it was enacted"),
            list(names),
            lambda name: self.move_to(names[name]),
        )

    def move_to(self, program: str) -> None:
        """Move the selected lines to another program."""
        text = self._texts._("Move to another program")
        self._show(self._propose(text, structure.move_lines, self._lines(), program))

    def ask_describe(self) -> None:
        """Ask for label and unit of the proposed line under the cursor."""
        line = self._lines()[0]
        portfolio = self._session.state.portfolio
        row = portfolio.line_index[line]
        structure.refuse_base_line(portfolio, line)
        dialog = LineDialog(self._desk.parent, self._texts, portfolio.lines.labels[row], portfolio.lines.units[row])
        dialog.accepted.connect(lambda: self._desk.do(partial(self.describe, line, *dialog.said)))
        self._desk.hold_to(dialog)
        dialog.open()

    def describe(self, line: str, label: str, unit: str) -> None:
        """Give a proposed line another label and unit."""
        named = Naming.read(self._session.state.portfolio, line, label, unit)
        name_lines(self._session, self._texts._("Label and unit"), [named])
        self._show([line])

    def ask_evidence(self) -> None:
        """Ask what the rates of the selected lines rest on."""
        lines = self._table.selected_lines()
        state = self._session.state
        if state.scenario == BASE or not lines:
            raise UserError(
                N_("Evidence is given for rates of a scenario."), N_("Choose a scenario and select lines of it.")
            )
        known = state.document.evidence(state.scenario).get(lines[0], {}).get(Cell(RATE.key, state.shown_year))
        from planner.app.lines.evidence_dialog import EvidenceDialog  # noqa: PLC0415 - on first use

        dialog = EvidenceDialog(self._desk.parent, self._texts, known)
        dialog.accepted.connect(lambda: self._desk.do(partial(self.set_evidence, lines, dialog.evidence)))
        self._desk.hold_to(dialog)
        dialog.open()

    def set_evidence(self, lines: list[str], evidence: Evidence | None) -> None:
        """Say what the rates of lines rest on, or take that back."""
        scenario, year = self._session.state.scenario, self._session.state.shown_year
        cells = [(line, Cell(RATE.key, year)) for line in lines]
        self._session.edit(
            self._texts._("Evidence"), lambda document: set_evidence(document, scenario, cells, evidence)
        )

    def ask_wish(self) -> None:
        """Ask how much of the rate or quantity of the line under the cursor is the request; the rest becomes a wish."""
        from planner.app.lines.wish_dialog import WishDialog  # noqa: PLC0415 - nothing is wished for at the start

        state, line = self._session.state, self._lines()[-1]
        open_scenario(state.document, state.scenario)
        dialog = WishDialog(self._desk.parent, self._session, self._texts, line)
        dialog.accepted.connect(lambda: self._desk.do(partial(self._split_wish, dialog)))
        self._desk.hold_to(dialog)
        dialog.show()

    def _split_wish(self, dialog: WishDialog) -> None:
        wishes: list[str] = []

        def split(document: Document) -> Document:
            made, wish = dialog.made(document)
            wishes.append(wish)
            return made

        self._session.edit(self._texts._("Split a wished rise off"), split)
        self._show(wishes)

    def _show(self, lines: Sequence[str]) -> None:
        index = self._session.state.portfolio.line_index
        if lines and lines[0] in index:
            self.jumped.emit(Place(row=index[lines[0]]))

    # ---------------------------------------------------------------- programs

    def _program(self) -> str:
        state = self._session.state
        if state.program is None:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        return state.portfolio.programs[state.program].id

    def new_program(self, *, part: bool) -> None:
        """Propose a program beside the one shown, or as a part of the one chosen, and let its name be typed."""
        self.add_program(self._texts._("New program"), part=part)
        self.jumped.emit(Place(program=self._session.state.program, naming=True))

    def name_first_line(self, program: str) -> None:
        """Let the name of the line that a new program begins with be typed."""
        portfolio = self._session.state.portfolio
        rows = portfolio.line_ranges[portfolio.program_index[program]]
        self.jumped.emit(Place(row=rows[0], naming=True))

    def _like(self) -> str:
        """The program that a new one stands beside: the one chosen, that of the line at the cursor, or the last one."""
        state, row = self._session.state, self._table.row_at_cursor
        portfolio = state.portfolio
        if state.program is not None:
            return portfolio.programs[state.program].id
        if row is not None:
            return portfolio.programs[portfolio.ancestors[portfolio.lines.program[row]][-1]].id
        if not portfolio.programs:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        return portfolio.programs[portfolio.tops[-1]].id

    def add_program(self, name: str, *, part: bool) -> None:
        """Propose a program like the one chosen, and show it."""
        like = self._program() if part else self._like()
        if not name.strip():
            raise UserError(N_("A program needs a name."), N_("Write its name."))
        text = self._texts._("Add a program")
        self._choose(self._propose(text, structure.add_program, name.strip(), like, part=part))

    def duplicate_program(self) -> None:
        """Propose a program of the same content as the one chosen, and show it."""
        text = self._texts._("Duplicate the program")
        self._choose(self._propose(text, structure.duplicate_program, self._program()))

    def take_program_out(self) -> None:
        """Take the program chosen out of the request (廃止)."""
        program, scenario = self._program(), self._session.state.scenario
        self._session.edit(
            self._texts._("Take the program out of the request"),
            lambda document: structure.remove_program(document, scenario, program, self._session.reason, author()),
        )

    def ask_program_name(self) -> None:
        """Let another name of the proposed program chosen be typed where it stands."""
        portfolio, program = self._session.state.portfolio, self._program()
        structure.refuse_base_program(portfolio, program)
        self.jumped.emit(Place(program=portfolio.program_index[program], naming=True))

    def calibrate(self) -> None:
        """Fit the ranges of the program chosen to its printed total."""
        from planner.core.seek.calibrate import calibrate  # noqa: PLC0415 - on first use

        text, base = self._texts._("Fit ranges to the printed total"), self._session.base
        program, scenario = self._program(), self._session.state.scenario
        self._session.edit(text, lambda document: calibrate(document, base, scenario, program, text, author()))

    def _choose(self, program: str) -> None:
        self.jumped.emit(Place(program=self._session.state.portfolio.program_index[program]))


class LineDialog(QDialog):
    """Label and unit of a proposed line."""

    def __init__(self, parent: QWidget, texts: Texts, label: str, unit: str) -> None:
        super().__init__(parent)
        _ = texts._
        self.setWindowTitle(_("Label and unit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.label, self.unit = QLineEdit(label), QLineEdit(line_unit(unit, texts))
        self.label.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 44)
        form = QFormLayout(self)
        form.addRow(_("Item"), self.label)
        form.addRow(_("Unit of the quantity"), self.unit)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def said(self) -> tuple[str, str]:
        """Label and unit as typed."""
        return self.label.text().strip(), unit_meant(self.unit.text())
