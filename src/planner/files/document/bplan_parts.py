"""What a part was told, and the parts a document has sent, in a .bplan file."""

from __future__ import annotations

import json
from collections.abc import Iterable

from planner.core.model.document import Document
from planner.core.model.parts import Answer, Comment, HandIn, Part, State
from planner.files.document.bplan_rows import (
    Groups,
    Tables,
    fill_table,
    flag,
    once,
    texts_of_json,
    value_as_text,
    yen_of_text,
)

TABLES = ("parts", "handins", "comments", "answers")
"""Where it stands."""


def write_parts(tables: Tables, document: Document) -> None:
    """Fill the tables of parts."""
    listed = [(True, document.part)] if document.part is not None else []
    listed += [(False, each) for each in document.sent]
    fill_table(tables, "parts", ((i, own, *_row(part)) for i, (own, part) in enumerate(listed)))
    fill_table(
        tables,
        "handins",
        (
            (part.id, i, each.state.value, each.who, each.when, value_as_text(each.request), each.note)
            for _own, part in listed
            for i, each in enumerate(part.history)
        ),
    )
    fill_table(
        tables,
        "comments",
        (
            (part.id, i, each.line, each.text, each.who, each.when)
            for _own, part in listed
            for i, each in enumerate(part.comments)
        ),
    )
    fill_table(
        tables,
        "answers",
        (
            (part.id, i, each.answer.text, each.answer.who, each.answer.when)
            for _own, part in listed
            for i, each in enumerate(part.comments)
            if each.answer is not None
        ),
    )


def _row(part: Part) -> tuple[object, ...]:
    return (
        *(part.id, part.request, part.view, part.heading, part.heading_en, part.scenario),
        *(json.dumps(part.programs), json.dumps(part.above), part.working),
        json.dumps([text for pair in part.ancestor for text in pair], ensure_ascii=False),
        *(part.deadline, part.instructions, part.file, part.who, part.when, part.merged, value_as_text(part.taken)),
    )


def read_parts(tables: Tables) -> tuple[Part | None, tuple[Part, ...]]:
    """What the document was told as a part, and those it has sent; `ValueError` where that makes no sense."""
    history = Groups(
        (part, HandIn(State(state), who, when, None if request is None else yen_of_text(request), note))
        for part, _, state, who, when, request, note in tables["handins"]
    )
    answers = once(((part, place), Answer(*said)) for part, place, *said in tables["answers"])
    comments = Groups(
        (part, Comment(line, text, who, when, answers.pop((part, place), None)))
        for part, place, line, text, who, when in tables["comments"]
    )
    if answers:
        raise ValueError("an answer to nothing")
    found: tuple[list[Part], list[Part]] = ([], [])
    for _, own, id_, request, view, heading, heading_en, scenario, programs, above, *rest in tables["parts"]:
        working, ancestor, deadline, instructions, file, who, when, merged, taken = rest
        found[flag(own)].append(
            Part(
                *(id_, request, view, heading, heading_en, scenario, texts_of_json(programs), texts_of_json(above)),
                working,
                _pairs(texts_of_json(ancestor)),
                *(deadline, instructions, file, who, when, merged),
                None if taken is None else yen_of_text(taken),
                history.take(id_),
                comments.take(id_),
            )
        )
    history.settle()
    comments.settle()
    if len(found[True]) > 1:
        raise ValueError("a part of two")
    return next(iter(found[True]), None), tuple(found[False])


def _pairs(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    listed = list(texts)
    return tuple(zip(listed[::2], listed[1::2], strict=True))
