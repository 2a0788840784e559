"""How sure figures are, as readers name it."""

from __future__ import annotations

from planner.core.errors import N_
from planner.core.model.ranges import Shape

SHAPE_NAMES = {
    Shape.UNIFORM: N_("all values alike"),
    Shape.TRIANGULAR: N_("triangular"),
    Shape.PERT: N_("PERT"),
}
"""The shapes of a spread."""
