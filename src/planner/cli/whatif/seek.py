"""The command `seek`: the value with which a total, a later year or a ceiling comes to an amount."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from planner.cli.opening import open_named
from planner.cli.reports import Report, plain
from planner.cli.speech import say
from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import field_named
from planner.core.model.growth import CLASSES
from planner.core.money import Mode, parse_yen
from planner.core.seek.asked import Moving
from planner.core.seek.levers import Lever, put
from planner.core.seek.seek import Found, Near, seek, value_text
from planner.core.seek.targets import Aim, read_aim
from planner.core.years import parse_year
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.figures import yen_text
from planner.words.texts import Texts

GROWTH_MARK, YEAR_MARK = "growth:", "year:"
DRIVER = re.compile(r"(?P<line>[^.=@\s]+)\.(?P<field>[a-z_]+)(?:@(?P<year>.+))?")
"""How a driver is written."""


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `seek` is asked with."""
    command.add_argument(
        "--target",
        metavar="WHAT[@YEAR]=AMOUNT",
        required=True,
        help=_("total, program:ID, line:ID, lines:ID,…, view:VIEW/HEADING, ceiling:ID, committed:WHAT; and the amount"),
    )
    command.add_argument(
        "--by",
        nargs="+",
        metavar="LINE.FIELD[@YEAR]",
        required=True,
        help=_(
            "the driver that is moved; of several one factor; or growth:price, growth:wage; or year:LINE.FIELD, "
            "the year from which the scenario's value holds"
        ),
    )
    command.add_argument("--low", metavar="V", help=_("the lowest value, of several drivers the lowest factor"))
    command.add_argument("--high", metavar="V", help=_("the highest value, of several drivers the highest factor"))
    command.add_argument("--step", metavar="V", help=_("what values are rounded to, such as 1,000 yen"))
    command.add_argument(
        "--round",
        choices=[each.value for each in Mode],
        default=Mode.HALF.value,
        help=_("how values of a factor are rounded to the step"),
    )
    command.add_argument("--as", dest="name", metavar="NAME", help=_("a new scenario with the values found"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why, for the list of changes"))


def seek_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Find the value with which a target is met; with `--as` make a scenario of it, and save."""
    path: Path = arguments.file
    with ExitStack() as held:
        if arguments.name is not None:
            path = held.enter_context(holding(path))
        opened = open_named(arguments, path)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        aim, target = _target(document, arguments.target)
        found = seek(
            document, evaluate_base(document.portfolio), number, aim, target, _lever(document, number, arguments)
        )
        if arguments.name is not None:
            save_document(_applied(document, number, found, arguments), path, expected=opened.fingerprint)
    say(json.dumps(report(found, texts), ensure_ascii=False, indent=2) if arguments.json else table(found, texts))
    if arguments.name is not None and not arguments.json:
        say(texts._("Scenario {name}, branched from {parent}.").format(name=arguments.name, parent=arguments.scenario))
    return 0


def _target(document: Document, text: str) -> tuple[Aim, int]:
    what, mark, amount = text.rpartition("=")
    if not mark:
        raise UserError(
            N_('"{text}" is not WHAT[@YEAR]=AMOUNT.'),
            N_("Write for example program:fellows=17,000,000,000."),
            text=text,
        )
    ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
    return read_aim(what, document.portfolio, ceilings), parse_yen(amount)


def _lever(document: Document, number: int, arguments: argparse.Namespace) -> Lever:
    """What is moved, with its bounds as they were typed."""
    names: list[str] = arguments.by
    low, high, step = (getattr(arguments, key) or "" for key in ("low", "high", "step"))
    if any(name.startswith(GROWTH_MARK) for name in names):
        kind = names[0].removeprefix(GROWTH_MARK)
        if len(names) > 1 or kind not in CLASSES:
            raise UserError(
                N_('"{text}" cannot be moved with others.'),
                N_("Write growth:price or growth:wage alone."),
                text=" ".join(names),
            )
        return Moving(growth=kind, low=low, high=high).lever(document, number)
    if any(name.startswith(YEAR_MARK) for name in names):
        if not all(name.startswith(YEAR_MARK) for name in names) or low or high or step:
            raise UserError(
                N_('"{text}" cannot be moved with others.'),
                N_("Write year: before each of them, and neither bounds nor a step."),
                text=" ".join(names),
            )
        begin = [_driver(document, name.removeprefix(YEAR_MARK)) for name in names]
        return Moving(tuple(begin), begins=True).lever(document, number)
    drivers = tuple(_driver(document, name) for name in names)
    return Moving(drivers, low=low, high=high, step=step, mode=Mode(arguments.round)).lever(document, number)


def _driver(document: Document, text: str) -> tuple[str, str, int]:
    match = DRIVER.fullmatch(text)
    if match is None:
        raise UserError(
            N_('"{text}" is not LINE.FIELD[@YEAR].'), N_("Write for example fellows/pd/pd.rate@2026."), text=text
        )
    year = parse_year(match["year"]) if match["year"] else document.portfolio.request_year
    return match["line"], field_named(match["field"]).key, year


def _applied(document: Document, number: int, found: Found, arguments: argparse.Namespace) -> Document:
    """The document with a scenario that holds the answer."""
    answer, handle = found.nearest, found.lever
    if answer is None or (found.met is None and (found.below is None or found.above is None)):
        raise UserError(
            N_("The target is not met, so that no scenario was made."), N_("Ask for another amount, or other bounds.")
        )
    document = branch(document, number, arguments.name)
    made = document.scenarios[-1].number
    return put(document, made, handle, answer.position, arguments.reason.strip(), author())


def report(found: Found, texts: Texts) -> Report:
    """The answer, and the nearest values on both sides."""

    def near(one: Near | None) -> Report | None:
        return None if one is None else {"value": plain(one.value), "amount": one.amount}

    return {
        "target": found.target,
        "reached": found.met is not None,
        "value": plain(found.met.value) if found.met else None,
        "amount": found.met.amount if found.met else None,
        "below": near(found.below),
        "above": near(found.above),
        "why": found.why.render(texts.translate) if found.why else None,
        "warnings": [each.render(texts.translate) for each in found.warnings],
    }


def table(found: Found, texts: Texts) -> str:
    """The same to read."""
    said = []
    for name, near in ((texts._("Up to the target"), found.below), (texts._("Above it"), found.above)):
        shown = texts._("none")
        if near is not None:
            shown = f"{value_text(found.lever, near.value)}  {yen_text(near.amount, texts)}"
        said.append(texts._("{label}: {basis}").format(label=name, basis=shown))
    if found.met is not None:
        met = value_text(found.lever, found.met.value)
        said = [texts._("{label}: {basis}").format(label=texts._("Met to the yen"), basis=met)]
    said += [each.render(texts.translate) for each in ((found.why,) if found.why else ())]
    return "\n".join([*said, *(each.render(texts.translate) for each in found.warnings)])
