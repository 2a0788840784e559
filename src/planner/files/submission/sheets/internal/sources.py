"""The sheet 出典: every figure of the base with the sentence it comes from, then what the scenario sets instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.core.explain.sources import given_figures, sourced_figures
from planner.files.plain.sheet import Column, Content, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.wording import field_text, figure_cell, year_text
from planner.words.in_force import ValueWords
from planner.words.places import place_name


def sources_sheet(handover: Handover) -> Sheet:
    """出典 of the base's figures, then of those the scenario sets in their place."""
    say = handover.say
    return Sheet(
        name=handover.sheet_name(SheetKind.SOURCES),
        title=f"{handover.sheet_name(SheetKind.SOURCES)}　{handover.title}",
        columns=(
            Column("ID", 26, Style.WRAPPED),
            Column(say("事業・積算内容", "Program, line"), 36, Style.WRAPPED),
            Column(say("項目・年度から", "Field, from year"), 26, Style.WORD),
            Column(say("変更前", "Before"), 16, Style.GIVEN),
            Column(say("値", "Value"), 16, Style.GIVEN),
            Column(say("下限", "Low"), 13, Style.GIVEN),
            Column(say("上限", "High"), 13, Style.GIVEN),
            Column(say("根拠・資料", "Basis, sheet"), 34, Style.WRAPPED),
            Column(say("出典の文", "Sentence"), 46, Style.WRAPPED),
            Column(say("算出の規則・理由", "Rule or reason"), 46, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        note=say(
            "根拠・資料が空欄の行は、右の欄も含め、同じ積算の上の行に同じ。"
            "値が空欄の数値は変更したもので、変更後の値は後段に示す。「…」は公表がないもの。",
            "Where the basis is blank, it and what stands right of it are as in the row above of the same line. "
            "A figure without a value was changed: what it is now stands further below. “…”: none is printed.",
        ),
        sparse=True,
        sign=handover.options.sign.value,
        frozen=2,
        large=True,
        size=sum(len(steps.year) for steps in handover.portfolio.lines.steps.values()),
    )


def _rows(handover: Handover) -> Iterator[Row]:
    words = ValueWords(
        handover.values,
        handover.evaluation,
        handover.texts,
        handover.options.sign.value,
        name=lambda scenario: handover.scenario_name if scenario == handover.scenario else "",
    )
    for figures in (_sourced(handover, words), _given(handover, words)):
        above = None
        for figure in figures:
            if above is None or figure.row != above.row:
                id_ = handover.portfolio.lines.ids[figure.row]
                name = place_name(handover.portfolio, id_, handover.texts, whole=True)
                yield Row((id_, name, *figure.cells, *figure.source))
            else:
                source = figure.source if figure.source != above.source else ()
                yield Row((None, None, *figure.cells, *source), follows=True)
            above = figure


class _Figure(NamedTuple):
    """A figure of a line: which it is with its values, and what it rests on: the basis first, which is never blank."""

    row: int
    cells: tuple[Content, ...]
    source: tuple[str, str, str]


def _sourced(handover: Handover, words: ValueWords) -> Iterator[_Figure]:
    """The figures of the base; those that the scenario changed stand as what was before."""
    values = handover.values
    titles = dict(handover.portfolio.sheets)
    for figure in sourced_figures(handover.portfolio):
        origin, (row, field, year) = figure.origin, figure[:3]
        value = figure_cell(handover, field, row, figure.value)
        is_changed = bool(values.given(row)) and values.value(row, field, year).is_changed
        cells = (
            f"{field_text(handover, field, row)} {handover.texts.era(year)}",
            *((value, None) if is_changed else (None, value)),
            origin.low,
            origin.high,
        )
        basis = f"{words.printed_basis(figure)}　{origin.sheet} {titles.get(origin.sheet, '')}".strip()
        yield _Figure(row, cells, (basis, origin.quote, handover.say(origin.rule, origin.rule_en)))


def _given(handover: Handover, words: ValueWords) -> Iterator[_Figure]:
    """What the scenario sets, or takes from those above it: before and after, what it rests on, and the reason."""
    values = handover.values
    for given in given_figures(values):
        found = values.value(*given)
        if not handover.evaluation.shows(given.row):
            continue
        origin, source = found.before.origin, words.source(found, given.row)
        cells = (
            f"{field_text(handover, found.field, given.row)} {year_text(handover, found.field, found.year)}",
            figure_cell(handover, found.field, given.row, found.before.value),
            figure_cell(handover, found.field, given.row, found.value),
            origin.low if origin else None,
            origin.high if origin else None,
        )
        basis = words.giver(found) if found.is_changed else source.basis
        yield _Figure(given.row, cells, (basis, "　".join(source.said), found.change.why if found.change else ""))
