"""Writes the notices of all that is handed on with the program, made from what is installed.

python installers/notices.py [FILE]     default THIRD-PARTY-NOTICES.txt; run with the Python the program is installed in

Named are Python itself and every package that the program needs, with its version, its license as it states it and the
texts it comes with; the texts of licenses that a package only names stand in the folder `licenses`.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple, cast

PROGRAM = "budget-scenario-planner"
TEXTS = re.compile(
    r"\.dist-info/(licenses/|[^/]*)[^/]*(licen[cs]e|copying|notice|authors)|(^|/)[^/]*license[^/]*\.txt$", re.I
)
"""The files of a package that say under which terms it is handed on."""
KEPT = Path(__file__).parent / "licenses"


class Notice(NamedTuple):
    """What is said of one package: its license in a line, and each text with the name of its file."""

    name: str
    version: str
    license: str
    texts: tuple[tuple[str, str], ...]


def notices() -> list[Notice]:
    """Python and every package the program needs, by name; raises `LookupError` for one without any text."""
    found = [_python(), *(_notice(each) for each in _needed(PROGRAM))]
    bare = [each.name for each in found if not each.texts]
    if bare:
        raise LookupError(f"No text of a license: {', '.join(bare)}. Put it into {KEPT.name}.")
    return sorted(found, key=lambda each: each.name.lower())


def _needed(program: str) -> Iterator[Distribution]:
    """The packages that one needs, those that they need and so on; what another system needs is not installed."""
    seen, waiting = {_key(program)}, list(distribution(program).requires or ())
    while waiting:
        requirement, _, marker = waiting.pop().partition(";")
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        if match is None or "extra" in marker or _key(match[0]) in seen:
            continue
        seen.add(_key(match[0]))
        try:
            package = distribution(match[0])
        except PackageNotFoundError:
            if marker:
                continue
            raise
        yield package
        waiting += package.requires or ()


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _notice(package: Distribution) -> Notice:
    said = cast("Message", package.metadata)
    classified = [each.split(" :: ")[-1] for each in said.get_all("Classifier") or () if each.startswith("License ::")]
    named = said.get("License-Expression") or " ".join((said.get("License") or "").split()) or ", ".join(classified)
    files = [
        each for each in package.files or () if TEXTS.search(each.as_posix()) and each.suffix not in (".py", ".pyc")
    ]
    texts = [(each.as_posix(), each.read_binary().decode(errors="replace")) for each in files]
    if not texts:
        texts = [
            (each.name, each.read_text(encoding="utf-8")) for each in sorted(KEPT.glob("*.txt")) if _stem(each) in named
        ]
    return Notice(said["Name"], package.version, named, tuple(texts))


def _stem(text: Path) -> str:
    return text.name.removesuffix(".txt")


def _python() -> Notice:
    """Python itself, which an installer brings along."""
    places = (Path(sys.base_prefix), Path(sysconfig.get_path("stdlib")))
    texts = [
        (path.name, path.read_text(encoding="utf-8"))
        for path in (place / "LICENSE.txt" for place in places)
        if path.is_file()
    ]
    return Notice("Python", sys.version.split()[0], "PSF-2.0", tuple(texts[:1]))


def written(found: list[Notice]) -> str:
    """The notices as one text: what there is at a glance, then the texts of each."""
    rule = "=" * 78
    parts = ["The Budget Scenario Planner is handed on with these, each under its own terms:\n"]
    parts += [f"  {each.name} {each.version}: {each.license}" for each in found]
    for each in found:
        parts.append(f"\n{rule}\n{each.name} {each.version} ({each.license})\n{rule}")
        parts += [f"\n-- {name}\n\n{text.strip()}" for name, text in each.texts]
    return "\n".join(parts) + "\n"


def main() -> int:
    """Write them, or say what is missing."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "THIRD-PARTY-NOTICES.txt")
    try:
        found = notices()
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    path.write_text(written(found), encoding="utf-8")
    print(f"{len(found)} packages: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
