"""The other process: takes one order, does it within its memory, answers and ends; so does it when nobody waits.

It is started as a module (`python -m planner.files.apart`), or by the program itself with `ARGUMENT`.
"""

from __future__ import annotations

import os
import pickle
import threading
import time
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import BinaryIO, NamedTuple, NoReturn

from planner.core.errors import UserError
from planner.files.apart.memory import bound_memory

TELL_SECONDS = 0.1
"""Progress is told no more often."""


class Order(NamedTuple):
    """What is to be done: a function with its arguments, the bytes it may take, and whether to tell how far it is."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    memory: int
    tells: bool


class Answer(IntEnum):
    """What a reply is; `ENDED` is what one takes the end of the process for, `MEMORY` the code it ends with."""

    TOLD = 1
    VALUE = 2
    REFUSED = 3
    FAULT = 4
    ENDED = 5
    MEMORY = 66


class Reply(NamedTuple):
    """What comes back: how far the work is (done, total), its value, its `UserError`, or the words of a fault."""

    answer: Answer
    content: object = None


def serve() -> NoReturn:
    """Do the order on standard input and answer on standard output; ends the process."""
    source, sink = os.dup(0), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is printed is no answer
    try:
        _send(sink, _done(source, sink))
    except MemoryError:
        os._exit(Answer.MEMORY)
    os._exit(0)  # what was read need not be put away piece by piece


def _done(source: int, sink: BinaryIO) -> Reply:
    """Take the order and do it; the reply it comes to."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_SECONDS:
            last = time.monotonic()
            _send(sink, Reply(Answer.TOLD, (done, total)))

    try:
        with os.fdopen(source, "rb", buffering=0, closefd=False) as pipe:
            order: Order = pickle.load(pipe)
        threading.Thread(target=_end_with, args=(source,), daemon=True).start()
        bound_memory(order.memory)
        value = order.function(*order.arguments, *([tell] if order.tells else []))
    except UserError as error:
        return Reply(Answer.REFUSED, error)
    except MemoryError:
        raise
    except Exception:  # told to the crash handler where the program is
        return Reply(Answer.FAULT, traceback.format_exc())
    return Reply(Answer.VALUE, value)


def _send(sink: BinaryIO, reply: Reply) -> None:
    pickle.dump(reply, sink, pickle.HIGHEST_PROTOCOL)
    sink.flush()


def _end_with(source: int) -> NoReturn:
    """Wait until nobody holds the other end any more, as when the program was ended, and end as well."""
    os.read(source, 1)
    os._exit(1)
