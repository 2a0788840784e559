"""The sheet 積算内訳: a row a vintage, multiplied out by formulas that every spreadsheet settles alike.

Programs add up the rows that name them in the column of their level, so that rows may be sorted. Beside what people
read stand the columns an examiner fills in (査定) with what his figures come to, then those the workbook needs: what a
row is, its keys, its amounts, last year's 積算. What is said of a row stands below it, in rows of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from planner.core.calculation.cohort import Vintage, factor_at
from planner.core.ceilings.classes import classes_of
from planner.core.model.lines import Lack
from planner.core.money import Rounding, Unit
from planner.core.review.columns import EXAMINER
from planner.files.plain.sheet import (
    FIRST_ROW,
    FLAT,
    Band,
    Column,
    Content,
    Formula,
    Outline,
    Row,
    Sheet,
    Style,
    Styled,
    letter,
    value_of,
)
from planner.files.portfolio.tables import DEMANDS, EXPENSES
from planner.files.submission.drivers import pays_rate_of_intake
from planner.files.submission.factors import FACTOR_HEADINGS, MONTHS, divisors, factors, rounded
from planner.files.submission.handover import Handover
from planner.files.submission.options import SheetKind
from planner.files.submission.places import APPLIED, FORM, OF_NEWEST, SETTLED, UNSTATED
from planner.files.submission.request import AgedVintages
from planner.files.submission.sheets.figures.product import product_text, written_product

FACTOR_KEYS = tuple(FACTOR_HEADINGS)[2:]
"""The columns 回数, 月数, 率 and 除数."""

EXAMINER_HEADINGS = {
    "examined_rate": ("査定単価", "Examined rate"),
    "examined_people": ("査定員数", "Examined quantity"),
    "examined_amount": ("査定額", "Examined amount"),
    "comment": ("コメント", "Comment"),
}
"""The headings of the columns an examiner fills in, by which they are read back."""


FOLDED = (
    "。変更のない行の継続分と注は折りたたみ（印刷しない。開くには保護を解くか行を再表示）",
    ". Older intakes and notes of lines without changes are folded; unprotect the sheet or unhide rows to see them",
)
"""What is said of the rows of a long request that are out of sight."""

NEWEST, OLDER, BELOW = 1, 2, 3
"""Where rows lie in the outline: lines or their newest vintages, older vintages, notes."""


def calculation_sheet(handover: Handover) -> Sheet:
    """積算内訳 of the scenario, in yen whatever the unit of the export: an examiner types yen beside it."""
    columns = _columns(handover)
    return Sheet(
        name=handover.sheet_name(SheetKind.CALCULATION),
        title=f"{handover.sheet_name(SheetKind.CALCULATION)}　{handover.title}",
        columns=tuple(columns[key] for key in handover.places.columns),
        rows=lambda: _Rows(handover).all(),
        unit=handover.unit_line(Unit.YEN),
        note=handover.say(
            "根拠（作成時）＝要求年度の額に使う数値（過年度の採用分を含む）のうち最も弱いもの：公表＝公表資料の数値、導出＝公表額から計算、"
            "調整＝公表の幅の中の値、仮定＝資料にない値、残差＝公表額との差、変更＝担当の変更。"
            "除数＝率・月数の分母。前年度の欄は同じ年次（1年前の採用）の分。…＝記載なし",
            "Basis, as written: the weakest of the figures behind the request, those of earlier intakes included "
            "(published; derived from what is published; fitted within a published range; assumed where no sheet says; "
            "residual: what the lines leave of a published total; changed by the officer). "
            "Divisor: of months and share. "
            "Previous year: those in the same year of their stay. …: not stated",
        )
        + (handover.say(*FOLDED) if handover.is_long else ""),
        sparse=True,
        sign=handover.options.sign.value,
        frozen=3,
        printed=len(FORM) + (len(EXAMINER) + 1 if handover.options.examiner else 0),
        large=True,
        size=handover.places.rows,
        guarded=handover.options.examiner,
        names=handover.places.names,
    )


def is_folded(handover: Handover, row: int) -> bool:
    """Whether notes and older vintages of a line are folded: where there are many lines, but for those changed."""
    return handover.is_long and not handover.grounds.is_changed(row)


def line_records(handover: Handover) -> Iterator[Mapping[str, Content]]:
    """The rows of programs and vintages by the keys of their columns, with the 積算 in words and what is said of it."""
    rows = _Rows(handover)
    for index in handover.programs:
        yield {**rows.program(index), "basis": "".join(handover.notes.programs[index]), "product": None}
        for row in handover.rows(index):
            for shown, note in zip(handover.vintages[row], handover.notes.lines[row], strict=True):
                cells = rows.vintage(row, shown)
                said = "　".join(filter(None, [str(cells.get("basis", "")), "".join(note)]))
                yield {**cells, "basis": said, "product": product_text(handover, row, shown.now)}


def _columns(handover: Handover) -> Mapping[str, Column]:
    say, year = handover.say, handover.year
    request, previous = year(handover.portfolio.request_year), year(handover.portfolio.previous_year)
    money = handover.money_width(Unit.YEN)
    columns = {
        "name": Column(say("事業・積算内容", "Program, line"), 34, Style.WRAPPED),
        "cohort": Column(say("採用", "Intake"), 10, Style.WORD),
        "intake_year": Column(say("採用\n年度", "Intake\nyear"), 6, Style.WORD),
        "expense": Column(say("裁義", "Kind of expense"), handover.kinds.width, Style.WORD),
        "basis": Column(say("根拠", "Basis"), 9 if handover.options.language == "ja" else 14, Style.WRAPPED),
        "request": Column(f"{request}\n{say('要求・要望額', 'request')}", money, Style.MONEY),
        "asked": Column(say("うち\n要求額", "of that\nrequest"), money, Style.MONEY),
        "wished": Column(say("うち\n要望額", "of that\nwish"), money, Style.MONEY),
        "previous": Column(f"{previous}\n{say('予算額', 'budget')}", money, Style.MONEY),
        "change": Column(say("増△減", "Change"), money, Style.MONEY),
        SETTLED: Column(say("査定後", "As examined"), money, Style.MONEY),
        "kind": Column(say("区分", "Kind"), 6),
        "id": Column("ID", 28),
        "unit": Column(say("単位", "Unit"), 6),
        "account": Column(say("計上", "Counted in"), 22),
        "demand": Column(say("要求区分", "Kind of request"), 10),
        "demand_code": Column(say("要求区分コード", "Code of request"), 10),
        "expense_code": Column(say("経費区分コード", "Code of expense"), 12),
        "key": Column(say("行の鍵", "Key of the row"), 30),
        "line": Column(say("積算の鍵", "Key of the line"), 28),
        "line_previous": Column(say("行の前年度額", "Previous of the row"), money, Style.MONEY),
        "line_request": Column(say("行の要求額", "Request of the row"), money, Style.MONEY),
        "product": Column(say("積算の文", "Calculation in words"), 34),
        "applied_rate": Column(say("適用単価", "Applied rate"), handover.rate_width, Style.GIVEN),
        "applied_people": Column(say("適用員数", "Applied quantity"), 10, Style.GIVEN),
        "factor": Column(say("乗数", "Factor"), 8, Style.FACTOR),
        "previous_factor": Column(say("前年度乗数", "Previous factor"), 12, Style.FACTOR),
        f"line_{SETTLED}": Column(say("行の査定後", "As examined of the row"), money, Style.MONEY),
    }
    for each in range(1, handover.places.depth + 1):
        columns[f"level{each}"] = Column(say(f"事業の鍵{each}", f"Key of program {each}"), 20)
    columns |= {key: Column(heading, 14) for key, heading in handover.codes.headings_of_columns.items()}
    for (key, heading), width in zip(FACTOR_HEADINGS.items(), (handover.rate_width, 7, 5, 5, 5, 6), strict=True):
        ja, en = heading
        style = Style.GIVEN if key in ("rate", "people") else Style.FACTOR
        columns[key] = Column(say(ja, en), width, style)
        columns[f"previous_{key}"] = Column(say(f"前年度{ja}", f"Previous {en.lower()}"), width + 4, style)
        columns[f"newest_{key}"] = Column(say(f"新規の{ja}", f"Newest {en.lower()}"), width + 4, style)
    for (key, heading), width in zip(EXAMINER_HEADINGS.items(), (11, 8, 14, 16), strict=True):
        columns[key] = Column(say(*heading), width, Style.REMARK if key == "comment" else Style.EXAMINED)
    return columns


class _Rows:
    """Makes the rows: each program's own total above its lines and parts, notes below what they are of."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._portfolio, self._evaluation = handover, handover.portfolio, handover.evaluation
        self._places = handover.places
        self._letters = {key: letter(place) for key, place in self._places.columns.items()}
        self._at = FIRST_ROW + 1

    def all(self) -> Iterator[Row]:
        handover = self._handover
        for index in handover.programs:
            yield self._row(self.program(index), Band.of_depth(handover.depth(index)))
            yield from self._notes(
                handover.notes.programs[index], handover.depth(index), self._places.program_key(index)
            )
            for row in handover.rows(index):
                folds = is_folded(handover, row)
                for shown, note in zip(handover.vintages[row], handover.notes.lines[row], strict=True):
                    older = shown is not handover.vintages[row][0]
                    outline = Outline(OLDER if older else NEWEST, folds and older)
                    yield self._row(self.vintage(row, shown), outline=outline)
                    key = self._places.vintage_key(row, handover.intake_year(row, shown))
                    yield from self._notes(note, handover.depth(index) + 1, key, folded=folds)

    def _row(self, cells: Mapping[str, Content], band: Band = Band.DETAIL, outline: Outline = FLAT) -> Row:
        self._at += 1
        return Row([*map(cells.get, self._letters)], band, outline)

    def _notes(self, lines: Sequence[str], depth: int, key: str, *, folded: bool = False) -> Iterator[Row]:
        """The rows of a note, known by the key of what they are of and their number."""
        outline = Outline(BELOW, folded)
        for number, line in enumerate(lines, start=1):
            text = Styled(f"{'　' * (depth + 1)}{line}", Style.NOTE)
            yield self._row(
                {"name": text, "kind": self._places.marks.note, "key": f"{key}|{number}"}, Band.NOTE, outline
            )

    # ---------------------------------------------------------------- programs

    def program(self, index: int) -> Mapping[str, Content]:
        """The cells of a program's row."""
        handover, places = self._handover, self._places
        totals, chosen = self._evaluation.program(index)[:2], places.program(index)
        cells: dict[str, Content] = {
            "name": "　" * handover.depth(index) + handover.program_name(index),
            "kind": places.marks.program,
            "id": self._portfolio.programs[index].id,
            "key": places.program_key(index),
        }
        for key, total in zip(("previous", "request"), totals, strict=True):
            known = total.amount is not None
            cells[key] = Formula(chosen.sum(key), total.yen) if known else handover.no_amount(total)
        previous, request = (total.amount for total in totals)
        cells |= handover.kinds.demands(chosen, index) if request is not None else {}
        cells["change"] = self._change(request, previous)
        if handover.options.examiner and request is not None:
            cells[SETTLED] = Formula(chosen.sum(SETTLED), request)
        return cells

    def _change(self, request: int | None, previous: int | None) -> Content:
        if request is None or previous is None:
            return None
        return Formula(f"{self._cell('request')}-{self._cell('previous')}", request - previous)

    def _cell(self, key: str) -> str:
        """A cell of the row that is made."""
        return f"{self._letters[key]}{self._at}"

    # ---------------------------------------------------------------- lines

    def vintage(self, row: int, shown: AgedVintages) -> Mapping[str, Content]:
        """The cells of a vintage's row."""
        handover, places, lines = self._handover, self._places, self._portfolio.lines
        index, rounding = int(lines.program[row]), lines.rounding_of(row)
        program, year = self._portfolio.programs[index], handover.intake_year(row, shown)
        known_previous, known_request = (isinstance(amount, int) for amount in self._evaluation.line(row)[:2])
        demand, expense = classes_of(self._evaluation, row)
        lacks_now = self._lacks(row, shown.now, self._portfolio.request_year)
        lacks_before = self._lacks(row, shown.before, self._portfolio.previous_year)
        request = self._amount(shown.now, rounding, known_request, "", lacks=lacks_now)
        previous = self._amount(shown.before, rounding, known_previous, "previous_", lacks=lacks_before)
        request_yen = shown.now.amount if known_request and isinstance(shown.now.amount, int) else None
        previous_yen = shown.before.amount if known_previous and isinstance(shown.before.amount, int) else None
        cells: dict[str, Content] = {
            "name": "　" * (handover.depth(index) + 1) + handover.line_name(row),
            "expense": places.expense(expense),
            "request": request,
            "previous": previous,
            "change": self._change(request_yen, previous_yen),
            "kind": places.marks.line,
            "id": lines.ids[row],
            "unit": handover.line_unit(row),
            "account": places.account_of(program),
            "demand": places.demand(demand),
            "demand_code": DEMANDS[demand],
            "expense_code": EXPENSES[expense],
            "key": places.vintage_key(row, year),
            "line": places.line_key(row),
            "line_previous": self._same("previous", previous),
            "line_request": self._same("request", request),
            "product": written_product(handover, row, shown.now, self._cell),
        }
        if year is not None:
            cells |= {"cohort": self._cohort(shown.age), "intake_year": handover.texts.era(year)}
        if not shown.age:
            cells["basis"] = handover.grounds.basis(row)
        cells |= {**self._drivers(shown.now, ""), **self._drivers(shown.before, "previous_")}
        if shown.age:
            cells |= self._of_newest(row, shown.now)
        elif len(handover.vintages[row]) > 1:
            cells |= self._for_older(cells)
        if request_yen is not None:
            cells |= self._split(demand, request_yen)
        if handover.options.examiner:
            cells |= self._settled(request, shown.now, rounding)
        months, is_divided = cells.get("months"), value_of(cells.get("divisor")) != 1
        if is_divided and value_of(months) == 1 and not isinstance(months, Styled) and _is_in_months(shown.now):
            cells["months"] = Styled(months, Style.GIVEN)  # one of twelve, which a blank would not tell
        levels = {f"level{at}": key for at, key in enumerate(places.levels(index), start=1)}
        return {**cells, **levels, **handover.codes.cells(row)}

    def _cohort(self, age: int) -> str:
        if not age:
            return self._handover.say("新規", "new")
        return self._handover.say(f"継続{age + 1}年目", f"year {age + 1}")

    def _drivers(self, vintage: Vintage, prefix: str) -> Mapping[str, Content]:
        found = factors(vintage)
        drivers: dict[str, Content] = dict(
            zip(FACTOR_HEADINGS, (vintage.rate, vintage.intake, *(found or ())), strict=False)
        )
        if found is not None:
            times, share = self._cell(f"{prefix}times"), self._cell(f"{prefix}share")
            drivers["factor"] = Formula(f"PRODUCT({times}:{share})", found.numerator)
        return {f"{prefix}{key}": value for key, value in drivers.items()}

    def _for_older(self, cells: Mapping[str, Content]) -> Mapping[str, Content]:
        """The drivers of the newest vintage once more, for those that take them from it."""
        found = ((key, cells.get(key)) for key in OF_NEWEST)
        return {f"newest_{key}": Formula(self._cell(key), value) for key, value in found if isinstance(value, int)}

    def _of_newest(self, row: int, vintage: Vintage) -> Mapping[str, Content]:
        """What a vintage takes from the newest: times and share are the year's, the rate is where the line says so.

        A share of which some have left is so much of the newest's.
        """
        newest = self._handover.vintages[row][0]
        year, own, theirs = newest.now.intake_year, factors(vintage), factors(newest.now)
        made: dict[str, Content] = {}
        if own is not None and theirs is not None:
            for key, value, other in zip(FACTOR_KEYS, own, theirs, strict=True):
                part = Fraction(value, other) if other else None
                if part is not None or not value:
                    made[key] = Formula(f"{self._places.cell(f'newest_{key}', row, year)}{_part(part)}", value)
        of_the_year = not pays_rate_of_intake(self._evaluation.drivers(row), self._portfolio.request_year)
        if of_the_year and vintage.rate is not None and vintage.rate == newest.now.rate:
            made["rate"] = Formula(self._places.cell("newest_rate", row, year), vintage.rate)
        return made

    def _lacks(self, row: int, vintage: Vintage, year: int) -> bool:
        """Whether a figure is not known that is needed as soon as anybody is there."""
        line = self._evaluation.drivers(row)
        return vintage.rate is None or None in (factor_at(line.times, year), factor_at(line.share, year))

    def _amount(self, vintage: Vintage, rounding: Rounding, known: bool, prefix: str, *, lacks: bool) -> Content:
        """One vintage's amount.

        Where a figure of any vintage is not known the line has no amount, so that none of them shows one; where it
        `lacks` one and nobody is there it is 0, and no number as soon as somebody is put there.
        """
        if vintage.amount is Lack.UNPRICED:
            return self._handover.unpriced
        if not known or not isinstance(vintage.amount, int):
            return None
        found = factors(vintage)
        if found is None:
            return vintage.amount
        if lacks:
            return Formula(f"IF({self._cell(prefix + 'people')}=0,0,NA())", vintage.amount)
        numerator = abs(vintage.intake * (vintage.rate or 0) * found.numerator)
        product = f"PRODUCT({self._cell(prefix + 'rate')}:{self._cell(prefix + 'share')})"
        return Formula(rounded(product, self._cell(f"{prefix}divisor"), rounding, numerator), vintage.amount)

    def _same(self, key: str, amount: Content) -> Formula:
        """The amount of the row once more, for those who add up lines alone."""
        value = amount.value if isinstance(amount, Formula) else amount
        return Formula(self._cell(key), value if isinstance(value, int | str) else 0)

    def _split(self, demand: int, yen: int) -> Mapping[str, Content]:
        """要求額 and 要望額: the whole amount is the one or the other, as the column 要求区分 says."""
        cells: dict[str, Content] = {}
        for key, choice in (("asked", 1), ("wished", 2)):
            word, unstated = self._places.demand(choice), self._places.demand(0)
            kind = self._cell("demand")
            formula = f'IF({kind}="{word}",{self._cell("request")},IF({kind}="{unstated}","{unstated}",0))'
            cells[key] = Formula(formula, unstated if not demand else yen if demand == choice else 0)
        return cells

    def _settled(self, request: Content, vintage: Vintage, rounding: Rounding) -> Mapping[str, Content]:
        """What the examiner's figures come to: his amount, else his rate and quantity in place of those requested."""
        rate, people, amount = (self._cell(key) for key in EXAMINER[:3])
        asked = otherwise = self._cell("request") if request is not None else f'"{UNSTATED}"'
        value = request.value if isinstance(request, Formula) else request
        found = factors(vintage)
        applied = {
            "applied_rate": Formula(f"IF(ISNUMBER({rate}),{rate},{self._cell('rate')})", vintage.rate or 0),
            "applied_people": Formula(f"IF(ISNUMBER({people}),{people},{self._cell('people')})", vintage.intake),
        }
        if isinstance(request, Formula) and found is not None:
            product = f"PRODUCT({self._cell(APPLIED[0])}:{self._cell(APPLIED[-1])})"
            numerator = abs(vintage.intake * (vintage.rate or 0) * found.numerator)
            result = rounded(product, self._cell("divisor"), rounding, numerator)
            otherwise = f"IF(COUNT({rate},{people})=0,{asked},{result})"
        settled = Formula(
            f"IF(ISNUMBER({amount}),{amount},{otherwise})", value if isinstance(value, int | str) else UNSTATED
        )
        return {SETTLED: settled, f"line_{SETTLED}": self._same(SETTLED, settled), **applied}


def _is_in_months(vintage: Vintage) -> bool:
    """Whether the divisor of a vintage has the months of a year in it."""
    found = divisors(vintage)
    return found is not None and found[0] == MONTHS


def _part(part: Fraction | None) -> str:
    """What turns a cell into so much of it."""
    if part is None:
        return ""
    times = f"*{part.numerator}" if part.numerator != 1 else ""
    return times + (f"/{part.denominator}" if part.denominator != 1 else "")
