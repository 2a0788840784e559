"""What the launchers run: the program, told that its own executable starts it and any process it needs."""

from __future__ import annotations

import sys

setattr(sys, "frozen", True)  # noqa: B010 - `sys` declares no such attribute

from planner.__main__ import main  # noqa: E402

sys.exit(main())
