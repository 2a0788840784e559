"""The documents that were open last: names, folders, what they came to, and whether they are still there."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.cards import CardPainter, card_height, card_line
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import plain_tip
from planner.app.widgets.roles import DISPLAY, SPOKEN, TIP
from planner.core.money import Unit, format_amount
from planner.words.figures import unit_name
from planner.words.texts import Texts

Index = QModelIndex | QPersistentModelIndex
RECENT = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Recent:
    """A document that was open: its file, what is told of it, and whether the file has gone."""

    path: Path
    total: str
    when: str
    is_gone: bool = False


class RecentModel(QAbstractListModel):
    """The files remembered, newest first; none of them is opened for this."""

    def __init__(self, settings: Settings, texts: Texts, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._texts, self._jobs = settings, texts, Jobs(self)
        self.files: list[Recent] = []
        self.refresh()

    def refresh(self) -> None:
        """Read what is remembered; whether the files are still there is asked aside, as a share may not answer."""
        self.beginResetModel()
        self.files = [self._recent(path) for path in self._settings.recent]
        self.endResetModel()
        if self.files:
            paths = tuple(each.path for each in self.files)
            self._jobs.do(partial(_gone, paths), done=self._on_gone)

    def _recent(self, path: Path) -> Recent:
        noted, texts, unit = self._settings.noted(path), self._texts, Unit.THOUSAND
        if noted is None:
            return Recent(path, "", "")
        total = texts._("cannot be computed") if noted.total is None else format_amount(noted.total, unit)
        told = total if noted.total is None else f"{total} {unit_name(unit, texts)}"
        return Recent(path, told, day(noted.when, texts))

    def _on_gone(self, gone: frozenset[Path]) -> None:
        self.files = [Recent(each.path, each.total, each.when, each.path in gone) for each in self.files]
        if self.files:
            self.dataChanged.emit(self.index(0), self.index(len(self.files) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        recent = self.files[index.row()]
        if role == RECENT:
            return recent
        if role == DISPLAY:
            return recent.path.stem
        if role == TIP:
            return plain_tip(str(recent.path))
        if role == SPOKEN:
            gone = self._texts._("The file is not there any more") if recent.is_gone else recent.total
            return ", ".join(filter(None, (recent.path.stem, self.place(recent), gone)))
        return None

    def place(self, recent: Recent) -> str:
        """Where it is and when it was open last."""
        parts = recent.path.parent.parts[-2:]
        return " · ".join(filter(None, (" › ".join(part for part in parts if part != os.sep), recent.when)))

    def gone(self) -> str:
        """What is said of a file that is gone."""
        return self._texts._("The file is not there any more")


class RecentList(QListView):
    """The list; Enter or a click opens a document, Delete forgets one.

    Signals:
        chosen(Path): this one is wanted.
    """

    chosen = Signal(object)

    def __init__(self, settings: Settings, texts: Texts) -> None:
        super().__init__()
        self._settings = settings
        self.recents = RecentModel(settings, texts, self)
        self.setModel(self.recents)
        self.setItemDelegate(_RecentDelegate(self.recents))
        self.setAccessibleName(texts._("Recent documents"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)
        if self.recents.files:
            self.setCurrentIndex(self.recents.index(0))

    def _choose(self, index: QModelIndex) -> None:
        recent = index.data(RECENT)
        if isinstance(recent, Recent):
            self.chosen.emit(recent.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(here)
        elif event.key() == Qt.Key.Key_Delete and here.isValid():
            self._settings.forget(self.recents.files[here.row()].path)
            self.recents.refresh()
            self.setCurrentIndex(self.recents.index(min(here.row(), self.recents.rowCount() - 1)))
        else:
            super().keyPressEvent(event)


class _RecentDelegate(QStyledItemDelegate):
    """Two lines: the name and what it came to; where it is and when it was open."""

    def __init__(self, model: RecentModel) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), card_height(2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        recent, tokens = self._model.files[index.row()], theme.tokens()
        painter.save()
        if not option.state & QStyle.StateFlag.State_HasFocus:
            option.state &= ~QStyle.StateFlag.State_Selected  # one frame tells where the cursor is
        card = CardPainter(painter, option)
        first, second = (card_line(option.rect, line) for line in (0, 1))
        first = card.right(first, recent.total, tokens.text)
        card.left(first, recent.path.stem, tokens.third if recent.is_gone else tokens.text, bold=True)
        if recent.is_gone:
            second = card.right(second, self._model.gone(), tokens.warning, small=True)
        card.left(second, self._model.place(recent), tokens.third, small=True)
        painter.restore()


def day(when: datetime.datetime, texts: Texts, now: datetime.datetime | None = None) -> str:
    """A moment as one speaks of it: today and yesterday with the hour, else the day, with the year if it is another."""
    today = (now or datetime.datetime.now().astimezone()).date()
    if when.date() == today:
        return f"{texts._('today')} {when:%H:%M}"
    if when.date() == today - datetime.timedelta(days=1):
        return f"{texts._('yesterday')} {when:%H:%M}"
    if when.year == today.year:
        return texts.name(f"{when.month}月{when.day}日", f"{when:%m-%d}")
    return texts.name(f"{when.year}年{when.month}月{when.day}日", f"{when:%Y-%m-%d}")


def _gone(paths: Sequence[Path]) -> frozenset[Path]:
    """Those that are no files any more."""
    return frozenset(path for path in paths if not os.path.isfile(path))  # noqa: PTH113 - a name may be no path at all
