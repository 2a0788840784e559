"""What stands on the screen and in sheets as texts, and which hold Japanese that is no quotation and no name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTabWidget,
    QTextEdit,
    QWidget,
)

from planner.core.model.portfolio import Portfolio
from planner.files.plain.sheet import Band, Content, Sheet, value_of
from planner.files.portfolio.ceilings_in import published_rules

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff01-\uff9f\u3005]")
"""Kana, kanji, full-width and half-width forms."""
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
READ = 400
"""Of so many rows of a list the texts are read."""


def japanese(texts: Iterable[str], portfolio: Portfolio, allowed: Iterable[str] = ()) -> list[str]:
    """The texts in which Japanese is left once quotations and names without English are taken out of them."""
    names = sorted({*_names(portfolio), *allowed} - {""}, key=len, reverse=True)
    found = []
    for text in dict.fromkeys(texts):
        left = text
        for name in names if JAPANESE.search(left) else ():
            left = left.replace(name, "")
        if JAPANESE.search(re.sub(r"「[^」]*」|“[^”]*”", "", left)):
            found.append(text)
    return found


def _names(portfolio: Portfolio) -> Iterator[str]:
    """What the portfolio has in Japanese alone: sentences of the sheets, figures as printed, offices, agencies."""
    for _number, title in portfolio.sheets:
        yield title
    for program in portfolio.programs:
        yield from (program.agency, program.division, program.channel)
        yield from (each.printed for each in program.published)
    for view in portfolio.views:
        yield from (each.printed for each in view.published)
    for origin in portfolio.origins:
        yield origin.quote
    yield from (each.quote for each in portfolio.obligations)
    rules = published_rules(portfolio.request_year)
    yield from (each.source for each in (rules.ceilings if rules else ()))


def of_sheet(sheet: Sheet) -> Iterator[str]:
    """Every text of a sheet."""
    yield from (sheet.name, sheet.title, sheet.unit, sheet.note)
    yield from (column.heading for column in sheet.columns)
    for cells in rows_with_notes(sheet):
        for content in cells:
            value = value_of(content)
            if isinstance(value, str):
                yield value
    for chart in sheet.charts:
        yield from (chart.title, chart.axis)


def rows_with_notes(sheet: Sheet) -> Iterator[list[Content]]:
    """The cells of every row; the lines of a note below it are one more cell."""
    cells: list[Content] = []
    note = ""
    for row in sheet.rows():
        if row.band is Band.NOTE:
            note += str(value_of(row.cells[0])).lstrip("　")
            continue
        if cells:
            yield [*cells, note]
        cells, note = list(row.cells), ""
    if cells:
        yield [*cells, note]


def of_widget(top: QWidget) -> Iterator[str]:
    """Every text of a window, a dialog or a menu, with what is said of it to those who hear."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from (widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription())
        yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield from (widget.text(), widget.placeholderText())
        elif isinstance(widget, QTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QComboBox):
            yield from of_model(widget.model())
        elif isinstance(widget, QAbstractItemView):
            model = widget.model()
            if model is not None:
                yield from of_model(model)
        elif isinstance(widget, QTabWidget):
            yield from (widget.tabText(place) for place in range(widget.count()))
        elif isinstance(widget, QMenu):
            yield widget.title()
        elif isinstance(widget, QMessageBox):
            yield from (widget.text(), widget.informativeText())
    for action in top.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def of_model(model: QAbstractItemModel, roles: Sequence[Qt.ItemDataRole] = ROLES) -> Iterator[str]:
    """Every text of a model in these roles, its headers' too."""
    for role in roles:
        for column in range(_columns(model, QModelIndex())):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(min(model.rowCount(), READ)):
            yield str(model.headerData(row, Qt.Orientation.Vertical, role) or "")
    yield from _below(model, QModelIndex(), roles)


def _columns(model: QAbstractItemModel, parent: QModelIndex) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)


def _below(model: QAbstractItemModel, parent: QModelIndex, roles: Sequence[Qt.ItemDataRole]) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), READ)):
        for column in range(_columns(model, parent)):
            index = model.index(row, column, parent)
            for role in roles:
                said = index.data(role)
                if isinstance(said, str):
                    yield said
        if not isinstance(model, QAbstractListModel | QAbstractTableModel):
            yield from _below(model, model.index(row, 0, parent), roles)
