"""The verbs on past years: taken from a table, a table to fill in, taken out again; rows for the review sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.app.session.desk import Desk
from planner.app.widgets.file_names import ask_source, ask_target
from planner.core.errors import N_, UserError
from planner.files.document.author import author

if TYPE_CHECKING:
    from planner.app.programs.past_years_dialog import PastYearsDialog
    from planner.core.edits.execution import Pair

CSV = "CSV (*.csv)"


class PastYearsVerbs(QObject):
    """What can be done with past years of programs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._texts = desk, desk.session, desk.texts
        self.dialog: PastYearsDialog | None = None

    def ask(self) -> None:
        """Ask for a table and show what it says of which program."""
        title = self._texts._("Execution of past years")
        path = ask_source(self._desk.parent, title, self._desk.folder, CSV)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a table, and take over what is decided."""
        from planner.app.programs.past_years_dialog import PastYearsDialog  # noqa: PLC0415 - on first use

        self.dialog = PastYearsDialog(path, self._desk)
        self._desk.hold_to(self.dialog)
        self.dialog.decided.connect(lambda pairs: self._desk.do(partial(self._take, pairs)))
        self.dialog.open()

    def _take(self, pairs: Sequence[Pair]) -> None:
        from planner.core.edits.execution import take_over  # noqa: PLC0415 - on first use

        _ = self._texts._
        self._session.edit(_("Execution of past years"), lambda document: take_over(document, pairs, author()))
        one = N_("Past years of {n} program are kept with the document.")
        many = N_("Past years of {n} programs are kept with the document.")
        self._desk.messages.tell(self._texts.plural(len({each.program for each in pairs}), one, many))

    def forget(self) -> None:
        """Take out what is kept of the past years of the program chosen."""
        from planner.core.edits.execution import forget  # noqa: PLC0415 - on first use

        state = self._session.state
        if state.program is None:
            raise UserError(N_("No program is chosen."), N_("Choose one at the left."))
        program = state.portfolio.programs[state.program].id
        if not any(past.program == program for past in state.document.execution):
            raise UserError(
                N_("Nothing is known of past years of this program."),
                N_("Take them in from a table (File menu)."),
                where=program,
            )
        self._session.edit(self._texts._("Take its past years out"), lambda document: forget(document, [program]))

    def ask_table(self) -> None:
        """Ask for a name and write the table to fill in."""
        from planner.files.portfolio.execution_out import write_past_years  # noqa: PLC0415 - on first use

        path = self._ask_target(self._texts._("Table of past years to fill in…"), self._texts.name("執行", "execution"))
        if path is not None:
            write_past_years(path, self._session.state.document, self._texts)
            self._tell(path)

    def ask_review_rows(self) -> None:
        """Ask for a name and write what the review sheet asks of the scenario shown."""
        path = self._ask_target(self._texts._("Rows for the review sheet…"), self._texts.name("レビュー", "review"))
        if path is not None:
            self.write_review_rows(path)

    def write_review_rows(self, path: Path) -> None:
        """Write what the review sheet asks of the scenario shown."""
        from planner.files.submission.handover import Handover  # noqa: PLC0415 - heavy, on first use
        from planner.files.submission.options import ExportOptions  # noqa: PLC0415 - as above
        from planner.files.submission.review_sheet import write_review_rows  # noqa: PLC0415 - as above

        state = self._session.state
        options = ExportOptions(language=self._texts.language)
        write_review_rows(path, Handover(state.document, state.evaluation, state.scenario, options))
        self._tell(path)

    def _ask_target(self, title: str, name: str) -> Path | None:
        return ask_target(self._desk.parent, title, self._desk.suggested(f"_{name}.csv"), CSV, ".csv")

    def _tell(self, path: Path) -> None:
        self._desk.messages.tell(self._texts._("The table is written: {path}").format(path=path))
