"""The sheet 点検結果: the findings of the check, those accepted with the reason; what the printed figures rest on."""

from __future__ import annotations

from collections.abc import Iterator

from planner.core.check.examination import problems
from planner.core.check.printed import Figures, figures
from planner.core.check.sums import wrong_sums
from planner.core.edits.waivers import accepted, waiver_of
from planner.core.model.rules import RULES
from planner.files.plain.sheet import Column, Row, Sheet, Style
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.words.figures import shares_text
from planner.words.places import SEVERITIES, place_name


def findings_sheet(handover: Handover) -> Sheet:
    """点検結果 of the scenario; who accepted a finding is not told."""
    say = handover.say
    return Sheet(
        name=handover.sheet_name(SheetKind.FINDINGS),
        title=f"{say('提出前点検の結果', 'Check before the submission')}　{handover.scenario_said}",
        columns=(
            Column(say("重要度", "Severity"), 8),
            Column(say("点検", "Rule"), 22, Style.WRAPPED),
            Column(say("場所", "Where"), 44, Style.WRAPPED),
            Column(say("指摘", "Finding"), 58, Style.WRAPPED),
            Column(say("対応", "What to do"), 40, Style.WRAPPED),
            Column(say("了承の理由", "Accepted because"), 30, Style.WRAPPED),
        ),
        rows=lambda: _rows(handover),
        note=say(
            "作成時の文書の点検。積算内訳の編集には連動しない。",
            "Of the document as written: does not follow what is typed into the calculation.",
        ),
        frozen=1,
    )


def _rows(handover: Handover) -> Iterator[Row]:
    document, evaluation, scenario = handover.document, handover.evaluation, handover.scenario
    checked = figures(evaluation)
    found = (
        *wrong_sums(evaluation),
        *problems(document, evaluation, scenario, checked, handover.judged),
    )
    waivers, texts = accepted(document, scenario), handover.texts
    for each in found:
        waiver = waiver_of(each, waivers)
        yield Row(
            (
                texts._(SEVERITIES[each.severity]),
                texts._(RULES[each.rule].name),
                place_name(handover.portfolio, each.where, texts, whole=True),
                each.message.render(texts.translate),
                each.remedy.render(texts.translate),
                waiver.why if waiver else "",
            )
        )
    if not found:
        yield Row((handover.nothing, handover.say("指摘なし", "no findings")))
    yield from _footing(handover, checked)


def _footing(handover: Handover, checked: Figures) -> Iterator[Row]:
    """What each printed figure of the sheets rests on, in shares."""
    for each in checked:
        said = shares_text(checked.shares(each), handover.texts.translate)
        if said:
            where = place_name(
                handover.portfolio, f"{each.program_id}@{each.published.year}", handover.texts, whole=True
            )
            rule = handover.say("根拠の割合", "What it rests on")
            again = handover.say("（再掲を含む）", " (what is listed again included)") if each.relists else ""
            yield Row((handover.nothing, f"{rule}{again}", where, said))
