"""What the marks of a template stand for in a scenario, taken from the sheets of the submission."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

from planner.core.model.accounts.codes import CODES, CodeKind
from planner.core.money import Unit, format_amount, round_ratio
from planner.files.plain.sheet import Content, Scalar, value_of
from planner.files.plain.sheet_text import percent_text
from planner.files.portfolio.tables import CODE_COLUMNS
from planner.files.submission.fingerprints import content_fingerprint, document_fingerprint
from planner.files.submission.handover import Handover
from planner.files.submission.places import FORM, MACHINE
from planner.files.submission.request import in_oku
from planner.files.submission.sheets.figures.calculation import line_records
from planner.files.submission.sheets.figures.detail import items
from planner.files.submission.sheets.figures.summary import entries, ratio
from planner.files.submission.wording import date_text, era_date
from planner.files.template.marks import DETAIL, LINES, PROGRAMS, MarkKind, Table, Use
from planner.words.figures import unit_name

Record = Mapping[str, Scalar]

ONES = tuple(f"{prefix}{key}" for prefix in ("", "previous_") for key in ("times", "months", "share"))
"""The factors of a 積算 that stay empty where they are 1."""


class Records:
    """The facts and tables of a scenario, amounts in yen; `value` and `words` bring them into a mark's unit."""

    def __init__(self, handover: Handover) -> None:
        self._unit, self._sign = handover.options.unit, handover.options.sign.value
        self._chosen = handover
        options = dataclasses.replace(handover.options, unit=Unit.YEN, examiner=False)
        self._handover = dataclasses.replace(handover, options=options)

    def rows(self, table: Table) -> list[Record]:
        """The rows of a table."""
        makers: Mapping[str, Callable[[], Iterator[Record]]] = {
            PROGRAMS.key: self._programs,
            LINES.key: self._lines,
            DETAIL.key: self._detail,
        }
        return list(makers[table.key]())

    def value(self, use: Use, record: Record | None = None) -> Scalar:
        """What a cell holds that has this mark and nothing else."""
        raw = self._raw(use, record)
        if use.mark.kind is not MarkKind.MONEY or not isinstance(raw, int):
            return raw
        unit = self._unit_of(use) or Unit.YEN
        if unit is Unit.OKU:
            return in_oku(raw)
        return round_ratio(raw, unit.yen)

    def words(self, use: Use, record: Record | None = None) -> str:
        """What stands for a mark within a sentence."""
        raw, kind = self._raw(use, record), use.mark.kind
        if raw is None or isinstance(raw, str):
            return raw or ""
        if kind is MarkKind.MONEY:
            return format_amount(int(raw), self._unit_of(use) or Unit.YEN, negative=self._sign)
        if kind is MarkKind.PERCENT:
            return percent_text(raw, self._sign)
        return str(raw) if kind is MarkKind.YEAR else f"{self._sign if raw < 0 else ''}{abs(raw):,}"

    def _unit_of(self, use: Use) -> Unit | None:
        return self._unit if use.follows else use.unit

    def _raw(self, use: Use, record: Record | None) -> Scalar:
        if record is not None:
            return record[use.mark.key]
        if use.mark.kind is MarkKind.IN_UNIT:
            unit = self._unit_of(use) or self._unit
            return unit_name(unit, self._handover.texts) if use.mark.key == "unit" else self._chosen.rounding_note(unit)
        return self._facts[use.mark.key]

    @cached_property
    def _facts(self) -> Record:
        handover, portfolio, options = self._handover, self._handover.portfolio, self._handover.options
        totals = handover.evaluation.total
        previous, request, change = map(_plain, handover.amounts(handover.places.total_links, totals, Unit.YEN))
        japanese = options.language == "ja"
        return {
            "title": handover.title,
            "ministry": handover.ministry,
            "scenario": handover.scenario_name,
            "number": handover.number,
            "author": options.author,
            "date": era_date(options.date) if japanese else date_text(options.date, options.language),
            "request_year": handover.year(portfolio.request_year),
            "previous_year": handover.year(portfolio.previous_year),
            "request_fy": portfolio.request_year,
            "previous_fy": portfolio.previous_year,
            "previous_total": previous,
            "request_total": request,
            "change_total": change,
            "change_ratio": _plain(ratio(handover, handover.places.total_links, totals)),
            "missing": handover.missing(totals[:2]),
            "document": document_fingerprint(handover.document),
            "content": content_fingerprint(handover.evaluation),
        }

    def _programs(self) -> Iterator[Record]:
        handover = self._handover
        for entry in entries(handover):
            program = handover.portfolio.programs[entry.program]
            previous, request, change = map(_plain, handover.amounts(entry.links, entry.totals, Unit.YEN))
            yield {
                "name": entry.name,
                "plain_name": handover.program_name(entry.program),
                "level": None if entry.depth is None else entry.depth + 1,
                "kind": entry.mark,
                "id": program.id,
                "division": program.division,
                "agency": program.agency,
                "channel": program.channel,
                "status": handover.program_standing(entry.program),
                "previous": previous,
                "request": request,
                "change": change,
                "change_ratio": _plain(ratio(handover, entry.links, entry.totals)),
                "remark": entry.remark,
                **self._codes(partial(handover.codes.of_program, entry.program)),
            }

    def _lines(self) -> Iterator[Record]:
        for cells in line_records(self._handover):
            record = {key: _plain(content) for key, content in cells.items()}
            blank = {key: None for key in ONES if record.get(key) == 1}
            yield {**dict.fromkeys((*FORM, *MACHINE)), **record, **blank, **self._codes(self._asked(record))}

    def _asked(self, record: Record) -> Callable[[CodeKind], str]:
        """What tells the codes of a row of 積算: a program's or a line's."""
        codes, portfolio, id_ = self._handover.codes, self._handover.portfolio, str(record["id"])
        if record["kind"] == self._handover.places.marks.program:
            return partial(codes.of_program, portfolio.program_index[id_])
        return partial(codes.of_line, portfolio.line_index[id_])

    @staticmethod
    def _codes(told: Callable[[CodeKind], str]) -> Record:
        return {CODE_COLUMNS[kind]: told(kind) or None for kind in CODES}

    def _detail(self) -> Iterator[Record]:
        keys = ("number", "expense", "item", "previous", "request", "wished", "change", "remark")
        for item in items(self._handover, in_words=True):
            yield {"level": item.level, **dict(zip(keys, map(_plain, item.row.cells), strict=False))}


def _plain(content: Content) -> Scalar:
    """A cell's value, a formula's being what it comes to; an empty text is no value."""
    value = value_of(content)
    return None if value == "" else value
