"""The drivers an answer changes: each old → new, with what that does to its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from planner.app.session.session import Session
from planner.app.whatif.bare_list import Column, ReadList
from planner.app.widgets import theme
from planner.core.model.fields import Value
from planner.core.money import format_change
from planner.core.seek.levers import Driver
from planner.words.figures import unit_name
from planner.words.texts import Texts

LEAST_ROWS = 3


class Changed(NamedTuple):
    """A driver before and after, and the yen its line moves by."""

    driver: Driver
    before: Value | None
    after: Value
    effect: int


class ChangesTable(ReadList):
    """The table of them, amounts in the unit shown; the name of the line gives way."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(session, texts, "what-if-changes", texts._("What would change"), LEAST_ROWS)
        self._session, self._texts = session, texts
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_changes((), session.state.portfolio.request_year)

    def show_changes(self, rows: Sequence[Changed], year: int) -> None:
        """Show other drivers, with what they do in a fiscal year."""
        _, say, unit = self._texts._, self._texts.value, self._session.state.unit
        columns = (
            Column(_("Line"), self._line, is_figure=False, gives_way=True),
            Column(_("Driver"), self._driver, is_figure=False),
            Column(_("Value now"), lambda each: say(each.driver.field, each.before)),
            Column(_("Value then"), lambda each: say(each.driver.field, each.after), tone=_input),
            Column(
                f"{self._texts.era(year)} {unit_name(unit, self._texts)}",
                lambda each: format_change(each.effect, unit),
                tone=_by_effect,
            ),
        )
        self.show_rows(columns, rows)

    def _line(self, each: Changed) -> str:
        lines = self._session.state.portfolio.lines
        return self._texts.name(lines.labels[each.driver.row], lines.labels_en[each.driver.row])

    def _driver(self, each: Changed) -> str:
        driver, name = each.driver, self._texts._(each.driver.field.label)
        is_usual = driver.year == self._session.state.portfolio.request_year
        return name if is_usual else f"{name} {self._texts.era(driver.year)}"


def _input(_each: Changed) -> QColor:
    return theme.tokens().input


def _by_effect(each: Changed) -> QColor:
    tokens = theme.tokens()
    return tokens.decrease if each.effect < 0 else tokens.increase
