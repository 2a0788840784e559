"""What is handed on with the program: notices of all that is installed, and locks that can be behind."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from dev import differing, plain_name
from tests.places import ROOT


def test_the_notices_name_every_package_the_program_needs_with_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "notices.txt"
    subprocess.run([sys.executable, str(ROOT / "installers" / "notices.py"), str(path)], check=True)
    text = path.read_text(encoding="utf-8")
    head, _, texts = text.partition("=" * 78)
    named = {plain_name(line.split()[0]) for line in head.splitlines() if line.startswith("  ")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {plain_name(each.partition(">")[0].partition("=")[0]) for each in project["dependencies"]}
    assert named > needed | {"python", "shiboken6"}
    assert named.isdisjoint({"pytest", "hypothesis", "ruff"})
    for said in ("GNU LESSER GENERAL PUBLIC LICENSE", "PYTHON SOFTWARE FOUNDATION LICENSE", "NumPy Developers"):
        assert said in texts
    assert str(Path(sys.prefix)) not in text


def test_a_lock_that_is_behind_is_told() -> None:
    lock = "et-xmlfile==2.0.0 \\\n    --hash=sha256:0\nnumpy==2.4.6 ; python_version > '3'\npandas==3.1.0\n"
    assert differing(lock, {"et_xmlfile": "2.0.0", "NumPy": "2.4.6"}) == []
    assert differing(lock, {"pandas": "3.1.1", "new": "1"}) == ["new is not in the lock → 1", "pandas 3.1.0 → 3.1.1"]
