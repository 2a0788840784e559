"""Clocks that are wrong: told where a part was edited by one, and never gone by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from planner.core.errors import N_, Message
from planner.core.model.document import Change

SLACK = timedelta(days=1)
"""Clocks differ by so much without a word, time zones included."""


def clock_told(label: str, changes: Iterable[Change], sent: str, now: str) -> Message | None:
    """What is to be said where changes are dated before their part was sent out, or later than now (ISO texts)."""
    dated = [(moment, each.when) for each in changes if (moment := _moment(each.when)) is not None]
    start, end = _moment(sent), _moment(now)
    early = min((each for each in dated if start is not None and each[0] < start - SLACK), default=None)
    late = max((each for each in dated if end is not None and each[0] > end + SLACK), default=None)
    wrong = late or early
    if wrong is None:
        return None
    return Message.of(
        N_("{part}: changes are dated {date}; the clock of that computer is wrong. No order is told by it."),
        part=label,
        date=wrong[1][:10],
    )


def _moment(text: str) -> datetime | None:
    """A moment with its time zone; `None` where the text tells none."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
