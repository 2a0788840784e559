"""Requests to publish: random ones with views, agencies and divisions, and one whose amounts no 64 bits hold."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.codes import CODES, Code, CodePlace, Owner
from planner.core.model.document import Document
from planner.core.model.portfolio import Member, Portfolio, View
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.server.tables import Publication
from tests.exports import exports

HEADINGS = ("", "甲", "乙 '\"\\\t")


def publication_of(document: Document, scenario: int) -> Publication:
    """A scenario of a document, evaluated."""
    base = evaluate_base(document.portfolio, document.growth(scenario))
    return Publication(document, evaluate_scenario(document, base, scenario), scenario)


def built_in(rate: int = 3_200_000) -> Publication:
    """The built-in request with a rate of 作業案 set."""
    document = new_document(built_in_portfolio(), "作業案")
    return publication_of(set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, rate)], "=理由"), 1)


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """A document with up to three scenarios, in views that list programs once, twice or again (再掲)."""
    export = draw(exports())
    portfolio = export.document.portfolio
    programs = tuple(
        each._replace(agency=draw(st.sampled_from(HEADINGS)), division=draw(st.sampled_from(HEADINGS)))
        for each in portfolio.programs
    )
    member = st.builds(
        Member,
        st.sampled_from([each.id for each in programs]),
        st.sampled_from(HEADINGS),
        st.just(""),
        st.booleans(),
    )
    views = tuple(
        View(f"v{n}", f"見方{n}", "", tuple(draw(st.lists(member, max_size=5)))) for n in range(draw(st.integers(0, 2)))
    )
    portfolio = replace(portfolio, title="試験\0", programs=programs, views=views)
    codes = draw(codes_of(portfolio))
    return publication_of(replace(export.document, portfolio=portfolio, codes=codes), export.scenario)


def codes_of(portfolio: Portfolio) -> st.SearchStrategy[dict[CodePlace, Code]]:
    """Codes of a few of its programs and lines."""
    owners = [(Owner.PROGRAM, each.id) for each in portfolio.programs]
    owners += [(Owner.LINE, each) for each in portfolio.lines.ids]
    places = st.builds(
        lambda owner, kind: CodePlace(owner[0], owner[1], kind), st.sampled_from(owners), st.sampled_from(CODES[:3])
    )
    return st.dictionaries(places, st.sampled_from(["", "0120", "①", "a\\t'"]).map(Code), max_size=4)
