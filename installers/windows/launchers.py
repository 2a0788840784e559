"""The programs in the folder: launchers made from `launcher.c`, and the library that the stable interface asks for."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from installers.windows.inputs import Refusal, Runtime

HERE = Path(__file__).resolve().parent
PREFIX = "x86_64-w64-mingw32-"
WINDOW, COMMANDS = "BudgetScenarioPlanner.exe", "planner.exe"
LIBRARY_ENTRY = "int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }\n"


def launcher(name: str, version: str, runtime: Runtime, work: Path, *switches: str) -> bytes:
    """A launcher for this runtime, the same bytes each time; `switches`: GUI or PLAIN, see its source."""
    work.mkdir(parents=True, exist_ok=True)
    resources, target = work / f"{name}.res", work / name
    numbers = ",".join([*re.findall(r"\d+", version), "0", "0", "0"][:4])
    _run(
        f"{PREFIX}windres",
        f"-DVERSION_COMMAS={numbers}",
        f'-DVERSION_TEXT=\\"{version}\\"',
        f'-DFILE_NAME=\\"{name}\\"',
        *("-I", str(HERE), str(HERE / "launcher.rc"), "-O", "coff", "-o", str(resources)),
    )
    plain = ["-O2", "-s", "-municode", "-Wall", "-Werror", "-Wl,--no-insert-timestamp"]
    window = ["-mwindows"] if "GUI" in switches else []
    defined = [f"-D{switch}" for switch in switches] + [f'-DPYTHON_DLL=L"python{runtime.tag}.dll"']
    source = [str(HERE / "launcher.c"), str(resources)]
    _run(f"{PREFIX}gcc", *plain, *window, *defined, "-o", str(target), *source, "-lshell32")
    return target.read_bytes()


def stable_library(runtime: Runtime, names: Mapping[str, bool], work: Path) -> bytes:
    """python3.dll: passes the names of the stable interface on to the runtime's own library.

    `names`: each name, and whether it is data.
    """
    work.mkdir(parents=True, exist_ok=True)
    own, target = work / f"python{runtime.tag}.dll", work / "python3.dll"
    own.write_bytes(runtime.files[own.name])
    listing = _run(f"{PREFIX}objdump", "-p", str(own))
    exported = set(re.findall(r"^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+[0-9a-f]+\s+)?(\S+)\s*$", listing, re.MULTILINE))
    passed = sorted(set(names) & exported)
    if "Py_IncRef" not in passed:
        raise Refusal(f"{own.name} does not show what it exports.")
    lines = [f"  {name}=python{runtime.tag}.{name}{' DATA' if names[name] else ''}\n" for name in passed]
    definitions, source = work / "python3.def", work / "python3.c"
    definitions.write_text("LIBRARY python3.dll\nEXPORTS\n" + "".join(lines), encoding="ascii")
    source.write_text(LIBRARY_ENTRY, encoding="ascii")
    plain = ["-shared", "-nostdlib", "-s", "-Wl,--no-insert-timestamp", "-e", "DllMainCRTStartup"]
    _run(f"{PREFIX}gcc", *plain, "-o", target.name, source.name, definitions.name, at=work)  # paths would go in
    return target.read_bytes()


def _run(*command: str, at: Path | None = None) -> str:
    ran = subprocess.run(command, cwd=at, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Refusal(f"Failed: {command[0]}\n{ran.stdout}{ran.stderr}")
    return ran.stdout
