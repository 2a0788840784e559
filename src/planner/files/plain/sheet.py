"""A sheet of the submission as a description: what the workbook, the preview, the print and the check read.

A description says what stands where, what kind of thing it is and how wide; how it looks is each reader's own matter.
Its rows are made anew for every reader, so that no sheet is ever held whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, IntEnum
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from planner.core.money import Unit
from planner.files.whole import Progress


class Style(IntEnum):
    """What kind of thing stands in a cell, which decides how it looks and is aligned."""

    TEXT = 0
    WRAPPED = 1  # a text that may take several lines
    GIVEN = 2  # a figure that somebody gave: 単価, 員数
    MONEY = 3  # an amount in yen, shown in the unit of the sheet
    PERCENT = 4
    COUNT = 5  # a whole number without separators
    EXAMINED = 6  # an examiner's figure, not locked
    REMARK = 7  # an examiner's remark, not locked
    PLAIN = 8  # a cell of a table for machines
    NUMBER = 9  # a number of such a table
    FACTOR = 10  # a whole number that figures are multiplied or divided by; 1 is not shown
    NOTE = 11  # a text that runs over the empty cells to its right
    HEADING = 12  # a heading within the rows
    STRONG = 13  # a text that runs to the right and is to be read first
    LINK = 14  # the name of a sheet, which leads there
    WORD = 15  # a short word that says what kind a row is of
    SPREAD = 16  # a text that runs over the empty cells of this kind to its right, within the lines of its row
    ACROSS = 18  # a heading within the rows, amid the empty cells of this kind to either side
    PAGE = 17  # the page on which the sheet begins that the row names: known on paper, blank elsewhere
    NAME = 19  # what a row is of, to be read before what else stands in it
    PAGES = 20  # a heading within the rows, above pages; blank elsewhere too
    CLOSING = 21  # the last of the cells a spread text runs over, closed to its right


ON_PAPER = (Style.PAGE, Style.PAGES)
"""The kinds of cells of which something stands on paper alone."""


class Band(IntEnum):
    """What a row is: a detail, a total or heading set off from the others, a total within one, or a note on a row."""

    DETAIL = 0
    TOTAL = 1
    NOTE = 2
    PART = 3

    @classmethod
    def of_depth(cls, depth: int) -> Band:
        """The band of a total with so many others above it."""
        return cls.PART if depth else cls.TOTAL


TOTALS = (Band.TOTAL, Band.PART)
"""The bands that are set off from the others."""


class Face(IntEnum):
    """The kind of letters a sheet is set in: sans serif or serif Japanese, or Latin alone."""

    GOTHIC = 0
    MINCHO = 1
    LATIN = 2


class Edges(NamedTuple):
    """What stands at the edges of each page: what it is of, whose it is, and the number the workbook is known by.

    `goes_on`: how it is said that what `{name}` heads goes on from the page before; on paper alone.
    """

    subject: str = ""
    owner: str = ""
    number: str = ""
    goes_on: str = "{name}"


NO_EDGES = Edges()


class Formula(NamedTuple):
    """A formula without its equals sign, with the value it has."""

    text: str
    value: int | float | str


ADDRESS_LIMIT, _LONGER = 2079, re.compile(r'[%"<>\[\]^`{}]')
"""So long an address may be in a workbook, and what takes three characters in it."""


class Outward(NamedTuple):
    """A text that leads to an address outside of the workbook; a blank one leads nowhere."""

    text: str
    address: str

    @classmethod
    def to(cls, text: str, address: str) -> Outward:
        """A text that leads to an address, or stands beside one that is too long to lead there."""
        size = len(address.encode("utf-16-le")) // 2 + 2 * len(_LONGER.findall(address))
        return cls(text, address) if size <= ADDRESS_LIMIT else cls(f"{text} {address}", "")


class Styled(NamedTuple):
    """A content that is of another kind than its column, or looks as in another band than its row's."""

    content: str | int | float | Formula | Outward | None
    style: Style
    band: Band | None = None


Content = str | int | float | Formula | Outward | Styled | None
"""What stands in a cell; `None` for an empty one."""

Scalar = str | int | float | None
"""What a cell comes to; `None` for an empty one."""


def value_of(content: Content) -> Scalar:
    """What a content comes to: of a formula its value, of what leads outward its text; nothing of what is on paper."""
    if type(content) is Styled:  # exact types: this is asked of every cell
        content = content.content if content.style not in ON_PAPER else None
    if type(content) is Outward:
        return content.text
    return content.value if type(content) is Formula else content  # type: ignore[return-value]


class Outline(NamedTuple):
    """Where a row lies in the outline of its sheet.

    `level`: how deep, 0 for what always stays in sight. A `folded` row is out of sight, and on no paper, until somebody
    opens it. Above which rows it is folded is not said: LibreOffice hides what stands above such a row.
    """

    level: int = 0
    folded: bool = False


FLAT = Outline()


class Row(NamedTuple):
    """The cells of a row from the first column on, what the row is, and where it lies in the outline.

    `begins`: a page begins with it. `follows`: it stays with the row above, which says what it is of.
    """

    cells: Sequence[Content]
    band: Band = Band.DETAIL
    outline: Outline = FLAT
    begins: bool = False
    follows: bool = False


def band_of(row: Row, content: Content) -> Band:
    """The band a cell looks as: that of its row, unless the cell says otherwise."""
    return content.band if type(content) is Styled and content.band is not None else row.band


class Column(NamedTuple):
    """A column: its heading, its width in half-width characters, and what its cells are unless they say otherwise."""

    heading: str
    width: float
    style: Style = Style.TEXT


class ChartKind(Enum):
    """How a chart is drawn: columns or bars on top of one another, bars side by side or to either side, counts."""

    STACKED = "stacked"
    STEPS = "steps"
    BARS = "bars"
    ENDS = "ends"
    COUNTS = "counts"


class Fill(Enum):
    """How the bars of a series look, told apart without any colour; `NONE` for one that only carries the next."""

    NONE = "none"
    SOLID = "solid"
    HATCHED = "hatched"
    WHITE = "white"
    PALE = "pale"


class ChartSeries(NamedTuple):
    """A series of a chart: the place of its column, and how its bars look."""

    column: int
    fill: Fill


class Chart(NamedTuple):
    """A chart over rows `first`…`last` of its sheet, drawn from cell `row`, `column` on; all places from 0."""

    kind: ChartKind
    title: str
    axis: str
    names: int
    first: int
    last: int
    series: tuple[ChartSeries, ...]
    row: int
    column: int
    width: int
    """In pixels, as the next three: its height, and how far from its cell it stands."""
    height: int = 440
    right: int = 0
    down: int = 0
    from_zero: bool = False
    """Whether its axis of amounts begins at 0, as none of them is below."""
    legend: bool = True


class Name(NamedTuple):
    """A name of the workbook for cells of a sheet, such as `total_request` for `$D$5`."""

    name: str
    cells: str


EXACT = 10**15
"""A spreadsheet keeps 15 digits: no number that must be exact may reach this."""

FIRST_ROW = 4
"""The first row of data under title, unit, note and headings, counted from 0."""


class Sheet(NamedTuple):
    """One sheet: heading, columns, rows, and how it is printed.

    `tidy`: a table for machines, its headings in the first row and nothing above; in a workbook it is a table of
    Excel's under the name of the sheet. `frozen` columns stay in sight,
    `printed` ones go on paper (all where it is 0). `note` stands under the title. A `guarded` sheet lets nothing be
    changed but its unlocked columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    unit: str = ""
    note: str = ""
    money: Unit = Unit.YEN
    """What amounts are shown in. They stand in yen in the cells, but for 億円: no number format divides by 10^8."""
    sign: str = "△"
    frozen: int = 0
    printed: int = 0
    tidy: bool = False
    guarded: bool = False
    one_page: bool = False
    """Whether all of it goes on one page; it has no headings above its rows then, but within them."""
    large: bool = False
    """Whether it needs paper twice the size (A3)."""
    above: tuple[Row, ...] = ()
    """Rows between unit and headings, which sorting and filtering the others leave alone."""
    sparse: bool = False
    """Whether most rows have blank cells: the lines around those are said once for all of them."""
    filtered: bool = False
    """Whether its rows can be filtered by their headings; those of guarded sheets and tidy tables always can."""
    size: int = 100
    """About how many rows there are, for progress."""
    charts: tuple[Chart, ...] = ()
    names: tuple[Name, ...] = ()
    face: Face = Face.GOTHIC
    edges: Edges = NO_EDGES

    @property
    def first_row(self) -> int:
        """The place of the first row of data, from 0."""
        return 1 if self.tidy else FIRST_ROW + len(self.above)

    @property
    def reference(self) -> str:
        """The sheet's name as formulas write it."""
        return "'{}'".format(self.name.replace("'", "''"))


FEW = 500
"""So many rows of a sheet are held in memory."""


def made_once(rows: Callable[[], Iterable[Row]]) -> Callable[[], Iterable[Row]]:
    """What makes rows anew whenever it is asked; of few rows those made now, for who asks more than once."""
    few = tuple(islice(rows(), FEW + 1))
    return rows if len(few) > FEW else lambda: few


REPORT_EVERY = 500


class SheetProgress:
    """Tells `progress` from time to time how far a piece of work over the rows of sheets is."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress = max(total, 1), progress
        self._before = self._rows = self._size = 0

    def start(self, sheet: Sheet) -> None:
        """The next sheet is begun."""
        self._before, self._rows, self._size = self._before + self._size, 0, sheet.size
        self._tell()

    def row(self) -> None:
        """One more row is done."""
        self._rows += 1
        if self._rows % REPORT_EVERY == 0:
            self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._before + min(self._rows, self._size), self._total)


@lru_cache(maxsize=1024)
def letter(column: int) -> str:
    """The letters of a column, counted from 0: A, …, Z, AA."""
    high, low = divmod(column, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)
