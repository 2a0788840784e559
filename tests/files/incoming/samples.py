"""Workbooks made part by part: small ones, ones that unpack to far more than they are, and their parts' usual words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


def relations(*targets: tuple[str, str, str]) -> str:
    each = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id_, kind, target in targets
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def parts(sheet: str = "", **others: str) -> dict[str, str]:
    """The parts of a workbook with one sheet of these rows."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("b", "worksheet", "worksheets/sheet1.xml"),
            ("c", "sharedStrings", "sharedStrings.xml"),
            ("d", "styles", "/xl/styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
    } | {name.replace("__", "/"): text for name, text in others.items()}


def packed(path: Path, content: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def archive(content: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, text in content.items():
            made.writestr(name, text)
    return file.getvalue()


def ole(content: bytes = b"") -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + content + bytes(1024)


def repeated(path: Path, content: Mapping[str, str], name: str, block: bytes, times: int) -> Path:
    """A workbook one part of which is a block many times over between head and tail, packed without making it whole."""
    head, tail = content[name].encode().split(b"@")
    small = packed(path, {key: text for key, text in content.items() if key != name}).read_bytes()
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = deflate.compress(head) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    last = deflate.compress(tail) + deflate.flush()
    check = zlib.crc32(head)
    for _ in range(times):
        check = zlib.crc32(block, check)
    check, size = zlib.crc32(tail, check), len(head) + times * len(block) + len(tail)
    data = first + again * times + last
    end = small.rindex(b"PK\5\6")
    count, directory_size, start = struct.unpack("<HII", small[end + 10 : end + 20])
    directory, raw = small[start : start + directory_size], name.encode()
    fields = struct.pack("<HHHHHIII", 20, 0x800, 8, 0, 33, check, len(data), size)
    local = b"PK\3\4" + fields + struct.pack("<HH", len(raw), 0) + raw
    entry = b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHHHII", len(raw), 0, 0, 0, 0, 0, start) + raw
    new_directory = directory + entry
    at = start + len(local) + len(data)
    closing = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(new_directory), at, 0)
    path.write_bytes(small[:start] + local + data + new_directory + closing)
    return path
