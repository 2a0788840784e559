"""What tests of files, window and command line share."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from planner.files.whole import Progress
from tests.colleague import Colleague, hold
from tests.libreoffice import Office
from tests.postgres import Postgres

# Helpers say as much as tests do where an assertion fails.
pytest.register_assert_rewrite("tests.app", "tests.files", "tests.reference")

# A law is tried with so many percent of the examples it names, see `tests.strategies.examples`.
settings.register_profile("full", deadline=None, max_examples=100)
settings.register_profile("quick", deadline=None, max_examples=5)
settings.load_profile("full")

OBJECTS = 50_000
"""So many more than at the last look are looked through; at Python's 700 that is a third of some tests."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Python looks for garbage seldom, as the program has it, and never through what was imported and collected."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs LibreOffice is marked so. What takes long goes first: no core is left alone with it at the end."""
    for item in items:
        if isinstance(item, pytest.Function) and "office" in item.fixturenames:
            item.add_marker(pytest.mark.office)
    items.sort(key=lambda item: (item.get_closest_marker("office") is None, item.get_closest_marker("slow") is None))


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Foreign workbooks are read in the test's own process, but for tests of a journey, marked `apart`."""
    if request.node.get_closest_marker("apart") is None:

        def read(path: Path, progress: Progress | None = None) -> object:
            from planner.files.incoming.workbook import IncomingBook  # noqa: PLC0415 - most tests read none

            return IncomingBook(path, progress)

        for room in ("portfolio.book", "review.returned"):
            monkeypatch.setattr(f"planner.files.{room}.incoming_book", read)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile for this process alone, so that tests can run side by side."""
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process of its own.

    It ends with the module: none of its threads is there where windows are tested.
    """
    distributed = pytest.importorskip("distributed", reason="Dask (the extra cluster) is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        yield local.scheduler_address


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this process alone, so that tests can run side by side."""
    if os.name == "nt":
        pytest.skip("Debian's PostgreSQL is what it is tried with")
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def colleague() -> Iterator[Colleague]:
    """Another program that has a document open until it reads a line."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path) -> subprocess.Popen[str]:
        process = hold(path)
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
