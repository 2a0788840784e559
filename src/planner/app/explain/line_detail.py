"""The line under the cursor in words: how its amount comes about and changed, and where each figure was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from planner.app.explain.bridge import Bridge, Step
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.told import value_words
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.explain.difference import Explained, explain_line
from planner.core.explain.sides import Side
from planner.words.codes import codes_told
from planner.words.differences import FACTOR_NAMES, sentence
from planner.words.figures import yen_text
from planner.words.growth import grown_in_words
from planner.words.in_force import Told
from planner.words.parts import comment_text, comments_on
from planner.words.past_years import known_years, past_year_text
from planner.words.reckoning import counting, vintage_words
from planner.words.texts import Texts


class LineDetail(QScrollArea):
    """Says of one line `2,400,000円 × 2,392人 = …`, why that changed, its reasons, basis and sources; one part each."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._line: int | None = None
        self._shown, self._stale = False, True
        self.setObjectName("detail")
        self.setAccessibleName(texts._("The line in words"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        session.changed.connect(self._on_changed)

    @cached_property
    def body(self) -> Body:
        """What it says, made when it first says anything."""
        body = Body(self._texts)
        self.setWidget(body)
        return body

    # ---------------------------------------------------------------- what is shown

    def show_line(self, line: int | None) -> None:
        """Show another line, or none."""
        self._line = line
        self._refresh()

    def set_shown(self, shown: bool) -> None:
        """Say whether it is in front: behind another tab it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self._show()

    def text(self) -> str:
        """All it says, a line each."""
        if self._stale:
            self._show()
        body = self.body
        said = [body.name.text(), body.path.text(), *(text for part in body.parts for text in part.lines())]
        return "\n".join(filter(None, said))

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.figures or moved.scenario or moved.year or moved.unit:
            self._refresh()

    def _refresh(self) -> None:
        self._stale = True
        if self._shown:
            self._show()

    def _show(self) -> None:
        self._stale = False
        state, line, body = self._session.state, self._line, self.body
        if line is None or line >= len(state.portfolio.lines):
            body.name.setText(self._texts._("Choose a line to see how its amount comes about."))
            body.path.clear()
            for part in body.parts:
                part.show_lines(())
            return
        portfolio = state.portfolio
        body.name.setText(self._texts.name(portfolio.lines.labels[line], portfolio.lines.labels_en[line]))
        above = reversed(portfolio.ancestors[portfolio.lines.program[line]])
        names = [self._texts.name(portfolio.programs[each].name, portfolio.programs[each].name_en) for each in above]
        body.path.setText(" · ".join([" › ".join(names), self._texts.era(self._year)]))
        document = state.document
        said = [] if document.part is None else comments_on(document.part, portfolio.lines.ids[line])
        body.comments.show_lines([comment_text(each) for each in said])
        body.reckoning.show_lines(self._reckoning(line))
        self._show_difference(line)
        words = value_words(state, self._texts)
        used = state.values.used(line, self._year)
        told = words.sources(line, self._year, used, used)
        basis = self._texts._("Basis: {basis}").format(basis=words.basis(line, self._year))
        body.reasons.show_lines(words.reasons(line, self._year))
        body.now.show_lines([basis, *(self._told(each, each.now) for each in told)])
        body.before.show_lines([f"{each.label} {each.former}" for each in told if each.former])
        body.codes.show_lines(codes_told(state.document, line, self._texts))
        body.past.show_lines(self._past_years(line))

    @property
    def _year(self) -> int:
        return self._session.state.shown_year

    def _reckoning(self, row: int) -> list[str]:
        state, year, texts = self._session.state, self._year, self._texts
        line, unit = state.reckoned(row), state.portfolio.lines.units[row]
        counted = counting(line, year)
        said = [vintage_words(vintage, unit, year, texts) for vintage in counted]
        grown = grown_in_words(line, year, texts)
        if grown:
            said.append(f"{texts._('Unit rate')} {grown}")
        amount = state.in_shown_year(state.evaluation.line(row))
        if len(counted) > 1 and isinstance(amount, int):
            said.append(f"= {yen_text(amount, texts)}")
        return said

    def _past_years(self, row: int) -> list[str]:
        """What past years of its program came to, or of the nearest above of which that is known."""
        state = self._session.state
        portfolio = state.portfolio
        for place in portfolio.ancestors[portfolio.lines.program[row]] if state.document.execution else ():
            program = portfolio.programs[place]
            known = list(known_years(state.document, program.id))
            if known:
                said = [past_year_text(*each, state.unit, self._texts) for each in known]
                return [self._texts.name(program.name, program.name_en), *said]
        return []

    def _show_difference(self, row: int) -> None:
        """What the change from the previous year is made of; nothing where there is none."""
        state = self._session.state
        portfolio, evaluation = state.portfolio, state.evaluation
        said: list[str] = []
        steps: tuple[Step, ...] = ()
        if self._year in portfolio.years[1:]:
            found = explain_line(Side(evaluation, portfolio.previous_year), Side(evaluation, self._year), row)
            if any(found.factors) or found.apart:
                said, steps = [sentence(found, self._texts, from_previous=True)], self._steps(found)
        self.body.bridge.show_steps(steps, state.unit)
        self.body.bridge.setVisible(bool(steps))
        self.body.difference.show_lines(said)

    def _steps(self, found: Explained) -> tuple[Step, ...]:
        """The bars from last year's amount to this one; none where a side has no amount."""
        before, after = found.before.amount, found.after.amount
        if before is None or after is None or found.apart:
            return ()
        texts, portfolio = self._texts, self._session.state.portfolio
        causes = [Step(texts._(FACTOR_NAMES[key]), yen) for key, yen in found.causes.items() if yen]
        first, last = (texts.era(year) for year in (portfolio.previous_year, self._year))
        return (Step(first, before, is_level=True), *causes, Step(last, after, is_level=True))

    def _told(self, told: Told, said: Sequence[str]) -> str:
        return f"{told.label} {' — '.join(filter(None, (told.basis, *said)))}"


class Body(QWidget):
    """The line's name and path, and the parts of what is said of it."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.setProperty("area", "surface")
        self.name, self.path = _words(theme.sized(theme.POINTS, bold=True)), _words(tone="second")
        self.comments = Part(_("Comments"))
        self.reckoning = Part(_("How the amount comes about"))
        self.reckoning.words.setFont(theme.sized(theme.SMALL_POINTS))
        self.difference = Part(_("Change from the previous year"))
        self.bridge = Bridge(texts, _("Change from the previous year"))
        self.difference.add(self.bridge)
        self.reasons, self.now = Part(_("Reasons")), Part(_("Source of the value in force"))
        self.before, self.past = Part(_("Source of the value before")), Part(_("Execution of past years"))
        self.codes = Part(_("Codes"))
        self.parts = (
            *(self.comments, self.reckoning, self.difference, self.reasons),
            *(self.now, self.before, self.codes, self.past),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(4))
        for widget in (self.name, self.path, *self.parts):
            layout.addWidget(widget)
        layout.addStretch(1)


class Part(QWidget):
    """A heading and what is said under it; not there where nothing is."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, theme.px(4))
        self._layout.setSpacing(theme.px(2))
        line = QFrame()
        line.setProperty("line", "above")
        line.setFixedHeight(theme.px(8))
        self.title, self.words = _words(theme.sized(theme.SMALL_POINTS, bold=True), "second"), _words()
        self.title.setText(title)
        for widget in (line, self.title, self.words):
            self._layout.addWidget(widget)
        self.words.setAccessibleDescription(title)

    def add(self, widget: QWidget) -> None:
        """Put something between heading and words."""
        self._layout.insertWidget(2, widget)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Say these, a line each."""
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def lines(self) -> list[str]:
        """The heading and what is said, a line each; nothing where nothing is."""
        return [self.title.text(), *self.words.text().splitlines()] if self.words.text() else []


def _words(font: QFont | None = None, tone: str = "") -> Label:
    """A label that wraps and can be copied from."""
    label = Label()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFont(theme.sized(theme.POINTS) if font is None else font)
    if tone:
        label.setProperty("tone", tone)
    return label
