"""Tables as the review-sheet system writes its summary of budgets and execution (RS 2-1): columns, totals, accounts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HEAD = (
    *("シート種別", "事業年度", "予算事業ID", "事業名", "府省庁の建制順", "政策所管府省庁", "府省庁", "局・庁"),
    *("部", "課", "室", "班", "係", "予算年度", "当初予算（合計）", "補正予算（合計）", "前年度からの繰越し（合計）"),
    *("予備費等（合計）", "計（歳出予算現額合計）", "執行額（合計）", "執行率", "翌年度への繰越し(合計）"),
    *("翌年度要求額（合計）", "主な増減理由", "その他特記事項", "会計区分", "会計", "勘定", "当初予算"),
    *("第1次補正予算", "第2次補正予算", "第3次補正予算", "第4次補正予算", "第5次補正予算", "前年度から繰越し"),
    *("予備費等1", "予備費等2", "予備費等3", "予備費等4", "歳出予算現額", "執行額", "翌年度要求額", "要望額", "備考"),
)
"""The columns of the summary, with a round and a wide bracket at one of them, as it has."""

Cells = Mapping[str, object]


def total(project: str, name: str, year: int, amounts: tuple[object, object, object], **others: object) -> Cells:
    """A row of totals: 歳出予算現額, 執行額 and 翌年度への繰越し."""
    budget, spent, carried = amounts
    return {
        "シート種別": "レビューシート",
        "事業年度": 2025,
        "予算事業ID": project,
        "事業名": name,
        "政策所管府省庁": "文部科学省",
        "府省庁": "文部科学省",
        "予算年度": year,
        "計（歳出予算現額合計）": budget,
        "執行額（合計）": spent,
        "翌年度への繰越し(合計）": carried,
        **others,
    }


def account(project: str, name: str, year: int, which: Sequence[str], budget: object, spent: object) -> Cells:
    """A row of one kind of account below: 会計区分, 会計, 勘定 with its own 歳出予算現額 and 執行額."""
    head = {key: cell for key, cell in total(project, name, year, ("", "", "")).items() if cell != ""}
    named = dict(zip(("会計区分", "会計", "勘定"), which, strict=False))
    return {**head, **named, "歳出予算現額": budget, "執行額": spent}


def written(path: Path, rows: Iterable[Cells], head: Sequence[str] = HEAD, encoding: str = "utf-8-sig") -> Path:
    """Such rows as a CSV file with these columns."""
    content = io.StringIO()
    table = csv.writer(content, lineterminator="\r\n")
    table.writerow(head)
    for row in rows:
        table.writerow([row.get(name, "") for name in head])
    path.write_bytes(content.getvalue().encode(encoding))
    return path
