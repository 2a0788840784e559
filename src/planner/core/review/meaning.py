"""What an examiner wrote into a cell, understood: a figure, a word that stands for one, or a question to be asked.

A figure that can be meant in two ways counts only once the officer has said in which: `△1,000` may be a cut by 1,000
or a negative amount, `90%` what is left or what is cut, a figure struck through a figure or none.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import NamedTuple

from planner.core.edits.typed import read_entry
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import Field, Kind
from planner.core.money import NEGATIVE_SIGNS, YEN_LIMIT, normalise_number, parse_number, round_ratio

AMOUNT = Field(
    "amount", Kind.YEN, N_("Amount"), N_("yen"), N_("Yen of the request year."), 1 - YEN_LIMIT, YEN_LIMIT - 1
)
"""An amount that an examiner gives."""


class Reading(StrEnum):
    """One way in which a figure can be meant."""

    CUT = "cut"
    FIGURE = "figure"
    SHARE = "share"
    NOTHING = "nothing"
    NONE = "none"


class Choice(NamedTuple):
    """A way in which a cell can be meant, the figure it comes to (`None` for none given), and both in words."""

    reading: Reading
    figure: int | None
    said: Message


class Meaning(NamedTuple):
    """What a cell means.

    `figure`: what it gives, `None` for nothing. `said`: how it was understood, where that does not go without saying.
    `choices`: the ways it can be meant, where it has to be asked; there is no figure then. `rounded`: to a whole yen
    or person.
    """

    figure: int | None = None
    said: Message | None = None
    choices: tuple[Choice, ...] = ()
    rounded: bool = False


AS_REQUESTED = frozenset(
    (
        *("同左", "要求どおり", "要求通り", "要求のとおり", "要求の通り", "要求額どおり", "原案どおり"),
        *("認める", "可", "承認", "○", "◯", "〇", "ok", "asrequested", "same", "allowed", "approved"),
    )
)
NOTHING = frozenset(("皆減", "全減", "全額減", "認めない", "不可", "ゼロ", "零", "nothing", "notallowed"))
NO_MEASURE = frozenset(("減", "増", "減額", "増額", "要減", "要減額", "縮減", "less", "more", "cut"))
SIGNS = f"{NEGATIVE_SIGNS}+＋"
DASHES = frozenset("-−－–—―‐‑ー")


def read_cell(text: str, field: Field, requested: int | None, *, struck: bool = False) -> Meaning:
    """What a text in a column for `field` means, given what is requested there.

    `struck`: it is struck through. Raises `UserError` where it says nothing that can be understood.
    """
    meaning = _meaning(text, field, requested)
    if not struck:
        return meaning
    choices = meaning.choices
    if not choices and meaning.figure is not None:
        choices = (_figure(field, meaning.figure),)
    return Meaning(choices=(*choices, _none(N_("struck through: withdrawn"))), rounded=meaning.rounded)


def _meaning(text: str, field: Field, requested: int | None) -> Meaning:
    word = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if word in ("true", "false"):
        raise UserError(N_("{text} is no number."), N_("Ask what the tick stands for."), text=word.upper())
    if word in NO_MEASURE:
        raise UserError(N_("“{text}” does not say by how much."), N_("Ask by how much."), text=text.strip())
    if word in AS_REQUESTED:
        return Meaning(requested, _said(text, Message.of(N_("as requested"))))
    if word in NOTHING or (word in DASHES and field is AMOUNT):
        return Meaning(0, _said(text, Message.of(N_("nothing"))))
    if word in DASHES:
        nothing, none = N_("nothing"), N_("no figure is given")
        return Meaning(choices=(Choice(Reading.NOTHING, 0, Message.of(nothing)), _none(none)))
    plain = normalise_number(text)
    if plain.endswith("%") and text.strip()[0] not in SIGNS:
        return _share(text, plain, field, requested)
    if plain.startswith("-") and not plain.endswith("%") and (requested is None or requested >= 0):
        return _negative(text, field, requested)
    figure, rounded = read_entry(text, field, requested)
    said: object = field.text(figure) if figure else Message.of(N_("nothing"))
    goes_without = _is_plain(text) and (figure or figure == requested)
    return Meaning(figure.numerator, None if goes_without else _said(text, said), rounded=rounded)


def _share(text: str, plain: str, field: Field, requested: int | None) -> Meaning:
    """`90%`: of what is requested, or cut by it."""
    share = parse_number(plain[:-1]) / 100
    if requested is None:
        raise UserError(
            N_('"{text}" is a share, but nothing is known that it could be of.'),
            N_("Ask for the figure itself."),
            text=text.strip(),
        )
    ways = (
        (Reading.SHARE, share, N_("{share} of what is requested: {figure}")),
        (Reading.CUT, 1 - share, N_("a cut by {share}: {figure}")),
    )
    choices = []
    for reading, factor, said in ways:
        exact = requested * factor
        figure = round_ratio(exact.numerator, exact.denominator)
        if _may_stand(field, figure):
            choices.append(Choice(reading, figure, Message.of(said, share=text.strip(), figure=field.text(figure))))
    return Meaning(choices=tuple(choices))


def _negative(text: str, field: Field, requested: int | None) -> Meaning:
    """`△1,000`: a cut by it, or a negative figure."""
    cut, rounded = read_entry(text.strip()[1:], field, requested)
    cut = cut.numerator
    if not cut:
        return Meaning(0, _said(text, Message.of(N_("nothing"))), rounded=rounded)
    choices = []
    if requested is not None and cut <= requested:
        said, left = N_("a cut by {amount}: {figure}"), requested - cut
        message = Message.of(said, amount=field.text(cut), figure=field.text(left))
        choices.append(Choice(Reading.CUT, left, message))
    if _may_stand(field, -cut):
        choices.append(_figure(field, -cut))
    if not choices:
        field.check(-cut)
    return Meaning(choices=tuple(choices), rounded=rounded)


def _figure(field: Field, figure: int) -> Choice:
    said = N_("a negative figure: {figure}") if figure < 0 else N_("the figure {figure}")
    return Choice(Reading.FIGURE, figure, Message.of(said, figure=field.text(figure)))


def _none(said: str) -> Choice:
    return Choice(Reading.NONE, None, Message.of(said))


def _said(text: str, meaning: object) -> Message:
    return Message.of("{text}: {meaning}", text=text.strip(), meaning=meaning)


def _is_plain(text: str) -> bool:
    try:
        parse_number(text)
    except UserError:
        return False
    return True


def _may_stand(field: Field, figure: int) -> bool:
    try:
        field.check(figure)
    except UserError:
        return False
    return True
