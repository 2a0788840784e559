"""Whole yen: reading amounts as officers type them, printing them, and the one place where money is rounded.

Nothing here uses floating point. An amount is a Python integer of yen; a unit (千円, 百万円, 億円) is only
a way of printing it, and stored figures never change when the unit does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from planner.core.errors import N_, UserError

YEN_LIMIT = 10**15
"""Amounts typed or imported stay below a thousand trillion yen: what Excel keeps exactly (15 digits)."""

Int64s = npt.NDArray[np.int64]


class Mode(Enum):
    """How a fraction of a unit is settled; Excel's ROUND, ROUNDDOWN and ROUNDUP."""

    HALF = "half"  # 四捨五入: halves away from zero
    DOWN = "down"  # 切捨て: towards zero
    UP = "up"  # 切上げ: away from zero


class Rounding(Enum):
    """A line's rounding rule: the `mode`, and the `unit` it rounds to, 1 or 1,000 yen."""

    HALF = (Mode.HALF, 1)
    DOWN = (Mode.DOWN, 1)
    UP = (Mode.UP, 1)
    HALF_1000 = (Mode.HALF, 1000)
    DOWN_1000 = (Mode.DOWN, 1000)
    UP_1000 = (Mode.UP, 1000)

    def __init__(self, mode: Mode, unit: int) -> None:
        self.mode, self.unit = mode, unit

    @property
    def code(self) -> str:
        """The name in tables: `half`, `down`, `up`, `half-1000`…"""
        return self.name.lower().replace("_", "-")


ROUNDING_BY_CODE = {rule.code: rule for rule in Rounding}


def round_ratio(numerator: int, denominator: int, mode: Mode = Mode.HALF, unit: int = 1) -> int:
    """`numerator / denominator`, rounded to a multiple of `unit`; exact, `denominator` positive."""
    denominator *= unit
    if denominator == 1:
        return numerator
    quotient, rest = divmod(abs(numerator), denominator)
    if (mode is Mode.HALF and 2 * rest >= denominator) or (mode is Mode.UP and rest):
        quotient += 1
    return -quotient * unit if numerator < 0 else quotient * unit


def sum_of_rounded(amounts: Iterable[int], digit: int) -> int:
    """What amounts add up to, each first rounded to a multiple of `digit`, halves away from 0; in yen."""
    twice = 2 * digit
    return digit * sum((2 * yen + digit) // twice if yen >= 0 else -((digit - 2 * yen) // twice) for yen in amounts)


def round_ratios(numerators: Int64s, denominators: Int64s | int, mode: Mode, unit: int) -> Int64s:
    """`round_ratio` over arrays of one shape, or with one denominator for all.

    The caller has made sure that `2 × numerator + 2 × denominator × unit` fits.
    """
    scaled: Int64s = np.asarray(denominators * unit, dtype=np.int64)
    sizes, below_zero = np.abs(numerators), numerators < 0
    if mode is Mode.HALF:  # a division is dear, and one that tells the rest costs four times as much
        found = (2 * sizes + scaled) // (2 * scaled)
    elif mode is Mode.UP:
        found = (sizes + (scaled - 1)) // scaled
    else:
        found = sizes // scaled
    if below_zero.any():
        np.negative(found, out=found, where=below_zero)
    return found if unit == 1 else found * unit


class Unit(Enum):
    """A print unit: its name and its size in yen."""

    YEN = ("円", 1, "yen")
    THOUSAND = ("千円", 1_000, "thousand yen")
    MILLION = ("百万円", 1_000_000, "million yen")
    OKU = ("億円", 100_000_000, "100 million yen")

    def __init__(self, label: str, yen: int, english: str) -> None:
        self.label = label
        """The Japanese name, as printed in headers."""
        self.yen = yen
        """The size in yen."""
        self.english = english
        """The English name."""
        self.decimals = 1 if label == "億円" else 0
        """Digits shown after the point: 億円 are too coarse for a line without one."""


NEGATIVE_SIGNS = "△▲−－‐–-"
_SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "億": 10**8,
    "十億": 10**9,
    "百億": 10**10,
    "千億": 10**11,
    "兆": 10**12,
}
_SCALE_PATTERN = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
_PART = re.compile(rf"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)(?P<scale>{_SCALE_PATTERN})?")
_SPACE = re.compile(r"(?<![0-9.,])\s+|\s+(?![0-9.,])")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]*(\.[0-9]+)?")


def normalise_number(text: str) -> str:
    """Full-width and Japanese forms of a number as plain ASCII: signs in sign position first, then NFKC.

    Only full-width characters are folded: ① is a request number, not a 1. A space between two digits stays, so that
    `1 2` is not taken for 12.
    """
    text = text.strip().replace("\u3000", " ").strip()
    sign = ""
    if text and text[0] in NEGATIVE_SIGNS:
        sign, text = "-", text[1:]
    elif text and text[0] in "+＋":
        text = text[1:]
    if not text.isascii():
        text = "".join([unicodedata.normalize("NFKC", each) if "！" <= each <= "￮" else each for each in text])
    return sign + _SPACE.sub("", text.replace("、", ","))


def parse_number(text: str, unit: int = 1) -> Fraction:
    """The exact value of a number as written: `３，０７２千円`, `△5`, `2.4百万円`, `1億2,000万円`, `3/12`.

    A bare number counts in `unit` (yen in a yen column). Raises `UserError` for anything that is not one number:
    nothing is guessed, a misplaced comma least of all.
    """
    if text.isascii() and text.isdigit() and len(text) < 40:  # as most are written in tables
        return Fraction(int(text) * unit)
    plain = normalise_number(text)
    negative = plain.startswith("-")
    body = plain.removeprefix("-")
    if "/" in body:
        above, _, below = body.partition("/")
        if re.fullmatch(r"[0-9]{1,18}", above) and re.fullmatch(r"[0-9]{1,18}", below) and int(below):
            value = Fraction(int(above), int(below)) * unit
            return -value if negative else value
        raise _not_a_number(text)
    yen = body.endswith("円")
    body = body.removesuffix("円")
    if not body or len(body) > 40:
        raise _not_a_number(text)
    total, position, last_scale = Fraction(0), 0, None
    while position < len(body):
        match = _PART.match(body, position)
        if match is None or not _GROUPED.fullmatch(match["digits"]):
            raise _not_a_number(text)
        scale = _SCALES[match["scale"] or ""]
        if last_scale is not None and scale >= last_scale:
            raise _not_a_number(text)
        total += Fraction(match["digits"].replace(",", "")) * scale
        position, last_scale = match.end(), scale
    if last_scale == 1 and not yen and position and not re.search(_SCALE_PATTERN, body):
        total *= unit
    return -total if negative else total


def parse_yen(text: str, unit: Unit = Unit.YEN) -> int:
    """The amount a text says, in whole yen; raises `UserError` when it is no amount or no whole number of yen."""
    value = parse_number(text, unit.yen)
    if value.denominator != 1:
        raise UserError(
            N_('"{text}" is not a whole number of yen.'),
            N_("Write an amount in whole yen, for example 3,072,000."),
            text=text,
        )
    return within_limit(value.numerator, text)


def within_limit(yen: int, text: str = "") -> int:
    """`yen` itself, or `UserError` when it reaches `YEN_LIMIT`."""
    if abs(yen) >= YEN_LIMIT:
        raise UserError(
            N_('"{text}" is too large: amounts must stay below 10^15 yen.'),
            N_("Check the number of digits and the unit."),
            text=text or str(yen),
        )
    return yen


def _not_a_number(text: str) -> UserError:
    return UserError(
        N_('"{text}" is not a number.'),
        N_("Write for example 3,072,000, △5 or 3/12."),
        text=text,
    )


def format_amount(yen: int, unit: Unit = Unit.YEN, *, negative: str = "△") -> str:
    """An amount as printed in `unit`, 四捨五入, with separators; negatives carry △ and zero never does."""
    tenths = 10**unit.decimals
    scaled = round_ratio(yen * tenths, unit.yen)
    digits = f"{abs(scaled) // tenths:,}"
    if unit.decimals:
        digits += f".{abs(scaled) % tenths}"
    return f"{negative}{digits}" if scaled < 0 else digits


def format_change(yen: int, unit: Unit = Unit.YEN) -> str:
    """A difference as printed: `+` or `△` before it, plain when it is zero."""
    text = format_amount(yen, unit)
    return f"+{text}" if yen > 0 and any(digit in text for digit in "123456789") else text


def format_percent(new: int, old: int, from_nothing: str = "皆増", to_nothing: str = "皆減") -> str:
    """The change from `old` to `new` in percent, one decimal; 皆増 from nothing, 皆減 to nothing, − for neither."""
    if old == 0:
        return "−" if new == 0 else from_nothing
    if new == 0:
        return to_nothing
    tenths = round_ratio((new - old) * 1000, old) if old > 0 else round_ratio((old - new) * 1000, -old)
    digits = f"{abs(tenths) // 10:,}.{abs(tenths) % 10}%"
    if tenths == 0:
        return "0.0%"
    return f"△{digits}" if tenths < 0 else f"+{digits}"


def format_share(share: Fraction) -> str:
    """A part of a whole in percent, one decimal, 四捨五入; negatives carry △."""
    tenths = round_ratio(share.numerator * 1000, share.denominator)
    return f"{'△' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10}%"
