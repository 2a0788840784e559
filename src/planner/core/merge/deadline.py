"""The day by which parts are due, as officers type it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from planner.core.errors import N_, UserError

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_deadline(text: str) -> str:
    """A day as `2026-06-30`, typed so or as `2026/6/30` or `２０２６年６月３０日`; empty where nothing is typed."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return ""
    found = _DAY.fullmatch(typed)
    try:
        return date(*map(int, found.groups() if found else ())).isoformat()
    except (TypeError, ValueError):  # not three numbers, or none of a day
        raise UserError(N_('"{text}" is no date.'), N_("Write it as 2026-06-30."), text=text) from None
