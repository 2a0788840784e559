"""Who edits on this computer, for the list of changes."""

from __future__ import annotations

from datetime import datetime

from planner.core.edits.values import Author


def author() -> Author:
    """Who edits, by the name they logged in with, and when."""
    import getpass  # noqa: PLC0415 - nobody edits at the start

    try:
        who = getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name in this environment
        who = ""
    return Author(who, datetime.now().astimezone().isoformat(timespec="seconds"))
