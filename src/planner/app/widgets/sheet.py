"""The style sheet of the window, made of the tokens; whatever is painted by the program reads these itself."""

from __future__ import annotations

import re
from string import Template

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from planner.app.widgets.tokens import Tokens
from planner.resources import resource

PICTURES = ("drop", "tick", "partly")
"""The icons in colours of their own that the sheet shows itself."""


def sheet(tokens: Tokens, zoom: float) -> str:
    """The style sheet in these colours, lengths in logical pixels times `zoom`."""
    written = resource("look/window.qss").read_text(encoding="utf-8")
    colours = {name: value.name() for name, value in vars(tokens).items() if isinstance(value, QColor)}
    colours |= {name: ground.name() for name, ground in ticked(tokens).items()}
    pictures = {name: resource(f"icons/{name}.svg").as_posix() for name in PICTURES}
    lengths = {f"px{length}": round(int(length) * zoom) for length in re.findall(r"\$\{px(\d+)\}", written)}
    return Template(written).substitute(colours, **pictures, **lengths)


def set_tone(widget: QWidget, tone: str, name: str = "tone") -> None:
    """Give a part that is shown another tone (or another property that the sheet tells apart); none is the usual one.

    The sheet is asked again only where it is another one.
    """
    if (widget.property(name) or "") != tone:
        widget.setProperty(name, tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def ticked(tokens: Tokens) -> dict[str, QColor]:
    """The grounds of boxes that are ticked, and of those which cannot be changed: the ticks are white."""
    if tokens.is_contrast:
        return {"ticked": tokens.surface, "resting": tokens.surface}
    return {"ticked": tokens.primary, "resting": tokens.border}
