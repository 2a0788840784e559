"""What the check asks before a submission (提出前点検): one table of rules, each with an id that never changes."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.errors import N_, Message, Problem, Severity


class Rule(NamedTuple):
    """A question of the check: its id in files and reports, its name, what the examiner asks, how much it matters.

    `waivable`: whether a finding may be accepted with a reason. Name and question are catalogue keys.
    """

    id: str
    severity: Severity
    name: str
    asks: str
    waivable: bool = True

    def finding(self, where: str, message: Message, remedy: Message) -> Problem:
        """A finding of this rule."""
        return Problem(self.severity, where, message, remedy, self.id)


UNCOMPUTABLE = Rule(
    "uncomputable",
    Severity.ERROR,
    N_("Cannot be computed"),
    N_("Has every line an amount?"),
    waivable=False,
)
SUMS = Rule(
    "sums",
    Severity.ERROR,
    N_("Sums"),
    N_("Do lines, programs and totals add up, down and across?"),
    waivable=False,
)
NEGATIVE_RESIDUAL = Rule(
    "negative-residual",
    Severity.ERROR,
    N_("Negative residual"),
    N_("Do the lines fit into the printed total?"),
)
LOST_LINE = Rule(
    "lost-line",
    Severity.ERROR,
    N_("Line is gone"),
    N_("Does every value belong to a line?"),
)
CEILING = Rule(
    "ceiling",
    Severity.ERROR,
    N_("Over the ceiling"),
    N_("Do requests and wishes stay within the ceiling?"),
)
CEILING_UNKNOWN = Rule(
    "ceiling-unknown",
    Severity.NOTE,
    N_("Ceiling not judged"),
    N_("Which ceilings cannot be judged, and why?"),
)
PREVIOUS_YEAR = Rule(
    "previous-year",
    Severity.WARNING,
    N_("Previous year"),
    N_("Is the previous year the enacted figure?"),
)
PRINTED_FIGURE = Rule(
    "printed-figure",
    Severity.WARNING,
    N_("Printed figure"),
    N_("Do the lines add up to the printed request?"),
)
RANGE = Rule(
    "range",
    Severity.WARNING,
    N_("Published range"),
    N_("Does the value lie within the range that was published?"),
)
INCREASE = Rule(
    "increase",
    Severity.WARNING,
    N_("Increase without a reason"),
    N_("Why does the request rise?"),
)
QUANTITY_BASIS = Rule(
    "quantity-basis",
    Severity.WARNING,
    N_("Quantity without a reason"),
    N_("What does the quantity rest on?"),
)
RATE_BASIS = Rule(
    "rate-basis",
    Severity.WARNING,
    N_("Rate without evidence"),
    N_("What does the unit rate rest on: a rule, a quotation, a record?"),
)
SAME_RATE = Rule(
    "same-rate",
    Severity.WARNING,
    N_("Different rates"),
    N_("Is the same unit rate the same in all programs?"),
)
SAME_PEOPLE = Rule(
    "same-people",
    Severity.WARNING,
    N_("Same people"),
    N_("Are those who are paid something more the people of another line?"),
)
JUMP = Rule(
    "jump",
    Severity.WARNING,
    N_("Jump"),
    N_("Why is the value so far from last year's?"),
)
NEW_PROGRAM = Rule(
    "new-program",
    Severity.WARNING,
    N_("New program without a reason"),
    N_("Why is the program needed now?"),
)
ENDED_PROGRAM = Rule(
    "ended-program",
    Severity.NOTE,
    N_("Ended program"),
    N_("What became of last year's programs?"),
)
ODD_RATE = Rule(
    "odd-rate",
    Severity.NOTE,
    N_("Rate not in thousands"),
    N_("Why is the unit rate not in whole thousands of yen?"),
)
ODD_AMOUNT = Rule(
    "odd-amount",
    Severity.NOTE,
    N_("Amount not in thousands"),
    N_("Is the amount in whole thousands of yen, as the request book prints it?"),
)
LATER_YEARS = Rule(
    "later-years",
    Severity.NOTE,
    N_("Cost of later years"),
    N_("What does the request bind later years to?"),
)
OBLIGATION = Rule(
    "obligation",
    Severity.WARNING,
    N_("Instalments and total"),
    N_("Do the instalments of an obligation add up to its total?"),
)
PRINTED_COUNT = Rule(
    "printed-count",
    Severity.NOTE,
    N_("Printed number"),
    N_("Are the people and projects those printed, in later years too?"),
)
PRINTED_ROUNDING = Rule(
    "printed-rounding",
    Severity.NOTE,
    N_("Rounding in print"),
    N_("Do the figures as printed add up?"),
)
EXECUTION_RATE = Rule(
    "execution-rate",
    Severity.NOTE,
    N_("Execution rate"),
    N_("How much of past years' budgets was spent?"),
)
LOW_EXECUTION = Rule(
    "low-execution",
    Severity.WARNING,
    N_("Little spent"),
    N_("Why does the request rise where little was spent for years?"),
)
LARGE_UNUSED = Rule(
    "large-unused",
    Severity.WARNING,
    N_("Much not used"),
    N_("Why is more requested than was spent, where much was not used?"),
)
SAME_CODE = Rule(
    "same-code",
    Severity.WARNING,
    N_("Code twice"),
    N_("Has each program an ID and a request number of its own?"),
)
PARTIAL_CODES = Rule(
    "partial-codes",
    Severity.NOTE,
    N_("Codes partly known"),
    N_("Are the codes of the accounts known of all programs?"),
)
MOVED_FIGURE = Rule(
    "moved-figure",
    Severity.NOTE,
    N_("Moved from the printed figure"),
    N_("Where does the scenario leave the printed request?"),
)
MISSING_FIGURE = Rule(
    "missing-figure",
    Severity.NOTE,
    N_("Figure missing"),
    N_("Which figures are not known?"),
)
REMARK = Rule(
    "remark",
    Severity.NOTE,
    N_("Remark"),
    N_("What do the sheets themselves leave open?"),
)

RULES = {
    rule.id: rule
    for rule in (
        *(UNCOMPUTABLE, SUMS, CEILING, NEGATIVE_RESIDUAL, LOST_LINE),
        *(PREVIOUS_YEAR, PRINTED_FIGURE, RANGE, INCREASE, QUANTITY_BASIS, RATE_BASIS, SAME_RATE, JUMP, NEW_PROGRAM),
        *(OBLIGATION, SAME_PEOPLE, LOW_EXECUTION, LARGE_UNUSED, SAME_CODE),
        *(ENDED_PROGRAM, ODD_RATE, ODD_AMOUNT, LATER_YEARS, PRINTED_COUNT, CEILING_UNKNOWN),
        *(PRINTED_ROUNDING, EXECUTION_RATE, PARTIAL_CODES),
        *(MOVED_FIGURE, MISSING_FIGURE, REMARK),
    )
}
"""All rules by id, those that matter most first: the order findings are listed in."""
