"""The page on templates names every mark of the program, and no other."""

from __future__ import annotations

import re

from planner.files.template.marks import FACTS, TABLES, MarkKind
from planner.files.template.shipped import KINDS
from tests.places import ROOT

PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def test_the_page_has_every_mark_with_its_names() -> None:
    expected = []
    for marks, prefix, english in ((FACTS, "", ""), *((t.marks, f"{t.names[0]}.", f"{t.key}.") for t in TABLES)):
        for mark in marks:
            expected.append((tuple(prefix + name for name in mark.names[:-1]), english + mark.key))
    rows = re.findall(r"^\| ((?:`\{\{[^}]+\}\}` )+)\| `([^`]+)` \|", PAGE, re.MULTILINE)
    assert [(tuple(re.findall(r"\{\{([^}]+)\}\}", names)), english) for names, english in rows] == expected


def test_the_page_says_which_marks_may_carry_a_unit() -> None:
    for table in TABLES:
        for mark in table.marks:
            [row] = re.findall(rf"^\| .*`{table.key}\.{mark.key}` \| (.*) \|$", PAGE, re.MULTILINE)
            assert row.endswith("may carry a unit") == (mark.kind is MarkKind.MONEY), mark.key


def test_the_page_and_the_readme_name_the_templates_that_ship() -> None:
    for kind in KINDS:
        assert f"(`{kind.value}`)" in PAGE
    assert "docs/templates.md" in (ROOT / "README.md").read_text(encoding="utf-8")
