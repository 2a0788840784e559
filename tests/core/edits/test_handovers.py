"""Hand-over records: what went in comes out, a damaged or hostile one is refused, the newest five a scenario stay."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.edits.handovers import keep_record
from planner.core.edits.scenarios import branch, delete_scenario
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.handovers import KEPT, SIZE_LIMIT, HandoverRecord, WrittenFormula, WrittenSheet
from tests.samples import small_portfolio

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
cells = st.one_of(scalars, st.builds(WrittenFormula, st.text(), scalars))
rows = st.lists(st.lists(cells, max_size=4).map(tuple), max_size=4).map(tuple)
sheets = st.lists(st.builds(WrittenSheet, st.text(), rows), max_size=3).map(tuple)


@given(sheets)
def test_what_went_in_comes_out(written: tuple[WrittenSheet, ...]) -> None:
    record = HandoverRecord.of(written, scenario=1, file="要求.xlsx")
    assert record.sheets() == written


def packed(content: bytes) -> HandoverRecord:
    return HandoverRecord("a", 1, "要求.xlsx", "", "", len(content), zlib.compress(content))


@pytest.mark.parametrize(
    "record",
    [
        packed(b"["),
        packed(b"[1]\n"),
        packed(b"1\n"),
        packed(b'"a"\n{"b": 1}\n[{}]\n'),
        packed(b'"a"\n[[1, 2]]\n'),
        packed(b'"a"\n[["x", []]]\n'),
        packed(b'"a"\n' + b"[" * 100_000),
        packed(b"\xff"),
        replace(packed(b'"a"\n'), size=3),
        replace(packed(b'"a"\n'), size=SIZE_LIMIT + 1),
        replace(packed(b'"a"\n'), packed=b"no"),
        replace(packed(b'"a"\n'), packed=zlib.compress(bytes(10**7))),
        replace(packed(b'"a"\n'), packed=zlib.compress(b'"a"\n') + b"more"),
        replace(packed(b'"a"\n'), packed=zlib.compress(b'"a"\n')[:-1]),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(record: HandoverRecord) -> None:
    with pytest.raises(UserError, match=r"要求\.xlsx is damaged"):
        record.sheets()


def test_the_newest_five_of_a_scenario_are_kept() -> None:
    document = branch(new_document(small_portfolio()), 1, "第二案")
    records = [HandoverRecord.of([], scenario=1 + n % 2, file=f"{n}.xlsx") for n in range(14)]
    for record in records:
        document = keep_record(document, record)
    assert document.handovers == tuple(records[-2 * KEPT :])
    document = delete_scenario(document, 2)
    for n in range(KEPT + 1):
        document = keep_record(document, HandoverRecord.of([], scenario=0, file=f"base {n}.xlsx"))
    assert [each.scenario for each in document.handovers] == [1, 2] * KEPT + [0] * KEPT
    document = keep_record(document, HandoverRecord.of([], scenario=9, file="gone.xlsx"))
    assert [each.scenario for each in document.handovers].count(2) == KEPT - 1, "of what is no more as well"
