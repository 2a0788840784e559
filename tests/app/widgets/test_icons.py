"""Each icon can be drawn, in any colour and at any size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from planner.app.widgets import theme
from planner.app.widgets.icons import drawn, icon
from planner.app.widgets.sheet import PICTURES
from planner.resources import resource

NAMES = sorted({path.stem for path in Path(str(resource("icons"))).glob("*.svg")} - {"planner", *PICTURES})


@pytest.mark.parametrize("name", NAMES)
def test_it_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = drawn(name, "#0000ff", 40)
    seen = {image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250}
    assert (image.width(), image.height()) == (40, 40)
    assert seen == {"#0000ff"}


def test_an_icon_that_is_switched_on_has_the_accent(qapp: QApplication) -> None:
    made = icon("lines", "second", "accent")
    on = made.pixmap(40, 40, QIcon.Mode.Normal, QIcon.State.On).toImage()
    colours = {on.pixelColor(x, y).name() for x in range(40) for y in range(40) if on.pixelColor(x, y).alpha() > 250}
    assert colours == {theme.tokens().accent.name()}
