"""A seal over every byte of a file: whoever finds it whole needs no other proof of what the file says.

It stands in the file itself, and is taken over all bytes with its own place empty. Any other program that writes the
file breaks it; then the rows have to prove themselves (`bplan_checksum`).
"""

from __future__ import annotations

import hashlib

MARK = b"planner's seal: "
SIZE = hashlib.sha256().digest_size
EMPTY = MARK + bytes(SIZE)
"""What stands in the place of a seal before it is set."""


def sealed(content: bytearray) -> bytes:
    """The bytes of a file with its seal set; as they are where they say the mark more than once, as a text may."""
    place = _place(content)
    if place is not None:
        content[place : place + SIZE] = hashlib.sha256(content).digest()
    return bytes(content)


def is_sealed(content: bytes) -> bool:
    """Whether every byte is as it was when the seal was set."""
    place = _place(content)
    if place is None:
        return False
    found, view = hashlib.sha256(), memoryview(content)
    for each in (view[:place], bytes(SIZE), view[place + SIZE :]):
        found.update(each)
    return found.digest() == content[place : place + SIZE]


def _place(content: bytes | bytearray) -> int | None:
    """Where the seal stands in its one mark."""
    at = content.find(MARK)
    if at < 0 or content.find(MARK, at + 1) >= 0 or at + len(EMPTY) > len(content):
        return None
    return at + len(MARK)
