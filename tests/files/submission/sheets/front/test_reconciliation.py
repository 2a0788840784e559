"""照合: nothing is headed that is not there."""

from __future__ import annotations

import re

import pytest

from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.front import reconciliation
from planner.files.submission.sheets.front.reconciliation import reconciliation_sheet
from tests.exports import export_of
from tests.files.submission.samples import DAY, classed


def test_no_heading_of_the_reconciliation_stands_above_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    export = export_of(classed(), 1, ExportOptions(date=DAY))
    assert "事業ごと" in str(list(reconciliation_sheet(export).rows()))
    monkeypatch.setattr(reconciliation, "_WORDS", re.compile("no id of a program"))
    assert "事業ごと" not in str(list(reconciliation_sheet(export).rows()))
