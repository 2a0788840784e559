"""A catalogue says what gettext says."""

from __future__ import annotations

import io
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from planner.resources import resource
from planner.words.catalogue import Catalogue


def compiled(messages: dict[str, str]) -> bytes:
    catalog = Catalog()
    for message, translation in messages.items():
        catalog.add(message, translation)
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4"), min_size=1)


@given(st.dictionaries(texts, texts), st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1)))
def test_it_says_what_gettext_says(messages: dict[str, str], others: list[str]) -> None:
    content = compiled(messages)
    said, expected = Catalogue(content), GNUTranslations(io.BytesIO(content))
    for message in [*messages, *others, *messages]:
        assert said.translate(message) == expected.gettext(message)


def test_every_text_of_the_program_is_found() -> None:
    content = resource("locale/ja/LC_MESSAGES/planner.mo").read_bytes()
    catalogue, known = Catalogue(content), GNUTranslations(io.BytesIO(content))._catalog  # type: ignore[attr-defined]
    found = {message: catalogue.translate(message) for message in known if message}
    assert found == {message: translation for message, translation in known.items() if message}


def test_what_is_no_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="no catalogue"):
        Catalogue(bytes(28))
