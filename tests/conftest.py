"""What tests of files, window and command line share."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.colleague import Colleague, hold

# Helpers say as much as tests do where an assertion fails.
pytest.register_assert_rewrite("tests.app", "tests.files", "tests.reference")


@pytest.fixture
def colleague() -> Iterator[Colleague]:
    """Another program that has a document open until it reads a line."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path) -> subprocess.Popen[str]:
        process = hold(path)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
