"""The chapters of the guide, in both languages from one list; what they name of the program is filled in when read.

In their text `[[page.print]]` stands for the keys of a verb and `[[=page.print]]` for its name, so that neither can be
another than in the window.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.resources import resource
from planner.words.texts import Texts

KEYS = "keys"
"""The chapter that is made of the verbs themselves."""
CHAPTERS = (
    *("begin", "overview", "lines", "typing", "scenarios", "compare", "years", "check", "whatif"),
    *("send", "review", "together", "own", "files", KEYS),
)
"""The names of all chapters, in their order."""
NAMED = re.compile(r"\[\[(=?)([a-z.-]+)\]\]")


class Told(NamedTuple):
    """A verb as the guide speaks of it: its name, and the keys it is pressed with; empty where it has none."""

    name: str
    keys: str


@dataclass(frozen=True)
class Chapter:
    """One chapter: its name, its title, and its text as Markdown."""

    name: str
    title: str
    text: str


def chapters(verbs: Mapping[str, Told], keys: Sequence[tuple[str, str]], texts: Texts) -> list[Chapter]:
    """All chapters; `keys` are the keys of the last one, each with what it does."""
    return [_keys_chapter(keys, texts) if name == KEYS else _read(name, verbs, texts) for name in CHAPTERS]


def source(name: str, language: str) -> str:
    """A chapter as it is written."""
    return resource(f"guide/{language}/{name}.md").read_text(encoding="utf-8")


def _read(name: str, verbs: Mapping[str, Told], texts: Texts) -> Chapter:
    def told(found: re.Match[str]) -> str:
        verb = verbs[found[2]]
        return texts.quoted(verb.name.rstrip("…")) if found[1] else f"**{verb.keys}**"

    text = NAMED.sub(told, source(name, texts.language))
    return Chapter(name, text.partition("\n")[0].removeprefix("# "), text)


def _keys_chapter(keys: Sequence[tuple[str, str]], texts: Texts) -> Chapter:
    title, head = texts._("Keyboard"), f"| {texts._('Key')} | {texts._('What it does')} |\n|---|---|\n"
    rows = "\n".join(f"| **{each}** | {what} |" for each, what in keys)
    return Chapter(KEYS, title, f"# {title}\n\n{head}{rows}\n")
