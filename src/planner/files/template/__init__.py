"""A ministry's own workbook, filled in place."""
