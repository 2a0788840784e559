"""The published ceilings: each year its own rule, as it was decided."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planner.core.model.ceilings import ANY, DISCRETIONARY, MANDATORY, REQUEST, WISH, Kinds, Measure, Term
from planner.core.years import fiscal_year_name
from planner.files.portfolio.ceilings_in import published_rules
from planner.resources import resource

LAST_YEAR = Term(Fraction(9, 10), kinds=Kinds(ANY, DISCRETIONARY))


def test_the_rule_of_r7() -> None:
    rules = published_rules(2025)
    assert rules is not None
    request, wish = rules.ceilings
    assert request.kinds == Kinds(REQUEST, DISCRETIONARY) and request.terms == (LAST_YEAR,)
    assert wish.kinds == Kinds(WISH, ANY)
    assert wish.terms == (
        Term(3 * (1 - Fraction(9, 10)), kinds=Kinds(ANY, DISCRETIONARY)),
        Term(Fraction(3), Measure.SHORTFALL, Kinds(ANY, MANDATORY)),
    )


def test_the_rule_of_r8_is_not_that_of_r7() -> None:
    rules = published_rules(2026)
    assert rules is not None
    both, wish = rules.ceilings
    assert both.kinds == Kinds(ANY, DISCRETIONARY) and both.terms == (
        Term(Fraction(120, 100), kinds=Kinds(ANY, DISCRETIONARY)),
    )
    assert wish.kinds == Kinds(WISH, DISCRETIONARY) and [term.ratio for term in wish.terms] == [Fraction(1, 5)]
    assert not any(term.measure is Measure.SHORTFALL for each in rules.ceilings for term in each.terms)


@pytest.mark.parametrize("year", [2019, 2024, 2027])
def test_no_other_year_borrows_a_rule(year: int) -> None:
    assert published_rules(year) is None


def test_every_table_is_of_one_year_and_says_where_it_is_from() -> None:
    years = []
    for path in sorted(resource("ceilings").glob("*.toml")):
        year = 2018 + int(path.stem[1:])
        rules = published_rules(year)
        assert rules is not None and rules.year == year and rules.source.startswith(fiscal_year_name(year))
        assert all(each.year == year and each.source.startswith(rules.source) for each in rules.ceilings)
        assert len({each.id for each in rules.ceilings}) == len(rules.ceilings)
        years.append(year)
    assert years == [2025, 2026]
