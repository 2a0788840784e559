"""The sheets that stay in the house unless they are chosen, by their kinds."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from planner.files.plain.sheet import Sheet
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.internal.changes import changes_sheet
from planner.files.submission.sheets.internal.comparison import comparison_sheets
from planner.files.submission.sheets.internal.findings import findings_sheet
from planner.files.submission.sheets.internal.sources import sources_sheet


def _whatif_sheets(handover: Handover) -> Iterable[Sheet]:
    from planner.files.submission.sheets.internal.whatif_sheets import whatif_sheets  # noqa: PLC0415 - seldom asked for

    return whatif_sheets(handover)


PAPERS = MappingProxyType(
    {
        SheetKind.COMPARISON: comparison_sheets,
        SheetKind.FINDINGS: lambda handover: (findings_sheet(handover),),
        SheetKind.CHANGES: lambda handover: (changes_sheet(handover),),
        SheetKind.SOURCES: lambda handover: (sources_sheet(handover),),
        SheetKind.WHATIFS: _whatif_sheets,
    }
)
"""What makes each of them."""
