"""What a command says: its output whole once its work is done, an error as one line, whatever the streams can take."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TextIO

from planner.core.errors import N_, UserError
from planner.files.whole import Progress, reason_of
from planner.words.texts import Texts

LIMIT = 1_000
"""So many characters a line about an error has at most; a longer one is shortened in its middle."""

SEEN_ENOUGH = (errno.EPIPE, errno.EINVAL)
"""What a reader such as `head` leaves behind that has ended, on Linux and on Windows."""


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def refuse(error: UserError, texts: Texts) -> int:
    """Say on standard error why something could not be done; the exit code for that."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, f"planner: {one_line(error.render(texts.translate))}\n")
    return 2


def print_out(text: str, texts: Texts, code: int) -> int:
    """Print what a command said; its exit code, or that of a refusal where nothing takes the output."""
    try:
        _write(sys.stdout, text)
    except OSError as error:
        if error.errno not in SEEN_ENOUGH:
            return refuse(
                UserError(
                    N_("The output cannot be written: {reason}."),
                    N_("What the command had to do is done; send its output elsewhere."),
                    reason=reason_of(error),
                ),
                texts,
            )
    return code


def fault(error: Exception) -> UserError:
    """A mistake of the program as a line: what and where in it, for whoever mends it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    said = f"{type(error).__name__}: {error} ({Path(at.filename).name}:{at.lineno})"
    return UserError(
        N_("The program made a mistake: {fault}."),
        N_("Nothing is saved by halves. Please report this line with the command."),
        fault=said,
    )


def refused_by_system(error: OSError) -> UserError:
    """What the system would not do."""
    return UserError(
        N_("The system refuses it: {reason}."),
        N_("Check the name, your rights and the free space."),
        where=str(error.filename or ""),
        reason=reason_of(error),
    )


def progress_of(texts: Texts, what: str) -> Progress:
    """Says on a terminal how far some work has come, in one line that is gone when it is done; elsewhere nothing."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda _done, _all: None

    def tell(done: int, of: int) -> None:
        line = f"{texts._(what)} {done}/{of}"
        sys.stderr.write(f"\r{line}" if done < of else f"\r{' ' * 2 * len(line)}\r")
        sys.stderr.flush()

    return tell


def one_line(text: str) -> str:
    """A text as one line of bounded length that a terminal shows and never obeys."""
    shown = "".join(each if each.isprintable() else " " if each.isspace() else "�" for each in text)
    line = " ".join(shown.split())
    if len(line) <= LIMIT:
        return line
    end = LIMIT // 3
    return f"{line[: LIMIT - end - 3]} … {line[-end:]}"


def _write(stream: TextIO | None, text: str) -> None:
    """Write to the end of a stream, in UTF-8 but on a console; raises `OSError` and leaves nothing for the exit."""
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
        stream.write(text)
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise
