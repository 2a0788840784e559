"""A workbook just written, read again and compared with the program before anyone is told that it is there.

Two comparisons: every cell with its description, and every amount of 積算内訳 with the evaluation, by program and line.
"""

from __future__ import annotations

import itertools
import math
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.parsers import expat

from planner.core.errors import N_, UserError
from planner.core.model.lines import Lack
from planner.files.plain.sheet import Content, Scalar, Sheet, SheetProgress, letter, value_of
from planner.files.submission.handover import Handover

XML = (".xml", ".rels")
"""How the names of parts end that are XML."""

_CHUNK = 1 << 18
"""So many bytes of a part are looked at at once."""


def compare_with_program(path: Path, sheets: Sequence[Sheet], handover: Handover, tally: SheetProgress) -> None:
    """Compare the workbook at `path` with what it should say; raises `UserError` naming sheet and cell."""
    import python_calamine  # noqa: PLC0415 - heavy, and only an export needs it

    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(XML):
                with archive.open(name) as part:
                    refuse_malformed(name, part)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    if book.sheet_names != [sheet.name for sheet in sheets]:
        raise differing(path.name, ", ".join(sheet.name for sheet in sheets), ", ".join(book.sheet_names))
    calculation = handover.places.sheet
    for sheet in sheets:
        tally.start(sheet)
        read = book.get_sheet_by_name(sheet.name)
        top = read.start[0] if read.start else 0
        rows = itertools.chain(itertools.repeat([], top), read.iter_rows())
        left = 0 if read.start is None else read.start[1]
        found = ([*[""] * left, *row] for row in rows)
        added = _Sums(handover) if sheet.name == calculation else None
        data = itertools.islice(found, sheet.first_row, None)
        for at, (row, cells) in enumerate(itertools.zip_longest(sheet.rows(), data), start=sheet.first_row + 1):
            if row is None:
                expected: Sequence[Content] = ()
            else:
                expected = row.cells
            _compare_row(sheet, at, expected, cells or ())
            if added is not None and cells:
                added.take(cells)
            tally.row()
        if added is not None:
            added.compare(sheet.name)


def refuse_malformed(name: str, part: IO[bytes]) -> None:
    """Raise `UserError` where a part of a workbook is no XML to a parser that forgives nothing."""
    parser = expat.ParserCreate()
    try:
        while content := part.read(_CHUNK):
            parser.Parse(content)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise differing(name, "XML", error) from error


def differing(place: str, expected: object, found: object) -> UserError:
    """The refusal of a workbook that does not say what the program says."""
    return UserError(
        N_("The workbook that was written does not say what the program says: {found}, not {expected}."),
        N_("Nothing was put in place. Export again; if it happens again, please report it."),
        where=place,
        found=str(found),
        expected=str(expected),
    )


def _compare_row(sheet: Sheet, at: int, expected: Sequence[Content], cells: Sequence[object]) -> None:
    values = [each if each is None or type(each) is str else value_of(each) for each in expected]
    values += [None] * (len(cells) - len(values))
    if ["" if value is None else value for value in values] == cells:  # in one go, as most rows are
        return
    for place, (wanted, found) in enumerate(itertools.zip_longest(values, cells, fillvalue="")):
        if wanted != found and not (wanted is None and found == "") and not _close(wanted, found):
            raise differing(f"{sheet.name}!{letter(place)}{at}", wanted, found)


def _close(wanted: Scalar, found: object) -> bool:
    """Whether two shares, or figures in 億円, are the same but for the last of 16 digits; amounts in yen are exact."""
    return isinstance(wanted, float) and isinstance(found, float) and math.isclose(wanted, found, rel_tol=1e-14)


class _Sums:
    """The amounts of 積算内訳 as they stand in the file, added up by line, beside the evaluation."""

    def __init__(self, handover: Handover) -> None:
        self._handover, columns = handover, handover.places.columns
        self._kind, self._id = columns["kind"], columns["id"]
        self._amounts = columns["previous"], columns["request"]
        self._programs: dict[str, list[object]] = {}
        self._lines: dict[str, list[int | None]] = {}

    def take(self, cells: Sequence[object]) -> None:
        """Take a row in."""
        if len(cells) <= self._id:
            return
        kind, id_ = cells[self._kind], str(cells[self._id])
        amounts = [cells[place] for place in self._amounts]
        if kind == self._handover.places.marks.program:
            self._programs[id_] = amounts
        elif kind == self._handover.places.marks.line:
            sums = self._lines.setdefault(id_, [0, 0])
            for y, amount in enumerate(amounts):
                before = sums[y]
                sums[y] = None if before is None or not isinstance(amount, float) else before + int(amount)

    def compare(self, sheet: str) -> None:
        """Compare all of them; raises `UserError`."""
        for id_, expected, found in self._pairs():
            if expected != found:
                raise differing(f"{sheet}, {id_}", expected, found)

    def _pairs(self) -> Iterator[tuple[str, object, object]]:
        handover, portfolio = self._handover, self._handover.portfolio
        for index in handover.programs:
            program_id = portfolio.programs[index].id
            for total, cell in zip(
                handover.evaluation.program(index)[:2], self._programs.get(program_id, ("", "")), strict=True
            ):
                amount = total.amount
                yield program_id, (handover.no_amount(total) or "") if amount is None else amount, cell
        for row in handover.vintages:
            line_id = portfolio.lines.ids[row]
            sums = self._lines.get(line_id, (None, None))
            for given, added in zip(handover.evaluation.line(row)[:2], sums, strict=True):
                yield line_id, None if isinstance(given, Lack) else given, added
