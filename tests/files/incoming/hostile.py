"""Workbooks made to freeze, to fill the memory or to end a program that reads them, each by its name."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from planner.files.portfolio.tables import COLUMNS
from tests.files.incoming.samples import (
    BOOK,
    MAIN,
    OFFICE,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    archive,
    ole,
    packed,
    parts,
    relations,
    repeated,
)

Parts = Mapping[str, str | bytes]
Make = Callable[[Path], Path]
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
NAME = '<definedName name="a{}">表!$A${}</definedName>'
TEXT = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def whole(content: Callable[[], Parts]) -> Make:
    return lambda path: packed(path, content())


def bomb(part: str, head: str, block: bytes, times: int, tail: str = "", **others: str) -> Make:
    """A workbook whose `part` is the block many times over between head and tail."""
    content = parts(TEXT, **others) | {part: f"{head}@{tail}"}
    return lambda path: repeated(path, content, part, block, times)


def rows(block: bytes, times: int) -> Make:
    return bomb(SHEET, f"<worksheet {MAIN}><sheetData>", block, times, "</sheetData></worksheet>")


def raw(content: Callable[[], bytes]) -> Make:
    def write(path: Path) -> Path:
        path.write_bytes(content())
        return path

    return write


def changed(change: Callable[[bytes], bytes], content: Parts | None = None) -> Make:
    def write(path: Path) -> Path:
        path.write_bytes(change(packed(path, parts(ONE) if content is None else content).read_bytes()))
        return path

    return write


def styles(formats: str = "", cells: str = "", fonts: str = "") -> str:
    number_formats = f"<numFmts>{formats}</numFmts>"
    return f"<styleSheet {MAIN}>{number_formats}<fonts>{fonts}</fonts><cellXfs>{cells}</cellXfs></styleSheet>"


def code(text: str) -> dict[str, str]:
    """A workbook of one dated cell with this number format."""
    formatted = f'<numFmt numFmtId="200" formatCode="{text}"/>'
    cell = '<row r="1"><c r="A1" s="1"><v>46100</v></c></row>'
    return parts(cell) | {STYLES: styles(formatted, '<xf numFmtId="0"/><xf numFmtId="200"/>')}


def table(**rows_of: list[dict[str, str]]) -> dict[str, str | bytes]:
    """A portfolio with these rows beside the settings it needs, as a workbook of inline texts."""
    settings = [{"key": "request_year", "value": "2026"}, *rows_of.pop("portfolio", [])]
    tables = {"portfolio": settings, "programs": [], "lines": [], "steps": [], **rows_of}
    content: dict[str, str | bytes] = dict(parts())
    sheets, related = [], []
    for number, (name, given) in enumerate(tables.items(), start=1):
        columns = COLUMNS[name]
        texts = [dict(zip(columns, columns, strict=True)), *given]
        lines = []
        for at, row in enumerate(texts, start=1):
            cells = (f'<c t="inlineStr"><is><t>{row.get(column, "")}</t></is></c>' for column in columns)
            lines.append(f'<row r="{at}">{"".join(cells)}</row>')
        content[f"xl/worksheets/t{number}.xml"] = (
            f"<worksheet {MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )
        sheets.append(f'<sheet name="{name}" sheetId="{number}" r:id="t{number}"/>')
        related.append((f"t{number}", "worksheet", f"worksheets/t{number}.xml"))
    content[BOOK] = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{"".join(sheets)}</sheets></workbook>'
    content["xl/_rels/workbook.xml.rels"] = relations(*related)
    return content


PROGRAM = {"id": "p", "name": "事業"}
LINE = {"id": "p/l", "program": "p", "label": "積算"}
STEP = {"line": "p/l", "field": "rate", "year": "2026", "value": "1", "basis": "assumed"}


def many_sheets(count: int, relation: str = "worksheets/sheet1.xml") -> dict[str, str]:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="b{n}"/>' for n in range(count))
    related = relations(*((f"b{n}", "worksheet", relation) for n in range(count)))
    return parts(ONE * 200) | {
        BOOK: f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related,
    }


def laughs(inside: str) -> str:
    entities = ['<!ENTITY x0 "ha">'] + [f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12)]
    return f"<!DOCTYPE a [{''.join(entities)}]>{inside}"


def wrong_check(content: bytes) -> bytes:
    at = content.rindex(b"PK\1\2")
    return content[: at + 16] + b"\0\0\0\0" + content[at + 20 :]


def overlapping(path: Path) -> Path:
    """Four thousand entries that all show the same packed bytes."""
    content = bytearray(packed(path, {SHEET: "<a>" + " " * 900_000 + "</a>"}).read_bytes())
    start = content.index(b"PK\1\2")
    end = content.rindex(b"PK\5\6")
    entry = bytes(content[start:end])
    entries = []
    for n in range(4_000):
        name = f"xl/w/{n:05}.xml".encode()
        entries.append(entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name)
    directory = b"".join(entries)
    closing = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 4_000, 4_000, len(directory), start, 0)
    path.write_bytes(bytes(content[:start]) + directory + closing)
    return path


def formulas(count: int, length: int) -> dict[str, str]:
    """One long formula that many cells share."""
    first = f'<row r="1"><c r="A1"><f t="shared" ref="A1:A{count}" si="0">{"B1+" * length}1</f><v>1</v></c></row>'
    rest = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(2, count + 1))
    return parts(first + rest)


def notes(count: int, letters: int) -> dict[str, str]:
    each = "".join(
        f'<comment ref="A{n + 1}" authorId="0"><text><t>{"a" * letters}</t></text></comment>' for n in range(count)
    )
    return parts(ONE) | {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("n", "comments", "../comments1.xml")),
        "xl/comments1.xml": f"<comments {MAIN}><authors><author>a</author></authors>"
        f"<commentList>{each}</commentList></comments>",
    }


def many(xml: str, count: int) -> str:
    """The XML so many times, each with other numbers in it, so that it does not pack too well."""
    chance = random.Random(count)
    return "".join(xml.replace("{}", str(chance.randrange(10**6))) for _ in range(count))


def attributes(count: int) -> str:
    return " ".join(f'a{n}="{n}"' for n in range(count))


NESTED = "<a>" * 80_000 + "</a>" * 80_000
HOSTILE: dict[str, Make] = {
    # archives
    "sheet of 4 GB": rows(b" " * 1_000_000, 4_000),
    "sheet of 250 MB": rows(b" " * 1_000_000, 250),
    "texts of 250 MB": bomb(STRINGS, f"<sst {MAIN}>", b" " * 1_000_000, 250, "</sst>"),
    "styles of 250 MB": bomb(STYLES, f"<styleSheet {MAIN}>", b" " * 1_000_000, 250, "</styleSheet>"),
    "workbook of 250 MB": bomb(BOOK, f"<workbook {MAIN}>", b" " * 1_000_000, 250, "</workbook>"),
    "relations of 250 MB": bomb("_rels/.rels", "<Relationships>", b" " * 1_000_000, 250, "</Relationships>"),
    "entries over one another": overlapping,
    "six thousand parts": whole(lambda: {f"{n}.xml": b"" for n in range(6_000)}),
    "one name twice": lambda path: packed(path, parts(ONE) | {SHEET.upper(): ONE}),
    "truncated": changed(lambda content: content[: len(content) * 2 // 3]),
    "no directory": changed(lambda content: content[: content.index(b"PK\1\2")]),
    "wrong check sum": changed(wrong_check),
    "wrong sizes": changed(lambda content: content.replace(struct.pack("<I", len(parts(ONE)[SHEET])), b"\1\0\0\0")),
    "encrypted part": changed(
        lambda content: content.replace(b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0")
    ),
    "password": raw(lambda: ole("EncryptedPackage".encode("utf-16-le"))),
    "old kind": raw(lambda: ole("Workbook".encode("utf-16-le"))),
    "empty": raw(bytes),
    "zeros": raw(lambda: bytes(20_000_000)),
    "PK alone": raw(lambda: b"PK\3\4" * 500_000),
    "noise": raw(lambda: random.Random(1).randbytes(5_000_000)),
    "bzip": raw(lambda: archive({name: text.encode() for name, text in parts(ONE).items()}, zipfile.ZIP_BZIP2)),
    # XML
    "a thousand million laughs": whole(lambda: parts() | {SHEET: laughs(f"<worksheet {MAIN}>&x11;</worksheet>")}),
    "laughs in texts": whole(lambda: parts(TEXT) | {STRINGS: laughs(f"<sst {MAIN}><si><t>&x11;</t></si></sst>")}),
    "laughs in styles": whole(lambda: parts(ONE) | {STYLES: laughs(f"<styleSheet {MAIN}>&x11;</styleSheet>")}),
    "entity from a file": whole(
        lambda: (
            parts() | {SHEET: f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///dev/zero">]><worksheet {MAIN}>&x;</worksheet>'}
        )
    ),
    "nested in a sheet": whole(lambda: parts() | {SHEET: f"<worksheet {MAIN}>{NESTED}</worksheet>"}),
    "nested in a cell": whole(lambda: parts(f'<row r="1"><c r="A1">{NESTED}</c></row>')),
    "nested in texts": whole(lambda: parts(TEXT) | {STRINGS: f"<sst {MAIN}><si>{NESTED}</si></sst>"}),
    "nested in styles": whole(lambda: parts(ONE) | {STYLES: f"<styleSheet {MAIN}>{NESTED}</styleSheet>"}),
    "nested in the workbook": whole(lambda: parts(ONE) | {BOOK: f"<workbook {MAIN}>{NESTED}</workbook>"}),
    "a tag of a million letters": whole(
        lambda: parts(f'<row r="1"><c a="{random.Random(2).randbytes(2_000_000).hex()}"/></row>')
    ),
    "a hundred thousand attributes": whole(lambda: parts(f'<row r="1" {attributes(60_000)}><c><v>1</v></c></row>')),
    "a comment of 50 MB": whole(lambda: parts(f"<!--{random.Random(3).randbytes(12_000_000).hex()}-->")),
    "a cell of 20 MB": whole(
        lambda: parts(f'<row r="1"><c t="str"><v>{random.Random(4).randbytes(10_000_000).hex()}</v></c></row>')
    ),
    "another encoding": whole(lambda: {name: text.encode("utf-16") for name, text in parts(ONE).items()}),
    "no encoding at all": whole(lambda: parts() | {SHEET: b'<?xml version="1.0" encoding="none"?><worksheet/>'}),
    # cells
    "gigantic dimension": whole(
        lambda: (
            parts()
            | {
                SHEET: f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData>'
                '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                "</sheetData></worksheet>"
            }
        )
    ),
    "far cells in every row": whole(
        lambda: parts("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 60_001)))
    ),
    "a row of two million cells": bomb(
        SHEET,
        f"<worksheet {MAIN}><sheetData><row>",
        b"<c><v>1</v></c>" * 1_000,
        2_000,
        "</row></sheetData></worksheet>",
    ),
    "ten million cells": rows(b"<row>" + b"<c/>" * 1000 + b"</row>", 10_000),
    "five million rows": rows(b"<row/>" * 1000, 5_000),
    "elements nobody knows": bomb(SHEET, f"<worksheet {MAIN}>", b"<z/>" * 10_000, 1_000, "</worksheet>"),
    "elements nobody knows in a cell": bomb(
        SHEET,
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1">',
        b"<z/>" * 1_000,
        5_000,
        "</c></row></sheetData></worksheet>",
    ),
    "merged over and over": whole(
        lambda: (
            parts()
            | {
                SHEET: f"<worksheet {MAIN}><sheetData>{ONE}</sheetData><mergeCells>"
                + '<mergeCell ref="A1:XFD1048576"/>' * 25_000
                + "</mergeCells></worksheet>"
            }
        )
    ),
    "columns without end": whole(
        lambda: (
            parts()
            | {
                SHEET: f"<worksheet {MAIN}><cols>"
                + '<col min="1" max="16384" hidden="1"/>' * 25_000
                + f"</cols><sheetData>{ONE}</sheetData></worksheet>"
            }
        )
    ),
    "a number of 30,000 digits": whole(lambda: parts(f'<row r="1"><c r="A1"><v>{"9" * 30_000}</v></c></row>')),
    "numbers that are none": whole(lambda: parts('<row r="1"><c r="A1"><v>1e999999999</v></c><c><v>NaN</v></c></row>')),
    "one formula for many cells": whole(lambda: formulas(60_000, 2_500)),
    "a text that is not there": whole(lambda: parts('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')),
    # texts and formats
    "a million texts": bomb(STRINGS, f"<sst {MAIN}>", b"<si><t>a</t></si>" * 1_000, 1_000, "</sst>"),
    "texts of 100 million letters": bomb(
        STRINGS,
        f"<sst {MAIN}>",
        b"<si><t>" + random.Random(5).randbytes(15_000).hex().encode() + b"</t></si>",
        3_400,
        "</sst>",
    ),
    "pieces of one text": bomb(STRINGS, f"<sst {MAIN}><si>", b"<r><t>a</t></r>" * 1_000, 1_000, "</si></sst>"),
    "a format of brackets": whole(lambda: code("[" * 1_000_000)),
    "a format of quotes": whole(lambda: code("&quot;" * 150_001)),
    "a format of 30,000 letters": whole(lambda: code("[$-411]ggge&quot;年&quot;" * 1_500)),
    "a format of stars": whole(lambda: code("_*\\" * 300_000)),
    "five hundred thousand formats": bomb(
        STYLES,
        f"<styleSheet {MAIN}><numFmts>",
        b'<numFmt numFmtId="200" formatCode="[[[["/>' * 1_000,
        500,
        "</numFmts></styleSheet>",
    ),
    "huge styles": whole(lambda: parts(ONE) | {STYLES: styles(cells=many('<xf numFmtId="{}" fontId="{}"/>', 300_000))}),
    "huge fonts": whole(lambda: parts(ONE) | {STYLES: styles(fonts=many("<font><b/><sz val='{}'/></font>", 200_000))}),
    "a hundred thousand notes": whole(lambda: notes(100_000, 100)),
    "a note of 10 MB": whole(lambda: notes(1, 10_000_000)),
    # how it hangs together
    "relations in a circle": whole(
        lambda: (
            parts(ONE)
            | {
                "xl/_rels/workbook.xml.rels": relations(
                    ("b", "worksheet", "workbook.xml"), ("c", "sharedStrings", "workbook.xml")
                ),
                "_rels/.rels": relations(
                    ("a", "officeDocument", "xl/workbook.xml"), ("b", "officeDocument", "_rels/.rels")
                ),
            }
        )
    ),
    "a sheet that is its own workbook": whole(
        lambda: parts(ONE) | {"_rels/.rels": relations(("a", "officeDocument", SHEET))}
    ),
    "relations out of the archive": whole(
        lambda: parts(ONE) | {"xl/_rels/workbook.xml.rels": relations(("b", "worksheet", "../../../../../etc/passwd"))}
    ),
    "four thousand sheets of one part": whole(lambda: many_sheets(4_000)),
    "a hundred thousand relations": whole(
        lambda: (
            parts(ONE)
            | {"_rels/.rels": relations(*((f"a{n}", "officeDocument", "xl/workbook.xml") for n in range(100_000)))}
        )
    ),
    "no content types": whole(
        lambda: {name: text for name, text in parts(ONE).items() if name != "[Content_Types].xml"}
    ),
    "names without end": whole(
        lambda: (
            parts(ONE)
            | {
                BOOK: f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="b"/></sheets>'
                f"<definedNames>{many(NAME, 200_000)}</definedNames></workbook>"
            }
        )
    ),
    "types of everything": whole(
        lambda: (
            parts(ONE)
            | {"[Content_Types].xml": TYPES.replace("/>", ">") + many("<Override a='{}'/>", 500_000) + "</Types>"}
        )
    ),
    # portfolios
    "a blank program id": whole(
        lambda: table(programs=[PROGRAM, {"id": "", "name": "空"}], lines=[LINE], steps=[STEP])
    ),
    "a program that is its own part": whole(
        lambda: table(programs=[{"id": "p", "parent": "q", "name": "a"}, {"id": "q", "parent": "p", "name": "b"}])
    ),
    "a share of 1e999999999": whole(
        lambda: table(programs=[PROGRAM], lines=[LINE | {"duration": "1", "retention": "1e999999999"}], steps=[STEP])
    ),
    "a share of 1/0": whole(
        lambda: table(programs=[PROGRAM], lines=[LINE | {"duration": "1", "retention": "1/0"}], steps=[STEP])
    ),
    "ten thousand programs in one another": whole(
        lambda: table(
            programs=[{"id": f"p{n}", "parent": f"p{n - 1}" if n else "", "name": "a"} for n in range(10_000)]
        )
    ),
    "views times members": whole(
        lambda: table(
            programs=[PROGRAM],
            views=[{"id": f"v{n}", "name": "a"} for n in range(8_000)],
            members=[{"view": f"v{n}", "program": "p"} for n in range(8_000)],
        )
    ),
    "one program with thirty thousand printed figures": whole(
        lambda: table(
            programs=[PROGRAM], published=[{"kind": "program", "id": "p", "year": "2026", "printed": "1億円"}] * 30_000
        )
    ),
    "a member of one view ten thousand times": whole(
        lambda: table(
            programs=[PROGRAM], views=[{"id": "v", "name": "a"}], members=[{"view": "v", "program": "p"}] * 10_000
        )
    ),
}
