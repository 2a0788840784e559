"""Portfolios as tables: read from workbooks and CSV folders, and written as such."""
