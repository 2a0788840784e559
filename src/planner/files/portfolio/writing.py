"""A portfolio back into tables: what is read from them again is the same portfolio."""

from __future__ import annotations

from planner.core.model.accounts.codes import Owner
from planner.core.model.fields import FIELDS, Value
from planner.core.model.obligations import Obligation
from planner.core.model.portfolio import Note, Portfolio, Program, View
from planner.core.model.proposals import base_only
from planner.files.portfolio.code_columns import code_cells
from planner.files.portfolio.tables import DEMANDS, EXPENSES, GROWTHS, QUOTE_MARK

TableRows = dict[str, list[dict[str, str]]]


def tables_of(portfolio: Portfolio) -> TableRows:
    """The rows of every table, as text, in the portfolio's order; what scenarios propose is left out."""
    portfolio = base_only(portfolio)
    programs, views = portfolio.programs, portfolio.views
    settings = {
        "title": portfolio.title,
        "title_en": portfolio.title_en,
        "ministry": portfolio.ministry,
        "ministry_en": portfolio.ministry_en,
        "previous_year": str(portfolio.years[0]),
        "request_year": str(portfolio.years[1]),
        "last_year": str(portfolio.years[-1]),
    }
    owners: list[tuple[str, Program | View]] = [("program", each) for each in programs]
    owners += [("view", each) for each in views]
    return {
        "portfolio": [{"key": key, "value": value} for key, value in settings.items()],
        "sheets": [{"sheet": sheet, "title": title} for sheet, title in portfolio.sheets],
        "programs": [_program(portfolio, program) for program in programs],
        "published": [
            {
                "kind": kind,
                "id": owner.id,
                "year": str(figure.year),
                "printed": figure.printed,
                "sheet": figure.sheet,
                "quote": figure.quote,
            }
            for kind, owner in owners
            for figure in owner.published
        ]
        + [
            {
                "kind": "member",
                "id": " ".join((view.id, *each.programs)),
                "year": str(each.figure.year),
                "printed": each.figure.printed,
                "sheet": each.figure.sheet,
                "quote": each.figure.quote,
            }
            for view in views
            for each in view.listed
        ],
        "lines": [_line(portfolio, row) for row in range(len(portfolio.lines))],
        "steps": _steps(portfolio),
        "views": [{"id": view.id, "name": view.name, "name_en": view.name_en} for view in views],
        "members": [
            {
                "view": view.id,
                "program": member.program,
                "heading": member.heading,
                "heading_en": member.heading_en,
                "relisted": _flag(member.relisted),
            }
            for view in views
            for member in view.members
        ],
        "notes": [_note(kind, owner.id, note) for kind, owner in owners for note in owner.notes],
        "counts": [
            {
                "lines": " ".join(each.lines),
                "year": str(each.year),
                "count": str(each.count),
                "sheet": each.sheet,
                "quote": each.quote,
            }
            for each in portfolio.counts
        ],
        "obligations": [_obligation(each) for each in portfolio.obligations],
    }


def _program(portfolio: Portfolio, program: Program) -> dict[str, str]:
    texts = ("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel")
    return {
        **{name: getattr(program, name) for name in texts},
        "first_year": _year(program.first_year),
        "last_year": _year(program.last_year),
        "status": program.status.value,
        "estimate": _flag(program.estimate),
        "relists": " ".join(program.relists),
        **code_cells(portfolio.codes, Owner.PROGRAM, program.id),
    }


def _line(portfolio: Portfolio, row: int) -> dict[str, str]:
    lines = portfolio.lines
    return {
        "id": lines.ids[row],
        "program": portfolio.programs[lines.program[row]].id,
        "label": lines.labels[row],
        "label_en": lines.labels_en[row],
        "unit": lines.units[row],
        "duration": str(lines.duration[row]),
        "retention": " ".join(str(share) for share in lines.retention.get(row, ())),
        "rate_rule": "intake" if lines.at_intake[row] else "year",
        "rounding": lines.rounding_of(row).code,
        "demand": DEMANDS[lines.demand[row]],
        "expense": EXPENSES[lines.expense[row]],
        "growth": GROWTHS[lines.growth[row]],
        "opening": "",  # it stands among the steps, spread
        "of": lines.of[row],
        **code_cells(portfolio.codes, Owner.LINE, lines.ids[row]),
    }


def _steps(portfolio: Portfolio) -> list[dict[str, str]]:
    lines = portfolio.lines
    rows = []
    for row, line_id in enumerate(lines.ids):
        for field in FIELDS:
            for year, value in lines.series(row, field):
                origin = portfolio.origin(row, field, year)
                assert origin is not None  # every step has one
                rows.append(
                    {
                        "line": line_id,
                        "field": field,
                        "year": str(year),
                        "value": _value(value),
                        "low": "" if origin.low is None else str(origin.low),
                        "high": "" if origin.high is None else str(origin.high),
                        "basis": origin.basis.value,
                        "sheet": origin.sheet,
                        "quote": origin.quote,
                        "rule": origin.rule,
                        "rule_en": origin.rule_en,
                    }
                )
    return rows


def _note(kind: str, id_: str, note: Note) -> dict[str, str]:
    return {
        "kind": kind,
        "id": id_,
        "year": _year(note.year),
        "note": note.text,
        "note_en": note.text_en,
        "sheet": note.sheet,
        "quote": QUOTE_MARK.join(note.quotes),
    }


def _obligation(each: Obligation) -> dict[str, str]:
    return {
        **{key: getattr(each, key) for key in ("id", "program", "name", "name_en", "sheet", "quote")},
        "binding": each.kind.value,
        "total": "" if each.total is None else str(each.total),
        "first_year": str(each.first_year),
        "last_year": str(each.last_year),
        "pays": " ".join(each.lines),
        "instalments": " ".join(f"{year}={amount}" for year, amount in each.instalments),
    }


def _year(year: int | None) -> str:
    return "" if year is None else str(year)


def _flag(flag: bool) -> str:
    return "1" if flag else ""


def _value(value: Value | None) -> str:
    return "" if value is None else str(value)
