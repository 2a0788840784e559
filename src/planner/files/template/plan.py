"""What goes into which cell of a template: marks and defined names found, rows of tables laid into prepared rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planner.core.errors import N_, Message
from planner.core.findings import Findings
from planner.files.plain.sheet import letter
from planner.files.template.book import Template, Text, with_words
from planner.files.template.filling import Filling, Rich
from planner.files.template.marks import MARK, Table, Use, fact_named, read_mark, table_named
from planner.files.template.records import Record, Records
from planner.files.template.worksheet import ROWS, Area, CellPlace, CellTag, area_of


@dataclass(eq=False)
class SheetPlan:
    """What changes in one worksheet."""

    fills: dict[CellPlace, Filling] = field(default_factory=dict)
    styles: dict[CellPlace, str] = field(default_factory=dict)
    """The style of cells that are not there yet."""
    hidden: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    """The rows filled from a table."""


@dataclass(eq=False)
class Marked:
    """A cell with marks: what it reads, and what each mark in it is."""

    cell: CellTag
    text: Text
    uses: dict[str, Use]

    @property
    def tables(self) -> set[str]:
        """The tables whose rows the cell belongs to."""
        return {use.table.key for use in self.uses.values() if use.table}

    def content(self, records: Records, record: Record | None, prefix: str) -> Filling:
        """What the cell holds: a value where it is one mark alone, else its words."""
        alone = self.uses.get(self.text.plain.strip())
        if alone is not None:
            return records.value(alone, record if alone.table else None)
        words = {mark: records.words(use, record if use.table else None) for mark, use in self.uses.items()}
        said = with_words(self.text, words)
        return said.text if isinstance(said, Rich) and prefix else said


@dataclass(eq=False)
class Region:
    """Prepared rows: the first one with its marks, how far they reach, and whether a defined name says so."""

    table: Table
    head: int
    marked: dict[int, Marked]
    last: int
    named: bool


def plans(template: Template, records: Records, findings: Findings, *, hide: bool) -> dict[str, SheetPlan]:
    """The changes of every worksheet that has any; what is in the way goes to `findings`."""
    found = {name: _SheetPlanner(template, records, findings, name, hide).plan() for name in template.sheets}
    _fill_names(template, records, findings, found)
    changed = {name: plan for name, plan in found.items() if plan.fills or plan.hidden}
    for name, plan in changed.items():
        _check_places(template, name, plan.fills, findings)
    return changed


def _fill_names(template: Template, records: Records, findings: Findings, found: Mapping[str, SheetPlan]) -> None:
    """Cells that a defined name names; one with a formula or a mark of its own stays as it is."""
    for name in template.names:
        use = fact_named(name.name)
        areas = template.areas(name.text) if use else []
        if use is None or len(areas) != 1 or areas[0][0] not in found:
            continue
        sheet, area = areas[0]
        place = CellPlace(area.top, area.left)
        cell = template.sheets[sheet].cell(place)
        if (area.top, area.left) != (area.bottom, area.right) and area not in template.sheets[sheet].merged:
            findings.add(f"{sheet}!{_address(place)}", N_('the name "{name}" names more than one cell'), name=name.name)
        elif (cell is None or cell.formula is None) and place not in found[sheet].fills:
            found[sheet].fills[place] = records.value(use)


def _check_places(template: Template, name: str, fills: Mapping[CellPlace, Filling], findings: Findings) -> None:
    """Nothing may be put where a spreadsheet would not look for it, or where other parts of the file repeat it."""
    sheet = template.sheets[name]
    for area in sheet.merged:
        for place in _within(area, fills):
            if place != (area.top, area.left) and fills[place] is not None:
                findings.add(
                    f"{name}!{_address(place)}",
                    N_("the cell lies hidden in merged cells; put the mark into their first cell"),
                )
    for cell in sheet.cells:
        if cell.formula_tag.get("t") in ("array", "dataTable"):
            for place in _within(area_of(cell.formula_tag.get("ref", "")), fills):
                findings.add(
                    f"{name}!{_address(place)}",
                    N_("the cell belongs to the array formula or data table of {cell}"),
                    cell=_address(cell.place),
                )
    for table in template.tables:
        if table.sheet == name and table.headings:
            for place in _within(table.area._replace(bottom=table.area.top), fills):
                findings.add(
                    f"{name}!{_address(place)}", N_('the headings of the table "{name}" hold marks'), name=table.name
                )


def _within(area: Area | None, fills: Mapping[CellPlace, Filling]) -> list[CellPlace]:
    """The filled cells of an area."""
    if area is None:
        return []
    size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
    if size > len(fills):
        return [place for place in fills if area.holds(place)]
    return [place for place in area.places if place in fills]


class _SheetPlanner:
    """Lays out one worksheet."""

    def __init__(self, template: Template, records: Records, findings: Findings, name: str, hide: bool) -> None:
        self._template, self._records, self._findings = template, records, findings
        self._name, self._sheet, self._hide = name, template.sheets[name], hide
        self._plan = SheetPlan()

    def plan(self) -> SheetPlan:
        by_row: dict[int, dict[int, Marked]] = defaultdict(dict)
        for marked in self._marked():
            by_row[marked.cell.place.row][marked.cell.place.column] = marked
        done = 0
        for number in sorted(by_row):
            rows = {column: each for column, each in by_row[number].items() if each.tables}
            for column in by_row[number].keys() - rows.keys():
                place = CellPlace(number, column)
                self._plan.fills[place] = by_row[number][column].content(self._records, None, self._sheet.prefix)
            if rows and number > done:
                done = self._lay(number, rows, by_row)
        self._check_named_rows(by_row)
        self._plan.hidden -= {place.row for place, content in self._plan.fills.items() if content is not None}
        return self._plan

    def _marked(self) -> Iterator[Marked]:
        """The cells with marks; unknown ones are told."""
        for cell in self._sheet.cells:
            where = f"{self._name}!{_address(cell.place)}"
            if cell.formula is not None:
                if MARK.search(cell.formula):
                    self._findings.add(where, N_("a formula holds a mark; give the mark a cell of its own"))
                continue
            text = self._template.text_of(self._sheet, cell)
            if text is None or not ("{{" in text.plain or "｛｛" in text.plain):
                continue
            uses = {}
            for match in MARK.finditer(text.plain):
                use = read_mark(match[1])
                if isinstance(use, Message):
                    self._findings.add(where, "{what}", what=use)
                else:
                    uses[match[0]] = use
            if uses:
                yield Marked(cell, text, uses)

    # ---------------------------------------------------------------- repeating rows

    def _lay(self, head: int, marked: dict[int, Marked], by_row: Mapping[int, dict[int, Marked]]) -> int:
        """Lay a table into the rows prepared from `head` on; the last of them."""
        keys = {key for each in marked.values() for key in each.tables}
        if len(keys) > 1:
            self._findings.add(f"{self._name}!{head}", N_("one row holds marks of two tables"))
            return head
        table = next(use.table for each in marked.values() for use in each.uses.values() if use.table)
        region = self._region(table, head, marked, by_row)
        rows = self._records.rows(table)
        self._check_merged(region, len(rows))
        prepared = self._prepared(region)
        if len(rows) > prepared:
            self._findings.add(
                f"{self._name}!{head}",
                N_("prepared rows needed by {table}: {needed}; there: {prepared}"),
                table=table.names[0],
                needed=len(rows),
                prepared=prepared,
            )
            return region.last
        self._plan.repeated.update(range(head, head + len(rows)))
        for number, record in enumerate(rows, start=head):
            for column, each in marked.items():
                place = CellPlace(number, column)
                self._plan.fills[place] = each.content(self._records, record, self._sheet.prefix)
                self._plan.styles[place] = each.cell.attributes.get("s", "")
        self._spare(region, head + len(rows))
        return region.last

    def _region(
        self, table: Table, head: int, marked: dict[int, Marked], by_row: Mapping[int, dict[int, Marked]]
    ) -> Region:
        named = self._named_area(table, head)
        last = ROWS if named is None else named.bottom
        for number in sorted(self._sheet.rows):
            if not head < number <= last:
                continue
            for column, first in marked.items():
                cell = self._sheet.cell(CellPlace(number, column))
                if cell is None or self._is_spare(cell, first, by_row.get(number, {}).get(column)):
                    continue
                if named is None:
                    return Region(table, head, marked, self._bounded(head, number - 1), False)
                self._findings.add(
                    f"{self._name}!{_address(cell.place)}",
                    N_("the cell has a content, but belongs to the rows prepared for {table}"),
                    table=table.names[0],
                )
        return Region(table, head, marked, self._bounded(head, last), named is not None)

    def _is_spare(self, cell: CellTag, head: Marked, own: Marked | None) -> bool:
        """Whether a cell below a mark is empty, or repeats it."""
        if cell.formula is not None:
            return False
        text = self._template.text_of(self._sheet, cell)
        return (text.plain if text else cell.value) == "" or (own is not None and own.text.plain == head.text.plain)

    def _named_area(self, table: Table, head: int) -> Area | None:
        for name in self._template.names:
            if table_named(name.name) is table:
                for sheet, area in self._template.areas(name.text):
                    if sheet == self._name and area.top <= head <= area.bottom:
                        return area
        return None

    def _bounded(self, head: int, last: int) -> int:
        """How far rows may reach within the table (ListObject) and the print area that the first one lies in."""
        for table in self._template.tables:
            if table.sheet == self._name and table.area.top <= head <= table.area.bottom:
                last = min(last, table.area.bottom - table.totals)
        for name in self._template.names:
            if name.name == "_xlnm.Print_Area":
                for sheet, area in self._template.areas(name.text):
                    if sheet == self._name and area.top <= head <= area.bottom:
                        last = min(last, area.bottom)
        return last

    def _prepared(self, region: Region) -> int:
        """How many rows are prepared: where the first one has formulas of the author's, all of them have."""
        first = self._sheet.rows[region.head].cells
        columns = [column for column, cell in first.items() if cell.formula is not None]
        if not columns:
            return region.last - region.head + 1
        number = region.head
        while number <= region.last and number in self._sheet.rows:
            cells = self._sheet.rows[number].cells
            if any(column not in cells or cells[column].formula is None for column in columns):
                break
            number += 1
        return number - region.head

    def _spare(self, region: Region, first: int) -> None:
        """Empty the marked cells of the rows left over, and hide these rows."""
        last = region.last
        if last == ROWS:
            last = max((number for number in self._sheet.rows if self._is_prepared(region, number)), default=0)
        for number in range(first, last + 1):
            row = self._sheet.rows.get(number)
            for column in region.marked:
                if row and column in row.cells and row.cells[column].value:
                    self._plan.fills[CellPlace(number, column)] = None
            if self._hide and (region.named or not self._says_more(region, number)):
                self._plan.hidden.add(number)

    def _is_prepared(self, region: Region, number: int) -> bool:
        return number >= region.head and any(column in self._sheet.rows[number].cells for column in region.marked)

    def _says_more(self, region: Region, number: int) -> bool:
        """Whether a row has texts of the author's beside the marked columns."""
        row = self._sheet.rows.get(number)
        cells = row.cells.items() if row else ()
        texts = (self._template.text_of(self._sheet, cell) for column, cell in cells if column not in region.marked)
        return any(text is not None and text.plain for text in texts)

    def _check_merged(self, region: Region, count: int) -> None:
        rows = Area(region.head, 0, min(region.head + max(count, 1) - 1, region.last), 1 << 14)
        for area in self._sheet.merged:
            if area.top != area.bottom and area.meets(rows):
                self._findings.add(
                    f"{self._name}!{letter(area.left)}{area.top}",
                    N_("merged cells reach over several of the rows prepared for {table}"),
                    table=region.table.names[0],
                )

    def _check_named_rows(self, by_row: Mapping[int, dict[int, Marked]]) -> None:
        """A defined name for rows that hold no mark of that table is a slip."""
        for name in self._template.names:
            table = table_named(name.name)
            for sheet, area in self._template.areas(name.text) if table else ():
                marked = (
                    each for row, found in by_row.items() if area.top <= row <= area.bottom for each in found.values()
                )
                if sheet == self._name and table and not any(table.key in each.tables for each in marked):
                    self._findings.add(
                        f"{sheet}!{area.top}", N_('the rows of the name "{name}" hold no mark of it'), name=name.name
                    )


def _address(place: CellPlace) -> str:
    return f"{letter(place.column)}{place.row}"
