"""One window a document: who opens a document that is open already is led to its window.

The program that shows a document listens under a name made from the document, the user and the user's session (on a
terminal server a user may have several). Nothing but a ring goes over that line; it never leaves the computer.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from getpass import getuser
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from planner.app.session.moved import Moved
from planner.app.session.session import Session

WAIT_MS = 2000
"""So long a program that listens is waited for; one that hangs does not keep another from opening the document."""
ANSWER = b"!"
ANYONE = -1


class Doorbell(QObject):
    """Listens for the document that a session shows.

    Signals:
        rung(): somebody wants to see the document.
    """

    rung = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._path: Path | None = None
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.after.path != self._path:
            self.listen(moved.after.path)

    def listen(self, path: Path | None) -> None:
        """Listen for this document from now on, or for none; where another program does, it goes on."""
        self._path = path
        self._server.close()
        if path is not None and not self._server.listen(name_of(path)) and not ring(path):
            QLocalServer.removeServer(name_of(path))  # left by a program that was killed
            self._server.listen(name_of(path))

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.write(ANSWER)
            caller.flush()
            caller.disconnectFromServer()
            self.rung.emit()


def ring(path: Path) -> bool:
    """Lead the user to the window that shows a document; whether there is one, and it answers."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(path))
    if not socket.waitForConnected(WAIT_MS):
        return False
    if sys.platform == "win32":  # only the program that is in front may let another come there
        ctypes.windll.user32.AllowSetForegroundWindow(ANYONE)
    heard = bool(socket.bytesAvailable()) or socket.waitForReadyRead(WAIT_MS)
    socket.close()
    return heard


def name_of(path: Path) -> str:
    """The name under which the program listens that shows a document: by document, user and session."""
    document = os.path.normcase(_without_mark(os.path.realpath(path)))
    said = "\0".join((document, getuser(), session_of_user()))
    return f"planner-{hashlib.sha256(said.encode(errors='surrogatepass')).hexdigest()[:32]}"


def _without_mark(path: str) -> str:
    r"""A path without the mark that lets Windows take it as it stands (`\\?\`): as others spell the same file."""
    share = "\\\\?\\UNC\\"
    return f"\\\\{path[len(share) :]}" if path.startswith(share) else path.removeprefix("\\\\?\\")


def session_of_user() -> str:
    """What tells two sessions of one user apart: on a terminal server each has its own screen."""
    if sys.platform == "win32":
        number = ctypes.c_ulong()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(number))
        return str(number.value)
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "")
