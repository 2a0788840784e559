"""Findings that are accepted with a reason (了承): edits of the document, and which of them hold where.

A waiver names rule and place. It holds in the scenario it was given in and in those below; one of the base in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.core.edits.values import NOBODY, Author
from planner.core.errors import N_, Message, Problem, UserError
from planner.core.model.document import BASE, Document, Waiver
from planner.core.model.rules import RULES

Accepted = Mapping[tuple[str, str], Waiver]
"""The waivers in force: rule id and place → waiver."""


def accepted(document: Document, scenario: int) -> Accepted:
    """The waivers that hold in the base or a scenario; the nearest one gives the reason."""
    order = [BASE, *(each.number for each in reversed(document.lineage(scenario)))]
    held = sorted(document.waivers_of(scenario), key=lambda waiver: order.index(waiver.scenario))
    return {(each.rule, each.where): each for each in held if is_waivable(each.rule)}


def is_waivable(rule: str) -> bool:
    """Whether findings of a rule may be accepted: not where an amount is missing or a sum is wrong."""
    return rule in RULES and RULES[rule].waivable


def waiver_of(problem: Problem, waivers: Accepted) -> Waiver | None:
    """The waiver a finding is accepted by."""
    return waivers.get((problem.rule, problem.where))


def waive(
    document: Document, scenario: int, problems: Iterable[Problem], why: str, author: Author = NOBODY
) -> Document:
    """Accept findings in a scenario (`BASE`: in all of them) with a reason; an earlier reason given there is replaced.

    Raises `UserError` without a reason, and for findings that cannot be accepted.
    """
    why = why.strip()
    if not why:
        raise UserError(N_("A finding is accepted only with a reason."), N_("Write why it may stand."))
    if scenario != BASE:
        document.scenario(scenario)
    given = {}
    for problem in problems:
        if not is_waivable(problem.rule):
            raise UserError(
                N_("This finding cannot be accepted: {finding}"),
                N_("Settle it first."),
                where=problem.where,
                finding=problem.message,
            )
        given[problem.rule, problem.where] = Waiver(scenario, problem.rule, problem.where, why, *author)
    kept = [each for each in document.waivers if each.scenario != scenario or (each.rule, each.where) not in given]
    waivers = (*kept, *given.values())
    return document if set(waivers) == set(document.waivers) else replace(document, waivers=waivers)


def withdraw(document: Document, scenario: int, problems: Iterable[Problem]) -> Document:
    """Take back that findings are accepted in a scenario.

    Raises `UserError` where the reason was given in a scenario above: there it is taken back.
    """
    gone = {(problem.rule, problem.where) for problem in problems}
    held = accepted(document, scenario)
    for key in gone & held.keys():
        owner = held[key].scenario
        if owner != scenario:
            name = Message.of(N_("the base")) if owner == BASE else document.scenario(owner).name
            raise UserError(
                N_("The finding is accepted in {scenario}."),
                N_("Show that scenario and take it back there."),
                where=key[1],
                scenario=name,
            )
    kept = tuple(each for each in document.waivers if each.scenario != scenario or (each.rule, each.where) not in gone)
    return document if len(kept) == len(document.waivers) else replace(document, waivers=kept)
