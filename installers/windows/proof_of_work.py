"""Proves the installed program by what an officer does: commands, the window, files held by others, a sudden end."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from installers.windows.folder import files_of
from installers.windows.ground import DOCUMENT, SETTINGS, Ground
from installers.windows.inputs import ROOT, Refusal
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.table import Skip
from installers.windows.wine import LIMIT, Ran
from planner.files.document.lock import lock_of

INSIDE = Path(__file__).with_name("inside")
LOOKS = {"totals", "years", "compare", "explain", "check", "ceilings", "sources", "review"}
"""Commands that print JSON when asked to."""
NAMES = {
    "request.bplan": DOCUMENT,
    "submission.xlsx": "提出資料.xlsx",
    "returned.xlsx": "差戻し.xlsx",
    "parts/request_人材政策課.bplan": f"parts/{Path(DOCUMENT).stem}_人材政策課.bplan",
}
"""Files of README under the names that officers give them."""
MAY_END = {"check", "review"}
"""Commands that may end otherwise than well: errors are found, and nobody has examined what is returned."""
REFUSED = 2
OPEN = 3
"""What setup ends with while the program is open."""
LAST = [
    ["review", DOCUMENT, NAMES["returned.xlsx"], "--json"],
    ["totals", DOCUMENT, "--scenario", "作業案", "--json"],
]
"""What is asked for after all that was done: the review needs the program's other process."""
PAGES = re.compile(r"（\d+ページ）")
MOMENTS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?")


class WorkProof:
    """The steps; each says what it found, or raises."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def run_commands(self) -> str:
        """Every command of README, here and there: what is printed is equal."""
        commands = [*with_return(readme_commands()), *LAST]
        with tempfile.TemporaryDirectory(prefix="planner-") as name, ThreadPoolExecutor() as beside:
            here = Path(name)
            running = beside.submit(_all_here, here, self.ground.work / "commands", commands)
            there, ours = self._all_there(commands), running.result()
            written = sorted(path.name for path in here.iterdir())
        for command, that, this in zip(commands, there, ours, strict=True):
            assert that.code == this.code, f"{shlex.join(command)}: {that.code}, {that.said}; {this.said}"
            assert this.code == 0 or command[0] in MAY_END, f"{shlex.join(command)}: {this.said}"
            assert same(that.said, this.said), f"{shlex.join(command)}:\n{that.said}\n{this.said}"
        missing = set(written) - {path.name for path in self.ground.folder.iterdir()}
        assert not missing, f"not written: {missing}"
        looked = sum("--json" in command for command in commands)
        return f"{len(commands)} commands, {looked} with JSON, {len(written)} files written"

    def _all_there(self, commands: list[list[str]]) -> list[Ran]:
        """Each by the launcher; in short only the last ones, and those before them in one process."""
        if not self.ground.short:
            return [self._ran(command) for command in commands]
        asked, said = _asked(self.ground.work / "commands-there", commands[: -len(LAST)])
        paths = map(self.ground.there, (asked, said))
        ran = self.ground.room.script(INSIDE / "commands.py", *paths, at=self.ground.folder, limit=3 * LIMIT)
        assert ran.code == 0, ran.said
        return [*_answers(said), *(self.ground.planner(*command) for command in LAST)]

    def _ran(self, command: list[str]) -> Ran:
        if command[0] != "cp":
            return self.ground.planner(*command)
        shutil.copy(*(self.ground.folder / name for name in command[1:]))
        return Ran(0, "")

    def look_offscreen(self) -> str:
        """The window itself; all that it loads comes from the folder that is installed."""
        picture = self.ground.dist / "window-offscreen.png"
        arguments = map(self.ground.there, (self.ground.document, picture))
        ran = self.ground.room.script(INSIDE / "look.py", *arguments)
        said = dict(line.partition(" ")[::2] for line in ran.said.splitlines() if " " in line)
        assert ran.code == 0 and self.ground.document.name in said.get("title", ""), ran.said
        assert picture.is_file() and picture.stat().st_size > 20_000, "no picture"
        strange = set(said.get("elsewhere", "").split())
        assert not strange, f"loaded from elsewhere: {strange}"
        return f"{said['title']}; {said['modules']} modules, all from the folder"

    def look_on_screen(self) -> str:
        """As after a double click; opened once more it is the same program; closed, it ends."""
        if not shutil.which("Xvfb"):
            raise Skip("Xvfb is not installed")
        window, document = str(self.ground.installed / WINDOW), self.ground.there(self.ground.document)
        with _screen() as display, self.ground.wine.running(display):
            self.ground.wine.run("reg", "delete", SETTINGS, "/f")
            program = self.ground.wine.start(window, document, at=self.ground.folder)
            self._wait_for_document(program)
            looked = subprocess.run(
                [sys.executable, str(INSIDE / "screen.py"), str(self.ground.dist / "window.png")],
                env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert looked.returncode == 0, f"nothing on the screen: {looked.stdout}{looked.stderr}"
            again = self.ground.wine.run(window, document)
            assert again.code == 0, f"a second start ended with {again.code}: {again.said}"
            setup = self.ground.wine.run(str(self.ground.dist / self.ground.product.setup), "/S")
            assert setup.code == OPEN, f"setup over the open program ended with {setup.code}"
            assert program.poll() is None, "the program ended by itself"
            self.ground.wine.run("taskkill", "/im", WINDOW)
            assert program.wait(LIMIT) == 0, f"the program ended with {program.returncode}"
        return f"{looked.stdout.strip()}; a second start handed over, setup waited; closed by its window"

    def _wait_for_document(self, program: subprocess.Popen[bytes]) -> None:
        """Until the program has read the document: then it is among the recent files."""
        last = time.monotonic() + LIMIT
        while self.ground.document.name not in self.ground.registry(SETTINGS):
            assert program.poll() is None, f"the program ended with {program.returncode}"
            assert time.monotonic() < last, "the document is not among the recent files"
            time.sleep(0.5)

    def hold_files(self) -> str:
        """Document, lock and workbook, each held by another program: words, and the old files whole."""
        folder, document = self.ground.folder, self.ground.document
        planner = self.ground.there(self.ground.installed / COMMANDS)
        change = [planner, "set", DOCUMENT, "--scenario", "作業案", "fellows/dc/dc1.rate=3,000千円"]
        write = [planner, "export", DOCUMENT, "--scenario", "作業案", "-o", NAMES["submission.xlsx"]]
        lock = lock_of(document)
        lock.write_bytes(b"{}")
        os.utime(lock, (0, 0))  # stale: nothing but the handle is in the way
        before = files_of(folder)
        for held, command in ((document, change), (lock, change), (folder / NAMES["submission.xlsx"], write)):
            ran = self.ground.room.script(INSIDE / "hold.py", self.ground.there(held), *command, at=folder)
            assert ran.code == REFUSED, f"{held.name}: {ran.code}, {ran.said}"
            assert "planner: " in ran.said and "Traceback" not in ran.said, f"{held.name}: {ran.said}"
            now = files_of(folder)
            changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
            # Whoever was refused for the document's sake had taken the stale lock away before, and given it free.
            assert changed <= {lock.name}, f"{held.name}: not as before: {changed}"
            lock.write_bytes(b"{}")
            os.utime(lock, (0, 0))
        lock.unlink()
        return f"{DOCUMENT}, {lock.name}, {NAMES['submission.xlsx']}: refused in words, all files as they were"


def readme_commands() -> list[list[str]]:
    """The commands of README's section on the command line, in their order, with the names that officers give."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Command line")[2]
    block = re.search(r"```\n(planner .*?)```", text, re.DOTALL)
    if block is None:
        raise Refusal("README shows no commands.")
    commands = []
    for line in block[1].replace("\\\n", " ").splitlines():
        words = [NAMES.get(word, word) for word in shlex.split(line, comments=True)[1:]]
        if words[0] in LOOKS and "--json" not in words and "--csv" not in words and "--as" not in words:
            words.append("--json")
        commands.append(words)
    return commands


def with_return(commands: list[list[str]]) -> list[list[str]]:
    """The commands, and what comes back from the ministry of finance: what was handed over first."""
    submitted, returned = NAMES["submission.xlsx"], NAMES["returned.xlsx"]
    first = next(number for number, command in enumerate(commands) if submitted in command)
    return [*commands[: first + 1], ["cp", submitted, returned], *commands[first + 1 :]]


def _all_here(folder: Path, notes: Path, commands: list[list[str]]) -> list[Ran]:
    """What the commands say on this machine, run one after the other in a folder."""
    asked, said = _asked(notes, commands)
    command = [sys.executable, "-P", str(INSIDE / "commands.py"), str(asked), str(said)]
    settings = os.environ | {"PLANNER_LANGUAGE": "ja", "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return _answers(said)


def _asked(notes: Path, commands: list[list[str]]) -> tuple[Path, Path]:
    """Where the commands stand, and where what they say will."""
    asked, said = notes.with_suffix(".json"), notes.with_suffix(".said.json")
    asked.write_text(json.dumps(commands), encoding="utf-8")
    said.unlink(missing_ok=True)
    return asked, said


def _answers(said: Path) -> list[Ran]:
    return [Ran(code, text) for code, text in json.loads(said.read_text(encoding="utf-8"))]


def same(there: str, here: str) -> bool:
    """Whether two commands said the same; JSON by value, but for where files lie, a PDF but for its pages (fonts).

    When something was done is another moment here and there.
    """
    there, here = (MOMENTS.sub("", each) for each in (there, here))
    try:
        values = [json.loads(each) for each in (there, here)]
    except ValueError:
        return PAGES.sub("", there) == PAGES.sub("", here)
    for value in values:
        if isinstance(value, dict):
            value.pop("file", None)
    return bool(values[0] == values[1])


class _screen:  # noqa: N801 - a context
    """A virtual screen; its name as DISPLAY."""

    def __enter__(self) -> str:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            return f":{pipe.readline().strip()}"

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()
