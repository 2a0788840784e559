"""The built wheel, installed elsewhere, does the main job from there: everything it needs is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.places import ROOT


def python(*arguments: str, folder: Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | variables
    command = [sys.executable, "-P", *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.slow
def test_the_main_job_from_the_built_wheel(tmp_path: Path) -> None:
    python("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist"), folder=ROOT)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
    site, desk = tmp_path / "site", tmp_path / "机"
    desk.mkdir()
    python("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel), folder=desk)

    def planner(*arguments: str, module: str = "planner") -> str:
        # the folder of the wheel first: an editable install beside it must not be what runs
        start = f"import sys, runpy; sys.path.insert(0, {str(site)!r}); import planner; "
        start += f"assert planner.__file__.startswith({str(site)!r}), planner.__file__; "
        start += f"sys.argv = ['planner', *{list(arguments)!r}]; runpy.run_module({module!r}, run_name='__main__')"
        return python("-c", start, folder=desk, QT_QPA_PLATFORM="offscreen", PLANNER_LANGUAGE="ja")

    planner("new", "-o", "要求.bplan")
    planner("set", "要求.bplan", "--scenario", "作業案", "fellows/dc/dc1.rate=3,200千円", "--reason", "処遇改善")
    planner("export", "要求.bplan", "--scenario", "作業案", "-o", "提出.xlsx")
    total = json.loads(planner("totals", "要求.bplan", "--scenario", "作業案", "--json"))["total"]["2026"]
    assert openpyxl.load_workbook(desk / "提出.xlsx", data_only=True)["総括表"]["C5"].value == total
    said = planner("out", module="planner.app.tour")
    assert "+224,000,000" in said
    made = {each.name for each in (desk / "out").iterdir()}
    assert {"window.png", "what-if.png", "what-if.bplan", "submission.xlsx"} <= made
