"""What a workbook is known by when it comes back: the version of its form and its number (照合番号), under names.

Nothing else in it says where it comes from: whoever gets it is told no scenario's name and no fingerprint in full.
"""

from __future__ import annotations

FORM_VERSION = 2
"""The version of the workbook's form, for those that read it back; the first said scenario and fingerprints."""

DIGITS = 8
"""So many digits of the fingerprint of its figures are the number of a workbook."""

FORM_NAME, NUMBER_NAME = "submission_form", "submission_number"
"""The names of the cells that hold the two."""

FORM_LABEL, NUMBER_LABEL = ("様式の版", "Form"), ("照合番号", "Check number")
"""What stands before them: Japanese, English."""
