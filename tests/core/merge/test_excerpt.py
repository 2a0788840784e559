"""A document cut down to a division: its own figures to the yen, and nothing of others."""

from __future__ import annotations

from hypothesis import given, settings

from planner.core.merge.excerpt import excerpt
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES
from planner.core.model.document import BASE, Document
from planner.core.model.sound import sound
from tests.core.merge.offices import SLOW, evaluated, mains
from tests.strategies import examples


@settings(max_examples=examples(120), suppress_health_check=SLOW)
@given(mains())
def test_the_divisions_add_up_to_the_whole(document: Document) -> None:
    view = document.portfolio.views[0]
    headings = dict.fromkeys(each.heading for each in view.members)
    cut = {heading: sound(excerpt(document, view, heading)) for heading in headings}
    for number in (BASE, 1):
        whole = evaluated(document, number)
        parts = [evaluated(each, number) for each in cut.values()]
        for y in range(len(document.portfolio.years)):
            assert sum(each.total[y].yen for each in parts) == whole.view(view)[y].yen
    for heading, each in cut.items():
        own = {
            document.portfolio.lines.ids[row]
            for top in document.portfolio.counted(view, heading)
            for row in document.portfolio.rows_below(top)
        }
        assert set(each.portfolio.lines.ids) == own
        assert {cell.line_id for change in each.changes for cell in change.cells} <= own
        told = {change.identity: change for change in document.changes}
        for change in each.changes:
            assert (change.why, change.who) == (told[change.identity].why, told[change.identity].who)
        for row, id_ in enumerate(each.portfolio.lines.ids):
            for kind in CODES:
                mine = CodeBook.of(document).of_line(document.portfolio.line_index[id_], kind)
                assert CodeBook.of(each).of_line(row, kind) == mine
        programs = {
            document.portfolio.programs[i].id
            for top in document.portfolio.counted(view, heading)
            for i in document.portfolio.subtrees[top]
        }
        assert dict(each.execution) == {
            past: had for past, had in document.execution.items() if past.program in programs
        }
