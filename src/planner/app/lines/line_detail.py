"""The line under the cursor in words: how its amount comes about, and the sentence each figure was taken from."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QTextBrowser

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.told import value_words
from planner.core.calculation.cohort import Vintage, longest, vintages
from planner.core.explain.difference import explain_line
from planner.core.explain.sides import Side
from planner.core.model.fields import DEMAND, QUANTITY, UNPRICED
from planner.core.model.lines import Lack
from planner.words.differences import sentence
from planner.words.figures import counted, yen_text
from planner.words.growth import grown_in_words
from planner.words.texts import Texts


class LineDetail(QTextBrowser):
    """Says of one line `2,400,000円 × 2,392人 = …`, its basis, and its sources."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._line: int | None = None
        self.setObjectName("detail")
        self.setAccessibleName(texts._("The line in words"))
        self.setOpenLinks(False)
        session.changed.connect(self._on_changed)

    def show_line(self, line: int | None) -> None:
        """Show another line, or none."""
        self._line = line
        self._show()

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.figures or moved.scenario or moved.year:
            self._show()

    def _show(self) -> None:
        if self._line is None or self._line >= len(self._session.state.portfolio.lines):
            self.clear()
            return
        self.setHtml("".join([self._heading(), *self._reckoning(), *self._difference(), *self._grounds()]))

    def _heading(self) -> str:
        portfolio, line = self._session.state.portfolio, self._line or 0
        program = portfolio.programs[portfolio.lines.program[line]]
        name = self._texts.name(portfolio.lines.labels[line], portfolio.lines.labels_en[line])
        return f"<p><b>{escape(self._texts.name(program.name, program.name_en))} › {escape(name)}</b></p>"

    def _reckoning(self) -> list[str]:
        state, row = self._session.state, self._line or 0
        portfolio = state.portfolio
        line = state.reckoned(row)
        parts = [v for v in vintages(line, self._year) if v.intake or longest(line) == 1]
        year = self._texts.name(self._texts.fiscal_year(self._year), f"Fiscal {self._year}")
        said = [f"<p>{escape(year)}: "]
        said.append("<br>".join(self._in_words(vintage, portfolio.lines.units[row]) for vintage in parts))
        grown = grown_in_words(line, self._year, self._texts)
        if grown:
            said.append(f"<br>{escape(self._texts._('Unit rate'))} {escape(grown)}")
        amount = state.in_shown_year(state.evaluation.line(row))
        if len(parts) > 1 and isinstance(amount, int):
            said.append(f"<br><b>= {yen_text(amount, self._texts)}</b>")
        return [*said, "</p>"]

    def _difference(self) -> list[str]:
        """What the change from the previous year is made of, in one sentence; nothing where there is none."""
        state, row = self._session.state, self._line or 0
        portfolio, evaluation = state.portfolio, state.evaluation
        if self._year not in portfolio.years[1:]:
            return []
        found = explain_line(Side(evaluation, portfolio.previous_year), Side(evaluation, self._year), row)
        if not any(found.factors) and not found.apart:
            return []
        said = sentence(found, self._texts, from_previous=True)
        return [f"<p>{escape(self._texts._('Change from the previous year'))}: {escape(said)}</p>"]

    @property
    def _year(self) -> int:
        return self._session.state.shown_year

    def _in_words(self, vintage: Vintage, unit: str) -> str:
        factors = [yen_text(vintage.rate, self._texts) if vintage.rate is not None else "−"]
        factors.append(counted(QUANTITY.display(vintage.people), unit, self._texts, vintage.people))
        factors += [str(factor) for factor in (vintage.times, vintage.share) if factor != 1]
        amount = yen_text(vintage.amount, self._texts) if isinstance(vintage.amount, int) else "−"
        if vintage.amount is Lack.UNPRICED:
            amount = self._texts._(DEMAND.choices[UNPRICED])
        kind = ""
        if vintage.intake_year != self._year:
            kind = f" ({self._texts._('intake {year}').format(year=self._texts.era(vintage.intake_year))})"
        return escape(f"{' × '.join(factors)} = {amount}{kind}")

    def _grounds(self) -> list[str]:
        """What the line rests on: the reasons in force, and of each driver where its value comes from."""
        state, row, year, _ = self._session.state, self._line or 0, self._year, self._texts._
        words = value_words(state, self._texts)
        used = state.values.used(row, year)
        said = [f"<p><b>{escape(_('Basis'))}</b> {escape(words.basis(row, year))}</p>"]
        said += [f"<p><b>{escape(_('Reason'))}</b> {escape(reason)}</p>" for reason in words.reasons(row, year)]
        for told in words.sources(row, year, used, used):
            rests = " — ".join(map(escape, filter(None, (told.basis, *told.said))))
            said.append(f"<p><b>{escape(told.label)}</b> {rests}</p>")
        return said
