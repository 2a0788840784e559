"""What is done in another process in tests: functions of a module that imports next to nothing."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

from planner.core.errors import Message, UserError


def double(number: int) -> int:
    print("what is printed is no answer")
    return 2 * number


def refuse(where: str) -> NoReturn:
    raise UserError("There is {what}.", "Look.", where=where, what=Message.of("nothing"))


def fail() -> NoReturn:
    raise LookupError("a fault")


def wait_for_ever(path: str, tell: Callable[[int, int], None] | None = None) -> NoReturn:
    """Says which process it is in, and never ends by itself."""
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123 - this module imports next to nothing
        file.write(f"{os.getpid()}\n")
    if tell is not None:
        tell(1, 2)
    threading.Event().wait()
    raise AssertionError


def fill(step: int) -> NoReturn:
    kept = []
    while True:
        kept.append(bytearray(step))


def ask_for(size: int) -> int:
    return len(bytearray(size))


def die() -> NoReturn:
    os._exit(3)


def long_text(letters: int) -> str:
    return "表" * letters


def modules() -> set[str]:
    return set(sys.modules)
