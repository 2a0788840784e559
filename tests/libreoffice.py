"""LibreOffice as a second opinion: it opens our workbooks, recalculates every formula and saves what it finds."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that knows LibreOffice from within: Debian's, with its package python3-uno."""


class Order(NamedTuple):
    """What is to be done with a workbook: steps as `tests.by_uno` names them, each with its sheet and what it takes."""

    book: Path
    steps: Sequence[Sequence[Any]]
    to: Path


class Office:
    """LibreOffice with a profile of its own: several run side by side only so.

    Half of what a call takes is the start: give it all the workbooks there are.
    """

    def __init__(self, profile: Path) -> None:
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        self._profile = profile

    def recalculated(self, books: Sequence[Path], folder: Path) -> list[Path]:
        """Workbooks of different names as LibreOffice saves them after calculating every formula anew, in `folder`."""
        out = folder / "recalculated"
        self._convert(books, "xlsx:Calc MS Excel 2007 XML", out)
        return [out / f"{book.stem}.xlsx" for book in books]

    def worked(self, orders: Sequence[Order]) -> list[Path]:
        """Workbooks as they are after somebody worked with them in LibreOffice and saved them."""
        said = [{"book": str(each.book), "to": str(each.to), "steps": each.steps} for each in orders]
        ran = subprocess.run(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("by_uno.py")), self._program, str(self._profile)],
            input=json.dumps(said),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return [each.to for each in orders]

    def printed(self, book: Path, folder: Path) -> Path:
        """The workbook as LibreOffice prints it: a PDF."""
        out = folder / "printed"
        self._convert([book], "pdf", out)
        return out / f"{book.stem}.pdf"

    @property
    def _program(self) -> str:
        """LibreOffice; a machine without it fails here: the tests are not whole without it."""
        office = shutil.which("soffice") or shutil.which("libreoffice")
        assert office, "LibreOffice is needed: `python3 dev.py test` installs it on Debian and Ubuntu"
        return office

    def _convert(self, books: Sequence[Path], kind: str, out: Path) -> None:
        """Convert workbooks."""
        command = [self._program, f"-env:UserInstallation={self._profile.as_uri()}", "--headless", "--convert-to", kind]
        ran = subprocess.run(
            [*command, "--outdir", str(out), *map(str, books)],
            capture_output=True,
            text=True,
            timeout=300 * len(books),
            check=False,
        )
        suffix = kind.partition(":")[0]
        for book in books:
            assert (out / f"{book.stem}.{suffix}").is_file(), ran.stdout + ran.stderr
