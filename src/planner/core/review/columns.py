"""What the columns of a submission are called that are read when it comes back."""

from __future__ import annotations

FACTORS = ("times", "months", "share")
PREVIOUS = "previous_"
EXAMINER = ("examined_rate", "examined_people", "examined_amount", "comment")
"""The columns an examiner fills in."""
FIGURES = ("rate", "people", *FACTORS, "divisor", "request")
COLUMNS = ("intake_year", *EXAMINER, *FIGURES, *(PREVIOUS + each for each in FIGURES[:-1]), "previous")
"""The columns that are read; those after the examiner's are the request's own and not the examiner's to change."""
