"""Where programs and lines stand in 積算内訳, and the formulas by which other sheets take their amounts from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.core.model.portfolio import Portfolio, Program
from planner.core.review.rows import EXAMINER
from planner.files.plain.sheet import FIRST_ROW, Name, letter


class Marks(NamedTuple):
    """What a row of 積算内訳 or 総括表 is, in its column 区分; `ordinary`, in the column 計上, is counted by itself."""

    line: str
    program: str
    relisted: str
    ordinary: str


MARKS = {
    "ja": Marks("積算", "事業", "再掲", "一般"),
    "en": Marks("line", "program", "relisted", "ordinary"),
}
"""The marks by the language of the workbook; formulas ask for them."""

GRANT = "運営費交付金"
"""The channel of a program that is a part of its agency's grant, in which it is an estimate (推計額)."""

FORM = (
    *("name", "cohort", "intake_year", "product"),
    *("rate", "people", "times", "months", "share", "divisor"),
    *("request", "previous", "change", "basis"),
)
"""The columns of 積算内訳 that people read, by their keys."""

MACHINE = (
    *("kind", "id", "unit", "account"),
    *("previous_rate", "previous_people", "previous_times", "previous_months", "previous_share", "previous_divisor"),
)
"""Those the workbook calculates and is read back by: what a row is, its id, last year's 積算."""

AMOUNTS = ("previous", "request")
"""The columns of last year's budget and of the request."""


class Links(NamedTuple):
    """The cells of 積算内訳 that hold a program's or line's amounts, as formulas write them."""

    previous: str
    request: str

    @property
    def change(self) -> str:
        """The formula of 増△減."""
        return f"{self.request}-{self.previous}"


def program_blocks(portfolio: Portfolio, own_rows: Mapping[int, int], first: int) -> Mapping[int, tuple[int, int]]:
    """Where each program stands, rows from 0, and where what is below it ends.

    `own_rows` has the programs in tree order with how many rows their own lines take, `first` is the row of the first.
    """
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = first
    for index, count in own_rows.items():
        starts[index] = at
        at += 1 + count
        for above in portfolio.ancestors[index]:
            ends[above] = at
    return {index: (start, ends[index]) for index, start in starts.items()}


@dataclass(frozen=True, eq=False)
class Places:
    """Where everything stands in 積算内訳: `heights` has the programs in tree order, and the rows each line takes.

    `sheet` is what 積算内訳 is called in the workbook, `marks` what its rows are called; `examiner`: whether it has the
    columns for 査定.
    """

    portfolio: Portfolio
    sheet: str
    examiner: bool
    heights: Mapping[int, Mapping[int, int]]
    marks: Marks

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The columns by their keys, from 0."""
        return {key: place for place, key in enumerate((*FORM, *(EXAMINER if self.examiner else ()), *MACHINE))}

    @cached_property
    def programs(self) -> Mapping[int, tuple[int, int]]:
        """The row of each program, from 0, with the end of what is below it."""
        own_rows = {index: sum(lines.values()) for index, lines in self.heights.items()}
        return program_blocks(self.portfolio, own_rows, FIRST_ROW)

    @cached_property
    def lines(self) -> Mapping[int, tuple[int, int]]:
        """The first row of each line, from 0, with the end of its vintages."""
        found: dict[int, tuple[int, int]] = {}
        for index, lines in self.heights.items():
            at = self.programs[index][0] + 1
            for row, height in lines.items():
                found[row] = (at, at + height)
                at += height
        return found

    @cached_property
    def end(self) -> int:
        """The row below the last one, from 0."""
        return max((end for _, end in self.programs.values()), default=FIRST_ROW)

    def account_of(self, program: Program) -> str:
        """Where a program's own lines are counted: by themselves, or in the grant of its agency (運営費交付金)."""
        return f"{GRANT} {program.agency}".strip() if program.channel == GRANT else self.marks.ordinary

    @cached_property
    def total_links(self) -> Links:
        """The formulas that add up all lines."""
        return Links(*(f'SUMIF(calculation_kind,"{self.marks.line}",calculation_{key})' for key in AMOUNTS))

    def program_links(self, index: int) -> Links:
        """The cells of a program's totals."""
        at = self.programs[index][0] + 1
        return Links(*(f"'{self.sheet}'!{letter(self.columns[key])}{at}" for key in AMOUNTS))

    def line_links(self, row: int) -> Links:
        """The cells of a line's amounts, those of its vintages added up."""
        first, end = self.lines[row]
        if end == first + 1:
            return Links(*(f"'{self.sheet}'!{letter(self.columns[key])}{end}" for key in AMOUNTS))
        return Links(*(f"SUM({self._cells(key, first, end)})" for key in AMOUNTS))

    def ordinary_links(self, index: int) -> Links:
        """What the ordinary lines of a program add up to where others of it belong to a grant."""
        start, end = self.programs[index]
        kind, account = (self._cells(key, start + 1, end) for key in ("kind", "account"))
        marks = f'{kind},"{self.marks.line}",{account},"{self.marks.ordinary}"'
        return Links(*(f"SUMIFS({self._cells(key, start + 1, end)},{marks})" for key in AMOUNTS))

    def _cells(self, key: str, first: int, end: int) -> str:
        """The cells of a column in the rows from `first` up to `end`."""
        column = letter(self.columns[key])
        return f"'{self.sheet}'!{column}{first + 1}:{column}{end}"

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the columns that other sheets add up."""

        def cells(key: str) -> str:
            column = letter(self.columns[key])
            return f"${column}${FIRST_ROW + 1}:${column}${max(self.end, FIRST_ROW + 1)}"

        return tuple(Name(f"calculation_{key}", cells(key)) for key in ("kind", "request", "previous", "account"))
