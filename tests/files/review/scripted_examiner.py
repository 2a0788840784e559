"""An examiner who works on a submission by a script: what is done is known, so a review can be held to it.

Figures are given as numbers and as officers write them, rows sorted, put in, doubled and taken out, columns moved,
sheets renamed, formulas turned into values, figures of the request overwritten, nonsense typed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import openpyxl

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Lack
from planner.core.review.examined import NOTHING, Given, by_age, pays_one_rate
from planner.core.review.outcome import ask_again, take_examination
from planner.core.review.review import Review
from planner.core.years import parse_year
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_submission
from tests.files.samples import random_portfolio

HEADING_ROW = 4
ENGLISH = {
    "積算内訳": "Calculation",
    "区分": "Kind",
    "採用年度": "Intake year",
    "単価": "Rate",
    "員数": "Quantity",
    "事業・積算内容": "Program, line",
    "査定単価": "Examined rate",
    "査定員数": "Examined quantity",
    "査定額": "Examined amount",
    "コメント": "Comment",
}
EXAMINED = {"rate": "査定単価", "people": "査定員数", "amount": "査定額"}
Vintage = tuple[str, int]
"""A line's id and the age of a vintage."""


@dataclass
class Done:
    """What the examiner did, by vintage where it was done to one."""

    given: dict[Vintage, Given] = field(default_factory=dict)
    comments: dict[Vintage, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    inserted: int = 0
    broken: list[str] = field(default_factory=list)
    """The ids of the lines, one an entry for each broken cell."""


class Examiner:
    """Works on one exported workbook of a scenario."""

    def __init__(
        self, document: Document, scenario: int, book: Path, seed: int, *, values: bool, orderly: bool
    ) -> None:
        self._document, self._scenario, self._chance = document, scenario, random.Random(seed)
        self._values, self._orderly = values, orderly
        self._book = openpyxl.load_workbook(book, data_only=values)
        self._english = "Calculation" in self._book.sheetnames
        self._sheet: Any = self._book["Calculation" if self._english else "積算内訳"]
        self._heads = [str(cell.value).replace("\n", "") for cell in self._sheet[HEADING_ROW]]  # some on two lines
        self._rows: list[list[Any]] = [
            [*row] for row in self._sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True)
        ]
        seen = openpyxl.load_workbook(book, data_only=True)[self._sheet.title]
        figures = [self._at(heading) for heading in ("単価", "員数")]  # some follow others, and are read as they stand
        for row, known in zip(self._rows, seen.iter_rows(min_row=HEADING_ROW + 1, values_only=True), strict=True):
            for place in figures:
                row[place] = known[place]
        self.done = Done()

    def work(self, path: Path) -> Done:
        """Do what the seed says and save the workbook under another name."""
        for row in self._rows:
            if self._is_line(row):
                self._examine(row)
        if not self._orderly:
            self._disorder()
        self._write()
        self._book.save(path)
        return self.done

    def _at(self, heading: str) -> int:
        return self._heads.index(ENGLISH.get(heading, heading) if self._english else heading)

    def _is_line(self, row: list[Any]) -> bool:
        return bool(row[self._at("区分")] == "積算")

    def _vintage(self, row: list[Any]) -> Vintage:
        id_, intake = row[self._at("ID")], row[self._at("採用年度")]
        return id_, self._document.portfolio.request_year - parse_year(intake) if intake else 0

    def _examine(self, row: list[Any]) -> None:
        chance, done, vintage = self._chance, self.done, self._vintage(row)
        rate, people = row[self._at("単価")], row[self._at("員数")]
        what = chance.choice(["", "", "", "rate", "people", "both", "amount", "cut", "all", "same", "text", "broken"])
        if what in ("rate", "both") and people:
            self._give(row, vintage, rate=chance.choice([(rate or 0) * 9 // 10, chance.randrange(10**7), rate or 5]))
        if what in ("people", "both"):
            self._give(row, vintage, people=chance.choice([(people or 0) // 2, chance.randrange(1000), people or 0]))
        if what in ("amount", "all") and people and rate:
            whole = chance.randrange(1, 10**6)
            self._give(row, vintage, amount=whole * people if what == "amount" else whole)
        if what == "cut" and people and rate:
            self._give(row, vintage, amount=0)
        if what == "same":
            self._give(row, vintage, rate=rate, people=people or 0)
        if what == "broken":
            key = chance.choice(list(EXAMINED.values()))
            row[self._at(key)] = chance.choice(["要検討", "1,2345", "3人年", "?"])
            done.broken.append(vintage[0])
        if what == "text" and people:
            self._give(
                row, vintage, rate=3_072_000, text=chance.choice(["３，０７２千円", "3.072百万円", " 3,072,000円"])
            )
        if chance.random() < 0.1 and rate:
            row[self._at("単価")] = rate + 1
            done.broken.append(vintage[0])
        if chance.random() < 0.15:
            comment = chance.choice(["実績を踏まえ減", "=単価の根拠を", "要精査\n（再提出）"])
            row[self._at("コメント")] = comment
            done.comments[vintage] = comment

    def _give(self, row: list[Any], vintage: Vintage, text: str | None = None, **figures: int | None) -> None:
        for key, value in figures.items():
            row[self._at(EXAMINED[key])] = value if text is None else text
        self.done.given[vintage] = self.done.given.get(vintage, NOTHING)._replace(**figures)

    def _disorder(self) -> None:
        """Rows out, in, twice, and sorted; what was done to a row that is out is not done."""
        chance, done = self._chance, self.done
        for row in chance.sample(self._rows, k=min(len(self._rows), chance.choice([0, 0, 1, 2]))):
            self._rows.remove(row)
            if row[self._at("ID")]:  # a note has none
                done.gone.append(row[self._at("ID")])
            if self._is_line(row):
                vintage = self._vintage(row)
                done.given.pop(vintage, None)
                done.comments.pop(vintage, None)
                done.broken = list((Counter(done.broken) - Counter(self._broken_in(row))).elements())
        lines = [row for row in self._rows if self._is_line(row)]
        for row in chance.sample(lines, k=min(len(lines), chance.choice([0, 0, 1]))):
            self._rows.append(list(row))
            done.doubled.append(row[self._at("ID")])
        if self._values and chance.random() < 0.6:
            kept = list(range(len(self._rows)))
            chance.shuffle(kept)
            doubled = len(self._rows) - len(done.doubled)  # of two equal rows the first is read, whichever it is
            self._rows = [self._rows[i] for i in kept if i < doubled] + self._rows[doubled:]
        for _ in range(chance.choice([0, 0, 1, 2])):
            added: list[Any] = [None] * len(self._heads)
            added[self._at("事業・積算内容")] = "審査中の追加"
            added[self._at("査定額")] = 1_000
            self._rows.insert(chance.randrange(len(self._rows) + 1), added)
            done.inserted += 1

    def _broken_in(self, row: list[Any]) -> list[str]:
        texts = [row[self._at(key)] for key in EXAMINED.values()]
        nonsense = sum(text in ("要検討", "1,2345", "3人年", "?") for text in texts)
        return [row[self._at("ID")]] * (nonsense + self._overwritten(row))

    def _overwritten(self, row: list[Any]) -> bool:
        id_, age = self._vintage(row)
        portfolio = self._document.portfolio
        line = portfolio.line(portfolio.line_index[id_], self._document.overrides(self._scenario).get(id_))
        return bool(row[self._at("単価")] != by_age(line, portfolio.request_year)[age].rate)

    def _write(self) -> None:
        order = list(range(len(self._heads)))
        if self._values and self._chance.random() < 0.5:
            self._chance.shuffle(order)
        sheet = self._sheet
        sheet.delete_rows(HEADING_ROW + 1, sheet.max_row)
        above = self._chance.choice([0, 0, 3]) if self._values else 0
        sheet.insert_rows(1, above) if above else None
        for place, column in enumerate(order, start=1):
            sheet.cell(HEADING_ROW + above, place).value = self._heads[column]
            for number, row in enumerate(self._rows, start=HEADING_ROW + above + 1):
                sheet.cell(number, place).value = row[column]
                if isinstance(row[column], str) and not (self._is_formula(row[column]) and not self._values):
                    sheet.cell(number, place).data_type = "s"
        if self._chance.random() < 0.5:
            for name in self._book.defined_names.values():  # as a spreadsheet renames a sheet
                name.attr_text = name.attr_text.replace("'", "'審査 ", 1)
            for each in self._book:
                each.title = f"審査 {each.title}"

    @staticmethod
    def _is_formula(text: str) -> bool:
        return text.startswith("=") and not text.startswith("=単価の根拠")


def sent_and_returned(folder: Path, seed: int, *, orderly: bool = False) -> tuple[Document, Path, Done]:
    """A random document, its scenario 1 exported, and the workbook as it comes back, under `folder`.

    Every fourth one has all sheets, every eighth is English.
    Every other one has values for formulas; `orderly` ones keep their rows, so that formulas stay right: the library
    that writes them does not move references.
    """
    document = new_document(random_portfolio(seed, 10))
    entries = [Entry(id_, "rate", 2026, 1_234_567) for id_ in document.portfolio.lines.ids[:3]]
    document = set_values(document, 1, entries)
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    options = ExportOptions(language="en" if seed % 8 == 5 else "ja")
    if seed % 4:
        options = replace(options, sheets=frozenset())
    write_submission(folder / "sent.xlsx", Handover(document, evaluation, 1, options))
    examiner = Examiner(document, 1, folder / "sent.xlsx", seed, values=seed % 2 == 0, orderly=orderly)
    return document, folder / "returned.xlsx", examiner.work(folder / "returned.xlsx")


def assert_exactly(document: Document, scenario: int, done: Done, found: Review) -> None:
    """That a review finds what was done, each at its line, and nothing else; and that accepting it gives its totals."""
    portfolio, year = document.portfolio, document.portfolio.request_year
    ids = portfolio.lines.ids
    told = Counter(ids[each.row] for each in found.broken if each.row is not None)
    assert told == Counter(done.broken)
    assert len(found.broken) == len(done.broken)
    missing = [each for each in found.unmatched if not each.place]
    twice = [each for each in found.unmatched if each.place and each.row is not None]
    put_in = [each for each in found.unmatched if each.place and each.row is None]
    assert len(missing) == len(done.gone)
    named = {id_ for id_ in done.gone if id_ in portfolio.line_index}
    assert {ids[each.row] for each in missing if each.row is not None} == named
    assert [ids[each.row] for each in twice if each.row is not None] == done.doubled
    assert len(put_in) == done.inserted
    overrides = document.overrides(scenario)
    expected: dict[str, set[int]] = {}
    for id_, age in done.given.keys() | done.comments.keys():
        line = portfolio.line(portfolio.line_index[id_], overrides.get(id_))
        now, given = by_age(line, year)[age], done.given.get((id_, age), NOTHING)
        same = given.rate in (None, now.rate) and given.people in (None, now.intake)
        if not same or given.amount not in (None, now.amount) or (id_, age) in done.comments:
            expected.setdefault(id_, set()).add(age)
    assert [ids[each.row] for each in found.lines] == [id_ for id_ in ids if id_ in expected]
    for each in found.lines:
        id_ = ids[each.row]
        mine = {age: given for (line_id, age), given in done.given.items() if line_id == id_}
        assert dict(each.given) == mine
        comments = [done.comments[id_, age] for age in range(60) if (id_, age) in done.comments]
        assert each.comment == " / ".join(dict.fromkeys(comment.strip() for comment in comments))
        assert_figures(document, scenario, found, each.row, mine)
    made = take_examination(document, found, {}, "査定案", str)
    accepted = evaluate(evaluate_base(portfolio), made.overrides(made.scenarios[-1].number))
    for index in range(len(portfolio.programs)):
        assert accepted.program(index)[:2] == found.examined.program(index)[:2]
    assert accepted.total[:2] == found.examined.total[:2]
    untouched = set(range(len(ids))) - {each.row for each in found.lines}
    assert all(accepted.line(row) == found.requested.line(row) for row in untouched)
    assert made.portfolio is document.portfolio
    assert_asked_again(made, found)
    assert scenario == BASE or made.scenario(scenario) is document.scenario(scenario)


def assert_asked_again(examination: Document, found: Review) -> None:
    """That lines asked for again are as they were requested, in a child that holds nothing else."""
    ids, number = examination.portfolio.lines.ids, examination.scenarios[-1].number
    counters = {each.row: None for each in found.lines[::2] if isinstance(each.requested, int)}
    made = ask_again(examination, found, counters, number, "復活案", str)
    restored = evaluate(evaluate_base(examination.portfolio), made.overrides(made.scenarios[-1].number))
    assert made.scenarios[:-1] == examination.scenarios
    assert set(made.scenarios[-1].overrides) <= {ids[row] for row in counters}
    for each in found.lines:
        assert restored.line(each.row)[1] == (each.requested if each.row in counters else each.examined.amount)
    if found.examined.total[1].amount is not None and all(each.difference is not None for each in found.lines):
        assert restored.total[1].amount == found.restored(counters)
        for index in range(len(examination.portfolio.programs)):
            assert restored.program(index)[1].amount == found.restored(counters, index)


def assert_figures(document: Document, scenario: int, found: Review, row: int, given: dict[int, Given]) -> None:
    """That a line becomes what was given for each vintage, or that it is said how far it is from that."""
    portfolio, year = document.portfolio, document.portfolio.request_year
    id_ = portfolio.lines.ids[row]
    line = portfolio.line(row, document.overrides(scenario).get(id_))
    examined = next(each.examined for each in found.lines if each.row == row)
    overrides = found.examined.overrides.get(id_)
    before, after = by_age(line, year), by_age(portfolio.line(row, overrides), year)
    for age, then in before.items():
        now = after[age]
        wanted = given.get(age, NOTHING)
        if examined.notes and pays_one_rate(line, year):
            continue
        if wanted == NOTHING and not pays_one_rate(line, year):
            assert now == then
        if not examined.notes:
            if wanted.amount is not None:
                assert now.amount == wanted.amount
            assert wanted.people is None or wanted.people in (now.intake, then.intake)
            assert wanted.rate is None or now.rate == wanted.rate or not now.intake
    if (
        examined.asked is not None
        and isinstance(examined.amount, int)
        and not isinstance(found.requested.line(row)[1], Lack)
    ):
        assert bool(examined.notes) == (examined.asked != examined.amount) or examined.notes
