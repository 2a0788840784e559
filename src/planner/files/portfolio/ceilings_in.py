"""The published ceilings (概算要求基準) of a fiscal year, from the tables that come with the program."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from typing import Any

from planner.core.model.ceilings import Ceiling, Kinds, Measure, Rules, Term
from planner.core.years import era_label
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.resources import resource


def published_rules(year: int) -> Rules | None:
    """The rules of a fiscal year, `None` where none come with the program: those of another never stand in."""
    try:
        path = resource(f"ceilings/{era_label(year).lower()}.toml")
    except FileNotFoundError:
        return None
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if table["fiscal_year"] != year:
        raise ValueError(f"{path.name} is of {table['fiscal_year']}, not {year}")
    ceilings = tuple(_ceiling(each, year, table["source"]) for each in table["ceiling"])
    return Rules(year, table["source"], ceilings, table.get("note", ""), table.get("note_en", ""))


def _ceiling(row: dict[str, Any], year: int, source: str) -> Ceiling:
    return Ceiling(
        row["id"],
        year,
        row["name"],
        row["name_en"],
        kinds=_kinds(row),
        amount=row.get("amount"),
        terms=tuple(Term(Fraction(each["ratio"]), Measure(each["of"]), _kinds(each)) for each in row.get("terms", ())),
        source=f"{source}「{row['quote']}」",
    ).check()


def _kinds(row: dict[str, Any]) -> Kinds:
    return Kinds(DEMANDS.index(row.get("demand", "")), EXPENSES.index(row.get("expense", "")))
