"""Names, reasons and quotations are shown as they stand, whatever they look like: no picture, nothing bold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from planner.app.check.ceiling_dialog import CeilingDialog
from planner.app.handover.handover_page import HandoverPage
from planner.app.widgets.plain import Label, plain_entry, plain_tip, plain_title
from planner.app.window.main_window import MainWindow
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.changes import set_evidence
from planner.core.edits.scenarios import branch, set_note
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.findings import Findings
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document, Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.files.portfolio.reading import built_in_portfolio, portfolio_from
from planner.files.portfolio.tables import TableRow
from planner.files.portfolio.writing import tables_of
from tests.app.everything import DC1, dialogs, main_window, windows_beside
from tests.english import of_model
from tests.places import ROOT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

MARK = '<b>太字</b><img src="no-such-picture.png">&amp;'
TEXTS = frozenset(
    (
        *("title", "name", "name_en", "agency", "division", "channel", "quote", "label", "label_en", "unit", "rule"),
        *("rule_en", "heading", "heading_en", "note", "note_en", "binding_en"),
    )
)
"""The columns of a portfolio's tables that hold words of anybody's choice."""


@pytest.fixture(scope="module")
def marked() -> Document:
    """The built-in request with markup in every text, and a scenario with markup in all that is written in one."""
    tables = {
        name: [
            TableRow(
                f"{name}:{at}", {key: f"{MARK}{text}" if key in TEXTS and text else text for key, text in row.items()}
            )
            for at, row in enumerate(rows)
        ]
        for name, rows in tables_of(built_in_portfolio()).items()
    }
    findings = Findings()
    portfolio = portfolio_from(tables, "marked", findings)
    document = new_document(replace(portfolio, title=MARK, title_en=MARK), f"案{MARK}")
    document = set_note(document, 1, MARK)
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)], MARK)
    document = set_evidence(document, 1, [(DC1, Cell("rate", 2026))], Evidence(EvidenceKind.QUOTE, MARK, MARK))
    document = set_ceiling(document, Ceiling("own", 2026, MARK, MARK, amount=1_000, source=MARK))
    return branch(document, 1, f"二{MARK}", MARK)


@pytest.fixture
def window(make_window: Callable[..., MainWindow], marked: Document) -> MainWindow:
    return make_window(marked)


def as_markup(top: QWidget) -> list[str]:
    """What of a window is taken for more than a text."""
    return [
        f"{type(widget).__name__} {widget.objectName()}: {said[:200]}"
        for widget in (top, *top.findChildren(QWidget))
        for said in _taken(widget)
    ] + [f"QAction: {action.text()}" for action in top.findChildren(QAction) if _is_mnemonic(action.text())]


def _taken(widget: QWidget) -> Iterator[str]:
    if _is_rich(widget.toolTip()):
        yield widget.toolTip()
    if isinstance(widget, QLabel) and "<" in widget.text() and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield widget.text()
    elif isinstance(widget, QTextEdit):
        if "no-such-picture" in widget.toHtml().replace("&lt;img src=&quot;no-such-picture", ""):
            yield widget.toHtml()
    elif isinstance(widget, QAbstractButton) and _is_mnemonic(widget.text()):
        yield widget.text()
    elif isinstance(widget, QGraphicsView) and widget.scene() is not None:
        for item in widget.scene().items():
            if isinstance(item, QGraphicsTextItem) and "<img" in item.toHtml():
                yield item.toHtml()
    elif isinstance(widget, QComboBox | QAbstractItemView) and widget.model() is not None:
        yield from filter(_is_rich, of_model(widget.model(), [Qt.ItemDataRole.ToolTipRole]))


def _is_rich(tip: str) -> bool:
    """Whether a tool tip holds our mark and Qt would read it."""
    return "<img" in tip or "<b>" in tip


def _is_mnemonic(text: str) -> bool:
    return re.search("(?<!&)(&&)*&amp;", text) is not None


def test_the_window_takes_no_text_for_markup(qtbot: QtBot, window: MainWindow) -> None:
    for shown in main_window(qtbot, window):
        assert as_markup(shown) == []


def test_the_windows_beside_take_no_text_for_markup(qtbot: QtBot, window: MainWindow) -> None:
    for shown in windows_beside(qtbot, window):
        assert as_markup(shown) == []


def test_the_dialogs_take_no_text_for_markup(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.ways.hand_over()
    export = window.handover.page
    assert isinstance(export, HandoverPage)
    qtbot.waitUntil(lambda: export.preview.pick.count() > 0)
    assert as_markup(export) == []
    (own,) = window.session.state.document.ceilings
    assert as_markup(CeilingDialog(window, window.session, window.texts, own)) == []
    for dialog in dialogs(qtbot, window, tmp_path):
        assert as_markup(dialog) == []
    window.messages.tell(MARK)
    window.ways.scenario_popup.ask_rename()
    window.work.lines.ask_move()
    assert as_markup(window) == []


def test_texts_stand_as_they_are(qtbot: QtBot) -> None:
    label = Label(MARK)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert not _is_rich(plain_tip(MARK))
    assert plain_tip("単価 < 上限") != "単価 < 上限"
    assert plain_tip("単価\n上限") == "単価\n上限"
    assert plain_entry("A&B") == "A&&B"
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(f"{plain_title('a[*].bplan')}[*]")
    window.setWindowModified(True)
    assert plain_title("a[*].bplan") == "a[*][*].bplan"


def test_the_window_has_no_other_labels() -> None:
    """A label that Qt guesses about is a way in for markup."""
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src" / "planner" / "app").rglob("*.py")}
    assert [path.name for path, text in texts.items() if "QLabel" in text] == ["plain.py"]
