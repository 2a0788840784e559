"""Presets of what goes out: each tells more than the one before it, and nothing of the house leaves it unasked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from planner.core.errors import UserError
from planner.files.submission.options import REQUIRED, SheetKind
from planner.files.submission.presets import FINANCE, IN_HOUSE, INSIDE, PRESETS, preset_named


def test_each_preset_has_all_of_the_one_before_it() -> None:
    for fewer, more in pairwise(PRESETS):
        assert fewer.sheets < more.sheets
    assert FINANCE.sheets >= REQUIRED
    assert INSIDE.sheets == frozenset(SheetKind)
    assert set(PRESETS) - set(IN_HOUSE) == {FINANCE}


@pytest.mark.parametrize("kind", [SheetKind.FINDINGS, SheetKind.CHANGES, SheetKind.SOURCES])
def test_papers_of_the_house_stay_in_it(kind: SheetKind) -> None:
    assert [preset for preset in PRESETS if kind in preset.sheets] == [INSIDE]


def test_a_preset_is_called_by_its_id_or_either_name() -> None:
    for preset in PRESETS:
        assert {preset_named(name) for name in (preset.id, preset.ja, preset.en.upper())} == {preset}
    with pytest.raises(UserError, match="no preset"):
        preset_named("everybody")
