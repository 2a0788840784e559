"""Charts: what they have in common, and the ways to take a picture elsewhere."""
