"""Tables of a request for others to read."""
