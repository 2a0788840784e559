"""The ten steps in which a newcomer learns the work, on the built-in request: what to do, and how it is seen done.

A step is done by whatever way it is done: what counts is what is open and shown then, never which key was pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from planner.app.session.state import State
from planner.core.errors import N_
from planner.words.texts import Texts

PROGRAM, LINE = "fellows/dc", "fellows/dc/dc1"
"""What the steps speak of."""
RATE = "3200000"
"""The rate that is typed in place of 3,072,000 yen."""


class Seen(NamedTuple):
    """What a step is judged by: what was so when it began, what is so now, and whether an edit was taken back since."""

    began: State
    now: State
    front: str
    undone: bool


class Step(NamedTuple):
    """One step: its name and what to do (catalogue keys), the verb whose keys it tells, and whether it is done."""

    name: str
    do: str
    verb: str
    is_done: Callable[[Seen], bool]


def fits(state: State) -> bool:
    """Whether the steps can be walked in what is open."""
    return LINE in state.portfolio.line_index and PROGRAM in state.portfolio.program_index


def told(step: Step, state: State, keys: str, texts: Texts) -> str:
    """What to do, in words with the keys and names that it needs."""
    portfolio = state.portfolio
    program, row = portfolio.programs[portfolio.program_index[PROGRAM]], portfolio.line_index[LINE]
    return texts._(step.do).format(
        keys=keys,
        rate=RATE,
        program=texts.quoted(texts.name(program.name, program.name_en)),
        line=texts.quoted(texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])),
    )


def _program_shown(seen: Seen) -> bool:
    portfolio = seen.now.portfolio
    return seen.front == "lines" and seen.now.program == portfolio.program_index[PROGRAM]


def _rate_raised(seen: Seen) -> bool:
    cells = (cell for change in seen.now.document.changes for cell in change.cells if cell.field == "rate")
    return any(cell.before is not None and cell.after is not None and cell.after > cell.before for cell in cells)


def _reason_given(seen: Seen) -> bool:
    return any(change.why for change in seen.now.document.changes)


def _branched(seen: Seen) -> bool:
    return len(seen.now.document.scenarios) > 1


def _cut(seen: Seen) -> bool:
    """Another document, and the request shown is lower by it."""
    before, after = (state.evaluation.total[1].amount for state in (seen.began, seen.now))
    is_lower = before is not None and after is not None and after < before
    return seen.now.document is not seen.began.document and is_lower


def _undone(seen: Seen) -> bool:
    return seen.undone


def _handed_over(seen: Seen) -> bool:
    return seen.now.document.handovers is not seen.began.document.handovers


def _on(page: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.front == page


STEPS = (
    Step(
        N_("Find the lines"),
        N_("Press {keys} for the list of programs and choose {program}: its lines stand in the middle then."),
        "go.programs",
        _program_shown,
    ),
    Step(
        N_("Raise a rate"),
        N_("Put the cursor on the unit rate of {line}, type {rate} and press Enter. Every total follows at once."),
        "",
        _rate_raised,
    ),
    Step(
        N_("Say why"),
        N_("{keys} leads to the reason above the table. Type a few words and press Enter."),
        "change.reason",
        _reason_given,
    ),
    Step(
        N_("Branch a scenario"),
        N_("{keys} begins a second scenario below this one. Type its name and press Enter."),
        "scenario.branch",
        _branched,
    ),
    Step(
        N_("Compare"),
        N_("{keys} sets the scenarios side by side, and says whose difference it is and why."),
        "page.compare",
        _on("compare"),
    ),
    Step(
        N_("Look at the ceilings"),
        N_("{keys} shows how much room is left, and what has to be settled before anything goes out."),
        "page.check",
        _on("check"),
    ),
    Step(
        N_("Look ahead"),
        N_("{keys} shows what this request binds in later years."),
        "page.years",
        _on("years"),
    ),
    Step(
        N_("Find a cut"),
        N_("{keys} opens the what-ifs. Under Cuts type 1% and press Enter twice."),
        "whatif.seek",
        _cut,
    ),
    Step(
        N_("Take it back"),
        N_("{keys} takes the last edit back, and the next one before it. Nothing you try is lost or final."),
        "edit.undo",
        _undone,
    ),
    Step(
        N_("Hand over"),
        N_("{keys} leads to what goes out. Write the workbook: it is read back and compared before it counts."),
        "handover.export",
        _handed_over,
    ),
)
