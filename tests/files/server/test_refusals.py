"""What a server refuses is said in our words; its own, in whatever language, are quoted."""

from __future__ import annotations

import psycopg
import pytest

from planner.files.server.address import Address
from planner.files.server.refusals import refusal
from planner.words.texts import texts_for

ADDRESS = Address.read("postgresql://me:secret@localhost/plans")


@pytest.mark.parametrize(
    ("code", "english", "japanese"),
    [
        ("53100", "The server has no disk space, memory or connections left.", "サーバーのディスク"),
        ("57P01", "The server was stopped, or called the work off.", "サーバーが停止したか"),
        ("40P01", "Others worked on the same tables meanwhile.", "ほかの人が同時に"),
        ("XX001", "The server has a fault of its own.", "サーバー側の障害です"),
        ("25006", "The server can only be read from.", "読み出し専用のサーバーです"),
        ("22012", "The server refuses.", "サーバーが拒みました"),
    ],
)
def test_what_is_known_of_a_code_is_said_and_the_rest_is_quoted(code: str, english: str, japanese: str) -> None:
    error = psycopg.errors.lookup(code)("für secret reicht es nicht.\nmehr")
    told = refusal(psycopg, error, ADDRESS)
    for language, said, reason in (
        ("en", english, "“für ••• reicht es nicht”"),
        ("ja", japanese, "「für ••• reicht es nicht」"),
    ):
        shown = told.render(texts_for(language).translate)
        assert said in shown and reason in shown
        assert "mehr" not in shown
