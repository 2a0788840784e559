"""The scenarios as a list with their marks: what each adds to the request, what it is for, whether it is locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.scenarios.outline import outline
from planner.app.session.session import Session
from planner.app.tables.lists import Index
from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.plain import plain_tip
from planner.app.widgets.scenario_mark import paint_mark
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.money import Unit, format_amount, format_change
from planner.words.figures import unit_name
from planner.words.texts import Texts

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
HEIGHT, EDGE, STEP, MARK, GAP, BAR = 44, 14, 18, 12, 8, 60


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario as listed; amounts in yen, `None` where they cannot be computed. `place`: shown, beside or empty."""

    number: int
    depth: int
    name: str
    note: str
    locked: bool
    place: str
    changes: int
    total: int | None
    difference: int | None


class ScenarioRows(QAbstractListModel):
    """Every scenario of the document in the order of its tree."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.rows: Sequence[ScenarioRow] = ()
        self.unit = Unit.THOUSAND
        self.largest = 0
        """The largest difference there is, in yen."""

    def refresh(self) -> None:
        """List the scenarios as they are now; rows stay the same where their number does."""
        rows = self._made()
        same = [each.number for each in rows] == [each.number for each in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.unit = rows, self._session.state.unit
        self.largest = max((abs(row.difference or 0) for row in rows), default=0)
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def _made(self) -> list[ScenarioRow]:
        state, _ = self._session.state, self._texts._
        base = state.totals(self._session.base_evaluation)[1].amount
        changes = Counter(change.scenario for change in state.document.changes)
        rows = []
        for number, depth in outline(state.document):
            total = base if number == BASE else state.totals(self._session.evaluation_of(number))[1].amount
            difference = None if total is None or base is None else total - base
            place = _("shown now") if number == state.scenario else _("beside") if number == state.beside else ""
            name, note, locked = _("Base"), _("The request as published; it cannot be changed."), True
            if number != BASE:
                scenario = state.document.scenario(number)
                name, note, locked = scenario.name, scenario.note, scenario.locked
            rows.append(ScenarioRow(number, depth, name, note, locked, place, changes[number], total, difference))
        return rows

    def row_of(self, number: int) -> int:
        """The row of a scenario."""
        return next((place for place, row in enumerate(self.rows) if row.number == number), -1)

    def difference_text(self, row: ScenarioRow) -> str:
        """What a scenario adds to the base, in the unit shown."""
        if row.difference is None:
            return self._texts._("cannot compute")
        return format_change(row.difference, self.unit) if row.difference else "0"

    def changes_text(self, row: ScenarioRow) -> str:
        """How many changes a scenario has of its own."""
        return self._texts.plural(row.changes, N_("{n} change"), N_("{n} changes")) if row.changes else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = 0) -> Any:
        row, _ = self.rows[index.row()], self._texts._
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(each for each in (row.name, row.note) if each))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            unit = unit_name(self.unit, self._texts)
            total = "" if row.total is None else f"{format_amount(row.total, self.unit)} {unit}"
            said = [row.name, row.place, total, f"{_('From base')} {self.difference_text(row)} {unit}"]
            said += [self.changes_text(row), _("locked") if row.locked else "", row.note]
            return _(", ").join(each for each in said if each)
        return None


class ScenarioDelegate(QStyledItemDelegate):
    """Paints a scenario: its mark as deep as it stands, name over note, changes, a bar, difference over total."""

    def __init__(self, rows: ScenarioRows, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._rows, self._texts = rows, texts

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, tokens, rect = index.data(ROW_ROLE), theme.tokens(), QRect(option.rect)
        assert isinstance(row, ScenarioRow)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        plain = tokens.on_selection if chosen else tokens.text
        faint = plain if chosen and tokens.selection == tokens.accent else tokens.third
        if chosen:
            painter.fillRect(rect, tokens.selection)
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), tokens.accent)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.hairline)
        at = rect.left() + theme.px(EDGE + STEP * row.depth)
        mark = QRectF(at, rect.center().y() - theme.px(MARK) / 2, theme.px(MARK), theme.px(MARK))
        paint_mark(painter, mark, row.number, plain if faint is plain else None)
        right = self._paint_figures(painter, rect.adjusted(0, 0, -theme.px(EDGE), 0), row, plain, faint)
        words = QRect(rect)
        words.setLeft(at + theme.px(MARK + GAP))
        words.setRight(right - theme.px(GAP))
        self._paint_words(painter, words, row, plain, faint)
        painter.restore()

    def _paint_words(self, painter: QPainter, place: QRect, row: ScenarioRow, plain: QColor, faint: QColor) -> None:
        upper, lower = self._halves(place)
        name, small = theme.sized(theme.POINTS, bold=True), theme.sized(theme.CAPTION_POINTS)
        marks = (theme.px(MARK + GAP) if row.locked else 0) + (
            QFontMetrics(small).horizontalAdvance(row.place) + theme.px(GAP) if row.place else 0
        )
        shown = QFontMetrics(name).elidedText(row.name, Qt.TextElideMode.ElideRight, upper.width() - marks)
        self._write(painter, upper, shown, name, plain)
        at = upper.left() + QFontMetrics(name).horizontalAdvance(shown) + theme.px(GAP)
        if row.locked:
            side = theme.px(MARK)
            square = QRectF(QRect(QPoint(at, upper.center().y() - side // 2), QSize(side, side)))
            paint_icon(painter, square, "lock", faint, painter.device().devicePixelRatioF())
            at += side + theme.px(GAP)
        self._write(painter, QRect(QPoint(at, upper.top()), upper.bottomRight()), row.place, small, faint)
        note = QFontMetrics(small).elidedText(row.note, Qt.TextElideMode.ElideRight, lower.width())
        self._write(painter, lower, note, small, faint)

    def _paint_figures(self, painter: QPainter, place: QRect, row: ScenarioRow, plain: QColor, faint: QColor) -> int:
        """Paint what stands at the right; where it begins."""
        tokens = theme.tokens()
        bold, small = theme.sized(theme.POINTS, bold=True), theme.sized(theme.CAPTION_POINTS)
        total = "" if row.total is None else format_amount(row.total, self._rows.unit)
        difference, changes = self._rows.difference_text(row), self._rows.changes_text(row)
        widest = max((each.total or 0 for each in self._rows.rows), default=0)
        width = max(
            QFontMetrics(small).horizontalAdvance(format_amount(widest, self._rows.unit)),
            *(QFontMetrics(bold).horizontalAdvance(self._rows.difference_text(each)) for each in self._rows.rows),
        )
        figures = QRect(place.right() - width, place.top(), width + 1, place.height())
        sign = row.difference or 0
        ink = tokens.increase if sign > 0 else tokens.decrease if sign < 0 else plain
        upper, lower = self._halves(figures)
        right = Qt.AlignmentFlag.AlignRight
        self._write(painter, upper, difference, bold, plain if faint is plain else ink, right)
        self._write(painter, lower, total, small, faint, right)
        bar = QRect(figures.left() - theme.px(BAR + GAP), place.top(), theme.px(BAR), place.height())
        self._paint_bar(painter, bar, sign, plain if faint is plain else None)
        counted = QRect(bar.left() - theme.px(GAP) - theme.px(80), place.top(), theme.px(80), place.height())
        self._write(painter, counted, changes, small, faint, right)
        return counted.right() - QFontMetrics(small).horizontalAdvance(changes)

    def _paint_bar(self, painter: QPainter, place: QRect, difference: int, ink: QColor | None) -> None:
        """A bar from the middle: to the right what is added, to the left what is taken away; `ink` where all is one."""
        tokens, middle, high = theme.tokens(), place.center().x(), theme.px(8)
        if difference and self._rows.largest:
            length = max(1, abs(difference) * (place.width() // 2) // self._rows.largest)
            left = middle if difference > 0 else middle - length
            fill = ink or (tokens.increase_fill if difference > 0 else tokens.decrease_fill)
            painter.fillRect(QRect(left, place.center().y() - high // 2, length, high), fill)
        painter.fillRect(QRect(middle, place.center().y() - theme.px(6), 1, theme.px(12)), ink or tokens.border)

    @staticmethod
    def _halves(place: QRect) -> tuple[QRect, QRect]:
        """The upper line and the lower one of a row."""
        top, high = place.top() + theme.px(4), (place.height() - theme.px(8)) // 2
        return QRect(place.left(), top, place.width(), high), QRect(place.left(), top + high, place.width(), high)

    @staticmethod
    def _write(
        painter: QPainter,
        place: QRect,
        text: str,
        font: QFont,
        ink: QColor,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)
