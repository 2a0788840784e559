"""A command imports what it needs, and no other command."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKED = """
import sys
from planner.__main__ import main
main([{command!r}, "--help"])
print(*sorted(name for name in sys.modules if name.startswith("planner.cli.")))
"""


@pytest.mark.parametrize(
    ("command", "own"), [("export", set()), ("totals", set()), ("seek", {"whatif"}), ("split", {"parts"})]
)
def test_a_command_imports_no_other(command: str, own: set[str]) -> None:
    said = subprocess.run([sys.executable, "-c", ASKED.format(command=command)], capture_output=True, check=True)
    modules = {name.split(".")[2] for name in said.stdout.decode().splitlines()[-1].split()}
    others = {"codes", "edit_commands", "execution", "explain", "publish", "review", "whatif", "parts"}
    assert modules & others == own
