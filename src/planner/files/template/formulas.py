"""The template's own formulas, calculated by a spreadsheet engine so that the file says what they come to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from planner.core.errors import N_, UserError
from planner.core.findings import Findings
from planner.files.plain.sheet import Scalar, letter
from planner.files.template.book import Template
from planner.files.template.filling import ErrorValue, Rich
from planner.files.template.plan import SheetPlan
from planner.files.template.worksheet import CellPlace, CellTag, Worksheet, area_of

Values = Mapping[str, Mapping[CellPlace, Scalar]]

_CHANGING = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO)\s*\(", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_NOT_KNOWN = ("#NAME?", "#ERROR!", "#N/IMPL!")
"""The errors of a formula that the engine does not understand."""
_ZONE = "Asia/Tokyo"


def calculated(template: Template, plans: Mapping[str, SheetPlan], findings: Findings) -> Values:
    """What every formula of the filled template comes to, by sheet; those that come to nothing go to `findings`."""
    formulas = {
        name: [cell for cell in sheet.cells if cell.formula is not None] for name, sheet in template.sheets.items()
    }
    if not any(formulas.values()):
        return {}
    engine = _engine(template)
    numbers = {each["name"]: at for at, each in enumerate(engine.get_worksheets_properties())}
    if set(template.sheets) - set(numbers):
        raise _cannot(template)
    _put(engine, numbers, template, plans)
    engine.evaluate()
    found: dict[str, dict[CellPlace, Scalar]] = {}
    for name, cells in formulas.items():
        hidden = plans[name].hidden if name in plans else set()
        values = found[name] = {}
        for cell in cells:
            value = values[cell.place] = _value(engine, numbers[name], cell.place)
            place = f"{name}!{letter(cell.place.column)}{cell.place.row}"
            _check(cell, value, place, cell.place.row in hidden, findings)
            _spread(engine, numbers[name], template.sheets[name], name, cell, values, findings)
    return found


def _engine(template: Template) -> Any:
    import ironcalc  # noqa: PLC0415 - heavy, and only a template needs it

    try:
        return ironcalc.load_from_xlsx(str(template.path), "en", _ZONE, "en")
    except Exception as error:
        raise _cannot(template) from error
    except BaseException as error:  # a panic of the engine, which is no `Exception`
        if type(error).__name__ != "PanicException":
            raise
        raise _cannot(template) from error


def _cannot(template: Template) -> UserError:
    return UserError(
        N_("The formulas of the template cannot be calculated: the engine cannot read the workbook."),
        N_("Save it again with Excel or LibreOffice as .xlsx, or take out what is unusual in it."),
        where=str(template.path),
    )


def _put(engine: Any, numbers: Mapping[str, int], template: Template, plans: Mapping[str, SheetPlan]) -> None:
    for name, sheet in template.sheets.items():
        for cell in sheet.cells:
            if cell.formula is None and cell.kind == "inlineStr":
                text = template.text_of(sheet, cell)
                engine.update_cell_with_text(numbers[name], *_from_one(cell.place), text.plain if text else "")
    for name, plan in plans.items():
        for place, content in plan.fills.items():
            at = (numbers[name], *_from_one(place))
            if content is None:
                engine.clear_cell_contents(*at)
            elif isinstance(content, str | Rich):
                engine.update_cell_with_text(*at, content.text if isinstance(content, Rich) else content)
            else:
                engine.update_cell_with_number(*at, float(content))
        for row in plan.hidden:
            engine.set_row_hidden(numbers[name], row, True)


def _from_one(place: CellPlace) -> tuple[int, int]:
    return place.row, place.column + 1


def _value(engine: Any, sheet: int, place: CellPlace) -> Scalar:
    value = engine.get_cell_value(sheet, *_from_one(place))
    if isinstance(value, str) and "Error" in str(engine.get_cell_type(sheet, *_from_one(place))):
        return ErrorValue(value)
    return 0.0 if value is None else value if isinstance(value, bool | str) else float(value)


def _check(cell: CellTag, value: Scalar, place: str, hidden: bool, findings: Findings) -> None:
    """Whether a formula comes to something: errors stay only where they stood before, or in rows left over."""
    formula = cell.formula or ""
    if cell.formula_tag.get("t") == "dataTable":
        findings.add(place, N_("a data table (what-if analysis) cannot be calculated"))
    elif _CHANGING.search(_QUOTED.sub("", formula)):
        findings.add(place, N_("the formula ={formula} has another value every time"), formula=formula)
    elif isinstance(value, ErrorValue):
        before = cell.value if cell.kind == "e" else ""
        if value in _NOT_KNOWN:
            findings.add(
                place,
                N_("the formula ={formula} cannot be calculated here ({error})"),
                formula=formula,
                error=str(value),
            )
        elif not hidden and (value != before or value == "#VALUE!"):
            findings.add(place, N_("the formula ={formula} comes to {error}"), formula=formula, error=str(value))


def _spread(
    engine: Any,
    number: int,
    sheet: Worksheet,
    name: str,
    cell: CellTag,
    values: dict[CellPlace, Scalar],
    findings: Findings,
) -> None:
    """The other cells of an array formula, which have no formula of their own; told where it needs more of them."""
    area = area_of(cell.formula_tag.get("ref", "")) if cell.formula_tag.get("t") == "array" else None
    if area is None:
        return
    for place in area.places:
        if place != cell.place and sheet.cell(place) is not None:
            values[place] = _value(engine, number, place)
    for beyond in (CellPlace(area.bottom + 1, area.left), CellPlace(area.top, area.right + 1)):
        found = sheet.cell(beyond)
        empty = found is None or (found.formula is None and not found.value)
        if empty and engine.get_cell_value(number, *_from_one(beyond)) is not None:
            findings.add(
                f"{name}!{letter(cell.place.column)}{cell.place.row}",
                N_("the formula ={formula} fills other cells than before; enter it for a fixed range of cells"),
                formula=cell.formula,
            )
