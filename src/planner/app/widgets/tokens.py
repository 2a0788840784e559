"""The colours of the window, each named after what it says: palette, style sheet, painters and charts all read them.

Marks and borders of inputs stand out from the surface by a contrast of 3, text by 4.5, also on the selection (WCAG 2.2,
1.4.3 and 1.4.11). Colour never speaks alone: amounts carry their sign, scenarios their shape, findings their icon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor

MARK, READABLE = 3.0, 4.5
"""The least contrast of marks and of text."""
SHAPES = "■◆●★⬟◎"
"""The shapes of scenarios, in the order of their colours; none of them is a sign of an amount."""


@dataclass(frozen=True)
class Tokens:
    """What each colour is for; `increase` and `decrease` are texts, the `_fill`s areas and bars."""

    ground: QColor
    surface: QColor
    header: QColor
    computed: QColor
    hairline: QColor
    strong: QColor
    border: QColor
    text: QColor
    second: QColor
    third: QColor
    accent: QColor
    primary: QColor
    on_primary: QColor
    selection: QColor
    on_selection: QColor
    input: QColor
    increase: QColor
    increase_fill: QColor
    decrease: QColor
    decrease_fill: QColor
    total_fill: QColor
    error: QColor
    warning: QColor
    ok: QColor
    warning_ground: QColor
    flash: QColor
    undecided: QColor
    scenarios: tuple[QColor, ...]
    """One for each of `SHAPES`: the base's first."""

    @property
    def is_dark(self) -> bool:
        """Whether text is light on dark."""
        return luminance(self.surface) < luminance(self.text)

    @property
    def is_contrast(self) -> bool:
        """Whether areas are told apart by hatching: a theme of few colours and strong contrast."""
        return self.hairline == self.text

    def with_accent(self, wanted: QColor) -> Tokens:
        """The same with the accent colour of the desktop, where that can be read on the surface."""
        fits = wanted.isValid() and contrast(wanted, self.surface) >= READABLE
        return replace(self, accent=wanted) if fits else self


def luminance(colour: QColor) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def _colours(names: str) -> tuple[QColor, ...]:
    return tuple(QColor(name) for name in names.split())


LIGHT = Tokens(
    ground=QColor("#F6F7F9"),
    surface=QColor("#FFFFFF"),
    header=QColor("#F1F3F6"),
    computed=QColor("#FAFBFC"),
    hairline=QColor("#E3E7EC"),
    strong=QColor("#CDD3DB"),
    border=QColor("#808A99"),
    text=QColor("#1B2330"),
    second=QColor("#475264"),
    third=QColor("#626C7C"),
    accent=QColor("#1B4B91"),
    primary=QColor("#1B4B91"),
    on_primary=QColor("#FFFFFF"),
    selection=QColor("#E7EEF8"),
    on_selection=QColor("#1B2330"),
    input=QColor("#15499B"),
    increase=QColor("#1F62AE"),
    increase_fill=QColor("#4A88CC"),
    decrease=QColor("#AD4E0A"),
    decrease_fill=QColor("#D9741A"),
    total_fill=QColor("#8590A1"),
    error=QColor("#B3261E"),
    warning=QColor("#855600"),
    ok=QColor("#1E6B3A"),
    warning_ground=QColor("#FFF3D6"),
    flash=QColor("#FFEFB0"),
    undecided=QColor("#BDD5F0"),
    scenarios=_colours("#6C7683 #5226BF #08493A #BF065F #696E21 #6B2306"),
)

DARK = Tokens(
    ground=QColor("#14171C"),
    surface=QColor("#1B1F26"),
    header=QColor("#232932"),
    computed=QColor("#1E232B"),
    hairline=QColor("#2E3541"),
    strong=QColor("#434C5B"),
    border=QColor("#7C8799"),
    text=QColor("#E9ECF1"),
    second=QColor("#BAC2CE"),
    third=QColor("#98A2B1"),
    accent=QColor("#8FB8F4"),
    primary=QColor("#3468B8"),
    on_primary=QColor("#FFFFFF"),
    selection=QColor("#243550"),
    on_selection=QColor("#E9ECF1"),
    input=QColor("#A3C8FF"),
    increase=QColor("#7DB8F7"),
    increase_fill=QColor("#4E8FD8"),
    decrease=QColor("#F4A561"),
    decrease_fill=QColor("#E08A3E"),
    total_fill=QColor("#8B95A5"),
    error=QColor("#FF8F86"),
    warning=QColor("#F0C36A"),
    ok=QColor("#7FD19B"),
    warning_ground=QColor("#3C3018"),
    flash=QColor("#5A4A14"),
    undecided=QColor("#2C4F7C"),
    scenarios=_colours("#8A94A1 #9A8DF0 #BDEBE2 #EC9FD4 #CFD46B #D27951"),
)

CONTRAST = Tokens(
    ground=QColor("#000000"),
    surface=QColor("#000000"),
    header=QColor("#000000"),
    computed=QColor("#000000"),
    hairline=QColor("#FFFFFF"),
    strong=QColor("#FFFFFF"),
    border=QColor("#FFFFFF"),
    text=QColor("#FFFFFF"),
    second=QColor("#FFFFFF"),
    third=QColor("#FFFFFF"),
    accent=QColor("#3FF2FF"),
    primary=QColor("#3FF2FF"),
    on_primary=QColor("#000000"),
    selection=QColor("#3FF2FF"),
    on_selection=QColor("#000000"),
    input=QColor("#FFFFFF"),
    increase=QColor("#9CD0FF"),
    increase_fill=QColor("#9CD0FF"),
    decrease=QColor("#FFB870"),
    decrease_fill=QColor("#FFB870"),
    total_fill=QColor("#FFFFFF"),
    error=QColor("#FF8F86"),
    warning=QColor("#F0C36A"),
    ok=QColor("#7FD19B"),
    warning_ground=QColor("#000000"),
    flash=QColor("#5A4A14"),
    undecided=QColor("#000000"),
    scenarios=_colours("#8A94A1 #9A8DF0 #BDEBE2 #EC9FD4 #CFD46B #D27951"),
)
"""The fallback for contrast themes; where the system has a palette for them, that one is used."""
