"""What is said of values in a document, each with the place it speaks of: reasons of changes, evidence, the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from planner.app.session.place import Place
from planner.app.session.state import State
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import LABELS, Owner
from planner.core.model.document import BASE, Change, Document
from planner.core.model.fields import ALL_FIELDS, Axis
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_change
from planner.words.codes import link_text, place_told
from planner.words.figures import BASIS_NAMES
from planner.words.in_force import evidence_text
from planner.words.places import place_name
from planner.words.texts import Texts


class Said(NamedTuple):
    """A sentence, of what kind it is (`published`, `Evidence`; a catalogue key), and the figure it is said of.

    Of a code it is where that stands, in words.
    """

    text: str
    kind: str
    place: Place

    def figure(self, portfolio: Portfolio, texts: Texts) -> str:
        """The kind and the figure in words."""
        if not self.place.field or self.place.row is None:
            return self.kind
        return (
            f"{texts._(self.kind)} · {_figure(portfolio, portfolio.lines.ids[self.place.row], self.place.field, texts)}"
        )


def printed(portfolio: Portfolio, texts: Texts) -> Iterator[Said]:
    """What the sheets say, or the rule a figure was made by; each of the first figure that is from there."""
    found: dict[int, Place] = {}
    for key, steps in portfolio.lines.steps.items():
        numbers, places = np.unique(steps.origin, return_index=True)
        rows = np.searchsorted(steps.start, places, side="right") - 1
        for number, at, row in zip(numbers.tolist(), places.tolist(), rows.tolist(), strict=True):
            found.setdefault(number, Place(row=row, field=key, year=int(steps.year[at])))
    for number, place in sorted(found.items()):
        origin = portfolio.origins[number]
        text = origin.quote or texts.name(origin.rule, origin.rule_en)
        if text:
            yield Said(text, BASIS_NAMES[origin.basis], place)


def evidence(state: State, texts: Texts) -> Iterator[Said]:
    """What values of the scenario shown rest on."""
    index = state.portfolio.line_index
    for line_id, held in state.document.evidence(state.scenario).items():
        for cell, each in held.items() if line_id in index else ():
            place = Place(row=index[line_id], field=cell.field, year=cell.year)
            yield Said(evidence_text(each, texts), "Evidence", place)


def coded(document: Document, texts: Texts) -> Iterator[Said]:
    """The codes of programs and lines, each said of where it stands."""
    portfolio = document.portfolio
    for place, code in CodeBook.of(document).all_stated().items():
        index, row = portfolio.program_index.get(place.id), portfolio.line_index.get(place.id)
        where = Place(row=row) if place.owner is Owner.LINE else Place(program=index)
        yield Said(f"{texts._(LABELS[place.kind])} {link_text(code)}", place_told(document, place, texts), where)


def place_of(change: Change) -> Place:
    """The first cell of a change, in the scenario it was made in."""
    cell = change.cells[0]
    year = cell.year if ALL_FIELDS[cell.field].axis is Axis.FISCAL else None
    return Place(scenario=change.scenario, line_id=cell.line_id, field=cell.field, year=year)


def change_told(change: Change, state: State, texts: Texts) -> tuple[str, str]:
    """A change beside its reason: the scenario and the first figure, then what it did to the total."""
    cell = change.cells[0]
    name = texts._("Base") if change.scenario == BASE else state.document.scenario(change.scenario).name
    effect = "" if change.effect is None else format_change(change.effect, state.unit)
    return f"{name} · {_figure(state.portfolio, cell.line_id, cell.field, texts)}", effect


def _figure(portfolio: Portfolio, line_id: str, field: str, texts: Texts) -> str:
    return f"{place_name(portfolio, line_id, texts)} {texts._(ALL_FIELDS[field].label)}"
