"""Where figures come from: a range that the sheet prints, or one end of it."""

from __future__ import annotations

import pytest

from planner.core.errors import Both
from planner.core.model.origins import Basis, Origin


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (6_000_000, 12_000_000, Both("6,000,000～12,000,000円", "6,000,000–12,000,000 yen")),
        (None, 53_000_000, Both("53,000,000円以下", "up to 53,000,000 yen")),
        (5_000_000, None, Both("5,000,000円以上", "5,000,000 yen or more")),
    ],
)
def test_a_range_with_one_end_does_not_read_like_a_negative_figure(
    low: int | None, high: int | None, said: Both
) -> None:
    assert Origin(Basis.FITTED, low=low, high=high).range_text() == said
