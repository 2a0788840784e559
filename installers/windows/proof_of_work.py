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
from functools import partial
from pathlib import Path

from installers.windows.ground import DOCUMENT, SETTINGS, Ground
from installers.windows.inputs import ROOT, Refusal
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.table import Skip, Table
from installers.windows.wine import LIMIT, Ran

INSIDE = Path(__file__).with_name("inside")
LOOKS = {"totals", "years", "compare", "explain", "check", "ceilings", "sources", "review"}
"""Commands that print JSON when asked to."""
NAMES = {"request.bplan": DOCUMENT, "submission.xlsx": "提出資料.xlsx", "returned.xlsx": "差戻し.xlsx"}
"""Files of README under the names that officers give them."""
MAY_END = {"check", "review"}
"""Commands that may end otherwise than well: errors are found, and nobody has examined what is returned."""
OPEN = 3
"""What setup ends with while the program is open."""
PAGES = re.compile(r"（\d+ページ）")


class WorkProof:
    """The steps; each says what it found, or raises."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def run_commands(self) -> str:
        """Every command of README, here and there: what is printed is equal."""
        commands = readme_commands()
        here = Path(tempfile.mkdtemp(prefix="planner-"))
        try:
            for command in commands:
                with ThreadPoolExecutor() as beside:
                    running = beside.submit(_planner_here, here, *command)
                    there, ours = self.ground.planner(*command), running.result()
                assert there.code == ours.code, f"{shlex.join(command)}: {there.code}, {there.said}; {ours.said}"
                assert ours.code == 0 or command[0] in MAY_END, f"{shlex.join(command)}: {ours.said}"
                for folder in (self.ground.folder, here):
                    _return(folder)
                assert same(there.said, ours.said), f"{shlex.join(command)}:\n{there.said}\n{ours.said}"
            written = sorted(path.name for path in here.iterdir())
            missing = set(written) - {path.name for path in self.ground.folder.iterdir()}
            assert not missing, f"not written: {missing}"
        finally:
            shutil.rmtree(here)
        looked = sum("--json" in command for command in commands)
        return f"{len(commands)} commands, {looked} with JSON, {len(written)} files written"

    def look_offscreen(self) -> str:
        """The window itself; all that it loads comes from the installed folder."""
        room = self.ground.room
        room.make()
        picture = self.ground.dist / "window-offscreen.png"
        ran = room.python(INSIDE / "look.py", self.ground.there(self.ground.document), self.ground.there(picture))
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
        """Document, lock and workbook, each held by another program: words, and the old file whole."""
        room = self.ground.room
        planner = self.ground.there(self.ground.installed / COMMANDS)
        said = []
        change = [planner, "set", DOCUMENT, "--scenario", "作業案", "fellows/dc/dc1.rate=3,000千円"]
        write = [planner, "export", DOCUMENT, "--scenario", "作業案", "-o", NAMES["submission.xlsx"]]
        for name, command in ((DOCUMENT, change), (NAMES["submission.xlsx"], write)):
            held = self.ground.folder / name
            before = held.read_bytes()
            ran = room.python(INSIDE / "hold.py", self.ground.there(held), *command, at=self.ground.folder)
            assert ran.code == 2 and "planner: " in ran.said and "Traceback" not in ran.said, f"{name}: {ran.said}"
            assert held.read_bytes() == before, f"{name} is not what it was"
            said.append(name)
        left = [path.name for path in self.ground.folder.iterdir() if path.name.startswith("~")]
        assert not left, f"left behind: {left}"
        return f"{', '.join(said)}: refused in words, unchanged, nothing left behind"

    def kill(self) -> str:
        """Killed at random moments of editing and saving: nothing is lost."""
        room = self.ground.room
        kills = 3 if self.ground.short else 50
        ran = room.python(ROOT / "benchmarks" / "kill.py", str(kills), limit=60 + 12 * kills, checkout=True)
        assert ran.code == 0, ran.said
        return "; ".join(" ".join(line.split()) for line in ran.said.splitlines() if line.startswith(("kills", "  ")))

    def run_tests(self, table: Table) -> None:
        """The tests that Wine can run, folder by folder."""
        room = self.ground.room
        for name, arguments in room.suites().items():
            table.prove(f"tests: {name}", partial(room.run_tests, arguments))


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


def _return(folder: Path) -> None:
    """What comes back from the ministry of finance is what was handed over first."""
    submitted, returned = folder / NAMES["submission.xlsx"], folder / NAMES["returned.xlsx"]
    if submitted.is_file() and not returned.is_file():
        shutil.copy(submitted, returned)


def _planner_here(folder: Path, *arguments: str) -> Ran:
    command = [sys.executable, "-P", "-m", "planner", *arguments]
    settings = os.environ | {"PLANNER_LANGUAGE": "ja", "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    return Ran(ran.returncode, ran.stdout + ran.stderr)


def same(there: str, here: str) -> bool:
    """Whether two commands said the same; JSON by value, but for where files lie, a PDF but for its pages (fonts)."""
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
