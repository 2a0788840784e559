"""Builds everything that is handed out, or signs what was built."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from installers.windows.folder import files_of, lay_out, write_files
from installers.windows.inputs import (
    ROOT,
    RUNTIME_LOCK,
    Runtime,
    Wheel,
    abi3_names,
    build_program,
    download,
    embeddable,
    needed,
    runtime_of,
)
from installers.windows.launchers import COMMANDS, WINDOW, launcher, stable_library
from installers.windows.papers import bill_of_materials, installed_list, licence_files, sums
from installers.windows.setup import portable, write_setup
from installers.windows.signing import Signer

LOCK = ROOT / "requirements.lock"


@dataclass(frozen=True)
class Inputs:
    """All that the folder is made of."""

    program: Wheel
    packages: tuple[Wheel, ...]
    runtime: Runtime
    abi3: dict[str, bool]


@dataclass(frozen=True)
class Product:
    """The names of what is handed out: those of a proof say so."""

    version: str
    is_proof: bool

    @property
    def stem(self) -> str:
        """What every name begins with."""
        return f"planner-{self.version}{'-proof' if self.is_proof else ''}"

    @property
    def setup(self) -> str:
        return f"{self.stem}-setup.exe"

    @property
    def portable(self) -> str:
        return f"{self.stem}-portable.zip"

    @property
    def materials(self) -> str:
        return f"{self.stem}-sbom.cdx.json"

    @property
    def notices(self) -> str:
        return f"{self.stem}-notices.txt"

    @property
    def files(self) -> str:
        return f"{self.stem}-files.txt"

    @property
    def sums(self) -> str:
        return f"{self.stem}-SHA256SUMS.txt"


def gather(work: Path) -> Inputs:
    """Fetch what is not there yet, and make the program's own wheel."""
    zip_ = embeddable()
    minor = ".".join(zip_.name.split("-")[1].split(".")[:2]) if zip_ else _own_minor()
    parts = download(RUNTIME_LOCK, minor, work / "inputs" / f"runtime-{minor}")
    wheels = download(LOCK, minor, work / "inputs" / f"packages-{minor}")
    program = build_program(work / "inputs" / "program")
    return Inputs(program, tuple(needed(program, wheels)), runtime_of(zip_, parts), abi3_names(parts))


def _own_minor() -> str:
    return ".".join(map(str, sys.version_info[:2]))


def make_folder(inputs: Inputs, folder: Path, work: Path) -> Product:
    """The folder with everything that is installed."""
    runtime, version = inputs.runtime, inputs.program.version
    executables = {
        WINDOW: launcher(WINDOW, version, runtime, work, "GUI"),
        COMMANDS: launcher(COMMANDS, version, runtime, work),
    }
    if "python3.dll" not in runtime.files:
        executables["python3.dll"] = stable_library(runtime, inputs.abi3, work)
    lay_out(folder, inputs.program, inputs.packages, runtime, executables)
    write_files(folder, licence_files(inputs.packages, runtime, files_of(folder)))
    return Product(version, runtime.is_proof)


def hand_out(
    inputs: Inputs, product: Product, folder: Path, target: Path, *, fast: bool, signer: Signer | None
) -> None:
    """Setup, portable zip, and the papers beside them, from the folder."""
    target.mkdir(parents=True, exist_ok=True)
    if signer is not None:
        for name in (WINDOW, COMMANDS):
            signer.sign(folder / name)
    files = files_of(folder)
    dll = f"python{inputs.runtime.tag}.dll"
    sign = signer.command_in(folder.parent / "signing") if signer is not None else ""
    setup = target / product.setup
    with ThreadPoolExecutor() as aside:
        packing = aside.submit(write_setup, setup, folder, files, product.version, dll, fast=fast, sign=sign)
        (target / product.portable).write_bytes(portable(files, fast=fast))
        packing.result()
    if signer is not None:
        signer.sign(setup)
    (target / product.materials).write_bytes(bill_of_materials(inputs.program, inputs.packages, inputs.runtime))
    (target / product.notices).write_bytes(files["licenses/THIRD-PARTY-NOTICES.txt"])
    (target / product.files).write_bytes(installed_list(files))
    made = [target / name for name in (product.setup, product.portable, product.materials, product.notices)]
    (target / product.sums).write_bytes(sums([*made, target / product.files]))


def build(work: Path, target: Path, *, fast: bool = False, signer: Signer | None = None) -> Product:
    """Everything, from the inputs to the sums; what an earlier build left in `target` under these names is replaced."""
    inputs = gather(work)
    product = make_folder(inputs, work / "folder", work / "launchers")
    hand_out(inputs, product, work / "folder", target, fast=fast, signer=signer)
    return product
