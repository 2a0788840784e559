"""`python -m planner.files.apart`: the other process, waiting for its order on standard input."""

from __future__ import annotations

from planner.files.apart.serve import serve

serve()
