"""What each command does: open, work through the core, save or print. Amounts are whole yen."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from planner.cli import reports, tables, year_report
from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.ceilings.judge import Judged, judge
from planner.core.check.examination import problems
from planner.core.check.printed import figures
from planner.core.check.sums import wrong_sums
from planner.core.compare.side_by_side import compare
from planner.core.compare.tree import CompareTree
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.edits.typed import read_entry, read_growth
from planner.core.edits.values import Entry, effective, new_document, set_values
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.errors import N_, Severity, UserError
from planner.core.explain.sources import sourced_figures
from planner.core.model.document import BASE, Document
from planner.core.model.fields import Axis, Field, field_named
from planner.core.model.growth import CLASS_NAMES, CLASSES
from planner.core.model.portfolio import Basis, View
from planner.core.seek.calibrate import calibrate
from planner.core.years import era_label, parse_year
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import SUFFIX, Opened, open_document, save_document
from planner.files.plain.findings import write_findings
from planner.files.plain.sheet import Sheet
from planner.files.portfolio.ceilings_in import published_rules
from planner.files.portfolio.reading import built_in_portfolio, read_portfolio
from planner.files.portfolio.writing import tables_of
from planner.files.submission.options import ExportOptions, SheetKind, sheets_named, sign_named, unit_named
from planner.words.texts import Texts

WritePdf = Callable[[Path, Sequence[Sheet], str], int]
"""Writes sheets as a PDF file of that title; how many pages it has."""

_ASSIGNMENT = re.compile(r"(?P<line>[^.=@\s]+)\.(?P<field>[a-z_]+)(?:@(?P<year>[^=]+))?=(?P<value>.*)", re.DOTALL)


def new(arguments: argparse.Namespace, texts: Texts) -> int:
    """Make a document; an existing file is left alone."""
    output: Path = arguments.output
    if output.suffix.lower() != SUFFIX:
        output = output.with_name(output.name + SUFFIX)
    if output.exists():
        raise UserError(N_("There is already a file of that name."), N_("Give another name."), where=str(output))
    source: Path | None = arguments.folder
    portfolio = read_portfolio(source) if source else built_in_portfolio(arguments.portfolio)
    document = new_document(portfolio)
    save_document(document, output)
    _say(
        texts._("{path}: {programs} programs, {lines} lines, scenario {scenario}.").format(
            path=output,
            programs=len(portfolio.programs),
            lines=len(portfolio.lines),
            scenario=document.scenarios[0].name,
        )
    )
    return 0


def totals(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what every program and line adds up to."""
    document = open_document(arguments.file).document
    number = find_scenario(document, arguments.scenario)
    years = document.portfolio.years
    if arguments.year is not None:
        year = parse_year(arguments.year)
        if year not in years:
            raise UserError(
                N_("Fiscal year {year} is not in the plan."),
                N_("Give one from {first} to {last}."),
                where=str(arguments.file),
                year=year,
                first=years[0],
                last=years[-1],
            )
        years = (year,)
    view = None if arguments.view is None else _view(document, arguments.view)
    evaluation = _evaluation(document, number)
    if arguments.csv is not None:
        from planner.files.plain.frames import lines_frame, write_csv  # noqa: PLC0415 - pandas only where it is needed

        write_csv(lines_frame(document, evaluation), arguments.csv)
        _say(texts._("The lines are written: {path}").format(path=arguments.csv))
        return 0
    report = reports.totals(document, number, evaluation, years, view)
    _say(_json(report) if arguments.json else tables.totals(report, document.portfolio, texts))
    return 0


def years(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what every program costs in every plan year, and what is bound of it."""
    document = open_document(arguments.file).document
    number = find_scenario(document, arguments.scenario)
    view = None if arguments.view is None else _view(document, arguments.view)
    found, base = (burdens(_evaluation(document, each), document.all_obligations) for each in (number, BASE))
    report = year_report.years(document, number, found, base, view)
    portfolio = document.portfolio
    depths = [len(portfolio.ancestors[portfolio.program_index[each["id"]]]) - 1 for each in report["programs"]]
    _say(_json(report) if arguments.json else year_report.table(report, depths, texts))
    return 0


def assume(arguments: argparse.Namespace, texts: Texts) -> int:
    """Set the growths of rates that a scenario assumes, and save."""
    with holding(arguments.file) as file:
        opened = open_document(file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        for text in arguments.growths:
            kind, mark, value = text.partition("=")
            if not mark:
                raise UserError(N_('"{text}" is not KIND=GROWTH.'), N_("Write for example wage=1.5%."), text=text)
            rate = read_growth(value) if value.strip() else None
            document = set_growth(document, number, kind.strip(), rate, arguments.reason)
        if document is not opened.document:
            save_document(document, file, expected=opened.fingerprint)
        growth = document.growth(number)
        _say("\n".join(f"{texts._(CLASS_NAMES[key])}: {getattr(growth, key)}" for key in CLASSES))
    return 0


def plan(arguments: argparse.Namespace, texts: Texts) -> int:
    """Let the plan end with another fiscal year, and save."""
    with holding(arguments.file) as file:
        opened = open_document(file)
        changed = set_last_year(opened.document, parse_year(arguments.last_year))
        if changed is not opened.document:
            save_document(changed, file, expected=opened.fingerprint)
        first, last = (era_label(changed.portfolio.years[at]) for at in (0, -1))
        _say(texts._("The plan runs from {first} to {last}.").format(first=first, last=last))
    return 0


def set_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Set values in a scenario as one change and save."""
    with holding(arguments.file) as file:
        opened = open_document(file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        entries = [_entry(document, number, text, texts) for text in arguments.assignments]
        changed = set_values(document, number, entries, arguments.reason.strip(), author())
        return _save_change(file, opened, changed, texts)


def calibrate_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Fit the ranges of a program to its printed total, as one change, and save."""
    with holding(arguments.file) as file:
        opened = open_document(file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        why = arguments.reason.strip() or texts._("Fit ranges to the printed total")
        changed = calibrate(document, evaluate_base(document.portfolio), number, arguments.program, why, author())
        return _save_change(file, opened, changed, texts)


def branch_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Add a scenario and save."""
    with holding(arguments.file) as file:
        opened = open_document(file)
        parent = find_scenario(opened.document, arguments.parent)
        changed = branch(opened.document, parent, arguments.name)
        save_document(changed, file, expected=opened.fingerprint)
    _say(
        texts._("Scenario {name}, branched from {parent}.").format(
            name=changed.scenarios[-1].name, parent=arguments.parent
        )
    )
    return 0


def compare_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print scenarios side by side."""
    document = open_document(arguments.file).document
    numbers = [find_scenario(document, name) for name in dict.fromkeys(arguments.scenarios)]
    comparison = compare(document, evaluate_base(document.portfolio), list(dict.fromkeys(numbers)))
    view = None if arguments.view is None else _view(document, arguments.view)
    tree = CompareTree(comparison, view, everything=arguments.all)
    if arguments.csv is not None:
        from planner.files.plain.frames import comparison_frame, write_csv  # noqa: PLC0415 - pandas only where it is needed

        names = [reports.scenario_name(document, number) for number in comparison.scenarios]
        write_csv(comparison_frame(tree, names, texts.translate), arguments.csv)
        _say(texts._("The comparison is written: {path}").format(path=arguments.csv))
        return 0
    report = reports.comparison(document, tree)
    _say(_json(report) if arguments.json else tables.comparison(report, document.portfolio, texts))
    return 0


def check(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print the printed figures beside the lines, and all problems; 1 when an error stands that is not accepted."""
    document = open_document(arguments.file).document
    number = find_scenario(document, arguments.scenario)
    evaluation = _evaluation(document, number)
    checked = figures(evaluation)
    found = (*wrong_sums(evaluation), *problems(document, evaluation, number, checked, _judged(document, evaluation)))
    waivers = accepted(document, number)
    if arguments.csv is not None:
        write_findings(arguments.csv, document.portfolio, found, waivers, texts)
        _say(texts._("The findings are written: {path}").format(path=arguments.csv))
    else:
        report = reports.check(checked, found, waivers, texts)
        _say(_json(report) if arguments.json else tables.check(report, document.portfolio, texts))
    stands = any(each.severity is Severity.ERROR and waiver_of(each, waivers) is None for each in found)
    return 1 if stands else 0


def ceilings(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print the ceilings of the request year, the room left and what breaks them."""
    document = open_document(arguments.file).document
    number = find_scenario(document, arguments.scenario)
    report = reports.ceilings(document, number, _judged(document, _evaluation(document, number)), texts)
    _say(_json(report) if arguments.json else tables.ceilings(report, texts))
    return 0


def sources(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print every figure of the base with its source."""
    portfolio = open_document(arguments.file).document.portfolio
    basis = None if arguments.basis is None else Basis(arguments.basis)
    report = reports.sources(portfolio, sourced_figures(portfolio, basis))
    _say(_json(report) if arguments.json else tables.sources(report, texts))
    return 0


def template(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the workbook that `new --from` reads, empty or filled with a built-in portfolio."""
    from planner.files.portfolio.book import write_book  # noqa: PLC0415 - only this command writes it

    output: Path = arguments.output
    if output.suffix.lower() != ".xlsx":
        output = output.with_name(output.name + ".xlsx")
    write_book(output, tables_of(built_in_portfolio(arguments.portfolio)) if arguments.portfolio else None)
    _say(texts._("The workbook is written: {path}").format(path=output))
    return 0


def export(arguments: argparse.Namespace, texts: Texts) -> int:
    """Write the submission of a scenario: the workbook, a tidy CSV table, the form sheets as PDF."""
    from planner.files.submission import submission  # noqa: PLC0415 - only this command writes Excel
    from planner.files.template import fill  # noqa: PLC0415
    from planner.files.template.shipped import template_named  # noqa: PLC0415

    if arguments.output is None and arguments.csv is None and arguments.pdf is None:
        raise UserError(N_("There is nothing to write."), N_("Give -o OUT.xlsx, --csv OUT.csv or --pdf OUT.pdf."))
    if arguments.template is not None and arguments.output is None:
        raise UserError(N_("A template needs a workbook to write."), N_("Give -o OUT.xlsx."))
    document = open_document(arguments.file).document
    number = find_scenario(document, arguments.scenario)
    evaluation = _evaluation(document, number)
    options = _export_options(document, arguments)
    if arguments.output is not None:
        output = _with_suffix(arguments.output, ".xlsx")
        if arguments.template is None:
            submission.write_submission(output, document, evaluation, number, options)
        else:
            fill.write_filled(output, template_named(arguments.template), document, evaluation, number, options)
        _say(texts._("The submission is written: {path}").format(path=output))
    if arguments.csv is not None:
        output = _with_suffix(arguments.csv, ".csv")
        submission.write_csv(output, document, evaluation, number, options, arguments.encoding)
        _say(texts._("The table is written: {path}").format(path=output))
    if arguments.pdf is not None:
        write_pdf: WritePdf = arguments.write_pdf
        output = _with_suffix(arguments.pdf, ".pdf")
        sheets = submission.described(document, evaluation, number, options)
        pages = write_pdf(output, sheets, texts.name(document.portfolio.title, document.portfolio.title_en))
        _say(texts._("The PDF is written, {pages} pages: {path}").format(path=output, pages=pages))
    return 0


def _export_options(document: Document, arguments: argparse.Namespace) -> ExportOptions:
    def listed(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.strip() for each in text.split(",") if each.strip()))

    chosen = frozenset(SheetKind) if arguments.sheets is None else sheets_named(listed(arguments.sheets))
    return ExportOptions(
        sheets=chosen,
        compare=tuple(find_scenario(document, name) for name in listed(arguments.compare)),
        programs=listed(arguments.programs),
        unit=unit_named(arguments.unit),
        sign=sign_named(arguments.sign),
        language=arguments.language,
        examiner=arguments.examiner,
        author=arguments.author.strip(),
    )


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def _save_change(path: Path, opened: Opened, changed: Document, texts: Texts) -> int:
    """Save a document with one more change and print it; or say that nothing changed."""
    if changed is opened.document:
        _say(texts._("Nothing to change: the values are there already."))
    else:
        save_document(changed, path, expected=opened.fingerprint)
        _say(tables.change(changed, changed.changes[-1], texts))
    return 0


def _entry(document: Document, scenario: int, text: str, texts: Texts) -> Entry:
    """One `LINE.FIELD[@YEAR]=VALUE`, its value read as in the window; a rounded one is told."""
    match = _ASSIGNMENT.fullmatch(text)
    if match is None:
        raise UserError(
            N_('"{text}" is not LINE.FIELD[@YEAR]=VALUE.'),
            N_("Write for example {example}."),
            text=text,
            example="fellows/dc/dc1.rate@2026=3,200千円",
        )
    portfolio = document.portfolio
    line, field = match["line"], field_named(match["field"])
    row = portfolio.line_index.get(line)
    if row is None:
        raise UserError(
            N_('There is no line "{line}".'), N_("Look the id up with `planner totals FILE --json`."), line=line
        )
    year = _year(match["year"], field) if match["year"] else portfolio.request_year
    if not match["value"].strip():
        return Entry(line, field.key, year, None)
    now = portfolio.line(row, document.overrides(scenario).get(line))
    try:
        entered = read_entry(match["value"], field, effective(portfolio, now, field.key, year))
    except UserError as error:
        raise error.at(f"{line}.{field.key}@{year}") from error
    if entered.rounded:
        _say(
            texts._("{where}: rounded to {value}.").format(
                where=f"{line}.{field.key}@{year}", value=field.text(entered.value)
            )
        )
    return Entry(line, field.key, year, entered.value)


def _year(text: str, field: Field) -> int:
    """A fiscal year, or for a field that goes by years since the intake such a year."""
    return int(text) if field.axis is Axis.TENURE and text.isascii() and text.isdigit() else parse_year(text)


def _view(document: Document, name: str) -> View:
    for view in document.portfolio.views:
        if name in (view.id, view.name, view.name_en):
            return view
    raise UserError(
        N_('There is no view "{name}".'),
        N_("The document has: {names}."),
        name=name,
        names=", ".join(view.id for view in document.portfolio.views),
    )


def _evaluation(document: Document, scenario: int) -> Evaluation:
    return evaluate(evaluate_base(document.portfolio, document.growth(scenario)), document.overrides(scenario))


def _judged(document: Document, evaluation: Evaluation) -> Judged:
    """The published ceilings of the request year and the document's own."""
    rules = published_rules(document.portfolio.request_year)
    return judge(evaluation, (*(rules.ceilings if rules else ()), *document.ceilings))


def _json(report: object) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
