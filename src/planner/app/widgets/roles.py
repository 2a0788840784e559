"""The roles that tables answer, as plain numbers: a cell is asked for a dozen of them each time it is painted."""

from __future__ import annotations

from PySide6.QtCore import Qt

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
FONT = int(Qt.ItemDataRole.FontRole)
TIP = int(Qt.ItemDataRole.ToolTipRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
MARK = int(Qt.ItemDataRole.UserRole) + 1
"""What a cell of the table of lines is marked with, for its delegate."""
LOOK = int(Qt.ItemDataRole.UserRole) + 2
"""All that is painted of a cell, as one value: asked for once a cell, in place of a dozen roles."""
