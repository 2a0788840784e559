"""Past years of programs (執行): which program of a document a table speaks of, and what it says taken over.

A program is known by its 予算事業ID, or by its own id where the table was made from the document. What has the same
name alone is offered and never taken by itself: two programs of one name are nothing rare.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.core.edits.codes import set_codes
from planner.core.edits.values import NOBODY, Author, refuse_closed
from planner.core.errors import N_, UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.accounts.execution import NO_EXECUTION, Executed, PastYear
from planner.core.model.document import Document
from planner.core.persistent import PersistentMap


class Reported(NamedTuple):
    """What a table says of a program: how it names it (`program` is its id here), and its past years.

    `row` is the first row that says so, as spreadsheets count.
    """

    name: str
    project: str
    program: str
    years: Mapping[int, Executed]
    row: int


class Pair(NamedTuple):
    """What a table says, and the program (by id) it is taken to be said of."""

    reported: Reported
    program: str


class Matches(NamedTuple):
    """`sure` by id; `likely` by name, of which somebody has to say that they are; `unmatched` is found nowhere."""

    sure: tuple[Pair, ...]
    likely: tuple[Pair, ...]
    unmatched: tuple[Reported, ...]


def folded_name(text: str) -> str:
    """A name for comparing: width, composition, case and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded_project(text: str) -> str:
    """A 予算事業ID for comparing: spreadsheets take zeros at its front away."""
    plain = folded_name(text)
    return plain.lstrip("0") or plain[:1]


def project_of(document: Document, program: str) -> str:
    """The 予算事業ID that a program (by id) has itself; empty where none is known."""
    stated = CodeBook.of(document).stated(_place(program))
    return "" if stated is None else stated.text


def _place(program: str) -> CodePlace:
    return CodePlace(Owner.PROGRAM, program, CodeKind.PROJECT)


def match(document: Document, reported: Sequence[Reported]) -> Matches:
    """Which programs a table speaks of; of others' programs, whose lines are not here, it is not asked."""
    portfolio = document.portfolio
    programs = [portfolio.programs[i] for i in sorted(document.open_programs())]
    by_project, by_name = _Index(), _Index()
    for program in programs:
        by_project.add(folded_project(project_of(document, program.id)), program.id)
        for name in dict.fromkeys(map(folded_name, (program.name, program.name_en))):
            by_name.add(name, program.id)
    known = {program.id for program in programs}
    found = [_found(each, known, by_project, by_name) for each in reported]
    owners = Counter(programs[0] for sure, programs in found if sure)
    taken = {program for program, times in owners.items() if times == 1}
    told: tuple[list[Pair], list[Pair], list[Reported]] = ([], [], [])
    for each, (sure, candidates) in zip(reported, found, strict=True):
        if sure and candidates[0] in taken:
            told[0].append(Pair(each, candidates[0]))
            continue
        left = [program for program in candidates if program not in taken]
        told[1].extend(Pair(each, program) for program in left)
        if not left:
            told[2].append(each)
    return Matches(tuple(told[0]), tuple(told[1]), tuple(told[2]))


class _Index(dict[str, list[str]]):
    """Programs by what they are called; nothing is called nothing."""

    def add(self, called: str, program: str) -> None:
        """Note what a program is called."""
        if called:
            self.setdefault(called, []).append(program)


def _found(reported: Reported, known: set[str], by_project: _Index, by_name: _Index) -> tuple[bool, list[str]]:
    """The programs something may be said of, and whether that is sure."""
    if reported.program in known:
        return True, [reported.program]
    same = by_project.get(folded_project(reported.project), [])
    if same:
        return len(same) == 1, same
    return False, by_name.get(folded_name(reported.name), [])


def take_over(document: Document, pairs: Iterable[Pair], author: Author = NOBODY) -> Document:
    """What a table says, kept beside the programs; other years and other programs stay as they are.

    A program that has no 予算事業ID yet gets the one it was found under, so that it is known by it from now on. Raises
    `UserError` where two things are said of one program, and for a program whose lines are not here.
    """
    if document.part is not None:
        document.part.refuse_edits()
    said: dict[PastYear, Executed] = {}
    owners: dict[str, Reported] = {}
    meant: dict[int, str] = {}
    for reported, program in pairs:
        refuse_closed(document, document.portfolio.program_index[program])
        if meant.setdefault(reported.row, program) != program:
            raise UserError(
                N_("Row {row} is taken to be said of two programs, {first} and {second}."),
                N_("Confirm one of them."),
                row=reported.row,
                first=meant[reported.row],
                second=program,
            )
        if owners.setdefault(program, reported) is not reported:
            raise UserError(
                N_("Two things are said of {program}: rows {first} and {second}."),
                N_("Confirm one of them."),
                program=program,
                first=owners[program].row,
                second=reported.row,
            )
        said |= {PastYear(program, year): each for year, each in reported.years.items() if each.is_known}
    fresh = {
        _place(program): Code(each.project)
        for program, each in owners.items()
        if each.project and not project_of(document, program)
    }
    document = set_codes(document, fresh, author=author) if fresh else document
    if all(document.execution.get(past) == each for past, each in said.items()):
        return document
    return replace(document, execution=PersistentMap({**document.execution, **said}))


def forget(document: Document, programs: Iterable[str]) -> Document:
    """Take out what is kept of the past years of programs."""
    if document.part is not None:
        document.part.refuse_edits()
    gone = set(programs)
    kept = {past: each for past, each in document.execution.items() if past.program not in gone}
    if len(kept) == len(document.execution):
        return document
    return replace(document, execution=PersistentMap(kept) if kept else NO_EXECUTION)
