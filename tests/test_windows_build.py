"""What is installed on Windows: chosen from an allow list, the same bytes each time, removed as it was put."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from installers.windows import inputs
from installers.windows.folder import allowed, files_of, lay_out, licence_of, package_files
from installers.windows.inputs import Refusal, Runtime, Wheel, archive_bytes, embeddable, needed
from installers.windows.papers import NOTICES, bill_of_materials, licence_files, sums
from installers.windows.proof_of_tests import NOT_UNDER_WINE, SUITES, left_out
from installers.windows.proof_of_work import readme_commands, same, with_return
from installers.windows.setup import instructions, portable, write_setup
from installers.windows.table import Result, Skip, Table
from installers.windows.test_room import TOOLS, part_of_lock
from installers.windows.wine import Wine
from planner import __version__
from tests.places import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the installer is built on Linux")

DATE = (2026, 1, 1, 0, 0, 0)
HERE = ROOT / "installers" / "windows"


def wheel(folder: Path, name: str, files: Mapping[str, bytes], *needs: str) -> Wheel:
    """A package with these files, that needs these others."""
    said = [f"Name: {name}", "Version: 1.0", "License-Expression: MIT", *(f"Requires-Dist: {each}" for each in needs)]
    top = f"{name}-1.0.dist-info"
    stated = {f"{top}/METADATA": "\n".join(["Metadata-Version: 2.4", *said, ""]).encode()}
    content = {**stated, f"{top}/licenses/LICENSE": b"Do as you like.", **files}
    content[f"{top}/RECORD"] = "".join(f"{each},,\n" for each in content).encode()
    path = folder / f"{name}-1.0-py3-none-any.whl"
    path.write_bytes(archive_bytes(content, DATE))
    return Wheel(path)


def runtime(**files: bytes) -> Runtime:
    """A Python with hardly anything in it, of the version that builds."""
    version = ".".join(map(str, sys.version_info[:3]))
    named = {name.replace("__", "."): content for name, content in files.items()}
    return Runtime(version, named, (("CPython", "PSF-2.0", "0" * 64),), False)


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Wheel, list[Wheel]]:
    """A program, a package of modules alone, and one with a library."""
    program = wheel(tmp_path, "planner", {"planner/__init__.py": b"x = 1\n", "planner/resources/a.csv": b"a"}, "numpy")
    pure = wheel(tmp_path, "openpyxl", {"openpyxl/__init__.py": b"y = 2\n", "openpyxl/tests/t.py": b""})
    library = wheel(tmp_path, "numpy", {"numpy/a.pyd": b"MZ", "numpy/b.py": b"z = 3\n", "numpy/c.lib": b""}, "openpyxl")
    return program, [library, pure]


# ---------------------------------------------------------------- what goes in


def test_a_library_that_nobody_allowed_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"site-packages/numpy\.libs/strange\.so\.dll|strange"):
        package_files(wheel(tmp_path, "strange", {"strange/strange.dll": b"MZ"}), allowed())


def test_of_pyside_what_is_not_allowed_stays_out(tmp_path: Path) -> None:
    given = {
        f"PySide6/{name}": b"MZ" for name in ("Qt6Core.dll", "Qt6Designer.dll", "designer.exe", "plugins/tls/x.dll")
    }
    given |= {"PySide6/__init__.py": b"", "PySide6/scripts/deploy.py": b"", "PySide6/translations/qtbase_ja.qm": b""}
    kept = package_files(wheel(tmp_path, "pyside", given), allowed())
    assert set(kept) == {"PySide6/Qt6Core.dll", "PySide6/__init__.py", "PySide6/translations/qtbase_ja.qm"}


def test_every_library_allowed_has_a_licence_and_none_is_gpl_alone() -> None:
    known = allowed()
    assert licence_of("site-packages/PySide6/QtNetwork.pyd", known) == "LGPL-3.0-only"
    assert licence_of("site-packages/PySide6/Qt6Charts.dll", known) is None
    assert not [licence for licence in known.values() if not licence or licence.startswith("GPL")]


def test_only_what_the_program_needs_is_installed(parts: tuple[Wheel, list[Wheel]], tmp_path: Path) -> None:
    program, packages = parts
    tool = wheel(tmp_path, "hatchling", {"hatchling/__init__.py": b""})
    assert [each.name for each in needed(program, [tool, *packages])] == ["numpy", "openpyxl"]
    with pytest.raises(Refusal, match="openpyxl"):
        needed(program, packages[:1])


def test_the_folder_is_the_same_wherever_it_is_made(parts: tuple[Wheel, list[Wheel]], tmp_path: Path) -> None:
    program, packages = parts
    for name in ("first", "another/place"):
        lay_out(tmp_path / name, program, packages, runtime(python311__dll=b"MZ"), {"planner.exe": b"MZ"})
    first, second = files_of(tmp_path / "first"), files_of(tmp_path / "another" / "place")
    assert first == second
    tag = runtime().tag
    assert set(first) == {
        *("planner.exe", "planner.zip", "planner/resources/a.csv", "python311.dll", f"python{tag}._pth"),
        *("site-packages/numpy/a.pyd", "site-packages/numpy/b.pyc"),
    }
    with zipfile.ZipFile(io.BytesIO(first["planner.zip"])) as archive:
        assert set(archive.namelist()) == {"start.pyc", "planner/__init__.pyc", "openpyxl/__init__.pyc"}
    assert not [name for name, content in first.items() if os.fsencode(tmp_path) in content]
    assert portable(first) == portable(second)


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in (HERE / "runtime.lock", ROOT / "installers" / "python" / "python.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        entries = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
        assert all("==" in line or re.fullmatch(r"[0-9a-f]{64}  \S+", line) for line in entries)


def test_an_embeddable_python_is_taken_only_if_its_hash_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "PYTHON_FOLDER", tmp_path)
    assert embeddable() is None
    zip_ = tmp_path / "python-3.13.9-embed-amd64.zip"
    zip_.write_bytes(archive_bytes({"python313.dll": b"MZ"}, DATE))
    lock = tmp_path / "python.lock"
    lock.write_text("# none\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"python\.lock"):
        embeddable()
    lock.write_text(f"{hashlib.sha256(zip_.read_bytes()).hexdigest()}  {zip_.name}\n", encoding="utf-8")
    assert embeddable() == zip_


# ---------------------------------------------------------------- what is put, and removed


def test_the_uninstaller_removes_exactly_what_setup_puts(tmp_path: Path) -> None:
    names = ["planner.exe", "a/b/c.pyc", "a/d.pyd"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 1024)
    said = instructions(tmp_path, names)
    put, _, taken = said.partition("!macro RemoveFiles")
    assert re.findall(r'Delete "\$INSTDIR\\(.*)"', taken) == ["planner.exe", r"a\d.pyd", r"a\b\c.pyc"]
    assert re.findall(r'RMDir "(.*)"', taken) == [r"$INSTDIR\a\b", r"$INSTDIR\a"]
    assert len(re.findall(r"^  File ", put, re.MULTILINE)) == len(names)
    assert "!define SIZE_KB 3" in put
    script = (HERE / "setup.nsi").read_text(encoding="utf-8")
    assert re.findall(r"RMDir /r (.*)", script) == [r'"$LOCALAPPDATA\planner\faults"'], "only reports go as a folder"
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


@pytest.mark.skipif(not shutil.which("makensis"), reason="NSIS is there where installers are built")
def test_setup_is_the_same_whenever_its_files_were_written(tmp_path: Path) -> None:
    made = []
    for when in (0, 1_000_000_000):
        folder = tmp_path / str(when)
        folder.mkdir()
        (folder / "planner.exe").write_bytes(b"MZ")
        os.utime(folder / "planner.exe", (when, when))
        setup = folder / "planner-setup.exe"
        write_setup(setup, folder, ["planner.exe"], "1.2", "python311.dll", fast=True)
        made.append(setup.read_bytes())
    assert made[0] == made[1]


def test_the_launchers_say_what_windows_asks_of_them() -> None:
    manifest = (HERE / "launcher.manifest").read_text(encoding="utf-8")
    for wanted in ("PerMonitorV2", "longPathAware", "asInvoker"):
        assert wanted in manifest


def test_what_the_launchers_run_is_the_program(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "start.py"), "--version"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout == f"planner {__version__}\n"
    assert f'#define MODULE L"{(HERE / "start.py").stem}"' in (HERE / "launcher.c").read_text(encoding="utf-8")


# ---------------------------------------------------------------- papers


def test_the_papers_name_every_part(parts: tuple[Wheel, list[Wheel]], tmp_path: Path) -> None:
    program, packages = parts
    said = bill_of_materials(program, packages, runtime())
    assert said == bill_of_materials(program, packages, runtime())
    bill = json.loads(said)
    assert bill["bomFormat"] == "CycloneDX"
    assert [part["name"] for part in bill["components"]] == ["numpy", "openpyxl", "CPython"]
    assert bill["components"][0]["hashes"][0]["content"] == packages[0].hash
    files = licence_files(packages, runtime(), ["site-packages/PySide6/Qt6Core.dll"])
    notices = files[NOTICES].decode()
    for wanted in ("numpy 1.0: MIT", "CPython", "Qt6Core.dll: LGPL-3.0-only"):
        assert wanted in notices
    assert files["licenses/numpy/LICENSE"] == b"Do as you like."
    assert {"licenses/LGPL-3.0.txt", "licenses/GPL-3.0.txt", "licenses/PSF-2.0.txt"} <= set(files)
    path = tmp_path / "setup.exe"
    path.write_bytes(b"MZ")
    assert sums([path]).decode() == f"{hashlib.sha256(b'MZ').hexdigest()}  setup.exe\n"


# ---------------------------------------------------------------- the proof


def test_files_are_called_as_windows_calls_them(tmp_path: Path) -> None:
    wine = Wine(tmp_path / "prefix")
    assert wine.windows_path(tmp_path / "prefix" / "drive_c" / "概算 要求" / "a.bplan") == r"C:\概算 要求\a.bplan"
    assert wine.windows_path(Path("/usr/share/a b")) == r"Z:\usr\share\a b"


def test_the_proof_runs_every_command_of_the_readme() -> None:
    commands = readme_commands()
    shown = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Command line")[2].partition("\n```\n\n")[0]
    assert len(commands) == len(re.findall(r"^planner ", shown, re.MULTILINE))
    assert ["totals", "要求.bplan", "--scenario", "作業案", "--json"] in commands


def test_what_was_handed_over_first_comes_back() -> None:
    commands = with_return(readme_commands())
    copied = commands.index(["cp", "提出資料.xlsx", "差戻し.xlsx"])
    assert "提出資料.xlsx" in commands[copied - 1]
    assert not any("差戻し.xlsx" in command for command in commands[:copied])
    assert any("差戻し.xlsx" in command for command in commands[copied + 1 :])


def test_commands_run_in_one_process_say_what_each_alone_does(tmp_path: Path) -> None:
    asked, said = tmp_path / "asked.json", tmp_path / "said.json"
    asked.write_text(json.dumps([["--version"], ["totals", "none.bplan"], ["cp", "asked.json", "b"]]), encoding="utf-8")
    subprocess.run([sys.executable, HERE / "inside" / "commands.py", asked, said], check=True, cwd=tmp_path)
    version, refused, copied = json.loads(said.read_text(encoding="utf-8"))
    assert version == [0, f"planner {__version__}\n"]
    assert refused[0] == 2 and refused[1].startswith("planner: ")
    assert copied == [0, ""] and (tmp_path / "b").read_bytes() == asked.read_bytes()


def test_another_windows_begins_as_the_first_and_keeps_its_own_settings(tmp_path: Path) -> None:
    first, second = Wine(tmp_path / "first"), Wine(tmp_path / "second")
    library = first.drive / "windows" / "system32" / "a.dll"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"MZ")
    (first.prefix / "user.reg").write_text("first", encoding="utf-8")
    second.become(first)
    (second.prefix / "user.reg").write_text("second", encoding="utf-8")
    assert (first.prefix / "user.reg").read_text(encoding="utf-8") == "first"
    assert (second.drive / "windows" / "system32" / "a.dll").samefile(library)


def test_tests_that_wine_cannot_run_are_there_and_named() -> None:
    for name in NOT_UNDER_WINE:
        path, _, test = name.partition("::")
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
        assert test in left_out()
    assert all((ROOT / "tests" / folder).is_dir() for folders in SUITES.values() for folder in folders)


def test_what_is_said_here_and_there_is_compared_by_value() -> None:
    assert same('{"file": "C:/a", "yen": 1}', '{"yen":1,"file":"/a"}')
    assert not same('{"file": "C:/a", "yen": 1}', '{"file": "C:/a", "yen": 2}')
    assert same('{"when": "2026-11-28T16:24:30+00:00", "yen": 1}', '{"when": "2026-11-28T16:24:28+00:00", "yen": 1}')
    assert not same('{"when": "2026-11-28T16:24:30+00:00"}', '{"when": null}')
    assert same("書き出しました（71ページ）：a.pdf\n", "書き出しました（70ページ）：a.pdf\n")
    assert not same("書き出しました（71ページ）：a.pdf\n", "書き出しました（71ページ）：b.pdf\n")


def test_test_tools_come_from_the_lock_of_the_tests() -> None:
    part = part_of_lock(ROOT / "requirements-test.lock", TOOLS)
    assert {line.partition("==")[0] for line in part.splitlines() if re.match(r"[a-z]", line)} == TOOLS
    assert part.count("--hash=sha256:") >= len(TOOLS)


def test_the_table_counts_what_failed_and_names_what_was_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> str:
        raise Refusal("it does not")

    def cannot() -> str:
        raise Skip("no screen")

    table = Table()
    assert table.prove("good", lambda: "fine")
    assert not table.prove("bad", fails)
    assert not table.prove("left", cannot)
    table.skip("never", "Wine has none")
    assert table.has_failed
    assert [row[1] for row in table.rows] == [Result.PROVEN, Result.FAILED, Result.SKIPPED, Result.SKIPPED]
    said = table.render()
    assert "1 proven, 1 FAILED, 2 skipped" in said
    assert "| left | skipped | no screen |" in said
    assert "it does not" in capsys.readouterr().out
