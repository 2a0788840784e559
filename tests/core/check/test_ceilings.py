"""Why nobody can judge a ceiling, in words."""

from __future__ import annotations

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.ceilings.judge import judge
from planner.core.check.ceilings import why_unknown
from planner.core.edits.values import new_document
from planner.files.portfolio.ceilings_in import published_rules
from planner.words.texts import texts_for
from tests.samples import small_portfolio


def test_many_lines_are_counted_with_separators() -> None:
    document = new_document(small_portfolio())
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    found = judge(evaluation, document.all_ceilings(published_rules(2026)))[0]
    for counted in (found._replace(unsettled=1000), found._replace(cannot=1000)):
        assert "1,000件" in why_unknown(counted).render(texts_for("ja").translate)
        assert ": 1,000." in why_unknown(counted).render(texts_for("en").translate)
