"""The sheets 試算 of a hand-over, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.errors import UserError
from planner.files.plain.sheet import Sheet
from planner.files.submission.handover import Handover
from planner.files.submission.sheets.internal.whatif_tables import packages_sheet, pair_sheet
from planner.files.submission.sheets.internal.whatif_trials import distribution_sheet, percentiles_sheet
from planner.files.submission.sheets.internal.whatifs import (
    asked,
    held_sheet,
    ranges_sheet,
    refused_sheet,
    tornado_sheet,
)


def whatif_sheets(handover: Handover) -> Iterator[Sheet]:
    """How sure the whole request is, asked once, or why that cannot be asked; and what less of it would take."""
    try:
        found = asked(handover)
    except UserError as error:
        yield refused_sheet(handover, error)
    else:
        for make in (ranges_sheet, held_sheet, tornado_sheet, percentiles_sheet, distribution_sheet):
            yield make(handover, found)
        yield from pair_sheet(handover, found)
    yield packages_sheet(handover)
