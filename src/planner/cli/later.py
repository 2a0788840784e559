"""Modules that are imported when one of their functions is called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Later:
    """Stands for a module of functions before it is imported."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            return getattr(import_module(self._name), name)(*arguments)

        return call


def later(name: str) -> Later:
    """The module of that name in this package."""
    return Later(f"{__package__}.{name}")
