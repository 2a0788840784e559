"""The tone of a part that changes while it is shown: the style sheet is asked again only when it is another one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_tone(widget: QWidget, tone: str, name: str = "tone") -> None:
    """Give a widget a tone of the style sheet (or another of its properties); an empty one is the usual."""
    if (widget.property(name) or "") != tone:
        widget.setProperty(name, tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
