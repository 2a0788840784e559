"""Tables for machines (機械判読用): one datum a cell, units in column names or beside the figure.

Lines have a row a line and fiscal year; comparisons one a total, program, line and value, columns a scenario.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import ValuesInForce, effective
from planner.core.compare.tree import CompareTree
from planner.core.errors import Translate
from planner.core.model.document import Document
from planner.core.model.fields import ALL_FIELDS, FIELDS, QUANTITY, Value
from planner.core.years import fiscal_year_name
from planner.files.plain.tidy_csv import LACK_WORDS, write_rows

COLUMNS = (
    *("program_id", "program", "line_id", "label", "unit", "basis", "fiscal_year", "fiscal_year_name"),
    *("rate_yen", "quantity", "times", "share", "amount_yen", "lack"),
)


def lines_frame(document: Document, evaluation: Evaluation, scenario: int) -> pd.DataFrame:
    """The lines of a scenario: whole numbers as Python integers, fractions as text, `None` where there is nothing.

    Shape: lines shown × plan years rows, `COLUMNS`. `lack` says why an amount is missing.
    """
    portfolio, lines, values = document.portfolio, document.portfolio.lines, ValuesInForce(document, scenario)
    rows = []
    for row, line_id in enumerate(lines.ids):
        if not evaluation.shows(row):
            continue
        line = evaluation.drivers(row)
        program = portfolio.programs[lines.program[row]]
        fixed = (
            program.id,
            program.name,
            line_id,
            lines.labels[row],
            lines.units[row],
        )
        for year, amount in zip(portfolio.years, evaluation.line(row), strict=True):
            drivers = [_plain(effective(line, key, year)) for key in FIELDS]
            said = (amount, "") if isinstance(amount, int) else (None, LACK_WORDS[amount][0])
            rows.append((*fixed, values.basis_key(row, year), year, fiscal_year_name(year), *drivers, *said))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


CHANGE_COLUMNS = (
    *("number", "scenario", "when", "who", "line_id", "program", "label", "field", "fiscal_year"),
    *("before", "after", "effect_yen", "reason"),
)


def changes_frame(document: Document, scenario: int) -> pd.DataFrame:
    """The changes that made a scenario, a row a cell, oldest first; the effect stands in a change's first row.

    Shape: cells × `CHANGE_COLUMNS`.
    """
    portfolio = document.portfolio
    rows = []
    for change in document.changes_of(scenario):
        made = (change.number, document.scenario(change.scenario).name, change.when, change.who)
        for i, cell in enumerate(change.cells):
            row = portfolio.line_index.get(cell.line_id)
            program = "" if row is None else portfolio.programs[portfolio.lines.program[row]].name
            label = "" if row is None else portfolio.lines.labels[row]
            values = (_plain(cell.before), _plain(cell.after), None if i else change.effect, change.why)
            rows.append((*made, cell.line_id, program, label, cell.field, cell.year, *values))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS), dtype=object)


COMPARED = ("level", "program_id", "program", "line_id", "label", "field", "fiscal_year", "unit", "previous")


def comparison_frame(tree: CompareTree, names: Sequence[str], translate: Translate) -> pd.DataFrame:
    """All rows of a comparison: amounts in yen, values in their unit, choices in the words of `translate`.

    Columns: `COMPARED`, then for each scenario its name, `NAME difference` (yen above the reference; of a value, its
    effect alone) and `NAME standing` (追加 or 廃止). A heading of a view stands in `program`.
    """
    columns = [*COMPARED, *(title for name in names for title in (name, f"{name} difference", f"{name} standing"))]
    portfolio = tree.comparison.portfolio
    lines, rows = portfolio.lines, []
    for node in tree.walk():
        program = None if node.program is None else portfolio.programs[node.program]
        named = node.heading.heading if node.heading else tree.view.name if tree.view and program is None else ""
        row: list[object] = [node.level.name.lower(), program.id if program else "", program.name if program else named]
        row += ["", ""] if node.row is None else [lines.ids[node.row], lines.labels[node.row]]
        figures: list[object]
        if node.value is None or node.row is None:
            row += ["", tree.fiscal_year, "円", tree.previous(node).amount]
            figures = [tree.amount(node, place).amount for place in range(len(names))]
        else:
            field = ALL_FIELDS[node.value.cell.field]
            unit = "円" if field.is_money else lines.units[node.row] if field is QUANTITY else ""
            row += [field.key, node.value.cell.year, unit, _plain(tree.enacted(node))]
            words = field.choices and [None if v is None else translate(field.text(v)) for v in node.value.values]
            figures = list(words or map(_plain, node.value.values))
        for place, figure in enumerate(figures):
            standing = tree.standing(node, place)
            row += [figure, tree.difference(node, place), standing.value if standing else ""]
        rows.append(row)
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _plain(value: Value | None) -> int | str | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else str(value)


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as CSV, whole or not at all, in UTF-8 with a byte order mark, as spreadsheets open it rightly.

    Text that a spreadsheet would take for a formula is marked as text.

    Raises `UserError` when the file cannot be written.
    """
    write_rows(path, itertools.chain([frame.columns], frame.itertuples(index=False, name=None)))
