"""What the review sheet (行政事業レビューシート) asks of a request, a row a project: to be typed or taken in there.

翌年度要求額 has the wishes in it, 要望額 is that part of it; both are in yen. Where a line does not state whether it is
requested or wished for, 要望額 stays empty: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.core.edits.execution import project_of
from planner.core.explain.reasons import reasons
from planner.files.plain.sheet import Column, Row, Sheet, Style
from planner.files.plain.tidy_csv import ENCODINGS, write_tidy_csv
from planner.files.submission.handover import Handover
from planner.files.submission.kinds import WISHED
from planner.words.differences import sentence


def write_review_rows(path: Path, handover: Handover, encoding: str = ENCODINGS[0]) -> None:
    """Write those rows as CSV, whole or not at all; raises `UserError` as `write_tidy_csv` does."""
    write_tidy_csv(path, review_rows(handover), encoding)


def review_rows(handover: Handover) -> Sheet:
    """予算事業ID, 事業名, 翌年度要求額, 要望額 and 主な増減理由 of each project, as the review sheet names them."""
    say = handover.say
    columns = (
        Column(say("予算事業ID", "Budget project ID"), 16),
        Column(say("事業名", "Project"), 40),
        Column(say("翌年度要求額", "Request (yen)"), 18, Style.NUMBER),
        Column(say("要望額", "Of that wish (yen)"), 18, Style.NUMBER),
        Column(say("主な増減理由", "Main reasons for the change"), 80),
    )
    title = say("行政事業レビューシート", "Review sheet")
    return Sheet(title, title, columns, lambda: _rows(handover), tidy=True)


def projects(handover: Handover) -> tuple[int, ...]:
    """The programs that are projects: those with a 予算事業ID of their own, and any at the top that has none within."""
    portfolio = handover.portfolio
    known = {index for index in handover.programs if project_of(handover.document, portfolio.programs[index].id)}
    return tuple(
        index
        for index in handover.programs
        if index in known or (len(portfolio.ancestors[index]) == 1 and known.isdisjoint(portfolio.subtrees[index]))
    )


def _rows(handover: Handover) -> Iterator[Row]:
    for index in projects(handover):
        request, kinds = handover.evaluation.program(index)[1], handover.kinds
        is_stated = request.amount is not None and not kinds.of(index, demand=0).rows
        yield Row(
            (
                project_of(handover.document, handover.portfolio.programs[index].id),
                handover.program_name(index),
                request.amount,
                kinds.of(index, demand=WISHED).request if is_stated else None,
                _reason(handover, index),
            )
        )


def _reason(handover: Handover, index: int) -> str:
    """Why the amount changes, as the program drafts it from the lines, and the reasons that officers gave."""
    found, sign = handover.difference.program(index), handover.options.sign.value
    draft = sentence(found, handover.texts, from_previous=True, negative=sign)
    base, year = handover.evaluation.base, handover.portfolio.request_year
    rows = [row for row in handover.portfolio.rows_below(index) if row in handover.vintages]
    given = (each.change.why for row in rows for each in reasons(handover.values, base, row, year))
    left_out = handover.missing(handover.evaluation.program(index)[:2])
    said = dict.fromkeys(filter(None, (each.strip().rstrip("。.") for each in (draft, left_out, *given))))
    return handover.say("。", ". ").join(said)
