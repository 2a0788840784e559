"""`planner review`: what an examiner made of a submission, printed; with a name given, taken over into scenarios."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.paths import path_named
from planner.cli.reports import Report, plain, scenario_name
from planner.cli.tables import NONE, columns
from planner.core.calculation.evaluate import Base, evaluate_base, evaluate_scenario
from planner.core.calculation.in_force import effective
from planner.core.edits.scenarios import find_scenario
from planner.core.errors import N_, UserError
from planner.core.model.document import RESTORATION, Document
from planner.core.model.lines import Amount
from planner.core.money import format_amount, format_change, parse_yen
from planner.core.review.meaning import Reading
from planner.core.review.outcome import Answer, Answers, ask_again, take_examination
from planner.core.review.questions import Address, Question, Readings
from planner.core.review.review import Remark, Review, ReviewedLine
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.review.returned import ReviewedBook, read_returned
from planner.words.texts import Texts


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `review` is asked with."""
    command.add_argument("returned", metavar="RETURNED", type=path_named, help=_("the workbook that came back"))
    command.add_argument(
        "--as",
        dest="name",
        metavar="NAME",
        help=_("a new scenario with every examined value; without it nothing is saved"),
    )
    command.add_argument(
        "--accept",
        nargs="+",
        metavar="LINE",
        help=_("the lines to record as accepted, or all or none; all that are not countered if left out"),
    )
    command.add_argument(
        "--counter",
        nargs="+",
        default=[],
        metavar="LINE[=AMOUNT]",
        help=_("lines to ask for again, as they were requested or for another amount"),
    )
    command.add_argument(
        "--counter-as",
        dest="restoration",
        metavar="NAME",
        help=_("the scenario for what is asked for again"),
    )
    command.add_argument(
        "--read",
        nargs="+",
        default=[],
        metavar="LINE=READING",
        help=_("how figures are meant that have to be asked about: {names}; of a line, or of all").format(
            names=", ".join(Reading)
        ),
    )
    command.add_argument(
        "--scenario", metavar="S", help=_("the scenario the workbook was made from, where it does not say")
    )
    command.add_argument("--anyway", action="store_true", help=_("take over even a workbook of another document"))


def review(arguments: argparse.Namespace, texts: Texts) -> int:
    """Print what came back; with a name, make the scenarios of what is examined and what is countered, and save."""
    file: Path = arguments.file
    if arguments.name is None:
        if arguments.accept is not None or arguments.counter:
            raise UserError(N_("What is answered needs a scenario to go to."), N_("Give its name: --as NAME."))
        document = open_named(arguments, file).document
        read = _read(arguments, document)
        _print(report(document, read, texts), arguments.json, texts)
        return 0
    with holding(file) as held:
        opened = open_named(arguments, held)
        read = _read(arguments, opened.document)
        if read.same_document is False and not arguments.anyway:
            raise UserError(
                N_("The workbook was made from another document, or from another base: nothing was taken over."),
                N_("Look at it without --as; if it is the right one, give --anyway."),
                where=str(arguments.returned),
            )
        counters = _counters(read.review, arguments.counter)
        answers = _answers(read.review, arguments.accept, counters)
        changed = take_examination(opened.document, read.review, answers, arguments.name, texts.translate, author())
        examined, restored = changed.scenarios[-1].number, None
        if counters:
            name = arguments.restoration or RESTORATION.render(texts.translate)
            changed = ask_again(changed, read.review, counters, examined, name, texts.translate, author())
            restored = changed.scenarios[-1].number
        save_document(changed, held, expected=opened.fingerprint)
    said = report(opened.document, read, texts)
    base, ids = read.review.requested.base, read.review.portfolio.lines.ids
    rows = [each.row for each in read.review.lines if each.examined.entries]
    said["accepted"] = {
        **_made(changed, base, examined, [ids[row] for row in rows]),
        "answers": {ids[row]: answer.value for row, answer in answers.items()},
    }
    if restored is not None:
        made = _made(changed, base, restored, [ids[row] for row in sorted(counters)])
        totals = made["total"], said["accepted"]["total"]
        said["countered"] = {**made, "restored": None if None in totals else totals[0] - totals[1]}
    _print(said, arguments.json, texts)
    return 0


def _read(arguments: argparse.Namespace, document: Document) -> ReviewedBook:
    scenario = None if arguments.scenario is None else find_scenario(document, arguments.scenario)
    read = read_returned(arguments.returned, document, evaluate_base(document.portfolio), scenario)
    return read.read_as(_readings(read.review, arguments.read)) if arguments.read else read


def _readings(review: Review, wanted: Iterable[str]) -> Readings:
    """How the questions of these lines are answered: `LINE=READING`, for `all` lines or for one, the later prevails."""
    readings: dict[Address, Reading] = {}
    for text in wanted:
        line_id, _equals, word = text.rpartition("=")
        if word not in set(Reading):
            raise UserError(
                N_('"{word}" is not a way to read a figure.'),
                N_("Use one of: {names}."),
                word=word,
                names=", ".join(Reading),
            )
        ids = review.portfolio.lines.ids
        asked = [each for each in review.questions if line_id in ("all", ids[each.row])]
        fitting = [each for each in asked if any(choice.reading == word for choice in each.choices)]
        if not fitting:
            raise UserError(
                N_('Nothing of "{line}" can be read as "{word}".'),
                N_("Look at the questions of the review without --read."),
                line=line_id,
                word=word,
            )
        readings |= {each.address: Reading(word) for each in fitting}
    return readings


def _answers(review: Review, accept: Sequence[str] | None, counters: Mapping[int, int | None]) -> Answers:
    """What is answered line by line; where nothing is said, every line that is not countered is accepted."""
    if accept in (None, ["all"]):
        accepted = {each.row for each in review.lines}
    else:
        accepted = set() if accept == ["none"] else {_line(review, line_id).row for line_id in accept or ()}
    return {
        each.row: Answer.COUNTER if each.row in counters else Answer.ACCEPT if each.row in accepted else Answer.LEAVE
        for each in review.lines
    }


def _counters(review: Review, wanted: Iterable[str]) -> Mapping[int, int | None]:
    """The rows of the lines to counter, each with the amount to ask for."""
    counters: dict[int, int | None] = {}
    for text in wanted:
        line_id, given, amount = text.partition("=")
        counters[_line(review, line_id).row] = parse_yen(amount) if given else None
    return counters


def _line(review: Review, line_id: str) -> ReviewedLine:
    for reviewed in review.lines:
        if review.portfolio.lines.ids[reviewed.row] == line_id:
            return reviewed
    raise UserError(
        N_('The examiner says nothing about a line "{line}".'), N_("Look at the review without --as."), line=line_id
    )


def report(document: Document, read: ReviewedBook, texts: Texts) -> Report:
    """What came back as plain data: whole yen, years as text keys, `null` where there is no amount."""
    review = read.review
    years = (review.portfolio.previous_year, review.portfolio.request_year)
    return {
        "file": str(read.path),
        "scenario": scenario_name(document, review.scenario),
        "unit": "yen",
        "previous_year": years[0],
        "request_year": years[1],
        "same_document": read.same_document,
        "same_content": read.same_content,
        "told": [each.render(texts.translate) for each in (read.verdict, *read.told)],
        "total": _three(review, None),
        "programs": [
            {
                "id": review.portfolio.programs[index].id,
                **_three(review, index),
                "comment": review.comments.get(index, ""),
            }
            for index in review.rows()
            if isinstance(index, int)
        ],
        "lines": [_reviewed(review, each, texts) for each in review.lines],
        "questions": [_asked(review, each, texts) for each in review.questions],
        "unmatched": [_remark(review, each, texts) for each in review.unmatched],
        "broken": [_remark(review, each, texts) for each in review.broken],
        "others": [
            {**each._asdict(), "kind": each.kind.name.lower(), "what": texts._(each.kind)} for each in read.others.shown
        ],
        "more_others": [
            {"sheet": sheet, "kind": kind.name.lower(), "what": texts._(kind), "count": count}
            for (sheet, kind), count in read.others.more.items()
        ],
        "accepted": None,
        "countered": None,
    }


def _three(review: Review, index: int | None) -> dict[str, int | None]:
    """The three columns of a program, or of all."""
    sums = (
        (review.requested.total, review.examined.total)
        if index is None
        else (review.requested.program(index), review.examined.program(index))
    )
    previous, requested, examined = sums[0][0].amount, sums[0][1].amount, sums[1][1].amount
    known = requested is not None and examined is not None
    return {
        "previous": previous,
        "requested": requested,
        "examined": examined,
        "difference": examined - requested if known else None,  # type: ignore[operator]
    }


def _reviewed(review: Review, reviewed: ReviewedLine, texts: Texts) -> Report:
    portfolio = review.portfolio
    line_id = portfolio.lines.ids[reviewed.row]
    before = portfolio.line(reviewed.row, review.requested.overrides.get(line_id))
    values: dict[str, dict[str, Any]] = {}
    for each in reviewed.examined.entries:
        now = plain(effective(before, each.field, each.year))
        values.setdefault(each.field, {})[str(each.year)] = {"requested": now, "examined": plain(each.value)}
    return {
        "id": line_id,
        "program": portfolio.programs[portfolio.lines.program[reviewed.row]].id,
        "previous": _known(reviewed.previous),
        "requested": _known(reviewed.requested),
        "examined": _known(reviewed.examined.amount),
        "asked": reviewed.examined.asked,
        "difference": reviewed.difference,
        "values": values,
        "comment": reviewed.comment,
        "notes": [each.render(texts.translate) for each in reviewed.examined.notes],
        "meanings": [each.render(texts.translate) for each in reviewed.meanings],
        "places": list(reviewed.places),
    }


def _asked(review: Review, question: Question, texts: Texts) -> Report:
    return {
        "place": question.place,
        "line": review.portfolio.lines.ids[question.row],
        "column": question.column.render(texts.translate),
        "text": question.text,
        "choices": {
            each.reading.value: {"figure": each.figure, "meaning": each.said.render(texts.translate)}
            for each in question.choices
        },
        "read_as": None if question.chosen is None else question.chosen.reading.value,
    }


def _remark(review: Review, remark: Remark, texts: Texts) -> Report:
    line_id = None if remark.row is None else review.portfolio.lines.ids[remark.row]
    return {"place": remark.place, "line": line_id, "message": remark.message.render(texts.translate)}


def _made(document: Document, base: Base, number: int, lines: list[str]) -> Report:
    total = evaluate_scenario(document, base, number).total[1].amount
    return {"scenario": scenario_name(document, number), "total": total, "lines": lines}


def _known(amount: Amount) -> int | None:
    return amount if isinstance(amount, int) else None


def _print(said: Report, as_json: bool, texts: Texts) -> None:
    text = json.dumps(said, ensure_ascii=False, indent=2) if as_json else as_text(said, texts)
    sys.stdout.write(f"{text}\n")


def as_text(said: Report, texts: Texts) -> str:
    """The three columns, a row a program and line; below it comments and notes, then what did not fit."""
    _ = texts._
    rows: list[list[str]] = []
    lines = list(said["lines"])
    for program in said["programs"]:
        rows.append(_row(program["id"], program))
        rows += [_row(f"  {line['id']}", line) for line in lines if line["program"] == program["id"]]
    rows.append(_row(_("Total"), said["total"]))
    head = [_("Yen"), str(said["previous_year"]), _("Requested"), _("Examined"), _("Change")]
    found = [said["scenario"], *said["told"], columns(head, rows)]
    for each in (*said["programs"], *lines):
        told = (each["comment"], *each.get("meanings", ()), *each.get("notes", ()))
        found += [f"  {each['id']}: {text}" for text in told if text]
    for each in said["questions"]:
        if each["read_as"] is None:
            ways = "; ".join(f"{name} — {choice['meaning']}" for name, choice in each["choices"].items())
            found.append(f"? {_place(each)}{each['column']}: {each['text']}: {ways}")
    for title, key in ((_("Not matched"), "unmatched"), (_("Changed or not understood"), "broken")):
        found += [f"[{title}] {_place(each)}{each['message']}" for each in said[key]]
    found += _others(said, texts)
    for key in ("accepted", "countered"):
        if said[key] is not None:
            one = N_("Scenario {name}: {n} line, total {total} yen.")
            many = N_("Scenario {name}: {n} lines, total {total} yen.")
            name, total = said[key]["scenario"], _amount(said[key]["total"])
            found.append(texts.plural(len(said[key]["lines"]), one, many, name=name, total=total))
    if said["accepted"] is not None:
        answers = Counter(said["accepted"]["answers"].values())
        found.append("  " + ", ".join(f"{_(answer.value)}: {answers[answer.value]}" for answer in Answer))
    if said["countered"] is not None and said["countered"]["restored"] is not None:
        text = _("Asked for again: {amount} yen more than examined.")
        found.append(f"  {text.format(amount=format_change(said['countered']['restored']))}")
    return "\n".join(found)


def _others(said: Report, texts: Texts) -> list[str]:
    """What is another beside that, a line each, by sheet; of many of a kind the number of the others."""
    found = []
    for each in said["others"]:
        place = "!".join(filter(None, (each["sheet"], each["place"])))
        found.append(f"  {place}: {each['what']}{changed_text(each['before'], each['now'])}")
    for each in said["more_others"]:
        text = texts._("{sheet}: {what}: {count} more")
        found.append(f"  {text.format(sheet=each['sheet'], what=each['what'], count=each['count'])}")
    return [f"[{texts._('Changed elsewhere')}]", *found] if found else []


def changed_text(before: str, now: str) -> str:
    """What was and is there, on one line; nothing where neither says anything."""
    texts = [" ".join(text.split()) for text in (before, now)]
    if not any(texts):
        return ""
    return f": {texts[0]} → {texts[1] or NONE}" if texts[0] else f": {texts[1]}"


def _place(remark: Report) -> str:
    places = " ".join(filter(None, (remark["place"], remark["line"])))
    return f"{places}: " if places else ""


def _row(name: str, amounts: Report) -> list[str]:
    difference = amounts["difference"]
    shown = [_amount(amounts[key]) for key in ("previous", "requested", "examined")]
    return [name, *shown, NONE if difference is None else format_change(difference)]


def _amount(amount: int | None) -> str:
    return NONE if amount is None else format_amount(amount)
