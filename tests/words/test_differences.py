"""Differences in words: every factor once, the largest first, none that is 0, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.calculation.evaluate import Total
from planner.core.explain.difference import Explained
from planner.core.explain.factors import Factors
from planner.core.money import Unit
from planner.words.differences import FACTOR_NAMES, exact_unit, sentence
from planner.words.texts import texts_for

JA, EN = texts_for("ja"), texts_for("en")
ONE = Total(0, 1)
amounts = st.one_of(st.just(0), st.integers(-(10**13), 10**13), st.sampled_from([1, -1, 500, 10**6, -(10**9)]))


def explained(factors: Factors, before: Total = ONE, after: Total = ONE, **more: int) -> Explained:
    return Explained(before, after, factors, **more)


@given(st.builds(Factors, *[amounts] * 10), amounts, amounts, amounts)
def test_every_factor_is_mentioned_once_and_all_add_up(factors: Factors, lump: int, new: int, ended: int) -> None:
    found = explained(factors, lump=lump, unsure_new=new, unsure_ended=ended)
    figures = found.causes
    assert list(figures) == list(FACTOR_NAMES) and sum(figures.values()) == factors.difference
    assert (figures["new"], figures["unsure"]) == (factors.new - new, new + ended)
    held = [yen for yen in figures.values() if yen]
    for texts, between in ((JA, "、"), (EN, "; ")):
        said = sentence(found, texts, Unit.YEN)
        clauses = said.split(between) if held else []
        sizes = [int("".join(filter(str.isdigit, clause))) for clause in clauses]
        assert sizes == sorted(map(abs, held), reverse=True)
        falls = [key for key, yen in figures.items() if yen < 0]
        signs = [key for key in falls if key in ("not_printed", "rounding")]
        assert said.count("△") == len(signs), "words that say which way it goes leave an amount no sign"
        assert len(re.findall("減 |decrease |smaller lump", said)) == len(falls) - len(signs)
        assert held or said in ("増減なし", "No change")


@pytest.mark.parametrize(
    ("found", "ja", "en"),
    [
        (
            explained(Factors(rate=1_176_000_000)),
            "単価の改定による増 1,176百万円",
            "increase from revised unit rates 1,176 million yen",
        ),
        (
            explained(Factors(quantity=-50_000_000, rate=1_000_000)),
            "員数の変更による減 50百万円、単価の改定による増 1百万円",
            "decrease from changed quantities 50 million yen; increase from revised unit rates 1 million yen",
        ),
        (
            explained(Factors(rate=665_000_000), lump=665_000_000),
            "一式の額の増 665百万円",
            "larger lump sums 665 million yen",
        ),
        (
            explained(Factors(not_printed=11_000_000_000), Total(missing=1)),
            "前年度の額が公表されていないための差 11,000百万円",
            "difference from a figure not printed for the previous year 11,000 million yen",
        ),
        (
            explained(Factors(new=180_000_000), unsure_new=80_000_000),
            "新規の積算による増 100百万円、前年度の内訳がなく要因に分けられない増 80百万円",
            "increase from new lines 100 million yen; increase that cannot be split, with nothing itemised for the"
            " previous year 80 million yen",
        ),
        (
            explained(Factors(residual=-5_000_000, unitemised=-2_000_000)),
            "内訳の示されていない額（残差）の減 5百万円、前年度の残差を積算に分けたことによる減 2百万円",
            "decrease of what is not itemised 5 million yen; decrease from lines in place of last year's residual"
            " 2 million yen",
        ),
        (
            explained(Factors(), Total(5, 1), Total(0, 0, 0, 0, 1), apart=1),
            "金額がないため比較できない（事項要求または算定不能）",
            "No amount to compare with (requested without one, or cannot be computed)",
        ),
        (
            explained(Factors(ended=-5000), Total(5, 2), Total(0, 1, 0, 0, 1), apart=1),
            "積算の廃止による減 5千円、金額のない積算（事項要求・算定不能）1件を除く",
            "decrease from lines that ended 5 thousand yen; without lines that have no amount: 1",
        ),
    ],
)
def test_the_words(found: Explained, ja: str, en: str) -> None:
    assert sentence(found, JA, from_previous=True) == ja
    assert sentence(found, EN, from_previous=True) == en


def test_only_a_difference_from_the_previous_year_names_it() -> None:
    for factors in (Factors(not_printed=5), Factors(unitemised=-5), Factors(new=5)):
        found = explained(factors, Total(missing=1), unsure_new=factors.new)
        assert "前年度" in sentence(found, JA, from_previous=True)
        assert "前年度" not in sentence(found, JA)


def test_an_amount_too_small_for_the_unit_is_told_in_a_finer_one() -> None:
    found = explained(Factors(rate=2_000_000, rounding=-3))
    assert sentence(found, JA, Unit.MILLION).endswith("端数 △3円")
    assert sentence(found, JA, Unit.MILLION, brief=True) == "単価の改定による増 2百万円"
    assert sentence(explained(Factors(rounding=-3)), JA, Unit.MILLION, brief=True) == "端数 △3円", "all there is"


def test_the_unit_is_the_largest_that_keeps_every_yen() -> None:
    assert exact_unit([3_000_000, -1_000_000]) is Unit.MILLION
    assert exact_unit([3_000_000, 500_000]) is Unit.THOUSAND
    assert exact_unit([3_000_000, 1]) is Unit.YEN


def test_every_factor_has_a_name_in_both_languages() -> None:
    assert set(FACTOR_NAMES) == {*Factors._fields, "lump", "unsure"}
    assert all(JA._(name) != name for name in FACTOR_NAMES.values())
