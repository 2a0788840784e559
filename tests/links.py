"""Links to files, where the system lets a user make them."""

from __future__ import annotations

from pathlib import Path

import pytest


def link_to(target: Path, link: Path) -> Path:
    """A symbolic link; the test is passed over where none can be made, as on Windows without a privilege."""
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make links")
    return link
