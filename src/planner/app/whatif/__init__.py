"""試算: what would have to be for an amount to come about, in a drawer beside the lines."""
