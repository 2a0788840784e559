"""Texts of a sheet that follow its figures: put together by a formula, beside what they come to."""

from __future__ import annotations

from planner.core.money import Unit, format_amount, round_ratio
from planner.files.plain.sheet import Formula


def grouped(formula: str, sign: str, plus: str = "") -> str:
    """The formula of a whole number in words, with a sign of one's own below 0, and `plus` above it.

    A sign stands behind a backslash: not every spreadsheet reads quotes within quotes.
    """
    above, nought = (f"\\{plus}#,##0", ";0") if plus else ("#,##0", "")
    return f'TEXT({formula},"{above};\\{sign}#,##0{nought}")'


class Sentence:
    """A text put together of words and figures, as a formula and as what it comes to; amounts in `unit`, whole."""

    def __init__(self, sign: str, unit: Unit) -> None:
        self._sign, self._unit = sign, unit
        self._formulas: list[str] = []
        self._texts: list[str] = []

    def say(self, words: str) -> Sentence:
        """Go on with words."""
        return self.take('"{}"'.format(words.replace('"', '""')), words)

    def take(self, formula: str, text: str) -> Sentence:
        """Go on with what a formula comes to."""
        self._formulas.append(formula)
        self._texts.append(text)
        return self

    def amount(self, formula: str, yen: int, plus: str = "") -> Sentence:
        """Go on with an amount, `plus` before one above 0."""
        rounded = f"ROUND(({formula})/{self._unit.yen},0)"
        text = format_amount(yen, self._unit, negative=self._sign)
        sign = f'IF({rounded}<0,"{self._sign}",IF({rounded}>0,"{plus}",""))'
        has_sign = text.startswith(self._sign) or not text.strip("0")
        return self.take(f'{sign}&TEXT(ABS({rounded}),"#,##0")', text if has_sign else plus + text)

    def number(self, formula: str, value: int, plus: str = "") -> Sentence:
        """Go on with a whole number, `plus` before one above 0."""
        sign = self._sign if value < 0 else plus if value else ""
        return self.take(grouped(formula, self._sign, plus), f"{sign}{abs(value):,}")

    def share(self, formula: str, whole: str, yen: tuple[int, int], plus: str) -> Sentence:
        """Go on with an amount in percent of another; nothing where that is 0."""
        part, all_ = yen
        thousandths = round_ratio(abs(part) * 1000, abs(all_)) if all_ else 0
        percent = f'TEXT(ROUND(ABS({formula})/ABS({whole}),3),"#,##0.0%")'
        text = f'IF({whole}=0,"",IF({formula}<0,"{self._sign}","{plus}")&{percent})'
        sign = self._sign if part < 0 else plus
        return self.take(text, f"{sign}{thousandths // 10:,}.{thousandths % 10}%" if all_ else "")

    @property
    def formula(self) -> Formula:
        """All of it."""
        return Formula("&".join(self._formulas), "".join(self._texts))
