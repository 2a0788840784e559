"""What is handed on with the program: notices of all that is installed, and locks that can be behind."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from dev import differing, plain_name
from installers.notices import licence_of, texts_of
from tests.places import ROOT


def test_every_package_the_program_needs_comes_with_its_terms() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    named = re.findall(r"^([\w.-]+)==[^\n]*?(;[^\n]*)?\\?$", lock, re.MULTILINE)
    packages = [distribution(name) for name, only_elsewhere in named if not only_elsewhere]
    texts = {plain_name(each.metadata["Name"]): texts_of(each) for each in packages}
    assert {"numpy", "pandas", "pyside6-essentials", "shiboken6", "openpyxl", "ironcalc"} <= set(texts)
    assert b"NumPy Developers" in b"".join(texts["numpy"].values())
    assert b"GNU LESSER GENERAL PUBLIC LICENSE" in b"".join(texts["shiboken6"].values())
    assert all(licence_of(each) for each in packages)


def test_the_extras_are_there_for_tests_and_for_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = project["optional-dependencies"]
    extras = {re.split(r"[\[<>=]", each)[0] for name in ("cluster", "parquet", "server") for each in stated[name]}
    locked = {
        name: set(re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements-test.lock", "requirements.lock")
    }
    assert extras <= locked["requirements-test.lock"]
    assert not extras & locked["requirements.lock"]
    assert all(distribution(each).version for each in extras)


def test_a_package_that_nobody_could_read_the_terms_of_is_refused(tmp_path: Path) -> None:
    told = tmp_path / "strange-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: strange\nVersion: 1.0\nLicense: Beer\n", encoding="utf-8")
    (told / "RECORD").write_text("strange/licensed.py,,\nstrange-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    with pytest.raises(LookupError, match="strange has no text of its licence"):
        texts_of(Distribution.at(told))
    (told / "METADATA").write_text("Name: strange\nVersion: 1.0\nLicense: LGPL-3.0\n", encoding="utf-8")
    assert set(texts_of(Distribution.at(told))) == {"GPL-3.0.txt", "LGPL-3.0.txt"}  # the one adds to the other


def test_a_lock_that_is_behind_is_told() -> None:
    lock = "et-xmlfile==2.0.0 \\\n    --hash=sha256:0\nnumpy==2.4.6 ; python_version > '3'\npandas==3.1.0\n"
    assert differing(lock, {"et_xmlfile": "2.0.0", "NumPy": "2.4.6"}) == []
    assert differing(lock, {"pandas": "3.1.1", "new": "1"}) == ["new is not in the lock → 1", "pandas 3.1.0 → 3.1.1"]
