"""Documents survive the disk unharmed: read∘write is the identity, and no crash or bad file does damage."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.changes import set_evidence
from planner.core.edits.codes import set_codes
from planner.core.edits.plan import set_growth, set_obligation
from planner.core.edits.ranges import set_range
from planner.core.edits.scenarios import branch, lock
from planner.core.edits.structure import add_program, duplicate_lines, remove_lines
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear
from planner.core.model.document import Document, Evidence, EvidenceKind, Scenario, Waiver
from planner.core.model.fields import QUANTITY, RATE, SHARE, TIMES
from planner.core.model.growth import CLASSES, NO_GROWTH
from planner.core.model.lines import Cell
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.model.parts import Comment, HandIn, Part, State
from planner.core.model.portfolio import Listed, Note, View
from planner.core.model.proposals import base_only
from planner.core.model.published import PrintedCount, Published
from planner.files import whole
from planner.files.document.bplan import from_bytes, to_bytes
from planner.files.document.bplan_open import SCHEMA
from planner.files.document.locked import read_locked, write_locked
from planner.files.document.store import backup_of, is_protected, open_document, save_document
from tests.files.document.samples import small_document
from tests.places import FIXTURES
from tests.samples import small_portfolio
from tests.strategies import Drawn, ceilings, codes_of, examples, portfolios, ranges_of, values

UUID = "235ce2a5-d954-4694-aebc-605957f18796"


@st.composite
def documents(draw: st.DrawFn) -> Document:
    drawn: Drawn = draw(portfolios())
    document = branch(new_document(drawn.portfolio), 1, "子", "note")
    for line in drawn.lines:
        key = draw(st.sampled_from(sorted(values)))
        entry = Entry(line.id, key, 2026, draw(values[key]))
        try:
            document = set_values(document, draw(st.sampled_from([1, 2])), [entry], "理由 '\"=", Author("me", "now"))
        except UserError:
            continue
    if drawn.lines:
        chosen = draw(st.sampled_from(drawn.lines)).id
        kind, words = draw(st.sampled_from(list(EvidenceKind))), draw(st.sampled_from(["旅費規程", "見積書 '\"="]))
        evidence = Evidence(kind, words, draw(st.sampled_from(["", "p.3"])))
        document = set_evidence(document, 1, [(chosen, Cell("rate", 2026))], evidence)
        document = duplicate_lines(document, 2, [chosen])[0]
        document = add_program(document, 2, "新しい事業", drawn.lines[0].program, part=draw(st.booleans()))[0]
        document = remove_lines(document, 2, [chosen])
    if draw(st.booleans()):
        document = lock(document, 2)
    for judged in draw(ranges_of(drawn)):
        with contextlib.suppress(UserError):  # its program may take nobody in
            document = set_range(document, judged, Author("me", "then"))
    document = replace(
        document, portfolio=replace(document.portfolio, codes=set_codes(document, draw(codes_of(drawn))).codes)
    )
    document = set_codes(document, draw(codes_of(drawn)), "理由 '\"=", Author("me", "then"))
    amounts = st.sampled_from([None, 0, -1, 10**40])
    executed = st.builds(Executed, amounts, amounts, amounts, st.sampled_from(["", "RS '\"="]))
    pasts = st.builds(PastYear, st.sampled_from(list(drawn.programs)), st.integers(2020, 2024))
    document = replace(document, execution=draw(st.dictionaries(pasts, executed, max_size=3)))
    for number in range(draw(st.integers(0, 2))):
        document = set_ceiling(document, draw(ceilings)._replace(id=f"own-{number}", amount=10**14))
    if draw(st.booleans()):
        document = set_growth(document, 1, draw(st.sampled_from(sorted(CLASSES))), Fraction(15, 1000), "賃上げ '\"=")
    obligation = Obligation(
        id="own-1",
        program=next(iter(drawn.programs)),
        name="5年債",
        name_en="",
        kind=draw(st.sampled_from(list(ObligationKind))),
        total=draw(st.sampled_from([499 * 10**8, None])),
        first_year=2024,
        last_year=2028,
        lines=tuple(line.id for line in drawn.lines[:1]),
        instalments=((2024, 10**8),),
        sheet="1",
        quote="引用 '\"=",
    )
    if draw(st.booleans()):
        document = set_obligation(document, obligation)
    elif not document.portfolio.proposals:
        first = document.portfolio.programs[0]
        note = Note(None, "上限がある。", "There is a limit.", "1", ("上限 '\"=", "1億円"))
        listed = Listed((first.id,), Published(2026, "12億円", "0", "12億円"))
        sourced = replace(
            document.portfolio,
            programs=(first._replace(notes=(note,)), *document.portfolio.programs[1:]),
            views=(View("v", "区分", "view", (), listed=(listed,)),),
            obligations=(obligation._replace(id="sourced"),),
            counts=(PrintedCount(document.portfolio.lines.ids[:2], 2026, 1010, "1", "支援人数"),),
        )
        document = replace(document, portfolio=sourced)
    if draw(st.booleans()):
        step = HandIn(State.SUBMITTED, "me", "now", 10**20, "")
        part = Part(
            *(UUID, UUID, "v", "課 '\"=", "", "作業案"),
            programs=tuple(drawn.programs)[:1],
            above=(UUID,),
            ancestor=(("cell:a", "1/2"),),
            deadline="2026-06-30",
            instructions="単価は据置き '\"=",
            taken=10**20,
        )
        of = drawn.lines[0].id if drawn.lines else ""
        part = part.with_step(step, (Comment(of, "根拠を '\"="),)).with_step(HandIn(State.RETURNED, "", "", None))
        document = replace(document, part=part, sent=(replace(part, id=UUID.replace("a", "b"), ancestor=()),))
    return replace(document, waivers=(Waiver(1, "jump", "p0/l0@2026", "前年度の特殊要因", "me", "now"),))


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_read_after_write_is_the_identity(document: Document) -> None:
    read = from_bytes(to_bytes(document))
    assert read == document
    assert read.waivers[0].who == "me"
    assert [(each.who, each.when) for each in read.ranges] == [("me", "then")] * len(document.ranges)
    assert [change.identity for change in read.changes] == [change.identity for change in document.changes]
    assert [change.who for change in read.changes] == [change.who for change in document.changes]
    assert read.portfolio.lines.columns()["program"].flags.writeable is False
    assert to_bytes(read) == to_bytes(document)


def test_the_largest_amounts_survive_the_disk() -> None:
    """What an edit did may be far beyond 64 bits: the largest rate, quantity, times and share of each line at once."""
    document = new_document(small_portfolio())
    entries = [
        Entry(line_id, field.key, 2026, field.high)
        for line_id in document.portfolio.lines.ids
        for field in (RATE, QUANTITY, TIMES, SHARE)
    ]
    document = set_values(document, 1, entries, "上限", Author("me", "now"))
    effect = document.changes[-1].effect
    assert effect is not None and effect > 10**33 - 10**18
    assert from_bytes(to_bytes(document)) == document


def test_documents_of_every_earlier_schema_are_read_as_they_were() -> None:
    """`schema-1.bplan`: the small portfolio, a branch, a rate and a share changed with a reason, a past intake."""
    path = FIXTURES / "schema-1.bplan"
    content = path.read_bytes()
    document = open_document(path).document
    assert document.portfolio == small_portfolio()
    assert [(each.name, each.parent, each.note, each.locked) for each in document.scenarios] == [
        ("作業案", 0, "", False),
        ("大臣説明案", 1, "note", False),
    ]
    assert document.overrides(1)["fellows/dc/dc1"] == {Cell("rate", 2026): 3_200_000}
    assert document.overrides(2)["fellows/dc/dc2"] == {Cell("quantity", 2025): 1200}
    assert [change.why for change in document.changes] == ["理由", ""]
    assert path.read_bytes() == content, "migrated on a copy"
    assert from_bytes(to_bytes(document)) == document
    with sqlite3.connect(":memory:") as db:
        db.deserialize(to_bytes(document))
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    known = sorted(int(each.stem.rpartition("-")[2]) for each in FIXTURES.glob("schema-*.bplan"))
    assert known == list(range(1, SCHEMA)), "a document of every released schema but this one"


def test_a_document_of_schema_2_keeps_proposals_locks_evidence_and_ceilings() -> None:
    """`schema-2.bplan`: a rate and a kind of request set, evidence, a line proposed, one taken out, a lock."""
    document = open_document(FIXTURES / "schema-2.bplan").document
    portfolio, open_one, locked = document.portfolio, *document.scenarios
    assert (base_only(portfolio), portfolio.obligations) == (small_portfolio(), ())
    assert [portfolio.lines.ids[row] for row in portfolio.proposals] == ["fellows/dc/new-1"]
    assert open_one.overrides["fellows/dc/dc1"] == {Cell("rate", 2026): 3_200_000, Cell("demand", 2026): 1}
    assert locked.locked and locked.overrides["fellows/dc/dc2"] == {Cell("present", 2026): 0}
    assert locked.evidence["fellows/dc/dc1"][Cell("rate", 2026)].document == "旅費規程"
    assert [each.id for each in document.ceilings] == ["own-1"]
    assert [each.rule for each in document.waivers] == ["jump"]
    assert all(document.growth(each.number) == NO_GROWTH for each in document.scenarios)
    assert from_bytes(to_bytes(document)) == document


def test_a_document_of_schema_3_keeps_notes_growth_and_obligations() -> None:
    """`schema-3.bplan`: a note, a rate set with a reason, a growth of wages, an obligation of the document's own."""
    document = open_document(FIXTURES / "schema-3.bplan").document
    portfolio = document.portfolio
    first = small_portfolio().programs[0]._replace(notes=(Note(2026, "資料の注記", "a remark"),))
    assert portfolio == replace(small_portfolio(), programs=(first, *small_portfolio().programs[1:]))
    assert set(portfolio.lines.of) == {""}
    assert document.overrides(1)["fellows/dc/dc1"] == {Cell("rate", 2026): 3_200_000}
    assert document.growth(1).wage == Fraction(2, 100)
    (obligation,) = document.obligations
    assert (obligation.total, obligation.instalments) == (499 * 10**8, ((2024, 10**8),))
    assert from_bytes(to_bytes(document)) == document


def test_a_document_of_schema_5_keeps_its_identities_and_is_proven_by_what_it_held() -> None:
    """`schema-5.bplan`: changes with identities, evidence, a ceiling, waivers, a hand-over; no register yet."""
    content = (FIXTURES / "schema-5.bplan").read_bytes()
    document = from_bytes(content)
    assert document.changes[-1].identity == "235ce2a5-d954-4694-aebc-605957f18796"
    assert [each.why for each in document.changes] == ["単価改定", "", "単価の見直し"]
    assert document.evidence(1)["ssh/schools"][Cell("rate", 2026)].document == "見積書"
    assert [each.file for each in document.handovers] == ["要求.xlsx"]
    assert (document.ranges, [each.id for each in document.ceilings]) == ((), ["own-1"])
    assert from_bytes(to_bytes(document)) == document
    damaged = content.replace("見積書".encode(), "計算書".encode())
    with pytest.raises(UserError, match=re.escape("Evidence of values, entry 1 (ssh/schools.rate@2026)")):
        from_bytes(damaged)


def test_a_document_of_schema_6_keeps_its_register_and_is_part_of_nothing() -> None:
    """`schema-6.bplan`: that of schema 5 with what is judged of two figures."""
    document = from_bytes((FIXTURES / "schema-6.bplan").read_bytes())
    assert [(str(each.figure), each.who, each.group) for each in document.ranges] == [
        ("fellows/dc/dc1.quantity@2026", "tanaka", "DC"),
        ("ssh/schools.rate@2026", "tanaka", ""),
    ]
    assert (document.part, document.sent) == (None, ())
    assert from_bytes(to_bytes(document)) == document


def test_a_document_of_schema_7_keeps_its_parts_and_has_no_codes() -> None:
    """`schema-7.bplan`: that of schema 6, split into parts of which one was handed in and sent back."""
    document = from_bytes((FIXTURES / "schema-7.bplan").read_bytes())
    assert [(each.heading, each.state.value, each.deadline) for each in document.sent] == [
        ("学振", "returned", "2026-08-20"),
        ("JST", "open", "2026-08-20"),
    ]
    assert [each.text for each in document.sent[0].comments] == ["根拠を示すこと"]
    assert (document.codes, document.portfolio.codes, document.execution) == ({}, {}, {})
    assert from_bytes(to_bytes(document)) == document


def test_codes_and_the_execution_of_past_years_survive_saving() -> None:
    portfolio = small_portfolio()
    item = CodePlace(Owner.PROGRAM, "fellows", CodeKind.ITEM)
    number = CodePlace(Owner.LINE, portfolio.lines.ids[0], CodeKind.REQUEST)
    link = CodePlace(Owner.PROGRAM, "ssh", CodeKind.EBPM)
    document = replace(
        small_document(),
        portfolio=replace(portfolio, codes={item: Code("科学技術振興費")}),
        codes={number: Code("①", why="要求書", who="tanaka", when="2026-08-31"), item: Code("")},
        execution={
            PastYear("ssh", 2024): Executed(10**40, 10**40 - 1, 0, "レビューシート"),
            PastYear("ssh", 2022): Executed(None, 5),
        },
    )
    document = set_codes(document, {link: Code("ロジックモデル", "https://example.go.jp/")}, "", Author("sato", "今日"))
    read = from_bytes(to_bytes(document))
    assert read == document
    assert [(each.why, each.who, each.when) for each in (read.codes[number], read.codes[link])] == [
        ("要求書", "tanaka", "2026-08-31"),
        ("", "sato", "今日"),
    ]
    assert to_bytes(read) == to_bytes(document)


def test_saving_keeps_the_old_file_as_backup(tmp_path: Path) -> None:
    first = small_document()
    second = branch(first, 1, "第二案")
    path = tmp_path / "要求.bplan"
    save_document(first, path)
    save_document(second, path)
    assert open_document(path).document == second
    assert open_document(tmp_path / "要求.bplan.bak").document == first
    assert sorted(each.name for each in tmp_path.iterdir()) == ["要求.bplan", "要求.bplan.bak"]


def test_a_backup_that_a_scanner_holds_for_a_moment_is_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "RETRIES", 3)
    monkeypatch.setattr(whole, "RETRY_SECONDS", 0)
    path, replace_, held = tmp_path / "a.bplan", Path.replace, list[Path]()
    for _ in range(2):
        save_document(small_document(), path)

    def refuse_once(self: Path, target: Path) -> Path:
        if target == backup_of(path) and not held:
            held.append(target)
            raise PermissionError(errno.EACCES, "held")
        return replace_(self, target)

    monkeypatch.setattr(Path, "replace", refuse_once)
    save_document(small_document(), path)
    assert held == [backup_of(path)]


def test_a_file_changed_underneath_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    fingerprint = save_document(small_document(), path).fingerprint
    theirs = branch(small_document(), 1, "theirs")
    save_document(theirs, path)
    with pytest.raises(UserError, match="changed by someone else"):
        save_document(small_document(), path, expected=fingerprint)
    assert open_document(path).document == theirs


def test_what_is_not_a_document_is_refused_in_words(tmp_path: Path) -> None:
    good = to_bytes(small_document())
    cases: dict[str, bytes] = {
        "empty": b"",
        "text": "これは文書ではない".encode(),
        "zip": b"PK\x03\x04" + bytes(100),
        "header-only": good[:16],
        "truncated": good[: len(good) // 2],
        "short-tail": good[:-4096],
        "zeroed": good[:8192] + bytes(len(good) - 8192),
    }
    for name, content in cases.items():
        path = tmp_path / f"{name}.bplan"
        path.write_bytes(content)
        with pytest.raises(UserError, match=re.escape(str(path))):
            open_document(path)
        assert path.read_bytes() == content
    with pytest.raises(UserError, match="folder"):
        open_document(tmp_path)
    with pytest.raises(UserError, match="no such file"):
        open_document(tmp_path / "absent.bplan")
    with pytest.raises(UserError, match="cannot be read"):
        open_document(tmp_path / "nul\0.bplan")


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_damaged_bytes_never_end_in_anything_but_a_document_or_a_message(seed: int, count: int) -> None:
    content = bytearray(to_bytes(small_document()))
    chance = random.Random(seed)
    for _ in range(count):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with contextlib.suppress(UserError):
        from_bytes(bytes(content))


def altered(statement: str) -> bytes:
    db = sqlite3.connect(":memory:")
    db.deserialize(to_bytes(branch(small_document(), 1, "子")))
    db.execute(statement)
    db.commit()
    content = db.serialize()
    db.close()
    return content


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("PRAGMA user_version = 99", "newer version"),
        ("PRAGMA application_id = 7", "not a document"),
        ("UPDATE scenarios SET parent = 2 WHERE number = 1", "circle"),
        ("UPDATE scenarios SET parent = 9 WHERE number = 1", 'Scenarios: "9" is named and not there'),
        ("DROP TABLE overrides", "not those of a document"),
        ("UPDATE programs SET status = 'x'", "do not fit"),
        ("UPDATE line_columns SET value = x'00' WHERE name = 'program'", "do not fit"),
        ("DELETE FROM line_columns WHERE name = 'rate.year'", "do not fit"),
        ("INSERT INTO overrides VALUES (1, 'p/l', 'rate', 2026, 'many')", "do not fit"),
        ("INSERT INTO overrides VALUES (1, 'p/l', 'times', 2026, '-3')", "between"),
        ("INSERT INTO overrides VALUES (1, 'p/l', 'rate', 2026, '1000000000000000000')", "between"),
        ("INSERT INTO overrides VALUES (1, 'p/l', 'rate', 2026, '1000000000000000000000')", "do not fit"),
    ],
)
def test_contradicting_tables_are_refused(statement: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        from_bytes(altered(statement), edited=True)


def test_a_full_disk_or_forbidden_folder_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.bplan"
    save_document(small_document(), path)
    old = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="the disk is full"):
        save_document(branch(small_document(), 1, "new"), path)
    monkeypatch.undo()
    assert path.read_bytes() == old
    assert [each.name for each in tmp_path.iterdir()] == ["a.bplan"]
    with pytest.raises(UserError, match="folder"):
        save_document(small_document(), tmp_path)
    with pytest.raises(UserError, match="cannot be written"):
        save_document(small_document(), tmp_path / "no such folder" / "a.bplan")


def test_what_reads_back_differently_is_not_saved(tmp_path: Path) -> None:
    odd = replace(small_document(), scenarios=(Scenario(1, "a\0b"), Scenario(2, "b", 1)))
    broken = replace(odd, scenarios=(Scenario(1, "same"), Scenario(2, "same")))
    with pytest.raises((UserError, sqlite3.IntegrityError)):
        save_document(broken, tmp_path / "a.bplan")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("letter", ["a", "長"])
def test_the_longest_name_is_saved_locked_and_kept_as_any_other(tmp_path: Path, letter: str) -> None:
    path = tmp_path / (letter * ((255 - len(".bplan")) // len(letter.encode())) + ".bplan")
    first, second = small_document(), branch(small_document(), 1, "第二案")
    written = write_locked(first, path, None, (None, None))
    saved = write_locked(second, path, written.lock, (path, written.saved.fingerprint))
    assert open_document(path).document == second
    assert open_document(backup_of(path)).document == first
    assert saved.lock is written.lock and saved.lock is not None
    saved.lock.release()
    assert sorted(tmp_path.iterdir()) == sorted([path, backup_of(path)])
    with pytest.raises(UserError, match="the name is too long"):
        save_document(first, path.with_name("a" + path.name * 2))
    with pytest.raises(UserError, match="the name is too long"):
        open_document(path.with_name("a" + path.name * 2))


def test_what_a_killed_save_left_is_cleared_when_the_document_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    save_document(small_document(), path)
    for name in ("~a.bplan.saving", "~a.bplan.bak.saving"):
        (tmp_path / name).write_bytes(b"half")
    lock = read_locked(path, None).lock
    assert lock is not None
    lock.release()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("number", "protected"), [(5, True), (32, False)])
def test_whether_a_file_may_be_written_is_tried(
    number: int, protected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a share rights are lists that no mode tells of; a file that is only in use is not protected."""
    path, opens = tmp_path / "a.bplan", os.open
    save_document(small_document(), path)
    assert not is_protected(path)

    def denied(place: Path, flags: int, *rest: int) -> int:
        if place == path and flags & os.O_WRONLY:
            error = PermissionError(errno.EACCES, "denied")
            setattr(error, "winerror", number)  # noqa: B010 - elsewhere it has none
            raise error
        return opens(place, flags, *rest)

    monkeypatch.setattr(os, "open", denied)
    assert is_protected(path) is protected


@pytest.mark.skipif(os.name == "nt", reason="a pipe as POSIX has it")
def test_a_pipe_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    os.mkfifo(path)
    with pytest.raises(UserError, match="no file, but"):
        open_document(path)
    with pytest.raises(UserError, match="no file, but"):
        save_document(small_document(), path)
    assert path.is_fifo()
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import sys
from pathlib import Path
from planner.core.model.proposals import base_only
from planner.core.edits.scenarios import branch, lock
from planner.core.edits.structure import add_program, duplicate_lines, remove_lines
from planner.files.document.store import open_document, save_document
path = Path(sys.argv[1])
document = open_document(path).document
print("ready", flush=True)
for i in range(100_000):
    save_document(branch(document, 1, f"scenario {i}"), path)
    print(i, flush=True)
"""


@pytest.mark.slow
def test_a_process_killed_while_saving_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "killed.bplan"
    save_document(small_document(), path)
    chance = random.Random(7)
    for _ in range(40):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, env={**os.environ}
        )
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 12)):
            process.stdout.readline()
        for _ in range(chance.randrange(20_000)):
            pass  # some other moment within the next save
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait()
        process.stdout.close()
        names = [scenario.name for scenario in open_document(path).document.scenarios]
        assert names[0] == "作業案"
        assert len(names) <= 2 or names[-1].startswith("scenario ")
    save_document(small_document(), path)
    assert not list(tmp_path.glob("~*"))
