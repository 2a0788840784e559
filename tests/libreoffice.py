"""LibreOffice as a second opinion: it opens our workbooks, recalculates every formula and saves what it finds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(book: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it after calculating every formula anew, under `folder`.

    A machine without LibreOffice fails here: the tests are not whole without it.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed: `python3 dev.py test` installs it on Debian and Ubuntu"
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    ran = subprocess.run(
        [*command, "--outdir", str(out), str(book)], capture_output=True, text=True, timeout=300, check=False
    )
    saved = out / f"{book.stem}.xlsx"
    assert saved.is_file(), ran.stdout + ran.stderr
    return saved
