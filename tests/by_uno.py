"""Works with workbooks in LibreOffice as a person does: types, unprotects, sorts, filters, saves.

by_uno.py PROFILE < ORDERS: run by the system's Python, which has the module `uno` (package python3-uno), never by that
of the project. `ORDERS` is a JSON list of `{"book": PATH, "to": PATH, "steps": [[WHAT, SHEET, …], …]}`; `STEPS` below
says what can be done. LibreOffice is started with a profile of its own, and ends with the last order.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

uno: Any = importlib.import_module("uno")  # only the system's Python has it

STARTING = 0.2
"""So many seconds LibreOffice may go on with its start before it is asked again whether it listens."""


def value(name: str, content: object) -> Any:
    """A named setting as LibreOffice takes it."""
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, content
    return made


def connected(office: Any, pipe: str) -> Any:
    """The desktop of a LibreOffice that is starting, once it listens."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception as error:  # the kinds of UNO are known to UNO alone
            if not type(error).__name__.endswith("NoConnectException"):
                raise
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        try:
            office.wait(STARTING)
        except subprocess.TimeoutExpired:
            continue
        raise SystemExit(f"LibreOffice ended with {office.returncode}")


def type_in(sheet: Any, cell: str, content: str | float) -> None:
    """A number or a formula into a cell, as if typed."""
    place = sheet.getCellRangeByName(cell)
    if isinstance(content, str):
        place.setFormula(content)
    else:
        place.setValue(content)


def unprotect(sheet: Any) -> None:
    """The sheet free for editing; it has no password."""
    sheet.unprotect("")
    assert not sheet.isProtected()


def sort(sheet: Any, cells: str, column: int, ascending: bool) -> None:
    """The rows of a range in the order of one of its columns, counted from 0."""
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByName(cells).sort((value("SortFields", fields), value("ContainsHeader", False)))


def show_only(sheet: Any, cells: str, column: int, text: str) -> None:
    """The rows of a range, headings first, of which a column, counted from 0, says this; others are filtered out."""
    area = sheet.getCellRangeByName(cells)
    wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    wanted.Field, wanted.IsNumeric, wanted.StringValue = column, False, text
    wanted.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    filtering = area.createFilterDescriptor(True)
    filtering.ContainsHeader = True
    filtering.setFilterFields((wanted,))
    area.filter(filtering)


STEPS: dict[str, Callable[..., None]] = {"type": type_in, "unprotect": unprotect, "sort": sort, "show only": show_only}


def carry_out(desktop: Any, order: dict[str, Any]) -> None:
    """One workbook opened, worked with, calculated anew and saved as another."""
    book = desktop.loadComponentFromURL(Path(order["book"]).as_uri(), "_blank", 0, (value("Hidden", True),))
    for what, sheet, *how in order["steps"]:
        STEPS[what](book.Sheets.getByName(sheet), *how)
    book.calculateAll()
    book.storeToURL(Path(order["to"]).as_uri(), (value("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)


def main(program: str, profile: str) -> None:
    """Start LibreOffice, carry out all orders, end it."""
    pipe = "planner" + "".join(each for each in profile if each.isalnum())[-80:]
    quiet = ["--headless", "--invisible", "--norestore", "--nologo"]
    place = f"-env:UserInstallation={Path(profile).as_uri()}"
    office = subprocess.Popen([program, place, *quiet, f"--accept=pipe,name={pipe};urp;"])
    desktop = connected(office, pipe)
    for order in json.load(sys.stdin):
        carry_out(desktop, order)
    desktop.terminate()
    office.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
