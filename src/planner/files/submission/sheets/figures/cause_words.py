"""The causes of a change in words that follow the figures: each clause is blank where its cell is 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.core.explain.difference import Explained
from planner.core.memo import memoised
from planner.core.model.fields import RETENTION, SHARE, TIMES
from planner.core.model.portfolio import HEADCOUNT_UNIT
from planner.core.money import Unit
from planner.files.plain.sheet import EXACT, Formula
from planner.files.plain.text_width import broken, text_width
from planner.files.submission.factors import share_of
from planner.files.submission.handover import Handover
from planner.files.submission.sentence import Sentence
from planner.words.differences import MoreOrLess, amount_text, clause, finer_units, phrases, sentence, without
from planner.words.figures import unit_name

LONGEST = 8_000
"""Excel takes no formula that is longer, by a little."""

EDITED = "edited"
"""The key of what was typed into the workbook since and is part of no cause there, beside those of causes."""


ANY_CELL = "\0"
"""Stands for a cell in a formula that is made once for all of them."""

NOTHING = '""'
"""What a number format says of 0 where nothing is to be said: a blank is "0" to some spreadsheets."""


class CauseWords:
    """The words of a hand-over's causes, in its language, unit and sign."""

    def __init__(self, handover: Handover) -> None:
        self._handover, self._unit = handover, handover.options.unit
        self._sign = handover.options.sign.value
        self._between = handover.say("、", "; ")

    # ---------------------------------------------------------------- causes

    def sentence(
        self, one: Explained, cells: Mapping[str, str], standing: str, indent: str, width: int
    ) -> list[str | Formula]:
        """Why an amount differs, in lines; what no formula can say is headed as it was when it was written."""
        head = f"{indent}{standing}　" if standing else indent
        written = sentence(one, self._handover.texts, self._unit, from_previous=True, negative=self._sign)
        figures = one.causes | {EDITED: 0}
        keys = sorted((key for key in cells if figures[key]), key=lambda key: -abs(figures[key]))
        clauses = {key: self._clause(key, one, figures[key], cells[key]) for key in keys}
        if one.apart:
            said = without(one, self._handover.texts)
            clauses[_APART] = Formula(_quoted(self._between + said), said)
        said = self._between.join(str(clause.value) for clause in clauses.values())
        too_long = any(abs(figures[key]) >= EXACT for key in keys)  # a spreadsheet writes fifteen digits
        if not clauses:
            said = self._handover.texts._("No change")
        follows = cells and not too_long and self._unit is not Unit.OKU  # cells in 億円 are rounded
        if not follows or said != written:
            return [*self._as_written(written, head, indent, width)]
        lines: list[list[str]] = [[]]
        for key in clauses:
            line = "".join(str(clauses[each].value) + self._between for each in (*lines[-1], key))
            if lines[-1] and text_width(head + line) > width:
                lines.append([])
            lines[-1].append(key)
        rest = [key for key in cells if not figures[key]]
        lines[-1] += rest
        none = said if not clauses else ""
        clauses |= {key: self._clause(key, one, 0, cells[key]) for key in rest}
        made = [
            self._line(head if not at else indent, [clauses[key] for key in line], none)
            for at, line in enumerate(lines)
        ]
        if any(len(each.text) > LONGEST for each in made):
            return [*self._as_written(written, head, indent, width)]
        return [*made]

    def _clause(self, key: str, one: Explained, yen: int, cell: str) -> Formula:
        """A cause with its yen; nothing where it is 0."""
        if key == EDITED:
            return self._edited(cell)
        texts = self._handover.texts
        more, less = (texts._(said) for said in phrases(key, one, from_previous=True))
        text = self._of_any_cell((more, less)).replace(ANY_CELL, cell)
        if not yen:
            return Formula(text, "")
        said, told = clause((more, less), yen)
        return Formula(text, said.format(amount=amount_text(told, self._unit, texts, self._sign)))

    @memoised
    def _of_any_cell(self, both: MoreOrLess) -> str:
        """The formula of a cause that is more, or less, with `ANY_CELL` where its cell stands."""
        texts, text = self._handover.texts, ""
        space = "" if texts.language == "ja" else " "  # as `sentence` has it
        for unit in reversed(finer_units(self._unit)):  # in a finer one where it would read as 0
            more, less = (said.replace("{amount}", f"{{amount}}{space}{unit_name(unit, texts)}") for said in both)
            amount = ANY_CELL if unit is Unit.YEN else f"ROUND({ANY_CELL}/{unit.yen},0)"
            shown = self._clause_of(amount, more, less)
            text = shown if unit is Unit.YEN else f"IF(ABS({ANY_CELL})<{unit.yen // 2},{text},{shown})"
        return text

    def _clause_of(self, number: str, more: str, less: str) -> str:
        """The formula of a clause with a whole number: `more` above 0, `less` below, with the sign if both are one."""
        (before_more, _, after_more), (before_less, _, after_less) = (
            f"{self._between}{said}".partition("{amount}") for said in (more, less)
        )
        sign = self._sign if more == less else ""
        above, below = f'"{before_more}"#,##0"{after_more}"', f'"{before_less}{sign}"#,##0"{after_less}"'
        return f"TEXT({number},{_quoted(f'{above};{below};{NOTHING}')})"

    def _edited(self, cell: str) -> Formula:
        """What was typed since, to the yen; `cell` says what the causes come to more than 増△減."""
        said = self._handover.say("作成後の編集による増減 {amount}円", "change from figures typed since {amount} yen")
        return Formula(self._clause_of(f"-{cell}", said, said), "")

    def _line(self, head: str, clauses: Sequence[Formula], none: str) -> Formula:
        """Clauses in a row, without the sign before the first; `none` where there are none, if that is so now."""
        joined = "&".join(clause.text for clause in clauses)
        value = self._between.join(str(clause.value) for clause in clauses if clause.value)
        said = f"MID({joined},{len(self._between) + 1},9999)"
        if none:
            said = f'IF({joined}="",{_quoted(none)},{said})'
        return Formula(f"{_quoted(head)}&{said}", head + (value or none))

    def _as_written(self, written: str, head: str, indent: str, width: int) -> Iterator[str]:
        """A sentence that follows nothing, and says so where figures could make it another."""
        can_change = any(letter.isdigit() for letter in written) or written == self._handover.texts._("No change")
        said = self._handover.say("作成時：", "As written: ") if can_change else ""
        for at, line in enumerate(broken(said + written, width - text_width(head))):
            yield f"{indent if at else head}{line}"

    # ---------------------------------------------------------------- drivers

    def drivers(self, row: int, indent: str) -> list[str | Formula]:
        """What changed of the newest vintage: each driver with both its values; times and shares as written."""
        handover, say = self._handover, self._handover.say
        shown, is_lump = handover.vintages[row][0], handover.portfolio.is_lump[row]
        now, before, year = shown.now, shown.before, handover.intake_year(row, shown)
        said = Sentence(self._sign, Unit.YEN).say(indent)
        parts_said = 0

        def cell(key: str) -> str:
            return handover.places.cell(key, row, year)

        if now.rate is not None and before.rate is not None and now.rate != before.rate and before.intake:
            price = say("一式の額", "lump sum") if is_lump else say("単価", "rate")
            yen, rise = say("円", " yen"), f"({cell('rate')}-{cell('previous_rate')})"
            said.say(f"{price} ").number(cell("previous_rate"), before.rate)
            said.say(f"{yen} → ").number(cell("rate"), now.rate).say(say("円（", " yen ("))
            said.number(rise, now.rate - before.rate, say("＋", "+")).say(say("円）", " yen)"))
            parts_said += 1
        if now.intake != before.intake and not (is_lump and 0 in (now.intake, before.intake)):
            is_people = handover.portfolio.lines.units[row] == HEADCOUNT_UNIT
            taken_in = say("新規採用" if is_people else "新規採択", "intake")
            people = taken_in if handover.is_cohort(row) else say("員数", "quantity")
            said.say(f"{say('、', ', ') if parts_said else ''}{people} ")
            (start, _, one), (_, _, many) = (handover.counted(row, each).partition(str(each)) for each in (1, 2))
            for key, count, after in (("previous_people", before.intake, " → "), ("people", now.intake, "")):
                ends = _quoted(one + after), _quoted(many + after)
                end = ends[1] if one == many else f"IF({cell(key)}=1,{ends[0]},{ends[1]})"
                said.say(start).number(cell(key), count).take(end, (one if count == 1 else many) + after)
            parts_said += 1
        others = []
        if now.intake and before.intake:
            if now.times != before.times:
                moved = f"{TIMES.display(before.times)} → {TIMES.display(now.times)}"
                others.append(f"{say('回数・月数', 'times')} {moved}")
            if share_of(now) != share_of(before):
                others.append(
                    f"{say('率', 'share')} {SHARE.display(share_of(before))} → {SHARE.display(share_of(now))}"
                )
        others += self._retention(row)
        found: list[str | Formula] = [said.formula] if parts_said else []
        if others:
            found.append(f"{indent}{say('作成時：', 'As written: ')}{say('、', ', ').join(others)}")
        return found

    def _retention(self, row: int) -> Iterator[str]:
        """What is left of earlier intakes, where that is not what was left of those of their age last year."""
        say, ages = self._handover.say, dict[str, list[str]]()
        for age, now, before in self._handover.vintages[row]:
            if age and now.intake and before.intake:
                left, was = now.people / now.intake, before.people / before.intake
                if left != was:
                    moved = f"{RETENTION.display(was)} → {RETENTION.display(left)}"
                    ages.setdefault(moved, []).append(str(age + 1))
        for moved, years in ages.items():
            which = say(f"（{'・'.join(years)}年目）", f" (year {', '.join(years)}) ")
            yield f"{say('残存率', 'retention')}{which}{moved}"


_APART = "apart"
"""The key of the lines that are no part of the difference."""


def _quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"{}"'.format(text.replace('"', '""'))
