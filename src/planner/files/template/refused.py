"""The refusals of a template, which screens tell without reading one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planner.core.errors import N_, UserError
from planner.core.findings import Finding, listed


class TemplateRefused(UserError):  # noqa: N818 - refused, not faulty
    """A template that cannot be filled as it is: `findings` has all reasons, the message the first few."""

    def __init__(self, findings: Sequence[Finding], where: str) -> None:
        self.findings = tuple(findings)
        super().__init__(
            N_("The template cannot be filled: {listing}."),
            N_("Nothing was written. Change the template and try again."),
            where=where,
            listing=listed(findings),
        )


def refuse_itself(path: Path, template: Path) -> None:
    """Raise `UserError` where a filled template would be written over the template."""
    if path.exists() and template.exists() and path.samefile(template):
        raise UserError(N_("This is the template itself."), N_("Give another name, so that it stays."), where=str(path))
