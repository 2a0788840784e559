"""By Tab through every page: in the order it is read in, from part to part, and it is seen where one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from planner.app.widgets.tokens import LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document, set_values
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.everything import DC1, reviewed, what_ifs
from tests.app.hands import shortcut
from tests.app.looking import named

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),  # raising windows where there is no screen
]
MOST = 20
"""No page has more parts."""
RING = 2
"""What is drawn around a part that has the focus may stand so many pixels outside of it."""


@pytest.fixture
def window(
    make_window: Callable[..., MainWindow], dressed: Callable[[Tokens], None], qtbot: QtBot, tmp_path: Path
) -> MainWindow:
    dressed(LIGHT)
    made = set_values(new_document(built_in_portfolio()), 1, [Entry(DC1, "rate", 2026, 3_200_000)])
    window = make_window(made)
    window.resize(1366, 690)
    window.session.show(program=window.session.state.portfolio.program_index["fellows/dc"])
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    reviewed(qtbot, window, tmp_path).told_bar.open(True)
    return window


def tabs_of(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Every tab of every page in front, one after the other, by name; then the what-ifs."""
    for name in window.pages.pages:
        window.pages.show_page(name)
        window.work.page.show_inspector(True)
        tabs = next(iter(window.pages.made(name).findChildren(QTabWidget)), None)
        for tab in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(tab)
            QApplication.processEvents()
            QApplication.processEvents()  # a chart asks for its room once it is drawn
            yield f"{name} {tab}"
    window.pages.show_page("lines")
    for place, _drawer in enumerate(what_ifs(qtbot, window, all_answers=False)):
        QApplication.processEvents()
        yield f"what-if {place}"


def is_in_sight(part: QWidget) -> bool:
    """Whether anything of it is on the screen; of what is scrolled that is the part within."""
    seen = part.viewport() if isinstance(part, QAbstractScrollArea) else part
    return not seen.visibleRegion().isEmpty()


def stops(window: MainWindow) -> list[QWidget]:
    """Where Tab goes, from the rail on."""
    found: list[QWidget] = []
    at: QWidget = window.rail.menu
    part: QWidget | None = at
    while part is not None:
        by_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
        if by_tab and part.isEnabled() and part.isVisible() and is_in_sight(part):
            found.append(part)
        part = part.nextInFocusChain()
        if part is at:
            break
    return found


def called(part: QWidget) -> str:
    return f"{named(part)} {part.accessibleName()}".rstrip()


def place(part: QWidget, window: MainWindow) -> QRect:
    return QRect(part.mapTo(window, QPoint()), part.size())


def against_reading(before: QWidget, after: QWidget, window: MainWindow) -> bool:
    """Whether one goes back: to the left in the same row, or up without going to the right."""
    one, other = place(before, window), place(after, window)
    level = min(one.bottom(), other.bottom()) - max(one.top(), other.top()) > min(one.height(), other.height()) / 2
    if level:
        return other.left() < one.left()
    return other.center().y() < one.center().y() and other.left() <= one.left()


def test_tab_goes_in_the_order_of_reading(qtbot: QtBot, window: MainWindow) -> None:
    regions = (window.rail, window.top_bar, window.strip, window.pages)
    found = []
    for page in tabs_of(qtbot, window):
        parts = stops(window)
        within = [[part for part in parts if region.isAncestorOf(part)] for region in regions]
        order = [next(at for at, region in enumerate(regions) if region.isAncestorOf(part)) for part in parts]
        if order != sorted(order):
            found.append(f"{page}: regions {order}")
        for region in within:
            for before, after in pairwise(region):
                if against_reading(before, after, window):
                    found.append(f"{page}: from {called(before)} back to {called(after)}")
    assert found == []


def test_where_the_focus_is_can_be_seen(qtbot: QtBot, window: MainWindow) -> None:
    found = []
    for page in tabs_of(qtbot, window):
        for part in stops(window):
            empty = isinstance(part, QAbstractItemView) and not part.model().rowCount()
            if empty or not part.isVisible():  # there is no cell to frame; a factor reached by Tab shows its own cell
                continue
            window.setFocus()
            around = place(part, window).adjusted(-RING, -RING, RING, RING)
            QApplication.processEvents()
            without = window.grab(around).toImage()
            part.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if window.grab(around).toImage() == without:
                found.append(f"{page}: {called(part)}")
    assert list(dict.fromkeys(found)) == []


def test_f6_goes_through_the_parts_of_every_page_and_back(qtbot: QtBot, window: MainWindow) -> None:
    found = []
    for page in tabs_of(qtbot, window):
        window.rail.buttons[window.pages.front].setFocus()
        for keys in ("F6", "Shift+F6"):
            seen: list[QWidget] = []
            while (part := QApplication.focusWidget()) is not None and part not in seen and len(seen) < MOST:
                seen.append(part)
                if part not in stops(window):
                    found.append(f"{page}: {keys} leads to {called(part)}")
                shortcut(window, keys)
            if QApplication.focusWidget() is not seen[0]:
                found.append(f"{page}: {keys} does not lead back to where it began")
            if not any(window.pages.isAncestorOf(part) for part in seen):
                found.append(f"{page}: {keys} leads past the page")
    assert found == []
