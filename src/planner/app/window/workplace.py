"""積算 with all that works on it: the page, its verbs, the drawer beside it, and where jumps lead.

It is made when it is first wanted: a document opens on its overview.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractScrollArea

from planner.app.lines.bar.formula_bar import FormulaBar
from planner.app.lines.line_columns import Column
from planner.app.lines.line_table import LineTable
from planner.app.lines.line_verbs import LineVerbs
from planner.app.lines.selection_sum import SelectionSum
from planner.app.pages.inspector import CHANGES, Inspector
from planner.app.pages.lines_page import LinesPage
from planner.app.pages.whatif_place import WhatIfPlace
from planner.app.programs.program_pane import ProgramPane
from planner.app.scenarios.change_verbs import ChangeVerbs
from planner.app.session.desk import Desk
from planner.app.session.settings import Settings
from planner.app.window.jumps import Jumps
from planner.app.window.part import Part

if TYPE_CHECKING:
    from planner.app.lines.bulk_dialog import Bulk
    from planner.app.lines.go_to import GoTo
    from planner.app.lines.replace_bar import ReplaceBar


class Workplace(QObject):
    """The page of the lines and what can be done there."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts = desk, desk.session, desk.texts
        session, texts = desk.session, desk.texts
        self.pane = ProgramPane(session, texts, settings)
        self.tree = self.pane.tree
        self.table = LineTable(session, texts, settings)
        self.bar = FormulaBar(session, texts, self.table)
        self.inspector = Inspector(session, texts, settings, self.table)
        self.page = LinesPage(session, texts, settings, self.pane, self.table, self.bar, self.inspector)
        self.what_if = WhatIfPlace(desk, self.page)
        self.selection_sum = SelectionSum(self.table, session, texts)
        self.lines, self.changes = LineVerbs(desk, self.table), ChangeVerbs(desk, self.inspector.changes)
        self.jumps = Jumps(desk, self.tree, self.table)
        self._connect()

    def _connect(self) -> None:
        messages = self._desk.messages
        for refusing in (self.table, self.bar, self.inspector.findings, self.tree.programs):
            refusing.refused.connect(messages.refuse)
        self.table.lines.noticed.connect(messages.tell)
        self.bar.evidence_wanted.connect(lambda: self._desk.do(self.lines.ask_evidence))
        self.tree.named.connect(self.lines.name_first_line)
        for leading in (self.pane, self.lines, self.inspector.changes, self.inspector.findings, self.inspector.chart):
            leading.jumped.connect(self.jumps.to)
        self.what_if.place_wanted.connect(self.jumps.to)
        self.jumps.programs_wanted.connect(self.page.pick_program)

    @property
    def parts(self) -> dict[Part, QAbstractScrollArea]:
        """What has verbs and a menu of its own."""
        return {Part.TABLE: self.table, Part.PROGRAMS: self.tree, Part.CHANGES: self.inspector.changes.list}

    @cached_property
    def bulk(self) -> Bulk:
        """The bulk change of the selected cells."""
        from planner.app.lines.bulk_dialog import Bulk  # noqa: PLC0415 - made when it is first opened

        return Bulk(self.table, self._session, self._texts)

    @cached_property
    def replace(self) -> ReplaceBar:
        """The bar over the table that finds and replaces."""
        from planner.app.lines.replace_bar import ReplaceBar  # noqa: PLC0415 - as above

        return ReplaceBar(self.table, self._session, self._texts)

    @cached_property
    def go_to(self) -> GoTo:
        """What leads to a line by its name."""
        from planner.app.lines.go_to import GoTo  # noqa: PLC0415 - as above

        found = GoTo(self.table, self._session, self._texts)
        found.jumped.connect(self.jumps.to)
        return found

    def open_bulk(self) -> None:
        """Change the selected cells in bulk; from the programs, the rates of all lines of the one chosen."""
        if self.tree.hasFocus():
            self.table.select_column(Column.RATE)
        self.bulk.open()

    def go_to_changes(self) -> None:
        """Put the cursor into the changes."""
        self.inspector.go_to(CHANGES)
