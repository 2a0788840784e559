"""The portfolio in a .bplan file: programs, lines in packed columns, views, sheets."""

from __future__ import annotations

import json
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from planner.core.model.accounts.codes import Codes
from planner.core.model.fields import FIELDS
from planner.core.model.lines import LINE_COLUMNS, LINE_TEXTS, Lines, Steps, frozen_column, frozen_flags
from planner.core.model.obligations import Obligation
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Listed, Member, Note, Portfolio, Program, Status, View
from planner.core.model.published import PrintedCount, Published
from planner.files.document.bplan_rows import (
    FLAGS,
    Groups,
    Tables,
    fill_table,
    flag,
    fraction_of_text,
    json_of_text,
    numbers_of_json,
    once,
    texts_of_json,
    whole_of_text,
)

_PLAIN = {"title", "title_en", "ministry", "ministry_en", "years"}
_COLUMNS = {*LINE_COLUMNS, *(f"{key}.{name}" for key in FIELDS for name in Steps._fields)}
_PROGRAM_TEXTS = ("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel")


def write_portfolio(tables: Tables, portfolio: Portfolio) -> None:
    """Put the portfolio."""
    plain = {
        "title": portfolio.title,
        "title_en": portfolio.title_en,
        "ministry": portfolio.ministry,
        "ministry_en": portfolio.ministry_en,
        "years": json.dumps(portfolio.years),
    }
    fill_table(tables, "portfolio", plain.items())
    fill_table(
        tables,
        "programs",
        (
            (
                i,
                *(getattr(each, name) for name in _PROGRAM_TEXTS),
                each.first_year,
                each.last_year,
                each.status.value,
                each.estimate,
                json.dumps(each.relists),
                each.proposed,
            )
            for i, each in enumerate(portfolio.programs)
        ),
    )
    owners: list[tuple[str, Program | View]] = [
        *(("program", program) for program in portfolio.programs),
        *(("view", view) for view in portfolio.views),
    ]
    fill_table(
        tables,
        "published",
        (
            (kind, owner.id, i, each.year, each.printed, each.sheet, each.quote)
            for kind, owner in owners
            for i, each in enumerate(owner.published)
        ),
    )
    fill_table(
        tables,
        "listed",
        (
            (view.id, i, json.dumps(o.programs), o.figure.year, o.figure.printed, o.figure.sheet, o.figure.quote)
            for view in portfolio.views
            for i, o in enumerate(view.listed)
        ),
    )
    fill_table(
        tables,
        "counts",
        ((i, json.dumps(o.lines), o.year, o.count, o.sheet, o.quote) for i, o in enumerate(portfolio.counts)),
    )
    fill_table(
        tables,
        "notes",
        (
            (kind, owner.id, i, note.year, note.text, note.text_en, note.sheet, json.dumps(note.quotes))
            for kind, owner in owners
            for i, note in enumerate(owner.notes)
        ),
    )
    fill_table(tables, "views", ((i, view.id, view.name, view.name_en) for i, view in enumerate(portfolio.views)))
    fill_table(
        tables,
        "members",
        (
            (view.id, i, member.program, member.heading, member.heading_en, member.relisted)
            for view in portfolio.views
            for i, member in enumerate(view.members)
        ),
    )
    fill_table(tables, "sheets", ((i, *sheet) for i, sheet in enumerate(portfolio.sheets)))
    fill_table(
        tables,
        "origins",
        (
            (i, each.basis.value, each.sheet, each.quote, each.rule, each.rule_en, each.low, each.high)
            for i, each in enumerate(portfolio.origins)
        ),
    )
    lines = portfolio.lines
    retention = {row: [str(share) for share in shares] for row, shares in lines.retention.items()}
    texts = {name: getattr(lines, name) for name in LINE_TEXTS} | {"retention": retention}
    fill_table(tables, "line_texts", ((name, json.dumps(value, ensure_ascii=False)) for name, value in texts.items()))
    fill_table(tables, "line_columns", ((name, _packed(column)) for name, column in lines.columns().items()))


def _packed(column: np.ndarray[Any, Any]) -> bytes:
    return column.astype("<i1" if column.dtype == np.bool_ else "<i8").tobytes()


def _unpacked(name: str, content: bytes) -> np.ndarray[Any, Any]:
    if name.rpartition(".")[2] in FLAGS:
        flags = np.frombuffer(content, dtype="<i1")
        if ((flags != 0) & (flags != 1)).any():
            raise ValueError(name)
        return frozen_flags(flags)
    return frozen_column(np.frombuffer(content, dtype="<i8"))


def read_portfolio(tables: Tables, obligations: tuple[Obligation, ...], codes: Codes) -> Portfolio:
    """The portfolio of a file; `ValueError` or `UserError` where its rows make no sense."""
    plain = once(tables["portfolio"])
    published = Groups(
        ((kind, owner), Published(year, printed, sheet, quote))
        for kind, owner, _, year, printed, sheet, quote in tables["published"]
    )
    notes = Groups(
        ((kind, owner), Note(year, text, text_en, sheet, texts_of_json(quotes)))
        for kind, owner, _, year, text, text_en, sheet, quotes in tables["notes"]
    )
    programs = tuple(
        Program._make(
            (
                *(*texts, first, last, Status(status), flag(estimate), texts_of_json(relists)),
                *(published.take(("program", texts[0])), notes.take(("program", texts[0])), flag(proposed)),
            )
        )
        for _, *texts, first, last, status, estimate, relists, proposed in tables["programs"]
    )
    members = Groups(
        (view, Member(program, heading, heading_en, flag(relisted)))
        for view, _, program, heading, heading_en, relisted in tables["members"]
    )
    listed = Groups(
        (view, Listed(texts_of_json(listed_programs), Published(*figure)))
        for view, _, listed_programs, *figure in tables["listed"]
    )
    views = tuple(
        View(
            *(id_, name, name_en, members.take(id_)),
            *(published.take(("view", id_)), notes.take(("view", id_)), listed.take(id_)),
        )
        for _, id_, name, name_en in tables["views"]
    )
    for groups in (published, notes, members, listed):
        groups.settle()
    if plain.keys() != _PLAIN:
        raise ValueError("portfolio")
    return Portfolio(
        title=plain["title"],
        title_en=plain["title_en"],
        ministry=plain["ministry"],
        ministry_en=plain["ministry_en"],
        years=numbers_of_json(plain["years"]),
        programs=programs,
        lines=_read_lines(tables),
        origins=tuple(Origin(Basis(basis), *rest) for _, basis, *rest in tables["origins"]),
        views=views,
        sheets=tuple((id_, title) for _, id_, title in tables["sheets"]),
        obligations=obligations,
        counts=tuple(PrintedCount(texts_of_json(ids), *count) for _, ids, *count in tables["counts"]),
        codes=codes,
    )


def _read_lines(tables: Tables) -> Lines:
    texts = once(tables["line_texts"])
    columns = once((name, _unpacked(name, content)) for name, content in tables["line_columns"])
    if texts.keys() != {*LINE_TEXTS, "retention"} or columns.keys() != _COLUMNS:
        raise ValueError("columns")
    return Lines(
        ids=texts_of_json(texts["ids"]),
        labels=texts_of_json(texts["labels"]),
        labels_en=texts_of_json(texts["labels_en"]),
        units=texts_of_json(texts["units"]),
        of=texts_of_json(texts["of"]),
        **{name: columns[name] for name in LINE_COLUMNS},
        retention=MappingProxyType(_retention(texts["retention"])),
        steps=MappingProxyType({key: Steps(*(columns[f"{key}.{name}"] for name in Steps._fields)) for key in FIELDS}),
    )


def _retention(text: str) -> dict[int, tuple[Fraction, ...]]:
    said = json_of_text(text)
    if not isinstance(said, dict) or any(not isinstance(shares, list) for shares in said.values()):
        raise ValueError("retention")
    return once((whole_of_text(row), tuple(map(fraction_of_text, shares))) for row, shares in said.items())
