"""What can be wrong with what a person gave us, as data: told at the edge of the program, in their language.

A `UserError` is theirs to settle and is shown word for word; any other exception is a fault of the program.
Messages are English text that doubles as the catalogue key; values are filled in after translation.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

Translate = Callable[[str], str]


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is written; it is translated where it is shown."""
    return message


LANGUAGE = N_("en")
"""Every catalogue translates this to the code of its own language."""


class Both(NamedTuple):
    """A text of the portfolio that carries both its languages, such as a program's name."""

    ja: str
    en: str

    def render(self, translate: Translate) -> str:
        """The text in the language of `translate`, the other one where it is missing."""
        return (self.ja or self.en) if translate(LANGUAGE) == "ja" else (self.en or self.ja)


class Message(NamedTuple):
    """A text with values to fill in; a value may itself be a `Message` or a text in both languages."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, text: str, /, **values: object) -> Message:
        """Build a message from its text and named values."""
        return cls(text, tuple(values.items()))

    def render(self, translate: Translate) -> str:
        """The text in the language of `translate`, values filled in."""
        values = {k: v.render(translate) if isinstance(v, Message | Both) else v for k, v in self.values}
        translated = translate(self.text) if self.text else ""
        return translated.format(**values) if values else translated

    def __str__(self) -> str:
        return self.render(lambda text: text)


class UserError(Exception):
    """Something the person at the desk can settle: what is wrong, where, and what to do about it."""

    def __init__(self, what: str, do: str, /, *, where: str | Message = "", **values: object) -> None:
        self.what = Message.of(what, **values)
        self.do = Message.of(do, **values)
        self.where = where if isinstance(where, Message) else Message.of("{place}", place=where) if where else None
        super().__init__(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it is, without being made anew: it is told where it was raised and where it is waited for."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def at(self, where: str | Message) -> UserError:
        """The same error, said of a place."""
        located = type(self).__new__(type(self))
        located.__dict__.update(self.__dict__)
        located.where = where if isinstance(where, Message) else Message.of("{place}", place=where)
        located.args = (str(located),)
        return located

    def render(self, translate: Translate) -> str:
        """One line: where: what. What to do."""
        where = f"{self.where.render(translate)}: " if self.where is not None else ""
        return f"{where}{self.what.render(translate)} {self.do.render(translate)}"

    def __str__(self) -> str:
        return self.render(lambda text: text)


class Severity(StrEnum):
    """How much a problem matters: an error stops a submission, a warning needs a look, a note explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(NamedTuple):
    """One finding of a check: data, never an exception. `rule` is the id of what was asked."""

    severity: Severity
    where: str
    message: Message
    remedy: Message
    rule: str
