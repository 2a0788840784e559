"""Documents of several divisions for the laws of merging: a view with headings, edits of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Evaluation, evaluate_base, evaluate_scenario
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.changes import set_evidence
from planner.core.edits.codes import set_codes
from planner.core.edits.plan import set_growth
from planner.core.edits.ranges import set_range
from planner.core.edits.structure import add_line, add_program, duplicate_lines, remove_lines
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.merge.merge import Incoming, Merge, merge
from planner.core.merge.split import Made, split, with_sent
from planner.core.model.accounts.codes import CODES, Code, CodePlace, Owner
from planner.core.model.accounts.execution import Executed, PastYear
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document, Evidence, EvidenceKind, Waiver
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Member, View
from planner.core.model.ranges import JudgedRange, Named
from tests.samples import small_portfolio
from tests.strategies import Drawn, codes_of, pick, portfolios, settable

DIVISIONS = ("人事課", "研究課", "学校課")
ME, YOU = Author("main", "2026-05-01T09:00:00+09:00"), Author("part", "2026-05-02T09:00:00+09:00")
FIELDS = sorted(settable)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
"""What is drawn here takes its time."""

edit_shapes = st.binary(min_size=6, max_size=6)


def in_two_divisions() -> Document:
    """The small portfolio in two divisions, the second with a ceiling."""
    view = View("divisions", "課別", "", (Member("fellows", "人材課"), Member("ssh", "学校課")))
    document = new_document(replace(small_portfolio(), views=(view,)))
    scope = Scope(ScopeKind.HEADING, "divisions", "学校課")
    return set_ceiling(document, Ceiling("own-1", 2026, "学校課の枠", scope=scope, amount=2_000_000_000))


def in_divisions(drawn: Drawn) -> Document:
    """A new document whose view gives each program that is part of no other to one of the divisions."""
    tops = [each for each in drawn.programs.values() if not each.parent]
    members = tuple(Member(each.id, DIVISIONS[at % 3], f"division {at % 3}") for at, each in enumerate(tops))
    sections = tuple(Member(each.id, each.name, each.name_en) for each in tops)
    views = (View("divisions", "課別", "by division", members), View("sections", "係別", "by section", sections))
    return new_document(replace(drawn.portfolio, views=views))


def edited(draw: st.DrawFn, document: Document, scenario: int, author: Author, most: int = 5) -> Document:
    """The document after a few edits of a scenario, of whatever kind, in what is open."""
    for _ in range(draw(st.integers(0, most))):
        kind, line, field, year, is_there, _rest = draw(edit_shapes)
        portfolio = document.portfolio
        rows = [row for row, i in enumerate(portfolio.lines.program.tolist()) if document.is_open(i)]
        if not rows:
            return document
        id_ = portfolio.lines.ids[pick(rows, line)]
        program = portfolio.programs[int(portfolio.lines.program[portfolio.line_index[id_]])].id
        why = pick(("見積", "単価改定", ""), field)
        try:
            if kind % 8 < 5:
                key = pick(FIELDS, field)
                at = pick(range(1, 6), year) if key == "retention" else pick(range(2024, 2028), year)
                value = draw(settable[key]) if is_there % 4 else None
                document = set_values(document, scenario, [Entry(id_, key, at, value)], why, author)
            elif kind % 8 == 5:
                document = pick((add_line_in, duplicated, removed, program_beside), field)(
                    document, scenario, id_, program, author
                )
            elif kind % 8 == 6 and is_there % 2:
                judged = JudgedRange(Named(id_, "rate", 2026), Fraction(field % 5, 10), group="A", why=why)
                document = set_range(document, judged, author)
            elif kind % 8 == 6 and is_there % 3:
                document = with_code(document, id_, program, (line, field, year), why, author)
            elif kind % 8 == 6:
                said = Evidence(EvidenceKind.QUOTE, pick(("見積書", "規程"), field))
                document = set_evidence(document, scenario, [(id_, Cell("rate", 2026))], said if is_there % 4 else None)
            else:
                growth = Fraction(field % 4, 100)
                document = set_growth(document, scenario, pick(("price", "wage"), year), growth, why)
                waiver = Waiver(scenario, "jump", f"{id_}@2026", why or "承知", *author)
                kept = tuple(
                    each for each in document.waivers if (each.scenario, each.where) != (scenario, waiver.where)
                )
                document = replace(document, waivers=(*kept, waiver))
        except UserError:
            continue
    return document


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Document:
    """A part after some work on it."""
    return edited(draw, document, 1, YOU)


def add_line_in(document: Document, scenario: int, _line: str, program: str, author: Author) -> Document:
    return add_line(document, scenario, program, "新しい積算", why="新規", author=author)[0]


def duplicated(document: Document, scenario: int, line: str, _program: str, author: Author) -> Document:
    return duplicate_lines(document, scenario, [line], why="写し", author=author)[0]


def removed(document: Document, scenario: int, line: str, _program: str, author: Author) -> Document:
    return remove_lines(document, scenario, [line], "廃止", author)


def with_code(
    document: Document, line: str, program: str, drawn: tuple[int, int, int], why: str, author: Author
) -> Document:
    """With a code or a past year somewhere, or without what was there."""
    which, what, where = drawn
    portfolio = document.portfolio
    chain = [portfolio.programs[i].id for i in portfolio.ancestors[portfolio.program_index[program]]]
    owner, id_ = pick([(Owner.LINE, line), *((Owner.PROGRAM, each) for each in chain)], where)
    if what % 5 == 4 and owner is Owner.PROGRAM:
        index = portfolio.program_index[id_]
        if not document.is_open(index):
            return document
        executed = Executed(what, which, None, why)
        return replace(document, execution={**document.execution, PastYear(id_, 2022 + which % 3): executed})
    code = pick([Code("①"), Code("②"), Code("科学技術振興費"), None], what)
    return set_codes(document, {CodePlace(owner, id_, pick(CODES, which)): code}, why, author)


def program_beside(document: Document, scenario: int, _line: str, program: str, author: Author) -> Document:
    return add_program(document, scenario, "新事業", program, why="新規", author=author)[0]


@st.composite
def mains(draw: st.DrawFn) -> Document:
    """A document with a history of its own, in divisions."""
    drawn = draw(portfolios())
    document = in_divisions(drawn)
    tabled = {place: code for place, code in draw(codes_of(drawn)).items() if code is not None and not code.is_blank}
    return edited(draw, replace(document, portfolio=replace(document.portfolio, codes=tabled)), 1, ME)


@st.composite
def sent_out(draw: st.DrawFn) -> tuple[Document, tuple[Made, ...]]:
    """A document that sent its parts out, and the parts as they went."""
    document = draw(mains())
    parts = split(document, 1, document.portfolio.views[0], author=ME)
    return with_sent(document, [each.part for each in parts]), parts


@st.composite
def worked_on(draw: st.DrawFn) -> tuple[Document, tuple[Document, ...]]:
    """A document that sent its parts out, and the parts after some work on each."""
    document, parts = draw(sent_out())
    return document, tuple(edited(draw, each.document, 1, YOU) for each in parts)


@st.composite
def crossed(draw: st.DrawFn) -> tuple[Document, tuple[Document, ...]]:
    """The same, and the document was edited too while its parts were out."""
    document, parts = draw(worked_on())
    return edited(draw, document, 1, ME), parts


@st.composite
def copies(draw: st.DrawFn) -> tuple[Document, Document, Document]:
    """A document, and two copies of it that were edited apart."""
    document = draw(mains())
    return document, edited(draw, document, 1, ME), edited(draw, document, 1, YOU)


def evaluated(document: Document, scenario: int = 1) -> Evaluation:
    return evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(scenario)), scenario)


def total(document: Document, scenario: int = 1) -> int | None:
    return evaluated(document, scenario).total[1].amount


def taken(document: Document, parts: Sequence[Document], **options: object) -> Merge:
    """Parts merged, each called by its place."""
    return merge(document, [Incoming(str(at), each) for at, each in enumerate(parts)], author=ME, **options)  # type: ignore[arg-type]


def content(document: Document) -> tuple[object, ...]:
    """What a document says, apart from which parts it knows of and the order of what has none."""
    return (
        document.portfolio,
        document.scenarios,
        frozenset(document.waivers),
        frozenset(document.ceilings),
        frozenset(document.obligations),
        document.ranges,
        frozenset(document.codes.items()),
        frozenset(document.execution.items()),
    )
