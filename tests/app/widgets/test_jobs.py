"""Work off the screen's thread, and what is told of it: on the screen's thread, to those who are still there."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from planner.app.widgets.jobs import Job, Jobs
from planner.core.errors import UserError
from tests.app.reach import qt_objects

SCREEN = threading.main_thread()


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:
    owner = QObject()
    yield owner
    owner.deleteLater()


def delete(owner: QObject) -> None:
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_came_of_it_is_told_on_the_screen_s_thread(qtbot: QtBot, owner: QObject) -> None:
    told: list[object] = []
    jobs = Jobs(owner)
    jobs.do(
        lambda: threading.current_thread() is SCREEN,
        done=lambda result: told.extend([result, threading.current_thread() is SCREEN]),
        ended=lambda: told.append("ended"),
    )
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["ended", False, True]


def refuse() -> None:
    raise UserError("no", "do")


def mistake() -> None:
    raise KeyError("mistake")


def test_a_refusal_and_a_mistake_are_told_apart(qtbot: QtBot, owner: QObject) -> None:
    refused: list[UserError] = []
    jobs = Jobs(owner)
    jobs.do(refuse, refused=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    with qtbot.captureExceptions() as caught:
        jobs.do(mistake, refused=refused.append)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is KeyError
    assert len(refused) == 1


def test_what_ends_after_its_owner_is_told_to_nobody(qtbot: QtBot) -> None:
    told: list[object] = []
    owner, go_on = QObject(), threading.Event()
    job = Jobs(owner).do(go_on.wait, done=told.append, ended=lambda: told.append("ended"))
    delete(owner)
    go_on.set()
    job.wait()
    later = QObject()
    Jobs(later).do(lambda: None, done=lambda _: told.append("later"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["later"]
    later.deleteLater()


def test_work_is_given_up_where_it_next_tells_how_far_it_is(qtbot: QtBot, owner: QObject) -> None:
    job, go_on = Job(), threading.Event()
    told: list[object] = []

    def work() -> None:
        job.tell(1, 2)
        go_on.wait()
        job.tell(2, 2)

    Jobs(owner).do(
        work,
        job=job,
        progressed=lambda done, total: told.append((done, total)),
        done=lambda _: told.append("done"),
        given_up=lambda: told.append("given up"),
    )
    qtbot.waitUntil(lambda: bool(told))
    job.give_up()
    go_on.set()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [(1, 2), "given up"]


def test_what_is_left_is_not_told(qtbot: QtBot, owner: QObject) -> None:
    told: list[str] = []
    jobs, go_on = Jobs(owner), threading.Event()
    left = jobs.do(go_on.wait, done=lambda _: told.append("left"))
    jobs.leave()
    assert left.is_given_up
    go_on.set()
    left.wait()
    jobs.do(lambda: None, done=lambda _: told.append("later"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["later"]


def test_work_that_holds_something_of_qt_is_found(owner: QObject) -> None:
    assert list(qt_objects(partial(len, [("a", {"b": 1})]))) == []
    assert list(qt_objects(partial(print, {"deep": [owner]}))) == [owner]
    assert list(qt_objects(owner.objectName)) == [owner]
    assert list(qt_objects(lambda: owner)) == [owner]


def test_no_window_is_freed_on_a_job_s_thread(qtbot: QtBot, owner: QObject) -> None:
    """A circle of references is collected by whatever thread allocates; in the program by the screen's alone."""
    freed: list[threading.Thread] = []
    gone = QObject()
    gone.itself = gone  # type: ignore[attr-defined]
    weakref.finalize(gone, lambda: freed.append(threading.current_thread()))
    del gone
    many: list[object] = []
    job = Jobs(owner).do(lambda: many.extend([[]] for _ in range(100_000)))
    job.wait()
    assert freed == []
    qtbot.waitUntil(lambda: bool(freed))
    assert freed == [SCREEN]
    assert not gc.isenabled()
