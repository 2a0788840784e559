"""What 増減理由 says after figures were typed into 積算内訳: its causes, and its sentences, which follow them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import ironcalc
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from planner.core.errors import UserError
from planner.core.money import Unit
from planner.files.plain.sheet import FIRST_ROW
from planner.files.submission.options import SheetKind
from planner.words.differences import amount_text
from tests.exports import Export, written
from tests.files.submission.by_key import sheets_in
from tests.files.submission.typing_in import Edit, edits
from tests.strategies import examples

FIRST_CAUSE = 4
"""The place of the first cause; behind the causes stand 検算, 〔値〕 and what a row is."""


class Said(NamedTuple):
    """A row of 増減理由: its causes by headings, what is in none of them, whether it holds values, what is said."""

    name: tuple[str, int]
    is_line: bool
    causes: Mapping[str, float]
    left: float | None
    has_values: bool
    told: str

    @property
    def amounts(self) -> Iterator[tuple[float, Unit | None]]:
        """What has to be told in words; what is left is told in yen."""
        yield from ((yen, None) for yen in self.causes.values() if yen)
        if self.left:
            yield -self.left, Unit.YEN


def said(rows: Sequence[Sequence[Any]], export: Export) -> Iterator[Said]:
    """The rows of programs and lines, each known by its name and the how manieth it is of that name."""
    headings = [str(each) for each in rows[FIRST_ROW - 1]]
    check = headings.index(export.say("検算", "Check"))
    seen: dict[str, int] = {}
    for at, row in enumerate(rows[FIRST_ROW:], start=FIRST_ROW + 1):
        if row[1] == row[2] == "":
            continue
        seen[row[0]] = seen.get(row[0], 0) + 1
        causes = {headings[place]: float(row[place] or 0) for place in range(FIRST_CAUSE, check)}
        left = None if row[check] == "" else float(row[check])
        is_line = row[check + 2] == export.places.marks.line
        below = itertools.takewhile(lambda each: each[1] == each[2] == "", rows[at:])
        told = "".join(str(each[0]) for each in below)
        yield Said((row[0], seen[row[0]]), is_line, causes, left, row[check + 1] != "", told)


def typed(edit: Edit, book: Path, to: Path) -> Path:
    """The workbook with the figures typed into it."""
    engine = ironcalc.load_from_xlsx(str(book), "en", "Asia/Tokyo", "en")
    sheet = list(sheets_in(book)).index(edit.export.places.sheet)
    for driver, value in edit.typed:
        engine.set_user_input(sheet, *driver.place, str(value))
    engine.evaluate()
    engine.save_to_xlsx(str(to))
    return to


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(edits(), st.sampled_from([Unit.YEN, Unit.THOUSAND, Unit.MILLION]))
def test_causes_follow_and_sentences_tell_them_and_what_was_typed_besides(
    tmp_path_factory: pytest.TempPathFactory, edit: Edit | None, unit: Unit
) -> None:
    """Causes are the program's where nothing is left; what is left is told in the sentence as well."""
    assume(edit)
    assert edit is not None
    options = replace(edit.export.options, sheets=frozenset({SheetKind.REASONS, SheetKind.CALCULATION}), unit=unit)
    before, after = (
        Export(each.document, each.evaluation, each.scenario, options) for each in (edit.export, edit.after)
    )
    folder = tmp_path_factory.mktemp("reasons")
    try:
        books = [written(each, folder / f"{name}.xlsx") for name, each in (("before", before), ("after", after))]
    except UserError:
        return
    name = before.sheet_name(SheetKind.REASONS)
    path = typed(Edit(before, edit.typed, after), books[0], folder / "typed.xlsx")
    expected = {each.name: each for each in said(sheets_in(books[1])[name], after)}
    as_written = {each.name: each.left or 0 for each in said(sheets_in(books[0])[name], before)}
    for found in said(sheets_in(path)[name], before):
        row = found if found.left is None else found._replace(left=found.left - as_written[found.name])
        is_written = before.say("作成時：", "As written: ") in row.told
        if row.left is None or is_written:
            continue
        for yen, own in row.amounts:
            assert amount_text(abs(int(yen)), own or unit, before.texts, "") in row.told, row
        wanted = expected.get(row.name)
        if wanted is not None and row.is_line and not (row.left or row.has_values or wanted.has_values):
            assert {key: yen for key, yen in row.causes.items() if yen} == {
                key: yen for key, yen in wanted.causes.items() if yen
            }, (row, wanted)
