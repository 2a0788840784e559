"""The guide in a window of its own: chapters at the left, one of them at the right, a field that searches them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor, QTextTable
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from planner.app.guide.chapters import Chapter
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.errors import N_
from planner.resources import resource
from planner.words.texts import Texts, folded

LIST_WIDTH, SIZE = 220, (940, 660)
"""Logical pixels at a zoom of 1."""
MARGIN = 24
LINE_HEIGHT = 140.0
"""Of a line of text, in hundredths of its usual height."""


class ChapterView(QTextBrowser):
    """A chapter; its pictures are as wide as there is room for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture beside the text."""
        path = self._folder / QUrl(name).path()
        image = QImage(str(path)) if path.is_file() else QImage()
        room = self.viewport().width() - 2 * theme.px(MARGIN)
        if image.width() > room > 0:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def show_text(self, text: str) -> None:
        """Show Markdown."""
        self.document().clear()
        self.setMarkdown(text)
        self.document().setDocumentMargin(theme.px(MARGIN))
        self._space_lines()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format()
                look.setCellPadding(theme.px(4))
                look.setBorder(0)
                frame.setFormat(look)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _space_lines(self) -> None:
        """Give lines of text more room than a form needs."""
        cursor, block = QTextCursor(self.document()), self.document().begin()
        cursor.beginEditBlock()  # laid out once
        while block.isValid():
            look = block.blockFormat()
            if not look.headingLevel() and "\ufffc" not in block.text():  # not of a picture
                look.setLineHeight(LINE_HEIGHT, 1)
            look.setBottomMargin(theme.px(6))
            cursor.setPosition(block.position())
            cursor.setBlockFormat(look)
            block = block.next()
        cursor.endEditBlock()


class GuideWindow(QWidget):
    """What is read beside the work. Ctrl+F searches it, Esc ends the search and then closes it."""

    def __init__(self, chapters: Sequence[Chapter], texts: Texts) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._texts, self.chapters = texts, {each.name: each for each in chapters}
        self._plain = {each.name: folded(each.text.replace("**", "")) for each in chapters}
        self._shown = ""
        _ = texts._
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(f"{_('Guide')} — {_('Budget Scenario Planner')}")
        self.field, self.list, self.hits = QLineEdit(), QListWidget(), Label()
        self.field.setAccessibleName(_("Search the guide"))
        self.field.setPlaceholderText(_("Search the guide (Ctrl+F)"))
        self.field.setClearButtonEnabled(True)
        self.hits.setProperty("tone", "second")
        self.hits.hide()
        self.list.setAccessibleName(_("Chapters"))
        self.list.setSpacing(theme.px(2))
        self.view = ChapterView(resource(f"guide/{texts.language}"))
        for chapter in chapters:
            item = QListWidgetItem(chapter.title)
            item.setData(Qt.ItemDataRole.UserRole, chapter.name)
            self.list.addItem(item)
        left, layout = QVBoxLayout(), QHBoxLayout(self)
        left.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        for part in (self.field, self.hits, self.list):
            left.addWidget(part)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(theme.px(LIST_WIDTH))
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self.view, 1)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.view.anchorClicked.connect(lambda link: self.show_chapter(link.path()))
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(lambda: self.step(1))
        for keys, call in (
            (QKeySequence.StandardKey.Find, self._start_search),
            (QKeySequence.StandardKey.FindNext, lambda: self.step(1)),
            (QKeySequence.StandardKey.FindPrevious, lambda: self.step(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(call)
        give_room(self, theme.px(SIZE[0]), theme.px(SIZE[1]))

    @property
    def shown(self) -> str:
        """The name of the chapter shown."""
        return self._shown

    def open_at(self, name: str) -> None:
        """Come to the front at a chapter."""
        self.field.clear()
        self.show_chapter(name)
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus()

    def show_chapter(self, name: str) -> None:
        """Turn to a chapter."""
        self.list.setCurrentRow(list(self.chapters).index(name))
        self._render(name)

    def _render(self, name: str) -> None:
        chapter = self.chapters[name]
        self._shown = name
        self.view.setAccessibleName(chapter.title)
        self.view.show_text(chapter.text)
        self._mark()

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._render(str(item.data(Qt.ItemDataRole.UserRole)))

    # ---------------------------------------------------------------- searching

    def _start_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _search(self, text: str) -> None:
        """List the chapters that speak of it, and turn to the first that does where the one shown does not."""
        wanted, found = folded(text), []
        for row, name in enumerate(self.chapters):
            there = wanted in self._plain[name]
            self.list.item(row).setHidden(not there)
            if there:
                found.append(name)
        said = self._texts.plural(len(found), N_("{n} chapter"), N_("{n} chapters")) if wanted else ""
        self.hits.setText(said if found or not wanted else self._texts._("Nothing is found"))
        self.hits.setVisible(bool(wanted))
        if found and self._shown not in found:
            self.show_chapter(found[0])
        self._mark()

    def _mark(self) -> None:
        """Mark what is searched for in the chapter shown, and go to the first of it."""
        marks, wanted = [], self.field.text().strip()
        cursor = QTextCursor(self.view.document())
        while wanted and not (cursor := self.view.document().find(wanted, cursor)).isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(QColor(theme.tokens().flash))
            mark.format.setForeground(QColor(theme.tokens().text))
            marks.append(mark)
        self.view.setExtraSelections(marks)
        if marks:
            first = QTextCursor(marks[0].cursor)
            first.clearSelection()
            self.view.setTextCursor(first)

    def step(self, by: int) -> None:
        """Go to the next or previous place of what is searched for, over all chapters."""
        wanted = self.field.text().strip()
        if not wanted:
            return
        flag = self.view.document().FindFlag.FindBackward if by < 0 else self.view.document().FindFlag(0)
        if not self.view.find(wanted, flag):
            names = [name for name in self.chapters if folded(wanted) in self._plain[name]]
            if names:
                at = names.index(self._shown) if self._shown in names else 0
                self.show_chapter(names[(at + by) % len(names)])

    # ---------------------------------------------------------------- keys and looks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.field.text():
            self.field.clear()
            self.view.setFocus()
        else:
            self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are fitted anew."""
        super().resizeEvent(event)
        if self._shown:
            self._render(self._shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown:
            self._render(self._shown)
