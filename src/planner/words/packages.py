"""Packages of a cut or a rise in words."""

from __future__ import annotations

from planner.core.errors import N_
from planner.core.seek.packages import Method

METHOD_NAMES = {
    Method.PRO_RATA: N_("pro rata"),
    Method.RATE: N_("rates only"),
    Method.QUANTITY: N_("quantities only"),
    Method.PRIORITY: N_("in order of priority"),
    Method.FEWEST: N_("fewest lines"),
}
"""How a cut or a rise is spread over lines."""
