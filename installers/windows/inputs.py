"""What the program for Windows is made of: packages and Python's runtime, each known by its hash."""

from __future__ import annotations

import hashlib
import importlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import TYPE_CHECKING, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installers.notices import licence_of

if TYPE_CHECKING:
    from importlib.metadata._meta import SimplePath

ROOT = Path(__file__).resolve().parents[2]
RUNTIME_LOCK = Path(__file__).with_name("runtime.lock")
PYTHON_FOLDER = ROOT / "installers" / "python"
WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"}
C_RUNTIME = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll")
NOT_NEEDED = re.compile(r"_tkinter|_msi|winsound|_test|_ctypes_test|xxlimited|cp\d+t-|_wmi|_ssl|libssl")
"""Parts of Python that no program without Tk, sound, connections and Python's own tests asks for."""


class Refusal(Exception):  # noqa: N818 - it refuses; nothing went wrong
    """The build cannot go on; the message says what to do."""


@dataclass(frozen=True)
class Wheel:
    """One package as its registry has it."""

    path: Path

    @cached_property
    def distribution(self) -> Distribution:
        """What the package says of itself."""
        described = next(name for name in self.names() if name.endswith(".dist-info/METADATA"))
        return PathDistribution(cast("SimplePath", zipfile.Path(self._archive, described.removesuffix("METADATA"))))

    @property
    def name(self) -> str:
        """The package's name in its canonical spelling."""
        return str(canonicalize_name(self.distribution.metadata["Name"]))

    @property
    def version(self) -> str:
        """Its version."""
        return self.distribution.version

    @property
    def licence(self) -> str:
        """Its licence in a line."""
        return licence_of(self.distribution)

    @property
    def needs(self) -> set[str]:
        """The packages it needs on Windows, without extras."""
        stated = (Requirement(each) for each in self.distribution.requires or ())
        where = {**WINDOWS, "extra": ""}
        return {str(canonicalize_name(each.name)) for each in stated if not each.marker or each.marker.evaluate(where)}

    @property
    def hash(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.path)

    def names(self) -> list[str]:
        """The files in it, sorted."""
        return sorted(name for name in self._archive.namelist() if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """One file of it."""
        return self._archive.read(name)

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self.path)


@dataclass(frozen=True)
class Runtime:
    """Python for Windows: its files by the names they get, where they come from, and whether only for a proof."""

    version: str
    files: Mapping[str, bytes]
    sources: tuple[tuple[str, str, str], ...]
    """Name, licence and SHA-256 of what the files were taken from."""
    is_proof: bool

    @property
    def tag(self) -> str:
        """`311` for 3.11.9: what its library is named after."""
        return "".join(self.version.split(".")[:2])

    @property
    def minor(self) -> str:
        """`3.11` for 3.11.9."""
        return ".".join(self.version.split(".")[:2])


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def embeddable() -> Path | None:
    """The embeddable zip of python.org that was put into `installers/python`, if its hash stands in the lock there."""
    found = sorted(PYTHON_FOLDER.glob("python-3.*-embed-amd64.zip"))
    if not found:
        return None
    zip_ = found[-1]
    lock = (PYTHON_FOLDER / "python.lock").read_text(encoding="utf-8")
    if f"{sha256(zip_)}  {zip_.name}" not in lock.splitlines():
        raise Refusal(f"{zip_.name} is not the one named in installers/python/python.lock: check where it comes from.")
    return zip_


def download(lock: Path, minor: str, folder: Path) -> list[Wheel]:
    """The wheels of a lock for Windows and this Python, each checked against its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "stamp"
    wanted = f"{minor} {sha256(lock)}"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != wanted:
        for old in folder.glob("*.whl"):
            old.unlink()
        where = ["--platform", "win_amd64", "--implementation", "cp", "--python-version", minor]
        fixed = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--only-binary=:all:"]
        command = [sys.executable, "-m", "pip", "download", *fixed, *where, "--require-hashes"]
        ran = subprocess.run([*command, "-r", lock, "-d", folder], capture_output=True, text=True, check=False)
        if ran.returncode:
            raise Refusal(f"The packages of {lock.name} cannot be had:\n{ran.stderr}")
        stamp.write_text(wanted, encoding="ascii")
    return [Wheel(path) for path in sorted(folder.glob("*.whl"))]


def needed(program: Wheel, wheels: Iterable[Wheel]) -> list[Wheel]:
    """Of the wheels those that the program needs to run, by name; the rest is there to build it."""
    known = {wheel.name: wheel for wheel in wheels}
    found: dict[str, Wheel] = {}
    wanted = list(program.needs)
    while wanted:
        name = wanted.pop()
        if name not in known:
            raise Refusal(f"No lock names {name}, which the program needs on Windows.")
        if name not in found:
            found[name] = known[name]
            wanted += known[name].needs
    return [found[name] for name in sorted(found)]


def build_program(folder: Path) -> Wheel:
    """The program's own wheel, made from this checkout."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.whl"):
        old.unlink()
    fixed = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *fixed, "-w", folder, ROOT], check=True)
    return Wheel(next(folder.glob("*.whl")))


def runtime_of(zip_: Path | None, wheels: Iterable[Wheel]) -> Runtime:
    """Python from the embeddable zip; without one from the wheels of the runtime's lock, for a proof only."""
    known = {wheel.name: wheel for wheel in wheels}
    microsoft = known["msvc-runtime"]
    scripts = {name.rpartition("/")[2]: name for name in microsoft.names() if "/Scripts/" in name}
    c_runtime = {name: microsoft.read(scripts[name]) for name in C_RUNTIME}
    from_microsoft = (f"{microsoft.name} {microsoft.version}", "Microsoft Visual C++ redistributable", microsoft.hash)
    if zip_ is not None:
        version = zip_.name.split("-")[1]
        with zipfile.ZipFile(zip_) as archive:
            inside = {name: archive.read(name) for name in archive.namelist() if _belongs(name)}
        files = {**c_runtime, **inside}
        return Runtime(version, files, (("CPython", "PSF-2.0", sha256(zip_)), from_microsoft), False)
    donor = known["panda3d"]
    libraries = {name.rpartition("/")[2]: name for name in donor.names() if name.startswith("deploy_libs/")}
    tag = "".join(map(str, sys.version_info[:2]))
    plain = {f"python{tag}.dll", "libffi-8.dll", "sqlite3.dll", "libcrypto-3.dll"}
    taken = {name: donor.read(at) for name, at in libraries.items() if name in plain or _belongs(name, ".pyd")}
    found = re.search(rb"(?<![\d.])3\.\d+\.\d+(?=\x00)", taken[f"python{tag}.dll"])
    if found is None:
        raise Refusal("The runtime's library does not say its version.")
    sources = (("CPython", "PSF-2.0", donor.hash), from_microsoft)
    return Runtime(found[0].decode(), {**taken, **c_runtime}, sources, True)


def _belongs(name: str, *endings: str) -> bool:
    """Whether a file of Python's own goes into the folder: no program of its own, nothing it does not need."""
    unwanted = name.endswith((".exe", "._pth", ".cat")) or NOT_NEEDED.search(name)
    return not unwanted and (not endings or name.endswith(endings))


def abi3_names(wheels: Iterable[Wheel]) -> dict[str, bool]:
    """What python3.dll passes on: each name of the stable interface, and whether it is data."""
    wheel = next(wheel for wheel in wheels if wheel.name == "abi3info")
    sys.path.insert(0, str(wheel.path))
    try:
        abi3info = importlib.import_module("abi3info")
    finally:
        sys.path.remove(str(wheel.path))
    return {each.name: False for each in abi3info.FUNCTIONS} | {each.name: True for each in abi3info.DATAS}


def archive_bytes(content: Mapping[str, bytes], date: tuple[int, ...], *, level: int = 6) -> bytes:
    """A zip with these files, in a fixed order with a fixed time: the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(content):
            info = zipfile.ZipInfo(name, (date[0], date[1], date[2], date[3], date[4], date[5]))
            info.external_attr = 0o644 << 16
            archive.writestr(info, content[name], zipfile.ZIP_DEFLATED, level)
    return target.getvalue()
