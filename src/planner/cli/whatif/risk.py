"""The command `risk`: how sure an amount is where figures may turn out otherwise."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from planner.cli import register
from planner.cli.opening import open_named
from planner.cli.reports import Report, plain
from planner.cli.speech import say
from planner.cli.tables import NONE, columns
from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.scenarios import find_scenario
from planner.core.edits.values import row_of
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.fields import field_named
from planner.core.model.portfolio import Portfolio
from planner.core.model.ranges import Named, Own, Shape
from planner.core.money import format_amount, format_change, parse_yen
from planner.core.risk.asked import read_count, read_own, read_variation
from planner.core.risk.drivers import Held, Wish
from planner.core.risk.fragility import Fragility
from planner.core.risk.risk import PERCENTILES, Risk, Spreading, Within, risk
from planner.core.seek.levers import Driver
from planner.core.seek.targets import read_aim
from planner.files.plain.csv_table import read_csv_table
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.figures import yen_text
from planner.words.risk import SHAPE_NAMES
from planner.words.texts import Texts

PUBLISHED, OWN = register.PRINTED, "own"
TOLD, NAMED = 20, 3
"""So many figures are told of those that move most, so many lines of those held for one reason."""


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `risk` is asked with."""
    command.add_argument(
        "--ranges",
        metavar="published|±P%|own",
        default=PUBLISHED,
        help=_("where the register says nothing: the printed ranges, so many percent, or nothing varies"),
    )
    command.add_argument(
        "--own",
        nargs="+",
        action="extend",
        default=[],
        metavar="LINE.FIELD[@YEAR]=LOW..[MODE..]HIGH",
        help=_("ranges of your own for single figures"),
    )
    command.add_argument(
        "--no-register", dest="register", action="store_false", help=_("as if nothing were judged in the register")
    )
    command.add_argument(
        "--shape",
        choices=list(Shape),
        help=_("how likely values are; all alike if left out, or a triangle with a MODE"),
    )
    command.add_argument(
        "--groups", metavar="FILE.csv", type=Path, help=_("columns group and line: lines that turn out alike")
    )
    command.add_argument("--trials", metavar="N", default="10,000", help=_("how many trials, 10,000 if left out"))
    command.add_argument("--seed", metavar="K", default="1", help=_("another seed draws other figures"))
    command.add_argument("--of", metavar="WHAT", default="total", help=_("what is asked, as a target of `seek`"))
    command.add_argument("--within", metavar="AMOUNT", help=_("the chance to stay within this amount is told too"))


def risk_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Tell how sure an amount is, what moves it, and what holds."""
    document = open_named(arguments).document
    number = find_scenario(document, arguments.scenario)
    ceilings = document.all_ceilings(published_rules(document.portfolio.request_year))
    wish = Wish(
        _share(arguments.ranges),
        dict(_own(document.portfolio, each) for each in arguments.own),
        None if arguments.shape is None else Shape(arguments.shape),
        {} if arguments.groups is None else _groups(document.portfolio, arguments.groups),
        own_alone=arguments.ranges.strip() == OWN,
        register=document.ranges if arguments.register else (),
    )
    found = risk(
        document,
        evaluate_base(document.portfolio),
        number,
        read_aim(arguments.of, document.portfolio, ceilings),
        wish,
        trials=_count(arguments.trials, "--trials"),
        seed=_count(arguments.seed, "--seed"),
        ceilings=ceilings,
        limit=None if arguments.within is None else parse_yen(arguments.within),
    )
    if arguments.json:
        say(json.dumps(report(found), ensure_ascii=False, indent=2))
    else:
        say(table(document, found, ceilings, texts))
    return 0


def _count(text: str, option: str) -> int:
    try:
        return read_count(text)
    except UserError as error:
        raise error.at(option) from None


def _share(text: str) -> Fraction | None:
    """`±10%` as 1/10, `published` and `own` as nothing."""
    if text.strip() in (PUBLISHED, OWN):
        return None
    if not text.strip().endswith(("%", "％")):
        raise UserError(N_('"{text}" is no range.'), N_("Write published, ±10% or own."), where="--ranges", text=text)
    try:
        return read_variation(text)
    except UserError as error:
        raise error.at("--ranges") from None


def _own(portfolio: Portfolio, text: str) -> tuple[Named, Own]:
    """`LINE.FIELD[@YEAR]=LOW..MODE..HIGH` as the driver and its range."""
    name, _mark, values = text.partition("=")
    figure = register.read_named(portfolio, name)
    own = None if figure is None else read_own(values, field_named(figure.field))
    if figure is None or own is None:
        raise register.not_a_range(text)
    return figure, own


def _groups(portfolio: Portfolio, path: Path) -> dict[str, str]:
    """Lines, or single drivers of them, to the group they are of."""
    read, found = read_csv_table(path, ("group", "line")), dict[str, str]()
    group_at, line_at = read.head.index("group"), read.head.index("line")
    for row in read.rows:
        group, line = row.cells[group_at].strip(), row.cells[line_at].strip()
        if not group or not line:
            raise UserError(
                N_("A group or a line is missing."), N_("Fill in both, or delete the row."), where=read.at(row.number)
            )
        try:
            row_of(portfolio, line.partition(".")[0])
            if "." in line:
                field_named(line.partition(".")[2])
        except UserError as error:
            raise error.at(read.at(row.number, "line")) from None
        if found.setdefault(line, group) != group:
            raise UserError(
                N_("{line} is of two groups: {one} and {other}."),
                N_("Leave it in one of them."),
                where=read.at(row.number),
                line=line,
                one=found[line],
                other=group,
            )
    return found


def report(found: Risk) -> Report:
    """The distribution, the chances and the tornado."""
    ids = found.measured.document.portfolio.lines.ids
    return {
        "trials": found.trials,
        "seed": found.seed,
        "percentiles": {str(percent): yen for percent, yen in found.whole.percentiles.items()},
        "mean": found.whole.mean,
        "within": [
            {"ceiling": each.ceiling, "chance": None if each.chance is None else round(float(each.chance), 6)}
            for each in found.within
        ],
        "tornado": [
            {
                "line": ids[each.driver.row],
                "field": each.driver.field.key,
                "low": plain(each.low),
                "high": plain(each.high),
                "low_amount": each.low_amount,
                "high_amount": each.high_amount,
            }
            for each in found.tornado
        ],
        "ranges": register.ranges_report(found),
        "gone": [str(each.figure) for each in found.measured.document.gone_ranges],
    }


def table(document: Document, found: Risk, ceilings: Sequence[Ceiling], texts: Texts) -> str:
    """The same to read, and more: what varies and what is held, each program that moves, what breaks first."""
    parts = [_varying(found, texts), _distribution(document, found, texts)]
    parts += [*([_chances(found.within, texts)] if found.within else []), _tornado(document, found, texts)]
    parts.append(_fragility(document, found, ceilings, texts))
    return "\n\n".join(parts)


def _varying(found: Risk, texts: Texts) -> str:
    """What varies, and what is held and why, in yen."""
    _, now = texts._, found.measured.now
    shapes = _(", ").join(_(SHAPE_NAMES[each]) for each in dict.fromkeys(each.spread.shape for each in found.varied))
    held = sum(each.amount for each in found.held)
    said = [
        _("{what}: {yen} in the scenario. {trials} trials, seed {seed}, {shape}.").format(
            what=found.measured.aim.what,
            yen=yen_text(now, texts),
            trials=f"{found.trials:,}",
            seed=found.seed,
            shape=shapes,
        )
    ]
    if found.measured.aim.ceiling is None:
        varies = _("Varies: figures {count}, lines {lines}; {yen}").format(
            count=len(found.varied),
            lines=len({each.driver.row for each in found.varied}),
            yen=yen_text(now - held, texts),
        )
        said += [varies, _("Held: {yen}").format(yen=yen_text(held, texts))]
    said.append(register.sources_text(found, texts))
    reasons: dict[str, list[Held]] = {}
    for each in sorted(found.held, key=lambda each: -abs(each.amount)):
        reasons.setdefault(each.why.render(texts.translate), []).append(each)
    ids = found.measured.document.portfolio.lines.ids
    for why, lines in sorted(reasons.items(), key=lambda each: -abs(sum(one.amount for one in each[1]))):
        named = [f"{ids[each.row]} {format_amount(each.amount)}" for each in lines[:NAMED]]
        total = yen_text(sum(each.amount for each in lines), texts)
        most = "; ".join([*named, *(["…"] if len(lines) > NAMED else [])])
        one, many = N_("  {why}: {n} line, {yen} ({most})"), N_("  {why}: {n} lines, {yen} ({most})")
        said.append(texts.plural(len(lines), one, many, why=why, yen=total, most=most))
    return "\n".join(said)


def _distribution(document: Document, found: Risk, texts: Texts) -> str:
    """Percentiles and mean of what is asked and of each program that moves, and how far the former may still move."""
    _, portfolio = texts._, document.portfolio

    def figures(each: Spreading) -> list[str]:
        return [*(format_amount(each.percentiles[percent]) for percent in PERCENTILES), format_amount(each.mean)]

    rows = [[found.measured.aim.what, *figures(found.whole)]]
    moves = found.whole.may_move
    if moves is not None:
        rows.append([_("may still move by ±"), *(format_amount(moves[percent]) for percent in PERCENTILES), NONE])
    for index, each in found.programs.items():
        program = portfolio.programs[index]
        rows.append(["  " * portfolio.depth(index) + texts.name(program.name, program.name_en), *figures(each)])
    head = [_("Yen"), *(f"{percent} %" for percent in PERCENTILES), _("Mean")]
    said = columns(head, rows)
    return said if moves is not None else said + "\n" + _("With so few trials nobody can say how far they may move.")


def _chances(within: Sequence[Within], texts: Texts) -> str:
    said = []
    for each in within:
        name = texts.name(each.name, each.name_en) or each.ceiling
        chance = texts._("cannot judge: not known") if each.chance is None else f"{float(each.chance):.1%}"
        said.append(texts._("Chance to stay within {name}: {chance}").format(name=name, chance=chance))
    return "\n".join(said)


def _tornado(document: Document, found: Risk, texts: Texts) -> str:
    """Each figure alone at its ends, those first that move most."""
    _ = texts._
    rows = []
    for each in found.tornado[:TOLD]:
        text = each.driver.field.text
        amounts = [format_amount(each.low_amount), format_amount(each.high_amount), format_change(each.spread)]
        rows.append([_driver(document, each.driver), f"{text(each.low)}–{text(each.high)}", *amounts])
    said = columns([_("Moves most"), _("Range"), _("At its low"), _("At its high"), _("Spread")], rows)
    more = len(found.tornado) - TOLD
    if more <= 0:
        return said
    return said + "\n" + texts.plural(more, N_("{n} more figure moves it less."), N_("{n} more figures move it less."))


def _fragility(document: Document, found: Risk, ceilings: Sequence[Ceiling], texts: Texts) -> str:
    """How far the figures that move most may err."""
    _, fragile = texts._, Fragility(found.measured, ceilings)
    now = {each.driver: each.now for each in found.varied}
    rows = []
    for each in found.tornado[:TOLD]:
        bend, text = fragile.bend(each.driver, now[each.driver]), each.driver.field.text
        low, high = (
            text(end) if said else _("any value") for end, said in ((bend.low, bend.below), (bend.high, bend.above))
        )
        breaks = [said.render(texts.translate) for said in (bend.below, bend.above) if said is not None]
        first = " / ".join(dict.fromkeys(breaks)) or NONE
        rows.append([_driver(document, each.driver), text(bend.now), low, high, first])
    return columns(
        [_("All stays as printed"), _("As it is"), _("At least"), _("At most"), _("What breaks beyond")], rows
    )


def _driver(document: Document, driver: Driver) -> str:
    year = "" if driver.year == document.portfolio.request_year else f"@{driver.year}"
    return f"{document.portfolio.lines.ids[driver.row]}.{driver.field.key}{year}"
