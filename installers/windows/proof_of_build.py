"""Proves the build: what is inside, that a second one gives the same bytes, that it can be signed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from pip._internal.models.index import PyPI

from installers.windows.build import gather, hand_out, make_folder
from installers.windows.folder import ARCHIVE, LIBRARY_ENDINGS, allowed, files_of, licence_of
from installers.windows.ground import Ground
from installers.windows.inputs import ROOT, Refusal, build_program
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.papers import NOTICES
from installers.windows.setup import write_setup
from installers.windows.signing import Signer


class BuildProof:
    """The steps; each says what it found, or raises."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def build(self) -> str:
        """All that is installed."""
        ground = self.ground
        ground.inputs = gather(ground.work)
        ground.product = make_folder(ground.inputs, ground.built, ground.work / "launchers")
        files = files_of(ground.built)
        return f"{len(files)} files, {sum(map(len, files.values())) >> 20} MB"

    def pack(self) -> str:
        """Everything that is handed out."""
        ground = self.ground
        hand_out(ground.inputs, ground.product, ground.built, ground.dist, fast=ground.short, signer=None)
        sizes = {
            name: (ground.dist / name).stat().st_size >> 20 for name in (ground.product.setup, ground.product.portable)
        }
        return ", ".join(f"{name} {size} MB" for name, size in sizes.items())

    def look_inside(self) -> str:
        """No path of this machine and no index in files of ours; every library is on the allow list."""
        ground, files, known = self.ground, files_of(self.ground.built), allowed()
        libraries = [name for name in files if name.endswith(LIBRARY_ENDINGS)]
        assert all(licence_of(name, known) for name in libraries)
        places = (ROOT, ground.work, ground.dist)
        marks = [*map(os.fsencode, places), os.fsencode(Path.home()) + b"/", os.fsencode(PyPI.netloc)]
        ours = {name: text for name, text in files.items() if is_ours(name)}
        ours |= {f"{ARCHIVE}/{name}": text for name, text in _unpacked(files[ARCHIVE]).items() if is_ours(name)}
        papers = (ground.product.materials, ground.product.notices, ground.product.files, ground.product.sums)
        ours |= {name: (ground.dist / name).read_bytes() for name in papers}
        found = sorted(name for name, text in ours.items() if any(mark in text for mark in marks))
        assert not found, f"a path of this machine or an index host in {found}"
        return f"{len(libraries)} libraries, each on the allow list; {len(ours)} files of ours name no machine"

    def build_again(self) -> str:
        """All of it once more elsewhere, a moment later."""
        ground, product = self.ground, self.ground.product
        with tempfile.TemporaryDirectory(prefix="planner-", dir=ground.work) as name:
            again = Path(name)
            inputs = replace(ground.inputs, program=build_program(again / "program"))
            make_folder(inputs, again / "folder", again / "launchers")
            files, others = files_of(ground.built), files_of(again / "folder")
            assert files == others, f"{[each for each in files if files[each] != others.get(each)]} differ"
            first, second = again / "first", again / "second"
            for folder, target in ((ground.built, first), (again / "folder", second)):
                # Packing tightly takes minutes, and adds nothing to what is the same before it.
                hand_out(inputs, product, folder, target, fast=True, signer=None)
            names = sorted(path.name for path in second.iterdir())
            different = [each for each in names if (first / each).read_bytes() != (second / each).read_bytes()]
            assert not different, f"{different} differ"
        return f"{len(files)} files, and {', '.join(names)}"

    def sign(self) -> str:
        """Launcher, setup and uninstaller with a self-made certificate; each signature is verified."""
        with tempfile.TemporaryDirectory(prefix="planner-", dir=self.ground.work) as name:
            at = Path(name)
            certificate, signer = _certificate(at)
            (at / "folder").mkdir()
            for each in (WINDOW, COMMANDS):
                shutil.copy(self.ground.work / "folder" / each, at / "folder")
                signer.sign(at / "folder" / each)
            setup = at / self.ground.product.setup
            files = files_of(at / "folder")
            sign = signer.command_in(at)
            write_setup(setup, at / "folder", files, self.ground.product.version, WINDOW, fast=True, sign=sign)
            signer.sign(setup)
            for signed in (at / "folder" / WINDOW, at / "folder" / COMMANDS, setup):
                command = ["osslsigncode", "verify", "-CAfile", str(certificate), "-in", str(signed)]
                ran = subprocess.run(command, capture_output=True, text=True, check=False)
                assert ran.returncode == 0, f"{signed.name}: {ran.stdout}{ran.stderr}"
        return "launchers and setup verified; the uninstaller is signed on the way"


def is_ours(name: str) -> bool:
    """Whether a file of the folder is the project's own work, or made by the build."""
    return (
        name.startswith(("planner/", "start."))
        or name in (WINDOW, COMMANDS, "python3.dll", NOTICES)
        or name.endswith("._pth")
    )


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
