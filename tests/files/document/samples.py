"""The smallest document there is."""

from __future__ import annotations

from planner.core.edits.values import new_document
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Program


def small_document() -> Document:
    origin = Origin(Basis.PUBLISHED, "1", "10人 × 1千円")
    portfolio = build_portfolio(
        title="試験",
        years=(2025, 2026),
        programs=[Program("p", "", "1", "事業", "program")],
        lines=[LineRecord("p/l", "p", "積算")],
        steps=[StepRecord("p/l", "rate", 2025, 1000, origin), StepRecord("p/l", "quantity", 2025, 10, origin)],
    )
    return new_document(portfolio)
