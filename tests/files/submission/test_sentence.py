"""Texts that follow figures come to what the program says, in a spreadsheet too."""

from __future__ import annotations

from collections.abc import Sequence

import ironcalc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.money import Unit
from planner.files.submission.sentence import Sentence
from tests.strategies import examples

YEN = st.one_of(st.integers(-(10**13), 10**13), st.integers(-2_000_000, 2_000_000), st.just(0))
UNITS = st.sampled_from([Unit.YEN, Unit.THOUSAND, Unit.MILLION])


def calculated(sentence: Sentence, figures: Sequence[int]) -> object:
    """What a spreadsheet makes of it, with the figures in the first row."""
    book = ironcalc.create("book", "en", "Asia/Tokyo", "en")
    for column, figure in enumerate(figures, start=1):
        book.set_user_input(0, 1, column, str(figure))
    book.set_user_input(0, 2, 1, f"={sentence.formula.text}")
    book.evaluate()
    return book.get_cell_value(0, 2, 1)


@settings(max_examples=examples(60))
@given(YEN, YEN, UNITS, st.sampled_from("△▲−"), st.sampled_from(["＋", "+", ""]))
def test_a_sentence_is_the_same_in_a_spreadsheet(part: int, whole: int, unit: Unit, sign: str, plus: str) -> None:
    said = Sentence(sign, unit).say('増"減" ').amount("A1", part, plus).say("、").number("B1", whole, plus).say("（")
    said.share("A1", "B1", (part, whole), plus).say("）")
    assert calculated(said, (part, whole)) == said.formula.value


@pytest.mark.parametrize(
    ("yen", "said"), [(0, "0"), (499, "0"), (500, "＋1"), (-499, "0"), (-500, "△1"), (1_234_567, "＋1,235")]
)
def test_an_amount_that_reads_as_0_has_no_sign(yen: int, said: str) -> None:
    sentence = Sentence("△", Unit.THOUSAND).amount("A1", yen, "＋")
    assert (sentence.formula.value, calculated(sentence, (yen,))) == (said, said)
