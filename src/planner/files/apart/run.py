"""A function done in another process, within limits of time and memory, and called off at any moment.

What the function reads may freeze it, fill its memory or end its process: here nothing more comes of it than a
`UserError`. Function, arguments and value are pickled, so the function stands at the top of a module that imports no
more than it needs: the other process begins with nothing but that module.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar, cast

from planner.core.errors import N_, UserError
from planner.files.apart import ARGUMENT
from planner.files.apart.serve import Answer, Order, Reply
from planner.files.whole import Progress, reason_of

T = TypeVar("T")
STEP = 0.1
"""Seconds after which whoever waits is asked at the latest whether to go on."""


@dataclass(frozen=True)
class Limits:
    """What a piece of work may take: seconds by the clock, bytes of memory over all the process holds."""

    seconds: float
    memory: int


def run_apart(function: Callable[..., T], /, *arguments: object, limits: Limits, progress: Progress | None = None) -> T:
    """What `function(*arguments)` returns, worked out in another process; with `progress` it is called with it too.

    `progress` is told several times a second, with the same figures where nothing has moved: what it raises ends the
    work and its process at once. Raises the `UserError` the function raised, or one of its own where the work reached
    a limit or its process ended; any other exception there is a fault of the program, and a `RuntimeError` here.
    """
    order = pickle.dumps(Order(function, arguments, limits.memory, progress is not None))
    replies: SimpleQueue[Reply] = SimpleQueue()
    with _started() as process:
        listener = threading.Thread(target=_listen, args=(process, order, replies), daemon=True)
        listener.start()
        try:
            return cast("T", _awaited(replies, process, limits, progress))
        finally:
            process.kill()
            listener.join()  # nobody reads from a pipe that is about to be closed


def _started() -> subprocess.Popen[bytes]:
    """The process, waiting for its order. It finds modules where this one does, and nowhere else."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, ARGUMENT] if frozen else [sys.executable, "-P", "-m", "planner.files.apart"]
    places = os.pathsep.join(place for place in sys.path if place)
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": places},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise UserError(
            N_("The process that does the work cannot be started: {reason}."),
            N_("Close other programs and try again."),
            reason=reason_of(error),
        ) from error


def _listen(process: subprocess.Popen[bytes], order: bytes, replies: SimpleQueue[Reply]) -> None:
    """Hand the order over and pass on what comes back, until the process ends."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(order)
        process.stdin.flush()
        while True:
            replies.put(pickle.load(process.stdout))
    except (EOFError, OSError, pickle.UnpicklingError):  # ended, it may be in the middle of a word
        replies.put(Reply(Answer.ENDED))
    except Exception:
        replies.put(Reply(Answer.FAULT, traceback.format_exc()))


def _awaited(
    replies: SimpleQueue[Reply], process: subprocess.Popen[bytes], limits: Limits, progress: Progress | None
) -> object:
    """The value, once it is there; raises what the work raised, `UserError` at a limit, and what `progress` raises."""
    last = time.monotonic() + limits.seconds
    done = total = 0
    while True:
        try:
            reply = replies.get(timeout=STEP)
        except Empty:
            reply = Reply(Answer.TOLD, (done, total))
        if reply.answer is Answer.VALUE:
            return reply.content
        if reply.answer is Answer.REFUSED:
            raise cast("UserError", reply.content)
        if reply.answer is Answer.FAULT:
            raise RuntimeError(reply.content)
        if reply.answer is Answer.ENDED:
            process.kill()  # it may have closed its end and stayed
            raise _ended(process.wait(), limits)
        done, total = cast("tuple[int, int]", reply.content)
        if progress is not None:
            progress(done, total)
        if time.monotonic() > last:
            raise UserError(
                N_("The work took longer than {seconds} seconds and was ended."),
                N_("Try again with a smaller file, or when the computer has less to do."),
                seconds=round(limits.seconds),
            )


def _ended(code: int, limits: Limits) -> UserError:
    if code == Answer.MEMORY.value:
        return UserError(
            N_("The work needed more than {megabytes} MB of memory and was ended."),
            N_("Try again with a smaller file."),
            megabytes=limits.memory >> 20,
        )
    return UserError(
        N_("The process that did the work ended before it was done (code {code})."),
        N_("Try again; if it happens again, the file cannot be read by this program."),
        code=code,
    )
