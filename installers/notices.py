"""Under which terms a package is handed on with the program: its licence in a line, and the texts that tell it."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from typing import cast

KEPT = Path(__file__).with_name("licenses")
"""Texts of licences that some packages only name."""
TEXTS = re.compile(
    r"\.dist-info/(licenses/|[^/]*)[^/]*(licen[cs]e|copying|notice|authors)|(^|/)[^/]*license[^/]*\.txt$", re.I
)
"""The files of a package that say under which terms it is handed on."""
NOT_TEXTS = (".py", ".pyc")


def licence_of(package: Distribution) -> str:
    """Its licence as an SPDX expression where it has one, else in its own words."""
    said = cast("Message", package.metadata)
    stated = said.get("License-Expression") or said.get("License") or ""
    if stated and "\n" not in stated:
        return str(stated)
    classes = [each for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    return "; ".join(each.rpartition(" :: ")[2] for each in classes) or "see its licence file"


def texts_of(package: Distribution) -> dict[str, bytes]:
    """The texts it comes with, by their names in it; else those kept here of the licences it names.

    Raises `LookupError` where there is none: nobody could read the terms.
    """
    files = [each for each in package.files or () if TEXTS.search(each.as_posix()) and each.suffix not in NOT_TEXTS]
    # Qt's terms for those who pay are not those the program takes it under.
    own = {each.as_posix(): each.read_binary() for each in files if "commercial" not in each.name.lower()}
    named = licence_of(package)
    texts = own or {each.name: each.read_bytes() for each in sorted(KEPT.glob("*.txt")) if each.stem in named}
    if not texts:
        raise LookupError(f"{package.metadata['Name']} has no text of its licence: put it into {KEPT.name}.")
    return texts
