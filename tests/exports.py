"""Random submissions for Hypothesis: portfolios small and awkward on purpose, changed, with every choice there is."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.codes import set_codes
from planner.core.edits.plan import set_growth, set_obligation
from planner.core.edits.ranges import set_range
from planner.core.edits.scenarios import branch
from planner.core.edits.structure import add_program, duplicate_lines, remove_lines
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.money import Unit
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions, SheetKind, Sign
from planner.files.submission.submission import write_submission
from tests.strategies import ceilings, codes_of, executions_of, fractions_to, portfolios, ranges_of


class Export(Handover):
    """What is handed over."""

    def __repr__(self) -> str:
        """Short: Hypothesis prints many at once."""
        return f"<{len(self.document.portfolio.lines)} lines, scenario {self.scenario}, {self.options}>"


def export_of(document: Document, scenario: int, options: ExportOptions) -> Export:
    base = evaluate_base(document.portfolio, document.growth(scenario))
    evaluation = evaluate(base, document.overrides(scenario))
    return Export(document, evaluation, scenario, options)


def written(export: Export, path: Path) -> Path:
    """The workbook of an export, at `path`."""
    write_submission(path, export)
    return path


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """A document with up to three scenarios, proposals among them, and any choice of what to hand over."""
    drawn = draw(portfolios(complete=draw(st.booleans())))
    portfolio = drawn.portfolio
    document = new_document(portfolio)
    for judged in draw(ranges_of(drawn)):
        with contextlib.suppress(UserError):  # its program may take nobody in
            document = set_range(document, judged, Author("=田中", "2026-08-31T09:00:00+09:00"))
    document = set_codes(document, draw(codes_of(drawn)))
    for ceiling in draw(st.lists(ceilings, max_size=1)):
        with contextlib.suppress(UserError):  # it may allow no amount
            document = set_ceiling(document, ceiling)
    lines = portfolio.lines.ids
    if lines:
        chosen = st.sampled_from(lines)
        entries = [Entry(draw(chosen), "rate", 2026, draw(st.integers(-9_000_000, 9_000_000)))]
        line = draw(chosen)
        first, last = portfolio.bounds[portfolio.lines.program[portfolio.line_index[line]]]
        if first <= 2026 <= last:
            entries.append(Entry(line, "quantity", 2026, draw(st.integers(0, 500))))
        course = [
            Entry(draw(chosen), "duration", draw(st.integers(2026, 2027)), draw(st.integers(1, 4))),
            Entry(draw(chosen), "retention", draw(st.integers(1, 3)), draw(st.sampled_from(fractions_to(1, 20)))),
            Entry(draw(chosen), "rate_rule", 2026, draw(st.integers(0, 1))),
        ]
        entries += draw(st.lists(st.sampled_from(course), unique=True))
        document = set_values(document, 1, entries, draw(st.sampled_from(["", "=理由", "単価改定"])))
        document = set_growth(document, 1, "wage", draw(st.sampled_from([None, Fraction(1, 50), Fraction(-3, 1000)])))
        bound = Obligation("own-1", portfolio.programs[0].id, "=債務", "", ObligationKind.TREASURY, 10**9, 2024, 2028)
        if draw(st.booleans()):
            document = set_obligation(document, bound._replace(lines=draw(st.sampled_from([(), (draw(chosen),)]))))
        if draw(st.booleans()):
            document, _ = duplicate_lines(document, 1, [draw(chosen)])
        if draw(st.booleans()):
            document = remove_lines(document, 1, [draw(chosen)], "廃止")
    document = branch(document, draw(st.sampled_from([BASE, 1])), "別案")
    if draw(st.booleans()):
        document, _ = add_program(document, 2, "新しい事業", portfolio.programs[0].id)
    document = replace(document, execution=draw(executions_of(portfolio)))
    scenario = draw(st.sampled_from([BASE, 1, 2]))
    evaluation = export_of(document, scenario, ExportOptions()).evaluation
    programs = document.portfolio.programs
    shown = [program.id for i, program in enumerate(programs) if evaluation.shows_program(i)]
    options = ExportOptions(
        sheets=draw(st.one_of(st.just(frozenset(SheetKind)), st.frozensets(st.sampled_from(SheetKind)))),
        compare=tuple(draw(st.lists(st.sampled_from([BASE, 1, 2]), unique=True))),
        programs=tuple(draw(st.lists(st.sampled_from(shown), unique=True, max_size=2))),
        unit=draw(st.sampled_from(Unit)),
        sign=draw(st.sampled_from(Sign)),
        language=draw(st.sampled_from(["ja", "en"])),
        examiner=draw(st.booleans()),
        author=draw(st.sampled_from(["", "山田"])),
        date=datetime.date(2026, 8, 31),
    )
    return Export(document, evaluation, scenario, options)


def moved(value: object, column: int, before: int, after: int) -> object:
    """What a cell of a column (from 1) holds after its row was moved, as a spreadsheet moves formulas."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    letter = get_column_letter(column)
    return Translator(value, f"{letter}{before}").translate_formula(f"{letter}{after}")


def values(path: Any) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of a workbook as a reader sees it that does not recalculate, by sheet."""
    with contextlib.closing(openpyxl.load_workbook(path, data_only=True, read_only=True)) as book:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def rows_of(path: Any, sheet: str) -> list[tuple[object, ...]]:
    """The cells of one sheet, as `values` has them of all."""
    with contextlib.closing(openpyxl.load_workbook(path, data_only=True, read_only=True)) as book:
        return list(book[sheet].iter_rows(values_only=True))
