"""The sheet シナリオ比較: the scenarios the officer chose beside the one handed over, and nothing of any other.

Lines carry amounts; the values in which they differ stand in notes below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.core.calculation.evaluate import Total, as_total
from planner.core.compare.side_by_side import Comparison, Difference, compare
from planner.core.model.fields import DURATION
from planner.core.money import Unit
from planner.files.plain.sheet import Band, Column, Content, Row, Sheet, Style, Styled
from planner.files.plain.text_width import broken
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import Links
from planner.files.submission.request import in_oku, refuse_too_long
from planner.files.submission.sheets.figures.summary import amount_columns
from planner.files.submission.wording import FIELD_WORDS, year_text
from planner.words.in_force import ValueWords

NAME = 44
"""How wide the column of programs and lines is, in half-width characters."""

NOTHING = Links("0", "0")
"""The amounts of what the scenario handed over does not have."""


def comparison_sheets(handover: Handover) -> Iterator[Sheet]:
    """シナリオ比較, where scenarios were chosen: programs, and below them the lines of which a value differs."""
    others = [number for number in handover.options.compare if number != handover.scenario]
    if not others:
        return
    say, unit = handover.say, handover.options.unit
    compared = compare(handover.document, handover.evaluation.base, [handover.scenario, *others])
    money, amounts = handover.money_width(unit), amount_columns(handover)
    request = amounts[1].heading
    beside: list[Column] = []
    for number in others:
        name = handover.name_of(number)
        less = say(f"{name}\nとの差", f"difference\nfrom {name}")
        beside += [Column(f"{name}\n{request}", money, Style.MONEY), Column(less, money, Style.MONEY)]
    columns = (Column(say("事業・積算内容", "Program, line"), NAME, Style.WRAPPED), *amounts, *beside)
    width = int(sum(column.width for column in columns))
    said = say(
        "下段は相違する値（作成時）。相違のない積算は省略。",
        "Below a line: the values that differ, as written. Lines without a difference are left out.",
    )
    yield Sheet(
        name=handover.sheet_name(SheetKind.COMPARISON),
        title=f"{handover.sheet_name(SheetKind.COMPARISON)}　{handover.scenario_said}",
        columns=(*columns, Column(say("区分", "Kind"), 6, Style.WORD), Column("ID", 28)),
        rows=lambda: _Rows(handover, compared, width).all(),
        unit=handover.unit_line(unit),
        note="　".join(filter(None, [said, handover.rounding_note(unit)])),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
        printed=len(columns),
    )


class _Rows:
    """Makes the rows; `width` is how wide what is printed is, in half-width characters."""

    def __init__(self, handover: Handover, compared: Comparison, width: int) -> None:
        self._handover, self._compared, self._width = handover, compared, width
        self._names = [handover.name_of(number) for number in compared.scenarios]
        self._words = ValueWords(handover.values, handover.evaluation, handover.texts, handover.options.sign.value)

    def all(self) -> Iterator[Row]:
        """The total, then the programs that any of the scenarios shows, each with its lines that differ."""
        handover, compared = self._handover, self._compared
        portfolio, marks, first = handover.portfolio, handover.places.marks, compared.evaluations[0]
        total = [each.total for each in compared.evaluations]
        yield self._row(handover.say("合計", "Total"), handover.places.total_links, total, Band.TOTAL, "", "")
        for index, program in enumerate(portfolio.programs):
            if not any(each.shows_program(index) for each in compared.evaluations):
                continue
            depth, name = handover.depth(index), handover.program_name(index)
            links = handover.places.program_links(index) if first.shows_program(index) else NOTHING
            totals = [each.program(index) for each in compared.evaluations]
            yield self._row(f"{'　' * depth}{name}", links, totals, Band.of_depth(depth), marks.program, program.id)
            for row in portfolio.line_ranges[index]:
                if row in compared.cells:
                    yield from self._line(row, depth + 1)

    def _line(self, row: int, depth: int) -> Iterator[Row]:
        """A line with its amounts, below it what differs."""
        handover, marks = self._handover, self._handover.places.marks
        links = handover.places.line_links(row) if row in handover.vintages else NOTHING
        totals = [[as_total(amount) for amount in each.line(row)] for each in self._compared.evaluations]
        name, id_ = f"{'　' * depth}{handover.line_name(row)}", handover.portfolio.lines.ids[row]
        yield self._row(name, links, totals, Band.DETAIL, marks.line, id_)
        for difference in self._compared.cells[row]:
            for line in broken(self._told(row, difference), self._width - 2 * (depth + 1)):
                text = Styled(f"{'　' * (depth + 1)}{line}", Style.NOTE)
                rest: list[Content] = [None] * (3 + 2 * (len(self._names) - 1))
                yield Row([text, *rest, marks.note, id_], Band.NOTE)

    def _told(self, row: int, difference: Difference) -> str:
        """A value in each of the scenarios: 「単価 R8　作業案 3,200,000円｜削減案 2,900,000円」."""
        handover, (key, year) = self._handover, difference.cell
        said = (
            self._words.value(key, value, row) if each.shows(row) else handover.say("（なし）", "(none)")
            for each, value in zip(self._compared.evaluations, difference.values, strict=True)
        )
        field = handover.say(*FIELD_WORDS[key]) + (handover.say("（年）", " (years)") if key == DURATION.key else "")
        beside = handover.say("｜", " | ").join(f"{name} {text}" for name, text in zip(self._names, said, strict=True))
        return f"{field} {year_text(handover, key, year)}{handover.say('　', ': ')}{beside}"

    def _row(self, name: str, links: Links, totals: Sequence[Sequence[Total]], band: Band, mark: str, id_: str) -> Row:
        handover, unit = self._handover, self._handover.options.unit
        cells: list[Content] = [name, *handover.amounts(links, totals[0][:2], unit)]
        request = totals[0][1].amount
        for other in totals[1:]:
            theirs = other[1].amount
            if theirs is None:
                cells += [handover.no_amount(other[1]), None]
                continue
            refuse_too_long(max(abs(theirs), abs((request or 0) - theirs)))
            cells.append(in_oku(theirs) if unit is Unit.OKU else theirs)
            less = f"{links.request}-{theirs}" if theirs >= 0 else f"{links.request}+{-theirs}"
            cells.append(None if request is None else handover.amount(less, request - theirs, unit))
        return Row([*cells, mark, id_], band)
