"""The sheet 出典: every figure with the sentence it comes from; what the scenario sets, with reason and evidence."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.explain.sources import sourced_figures
from planner.core.model.fields import FIELDS
from planner.core.model.lines import Cell
from planner.files.plain.sheet import Column, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.wording import BASIS_WORDS, FIELD_WORDS, value_cell, year_text


def sources_sheet(handover: Handover) -> Sheet:
    """出典 of the base's figures, then of those the scenario sets in their place."""
    say = handover.say
    return Sheet(
        name=handover.sheet_name(SheetKind.SOURCES),
        title=f"{handover.sheet_name(SheetKind.SOURCES)}　{handover.title}",
        columns=(
            Column("ID", 26, Style.WRAPPED),
            Column(say("積算内容", "Line"), 30, Style.WRAPPED),
            Column(say("項目", "Field"), 11),
            Column(say("年度から", "From year"), 9),
            Column(say("値", "Value"), 16, Style.GIVEN),
            Column(say("下限", "Low"), 13, Style.GIVEN),
            Column(say("上限", "High"), 13, Style.GIVEN),
            Column(say("根拠", "Basis"), 9),
            Column(say("資料", "Sheet"), 20, Style.WRAPPED),
            Column(say("出典の文", "Sentence"), 46, Style.WRAPPED),
            Column(say("算出の規則・理由", "Rule or reason"), 46, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        sign=handover.options.sign.value,
        frozen=2,
        size=sum(len(steps.year) for steps in handover.portfolio.lines.steps.values()),
    )


def _rows(handover: Handover) -> Iterator[Row]:
    portfolio, say = handover.portfolio, handover.say
    lines, titles = portfolio.lines, dict(portfolio.sheets)
    fields = {key: say(*words) for key, words in FIELD_WORDS.items()}
    bases = {basis: say(*words) for basis, words in BASIS_WORDS.items()}
    for figure in sourced_figures(portfolio):
        origin, row = figure.origin, figure.row
        sheet = f"{origin.sheet} {titles.get(origin.sheet, '')}".strip()
        yield Row(
            (
                lines.ids[row],
                handover.line_name(row),
                fields[figure.field],
                handover.texts.era(figure.year),
                value_cell(handover, figure.field, figure.value),
                origin.low,
                origin.high,
                bases[origin.basis],
                sheet,
                origin.quote,
                say(origin.rule, origin.rule_en),
            )
        )
    yield from _set_by_scenario(handover, fields)


def _set_by_scenario(handover: Handover, fields: dict[str, str]) -> Iterator[Row]:
    document, portfolio = handover.document, handover.portfolio
    why = {
        (cell.line_id, Cell(cell.field, cell.year)): change.why
        for change in document.changes_of(handover.scenario)
        for cell in change.cells
    }
    evidence, overrides = document.evidence(handover.scenario), document.overrides(handover.scenario)
    for row, line_id in enumerate(portfolio.lines.ids):
        if line_id not in overrides or not handover.evaluation.shows(row):
            continue
        for cell, value in sorted(overrides[line_id].items(), key=lambda each: (each[0].year, each[0].field)):
            rests = evidence.get(line_id, {}).get(cell)
            said = "" if rests is None else handover.evidence_text(rests)
            if cell.field in FIELDS:
                yield Row(
                    (
                        line_id,
                        handover.line_name(row),
                        fields[cell.field],
                        year_text(handover, cell.field, cell.year),
                        value_cell(handover, cell.field, value),
                        None,
                        None,
                        handover.say("変更", "changed"),
                        handover.scenario_name,
                        said,
                        why.get((line_id, cell), ""),
                    )
                )
