"""A template filled with a scenario: planned, calculated, spliced, read back and compared before it is handed over."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from planner.core.findings import Findings
from planner.files.plain.sheet import Scalar, letter
from planner.files.submission.handover import Handover
from planner.files.submission.submission import refuse_uncomputable
from planner.files.submission.workbook.read_back import differing, refuse_malformed
from planner.files.template.book import Template
from planner.files.template.filling import ErrorValue, Filling, Rich, RowLooks, filled
from planner.files.template.formulas import Values, calculated
from planner.files.template.heights import heights_of, read_looks
from planner.files.template.parts import refuse_over, refuse_parts, renewed_charts
from planner.files.template.plan import SheetPlan, plans
from planner.files.template.records import Records
from planner.files.template.refused import TemplateRefused, refuse_itself
from planner.files.template.worksheet import Area, CellPlace, CellTag
from planner.files.whole import write_whole


def write_filled(path: Path, template: Path, handover: Handover) -> None:
    """Write a template filled with what is handed over to `path`, whole or not at all; the template itself stays.

    Raises `UserError` as `fill` does, and when the file cannot be written, as while Excel has it open.
    """
    refuse_itself(path, template)
    write_whole(path, fill(template, handover))


def fill(path: Path, handover: Handover, *, hide: bool = True) -> bytes:
    """The template at `path` filled with what is handed over; `hide`: prepared rows that are left over are hidden.

    Every byte of it stays that does not stand in a filled cell, in the value of a formula, in the tag of a hidden row
    or in a chart over such cells. Raises `TemplateRefused` naming all that is in the way, `UserError` where the file is
    no workbook or an amount cannot be computed.
    """
    refuse_uncomputable(handover.evaluation)
    template = Template(path)
    findings = Findings()
    refuse_parts(template, findings)
    planned = plans(template, Records(handover), findings, hide=hide)
    _settle(findings, path)
    values = _changed(template, calculated(template, planned, findings))
    _settle(findings, path)
    book = _Filled(template, planned, values)
    refuse_over(template, book.touches, findings)
    charts = renewed_charts(template, book.touches, book.value_of, findings)
    _settle(findings, path)
    made = {**book.parts(), **charts}
    for name, part in made.items():
        refuse_malformed(name, io.BytesIO(part))
    content = template.package.with_parts(made)
    _read_back(content, planned, values)
    return content


def _settle(findings: Findings, path: Path) -> None:
    if findings.found:
        raise TemplateRefused(findings.found, str(path))


def _changed(template: Template, values: Values) -> Values:
    """The values of formulas that the file does not say yet."""
    return {
        name: {
            place: value
            for place, value in found.items()
            if (cell := template.sheets[name].cell(place)) is not None and not _says(cell, value)
        }
        for name, found in values.items()
    }


def _says(cell: CellTag, value: Scalar) -> bool:
    if cell.value_span is None:
        return False
    if isinstance(value, ErrorValue):
        return cell.kind == "e" and cell.value == value
    if isinstance(value, bool):
        return cell.kind == "b" and cell.value == str(int(value))
    if isinstance(value, str):
        return cell.kind == "str" and cell.value == value
    try:
        return cell.kind == "n" and float(cell.value) == value
    except ValueError:
        return False


class _Filled:
    """The template and what changes in it, cell by cell."""

    def __init__(self, template: Template, planned: Mapping[str, SheetPlan], values: Values) -> None:
        self._template, self._planned, self._values = template, planned, values

    def parts(self) -> dict[str, bytes]:
        """The worksheets that change."""
        made = {}
        looks = read_looks(self._template)
        for name, part in self._template.parts.items():
            plan, values = self._planned.get(name, SheetPlan()), self._values.get(name, {})
            if plan.fills or plan.hidden or values:
                sheet = self._template.sheets[name]
                made[part] = filled(
                    sheet, plan.fills, plan.styles, values, RowLooks(plan.hidden, heights_of(sheet, plan, looks))
                )
        return made

    def touches(self, sheet: str, area: Area) -> bool:
        """Whether a cell of an area changes."""
        plan = self._planned.get(sheet)
        fills = plan.fills if plan else {}
        return any(area.holds(place) for place in (*fills, *self._values.get(sheet, {})))

    def value_of(self, sheet: str, place: CellPlace) -> str | float | None:
        """What a cell shows once the template is filled."""
        plan = self._planned.get(sheet)
        if place in self._values.get(sheet, {}):
            return _shown(self._values[sheet][place])
        if plan and place in plan.fills:
            return _shown(plan.fills[place])
        found = self._template.sheets.get(sheet)
        cell = found.cell(place) if found else None
        if found is None or cell is None or not cell.value or cell.kind == "e":
            return None
        text = self._template.text_of(found, cell)
        if text is not None or cell.kind == "str":
            return text.plain if text else cell.value
        return float(cell.value)


def _shown(value: Filling) -> str | float | None:
    if isinstance(value, Rich):
        return value.text
    return None if isinstance(value, ErrorValue) else value


def _read_back(content: bytes, planned: Mapping[str, SheetPlan], values: Values) -> None:
    """Every filled cell and every fresh value as another reader sees them; raises `UserError` where one differs."""
    import python_calamine  # noqa: PLC0415 - heavy, and only an export needs it

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in planned.keys() | values.keys():
        plan = planned.get(name, SheetPlan())
        expected: dict[CellPlace, Filling] = {**plan.fills, **values.get(name, {})}
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False) if expected else []
        for place, wanted in expected.items():
            row = rows[place.row - 1] if place.row <= len(rows) else []
            found = row[place.column] if place.column < len(row) else ""
            shown = wanted.text if isinstance(wanted, Rich) else "" if wanted is None else wanted
            if found != shown and not isinstance(wanted, ErrorValue):
                raise differing(f"{name}!{letter(place.column)}{place.row}", shown, found)
