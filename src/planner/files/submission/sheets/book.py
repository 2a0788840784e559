"""Which sheets a submission has, in their order. A further sheet is one entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from planner.files.plain.fitting import fitting_sheet
from planner.files.plain.sheet import Edges, Face, Sheet
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.sheets.figures.calculation import calculation_sheet
from planner.files.submission.sheets.figures.data import data_sheet
from planner.files.submission.sheets.figures.detail import detail_sheet
from planner.files.submission.sheets.figures.program import program_sheets
from planner.files.submission.sheets.figures.reasons import reasons_sheet
from planner.files.submission.sheets.figures.summary import summary_sheet
from planner.files.submission.sheets.figures.three_columns import three_columns_sheets
from planner.files.submission.sheets.front.charts import charts_sheet
from planner.files.submission.sheets.front.overview import overview_sheet
from planner.files.submission.sheets.front.reconciliation import reconciliation_sheet
from planner.files.submission.sheets.internal.ceilings import ceilings_sheet
from planner.files.submission.sheets.years.execution import execution_sheets
from planner.files.submission.sheets.years.later_years import later_years_sheet
from planner.files.submission.sheets.years.obligations import obligation_sheets
from planner.files.submission.workbook.pages import fitted

Maker = Callable[[Handover], Iterable[Sheet]]


def _one(make: Callable[[Handover], Sheet]) -> Maker:
    return lambda handover: (make(handover),)


MAKERS = MappingProxyType(
    {
        SheetKind.SUMMARY: _one(summary_sheet),
        SheetKind.CALCULATION: _one(calculation_sheet),
        SheetKind.PROGRAMS: program_sheets,
        SheetKind.DETAIL: _one(detail_sheet),
        SheetKind.REASONS: _one(reasons_sheet),
        SheetKind.THREE_COLUMNS: three_columns_sheets,
        SheetKind.LATER_YEARS: _one(later_years_sheet),
        SheetKind.OBLIGATIONS: obligation_sheets,
        SheetKind.EXECUTION: execution_sheets,
        SheetKind.CEILINGS: _one(ceilings_sheet),
        SheetKind.RECONCILIATION: _one(reconciliation_sheet),
        SheetKind.CHARTS: _one(charts_sheet),
        SheetKind.DATA: _one(data_sheet),
    }
)
"""What makes each kind of sheet that goes out but the first, which lists them; a kind may have none, or many."""


def _made(kind: SheetKind, handover: Handover) -> Iterable[Sheet]:
    """The sheets of a kind; those of the house draw in the check and comparing, and few hand-overs have them."""
    if kind in MAKERS:
        return MAKERS[kind](handover)
    from planner.files.submission.sheets.internal.papers import PAPERS  # noqa: PLC0415 - as above

    return PAPERS[kind](handover)


def sheets_of(handover: Handover) -> tuple[Sheet, ...]:
    """The sheets the options ask for, in the order of `SheetKind`, of texts that a workbook can hold."""

    def shortened(letters: int) -> str:
        """What ends a text that no cell holds whole."""
        return handover.say(
            f"…（全{letters:,}字のうち、ここまで。全文は本プログラムの文書にある）",
            f"… (shortened; all {letters:,} letters are in the document of the program)",
        )

    kinds = [kind for kind in SheetKind if kind is not SheetKind.OVERVIEW and handover.options.has(kind)]
    others = [(kind, sheet) for kind in kinds for sheet in _made(kind, handover)]
    made = overview_sheet(handover, others), *(sheet for _kind, sheet in others)
    latin, edges = handover.options.language != "ja", _edges(handover)
    faced = (sheet._replace(face=Face.LATIN if latin else sheet.face, edges=edges) for sheet in made)
    return tuple(fitted(fitting_sheet(sheet, shortened)) for sheet in faced)


def _edges(handover: Handover) -> Edges:
    """What stands at the edges of each page."""
    goes_on = handover.say("{name}（続き）", "{name} (continued)")
    return Edges(handover.title, handover.ministry, handover.check_number, goes_on)
