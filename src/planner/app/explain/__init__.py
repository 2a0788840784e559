"""What the request changed by, as pictures."""
