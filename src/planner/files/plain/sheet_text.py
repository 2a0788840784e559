"""What the cells of a sheet read like, for those who show or print a description without Excel."""

from __future__ import annotations

from planner.core.money import Unit, format_amount, round_ratio
from planner.files.plain.sheet import Content, Sheet, Style, Styled, value_of
from planner.files.plain.text_width import broken, text_width

NUMBERS = frozenset({Style.GIVEN, Style.MONEY, Style.PERCENT, Style.EXAMINED, Style.NUMBER, Style.FACTOR})
"""The kinds of cells whose numbers stand to the right."""

DASHED = (Style.MONEY, Style.GIVEN)
LEAST = 40
"""A line of the note under a title is not narrower, in half-width characters."""

NOUGHT = "−"
"""Stands for 0 in cells of these kinds; 0 is what is less than a half of the unit."""


def cell_text(sheet: Sheet, column: int, content: Content) -> str:
    """A cell of a column as the workbook shows it: amounts in the sheet's unit, with its sign."""
    style = content.style if isinstance(content, Styled) else sheet.columns[column].style
    value = value_of(content)
    if value is None or isinstance(value, str):
        return value or ""
    if value == 0 and style in DASHED:
        return NOUGHT
    if style is Style.MONEY:
        yen = round(value * Unit.OKU.yen) if sheet.money is Unit.OKU else int(value)
        return format_amount(yen, sheet.money, negative=sheet.sign)
    if style is Style.PERCENT:
        return percent_text(value, sheet.sign)
    if style is Style.FACTOR and value == 1:
        return ""
    if style in (Style.COUNT, Style.NUMBER):
        return str(value)
    return f"{sheet.sign if value < 0 else ''}{abs(value):,}"


def percent_text(ratio: float, sign: str) -> str:
    """A ratio in percent with one decimal, `sign` before a negative one."""
    thousandths = round_ratio(round(ratio * 10**6), 1000)
    return f"{sign if thousandths < 0 else ''}{abs(thousandths) // 10:,}.{abs(thousandths) % 10}%"


def is_right(sheet: Sheet, column: int, content: Content) -> bool:
    """Whether a cell stands to the right of its column: numbers, and words in a column of amounts."""
    style = content.style if isinstance(content, Styled) else sheet.columns[column].style
    inside = content.content if isinstance(content, Styled) else content
    return style in (Style.MONEY, Style.PERCENT, Style.GIVEN) or (style in NUMBERS and not isinstance(inside, str))


def note_lines(sheet: Sheet) -> list[str]:
    """The note under the title of a sheet, in two lines where what is printed of it is not as wide, with the unit."""
    shown = sheet.columns[: sheet.printed or len(sheet.columns)]
    return broken(sheet.note, max(int(sum(column.width for column in shown)) - text_width(sheet.unit) - 2, LEAST))
