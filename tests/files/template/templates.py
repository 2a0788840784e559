"""What the tests of templates share: workbooks made on the spot, filled with the built-in portfolio."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from planner.core.calculation.evaluate import Evaluation
from planner.core.model.document import BASE, Document
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.template.fill import fill
from planner.files.template.refused import TemplateRefused
from planner.words.texts import texts_for

OPTIONS = ExportOptions(date=datetime.date(2026, 8, 31))
Write = Callable[[Any, Any], None]


def book(path: Path, write: Write) -> Path:
    """A workbook of one sheet 様式, written by XlsxWriter as `write(workbook, sheet)` says."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        write(workbook, workbook.add_worksheet("様式"))
    return path


def opened(source: Any, **how: bool) -> Any:
    """A workbook as openpyxl reads it, which says that it does not know the extensions a template may have."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*extension is not supported", UserWarning)
        return openpyxl.load_workbook(source, **how)


def parts(content: bytes | Path) -> dict[str, bytes]:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    with zipfile.ZipFile(source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edited(path: Path, changes: dict[str, Callable[[bytes], bytes] | bytes]) -> Path:
    """The workbook with some parts changed, or added."""
    found = parts(path)
    for name, change in changes.items():
        found[name] = change if isinstance(change, bytes) else change(found[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path


class Filler:
    """Fills a template with the built-in portfolio."""

    def __init__(self, document: Document, evaluation: Evaluation, folder: Path) -> None:
        self.document, self.evaluation, self.folder = document, evaluation, folder

    def handover(self, options: ExportOptions = OPTIONS) -> Handover:
        return Handover(self.document, self.evaluation, BASE, options)

    def bytes(self, path: Path, options: ExportOptions = OPTIONS) -> bytes:
        return fill(path, self.handover(options))

    def sheet(self, path: Path, options: ExportOptions = OPTIONS) -> Any:
        """The first sheet of the filled template, as a reader sees it that does not recalculate."""
        return opened(io.BytesIO(self.bytes(path, options)), data_only=True).worksheets[0]

    def book(self, write: Write) -> Path:
        return book(self.folder / "様式.xlsx", write)

    def written(self, write: Write, options: ExportOptions = OPTIONS) -> Any:
        return self.sheet(self.book(write), options)

    def refused(self, path: Path) -> list[tuple[str, str]]:
        """Why the template is not filled: places and reasons."""
        with pytest.raises(TemplateRefused) as refused:
            self.bytes(path)
        for language in ("ja", "en"):
            assert "{" not in refused.value.render(texts_for(language).translate).replace("{{", "")
        return [(place, str(what)) for place, what in refused.value.findings]
