"""A Windows of one's own under Wine: made, worked in, and ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from installers.windows import shims
from installers.windows.inputs import Refusal

WITHOUT = "mscoree,mshtml=;winedbg.exe=d"
FONTS = PureWindowsPath("Z:/usr/share/fonts/opentype/ipafont-gothic")
LIMIT = 180
"""Seconds after which a program under Wine counts as stuck."""
DRAIN = 2
"""Seconds for what a program wrote before its end to be read; all of it is in the pipe by then."""
STUCK = -1000
KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR")


@dataclass(frozen=True)
class Ran:
    """How a program ended, and what it said."""

    code: int
    said: str


class Wine:
    """One prefix of Wine, with the shims, and its server."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        self._display: dict[str, str] = {}
        self._settings = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "LANG": "ja_JP.UTF-8",
            "PLANNER_LANGUAGE": "ja",
            # Wine keeps variables of Qt to itself, but for those with its own name in front.
            "WINEQT_QPA_PLATFORM": "offscreen",
            "WINEQT_QPA_FONTDIR": str(FONTS),
        }

    @property
    def drive(self) -> Path:
        """Drive C:."""
        return self.prefix / "drive_c"

    @property
    def local_data(self) -> Path:
        """The user's LOCALAPPDATA."""
        return next(self.drive.glob("users/*/AppData/Local"))

    @property
    def start_menu(self) -> Path:
        """Where the Start menu's entries are."""
        return next(self.drive.glob("users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs"))

    def make(self, work: Path) -> None:
        """Begin with a Windows 10 on which nothing was ever installed."""
        self._clear()
        self.prefix.mkdir(parents=True)
        self._run(["wineboot", "--init"], {"WINEDLLOVERRIDES": WITHOUT}, LIMIT)
        self._server("--wait")
        for library in shims.make(work / "shims"):
            shutil.copy(library, self.drive / "windows" / "system32")
        if self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f").code:
            raise Refusal("Wine does not work here.")

    def become(self, other: Wine) -> None:
        """Begin as another Windows is, in which nothing runs."""
        self._clear()
        shutil.copytree(other.prefix, self.prefix, symlinks=True, copy_function=_shared)

    @contextmanager
    def running(self, display: str = "") -> Iterator[None]:
        """A program that idles meanwhile, so that Windows' own need not start with each; at the end all are ended.

        Windows shows itself on the display it was started with, or on none.
        """
        self.end()
        self._display = {"DISPLAY": display, "WINEQT_QPA_PLATFORM": "windows"} if display else {}
        idle = subprocess.Popen(
            ["wine", "cmd"],
            env=self._environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            idle.communicate()
            self.end()
            self._display = {}

    def _clear(self) -> None:
        if self.prefix.exists():
            self.end()
            shutil.rmtree(self.prefix)

    def end(self) -> None:
        """End every program."""
        self._server("--kill")
        self._server("--wait")

    def run(self, *command: str, at: Path | None = None, limit: float = LIMIT) -> Ran:
        """Run a program of Windows to its end."""
        return self._run(["wine", *command], {}, limit, at)

    def start(self, *command: str, at: Path) -> subprocess.Popen[bytes]:
        """Start a program of Windows and go on."""
        return subprocess.Popen(
            ["wine", *command],
            cwd=at,
            env=self._environment({}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def windows_path(self, path: Path) -> str:
        """How a program of Windows calls a file."""
        if path.is_relative_to(self.drive):
            return str(PureWindowsPath("C:/", *path.relative_to(self.drive).parts))
        return str(PureWindowsPath("Z:/", *path.resolve().parts[1:]))

    def _run(self, command: list[str], settings: Mapping[str, str], limit: float, at: Path | None = None) -> Ran:
        # Through a pipe: a plain file of the host as output ends Python under Wine.
        process = subprocess.Popen(
            command,
            cwd=at,
            env=self._environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # Windows' own programs may have been started with this one and hold its pipe: its end is not waited for.
        assert process.stdout is not None
        said: list[bytes] = []
        reader = threading.Thread(target=_read, args=(process.stdout.fileno(), said), daemon=True)
        reader.start()
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            self.end()
            process.kill()
            code = STUCK
        reader.join(DRAIN)
        text = _decoded(b"".join(said)).replace("\r\n", "\n")
        return Ran(code, f"stuck after {limit:.0f} s: {text}" if code == STUCK else text)

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        loaded = f"{WITHOUT};{','.join(shims.NAMES)}=n"
        return {"WINEDLLOVERRIDES": loaded} | self._settings | self._display | dict(settings)

    def _server(self, *arguments: str) -> None:
        # The server outlives this call: it must not hold our pipes open.
        none, server = subprocess.DEVNULL, shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        settings = self._environment({})
        subprocess.run(
            [server, *arguments], env=settings, stdin=none, stdout=none, stderr=none, check=False, timeout=LIMIT
        )


def _shared(source: str, target: str) -> None:
    """What of Windows nobody writes to lies on the disk once for all; settings do not."""
    (os.link if "drive_c/windows/" in source else shutil.copy2)(source, target)


def _decoded(said: bytes) -> str:
    """The planner's words are UTF-8, those of Windows' own programs in the code page of Japan."""
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode("cp932", errors="replace")


def _read(pipe: int, said: list[bytes]) -> None:
    while content := os.read(pipe, 1 << 16):
        said.append(content)
