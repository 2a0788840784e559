"""How high filled rows are: not every spreadsheet grows rows by itself when it opens a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planner.files.plain.text_width import text_lines
from planner.files.submission.workbook.looks import HIGHEST
from planner.files.template.book import Template
from planner.files.template.filling import Rich
from planner.files.template.plan import SheetPlan
from planner.files.template.worksheet import CellPlace, Worksheet, number_of

LINE = 1.35
"""The height of a line for each point of its letters."""


class Look(NamedTuple):
    """What of a cell's style decides on its height: whether its text wraps, and the size of its letters in points."""

    wraps: bool
    size: float


class Looks(NamedTuple):
    """The styles of cells by their numbers, and the size of the letters that widths are counted in."""

    styles: Sequence[Look]
    size: float


def read_looks(template: Template) -> Looks:
    """The styles of a template."""
    sizes: list[float] = []
    styles: list[Look] = []
    within = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal within
        if element in ("fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            within = element
        elif within == "fonts" and element == "font":
            sizes.append(11.0)
        elif within == "fonts" and element == "sz" and sizes:
            sizes[-1] = number_of(attributes.get("val"), 11.0)
        elif within == "cellXfs" and element == "xf":
            font = int(number_of(attributes.get("fontId"), 0))
            styles.append(Look(False, sizes[font] if font < len(sizes) else 11.0))
        elif within == "cellXfs" and element == "alignment" and styles:
            styles[-1] = styles[-1]._replace(wraps=attributes.get("wrapText") in ("1", "true"))

    def end(element: str) -> None:
        nonlocal within
        if element == within:
            within = ""

    if template.styles and template.package.has(template.styles):
        template.package.read(template.styles, start, end)
    return Looks(styles, sizes[0] if sizes else 11.0)


def heights_of(sheet: Worksheet, plan: SheetPlan, looks: Looks) -> Mapping[int, float | None]:
    """The heights of filled rows that the author has not set: `None` for a row of one line."""
    needed: dict[int, float] = defaultdict(float)
    spans = {(area.top, area.left): area.right for area in sheet.merged if area.top == area.bottom}
    for place, content in plan.fills.items():
        text = content.text if isinstance(content, Rich) else content
        cell = sheet.cell(place)
        style = cell.attributes.get("s", "") if cell else plan.styles.get(place, "")
        look = looks.styles[int(style)] if style.isdigit() and int(style) < len(looks.styles) else Look(False, 11.0)
        if isinstance(text, str) and look.wraps:
            needed[place.row] = max(needed[place.row], _height(text, sheet, place, spans, look, looks.size))
    found: dict[int, float | None] = {}
    for number in needed.keys() | plan.repeated:
        row = sheet.rows.get(number)
        if row is not None and row.attributes.get("customHeight") in ("1", "true"):
            continue
        own = sheet.height if row is None else number_of(row.attributes.get("ht"), sheet.height)
        if needed[number] > (sheet.height if number in plan.repeated else own):
            found[number] = min(needed[number], HIGHEST)
        elif number in plan.repeated:
            found[number] = None
    return found


def _height(
    text: str, sheet: Worksheet, place: CellPlace, spans: Mapping[tuple[int, int], int], look: Look, size: float
) -> float:
    last = spans.get(place, place.column)
    width = sum(sheet.width_of(column) for column in range(place.column, last + 1))
    lines = text_lines(text, max(int(width * min(size / look.size, 1)) - 1, 1))
    return lines * look.size * LINE if lines > 1 else 0
