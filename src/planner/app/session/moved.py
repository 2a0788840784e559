"""What moved between two states, under names that screens ask for.

What counts as the same is told here once: documents, evaluations and what hangs on them by identity, choices by value.
Nothing is worked out that is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.app.session.state import State
from planner.core.model.layers import touched_lines


@dataclass(frozen=True, eq=False)
class Moved:
    """The states around whatever happened; each property says whether that is another one after it."""

    before: State
    after: State

    # ---------------------------------------------------------------- what is open

    @property
    def opening(self) -> bool:
        """Another document was opened, even one that says the same."""
        return self.before.opening != self.after.opening

    @property
    def file(self) -> bool:
        """The file the document belongs to, or what is known to be in it."""
        before, after = self.before, self.after
        return (before.path, before.fingerprint) != (after.path, after.fingerprint)

    @property
    def read_only(self) -> bool:
        """Whether the file may be written."""
        return self.before.read_only != self.after.read_only

    @property
    def document(self) -> bool:
        """Anything of the document."""
        return self.before.document is not self.after.document

    @property
    def portfolio(self) -> bool:
        """The portfolio: another was opened, or programs and lines were proposed to it."""
        return self.before.portfolio is not self.after.portfolio

    @property
    def scenarios(self) -> bool:
        """Anything of any scenario: its name, its place in the tree, its values."""
        return self.before.document.scenarios is not self.after.document.scenarios

    @property
    def changes(self) -> bool:
        """The changes, or the reasons they were given."""
        return self.before.document.changes is not self.after.document.changes

    @property
    def ceilings(self) -> bool:
        """The document's own ceilings."""
        return self.before.document.ceilings is not self.after.document.ceilings

    # ---------------------------------------------------------------- how it is shown

    @property
    def scenario(self) -> bool:
        """Which scenario is shown."""
        return self.before.scenario != self.after.scenario

    @property
    def switched(self) -> bool:
        """Another scenario of the same document is shown."""
        return self.scenario and not self.document

    @property
    def beside(self) -> bool:
        """Which scenario stands beside."""
        return self.before.beside != self.after.beside

    @property
    def beside_name(self) -> bool:
        """What stands over the amounts beside."""
        return self.before.name_beside != self.after.name_beside

    @property
    def view(self) -> bool:
        """The view chosen."""
        return self.before.view != self.after.view

    @property
    def program(self) -> bool:
        """The program whose lines are shown."""
        return self.before.program != self.after.program

    @property
    def unit(self) -> bool:
        """The print unit."""
        return self.before.unit is not self.after.unit

    @property
    def year(self) -> bool:
        """The fiscal year the table of lines shows."""
        return self.before.shown_year != self.after.shown_year

    # ---------------------------------------------------------------- what follows from both

    @property
    def figures(self) -> bool:
        """The amounts shown, or what a scenario makes of lines and programs."""
        return self.before.evaluation is not self.after.evaluation

    @property
    def edited(self) -> bool:
        """Figures were changed, and the same of them is shown as before."""
        shown = self.scenario or self.opening or self.view or self.program or self.year or self.unit
        return self.figures and not shown

    @property
    def totals(self) -> bool:
        """What totals of the view chosen say on the screen."""
        return self.figures or self.view or self.unit

    @property
    def findings(self) -> bool:
        """What the check says of the scenario shown."""
        return self.document or self.scenario or self.totals

    @property
    def outline(self) -> bool:
        """Which programs and lines there are to be listed."""
        if self.portfolio or self.view:
            return True
        return self.figures and self.before.evaluation.hidden != self.after.evaluation.hidden

    @property
    def absent(self) -> bool:
        """Which lines of the base are taken out of the request."""
        return self.figures and self.before.evaluation.absent != self.after.evaluation.absent

    @property
    def growth(self) -> bool:
        """The growth of rates that amounts assume, of what is shown or stands beside: any later year may move."""
        return self.before.growths != self.after.growths

    @property
    def assumptions(self) -> bool:
        """What the scenario shown assumes for later years: itself, or through those above it."""
        return self.scenario or (self.document and self.before.assumptions != self.after.assumptions)

    @property
    def lines(self) -> frozenset[int]:
        """The rows of the lines that look another way: other values, or values that a scenario sets itself."""
        before, after = self.before, self.after
        pairs = [(before.evaluation.overrides, after.evaluation.overrides)]
        if self.scenario:
            pairs.append((before.own_overrides, after.own_overrides))
        if before.evaluation_beside is not None and after.evaluation_beside is not None:
            pairs.append((before.evaluation_beside.overrides, after.evaluation_beside.overrides))
        index = after.portfolio.line_index
        lines = (line for old, new in pairs for line in touched_lines(old, new))
        return frozenset(index[line] for line in lines if line in index)
