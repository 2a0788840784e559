"""IronCalc as another opinion: it calculates our workbooks and finds the values that stand in them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import ironcalc
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Checked(NamedTuple):
    """The engine with the workbook calculated in it, and how many formulas were found right."""

    engine: Any
    compared: int


def assert_second_engine_agrees(path: Path) -> Checked:
    """IronCalc evaluates every formula of a workbook of ours to the value kept with it."""
    engine = ironcalc.load_from_xlsx(str(path), "en", "Asia/Tokyo", "en")
    engine.evaluate()
    compared = 0
    for sheet, cell, expected in kept_values(path):
        found = engine.get_cell_value(sheet, *coordinate_to_tuple(cell))
        assert_same(found, expected, f"sheet {sheet + 1}, {cell}")
        compared += 1
    return Checked(engine, compared)


def assert_same(found: object, expected: object, place: str) -> None:
    """A value is the expected one, a broken number but for its last bits."""
    if isinstance(expected, float) and isinstance(found, int | float):
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), place
    else:
        assert found == expected, place


def as_gnumeric_keeps(text: str) -> str:
    """A text as it is read from Gnumeric's files: they do not ask to keep blanks at its ends, and have no DEL."""
    return text.replace("\x7f", "").strip(" \t\r\n")


def kept_values(path: Path) -> Iterator[tuple[int, str, object]]:
    """Every formula of a workbook of ours: its sheet, counted from 0, its cell, and the value kept with it."""
    with zipfile.ZipFile(path) as package:
        sheets = sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
        for sheet in range(sheets):
            part = ElementTree.fromstring(package.read(f"xl/worksheets/sheet{sheet + 1}.xml"))
            for cell in part.iterfind(f".//{MAIN}c[{MAIN}f]"):
                yield sheet, cell.attrib["r"], _value(cell.get("t", "n"), cell.findtext(f"{MAIN}v"))


def _value(kind: str, text: str | None) -> object:
    if not text:
        return None
    if kind == "n":
        return float(text) if any(each in text for each in ".eE") else int(text)
    return bool(int(text)) if kind == "b" else text
