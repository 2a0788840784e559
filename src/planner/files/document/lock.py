"""Who has a document open: a lock file beside it that names its holder, and tells when the holder is gone.

On the holder's own computer the lock is stale when that process has ended. Elsewhere a heartbeat decides: the
holder writes the file anew every minute, and a lock that has not been for some minutes is stale.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from planner.core.errors import N_, Message, UserError
from planner.files.document.author import author
from planner.files.document.processes import started, this_computer
from planner.files.whole import beside, patiently

RENEW_SECONDS = 60
STALE_SECONDS = 5 * 60
TRIES = 5
SIZE_LIMIT = 1 << 16
"""A lock has some hundred bytes."""

SHOWN = 200
"""So much is shown of a name that a lock gives."""


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
    """The document is open in another program; its holder is named.

    `ahead`: when the lock was written last by the clock of its disk, where that is yet to come.
    """

    def __init__(self, path: Path, holder: Holder, ahead: datetime | None = None) -> None:
        since = holder.since
        with suppress(ValueError, OverflowError, OSError):
            since = f"{datetime.fromisoformat(holder.since).astimezone():%Y-%m-%d %H:%M}"
        what = N_("The document is open elsewhere: {who}, computer {host}, since {since}.")
        do = N_("Ask them to close it, or work on a copy under another name.")
        if ahead is not None:
            what = N_(
                "The document is marked as open elsewhere ({who}, computer {host}) at a time that is yet to come, "
                "{ahead}: a clock is or was wrong."
            )
            do = N_("Ask them to close it; where nobody has it open, remove the file {lock} and open it again.")
        super().__init__(
            what,
            do,
            where=str(path),
            who=holder.who or Message.of(N_("somebody")),
            host=holder.host or "?",
            since=since or "?",
            ahead=f"{ahead:%Y-%m-%d %H:%M}" if ahead is not None else "",
            lock=lock_of(path).name,
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
            if _content(place) == self._content:
                patiently(place.unlink)


def lock_of(path: Path) -> Path:
    """The lock file of a document."""
    return beside(path, "~$", ".lock")


def take_lock(path: Path) -> Lock | None:
    """Take the lock of a document; `None` where none can be written, as in a read-only folder.

    Raises `HeldElsewhere` when another running program holds it, or holds the file of a lock that is stale.
    """
    try:
        return _take(path)
    except OSError as error:
        place = lock_of(path)
        if not place.is_file():
            return None
        found = b""
        with suppress(OSError):
            found = _content(place)
        raise HeldElsewhere(path, _holder(found), None) from error


def _take(path: Path) -> Lock:
    place, content = lock_of(path), _own_content()
    found, age = b"", 0.0
    for _ in range(TRIES):
        try:
            _create(place, content)
            return Lock(path, content)
        except FileExistsError:
            with suppress(FileNotFoundError):  # just given free
                found, age = _content(place), _age(place)
                gone = _holder(found).is_gone
                if not (age > STALE_SECONDS if gone is None else gone):
                    break
                _clear_away(place, found)
    ahead = age < -RENEW_SECONDS
    raise HeldElsewhere(path, _holder(found), datetime.fromtimestamp(time.time() - age) if ahead else None)


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
    import platform  # noqa: PLC0415 - only with a file

    who, when = author()
    process = os.getpid()
    start = ""
    with suppress(OSError):
        start = started(process) or ""
    holder = Holder(who, platform.node(), when, process, start, this_computer(), os.urandom(16).hex())
    return json.dumps(asdict(holder), ensure_ascii=False).encode()


def _content(place: Path) -> bytes:
    """What a lock file says; nothing where it is no file or too large for a lock; `OSError` if it cannot be read."""
    found = place.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(place)
    if not stat.S_ISREG(found.st_mode) or found.st_size > SIZE_LIMIT:
        return b""
    return place.read_bytes()


def _holder(content: bytes) -> Holder:
    """The holder a lock file names; nobody known where it is damaged, or being written just now."""
    try:
        said = json.loads(content)
        told = {field.name: said[field.name] for field in fields(Holder)}
    except (ValueError, KeyError, TypeError, RecursionError):
        return Holder()
    process = told.pop("process")
    if type(process) is not int or not 0 < process < 2**31 or any(type(each) is not str for each in told.values()):
        return Holder()
    shown = {name: "".join(c if c.isprintable() else " " for c in text[:SHOWN]) for name, text in told.items()}
    return Holder(process=process, **shown)


def _create(place: Path, content: bytes) -> None:
    handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        with suppress(OSError):
            place.unlink()
        raise


def _age(place: Path) -> float:
    """How many seconds ago a lock was written, by the clock of its disk; below 0 where that is yet to come."""
    return _time_there(place) - place.stat().st_mtime


def _time_there(place: Path) -> float:
    """The time by the clock of the disk or share, which need not be that of this computer."""
    probe = place.with_name(f"~{os.urandom(16).hex()}.lock")
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
    aside = place.with_name(f"~{os.urandom(16).hex()}.lock")
    patiently(lambda: place.rename(aside))
    try:
        taken = _content(aside)
        if taken != stale:
            with suppress(FileExistsError):
                _create(place, taken)
    finally:
        patiently(aside.unlink)
