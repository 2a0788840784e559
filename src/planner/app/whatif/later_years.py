"""What an answer does to the later plan years, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from planner.app.session.session import Session
from planner.app.widgets.plain import Label
from planner.core.money import format_change
from planner.words.figures import unit_name
from planner.words.texts import Texts

NO_BREAK = "\N{NO-BREAK SPACE}"


class LaterYears(Label):
    """Hidden where there is nothing to say."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setProperty("tone", "second")
        self.setWordWrap(True)

    def say(self, later: Mapping[int, int]) -> None:
        """Say by how many yen each year moves, in the unit shown."""
        unit = self._session.state.unit
        parts = [f"{self._texts.era(year)}{NO_BREAK}{format_change(yen, unit)}" for year, yen in later.items()]
        said = self._texts._("Later years ({unit}): {years}")
        self.setText(said.format(unit=unit_name(unit, self._texts), years=" · ".join(parts)) if parts else "")
        self.setVisible(bool(parts))
