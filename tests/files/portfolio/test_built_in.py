"""The built-in portfolio against the request sheets it was made from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest

from planner.core.calculation.burden import schedule_of
from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.check.examination import examine, problems
from planner.core.check.printed import FigureCheck, figures, view_remainder
from planner.core.check.sums import wrong_sums
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import Severity
from planner.core.model.document import BASE
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio, Program, View
from planner.core.model.published import printed_interval
from planner.core.model.rules import RULES
from planner.core.money import Unit
from planner.files.portfolio.reading import built_in_portfolio
from planner.resources import resource
from tests.places import ROOT

FOLDER = "portfolios/mext-r8"
QUOTE_LIMIT = 80


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return built_in_portfolio()


@pytest.fixture(scope="module")
def evaluation(portfolio: Portfolio) -> Evaluation:
    return evaluate(evaluate_base(portfolio))


@pytest.fixture(scope="module")
def verdicts(evaluation: Evaluation) -> dict[tuple[str, int], FigureCheck]:
    return {(figure.program_id, figure.published.year): figure for figure in figures(evaluation)}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def sheet_texts() -> dict[str, str]:
    lines = (resource(FOLDER) / "request.txt").read_text(encoding="utf-8").splitlines()
    with (resource(FOLDER) / "sheets.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["sheet"]: squeezed("".join(lines[int(row["first_line"]) - 1 : int(row["last_line"])]))
            for row in csv.DictReader(file)
        }


def owners(portfolio: Portfolio) -> list[Program | View]:
    return [*portfolio.programs, *portfolio.views]


def quotes(portfolio: Portfolio) -> Iterator[tuple[str, str]]:
    for owner in owners(portfolio):
        yield from ((figure.sheet, figure.quote) for figure in owner.published if figure.quote)
    yield from ((origin.sheet, origin.quote) for origin in portfolio.origins if origin.quote)


def test_every_quotation_stands_in_its_sheet(portfolio: Portfolio) -> None:
    texts = sheet_texts()
    found = list(quotes(portfolio))
    assert len(found) > 100
    for sheet, quote in found:
        assert squeezed(quote) in texts[sheet], (sheet, quote)
        assert len(quote) <= QUOTE_LIMIT


def test_every_printed_figure_is_quoted_and_its_digits_stand_in_the_quotation(portfolio: Portfolio) -> None:
    for owner in owners(portfolio):
        for figure in owner.published:
            if figure.printed in ("", "新規", "-"):
                continue
            assert squeezed(figure.printed) in squeezed(figure.quote).translate(
                str.maketrans("０１２３４５６７８９", "0123456789")
            )


def test_there_are_26_sheets_and_each_is_a_program_with_both_years(portfolio: Portfolio) -> None:
    sheets = {number for number, _ in portfolio.sheets} - {"0"}
    assert len(sheets) == 26
    roots = [program for program in portfolio.programs if not program.parent and program.sheet != "0"]
    assert sorted(program.sheet for program in roots) == sorted(sheets)
    for program in roots:
        assert sorted(figure.year for figure in program.published) == [2025, 2026], program.id


def test_every_figure_of_a_line_has_its_source_or_its_rule(portfolio: Portfolio) -> None:
    for origin in portfolio.origins:
        if origin.basis is Basis.PUBLISHED:
            assert origin.quote, origin
        else:
            assert origin.quote or origin.rule, origin
        if origin.basis in (Basis.DERIVED, Basis.ASSUMED):
            assert origin.rule, origin
        assert bool(origin.rule) == bool(origin.rule_en), origin


def test_a_residual_is_one_a_program_and_never_negative(portfolio: Portfolio, evaluation: Evaluation) -> None:
    for index, program in enumerate(portfolio.programs):
        rows = [row for row in portfolio.line_ranges[index] if portfolio.line_basis[row] is Basis.RESIDUAL]
        assert len(rows) <= 1, program.id
        for row in rows:
            assert all(not isinstance(amount, int) or amount >= 0 for amount in evaluation.line(row))


MILLION = 1_000_000
FELLOWS = [  # part, fiscal 2025, fiscal 2026, its residual: yen
    ("dc", 10_635_000_000, 11_811_000_000, 694_200_000),
    ("pd", 4_402_000_000, 4_736_644_000, 14_560_000),
    ("rpd", 951_000_000, 1_011_672_000, 21_384_000),
    ("cpd", 229_984_000, 155_056_000, 5_200_000),
]


@pytest.mark.parametrize(("part", "previous", "request_", "residual"), FELLOWS)
def test_the_fellows_come_out_as_derived(
    portfolio: Portfolio, evaluation: Evaluation, part: str, previous: int, request_: int, residual: int
) -> None:
    totals = evaluation.program(portfolio.program_index[f"fellows/{part}"])
    assert tuple(total.yen for total in totals[:2]) == (previous, request_)
    assert set(evaluation.line(portfolio.line_index[f"fellows/{part}/rest"])) == {residual}


def years_of(portfolio: Portfolio, entries: list[Entry], line: str) -> list[int]:
    """What a line costs from the request year on with these values set."""
    document = set_values(new_document(portfolio), 1, entries)
    amounts = evaluate(evaluate_base(portfolio), document.overrides(1)).line(portfolio.line_index[line])
    return [amount for amount in amounts[1:] if isinstance(amount, int)]


RISES = [  # line, the rate of fiscal 2025, what the rise costs in fiscal 2026, 2027, 2028: people × yen, by hand
    ("fellows/dc/dc1", 2_400_000, (642 * 672_000, 1284 * 672_000, 1926 * 672_000)),
    ("fellows/dc/dc2", 2_400_000, (1108 * 672_000, 2216 * 672_000, 2216 * 672_000)),
    ("fellows/pd/pd", 4_344_000, (353 * 948_000, 706 * 948_000, 1059 * 948_000)),
    ("fellows/rpd/rpd", 4_344_000, (64 * 948_000, 128 * 948_000, 192 * 948_000)),
]


@pytest.mark.parametrize(("line", "rate", "costs"), RISES)
def test_the_rise_of_the_rate_costs_more_each_year_until_all_have_it(
    portfolio: Portfolio, evaluation: Evaluation, line: str, rate: int, costs: tuple[int, ...]
) -> None:
    risen = [amount for amount in evaluation.line(portfolio.line_index[line])[1:] if isinstance(amount, int)]
    still = years_of(portfolio, [Entry(line, "rate", 2026, rate)], line)
    wanted = [*costs, *[costs[-1]] * (len(risen) - len(costs))]
    assert [now - then for now, then in zip(risen, still, strict=True)] == wanted


@pytest.mark.parametrize(
    ("line", "intake"),
    [("fellows/dc/dc1", 501), ("fellows/dc/dc2", 986), ("fellows/pd/pd", 269), ("fellows/rpd/rpd", 61)],
)
def test_the_intake_at_which_fiscal_2028_costs_no_more_than_2026(portfolio: Portfolio, line: str, intake: int) -> None:
    request, _, then, *_rest = years_of(portfolio, [Entry(line, "quantity", 2027, intake)], line)
    assert then <= request
    request, _, then, *_rest = years_of(portfolio, [Entry(line, "quantity", 2027, intake + 1)], line)
    assert then > request


def test_the_terms_of_the_sheets_add_up(portfolio: Portfolio, evaluation: Evaluation) -> None:
    texts = sheet_texts()
    assert [each.id for each in portfolio.obligations] == ["spring8-ii", "epoch"]
    for each in portfolio.obligations:
        assert squeezed(each.quote) in texts[each.sheet]
        assert schedule_of(evaluation, each).gap == 0
    spring8, epoch = (schedule_of(evaluation, each) for each in portfolio.obligations)
    assert spring8.assumed == (2024, 2025), "the sheet prints neither; later years are the lines'"
    assert spring8.between(2027, 2028) == 2 * 9_725_000_000
    assert epoch.assumed == (2032, 2033, 2034, 2035), "beyond the plan"
    fields = evaluation.line(portfolio.line_index["industry-innovation/engineers/fields"])
    assert fields[:3] == (0, 600_000_000, 2_400_000_000)


def test_the_people_of_the_fellows_are_those_printed(portfolio: Portfolio) -> None:
    def people(line: str, year: int) -> int:
        found = portfolio.line(portfolio.line_index[line])
        assert found.rate_rule == ((0, 1),)
        steps, (duration,) = dict(found.quantity), (int(years or 0) for _, years in found.duration)
        held = [max((y for y in steps if y <= year - k), default=None) for k in range(duration)]
        return sum(int(steps[y] or 0) for y in held if y is not None)

    for year in (2025, 2026):
        assert people("fellows/dc/dc1", year) + people("fellows/dc/dc2", year) == 4_142
        assert people("fellows/pd/pd", year) == 1_010
        assert people("fellows/rpd/rpd", year) == 214
    assert (people("fellows/cpd/cpd", 2025), people("fellows/cpd/cpd", 2026)) == (42, 28)


CONTRADICTIONS = {
    ("fellows", 2025),
    ("fellows", 2026),
    ("research-management", 2025),
    ("research-management", 2026),
    ("social-technology", 2025),
    ("industry-innovation", 2026),
}


def test_where_printed_parts_and_total_exclude_each_other_a_note_and_a_line_say_so(
    portfolio: Portfolio, verdicts: dict[tuple[str, int], FigureCheck]
) -> None:
    for id_, year in CONTRADICTIONS:
        figure = verdicts[id_, year]
        assert figure.agrees
        assert not figure.explained
        assert any("一致しない" in note.text and note.year == year for note in figure.notes)
        rest = portfolio.line_index[f"{id_}/rest"]
        assert portfolio.lines.labels[rest] == "内訳に明示なし"


@pytest.mark.parametrize(
    ("id_", "years"),
    [
        ("lotus", [2026]),
        ("nanoterasu", [2025, 2026]),
        ("j-parc", [2025, 2026]),
        ("spring8-sacla", [2025, 2026]),
        ("co-creation", [2025, 2026]),
        ("co-creation/miraikan", [2025, 2026]),
        ("social-technology", [2026]),
        ("aspire", [2025, 2026]),
        ("research-integrity", [2026]),
        ("ssh", [2026]),
        ("stella", [2026]),
        ("coi-next", [2026]),
        ("foreign-talent", [2025, 2026]),
        ("open-innovation", [2026]),
        ("spring8-ii", [2026]),
    ],
)
def test_these_come_out_with_no_residual(
    verdicts: dict[tuple[str, int], FigureCheck], id_: str, years: list[int]
) -> None:
    for year in years:
        figure = verdicts[id_, year]
        assert figure.agrees
        assert figure.explained
        assert figure.unexplained == 0
        assert figure.share_explained in (1, None)


def test_every_printed_figure_is_met_but_the_one_two_documents_print_differently(
    verdicts: dict[tuple[str, int], FigureCheck],
) -> None:
    missed = {key for key, figure in verdicts.items() if figure.agrees is not True}
    assert missed == {("entrepreneurship-package", 2025), ("spring8-ii", 2025)}
    assert verdicts["spring8-ii", 2025].agrees is None
    assert all(verdicts[key].notes for key in missed)


def test_the_women_program_relists_rpd_and_counts_it_once(portfolio: Portfolio, evaluation: Evaluation) -> None:
    index = portfolio.program_index["women"]
    assert evaluation.program(index)[1].yen == (1_185 + 134) * MILLION
    assert evaluation.relisted(index)[1].yen == 1_011_672_000
    counted = [program for program in portfolio.programs if not program.parent]
    sums = [evaluation.program(portfolio.program_index[program.id]) for program in counted]
    assert sum(totals[1].yen for totals in sums) == evaluation.total[1].yen


def test_the_views_add_up(portfolio: Portfolio, evaluation: Evaluation) -> None:
    views = {view.id: view for view in portfolio.views}
    assert evaluation.view(views["divisions"]) == evaluation.total
    sheets = evaluation.view(views["sheets"])[1].yen
    assert 167_450 * MILLION <= sheets + 1_011_672_000 <= 167_650 * MILLION
    package = views["package"]
    for figure in package.published:
        remainder = view_remainder(evaluation, package, figure)
        assert remainder is not None
        assert remainder > 0


def test_the_base_has_no_errors_and_says_what_the_sheets_leave_open(evaluation: Evaluation) -> None:
    found = problems(new_document(evaluation.portfolio), evaluation, BASE)
    assert not [each for each in found if each.severity is Severity.ERROR]
    noted = {each.where for each in found if each.severity is Severity.NOTE}
    assert {f"{id_}@{year}" for id_, year in CONTRADICTIONS} <= noted
    assert {"spring8-ii@2025", "aspire@2025", "lotus@2025", "research-integrity@2025"} <= noted


def test_the_check_of_the_base_cries_no_wolf(evaluation: Evaluation) -> None:
    document = new_document(evaluation.portfolio)
    for unit, rounded in ((Unit.YEN, []), (Unit.THOUSAND, []), (Unit.MILLION, ["fellows@2026"])):
        for number in (BASE, 1):
            found = examine(document, evaluation, number, unit=unit).problems
            warned = [(each.rule, each.where) for each in found if each.severity is Severity.WARNING]
            assert warned == [("previous-year", "entrepreneurship-package@2025")]
            notes = {rule: [each.where for each in found if each.rule == rule] for rule in RULES}
            assert notes["printed-rounding"] == rounded
            assert notes["execution-rate"] == [""]
            assert len(notes["later-years"]) == 7
            assert not [*notes["ended-program"], *notes["odd-rate"], *notes["odd-amount"], *notes["moved-figure"]]
    assert wrong_sums(evaluation) == []


def test_the_table_of_shares_in_the_documentation_is_what_the_program_finds(
    portfolio: Portfolio, verdicts: dict[tuple[str, int], FigureCheck]
) -> None:
    text = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells[1:] for cells in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", text, re.MULTILINE)}
    for program in portfolio.programs:
        if program.parent:
            continue
        for year, said in zip((2025, 2026), rows[program.name], strict=True):
            figure = verdicts[program.id, year]
            if not figure.published.printed:
                assert said == "not printed"
                continue
            share = "" if figure.share_explained is None else f" {float(figure.share_explained):.1%}"
            assert said == f"{figure.published.printed} {'✓' if figure.agrees else '≠'}{share}", program.id


OVERVIEW = {  # what the package overview prints for programs that have a sheet of their own, 億円
    "industry-innovation": ("14", "0"),
    "ssh": ("25", "23"),
    "stella": ("10", "9"),
    "co-creation": ("40", "32"),
    "social-technology": ("18", "17"),
    "research-management": ("7", "6"),
    "epoch": ("14", "0"),
    "strategic": ("461", "438"),
    "aspire": ("30", "0"),
    "foreign-talent": ("17", "0"),
    "women/initiative": ("12", "11"),
    "fellows/dc": ("118", "106"),
    "fellows/pd fellows/rpd": ("57", "54"),
}


@pytest.mark.parametrize("ids", OVERVIEW)
def test_the_overview_prints_the_same_figures_as_the_sheets(
    portfolio: Portfolio, evaluation: Evaluation, ids: str
) -> None:
    totals = [evaluation.program(portfolio.program_index[id_]) for id_ in ids.split()]
    for y, printed in ((1, OVERVIEW[ids][0]), (0, OVERVIEW[ids][1])):
        low, _, high = printed_interval("0" if printed == "0" else f"{printed}億円")
        assert low <= sum(each[y].yen for each in totals) <= high


def test_every_value_lies_within_its_published_range(portfolio: Portfolio) -> None:
    ranged = 0
    for row, id_ in enumerate(portfolio.lines.ids):
        origin = portfolio.origin(row, "rate", portfolio.request_year)
        if origin is None or not origin.has_range:
            continue
        ranged += 1
        value = portfolio.line(row).rate[-1][1]
        assert value is not None
        assert origin.allows(value), id_
    assert ranged >= 12
