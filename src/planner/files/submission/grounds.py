"""Why a line is as it is, in the words of the sheets: its basis, the reasons in force, where its figures come from.

No scenario is named: what is handed over names none but itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.core.calculation.in_force import Use
from planner.words.in_force import ValueWords, told_text


class Grounds:
    """The grounds of the lines of a request, in the year they are requested for."""

    def __init__(self, words: ValueWords, year: int) -> None:
        self._words, self._year = words, year
        self._known: dict[tuple[int, bool], str] = {}

    def basis(self, row: int) -> str:
        """What a line rests on, in a word or two."""
        return self._words.basis(row, self._year)

    def is_changed(self, row: int) -> bool:
        """Whether the scenario gives a figure that the line rests on, or proposes the line or its end."""
        words = self._words
        proposed = row in words.evaluation.portfolio.proposals or row in words.evaluation.absent
        return proposed or words.values.basis(row, self._year).changed

    def of(self, row: int) -> str:
        """The reasons of a line's amount, then the sources of the year's figures and of whatever was changed."""
        return "　".join(filter(None, [*self.reasons(row), self._sources(row, everything=False)]))

    def reasons(self, row: int) -> list[str]:
        """The reasons of a line's amount, with the yen of each."""
        reason = self._words.texts._("reason: {reason}")
        return [reason.format(reason=each) for each in self._words.reasons(row, self._year)]

    def by_intake(self, row: int, intakes: Sequence[int]) -> list[str]:
        """The sources of a line's figures, each beside the latest intake (by year, the latest first) that it is of."""
        if len(intakes) == 1:
            return [self._sources(row, everything=True)]
        used = self._words.values.used(row, self._year)
        said: list[list[Use]] = [[] for _ in intakes]
        for use in used:
            said[intakes.index(use.years[0]) if use.years[0] in intakes else 0].append(use)
        return [self._told(row, used, shown) for shown in said]

    def _sources(self, row: int, *, everything: bool) -> str:
        """The sources of a line's figures, or of those of earlier intakes none; several sheets ask for the same."""
        if (row, everything) not in self._known:
            used = self._words.values.used(row, self._year)
            shown = [use for use in used if use.found.is_changed or use.years[0] == self._year]
            alike = len(shown) == len(used)
            text = self._told(row, used, used if everything else shown)
            self._known.update({(row, each): text for each in (True, False) if alike or each is everything})
        return self._known[row, everything]

    def _told(self, row: int, used: Sequence[Use], shown: Sequence[Use]) -> str:
        words = self._words
        return "　".join(told_text(told, words.texts) for told in words.sources(row, self._year, used, shown))
