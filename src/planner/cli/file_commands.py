"""The commands that make files: new, template, export, brief."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.commands import evaluation_of, say, view_named
from planner.cli.opening import open_named
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.ceilings.judge import judge
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.edits.handovers import keep_record
from planner.core.edits.scenarios import find_scenario
from planner.core.edits.values import new_document
from planner.core.errors import N_, UserError
from planner.core.merge.excerpt import excerpt
from planner.core.model.document import BASE, WORKING, Document
from planner.core.model.handovers import HandoverRecord
from planner.core.money import Unit
from planner.core.overview.overview import Overview, overview
from planner.files.document.lock import holding
from planner.files.document.store import SUFFIX, save_document
from planner.files.parts.folder import file_name
from planner.files.plain.sheet import Sheet
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio, read_portfolio
from planner.files.portfolio.writing import tables_of
from planner.files.submission.options import ExportOptions, SheetKind, sheets_named, sign_named, unit_named
from planner.files.submission.presets import preset_named
from planner.words.texts import Texts, texts_for

if TYPE_CHECKING:
    from planner.files.submission.handover import Handover

WriteBrief = Callable[[Path, Overview, Texts], int]
"""Writes an overview as a PDF file in a language; how many pages it has."""
WritePdf = Callable[[Path, Sequence[Sheet], str], int]
"""Writes sheets as a PDF file of that title; how many pages it has."""


def new(arguments: argparse.Namespace, texts: Texts) -> int:
    """Make a document; an existing file is left alone."""
    output = _with_suffix(arguments.output, SUFFIX)
    if os.path.lexists(output):
        raise UserError(N_("There is already a file of that name."), N_("Give another name."), where=str(output))
    source: Path | None = arguments.folder
    portfolio = read_portfolio(source) if source else built_in_portfolio(arguments.portfolio)
    document = new_document(portfolio, WORKING.render(texts.translate))
    save_document(document, output)
    say(
        texts._("{path}: {programs} programs, {lines} lines, scenario {scenario}.").format(
            path=output,
            programs=len(portfolio.programs),
            lines=len(portfolio.lines),
            scenario=document.scenarios[0].name,
        )
    )
    return 0


def template(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the workbook that `new --from` reads, empty or filled with a built-in portfolio."""
    from planner.files.portfolio.book import write_book  # noqa: PLC0415 - only this command writes it

    output = _with_suffix(arguments.output, ".xlsx")
    tables = tables_of(built_in_portfolio(arguments.portfolio)) if arguments.portfolio else None
    write_book(output, tables, texts.language)
    say(texts._("The workbook is written: {path}").format(path=output))
    return 0


def export(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the submission of a scenario: the workbook, a tidy CSV table, open data, the form sheets as PDF."""
    from planner.files.submission import submission  # noqa: PLC0415 - only this command writes Excel
    from planner.files.submission.handover import Handover  # noqa: PLC0415

    if not any((arguments.output, arguments.csv, arguments.data, arguments.pdf, arguments.review_sheet)):
        raise UserError(
            N_("There is nothing to write."), N_("Give -o OUT.xlsx, --csv OUT.csv, --data OUT.zip or --pdf OUT.pdf.")
        )
    if arguments.each is not None and arguments.output is None:
        raise UserError(N_("The workbooks of the headings stand beside one of all."), N_("Give -o OUT.xlsx."))
    if arguments.template is not None and arguments.output is None:
        raise UserError(N_("A template needs a workbook to write."), N_("Give -o OUT.xlsx."))
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    handover = Handover(document, evaluation_of(document, number), number, _export_options(document, arguments))
    if arguments.output is not None:
        output = _with_suffix(arguments.output, ".xlsx")
        record = None
        if arguments.template is None:
            record = submission.write_submission(output, handover)
        else:
            _write_filled(output, arguments.template, handover)
        say(texts._("The submission is written: {path}").format(path=output))
        if record is not None:
            _keep(record, arguments, texts)
        if arguments.each is not None:
            _export_each(output, document, number, arguments, texts)
    if arguments.csv is not None:
        output = _with_suffix(arguments.csv, ".csv")
        submission.write_csv(output, handover, arguments.encoding)
        say(texts._("The table is written: {path}").format(path=output))
    if arguments.review_sheet is not None:
        from planner.files.submission.review_sheet import write_review_rows  # noqa: PLC0415

        output = _with_suffix(arguments.review_sheet, ".csv")
        write_review_rows(output, handover, arguments.encoding)
        say(texts._("The table is written: {path}").format(path=output))
    if arguments.data is not None:
        from planner.files.opendata.writing import write_open_data  # noqa: PLC0415

        write_open_data(arguments.data, handover)
        say(texts._("The open data are written: {path}").format(path=arguments.data))
    if arguments.pdf is not None:
        write_pdf: WritePdf = arguments.write_pdf
        output = _with_suffix(arguments.pdf, ".pdf")
        title = texts.name(document.portfolio.title, document.portfolio.title_en)
        pages = write_pdf(output, submission.described(handover), title)
        say(texts._("The PDF is written, {pages} pages: {path}").format(path=output, pages=pages))
    return 0


def _write_filled(output: Path, template: str, handover: Handover) -> None:
    from planner.files.template.fill import write_filled  # noqa: PLC0415 - most hand-overs fill no template
    from planner.files.template.shipped import template_named  # noqa: PLC0415

    write_filled(output, template_named(template), handover)


def brief(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the overview of a scenario on one sheet of paper, as PDF."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    bases = evaluate_base(document.portfolio)
    evaluations = {each: evaluate_scenario(document, bases, each) for each in (BASE, *_numbers(document))}
    ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
    evaluation = evaluations[number]
    checked, judged = figures(evaluation), judge(evaluation, ceilings)
    examination = examine(document, evaluation, number, checked=checked, judged=judged, unit=Unit.THOUSAND)
    facts = overview(
        document, number, evaluations.__getitem__, ceilings=ceilings, examination=examination, checked=checked
    )
    write_brief: WriteBrief = arguments.write_brief
    output = _with_suffix(arguments.output, ".pdf")
    pages = write_brief(output, facts, texts_for(arguments.language) if arguments.language else texts)
    say(texts._("The PDF is written, {pages} pages: {path}").format(path=output, pages=pages))
    return 0


def _export_each(output: Path, document: Document, number: int, arguments: argparse.Namespace, texts: Texts) -> None:
    """Write a workbook for each heading of a view: the same sheets of the programs that count there alone."""
    from planner.files.submission import submission  # noqa: PLC0415 - only this command writes Excel
    from planner.files.submission.handover import Handover  # noqa: PLC0415

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


def _numbers(document: Document) -> list[int]:
    return [each.number for each in document.scenarios]


def _keep(record: HandoverRecord, arguments: argparse.Namespace, texts: Texts) -> None:
    """Put the record of a hand-over into the document it was made from; where that cannot be, it is said."""
    try:
        with holding(arguments.file) as held:
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


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
