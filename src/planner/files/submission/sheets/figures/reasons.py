"""The sheet 増減理由: what each program and line changed by, split into its causes to the yen, and said in words.

The causes add up to 増△減 in every row, which the column 検算 shows. They are formulas where 積算内訳 holds all that
one needs, and values elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from planner.core.explain.difference import Explained
from planner.core.money import Unit, format_amount
from planner.files.plain.sheet import FIRST_ROW, Band, Column, Content, Formula, Row, Sheet, Style, Styled, letter
from planner.files.plain.text_width import broken
from planner.files.submission.factors import DIVIDED, factors, share_of
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import DRIVERS, Links
from planner.files.submission.request import in_oku
from planner.files.submission.sheets.figures.program import change_text, reasons_of
from planner.files.submission.sheets.figures.summary import amount_columns
from planner.words.differences import FACTOR_NAMES, LUMP, parts, sentence

ALWAYS = ("rate", "quantity")
"""The causes that have a column even where nothing comes from them."""

NOTE_WIDTH = 150
"""So wide a line of what is said below a row is at most, in half-width characters."""

FIRST_CAUSE = 4
"""The place of the first cause, after the name, 前年度, 要求 and 増△減."""

WHOLE = ("new", "ended", "residual")
"""The causes that are all of a line's 増△減 where they are not divided."""


def reasons_sheet(handover: Handover) -> Sheet:
    """増減理由 of the scenario, in the unit of the export: what changed, programs before their lines."""
    say, unit = handover.say, handover.options.unit
    request = handover.year(handover.portfolio.request_year)
    rows = _Rows(handover)
    said = say(
        "下段は、作成時の案（増減の内容）と理由・根拠。",
        "Below each row: what changed and why (draft, as written).",
    )
    return Sheet(
        name=handover.sheet_name(SheetKind.REASONS),
        title=f"{request} {handover.sheet_name(SheetKind.REASONS)}　{handover.title}",
        columns=(
            Column(say("事業・積算内容", "Program, line"), 40, Style.WRAPPED),
            *amount_columns(handover),
            *(_cause_column(handover, key, rows.largest) for key in rows.causes),
            Column(say("検算", "Check"), 8, Style.MONEY),
        ),
        rows=rows.all,
        unit=handover.unit_line(unit),
        note="　".join(filter(None, [handover.rounding_note(unit), said])),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        size=len(handover.vintages),
    )


def _cause_column(handover: Handover, key: str, largest: int) -> Column:
    """A cause, wide enough for its name and for the largest of all causes."""
    name, digits = handover.texts._(FACTOR_NAMES[key]), len(format_amount(largest, handover.options.unit))
    heading = f"{handover.say('うち', 'of that')}\n{name}"
    return Column(heading, max(digits + 4, len(name) * (2 if handover.options.language == "ja" else 1)), Style.MONEY)


def _figures(handover: Handover) -> Iterator[Mapping[str, int]]:
    """The causes of all, and of each line."""
    yield parts(handover.difference.total)
    for index in handover.programs:
        yield from (parts(handover.difference.line(row)) for row in handover.rows(index))


def causes_of(handover: Handover) -> tuple[str, ...]:
    """The causes that have a column, in their order: those from which something comes, and some always."""
    there = {key for each in _figures(handover) for key, yen in each.items() if yen}
    return tuple(key for key in FACTOR_NAMES if key in there or key in ALWAYS)


class _Rows:
    """Makes the rows: all, then each program above its lines and parts, those that differ."""

    def __init__(self, handover: Handover) -> None:
        self._handover = handover
        self._found = handover.difference
        self.largest = max(abs(yen) for each in _figures(handover) for yen in each.values())
        self.causes = causes_of(handover)

    def all(self) -> Iterator[Row]:
        handover, total = self._handover, self._found.total
        at = itertools.count(FIRST_ROW + 1)
        said = [self._sentence(total), handover.missing((total.before, total.after))]
        yield from self._rows(at, handover.say("合計", "Total"), handover.places.total_links, total, said, Band.TOTAL)
        for index in handover.programs:
            one = self._found.program(index)
            if not _differs(one):
                continue
            depth, band = "　" * handover.depth(index), Band.of_depth(handover.depth(index))
            said = [
                "　".join(filter(None, [handover.program_standing(index), self._sentence(one)])),
                handover.missing((one.before, one.after)),
            ]
            links = handover.places.program_links(index)
            yield from self._rows(at, depth + handover.program_name(index), links, one, said, band)
            for row in handover.rows(index):
                if _differs(one := self._found.line(row)):
                    said = [self._draft(row, one), reasons_of(handover, row)]
                    name, links = f"{depth}　{handover.line_name(row)}", handover.places.line_links(row)
                    yield from self._rows(at, name, links, one, said, Band.DETAIL, _live(handover, row, one))

    def _rows(
        self,
        at: Iterator[int],
        name: str,
        links: Links,
        one: Explained,
        said: list[str],
        band: Band,
        live: Mapping[str, str] | None = None,
    ) -> Iterator[Row]:
        """The figures of a row, and below it what is said of them."""
        yield self._row(next(at), name, links, one, band, live)
        indent = "　" * (len(name) - len(name.lstrip("　")) + 1)
        for text in said:
            for line in broken(text, NOTE_WIDTH):
                next(at)
                yield Row([Styled(f"{indent}{line}", Style.NOTE)], Band.NOTE)

    def _row(self, at: int, name: str, links: Links, one: Explained, band: Band, live: Mapping[str, str] | None) -> Row:
        handover, unit, figures = self._handover, self._handover.options.unit, parts(one)
        cells: list[Content] = [name, *handover.amounts(links, (one.before, one.after), unit)]
        for key in self.causes:
            yen = figures[key]
            if not yen:
                cells.append(None)
            elif live and key in live:
                cells.append(handover.amount(live[key], yen, unit))
            else:
                cells.append(in_oku(yen) if unit is Unit.OKU else yen)
        return Row([*cells, self._check(at, links, one)], band)

    def _check(self, at: int, links: Links, one: Explained) -> Content:
        """What the causes, as they stand in the row, miss 増△減 by: nothing, unless a line has no amount."""
        previous, request = one.before.amount, one.after.amount
        if previous is None or request is None:
            return None
        missed = one.factors.difference - (request - previous)
        if self._handover.options.unit is Unit.OKU:  # the cells are rounded
            return Formula(f"({one.factors.difference}-({links.change}))/{Unit.OKU.yen}", missed / Unit.OKU.yen)
        first, last = letter(FIRST_CAUSE), letter(FIRST_CAUSE + len(self.causes) - 1)
        return Formula(f"SUM({first}{at}:{last}{at})-{letter(FIRST_CAUSE - 1)}{at}", missed)

    def _sentence(self, one: Explained) -> str:
        options = self._handover.options
        return sentence(one, self._handover.texts, options.unit, from_previous=True, negative=options.sign.value)

    def _draft(self, row: int, one: Explained) -> str:
        """The causes in words, and the drivers a person can go on from, where both years have them."""
        standing = self._handover.standing(row)
        said = "" if standing or one.apart or one.factors.unitemised else _drivers(self._handover, row)
        causes = self._sentence(one)
        drivers = self._handover.say(f"（{said}）", f" ({said})") if said else ""
        return "　".join(filter(None, [standing, f"{causes}{drivers}"]))


def _differs(one: Explained) -> bool:
    return any(one.factors) or one.before != one.after


def _live(handover: Handover, row: int, one: Explained) -> dict[str, str]:
    """The causes of a line that formulas give: the whole of 増△減; rate and quantity of a line with one vintage.

    Each of two factors has half of what it makes with the other as it was, and half of that with the other as it is.
    """
    figures, links = parts(one), handover.places.line_links(row)
    known = one.before.amount is not None and one.after.amount is not None
    for key in WHOLE:
        if known and figures[key] and figures[key] == one.factors.difference:
            return {key: links.change}
    shown = handover.vintages[row]
    now, before = shown[0].now, shown[0].before
    if handover.is_cohort(row) or not known or not now.intake or not before.intake:
        return {}
    found = factors(now)
    same = now.times == before.times and share_of(now) == share_of(before) and found == factors(before)
    if found is None or not same or now.rate is None or before.rate is None:
        return {}
    sizes = (abs(now.rate) + abs(before.rate)) * (now.intake + before.intake) * found.numerator
    if sizes >= DIVIDED:
        return {}
    places, year = handover.places, handover.intake_year(row, shown[0])

    def cell(key: str) -> str:
        return places.cell(key, row, year)

    def product(before: str) -> str:
        """What the rate is multiplied by, before the division."""
        return "*".join(cell(f"{before}{key}") for key in DRIVERS[1:-1])

    halves = f"/(2*{cell('divisor')}),0)"
    rate = f"ROUND(({cell('rate')}-{cell('previous_rate')})*({product('')}+{product('previous_')}){halves}"
    quantity = f"ROUND(({cell('rate')}+{cell('previous_rate')})*({product('')}-{product('previous_')}){halves}"
    return {LUMP if one.lump else "rate": rate, "quantity": quantity}


def _drivers(handover: Handover, row: int) -> str:
    """What changed of the newest vintage: each driver with both its values."""
    say = handover.say
    now, before = handover.vintages[row][0].now, handover.vintages[row][0].before
    said = []
    if now.rate is not None and before.rate is not None and now.rate != before.rate and before.intake:
        rise = change_text(handover, now.rate - before.rate)
        price = say("一式の額", "lump sum") if handover.portfolio.is_lump[row] else say("単価", "rate")
        said.append(f"{price} {before.rate:,} → {now.rate:,}{say(f'（{rise}）', f' ({rise})')}")
    if now.intake != before.intake:
        people = say("新規採用", "intake") if handover.is_cohort(row) else say("員数", "quantity")
        said.append(f"{people} {handover.counted(row, before.intake)} → {handover.counted(row, now.intake)}")
    if now.times != before.times:
        said.append(f"{say('回数・月数', 'times')} {before.times} → {now.times}")
    if share_of(now) != share_of(before) and now.intake and before.intake:
        said.append(f"{say('率', 'share')} {share_of(before)} → {share_of(now)}")
    return say("、", ", ").join(said)
