"""The style sheet of the window, made of the tokens; whatever is painted by the program reads these itself."""

from __future__ import annotations

import re
from string import Template

from PySide6.QtGui import QColor

from planner.app.widgets.tokens import Tokens
from planner.resources import resource


def sheet(tokens: Tokens, zoom: float) -> str:
    """The style sheet in these colours, lengths in logical pixels times `zoom`."""
    written = resource("look/window.qss").read_text(encoding="utf-8")
    colours = {name: value.name() for name, value in vars(tokens).items() if isinstance(value, QColor)}
    lengths = {f"px{length}": round(int(length) * zoom) for length in re.findall(r"\$\{px(\d+)\}", written)}
    return Template(written).substitute(colours, drop=resource("icons/drop.svg").as_posix(), **lengths)
