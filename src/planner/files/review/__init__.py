"""Submissions that come back, read into rows."""
