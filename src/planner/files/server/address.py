"""The address of a PostgreSQL server, told without its password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from planner.core.errors import N_, UserError

SCHEMES = ("postgresql://", "postgres://")
HIDDEN = ("password", "sslpassword")
"""The settings of an address that nobody may read."""


class Address(NamedTuple):
    """An address as it was given: `text` goes to the server's driver and nowhere else."""

    text: str

    @classmethod
    def read(cls, text: str) -> Address:
        """The address a text is; raises `UserError` where it is none, without saying it again."""
        authority = re.split("[?#]", text.partition("://")[2])[0]
        login, at, _rest = authority.rpartition("@")
        # libpq would take the rest of a password with such characters for the server, and name it in its answer
        if not text.startswith(SCHEMES) or (at and re.search("[@/]", login)):
            raise _no_address()
        return cls(text)

    def settings(self, psycopg: Any) -> Mapping[str, Any]:
        """What it sets, by the names that libpq has for it; raises `UserError` where it cannot be read."""
        try:
            found: Mapping[str, Any] = psycopg.conninfo.conninfo_to_dict(self.text)
        except psycopg.Error:  # its words repeat what is wrong, which may be a part of the password
            raise _no_address() from None
        return found

    def shown(self, psycopg: Any) -> str:
        """The address as it may be read by anyone."""
        told = self.settings(psycopg)
        user, port = told.get("user", ""), told.get("port", "")
        place = f"{told.get('host', '')}{f':{port}' if port else ''}"
        return f"postgresql://{f'{user}@' if user else ''}{place}/{told.get('dbname', '')}"

    def without_secrets(self, psycopg: Any, text: str) -> str:
        """A text of the server without what nobody may read of the address."""
        for name in HIDDEN:
            secret = self.settings(psycopg).get(name)
            text = text.replace(secret, "•••") if secret else text
        return text


def _no_address() -> UserError:
    return UserError(
        N_("This is not the address of a PostgreSQL server."),
        N_("Write postgresql://USER@HOST:PORT/DATABASE; in a password @ is written %40, / is %2F."),
    )
