"""The later years of one line in 後年度負担: formulas over its rates and intakes, which stand to the right of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.core.calculation.cohort import is_present, vintages
from planner.files.plain.sheet import Content, Formula, letter
from planner.files.submission.drivers import Given, LineDrivers, Term, pays_rate_of_intake

EARLIER, REQUEST, WHOLE = 0, 1, 2
"""Each later year has three columns: bound by earlier decisions, by those of the request year, all of it."""

BEFORE = 4
"""So many columns stand before the later years: name, term, last year, request year."""


class Layout:
    """Which columns 後年度負担 has: for the years of the plan, and for the drivers of the years in `spans`."""

    def __init__(self, years: Sequence[int], spans: range) -> None:
        self.years, self.spans = years, spans
        self.printed = self.year(len(years), EARLIER) + 1
        """So many columns are printed: those of the years, and 備考."""
        self.kind, self.key = letter(self.printed), letter(self.printed + 1)
        """The column that says what a row is, and that of the lines' keys."""
        self.drivers = self.printed + 2
        """The place of the first column of drivers: what a rate is multiplied and divided by, rates, intakes."""

    def year(self, y: int, part: int = WHOLE) -> int:
        """The place of a later year's column; `y` is the place of the year in the plan."""
        return BEFORE + 3 * (y - 2) + part

    def rate(self, year: int) -> int:
        """The place of the rate of a year."""
        return self.drivers + 2 + self.spans.index(year)

    def people(self, year: int) -> int:
        """The place of the intake of a year."""
        return self.drivers + 2 + len(self.spans) + self.spans.index(year)


class LineYears:
    """Makes the cells of a line in the row `at` (from 0), and with them those of the drivers it needs.

    `tier` says of a fiscal year and an intake year what binds the vintage.
    """

    def __init__(self, drivers: LineDrivers, layout: Layout, at: int, tier: Callable[[int, int], int]) -> None:
        self._drivers, self._layout, self._at, self._tier = drivers, layout, at, tier
        self._line = drivers.line
        self._cells: dict[int, Content] = {}
        self._known: dict[tuple[str, str], int] = {}
        self.as_value = False

    def year(self, y: int) -> list[Content]:
        """What earlier decisions bind of a year, what this request binds, and all of it."""
        year = self._layout.years[y]
        texts: list[list[str]] = [[], [], []]
        sums = [0, 0, 0]
        for each in vintages(self._line, year) if is_present(self._line, year) else ():
            age, amount = year - each.intake_year, each.amount
            term = self._drivers.term(year, age)
            if term is None or not isinstance(amount, int) or (term.people.value == 0 and not term.people.live):
                continue
            part = self._tier(year, each.intake_year)
            texts[part].append(self._text(term, year, age, amount))
            sums[part] += amount
        places = [self._layout.year(y, part) for part in (EARLIER, REQUEST)]
        bound = [Formula("+".join(texts[part]), sums[part]) if texts[part] else None for part in (EARLIER, REQUEST)]
        shown = [f"{letter(place)}{self._at + 1}" for place, cell in zip(places, bound, strict=True) if cell]
        whole = "+".join([*shown, *texts[WHOLE]])
        return [*bound, Formula(whole, sum(sums)) if whole else 0]

    def drivers(self) -> list[Content]:
        """The cells of the drivers that the years made so far are multiplied out of."""
        first, last = self._layout.drivers, max(self._cells, default=-1)
        return [self._cells.get(place) for place in range(first, last + 1)]

    def _text(self, term: Term, year: int, age: int, amount: int) -> str:
        if not term.is_exact:
            self.as_value = True
            return f"({amount})" if amount < 0 else str(amount)
        start, layout = year - age, self._layout
        paid = start if pays_rate_of_intake(self._line, year) else year
        return term.formula(
            self._cell("rate", layout.rate(paid), term.rate),
            self._cell("people", layout.people(start), term.people),
            self._cell("times", layout.drivers, term.times),
            self._cell("divisor", layout.drivers + 1, term.divisor),
        )

    def _cell(self, kind: str, place: int, given: Given) -> str:
        """The cell of a driver, put there if it is not yet; what follows the cell of another year is that cell."""
        live = given.live
        if kind in ("times", "divisor") and not live:
            return given.text
        key = kind, given.text if live else f"={place}"
        known = self._known.get(key)
        if known is None:
            if place in self._cells:  # another year has another factor there
                return f"({given.text})"
            known = self._known[key] = place
            self._cells[place] = Formula(given.text, given.value) if live else given.value
        return f"${letter(known)}{self._at + 1}"
