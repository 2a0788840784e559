"""The portfolio in a .bplan file: programs, lines in packed columns, views, sheets."""

from __future__ import annotations

import json
import sqlite3
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np

from planner.core.model.fields import DEMAND, EXPENSE, FIELDS, GROWTH
from planner.core.model.lines import LINE_COLUMNS, LINE_TEXTS, Lines, Steps, frozen_column, frozen_flags
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Listed, Member, Note, Portfolio, Program, Status, View
from planner.core.model.published import PrintedCount, Published
from planner.core.money import Rounding
from planner.files.document.bplan_plan import read_obligations
from planner.files.document.bplan_rows import fill_table

_FLAGS = ("at_intake", "known", "proposed")
"""The columns of lines and steps that hold yes or no."""

_PROGRAM_TEXTS = ("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel")


def write_portfolio(db: sqlite3.Connection, portfolio: Portfolio) -> None:
    """Write the portfolio into the empty tables of a new file."""
    plain = {
        "title": portfolio.title,
        "title_en": portfolio.title_en,
        "ministry": portfolio.ministry,
        "ministry_en": portfolio.ministry_en,
        "years": json.dumps(portfolio.years),
    }
    fill_table(db, "portfolio", plain.items())
    fill_table(
        db,
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
        db,
        "published",
        (
            (kind, owner.id, i, each.year, each.printed, each.sheet, each.quote)
            for kind, owner in owners
            for i, each in enumerate(owner.published)
        ),
    )
    fill_table(
        db,
        "listed",
        (
            (view.id, i, json.dumps(o.programs), o.figure.year, o.figure.printed, o.figure.sheet, o.figure.quote)
            for view in portfolio.views
            for i, o in enumerate(view.listed)
        ),
    )
    fill_table(
        db,
        "counts",
        ((i, json.dumps(o.lines), o.year, o.count, o.sheet, o.quote) for i, o in enumerate(portfolio.counts)),
    )
    fill_table(
        db,
        "notes",
        (
            (kind, owner.id, i, note.year, note.text, note.text_en, note.sheet, json.dumps(note.quotes))
            for kind, owner in owners
            for i, note in enumerate(owner.notes)
        ),
    )
    fill_table(db, "views", ((i, view.id, view.name, view.name_en) for i, view in enumerate(portfolio.views)))
    fill_table(
        db,
        "members",
        (
            (view.id, i, member.program, member.heading, member.heading_en, member.relisted)
            for view in portfolio.views
            for i, member in enumerate(view.members)
        ),
    )
    fill_table(db, "sheets", ((i, *sheet) for i, sheet in enumerate(portfolio.sheets)))
    fill_table(
        db,
        "origins",
        (
            (i, each.basis.value, each.sheet, each.quote, each.rule, each.rule_en, each.low, each.high)
            for i, each in enumerate(portfolio.origins)
        ),
    )
    lines = portfolio.lines
    retention = {row: [str(share) for share in shares] for row, shares in lines.retention.items()}
    texts = {name: getattr(lines, name) for name in LINE_TEXTS} | {"retention": retention}
    fill_table(db, "line_texts", ((name, json.dumps(value, ensure_ascii=False)) for name, value in texts.items()))
    fill_table(db, "line_columns", ((name, _packed(column)) for name, column in lines.columns().items()))


def _packed(column: np.ndarray[Any, Any]) -> bytes:
    return column.astype("<i1" if column.dtype == np.bool_ else "<i8").tobytes()


def _unpacked(name: str, content: bytes) -> np.ndarray[Any, Any]:
    if name.rpartition(".")[2] in _FLAGS:
        return frozen_flags(np.frombuffer(content, dtype="<i1"))
    return frozen_column(np.frombuffer(content, dtype="<i8"))


def read_portfolio(db: sqlite3.Connection) -> Portfolio:
    """The portfolio of a file; `UserError` where its columns do not fit together."""
    plain = dict(db.execute("SELECT key, value FROM portfolio"))
    published: dict[tuple[str, str], list[Published]] = {}
    for kind, owner, year, printed, sheet, quote in db.execute(
        "SELECT owner_kind, owner, year, printed, sheet, quote FROM published ORDER BY owner_kind, owner, position"
    ):
        published.setdefault((kind, owner), []).append(Published(year, printed, sheet, quote))
    notes: dict[tuple[str, str], list[Note]] = {}
    for kind, owner, year, text, text_en, sheet, quotes in db.execute(
        "SELECT owner_kind, owner, year, text, text_en, sheet, quotes FROM notes ORDER BY owner_kind, owner, position"
    ):
        notes.setdefault((kind, owner), []).append(Note(year, text, text_en, sheet, tuple(json.loads(quotes))))
    programs = tuple(
        Program(
            **dict(zip(_PROGRAM_TEXTS, row, strict=False)),
            first_year=first,
            last_year=last,
            status=Status(status),
            estimate=bool(estimate),
            relists=tuple(json.loads(relists)),
            published=tuple(published.get(("program", row[0]), ())),
            notes=tuple(notes.get(("program", row[0]), ())),
            proposed=bool(proposed),
        )
        for *row, first, last, status, estimate, relists, proposed in db.execute(
            f"SELECT {', '.join(_PROGRAM_TEXTS)}, first_year, last_year, status, estimate, relists, proposed"
            " FROM programs ORDER BY position"
        )
    )
    members: dict[str, list[Member]] = {}
    for view, program, heading, heading_en, relisted in db.execute(
        "SELECT view, program, heading, heading_en, relisted FROM members ORDER BY view, position"
    ):
        members.setdefault(view, []).append(Member(program, heading, heading_en, bool(relisted)))
    listed: dict[str, list[Listed]] = {}
    for view, listed_programs, *figure in db.execute(
        "SELECT view, programs, year, printed, sheet, quote FROM listed ORDER BY view, position"
    ):
        listed.setdefault(view, []).append(Listed(tuple(json.loads(listed_programs)), Published(*figure)))
    views = tuple(
        View(
            id_,
            name,
            name_en,
            tuple(members.get(id_, ())),
            tuple(published.get(("view", id_), ())),
            tuple(notes.get(("view", id_), ())),
            tuple(listed.get(id_, ())),
        )
        for id_, name, name_en in db.execute("SELECT id, name, name_en FROM views ORDER BY position")
    )
    origins = tuple(
        Origin(Basis(row[0]), *row[1:])
        for row in db.execute("SELECT basis, sheet, quote, rule, rule_en, low, high FROM origins ORDER BY position")
    )
    portfolio = Portfolio(
        title=plain["title"],
        title_en=plain["title_en"],
        ministry=plain["ministry"],
        ministry_en=plain["ministry_en"],
        years=tuple(json.loads(plain["years"])),
        programs=programs,
        lines=_read_lines(db),
        origins=origins,
        views=views,
        sheets=tuple(db.execute("SELECT id, title FROM sheets ORDER BY position")),
        obligations=read_obligations(db, own=False),
        counts=tuple(
            PrintedCount(tuple(json.loads(ids)), *count)
            for ids, *count in db.execute("SELECT lines, year, count, sheet, quote FROM counts ORDER BY position")
        ),
    )
    _fits_together(portfolio)
    return portfolio


def _read_lines(db: sqlite3.Connection) -> Lines:
    texts = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM line_texts")}
    columns = {name: _unpacked(name, value) for name, value in db.execute("SELECT name, value FROM line_columns")}
    retention = {int(row): tuple(map(Fraction, shares)) for row, shares in texts["retention"].items()}
    return Lines(
        ids=tuple(texts["ids"]),
        labels=tuple(texts["labels"]),
        labels_en=tuple(texts["labels_en"]),
        units=tuple(texts["units"]),
        of=tuple(texts["of"]),
        **{name: columns[name] for name in LINE_COLUMNS},
        retention=MappingProxyType(retention),
        steps=MappingProxyType({key: Steps(*(columns[f"{key}.{name}"] for name in Steps._fields)) for key in FIELDS}),
    )


def _fits_together(portfolio: Portfolio) -> None:
    """Raise `ValueError` where lengths or references contradict one another: nothing may be looked up amiss later."""
    lines, count = portfolio.lines, len(portfolio.lines)
    consistent = (
        len(set(lines.ids)) == count
        and all(len(getattr(lines, name)) == count for name in LINE_TEXTS)
        and all(len(getattr(lines, name)) == count for name in LINE_COLUMNS)
        and all(0 <= row < count and len(kept) == lines.duration[row] for row, kept in lines.retention.items())
        and len(portfolio.years) > 1
        and all(parent < i for i, (_, *above) in enumerate(portfolio.ancestors) for parent in above)
        and _within(lines.program, 0, len(portfolio.programs))
        and bool((np.diff(lines.program) >= 0).all())
        and _within(lines.duration, 1, 1000)
        and _within(lines.rounding, 0, len(Rounding))
        and _within(lines.demand, 0, len(DEMAND.choices))
        and _within(lines.expense, 0, len(EXPENSE.choices))
        and _within(lines.growth, 0, len(GROWTH.choices))
        and all(each.program in portfolio.program_index for each in portfolio.obligations)
        and all(
            id_ in portfolio.program_index for view in portfolio.views for each in view.listed for id_ in each.programs
        )
        and all(member.program in portfolio.program_index for view in portfolio.views for member in view.members)
        and all(id_ in portfolio.program_index for program in portfolio.programs for id_ in program.relists)
    )
    for steps in lines.steps.values():
        size = len(steps.year)
        consistent = (
            consistent
            and len(steps.start) == count + 1
            and all(len(column) == size for column in steps[1:])
            and (steps.start[0], steps.start[-1]) == (0, size)
            and bool((np.diff(steps.start) >= 0).all())
            and _within(steps.origin, 0, len(portfolio.origins))
            and _within(steps.denominator, 1, 2**62)
        )
    if not consistent:
        raise ValueError("columns")


def _within(column: np.ndarray[Any, Any], low: int, high: int) -> bool:
    return not len(column) or (int(column.min()) >= low and int(column.max()) < high)
