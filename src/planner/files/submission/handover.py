"""What is handed over: a request, with the place that each of its programs, lines and notes has in 積算内訳."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.files.submission.accounts import AccountCodes
from planner.files.submission.fingerprints import content_fingerprint
from planner.files.submission.kinds import Kinds
from planner.files.submission.known_by import DIGITS, NUMBER_LABEL
from planner.files.submission.notes import Notes
from planner.files.submission.options import SheetKind
from planner.files.submission.places import MARKS, Places
from planner.files.submission.request import Request


@dataclass(frozen=True, eq=False)
class Handover(Request):
    """A request and where it stands in the workbook.

    Whoever hands over makes it once; workbook, template, table and paper are all made from it.
    """

    @cached_property
    def places(self) -> Places:
        """What the rows of 積算内訳 are known by."""
        rows = len(self.programs) + sum(map(len, self.vintages.values()))
        rows += self.notes.rows
        depth = max((len(self.portfolio.ancestors[index]) for index in self.programs), default=0)
        name, language = self.sheet_name(SheetKind.CALCULATION), self.options.language
        codes = self.codes.columns
        return Places(self.portfolio, name, self.options.examiner, rows, depth, MARKS[language], language, codes)

    @cached_property
    def codes(self) -> AccountCodes:
        """The codes of its programs and lines."""
        return AccountCodes(self)

    @cached_property
    def positions(self) -> Mapping[tuple[int, int], int]:
        """Which row of 積算内訳, counted from 1 below the headings, each vintage has, by line and age."""
        found: dict[tuple[int, int], int] = {}
        at = 0
        for index in self.programs:
            at += 1 + len(self.notes.programs[index])
            for row in self.rows(index):
                for shown, note in zip(self.vintages[row], self.notes.lines[row], strict=True):
                    at += 1
                    found[row, shown.age] = at
                    at += len(note)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its figures."""
        return content_fingerprint(self.evaluation)

    @property
    def number(self) -> str:
        """The number by which a workbook is told from others (照合番号)."""
        return self.fingerprint[:DIGITS]

    @property
    def check_number(self) -> str:
        """The number in words."""
        return f"{self.say(*NUMBER_LABEL)} {self.number}"

    @cached_property
    def kinds(self) -> Kinds:
        """要求・要望 and 裁量・義務 of its lines."""
        return Kinds(self, self.places, self.codes)

    @cached_property
    def notes(self) -> Notes:
        """What stands in rows of their own below programs and lines."""
        return Notes(self)
