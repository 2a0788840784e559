"""事業: the list of programs and the strip of totals above it."""
