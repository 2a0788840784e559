"""What stands around the pages: rail, bar on top, status line."""
