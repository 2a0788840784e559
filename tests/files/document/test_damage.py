"""A document proves itself: damage and other programs' edits are told with their place, nothing differs in silence."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from planner.core.edits.handovers import keep_record
from planner.core.edits.ranges import set_range
from planner.core.edits.values import Author, Entry, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.handovers import HandoverRecord, WrittenCell, WrittenFormula
from planner.core.model.parts import Comment, HandIn, Part, State
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.core.model.sound import Damaged, sound
from planner.files.document.bplan import EditedElsewhere, from_bytes, to_bytes
from planner.files.document.bplan_open import SCHEMA, SCHEMAS, schema_digest
from planner.files.document.store import open_document
from planner.resources import package_file
from tests.files.document import damage
from tests.files.document.samples import small_document
from tests.places import FIXTURES

UUID = "1b671a64-40d5-491e-99b0-da01ff1f3341"


@pytest.fixture(scope="module")
def document() -> Document:
    """One of everything a file holds."""
    rows: list[tuple[WrittenCell, ...]] = [("積算", 1), (WrittenFormula("A1*2", 2), None)]
    record = HandoverRecord.of([("積算内訳", rows)], scenario=1, file="要求.xlsx", who="tanaka", when="2026-08-31")
    document = open_document(FIXTURES / "schema-4.bplan").document
    for judged in (
        JudgedRange(Named("fellows/dc/dc1", "quantity", 2026), Fraction(1, 10), group="DC"),
        JudgedRange(Named("ssh/schools", "rate", 2026), Own(8_000_000, 10_000_000, 9_100_000), Shape.PERT, why="見積"),
    ):
        document = set_range(document, judged, Author("tanaka", "2026-08-31T09:00:00+09:00"))
    part = Part("235ce2a5-d954-4694-aebc-605957f18796", UUID, "v", "人事課", "", "作業案", ("ssh",), working=1)
    part = part.with_step(HandIn(State.RETURNED, "sato", "2026-07-01", 5), (Comment("ssh/schools", "根拠を"),))
    return replace(keep_record(document, record), part=part, sent=(replace(part, id=UUID),))


def test_documents_damaged_at_random_are_equal_or_told(document: Document) -> None:
    found = damage.try_all([document], 25, 12)
    assert {kind: (tally.wrong, tally.faults) for kind, tally in found.items()} == dict.fromkeys(found, (0, 0))
    assert all(tally.told for tally in found.values())
    assert found["bits"].equal and found["rows_by_another_program"].taken


def test_no_bit_of_a_figure_changes_in_silence(document: Document) -> None:
    content, chance = to_bytes(document), random.Random(1)
    places = damage.figure_places(content)
    assert len(places) > 50
    for place in chance.sample(places, 40):
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        with pytest.raises(Damaged, match=r"Unit rate of the line|Quantity of the line|Times of|Share of|Values of"):
            from_bytes(bytes(damaged))


def altered(content: bytes, *statements: str, moved: bool = False) -> bytes:
    """The file with other rows; `moved`: and as another program leaves it, with the change counter moved on."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(content)
        for statement in statements:
            db.execute(statement)
        db.commit()
        made = bytearray(db.serialize())
    if not moved:
        for at in (24, 92):
            made[at : at + 4] = content[at : at + 4]
    return bytes(made)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE overrides SET value = '3200001'", "Values of scenarios, entry 1 (fellows/dc/dc1.rate@2026)"),
        (
            "UPDATE change_cells SET after = '1' WHERE position = 1",
            "Cells of changes, entry 3 (ssh/schools.quantity@2026)",
        ),
        ("UPDATE programs SET name = 'x' WHERE id = 'ssh'", "Programs, entry 3"),
        ("DELETE FROM notes", "Remarks"),
        (
            "UPDATE line_texts SET value = replace(value, 'DC1', 'DC3') WHERE name = 'labels'",
            "Texts of the lines, entry 2",
        ),
        (
            "UPDATE ranges SET high = '11000000' WHERE field = 'rate'",
            "Register of assumptions, entry 2 (ssh/schools.rate@2026)",
        ),
        ("UPDATE ranges SET who = 'sato'", "Register of assumptions, entry 1 (fellows/dc/dc1.quantity@2026)"),
        ("DELETE FROM ranges", "Register of assumptions"),
        ("UPDATE parts SET heading = '総務課' WHERE own", "Parts, entry 1"),
        ("UPDATE handins SET state = 'settled' WHERE rowid = 2", "Hand-ins of parts, entry 2"),
        ("DELETE FROM comments WHERE rowid = 1", "Comments on parts"),
        ("UPDATE handovers SET sheets = CAST(sheets || x'00' AS BLOB)", "Hand-over records, entry 1"),
        ("UPDATE scenarios SET name = CAST('a' AS BLOB) WHERE number = 1", "Scenarios"),
        ("UPDATE portfolio SET value = 1.5", "Portfolio"),
        ("UPDATE checksum SET digest = x'00'", "its checksum"),
        ("DELETE FROM checksum", "its checksum"),
        ("CREATE VIEW extra AS SELECT 1", 'it holds a view "extra", which no document has'),
        ("CREATE TRIGGER extra AFTER UPDATE ON programs BEGIN SELECT 1; END", 'it holds a trigger "extra"'),
        ("ALTER TABLE programs ADD COLUMN extra", "its tables are not those of a document"),
        ("PRAGMA user_version = 4", "its tables are not those of a document"),
        ("PRAGMA user_version = 6", "its tables are not those of a document"),
        ("PRAGMA user_version = 5", "its tables are not those of a document"),
    ],
)
def test_damage_is_told_with_its_place(document: Document, statement: str, place: str) -> None:
    with pytest.raises(Damaged, match=re.escape(f"The document is damaged: {place}")):
        from_bytes(altered(to_bytes(document), statement))


def test_without_its_sums_damage_is_still_told(document: Document) -> None:
    without = altered(to_bytes(document), "DELETE FROM row_sums")
    assert from_bytes(without) == document
    with pytest.raises(Damaged, match="its checksum"):
        from_bytes(altered(without, "UPDATE overrides SET value = '1'"))


def test_a_damaged_figure_is_told_with_its_line(document: Document) -> None:
    content = to_bytes(document)
    rate = (9_000_000).to_bytes(8, "little")
    assert content.count(rate) == 1
    with pytest.raises(Damaged, match=r"Unit rate of the line ssh/schools\."):
        from_bytes(content.replace(rate, (9_000_001).to_bytes(8, "little")))


def test_another_programs_edit_is_asked_about_and_can_be_opened(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    path.write_bytes(to_bytes(document))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE overrides SET value = '3300000' WHERE field = 'rate'")
        db.commit()
    with pytest.raises(EditedElsewhere, match="Another program"):
        open_document(path)
    read = open_document(path, edited=True).document
    assert read.overrides(1)["fellows/dc/dc1"] == {("rate", 2026): 3_300_000}
    assert from_bytes(to_bytes(read)) == read, "saved, it proves itself again"


def test_what_another_program_only_rearranged_is_the_same(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    path.write_bytes(to_bytes(document))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("VACUUM")
    assert open_document(path).document == document


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portfolio SET value = '[' || replace(hex(zeroblob(50000)), '0', '[') WHERE key = 'years'",
        "UPDATE portfolio SET value = '[2025, 2026.0]' WHERE key = 'years'",
        "UPDATE portfolio SET value = '[2025, 2027]' WHERE key = 'years'",
        "UPDATE portfolio SET value = '{}' WHERE key = 'years'",
        "UPDATE portfolio SET key = 'x' WHERE key = 'years'",
        "UPDATE programs SET parent = id",
        "UPDATE programs SET first_year = 99999",
        "UPDATE programs SET estimate = 2",
        "UPDATE programs SET relists = '[\"x\"]'",
        "UPDATE programs SET id = 'Ünknown' WHERE id = 'ssh'",
        "UPDATE published SET owner = 'nobody'",
        "UPDATE published SET printed = 'much'",
        "UPDATE line_texts SET value = '{\"0\": \"1/3\"}' WHERE name = 'retention'",
        'UPDATE line_texts SET value = \'{"0": ["1e999999999", "1", "1"]}\' WHERE name = \'retention\'',
        "UPDATE line_texts SET value = replace(value, 'dc1', 'dc2') WHERE name = 'ids'",
        "UPDATE line_columns SET value = zeroblob(length(value)) WHERE name = 'rate.year'",
        "UPDATE line_columns SET value = zeroblob(length(value)) WHERE name = 'rate.start'",
        "UPDATE line_columns SET value = zeroblob(length(value)) WHERE name = 'rate.denominator'",
        "UPDATE overrides SET year = 99999",
        "UPDATE overrides SET scenario = 9",
        "UPDATE overrides SET field = 'price'",
        "UPDATE overrides SET value = '1e999999999'",
        "UPDATE assumptions SET rate = '1e999999999'",
        "UPDATE scenarios SET number = 9223372036854775807 WHERE number = 2",
        "UPDATE changes SET identity = 'x'",
        "UPDATE changes SET number = 1",
        "DELETE FROM change_cells",
        "UPDATE change_cells SET change = 77",
        "UPDATE waivers SET scenario = 77",
        "UPDATE members SET program = 'fellows/dc' WHERE program = 'ssh'",
        "UPDATE handovers SET id = ''",
        "UPDATE instalments SET year = 99999",
        "UPDATE parts SET own = 1",
        "UPDATE parts SET own = 2",
        "UPDATE parts SET id = 'a' WHERE own",
        "UPDATE parts SET request = '' WHERE own",
        "UPDATE parts SET programs = '[\"none\"]' WHERE own",
        "UPDATE parts SET above = '[1]'",
        "UPDATE parts SET ancestor = '[\"a\"]'",
        "UPDATE parts SET working = 0",
        "UPDATE parts SET taken = '1.5'",
        "UPDATE handins SET state = 'lost'",
        "UPDATE handins SET request = 'x'",
        "DELETE FROM parts WHERE own",
        "UPDATE ranges SET field = 'duration' WHERE low IS NULL",
        "UPDATE ranges SET year = 99999",
        "UPDATE ranges SET line = 'Ünknown' WHERE low IS NULL",
        "UPDATE ranges SET low = NULL WHERE low IS NOT NULL",
        "UPDATE ranges SET mode = '1'",
        "UPDATE ranges SET low = '1.5'",
        "UPDATE ranges SET low = '10000001', mode = NULL WHERE share IS NULL",
        "UPDATE ranges SET share = '1/10'",
        "UPDATE ranges SET share = '11/10' WHERE share IS NOT NULL",
        "UPDATE ranges SET share = '1e999999999' WHERE share IS NOT NULL",
        "UPDATE ranges SET share = NULL, together = '' WHERE low IS NULL",
        "UPDATE ranges SET shape = 'bell'",
        "UPDATE ranges SET together = ' DC'",
        "UPDATE ranges SET together = char(10)",
    ],
)
def test_rows_that_make_no_document_are_refused_on_purpose_too(document: Document, statement: str) -> None:
    content = altered(to_bytes(document), statement, moved=True)
    with pytest.raises(EditedElsewhere):
        from_bytes(content)
    with pytest.raises(Damaged):
        from_bytes(content, edited=True)


def test_a_file_that_keeps_the_reader_busy_is_given_up(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.files.document.bplan_open.SECONDS", -100.0)
    monkeypatch.setattr("planner.files.document.bplan_open._STEPS", 1)
    with pytest.raises(Damaged, match="takes longer than any document"):
        from_bytes(to_bytes(document))


def test_half_a_character_is_refused_in_words() -> None:
    document = replace(small_document(), portfolio=replace(small_document().portfolio, title="前\ud800後"))
    with pytest.raises(UserError, match="cannot be written"):
        to_bytes(document)


def test_the_schema_is_the_one_that_is_compared() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(package_file("files/document/schema.sql").read_text(encoding="utf-8"))
        assert schema_digest(db) == SCHEMAS[SCHEMA]
    assert sorted(SCHEMAS) == list(range(1, SCHEMA + 1))


def test_a_document_of_schema_4_gets_identities_that_are_the_same_at_each_opening() -> None:
    """`schema-4.bplan`: two scenarios, a change in each, a note, a view, a growth, an obligation without a total."""
    first, second = (open_document(FIXTURES / "schema-4.bplan").document for _ in range(2))
    identities = [change.identity for change in first.changes]
    assert identities == [change.identity for change in second.changes]
    assert len(set(identities)) == 2
    assert [change.who for change in first.changes] == ["tanaka", "tanaka"]
    assert first.portfolio.lines.of == ("", "fellows/dc/dc1", "")
    assert [each.count for each in first.portfolio.counts] == [1750]
    assert first.obligations[0].total is None and first.portfolio.views[0].listed[0].figure.printed == "111億円"
    assert first.handovers == ()


def test_records_and_identities_survive_saving(document: Document) -> None:
    edited = set_values(document, 1, [Entry("ssh/schools", "rate", 2026, 9_500_000)], "理由")
    read = from_bytes(to_bytes(sound(edited)))
    assert [each.identity for each in read.changes] == [each.identity for each in edited.changes]
    assert read.handovers == edited.handovers
    assert [(each, each.who, each.when) for each in read.ranges] == [
        (each, "tanaka", "2026-08-31T09:00:00+09:00") for each in edited.ranges
    ]
    assert read.handovers[0].sheets()[0].rows[1] == (WrittenFormula("A1*2", 2), None)
