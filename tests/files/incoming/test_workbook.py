"""Workbooks from outside: what is no workbook, too large or hostile is refused in words, and in little memory."""

from __future__ import annotations

import datetime
import json
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from planner.core.errors import UserError
from planner.files.incoming import package
from planner.files.incoming import workbook as incoming
from planner.files.incoming.cells import column_of, text_of
from planner.files.incoming.workbook import IncomingBook
from planner.files.plain.sheet import letter
from tests.files.incoming.samples import MAIN, archive, ole, packed, parts, repeated

MEMORY = 100
"""Megabytes that a whole process may take while it refuses or reads one of the workbooks here, Python included."""
CHILD = """
import json, sys
from pathlib import Path
from planner.core.errors import UserError
from planner.files.incoming.workbook import IncomingBook
said = {"rows": 0, "refused": "", "peak": 0}
try:
    book = IncomingBook(Path(sys.argv[1]))
    said["rows"] = sum(1 for sheet in book.sheets for _ in book.rows(sheet))
except UserError as error:
    said["refused"] = str(error)
status = Path("/proc/self/status")
if status.exists():  # what getrusage says of a child is at least what its parent holds
    said["peak"] = next(int(line.split()[1]) for line in status.read_text().splitlines() if "VmHWM" in line) // 1024
print(json.dumps(said))
"""


def read(path: Path, sheet: str = "表") -> list[tuple[int, dict[int, object]]]:
    return [(row.number, dict(row.cells)) for row in IncomingBook(path).rows(sheet)]


def in_child(path: Path) -> dict[str, object]:
    """Read a workbook in a process of its own: rows, refusal, and the most memory it took, in megabytes."""
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, timeout=120, check=True
    )
    said: dict[str, object] = json.loads(ran.stdout)
    return said


def test_100_000_rows_of_1_000_cells_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    row = b"<row>" + b"".join(b"<c><v>%d</v></c>" % n for n in range(1000)) + b"</row>"
    path = repeated(tmp_path / "a.xlsx", parts("@"), "xl/worksheets/sheet1.xml", row * 50, 2000)
    assert zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size > 1_500_000_000
    said = in_child(path)
    assert "far more than any submission" in str(said["refused"])
    assert int(str(said["peak"])) < MEMORY


@pytest.mark.slow
def test_what_unpacks_within_the_limit_but_has_too_many_cells_is_refused(tmp_path: Path) -> None:
    chance = random.Random(1)
    row = b"<row>" + b"".join(b"<c><v>%d</v></c>" % chance.randrange(10**9) for _ in range(1000)) + b"</row>"
    path = repeated(tmp_path / "a.xlsx", parts("@"), "xl/worksheets/sheet1.xml", row * 10, 1000)
    said = in_child(path)
    assert "far more cells" in str(said["refused"])
    assert int(str(said["peak"])) < MEMORY


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"])
def test_zip_bombs_are_refused(tmp_path: Path, part: str) -> None:
    content = parts() | {part: "<a>@</a>"}
    said = in_child(repeated(tmp_path / "a.xlsx", content, part, b" " * 1_000_000, 250))
    assert "far more than any submission" in str(said["refused"])
    assert int(str(said["peak"])) < MEMORY
    said = in_child(repeated(tmp_path / "b.xlsx", content, part, b" " * 1_000_000, 4_000))
    assert "far more than any submission" in str(said["refused"])
    assert int(str(said["peak"])) < MEMORY


def test_a_part_that_lies_about_its_size_is_not_read_beyond_it(tmp_path: Path) -> None:
    name = "xl/worksheets/sheet1.xml"
    path = repeated(tmp_path / "a.xlsx", parts("@"), name, b" " * 1_000_000, 250)
    true = struct.pack("<I", zipfile.ZipFile(path).getinfo(name).file_size)
    path.write_bytes(path.read_bytes().replace(true, struct.pack("<I", 500_000)))
    said = in_child(path)
    assert "not whole" in str(said["refused"])
    assert int(str(said["peak"])) < MEMORY


def test_as_many_texts_as_are_read_take_little_memory(tmp_path: Path) -> None:
    texts = "".join(f"<si><t>{chr(0x4E00 + n % 20_000) * 20}{chr(0x20000 + n % 9)}{n}</t></si>" for n in range(499_000))
    path = packed(
        tmp_path / "a.xlsx", parts('<row><c t="s"><v>7</v></c></row>') | {"xl/sharedStrings.xml": f"<sst>{texts}</sst>"}
    )
    said = in_child(path)
    assert (said["rows"], said["refused"]) == (1, "")
    assert int(str(said["peak"])) < 2 * MEMORY


def test_far_and_empty_cells_cost_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    content = parts(rows)
    name = "xl/worksheets/sheet1.xml"
    content[name] = content[name].replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    said = in_child(packed(tmp_path / "a.xlsx", content))
    assert said["rows"] == 2
    assert int(str(said["peak"])) < MEMORY
    assert read(tmp_path / "a.xlsx") == [(1, {0: 1}), (1048576, {16383: 2})]


LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha">' + "".join(
    f'<!ENTITY x{n} "{f"&x{n - 1 or chr(0)};" * 10}">' for n in range(1, 12)
)
LAUGHS = LAUGHS.replace("&x\0;", "&x;") + "]>"
HOSTILE = {
    "entities": LAUGHS + f"<worksheet {MAIN}><sheetData><row><c><v>&x11;</v></c></row></sheetData></worksheet>",
    "a file": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<worksheet {MAIN}><sheetData><row><c t="str"><v>&x;</v></c></row></sheetData></worksheet>',
    "an address": f'<!DOCTYPE a SYSTEM "http://localhost:9/a.dtd"><worksheet {MAIN}/>',
}


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("kind", HOSTILE)
def test_document_types_and_entities_are_refused(tmp_path: Path, part: str, kind: str) -> None:
    path = packed(tmp_path / "a.xlsx", parts() | {part: HOSTILE[kind]})
    with pytest.raises(UserError, match="document type or entities"):
        read(path)


OTHERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not an Excel workbook"),
    "text": (lambda: "事業,単価\n".encode("cp932"), "not an Excel workbook"),
    "xls": (lambda: ole("Workbook".encode("utf-16-le")), "old Excel format, .xls"),
    "password": (lambda: ole("EncryptedPackage".encode("utf-16-le")), "protected by a password"),
    "broken": (lambda: b"PK\3\4 broken", "not whole"),
    "another zip": (lambda: archive({"a.txt": b"x"}), "not an Excel workbook"),
    "xlsb": (lambda: archive({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "binary Excel format, .xlsb"),
    "ods": (lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    "no sheet": (
        lambda: archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
        "no worksheet",
    ),
    "no parts": (lambda: archive({"[Content_Types].xml": b"<Types/>"}), "a part of it is missing"),
    "twice": (lambda: archive({"[Content_Types].xml": b"", "a.xml": b"", "A.xml": b""}), "the same name"),
    "many": (lambda: archive({f"{n}.xml": b"" for n in range(package.PART_COUNT + 1)}), "more parts than any"),
    "bzip": (
        lambda: archive({key: text.encode() for key, text in parts().items()}, zipfile.ZIP_BZIP2),
        "not what a spreadsheet writes",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_workbook_is_named(tmp_path: Path, kind: str) -> None:
    make, said = OTHERS[kind]
    path = tmp_path / "a.xlsx"
    path.write_bytes(make())
    with pytest.raises(UserError, match=said) as refused:
        read(path)
    assert str(path) in str(refused.value)
    assert "Save it again as an Excel workbook" in str(refused.value)


def test_no_file_a_folder_and_a_far_too_large_file_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(UserError, match=r"no such file|cannot be read"):
            IncomingBook(path)
    monkeypatch.setattr(package, "FILE_LIMIT", 100)
    with pytest.raises(UserError, match="larger than any submission"):
        IncomingBook(packed(tmp_path / "a.xlsx", parts()))


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="0"><c r="A0"><v>7</v></c></row>',
        '<row r="1048577"><c><v>7</v></c></row>',
        '<row r="1"><c r="XFE1"><v>7</v></c></row>',
        '<row r="1"><c r="11"><v>7</v></c></row>',
        f'<row r="1"><c t="str"><v>{"a" * 40_000}</v></c></row>',
        f'<row r="1"><c a="{random.Random(1).randbytes(1_000_000).hex()}"/></row>',
        '<row r="1"><c>',
        "<row></c>",
        "&nbsp;",
    ],
)
def test_cells_that_cannot_be_are_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(UserError, match=r"not whole|not what a spreadsheet writes"):
        read(packed(tmp_path / "a.xlsx", parts(sheet)))


def test_limits_of_texts_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = f"<sst {MAIN}>" + "<si><t>文字</t></si>" * 50 + "</sst>"
    path = packed(tmp_path / "a.xlsx", parts() | {"xl/sharedStrings.xml": strings})
    read(path)
    for limit in ("STRING_LIMIT", "LETTER_LIMIT"):
        monkeypatch.setattr(incoming, limit, 40)
        with pytest.raises(UserError, match="far more cells"):
            read(path)
        monkeypatch.undo()


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_workbook_is_read_or_refused_but_never_ends_the_program(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole = packed(tmp_path / "a.xlsx", parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')).read_bytes()
    content = bytearray(whole)
    for _ in range(chance.randrange(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 5 == 0:
        del content[chance.randrange(len(content)) :]
    (tmp_path / "b.xlsx").write_bytes(bytes(content))
    try:
        book = IncomingBook(tmp_path / "b.xlsx")
        for sheet in book.sheets:
            list(book.rows(sheet))
        book.named("a")
    except UserError as error:
        assert "b.xlsx" in str(error)


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    cells = [
        '<c r="A2" t="s"><v>0</v></c>',
        '<c r="B2" t="inlineStr"><is><r><t>表</t></r><r><t xml:space="preserve"> 紙</t></r>'
        "<rPh><t>ヒョウ</t></rPh></is></c>",
        '<c r="C2" t="str"><f>A1&amp;"x"</f><v>_x000D_値_xD83D_</v></c>',
        '<c r="D2"><f>1+1</f><v>2.0</v></c>',
        "<c><v>0.30000000000000004</v></c>",
        '<c t="b"><v>1</v></c>',
        '<c t="e"><v>#REF!</v></c>',
        '<c r="H2" s="1"><v>46100</v></c>',
        '<c r="I2" s="2"><v>46100</v></c>',
        '<c r="J2" s="3"><v>-5</v></c>',
        '<c r="K2"><f>NOW()</f></c>',
        '<c r="L2"><v>1.5E+3</v></c>',
        '<c r="M2"><v>999999999999999</v></c>',
        '<c r="N2"><v>x</v></c>',
    ]
    more = {
        "xl/SharedStrings.xml": f"<x:sst xmlns:x{MAIN[5:]}><x:si><x:r><x:t>予</x:t></x:r><x:r><x:t>算</x:t></x:r>"
        '<x:rPh sb="0" eb="1"><x:t>ヨ</x:t></x:rPh></x:si></x:sst>',
        "xl/styles.xml": f"<styleSheet {MAIN}><numFmts>"
        '<numFmt numFmtId="200" formatCode="#,##0&quot;円(dh)&quot;_);[Red]0"/>'
        '<numFmt numFmtId="201" formatCode="[$-411]ggge&quot;年&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="201"/><xf numFmtId="200"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    content = parts(f'<row r="2">{"".join(cells)}</row><row><c><v>9</v></c></row>') | more
    path = packed(tmp_path / "a.xlsx", content)
    date = datetime.datetime(2026, 3, 19)
    assert read(path) == [
        (
            2,
            {
                **{0: "予算", 1: "表 紙", 2: "\r値_xD83D_", 3: 2, 4: 0.30000000000000004, 5: True, 6: "#REF!"},
                **{7: date, 8: 46100, 9: -5, 11: 1500, 12: 999_999_999_999_999, 13: "x"},
            },
        ),
        (3, {0: 9}),
    ]
    early = content["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    packed(path, content | {"xl/workbook.xml": early})
    assert read(path)[0][1][7] == date + datetime.timedelta(days=1462)
    assert [text_of(each) for each in (True, False, 3, 0.25, " a ")] == ["1", "", "3", "0.25", "a"]


def test_columns_have_letters() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_of(letter(place)) == place for place in range(16384))
    assert [column_of(text) for text in ("", "1", "Ａ", "AAAA")] == [-1, -1, -1, -1]


def test_what_is_left_alone_is_told_and_names_lead_to_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表 '紙"
    sheet["B3"] = "=A1"
    sheet["C4"] = "値"
    book.defined_names["ここ"] = openpyxl.workbook.defined_name.DefinedName("ここ", attr_text="'表 ''紙'!$C$4")
    book.defined_names["空"] = openpyxl.workbook.defined_name.DefinedName("空", attr_text="'表 ''紙'!$C$3")
    book.defined_names["式"] = openpyxl.workbook.defined_name.DefinedName("式", attr_text="SUM(1,2)")
    book.save(tmp_path / "a.xlsx")
    read_book = IncomingBook(tmp_path / "a.xlsx")
    assert (read_book.named("ここ"), read_book.named("空"), read_book.named("式"), read_book.named("無")) == (
        "値",
        *[None] * 3,
    )
    assert read_book.remarks == ()
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as made:
        made.writestr("xl/vbaProject.bin", b"macro")
        made.writestr("xl/externalLinks/externalLink1.xml", HOSTILE["a file"])
        made.writestr("xl/connections.xml", HOSTILE["entities"])
        made.writestr("xl/media/image1.png", b"\0" * 3_000_000)
    read_book = IncomingBook(tmp_path / "a.xlsx")
    assert [str(each).split(";")[0] for each in read_book.remarks] == [
        "The workbook has macros",
        "The workbook has links to other files",
        "The workbook has connections to data elsewhere",
    ]
    assert [row.cells for row in read_book.rows("表 '紙")] == [{2: "値"}]
