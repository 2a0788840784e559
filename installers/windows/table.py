"""The table of a proof: what was tried, what came of it, what was left out and why."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from installers.windows.inputs import Refusal


class Result(Enum):
    """What came of a step."""

    PROVEN = "proven"
    FAILED = "FAILED"
    SKIPPED = "skipped"


class Skip(Exception):  # noqa: N818 - nothing went wrong
    """A step cannot be done here; the message says why."""


@dataclass
class Table:
    """The steps so far; each is printed when it is done."""

    rows: list[tuple[str, Result, str, float]] = field(default_factory=list)

    def prove(self, name: str, step: Callable[[], str]) -> bool:
        """Do a step, which says what it found; whether it was proven."""
        began = time.monotonic()
        try:
            result, said = Result.PROVEN, step()
        except Skip as skip:
            result, said = Result.SKIPPED, str(skip)
        except (Refusal, AssertionError, OSError, ValueError) as error:
            result, said = Result.FAILED, str(error) or type(error).__name__
        self._add(name, result, said, time.monotonic() - began)
        return result is Result.PROVEN

    def skip(self, name: str, why: str) -> None:
        """Name what is left out."""
        self._add(name, Result.SKIPPED, why, 0.0)

    def _add(self, name: str, result: Result, said: str, seconds: float) -> None:
        self.rows.append((name, result, said, seconds))
        print(f"{result.value:<8} {seconds:>5.0f} s  {name}: {said}", flush=True)

    @property
    def has_failed(self) -> bool:
        """Whether any step failed."""
        return any(result is Result.FAILED for _, result, _, _ in self.rows)

    def render(self) -> str:
        """All of it in Markdown, with the counts."""
        lines = ["| what | result | found | s |", "|---|---|---|---|"]
        for name, result, said, seconds in self.rows:
            lines.append(f"| {name} | {result.value} | {' '.join(said.split())[:300]} | {seconds:.0f} |")
        return "\n".join([*lines, "", self.counts(), ""])

    def counts(self) -> str:
        """How many steps came to what."""
        return ", ".join(f"{sum(row[1] is each for row in self.rows)} {each.value}" for each in Result)
