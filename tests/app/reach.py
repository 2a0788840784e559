"""What can be reached from something: whether a job's work holds anything of Qt."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

from PySide6.QtCore import QObject

PASSED = (type, ModuleType, CodeType)
"""Modules and classes belong to everybody, code to nobody."""


def qt_objects(held: object) -> Iterator[QObject]:
    """Every object of Qt that is reached from `held` by references, the globals of functions left out."""
    seen: set[int] = set()
    waiting = [held]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, PASSED):
            continue
        seen.add(id(each))
        if isinstance(each, QObject):
            yield each
        elif isinstance(each, FunctionType):
            waiting += [each.__closure__, each.__defaults__, each.__kwdefaults__]
        else:
            waiting += gc.get_referents(each)
