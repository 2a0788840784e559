"""Plain descriptions of sheets and tables, and their text and CSV forms."""
