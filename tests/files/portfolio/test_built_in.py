"""The built-in portfolio against the request sheets it was made from."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from planner.core.calculation.burden import schedule_of
from planner.core.calculation.evaluate import Evaluation, evaluate, evaluate_base
from planner.core.calculation.tenure import headcount
from planner.core.check.examination import examine, problems
from planner.core.check.printed import FigureCheck, Figures, figures, overview_problems, view_remainder
from planner.core.check.sums import wrong_sums
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.errors import Severity
from planner.core.explain.footing import Shares, footing
from planner.core.model.document import BASE
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio, Program, View
from planner.core.model.published import Published
from planner.core.model.rules import MISSING_FIGURE, PRINTED_COUNT, RULES, SAME_PEOPLE
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
def checked(evaluation: Evaluation) -> Figures:
    return figures(evaluation)


@pytest.fixture(scope="module")
def verdicts(checked: Figures) -> dict[tuple[str, int], FigureCheck]:
    return {(figure.program_id, figure.published.year): figure for figure in checked}


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
        yield from ((note.sheet, quote) for note in owner.notes for quote in note.quotes)
    yield from ((origin.sheet, origin.quote) for origin in portfolio.origins if origin.quote)
    yield from ((each.figure.sheet, each.figure.quote) for view in portfolio.views for each in view.listed)
    yield from ((each.sheet, each.quote) for each in portfolio.obligations)
    yield from ((each.sheet, each.quote) for each in portfolio.counts)


def test_every_quotation_stands_in_its_sheet(portfolio: Portfolio) -> None:
    texts = sheet_texts()
    found = list(quotes(portfolio))
    assert len(found) > 300
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
        if origin.basis in (Basis.DERIVED, Basis.FITTED, Basis.ASSUMED):
            assert origin.rule, origin
        assert bool(origin.rule) == bool(origin.rule_en), origin


def test_a_residual_is_one_a_program_and_never_negative(portfolio: Portfolio, evaluation: Evaluation) -> None:
    for index, program in enumerate(portfolio.programs):
        rows = [row for row in portfolio.line_ranges[index] if portfolio.is_residual[row]]
        assert len(rows) <= 1, program.id
        for row in rows:
            assert all(not isinstance(amount, int) or amount >= 0 for amount in evaluation.line(row))


MILLION = 1_000_000
FELLOWS = [  # part, fiscal 2025, fiscal 2026, its residual: yen
    ("dc", 10_635_000_000, 11_811_000_000, 64_200_000),
    ("pd", 4_402_000_000, 4_736_644_000, 14_560_000),
    ("rpd", 951_000_000, 1_011_672_000, 21_384_000),
    ("cpd", 229_984_000, 155_056_000, 160_000),
]


@pytest.mark.parametrize(("part", "previous", "request_", "residual"), FELLOWS)
def test_the_fellows_come_out_as_derived(
    portfolio: Portfolio, evaluation: Evaluation, part: str, previous: int, request_: int, residual: int
) -> None:
    totals = evaluation.program(portfolio.program_index[f"fellows/{part}"])
    assert tuple(total.yen for total in totals[:2]) == (previous, request_)
    assert set(evaluation.line(portfolio.line_index[f"fellows/{part}/rest"])[:2]) == {residual}


def test_the_special_allowance_is_paid_where_the_sheet_bears_it(portfolio: Portfolio, evaluation: Evaluation) -> None:
    def amounts(line: str) -> list[int]:
        return [amount for amount in evaluation.line(portfolio.line_index[line]) if isinstance(amount, int)]

    dc = zip(amounts("fellows/dc/dc1-allowance"), amounts("fellows/dc/dc2-allowance"), strict=True)
    assert {sum(pair) for pair in dc} == {1_750 * 360_000}
    assert amounts("fellows/cpd/cpd-allowance") == [14 * 360_000] * 3 + [0] * 4
    paid = [line for line, of in zip(portfolio.lines.ids, portfolio.lines.of, strict=True) if of]
    assert paid == ["fellows/dc/dc1-allowance", "fellows/dc/dc2-allowance", "fellows/cpd/cpd-allowance"]
    for part, final in (("pd", (353, 329)), ("rpd", (64, 75))):  # in their final year in fiscal 2025 and 2026
        left = amounts(f"fellows/{part}/rest")[:2]
        assert all(people * 360_000 > rest for people, rest in zip(final, left, strict=True))


def test_the_residual_of_cpd_ends_with_the_last_person(portfolio: Portfolio, evaluation: Evaluation) -> None:
    cpd = evaluation.program(portfolio.program_index["fellows/cpd"])
    assert [total.amount for total in cpd[2:]] == [14 * 5_352_000 + 14 * 360_000 + 160_000, 0, 0, 0, 0]


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
    assert [each.id for each in portfolio.obligations] == ["spring8-ii", "epoch", "entrepreneurship"]
    for each in portfolio.obligations:
        assert squeezed(each.quote) in texts[each.sheet]
        assert schedule_of(evaluation, each).gap == 0
    spring8, epoch, entrepreneurship = (schedule_of(evaluation, each) for each in portfolio.obligations)
    assert (entrepreneurship.obligation.total, entrepreneurship.instalments) == (None, ()), "nothing is invented"
    assert (entrepreneurship.obligation.first_year, entrepreneurship.obligation.last_year) == (2022, 2026)
    later = evaluation.program(portfolio.program_index["entrepreneurship"])[2:]
    assert {total.yen for total in later} == {0}, "nothing is carried beyond it"
    assert all(total.missing for total in later), "what the ambassadors cost then is not printed"
    assert spring8.assumed == (2024, 2025), "the sheet prints neither; later years are the lines'"
    assert spring8.between(2027, 2028) == 2 * 9_725_000_000
    assert epoch.assumed == (2032, 2033, 2034, 2035), "beyond the plan"
    fields = evaluation.line(portfolio.line_index["industry-innovation/engineers/fields"])
    assert fields[:3] == (0, 600_000_000, 2_400_000_000)
    line = portfolio.line(portfolio.line_index["industry-innovation/engineers/fields"])
    assert line.rate == ((2026, 480_000_000),), "no rise of the price: three months, then twelve"
    assert line.times == ((2026, Fraction(3, 12)), (2027, Fraction(1)))


def test_the_people_and_projects_are_those_printed(portfolio: Portfolio, evaluation: Evaluation) -> None:
    printed = {(each.lines, each.year): each.count for each in portfolio.counts}
    assert printed[("fellows/dc/dc1", "fellows/dc/dc2"), 2026] == 4_142
    assert len(printed) >= 10
    for (lines, year), count in printed.items():
        drivers = [evaluation.drivers(portfolio.line_index[line]) for line in lines]
        assert sum(headcount(line, year) for line in drivers) == count, lines
    for line, people in (("fellows/pd/pd", 1_010), ("fellows/rpd/rpd", 214)):
        assert headcount(evaluation.drivers(portfolio.line_index[line]), 2025) == people


def test_the_check_compares_later_people_with_those_printed(evaluation: Evaluation) -> None:
    found = problems(new_document(evaluation.portfolio), evaluation, BASE)
    said = {each.where: each.message.render(str) for each in found if each.rule == PRINTED_COUNT.id}
    assert said["fellows/pd@2026"] == (
        "The number printed for R8 is 1,010 people; with the intakes as they stand"
        " the lines come to R9 1,034 people, R10–R13 1,059 people."
    )
    assert "R9 203 people, R10–R13 192 people" in said["fellows/rpd@2026"]
    assert "fellows/dc@2026" not in said, "constant intakes keep 4,142"
    assert not [each for each in found if each.rule == SAME_PEOPLE.id]


CONTRADICTIONS = {
    ("fellows", 2025),
    ("fellows", 2026),
    ("research-management", 2025),
    ("research-management", 2026),
    ("social-technology", 2025),
    ("industry-innovation", 2026),
}


def test_where_printed_parts_and_total_exclude_each_other_a_note_and_a_line_say_so(
    portfolio: Portfolio, checked: Figures, verdicts: dict[tuple[str, int], FigureCheck]
) -> None:
    for id_, year in CONTRADICTIONS:
        figure = verdicts[id_, year]
        assert figure.agrees
        assert not checked.explained(figure)
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
        ("research-integrity", [2026]),
        ("open-innovation", [2026]),
        ("spring8-ii", [2026]),
    ],
)
def test_these_are_explained(
    checked: Figures, verdicts: dict[tuple[str, int], FigureCheck], id_: str, years: list[int]
) -> None:
    for year in years:
        figure = verdicts[id_, year]
        assert figure.agrees
        assert checked.explained(figure)
        shares = checked.shares(figure)
        assert shares == Shares(figure.computed or 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("id_", "basis"),
    [*((id_, "fitted") for id_ in ("ssh", "stella", "coi-next", "foreign-talent")), ("aspire", "assumed")],
)
def test_a_rate_solved_from_the_total_explains_nothing(
    checked: Figures, verdicts: dict[tuple[str, int], FigureCheck], id_: str, basis: str
) -> None:
    figure = verdicts[id_, 2026]
    shares = checked.shares(figure)
    assert shares is not None
    assert figure.agrees
    assert not checked.explained(figure)
    assert getattr(shares, basis) * 10 > 7 * sum(shares)
    assert sum(shares) == figure.computed
    assert shares.residual < MILLION, "千円 that whole rates leave"


def test_the_residual_of_the_26_sheets_is_below_18_percent(portfolio: Portfolio, evaluation: Evaluation) -> None:
    sheets = next(view for view in portfolio.views if view.id == "sheets")
    for y in (0, 1):
        shares = footing(evaluation).view(sheets, y)
        assert sum(shares) == evaluation.view(sheets)[y].yen
        assert 100 * shares.residual <= 18 * sum(shares)


def test_a_fitted_figure_lies_within_something_printed(portfolio: Portfolio) -> None:
    for origin in portfolio.origins:
        if origin.basis is Basis.FITTED:
            assert origin.has_range, "a range or a limit"
            assert origin.quote


def test_no_amount_has_odd_yen(portfolio: Portfolio, evaluation: Evaluation) -> None:
    for row, line in enumerate(portfolio.lines.ids):
        for amount in evaluation.line(row)[:2]:
            assert not isinstance(amount, int) or amount % 1000 == 0, line


def test_every_printed_figure_is_met_but_the_one_two_documents_print_differently(
    verdicts: dict[tuple[str, int], FigureCheck],
) -> None:
    missed = {key for key, figure in verdicts.items() if figure.agrees is not True}
    assert missed == {("entrepreneurship-package", 2025), ("spring8-ii", 2025)}
    assert verdicts["spring8-ii", 2025].agrees is None
    assert all(verdicts[key].notes for key in missed)


def test_what_lacks_for_several_years_is_told_of_all_of_them(evaluation: Evaluation) -> None:
    found = problems(new_document(evaluation.portfolio), evaluation, BASE)
    told = [each.message.render(str) for each in found if each.rule == MISSING_FIGURE.id]
    assert set(told) == {"The sheet prints no figure for R7.", "The sheet prints no figure for R9–R13."}


def test_the_women_program_relists_rpd_and_counts_it_once(portfolio: Portfolio, evaluation: Evaluation) -> None:
    index = portfolio.program_index["women"]
    assert evaluation.program(index)[1].yen == (1_185 + 134) * MILLION
    assert evaluation.relisted(index)[1].yen == 1_011_672_000
    counted = [program for program in portfolio.programs if not program.parent]
    sums = [evaluation.program(portfolio.program_index[program.id]) for program in counted]
    assert sum(totals[1].yen for totals in sums) == evaluation.total[1].yen
    (shown,) = (each for each in figures(evaluation) if each.program_id == "women" and each.published.year == 2026)
    assert "what is listed again add up to 2,330,672,000 yen" in str(shown.wanted.message)


def test_the_views_add_up(portfolio: Portfolio, evaluation: Evaluation) -> None:
    views = {view.id: view for view in portfolio.views}
    assert evaluation.view(views["divisions"]) == evaluation.total
    by_agency = evaluation.view(views["agencies"])
    assert by_agency[1].yen == evaluation.total[1].yen
    assert evaluation.total[0].yen - by_agency[0].yen == 100 * MILLION, "research integrity, not printed by agency"
    assert [note.year for note in views["agencies"].notes] == [2025]
    headings = {member.program: member.heading for member in views["agencies"].members}
    assert headings["aspire/amed"] == headings["research-integrity/amed"] == "日本医療研究開発機構"
    assert headings["aspire/jst"] == headings["research-integrity/jst"] == "科学技術振興機構"
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
            assert len(notes["later-years"]) == 13
            assert len(notes["printed-count"]) == 8
            assert not [*notes["ended-program"], *notes["odd-rate"], *notes["odd-amount"], *notes["moved-figure"]]
    assert wrong_sums(evaluation) == []


def in_words(checked: Figures, figure: FigureCheck) -> tuple[str, str]:
    """A printed figure with its verdict, and its shares in percent, as the documentation has them."""
    if not figure.published.printed:
        return "not printed", ""
    shares = checked.shares(figure)
    parts = shares.in_parts(1000) if shares else None
    said = "" if parts is None else " / ".join(f"{part / 10:.1f}" for part in parts[:4])
    return f"{figure.published.printed} {'✓' if figure.agrees else '≠'}", said


def test_the_table_of_shares_in_the_documentation_is_what_the_program_finds(
    portfolio: Portfolio, evaluation: Evaluation, checked: Figures, verdicts: dict[tuple[str, int], FigureCheck]
) -> None:
    text = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
    rows = {cells[0]: cells[1:] for cells in re.findall(r"^\| (.+?) \|" + r" (.*?) \|" * 4 + "$", text, re.MULTILINE)}
    for program in portfolio.programs:
        if not program.parent:
            said = [*in_words(checked, verdicts[program.id, 2025]), *in_words(checked, verdicts[program.id, 2026])]
            assert list(rows[program.name]) == said, program.id
    sheets = next(view for view in portfolio.views if view.id == "sheets")
    for y, place in ((0, 1), (1, 3)):
        parts = footing(evaluation).view(sheets, y).in_parts(1000)
        assert parts is not None
        assert rows["26 sheets"][place] == " / ".join(f"{part / 10:.1f}" for part in parts[:4])


def test_the_overview_prints_the_same_figures_as_the_sheets(portfolio: Portfolio, evaluation: Evaluation) -> None:
    package = next(view for view in portfolio.views if view.id == "package")
    assert len(package.listed) == 2 * 13
    printed = {(each.programs, each.figure.year): each.figure.printed for each in package.listed}
    assert (printed[("fellows/dc",), 2026], printed[("fellows/dc",), 2025]) == ("118億円", "106億円")
    assert printed[("fellows/pd", "fellows/rpd"), 2026] == "57億円"
    assert printed[("women/initiative",), 2025] == "11億円"
    assert overview_problems(evaluation) == []
    other = package.listed[0]._replace(figure=Published(2026, "999億円", "0", ""))
    wrong = replace(portfolio, views=(*portfolio.views[:1], package._replace(listed=(other,))))
    (problem,) = overview_problems(evaluate(evaluate_base(wrong)))
    assert problem.where == "industry-innovation@2026"
    assert "1,400,000,000" in problem.message.render(str)


NUMBER = re.compile("[0-9０-９][0-9０-９,，.．]*")
PRINTED_AMOUNT = re.compile("[0-9０-９][0-9０-９,.]*(億|百万|千|万)*円")


def test_every_number_of_the_request_is_a_figure_a_note_or_said_to_be_none(portfolio: Portfolio) -> None:
    lines = (resource(FOLDER) / "request.txt").read_text(encoding="utf-8").splitlines()
    with (resource(FOLDER) / "no_figures.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    with (resource(FOLDER) / "sheets.csv").open(encoding="utf-8", newline="") as file:
        sheets = [(row["sheet"], int(row["first_line"]), int(row["last_line"])) for row in csv.DictReader(file)]
    told: dict[str, set[str]] = {}
    for sheet, quote in quotes(portfolio):
        told.setdefault(sheet, set()).add(squeezed(quote))
    reasons: dict[int, list[str]] = {}
    for row in said:
        assert row["reason"], row
        assert squeezed(row["sentence"]) in squeezed(lines[int(row["line"]) - 1]), row
        reasons.setdefault(int(row["line"]), []).append(squeezed(row["sentence"]))
    seen = set()
    for sheet, first, last in sheets:
        text = "".join(squeezed(line) for line in lines[first - 1 : last])
        known = [False] * len(text)
        for quote in told.get(sheet, ()):
            for found in re.finditer(re.escape(quote), text):
                known[found.start() : found.end()] = [True] * len(quote)
        at = 0
        for number in range(first, min(last, len(lines)) + 1):
            line = squeezed(lines[number - 1])
            for sentence in reasons.get(number, ()):
                place = at + line.index(sentence)
                assert not any(known[place : place + len(sentence)]), (number, sentence, "both a figure and none")
                known[place : place + len(sentence)] = [True] * len(sentence)
            at += len(line)
            seen.add(number)
        for found in NUMBER.finditer(text):
            assert all(known[found.start() : found.end()]), (sheet, text[max(found.start() - 20, 0) : found.end() + 20])
    assert not [line for at, line in enumerate(lines, 1) if at not in seen and NUMBER.search(line)]


def test_no_amount_count_rate_or_term_of_a_program_is_said_to_be_no_figure(portfolio: Portfolio) -> None:
    with (resource(FOLDER) / "no_figures.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    for row in said:
        sentence = unicodedata.normalize("NFKC", row["sentence"])
        assert not PRINTED_AMOUNT.search(sentence) or row["reason"] == "民間との比較", row
        if re.search(r"\d(件|校|機関|拠点|課題|都市|分野|本のビームライン)", sentence):
            assert row["reason"] in ("成果の統計", "背景の統計"), row
        assert not re.search(r"(期間|支援額|支援金額|支援規模|支援件数|支援人数|単価)[：:]?\s*[0-9最上約]", sentence), (
            row
        )
    assert {row["reason"] for row in said} <= REASONS


REASONS = {
    *("政策文書", "法令", "日付", "年度の見出し", "調査の年度", "沿革", "目標"),
    *("背景の統計", "成果の統計", "民間との比較", "対象者の要件", "展示の構成", "施設の性能"),
    *("名称の一部", "見出しの番号", "頁番号", "注の番号"),
}
"""Why a number of the text can be no figure of the request."""


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
