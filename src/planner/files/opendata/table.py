"""The table of open data: the rows of データ as values, the list of the codes used in it, the list of its columns.

As the statistics office asks of tables for machines: a datum a cell, figures as figures, no formula, nothing merged,
units in the headings, the Western year beside the Japanese, no characters that depend on the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from planner.core.errors import N_, Both, UserError
from planner.files.opendata.columns import Field, fields_of, in_language
from planner.files.plain.sheet import Column, Row, Scalar, Sheet, Style, value_of
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.request import refuse_too_long
from planner.files.submission.sheets.figures.data import TOO_LONG, data_sheet, tidy


class Code(NamedTuple):
    """A code that stands in a column, and what it means."""

    column: str
    code: str | int
    words: Both


@dataclass(frozen=True, eq=False)
class OpenData:
    """The open data of what is handed over."""

    handover: Handover

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the table."""
        return fields_of(self.handover)

    @cached_property
    def rows(self) -> tuple[tuple[Scalar, ...], ...]:
        """The rows, as many cells as there are columns; `None` where there is nothing.

        Raises `UserError` for a figure that has more digits than a spreadsheet keeps.
        """
        rows = tuple(tuple(map(_value, row.cells)) for row in data_sheet(self.handover).rows())
        why = [each.key for each in self.fields].index("lack")
        too_long = self.handover.say(*TOO_LONG)
        if any(row[why] == too_long for row in rows):  # then it would not add up
            raise UserError(
                N_("An amount of one intake has more digits than a spreadsheet keeps (15)."),
                N_("Check the number of digits of rates and quantities."),
            )
        return rows

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Every code used, column by column, in the order in which they stand in the table."""
        words = self._words
        found = []
        for place, field in enumerate(self.fields):
            meaning = words.get(field.key, dict(field.choices))
            if meaning:
                used = dict.fromkeys(row[place] for row in self.rows)
                found += [
                    Code(field.name, code, Both(*map(tidy, meaning[code])))
                    for code in used
                    if isinstance(code, str | int)
                ]
        return tuple(found)

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str | int, Both]]:
        """What the ids and units of this request mean, by the key of their column."""
        here = self.handover
        sides = in_language(here, "ja"), in_language(here, "en")
        lines, portfolio = here.portfolio.lines, here.portfolio
        programs: dict[str | int, Both] = {
            each.id: Both(*(side.program_name(i) for side in sides)) for i, each in enumerate(portfolio.programs)
        }
        labels: dict[str | int, Both] = {
            line_id: Both(*(side.line_name(row) for side in sides)) for row, line_id in enumerate(lines.ids)
        }
        units: dict[str | int, Both] = {
            tidy(here.line_unit(row)): Both(*(side.line_unit(row) for side in sides)) for row in here.vintages
        }
        return {"program": programs, "top": programs, "line": programs | labels, "unit": units}

    # ---------------------------------------------------------------- as sheets

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The table, its codes and its columns, each on a sheet of its own."""
        return self.data, self.code_list, self.column_list

    @cached_property
    def data(self) -> Sheet:
        """The table itself."""
        sheet = data_sheet(self.handover)
        return _sheet(sheet.name, sheet.columns, self.rows)

    @cached_property
    def code_list(self) -> Sheet:
        """The codes with their words in Japanese and English."""
        say = self.handover.say
        columns = [say("列", "column"), say("コード", "code"), say("日本語", "words_ja"), say("英語", "words_en")]
        rows = [(each.column, each.code, each.words.ja, each.words.en) for each in self.codes]
        return _texts(say("コード表", "Codes"), columns, rows)

    @cached_property
    def column_list(self) -> Sheet:
        """The columns with what stands in them."""
        say = self.handover.say
        columns = [say("列", "column"), say("英語の列名", "column_ja"), say("型", "type")]
        columns += [say("意味", "meaning_ja"), say("英語の意味", "meaning_en")]
        rows = [(each.name, each.other, kind_of(each), each.meaning.ja, each.meaning.en) for each in self.fields]
        return _texts(say("項目表", "Columns"), columns, rows)

    @property
    def name(self) -> str:
        """What it is called: the request, its year, its scenario."""
        here = self.handover
        year = here.year(here.portfolio.request_year)
        said = f"{year} {here.say('概算要求', 'budget request')} {here.title} {here.scenario_name}"
        return f"{said} {here.sheet_name(SheetKind.DATA)}"


def kind_of(field: Field) -> str:
    """The type of a column, as JSON and Frictionless name it."""
    return "integer" if field.is_number else "string"


def _value(content: object) -> Scalar:
    value = value_of(content)  # type: ignore[arg-type]
    if isinstance(value, int):
        refuse_too_long(value)
    return None if value == "" else value


def _texts(name: str, headings: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> Sheet:
    return _sheet(name, [Column(each, 24, Style.PLAIN) for each in headings], tuple(map(tuple, rows)))


def _sheet(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Scalar]]) -> Sheet:
    described = partial(map, Row, rows)
    return Sheet(name=name, title=name, columns=tuple(columns), rows=described, size=len(rows), tidy=True)
