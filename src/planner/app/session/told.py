"""The values in force in the scenario shown, in words: scenarios by their names, sentences with their sheets."""

from __future__ import annotations

from planner.app.session.state import State
from planner.words.in_force import ValueWords
from planner.words.texts import Texts


def value_words(state: State, texts: Texts) -> ValueWords:
    """The words for what is shown."""
    document = state.document
    return ValueWords(
        state.values,
        state.evaluation,
        texts,
        name=lambda scenario: document.scenario(scenario).name,
        titles=dict(state.portfolio.sheets),
        residuals=True,
    )
