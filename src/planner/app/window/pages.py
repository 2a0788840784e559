"""The pages of the window: one list, from which rail, keys and menu entries come; each is made on its first visit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from planner.app.widgets.plain import plain_title
from planner.words.texts import Texts


class Page(NamedTuple):
    """A page: the name it is known by, its title, the word for it on the rail, its icon, its key, and what makes it.

    The cursor goes to the focus proxy of what is made. One that stands `beside` can be opened in a window of its own;
    one that `scrolls` is scrolled where the window is too small for it.
    """

    name: str
    title: str
    word: str
    icon: str
    keys: str
    make: Callable[[], QWidget]
    beside: bool = True
    scrolls: bool = True


def scrolling() -> QScrollArea:
    """An area for a page, which is scrolled where it is smaller than that."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


class Pages(QStackedWidget):
    """The page in front, and those visited before.

    Signals:
        turned(str): another page is in front, by its name.
    """

    turned = Signal(str)

    def __init__(self, pages: Sequence[Page], texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.pages = {page.name: page for page in pages}
        self._made: dict[str, QWidget] = {}
        self.beside: list[QWidget] = []
        """The windows beside, each with a page."""
        self.currentChanged.connect(self._on_turned)

    @property
    def front(self) -> str:
        """The name of the page in front."""
        return list(self._made)[self.currentIndex()]

    def made(self, name: str) -> QWidget:
        """The page of that name, made now if it was never visited."""
        if name not in self._made:
            page = self.pages[name]
            widget = self._made[name] = page.make()
            widget.setAccessibleName(page.title)
            if page.scrolls:
                area = scrolling()
                self.addWidget(area)
                area.setWidget(widget)  # into what is there already: whatever is moved is dressed anew, with all in it
            else:
                self.addWidget(widget)
        return self._made[name]

    def show_page(self, name: str) -> None:
        """Bring a page to the front, and the cursor into it."""
        page = self.made(name)
        self.setCurrentIndex(list(self._made).index(name))
        page.setFocus()

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll the page in front to a part of it."""
        area = self.currentWidget()
        if isinstance(area, QScrollArea) and area.isAncestorOf(part):
            area.ensureWidgetVisible(part)

    def open_beside(self) -> None:
        """Open the page in front once more, in a window of its own that follows the same document."""
        page = self.pages[self.front]
        if not page.beside:
            return
        beside = _Beside(self.window(), page, self._texts)
        beside.resize(self.size())
        self.beside.append(beside)
        beside.destroyed.connect(lambda: self.beside.remove(beside))
        beside.show()

    def _on_turned(self, place: int) -> None:
        if place >= 0:  # no page is in front of a window that goes
            self.turned.emit(self.front)


class _Beside(QWidget):
    """A page in a window of its own."""

    def __init__(self, parent: QWidget, page: Page, texts: Texts) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{plain_title(page.title)} — {texts._('Budget Scenario Planner')}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        shown = page.make()
        shown.setAccessibleName(page.title)
        if page.scrolls:
            area = scrolling()
            layout.addWidget(area)
            area.setWidget(shown)
        else:
            layout.addWidget(shown)
        shown.setFocus()
