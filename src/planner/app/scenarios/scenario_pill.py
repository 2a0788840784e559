"""The scenario shown, as a button: the path to it, its mark, its name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from planner.app.scenarios.outline import path
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.icons import paint_icon
from planner.app.widgets.plain import plain_entry, plain_tip
from planner.app.widgets.scenario_mark import mark_colour, paint_mark
from planner.core.model.document import BASE
from planner.words.texts import Texts

HEIGHT, EDGE, MARK, GAP, WIDEST = 28, 12, 12, 6, 300


class ScenarioPill(QAbstractButton):
    """`基準 › ◆ 作業案`; what opens from it is the business of others."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._number, self._path, self._name, self._locked = BASE, "", "", False
        self.setObjectName("scenario-pill")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        session.changed.connect(self._on_changed)
        self._show(session.state)

    def _on_changed(self, moved: Moved) -> None:
        if moved.scenario or moved.scenarios:
            self._show(moved.after)

    def _show(self, state: State) -> None:
        document, _ = state.document, self._texts._
        names = [_("Base") if each == BASE else document.scenario(each).name for each in path(document, state.scenario)]
        self._number = state.scenario
        self._path = "".join(f"{name} › " for name in names[:-1])
        self._locked = state.scenario != BASE and document.scenario(state.scenario).locked
        self._name = names[-1]
        self.setText(plain_entry(self._name))
        said = [f"{_('Scenario')}: {self._path}{self._name}", *([_("locked")] if self._locked else [])]
        self.setAccessibleName(_(", ").join(said))
        self.setToolTip(plain_tip(f"{self._path}{self._name}"))
        self.updateGeometry()
        self.update()

    @staticmethod
    def _fonts() -> tuple[QFont, QFont]:
        return theme.sized(theme.SMALL_POINTS), theme.sized(theme.POINTS, bold=True)

    def _rest(self) -> int:
        """The width of everything but the two texts."""
        marks = MARK * 2 + GAP * 3 + (MARK + GAP if self._locked else 0)
        return theme.px(2 * EDGE + marks) + 2

    def sizeHint(self) -> QSize:
        small, large = map(QFontMetrics, self._fonts())
        width = small.horizontalAdvance(self._path) + large.horizontalAdvance(self._name) + self._rest()
        return QSize(min(width, theme.px(WIDEST)), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        large = QFontMetrics(self._fonts()[1])
        return QSize(min(large.horizontalAdvance(self._name), theme.px(WIDEST // 3)) + self._rest(), theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, scale = QPainter(self), theme.tokens(), self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, focused = mark_colour(self._number), self.hasFocus()
        thick = 2.0 if focused else 1.0
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        ground = theme.mixed(tokens.surface, colour, 0.16 if self.underMouse() or self.isDown() else 0.08)
        painter.setBrush(ground)
        painter.setPen(QPen(tokens.accent if focused else colour, thick))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        small, large = self._fonts()
        room = self.width() - self._rest()
        name = QFontMetrics(large).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        left = max(0, room - QFontMetrics(large).horizontalAdvance(name))
        above = QFontMetrics(small).elidedText(self._path, Qt.TextElideMode.ElideLeft, left)
        at = theme.px(EDGE)
        at = self._text(painter, at, above, small, tokens.second.name())
        square = QSize(theme.px(MARK), theme.px(MARK))
        middle = (self.height() - square.height()) // 2
        paint_mark(painter, QRectF(QRect(QPoint(at, middle), square)), self._number)
        at = self._text(painter, at + square.width() + theme.px(GAP), name, large, tokens.text.name()) + theme.px(GAP)
        for shown, icon in ((self._locked, "lock"), (True, "down")):
            if shown:
                paint_icon(painter, QRectF(QRect(QPoint(at, middle), square)), icon, tokens.second, scale)
                at += square.width() + theme.px(GAP)

    def _text(self, painter: QPainter, at: int, text: str, font: QFont, ink: str) -> int:
        """Write a text from `at` on; where it ends."""
        painter.setFont(font)
        painter.setPen(ink)
        width = QFontMetrics(font).horizontalAdvance(text)
        painter.drawText(QRect(at, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return at + width
