"""The kinds of questions there are, in the order of their tabs; a page is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from planner.app.session.desk import Desk
from planner.core.errors import N_

if TYPE_CHECKING:
    from planner.app.whatif.page import WhatIfPage
    from planner.app.whatif.risk.assumptions import Assumptions


class Kind(NamedTuple):
    """A kind of question: the key of its verb, its name (a catalogue key), icon and keys, and what makes its page."""

    key: str
    title: str
    icon: str
    keys: str | None
    make: Callable[[Desk, Assumptions], WhatIfPage]


def _seek(desk: Desk, _assumptions: Assumptions) -> WhatIfPage:
    from planner.app.whatif.seek_page import SeekPage  # noqa: PLC0415 - nobody asks at the start

    return SeekPage(desk)


def _cut(desk: Desk, _assumptions: Assumptions) -> WhatIfPage:
    from planner.app.whatif.cut_page import CutPage  # noqa: PLC0415 - as above

    return CutPage(desk)


def _tornado(desk: Desk, assumptions: Assumptions) -> WhatIfPage:
    from planner.app.whatif.risk.tornado_page import TornadoPage  # noqa: PLC0415 - as above

    return TornadoPage(desk, assumptions)


def _risk(desk: Desk, assumptions: Assumptions) -> WhatIfPage:
    from planner.app.whatif.risk.risk_page import RiskPage  # noqa: PLC0415 - as above

    return RiskPage(desk, assumptions)


def _data_table(desk: Desk, _assumptions: Assumptions) -> WhatIfPage:
    from planner.app.whatif.grid.data_page import DataPage  # noqa: PLC0415 - as above

    return DataPage(desk)


KINDS = (
    Kind("whatif.seek", N_("Goal seek"), "target", "Ctrl+T", _seek),
    Kind("whatif.cut", N_("Cuts"), "cut", None, _cut),
    Kind("whatif.tornado", N_("Sensitivity"), "tornado", None, _tornado),
    Kind("whatif.risk", N_("Monte Carlo"), "dice", None, _risk),
    Kind("whatif.data-table", N_("Data table"), "table", None, _data_table),
)
