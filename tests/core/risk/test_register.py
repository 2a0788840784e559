"""What the register says of figures varies: after what is asked, before what is printed; or why it does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.plan import set_last_year
from planner.core.edits.ranges import set_range
from planner.core.edits.structure import remove_lines
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.core.model.fields import DEMAND
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.core.risk.drivers import Given, Varied, Wish, choose
from planner.core.risk.measured import Measured
from planner.core.risk.risk import risk
from planner.core.seek.targets import read_aim
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio
from tests.strategies import MANY_EMPTY, examples, portfolios, ranges_of

RATE = Named(SCHOOLS, "rate", 2026)
NO_WISH = Wish()
NINE_TO_TEN = JudgedRange(RATE, Own(9_000_000, 10_000_000))


def measured(document: Document, what: str = "total") -> Measured:
    return Measured(document, evaluate_base(document.portfolio), 1, read_aim(what, document.portfolio, ()))


def chosen(document: Document, wish: Wish = NO_WISH, what: str = "total") -> dict[str, Varied]:
    """What varies by the register of a document and a wish, by its driver."""
    ids = document.portfolio.lines.ids
    varied, _held = choose(measured(document, what), replace(wish, register=document.ranges))
    return {f"{ids[each.driver.row]}.{each.driver.field.key}": each for each in varied}


def held(document: Document, wish: Wish = NO_WISH) -> dict[str, str]:
    """Why lines are held."""
    ids, found = document.portfolio.lines.ids, choose(measured(document), replace(wish, register=document.ranges))[1]
    return {ids[each.row]: each.why.text for each in found}


def with_ranges(*judged: JudgedRange) -> Document:
    document = new_document(small_portfolio())
    for each in judged:
        document = set_range(document, each)
    return document


@settings(max_examples=examples(150), suppress_health_check=MANY_EMPTY)
@given(st.data())
def test_ends_in_the_register_are_those_ends_asked_for(data: st.DataObject) -> None:
    drawn = data.draw(portfolios(complete=True))
    document = new_document(drawn.portfolio)
    for entry in data.draw(ranges_of(drawn)):
        if isinstance(entry.span, Own):  # of a share there is nothing to ask for
            with suppress(UserError):
                document = set_range(document, replace(entry, shape=None, group=""))
    try:
        each = measured(document)
    except UserError:
        assume(False)
        raise
    by_register, _held = choose(each, Wish(register=document.ranges, own_alone=True))
    own = {}
    for judged in document.ranges:
        assert isinstance(judged.span, Own)
        with suppress(UserError):
            choose(each, Wish(own={judged.figure: judged.span}, own_alone=True))
            own[judged.figure] = judged.span
    by_asking, _held = choose(each, Wish(own=own, own_alone=True))
    assert [each._replace(given=Given.ASKED) for each in by_register] == list(by_asking)


def test_what_is_asked_comes_before_the_register_and_that_before_what_is_printed() -> None:
    document = with_ranges(NINE_TO_TEN)
    (printed,) = chosen(new_document(small_portfolio())).values()
    assert (printed.ends, printed.given) == ((6_000_000, 12_000_000), Given.PUBLISHED)
    (judged,) = chosen(document).values()
    assert (judged.ends, judged.given) == ((9_000_000, 10_000_000), Given.REGISTER)
    (asked,) = chosen(document, Wish(own={RATE: Own(1, 2)})).values()
    assert (asked.ends, asked.given) == ((1, 2), Given.ASKED)
    around = chosen(document, Wish(Fraction(1, 10)))
    assert around.pop(f"{SCHOOLS}.rate").given is Given.REGISTER
    assert {each.given for each in around.values()} == {Given.ASKED}
    assert list(chosen(document, Wish(own_alone=True))) == [f"{SCHOOLS}.rate"]


def test_a_share_is_of_the_value_in_force() -> None:
    document = with_ranges(JudgedRange(RATE, Fraction(1, 3)), JudgedRange(RATE._replace(field="times"), Fraction(1, 4)))
    found = chosen(document)
    assert found[f"{SCHOOLS}.rate"].ends == (6_000_000, 12_000_000)
    assert found[f"{SCHOOLS}.times"].ends == (Fraction(3, 4), Fraction(5, 4))
    moved = set_values(document, 1, [Entry(SCHOOLS, "rate", 2026, 10_000_000)])
    assert chosen(moved)[f"{SCHOOLS}.rate"].ends == (6_666_667, 13_333_333)


def test_shape_and_group_are_of_the_register_unless_others_are_asked_for() -> None:
    own = Own(2_000_000, 4_000_000)
    document = with_ranges(
        JudgedRange(Named(DC1, "rate", 2026), own, Shape.PERT, "DC"),
        JudgedRange(Named(DC2, "rate", 2026), Own(2_000_000, 4_000_000, 3_000_000), group="DC"),
        JudgedRange(RATE, shape=Shape.TRIANGULAR, group="DC"),
    )
    found = chosen(document)
    assert [each.spread.shape for each in found.values()] == [Shape.PERT, Shape.TRIANGULAR, Shape.TRIANGULAR]
    assert {each.source for each in found.values()} == {"=DC"}
    assert [each.mode for each in found.values()] == [None, 3_000_000, None]
    assert (found[f"{SCHOOLS}.rate"].ends, found[f"{SCHOOLS}.rate"].given) == ((6_000_000, 12_000_000), Given.PUBLISHED)
    otherwise = chosen(document, Wish(shape=Shape.UNIFORM, groups={DC1: "A", f"{DC2}.rate": "A"}))
    assert {each.spread.shape for each in otherwise.values()} == {Shape.UNIFORM}
    assert [each.source for each in otherwise.values()] == ["=A", "=A", "=DC"]
    aim, base = read_aim("program:fellows", document.portfolio, ()), evaluate_base(document.portfolio)
    apart = [replace(each, group="") for each in document.ranges if each.span is not None]
    widths = []
    for register in (document.ranges, tuple(apart)):
        of = risk(document, base, 1, aim, Wish(register=register, shape=Shape.UNIFORM), trials=4_000).whole.percentiles
        widths.append(of[95] - of[5])
    assert widths[0] > widths[1] * 1.1


def test_what_of_the_register_does_not_vary_is_held_with_its_reason() -> None:
    document = with_ranges(NINE_TO_TEN)
    assert held(set_values(document, 1, [Entry(SCHOOLS, DEMAND.key, 2026, 3)])) == {
        DC1: "no range is printed",
        DC2: "no range is printed",
    }, "an item without amount is no yen that is held"
    later = with_ranges(JudgedRange(RATE._replace(field="times"), Fraction(0)), JudgedRange(RATE, Fraction(0)))
    assert list(chosen(later)) == [f"{SCHOOLS}.rate", f"{SCHOOLS}.times"], "a range of no width is one"
    longer = set_range(set_last_year(document, 2027), JudgedRange(RATE._replace(year=2027), Fraction(1, 10)))
    shorter = set_last_year(longer, 2026)
    assert held(shorter, Wish(own_alone=True)).keys() == {DC1, DC2}
    alone = replace(shorter, ranges=shorter.ranges[1:])
    assert held(alone, Wish(own_alone=True))[SCHOOLS].startswith("Fiscal year {year} lies beyond the plan")
    assert held(remove_lines(document, 1, [SCHOOLS])) == held(new_document(small_portfolio())), "not requested: no yen"


def test_lines_that_are_gone_or_no_part_of_it_say_nothing() -> None:
    document = with_ranges(NINE_TO_TEN)
    gone = replace(NINE_TO_TEN, figure=RATE._replace(line="ssh/gone"))
    assert chosen(document, what="program:fellows") == {}
    known = replace(document, ranges=(gone, *document.ranges))
    assert chosen(known) == chosen(document)
    assert [each.figure.line for each in known.gone_ranges] == ["ssh/gone"]
    assert document.gone_ranges == ()
