"""Workbooks from outside, read by one careful reader."""
