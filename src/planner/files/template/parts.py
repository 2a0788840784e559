"""What else a template holds: parts that would say something wrong once it is filled, and charts, which are renewed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from planner.core.errors import N_
from planner.core.findings import Findings
from planner.files.incoming.package import SMALL_LIMIT
from planner.files.template.book import Template
from planner.files.template.marks import MARK
from planner.files.template.worksheet import Area, CellPlace, Span, after_end, parse, spliced, tag_at

Touches = Callable[[str, Area], bool]
"""Whether a cell of an area of a sheet has changed."""
ValueOf = Callable[[str, CellPlace], "str | float | None"]

_FOLDERS = (
    ("xl/externallinks/", N_("links to other workbooks, whose saved values may be old; break the links first")),
    ("_xmlsignatures/", N_("a digital signature, which a filled workbook would break; remove it first")),
    ("xl/model/", N_("a data model, whose own copy of the data would stay old; remove it first")),
    ("xl/querytables/", N_("a query of data elsewhere, which would overwrite what is filled in; remove it first")),
)
_COPIES = ("numCache", "strCache", "multiLvlStrCache")
_UNFILLED = re.compile(r"^(xl/worksheets/sheet|xl/sharedstrings|docprops/|xl/styles|xl/theme)")


def refuse_parts(template: Template, findings: Findings) -> None:
    """Parts that no filled workbook can keep honest, and marks where none can be filled."""
    for name in template.package.names:
        folded = name.casefold()
        for folder, what in _FOLDERS:
            if folded.startswith(folder) and folded.endswith((".xml", ".data")):
                findings.add(name, what)
    unseen = {part.casefold() for part in template.parts.values()}
    for name in template.package.names:
        folded = name.casefold()
        if folded.endswith(".xml") and folded not in unseen and not _UNFILLED.match(folded):
            said = _letters(template, name)
            if MARK.search(said):
                findings.add(name, N_("a mark outside the cells, as in a text box or a comment, is not filled in"))
    for name, sheet in template.sheets.items():
        outside = sheet.content[: sheet.data.start] + sheet.content[sheet.data.end :]
        if MARK.search(outside.decode("utf-8", "replace")):
            findings.add(name, N_("a mark outside the cells, as in a header or footer, is not filled in"))


def _letters(template: Template, part: str) -> str:
    """What a part says, the pieces of a text put together, but for a chart's copies of cells."""
    said: list[str] = []
    attributes: list[str] = []
    copies = 0

    def start(element: str, found: dict[str, str]) -> None:
        nonlocal copies
        copies += element.rpartition(":")[2] in _COPIES
        attributes.extend(value for value in found.values() if "{{" in value or "｛｛" in value)

    def end(element: str) -> None:
        nonlocal copies
        copies -= element.rpartition(":")[2] in _COPIES

    def text(piece: str) -> None:
        if not copies:
            said.append(piece)

    template.package.read(part, start, end, text)
    return "".join([*said, *attributes])


def refuse_over(template: Template, touches: Touches, findings: Findings) -> None:
    """Parts that hold a copy of cells which have changed: pivot tables, and charts of a newer kind."""
    for name in template.package.names:
        if re.match(r"xl/pivotcache/pivotcachedefinition\d*\.xml$", name.casefold()):
            _refuse_pivot(template, name, touches, findings)
        if re.match(r"xl/charts/chartex\d*\.xml$", name.casefold()):
            for text in _formulas(template, name):
                if any(touches(sheet, area) for sheet, area in template.areas(text)) or not template.areas(text):
                    findings.add(name, N_("a chart of a newer kind over {cells} cannot be renewed"), cells=text)


def _refuse_pivot(template: Template, part: str, touches: Touches, findings: Findings) -> None:
    sources: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "worksheetSource":
            sources.append(attributes)

    template.package.read(part, start)
    for source in sources or [{}]:
        name = source.get("name", "")
        text = next((each.text for each in template.names if each.name == name), "") if name else ""
        if not name:
            text = "'{}'!{}".format(source.get("sheet", "").replace("'", "''"), source.get("ref", ""))
        areas = [(each.sheet, each.area) for each in template.tables if each.name == name] or template.areas(text)
        if not areas or any(touches(sheet, area) for sheet, area in areas):
            findings.add(
                part, N_("a pivot table over filled cells ({cells}) would show old figures"), cells=name or text
            )


def _formulas(template: Template, part: str) -> list[str]:
    found: list[str] = []
    within = False

    def start(element: str, _attributes: dict[str, str]) -> None:
        nonlocal within
        within = element.rpartition(":")[2] == "f"
        if within:
            found.append("")

    def text(piece: str) -> None:
        if within:
            found[-1] += piece

    def end(_element: str) -> None:
        nonlocal within
        within = False

    template.package.read(part, start, end, text)
    return found


# ---------------------------------------------------------------- charts


class _Cache(NamedTuple):
    """The copy of cells in a chart: where it stands, whether of numbers, its format."""

    formula: str
    span: Span
    prefix: str
    numbers: bool
    code: str


def renewed_charts(template: Template, touches: Touches, value_of: ValueOf, findings: Findings) -> Mapping[str, bytes]:
    """The charts over changed cells with their copies of these cells made anew; others are left out."""
    made = {}
    for name in template.package.names:
        if re.match(r"xl/charts/chart\d*\.xml$", name.casefold()):
            content = template.package.content(name, SMALL_LIMIT)
            edits = []
            for cache in _caches(content, template.path):
                areas = template.areas(cache.formula) or _named_areas(template, cache.formula)
                if not areas:
                    findings.add(name, N_("the figures of a chart ({cells}) cannot be renewed"), cells=cache.formula)
                elif any(touches(*area) for area in areas):
                    values = [value for area in areas for value in _values(*area, value_of)]
                    edits.append((cache.span, _cache_xml(cache, values)))
            if edits:
                made[name] = spliced(content, edits)
    return made


def _named_areas(template: Template, formula: str) -> list[tuple[str, Area]]:
    name = formula.rpartition("!")[2]
    return next((template.areas(each.text) for each in template.names if each.name == name), [])


def _values(sheet: str, area: Area, value_of: ValueOf) -> Iterator[str | float | None]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield value_of(sheet, CellPlace(row, column))


def _cache_xml(cache: _Cache, values: list[str | float | None]) -> bytes:
    c = cache.prefix
    points = []
    for at, value in enumerate(values):
        if value is None or (cache.numbers and isinstance(value, str)):
            continue
        said = value if isinstance(value, str) else str(int(value)) if float(value).is_integer() else repr(value)
        points.append(f'<{c}pt idx="{at}"><{c}v>{escape(said)}</{c}v></{c}pt>')
    name = f"{c}{'numCache' if cache.numbers else 'strCache'}"
    code = f"<{c}formatCode>{escape(cache.code)}</{c}formatCode>" if cache.numbers and cache.code else ""
    return f'<{name}>{code}<{c}ptCount val="{len(values)}"/>{"".join(points)}</{name}>'.encode()


def _caches(content: bytes, path: Path) -> list[_Cache]:
    """The copies of cells in a chart; of several levels, the whole with its cells, which cannot be renewed."""
    found: list[_Cache] = []
    said: list[str] = []
    state = {"formula": "", "code": ""}
    begun: list[tuple[int, str]] = []

    def start(qualified: str, _attributes: dict[str, str], at: int) -> None:
        prefix, colon, name = qualified.rpartition(":")
        if name in _COPIES:
            begun.append((at, prefix + colon))
            state["code"] = ""
        said.clear()

    def end(qualified: str, at: int) -> None:
        name = qualified.rpartition(":")[2]
        if name == "f":
            state["formula"] = "".join(said).strip()
        elif name == "formatCode" and begun and not state["code"]:
            state["code"] = "".join(said)
        elif name in _COPIES and begun:
            first, prefix = begun.pop()
            _tag, empty = tag_at(content, first)
            formula = state["formula"] if name != "multiLvlStrCache" else f"{state['formula']} …"
            span = Span(first, after_end(content, at, empty))
            found.append(_Cache(formula, span, prefix, name == "numCache", state["code"]))

    parse(content, path, start, end, said.append)
    return found
