"""The list under the search field: what was found of each kind under its heading, and how a row is painted."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.session.finding import Found, Kind
from planner.app.session.names import Query
from planner.app.tables.lists import Index
from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.scenario_mark import paint_mark
from planner.words.texts import Texts, folded

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
HEADING, HEIGHT = 24, 34
ICONS = {Kind.PROGRAM: "lines", Kind.LINE: "table", Kind.SCENARIO: "branch", Kind.REASON: "note", Kind.VERB: "right"}
EDGE, GAP = 14, 10


class Deed(NamedTuple):
    """A verb: its text, the menu it is in, its keys, the action that does it, and why it cannot be done now."""

    text: str
    menu: str
    keys: str
    action: QAction
    why_not: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the list: a heading, something found, a verb, or how much more there is of a kind."""

    kind: Kind
    text: str
    detail: str = ""
    right: str = ""
    found: Found | None = None
    deed: Deed | None = None
    is_heading: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether it is a verb that cannot be done now."""
        return self.deed is not None and bool(self.deed.why_not)


class SearchRows(QAbstractListModel):
    """The rows, headings among them; headings cannot be chosen."""

    def __init__(self, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self.rows: Sequence[Row] = ()
        self.query = Query.of("")

    def show(self, rows: Sequence[Row], query: Query) -> None:
        """List other rows, found for a query."""
        self.beginResetModel()
        self.rows, self.query = rows, query
        self.endResetModel()

    def step(self, at: int, by: int) -> int:
        """The row so many rows that can be chosen further, the last of them where there are no more; -1 for none."""
        able = [place for place, row in enumerate(self.rows) if not row.is_heading]
        if not able:
            return -1
        here = able.index(at) if at in able else -1 if by > 0 else len(able)
        return able[max(0, min(here + by, len(able) - 1))]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.rows[index.row()]
        if row.is_heading:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if row.is_refused else flags | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._texts._(", ").join(each for each in (row.text, row.detail, row.right) if each)
        return None


class SearchDelegate(QStyledItemDelegate):
    """Paints a row: icon or mark, the name with what fits in it, what is beside it, amount or keys at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(HEADING if index.data(ROW_ROLE).is_heading else HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, tokens, rect = index.data(ROW_ROLE), theme.tokens(), QRect(option.rect)
        assert isinstance(row, Row)
        painter.save()
        edge, gap = theme.px(EDGE), theme.px(GAP)
        if row.is_heading:
            painter.fillRect(rect, tokens.header)
            painter.setFont(theme.sized(theme.SMALL_POINTS))
            painter.setPen(tokens.second)
            painter.drawText(rect.adjusted(edge, 0, -edge, 0), Qt.AlignmentFlag.AlignVCenter, row.text)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, tokens.selection)
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), tokens.accent)
        ink = tokens.third if row.is_refused else tokens.on_selection if chosen else tokens.text
        beside = tokens.on_selection if chosen and tokens.selection == tokens.accent else tokens.third
        self._paint_icon(painter, QRectF(rect.left() + edge, rect.top(), theme.px(16), rect.height()), row, ink)
        rest = rect.adjusted(edge + theme.px(16) + gap, 0, -edge, 0)
        rest.setRight(self._paint_right(painter, rest, row, ink) - gap)
        pieces = self._pieces(row, index)
        width = sum(QFontMetrics(font).horizontalAdvance(piece) for piece, font in pieces)
        own = QRect(
            rest.topLeft(), QSize(min(width, rest.width() * 3 // 5 if row.detail else rest.width()), rest.height())
        )
        detail = rest.adjusted(own.width() + gap, 0, 0, 0)
        self._paint_name(painter, own, pieces, width, ink)
        small = theme.sized(theme.SMALL_POINTS)
        painter.setFont(small)
        painter.setPen(beside)
        shown = QFontMetrics(small).elidedText(row.detail, Qt.TextElideMode.ElideRight, detail.width())
        painter.drawText(detail, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    @staticmethod
    def _paint_icon(painter: QPainter, place: QRectF, row: Row, ink: QColor) -> None:
        if row.found is not None and row.found.scenario is not None:
            paint_mark(painter, place.adjusted(2, 2, -2, -2), row.found.scenario)
        elif row.found is not None or row.deed is not None:
            paint_icon(painter, place, ICONS[row.kind], ink, painter.device().devicePixelRatioF())

    @staticmethod
    def _paint_right(painter: QPainter, rest: QRect, row: Row, ink: QColor) -> int:
        """Paint the amount, or the keys in a box; where it begins."""
        if not row.right:
            return rest.right()
        keys = row.deed is not None
        font = theme.sized(theme.CAPTION_POINTS) if keys else theme.sized(theme.POINTS, bold=True)
        metrics, edge = QFontMetrics(font), theme.px(6) if keys else 0
        width = metrics.horizontalAdvance(row.right) + 2 * edge
        place = QRect(rest.right() - width, rest.top(), width + 1, rest.height())
        painter.setFont(font)
        if keys:
            box = QRectF(place).adjusted(
                0.5, (rest.height() - theme.px(20)) / 2, -0.5, -(rest.height() - theme.px(20)) / 2
            )
            painter.setPen(theme.tokens().strong)
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, row.right)
        return place.left()

    @staticmethod
    def _pieces(row: Row, index: Index) -> list[tuple[str, QFont]]:
        """The name in pieces with their fonts: what was looked for in it is bold."""
        model = index.model()
        words = model.query.words if isinstance(model, SearchRows) else ()
        fonts = theme.sized(theme.POINTS), theme.sized(theme.POINTS, bold=True)
        return [(piece, fonts[is_held]) for piece, is_held in parts(row.text, words)]

    @staticmethod
    def _paint_name(painter: QPainter, place: QRect, pieces: list[tuple[str, QFont]], width: int, ink: QColor) -> None:
        """The name, its last piece cut off where it is too long."""
        tokens, at = theme.tokens(), place.left()
        for piece, font in pieces:
            metrics, left = QFontMetrics(font), place.right() + 1 - at
            shown = piece if width <= place.width() else metrics.elidedText(piece, Qt.TextElideMode.ElideRight, left)
            painter.setFont(font)
            painter.setPen(tokens.accent if font.bold() and ink == tokens.text else ink)
            here = QRect(at, place.top(), left, place.height())
            painter.drawText(here, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)
            at += metrics.horizontalAdvance(shown)
            if shown != piece:
                return


def parts(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of these folded words, whatever its width and case."""
    said, owner = "", list[int]()
    for place, letter in enumerate(text):
        one = unicodedata.normalize("NFKC", letter).casefold()
        said, owner = said + one, owner + [place] * len(one)
    held = [False] * len(text)
    for word in map(folded, words):
        at = said.find(word) if word else -1
        while at >= 0:
            for place in owner[at : at + len(word)]:
                held[place] = True
            at = said.find(word, at + 1)
    pieces: list[tuple[str, bool]] = []
    for letter, is_held in zip(text, held, strict=True):
        if pieces and pieces[-1][1] == is_held:
            pieces[-1] = (pieces[-1][0] + letter, is_held)
        else:
            pieces.append((letter, is_held))
    return pieces
