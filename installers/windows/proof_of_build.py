"""Proves the build: what is inside, that a second one gives the same bytes, that it can be signed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from pip._internal.models.index import PyPI

from installers.windows.build import gather, hand_out, make_folder
from installers.windows.folder import ARCHIVE, LIBRARY_ENDINGS, allowed, files_of, licence_of
from installers.windows.ground import Ground
from installers.windows.inputs import ROOT, Refusal
from installers.windows.launchers import COMMANDS, WINDOW
from installers.windows.papers import NOTICES
from installers.windows.setup import portable, write_setup
from installers.windows.signing import Signer


class BuildProof:
    """The steps; each says what it found, or raises."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def build(self) -> str:
        """Everything that is handed out."""
        self.ground.inputs = gather(self.ground.work)
        self.ground.product = make_folder(
            self.ground.inputs, self.ground.work / "folder", self.ground.work / "launchers"
        )
        hand_out(
            self.ground.inputs,
            self.ground.product,
            self.ground.work / "folder",
            self.ground.dist,
            fast=self.ground.short,
            signer=None,
        )
        size = (self.ground.dist / self.ground.product.setup).stat().st_size >> 20
        return f"{self.ground.product.setup}, {size} MB, {len(files_of(self.ground.work / 'folder'))} files"

    def look_inside(self) -> str:
        """No path of this machine and no index in files of ours; every library is on the allow list."""
        files, known = files_of(self.ground.work / "folder"), allowed()
        libraries = [name for name in files if name.endswith(LIBRARY_ENDINGS)]
        assert all(licence_of(name, known) for name in libraries)
        marks = [
            os.fsencode(ROOT),
            os.fsencode(self.ground.work.resolve()),
            os.fsencode(Path.home()) + b"/",
            os.fsencode(PyPI.netloc),
        ]
        archived = _unpacked(files[ARCHIVE])
        ours = {name: text for name, text in (files | archived).items() if name.startswith(("planner", "start."))}
        ours |= {name: text for name, text in files.items() if name in (WINDOW, "python3.dll", NOTICES)}
        ours[self.ground.product.materials] = (self.ground.dist / self.ground.product.materials).read_bytes()
        found = sorted(name for name, text in ours.items() if any(mark in text for mark in marks))
        assert not found, f"a path of this machine or an index host in {found}"
        return f"{len(libraries)} libraries, each on the allow list; {len(ours)} files of ours name no machine"

    def build_again(self) -> str:
        """The folder once more elsewhere, and from it zip and (packed quickly) setup."""
        with tempfile.TemporaryDirectory(prefix="planner-", dir=self.ground.work) as name:
            again = Path(name)
            make_folder(self.ground.inputs, again / "folder", again / "launchers")
            first, second = files_of(self.ground.work / "folder"), files_of(again / "folder")
            assert first == second, f"{[each for each in first if first[each] != second.get(each)]} differ"
            if self.ground.short:
                return f"{len(first)} files, all that setup and zip are made from"
            assert (self.ground.dist / self.ground.product.portable).read_bytes() == portable(second)
            dll = f"python{self.ground.inputs.runtime.tag}.dll"
            for number, folder in enumerate((self.ground.work / "folder", again / "folder")):
                target = again / str(number) / self.ground.product.setup
                target.parent.mkdir()
                write_setup(target, folder, first, self.ground.product.version, dll, fast=True)
            setups = [(again / str(number) / self.ground.product.setup).read_bytes() for number in (0, 1)]
            assert setups[0] == setups[1], "setup differs"
            return f"{len(first)} files, portable zip, setup (packed quickly)"

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
