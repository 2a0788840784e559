"""What bands and the last row of the table of lines say: the sums of programs in the columns of amounts."""

from __future__ import annotations

from collections.abc import Callable

from planner.app.lines.line_columns import Column
from planner.app.session.session import Session
from planner.app.widgets import roles
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.evaluate import Evaluation, Total, Totals
from planner.core.money import format_change
from planner.words.figures import amount_text
from planner.words.texts import Texts


class SumCells:
    """The sums of a session's programs, in the year and the unit shown."""

    def __init__(self, session: Session, texts: Texts) -> None:
        self._session, self._texts = session, texts
        self._known: dict[int, tuple[Evaluation, Totals]] = {}
        """The sums of the bands that were looked at last."""

    # ---------------------------------------------------------------- which sums

    def of_band(self, program: int, evaluation: Evaluation) -> Totals:
        """The totals of a program's own lines, a plan year each: its parts have bands of their own."""
        totals, parts = evaluation.program(program), evaluation.portfolio.children[program]
        if not parts:
            return totals
        known = self._known.get(program)
        if known is None or known[0] is not evaluation:
            for part in parts:
                totals = tuple(map(_without, totals, evaluation.program(part)))
            known = self._known[program] = evaluation, totals
        return known[1]

    def of_shown(self, evaluation: Evaluation) -> Totals:
        """The totals of the program chosen with its parts, or of all of the view."""
        state = self._session.state
        return state.totals(evaluation) if state.program is None else evaluation.program(state.program)

    # ---------------------------------------------------------------- in words

    def band_name(self, program: int) -> str:
        """What stands in the band of a program."""
        portfolio = self._session.state.portfolio
        named = portfolio.programs[program]
        name = self._texts.name(named.name, named.name_en)
        if not portfolio.children[program]:
            return name
        return self._texts._("{program} (without its parts)").format(program=name)

    def total_name(self) -> str:
        """What stands in the last row."""
        state = self._session.state
        if state.program is not None:
            program = state.portfolio.programs[state.program]
            name = self._texts.name(program.name, program.name_en)
        else:
            view = state.shown_view
            name = self._texts.name(view.name, view.name_en) if view else self._texts._("All programs")
        return self._texts._("Total {name}").format(name=name)

    def band(self, program: int, column: Column) -> str:
        """What stands in a column of a band."""
        if column is Column.LABEL:
            return self.band_name(program)
        state = self._session.state
        beside = state.evaluation_beside
        return self._text(
            column,
            self.of_band(program, state.evaluation),
            lambda: self.of_band(program, self._session.base_evaluation),
            None if beside is None else self.of_band(program, beside),
        )

    def answer(self, program: int, column: Column, role: int) -> str | None:
        """What a cell of a band answers in a role."""
        if role not in (roles.DISPLAY, roles.SPOKEN, roles.TIP):
            return None
        said, _ = self.band(program, column), self._texts._
        if role == roles.SPOKEN and column is not Column.LABEL:
            return _(", ").join((self.band_name(program), _(column.value), said or _("empty")))
        return plain_tip(said) if role == roles.TIP else said

    def total(self, column: Column) -> str:
        """What stands in a column of the last row."""
        if column is Column.LABEL:
            return self.total_name()
        if column is Column.BASIS:
            return self._verdict()
        state = self._session.state
        beside = state.evaluation_beside
        return self._text(
            column,
            self.of_shown(state.evaluation),
            lambda: self.of_shown(self._session.base_evaluation),
            None if beside is None else self.of_shown(beside),
        )

    def _text(self, column: Column, totals: Totals, base: Callable[[], Totals], beside: Totals | None) -> str:
        state = self._session.state
        shown = self._in_year(totals)
        if column is Column.PREVIOUS:
            return amount_text(totals[0], state.unit, self._texts._)
        if shown is None:
            return ""
        if column is Column.AMOUNT:
            return amount_text(shown, state.unit, self._texts._)
        if column is Column.BESIDE:
            other = None if beside is None else self._in_year(beside)
            return "" if other is None else amount_text(other, state.unit, self._texts._)
        if column not in (Column.CHANGE, Column.FROM_BASE):
            return ""
        before = totals[0] if column is Column.CHANGE else self._in_year(base())
        if shown.amount is None or before is None or before.amount is None:
            return "−"
        return format_change(shown.amount - before.amount, state.unit)

    def band_change(self, program: int) -> int | None:
        """The change of a program's own lines from the previous year, in yen; `None` where there is no figure."""
        return self._change(self.of_band(program, self._session.state.evaluation))

    def total_change(self) -> int | None:
        """The same of all that is shown."""
        return self._change(self.of_shown(self._session.state.evaluation))

    def _change(self, totals: Totals) -> int | None:
        shown, before = self._in_year(totals), totals[0].amount
        return None if shown is None or shown.amount is None or before is None else shown.amount - before

    def _in_year(self, totals: Totals) -> Total | None:
        state = self._session.state
        years = state.portfolio.years
        return totals[years.index(state.shown_year)] if state.shown_year in years else None

    def _verdict(self) -> str:
        """The printed figure of the request year beside the lines of the program chosen."""
        state = self._session.state
        if state.program is None or state.year is not None:
            return ""
        check = self._session.figures.of(state.program, state.portfolio.request_year)
        if check is None or check.agrees is None:
            return ""
        return f"{'=' if check.agrees else '≠'} {check.published.printed}"


def _without(total: Total, part: Total) -> Total:
    """A sum without one of its parts."""
    return Total(*(whole - less for whole, less in zip(total, part, strict=True)))
