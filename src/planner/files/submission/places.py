"""Where programs and lines stand in 積算内訳, and the formulas by which other sheets take their amounts from there.

Other sheets ask by what a row is, never by where it stands: each row has a key of its own, and the keys of its line and
of the programs above it. So a sheet whose rows were sorted still feeds the right cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from planner.core.model.portfolio import Portfolio, Program
from planner.core.review.columns import EXAMINER
from planner.files.plain.sheet import FIRST_ROW, Name, letter


class Marks(NamedTuple):
    """What a row of 積算内訳 or 総括表 is, in its column 区分; `ordinary`, in the column 計上, is counted by itself."""

    line: str
    program: str
    relisted: str
    note: str
    ordinary: str


MARKS = {
    "ja": Marks("積算", "事業", "再掲", "注", "一般"),
    "en": Marks("line", "program", "relisted", "note", "ordinary"),
}
"""The marks by the language of the workbook; formulas ask for them."""

UNSTATED = "…"
"""Stands where a kind of request or of expense is not stated, and in place of an amount that nobody can say."""

DEMAND_WORDS = ((UNSTATED, UNSTATED), ("要求", "request"), ("要望", "wish"), ("事項要求", "item"))
EXPENSE_WORDS = ((UNSTATED, UNSTATED), ("裁量", "discretionary"), ("義務", "mandatory"))
"""What stands in the columns 要求区分 and 裁義, by the numbers of the choices; formulas ask for these words."""

GRANT = "運営費交付金"
"""The channel of a program that is a part of its agency's grant, in which it is an estimate (推計額)."""

GRANT_ESTIMATE = (f"{GRANT}中の推計額", "estimate within a grant")
"""What the amount of such a program is called."""

DRIVERS = ("rate", "people", "times", "months", "share", "divisor")
"""The columns of a 積算; each has its like of last year."""

OF_NEWEST = tuple(key for key in DRIVERS if key != "people")
"""The drivers that older vintages may take from the newest.

They take them from columns apart: a cell that asks for another of its own column is a circle to some spreadsheets.
"""

FORM = (
    *("name", "cohort", "intake_year", "expense", "basis"),
    *DRIVERS,
    *("request", "asked", "wished", "previous", "change"),
)
"""The columns of 積算内訳 that people read, by their keys."""

SETTLED = "settled"
"""The column of what the examiner's figures come to, beside those he fills in."""

MACHINE = (
    *("kind", "id", "unit", "account", "demand", "demand_code", "expense_code"),
    *("key", "line", "line_previous", "line_request"),
    *(f"previous_{each}" for each in DRIVERS),
    "previous_factor",
    *(f"newest_{each}" for each in OF_NEWEST),
    "product",
)
"""Those the workbook calculates and is read back by: what a row is, its id and keys, its amounts, last year's 積算, and
this year's in words."""

APPLIED = ("applied_rate", "applied_people", "factor")
"""What 査定後 is multiplied out of, side by side: rate and quantity as examined, else as requested, and 乗数.

乗数 is 回数 × 月数 × 率, before the division; it is there without an examiner's columns too.
"""

AMOUNTS = ("previous", "request")
"""The columns of last year's budget and of the request."""


class Links(NamedTuple):
    """Formulas of a program's or line's amounts, last year's and the request's, without their equals signs."""

    previous: str
    request: str

    @property
    def change(self) -> str:
        """The formula of 増△減."""
        return f"{self.request}-{self.previous}"


class Chosen(NamedTuple):
    """Lines of 積算内訳, all or those that certain columns say something of, as formulas add them up.

    `criteria` are names of columns, each with what must stand there, as formulas ask for them.
    """

    criteria: str = ""

    def where(self, column: str, text: str) -> Chosen:
        """Those of them of which this column says so."""
        return Chosen(f'{self.criteria},calculation_{column},"{text.translate(_ESCAPES)}"')

    def sum(self, column: str) -> str:
        """The formula of what a column of theirs adds up to."""
        if not self.criteria:
            return f"SUM(calculation_{column})"
        return f"SUMIFS(calculation_{column}{self.criteria})"

    @property
    def rows(self) -> str:
        """The formula of how many rows they are."""
        return f"COUNTIFS({self.criteria[1:]})"

    @property
    def links(self) -> Links:
        """The formulas of their amounts."""
        return Links(*(self.sum(key) for key in AMOUNTS))


_ESCAPES = str.maketrans({**{each: f"~{each}" for each in "*?~"}, '"': '""'})
"""What a text is as a criterion that matches itself alone."""


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
    """What the rows of 積算内訳 are known by: `rows` is how many there are, headings apart, `depth` of the programs.

    `sheet` is what 積算内訳 is called in the workbook, `marks` what its rows are called; `examiner`: whether it has the
    columns for 査定.
    """

    portfolio: Portfolio
    sheet: str
    examiner: bool
    rows: int
    depth: int
    marks: Marks
    language: str
    codes: tuple[str, ...] = ()
    """The columns that hold codes, and the keys of what is grouped by them."""

    all = Chosen()
    """All lines."""

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The columns by their keys, from 0."""
        examined = (*EXAMINER[:-1], SETTLED, EXAMINER[-1]) if self.examiner else ()
        levels = tuple(f"level{each}" for each in range(1, self.depth + 1))
        settled = (f"line_{SETTLED}", *APPLIED) if self.examiner else APPLIED[2:]
        keys = (*FORM, *examined, *MACHINE, *settled, *self.codes, *levels)
        return {key: place for place, key in enumerate(keys)}

    @property
    def end(self) -> int:
        """The row below the last one, from 0."""
        return FIRST_ROW + self.rows

    def demand(self, choice: int) -> str:
        """The kind of request in words."""
        return DEMAND_WORDS[choice][self.language != "ja"]

    def expense(self, choice: int) -> str:
        """The kind of expense in words."""
        return EXPENSE_WORDS[choice][self.language != "ja"]

    def account_of(self, program: Program) -> str:
        """Where a program's own lines are counted: by themselves, or in the grant of its agency (運営費交付金)."""
        return f"{GRANT} {program.agency}".strip() if self.is_granted(program) else self.marks.ordinary

    @staticmethod
    def is_granted(program: Program) -> bool:
        """Whether a program is paid out of its agency's grant, as far as its channel says so."""
        return program.channel == GRANT

    # ---------------------------------------------------------------- keys: the bar keeps an id from being a number

    def program_key(self, index: int) -> str:
        """What a program's row is known by, and each row below it in the column of its level."""
        return f"|{self.portfolio.programs[index].id}"

    def line_key(self, row: int) -> str:
        """What the rows of a line are known by."""
        return f"{self.portfolio.lines.ids[row]}|"

    def vintage_key(self, row: int, intake_year: int | None) -> str:
        """What the row of one vintage of a line is known by; without an intake year it is the only row."""
        return f"{self.line_key(row)}{intake_year or ''}"

    def levels(self, index: int) -> list[str]:
        """The keys of the programs above a row of a program, its own last."""
        return [self.program_key(each) for each in reversed(self.portfolio.ancestors[index])]

    # ---------------------------------------------------------------- formulas

    def program(self, index: int) -> Chosen:
        """The lines of a program, its parts included."""
        return self.all.where(f"level{len(self.portfolio.ancestors[index])}", self.program_key(index))

    def every_level(self, key: str, condition: tuple[str, str] | None = None) -> str:
        """The formula of what all programs add up to, each with its parts: lines count once for each program above.

        `condition` is a column, and what must stand there.
        """
        also = "" if condition is None else Chosen().where(*condition).criteria
        levels = range(1, self.depth + 1)
        return "+".join(f'SUMIFS(calculation_{key},calculation_level{each},"<>"{also})' for each in levels) or "0"

    def line(self, row: int) -> Chosen:
        """The rows of a line."""
        return self.all.where("line", self.line_key(row))

    @property
    def total_links(self) -> Links:
        """The formulas that add up all lines."""
        return self.all.links

    def program_links(self, index: int) -> Links:
        """The formulas of a program's totals."""
        return self.program(index).links

    def line_links(self, row: int) -> Links:
        """The formulas of a line's amounts, those of its vintages added up."""
        return self.line(row).links

    def ordinary_links(self, index: int) -> Links:
        """What the ordinary lines of a program add up to where others of it belong to a grant."""
        return self.program(index).where("account", self.marks.ordinary).links

    def cell(self, key: str, row: int, intake_year: int | None) -> str:
        """The formula of a cell of a vintage's row, by what the row is."""
        return f'INDEX(calculation_{key},MATCH("{self.vintage_key(row, intake_year)}",calculation_key,0))'

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of the columns that other sheets ask for; amounts are those of lines alone, or as shown."""
        shown = {key: self.columns[key] for key in (*AMOUNTS, SETTLED) if key in self.columns}
        columns = {**self.columns, **{f"shown_{key}": place for key, place in shown.items()}}
        columns |= {key: columns[f"line_{key}"] for key in (*AMOUNTS, SETTLED) if f"line_{key}" in columns}
        named = ["kind", "account", "demand", "expense", "key", "line", "product", *AMOUNTS, "asked", "wished"]
        named += [each for each in columns if each.startswith("shown_")]
        named += [each for key in DRIVERS for each in (key, f"previous_{key}")]
        named += [f"newest_{key}" for key in OF_NEWEST]
        named += ["previous_factor", *(key for key in APPLIED if key in columns)]
        named += [each for each in self.codes if each.endswith("_key")]
        named += [each for each in columns if each in (SETTLED, *EXAMINER) or each.startswith("level")]

        def cells(key: str) -> str:
            column = letter(columns[key])
            return f"${column}${FIRST_ROW + 1}:${column}${max(self.end, FIRST_ROW + 1)}"

        return tuple(Name(f"calculation_{key}", cells(key)) for key in named)
