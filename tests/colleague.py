"""Another program on this machine that has a document open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from planner.files.document.lock import take_lock
lock = take_lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""

Colleague = Callable[[Path], subprocess.Popen[str]]


def hold(path: Path) -> subprocess.Popen[str]:
    """A program that opens the document, says "held" and keeps it until it reads a line."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
