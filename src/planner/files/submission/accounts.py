"""The codes of what is handed over, and its lines grouped by them: 組織, and 項 within it.

Formulas ask for a group by a key of its own, a number in the order of the workbook: a code as it is typed may look like
a number, a pattern or a comparison to them. Where no code is known all of this is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CODES, LABELS, LINKS, CodeKind
from planner.files.plain.sheet import Outward
from planner.files.submission.places import UNSTATED, Chosen
from planner.files.submission.request import Request

ORGANISATION_KEY, ITEM_KEY = "organisation_key", "item_key"
"""The columns of 積算内訳 by which formulas ask for the lines of a 組織, of a 項."""


def column_of(kind: CodeKind) -> str:
    """The key of the column of a code: `request` alone is that of an amount."""
    return f"code_{kind.value}"


class Group(NamedTuple):
    """Lines of one 組織 and one 項 by their keys; `None` as 項 are those of all of them."""

    organisation: str
    item: str | None

    def holds(self, other: Group) -> bool:
        """Whether lines of the other group are among these."""
        return self.organisation == other.organisation and self.item in (None, other.item)


class Heading(NamedTuple):
    """A row above the programs of a group: its name, how deep it lies, and whether the programs stand below it."""

    name: str
    level: int
    group: Group
    is_last: bool


class AccountCodes:
    """The codes of a request."""

    def __init__(self, request: Request) -> None:
        self._request, self._portfolio = request, request.portfolio
        self._book = CodeBook.of(request.document)

    @cached_property
    def kinds(self) -> tuple[CodeKind, ...]:
        """The codes that are known of anything."""
        known = {place.kind for place in self._book.all_stated()}
        return tuple(kind for kind in CODES if kind in known)

    @cached_property
    def _levels(self) -> tuple[CodeKind, ...]:
        return tuple(kind for kind in (CodeKind.ORGANISATION, CodeKind.ITEM) if kind in self.kinds)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The keys of the columns of 積算内訳 that hold codes, and those of groups."""
        keys = (ORGANISATION_KEY, ITEM_KEY) if self._levels else ()
        return (*map(column_of, self.kinds), *keys)

    @property
    def headings_of_columns(self) -> Mapping[str, str]:
        """What those columns are called."""
        keys = {
            ORGANISATION_KEY: self._request.say("組織の鍵", "Key of the organisation"),
            ITEM_KEY: self._request.say("項の鍵", "Key of the appropriation item"),
        }
        return {column_of(kind): self.name(kind) for kind in self.kinds} | keys

    def name(self, kind: CodeKind) -> str:
        """What a code is called."""
        return self._request.texts._(LABELS[kind])

    def of_line(self, row: int, kind: CodeKind) -> str:
        """The code that holds for a line; empty where none is known."""
        found = self._book.of_line(row, kind) if kind in self.kinds else None
        return "" if found is None else found.text

    def of_program(self, index: int, kind: CodeKind) -> str:
        """The code that holds for a program."""
        found = self._book.of_program(index, kind) if kind in self.kinds else None
        return "" if found is None else found.text

    def links(self, index: int) -> Iterator[Outward]:
        """Where a program's 政策評価 and EBPM are found, as far as it is said: what each is called, and its address."""
        for kind in LINKS:
            found = self._book.of_program(index, kind)
            if found is not None:
                between = self._request.say("：", ": ")
                yield Outward.to(f"{self.name(kind)}{between}{found.text or found.address}", found.leads_to)

    def number(self, index: int) -> str:
        """The 要求番号 of a program where it is not that of the program it is part of."""
        above = self._portfolio.ancestors[index][1:]
        own = self.of_program(index, CodeKind.REQUEST)
        return "" if above and own == self.of_program(above[0], CodeKind.REQUEST) else own

    def line_number(self, row: int) -> str:
        """The 要求番号 of a line where it is not that of its program."""
        own = self.of_line(row, CodeKind.REQUEST)
        return "" if own == self.of_program(int(self._portfolio.lines.program[row]), CodeKind.REQUEST) else own

    def object_of(self, row: int) -> str:
        """目 and 目の細分 of a line in a few words."""
        codes = (self.of_line(row, kind) for kind in (CodeKind.SUBITEM, CodeKind.DETAIL))
        return " ".join(filter(None, codes))

    def cells(self, row: int) -> Mapping[str, str]:
        """What the columns of codes hold for a line."""
        if not self.kinds:
            return {}
        cells = {column_of(kind): self.of_line(row, kind) or UNSTATED for kind in self.kinds}
        if self._levels:
            organisation, item = self.group_of(row)
            cells |= {ORGANISATION_KEY: organisation, ITEM_KEY: item or ""}
        return cells

    # ---------------------------------------------------------------- groups

    def _names(self, row: int) -> tuple[str, str]:
        organisation, item = (self.of_line(row, kind) for kind in (CodeKind.ORGANISATION, CodeKind.ITEM))
        return organisation, item

    def _names_of_program(self, index: int) -> tuple[str, str]:
        organisation, item = (self.of_program(index, kind) for kind in (CodeKind.ORGANISATION, CodeKind.ITEM))
        return organisation, item

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, Mapping[str, str]]]:
        """組織 → its key, and each 項 of it → its; in the order in which they are met."""
        found: dict[str, tuple[str, dict[str, str]]] = {}
        for index in self._request.programs if self._levels else ():
            rows = self._request.rows(index)
            for organisation, item in [self._names(row) for row in rows] or [self._names_of_program(index)]:
                key, items = found.setdefault(organisation, (f"|{len(found) + 1}", {}))
                items.setdefault(item, f"{key}|{len(items) + 1}")
        return found

    def _group(self, names: tuple[str, str]) -> Group:
        if not self._levels:
            return Group("", "")
        key, items = self._groups[names[0]]
        return Group(key, items[names[1]])

    def group_of(self, row: int) -> Group:
        """The group of a line."""
        return self._group(self._names(row))

    def group_of_program(self, index: int) -> Group:
        """The group of a program that has no lines."""
        return self._group(self._names_of_program(index))

    @property
    def depth(self) -> int:
        """How many levels of headings stand above the programs."""
        return len(self._levels)

    def headings(self) -> Iterator[Heading]:
        """組織 and 項 in order; one without a name, of all lines, where neither is known."""
        if not self._levels:
            yield Heading("", 0, Group("", None), is_last=True)
        say, item_level = self._request.say, self.depth
        for organisation, (key, items) in self._groups.items():
            if CodeKind.ORGANISATION in self._levels:
                name = organisation or say("（組織の記載なし）", "(organisation not stated)")
                yield Heading(name, 1, Group(key, None), is_last=CodeKind.ITEM not in self._levels)
            for item, item_key in items.items() if CodeKind.ITEM in self._levels else ():
                name = item or say("（項の記載なし）", "(appropriation item not stated)")
                yield Heading(name, item_level, Group(key, item_key), is_last=True)

    @staticmethod
    def chosen(lines: Chosen, group: Group) -> Chosen:
        """Those of some lines that are of a group."""
        if not group.organisation:
            return lines
        if group.item is None:
            return lines.where(ORGANISATION_KEY, group.organisation)
        return lines.where(ITEM_KEY, group.item)
