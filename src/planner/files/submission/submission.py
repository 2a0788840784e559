"""The submission workbook (提出資料): what goes to the finance ministry, every amount a live formula with its value.

It holds one scenario and nothing of others, unless the officer chose some to be compared. Sheets are described once
(`planner.files.submission.sheets`), then written, read back and compared with the program before they are put in place.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation
from planner.core.errors import N_, UserError
from planner.core.model.handovers import HandoverRecord
from planner.core.model.lines import Lack
from planner.files.document.author import author
from planner.files.plain.sheet import FEW, Sheet, SheetProgress, made_once
from planner.files.plain.tidy_csv import write_tidy_csv
from planner.files.submission.handover import Handover
from planner.files.submission.request import refuse_too_long
from planner.files.submission.sheets.book import sheets_of
from planner.files.submission.sheets.figures.data import data_sheet
from planner.files.submission.workbook.read_back import compare_with_program
from planner.files.whole import Progress, write_whole


class Submission(NamedTuple):
    """A workbook that was read back, and the record of what it says."""

    content: bytes
    record: HandoverRecord


def write_submission(path: Path, handover: Handover) -> HandoverRecord:
    """Write the workbook of what is handed over to `path`, whole or not at all; the record of it is to be kept.

    Raises `UserError` when an amount cannot be computed or is too large for a spreadsheet, or when the file cannot
    be written, as while Excel has it open; an existing file is unharmed then.
    """
    made = submission(handover)
    write_whole(path, made.content)
    return replace(made.record, file=path.name)


def submission(handover: Handover, progress: Progress | None = None) -> Submission:
    """The workbook of what is handed over, read back and found to say what the program says.

    `progress` may raise to end the work. Raises `UserError` as `write_submission` does.
    """
    from planner.files.submission.workbook.xlsx import written_sheets  # noqa: PLC0415 - the preview needs no Excel library

    sheets, (who, when) = [_written_of(sheet) for sheet in described(handover)], author()
    # On Windows a reader may still hold the file where it refuses: what it says counts, not the folder that stays.
    with tempfile.TemporaryDirectory(prefix="planner-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "submission.xlsx"
        tally = SheetProgress(2 * sum(sheet.size for sheet in sheets), progress)
        with closing(written_sheets(path, sheets, _properties(handover), tally)) as written:
            record = HandoverRecord.of(written, scenario=handover.scenario, file="", who=who, when=when)
        compare_with_program(path, sheets, handover, tally)
        return Submission(path.read_bytes(), record)


def _written_of(sheet: Sheet) -> Sheet:
    """A sheet of few rows with those rows, to be written and compared; those of others are made anew, one by one."""
    return sheet._replace(rows=made_once(sheet.rows)) if sheet.size <= FEW else sheet


def write_csv(path: Path, handover: Handover, encoding: str) -> None:
    """Write データ as a CSV table, whole or not at all; raises `UserError` as `write_tidy_csv` does."""
    write_tidy_csv(path, data_sheet(handover), encoding)


def described(handover: Handover) -> tuple[Sheet, ...]:
    """The sheets of what is handed over, to be written, shown or printed.

    Raises `UserError` where an amount cannot be computed or is too large for a spreadsheet.
    """
    refuse_uncomputable(handover.evaluation)
    return sheets_of(handover)


def _properties(handover: Handover) -> dict[str, str]:
    portfolio = handover.portfolio
    title = f"{handover.year(portfolio.request_year)} {handover.say('概算要求', 'budget request')} {handover.title}"
    return {"title": title} | ({"author": handover.options.author} if handover.options.author else {})


def refuse_uncomputable(evaluation: Evaluation) -> None:
    """Raise `UserError` where an amount cannot be computed or has more digits than a spreadsheet keeps."""
    portfolio = evaluation.portfolio
    for row in sorted(evaluation.base.suspects | set(evaluation.lines)):
        for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
            if amount is Lack.CANNOT_COMPUTE:
                raise UserError(
                    N_("Cannot compute: no unit rate is given for an intake that counts here."),
                    N_("Give the rate of that year; a submission is written only when every amount is known."),
                    where=f"{portfolio.lines.ids[row]}@{year}",
                )
    shown = [(portfolio.title, evaluation.total)]
    shown += [(program.id, evaluation.program(i)) for i, program in enumerate(portfolio.programs)]
    largest = max((abs(total.yen) for _, totals in shown for total in totals), default=0)
    lines = (amount for row in range(len(portfolio.lines)) for amount in evaluation.line(row))
    largest = max(largest, max((abs(amount) for amount in lines if isinstance(amount, int)), default=0))
    refuse_too_long(largest)
