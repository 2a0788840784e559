"""One question at a time: of what was asked before nothing is told, however late its answer comes."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from planner.app.whatif.asking import Asking
from planner.core.errors import UserError
from planner.core.seek.targets import Progress


class Heard:
    """What came back, in order."""

    def __init__(self, asking: Asking) -> None:
        self.told: list[object] = []
        asking.answered.connect(self.told.append)
        asking.refused.connect(lambda error: self.told.append(str(error)))


def test_the_answer_to_what_was_asked_before_is_never_told(qtbot: QtBot) -> None:
    owner = QObject()
    asking, release, began = Asking(owner), Event(), []
    heard = Heard(asking)

    def slow(_progress: Progress) -> object:
        began.append("slow")
        release.wait()
        return "late"

    def quick(_progress: Progress) -> object:
        began.append("quick")
        return "in time"

    asking.ask(slow)
    qtbot.waitUntil(lambda: began == ["slow"])
    asking.ask(lambda _progress: "never begun")
    asking.ask(quick)
    assert asking.is_at_work
    release.set()
    qtbot.waitUntil(lambda: asking.is_idle and not asking.is_at_work)
    assert (heard.told, began) == (["in time"], ["slow", "quick"])


def test_what_was_given_up_is_not_told_and_ends_where_it_next_asks(qtbot: QtBot) -> None:
    owner = QObject()
    asking, release = Asking(owner), Event()
    heard = Heard(asking)

    def asked(progress: Progress) -> object:
        release.wait()
        progress(1, 2)
        return "not wanted any more"

    def refused(_progress: Progress) -> object:
        release.wait()
        raise UserError("Not so.", "Ask otherwise.")

    for work in (asked, refused):
        asking.ask(work)
        asking.give_up()
        assert not asking.is_at_work
        release.set()
        qtbot.waitUntil(lambda: asking.is_idle)
        release.clear()
    asking.ask(refused)
    release.set()
    qtbot.waitUntil(lambda: bool(heard.told))
    assert heard.told == ["Not so. Ask otherwise."]
