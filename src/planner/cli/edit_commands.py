"""The commands that change a document: set, calibrate, branch, assume, plan."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from planner.cli import register, tables
from planner.cli.opening import open_named
from planner.cli.speech import say
from planner.core.calculation.evaluate import evaluate_base
from planner.core.calculation.in_force import effective
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.edits.typed import read_entry, read_growth
from planner.core.edits.values import Entry, row_of, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import Axis, Field, field_named
from planner.core.model.growth import CLASS_NAMES, CLASSES
from planner.core.seek.calibrate import calibrate
from planner.core.years import parse_year
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import Opened, save_document
from planner.words.growth import percent_text
from planner.words.texts import Texts

_ASSIGNMENT = re.compile(r"(?P<line>[^.=@\s]+)\.(?P<field>[a-z_]+)(?:@(?P<year>[^=]+))?=(?P<value>.*)", re.DOTALL)


def assume(arguments: argparse.Namespace, texts: Texts) -> int:
    """Set the growths that a scenario assumes and what is judged of figures in the register, and save."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        ranges = [text for text in arguments.assumed if "." in text.partition("=")[0]]
        growths = [text for text in arguments.assumed if text not in ranges]
        for text in growths:
            document = _grown(document, number, text, arguments.reason)
        for text in ranges:
            document = register.judge(document, text, arguments)
        if document is not opened.document:
            save_document(document, file, expected=opened.fingerprint)
    if growths:
        _say_growths(document, number, texts)
    if ranges:
        say(register.register_table(document, texts))
    return 0


def _say_growths(document: Document, scenario: int, texts: Texts) -> None:
    growth = document.growth(scenario)
    say("\n".join(f"{texts._(CLASS_NAMES[key])}: {percent_text(getattr(growth, key))}" for key in CLASSES))


def _grown(document: Document, scenario: int, text: str, why: str) -> Document:
    """`KIND=GROWTH` as an assumption of a scenario."""
    kind, mark, value = text.partition("=")
    if not mark:
        raise UserError(N_('"{text}" is not KIND=GROWTH.'), N_("Write for example wage=1.5%."), text=text)
    rate = read_growth(value) if value.strip() else None
    return set_growth(document, scenario, kind.strip(), rate, why)


def plan(arguments: argparse.Namespace, texts: Texts) -> int:
    """Let the plan end with another fiscal year, and save."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        changed = set_last_year(opened.document, parse_year(arguments.last_year))
        if changed is not opened.document:
            save_document(changed, file, expected=opened.fingerprint)
        first, last = (texts.era(changed.portfolio.years[at]) for at in (0, -1))
        say(texts._("The plan runs from {first} to {last}.").format(first=first, last=last))
    return 0


def set_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Set values in a scenario as one change and save."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        entries = [_entry(document, number, text, texts) for text in arguments.assignments]
        changed = set_values(document, number, entries, arguments.reason.strip(), author())
        return _save_change(file, opened, changed, texts)


def calibrate_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Fit the ranges of a program to its printed total, as one change, and save."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        why = arguments.reason.strip() or texts._("Fit ranges to the printed total")
        changed = calibrate(document, evaluate_base(document.portfolio), number, arguments.program, why, author())
        return _save_change(file, opened, changed, texts)


def branch_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Add a scenario and save."""
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        parent = find_scenario(opened.document, arguments.parent)
        changed = branch(opened.document, parent, arguments.name)
        save_document(changed, file, expected=opened.fingerprint)
    say(
        texts._("Scenario {name}, branched from {parent}.").format(
            name=changed.scenarios[-1].name, parent=arguments.parent
        )
    )
    return 0


def _save_change(path: Path, opened: Opened, changed: Document, texts: Texts) -> int:
    """Save a document with one more change and print it; or say that nothing changed."""
    if changed is opened.document:
        say(texts._("Nothing to change: the values are there already."))
    else:
        save_document(changed, path, expected=opened.fingerprint)
        say(tables.change(changed, changed.changes[-1], texts))
    return 0


def _entry(document: Document, scenario: int, text: str, texts: Texts) -> Entry:
    """One `LINE.FIELD[@YEAR]=VALUE`, its value read as in the window; a rounded one is told."""
    match = _ASSIGNMENT.fullmatch(text)
    if match is None:
        raise UserError(
            N_('"{text}" is not LINE.FIELD[@YEAR]=VALUE.'),
            N_("Write for example {example}."),
            text=text,
            example=texts.name("fellows/dc/dc1.rate@2026=3,200千円", "fellows/dc/dc1.rate@2026=3,200,000"),
        )
    portfolio = document.portfolio
    line_id, field = match["line"], field_named(match["field"])
    row = row_of(portfolio, line_id)
    year = _year(match["year"], field) if match["year"] else portfolio.request_year
    if not match["value"].strip():
        return Entry(line_id, field.key, year, None)
    now = portfolio.line(row, document.overrides(scenario).get(line_id))
    try:
        entered = read_entry(match["value"], field, effective(now, field.key, year))
    except UserError as error:
        raise error.at(f"{line_id}.{field.key}@{year}") from error
    if entered.rounded:
        say(
            texts._("{where}: rounded to {value}.").format(
                where=f"{line_id}.{field.key}@{year}", value=field.text(entered.value)
            )
        )
    return Entry(line_id, field.key, year, entered.value)


def _year(text: str, field: Field) -> int:
    """A fiscal year, or for a field that goes by years since the intake such a year."""
    is_tenure = field.axis is Axis.TENURE and re.fullmatch("[0-9]{1,3}", text)
    return int(text) if is_tenure else parse_year(text)
