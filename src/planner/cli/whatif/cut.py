"""The command `cut`: packages of rates and quantities that take an amount off, or distribute a rise."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from planner.cli.opening import open_named
from planner.cli.reports import Report
from planner.cli.speech import say
from planner.cli.tables import NONE, columns
from planner.cli.whatif.seek import DRIVER
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.edits.typed import read_entry
from planner.core.edits.values import set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import QUANTITY, RATE, field_named
from planner.core.money import format_amount, format_change
from planner.core.seek.asked import Wish, read_shares, whole
from planner.core.seek.concessions import Concession, concessions
from planner.core.seek.cut import cut
from planner.core.seek.packages import Cuts, Limits, Method, Package
from planner.core.seek.targets import read_aim
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.figures import yen_text
from planner.words.packages import METHOD_NAMES
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `cut` is asked with."""
    wish = command.add_mutually_exclusive_group(required=True)
    wish.add_argument("--to", metavar="AMOUNT", help=_("the amount it shall come to at most"))
    wish.add_argument(
        "--by",
        metavar="PERCENT|AMOUNT",
        help=_("what is taken off; percent of the lines selected; several percents make a ladder of concessions"),
    )
    command.add_argument("--up", action="store_true", help=_("distribute a rise in place of a cut"))
    command.add_argument("--of", metavar="WHAT", default="total", help=_("what is cut, as a target of `seek`"))
    command.add_argument("--lines", metavar="ID,…", default="", help=_("these lines only, in their order of priority"))
    command.add_argument("--method", choices=list(Method), help=_("one way of cutting; all of them if left out"))
    command.add_argument("--hold", metavar="ID,…", default="", help=_("lines that stay as they are"))
    command.add_argument(
        "--floor",
        nargs="+",
        action="extend",
        default=[],
        metavar="LINE.FIELD=V",
        help=_("the lowest values of drivers"),
    )
    command.add_argument(
        "--cap",
        nargs="+",
        action="extend",
        default=[],
        metavar="LINE.FIELD=V",
        help=_("the highest values of drivers"),
    )
    command.add_argument(
        "--driver",
        nargs="+",
        action="extend",
        default=[],
        metavar="LINE=rate|quantity",
        help=_("which of its drivers moves a line, else the one that serves better"),
    )
    command.add_argument("--ranges", action="store_true", help=_("no rate outside the range its sheet prints"))
    command.add_argument("--residual", action="store_true", help=_("cut what is not itemised too"))
    command.add_argument("--as", dest="name", metavar="NAME", help=_("a new scenario with the package of --method"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why, for the list of changes"))


def cut_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Find packages that meet a target; with `--as` make a scenario of one, and save."""
    if arguments.name is not None and arguments.method is None:
        raise UserError(N_("A scenario is made of one package."), N_("Name its method with --method."))
    path: Path = arguments.file
    with ExitStack() as held:
        if arguments.name is not None:
            path = held.enter_context(holding(path))
        opened = open_named(arguments, path)
        document = opened.document
        question = _Question(document, find_scenario(document, arguments.scenario), arguments)
        if question.shares:
            if arguments.name is not None or arguments.up:
                raise UserError(
                    N_("A ladder of concessions is looked at, not applied."),
                    N_("Give one percentage for a package, or leave out --as and --up."),
                )
            say(_told(question.ladder(), document, texts, as_json=arguments.json))
            return 0
        found = question.cuts()
        if arguments.name is not None:
            save_document(_applied(document, found, arguments), path, expected=opened.fingerprint)
    say(
        json.dumps(report(document, found, texts), ensure_ascii=False, indent=2)
        if arguments.json
        else table(document, found, texts)
    )
    if arguments.name is not None and not arguments.json:
        say(texts._("Scenario {name}, branched from {parent}.").format(name=arguments.name, parent=arguments.scenario))
    return 0


def _applied(document: Document, found: Cuts, arguments: argparse.Namespace) -> Document:
    """The document with a scenario that holds the package."""
    package = found.packages[0]
    if not package.reached:
        raise UserError(
            N_("The target is not met, so that no scenario was made."), N_("Ask for another amount, or other bounds.")
        )
    made = branch(document, find_scenario(document, arguments.scenario), arguments.name)
    return set_values(made, made.scenarios[-1].number, package.entries(document), arguments.reason.strip(), author())


class _Question:
    """What was asked for, read."""

    def __init__(self, document: Document, number: int, arguments: argparse.Namespace) -> None:
        self._document, self._number, self._arguments = document, number, arguments
        self._base = evaluate_base(document.portfolio, document.growth(number))
        ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
        self._aim = read_aim(arguments.of, document.portfolio, ceilings)
        self._lines = _ids(arguments.lines)
        floors, caps = (dict(map(_bound, each)) for each in (arguments.floor, arguments.cap))
        drivers = dict(map(_driver, arguments.driver))
        self._limits = Limits(_ids(arguments.hold), floors, caps, arguments.ranges, arguments.residual, drivers)
        self._evaluation = evaluate(self._base, document.overrides(number))
        self.shares = read_shares(arguments.by or "")

    def cuts(self) -> Cuts:
        """The packages, one a method."""
        chosen = self._arguments.method
        methods = tuple(Method) if chosen is None else (Method(chosen),)
        places = (self._document, self._base, self._number, self._aim)
        to, by, up = self._arguments.to, self._arguments.by, self._arguments.up
        wish = Wish(by if to is None else to, to=to is not None, up=up)
        wanted = wish.yen(self._document, self._evaluation, self._aim, self._lines)
        return cut(*places, wanted, self._lines, methods, self._limits, up=up)

    def ladder(self) -> list[Concession]:
        """A package for each percentage."""
        method = Method(self._arguments.method or Method.FEWEST)
        places = (self._document, self._base, self._number, self._aim)
        shared = whole(self._document, self._evaluation, self._aim, self._lines)
        return concessions(*places, shared, self.shares, self._lines, method, self._limits)


def _ids(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _bound(text: str) -> tuple[tuple[str, str], int]:
    """`LINE.FIELD=V` as a driver and its lowest or highest value."""
    name, _mark, value = text.partition("=")
    match = DRIVER.fullmatch(name)
    if match is None or match["field"] not in (RATE.key, QUANTITY.key) or not value:
        raise UserError(
            N_('"{text}" is not LINE.FIELD=V.'), N_("Write for example fellows/pd/pd.rate=4,344,000."), text=text
        )
    return (match["line"], match["field"]), int(read_entry(value, field_named(match["field"])).value)


def _driver(text: str) -> tuple[str, str]:
    """`LINE=FIELD` as the line and the driver that moves it."""
    line, _mark, key = text.partition("=")
    if key not in (RATE.key, QUANTITY.key) or not line:
        raise UserError(
            N_('"{text}" is not LINE=rate or LINE=quantity.'), N_("Write for example fellows/pd/pd=rate."), text=text
        )
    return line, key


def report(document: Document, found: Cuts, texts: Texts) -> Report:
    """The packages beside one another, and what cannot be cut."""
    ids = document.portfolio.lines.ids
    return {
        "target": found.target,
        "before": found.before,
        "uncuttable": [
            {"line": ids[each.row], "amount": each.amount, "why": each.why.render(texts.translate)}
            for each in found.uncuttable
        ],
        "packages": [_package(document, found, package) for package in found.packages],
    }


def _package(document: Document, found: Cuts, package: Package) -> Report:
    ids = document.portfolio.lines.ids
    return {
        "method": package.method.value,
        "reached": package.reached,
        "amount": package.amount,
        "remainder": package.remainder,
        "changes": [
            {
                "line": ids[driver.row],
                "field": driver.field.key,
                "year": driver.year,
                "before": before,
                "after": after,
                "effect": effect if found.up else -effect,
            }
            for driver, before, after, effect in package.changes
        ],
        "later_years": {str(year): yen for year, yen in package.later.items()},
    }


def _told(ladder: Sequence[Concession], document: Document, texts: Texts, *, as_json: bool) -> str:
    """A ladder of concessions: a step a line, or as a report."""
    first = ladder[0].cuts
    if as_json:
        steps = [
            {
                "by": str(step.share),
                "target": step.cuts.target,
                "nested": step.is_nested,
                "package": _package(document, step.cuts, step.package),
            }
            for step in ladder
        ]
        told = report(document, first, texts)
        return json.dumps(
            {"before": first.before, "uncuttable": told["uncuttable"], "ladder": steps}, ensure_ascii=False, indent=2
        )
    _, rows = texts._, []
    for step in ladder:
        package = step.package
        state = _state(package, texts)
        nested = _("goes on from the step before") if step.is_nested and step is not ladder[0] else NONE
        figures = [format_amount(package.amount), format_amount(package.remainder), str(len(package.changes))]
        rows.append([f"△{float(step.share * 100):g}%", state, *figures, nested])
    head = [_("Step"), "", _("Amount"), _("Remainder"), _("Lines"), ""]
    return columns(head, rows)


def _state(package: Package, texts: Texts) -> str:
    if package.reached:
        return texts._("reached")
    return texts._("not enough: {yen} short").format(yen=yen_text(package.short, texts))


def table(document: Document, found: Cuts, texts: Texts) -> str:
    """The same to read: what cannot be cut in all, a line a package, then the changes where there is but one."""
    lines, _ = document.portfolio.lines, texts._
    goal = _("{before} → at most {target}; cannot be cut: {uncuttable}.")
    if found.aim.ceiling is not None:
        goal = _("Room {before} → at least {target}; cannot be cut: {uncuttable}.")
    elif found.up:
        goal = _("{before} → at most {target}; cannot be raised: {uncuttable}.")
    said = [
        goal.format(
            before=yen_text(found.before, texts),
            target=yen_text(found.target, texts),
            uncuttable=yen_text(sum(each.amount for each in found.uncuttable), texts),
        )
    ]
    rows = []
    for package in found.packages:
        later = next(iter(package.later.values()), None)
        state = _state(package, texts)
        figures = [format_amount(package.amount), format_amount(package.remainder), str(len(package.changes))]
        figures += [NONE if later is None else format_change(later), str(package.outside or NONE)]
        rows.append([_(METHOD_NAMES[package.method]), state, *figures])
    head = [_("Method"), "", _("Amount"), _("Remainder"), _("Lines"), _("Year after"), _("Outside their ranges")]
    said += ["", columns(head, rows)]
    if len(found.packages) == 1:
        for driver, before, after, effect in found.packages[0].changes:
            name = texts.name(lines.labels[driver.row], lines.labels_en[driver.row])
            values = f"{driver.field.text(before)} → {driver.field.text(after)}"
            yen = format_change(effect if found.up else -effect)
            said.append(f"{lines.ids[driver.row]}  {name}  {_(driver.field.label)}  {values}  {yen}")
    return "\n".join(said)
