"""Presets of what goes out: for each reader of a submission the sheets that are meant for his eyes.

A further sheet is one entry in `GOES_OUT`; one that is named nowhere is for the house alone (庁内).
"""

from __future__ import annotations

from typing import NamedTuple

from planner.core.errors import N_, Both, UserError
from planner.files.submission.options import REQUIRED, SheetKind
from planner.words.texts import folded


class Preset(NamedTuple):
    """A kind of hand-over: its id, its names, and the sheets of it; `examiner`: with the columns for 査定.

    事業別 and シナリオ比較 are there where programs and scenarios are chosen for them.
    """

    id: str
    ja: str
    en: str
    sheets: frozenset[SheetKind]
    examiner: bool = True

    @property
    def name(self) -> Both:
        """What it is called."""
        return Both(self.ja, self.en)


GOES_OUT = (
    SheetKind.SUMMARY,
    SheetKind.PROGRAMS,
    SheetKind.DETAIL,
    SheetKind.REASONS,
    SheetKind.THREE_COLUMNS,
    SheetKind.LATER_YEARS,
    SheetKind.OBLIGATIONS,
    SheetKind.EXECUTION,
    SheetKind.CHARTS,
    SheetKind.RECONCILIATION,
)
"""What the finance ministry gets beside the sheets that are always there."""

FOR_ACCOUNTS = (SheetKind.CEILINGS, SheetKind.COMPARISON, SheetKind.DATA)
"""What the ministry's own budget division (会計課) gets besides."""

FINANCE = Preset("finance", "財務省提出", "Finance ministry", REQUIRED | frozenset(GOES_OUT))
ACCOUNTS = Preset("accounts", "会計課", "Budget division", FINANCE.sheets | frozenset(FOR_ACCOUNTS))
INSIDE = Preset("inside", "庁内", "In the house", frozenset(SheetKind))
"""Everything, papers too that are never shown outside: 点検結果, 変更一覧, 出典."""

IN_HOUSE = (ACCOUNTS, INSIDE)
"""Those whose readers know the scenarios by name; nobody else is told one, by the name of a file neither."""

PRESETS = (FINANCE, ACCOUNTS, INSIDE)
"""The presets that come with the program, those that tell least first."""


def preset_named(text: str) -> Preset:
    """The preset of that id or name; raises `UserError` for one there is none of."""
    for preset in PRESETS:
        if folded(text) in map(folded, (preset.id, preset.ja, preset.en)):
            return preset
    raise UserError(
        N_('There is no preset "{name}".'),
        N_("Use one of: {names}."),
        name=text,
        names=", ".join(preset.id for preset in PRESETS),
    )
