"""What is wrong with the arguments of a command, in the language chosen: argparse says it in English alone."""

from __future__ import annotations

import re

from planner.core.errors import N_, UserError

HERE = r"(?:argument (?P<argument>.+?): )?"
SAID = {
    r"the following arguments are required: (?P<names>.*)": N_("the following arguments are required: {names}."),
    r"one of the arguments (?P<names>.*) is required": N_("one of the arguments {names} is required."),
    r"unrecognized arguments: (?P<names>.*)": N_("unrecognized arguments: {names}."),
    r"invalid choice: (?P<value>.*?) \(choose from (?P<names>.*)\)": N_("{value} is none of: {names}."),
    r"invalid .* value: (?P<value>.*)": N_("{value} cannot be read."),
    r"expected (?:one argument|at least one argument|at most one argument|\d+ arguments?)": N_("a value is missing."),
    r"ignored explicit argument (?P<value>.*)": N_("it takes no value: {value}."),
    r"not allowed with argument (?P<other>.*)": N_("it does not go with {other}."),
}
"""Sentences of argparse, after the argument they are about, and what is said in their place."""


def wrong_arguments(message: str) -> UserError:
    """What argparse says of the arguments, as every other refusal."""
    for pattern, text in SAID.items():
        found = re.fullmatch(HERE + pattern, message, re.DOTALL)
        if found is not None:
            values = {key: value for key, value in found.groupdict().items() if key != "argument"}
            return UserError(text, N_("See `planner --help`."), where=found["argument"] or "", **values)
    return UserError("{message}.", N_("See `planner --help`."), message=message)
