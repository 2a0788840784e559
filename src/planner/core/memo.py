"""Answers that are kept: a method of a frozen value that works out what it is asked for once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

Owner = TypeVar("Owner")
Key = TypeVar("Key")
Answer = TypeVar("Answer")

_UNKNOWN: Any = object()
"""Stands where there is no answer yet."""


def replaced(value: Owner, **fields: Any) -> Owner:
    """A frozen value with other fields, as `dataclasses.replace` makes it of one that keeps no answers, only faster."""
    made = object.__new__(type(value))
    made.__dict__.update(value.__dict__, **fields)
    return made


def memoised(method: Callable[[Owner, Key], Answer]) -> Callable[[Owner, Key], Answer]:
    """A method of one argument (hashable) whose answers are kept in its owner, and go with it.

    For owners that never change, as `functools.cached_property` is for what needs no argument. Any thread may ask: two
    that ask the same at once may both work it out, and both get the answer that was kept first.
    """
    name = f"answers of {method.__name__}"  # no attribute can be called so

    @functools.wraps(method)
    def answer(owner: Owner, key: Key) -> Answer:
        held: dict[str, Any] = owner.__dict__
        answers: dict[Key, Answer] = held.get(name) or held.setdefault(name, {})
        found = answers.get(key, _UNKNOWN)
        return found if found is not _UNKNOWN else answers.setdefault(key, method(owner, key))

    return answer
