"""Who has a document open: a lock file beside it that names its holder, and tells when the holder is gone.

On the holder's own computer the lock is stale when that process has ended. Elsewhere a heartbeat decides: the
holder writes the file anew every minute, and a lock that has not been for some minutes is stale.
"""

from __future__ import annotations

import json
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from planner.core.errors import N_, Message, UserError
from planner.files.document.author import author
from planner.files.document.processes import started, this_computer

RENEW_SECONDS = 60
STALE_SECONDS = 5 * 60
TRIES = 5


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: the person, the computer, the process, and since when (ISO time)."""

    who: str = ""
    host: str = ""
    since: str = ""
    process: int = 0
    started: str = ""
    computer: str = ""
    key: str = ""

    @property
    def is_gone(self) -> bool | None:
        """Whether the holder's process has ended, or is this very one; `None` if that cannot be known from here."""
        if not self.computer or self.computer != this_computer():
            return None
        if self.process == os.getpid():
            return True  # whoever asks does not hold it: it was left behind on a share that was away
        try:
            return started(self.process) != self.started
        except OSError:
            return None


class HeldElsewhere(UserError):  # noqa: N818 - refused, not faulty
    """The document is open in another program; its holder is named."""

    def __init__(self, path: Path, holder: Holder) -> None:
        since = holder.since
        with suppress(ValueError):
            since = f"{datetime.fromisoformat(holder.since).astimezone():%Y-%m-%d %H:%M}"
        super().__init__(
            N_("The document is open elsewhere: {who}, computer {host}, since {since}."),
            N_("Ask them to close it, or work on a copy under another name."),
            where=str(path),
            who=holder.who or Message.of(N_("somebody")),
            host=holder.host or "?",
            since=since or "?",
        )


class Lock:
    """The lock of a document, held by this program. Its functions wait for the disk, which may be far away."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self._content = content

    def renew(self) -> Holder | None:
        """Tell the others that the holder is still here; who holds it now if it was taken away meanwhile."""
        place = lock_of(self.path)
        try:
            with place.open("r+b") as file:
                found = file.read()
                if found == self._content:
                    file.seek(0)
                    file.write(found)
                    return None
        except FileNotFoundError:
            with suppress(OSError):
                _create(place, self._content)
            return None
        except OSError:  # the share is away: the next time will do
            return None
        return _holder(found)

    def release(self) -> None:
        """Give the document free."""
        place = lock_of(self.path)
        with suppress(OSError):
            if place.read_bytes() == self._content:
                place.unlink()


def lock_of(path: Path) -> Path:
    """The lock file of a document."""
    return path.with_name(f"~${path.name}.lock")


def take_lock(path: Path) -> Lock | None:
    """Take the lock of a document; `None` where none can be written, as in a read-only folder.

    Raises `HeldElsewhere` when another running program holds it.
    """
    try:
        return _take(path)
    except OSError:
        return None


def _take(path: Path) -> Lock:
    place, content = lock_of(path), _own_content()
    found = b""
    for _ in range(TRIES):
        try:
            _create(place, content)
            return Lock(path, content)
        except FileExistsError:
            with suppress(FileNotFoundError):  # just given free
                found = place.read_bytes()
                if not _is_stale(place, found):
                    break
                _clear_away(place, found)
    raise HeldElsewhere(path, _holder(found))


@contextmanager
def holding(path: Path) -> Iterator[Path]:
    """Hold the lock of a document, by its real path, for a short piece of work; raises `HeldElsewhere`."""
    path = Path(os.path.realpath(path))
    lock = take_lock(path)
    try:
        yield path
    finally:
        if lock is not None:
            lock.release()


def _own_content() -> bytes:
    who, when = author()
    process = os.getpid()
    start = ""
    with suppress(OSError):
        start = started(process) or ""
    holder = Holder(who, socket.gethostname(), when, process, start, this_computer(), uuid.uuid4().hex)
    return json.dumps(asdict(holder), ensure_ascii=False).encode()


def _holder(content: bytes) -> Holder:
    """The holder a lock file names; nobody known where it is damaged, or being written just now."""
    try:
        told = {field.name: json.loads(content)[field.name] for field in fields(Holder)}
    except (ValueError, KeyError, TypeError):
        return Holder()
    sound = all(isinstance(value, int if name == "process" else str) for name, value in told.items())
    return Holder(**told) if sound else Holder()


def _create(place: Path, content: bytes) -> None:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        with suppress(OSError):
            place.unlink()
        raise


def _is_stale(place: Path, content: bytes) -> bool:
    gone = _holder(content).is_gone
    return _time_there(place) - place.stat().st_mtime > STALE_SECONDS if gone is None else gone


def _time_there(place: Path) -> float:
    """The time by the clock of the disk or share, which need not be that of this computer."""
    probe = place.with_name(f"{place.name}.{uuid.uuid4().hex}")
    try:
        with probe.open("wb") as file:
            file.write(b".")
        return probe.stat().st_mtime
    except OSError:
        return time.time()
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _clear_away(place: Path, stale: bytes) -> None:
    """Remove a stale lock, and none that another program put in its place meanwhile."""
    aside = place.with_name(f"{place.name}.{uuid.uuid4().hex}")
    place.rename(aside)
    try:
        taken = aside.read_bytes()
        if taken != stale:
            with suppress(FileExistsError):
                _create(place, taken)
    finally:
        aside.unlink()
