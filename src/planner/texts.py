"""The program's texts in the reader's language, from gettext catalogues in `resources/locale`."""

from __future__ import annotations

import gettext
import locale
import os
from dataclasses import dataclass

from planner.core.errors import Both, Translate
from planner.resources import resource

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Texts:
    """The texts of one language: call `_` with the English text."""

    language: str
    translate: Translate

    def _(self, message: str) -> str:
        """`message` in this language."""
        return self.translate(message) if message else ""

    def name(self, ja: str, en: str) -> str:
        """The one of two given names that belongs to this language."""
        return Both(ja, en).render(self.translate)


def texts_for(language: str) -> Texts:
    """The texts of `ja` or `en` (`LANGUAGES`)."""
    if language == "en":
        return Texts("en", gettext.NullTranslations().gettext)
    return Texts(language, gettext.translation("planner", resource("locale"), [language]).gettext)


def system_language() -> str:
    """`ja` where the system speaks Japanese, else `en`; `PLANNER_LANGUAGE` decides if it is set."""
    wanted = os.environ.get("PLANNER_LANGUAGE", "")
    for name in (wanted, os.environ.get("LC_ALL"), os.environ.get("LC_MESSAGES"), os.environ.get("LANG")):
        if name:
            return "ja" if name.lower().startswith("ja") else "en"
    name = locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith(("ja", "japanese")) else "en"
