"""The sheet 出典: every figure of the base with the sentence it comes from, then what the scenario sets instead."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.explain.sources import given_figures, sourced_figures
from planner.files.plain.sheet import Column, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.wording import FIELD_WORDS, value_cell, year_text
from planner.words.in_force import ValueWords


def sources_sheet(handover: Handover) -> Sheet:
    """出典 of the base's figures, then of those the scenario sets in their place."""
    say = handover.say
    return Sheet(
        name=handover.sheet_name(SheetKind.SOURCES),
        title=f"{handover.sheet_name(SheetKind.SOURCES)}　{handover.title}",
        columns=(
            Column("ID", 26, Style.WRAPPED),
            Column(say("積算内容", "Line"), 30, Style.WRAPPED),
            Column(say("項目・年度から", "Field, from year"), 20, Style.WORD),
            Column(say("変更前", "Before"), 16, Style.GIVEN),
            Column(say("値", "Value"), 16, Style.GIVEN),
            Column(say("下限", "Low"), 13, Style.GIVEN),
            Column(say("上限", "High"), 13, Style.GIVEN),
            Column(say("根拠・資料", "Basis, sheet"), 34, Style.WRAPPED),
            Column(say("出典の文", "Sentence"), 46, Style.WRAPPED),
            Column(say("算出の規則・理由", "Rule or reason"), 46, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        sparse=True,
        sign=handover.options.sign.value,
        frozen=2,
        large=True,
        size=sum(len(steps.year) for steps in handover.portfolio.lines.steps.values()),
    )


def _rows(handover: Handover) -> Iterator[Row]:
    portfolio, say, own = handover.portfolio, handover.say, handover.scenario
    titles = dict(portfolio.sheets)
    words = ValueWords(
        handover.values,
        handover.evaluation,
        handover.texts,
        handover.options.sign.value,
        name=lambda scenario: handover.scenario_name if scenario == own else "",
    )
    fields = {key: say(*words) for key, words in FIELD_WORDS.items()}
    before = None
    for figure in sourced_figures(portfolio):
        origin, row = figure.origin, figure.row
        yield Row(
            (
                *_of_line(handover, row, before),
                f"{fields[figure.field]} {handover.texts.era(figure.year)}",
                None,
                value_cell(handover, figure.field, figure.value),
                origin.low,
                origin.high,
                f"{words.printed_basis(figure)}　{origin.sheet} {titles.get(origin.sheet, '')}".strip(),
                origin.quote,
                say(origin.rule, origin.rule_en),
            )
        )
        before = row
    yield from _given(handover, words, fields)


def _given(handover: Handover, words: ValueWords, fields: dict[str, str]) -> Iterator[Row]:
    """What the scenario sets, or takes from those above it: before and after, what it rests on, and the reason."""
    values, before = handover.values, None
    for given in given_figures(values):
        row, found = given.row, values.value(*given)
        if not handover.evaluation.shows(row):
            continue
        origin, source = found.before.origin, words.source(found, row)
        yield Row(
            (
                *_of_line(handover, row, before),
                f"{fields[found.field]} {year_text(handover, found.field, found.year)}",
                value_cell(handover, found.field, found.before.value),
                value_cell(handover, found.field, found.value),
                origin.low if origin else None,
                origin.high if origin else None,
                words.giver(found) if found.is_changed else source.basis,
                "　".join(source.said),
                found.change.why if found.change else "",
            )
        )
        before = row


def _of_line(handover: Handover, row: int, before: int | None) -> tuple[str | None, str | None]:
    """Which line a figure is of, unless the figure `before` it is of the same."""
    return (None, None) if row == before else (handover.portfolio.lines.ids[row], handover.line_name(row))
