"""Random command lines, half sensible and half not, and what every one of them must keep to."""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from planner.__main__ import main, wants_window
from planner.cli.main import COMMANDS, parser
from planner.cli.speech import LIMIT
from planner.files.document.store import open_document
from planner.words.texts import texts_for

ODD = [
    *("", " ", "-", "--", "=", "@", ".", "..", "/", "*", "%", "{name}", "%s", "\\", "'", '"', "#", "base", "作業案"),
    *("a\nb", "a\tb", "\r", "\x1b[31m", "\x07", "\u202eabc", "\u2028", "é\u0301", "𠮷", "\udcff", "Ａ", "ﾊﾝｶｸ"),
    *("x" * 300, "x" * 9_000, "あ" * 300, "9" * 5_000, "1e999999", "1/0", "-1", "1.5", "△5", "0x10", "NaN", "∞"),
    *(
        "2026",
        "R8",
        "令和8年度",
        "R0",
        "99999",
        "1%",
        "100億円",
        "3/12",
        "事項要求",
        "all",
        "none",
        "previous",
        "base@2026",
    ),
    *(
        "missing.bplan",
        "broken.bplan",
        "folder",
        "book.xlsx",
        "request.bplan",
        "no/such/folder/x",
        "--json",
        "-o",
        "--help",
    ),
    *("a,b,,c", "千円", "円", "△", "ja", "cp932", "calculation", "--reason=", "--scenario=作業案", "-x", "--version"),
]
FIELDS = ("rate", "quantity", "times", "share", "retention", "duration", "demand", "expense", "growth", "price", "")
CHANGING = "set", "assume", "calibrate", "branch", "plan", "review"


def random_lines(seed: int, folder: Path) -> Iterator[list[str]]:
    """Command lines without end; `folder` has the document `request.bplan` and is where they are run."""
    chance = random.Random(seed)
    document = open_document(folder / "request.bplan").document
    portfolio = document.portfolio
    names = [*portfolio.lines.ids, *(each.id for each in portfolio.programs), *(each.id for each in portfolio.views)]
    known = [*names, *(each.name for each in document.scenarios)]
    shapes = {name: _actions(name) for name in COMMANDS}

    def word() -> str:
        text = chance.choice(known if chance.random() < 0.5 else ODD)
        while text and chance.random() < 0.15:  # a slip of the fingers
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(["", text[at] * 2, chance.choice(ODD)[:9]]) + text[at + 1 :]
        return text

    def value(action: argparse.Action) -> str:
        if action.dest == "file":
            return "request.bplan" if chance.random() < 0.9 else word()
        if action.dest == "assignments" and chance.random() < 0.8:
            year = f"@{word()}" if chance.random() < 0.4 else ""
            return f"{chance.choice(names)}.{chance.choice(FIELDS)}{year}={word()}"
        if action.dest == "assumed" and chance.random() < 0.4:
            return f"{chance.choice(['price', 'wage', word()])}={word()}"
        if action.dest == "assumed" and chance.random() < 0.7:
            judged = chance.choice([f"{word()}..{word()}", "±10%", f"±{word()}", "published", ""])
            return f"{chance.choice(names)}.{chance.choice(FIELDS)}={judged}"
        if action.dest == "own" and chance.random() < 0.8:
            return f"{chance.choice(names)}.{chance.choice(FIELDS)}={word()}..{word()}"
        if action.dest in ("of", "ranges") and chance.random() < 0.6:
            asked = ["total", "total@R9", f"program:{chance.choice(names)}", "committed:total@R10", "±10%", "own"]
            return chance.choice(asked)
        if action.choices and chance.random() < 0.8:
            return str(chance.choice(list(action.choices)))
        return chance.choice(["作業案", "base"]) if action.dest == "scenario" and chance.random() < 0.7 else word()

    while True:
        name = chance.choice([*COMMANDS]) if chance.random() < 0.97 else word()
        line = [name]
        for action in shapes.get(name, []):
            if action.option_strings and chance.random() > (0.9 if action.required else 0.25):
                continue
            line += action.option_strings[:1]
            if action.nargs != 0:
                line += [value(action) for _ in range(chance.randrange(1, 4) if action.nargs == "+" else 1)]
        if chance.random() < 0.1:
            line.insert(chance.randrange(len(line) + 1), word())
        if not wants_window(line):
            yield line


def _actions(name: str) -> list[argparse.Action]:
    top = parser(texts_for("en"))
    commands = next(each for each in top._actions if isinstance(each, argparse._SubParsersAction))
    return [each for each in commands.choices[name]._actions if each.dest != "help"]


def outcome(line: list[str]) -> tuple[int, str, str]:
    """What a command line comes to in this process: exit code, output, what is said on standard error."""
    said, refused = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(refused):
        code = main(line)
    return code, said.getvalue(), refused.getvalue()


def fault(code: int, said: str, refused: str) -> str | None:
    """What an outcome breaks of what is promised; `None` where it keeps it.

    0, 1 or 2; with 2 one printable line of bounded length on standard error and nothing else, else nothing there.
    """
    if code not in (0, 1, 2):
        return f"exit code {code}"
    if code < 2:
        return f"done, and said {refused!r}" if refused else None
    if said:
        return "refused, with output"
    line = refused.removesuffix("\n")
    if not line.startswith("planner: ") or not line.isprintable() or len(line) > LIMIT + len("planner: "):
        return f"not one line: {refused!r}"
    return "a mistake of the program" if "The program made a mistake" in line or "プログラムの誤り" in line else None
