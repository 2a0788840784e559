"""The Japanese catalogue is complete, current, and keeps every placeholder."""

from __future__ import annotations

import ast
import io
import string
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from planner.resources import resource
from planner.words.texts import texts_for
from tests.places import ROOT

SOURCE = ROOT / "src" / "planner"


def source_messages() -> set[str]:
    """Every text given to `_` or `N_`, those inside f-strings too, which message extractors pass over."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                text = node.args[0]
                if name in ("_", "N_") and isinstance(text, ast.Constant) and isinstance(text.value, str):
                    found.add(text.value)
    return found


def test_no_english_text_leaves_open_whether_it_speaks_of_one_or_more() -> None:
    assert [text for text in sorted(source_messages()) if "(s)" in text] == []


def catalogue() -> Catalog:
    with resource("locale/ja/LC_MESSAGES/planner.po").open("rb") as file:
        return read_po(file, locale="ja")


def test_every_text_of_the_program_is_translated_and_none_is_left_over() -> None:
    translated = {message.id for message in catalogue() if message.id and message.string}
    assert translated == source_messages()


def compiled(mo: bytes) -> dict[str, str]:
    """What a compiled catalogue holds, without the header, which names the version of its tool."""
    messages = dict(GNUTranslations(io.BytesIO(mo))._catalog)  # type: ignore[attr-defined]
    assert messages.pop("")
    return messages


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = io.BytesIO()
    write_mo(written, catalogue())
    stored = resource("locale/ja/LC_MESSAGES/planner.mo").read_bytes()
    assert compiled(stored) == compiled(written.getvalue()), "compile resources/locale/ja/LC_MESSAGES/planner.po again"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_translations_keep_the_placeholders() -> None:
    for message in catalogue():
        if message.id:
            assert placeholders(str(message.string)) == placeholders(str(message.id)), message.id


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_language_knows_its_own_code(language: str) -> None:
    texts = texts_for(language)
    assert texts.name("日本", "Japan") == {"ja": "日本", "en": "Japan"}[language]
    assert texts.name("日本", "") == "日本"
