"""A PostgreSQL server of its own for the tests: started from Debian's packages, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

OWNER, PASSWORD = "planner", "通り Pa/ss@1"
"""Who may do everything without a password, and the password of those who need one."""
GUARDED = "guarded"
"""May log in only with the password, and may make nothing."""
SETTINGS = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=20", "listen_addresses="
"""What is not safe from a power cut is quick; it is reached by a socket in its folder alone."""


def programs() -> Path:
    """Where the newest server installed has its programs; a machine without one fails here, as with LibreOffice."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    assert found, "PostgreSQL is needed: `python3 dev.py test` installs it on Debian and Ubuntu"
    return found[-1].parent


class Postgres:
    """A server that is up from its making until it is stopped."""

    def __init__(self) -> None:
        self._programs = programs()
        # the folders of pytest are for their owner alone, and where that is root the server runs as somebody else
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        # it refuses to run as root
        self._as: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.geteuid() != 0:
            self._as = {}
        else:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "--pgdata", self._data, "--username", OWNER, "--encoding=UTF8", "--locale=C", "--no-sync")
        rules = f"local all {GUARDED} scram-sha-256\nlocal all all trust\n"
        (self._data / "pg_hba.conf").write_text(rules, encoding="utf-8")
        options = " ".join(f"-c {each}" for each in (*SETTINGS, f"unix_socket_directories={self.folder}"))
        self._control("start", "-w", "-t", "60", "-o", options, "-l", str(self.folder / "log"))
        self._run(
            "psql",
            "-h",
            self.folder,
            "-U",
            OWNER,
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-q",
            "-c",
            f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'",
        )

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str = "postgres", user: str = OWNER) -> str:
        """The address of a database, by the socket."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self, name: str, *settings: str) -> str:
        """The address of a new database of that name."""
        self._run("createdb", "-h", self.folder, "-U", OWNER, "-T", "template0", *settings, name)
        return self.address(name)

    def stop(self) -> None:
        """End it, and take its folder away."""
        self._control("stop", "-m", "fast", "-w")
        shutil.rmtree(self.folder)

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", self._data, *arguments)

    def _run(self, program: str, *arguments: object) -> None:
        """Run one of its programs to its end; what it says goes into a file, as the server keeps it open."""
        command = [str(self._programs / program), *map(str, arguments)]
        with tempfile.TemporaryFile() as said:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd="/",
                check=False,
                timeout=120,
                **self._as,
            ).returncode
            said.seek(0)
            assert code == 0, said.read().decode(errors="replace")
