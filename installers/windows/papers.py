"""The papers that go with the program: what it is made of (SBOM), whose work that is, and the sums of the files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from installers.notices import KEPT, texts_of
from installers.windows.folder import LIBRARY_ENDINGS, LICENCE, allowed, licence_of
from installers.windows.inputs import ROOT, Refusal, Runtime, Wheel, sha256

NOTICES = "licenses/THIRD-PARTY-NOTICES.txt"
OWN_NAME = "Budget Scenario Planner"
SPACE = uuid.UUID("6a3c7e0e-38a5-5c39-8a0b-6d2b0f3c9a17")


def bill_of_materials(program: Wheel, packages: Iterable[Wheel], runtime: Runtime) -> bytes:
    """A CycloneDX 1.5 document: each part with its version, licence and the hash of what it was taken from."""
    parts = [
        _component(wheel.name, wheel.version, wheel.licence, wheel.hash, f"pkg:pypi/{wheel.name}@{wheel.version}")
        for wheel in packages
    ]
    for name, licence, hash_ in runtime.sources:
        title, _, version = name.partition(" ")
        parts.append(_component(title, version or runtime.version, licence, hash_))
    own = _component(program.name, program.version, program.licence, None)
    own["type"] = "application"
    stated = {"metadata": {"component": own}, "components": parts}
    serial = uuid.uuid5(SPACE, json.dumps(stated, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return (json.dumps(head | stated, ensure_ascii=False, indent=2) + "\n").encode()


def _component(name: str, version: str, licence: str, hash_: str | None, purl: str = "") -> dict[str, object]:
    stated: dict[str, object] = {"type": "library", "name": name, "version": version}
    if purl:
        stated |= {"bom-ref": purl, "purl": purl}
    stated["licenses"] = [{"license": {"name": licence}}]
    if hash_:
        stated["hashes"] = [{"alg": "SHA-256", "content": hash_}]
    return stated


def licence_files(packages: Iterable[Wheel], runtime: Runtime, installed: Iterable[str]) -> dict[str, bytes]:
    """The folder `licenses`: our own licence, a page of notices and the full text of every licence.

    `installed`: the files of the folder, of which the libraries are listed with their licences. Raises `Refusal` for a
    package whose terms nobody could read.
    """
    files = {"licenses/LICENSE.txt": (ROOT / "LICENSE").read_bytes()}
    files |= {f"licenses/{path.name}": path.read_bytes() for path in sorted(KEPT.iterdir())}
    rows = []
    for wheel in packages:
        rows.append(f"{wheel.name} {wheel.version}: {wheel.licence}")
        try:
            texts = texts_of(wheel.distribution)
        except LookupError as error:
            raise Refusal(str(error)) from error
        for name, text in texts.items():
            inside = name.partition("/")[2].removeprefix("licenses/")
            if inside:  # what is kept here lies there already
                files[f"licenses/{wheel.name}/{inside}"] = text
    if LICENCE in runtime.files:
        files["licenses/python/LICENSE.txt"] = runtime.files[LICENCE]
    rows += [
        f"{name if ' ' in name else f'{name} {runtime.version}'}: {licence}" for name, licence, _ in runtime.sources
    ]
    libraries = [name for name in installed if name.endswith(LIBRARY_ENDINGS)]
    known = allowed()
    parts = [
        f"{OWN_NAME} is made with the work of others. Their licences stand in this folder; thanks to all of them.",
        "Packages and parts:\n" + "\n".join(f"  {row}" for row in rows),
        QT_WORDS,
        "Libraries in the folder:\n" + "\n".join(f"  {name}: {licence_of(name, known)}" for name in sorted(libraries)),
    ]
    files[NOTICES] = "\r\n".join("\n\n".join(parts).split("\n")).encode() + b"\r\n"
    return files


QT_WORDS = """\
Qt and PySide6 (Qt for Python) are used under the GNU Lesser General Public License, version 3 (LGPL-3.0.txt with
GPL-3.0.txt). They lie in site-packages\\PySide6 and site-packages\\shiboken6 as libraries of their own, unchanged, and
may be replaced by builds of your own of the same version. Their sources: https://download.qt.io/official_releases/.
Qt holds works of others; the list with their licences: https://doc.qt.io/qt-6/licenses-used-in-qt.html.
Setup is made with NSIS (zlib/libpng licence); the launchers hold start code of mingw-w64 (public domain, ZPL-2.1)."""


def sums(files: Iterable[Path]) -> bytes:
    """The hashes of files as `sha256sum --check` reads them."""
    return "".join(f"{sha256(path)}  {path.name}\n" for path in sorted(files)).encode()


def installed_list(files: Mapping[str, bytes]) -> bytes:
    """The names of what is installed, one a line: what an upgrade from this version must remove."""
    return "".join(f"{name}\n" for name in sorted(files)).encode()
