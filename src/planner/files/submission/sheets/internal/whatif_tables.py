"""The sheets 試算（二元表） and 試算（削減案）: two figures against each other, and packages beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from planner.core.errors import UserError
from planner.core.model.fields import PART_LIMIT, Value
from planner.core.money import round_ratio
from planner.core.risk.data_table import Axis, DataTable, data_table
from planner.core.risk.risk import Risk
from planner.core.risk.tornado import Ends
from planner.core.seek.cut import cut
from planner.core.seek.packages import Method, Package
from planner.core.seek.targets import read_aim
from planner.files.plain.sheet import Column, Content, Row, Sheet, Style, Styled
from planner.files.submission.handover import Handover
from planner.files.submission.sheets.internal.whatifs import by_ranges, figure_name, in_unit, marked, money, whole
from planner.files.submission.wording import value_cell
from planner.words.packages import METHOD_NAMES

STEPS = 4
"""Between its ends a figure takes so many steps."""
FINEST = 10_000
"""No denominator is larger where a value is too fine to be set."""
SHARES = (1, 2, 3, 5)
"""So many percent of the request are cut, one after the other."""
METHODS = (Method.PRO_RATA, Method.RATE, Method.QUANTITY, Method.FEWEST)
"""All methods but 優先順: nobody has said which lines come first."""
MANY = 1_000
"""Of more lines than so many there is the package of the fewest lines alone: the others take a minute by 10,000."""


def pair_sheet(handover: Handover, found: Risk) -> Iterator[Sheet]:
    """試算（二元表）: the request with the two figures that move it most, each from one end to the other."""
    if len(found.tornado) < 2:
        return
    across, down = map(_axis, found.tornado[:2])
    document, base = handover.document, handover.evaluation.base
    table = data_table(document, base, handover.scenario, found.measured.aim, across, down)
    say, unit = handover.say, handover.options.unit
    names = [figure_name(handover, each.driver) for each in (across, down)]
    across_in, down_in = (in_unit(handover, each.driver) for each in (across, down))
    width = max(18, handover.money_width(unit))
    yield Sheet(
        name=say("試算（二元表）", "What-if (data table)"),
        title=say(f"試算：{names[0]}（横）と{names[1]}（縦）", f"What-if: {names[0]} (across), {names[1]} (down)"),
        columns=(
            Column(say(f"縦{down_in}＼横{across_in}", f"Down{down_in} \\ across{across_in}"), 24, Style.GIVEN),
            *(Column(across.driver.field.display(each), width, Style.MONEY) for each in across.values),
        ),
        rows=lambda: _pairs(handover, table),
        unit=handover.unit_line(unit),
        note=marked(handover, by_ranges(handover)),
        money=unit,
        sign=handover.options.sign.value,
        frozen=1,
    )


def _axis(ends: Ends) -> Axis:
    """The values of a figure from one end of its range to the other, each of them one that the figure may have."""
    width, values = Fraction(ends.high - ends.low), list[Value]()
    for step in range(STEPS + 1):
        value = ends.low + width * step / STEPS
        values.append(round_ratio(*value.as_integer_ratio()) if ends.driver.field.is_whole else _coarse(value))
    return Axis(ends.driver, tuple(dict.fromkeys(values)))


def _coarse(value: Fraction) -> Fraction:
    """A fraction that may stand in a field: of one that is too fine the nearest with a small denominator."""
    return value if max(abs(value.numerator), value.denominator) < PART_LIMIT else value.limit_denominator(FINEST)


def _pairs(handover: Handover, table: DataTable) -> Iterator[Row]:
    key = table.down.driver.field.key
    for value, amounts in zip(table.down.values, table.amounts, strict=True):
        shown = (handover.nothing if yen is None else money(handover, yen) for yen in amounts)
        yield Row((value_cell(handover, key, value), *shown))


def packages_sheet(handover: Handover) -> Sheet:
    """試算（削減案）: for one share of the request after another a package by each method, over all that can be cut."""
    say, unit = handover.say, handover.options.unit
    width = max(18, handover.money_width(unit))
    later = handover.portfolio.request_year + 1
    kept = say("残差・採用済みの年次・債務の年割額は減らさない。", " Residuals, earlier intakes and instalments stay.")

    @cache
    def rows() -> Sequence[Row]:
        """Worked out when somebody wants to see them, and once."""
        return tuple(_packages(handover))

    return Sheet(
        name=say("試算（削減案）", "What-if (cuts)"),
        title=say("試算：要求・要望額の合計を減らすとき", "What-if: less than the total request"),
        columns=(
            Column(say("削減率", "Less by"), 10, Style.PERCENT),
            Column(say("方法", "Method"), 34, Style.WRAPPED),
            Column(say("削減目標額", "To be cut"), width, Style.MONEY),
            Column(say("削減後の\n要求・要望額", "Request\nthen"), width, Style.MONEY),
            Column(say("超過（円）", "Cut in excess\n(yen)"), 18, Style.GIVEN),
            Column(say("不足（円）", "Cut too little\n(yen)"), 18, Style.GIVEN),
            Column(say("動かす積算\n（件）", "Lines moved"), 12, Style.GIVEN),
            Column(f"{handover.year(later)}\n{say('への影響', 'effect')}", width, Style.MONEY),
            Column(say("公表の幅の外\n（件）", "Outside\nprinted ranges"), 14, Style.GIVEN),
        ),
        rows=rows,
        unit=handover.unit_line(unit),
        note=marked(handover, kept),
        money=unit,
        sign=handover.options.sign.value,
        frozen=2,
    )


def _packages(handover: Handover) -> Iterator[Row]:
    document, base = handover.document, handover.evaluation.base
    aim, total = read_aim("total", document.portfolio, ()), handover.evaluation.total[1].yen
    methods = METHODS if len(document.portfolio.lines) <= MANY else (Method.FEWEST,)
    for share in SHARES:
        wanted = -(-total * share // 100)
        for method in methods:
            name = handover.texts._(METHOD_NAMES[method])
            head: list[Content] = [share / 100, name, money(handover, wanted)]
            try:
                (package,) = cut(document, base, handover.scenario, aim, wanted, methods=[method]).packages
            except UserError as error:
                said = Styled(error.render(handover.texts.translate), Style.WRAPPED)
                yield Row([share / 100, said, *[None] * 7])
                return
            yield Row([*head, *_package(handover, package)])


def _package(handover: Handover, package: Package) -> list[Content]:
    later = package.later.get(handover.portfolio.request_year + 1)
    return [
        money(handover, package.amount),
        whole(package.remainder) if package.reached else handover.nothing,
        handover.nothing if package.reached else whole(package.short),
        len({each.driver.row for each in package.changes}),
        handover.nothing if later is None else money(handover, later),
        package.outside,
    ]
