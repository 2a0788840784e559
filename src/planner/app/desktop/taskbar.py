"""The program's own place in the taskbar of Windows."""

from __future__ import annotations

import ctypes
import sys

IDENTITY = "BudgetScenarioPlanner.Planner"


def claim_place() -> None:
    """Stand under an identity of its own, where Python's program runs the planner (a checkout).

    An installed program has that of its own executable, which its entry in the Start menu shares.
    """
    if sys.platform == "win32" and not getattr(sys, "frozen", False):
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(IDENTITY)
