"""The command `cut`: packages of lower rates and quantities that take an amount off."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from planner.cli.commands import say
from planner.cli.opening import open_named
from planner.cli.reports import Report
from planner.cli.seek import DRIVER
from planner.cli.tables import NONE, columns
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.scenarios import branch, find_scenario
from planner.core.edits.typed import read_entry
from planner.core.edits.values import row_of, set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import QUANTITY, RATE, field_named
from planner.core.money import format_amount, format_change, parse_number, parse_yen
from planner.core.seek.cut import Cuts, Limits, Method, cut
from planner.core.seek.targets import Gauge, read_aim
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.words.figures import yen_text
from planner.words.texts import Texts

METHOD_NAMES = {
    Method.PRO_RATA: N_("pro rata"),
    Method.RATE: N_("rates only"),
    Method.QUANTITY: N_("quantities only"),
    Method.PRIORITY: N_("in order of priority"),
    Method.FEWEST: N_("as few lines as can be"),
}


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `cut` is asked with."""
    wish = command.add_mutually_exclusive_group(required=True)
    wish.add_argument("--to", metavar="AMOUNT", help=_("the amount it shall come to at most"))
    wish.add_argument("--by", metavar="PERCENT|AMOUNT", help=_("what is taken off; percent of the lines selected"))
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
    command.add_argument("--ranges", action="store_true", help=_("no rate below the range its sheet prints"))
    command.add_argument("--residual", action="store_true", help=_("cut what is not itemised too"))
    command.add_argument("--as", dest="name", metavar="NAME", help=_("a new scenario with the package of --method"))
    command.add_argument("--reason", metavar="TEXT", default="", help=_("why, for the list of changes"))


def cut_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Find packages that take an amount off; with `--as` make a scenario of one, and save."""
    if arguments.name is not None and arguments.method is None:
        raise UserError(N_("A scenario is made of one package."), N_("Name its method with --method."))
    path: Path = arguments.file
    with ExitStack() as held:
        if arguments.name is not None:
            path = held.enter_context(holding(path))
        opened = open_named(arguments, path)
        document = opened.document
        number = find_scenario(document, arguments.scenario)
        found = _cuts(document, number, arguments)
        if arguments.name is not None:
            package = found.packages[0]
            if not package.reached:
                raise UserError(
                    N_("The target is not met, so that no scenario was made."),
                    N_("Ask for another amount, or other bounds."),
                )
            made = branch(document, number, arguments.name)
            changed = set_values(
                made, made.scenarios[-1].number, package.entries(document), arguments.reason.strip(), author()
            )
            save_document(changed, path, expected=opened.fingerprint)
    say(
        json.dumps(report(document, found, texts), ensure_ascii=False, indent=2)
        if arguments.json
        else table(document, found, texts)
    )
    if arguments.name is not None and not arguments.json:
        say(texts._("Scenario {name}, branched from {parent}.").format(name=arguments.name, parent=arguments.scenario))
    return 0


def _cuts(document: Document, number: int, arguments: argparse.Namespace) -> Cuts:
    base = evaluate_base(document.portfolio, document.growth(number))
    aim = read_aim(arguments.of, document.portfolio, ())
    evaluation = evaluate(base, document.overrides(number))
    lines = _ids(arguments.lines)
    now = Gauge(aim).read(evaluation) or 0
    if arguments.to is not None:
        wanted = now - parse_yen(arguments.to)
    elif arguments.by.strip().endswith(("%", "％")):
        rows = [row_of(document.portfolio, line) for line in lines]
        place = document.portfolio.years.index(aim.year)
        amounts = [amount for row in rows if isinstance(amount := evaluation.line(row)[place], int)]
        share = parse_number(arguments.by.strip()[:-1]) / 100 * (sum(amounts) if lines else now)
        wanted = -(-share.numerator // share.denominator)
    else:
        wanted = parse_yen(arguments.by)
    limits = Limits(_ids(arguments.hold), dict(map(_floor, arguments.floor)), arguments.ranges, arguments.residual)
    methods = tuple(Method) if arguments.method is None else (Method(arguments.method),)
    return cut(document, base, number, aim, wanted, lines, methods, limits)


def _ids(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _floor(text: str) -> tuple[tuple[str, str], int]:
    """`LINE.FIELD=V` as the driver and its lowest value."""
    name, _mark, value = text.partition("=")
    match = DRIVER.fullmatch(name)
    if match is None or match["field"] not in (RATE.key, QUANTITY.key) or not value:
        raise UserError(
            N_('"{text}" is not LINE.FIELD=V.'), N_("Write for example fellows/pd/pd.rate=4,344,000."), text=text
        )
    return (match["line"], match["field"]), int(read_entry(value, field_named(match["field"])).value)


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
        "packages": [
            {
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
                        "effect": -effect,
                    }
                    for driver, before, after, effect in package.changes
                ],
                "later_years": {str(year): yen for year, yen in package.later.items()},
            }
            for package in found.packages
        ],
    }


def table(document: Document, found: Cuts, texts: Texts) -> str:
    """The same to read: what cannot be cut in all, a line a package, then the changes where there is but one."""
    lines, _ = document.portfolio.lines, texts._
    said = [
        _("{before} → at most {target}; cannot be cut: {uncuttable}.").format(
            before=yen_text(found.before, texts),
            target=yen_text(found.target, texts),
            uncuttable=yen_text(sum(each.amount for each in found.uncuttable), texts),
        )
    ]
    rows = []
    for package in found.packages:
        later = next(iter(package.later.values()), None)
        state = (
            _("reached") if package.reached else _("not enough: {yen} short").format(yen=yen_text(package.short, texts))
        )
        figures = [format_amount(package.amount), format_amount(package.remainder), str(len(package.changes))]
        rows.append([_(METHOD_NAMES[package.method]), state, *figures, NONE if later is None else format_change(later)])
    head = [_("Method"), "", _("Amount"), _("Remainder"), _("Lines"), _("Year after")]
    said += ["", columns(head, rows)]
    if len(found.packages) == 1:
        for driver, before, after, effect in found.packages[0].changes:
            name = texts.name(lines.labels[driver.row], lines.labels_en[driver.row])
            values = f"{driver.field.text(before)} → {driver.field.text(after)}"
            said.append(f"{lines.ids[driver.row]}  {name}  {_(driver.field.label)}  {values}  {format_change(-effect)}")
    return "\n".join(said)
