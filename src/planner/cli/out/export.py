"""The command `export`: the submission of a scenario, in the files that are asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from planner.cli.named import evaluation_of, view_named
from planner.cli.opening import open_named
from planner.cli.paths import file_named, with_suffix
from planner.cli.speech import say
from planner.core.edits.handovers import keep_record
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.handovers import HandoverRecord
from planner.files.document.lock import holding
from planner.files.document.store import Opened, fingerprint_of, save_document
from planner.files.plain.sheet import Sheet
from planner.files.plain.tidy_csv import ENCODINGS
from planner.files.submission import submission
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions, SheetKind, sheets_named, sign_named, unit_named
from planner.files.submission.presets import FINANCE, PRESETS, preset_named
from planner.files.template.shipped import shipped_names
from planner.words.texts import LANGUAGES, Texts

WritePdf = Callable[[Path, Sequence[Sheet], str], int]
"""Writes sheets as a PDF file of that title; how many pages it has."""


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `export` is asked with."""
    command.add_argument("-o", dest="output", metavar="OUT.xlsx", type=file_named, help=_("the workbook to write"))
    command.add_argument("--csv", metavar="OUT.csv", type=file_named, help=_("write all lines as a tidy CSV table"))
    command.add_argument(
        "--review-sheet",
        metavar="OUT.csv",
        type=file_named,
        help=_("write what the review sheet asks of the request: amounts and main reasons by project"),
    )
    command.add_argument("--encoding", choices=ENCODINGS, default=ENCODINGS[0], help=_("the encoding of the CSV table"))
    said = _("write the same table as open data, with its codes and a schema; OUT.xlsx or OUT.parquet: the table alone")
    command.add_argument("--data", metavar="OUT.zip", type=file_named, help=said)
    command.add_argument("--pdf", metavar="OUT.pdf", type=file_named, help=_("write the form sheets as a PDF file"))
    presets = ", ".join(f"{preset.id} ({preset.name.render(_)})" for preset in PRESETS)
    said = _("who it is for, which decides the sheets: {presets}").format(presets=presets)
    command.add_argument("--preset", metavar="P", default=FINANCE.id, help=said)
    kinds = ",".join(kind.value for kind in SheetKind)
    said = _("in place of a preset these sheets only: {names}").format(names=kinds)
    command.add_argument("--sheets", metavar="NAME,…", help=said)
    command.add_argument("--programs", metavar="PROGRAM,…", default="", help=_("a sheet of its own for each of these"))
    command.add_argument(
        "--each", metavar="V", help=_("and a workbook beside it for each heading of this view, by the same sheets")
    )
    command.add_argument("--compare", metavar="S,…", default="", help=_("scenarios to show beside the one exported"))
    command.add_argument(
        "--template",
        metavar="BOOK",
        help=_("fill this workbook in place: a file, or {names}").format(names=shipped_names().render(_)),
    )
    command.add_argument("--unit", metavar="U", default="千円", help=_("yen, thousand, million or oku (100 million)"))
    command.add_argument("--sign", metavar="S", help=_("what stands before negative amounts: △, ▲ or -"))
    command.add_argument("--language", choices=LANGUAGES, default="ja", help=_("the language of the workbook"))
    command.add_argument(
        "--author", metavar="NAME", default="", help=_("a name on the first page and in the file; none if left out")
    )
    contact = _("whom to ask, on the first page: section, name, telephone")
    command.add_argument("--contact", metavar="TEXT", default="", help=contact)
    command.add_argument(
        "--no-examiner", dest="examiner", action="store_false", help=_("without the columns an examiner fills in")
    )


def export_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the submission of a scenario: the workbook, a tidy CSV table, open data, the form sheets as PDF."""
    if not any((arguments.output, arguments.csv, arguments.data, arguments.pdf, arguments.review_sheet)):
        raise UserError(
            N_("There is nothing to write."), N_("Give -o OUT.xlsx, --csv OUT.csv, --data OUT.zip or --pdf OUT.pdf.")
        )
    if arguments.each is not None and arguments.output is None:
        raise UserError(N_("The workbooks of the headings stand beside one of all."), N_("Give -o OUT.xlsx."))
    if arguments.template is not None and arguments.output is None:
        raise UserError(N_("A template needs a workbook to write."), N_("Give -o OUT.xlsx."))
    opened = open_named(arguments)
    document = opened.document
    number = find_scenario(document, arguments.scenario)
    handover = Handover(document, evaluation_of(document, number), number, _export_options(document, arguments))
    if arguments.output is not None:
        output = with_suffix(arguments.output, ".xlsx")
        record = None
        if arguments.template is None:
            record = submission.write_submission(output, handover)
        else:
            _write_filled(output, arguments.template, handover)
        say(texts._("The submission is written: {path}").format(path=output))
        if record is not None:
            _keep(record, opened, arguments, texts)
        if arguments.each is not None:
            _export_each(output, document, number, arguments, texts)
    if arguments.csv is not None:
        output = with_suffix(arguments.csv, ".csv")
        submission.write_csv(output, handover, arguments.encoding)
        say(texts._("The table is written: {path}").format(path=output))
    if arguments.review_sheet is not None:
        from planner.files.submission.review_sheet import write_review_rows  # noqa: PLC0415

        output = with_suffix(arguments.review_sheet, ".csv")
        write_review_rows(output, handover, arguments.encoding)
        say(texts._("The table is written: {path}").format(path=output))
    if arguments.data is not None:
        from planner.files.opendata.writing import write_open_data  # noqa: PLC0415

        write_open_data(arguments.data, handover)
        say(texts._("The open data are written: {path}").format(path=arguments.data))
    if arguments.pdf is not None:
        write_pdf: WritePdf = arguments.write_pdf
        output = with_suffix(arguments.pdf, ".pdf")
        title = texts.name(document.portfolio.title, document.portfolio.title_en)
        pages = write_pdf(output, submission.described(handover), title)
        say(texts._("The PDF is written (pages: {pages}): {path}").format(path=output, pages=pages))
    return 0


def _write_filled(output: Path, template: str, handover: Handover) -> None:
    from planner.files.template.fill import write_filled  # noqa: PLC0415 - most hand-overs fill no template
    from planner.files.template.shipped import template_named  # noqa: PLC0415

    write_filled(output, template_named(template), handover)


def _export_each(output: Path, document: Document, number: int, arguments: argparse.Namespace, texts: Texts) -> None:
    """Write a workbook for each heading of a view: the same sheets of the programs that count there alone."""
    from planner.core.merge.excerpt import excerpt  # noqa: PLC0415 - most hand-overs are one workbook
    from planner.files.parts.folder import file_name  # noqa: PLC0415

    view, names = view_named(document, arguments.each), list[str]()
    for heading in dict.fromkeys(each.heading for each in view.members if not each.relisted):
        own = excerpt(document, view, heading)
        names.append(file_name(output.stem, heading, names, output.suffix))
        path = output.with_name(names[-1])
        chosen = _export_options(own, arguments)
        programs = tuple(each for each in chosen.programs if each in own.portfolio.program_index)
        handover = Handover(own, evaluation_of(own, number), number, replace(chosen, programs=programs))
        if arguments.template is None:
            submission.write_submission(path, handover)
        else:
            _write_filled(path, arguments.template, handover)
        say(texts._("The submission is written: {path}").format(path=path))


def _keep(record: HandoverRecord, opened: Opened, arguments: argparse.Namespace, texts: Texts) -> None:
    """Put the record of a hand-over into the document it was made from; where that cannot be, it is said.

    `opened` is the document as it was read for it; where somebody has saved since, it is read again.
    """
    try:
        with holding(arguments.file) as held:
            if fingerprint_of(held) != opened.fingerprint:
                opened = open_named(arguments, held)
            save_document(keep_record(opened.document, record), held, expected=opened.fingerprint)
    except UserError as error:
        said = texts._("The hand-over was not recorded in the document: {reason}")
        reason = " ".join(error.render(texts.translate).split())
        sys.stderr.write(f"planner: {said.format(reason=reason)}\n")


def _export_options(document: Document, arguments: argparse.Namespace) -> ExportOptions:
    def listed(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))

    compare = tuple(find_scenario(document, name) for name in listed(arguments.compare))
    if arguments.sheets is not None:
        chosen = sheets_named(listed(arguments.sheets))
    else:  # whoever names scenarios to compare wants them to go out
        chosen = preset_named(arguments.preset).sheets | ({SheetKind.COMPARISON} if compare else set())
    return ExportOptions(
        sheets=chosen,
        compare=compare,
        programs=listed(arguments.programs),
        unit=unit_named(arguments.unit),
        sign=sign_named(arguments.sign or ("△" if arguments.language == "ja" else "-")),
        language=arguments.language,
        examiner=arguments.examiner,
        author=arguments.author.strip(),
        contact=arguments.contact.strip(),
    )
