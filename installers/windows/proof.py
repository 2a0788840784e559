"""Works with what was built as an officer would, in a Windows under Wine, and says what was proven."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

from installers.windows.build import Inputs, Product, gather, hand_out, make_folder
from installers.windows.folder import ARCHIVE, LIBRARY_ENDINGS, allowed, files_of, licence_of
from installers.windows.inputs import ROOT, Refusal
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.papers import NOTICES
from installers.windows.setup import portable, write_setup
from installers.windows.signing import Signer
from installers.windows.table import Skip, Table
from installers.windows.test_room import TestRoom
from installers.windows.wine import LIMIT, Ran, Wine

INSIDE = Path(__file__).with_name("inside")
LOOKS = {"totals", "years", "compare", "explain", "check", "ceilings", "sources", "review"}
"""Commands that print JSON when asked to."""
NAMES = {"request.bplan": "要求.bplan", "submission.xlsx": "提出資料.xlsx", "returned.xlsx": "差戻し.xlsx"}
"""Files of README under the names that officers give them."""
PAGES = re.compile(r"（\d+ページ）")
REGISTRY = (
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\BudgetScenarioPlanner",
    r"HKCU\Software\Classes\BudgetScenarioPlanner.Document",
    r"HKCU\Software\Classes\.bplan",
)
SETTINGS = r"HKCU\Software\BudgetScenarioPlanner\planner"
SHORTCUT = "予算シナリオプランナー.lnk"


def prove(work: Path, dist: Path, *, short: bool) -> int:
    """Build, install, work, upgrade, uninstall; the table goes to `dist` too. 0 where nothing failed."""
    table, proof = Table(), Proof(work, dist, short)
    if table.prove("build", proof.build):
        table.prove("what is inside", proof.look_inside)
        table.prove("a second build gives the same bytes", proof.build_again)
        table.prove("signed with a certificate made for it", proof.sign)
        table.prove("a Windows under Wine", proof.make_windows)
        with proof.wine.running():
            if table.prove("silent installation", proof.install):
                table.prove("README's commands in a Japanese folder", proof.run_commands)
                table.prove("the window, offscreen", proof.look_offscreen)
                table.prove("the window, on a screen", proof.look_on_screen)
                table.prove("files held by others", proof.hold_files)
                table.prove("killed while saving", proof.kill)
                if short:
                    table.skip("tests", "only in the whole proof")
                else:
                    proof.run_tests(table)
                table.prove("upgrade from the version before", proof.upgrade)
                table.prove("uninstallation", proof.uninstall)
        for name, why in NOT_WINE.items():
            table.skip(name, why)
    (dist / "proof.md").write_text(table.render(), encoding="utf-8")
    print(table.render().rpartition("|\n")[2].strip())
    return 1 if table.has_failed else 0


NOT_WINE = {
    "AppLocker, Defender, SmartScreen": "Wine has none",
    "access rights of a share (ACL)": "the proof runs as root, whom Wine lets do anything",
    "association by double click": "Wine 8 does not merge HKCU\\Software\\Classes into HKCR; the keys are looked at",
    "DPI per monitor, touch, screen reader": "no such thing on a virtual screen",
}


class Proof:
    """The steps; each says what it found, or raises."""

    def __init__(self, work: Path, dist: Path, short: bool) -> None:
        self.work, self.dist, self.short = work, dist, short
        self.wine = Wine(work / "prefix")
        self.inputs: Inputs
        self.product: Product

    # ---------------------------------------------------------------- build

    def build(self) -> str:
        """Everything that is handed out."""
        self.inputs = gather(self.work)
        self.product = make_folder(self.inputs, self.work / "folder", self.work / "launchers")
        hand_out(self.inputs, self.product, self.work / "folder", self.dist, fast=self.short, signer=None)
        size = (self.dist / self.product.setup).stat().st_size >> 20
        return f"{self.product.setup}, {size} MB, {len(files_of(self.work / 'folder'))} files"

    def look_inside(self) -> str:
        """No path of this machine and no index in files of ours; every library is on the allow list."""
        files, known = files_of(self.work / "folder"), allowed()
        libraries = [name for name in files if name.endswith(LIBRARY_ENDINGS)]
        assert all(licence_of(name, known) for name in libraries)
        marks = [os.fsencode(ROOT), os.fsencode(self.work.resolve()), os.fsencode(Path.home()) + b"/", b"pypi.org"]
        archived = _unpacked(files[ARCHIVE])
        ours = {name: text for name, text in (files | archived).items() if name.startswith(("planner", "start."))}
        ours |= {name: text for name, text in files.items() if name in (WINDOW, "python3.dll", NOTICES)}
        ours[self.product.materials] = (self.dist / self.product.materials).read_bytes()
        found = sorted(name for name, text in ours.items() if any(mark in text for mark in marks))
        assert not found, f"a path of this machine or an index host in {found}"
        return f"{len(libraries)} libraries, each on the allow list; {len(ours)} files of ours name no machine"

    def build_again(self) -> str:
        """The folder once more elsewhere, and from it zip and (packed quickly) setup."""
        with tempfile.TemporaryDirectory(prefix="planner-", dir=self.work) as name:
            again = Path(name)
            make_folder(self.inputs, again / "folder", again / "launchers")
            first, second = files_of(self.work / "folder"), files_of(again / "folder")
            assert first == second, f"{[each for each in first if first[each] != second.get(each)]} differ"
            if self.short:
                return f"{len(first)} files, all that setup and zip are made from"
            assert (self.dist / self.product.portable).read_bytes() == portable(second)
            dll = f"python{self.inputs.runtime.tag}.dll"
            for number, folder in enumerate((self.work / "folder", again / "folder")):
                target = again / str(number) / self.product.setup
                target.parent.mkdir()
                write_setup(target, folder, first, self.product.version, dll, fast=True)
            setups = [(again / str(number) / self.product.setup).read_bytes() for number in (0, 1)]
            assert setups[0] == setups[1], "setup differs"
            return f"{len(first)} files, portable zip, setup (packed quickly)"

    def sign(self) -> str:
        """Launcher, setup and uninstaller with a self-made certificate; each signature is verified."""
        with tempfile.TemporaryDirectory(prefix="planner-", dir=self.work) as name:
            at = Path(name)
            certificate, signer = _certificate(at)
            (at / "folder").mkdir()
            for each in (WINDOW, COMMANDS):
                shutil.copy(self.work / "folder" / each, at / "folder")
                signer.sign(at / "folder" / each)
            setup = at / self.product.setup
            files = files_of(at / "folder")
            sign = signer.command_in(at)
            write_setup(setup, at / "folder", files, self.product.version, WINDOW, fast=True, sign=sign)
            signer.sign(setup)
            for signed in (at / "folder" / WINDOW, at / "folder" / COMMANDS, setup):
                command = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(signed)]
                ran = subprocess.run(command, capture_output=True, text=True, check=False)
                assert ran.returncode == 0, f"{signed.name}: {ran.stdout}{ran.stderr}"
        return "launchers and setup verified; the uninstaller is signed on the way"

    # ---------------------------------------------------------------- install

    def make_windows(self) -> str:
        """Windows 10 as Wine has it, with a folder of an officer's."""
        _make_japanese()
        self.wine.make(self.work)
        self.folder.mkdir(parents=True)
        return self.wine.run("cmd", "/c", "ver").said.strip()

    @property
    def folder(self) -> Path:
        """The folder that is worked in."""
        return self.wine.drive / "概算 要求（令和８年度）"

    @property
    def document(self) -> Path:
        """The document that is worked on."""
        return self.folder / NAMES["request.bplan"]

    @property
    def installed(self) -> Path:
        """Where setup puts the program."""
        return self.wine.local_data / "Programs" / "BudgetScenarioPlanner"

    def install(self) -> str:
        """Without a question: every file in place, the Start menu, the association."""
        self._setup(self.dist / self.product.setup)
        wanted = set(files_of(self.work / "folder"))
        found = files_of(self.installed)
        assert {"uninstall.exe"} == set(found) - wanted, f"put beside: {set(found) ^ wanted}"
        assert all(found[name] == text for name, text in files_of(self.work / "folder").items())
        missing = [key for key in REGISTRY if not self._has(key)]
        assert not missing, f"not in the registry: {missing}"
        assert (self.wine.start_menu / SHORTCUT).is_file(), "no entry in the Start menu"
        command = self._registry(REGISTRY[1] + r"\shell\open\command")
        assert f'{WINDOW}" "%1"' in command, command
        return f"{len(found)} files, Start menu, .bplan, entry among the programs"

    def _setup(self, setup: Path) -> None:
        ran = self.wine.run(str(setup), "/S")
        assert ran.code == 0, f"setup ended with {ran.code}: {ran.said}"

    def _registry(self, key: str) -> str:
        ran = self.wine.run("reg", "query", key, "/s")
        return ran.said if ran.code == 0 else ""

    def _has(self, key: str) -> bool:
        return self.wine.run("reg", "query", key).code == 0

    def _planner(self, *arguments: str) -> Ran:
        return self.wine.run(str(self.installed / COMMANDS), *arguments, at=self.folder)

    # ---------------------------------------------------------------- work

    def run_commands(self) -> str:
        """Every command of README, here and there: what is printed is equal."""
        commands = readme_commands()
        here = Path(tempfile.mkdtemp(prefix="planner-"))
        try:
            for command in commands:
                there, ours = self._planner(*command), _planner_here(here, *command)
                assert there.code == ours.code, f"{shlex.join(command)}: {there.code}, {there.said}; {ours.said}"
                assert ours.code == 0 or command[0] == "check", f"{shlex.join(command)}: {ours.said}"
                for folder in (self.folder, here):
                    _return(folder)
                assert same(there.said, ours.said), f"{shlex.join(command)}:\n{there.said}\n{ours.said}"
            written = sorted(path.name for path in here.iterdir())
            missing = set(written) - {path.name for path in self.folder.iterdir()}
            assert not missing, f"not written: {missing}"
        finally:
            shutil.rmtree(here)
        looked = sum("--json" in command for command in commands)
        return f"{len(commands)} commands, {looked} with JSON, {len(written)} files written"

    def look_offscreen(self) -> str:
        """The window itself; all that it loads comes from the installed folder."""
        room = TestRoom(self.wine, self.inputs, self.installed, self.work)
        room.make()
        picture = self.dist / "window-offscreen.png"
        ran = room.python(INSIDE / "look.py", self._there(self.document), self._there(picture))
        said = dict(line.partition(" ")[::2] for line in ran.said.splitlines() if " " in line)
        assert ran.code == 0 and self.document.name in said.get("title", ""), ran.said
        assert picture.is_file() and picture.stat().st_size > 20_000, "no picture"
        strange = set(said.get("elsewhere", "").split())
        assert not strange, f"loaded from elsewhere: {strange}"
        return f"{said['title']}; {said['modules']} modules, all from the folder"

    def look_on_screen(self) -> str:
        """As after a double click; opened once more it is the same program; closed, it ends."""
        if not shutil.which("Xvfb"):
            raise Skip("Xvfb is not installed")
        self.wine.run("reg", "delete", SETTINGS, "/f")
        with _screen() as display:
            settings = {"DISPLAY": display, "WINEQT_QPA_PLATFORM": "windows"}
            program = self.wine.start(
                str(self.installed / WINDOW), self._there(self.document), at=self.folder, settings=settings
            )
            self._wait_for_document(program)
            picture = self.dist / "window.png"
            looked = subprocess.run(
                [sys.executable, str(INSIDE / "screen.py"), str(picture)],
                env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert looked.returncode == 0, f"nothing on the screen: {looked.stdout}{looked.stderr}"
            again = self.wine.run(str(self.installed / WINDOW), self._there(self.document), settings=settings)
            assert again.code == 0, f"a second start ended with {again.code}: {again.said}"
            assert program.poll() is None, "the program ended by itself"
            self.wine.run("taskkill", "/im", WINDOW)
            assert program.wait(LIMIT) == 0, f"the program ended with {program.returncode}"
        return f"{looked.stdout.strip()}; a second start handed over; closed by its window"

    def _wait_for_document(self, program: subprocess.Popen[bytes]) -> None:
        """Until the program has read the document: then it is among the recent files."""
        last = time.monotonic() + LIMIT
        while self.document.name not in self._registry(SETTINGS):
            assert program.poll() is None, f"the program ended with {program.returncode}"
            assert time.monotonic() < last, "the document is not among the recent files"
            time.sleep(0.5)

    def hold_files(self) -> str:
        """Document, lock and workbook, each held by another program: words, and the old file whole."""
        room = TestRoom(self.wine, self.inputs, self.installed, self.work)
        planner = self._there(self.installed / COMMANDS)
        said = []
        change = [planner, "set", NAMES["request.bplan"], "--scenario", "作業案", "fellows/dc/dc1.rate=3,000千円"]
        write = [planner, "export", NAMES["request.bplan"], "--scenario", "作業案", "-o", NAMES["submission.xlsx"]]
        for name, command in ((NAMES["request.bplan"], change), (NAMES["submission.xlsx"], write)):
            held = self.folder / name
            before = held.read_bytes()
            ran = room.python(INSIDE / "hold.py", self._there(held), *command, at=self.folder)
            assert ran.code == 2 and "planner: " in ran.said and "Traceback" not in ran.said, f"{name}: {ran.said}"
            assert held.read_bytes() == before, f"{name} is not what it was"
            said.append(name)
        left = [path.name for path in self.folder.iterdir() if path.name.startswith("~")]
        assert not left, f"left behind: {left}"
        return f"{', '.join(said)}: refused in words, unchanged, nothing left behind"

    def kill(self) -> str:
        """Killed at random moments of editing and saving: nothing is lost."""
        room = TestRoom(self.wine, self.inputs, self.installed, self.work)
        kills = 3 if self.short else 50
        ran = room.python(ROOT / "benchmarks" / "kill.py", str(kills), limit=60 + 12 * kills, checkout=True)
        assert ran.code == 0, ran.said
        return "; ".join(" ".join(line.split()) for line in ran.said.splitlines() if line.startswith(("kills", "  ")))

    def run_tests(self, table: Table) -> None:
        """The tests that Wine can run, folder by folder."""
        room = TestRoom(self.wine, self.inputs, self.installed, self.work)
        for name, arguments in room.suites().items():
            table.prove(f"tests: {name}", partial(room.run_tests, arguments))

    # ---------------------------------------------------------------- away

    def upgrade(self) -> str:
        """A version before, with a file that this one no longer has, then this one over it: settings stay."""
        older = self.work / "older"
        shutil.rmtree(older, ignore_errors=True)
        older.mkdir()
        dll = f"python{self.inputs.runtime.tag}.dll"
        for name in (WINDOW, COMMANDS, dll):
            shutil.copy(self.work / "folder" / name, older / name)
        (older / "site-packages" / "gone").mkdir(parents=True)
        (older / "site-packages" / "gone" / "of_before.pyc").write_bytes(b"before")
        setup = self.work / "older-setup.exe"
        write_setup(setup, older, files_of(older), "0.0.9", dll, fast=True)
        before = self._registry(SETTINGS)
        assert before, "there are no settings"
        self._setup(setup)
        assert set(files_of(self.installed)) == {*files_of(older), "uninstall.exe"}, "a downgrade leaves files behind"
        self._setup(self.dist / self.product.setup)
        assert set(files_of(self.installed)) == {*files_of(self.work / "folder"), "uninstall.exe"}, "files are left"
        assert self._registry(SETTINGS) == before, "settings were changed"
        version = self._planner("--version").said.strip()
        assert version.endswith(self.product.version), version
        return "down to 0.0.9 and up again: no file of the other version, settings kept"

    def uninstall(self) -> str:
        """What was put is gone, and nothing else."""
        documents = files_of(self.folder)
        (self.installed / "note of the officer.txt").write_text("mine", encoding="utf-8")
        uninstaller = self.installed / "uninstall.exe"
        ran = self.wine.run(str(uninstaller), "/S")
        assert ran.code == 0, f"uninstall ended with {ran.code}"
        last = time.monotonic() + LIMIT
        while uninstaller.exists():  # a copy of it goes on, and removes it last
            assert time.monotonic() < last, "the uninstaller does not end"
            time.sleep(0.5)
        left = set(files_of(self.installed)) - {"note of the officer.txt"}
        assert not left, f"left behind: {sorted(left)[:10]}"
        kept = [key for key in REGISTRY if self._has(key)]
        assert not kept, f"left in the registry: {kept}"
        assert not (self.wine.start_menu / SHORTCUT).exists(), "left in the Start menu"
        assert files_of(self.folder) == documents, "documents were touched"
        assert self._has(SETTINGS), "settings went without being asked for"
        return f"{len(documents)} files of the officer's and the settings stay; no other file, no key"

    def _there(self, path: Path) -> str:
        return self.wine.windows_path(path)


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


def _unpacked(archive: bytes) -> dict[str, bytes]:
    """What lies in an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _certificate(folder: Path) -> tuple[Path, Signer]:
    """A certificate for a day that nobody trusts, and who signs with it."""
    certificate, store, password = folder / "certificate.pem", folder / "certificate.p12", folder / "password"
    key = str(folder / "key.pem")
    password.write_text("only for the proof", encoding="ascii")
    name = ["-subj", "/CN=Proof", "-days", "1", "-addext", "extendedKeyUsage=codeSigning"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *name, "-keyout", key]
    kept = ["openssl", "pkcs12", "-export", "-inkey", key, "-in", str(certificate)]
    made += ["-out", str(certificate)]
    for command in (made, [*kept, "-out", str(store), "-passout", f"file:{password}"]):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise Refusal(f"No certificate can be made: {ran.stderr}")
    return certificate, Signer(store, password)


def _make_japanese() -> None:
    """Let this machine know Japanese, which Wine takes its code page from."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    if "ja_JP.utf8" not in known:
        command = ["localedef", "-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            raise Refusal("The locale ja_JP.UTF-8 cannot be made.")


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
