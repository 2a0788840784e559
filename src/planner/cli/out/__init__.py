"""Commands that make what others get: the submission, its overview on paper, tables for a server."""
