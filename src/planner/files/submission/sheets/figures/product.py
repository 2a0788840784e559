"""The 積算 of a line as officers write it (@3,072,000円 × 642人 × 3/12): in words, and as formulas over 積算内訳."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from planner.core.calculation.cohort import Vintage
from planner.core.model.fields import SHARE, TIMES
from planner.files.plain.sheet import Content, Formula
from planner.files.submission.factors import MONTHS, Factors, factors, share_of
from planner.files.submission.handover import Handover
from planner.files.submission.request import AgedVintages
from planner.files.submission.sentence import grouped


def product_text(handover: Handover, row: int, vintage: Vintage) -> str:
    """The 積算 in words; nothing where nobody is there."""
    if vintage.rate is None or not vintage.intake:
        return ""
    return _rate_text(handover, vintage.rate) + _counted(handover, row, vintage.intake) + _factor_text(vintage)


def _rate_text(handover: Handover, rate: int) -> str:
    return f"@{'△' if rate < 0 else ''}{abs(rate):,}{handover.say('円', ' yen')}"


def _counted(handover: Handover, row: int, people: int) -> str:
    return f" × {handover.counted(row, people)}"


def _factor_text(vintage: Vintage) -> str:
    said = []
    if vintage.times != 1:
        months = vintage.times.denominator != 1 and MONTHS % vintage.times.denominator == 0
        said.append(f" × {vintage.times * MONTHS}/{MONTHS}" if months else f" × {TIMES.display(vintage.times)}")
    share = share_of(vintage)
    if share != 1:
        said.append(f" × {SHARE.display(share)}")
    return "".join(said)


LONGEST = 8_000
"""Excel takes no formula that is longer, by a little."""


class Product(NamedTuple):
    """Vintages of a line that have the same rate and factors: which they are, their 積算 and their amount."""

    cohort: str | Formula
    text: Content
    amount: str
    yen: int | None


def products(handover: Handover, row: int) -> Iterator[Product]:
    """The 積算 of a line this year as formulas, vintages alike as one.

    One in which nobody is has none of its own; it is counted with those that are alike, should somebody be put there.
    """
    groups: dict[tuple[object, ...], list[AgedVintages]] = {}
    for shown in sorted(handover.vintages[row], key=_is_empty):
        alike = shown.now.rate, factors(shown.now), _factor_text(shown.now)
        if alike in groups or not _is_empty(shown):
            groups.setdefault(alike, []).append(shown)
    is_known = isinstance(handover.evaluation.line(row)[1], int)
    for group in groups.values():
        amounts = [each.now.amount for each in group]
        yen = sum(each for each in amounts if isinstance(each, int)) if is_known else None
        yield Product(_cohort(handover, row, group), _formula(handover, row, group), _sum(handover, row, group), yen)


def _is_empty(shown: AgedVintages) -> bool:
    """Whether nobody is in a vintage of those taken in before, or nothing is paid for them."""
    return bool(shown.age) and (not shown.now.intake or shown.now.rate == 0)


def _cohort(handover: Handover, row: int, group: Sequence[AgedVintages]) -> str | Formula:
    """Which vintages they are in which somebody is: 新規, 2・3年目; beside others 新規 follows who is taken in."""
    if not handover.is_cohort(row):
        return ""
    new = handover.say("新規", "new")
    years = [str(each.age + 1) for each in group if each.now.intake and each.age]
    if not years:
        return new
    older = handover.say(f"{'・'.join(years)}年目", f"year {', '.join(years)}")
    if group[0].age:
        return older
    both, taken_in = f"{new}{handover.say('、', ', ')}{older}", group[0].now
    people = handover.places.cell("people", row, handover.intake_year(row, group[0]))
    return Formula(f'IF({people}=0,"{older}","{both}")', both if taken_in.intake else older)


def _sum(handover: Handover, row: int, group: Sequence[AgedVintages]) -> str:
    return "+".join(handover.places.cell("request", row, handover.intake_year(row, each)) for each in group)


def written_product(handover: Handover, row: int, vintage: Vintage, cell: Callable[[str], str]) -> Content:
    """The 積算 of one vintage over the cells of its row, by the keys of their columns."""
    if vintage.rate is None:
        return None
    factor = _factor(vintage, cell("factor"), cell("divisor"))
    return _text(handover, row, vintage, vintage.intake, cell("rate"), cell("people"), factor)


def _formula(handover: Handover, row: int, group: Sequence[AgedVintages]) -> Content:
    """The 積算 of vintages alike; where their rates come to differ it says so, where nobody is left nothing."""
    first, years = group[0].now, [handover.intake_year(row, each) for each in group]
    if first.rate is None:
        return None
    count = sum(each.now.intake for each in group)
    if len(group) == 1:
        asked = handover.places.cell("product", row, years[0])
        return Formula(asked, product_text(handover, row, first) or handover.nothing)
    rates, people = ([handover.places.cell(key, row, year) for year in years] for key in ("rate", "people"))
    factor = _factor(first, *(handover.places.cell(key, row, years[0]) for key in ("factor", "divisor")))
    differ = ",".join(rates), handover.say("単価は年次別", "rates differ by year")
    written = _text(handover, row, first, count, rates[0], "+".join(people), factor, differ)
    return written if len(written.text) < LONGEST else str(written.value)


def _text(
    handover: Handover,
    row: int,
    vintage: Vintage,
    count: int,
    rate: str,
    people: str,
    factor: str,
    differ: tuple[str, str] | None = None,
) -> Formula:
    """Rate, people and factor in words; `differ`: rates, and what is said instead where they are not the same."""
    before = _counted(handover, row, 2).partition("2")[0]
    one, many = (_quoted(_counted(handover, row, each).partition(str(each))[2]) for each in (1, 2))
    after = f'"{many}"' if one == many else f'IF({people}=1,"{one}","{many}")'
    written = f'"@"&{grouped(rate, "△")}&"{handover.say("円", " yen")}{before}"&TEXT({people},"#,##0")&{after}{factor}'
    if differ is not None:
        rates, apart = differ
        written = f'IF(MIN({rates})=MAX({rates}),{written},"{apart}")'
    said = _rate_text(handover, vintage.rate or 0) + _counted(handover, row, count) + _factor_text(vintage)
    return Formula(f'IF({people}=0,"{handover.nothing}",{written})', said if count else handover.nothing)


def _factor(vintage: Vintage, product: str, divisor: str) -> str:
    """What stands behind rate and people: as the program writes it while the cells are what they were, else plainly."""
    found, said = factors(vintage), _factor_text(vintage)
    if found is None:
        return f'&"{said}"' if said else ""
    plain = f'IF({product}={divisor},""," × "&{product}&IF({divisor}=1,"","/"&{divisor}))'
    if said == _plainly(found):
        return f"&{plain}"
    return f'&IF(AND({product}={found.numerator},{divisor}={found.divisor}),"{said}",{plain})'


def _plainly(found: Factors) -> str:
    if found.numerator == found.divisor:
        return ""
    return f" × {found.numerator}" + (f"/{found.divisor}" if found.divisor != 1 else "")


def _quoted(text: str) -> str:
    return text.replace('"', '""')
