"""Whatever is pressed, typed, opened and closed in whatever order: no fault, and every total as evaluated anew.

A short form of `benchmarks/monkey.py`, which goes on for half an hour and sees the process end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.edits.scenarios import branch
from planner.core.model.document import Document
from tests.app.monkey import Monkey

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen
STEPS = 150


@pytest.mark.parametrize(("seed", "begins"), [(11, False), (12, False), (13, True)])
def test_nothing_that_is_done_at_random_is_a_fault(seed: int, begins: bool, document: Document, tmp_path: Path) -> None:
    said: list[str] = []
    monkey = Monkey(seed, branch(document, 1, "第二案"), tmp_path, said.append, begins=begins)
    monkey.run(STEPS)
    monkey.leave()
    assert not monkey.faults, "\n".join([*said[-40:], *monkey.faults])
    assert monkey.steps == STEPS
    assert monkey.checks
