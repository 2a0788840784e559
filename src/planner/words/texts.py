"""The program's texts in the reader's language, from gettext catalogues in `resources/locale`."""

from __future__ import annotations

import locale
import os
import unicodedata
from functools import cache
from typing import NamedTuple

from planner.core.errors import N_, Translate
from planner.core.model.fields import Axis, Field, Value
from planner.core.years import era, fiscal_year_name
from planner.resources import resource
from planner.words.catalogue import Catalogue

LANGUAGES = ("ja", "en")
LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}
"""The languages, each in itself."""


class Texts(NamedTuple):
    """The texts of one language: call `_` with the English text."""

    language: str
    translate: Translate

    def _(self, message: str) -> str:
        """`message` in this language."""
        return self.translate(message) if message else ""

    def plural(self, n: int, one: str, many: str, **values: object) -> str:
        """The message for so many, `one` for 1 and else `many`, with `{n}` and other values filled in."""
        return self._(one if n == 1 else many).format(n=f"{n:,}", **values)

    def name(self, ja: str, en: str) -> str:
        """The one of two given names that belongs to this language."""
        return (ja or en) if self.language == "ja" else (en or ja)

    def quoted(self, text: str) -> str:
        """What is written so in a request sheet."""
        return self.name(f"「{text}」", f"“{text}”")

    def era(self, year: int) -> str:
        """The short label of a fiscal year: R8."""
        return era(year).render(self.translate)

    def fiscal_year(self, year: int) -> str:
        """The full name of a fiscal year: 令和8年度, FY2026."""
        return self.name(fiscal_year_name(year), f"FY{year}")

    def year(self, field: Field, year: int) -> str:
        """The year a value of a field is given for: R8, or the year since the intake."""
        return self.era(year) if field.axis is Axis.FISCAL else self._(N_("year {k}")).format(k=year)

    def value(self, field: Field, value: Value | None) -> str:
        """A driver's value or a choice for the eye; `−` where there is none."""
        if value is None:
            return "−"
        return self._(field.text(value)) if field.choices else field.display(value)


def folded(text: str) -> str:
    """Text for comparing: width, case and composition do not matter."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


@cache
def texts_for(language: str) -> Texts:
    """The texts of `ja` or `en` (`LANGUAGES`)."""
    if language == "en":
        return Texts("en", str)
    catalogue = resource(f"locale/{language}/LC_MESSAGES/planner.mo")
    return Texts(language, Catalogue(catalogue.read_bytes()).translate)


def system_language() -> str:
    """`ja` where the system speaks Japanese, else `en`; `PLANNER_LANGUAGE` decides if it is set."""
    wanted = os.environ.get("PLANNER_LANGUAGE", "")
    for name in (wanted, os.environ.get("LC_ALL"), os.environ.get("LC_MESSAGES"), os.environ.get("LANG")):
        if name:
            return "ja" if name.lower().startswith("ja") else "en"
    name = locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith(("ja", "japanese")) else "en"
