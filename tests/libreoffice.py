"""LibreOffice as a second opinion: it opens our workbooks, recalculates every formula and saves what it finds."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after calculating every formula anew, under `folder`."""
    return recalculated_all([book], folder)[0]


def recalculated_all(books: Sequence[Path], folder: Path) -> list[Path]:
    """Workbooks of different names as LibreOffice saves them after calculating every formula anew, in one go."""
    out = folder / "recalculated"
    _convert(books, "xlsx:Calc MS Excel 2007 XML", folder, out)
    return [out / f"{book.stem}.xlsx" for book in books]


def as_pdf(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it."""
    _convert([book], "pdf", folder, folder / "printed")
    return folder / "printed" / f"{book.stem}.pdf"


def _convert(books: Sequence[Path], kind: str, folder: Path, out: Path) -> None:
    """Convert workbooks; a machine without LibreOffice fails here: the tests are not whole without it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed: `python3 dev.py test` installs it on Debian and Ubuntu"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        kind,
    ]
    ran = subprocess.run(
        [*command, "--outdir", str(out), *map(str, books)], capture_output=True, text=True, timeout=300, check=False
    )
    for book in books:
        suffix = kind.partition(":")[0]
        assert (out / f"{book.stem}.{suffix}").is_file(), ran.stdout + ran.stderr
