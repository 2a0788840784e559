"""The consolidated submission as files: one workbook of all, and one of each division by the same sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.errors import N_, UserError
from planner.core.merge.excerpt import excerpt
from planner.core.model.document import Document
from planner.core.model.handovers import HandoverRecord
from planner.core.model.portfolio import View
from planner.files.parts.folder import file_name
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_submission
from planner.files.whole import Progress, discard


def write_workbooks(
    path: Path, document: Document, scenario: int, view: View, options: ExportOptions, progress: Progress
) -> HandoverRecord:
    """Write the workbook of a scenario to `path`, and beside it one for each heading of a view.

    All of them or none: what is there already is left alone. Each is read back and compared. What comes of it is the
    record of the first. Raises `UserError` as `write_submission` does; `progress` may raise to end the work.
    """
    headings = list(dict.fromkeys(each.heading for each in view.members if not each.relisted))
    names = [path.name]
    for heading in headings:
        names.append(file_name(path.stem, heading, names, path.suffix))
    paths = [path.with_name(name) for name in names]
    there = next((each for each in paths if each.exists()), None)
    if there is not None:
        raise UserError(N_("There is already a file of that name."), N_("Give another folder."), where=str(there))
    written: list[Path] = []
    records = []
    try:
        for at, (target, own) in enumerate(zip(paths, _documents(document, view, headings), strict=True)):
            progress(at, len(paths))
            written.append(target)
            records.append(write_submission(target, Handover(own, _evaluated(own, scenario), scenario, options)))
        progress(len(paths), len(paths))
    except BaseException:
        for each in written:
            discard(each)
        raise
    return replace(records[0], file=path.name)


def _documents(document: Document, view: View, headings: list[str]) -> Iterator[Document]:
    yield document
    for heading in headings:
        yield excerpt(document, view, heading)


def _evaluated(document: Document, scenario: int) -> Evaluation:
    return evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(scenario)), scenario)
