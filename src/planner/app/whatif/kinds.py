"""The kinds of questions there are, in the order of their tabs; a page is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from planner.app.session.desk import Desk
from planner.core.errors import N_

if TYPE_CHECKING:
    from planner.app.whatif.page import WhatIfPage


class Kind(NamedTuple):
    """A kind of question: the key of its verb, its name (a catalogue key), icon and keys, and what makes its page."""

    key: str
    title: str
    icon: str
    keys: str | None
    make: Callable[[Desk], WhatIfPage]


def _seek(desk: Desk) -> WhatIfPage:
    from planner.app.whatif.seek_page import SeekPage  # noqa: PLC0415 - nobody asks at the start

    return SeekPage(desk)


def _cut(desk: Desk) -> WhatIfPage:
    from planner.app.whatif.cut_page import CutPage  # noqa: PLC0415 - as above

    return CutPage(desk)


KINDS = (
    Kind("whatif.seek", N_("Meet an amount"), "target", "Ctrl+T", _seek),
    Kind("whatif.cut", N_("Packages of cuts"), "cut", None, _cut),
)
