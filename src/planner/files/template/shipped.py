"""The templates that ship with the program, by name."""

from __future__ import annotations

from pathlib import Path

from planner.core.errors import N_, Both, UserError
from planner.files.submission.options import SHEET_NAMES, SheetKind
from planner.resources import resource
from planner.words.texts import folded

KINDS = (SheetKind.CALCULATION, SheetKind.SUMMARY, SheetKind.DETAIL)
"""The sheets of a submission that have a template."""


def shipped(kind: SheetKind) -> Path:
    """The template of a sheet."""
    return resource(f"templates/{SHEET_NAMES[kind][0]}.xlsx")


def shipped_names() -> Both:
    """What the templates that ship are called, one after the other."""
    return Both(*(", ".join(names) for names in zip(*(SHEET_NAMES[kind] for kind in KINDS), strict=True)))


def template_named(text: str) -> Path:
    """The template that an officer names: a file, or one that ships (`積算内訳`, `calculation` …).

    Raises `UserError` where there is neither.
    """
    path = Path(text)
    if path.exists():
        return path
    for kind in KINDS:
        if folded(text) in map(folded, (kind.value, *SHEET_NAMES[kind])):
            return shipped(kind)
    raise UserError(
        N_('There is no template "{name}".'),
        N_("Give the name of a file, or one of: {names}."),
        name=text,
        names=shipped_names(),
    )
