"""The sheet 増減理由: what each program and line changed by, split into its causes to the yen, and said in words.

The causes add up to 増△減 in every row, which the column 検算 shows. Those of a line are formulas where 積算内訳 holds
all that they need, those of a program add up its lines; a row with a value among them says so. The sentence below a
row follows its figures.
"""

from __future__ import annotations

import marshal
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from planner.core.explain.difference import UNSURE, Explained
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import (
    FIRST_ROW,
    Band,
    Column,
    Content,
    Formula,
    Outline,
    Row,
    Sheet,
    Style,
    Styled,
    letter,
)
from planner.files.plain.text_width import broken, text_width
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Links
from planner.files.submission.request import in_oku, refuse_too_long
from planner.files.submission.sheets.figures.calculation import is_folded
from planner.files.submission.sheets.figures.cause_words import EDITED, CauseWords
from planner.files.submission.sheets.figures.causes import CHANGE, Live, live_causes
from planner.files.submission.sheets.figures.summary import amount_columns
from planner.words.differences import FACTOR_NAMES

ALWAYS = ("rate", "quantity", "rounding")
"""The causes that have a column even where nothing comes from them: an edit in the workbook may bring it."""

TOLD = {
    UNSURE: (
        "分けられない増減＝前年度の内訳がなく、新規か既存か分からない積算の額。",
        "Cannot be split: lines of which last year's budget does not tell whether they are new. ",
    ),
    "unitemised": (
        "残差との組替え＝前年度は残差に含まれていた積算の額と、その分の残差の減（計は0）。",
        "Moved from the residual: lines that last year's residual held, and its fall by them (0 in all). ",
    ),
}
"""What the note says of causes whose headings do not tell it."""

IN_ONE_LINE = 16
"""The name of a cause that is no wider stands in one line, in half-width characters."""

FIRST_CAUSE = 4
"""The place of the first cause, after the name, 前年度, 要求 and 増△減."""


def reasons_sheet(handover: Handover) -> Sheet:
    """増減理由 of the scenario, in the unit of the export: what changed, programs before their lines."""
    say, unit = handover.say, handover.options.unit
    request = handover.year(handover.portfolio.request_year)
    rows = _Rows(handover)
    columns = (*rows.printed, Column(say("区分", "Kind"), 6))
    said = [
        say(
            "下段は増減の内容の案（数式）と、作成時の記載（理由・出典）。〔値〕＝数式でない額を含む行。",
            "Below each row: what changed (formulas), then the grounds as written. "
            "[value]: a row with an amount that is not a formula. ",
        ),
        say(
            "検算は通常－（0）。作成後の編集で要因に含まれないものがあるときは、その額。",
            "Check: normally − (0), else what was typed in later and belongs to no cause. ",
        ),
        *(say(*words) for key, words in TOLD.items() if key in rows.causes),
        say("増減のない事業・積算は省略", "Programs and lines without a change are left out"),
        say("、変更のない積算の注は折りたたみ。", "; notes of lines not edited are folded.")
        if handover.is_long
        else say("。", "."),
    ]
    return Sheet(
        name=handover.sheet_name(SheetKind.REASONS),
        title=f"{request} {handover.sheet_name(SheetKind.REASONS)}　{handover.title}",
        columns=columns,
        rows=rows.all,
        unit=handover.unit_line(unit),
        note="　".join(filter(None, [handover.rounding_note(unit), "".join(said)])),
        money=unit,
        sparse=True,
        sign=handover.options.sign.value,
        frozen=1,
        printed=len(rows.printed),
        size=len(handover.vintages),
    )


def _printed(handover: Handover, causes: Sequence[str], largest: int) -> tuple[Column, ...]:
    """The columns that go on paper."""
    say = handover.say
    return (
        Column(say("事業・積算内容", "Program, line"), 34, Style.WRAPPED),
        *amount_columns(handover),
        *(_cause_column(handover, key, largest) for key in causes),
        Column(say("検算", "Check"), 8, Style.MONEY),
        Column(say("値", "Value"), 6 if handover.options.language == "ja" else 8, Style.WORD),
    )


def _cause_column(handover: Handover, key: str, largest: int) -> Column:
    """A cause, wide enough for its name, a long one in two lines, and for the largest of all causes."""
    name, digits = handover.texts._(FACTOR_NAMES[key]), len(format_amount(largest, handover.options.unit))
    heading = f"{handover.say('うち', 'of that')}\n{name}"
    figure = 8 if key == "rounding" else max(digits + 4, 13)
    wide = text_width(name)
    return Column(heading, max(figure, wide + 1 if wide <= IN_ONE_LINE else wide // 2 + 3), Style.MONEY)


def _figures(handover: Handover) -> Iterator[Mapping[str, int]]:
    """The causes of all, of each program and of each line."""
    yield handover.difference.total.causes
    for index in handover.programs:
        yield handover.difference.program(index).causes
        yield from (handover.difference.line(row).causes for row in handover.rows(index))


def _largest(handover: Handover) -> Mapping[str, int]:
    """The most that comes from each cause, up or down; raises `UserError` for one too large for a spreadsheet."""
    most = dict.fromkeys(FACTOR_NAMES, 0)
    for each in _figures(handover):
        for key, yen in each.items():
            if yen:
                most[key] = max(most[key], abs(yen))
    refuse_too_long(max(most.values()))  # one may be larger than the amounts, where others make up for it
    return most


def _shown(largest: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(key for key, yen in largest.items() if yen or key in ALWAYS)


def causes_of(handover: Handover) -> tuple[str, ...]:
    """The causes that have a column, in their order: those from which something comes, and some always."""
    return _shown(_largest(handover))


class Entry(NamedTuple):
    """What a row is of: all, a program, or a line of it, so many programs below the top; and why that differs."""

    one: Explained
    depth: int
    program: int | None = None
    row: int | None = None


class Below(NamedTuple):
    """The lines below a row: what their causes add up to, and those with a cause that is no formula."""

    added: Counter[str]
    values: list[int]


class _Rows:
    """Makes the rows: all, then each program above its lines and parts, those that differ."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._found = handover, handover.difference
        self._words = CauseWords(handover)
        self._kept: dict[int, bytes | list[str | Formula]] = {}
        largest = _largest(handover)
        self.causes = _shown(largest)
        self.printed = _printed(handover, self.causes, max(largest.values()))
        self._width = int(sum(column.width for column in self.printed))  # a note runs over all of them
        self._letters = {key: letter(FIRST_CAUSE + at) for at, key in enumerate(self.causes)}
        self._kind = letter(FIRST_CAUSE + len(self.causes) + 2)

    def all(self) -> Iterator[Row]:
        at = FIRST_ROW + 1
        for entry, end in zip(self._entries, self._ends, strict=True):
            live, notes = self._live(entry, at, end), self._notes(entry, at)
            folds = entry.row is not None and is_folded(self._handover, entry.row)
            yield self._row(entry, at, live)
            for text in notes:
                yield Row([Styled(text, Style.NOTE)], Band.NOTE, Outline(1, folds))
            at += 1 + len(notes)

    # ---------------------------------------------------------------- what is shown, and where it ends

    @cached_property
    def _entries(self) -> Sequence[Entry]:
        handover, found = self._handover, [Entry(self._found.total, 0)]
        for index in handover.programs:
            whole = self._found.program(index)
            if _differs(whole):
                depth = handover.depth(index)
                found.append(Entry(whole, depth, index))
                lines = ((self._found.line(row), row) for row in handover.rows(index))
                found += (Entry(one, depth + 1, index, row) for one, row in lines if _differs(one))
        return found

    @cached_property
    def _ends(self) -> Sequence[int]:
        """The last row below each entry that is of it, counted from 1."""
        ends, open_, at = list[int](), list[tuple[int, int]](), FIRST_ROW + 1
        for number, entry in enumerate(self._entries):
            level = -1 if entry.program is None else entry.depth
            while open_ and open_[-1][1] >= level:
                ends[open_.pop()[0]] = at - 1
            ends.append(0)
            open_.append((number, level))
            at += 1 + len(self._notes(entry, at))
        for number, _level in open_:
            ends[number] = at - 1
        return ends

    @cached_property
    def _following(self) -> Mapping[int, tuple[str, ...]]:
        """Which causes of each line shown are formulas."""
        cells = self._cells(FIRST_ROW + 1)
        return {
            row: tuple(live_causes(self._handover, row, one, cells))
            for one, _depth, _index, row in self._entries
            if row is not None
        }

    @cached_property
    def _below(self) -> Mapping[int | None, Below]:
        """What the causes of the lines shown add up to, for each program and all."""
        handover = self._handover
        found: defaultdict[int | None, Below] = defaultdict(lambda: Below(Counter(), []))
        for one, _depth, index, row in self._entries:
            if row is not None and index is not None:
                figures, following = one.causes, self._following[row]
                values = [row] * any(figures[key] for key in self.causes if key not in following)
                for above in (None, *handover.portfolio.ancestors[index]):
                    found[above].values.extend(values)
                    for key in self.causes:
                        found[above].added[key] += figures[key]
        return found

    # ---------------------------------------------------------------- the figures of a row

    def _cells(self, at: int) -> Mapping[str, str]:
        """The cells of a row that hold its causes and 増△減 to the yen, by their keys; those in 億円 are rounded."""
        if self._handover.options.unit is Unit.OKU:
            return {}
        places = {CHANGE: letter(FIRST_CAUSE - 1), **self._letters}
        return {key: f"{place}{at}" for key, place in places.items()}

    def _live(self, entry: Entry, at: int, end: int) -> Live:
        """The causes of a row that are formulas; a program adds up its lines, all of them the same."""
        one = entry.one
        if entry.row is not None:
            return live_causes(self._handover, entry.row, one, self._cells(at))
        figures, added = one.causes, self._below[entry.program].added
        if self._handover.options.unit is Unit.OKU or any(figures[key] != added[key] for key in self.causes):
            return {}
        kinds, line = f"${self._kind}{at + 1}:${self._kind}{end}", self._handover.places.marks.line
        return (
            {key: f'SUMIF({kinds},"{line}",{place}{at + 1}:{place}{end})' for key, place in self._letters.items()}
            if end > at
            else {}
        )

    def _row(self, entry: Entry, at: int, live: Live) -> Row:
        handover, unit, one = self._handover, self._handover.options.unit, entry.one
        name, links, band, mark = self._head(entry)
        figures = one.causes
        is_value = entry.row is None and bool(self._below[entry.program].values)
        cells: list[Content] = [name, *handover.amounts(links, (one.before, one.after), unit)]
        if unit is not Unit.OKU and type(cells[-1]) is Formula:  # the amounts beside it are rounded there
            previous, request = letter(FIRST_CAUSE - 3), letter(FIRST_CAUSE - 2)
            cells[-1] = Formula(f"{request}{at}-{previous}{at}", cells[-1].value)
        for key in self.causes:
            yen = figures[key]
            if key in live:
                cells.append(handover.amount(live[key], yen, unit))
            else:
                is_value = is_value or bool(yen)
                cells.append(None if not yen else in_oku(yen) if unit is Unit.OKU else yen)
        value = handover.say("〔値〕", "[value]") if is_value else None
        return Row([*cells, self._check(at, links, one), value, mark], band)

    def _head(self, entry: Entry) -> tuple[str, Links, Band, str]:
        """What an entry is called, the formulas of its amounts, its band, and what it is."""
        handover, places = self._handover, self._handover.places
        _one, depth, index, row = entry
        if row is not None:
            return f"{'　' * depth}{handover.line_name(row)}", places.line_links(row), Band.DETAIL, places.marks.line
        if index is None:
            return handover.say("合計", "Total"), places.total_links, Band.TOTAL, ""
        name = f"{'　' * depth}{handover.program_name(index)}"
        return name, places.program_links(index), Band.of_depth(depth), places.marks.program

    def _check(self, at: int, links: Links, one: Explained) -> Content:
        """What the causes, as they stand in the row, miss 増△減 by: nothing, unless a line has no amount."""
        previous, request = one.before.amount, one.after.amount
        if previous is None or request is None:
            return None
        missed = _missed(one)
        if self._handover.options.unit is Unit.OKU:  # the cells are rounded
            return Formula(f"({one.factors.difference}-({links.change}))/{Unit.OKU.yen}", missed / Unit.OKU.yen)
        first, last = letter(FIRST_CAUSE), letter(FIRST_CAUSE + len(self.causes) - 1)
        return Formula(f"SUM({first}{at}:{last}{at})-{letter(FIRST_CAUSE - 1)}{at}", missed)

    def _edited(self, one: Explained, at: int) -> dict[str, str]:
        """What 検算 came to since figures were typed into the workbook; lines without an amount are in it from then."""
        if one.before.amount is None or one.after.amount is None:
            return {}
        cell, missed = f"{letter(FIRST_CAUSE + len(self.causes))}{at}", _missed(one)
        return {EDITED: f"({cell}-({missed}))" if missed else cell}

    # ---------------------------------------------------------------- what is said below it

    def _notes(self, entry: Entry, at: int) -> list[str | Formula]:
        """What is said below an entry, which stands in the row `at` each time it is asked for.

        It is asked for again and again, as where a program ends depends on it, and kept: packed in a long request.
        """
        kept = self._kept.get(at)
        if kept is None:
            found = self._noted(entry, at)
            kept = self._kept[at] = _packed(found) if self._handover.is_long else found
        return _unpacked(kept) if isinstance(kept, bytes) else kept

    def _noted(self, entry: Entry, at: int) -> list[str | Formula]:
        """The causes in words that follow the figures, what moved, which amounts are missing, and why it is so."""
        handover, one = self._handover, entry.one
        _one, _depth, index, row = entry
        indent = "　" * (entry.depth + 1)
        cells = {key: f"{place}{at}" for key, place in self._letters.items()}
        if row is not None:
            standing, figures, following = handover.standing(row), one.causes, self._following[row]
            cells = {key: cell for key, cell in cells.items() if figures[key] or key in following}
            found = self._words.sentence(one, cells | self._edited(one, at), standing, indent, self._width)
            if not (standing or one.apart or one.factors.unitemised):
                found += self._words.drivers(row, indent)
            why = handover.grounds.of(row)
            head = handover.say("作成時の記載：", "Grounds as written: ") if why else ""
            return [*found, *self._lines(head + why, indent)]
        standing = "" if index is None else handover.program_standing(index)
        found = self._words.sentence(one, cells | self._edited(one, at), standing, indent, self._width)
        return [*found, *self._lines(handover.missing((one.before, one.after)), indent)]

    def _lines(self, text: str, indent: str) -> Iterator[str]:
        """A text in lines as wide as what is printed."""
        return (f"{indent}{line}" for line in broken(text, self._width - text_width(indent)))


def _packed(notes: Sequence[str | Formula]) -> bytes:
    return zlib.compress(marshal.dumps([each if isinstance(each, str) else tuple(each) for each in notes]), 1)


def _unpacked(packed: bytes) -> list[str | Formula]:
    return [each if isinstance(each, str) else Formula(*each) for each in marshal.loads(zlib.decompress(packed))]


def _missed(one: Explained) -> int:
    """What the causes miss 増△減 by, as far as that is known: what lines without an amount on one side come to."""
    return one.factors.difference - ((one.after.amount or 0) - (one.before.amount or 0))


def _differs(one: Explained) -> bool:
    return any(one.factors) or one.before != one.after
