"""Many officers: the board of parts, taking them back, and what a part says of itself."""
