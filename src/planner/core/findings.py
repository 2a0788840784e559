"""What is wrong with something that is read in, collected with its places so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Sequence

from planner.core.errors import N_, Message, UserError

Finding = tuple[str, Message]
"""A place (table and row, or cell) and what is wrong there."""


FINDINGS_SHOWN = 20
"""So many are named in a refusal."""
FINDINGS_LIMIT = 10_000
"""With so many no more is looked for: the table is of another kind."""
VALUE_LETTERS = 80
"""Letters of a text that a finding repeats."""


class ImportRefused(UserError):  # noqa: N818 - refused, not faulty
    """An import with things to settle first: `findings` has all of them, the message the first few."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            N_("The portfolio cannot be read."),
            N_("Correct the tables and try again; nothing was imported. {listing}"),
            listing=listed(findings),
        )


class NothingFilledIn(ImportRefused):
    """The tables are an empty template: there is nothing to settle but all of it to fill in."""


def listed(findings: Sequence[Finding]) -> Message:
    """How many findings there are, and the first of them."""
    listing: Message = Message.of(N_("Problems: {count}"), count=len(findings))
    for place, what in findings[:FINDINGS_SHOWN]:
        listing = Message.of("{before}; {place}: {what}", before=listing, place=place, what=what)
    return listing


def shortened(text: str, letters: int = VALUE_LETTERS) -> str:
    """A text as a message repeats it: no longer than so many letters."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


class Findings:
    """Everything wrong with an import, collected so that it can be said at once."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, place: str, what: str, /, **values: object) -> None:
        """Note one thing that is wrong at a place (table and row); long texts are shortened.

        Raises `ImportRefused` with all of it once there is far more than anybody settles.
        """
        said = {name: shortened(value) if isinstance(value, str) else value for name, value in values.items()}
        self._found.append((place, Message.of(what, **said)))
        if len(self._found) >= FINDINGS_LIMIT:
            self.settle()

    @property
    def found(self) -> tuple[Finding, ...]:
        """All of it, so far."""
        return tuple(self._found)

    def settle(self) -> None:
        """Raise `ImportRefused` with all of it, if there is any."""
        if self._found:
            raise ImportRefused(self._found)
