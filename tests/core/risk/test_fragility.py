"""How far a figure may err: at both ends all stays as it is told, and one step beyond it no more."""

from __future__ import annotations

from fractions import Fraction

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.ceilings.judge import Verdict, judge
from planner.core.check.printed import figures
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.core.model.document import Document
from planner.core.model.fields import FIELDS
from planner.core.risk.fragility import Bend, Fragility
from planner.core.risk.measured import Measured
from planner.core.seek.levers import Driver, moved
from planner.core.seek.targets import read_aim
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import DC1, SCHOOLS, small_portfolio


def fragility(document: Document, ceilings: tuple[Ceiling, ...] = ()) -> Fragility:
    aim = read_aim("total", document.portfolio, ())
    return Fragility(Measured(document, evaluate_base(document.portfolio), 1, aim), ceilings)


def standing(document: Document, driver: Driver, value: int | Fraction, ceilings: tuple[Ceiling, ...] = ()) -> set[str]:
    """The printed figures that agree and the ceilings that hold with a value."""
    base = evaluate_base(document.portfolio)
    changed = moved(document.overrides(1), document.portfolio.lines.ids, {driver: value})
    evaluation = evaluate(base, changed)
    found = {f"{each.program_id}@{each.published.year}" for each in figures(evaluation) if each.agrees}
    return found | {each.ceiling.id for each in judge(evaluation, ceilings) if each.verdict is Verdict.HOLDS}


def stands_between(document: Document, bend: Bend, ceilings: tuple[Ceiling, ...] = ()) -> None:
    now = standing(document, bend.driver, bend.now, ceilings)
    step = 1 if bend.driver.field.is_whole else Fraction(1, 100)
    assert bend.low <= bend.now <= bend.high
    for end, beyond, said in ((bend.low, bend.low - step, bend.below), (bend.high, bend.high + step, bend.above)):
        assert now <= standing(document, bend.driver, end, ceilings)
        if said is not None:
            assert not now <= standing(document, bend.driver, beyond, ceilings)


def test_the_ends_are_the_last_values_with_which_printed_figures_agree() -> None:
    document = new_document(built_in_portfolio())
    fragile, index = fragility(document), document.portfolio.line_index
    for line, key, now in (
        ("ssh/basic", "rate", 8_720_000),
        ("ssh/basic", "quantity", 202),
        ("fellows/dc/dc1", "rate", 3_072_000),
        ("coi-next/centres", "rate", 363_947_000),
        ("strategic/team", "rate", 75_583_000),
    ):
        bend = fragile.bend(Driver(index[line], FIELDS[key], 2026), now)
        assert bend.below is not None
        assert bend.above is not None
        stands_between(document, bend)
    ssh = fragile.bend(Driver(index["ssh/allotment"], FIELDS["rate"], 2026), 3_313_000)
    assert (ssh.low, ssh.below) == (0, None)


def test_a_ceiling_breaks_first_where_it_is_nearer() -> None:
    document = new_document(small_portfolio())
    limit = 9_000_000 * 240
    ceiling = Ceiling("ssh", 2026, "SSHの上限", "SSH ceiling", Scope(ScopeKind.PROGRAM, "ssh"), amount=limit + 1_000)
    schools = Driver(document.portfolio.line_index[SCHOOLS], FIELDS["rate"], 2026)
    bend = fragility(document, (ceiling,)).bend(schools, 9_000_000)
    assert (bend.low, bend.high, bend.below) == (0, 9_000_004, None)
    assert str(bend.above) == "the ceiling SSH ceiling"
    share = Driver(schools.row, FIELDS["share"], 2026)
    assert fragility(document, (ceiling,)).bend(share, Fraction(1)).high == 1


def test_what_no_figure_depends_on_may_be_anything() -> None:
    document = set_values(new_document(small_portfolio()), 1, [Entry(DC1, "rate", 2026, 9)])
    bend = fragility(document).bend(Driver(document.portfolio.line_index[SCHOOLS], FIELDS["rate"], 2026), 9_000_000)
    assert (bend.below, bend.above) == (None, None)
    assert bend.high == FIELDS["rate"].high
