"""What is still open about a scenario that is to be handed over: told before anything is written."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.ceilings.classes import unclassified
from planner.core.ceilings.judge import Judged, Judgement, Verdict
from planner.core.check.examination import Examination
from planner.core.edits.waivers import accepted
from planner.core.errors import Severity
from planner.core.model.document import Document
from planner.core.model.rules import RATE_BASIS, RULES, UNCOMPUTABLE


class Readiness(NamedTuple):
    """How far a scenario is from being handed over; each figure counts, and none of them says it must not be.

    `uncomputable` lines have no amount: with them no workbook is written. Of `changes` so many are `explained`.
    `bare_rates` are changed rates without evidence; `errors` and `warnings` findings that are neither settled nor
    accepted, all of the above among them. `broken` ceilings are exceeded whatever is not known; lines without a class
    (`unclassified`) are why others cannot be judged.
    """

    uncomputable: int
    changes: int
    explained: int
    bare_rates: int
    errors: int
    warnings: int
    broken: tuple[Judgement, ...]
    unjudged: int
    unclassified: int


def readiness(document: Document, scenario: int, examination: Examination, judged: Judged) -> Readiness:
    """What is open about the base or a scenario, of which findings and ceilings are known."""
    waived = accepted(document, scenario).keys()
    open_findings = {
        rule: sum((rule, each.where) not in waived for each in found) if waived else len(found)
        for rule, found in examination.by_rule.items()
    }
    by_severity = {
        severity: sum(count for rule, count in open_findings.items() if RULES[rule].severity is severity)
        for severity in (Severity.ERROR, Severity.WARNING)
    }
    changes = document.changes_of(scenario)
    verdicts = [each.verdict for each in judged]
    return Readiness(
        uncomputable=len(examination.by_rule.get(UNCOMPUTABLE.id, ())),
        changes=len(changes),
        explained=sum(bool(each.why) for each in changes),
        bare_rates=open_findings.get(RATE_BASIS.id, 0),
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        broken=tuple(each for each in judged if each.verdict is Verdict.BROKEN),
        unjudged=verdicts.count(Verdict.UNKNOWN),
        unclassified=len(unclassified(judged.evaluation)),
    )
