"""A sweep on a Dask cluster: equal to the one done here; what a cluster cannot do is said in words."""

from __future__ import annotations

import re
import sys

import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.lines import Cell
from planner.core.risk.sweep import Column, Values, blocks, packed, sweep, work_packed
from planner.files.apart import cluster
from planner.files.apart.cluster import done_by_cluster
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for


@pytest.mark.slow
def test_a_cluster_says_what_is_said_here(scheduler: str) -> None:
    document = new_document(built_in_portfolio())
    columns = [Column("ssh/basic", Cell("rate", 2026)), Column("fellows/dc/dc1", Cell("quantity", 2027))]
    plan = sweep(document, evaluate_base(document.portfolio), 1, columns)
    rows: list[Values] = [(8_720_000 + each, None if each % 2 else each) for each in range(2_500)]
    pieces, told = list(blocks(rows)), []
    found = done_by_cluster(work_packed, packed(plan), pieces, scheduler, lambda *each: told.append(each))
    assert found == [plan.work(piece) for piece in pieces]
    assert told == [(1, 3), (2, 3), (3, 3)]


def refusing(_common: bytes, piece: str) -> None:
    raise UserError("{piece} cannot be done.", "Do another.", piece=piece)


@pytest.mark.slow
def test_what_workers_refuse_is_told_here(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"x cannot be done\. Do another\."):
        done_by_cluster(refusing, b"", ["x"], scheduler)
    monkeypatch.setattr(cluster, "__version__", "0")
    with pytest.raises(UserError, match="do not run this version"):
        done_by_cluster(refusing, b"", ["x"], scheduler)


def test_an_address_that_is_none_is_refused() -> None:
    for text in ("", "host", "host:port", "tcp://:8786 x", "ふ:1"):
        with pytest.raises(UserError, match="no address"):
            done_by_cluster(refusing, b"", [], text)


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="Dask (the extra cluster) is not installed")
    monkeypatch.setattr(cluster, "WAIT", "100ms")
    with pytest.raises(UserError, match=r"does not answer.*leave --dask out") as told:
        done_by_cluster(refusing, b"", [], "tcp://127.0.0.1:1")
    said = told.value.render(texts_for("ja").translate)
    assert set(re.findall("[A-Za-z]{3,}", said)) <= {"tcp", "host", "dask"}, "all of it is Japanese"


def test_without_dask_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"pip install 'budget-scenario-planner\[cluster\]'"):
        done_by_cluster(refusing, b"", [], "tcp://127.0.0.1:1")
