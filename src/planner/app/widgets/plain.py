"""Texts of a document shown as they stand: names and reasons are never markup, a mnemonic or a placeholder.

Qt takes whatever looks like HTML for HTML in labels and tool tips, `&` in menus and on buttons for a mnemonic,
and `[*]` in titles for the mark of a changed document.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """A label that shows its text as it stands; the window has no other."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


def plain_tip(text: str) -> str:
    """A text as a tool tip."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape  # noqa: PLC0415 - hardly a text needs it, and it knows 2,231 characters

    return f'<p style="white-space:pre-wrap">{escape(text)}</p>'


def plain_entry(text: str) -> str:
    """A text as an entry of a menu, or on a button."""
    return text.replace("&", "&&")


def plain_title(text: str) -> str:
    """A text as part of a window's title."""
    return text.replace("[*]", "[*][*]")
