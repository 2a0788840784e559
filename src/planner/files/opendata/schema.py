"""What the table of open data is, for programs: a JSON schema (draft 2020-12), and a tabular data package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.core.errors import Both
from planner.files.opendata.columns import Field
from planner.files.opendata.table import OpenData, kind_of
from planner.files.plain.sheet import Sheet

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Described = dict[str, object]
"""An object of JSON."""


def json_schema(data: OpenData) -> Described:
    """The schema of the table as an array of objects, one a row, by the names of columns; an empty cell is null."""
    return {
        "$schema": DIALECT,
        "title": data.name,
        "description": "Rows as objects by the names of columns; an empty cell is null, amounts are whole yen.",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {each.name: _property(each) for each in data.fields},
            "required": [each.name for each in data.fields],
            "additionalProperties": False,
            "anyOf": [_filled(each) for each in data.fields if each.key in ("amount", "lack")],
        },
    }


def _property(field: Field) -> Described:
    said: Described = {"title": field.other, "description": _both(field.meaning)}
    if field.choices:
        allowed: list[Described] = [{"const": value, "title": _both(words)} for value, words in field.choices]
        return said | {"oneOf": allowed if field.is_required else [*allowed, {"type": "null"}]}
    return said | {"type": kind_of(field) if field.is_required else [kind_of(field), "null"]}


def _filled(field: Field) -> Described:
    """That something stands in a column: an amount, or why there is none."""
    return {"properties": {field.name: {"not": {"type": "null"}}}}


def _both(words: Both) -> str:
    return " / ".join(filter(None, words))


def package(data: OpenData, names: Mapping[str, Sheet]) -> Described:
    """The descriptor of a tabular data package whose files of those names hold these sheets; the first is the table."""
    here = data.handover
    table, *lists = names.items()
    resources = [_resource(*table, [_typed(each) for each in data.fields])]
    for name, sheet in lists:
        kinds: list[Described] = [{"name": column.heading, "type": "string"} for column in sheet.columns]
        resources.append(_resource(name, sheet, kinds))
    return {
        "profile": "tabular-data-package",
        "name": f"budget-request-{here.portfolio.request_year}",
        "title": data.name,
        "description": f"{here.ministry} {here.options.date.isoformat()}".strip(),
        "resources": resources,
    }


def _resource(path: str, sheet: Sheet, fields: Sequence[Described]) -> Described:
    return {
        "profile": "tabular-data-resource",
        "name": path.rpartition(".")[0],
        "path": path,
        "title": sheet.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": list(fields), "missingValues": [""]},
    }


def _typed(field: Field) -> Described:
    said: Described = {
        "name": field.name,
        "title": field.other,
        "type": kind_of(field),
        "description": _both(field.meaning),
    }
    rules: Described = {"required": True} if field.is_required else {}
    if field.choices:
        rules["enum"] = [value for value, _words in field.choices]
    return said | {"constraints": rules} if rules else said
