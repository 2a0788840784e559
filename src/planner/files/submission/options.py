"""What an officer chooses when handing a scenario over: sheets, unit, sign, language, and what else may go with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from planner.core.errors import N_, Both, UserError
from planner.core.money import Unit


class SheetKind(StrEnum):
    """The sheets of a submission, in their order; each with the names it has in Japanese and English."""

    OVERVIEW = "overview"
    SUMMARY = "summary"
    CALCULATION = "calculation"
    PROGRAMS = "programs"
    DETAIL = "detail"
    REASONS = "reasons"
    COMPARISON = "comparison"
    THREE_COLUMNS = "three-columns"
    LATER_YEARS = "later-years"
    OBLIGATIONS = "obligations"
    EXECUTION = "execution"
    CEILINGS = "ceilings"
    RECONCILIATION = "reconciliation"
    FINDINGS = "findings"
    CHANGES = "changes"
    SOURCES = "sources"
    WHATIFS = "what-ifs"
    CHARTS = "charts"
    DATA = "data"


SHEET_NAMES: dict[SheetKind, tuple[str, str]] = {
    SheetKind.OVERVIEW: ("提出総括", "Overview"),
    SheetKind.SUMMARY: ("総括表", "Summary"),
    SheetKind.CALCULATION: ("積算内訳", "Calculation"),
    SheetKind.PROGRAMS: ("事業別", "By program"),
    SheetKind.DETAIL: ("明細表", "Detail"),
    SheetKind.REASONS: ("増減理由", "Reasons for changes"),
    SheetKind.COMPARISON: ("シナリオ比較", "Scenarios compared"),
    SheetKind.THREE_COLUMNS: ("三段表", "Three columns"),
    SheetKind.LATER_YEARS: ("後年度負担", "Later years"),
    SheetKind.OBLIGATIONS: ("債務負担", "Obligations"),
    SheetKind.EXECUTION: ("執行状況", "Execution"),
    SheetKind.CEILINGS: ("上限", "Ceilings"),
    SheetKind.RECONCILIATION: ("照合", "Reconciliation"),
    SheetKind.FINDINGS: ("点検結果", "Check"),
    SheetKind.CHANGES: ("変更一覧", "Changes"),
    SheetKind.SOURCES: ("出典", "Sources"),
    SheetKind.WHATIFS: ("試算", "What-ifs"),
    SheetKind.CHARTS: ("図表", "Charts"),
    SheetKind.DATA: ("データ", "Data"),
}
"""The name of each sheet in the workbook: Japanese, English."""

ASSUMPTIONS = ("試算（前提）", "What-if (assumptions)")
"""The first sheet of the what-ifs: what is varied, or why nothing can be."""

NAMED_AFTER: dict[str, SheetKind] = {
    "overview": SheetKind.OVERVIEW,
    "calculation": SheetKind.CALCULATION,
    "summary": SheetKind.SUMMARY,
    "total": SheetKind.SUMMARY,
    "detail": SheetKind.DETAIL,
    "three": SheetKind.THREE_COLUMNS,
    "later": SheetKind.LATER_YEARS,
    "obligation": SheetKind.OBLIGATIONS,
    "reconciliation": SheetKind.RECONCILIATION,
    "data": SheetKind.DATA,
}
"""How names of columns and cells begin, by which formulas ask for them: the sheet they are of."""

REQUIRED = frozenset({SheetKind.OVERVIEW, SheetKind.CALCULATION})
"""Always there: the other sheets' formulas lead to 積算内訳, and 提出総括 says what the workbook is."""


USUAL = frozenset(SheetKind) - {SheetKind.WHATIFS}
"""What goes out unless other sheets are chosen: what figures might come to is no part of a request."""


class Sign(Enum):
    """What stands before a negative amount."""

    WHITE = "△"
    BLACK = "▲"
    MINUS = "−"


@dataclass(frozen=True)
class ExportOptions:
    """The choices of one export.

    `compare` are numbers of scenarios to show beside the one exported, no other scenario's figure goes out;
    `programs` ids of programs that get a sheet of their own (事業別). `examiner`: columns for 査定 in 積算内訳.
    `author`: a name on the first page and in the file, none unless given. `contact`: whom its reader asks.
    """

    sheets: frozenset[SheetKind] = USUAL
    compare: tuple[int, ...] = ()
    programs: tuple[str, ...] = ()
    unit: Unit = Unit.THOUSAND
    sign: Sign = Sign.WHITE
    language: str = "ja"
    examiner: bool = True
    author: str = ""
    contact: str = ""
    date: datetime.date = field(default_factory=datetime.date.today)

    def has(self, kind: SheetKind) -> bool:
        """Whether a sheet is wanted."""
        return kind in REQUIRED or kind in self.sheets


def sheets_named(names: Iterable[str]) -> frozenset[SheetKind]:
    """The sheets of these keys or names; raises `UserError` for one there is none of."""
    known = {name.casefold(): kind for kind, pair in SHEET_NAMES.items() for name in (kind.value, *pair)}
    found = set()
    for name in names:
        kind = known.get(name.strip().casefold())
        if kind is None:
            raise UserError(
                N_('There is no sheet "{name}".'),
                N_("Use one of: {names}."),
                name=name,
                names=Both(", ".join(SHEET_NAMES[kind][0] for kind in SheetKind), ", ".join(SheetKind)),
            )
        found.add(kind)
    return frozenset(found)


def sign_named(text: str) -> Sign:
    """The sign written so (`-` for −); raises `UserError` for another."""
    for sign in Sign:
        if text in (sign.value, sign.name.lower()) or (text == "-" and sign is Sign.MINUS):
            return sign
    raise UserError(N_('"{text}" is not a sign.'), N_("Use △, ▲ or -."), text=text)


def unit_named(text: str) -> Unit:
    """The unit written so (`千円`, `thousand` …); raises `UserError` for another."""
    for unit in Unit:
        if text.casefold() in (unit.label, unit.name.lower(), unit.english):
            return unit
    raise UserError(N_('"{text}" is not a unit.'), N_("Use yen, thousand, million or oku (100 million)."), text=text)
