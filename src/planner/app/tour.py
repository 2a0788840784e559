"""The same job without a display: renders the real window to pictures, tries a small what-if, writes the workbook.

The what-if: the rate for new intake of 特別研究員（DC） from 3,072,000円 to 3,200,000円, typed into the table as
one edit of two cells, with its reason. Run it with `python -m planner.app.tour FOLDER`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication

from planner.app.documents.document_file import DocumentFile
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.document import WORKING
from planner.core.money import Unit, format_amount, format_change
from planner.files.document.backups import Backups
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.handover import Handover
from planner.files.submission.submission import write_submission
from planner.words.figures import unit_name
from planner.words.texts import system_language, texts_for

LINES = ("fellows/dc/dc1", "fellows/dc/dc2")
RATE = "3,200千円"
SIZE = QSize(1920, 1000)
REASON = "民間初任給（25.2万円/月）との差を縮めるため"


def main(argv: Sequence[str]) -> int:
    """Do the tour and put its files into the folder named; the process's exit code."""
    folder = Path(argv[0] if argv else "out").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    texts = texts_for(system_language())
    settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    session = Session(new_document(built_in_portfolio(), WORKING.render(texts.translate)))
    window = MainWindow(session, texts, settings, DocumentFile(session, Backups(folder / "backups")))
    window.resize(SIZE)
    window.show()
    portfolio = session.state.portfolio
    window.work.tree.setCurrentIndex(window.work.tree.programs.index_of_program(portfolio.program_index["fellows/dc"]))
    application.processEvents()
    opened = folder / "window.png"
    window.grab().save(str(opened))
    before = session.state.totals()[1].yen

    session.reason = REASON
    rows = [window.work.table.lines.row_of_line(portfolio.line_index[line]) for line in LINES]
    window.work.table.lines.enter(
        [(window.work.table.lines.index(row, COLUMNS.index(Column.RATE)), RATE) for row in rows]
    )
    window.work.jumps.to(Place(row=portfolio.line_index[LINES[0]]))
    application.processEvents()
    edited = folder / "what-if.png"
    window.grab().save(str(edited))

    state = session.state
    document, workbook = folder / "what-if.bplan", folder / "submission.xlsx"
    save_document(state.document, document)
    write_submission(workbook, Handover(state.document, state.evaluation, state.scenario))
    after = state.totals()[1].yen
    _ = texts._
    unit = Unit.MILLION
    sys.stdout.write(
        "\n".join(
            [
                f"{_('Previous year')}: {format_amount(state.totals()[0].yen, unit)} {unit_name(unit, texts)}",
                f"{_('Request')}: {format_amount(before, unit)} {unit_name(unit, texts)}",
                _("What-if: the rate for new DC intake from 3,072,000 to 3,200,000 yen"),
                f"{_('Request')}: {format_amount(after, unit)} {unit_name(unit, texts)}"
                f" ({format_change(after - before)} {_('yen')})",
                *(str(path) for path in (opened, edited, document, workbook)),
                "",
            ]
        )
    )
    window.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
