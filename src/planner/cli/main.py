"""The command line: arguments in, exit code out; an error is one line that says what, where and what to do."""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn, cast

from planner import __version__
from planner.cli.later import later
from planner.cli.paths import file_named
from planner.cli.speech import fault, print_out, refuse, refused_by_system
from planner.cli.usage import wrong_arguments
from planner.core.calculation.in_force import CHANGED
from planner.core.errors import N_, UserError
from planner.core.model.origins import Basis
from planner.core.model.ranges import Shape
from planner.words.texts import LANGUAGES, Texts, system_language, texts_for

if TYPE_CHECKING:
    from planner.cli import (
        codes,
        commands,
        edit_commands,
        execution,
        explain,
        file_commands,
        review,
    )
    from planner.cli.out import brief, export, publish
    from planner.cli.parts import board, merge, split, steps
    from planner.cli.whatif import cut, risk, seek, sweep
else:  # one command is done at a time, and each needs but a part of the program
    codes, commands, edit_commands = map(later, ("codes", "commands", "edit_commands"))
    execution, explain, file_commands, review = map(later, ("execution", "explain", "file_commands", "review"))
    brief, export, publish = map(later, ("out.brief", "out.export", "out.publish"))
    board, merge, split, steps = map(later, ("parts.board", "parts.merge", "parts.split", "parts.steps"))
    cut, risk, seek, sweep = map(later, ("whatif.cut", "whatif.risk", "whatif.seek", "whatif.sweep"))

Command = Callable[[argparse.Namespace, Texts], int]

COMMANDS: dict[str, tuple[Command, str]] = {
    "new": (file_commands.new, N_("make a document over the built-in portfolio, or over one in CSV tables")),
    "totals": (commands.totals, N_("print the amounts of all programs")),
    "years": (commands.years, N_("print the amounts of all plan years, and what is bound of them")),
    "assume": (
        edit_commands.assume,
        N_("set what rates grow by, and within what figures may turn out"),
    ),
    "plan": (edit_commands.plan, N_("let the plan end with another fiscal year")),
    "set": (edit_commands.set_, N_("set values in a scenario, as one change")),
    "calibrate": (edit_commands.calibrate_, N_("fit the published ranges of a program to its printed total")),
    "execution": (execution.execution_, N_("keep what became of past years' budgets, from a CSV table")),
    "codes": (codes.codes_, N_("set codes of the accounts, request numbers and links, from a CSV table")),
    "branch": (edit_commands.branch_, N_("start a scenario from the base or from another")),
    "sources": (commands.sources, N_("list every figure with its source")),
    "template": (file_commands.template, N_("write a workbook to fill in with a portfolio of one's own")),
    "compare": (commands.compare_, N_("print how scenarios differ")),
    "explain": (explain.explain_, N_("print what a difference is made of: rates, quantities, new lines and so on")),
    "check": (commands.check, N_("compare with the printed figures and list problems")),
    "ceilings": (commands.ceilings, N_("print the room left under the ceilings of the request year")),
    "export": (export.export_, N_("write the submission workbook")),
    "publish": (publish.publish_, N_("put the tables of a scenario into a PostgreSQL server, or a folder as Parquet")),
    "brief": (brief.brief_, N_("write the overview on one A4 sheet as PDF")),
    "seek": (seek.seek_, N_("find the value with which a total, a later year or a ceiling comes to an amount")),
    "cut": (cut.cut_, N_("find packages of lower rates and quantities that take an amount off")),
    "risk": (risk.risk_, N_("tell how sure an amount is where figures may turn out otherwise")),
    "sweep": (sweep.sweep_, N_("work out a table of scenarios, one a row")),
    "split": (split.split_, N_("make a part of the document for each division to work on")),
    "merge": (merge.merge_, N_("take parts or copies of the document back into it")),
    "board": (board.board_, N_("print how far the parts have come that were sent")),
    "hand-in": (steps.hand_in_, N_("hand a part in: it takes no edits until it is sent back")),
    "send-back": (steps.send_back_, N_("send a part back with what shall be changed")),
    "settle": (steps.settle_, N_("settle a part that was handed in and taken back")),
    "review": (review.review, N_("read a submission that came back, and take it over into scenarios")),
}
"""Every command with what does it and what it is for."""

ON_THEIR_WAY = ("hand-in", "send-back", "settle")
"""The commands of parts on their way."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments as every other refusal, and helps in the language of `texts` alone."""

    def __init__(self, texts: Texts, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, add_help=False, **settings)
        self._texts, _ = texts, texts._
        self._positionals.title, self._optionals.title = _("what it works on"), _("choices")
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=_("show this and end"))

    def error(self, message: str) -> NoReturn:
        raise wrong_arguments(message)


def main(
    argv: Sequence[str],
    write_pdf: export.WritePdf | None = None,
    write_brief: brief.WriteBrief | None = None,
) -> int:
    """Run one command; 0 when it did its work, 1 when `check` found an error that stands, 2 when it could not.

    `write_pdf` paints sheets as a PDF file, for `export --pdf`, `write_brief` the overview, for `brief`.
    """
    texts = texts_for(system_language())
    said = io.StringIO()
    try:
        with redirect_stdout(said):
            code = _run(argv, texts, write_pdf, write_brief)
    except UserError as error:
        return refuse(error, texts)
    except OSError as error:
        return refuse(refused_by_system(error), texts)
    except Exception as error:  # nobody at a prompt or in a script can do anything with many lines
        return refuse(fault(error), texts)
    return print_out(said.getvalue(), texts, code)


def _run(
    argv: Sequence[str],
    texts: Texts,
    write_pdf: export.WritePdf | None,
    write_brief: brief.WriteBrief | None,
) -> int:
    for text in argv:
        if not _is_text(text):
            raise UserError(
                N_("{text} is not text in the encoding of this system."),
                N_("Type it anew, or rename the file."),
                text=repr(text),
            )
    try:
        arguments = parser(texts, argv[0] if argv else "").parse_args(argv)
    except SystemExit:  # help and version are printed
        return 0
    arguments.write_pdf, arguments.write_brief = write_pdf, write_brief
    command, _purpose = COMMANDS[arguments.command]
    return command(arguments, texts)


def _is_text(argument: str) -> bool:
    """Whether an argument holds none of the bytes that could not be decoded."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def parser(texts: Texts, asked: str | None = None) -> argparse.ArgumentParser:
    """The arguments of the command that is `asked` for, of all with `None`, helped in the language of `texts`.

    Where no command of that name is, all are there to be named, without what their own modules know.
    """
    _ = texts._
    top = _Parser(texts, prog="planner", description=_("Budget Scenario Planner"))
    top.add_argument(
        "--version", action="version", version=f"planner {__version__}", help=_("show the version and end")
    )
    top.epilog = _(
        "Without a command, or with the name of a document alone, the window opens; with --sample on an example."
    )
    kind = cast("type[_Parser]", partial(_Parser, texts))
    below = top.add_subparsers(metavar=_("COMMAND"), required=True, parser_class=kind)
    made: dict[str, argparse.ArgumentParser] = {}

    def add(command: str, *names: str, **settings: Any) -> None:
        """An argument of a command, where that is asked for."""
        if command in made:
            made[command].add_argument(*names, **settings)

    for name in (asked,) if asked in COMMANDS else COMMANDS:
        purpose = _(COMMANDS[name][1])
        made[name] = below.add_parser(name, help=purpose, description=purpose)
        made[name].set_defaults(command=name)
        if name not in ("new", "template"):
            add(name, "file", metavar="FILE", type=file_named, help=_("the .bplan document"))
            edited = _("open it even where another program has changed its content")
            add(name, "--edited", action="store_true", help=edited)
    reading = ("totals", "years", "check", "ceilings", "sources", "export", "brief", "seek", "cut", "risk", "sweep")
    for name in (*reading, "publish", "split", "assume", "set", "calibrate"):
        add(name, "--scenario", metavar="S", default="base", help=_("a scenario's name; the base if left out"))
    printing = ("totals", "years", "compare", "explain", "check", "ceilings", "sources", "review")
    own_output = ("seek", "cut", "risk", "sweep", "split", "merge", "board", "execution", "codes")
    for name in (*printing, *own_output, *ON_THEIR_WAY):
        add(name, "--json", action="store_true", help=_("print JSON: whole yen, fractions as text"))
    own = {
        **{"seek": seek, "cut": cut, "risk": risk, "sweep": sweep, "split": split, "merge": merge, "board": board},
        **{"export": export, "publish": publish, "review": review, "execution": execution, "codes": codes},
    }
    for name, module in own.items():
        if asked in (None, name):
            module.add_arguments(made[name], _)
    on_their_way = zip(ON_THEIR_WAY, (steps.add_hand_in, steps.add_send_back, steps.add_settle), strict=True)
    for name, add_arguments in (("new", file_commands.add_new), *on_their_way):
        if asked in (None, name):
            add_arguments(made[name], _)
    add("brief", "--language", choices=LANGUAGES, help=_("the language of the sheet; yours if left out"))
    for name in ("new", "template", "brief"):
        add(name, "-o", dest="output", metavar="OUT", type=file_named, required=True, help=_("the file to write"))
    add("template", "--portfolio", metavar="NAME", help=_("fill it with a built-in portfolio"))
    add(
        "sources",
        "--basis",
        metavar="B",
        choices=[*Basis, CHANGED],
        help=_("published, derived, fitted, assumed, residual, or changed by the scenario"),
    )
    add("totals", "--year", metavar="Y", help=_("one fiscal year only, such as 2026 or R8"))
    add("totals", "--csv", metavar="OUT", type=file_named, help=_("write all lines as a tidy CSV table instead"))
    add("check", "--csv", metavar="OUT", type=file_named, help=_("write the findings as a CSV table instead"))
    for name in ("totals", "years", "compare"):
        add(name, "--view", metavar="V", help=_("the programs of one view only"))
    add(
        "set",
        "assignments",
        nargs="+",
        metavar="LINE.FIELD[@YEAR]=VALUE",
        help=_("values as typed in the window; nothing after = returns to the parent's value"),
    )
    add("calibrate", "program", metavar="PROGRAM", help=_("the id of a program"))
    add(
        "assume",
        "assumed",
        nargs="+",
        metavar="KIND=GROWTH|LINE.FIELD[@YEAR]=RANGE",
        help=_(
            "price=1%% or wage=1.5%%; for the register LOW..[MODE..]HIGH, ±10%% or published; "
            "nothing after = takes the parent's, or out of the register"
        ),
    )
    add("assume", "--shape", choices=list(Shape), help=_("how likely values of these ranges are, for the register"))
    add("assume", "--group", metavar="NAME", help=_("these figures turn out alike, for the register"))
    add(
        "plan",
        "--last-year",
        metavar="Y",
        required=True,
        help=_("the last fiscal year of the plan, such as 2031 or R13"),
    )
    for name in ("set", "assume", "calibrate"):
        add(name, "--reason", metavar="TEXT", default="", help=_("why, for the list of changes"))
    add("branch", "name", metavar="NAME", help=_("the name of the new scenario"))
    add(
        "branch",
        "--from",
        dest="parent",
        metavar="S",
        default="base",
        help=_("the scenario it starts from; the base if left out"),
    )
    sides = _("previous, base or a scenario, each with an optional @YEAR")
    add("explain", "from_", metavar="FROM", help=sides)
    add("explain", "to", metavar="TO", help=sides)
    add("compare", "scenarios", nargs="+", metavar="S", help=_("scenarios; the first is the reference"))
    add("compare", "--all", action="store_true", help=_("all programs and lines, not only what differs"))
    add("compare", "--csv", metavar="OUT", type=file_named, help=_("write the comparison as CSV instead"))
    return top
