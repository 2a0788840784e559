"""Laws of splitting and merging, over random documents, divisions and edits."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.calculation.in_force import effective
from planner.core.edits.codes import set_codes
from planner.core.merge.conflicts import Take, always
from planner.core.merge.split import Made, split, with_sent
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES, Code, CodeKind, CodePlace, Owner
from planner.core.model.document import CellChange, Document
from planner.core.model.lines import Cell
from planner.core.model.sound import sound
from planner.words.merge import conflict_text
from planner.words.texts import texts_for
from tests.core.merge.offices import (
    ME,
    SLOW,
    YOU,
    content,
    copies,
    crossed,
    edits,
    evaluated,
    in_two_divisions,
    sent_out,
    taken,
    total,
    worked_on,
)
from tests.strategies import examples

Sent = tuple[Document, tuple[Made, ...]]
Worked = tuple[Document, tuple[Document, ...]]


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(sent_out())
def test_every_part_shows_the_totals_of_all(drawn: Sent) -> None:
    document, parts = drawn
    whole = evaluated(document)
    for part in parts:
        found = evaluated(sound(part.document))
        pairs = [(whole.total, found.total)]
        for index, program in enumerate(part.document.portfolio.programs):
            pairs.append((whole.program(document.portfolio.program_index[program.id]), found.program(index)))
        for mine, theirs in pairs:
            assert [each.yen for each in mine] == [each.yen for each in theirs]
            if not any(each.cannot for each in mine):
                assert [each.amount for each in mine] == [each.amount for each in theirs]
            assert [bool(each.cannot) for each in mine] == [bool(each.cannot) for each in theirs]


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(sent_out())
def test_every_part_has_the_codes_of_its_own_lines_and_nothing_of_others(drawn: Sent) -> None:
    document, parts = drawn
    book, lines = CodeBook.of(document), document.portfolio.line_index
    for part in parts:
        portfolio, own = part.document.portfolio, part.document.open_programs()
        for row in (row for i in own for row in portfolio.line_ranges[i]):
            for kind in CODES:
                mine = book.of_line(lines[portfolio.lines.ids[row]], kind)
                assert CodeBook.of(part.document).of_line(row, kind) == mine
        ids = {portfolio.programs[i].id for i in own}
        above = {portfolio.programs[i].id for each in own for i in portfolio.ancestors[each]}
        told = (*portfolio.codes, *part.document.codes)
        assert {place.id for place in told if place.owner is Owner.PROGRAM} <= above
        assert {past.program for past in part.document.execution} <= ids


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(sent_out())
def test_untouched_parts_merge_to_the_document(drawn: Sent) -> None:
    document, parts = drawn
    merged = taken(document, [each.document for each in parts])
    assert not merged.conflicts
    assert content(merged.document) == content(document)
    assert merged.document.changes == document.changes
    assert merged.before == merged.after == total(document)


@settings(max_examples=examples(120), suppress_health_check=SLOW)
@given(worked_on())
def test_parts_alone_never_conflict_and_their_yen_add_up(drawn: Worked) -> None:
    document, parts = drawn
    merged = taken(document, parts, resolve=always(Take.THEIRS))
    sound(merged.document)
    if merged.before is not None and all(each.effect is not None for each in merged.results):
        assert merged.after == merged.before + sum(each.effect or 0 for each in merged.results)
    for part in parts:
        told = {each.identity: each for each in merged.document.changes}
        for change in part.changes:
            assert (told[change.identity].why, told[change.identity].who) == (change.why, change.who)
    if not merged.conflicts:
        for part in parts:
            theirs, mine = evaluated(part), evaluated(merged.document)
            for index, program in enumerate(part.portfolio.programs):
                if (
                    part.is_open(index)
                    and program.id in merged.document.portfolio.program_index
                    and not program.proposed
                ):
                    here = mine.program(merged.document.portfolio.program_index[program.id])
                    assert here[1].amount == theirs.program(index)[1].amount


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(worked_on())
def test_merging_twice_is_merging_once(drawn: Worked) -> None:
    document, parts = drawn
    for take in Take:
        once = taken(document, parts, resolve=always(take)).document
        again = taken(once, parts)
        assert not again.conflicts
        assert again.document == once
        assert sum(each.changes for each in again.results) == 0


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(worked_on())
def test_without_conflicts_the_order_does_not_matter(drawn: Worked) -> None:
    document, parts = drawn
    first = taken(document, parts)
    if first.open:
        return
    for order in itertools.permutations(parts):
        other = taken(document, order)
        assert other.after == first.after
        assert {each.identity for each in other.document.changes} == {each.identity for each in first.document.changes}
        assert figures(other.document) == figures(first.document)


@settings(max_examples=examples(120), suppress_health_check=SLOW)
@given(crossed())
def test_every_change_is_there_or_told_as_a_conflict(drawn: Worked) -> None:
    document, parts = drawn
    asked = taken(document, parts)
    assert (asked.document == document) if asked.open else True
    assert asked.open == asked.conflicts
    for take in Take:
        merged = taken(document, parts, resolve=always(take))
        sound(merged.document)
        told = {each.identity: each for each in merged.document.changes}
        for part in parts:
            for change in part.changes:
                here = told[change.identity]
                assert (here.why, here.who, len(here.cells)) == (change.why, change.who, len(change.cells))
        assert {each.identity for each in document.changes} <= told.keys()
        again = taken(merged.document, parts)
        assert not again.conflicts
        assert again.document == merged.document
        if merged.before is not None and all(each.effect is not None for each in merged.results):
            assert merged.after == merged.before + sum(each.effect or 0 for each in merged.results)


@settings(max_examples=examples(120), suppress_health_check=SLOW)
@given(crossed())
def test_where_ours_holds_every_value_in_conflict_stays(drawn: Worked) -> None:
    document, parts = drawn
    merged = taken(document, parts, resolve=always(Take.OURS))
    for each in merged.conflicts:
        if each.year is None or each.of:
            continue
        line = merged.document.portfolio.line_index[each.line]
        held = merged.document.portfolio.line(line, merged.document.overrides(1).get(each.line))
        assert effective(held, each.field, each.year) == each.ours.value
    theirs = taken(document, parts, resolve=always(Take.THEIRS))
    for each in theirs.conflicts:
        if each.year is None or each.of:
            continue
        line = theirs.document.portfolio.line_index[each.line]
        held = theirs.document.portfolio.line(line, theirs.document.overrides(1).get(each.line))
        assert effective(held, each.field, each.year) == each.theirs.value


def touched(document: Document, start: Document) -> dict[tuple[str, Cell], CellChange]:
    """What was edited since, cell by cell, as it was left."""
    known = {each.identity for each in start.changes}
    return {
        (cell.line_id, Cell(cell.field, cell.year)): cell
        for change in document.changes
        if change.identity not in known
        for cell in change.cells
    }


def state(document: Document, line_id: str, cell: Cell) -> object:
    """What stands in exactly that cell."""
    row = document.portfolio.line_index[line_id]
    line = document.portfolio.line(row, document.overrides(1).get(line_id))
    return dict(getattr(line, cell.field)).get(cell.year, "nothing")


@settings(max_examples=examples(200), suppress_health_check=SLOW)
@given(copies())
def test_two_copies_merge_to_what_all_surviving_edits_give(drawn: tuple[Document, Document, Document]) -> None:
    start, mine, yours = drawn
    merged = taken(mine, [yours], resolve=always(Take.THEIRS))
    sound(merged.document)
    ours, theirs = touched(mine, start), touched(yours, start)
    here = {each.identity: each for each in merged.document.changes}
    names = {
        a.line_id: b.line_id
        for change in yours.changes
        for a, b in zip(change.cells, here[change.identity].cells, strict=True)
    }
    for line_id, cell in theirs:
        assert state(merged.document, names[line_id], cell) == state(yours, line_id, cell)
    for line_id, cell in ours.keys() - {(names[line_id], cell) for line_id, cell in theirs}:
        if not any(each.removed and each.line == line_id for each in merged.conflicts):
            assert state(merged.document, line_id, cell) == state(mine, line_id, cell)
    again = taken(merged.document, [yours])
    assert not again.conflicts
    assert again.document == merged.document
    other = taken(yours, [mine])
    if not other.open and not merged.conflicts:
        assert figures(other.document) == figures(merged.document)


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(st.data())
def test_a_chain_of_parts_gives_what_merging_them_directly_gives(data: st.DataObject) -> None:
    document, parts = data.draw(worked_on())
    direct = through = document
    for part in parts:
        below = split(part, 1, part.portfolio.views[1], author=ME)
        assert part.part is not None
        assert {each.part.above for each in below} == {(part.part.id,)}
        sent = with_sent(part, [each.part for each in below])
        leaves = [data.draw(edits(each.document)) for each in below]
        back = taken(sent, leaves)
        if back.conflicts:  # what is assumed of all prices is said once for all of them
            assert {each.field for each in back.conflicts} == {"growth"}
            return
        whole = taken(through, [back.document])
        if whole.conflicts:
            return
        through = whole.document
        past = taken(direct, [part])
        if past.conflicts:
            assert {each.field for each in past.conflicts} == {"growth"}
            return
        merged = taken(past.document, leaves)
        assert not merged.conflicts
        direct = merged.document
    assert figures(through) == figures(direct)
    assert {each.identity for each in through.changes} == {each.identity for each in direct.changes}


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(worked_on())
def test_splitting_the_merged_document_gives_the_same_parts(drawn: Worked) -> None:
    document, parts = drawn
    merged = taken(document, parts)
    if merged.conflicts or len(merged.document.portfolio.programs) > len(document.portfolio.programs):
        return
    again = split(merged.document, 1, document.portfolio.views[0], author=ME)
    for old, new in zip(parts, again, strict=True):
        assert old.part is not None and new.part.programs == old.part.programs
        a, b = evaluated(old), evaluated(new.document)
        for id_ in new.part.programs:
            mine, theirs = (each.program(each.portfolio.program_index[id_]) for each in (a, b))
            alike = None if old.growth(1) == new.document.growth(1) else 2  # another part may have said how rates grow
            assert [each.amount for each in mine[:alike]] == [each.amount for each in theirs[:alike]]


def figures(document: Document) -> list[tuple[object, ...]]:
    """The amounts of all programs, whatever those that are proposed are called."""
    found = evaluated(document)
    return sorted((each.name, *map(str, found.program(i))) for i, each in enumerate(document.portfolio.programs))


def test_two_codes_for_one_place_are_a_conflict_told_in_words() -> None:
    document = in_two_divisions()
    place = CodePlace(Owner.PROGRAM, "ssh", CodeKind.REQUEST)
    parts = split(document, 1, document.portfolio.views[0], author=ME)
    document = with_sent(document, [each.part for each in parts])
    ours = set_codes(document, {place: Code("①")}, author=ME)
    theirs = set_codes(parts[1].document, {place: Code("②")}, "要求書", YOU)
    asked = taken(ours, [theirs])
    (conflict,) = asked.open
    assert asked.document == ours
    told = conflict_text(ours, conflict, texts_for("ja"))
    assert (
        "科目・番号" in told
        and "SSH支援事業 › 要求番号" in told
        and "① (main" in told
        and "②" in told
        and "要求書" in told
    )
    assert taken(ours, [theirs], resolve=always(Take.THEIRS)).document.codes[place] == theirs.codes[place]
    assert taken(document, [theirs]).document.codes[place].who == "part"
