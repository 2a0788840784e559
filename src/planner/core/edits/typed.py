"""What officers type into a cell, understood: `３，０７２千円`, `△5`, `2.4百万円`, `+10%`, `×1.05`, `=2400*1.28`.

A bare number takes the unit of its column; `+10%` and `×1.05` act on the current value; yen and people are
rounded to whole ones, and the reader is told so.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from planner.core.errors import N_, Both, Message, UserError
from planner.core.model.fields import Field, Value
from planner.core.model.growth import check_growth
from planner.core.money import normalise_number, parse_number, round_ratio

TEXT_LIMIT = 200
_COUNTERS = "people|persons?|cases?|institutions?|schools?|projects?|cent(?:re|er)s?|fields?|lots?|times|months?"
_COUNTERS += "|人|名|件|機関|校|課題|拠点|分野|館|式|回|か月|ヶ月|カ月|ヵ月|月|年|個|台|社|都市|チーム|プロジェクト"
_COUNTED = re.compile(rf"(?P<number>.*[0-9億万千百十兆])(?:{_COUNTERS})")
_PERCENT = re.compile(r"(?P<number>[^%]+)%")
_FACTOR = re.compile(r"[×✕xX*＊](?P<number>.+)")
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9.,]+(?:[十百千万億兆]+)?円?%?)|(?P<sign>[-+*/()]))")


class Entered(NamedTuple):
    """The value understood, and whether it had to be rounded to a whole yen or person."""

    value: Value
    rounded: bool = False


def read_entry(text: str, field: Field, current: Value | None = None) -> Entered:
    """The value a text stands for in `field`, given the value there now; `UserError` when it stands for none."""
    if len(text) > TEXT_LIMIT:
        raise UserError(N_("The text is too long for a number."), N_("Write at most 200 characters."))
    if field.choices:
        return Entered(_choice(text, field))
    exact = _exact(text.strip(), field, current)
    if not field.is_whole:
        return Entered(field.check(exact))
    whole = round_ratio(exact.numerator, exact.denominator)
    field.check(whole)
    return Entered(whole, whole != exact)


def read_growth(text: str) -> Fraction:
    """A growth a year as written: `2%`, `1.5％`, `△1%`, `0.02`, `1/50`; `UserError` when it is none."""
    plain = normalise_number(text)
    percent = _PERCENT.fullmatch(plain)
    return check_growth(parse_number(percent["number"]) / 100 if percent else parse_number(plain))


def _choice(text: str, field: Field) -> int:
    """The choice a word stands for; width and case do not matter."""
    wanted = _folded(text)
    for place, (name, words) in enumerate(zip(field.choices, field.words, strict=True)):
        if wanted in map(_folded, (name, *words)):
            return place
    raise UserError(
        N_('"{text}" is not a {field}.'),
        N_("Write one of: {words}. Nothing at all returns to the parent's value."),
        text=text.strip(),
        field=Message.of(field.label),
        words=Both("、".join(words[0] for words in field.words), ", ".join(words[-1] for words in field.words)),
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _exact(text: str, field: Field, current: Value | None) -> Fraction:
    if text[:1] in ("=", "＝"):
        return _Formula(text[1:]).value()
    factor = _FACTOR.fullmatch(text)
    if factor:
        return _present(current, text) * parse_number(factor["number"])
    signed = text[:1] in "+＋△▲−－‐–-" and text != ""
    plain = normalise_number(text)
    percent = _PERCENT.fullmatch(plain)
    if percent:
        hundredths = parse_number(percent["number"]) / 100
        if signed:
            return _present(current, text) * (1 + hundredths)
        if not field.is_whole:
            return hundredths
        raise UserError(
            N_('"{text}" is a share, but {field} is not.'),
            N_("Write +10% or -10% to raise or cut the current value."),
            text=text,
            field=Message.of(field.label),
        )
    if not field.is_money:
        counted = _COUNTED.fullmatch(plain)
        if counted:
            plain = counted["number"]
        if "円" in plain:
            raise UserError(
                N_('"{text}" is an amount of money, but {field} is not.'),
                N_("Write a number without a money unit."),
                text=text,
                field=Message.of(field.label),
            )
    return parse_number(plain)


def _present(current: Value | None, text: str) -> Fraction:
    if current is None:
        raise UserError(
            N_('"{text}" changes the current value, but there is none.'),
            N_("Write the value itself."),
            text=text,
        )
    return Fraction(current)


class _Formula:
    """Exact arithmetic with + − × ÷ and parentheses over numbers with units; nothing else."""

    def __init__(self, text: str) -> None:
        self._text = text
        plain = text.replace("×", "*").replace("÷", "/").replace("−", "-").replace("－", "-")
        plain = plain.replace("△", "-").replace("▲", "-")
        self._tokens = self._split(normalise_number("0" + plain)[1:])
        self._at = 0

    def _split(self, plain: str) -> list[str]:
        tokens, at = [], 0
        while at < len(plain):
            match = _TOKEN.match(plain, at)
            if match is None:
                raise self._wrong()
            tokens.append(match["number"] or match["sign"])
            at = match.end()
        return tokens

    def value(self) -> Fraction:
        result = self._sum()
        if self._at < len(self._tokens):
            raise self._wrong()
        return result

    def _sum(self) -> Fraction:
        total = self._term()
        while self._peek() in ("+", "-"):
            total = total + self._term() if self._take() == "+" else total - self._term()
        return total

    def _term(self) -> Fraction:
        product = self._factor()
        while self._peek() in ("*", "/"):
            if self._take() == "*":
                product *= self._factor()
            else:
                divisor = self._factor()
                if divisor == 0:
                    raise UserError(N_('"={text}" divides by zero.'), N_("Correct the formula."), text=self._text)
                product /= divisor
        return product

    def _factor(self) -> Fraction:
        token = self._take()
        if token == "-":
            return -self._factor()
        if token == "+":
            return self._factor()
        if token == "(":
            inner = self._sum()
            if self._take() != ")":
                raise self._wrong()
            return inner
        if token in ("", "*", "/", ")"):
            raise self._wrong()
        if token.endswith("%"):
            return parse_number(token[:-1]) / 100
        return parse_number(token)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _wrong(self) -> UserError:
        return UserError(
            N_('"={text}" is not a formula of numbers.'),
            N_("Use numbers with + - × ÷ and parentheses, for example =2400*1.28."),
            text=self._text,
        )
