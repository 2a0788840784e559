"""Set up, run and test the Budget Scenario Planner from a checkout, on Linux and Windows.

python3 dev.py run [ARGS...]     set up what is missing, then start the program on the built-in request, or as
                                 ARGS say (see `planner --help`);
                                 without a display: a tour that writes pictures and a workbook to `out`
python3 dev.py quick [ARGS...]   set up what is missing, then run the checks and the fast tests: a minute or so
python3 dev.py test [ARGS...]    the same with every test (ARGS go to pytest)
python3 dev.py behind            say which versions of the locks are older than the newest that work together
python3 dev.py windows [ARGS...] on Debian: build the installer for Windows into `dist`; --prove works with it under
                                 Wine (ARGS: see `installers/README.md`)

On Windows write `py dev.py` in place of `python3 dev.py`. Everything goes into `.venv` in this folder, in the versions
and with the hashes of the lock files; on Debian and Ubuntu the system libraries that Qt needs are installed too.
A second start installs nothing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "dev-stamp"
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
SET_UPS = {"run": "run", "quick": "test", "test": "test", "behind": "test", "windows": "run"}

QT_PACKAGES = [
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libxkbcommon0",
    "libx11-6",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxcb1",
    "libxkbcommon-x11-0",
    "libxcb-glx0",
    "fonts-ipafont-gothic",
    "fonts-noto-cjk",
]
TEST_PACKAGES = ["gnumeric", "libreoffice-calc-nogui", "python3-uno", "postgresql", "xvfb", "xauth", "poppler-utils"]
WINDOWS_PACKAGES = [
    "wine",
    "wine64",
    "libwine",
    "nsis",
    "gcc-mingw-w64-x86-64-win32",
    "openssl",
    "osslsigncode",
    "locales",
    "xvfb",
    "xauth",
]
SYSTEM_PACKAGES = {
    "run": [],
    "quick": TEST_PACKAGES,
    "test": TEST_PACKAGES,
    "behind": TEST_PACKAGES,
    "windows": WINDOWS_PACKAGES,
}

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format --check": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
}
# Tests run on all cores; whoever is done first takes over from the others.
PYTEST = ["-m", "pytest", "-n", "auto", "--dist", "worksteal"]
TESTS = {
    "quick": [*PYTEST, "-m", "not slow and not office", "--hypothesis-profile", "quick"],
    "test": [*PYTEST, "--hypothesis-profile", "full"],
}


class Refusal(Exception):  # noqa: N818 - it refuses; nothing went wrong
    """The set-up cannot go on; the message says what to do, `code` is the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def main(arguments: Sequence[str]) -> int:
    """Do the command named first; the exit code."""
    if not arguments or arguments[0] not in SET_UPS:
        wants_help = bool(arguments) and arguments[0] in ("-h", "--help", "help")
        print(__doc__.strip(), file=sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    command, rest = arguments[0], list(arguments[1:])
    try:
        set_up(command)
        if command in TESTS:
            return check(CHECKS | {"pytest": TESTS[command] + rest})
        if command == "windows":
            os.chdir(ROOT)
            return start(["-m", "installers.windows", *rest])
        return run(rest) if command == "run" else behind()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Start the program, or without a display the tour in place of the window."""
    opens_window = arguments in ([], ["--sample"]) or arguments[0].lower().endswith(".bplan")
    if opens_window and not has_display():
        say("This machine has no display: the window is rendered to pictures in the folder `out`.")
        # The tour shows the built-in portfolio.
        return start(["-P", "-m", "planner.app.tour", "out"], QT_QPA_PLATFORM="offscreen")
    return start(["-P", "-m", "planner", *(arguments or ["--sample"])])


def check(checks: Mapping[str, list[str]]) -> int:
    """One check after the other, up to the first that fails."""
    os.chdir(ROOT)
    # The tests start the program some hundred times: it is compiled once, even where an image of a container forbids
    # what it compiled to be kept.
    settings = {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    if os.name == "nt":  # without a screen Qt looks for fonts nowhere by itself
        settings["QT_QPA_FONTDIR"] = os.environ.get("QT_QPA_FONTDIR", str(Path(os.environ["WINDIR"]) / "Fonts"))
    for name, arguments in checks.items():
        say(f"== {name}")
        code = start(arguments, **settings)
        if code:
            print(f"Failed: {name}", file=sys.stderr)
            return code
    say("All checks passed.")
    return 0


def behind() -> int:
    """Let pip find the newest versions that work together, and say where the locks differ; 1 where they do.

    It asks whatever index pip is set up for.
    """
    import tomllib  # noqa: PLC0415 - older ones of Python, which are told so, have it not

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    wanted += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        pip("--dry-run", "--ignore-installed", "--only-binary=:all:", "--report", str(report), *wanted)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    newest = {each["metadata"]["name"]: each["metadata"]["version"] for each in found}
    late = differing((ROOT / LOCKS["test"]).read_text(encoding="utf-8"), newest)
    for line in late:
        say(line)
    say(f"{len(late)} of {len(newest)} packages are behind." if late else f"All {len(newest)} packages are the newest.")
    return 1 if late else 0


def differing(lock: str, newest: Mapping[str, str]) -> list[str]:
    """The packages whose version in a lock file is another than the newest, each in a line."""
    locked = {plain_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)}
    known = {plain_name(name): version for name, version in newest.items()}
    return [
        f"{name} {locked.get(name, 'is not in the lock')} → {version}"
        for name, version in sorted(known.items())
        if locked.get(name) != version
    ]


def plain_name(name: str) -> str:
    """The name of a package as every spelling of it means."""
    return re.sub(r"[-_.]+", "-", name).lower()


def set_up(command: str) -> None:
    """Bring the system packages, `.venv` and what is in it to what the command needs."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        raise Refusal(f"Python 3.11 to 3.14 is needed; this is {sys.version.split()[0]}.", 2)
    place = f"place {ROOT} {sys.version_info[0]}.{sys.version_info[1]}"
    stamps = read_stamps()
    makes_venv = place not in stamps or not PYTHON.is_file()
    install_system_packages(SYSTEM_PACKAGES[command], makes_venv)
    if makes_venv:
        make_venv()
        stamps = [place]
        write_stamps(stamps)
    command = SET_UPS[command]
    done = f"{command} {content_hash(command)}"
    if done not in stamps:
        say(f"Installing the packages of {LOCKS[command]} into .venv; the first time takes a few minutes …")
        pip("--require-hashes", "--only-binary=:all:", "-r", str(ROOT / LOCKS[command]))
        pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
        # The packages of `run` are among those of `test`.
        reached = ("run", "test") if command == "test" else ("run",)
        kept = [line for line in stamps if line.split()[0] not in reached]
        write_stamps([*kept, *(f"{name} {content_hash(name)}" for name in reached)])


def install_system_packages(packages: Sequence[str], makes_venv: bool) -> None:
    """On Debian and Ubuntu: these, what Qt and a new `.venv` need of the system; elsewhere it must be there."""
    wanted = []
    if makes_venv and importlib.util.find_spec("ensurepip") is None:
        wanted.append(f"python3.{sys.version_info[1]}-venv")
    if not (sys.platform == "linux" and shutil.which("apt-get") and shutil.which("dpkg-query")):
        if wanted:
            raise Refusal("This Python cannot make virtual environments: its module `ensurepip` is missing.", 2)
        return
    wanted += [*QT_PACKAGES, *packages]
    present = system_packages()
    missing = [name for name in wanted if name not in present]
    if not missing:
        return
    install = ["apt-get", "install", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        raise Refusal(f"System packages are missing. Run this once, then try again:\n  sudo {' '.join(install)}", 2)
    say(f"Installing {len(missing)} system packages: {' '.join(missing)} …")
    lock = ["-o", "DPkg::Lock::Timeout=300"]
    # Some source of packages may be out of reach; whether that matters shows in the installation.
    subprocess.run(["apt-get", "update", *lock], capture_output=True, check=False)
    quietly([*install, "--yes", *lock], "apt-get install", DEBIAN_FRONTEND="noninteractive")
    importlib.invalidate_caches()


def system_packages() -> set[str]:
    """The names of the installed Debian packages, with the names they stand for (libglib2.0-0t64: libglib2.0-0)."""
    shown = "--showformat=${db:Status-Status},${Package},${Provides}\n"
    listing = subprocess.run(["dpkg-query", "--show", shown], capture_output=True, text=True, check=True).stdout
    names: set[str] = set()
    for line in listing.splitlines():
        status, *provided = line.split(",")
        if status == "installed":
            names.update(name.split()[0] for name in provided if name.strip())
    return names


def make_venv() -> None:
    """A fresh `.venv`, in place of one made by another Python, for another folder or only in part."""
    if VENV.exists() and Path(sys.prefix).resolve() == VENV.resolve():
        raise Refusal("Leave the virtual environment first (`deactivate`): .venv has to be made anew.", 2)
    say("Making .venv …")
    quietly([sys.executable, "-m", "venv", "--clear", str(VENV)], "python -m venv")


def read_stamps() -> list[str]:
    """What is known to be in `.venv`: its place and Python, then each command it was set up for with its hash."""
    try:
        return STAMP.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []


def write_stamps(lines: Sequence[str]) -> None:
    """Note what is in `.venv`, once it is."""
    STAMP.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def content_hash(command: str) -> str:
    """A hash of the files that decide what a command needs in `.venv`."""
    names = {"requirements.lock", LOCKS[command], "pyproject.toml"}
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in sorted(names))).hexdigest()


def pip(*arguments: str) -> None:
    """`pip install` inside `.venv`; its output shows only when it fails."""
    fixed = ["--quiet", "--disable-pip-version-check", "--no-input"]
    quietly([str(PYTHON), "-m", "pip", "install", *fixed, *arguments], "pip install")


def quietly(command: Sequence[str], name: str, **settings: str) -> None:
    """Run a command to its end; where it fails show what it said, and stop."""
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(settings), check=False
    )
    if ran.returncode:
        sys.stderr.buffer.write(ran.stdout)
        sys.stderr.flush()
        raise Refusal(f"Failed: {name} (the lines above say why)")


def start(arguments: Sequence[str], **settings: str) -> int:
    """Run the Python of `.venv` in the foreground; its exit code, for a signal as a shell gives it."""
    code = subprocess.run([str(PYTHON), *arguments], env=environment(settings), check=False).returncode
    return code if code >= 0 else 128 - code


def environment(settings: dict[str, str]) -> dict[str, str]:
    """This process's variables and the settings, without those that would let in another Python's modules."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    return kept | settings


def has_display() -> bool:
    """Whether a window can open here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def say(message: str) -> None:
    """A line for the reader, at once."""
    print(message, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
