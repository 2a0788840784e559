"""What tests of the command line name alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# a command that must succeed, to its output; a command that must fail, to its one line
Run = Callable[..., Any]
Refused = Callable[..., str]

DC = ("fellows/dc/dc1", "fellows/dc/dc2")
