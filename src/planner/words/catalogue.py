"""A compiled catalogue of gettext (`.mo`), whose texts are looked up where they stand.

To read all of it takes longer than most commands need; few of its thousands of texts are asked for.
"""

from __future__ import annotations

import struct
from bisect import bisect_left

MAGIC = 0x950412DE
"""What a catalogue begins with, in the order of bytes of those that come with the program."""


class Catalogue:
    """The messages of a catalogue and their translations, in UTF-8; those asked for are kept."""

    def __init__(self, content: bytes) -> None:
        magic, _version, count, messages, translations = struct.unpack_from("<5I", content)
        if magic != MAGIC:
            raise ValueError("no catalogue")
        self._content = content
        self._messages = struct.unpack_from(f"<{2 * count}I", content, messages)
        self._translations = struct.unpack_from(f"<{2 * count}I", content, translations)
        self._known: dict[str, str] = {}

    def translate(self, message: str) -> str:
        """The translation of a message, itself where there is none."""
        known = self._known.get(message)
        if known is None:
            known = self._known[message] = self._found(message)
        return known

    def _found(self, message: str) -> str:
        wanted = message.encode(errors="surrogatepass")
        at = bisect_left(range(len(self._messages) // 2), wanted, key=self._message)  # they stand in order
        if 2 * at == len(self._messages) or self._message(at) != wanted:
            return message
        return self._text(self._translations, at).decode()

    def _message(self, at: int) -> bytes:
        return self._text(self._messages, at)

    def _text(self, places: tuple[int, ...], at: int) -> bytes:
        length, start = places[2 * at : 2 * at + 2]
        return self._content[start : start + length]
